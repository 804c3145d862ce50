//! The model of the board's notices about the check of installed packs.

use crate::pack::{PackId, PackVersion};
use crate::words::Words;

/// A pack that is read before it is used, while somebody waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checking {
    /// The pack's name.
    pub title: String,
    /// It is the version before, to which one goes back.
    pub goes_back: bool,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all; 0 while unknown.
    pub all: u64,
}

/// An installed pack that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedPack {
    /// Which.
    pub id: PackId,
    /// Its name.
    pub title: String,
    /// What is wrong, and what to do.
    pub words: Words,
    /// The version that one can go back to here.
    pub kept: Option<PackVersion>,
    /// It may have become right by itself, so checking again is offered.
    pub passing: bool,
    /// Whether this account may change what is installed.
    pub may_change: bool,
}
