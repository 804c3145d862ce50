//! Reading the database, or the copy for those who may not write, also where a power cut left it in the middle of a change and this user may
//! not write there: SQLite puts it right before it reads, and cannot. So a copy is put right, which
//! lives as long as the connection to it.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags, ffi};
use tempfile::TempDir;

use crate::library::{LibraryError, database, publish};
use crate::platform::{files, journals, rights};

/// How often the copy is begun again as somebody changed what was copied.
const ATTEMPTS: u32 = 5;

/// A connection that reads.
pub(super) struct Reading {
    // Closed before what it reads is deleted: fields go in this order.
    connection: Connection,
    _copy: Option<TempDir>,
}

impl Deref for Reading {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

/// Opens the database of this library to be read.
pub(super) fn open(folder: &Path) -> Result<Reading, LibraryError> {
    database::check_regular(folder)?;
    if !rights::may_write(&database::database(folder))
        && let Some(connection) = publish::open_copy(folder)?
    {
        return Ok(Reading {
            connection,
            _copy: None,
        });
    }
    let map = |error| database::sql(folder, error);
    let connection = database::connect(folder, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(map)?;
    match database::layout(&connection) {
        Ok(_) => Ok(Reading {
            connection,
            _copy: None,
        }),
        Err(error) if is_left_halfway(&error) => {
            drop(connection);
            copy(folder).map_err(|error| LibraryError::LeftHalfway {
                folder: folder.to_owned(),
                error,
            })
        }
        Err(error) => Err(map(error)),
    }
}

/// Whether the database needs recovery first, by somebody who may write it.
fn is_left_halfway(error: &rusqlite::Error) -> bool {
    let codes = [ffi::SQLITE_READONLY_ROLLBACK, ffi::SQLITE_READONLY_RECOVERY];
    error
        .sqlite_error()
        .is_some_and(|error| codes.contains(&error.extended_code))
}

/// Puts a copy right, in a folder that only this user may enter.
fn copy(folder: &Path) -> io::Result<Reading> {
    let from = [database::database(folder), database::journal(folder)];
    for _ in 0..ATTEMPTS {
        let copy = files::private_temp_folder()?;
        let to = [
            database::database(copy.path()),
            database::journal(copy.path()),
        ];
        let before = state(&from)?;
        for (from, to) in from.iter().zip(&to) {
            io::copy(&mut files::open_no_link(from)?, &mut File::create_new(to)?)?;
        }
        // Somebody else may have begun to put it right meanwhile.
        if state(&from)? != before {
            continue;
        }
        journals::check(&to[1])?;
        let connection = Connection::open(&to[0]).map_err(io::Error::other)?;
        database::layout(&connection)
            .and_then(|_| connection.pragma_update(None, "query_only", true))
            .map_err(io::Error::other)?;
        return Ok(Reading {
            connection,
            _copy: Some(copy),
        });
    }
    Err(io::Error::other("it changes all the time"))
}

/// Whether a file is still the one it was.
fn state(files: &[std::path::PathBuf; 2]) -> io::Result<Vec<(u64, Option<SystemTime>)>> {
    let state = files.iter().map(|file| {
        let meta = file.metadata()?;
        Ok((meta.len(), meta.modified().ok()))
    });
    state.collect()
}
