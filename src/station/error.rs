//! What can go wrong with this station's settings and roster.

use std::io;
use std::path::{Path, PathBuf};

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

/// Why a roster file was refused. Lines count from 1, the header included, as a text editor
/// counts them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// More bytes, rows or text than a roster may have.
    #[error("{what}: {size} is more than {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How large it is.
        size: u64,
        /// How large it may be.
        limit: u64,
    },
    /// UTF-16, as Excel's "Unicode text" saves it.
    #[error("the file is UTF-16")]
    Utf16,
    /// Zero bytes or other control characters: not a text.
    #[error("line {line} holds a control character")]
    NotText {
        /// The line.
        line: u64,
    },
    /// A character that would spoof what is shown beside it (FORMAT 4.31).
    #[error("line {line} {}", defect.reason())]
    Spoofed {
        /// The line.
        line: u64,
        /// Which.
        defect: TextDefect,
    },
    /// Not one officer.
    #[error("the file names no officers")]
    Empty,
    /// A column that must be there is not.
    #[error("column {column} is missing")]
    MissingColumn {
        /// Its name.
        column: &'static str,
        /// The columns that were found.
        found: Vec<String>,
    },
    /// The header names a column twice.
    #[error("column {column} is there twice")]
    DoubleColumn {
        /// Its name.
        column: String,
    },
    /// A row has more or fewer fields than the header.
    #[error("line {line} has {found} fields, the header has {expected}")]
    FieldCount {
        /// The line.
        line: u64,
        /// Fields in that row.
        found: u64,
        /// Fields in the header.
        expected: u64,
    },
    /// A quotation mark was opened and never closed.
    #[error("line {line} opens a quotation mark that is never closed")]
    OpenQuote {
        /// The line on which the row begins.
        line: u64,
    },
    /// A field that must not be empty is.
    #[error("line {line}: {column} is empty")]
    EmptyField {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// Two officers with the same id.
    #[error("line {line}: officer_id {id} stands on line {first} too")]
    DoubleId {
        /// The second line.
        line: u64,
        /// The id.
        id: String,
        /// The first line.
        first: u64,
    },
    /// A text that is no date.
    #[error("line {line}: {column} {text:?} is not a date")]
    BadDate {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// An officer who would leave before coming.
    #[error("line {line}: active_to is before active_from")]
    EndBeforeStart {
        /// The line.
        line: u64,
    },
    /// A shift that this station does not have.
    #[error("line {line}: no shift {shift:?}")]
    UnknownShift {
        /// The line.
        line: u64,
        /// What stands there.
        shift: String,
        /// The shifts that there are.
        known: Vec<String>,
    },
}
