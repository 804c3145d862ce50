//! How deep a check goes.

/// How much of each medium is decoded, and of each PDF drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All of it: for whoever sends a pack out.
    Whole,
    /// The first second, and the first page, as installing does.
    FirstSecond,
}
