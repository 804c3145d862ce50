//! What the window and the command line both do, each act once: packs and lists come in, the station
//! is changed, its PC is checked, a visit is made. Whoever asks shows progress and speaks.
//!
//! Not here: how a command is read or a screen painted (`cli`, `app`, `ui`), and the rules of what is
//! kept (`library`, `station`, `records`).

mod check;
mod describe;
pub(crate) mod fixture;
mod follow;
mod install;
mod log;
pub mod records;
mod sign;
pub mod station;
mod stick;
mod subject;
pub mod visit;
mod write_out;

use std::path::PathBuf;

use jiff::ZonedDateTime;

use crate::library::{Library, Who};
use crate::station::DataFolder;
use crate::words::Failure;

pub use check::{examine, result, to_json};
pub use describe::{describe_roster, say_assignment};
pub use follow::{Doing, Follow};
pub use install::{
    ListTaken, TakenIn, Wanted, expected_of_list, install, install_list, install_newest, lines,
    outcome_sentence, prune, search, take_in,
};
use log::log_finding;
pub use log::{log_failure, log_shown};
pub use sign::{SignedHead, Unsigned, describe_signature, sign_head};
pub use station::{identify, load, read_named};
pub use stick::{Ending, OnStick, Weighed, find_on_stick, is_gone, is_pulled, weigh_stick};
pub use write_out::{ExportTo, export_audit};

/// This PC as a visit finds it.
#[derive(Clone, Debug)]
pub struct Here {
    /// Where its data lies.
    pub folder: DataFolder,
    /// Who is at it, for the audit log.
    pub who: Who,
    /// When.
    pub now: ZonedDateTime,
    /// It was asked for in a window on the PC's own desktop.
    pub in_window: bool,
}

impl Here {
    /// The shelf.
    ///
    /// # Errors
    /// If it cannot be opened, in words.
    pub fn library(&self) -> Result<Library, Failure> {
        Library::open(self.folder.library()).map_err(|e| Failure::of(subject::library(), &e))
    }
}

/// A file on the stick, and what came of it.
#[derive(Clone, Debug)]
pub struct Tried<T> {
    /// Which.
    pub file: PathBuf,
    /// What was done, or why not.
    pub result: Result<T, Failure>,
}
