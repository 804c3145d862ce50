//! A private copy of the records that an administrator reads instead of the file itself: `SQLite`
//! opens files by name, so others who may write there could replace one between check and use.

use std::fs::{File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::platform::files::{self, Folder, with_suffix};
use crate::platform::{journals, locks, stop};
use crate::records::RecordsError;

/// What is left free on the disk of the copy.
const MIN_FREE_BYTES: u64 = 64 << 20;
/// Bytes copied between two checks whether to go on.
const CHUNK_BYTES: u64 = 1 << 20;
/// The beginning of a write-ahead log, which changes when the log is begun anew.
const LOG_HEADER_BYTES: u64 = 32;
/// The write-ahead log. What is added to it meanwhile is a later state, and no harm.
const LOG: &str = "-wal";
/// The database, its log, and the journal of a database without a log.
const SUFFIXES: [&str; 3] = ["", LOG, JOURNAL];
/// The journal of a database without a log.
const JOURNAL: &str = "-journal";

/// Copies the records through handles into a folder that only this user may enter, and opens the
/// copy, put right as `SQLite` would have put right the file.
///
/// # Errors
/// `NoStore`, `Busy` or `Held` if others write all the time, `NoSpace`, `Cancelled`, `Io`.
pub(super) fn open(file: &Path) -> Result<(Connection, TempDir), RecordsError> {
    for failed in 0.. {
        if let Some(copy) = copy(file)? {
            let connection = connect(&copy.path().join("records.db"));
            return Ok((connection.map_err(|e| RecordsError::db(file, e))?, copy));
        }
        if !locks::pause(failed) {
            break;
        }
    }
    Err(RecordsError::busy(locks::holder(file)))
}

/// What lies in the log goes into the database first, so that nothing has to be written after that.
fn connect(copy: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let whole = Connection::open_with_flags(copy, flags)?;
    whole.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    drop(whole);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(copy, flags)
}

/// A consistent copy; nothing if somebody wrote meanwhile.
fn copy(file: &Path) -> Result<Option<TempDir>, RecordsError> {
    let failed = |error| RecordsError::io(file, error);
    let (parent, _) = files::folder_and_name(file).map_err(failed)?;
    let folder = Folder::open(parent).map_err(failed)?;
    let copy = files::private_temp_folder().map_err(failed)?;
    let before = list_files(&folder, file)?;
    if matches!(before.first(), Some(None)) {
        return Err(RecordsError::NoStore {
            path: file.to_owned(),
        });
    }
    for (suffix, found) in SUFFIXES.iter().zip(&before) {
        let Some((mut from, state)) = found.as_ref().map(|(from, state)| (from, state)) else {
            continue;
        };
        let to = copy.path().join(format!("records.db{suffix}"));
        let copied = File::create_new(to)
            .and_then(|mut to| copy_bytes(&mut from, &mut to, state.bytes, copy.path()));
        if stop::is_requested() {
            return Err(RecordsError::Cancelled);
        }
        copied.map_err(|error| RecordsError::io(copy.path(), error))?;
    }
    let after = list_files(&folder, file)?;
    let same = before.iter().zip(&after).all(|pair| match pair {
        (None, None) => true,
        (Some((_, before)), Some((_, after))) => before.goes_on_as(after),
        _ => false,
    });
    if !same {
        return Ok(None);
    }
    let journal = with_suffix(&copy.path().join("records.db"), JOURNAL);
    journals::check(&journal)
        .map_err(|error| RecordsError::io(&with_suffix(file, JOURNAL), error))?;
    Ok(Some(copy))
}

/// A file that is there, and its state.
type FoundFile = Option<(File, State)>;

fn list_files(folder: &Folder, file: &Path) -> Result<Vec<FoundFile>, RecordsError> {
    let files = SUFFIXES.iter().map(|suffix| {
        let path = with_suffix(file, suffix);
        let (_, name) = files::folder_and_name(&path).map_err(|e| RecordsError::io(&path, e))?;
        let found = folder.open_only_name(name).and_then(|mut opened| {
            let state = State::of(&mut opened, *suffix == LOG)?;
            Ok((opened, state))
        });
        match found {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            found => found.map(Some).map_err(|e| RecordsError::io(&path, e)),
        }
    });
    files.collect()
}

/// What changes when a file is changed.
struct State {
    identity: [u64; 2],
    bytes: u64,
    modified: Option<SystemTime>,
    changed: [i64; 2],
    /// Of a log; of another file nothing.
    header: Option<Vec<u8>>,
}

impl State {
    fn of(file: &mut File, is_log: bool) -> io::Result<Self> {
        let found = file.metadata()?;
        let header = if is_log {
            let mut header = Vec::new();
            (&mut *file)
                .take(LOG_HEADER_BYTES)
                .read_to_end(&mut header)?;
            io::Seek::rewind(file)?;
            Some(header)
        } else {
            None
        };
        let (identity, changed) = numbers(&found);
        Ok(Self {
            identity,
            bytes: found.len(),
            modified: found.modified().ok(),
            changed,
            header,
        })
    }

    /// Whether nothing was changed until `after` but what was added to a log.
    fn goes_on_as(&self, after: &Self) -> bool {
        let same = self.identity == after.identity;
        if self.header.is_some() {
            return same && self.header == after.header && self.bytes <= after.bytes;
        }
        same && (self.bytes, self.modified, self.changed)
            == (after.bytes, after.modified, after.changed)
    }
}

/// Device and number, and when anything of it was changed, which cannot be set by hand.
#[cfg(unix)]
fn numbers(found: &Metadata) -> ([u64; 2], [i64; 2]) {
    use std::os::unix::fs::MetadataExt;
    (
        [found.dev(), found.ino()],
        [found.ctime(), found.ctime_nsec()],
    )
}

/// The standard library does not offer this for Windows yet.
#[cfg(not(unix))]
fn numbers(_found: &Metadata) -> ([u64; 2], [i64; 2]) {
    ([0; 2], [0; 2])
}

/// Copies so many bytes, as far as there are so many and there is room for them.
fn copy_bytes(from: &mut impl Read, to: &mut File, bytes: u64, folder: &Path) -> io::Result<()> {
    if fs4::available_space(folder)? < bytes.saturating_add(MIN_FREE_BYTES) {
        return Err(io::ErrorKind::StorageFull.into());
    }
    let mut left = bytes;
    while left > 0 && !stop::is_requested() {
        let copied = io::copy(&mut from.by_ref().take(left.min(CHUNK_BYTES)), to)?;
        if copied == 0 {
            break;
        }
        left = left.saturating_sub(copied);
    }
    to.flush()
}
