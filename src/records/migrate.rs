//! Files that an older Muster wrote, brought to this program's layout when they are opened for
//! writing (RECORDS section 5). Contents stay as they are, byte for byte: only what is projected
//! from them changes.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::records::open::{share, sync_folder, with_suffix};
use crate::records::schema::{LAYOUT, STEPS};
use crate::records::{Records, RecordsError};

impl Records {
    /// Brings the file to this program's layout, in one transaction, once a copy is kept beside it
    /// (RECORDS 5.3 and 5.4). The caller holds the lock of the file.
    ///
    /// # Errors
    /// `NoSpace`, `ReadOnly`, `Busy`, `Io`, `Database`: then the file is what it was.
    pub(super) fn migrate(&mut self) -> Result<(), RecordsError> {
        if self.layout == LAYOUT {
            return Ok(());
        }
        self.keep_copy()?;
        let transaction = self.write()?;
        let done = usize::try_from(self.layout - 1).unwrap_or(0);
        let mut steps = STEPS.iter().skip(done);
        match steps.try_for_each(|step| transaction.execute_batch(step)) {
            Ok(()) => {}
            // Somebody changed the projections: they are made anew (RECORDS 5.5).
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
                self.project_all()?;
            }
            Err(error) => return Err(self.db(error)),
        }
        transaction
            .pragma_update(None, "user_version", LAYOUT)
            .map_err(|e| self.db(e))?;
        transaction.commit().map_err(|e| self.db(e))?;
        self.layout = LAYOUT;
        Ok(())
    }

    /// Keeps a copy of the file beside it, unless one with the same rows is there: an earlier
    /// migration was interrupted after it. No copy is ever overwritten.
    fn keep_copy(&self) -> Result<(), RecordsError> {
        let named = |ending: String| {
            let layout = self.layout;
            self.path
                .with_extension(format!("layout-{layout}.{ending}"))
        };
        let mut last = None;
        let mut free = named("copy-1.db".to_owned());
        for number in 2_u32.. {
            if !free.exists() {
                break;
            }
            last = Some(std::mem::replace(
                &mut free,
                named(format!("copy-{number}.db")),
            ));
        }
        if last.is_some_and(|copy| self.has_copy(&copy)) {
            return Ok(());
        }
        let part = named("part".to_owned());
        let kept = self.copy_to(&part).and_then(|()| {
            std::fs::rename(&part, &free).map_err(|e| RecordsError::io(&free, e))?;
            sync_folder(&free).map_err(|e| RecordsError::io(&free, e))
        });
        if kept.is_err() {
            // What remains is deleted at the next attempt.
            let _ = remove_with_journals(&part);
        }
        kept
    }

    /// Whether this is a copy of the same layout with the same rows.
    fn has_copy(&self, copy: &Path) -> bool {
        let Ok(copy) = Self::open_read_only(copy) else {
            return false;
        };
        let same = || Ok::<_, RecordsError>(copy.head()? == self.head()?);
        copy.layout == self.layout && same().unwrap_or(false)
    }

    /// Copies the database into a new file, which is on the disk when this returns.
    fn copy_to(&self, file: &Path) -> Result<(), RecordsError> {
        remove_with_journals(file).map_err(|e| RecordsError::io(file, e))?;
        share(file)
            .and_then(|()| give_permissions(&self.path, file))
            .map_err(|e| RecordsError::io(file, e))?;
        let fail = |e| RecordsError::db(file, e);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = Connection::open_with_flags(file, flags).map_err(fail)?;
        {
            let backup = Backup::new(&self.connection, &mut copy).map_err(fail)?;
            if backup.step(-1).map_err(fail)? != StepResult::Done {
                return Err(RecordsError::Busy);
            }
        }
        // So that it can be read wherever it is carried, with no file beside it.
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
            .map_err(fail)?;
        let copy = Self::checked(copy, file)?;
        if copy.head()? != self.head()? {
            return Err(RecordsError::io(
                file,
                io::Error::other("the copy differs from the records"),
            ));
        }
        drop(copy);
        let written = OpenOptions::new().write(true).open(file);
        written
            .and_then(|written| written.sync_all())
            .map_err(|e| RecordsError::io(file, e))
    }
}

/// Deletes a database file and what SQLite keeps beside it.
fn remove_with_journals(file: &Path) -> io::Result<()> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        match std::fs::remove_file(with_suffix(file, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The copy, which was just made, is as confidential as the records. A file system without modes
/// refuses; there everybody may read both.
#[cfg(unix)]
fn give_permissions(from: &Path, to: &Path) -> io::Result<()> {
    let permissions = from.metadata()?.permissions();
    let _ = std::fs::set_permissions(to, permissions);
    Ok(())
}

/// On Windows both inherit the folder's access list.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
fn give_permissions(_from: &Path, _to: &Path) -> io::Result<()> {
    Ok(())
}
