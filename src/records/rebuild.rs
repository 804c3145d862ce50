//! The file rebuilt from its rows (RECORDS 5.10), whatever somebody did to the rest of it.

use std::path::PathBuf;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};

use crate::platform::rights;
use crate::records::append::{NewRow, Recorded};
use crate::records::chain::{Head, Sha};
use crate::records::open::{connect, create, lock, pragma};
use crate::records::schema::LAYOUT;
use crate::records::{Records, RecordsError};

/// How often the work is restarted because a record was added meanwhile.
const MAX_TRIES: u32 = 5;

/// A file that was rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Of its rows.
    pub head: Head,
    /// The file as it was, where anything in it was not as it must be.
    pub kept: Option<PathBuf>,
}

impl Records {
    /// Makes the file anew from its rows, which must all fit: tables, indexes and triggers are those
    /// of this program's layout, what screens read is projected anew, rows and contents stay as they
    /// are, byte for byte, and so does the briefing under way. Where anything was not as it must be,
    /// a copy of the file as it was is kept beside it first. Other programs may have the file open.
    ///
    /// # Errors
    /// `ChainBroken` with the first row that does not fit, `Altered` if the tables of the record are
    /// not what they must be; those of [`Records::append`]. Then the file is what it was.
    pub fn rebuild(&mut self) -> Result<Rebuilt, RecordsError> {
        if rights::administrator_with_files_of_others(&self.path) {
            return Err(RecordsError::not_as_administrator(&self.path));
        }
        let _lock = lock(&self.path)?;
        self.check_not_newer()?;
        let whole = match self.verify() {
            Ok(_) => true,
            Err(RecordsError::Altered { .. } | RecordsError::ChainBroken { .. }) => false,
            Err(error) => return Err(error),
        };
        for _ in 0..MAX_TRIES {
            let version = self.data_version()?;
            let (fresh, head) = self.made_anew()?;
            let kept = if whole {
                None
            } else {
                Some(self.keep_copy("altered")?)
            };
            if self.replace_with(&fresh, version)? {
                self.layout = LAYOUT;
                return Ok(Rebuilt { head, kept });
            }
        }
        Err(RecordsError::Busy)
    }

    /// Changes whenever another program has written to the file.
    fn data_version(&self) -> Result<i64, RecordsError> {
        pragma(&self.connection, "data_version").map_err(|e| self.db(e))
    }

    /// A database of its own, on the disk if it is large, with these rows.
    fn made_anew(&self) -> Result<(Self, Head), RecordsError> {
        let fail = |e| self.db(e);
        let fresh = Connection::open("").map_err(fail)?;
        // Pages are copied one for one.
        let page_size: i64 = pragma(&self.connection, "page_size").map_err(fail)?;
        fresh
            .pragma_update(None, "page_size", page_size)
            .map_err(fail)?;
        create(&fresh).map_err(fail)?;
        let fresh = Self {
            connection: fresh,
            path: self.path.clone(),
            layout: LAYOUT,
            kept_aside: None,
            _copy: None,
        };
        let reading = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)
            .map_err(fail)?;
        let writing = Transaction::new_unchecked(&fresh.connection, TransactionBehavior::Immediate)
            .map_err(fail)?;
        self.check_record_tables()?;
        let mut prev = Sha::ZERO;
        let walk = self.walk(|row| {
            fresh.put(&NewRow {
                recorded: Recorded {
                    seq: row.seq,
                    hash: row.hash,
                },
                kind: row.content.kind(),
                json: row.json,
                sha: Sha::of(row.json.as_bytes()),
                prev,
            })?;
            prev = row.hash;
            fresh.project(row.seq, &row.content)
        })?;
        self.check_contents(&walk)?;
        self.copy_draft(&fresh)?;
        writing.commit().map_err(fail)?;
        reading.rollback().map_err(fail)?;
        Ok((fresh, walk.head))
    }

    /// The briefing under way is no record; what cannot be read of it is left.
    fn copy_draft(&self, fresh: &Self) -> Result<(), RecordsError> {
        if !self.has_table_as_made("drafts")? {
            return Ok(());
        }
        let sql = "SELECT session_id, saved_at, json FROM main.drafts NOT INDEXED WHERE id = 1";
        let draft = self.connection.query_row(sql, [], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        });
        let Ok(Some((session, saved_at, json))) = draft.optional() else {
            return Ok(());
        };
        let sql = "INSERT INTO drafts(id, session_id, saved_at, json) VALUES (1, ?1, ?2, ?3)";
        let copied = fresh
            .connection
            .execute(sql, params![session, saved_at, json]);
        copied.map(|_| ()).map_err(|e| self.db(e))
    }

    /// Puts the other database in the place of this one, in one transaction of this file. Nothing is
    /// done, and false returned, where somebody wrote to it since it had this `version`.
    fn replace_with(&self, fresh: &Self, version: i64) -> Result<bool, RecordsError> {
        let fail = |e| self.db(e);
        let mut live = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fail)?;
        {
            let backup = Backup::new(&fresh.connection, &mut live).map_err(fail)?;
            // No page yet, but nobody else writes from here on.
            if !matches!(backup.step(0).map_err(fail)?, StepResult::More) {
                return Err(RecordsError::busy(None));
            }
            if self.data_version()? != version {
                return Ok(false);
            }
            if backup.step(-1).map_err(fail)? != StepResult::Done {
                return Err(RecordsError::Busy);
            }
        }
        let sql = "PRAGMA main.wal_checkpoint(PASSIVE)";
        let _ = live.query_row(sql, [], |_| Ok(()));
        Ok(true)
    }
}
