//! Adding rows. Each is one durable transaction; what has returned is on the disk.

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use crate::records::amend::{self, Change, Made};
use crate::records::chain::{Head, Sha};
use crate::records::content::{Amendment, Content, FORMAT, salt};
use crate::records::open::pragma;
use crate::records::schema::LAYOUT;
use crate::records::{Records, RecordsError};
use crate::session::{Completion, Moment, Officer};

/// Free space without which a briefing's record might not fit, journal included (RECORDS 2.4).
const MIN_FREE_BYTES: u64 = 8 << 20;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its row, from 1.
    pub seq: u64,
    /// Its hash, the chain's new head.
    pub hash: Sha,
}

impl Records {
    /// Records a briefing, once (RECORDS 2.3). It is on the disk when this returns (RECORDS 2.1);
    /// its draft is gone.
    ///
    /// # Errors
    /// `AlreadyRecorded` if this session is there; `ReadOnly`, `NoSpace`, `Busy`, `Damaged`, `Io`:
    /// then nothing was recorded.
    pub fn append(
        &self,
        completion: &Completion,
        recorded_at: &Moment,
    ) -> Result<Recorded, RecordsError> {
        let transaction = self.write()?;
        match self.row_of(completion.session_id) {
            Err(RecordsError::NoSuchSession { .. }) => {}
            Err(error) => return Err(error),
            Ok(seq) => {
                return Err(RecordsError::AlreadyRecorded {
                    session: completion.session_id,
                    seq,
                });
            }
        }
        let recorded = self.add(&Content::Session {
            format: FORMAT,
            recorded_at: *recorded_at,
            salt: self.salt()?,
            session: Box::new(completion.clone()),
            brought_in: None,
        })?;
        self.connection
            .execute(
                "DELETE FROM drafts WHERE session_id = ?1",
                [completion.session_id.to_string()],
            )
            .map_err(|e| self.db(e))?;
        transaction.commit().map_err(|e| self.db(e))?;
        self.checkpoint();
        Ok(recorded)
    }

    /// Changes one field of a recorded briefing by a row of its own (RECORDS 2.5); the row that it
    /// changes stays as it is. `to` is the new value as text.
    ///
    /// # Errors
    /// `NoSuchSession`, `NoSuchOfficer`, `BadAmendment`; those of [`Records::append`].
    pub fn amend(&self, change: &Change<'_>) -> Result<Amendment, RecordsError> {
        self.amend_by(change.session, change.at, |now| amend::prepare(now, change))
    }

    fn amend_by(
        &self,
        session: uuid::Uuid,
        at: Moment,
        prepare: impl FnOnce(&Completion) -> Result<Amendment, RecordsError>,
    ) -> Result<Amendment, RecordsError> {
        let transaction = self.write()?;
        let seq = self.row_of(session)?;
        let view = self.view(seq, &self.amended_sessions()?)?;
        let amendment = prepare(&view.session)?;
        self.add(&Content::Amendment {
            format: FORMAT,
            recorded_at: at,
            salt: self.salt()?,
            session_id: session,
            amendment: Box::new(amendment.clone()),
            brought_in: None,
        })?;
        transaction.commit().map_err(|e| self.db(e))?;
        self.checkpoint();
        Ok(amendment)
    }

    /// Puts an officer on the roll of a recorded briefing, as its last row (RECORDS 2.13).
    ///
    /// # Errors
    /// `NoSuchSession`, `BadAmendment`; those of [`Records::append`].
    pub fn amend_by_officer(
        &self,
        session: uuid::Uuid,
        officer: &Officer,
        made: &Made<'_>,
    ) -> Result<Amendment, RecordsError> {
        self.amend_by(session, made.at, |now| {
            amend::prepare_addition(now, officer, made)
        })
    }

