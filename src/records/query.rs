//! Reading records: sessions by module, shift, officer, date and text; what each shift completed
//! last; which officers were there. Tables are read, not their indexes, which may disagree with
//! their tables (RECORDS 5.9).

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use rusqlite::{OptionalExtension, ToSql, params};
use serde::Serialize;
use uuid::Uuid;

use crate::pack::{ModuleId, ModuleRef, PackId, PackVersion};
use crate::records::chain::Sha;
use crate::records::content::{Amendment, BroughtIn, Content};
use crate::records::open::pragma;
use crate::records::project::broken;
use crate::records::{Records, RecordsError, amend};
use crate::session::{Completion, Entered, Moment};

/// The most rows that are read to find one by which the clock can be checked.
const MAX_ROWS_BACK: usize = 200;
/// A clock that jumps ahead by so much between two records was set wrong.
const JUMP_SECS: i64 = 30 * 24 * 3600;

/// Which sessions. All that is set must fit; nothing set means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The module.
    pub module: Option<ModuleRef>,
    /// The shift's short name.
    pub shift: Option<String>,
    /// An officer on the roll, whatever the mark, by every id that the officer has or had
    /// ([`Station::ids_of`](crate::station::Station::ids_of)); empty for all.
    pub officers: Vec<String>,
    /// First shift date.
    pub from: Option<Date>,
    /// Last shift date.
    pub to: Option<Date>,
    /// Words that must all stand somewhere: title, names, ids, notes, date. Case is ignored.
    pub text: String,
    /// The most sessions that are returned, the newest first.
    pub limit: Option<u32>,
}

impl Filter {
    /// Whether somebody with this id is meant: anybody where no officer is named.
    #[must_use]
    pub fn has_officer(&self, id: &str) -> bool {
        self.officers.is_empty() || self.officers.iter().any(|wanted| wanted == id)
    }
}

/// A recorded briefing as it holds today, amendments applied, with its history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionView {
    /// As amended.
    #[serde(flatten)]
    pub session: Completion,
    /// Its row, from 1.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Every change made afterwards, oldest first.
    pub amendments: Vec<Amendment>,
    /// Its row's hash.
    pub hash: Sha,
    /// Where it was recorded first, if that was in another store.
    pub brought_in: Option<BroughtIn>,
}

/// What a shift completed last, of one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCompletion {
    /// The module.
    pub module: ModuleRef,
    /// The shift's short name.
    pub shift: String,
    /// The day on which the shift started.
    pub date: Date,
    /// Nothing where a briefing on paper named none.
    pub version: Option<PackVersion>,
    /// Officers of the shift who were there.
    pub present: u32,
    /// Officers of the shift on the roll.
    pub of: u32,
    /// The briefing.
    pub session: Uuid,
    /// Its date is in doubt, and there is none of which it is not (RECORDS 6.9).
    pub doubt: bool,
}

/// An officer is on the roll of a briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OnRoll {
    /// The briefing's row.
    pub(super) seq: u64,
    /// Its module.
    pub(super) module: ModuleRef,
    /// Nothing where a briefing on paper named none.
    pub(super) version: Option<PackVersion>,
    /// The day.
    pub(super) date: Date,
    /// When it began, in seconds since 1970.
    started: i64,
    /// The briefing is complete, and the officer was there.
    pub(super) there: bool,
}

impl OnRoll {
    /// The greatest is the latest.
    pub(super) fn when(&self) -> (Date, i64, u64) {
        (self.date, self.started, self.seq)
    }
}

