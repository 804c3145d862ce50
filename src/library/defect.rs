//! What can be wrong with the file of a pack on the shelf, and the state of a file by which it is
//! known again.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::pack::PackError;

/// What is wrong with the file of a pack on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileDefect {
    /// Some of its bytes were changed.
    Altered {
        /// What was found.
        reason: String,
    },
    /// Its end is missing.
    Cut,
    /// Another pack lies in its place.
    Replaced {
        /// What the other pack claims to be.
        by: String,
    },
    /// There is no file.
    Missing,
    /// The disk cannot read it.
    Unreadable {
        /// The error of the system.
        reason: String,
    },
    /// Another program holds it, or this account may not read it.
    Locked {
        /// The error of the system.
        reason: String,
    },
}

impl FileDefect {
    /// Whether the file itself is wrong, and stays so until it is installed again. The others may
    /// pass by themselves.
    #[must_use]
    pub fn lasts(&self) -> bool {
        match self {
            Self::Altered { .. } | Self::Cut | Self::Replaced { .. } => true,
            Self::Missing | Self::Unreadable { .. } | Self::Locked { .. } => false,
        }
    }

    /// As the database and the audit log name it, and what was found.
    pub(super) fn entered(&self) -> (&'static str, &str) {
        match self {
            Self::Altered { reason } => ("altered", reason),
            Self::Cut => ("cut short", ""),
            Self::Replaced { by } => ("replaced", by),
            Self::Missing => ("missing", ""),
            Self::Unreadable { reason } => ("unreadable", reason),
            Self::Locked { reason } => ("locked", reason),
        }
    }

    /// The defect from what was entered.
    pub(super) fn read(kind: &str, reason: String) -> Self {
        match kind {
            "cut short" => Self::Cut,
            "replaced" => Self::Replaced { by: reason },
            _ => Self::Altered { reason },
        }
    }

    /// Why a file could not be opened or read.
    pub(super) fn of_io(error: &io::Error) -> Self {
        // Windows names no kind for a file or a part of it that another program holds.
        let held = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
        let reason = error.to_string();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            io::ErrorKind::UnexpectedEof => Self::Cut,
            io::ErrorKind::PermissionDenied
            | io::ErrorKind::ResourceBusy
            | io::ErrorKind::WouldBlock => Self::Locked { reason },
            _ if held => Self::Locked { reason },
            _ => Self::Unreadable { reason },
        }
    }

    /// What is wrong with a file of so many bytes fewer than it should have.
    pub(super) fn of(error: PackError, missing: u64) -> Self {
        match error {
            PackError::SourceRead(error) => Self::of_io(&error),
            _ if missing > 0 => Self::Cut,
            PackError::Truncated => Self::Altered {
                reason: "its end is not what it was".to_owned(),
            },
            error => Self::Altered {
                reason: error.to_string(),
            },
        }
    }
}

/// Identifies the state of a file, to detect changes since it was inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl Stamp {
    pub(super) fn of(file: &File) -> Option<Self> {
        file.metadata().ok().map(|meta| Self::from(&meta))
    }

    pub(super) fn at(path: &Path) -> Option<Self> {
        path.metadata().ok().map(|meta| Self::from(&meta))
    }
}

impl From<&Metadata> for Stamp {
    fn from(meta: &Metadata) -> Self {
        Self {
            len: meta.len(),
            modified: meta.modified().ok(),
            number: number(meta),
        }
    }
}

/// Tells files apart that were written within one tick of the clock.
#[cfg(unix)]
fn number(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

/// The standard library does not offer this for Windows yet.
#[cfg(windows)]
fn number(_meta: &Metadata) -> u64 {
    0
}
