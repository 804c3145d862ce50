//! `library.db`: its layout and how it is opened. Rollback journal, because it may lie where others
//! read it who may not write a log beside it.

use std::io;
use std::path::Path;

use rusqlite::{Connection, DropBehavior, OpenFlags, Transaction, TransactionBehavior};

use crate::library::database::{check_regular, connect, database, layout, sql};
use crate::library::publish::{self, Identity};
use crate::library::reading::{self, Reading};
use crate::library::{Library, LibraryError};
use crate::platform::{files, rights};

/// Layout of the database that this program writes: how many of [`LAYOUTS`] were done.
const LAYOUT: i64 = 4;

/// What makes each layout out of the one before. A database of any age goes through all that it
/// has not seen, in one transaction; none of them is ever changed again.
const LAYOUTS: [&str; 4] = [FIRST, TRUST_LISTS, QUARANTINE, OUTLINES];

/// `role`: at most one `active` and one `kept` (the previous version, for going back) of each
/// pack; `archived` ones are neither offered nor deleted until `prune`. `seen` remembers every
/// version ever installed, removed ones too: its highest is the floor, and the same version may
/// never come with other bytes.
const FIRST: &str = "
CREATE TABLE packs (
    sha256 TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('active', 'kept', 'archived')),
    key_id TEXT NOT NULL,
    key TEXT NOT NULL,
    publisher TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    installed_at TEXT NOT NULL,
    installed_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_role ON packs (id, role) WHERE role <> 'archived';
CREATE TABLE seen (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE publishers (
    key_id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    ids TEXT NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL
) STRICT;
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER,
    sha256 TEXT,
    detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never edited'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END;
";

/// `trust`: the roots that IT pinned, and the list in force, as the bytes that were signed; from
/// the first list on the roots are the list's. `seen` learns of epochs: what was seen before had
/// the first, 0.
const TRUST_LISTS: &str = "
CREATE TABLE trust (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    roots TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    pinned_at TEXT NOT NULL,
    pinned_by TEXT NOT NULL,
    list BLOB,
    list_at TEXT,
    list_by TEXT
) STRICT;
CREATE TABLE seen_in_epochs (
    id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (id, epoch, version)
) STRICT;
INSERT INTO seen_in_epochs SELECT id, 0, version, sha256 FROM seen;
DROP TABLE seen;
ALTER TABLE seen_in_epochs RENAME TO seen;
CREATE INDEX seen_files ON seen (sha256);
";

/// `quarantine`: the pack files that were found to be no longer what was installed.
const QUARANTINE: &str = "
CREATE TABLE quarantine (
    sha256 TEXT PRIMARY KEY,
    damage TEXT NOT NULL,
    reason TEXT NOT NULL,
    found_at TEXT NOT NULL,
    found_by TEXT NOT NULL
) STRICT;
";

/// `outlines`: what is known of a pack without opening it, and of which file it was made; what is
/// missing is read from the packs. `packs_shown` spares a start the manifests, which lie between the
/// other columns and are most of the database.
const OUTLINES: &str = "
CREATE TABLE outlines (
    sha256 TEXT PRIMARY KEY,
    made INTEGER NOT NULL,
    outline TEXT NOT NULL,
    modified INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX packs_shown ON packs (role, id, sha256, key_id, key, publisher, bytes, installed_at,
                                   installed_by, version);
";

/// Lets a database of the first layout be read where nobody may write, as if it had the second:
/// what is temporary hides what is not.
const FIRST_AS_SECOND: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP VIEW seen AS SELECT id, 0 AS epoch, version, sha256 FROM main.seen;
CREATE TEMP TABLE trust (
    one INTEGER, roots TEXT, threshold INTEGER, pinned_at TEXT, pinned_by TEXT, list BLOB,
    list_at TEXT, list_by TEXT
);
";

/// The same for one of the second layout.
const SECOND_AS_THIRD: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE quarantine (
    sha256 TEXT, damage TEXT, reason TEXT, found_at TEXT, found_by TEXT
);
";

/// The same for one of the third layout.
const THIRD_AS_FOURTH: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE outlines (
    sha256 TEXT, made INTEGER, outline TEXT, modified INTEGER, changed INTEGER
);
";

/// Makes folder and database where they are missing. Returns whether they can only be read.
pub(super) fn prepare(folder: &Path) -> Result<bool, LibraryError> {
    let path = database(folder);
    let made = files::create_folders(&folder.join("packs"));
    match made {
        Err(error) if !path.exists() => return Err(LibraryError::io(folder, error)),
        Ok(()) if !path.exists() => sync_names(folder)?,
        _ => {}
    }
    if path.exists() && !rights::may_write(&path) {
        open_for_reading(folder)?;
        return Ok(true);
    }
    match open_for_writing(folder) {
        Err(LibraryError::ReadOnly { .. }) if path.exists() => {
            open_for_reading(folder)?;
            Ok(true)
        }
        Err(error) => Err(error),
        Ok(_) => Ok(false),
    }
}

/// Makes durable that the folder of a new library is where it is: all that is put into it would go
/// with a folder whose name was lost. Folders above may have been made a moment ago by whoever keeps
/// settings or records there; one that this user may not open, or that knows no such flush, is the
/// system's.
fn sync_names(folder: &Path) -> Result<(), LibraryError> {
    let folder = std::path::absolute(folder).map_err(|e| LibraryError::io(folder, e))?;
    for above in folder.ancestors() {
        match files::sync_folder(above) {
            Err(error)
                if !matches!(
                    error.kind(),
                    io::ErrorKind::PermissionDenied
                        | io::ErrorKind::InvalidInput
                        | io::ErrorKind::Unsupported
                ) =>
            {
                return Err(LibraryError::io(above, error));
            }
            _ => {}
        }
    }
    Ok(())
}

impl Library {
    /// Has SQLite delete a journal that holds nothing: what it begins at a power cut it finds void
    /// at the next start, and leaves there until something is written.
    pub(super) fn write_journal_off(&self) -> Result<(), LibraryError> {
        self.transact(|transaction| {
            let layout = layout(transaction).map_err(self.sql())?;
            transaction
                .pragma_update(None, "user_version", layout)
                .map_err(self.sql())
        })
    }

    /// A connection that reads.
    pub(super) fn reading(&self) -> Result<Reading, LibraryError> {
        open_for_reading(&self.folder)
    }

    /// A connection that writes.
    pub(super) fn writing(&self) -> Result<Connection, LibraryError> {
        if self.read_only {
            return Err(LibraryError::ReadOnly {
                folder: self.folder.clone(),
            });
        }
        open_for_writing(&self.folder)
    }

    /// Puts a database error into this room's terms.
    pub(super) fn sql(&self) -> impl Fn(rusqlite::Error) -> LibraryError + Copy + use<'_> {
        let folder = self.folder.as_path();
        move |error| sql(folder, error)
    }

    /// A value in the database that this room would never have written.
    pub(super) fn damaged(&self, reason: impl std::fmt::Display) -> LibraryError {
        LibraryError::StoreDamaged {
            path: database(&self.folder),
            reason: reason.to_string(),
        }
    }

    /// Does `work` in one transaction that is on the disk when this returns, in the copy for those
    /// who may only read too.
    ///
    /// # Errors
    /// `NotPublished` if only the copy could not be made: what was to be done is done.
    pub(super) fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        loop {
            let place = Identity::of(&self.folder);
            let mut database = self.writing()?;
            let mut transaction = database
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(self.sql())?;
            // Another process may have put a new file there before this one had its lock.
            if Identity::of(&self.folder) == place {
                let result = work(&transaction)?;
                // It goes on: what is returned before the commit below takes it back.
                transaction.set_drop_behavior(DropBehavior::Ignore);
                drop(transaction);
                let copy = publish::write(&self.folder, &mut database)?;
                database.execute_batch("COMMIT").map_err(self.sql())?;
                publish::finish(&self.folder, &mut database, copy)?;
                return Ok(result);
            }
        }
    }
}

