//! Copies of the records: those that are kept before the file is changed (RECORDS 5.4, 5.10), and
//! those that somebody asks for (RECORDS 8.12). SQLite makes them, so that they are whole while others
//! write.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::ValueRef;

use crate::platform::files::{self, with_suffix};
use crate::records::chain::{Head, Sha};
use crate::records::open::{connect, share, sync_folder};
use crate::records::{Records, RecordsError};

impl Records {
    /// Copies the records into `file`, which is there and empty, and verifies the copy. It is on the
    /// disk when this returns, and needs no file beside it.
    ///
    /// # Errors
    /// Those of [`Records::verify_watched`] if the copy is not whole; `NoSpace`, `ReadOnly`, `Busy`,
    /// `Io`. What was written of the file is the caller's to delete.
    pub fn back_up(
        &self,
        file: &Path,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Head, RecordsError> {
        let copy = self.copy_into(file)?;
        copy.check_layout()?;
        let head = copy.verify_watched(progress)?;
        drop(copy);
        sync(file)?;
        Ok(head)
    }

    /// Keeps a copy of the file beside it, `records.WHY.copy-N.db`, unless the last of them is one
    /// of the same: the same work was interrupted after it. No copy is ever overwritten. Returns
    /// which it is.
    pub(super) fn keep_copy(&self, why: &str) -> Result<PathBuf, RecordsError> {
        let named = |ending: String| self.path.with_extension(format!("{why}.{ending}"));
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
        if let Some(copy) = last.filter(|copy| self.has_copy(copy)) {
            return Ok(copy);
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
        kept.map(|()| free)
    }

    /// Whether this is a copy of the same layout with the same schema, rows and contents.
    fn has_copy(&self, copy: &Path) -> bool {
        let Ok(copy) = Self::open_to_verify(copy) else {
            return false;
        };
        let same = || Ok::<_, RecordsError>(copy.fingerprint()? == self.fingerprint()?);
        copy.layout == self.layout && same().unwrap_or(false)
    }

    /// Over all that the file holds but the briefing under way: equal only where it is the same.
    fn fingerprint(&self) -> Result<Sha, RecordsError> {
        let mut digest = Sha::ZERO;
        let tables = [
            "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY name, type",
            "SELECT seq, kind, content_sha256, prev, hash FROM main.entries NOT INDEXED ORDER BY seq",
            "SELECT sha256, json FROM main.contents NOT INDEXED ORDER BY rowid",
        ];
        for sql in tables {
            let mut statement = self.connection.prepare(sql).map_err(|e| self.db(e))?;
            let columns = statement.column_count();
            let mut rows = statement.query([]).map_err(|e| self.db(e))?;
            while let Some(row) = rows.next().map_err(|e| self.db(e))? {
                for column in 0..columns {
                    let value = row.get_ref(column).map_err(|e| self.db(e))?;
                    let bytes = match value {
                        ValueRef::Text(bytes) => Sha::of(bytes),
                        other => Sha::of(format!("{other:?}").as_bytes()),
                    };
                    digest = Sha::of_row(digest, bytes);
                }
            }
        }
        Ok(digest)
    }

    /// Copies the database into a new file, which is on the disk when this returns.
    fn copy_to(&self, file: &Path) -> Result<(), RecordsError> {
        remove_with_journals(file).map_err(|e| RecordsError::io(file, e))?;
        share(file)
            .and_then(|()| give_permissions(&self.path, file))
            .map_err(|e| RecordsError::io(file, e))?;
        let copy = self.copy_into(file)?;
        if copy.head()? != self.head()? {
            return Err(RecordsError::io(
                file,
                io::Error::other("the copy differs from the records"),
            ));
        }
        drop(copy);
        sync(file)
    }

    /// Copies the database into a file that is there and empty.
    fn copy_into(&self, file: &Path) -> Result<Self, RecordsError> {
        let fail = |e| RecordsError::db(file, e);
        let mut copy = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fail)?;
        {
            let backup = Backup::new(&self.connection, &mut copy).map_err(fail)?;
            if backup.step(-1).map_err(fail)? != StepResult::Done {
                return Err(RecordsError::busy(None));
            }
        }
        // So that it can be read wherever it is carried, with no file beside it.
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
            .map_err(fail)?;
        Self::checked(copy, file)
    }
}

/// What was written into a file is on the disk when this returns.
fn sync(file: &Path) -> Result<(), RecordsError> {
    files::open_to_write(file)
        .and_then(|written| written.sync_all())
        .map_err(|e| RecordsError::io(file, e))
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
    let _ = files::open_to_write(to)?.set_permissions(permissions);
    Ok(())
}

/// On Windows both inherit the folder's access list.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
fn give_permissions(_from: &Path, _to: &Path) -> io::Result<()> {
    Ok(())
}
