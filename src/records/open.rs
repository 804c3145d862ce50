//! Opening the records: for writing (a damaged file is kept aside and a new one begun, an older one
//! is migrated), or for reading only.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::platform::files::{self, Refusal, with_suffix};
use crate::platform::locks::{self, Lock, LockError, MAX_WAIT};
use crate::platform::{journals, rights, stop};
use crate::records::schema::{APPLICATION, LAYOUT, PROJECTIONS, RECORD};
use crate::records::{Records, RecordsError, interrupt, private_copy};

/// Longer than any content: no value of a hostile file may ask for more memory.
const MAX_VALUE: i32 = 64 << 20;
/// Files up to this size are checked wholly when they are opened.
const MAX_FULL_CHECK_BYTES: u64 = 32 << 20;

impl Records {
    /// Opens the records for writing and makes the file if it is not there. A damaged file is
    /// moved aside untouched and a new one begun (RECORDS 2.6); [`Records::kept_aside`] then says
    /// where. A file of an older layout is migrated (RECORDS 5.3).
    ///
    /// # Errors
    /// `NotAsAdministrator` where others may write in the folder or own the file (RECORDS 3.9);
    /// `StoreTooNew`, `RowTooNew`, `Altered` (RECORDS 5.8), `ReadOnly`, `NoSpace`, `Busy`,
    /// `Cancelled`, `Io`.
    pub fn open(file: &Path) -> Result<Self, RecordsError> {
        if rights::administrator_with_files_of_others(file) {
            return Err(RecordsError::not_as_administrator(file));
        }
        Self::open_to_write(file)
    }

    /// The same, independent of the user's rights.
    pub(super) fn open_to_write(file: &Path) -> Result<Self, RecordsError> {
        let folder = file.parent().unwrap_or(Path::new("."));
        files::create_folders(folder).map_err(|e| RecordsError::io(folder, e))?;
        // Two programs must not both find a damaged file, or one half made.
        let lock = lock(file)?;
        let records = match Self::open_whole(file) {
            Err(RecordsError::Damaged { .. }) => {
                let kept = set_aside(file, "damaged")?;
                let mut records = Self::open_whole(file)?;
                records.kept_aside = Some(kept);
                Ok(records)
            }
            other => other,
        };
        drop(lock);
        records
    }

    /// Opens the records for reading; the file may lie on a medium that cannot be written. One of an
    /// older layout is read as it lies (RECORDS 5.6). An administrator reads a private copy where
    /// others may write (RECORDS 3.9).
    ///
    /// # Errors
    /// `NoStore`, `StoreTooNew`, `RowTooNew`, `Altered`, `Damaged`, `Io` (also where what was written last still lies in a
    /// journal beside the file, which cannot be read without writing).
    pub fn open_read_only(file: &Path) -> Result<Self, RecordsError> {
        let records = Self::open_to_verify(file)?;
        records.check_layout()?;
        Ok(records)
    }