    /// Whether a briefing could be recorded now: checked before the roll is taken (RECORDS 2.4).
    /// Writes to the disk, for only that shows it.
    ///
    /// # Errors
    /// `ReadOnly`, `NoSpace`, `Busy`, `Damaged`, `Io`.
    pub fn check_writable(&self) -> Result<(), RecordsError> {
        let folder = self.path.parent().unwrap_or(&self.path);
        if fs4::available_space(folder).map_err(|e| RecordsError::io(folder, e))? < MIN_FREE_BYTES {
            return Err(RecordsError::NoSpace {
                path: self.path.clone(),
            });
        }
        // Where somebody moved or deleted the file, what is written to it is lost.
        if !self.path.exists() {
            return Err(RecordsError::NoStore {
                path: self.path.clone(),
            });
        }
        let transaction = self.write()?;
        self.head()?;
        self.connection
            .execute("UPDATE probe SET written = written + 1", [])
            .map_err(|e| self.db(e))?;
        transaction.commit().map_err(|e| self.db(e))
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// `Damaged`, `ChainBroken`, `Io`.
    pub fn head(&self) -> Result<Head, RecordsError> {
        let sql = "SELECT seq, hash FROM main.entries NOT INDEXED ORDER BY seq DESC LIMIT 1";
        let last: Option<(u64, String)> = self
            .connection
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(|e| self.db(e))?;
        let Some((count, hash)) = last else {
            return Ok(Head {
                count: 0,
                hash: Sha::ZERO,
            });
        };
        let hash = hash.parse().map_err(|_| RecordsError::ChainBroken {
            seq: count,
            reason: "its hash is no hash".to_owned(),
        })?;
        Ok(Head { count, hash })
    }

    /// Begins to write; other writers wait. Rolled back unless committed.
    pub(super) fn write(&self) -> Result<Transaction<'_>, RecordsError> {
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
                .map_err(|e| self.db(e))?;
        self.check_not_newer()?;
        // Triggers and views that came meanwhile would change what is written.
        if self.layout == LAYOUT {
            self.check_layout()?;
        }
        Ok(transaction)
    }

    /// Refuses a file that a newer Muster migrated since it was opened (RECORDS 5.2).
    pub(super) fn check_not_newer(&self) -> Result<(), RecordsError> {
        let layout = pragma(&self.connection, "user_version").map_err(|e| self.db(e))?;
        if layout > LAYOUT {
            return Err(RecordsError::StoreTooNew {
                path: self.path.clone(),
                found: layout,
            });
        }
        Ok(())
    }

    /// Refuses rows after one of a format that this program does not know: formats never fall along
    /// the chain, so the last row tells (RECORDS 4.5). What else may be wrong with that row is for
    /// `verify` to say.
    pub(super) fn check_last_format(&self, head: Head) -> Result<(), RecordsError> {
        if head.count == 0 {
            return Ok(());
        }
        match self.content(head.count) {
            Err(error @ RecordsError::RowTooNew { .. }) => Err(error),
            _ => Ok(()),
        }
    }

    /// Moves what was written into the database file itself, so that a copy of it alone lacks
    /// nothing that was recorded (RECORDS 2.9). What readers still hold back stays in the journal,
    /// where it is as safe.
    fn checkpoint(&self) {
        let sql = "PRAGMA main.wal_checkpoint(PASSIVE)";
        let _ = self.connection.query_row(sql, [], |_| Ok(()));
    }

    pub(super) fn salt(&self) -> Result<String, RecordsError> {
        salt().map_err(|e| RecordsError::io(&self.path, std::io::Error::other(e.to_string())))
    }

    /// Adds a row, inside a transaction of the caller's.
    pub(super) fn add(&self, content: &Content) -> Result<Recorded, RecordsError> {
        let head = self.head()?;
        self.check_last_format(head)?;
        let sealed = content.seal();
        let (json, sha) = sealed.map_err(|e| RecordsError::io(&self.path, e.into()))?;
        let recorded = Recorded {
            seq: head.count + 1,
            hash: Sha::of_row(head.hash, sha),
        };
        let row = NewRow {
            recorded,
            kind: content.kind(),
            json: &json,
            sha,
            prev: head.hash,
        };
        self.put(&row)?;
        self.project(recorded.seq, content)?;
        Ok(recorded)
    }

    /// Puts a row and its content after the last, inside a transaction of the caller's.
    pub(super) fn put(&self, row: &NewRow<'_>) -> Result<(), RecordsError> {
        let sha = row.sha.to_string();
        let sql = "INSERT INTO contents(sha256, json) VALUES (?1, ?2)";
        let mut contents = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        contents
            .execute(params![sha, row.json])
            .map_err(|e| self.db(e))?;
        let sql = "INSERT INTO entries(seq, kind, content_sha256, prev, hash) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = params![
            row.recorded.seq,
            row.kind,
            sha,
            row.prev.to_string(),
            row.recorded.hash.to_string()
        ];
        let mut entries = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        entries.execute(values).map_err(|e| self.db(e))?;
        Ok(())
    }
}

/// A row that is to be added.
pub(super) struct NewRow<'a> {
    pub recorded: Recorded,
    pub kind: &'static str,
    pub json: &'a str,
    /// Of the JSON.
    pub sha: Sha,
    /// The hash of the row before.
    pub prev: Sha,
}
