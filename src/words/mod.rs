//! Every error and message as people read it: a headline that says what is wrong with which
//! file, advice that says what to do, details for whoever has to look closer. One file a room,
//! each an exhaustive match: a new error does not compile until somebody has written the sentence.
//!
//! Of the rooms below it knows the errors and findings, and calls none of their functions but those
//! of [`pack::text`](crate::pack::text), by which names are shown; it reads and changes nothing.

mod authoring;
mod by_hand;
mod cause;
mod code;
mod document;
mod failure;
mod ffmpeg;
mod files;
mod folder;
mod letters;
mod library;
mod log;
mod media;
pub(crate) mod messages;
mod misplaced;
mod not_seen;
mod office;
mod pack;
mod player;
pub mod ready;
mod records;
mod roster;
mod shared;
mod start;
mod station;
mod station_key;
mod times;
mod trust;

use std::error::Error;

pub use authoring::length;
pub use cause::Cause;
pub use code::Code;
pub use failure::{Failure, overwrite_advice};
pub use folder::{
    data_folder, data_owner, data_part, exposed_folder, inventory, no_administrator,
    no_administrator_said_yes,
};
pub use library::{not_searched, warning};
pub use log::{
    BackgroundWork, log_line, log_place, program_panicked, queue_full, settings_unsaved,
    work_panicked,
};
pub use misplaced::Misplaced;
pub use records::{kept_aside, missed_reason};
pub use roster::roster_warning;
pub use shared::bytes;
pub use start::said;
pub use station::officers_without_shift;
pub use times::held_remark;
pub use trust::{by_the_list, list_overdue};

use shared::held;

pub use crate::pack::text::{shown, shown_json, shown_lines, shown_path};

/// An error as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The error code of the command-line contract.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub headline: String,
    /// What to do about it, in one or two sentences.
    pub advice: String,
    /// For whoever has to look closer; may be empty. Never shown first.
    pub details: String,
    /// What is wrong line by line, where a file was refused for several reasons or for one of its
    /// lines; else empty.
    pub lines: Vec<LineWords>,
    /// What it comes from, for the log.
    pub cause: Box<Cause>,
}

/// What is wrong, or looks wrong, on one line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWords {
    /// Counted from 1; nothing where it is about the whole file.
    pub line: Option<u64>,
    /// The id of whom or what it is about; may be empty.
    pub id: String,
    /// The column that it is about; may be empty.
    pub field: String,
    /// What it is, in a sentence or two.
    pub message: String,
}

impl LineWords {
    /// Puts it together. What a name must not hold is written out in the message ([`shown`]).
    pub fn new(
        line: Option<u64>,
        id: &str,
        field: Option<&str>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            line,
            id: id.to_owned(),
            field: field.unwrap_or_default().to_owned(),
            message: shown(&message.into()),
        }
    }
}

impl Words {
    /// Puts an error into words. A name that they hold may come from anywhere: what would break
    /// their line or command a terminal is written out ([`shown`]), whoever shows them.
    #[track_caller]
    pub fn new(code: Code, headline: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            code,
            headline: shown(&headline.into()),
            advice: shown(&advice.into()),
            details: String::new(),
            lines: Vec::new(),
            cause: Box::new(Cause::here()),
        }
    }

    /// The same with details.
    #[must_use]
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.details = shown(&details.into());
        self
    }

    /// The same with what the system answered, as details and for the log.
    #[must_use]
    pub fn caused_by(mut self, error: &(impl Error + 'static)) -> Self {
        *self.cause = self.cause.of_system(error);
        self.details(error.to_string())
    }
}

/// An error of any room that can be put into words.
pub trait InWords {
    /// The error as people read it. `file` is what they know the thing by: a file's name on the
    /// stick, a pack's title.
    fn in_words(&self, file: &str) -> Words;
}
