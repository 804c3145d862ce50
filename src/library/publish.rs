//! Publishes the database where administrators keep a shelf for others: only they can open it,
//! since whoever can open a file can lock it; everybody else reads a copy that is made after every
//! change.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use tempfile::NamedTempFile;

use crate::library::{Library, LibraryError, database, install_lock};
use crate::platform::files::{self, Folder};
use crate::platform::locks::{self, MAX_WAIT};
use crate::platform::{rights, stop};

/// How the copy's name begins while it is written.
pub(super) const COPY_PREFIX: &str = "library.snapshot.db.";
/// How the database is called while another takes its place.
const UNFINISHED_DATABASE: &str = "library.db.new";
/// The most bytes of a shelf's database; a thousand packs have 6 MB.
const MAX_BYTES: u64 = 256 << 20;

/// The files of a shelf in this folder that each change changes: the database, and the copy for
/// those who may not write. Neither need be there.
#[must_use]
pub fn store_files(folder: &Path) -> [PathBuf; 2] {
    [database::database(folder), copy_of(folder)]
}

/// The copy for those who may not write.
pub(super) fn copy_of(folder: &Path) -> PathBuf {
    folder.join("library.snapshot.db")
}

/// Which file has the database's name; one that takes its place is another. `SQLite` goes on with
/// the one that it opened.
#[derive(PartialEq, Eq)]
pub(super) struct Identity(Option<(u64, u64)>);

impl Identity {
    #[cfg(unix)]
    pub(super) fn of(folder: &Path) -> Self {
        use std::os::unix::fs::MetadataExt;
        let found = database::database(folder).symlink_metadata();
        Self(found.ok().map(|found| (found.dev(), found.ino())))
    }

    /// No open file is replaced there.
    #[cfg(not(unix))]
    pub(super) fn of(_folder: &Path) -> Self {
        Self(None)
    }
}

/// Makes the database's file, empty, if it is not there, and puts another in the place of one that
/// others can open.
pub(super) fn keep_from_others(folder: &Path) -> Result<(), LibraryError> {
    let path = database::database(folder);
    let failed = |error| LibraryError::io(folder, error);
    match rights::is_named_open_to_others(&path) {
        Ok(false) => Ok(()),
        Ok(true) => replace(folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (_, name) = files::folder_and_name(&path).map_err(failed)?;
            let made = Folder::open(folder).and_then(|f| rights::create_for_writers(&f, name));
            match made {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
                _ => Ok(()),
            }
        }
        Err(error) => Err(LibraryError::Io { path, error }),
    }
}

/// On Windows a file that somebody reads cannot be deleted, so the journal, which everybody else
/// could open, stays: empty, and for those who may write.
#[cfg(windows)]
pub(super) fn keep_journal_from_others(
    folder: &Path,
    database: &Connection,
) -> Result<(), LibraryError> {
    if !rights::others(folder).is_ok_and(|others| others.may_only_read) {
        return Ok(());
    }
    let journal = database::journal(folder);
    files::folder_and_name(&journal)
        .and_then(|(_, name)| rights::open_for_writers(&Folder::open(folder)?, name))
        .map_err(|error| LibraryError::io(folder, error))?;
    database
        .pragma_update_and_check(None, "journal_mode", "TRUNCATE", |_| Ok(()))
        .map_err(|error| database::sql(folder, error))
}

/// `SQLite` gives a journal the mode of its database.
#[cfg(not(windows))]
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
pub(super) fn keep_journal_from_others(
    _folder: &Path,
    _database: &Connection,
) -> Result<(), LibraryError> {
    Ok(())
}

fn replace(folder: &Path) -> Result<(), LibraryError> {
    let failed = |error| LibraryError::io(folder, error);
    let sql = |error| database::sql(folder, error);
    let path = database::database(folder);
    // Two processes that did so at once could restore what the first one replaced.
    let _lock = install_lock::acquire(folder, MAX_WAIT)?;
    if !rights::is_named_open_to_others(&path).map_err(failed)? {
        return Ok(());
    }
    if rights::take_from_others(&path).map_err(failed)? {
        return Ok(());
    }
    let mut database = database::connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(sql)?;
    if database.is_readonly("main").map_err(sql)? {
        return Ok(());
    }
    match database.execute_batch("BEGIN IMMEDIATE") {
        // Those who may only read can keep writers out, and for that the database is replaced.
        // While they do there is no writer, unless the system knows of one.
        Err(error)
            if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                && !stop::is_requested()
                && !locks::is_write_locked(&path) =>
        {
            let begun = database.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema");
            begun.map_err(sql)?;
        }
        begun => begun.map_err(sql)?,
    }
    let handle = Folder::open(folder).map_err(failed)?;
    let unfinished = Path::new(UNFINISHED_DATABASE);
    let (_, name) = files::folder_and_name(&path).map_err(failed)?;
    let _ = handle.remove_file(unfinished);
    let mut file = rights::create_for_writers(&handle, unfinished).map_err(failed)?;
    // A file system without modes cannot keep a file from anybody.
    if rights::is_open_to_others(&handle, &file).map_err(failed)? {
        return handle.remove_file(unfinished).map_err(failed);
    }
    let bytes = database.serialize("main").map_err(sql)?;
    let written = file
        .write_all(&bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| handle.rename(unfinished, name))
        .and_then(|()| files::sync_folder(folder));
    if written.is_err() {
        // What stays is replaced the next time.
        let _ = handle.remove_file(unfinished);
    }
    written.map_err(failed)
}

