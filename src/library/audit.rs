//! The audit log: who installed, removed, trusted, rolled back what, when. Triggers keep rows
//! from being edited or deleted.

use std::io::{self, Write};

use rusqlite::Transaction;

use crate::library::{Library, LibraryError, Who};
use crate::pack::PackVersion;
use crate::pack::table::Table;
use crate::pack::text::shown;

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
    /// `repair`, `trust_add`, `trust_remove`, `trust_revoke`, `trust_init`, `trust_replace`,
    /// `trust_list`, `roster`, `assignments`, `station_key`.
    pub action: String,
    /// The pack's id, the key's, the agency's or the station's.
    pub subject: String,
    /// The version of the pack.
    pub version: Option<u64>,
    /// SHA-256 of the pack file.
    pub sha256: Option<String>,
    /// The reason, or what else belongs to it; may be empty.
    pub detail: String,
}

/// What takes effect only after confirmation: unsigned files on a stick (EXCHANGE 4.4), and a key
/// that the station's heads are signed with (EXCHANGE 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsigned {
    /// Who belongs to which shift.
    Roster,
    /// Who is to be briefed on what.
    Assignments,
    /// A key of the station's own, which somebody made.
    StationKey,
}

/// An audit entry, without who and when.
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

    /// Enters that something is taken in that nobody signed: before it is, since it counts only if
    /// it is in the log.
    ///
    /// # Errors
    /// `ReadOnly`, `NoSpace`, `Busy`, `StoreDamaged`, `Io`.
    pub fn enter_unsigned(
        &self,
        what: Unsigned,
        station: &str,
        detail: &str,
        who: &Who,
    ) -> Result<(), LibraryError> {
        let action = match what {
            Unsigned::Roster => "roster",
            Unsigned::Assignments => "assignments",
            Unsigned::StationKey => "station_key",
        };
        self.transact(|transaction| {
            self.enter(
                transaction,
                who,
                &Entry {
                    action,
                    subject: station,
                    pack: None,
                    detail,
                },
            )
        })
    }

    /// The whole audit log, oldest first. What was entered by hand may hold anything, and is
    /// written out where it would break its line.
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
                    account: shown(&row.get::<_, String>(2)?),
                    action: shown(&row.get::<_, String>(3)?),
                    subject: shown(&row.get::<_, String>(4)?),
                    version: version.map(i64::cast_unsigned),
                    sha256: row.get(6)?,
                    detail: shown(&row.get::<_, String>(7)?),
                })
            })
            .map_err(self.sql())?;
        lines.collect::<Result<_, _>>().map_err(self.sql())
    }
}

/// Writes lines of the audit log as CSV (RFC 4180, UTF-8), with the names of the columns first
/// (EXCHANGE 4.6).
///
/// # Errors
/// An error while writing.
pub fn audit_csv(lines: &[AuditLine], to: impl Write) -> io::Result<()> {
    let mut table = Table::new(to);
    table.row([
        "seq", "at", "account", "action", "subject", "version", "sha256", "detail",
    ])?;
    for line in lines {
        table.row([
            &line.seq.to_string(),
            &line.at.to_string(),
            &line.account,
            &line.action,
            &line.subject,
            &line.version.map(|v| v.to_string()).unwrap_or_default(),
            line.sha256.as_deref().unwrap_or_default(),
            &line.detail,
        ])?;
    }
    table.finish()
}
