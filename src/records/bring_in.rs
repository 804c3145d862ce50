//! Rows that were recorded in another store by mistake are brought into this one, each marked with
//! where it was recorded first (RECORDS 2.11).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::records::chain::Sha;
use crate::records::content::{BroughtIn, Content, FORMAT};
use crate::records::open::set_aside;
use crate::records::{Records, RecordsError};
use crate::session::Moment;

/// What came of bringing in another store's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BringIn {
    /// Briefings that are in this store now.
    pub sessions: u64,
    /// Amendments that are in this store now.
    pub amendments: u64,
    /// Briefings that were here before.
    pub already_here: u64,
    /// Amendments of briefings that were recorded in both stores: they stay in the other one.
    pub left: u64,
}

impl Records {
    /// Adds what another store holds and this one does not, in one transaction: its briefings as
    /// they were recorded, then their amendments, in their order. The other store is read and
    /// checked against its chain on the way. A second call adds nothing twice. `progress` gets
    /// rows done and in all, and says whether to go on.
    ///
    /// # Errors
    /// `ChainBroken` if the other store is not whole, `Cancelled`; those of [`Records::append`].
    /// Then nothing was brought in.
    pub fn bring_in(
        &self,
        other: &Self,
        account: &str,
        at: &Moment,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<BringIn, RecordsError> {
        let transaction = self.write()?;
        let _unchanged =
            Transaction::new_unchecked(&other.connection, TransactionBehavior::Deferred)
                .map_err(|e| other.db(e))?;
        let all = other.head()?.count;
        let store = std::path::absolute(&other.path).unwrap_or_else(|_| other.path.clone());
        let here = self.origins()?;
        let mut done = BringIn::default();
        // Briefings that were recorded in both stores, as after a copy: their amendments stay apart.
        let mut own = HashSet::new();
        other.walk(|row| {
            let (seq, hash) = (row.seq, row.hash);
            if !progress(seq, all) {
                return Err(RecordsError::Cancelled);
            }
            let origin = |recorded_at: Moment| {
                Some(BroughtIn {
                    store: store.to_string_lossy().into_owned(),
                    seq,
                    hash,
                    recorded_at,
                    account: account.to_owned(),
                })
            };
            let added = match row.content {
                Content::Session {
                    recorded_at,
                    session,
                    ..
                } => {
                    if self.has_session(session.session_id)? {
                        if !here.contains(&hash) {
                            own.insert(session.session_id);
                        }
                        done.already_here += 1;
                        return Ok(());
                    }
                    done.sessions += 1;
                    Content::Session {
                        format: FORMAT,
                        recorded_at: *at,
                        salt: self.salt()?,
                        session,
                        brought_in: origin(recorded_at),
                    }
                }
                Content::Amendment {
                    recorded_at,
                    session_id,
                    amendment,
                    ..
                } => {
                    if here.contains(&hash) {
                        return Ok(());
                    }
                    if own.contains(&session_id) {
                        done.left += 1;
                        return Ok(());
                    }
                    done.amendments += 1;
                    Content::Amendment {
                        format: FORMAT,
                        recorded_at: *at,
                        salt: self.salt()?,
                        session_id,
                        amendment,
                        brought_in: origin(recorded_at),
                    }
                }
            };
            self.add(&added).map(|_| ())
        })?;
        transaction.commit().map_err(|e| self.db(e))?;
        Ok(done)
    }

    /// [`Records::bring_in`] of the store in a file, which is then put aside, so that nobody takes it
    /// for one in use: `records.brought-in-1.db`, or the next number. Returns where it is; nothing if
    /// it could not be moved: then it is found again, and adds nothing.
    ///
    /// # Errors
    /// Those of [`Records::open_read_only`] and [`Records::bring_in`].
    pub fn bring_in_and_set_aside(
        &self,
        file: &Path,
        account: &str,
        at: &Moment,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<(BringIn, Option<PathBuf>), RecordsError> {
        let other = Self::open_read_only(file)?;
        let done = self.bring_in(&other, account, at, progress)?;
        drop(other);
        Ok((done, set_aside(file, "brought-in").ok()))
    }

    /// The hashes, in their first store, of the rows that were brought in before.
    fn origins(&self) -> Result<HashSet<Sha>, RecordsError> {
        let mut origins = HashSet::new();
        self.walk(|row| {
            let (Content::Session { brought_in, .. } | Content::Amendment { brought_in, .. }) =
                row.content;
            origins.extend(brought_in.map(|origin| origin.hash));
            Ok(())
        })?;
        Ok(origins)
    }

    fn has_session(&self, session: Uuid) -> Result<bool, RecordsError> {
        let sql = "SELECT 1 FROM main.sessions WHERE session_id = ?1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let found = statement.query_row([session.to_string()], |_| Ok(()));
        Ok(found.optional().map_err(|e| self.db(e))?.is_some())
    }
}