impl Records {
    /// A number that is another one once another connection has changed the file.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn version(&self) -> Result<i64, RecordsError> {
        pragma(&self.connection, "data_version").map_err(|e| self.db(e))
    }

    /// The sessions that fit, newest first.
    ///
    /// # Errors
    /// `Damaged`, `ChainBroken` (a row cannot be read), `Busy`, `Io`.
    pub fn sessions(&self, filter: &Filter) -> Result<Vec<SessionView>, RecordsError> {
        let rows = self.rows(filter)?;
        let amended = self.amended_sessions()?;
        rows.into_iter()
            .map(|seq| self.view(seq, &amended))
            .collect()
    }

    /// The rows of the sessions that fit, newest first.
    pub(super) fn rows(&self, filter: &Filter) -> Result<Vec<u64>, RecordsError> {
        let mut conditions: Vec<&str> = Vec::new();
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut add = |sql, value: String| {
            conditions.push(sql);
            values.push(Box::new(value));
        };
        if let Some(module) = &filter.module {
            add("pack_id = ?", module.pack.to_string());
            add("module_id = ?", module.module.to_string());
        }
        if let Some(shift) = &filter.shift {
            add("shift = ?", shift.clone());
        }
        if let Some(from) = filter.from {
            add("shift_date >= ?", from.to_string());
        }
        if let Some(to) = filter.to {
            add("shift_date <= ?", to.to_string());
        }
        for word in filter.text.to_lowercase().split_whitespace() {
            add("instr(search, ?) > 0", word.to_owned());
        }
        // One condition with as many values as the officer has ids.
        let marks = vec!["?"; filter.officers.len()].join(",");
        let of_officer = format!(
            "seq IN (SELECT seq FROM attendance INDEXED BY sqlite_autoindex_attendance_1 \
             WHERE officer_id IN ({marks}))"
        );
        if !filter.officers.is_empty() {
            conditions.push(&of_officer);
            let ids = filter.officers.iter().cloned();
            values.extend(ids.map(|id| Box::new(id) as Box<dyn ToSql>));
        }
        let mut sql = "SELECT seq FROM sessions NOT INDEXED".to_owned();
        if !conditions.is_empty() {
            sql.push_str(" WHERE ");
            sql.push_str(&conditions.join(" AND "));
        }
        sql.push_str(" ORDER BY started DESC, seq DESC");
        if let Some(limit) = filter.limit {
            sql.push_str(" LIMIT ?");
            values.push(Box::new(limit));
        }
        let mut statement = self.connection.prepare(&sql).map_err(|e| self.db(e))?;
        let values = rusqlite::params_from_iter(values.iter());
        let rows = statement.query_map(values, |row| row.get(0));
        rows.and_then(Iterator::collect).map_err(|e| self.db(e))
    }

    /// One session.
    ///
    /// # Errors
    /// `NoSuchSession`; those of [`Records::sessions`].
    pub fn session(&self, session: Uuid) -> Result<SessionView, RecordsError> {
        self.view(self.row_of(session)?, &self.amended_sessions()?)
    }

    /// The rows of the amendments of each session that has any, in order.
    pub(super) fn amended_sessions(&self) -> Result<HashMap<u64, Vec<u64>>, RecordsError> {
        let sql = "SELECT session_seq, seq FROM amendments NOT INDEXED ORDER BY seq";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let mut rows = statement.query([]).map_err(|e| self.db(e))?;
        let mut amended: HashMap<u64, Vec<u64>> = HashMap::new();
        while let Some(row) = rows.next().map_err(|e| self.db(e))? {
            let session = row.get(0).map_err(|e| self.db(e))?;
            let seq = row.get(1).map_err(|e| self.db(e))?;
            amended.entry(session).or_default().push(seq);
        }
        Ok(amended)
    }

    /// The session of a row; `amended` is [`Records::amended_sessions`].
    pub(super) fn view(
        &self,
        seq: u64,
        amended: &HashMap<u64, Vec<u64>>,
    ) -> Result<SessionView, RecordsError> {
        let Content::Session {
            recorded_at,
            session,
            brought_in,
            ..
        } = self.content(seq)?
        else {
            return Err(broken(seq, "a session was expected"));
        };
        let mut session = *session;
        let mut amendments = Vec::new();
        let rows = amended.get(&seq).map_or(&[][..], Vec::as_slice);
        for (row, amendment) in self.amendments_in(rows)? {
            amend::apply(&mut session, &amendment).map_err(|e| broken(row, &e))?;
            amendments.push(amendment);
        }
        let sql = "SELECT hash FROM entries NOT INDEXED WHERE seq = ?1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let hash: String = statement
            .query_row([seq], |row| row.get(0))
            .map_err(|e| self.db(e))?;
        Ok(SessionView {
            session,
            seq,
            recorded_at,
            amendments,
            hash: hash
                .parse()
                .map_err(|_| broken(seq, "its hash is no hash"))?,
            brought_in,
        })
    }

    /// When the last row was recorded: a clock that stands before it is in doubt.
    ///
    /// # Errors
    /// Those of [`Records::sessions`].
    pub fn last_recorded(&self) -> Result<Option<Moment>, RecordsError> {
        let head = self.head()?;
        if head.count == 0 {
            return Ok(None);
        }
        Ok(Some(match self.content(head.count)? {
            Content::Session { recorded_at, .. } | Content::Amendment { recorded_at, .. } => {
                recorded_at
            }
        }))
    }

    /// The briefings on whose rolls officers are, oldest first, by the id to which `ids` leads from each
    /// id that the officer has or had.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub(super) fn on_rolls(
        &self,
        ids: &HashMap<String, String>,
    ) -> Result<HashMap<String, Vec<OnRoll>>, RecordsError> {
        let marks = vec!["?"; ids.len()].join(",");
        let sql = format!(
            "SELECT s.seq, s.pack_id, s.module_id, s.pack_version, s.shift_date, s.started, \
             a.there, a.officer_id \
             FROM attendance a INDEXED BY sqlite_autoindex_attendance_1 \
             JOIN sessions s NOT INDEXED ON s.seq = a.seq \
             WHERE a.officer_id IN ({marks})"
        );
        let mut statement = self.connection.prepare(&sql).map_err(|e| self.db(e))?;
        let mut rows = statement
            .query(rusqlite::params_from_iter(ids.keys()))
            .map_err(|e| self.db(e))?;
        let mut on_rolls: HashMap<String, Vec<OnRoll>> = HashMap::new();
        while let Some(row) = rows.next().map_err(|e| self.db(e))? {
            let (id, session) = on_roll(row).map_err(|e| self.db(e))?;
            if let Some(officer) = ids.get(&id) {
                on_rolls.entry(officer.clone()).or_default().push(session);
            }
        }
        for sessions in on_rolls.values_mut() {
            sessions.sort_by_key(OnRoll::when);
        }
        Ok(on_rolls)
    }

    /// The last row by which the present clock can be judged: the last one that was recorded, but for
    /// such as a wrong clock made. A row is none where it was in doubt itself, or where the clock jumped
    /// ahead by a month or more before it and stands nearer to what was before that jump
    /// (RECORDS 10.5).
    ///
    /// # Errors
    /// Those of [`Records::sessions`].
    pub fn last_credible(&self, now: Moment) -> Result<Option<Moment>, RecordsError> {
        let mut ahead: Vec<Moment> = Vec::new();
        let count = self.head()?.count;
        for seq in (1..=count).rev().take(MAX_ROWS_BACK) {
            let (at, doubt) = match self.content(seq)? {
                Content::Session {
                    recorded_at,
                    session,
                    ..
                } => (
                    recorded_at,
                    session.clock_doubt && session.entered == Entered::Live,
                ),
                Content::Amendment { recorded_at, .. } => (recorded_at, false),
            };
            if doubt {
                continue;
            }
            if now.seconds_since(at) < 0 {
                ahead.push(at);
                continue;
            }
            let Some(jumped_to) = ahead.last() else {
                return Ok(Some(at));
            };
            let (jump, since) = (jumped_to.seconds_since(at), now.seconds_since(at));
            if jump >= JUMP_SECS && since < jump / 2 {
                return Ok(Some(at));
            }
            break;
        }
        Ok(ahead.into_iter().max())
    }

    /// Packs that the records know a module of this id in.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn packs_with(&self, module: &ModuleId) -> Result<Vec<PackId>, RecordsError> {
        let sql = "SELECT DISTINCT pack_id FROM sessions NOT INDEXED WHERE module_id = ?1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let rows = statement.query_map([module.as_str()], |row| parsed(row, 0));
        rows.and_then(Iterator::collect).map_err(|e| self.db(e))
    }

    /// Whether any record names this pack version: then its file stays in the library.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn names_pack(&self, pack: &PackId, version: PackVersion) -> Result<bool, RecordsError> {
        let sql = "SELECT 1 FROM sessions NOT INDEXED \
                   WHERE pack_id = ?1 AND pack_version = ?2 LIMIT 1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let found = statement.query_row(params![pack.as_str(), version.get()], |_| Ok(()));
        let found = found.optional().map_err(|e| self.db(e))?;
        Ok(found.is_some())
    }

    /// Of these pack files (id, version, SHA-256) those that must stay: any record or the
    /// briefing under way names them (RECORDS 2.8).
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`: then nothing may be deleted.
    pub fn still_needed(
        &self,
        packs: Vec<(PackId, PackVersion, String)>,
    ) -> Result<HashSet<String>, RecordsError> {
        let draft = self.draft()?;
        let mut needed = HashSet::from_iter(draft.map(|d| d.plan().pack.sha256.clone()));
        for (id, version, sha256) in packs {
            if self.names_pack(&id, version)? {
                needed.insert(sha256);
            }
        }
        Ok(needed)
    }
}

fn on_roll(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, OnRoll)> {
    let session = OnRoll {
        seq: row.get(0)?,
        module: ModuleRef {
            pack: parsed(row, 1)?,
            module: parsed(row, 2)?,
        },
        version: version(row, 3)?,
        date: parsed(row, 4)?,
        started: row.get(5)?,
        there: row.get(6)?,
    };
    Ok((row.get(7)?, session))
}

pub(super) fn parsed<T>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|e: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e))
    })
}

pub(super) fn version(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<PackVersion>> {
    let number: Option<u64> = row.get(column)?;
    let version = number.map(PackVersion::try_from).transpose();
    version.map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Integer,
            Box::new(e),
        )
    })
}