pub(super) fn open_for_reading(folder: &Path) -> Result<Reading, LibraryError> {
    let map = |error| sql(folder, error);
    let database = reading::open(folder)?;
    let found = layout(&database).map_err(map)?;
    check_layout(found)?;
    let hidden = [
        (1, FIRST_AS_SECOND),
        (2, SECOND_AS_THIRD),
        (3, THIRD_AS_FOURTH),
    ];
    for (layout, missing) in hidden {
        if (1..=layout).contains(&found) {
            database.execute_batch(missing).map_err(map)?;
        }
    }
    Ok(database)
}

fn open_for_writing(folder: &Path) -> Result<Connection, LibraryError> {
    let map = |error| sql(folder, error);
    check_regular(folder)?;
    publish::keep_from_others(folder)?;
    let mut database = connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(map)?;
    if database.is_readonly("main").map_err(map)? {
        return Err(LibraryError::ReadOnly {
            folder: folder.to_owned(),
        });
    }
    publish::keep_journal_from_others(folder, &database)?;
    database
        .pragma_update(None, "synchronous", "EXTRA")
        .map_err(map)?;
    if layout(&database).map_err(map)? < LAYOUT {
        let transaction = database
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(map)?;
        // Asked again under the lock: another process may have been faster.
        let found = usize::try_from(layout(&transaction).map_err(map)?).unwrap_or(0);
        for step in LAYOUTS.iter().skip(found) {
            transaction.execute_batch(step).map_err(map)?;
        }
        if found < LAYOUTS.len() {
            transaction
                .pragma_update(None, "user_version", LAYOUT)
                .map_err(map)?;
        }
        transaction.commit().map_err(map)?;
    }
    check_layout(layout(&database).map_err(map)?)?;
    Ok(database)
}

fn check_layout(found: i64) -> Result<(), LibraryError> {
    if found > LAYOUT {
        return Err(LibraryError::StoreTooNew { found });
    }
    Ok(())
}
