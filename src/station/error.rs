//! What can go wrong with this station's settings and roster.

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, DateTime};

use crate::pack::TextDefect;
use crate::platform::locks::Holder;

/// Why the station's settings could not be found, read or saved. Sentences for people are in
/// `words`.
#[derive(Debug, thiserror::Error)]
pub enum StationError {
    /// The system names no folder for the user's data.
    #[error("no folder for data is known")]
    NoFolder,
    /// The folder or file can be read but not written.
    #[error("{} is read-only", path.display())]
    ReadOnly {
        /// The folder or file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("no space left for {}", path.display())]
    NoSpace {
        /// The file that did not fit.
        path: PathBuf,
    },
    /// Another program is saving the settings; which one, where the system says so.
    #[error("another program holds the settings")]
    Busy {
        /// The process.
        holder: Option<Holder>,
    },
    /// The wait for it was ended.
    #[error("cancelled")]
    Cancelled,
    /// Reading or writing failed.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
    /// A link, a pipe, or a file with a second name, whose owner and rights are left alone.
    #[error("{} is no ordinary file", path.display())]
    NotOrdinary {
        /// Which.
        path: PathBuf,
    },
    /// Somebody writes to it at this moment.
    #[error("{} is being written", path.display())]
    InUse {
        /// Which.
        path: PathBuf,
    },
    /// The folder is one user's, or was named: it is not protected for all.
    #[error("{} is no folder for everybody", path.display())]
    NotForAll {
        /// The folder in use.
        path: PathBuf,
    },
    /// `station.json` is not what it should be.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// What somebody edited was changed by somebody else since it was shown.
    #[error("{what} was changed meanwhile")]
    ChangedMeanwhile {
        /// What, as the beginning of a sentence.
        what: &'static str,
        /// What it is now; empty where it is gone.
        now: String,
    },
    /// What was typed is not taken.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// `station.json` was written by a newer Muster.
    #[error("{} has format {found}", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
}

impl StationError {
    /// Converts a disk error; a full disk and a read-only one have variants of their own.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { path },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { path }
            }
            _ => Self::Io { path, error },
        }
    }
}

/// Why what was typed for a station is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// Longer than a text may be.
    #[error("{what} has more than {limit} characters")]
    TooLong {
        /// What, as the beginning of a sentence.
        what: &'static str,
        /// How many it may have.
        limit: usize,
    },
    /// It holds a character that no name may hold (FORMAT 4.31).
    #[error("{what} {defect}")]
    Defect {
        /// What, as the beginning of a sentence.
        what: &'static str,
        /// The character.
        defect: TextDefect,
    },
    /// It is needed and was left empty.
    #[error("{what} is needed")]
    Missing {
        /// What, as the beginning of a sentence.
        what: &'static str,
    },
    /// Not the name of a rule of credit.
    #[error("{text} is no rule of credit")]
    NoCreditRule {
        /// What was typed.
        text: String,
    },
    /// Not of the form `ID=NAME,START-END`.
    #[error("{text} is no shift")]
    NotAShift {
        /// What was typed.
        text: String,
    },
    /// Two shifts of one short name.
    #[error("shift {id} is there twice")]
    SameShift {
        /// The short name.
        id: String,
    },
    /// This station has no such shift.
    #[error("no shift {id}")]
    NoSuchShift {
        /// The short name.
        id: String,
    },
    /// A day or an hour that cannot be.
    #[error(transparent)]
    Held(#[from] HeldError),
}

/// Why a day or a time is not taken as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeldError {
    /// A day before [`OLDEST`](crate::station::held::OLDEST).
    #[error("{day} is too long ago")]
    Old {
        /// The day.
        day: Date,
    },
    /// More than a day ahead.
    #[error("{day} is more than a day ahead of {today}")]
    Ahead {
        /// The day.
        day: Date,
        /// The day on this PC.
        today: Date,
    },
    /// No clock showed that time: it was put forward over it.
    #[error("{time} was never on the clock")]
    Lost {
        /// The day and time.
        time: DateTime,
        /// What the clock showed when it was put forward.
        from: DateTime,
        /// What it showed then.
        to: DateTime,
    },
    /// One of two was asked for, but the clock showed that time once.
    #[error("{time} was on the clock once")]
    Once {
        /// The day and time.
        time: DateTime,
    },
    /// It ended before it began.
    #[error("it ended before it began")]
    EndsBeforeStart,
    /// 24:00 ends a day, and no day begins with it.
    #[error("24:00 is the end of a day")]
    TwentyFour,
    /// Not a time of day.
    #[error("{text} is no time of day")]
    NotATime {
        /// What was typed.
        text: String,
    },
    /// No calendar goes so far.
    #[error("out of range")]
    OutOfRange,
}

/// Why a file of assignments was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentsError {
    /// More bytes than a file of assignments may have.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// How many it may have.
        limit: u64,
    },
    /// It is not what EXCHANGE section 5 asks for.
    #[error("no file of assignments: {reason}")]
    Bad {
        /// What is wrong, and where.
        reason: String,
    },
    /// It was written for a newer Muster.
    #[error("format {found}")]
    TooNew {
        /// Its format.
        found: u64,
    },
    /// It names a shift that this station does not have.
    #[error("no shift {shift}")]
    UnknownShift {
        /// What it says.
        shift: String,
        /// The station's shifts.
        known: Vec<String>,
    },
}
