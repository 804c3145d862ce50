//! What can go wrong with the records.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use uuid::Uuid;

use crate::platform::locks::{self, Holder};
use crate::platform::stop;
use crate::station::HeldError;

/// Why records could not be written or read. Sentences for people are in `words`.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// This briefing is in the records already.
    #[error("session {session} is recorded already, in row {seq}")]
    AlreadyRecorded {
        /// The briefing.
        session: Uuid,
        /// Its row.
        seq: u64,
    },
    /// The work was stopped.
    #[error("cancelled")]
    Cancelled,
    /// A row does not fit the chain: the store was altered.
    #[error("row {seq} does not fit: {reason}")]
    ChainBroken {
        /// The first row that does not fit.
        seq: u64,
        /// What does not fit.
        reason: String,
    },
    /// The file has not the tables of its layout and nothing else, or an index does not say what
    /// its table says (RECORDS 5.8).
    #[error("{} was altered: {found}", path.display())]
    Altered {
        /// The database file.
        path: PathBuf,
        /// What is extra, missing or different.
        found: String,
    },
    /// A head that was carried away stands after the last row: the end is missing (RECORDS 3.8).
    #[error("the records end after {count} rows, and the head {head} is that of row {known}")]
    CutOff {
        /// The head that was carried away.
        head: String,
        /// Rows in this chain.
        count: u64,
        /// Rows in the chain whose head it was.
        known: u64,
    },
    /// A head that was carried away is not in this chain.
    #[error("the head {head} is not in this chain of {count} rows")]
    HeadMissing {
        /// The head that was carried away.
        head: String,
        /// Rows in this chain.
        count: u64,
    },
    /// No such briefing in the records.
    #[error("no session {session}")]
    NoSuchSession {
        /// What was asked for.
        session: String,
    },
    /// No such officer in that briefing.
    #[error("no officer {officer} in that session")]
    NoSuchOfficer {
        /// What was asked for.
        officer: String,
    },
    /// The officer is on the roll of that briefing already.
    #[error("{officer} is on the roll of that session already")]
    OnRoll {
        /// The id.
        officer: String,
    },
    /// Several on the roll of that briefing have this id.
    #[error("{officer} is on the roll of that session more than once")]
    WhichOfficer {
        /// What was asked for.
        officer: String,
        /// Their places in the roll, from 1, and names.
        rows: Vec<(u32, String)>,
    },
    /// A day or time that a briefing cannot have.
    #[error("{error}")]
    BadTime {
        /// Why not.
        #[source]
        error: HeldError,
    },
    /// A field that cannot be amended, or a value that it cannot have.
    #[error("{field} cannot become {to:?}: {reason}")]
    BadAmendment {
        /// The field.
        field: String,
        /// The value.
        to: String,
        /// Why not.
        reason: String,
    },
    /// The database file is damaged.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The database was written by a newer Muster (RECORDS 5.2).
    #[error("the records have layout {found}")]
    StoreTooNew {
        /// The database file.
        path: PathBuf,
        /// The version of its layout.
        found: i64,
    },
    /// A row was written by a newer Muster (RECORDS 4.5).
    #[error("row {seq} has format {found}")]
    RowTooNew {
        /// The database file.
        path: PathBuf,
        /// The row.
        seq: u64,
        /// The format of its content.
        found: u64,
    },
    /// No database file.
    #[error("{} is not there", path.display())]
    NoStore {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// The database can be read but not written.
    #[error("{} is read-only", path.display())]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
    },
    /// An administrator does not write where others may write, or into files of theirs (RECORDS
    /// 3.8).
    #[error("others may write in {}", folder.display())]
    NotAsAdministrator {
        /// The folder of the records.
        folder: PathBuf,
    },
    /// The disk is full.
    #[error("no space left for {}", path.display())]
    NoSpace {
        /// The file.
        path: PathBuf,
    },
    /// Another program holds the records.
    #[error("the records are being written by another program")]
    Busy,
    /// The same, where the system says which one it is.
    #[error("{holder} holds the records")]
    Held {
        /// The process.
        holder: Holder,
    },
    /// The briefing under way that was saved cannot be read.
    #[error("the briefing that was saved cannot be read: {reason}")]
    DraftUnreadable {
        /// What was found.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
    /// The database refused for another reason.
    #[error("{}: {error}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// Its error.
        #[source]
        error: rusqlite::Error,
    },
}

impl RecordsError {
    /// An administrator writes no records where others may write too (RECORDS 3.9).
    pub(super) fn not_as_administrator(file: &Path) -> Self {
        Self::NotAsAdministrator {
            folder: file.parent().unwrap_or(file).to_owned(),
        }
    }

    /// Somebody holds the records, or the wait for them was ended.
    pub(super) fn busy(holder: Option<Holder>) -> Self {
        if stop::is_requested() {
            return Self::Cancelled;
        }
        holder.map_or(Self::Busy, |holder| Self::Held { holder })
    }

    /// Reports a disk error as one.
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

    /// Reports a database error as one.
    pub(super) fn db(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, reason }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path }
            }
            Some(ErrorCode::DiskFull) => Self::NoSpace { path },
            Some(ErrorCode::OperationInterrupted) => Self::Cancelled,
            // Where the disk has no room for SQLite's own small files it says only "I/O error".
            Some(ErrorCode::SystemIoFailure) if is_full(&path) => Self::NoSpace { path },
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed,
            ) => Self::busy(locks::holder(&path)),
            Some(ErrorCode::TooBig) => Self::Damaged { path, reason },
            _ => match error {
                // A value of another type than the layout says, or not UTF-8.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged { path, reason },
                error => Self::Database { path, error },
            },
        }
    }
}

/// Whether the disk on which this file lies has less room than a journal needs.
fn is_full(file: &Path) -> bool {
    const JOURNAL_BYTES: u64 = 256 << 10;
    let folder = file.parent().unwrap_or(file);
    fs4::available_space(folder).is_ok_and(|free| free < JOURNAL_BYTES)
}
