//! The file of the database, its journal, and how it is opened: what writing, reading and the copy
//! for readers have in common. What is in it is in `store`.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::library::{LibraryError, free_space};
use crate::platform::files::{self, Refusal};
use crate::platform::{journals, locks};

/// The database of the shelf in this folder.
pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("library.db")
}

/// Its journal.
pub(super) fn journal(folder: &Path) -> PathBuf {
    folder.join("library.db-journal")
}

/// Whether a transaction is under way, or was when the power failed.
pub(super) fn is_journal_left(folder: &Path) -> bool {
    let found = journal(folder).metadata();
    // On Windows an empty one may lie there for good.
    found.is_ok_and(|found| !cfg!(windows) || found.len() > 0)
}

/// Opens the database, but not through a link. `SQLite` opens by name: what lies there was looked at
/// before, and in this folder nobody else writes where the shelf is kept by administrators.
pub(super) fn connect(folder: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let path = files::with_links_resolved(&database(folder));
    let mut database = Connection::open_with_flags(path, flags)?;
    database.busy_handler(Some(locks::pause))?;
    Ok(database)
}

/// Refuses what would make `SQLite` wait, or lead it elsewhere.
pub(super) fn check_regular(folder: &Path) -> Result<(), LibraryError> {
    for path in [database(folder), journal(folder)] {
        match files::regular_metadata(&path) {
            Err(error) if files::refusal(&error).is_some() => {
                return Err(LibraryError::Io { path, error });
            }
            Ok(found) if files::names(&found) > 1 => {
                let error = Refusal::SeveralNames.into();
                return Err(LibraryError::Io { path, error });
            }
            _ => {}
        }
    }
    let path = journal(folder);
    match journals::check(&path) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(LibraryError::Io { path, error })
        }
        _ => Ok(()),
    }
}

/// Which layout it has: how many steps were done.
pub(super) fn layout(database: &Connection) -> rusqlite::Result<i64> {
    database.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// A database error in the terms of this room.
pub(super) fn sql(folder: &Path, error: rusqlite::Error) -> LibraryError {
    let path = database(folder);
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LibraryError::busy(&path),
        Some(ErrorCode::DiskFull) => LibraryError::no_space(folder, 0),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => LibraryError::ReadOnly {
            folder: folder.to_owned(),
        },
        // On a disk without any room a journal cannot be opened, and SQLite says no more than that.
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) if free_space::is_full(folder) => {
            LibraryError::no_space(folder, 0)
        }
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => LibraryError::Io {
            path,
            error: io::Error::other(error),
        },
        // To SQLite a failed read looks as if the file were too short.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) if !is_damaged(&path) => {
            LibraryError::Io {
                path,
                error: io::Error::other(error),
            }
        }
        _ => LibraryError::StoreDamaged {
            path,
            reason: error.to_string(),
        },
    }
}

/// Whether a second check finds the database damaged too; the caller then moves it aside.
fn is_damaged(path: &Path) -> bool {
    if path.metadata().is_err() {
        return false;
    }
    let check_integrity = || {
        let database = connect(
            path.parent().unwrap_or(path),
            OpenFlags::SQLITE_OPEN_READ_ONLY,
        )?;
        database.query_row("PRAGMA integrity_check(1)", [], |row| {
            row.get::<_, String>(0)
        })
    };
    match check_integrity() {
        Ok(found) => found != "ok",
        Err(error) => matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        ),
    }
}
