//! The audit log: who installed, removed, trusted, rolled back what, when. Triggers keep rows
//! from being edited or deleted.

use rusqlite::Transaction;

use crate::library::{Library, LibraryError, Who};
use crate::pack::PackVersion;

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AuditLine {
    /// Counts from 1.
    pub seq: i64,
    /// When.
    pub at: jiff::Timestamp,
    /// The operating-system account.
    pub account: String,
    /// `install`, `update`, `install_older`, `rollback`, `remove`, `prune`, `quarantine`,
    /// `repair`, `trust_add`, `trust_remove`, `trust_revoke`, `trust_init`, `trust_list`.
    pub action: String,
    /// The pack's id, the key's or the agency's.
    pub subject: String,
    /// The version of the pack.
    pub version: Option<u64>,
    /// SHA-256 of the pack file.
    pub sha256: Option<String>,
    /// The reason, or what else belongs to it; may be empty.
    pub detail: String,
}

/// What is entered beside who and when.
pub(super) struct Entry<'a> {
    pub action: &'a str,
    pub subject: &'a str,
    pub pack: Option<(PackVersion, &'a str)>,
    pub detail: &'a str,
}

impl Library {
    /// Enters one act, in the same transaction as the act itself.
    pub(super) fn enter(
        &self,
        transaction: &Transaction<'_>,
        who: &Who,
        entry: &Entry<'_>,
    ) -> Result<(), LibraryError> {
        transaction
            .execute(
                "INSERT INTO audit (at, account, action, subject, version, sha256, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                rusqlite::params![
                    who.at.to_string(),
                    who.account,
                    entry.action,
                    entry.subject,
                    entry.pack.map(|(version, _)| version.get().cast_signed()),
                    entry.pack.map(|(_, sha256)| sha256),
                    entry.detail,
                ],
            )
            .map_err(self.sql())?;
        Ok(())
    }

    /// The whole audit log, oldest first.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn audit(&self) -> Result<Vec<AuditLine>, LibraryError> {
        let database = self.reading()?;
        let mut statement = database
            .prepare(
                "SELECT seq, at, account, action, subject, version, sha256, detail
                 FROM audit ORDER BY seq",
            )
            .map_err(self.sql())?;
        let lines = statement
            .query_map([], |row| {
                let at: String = row.get(1)?;
                let version: Option<i64> = row.get(5)?;
                Ok(AuditLine {
                    seq: row.get(0)?,
                    at: at.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
                    account: row.get(2)?,
                    action: row.get(3)?,
                    subject: row.get(4)?,
                    version: version.map(i64::cast_unsigned),
                    sha256: row.get(6)?,
                    detail: row.get(7)?,
                })
            })
            .map_err(self.sql())?;
        lines.collect::<Result<_, _>>().map_err(self.sql())
    }
}