    /// The same for a file that may have been altered (RECORDS 5.8): to verify it, or to make it anew
    /// from its rows. Nothing else may be read from it.
    ///
    /// # Errors
    /// As [`Records::open_read_only`]; `Altered` only where the rows themselves cannot be read.
    pub fn open_to_verify(file: &Path) -> Result<Self, RecordsError> {
        if rights::administrator_with_files_of_others(file) {
            let (connection, copy) = private_copy::open(file)?;
            return Ok(Self {
                _copy: Some(copy),
                ..Self::checked(connection, file)?
            });
        }
        check_regular(file)?;
        if !file.exists() {
            return Err(RecordsError::NoStore {
                path: file.to_owned(),
            });
        }
        let opened = connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|e| RecordsError::db(file, e))
            .and_then(|connection| Self::checked(connection, file));
        let journal = with_suffix(file, "-wal");
        let empty = journal.metadata().map_or(0, |m| m.len()) == 0;
        let opened = match opened {
            // Where no file can be made beside it (a read-only medium, a full disk), SQLite must be
            // opened with `immutable`.
            Err(
                RecordsError::ReadOnly { .. }
                | RecordsError::NoSpace { .. }
                | RecordsError::Database { .. },
            ) if empty => {
                let uri = file_uri(&files::with_links_resolved(file));
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX
                    | OpenFlags::SQLITE_OPEN_NOFOLLOW
                    | OpenFlags::SQLITE_OPEN_URI;
                Connection::open_with_flags(format!("{uri}?immutable=1"), flags)
                    .map_err(|e| RecordsError::db(file, e))
                    .and_then(|connection| Self::checked(connection, file))
            }
            other => other,
        };
        opened.map_err(|error| match error {
            RecordsError::ReadOnly { path } => RecordsError::Io {
                path,
                error: io::Error::other("the file, or the journal beside it, cannot be opened"),
            },
            other => other,
        })
    }

    /// Records of which there are none: a station that has no file yet, seen by a reader.
    ///
    /// # Errors
    /// `Database` if there is no memory.
    pub fn none(file: &Path) -> Result<Self, RecordsError> {
        let fail = |e| RecordsError::db(file, e);
        let connection = Connection::open_in_memory().map_err(fail)?;
        create(&connection).map_err(fail)?;
        Self::checked(connection, file)
    }

    fn open_whole(file: &Path) -> Result<Self, RecordsError> {
        check_regular(file)?;
        let fail = |e| RecordsError::db(file, e);
        let length = file.metadata().map(|m| m.len());
        let damaged = |reason: &str| RecordsError::Damaged {
            path: file.to_owned(),
            reason: reason.to_owned(),
        };
        if matches!(length, Ok(0)) && !with_suffix(file, "-wal").exists() {
            return Err(damaged("the file is empty"));
        }
        if length.is_err() {
            share(file).map_err(|e| RecordsError::io(file, e))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = connect(file, flags).map_err(fail)?;
        if connection.is_readonly("main").map_err(fail)? {
            return Err(RecordsError::ReadOnly {
                path: file.to_owned(),
            });
        }
        let version: i64 = pragma(&connection, "user_version").map_err(fail)?;
        if version <= LAYOUT {
            let mode: String = connection
                .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
                .map_err(fail)?;
            if mode != "wal" {
                return Err(damaged("no journal can be kept beside the file"));
            }
            connection
                .pragma_update(None, "synchronous", "FULL")
                .map_err(fail)?;
        }
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(fail)?;
        if version == 0 && tables == 0 {
            create(&connection).map_err(fail)?;
            sync_folder(file).map_err(|e| RecordsError::io(file, e))?;
        }
        let mut records = Self::checked(connection, file)?;
        let small = length.is_ok_and(|bytes| bytes <= MAX_FULL_CHECK_BYTES);
        if small {
            let found: String = pragma(&records.connection, "quick_check(1)").map_err(fail)?;
            // An index beside a whole table is no damage, and seen below.
            if found != "ok" && !found.starts_with("wrong # of entries in index") {
                return Err(damaged(&found));
            }
        }
        if records.layout == LAYOUT {
            records.check_layout()?;
            if small {
                records.check_indexes(&mut || true)?;
            }
        }
        records.migrate()?;
        Ok(records)
    }

    /// Whether these are Muster's records, of a layout that this program knows, with an end that
    /// can be read.
    pub(super) fn checked(mut connection: Connection, file: &Path) -> Result<Self, RecordsError> {
        let fail = |e| RecordsError::db(file, e);
        let version: i64 = pragma(&connection, "user_version").map_err(fail)?;
        let application: i32 = pragma(&connection, "application_id").map_err(fail)?;
        // RECORDS 5.2; what is another program's is damaged, whatever its number (RECORDS 3.1).
        if application == APPLICATION && version > LAYOUT {
            return Err(RecordsError::StoreTooNew {
                path: file.to_owned(),
                found: version,
            });
        }
        if application != APPLICATION || version < 1 {
            return Err(RecordsError::Damaged {
                path: file.to_owned(),
                reason: "the file does not hold Muster's records".to_owned(),
            });
        }
        connection
            .set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE)
            .map_err(fail)?;
        connection
            .pragma_update(None, "trusted_schema", false)
            .map_err(fail)?;
        interrupt::end_queries_when(&mut connection, stop::is_requested).map_err(fail)?;
        let records = Self {
            connection,
            path: file.to_owned(),
            layout: version,
            kept_aside: None,
            _copy: None,
        };
        // A query of a view in the place of a table may never end (RECORDS 8.10).
        records.check_record_tables()?;
        records.check_last_format(records.head()?)?;
        Ok(records)
    }
}

