//! The briefing under way, saved at every step so that it can go on after a power cut (RECORDS
//! 2.2). One a station; it is no record, and changes freely.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::records::{Records, RecordsError};
use crate::session::{Moment, Session};

impl Records {
    /// Saves a briefing under way, durably, in place of the one that was saved before. One that
    /// is recorded already is not saved: it is over.
    ///
    /// # Errors
    /// `ReadOnly`, `NoSpace`, `Busy`, `Damaged`, `Io`.
    pub fn save_draft(&self, session: &Session, at: &Moment) -> Result<(), RecordsError> {
        let json =
            serde_json::to_string(session).map_err(|e| RecordsError::io(&self.path, e.into()))?;
        let sql = "INSERT INTO drafts(id, session_id, saved_at, json) SELECT 1, ?1, ?2, ?3 \
                   WHERE NOT EXISTS (SELECT 1 FROM sessions NOT INDEXED WHERE session_id = ?1) \
                   ON CONFLICT(id) DO UPDATE SET session_id = excluded.session_id, \
                   saved_at = excluded.saved_at, json = excluded.json";
        let values = params![session.id().to_string(), at.to_string(), json];
        let saved = self.connection.execute(sql, values);
        saved.map(|_| ()).map_err(|e| self.db(e))
    }

    /// The briefing that was left in the middle, if there is one.
    ///
    /// # Errors
    /// `DraftUnreadable` (it stays until another is saved or it is discarded), `Damaged`, `Io`.
    pub fn draft(&self) -> Result<Option<Session>, RecordsError> {
        let sql = "SELECT json FROM drafts";
        let json: Option<String> = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .optional()
            .map_err(|e| self.db(e))?;
        let Some(json) = json else { return Ok(None) };
        serde_json::from_str(&json)
            .map(Some)
            .map_err(|e| RecordsError::DraftUnreadable {
                reason: e.to_string(),
            })
    }

    /// Forgets a briefing under way, if it is this one.
    ///
    /// # Errors
    /// `ReadOnly`, `NoSpace`, `Busy`, `Damaged`, `Io`.
    pub fn discard_draft(&self, session: Uuid) -> Result<(), RecordsError> {
        let sql = "DELETE FROM drafts WHERE session_id = ?1";
        let deleted = self.connection.execute(sql, [session.to_string()]);
        deleted.map(|_| ()).map_err(|e| self.db(e))
    }
}
