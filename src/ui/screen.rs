//! Which screen fills the window.

/// What fills the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// What is due.
    #[default]
    Board,
    /// The briefing under way, or a look at one.
    Briefing,
    /// What was recorded.
    Records,
    /// What is installed, what is on the stick.
    Packs,
    /// Name, shifts, roster, assignments, approvals.
    Station,
    /// One video or audio file without records.
    Play,
}