pub(super) fn pragma<T: rusqlite::types::FromSql>(
    connection: &Connection,
    name: &str,
) -> rusqlite::Result<T> {
    connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}

pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    transaction.execute_batch(RECORD)?;
    transaction.execute_batch(PROJECTIONS)?;
    transaction.execute("INSERT INTO probe VALUES (1, 0)", [])?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", LAYOUT)?;
    transaction.commit()
}

/// `file:` address of a path, with what has a meaning in addresses escaped.
fn file_uri(file: &Path) -> String {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let path = path.to_string_lossy().replace('\\', "/");
    let path = path
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

pub(super) fn lock(file: &Path) -> Result<Lock, RecordsError> {
    let path = file.with_extension("lock");
    Lock::acquire(&path, MAX_WAIT).map_err(|error| match error {
        LockError::Held(holder) => RecordsError::busy(holder),
        LockError::Stopped => RecordsError::Cancelled,
        LockError::Io(error) => RecordsError::io(&path, error),
    })
}

/// Opens the database, but not through a link.
pub(super) fn connect(file: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut connection = Connection::open_with_flags(files::with_links_resolved(file), flags)?;
    connection.busy_handler(Some(locks::pause))?;
    Ok(connection)
}

/// `SQLite` opens a file, and the journals beside it, by their names, and would wait for a pipe in
/// the place of one for ever.
fn check_regular(file: &Path) -> Result<(), RecordsError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let path = with_suffix(file, suffix);
        match files::regular_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // Beside a file that is read nobody need be able to make another one.
            Err(error) if !suffix.is_empty() && files::refusal(&error) == Some(Refusal::Folder) => {
            }
            Err(error) => return Err(RecordsError::io(&path, error)),
            Ok(found) if !suffix.is_empty() && files::names(&found) > 1 => {
                return Err(RecordsError::io(&path, Refusal::SeveralNames.into()));
            }
            Ok(_) => {}
        }
    }
    let journal = with_suffix(file, "-journal");
    match journals::check(&journal) {
        // SQLite says what it makes of a folder there, or of one that this user may not read.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(RecordsError::io(&journal, error))
        }
        _ => Ok(()),
    }
}

/// Moves a database out of the way, with its journal, unchanged: a damaged one (RECORDS 2.6), or
/// one that was brought in (RECORDS 2.11). `why` becomes part of its name.
pub(super) fn set_aside(file: &Path, why: &str) -> Result<PathBuf, RecordsError> {
    let kept = (1..=u32::MAX)
        .map(|n| file.with_extension(format!("{why}-{n}.db")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| file.with_extension(format!("{why}.db")));
    std::fs::rename(file, &kept).map_err(|e| RecordsError::io(file, e))?;
    for suffix in ["-wal", "-shm"] {
        match std::fs::rename(with_suffix(file, suffix), with_suffix(&kept, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(RecordsError::io(file, error));
            }
            _ => {}
        }
    }
    Ok(kept)
}

/// Makes the file, empty, so that all who may write in its folder may write it: SQLite gives the
/// journals beside it the same mode.
pub(super) fn share(file: &Path) -> io::Result<()> {
    let made = OpenOptions::new().create_new(true).write(true).open(file);
    match made {
        Ok(made) => as_open_as_its_folder(&made, file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn as_open_as_its_folder(file: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mode = std::fs::metadata(folder)?.permissions().mode();
    file.set_permissions(std::fs::Permissions::from_mode(mode & 0o666))
}

/// On Windows a new file inherits the folder's access list, as intended.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
fn as_open_as_its_folder(_file: &File, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes the new file's name durable.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    files::sync_folder(file.parent().unwrap_or(Path::new(".")))
}