/// Whether the copy was made after the last change; of the database where nobody reads a copy there
/// is none.
pub(super) fn is_published(folder: &Path) -> bool {
    let state = |path: &Path| {
        let found = files::regular_metadata(path).ok()?;
        Some((found.len(), found.modified().ok()?))
    };
    // Not asked by who made a change: two within one tick of the clock have the same time.
    let copy = state(&copy_of(folder));
    !is_read_by_others(folder) || copy.is_some() && copy == state(&database::database(folder))
}

fn is_read_by_others(folder: &Path) -> bool {
    rights::others(folder).is_ok_and(|others| others.may_only_read)
}

/// The copy with a change that is not committed yet: a disk that is full is seen before anything is
/// done. Deleted again unless it takes its place.
pub(super) struct Unfinished {
    file: NamedTempFile,
    /// By which the connection tells whether another one made a change since.
    version: i64,
}

/// Writes the copy, where somebody reads one; a write transaction is under way.
pub(super) fn write(
    folder: &Path,
    database: &mut Connection,
) -> Result<Option<Unfinished>, LibraryError> {
    if !is_read_by_others(folder) {
        return Ok(None);
    }
    let sql = |error| database::sql(folder, error);
    let version = version(database).map_err(sql)?;
    let bytes = database.serialize("main").map_err(sql)?;
    let written = write_file(folder, &bytes);
    let file = written.map_err(|error| LibraryError::io(folder, error))?;
    Ok(Some(Unfinished { file, version }))
}

fn write_file(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = files::temp_builder(COPY_PREFIX, 0o600).tempfile_in(folder)?;
    // Held until it has its place: whoever clears away takes only what nobody holds.
    file.as_file().lock()?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn version(database: &Connection) -> rusqlite::Result<i64> {
    database.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// Puts the copy into its place once the change is committed, or a newer one if another process made
/// a change since.
pub(super) fn finish(
    folder: &Path,
    database: &mut Connection,
    unfinished: Option<Unfinished>,
) -> Result<(), LibraryError> {
    if !is_read_by_others(folder) {
        return Ok(());
    }
    let finished = take_place(folder, database, unfinished);
    finished.map_err(|error| LibraryError::NotPublished {
        path: copy_of(folder),
        error,
    })
}

/// Nobody changes the database meanwhile, so that no older copy takes the place of a newer one.
fn take_place(
    folder: &Path,
    database: &mut Connection,
    unfinished: Option<Unfinished>,
) -> io::Result<()> {
    let begun = database.execute_batch("BEGIN IMMEDIATE");
    begun.map_err(io::Error::other)?;
    let renew = || {
        let version = version(database).map_err(io::Error::other)?;
        let ours = unfinished.filter(|unfinished| unfinished.version == version);
        let placed = ours.map(|ours| place(folder, ours.file));
        // Another process that clears leftovers may have deleted it.
        if let Some(Ok(())) = placed {
            return Ok(());
        }
        let bytes = database.serialize("main").map_err(io::Error::other)?;
        place(folder, write_file(folder, &bytes)?)
    };
    let renewed = renew();
    let ended = database.execute_batch("ROLLBACK");
    renewed.and(ended.map_err(io::Error::other))
}

/// With the time of the last change, by which a later start sees whether a change came after it.
fn place(folder: &Path, file: NamedTempFile) -> io::Result<()> {
    let changed = files::regular_metadata(&database::database(folder))?.modified()?;
    file.as_file().set_modified(changed)?;
    rights::allow_reading(file.as_file());
    // Held until it has its place. On Windows only this way of renaming replaces a file that
    // somebody reads.
    let (_held, path) = file.into_parts();
    std::fs::rename(&path, copy_of(folder))?;
    files::sync_folder(folder)
}

/// Whether this is a copy that a process writes at this moment. If that cannot be determined, it
/// counts as one.
pub(super) fn is_being_written(file: &Path) -> bool {
    let opened = files::open_no_link(file);
    opened.and_then(|file| Ok(file.try_lock()?)).is_err()
}

/// Reads the copy into memory; nothing where there is none.
pub(super) fn open_copy(folder: &Path) -> Result<Option<Connection>, LibraryError> {
    let path = copy_of(folder);
    match load(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        loaded => loaded
            .map(Some)
            .map_err(|error| LibraryError::CopyUnreadable { path, error }),
    }
}

fn load(path: &Path) -> io::Result<Connection> {
    let file = files::open_no_link(path)?;
    let bytes = file.metadata()?.len();
    if bytes > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let bytes = usize::try_from(bytes).map_err(io::Error::other)?;
    let mut database = Connection::open_in_memory().map_err(io::Error::other)?;
    database
        .deserialize_read_exact("main", file, bytes, true)
        .and_then(|()| database::layout(&database))
        .map_err(io::Error::other)?;
    Ok(database)
}

impl Library {
    /// Makes the copy for readers anew if a power cut came between a change and its copy, or an
    /// older Muster made the change. What fails is tried again at the next change.
    pub(super) fn publish_at_start(&self) {
        if !self.is_read_only() && !is_published(&self.folder) {
            let _ = self
                .writing()
                .and_then(|mut database| finish(&self.folder, &mut database, None));
        }
    }
}
