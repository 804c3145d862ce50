//! Whoever follows long work: is told how far it is, and may stop it.

use std::path::Path;

use crate::words::ready::Line;

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing<'a> {
    /// Looking for packs and trust lists; steps are names, and how many there are is not known.
    Searching(&'a Path),
    /// Applying a trust list; no steps.
    List(&'a Path),
    /// Installing a pack; steps are bytes.
    Pack {
        /// Its file.
        file: &'a Path,
        /// The how many-th it is.
        number: usize,
        /// Of how many.
        of: usize,
        /// Its size.
        bytes: u64,
        /// The size of all of them.
        all: u64,
    },
    /// Looking what a pack would bring; steps are bytes.
    Looking {
        /// Its file.
        file: &'a Path,
        /// The how many-th it is.
        number: usize,
        /// Of how many.
        of: usize,
        /// Its size.
        bytes: u64,
        /// The size of all of them.
        all: u64,
    },
    /// Reading the records; steps are rows.
    Records,
    /// Reading an installed pack again; steps are bytes.
    Installed {
        /// Its title.
        title: &'a str,
        /// Its size.
        bytes: u64,
        /// The size of all that are read.
        all: u64,
    },
    /// Trying screens and sound; no steps.
    Devices,
    /// Writing to the stick; no steps.
    Writing,
}

/// Somebody who follows.
pub trait Follow {
    /// This begins now; what came before it is over.
    fn begin(&mut self, doing: Doing<'_>);

    /// So much of so much of it is done. Returns whether to go on.
    fn step(&mut self, done: u64, all: u64) -> bool;

    /// Whether to go on, asked between two things.
    fn goes_on(&mut self) -> bool;

    /// Something that people should know beside what came of it.
    fn remark(&mut self, sentence: &str);

    /// A line of the check stands.
    fn found(&mut self, _line: &Line) {}
}
