//! What can go wrong with this station's settings and roster.

use std::io;
use std::path::{Path, PathBuf};

use crate::platform::locks::Holder;
use crate::station::SettingError;

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
        /// What the system said.
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
    /// A disk error, said as what it is: a full disk and a read-only one apart from all others.
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
