//! From rows to the tables that screens read. The same code fills them when a row is added, when
//! they are rebuilt, and when `verify` compares.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use uuid::Uuid;

use crate::pack::PackVersion;
use crate::records::chain::Sha;
use crate::records::content::{Amendment, Content, Unreadable};
use crate::records::schema::{PROJECTED, PROJECTIONS};
use crate::records::{Records, RecordsError, amend};
use crate::session::{Completion, Officer, Outcome};

/// Whole-file work on the projections.
impl Records {
    /// Makes what screens read anew, from the record, inside a transaction of the caller's.
    pub(super) fn project_all(&self) -> Result<(), RecordsError> {
        for table in PROJECTED {
            let sql = format!("DROP TABLE IF EXISTS main.{table}");
            self.connection
                .execute_batch(&sql)
                .map_err(|e| self.db(e))?;
        }
        self.connection
            .execute_batch(PROJECTIONS)
            .map_err(|e| self.db(e))?;
        self.walk(|row| self.project(row.seq, &row.content))?;
        Ok(())
    }

    /// Puts one row's content into the projections.
    pub(super) fn project(&self, seq: u64, content: &Content) -> Result<(), RecordsError> {
        let connection = &self.connection;
        match content {
            Content::Session { session, .. } => {
                insert_session(connection, seq, session).map_err(|e| self.db(e))
            }
            Content::Amendment { session_id, .. } => {
                let target = self.row_of(*session_id)?;
                let sql = "INSERT INTO amendments VALUES (?1, ?2)";
                let mut statement = connection.prepare_cached(sql).map_err(|e| self.db(e))?;
                statement
                    .execute(params![seq, target])
                    .map_err(|e| self.db(e))?;
                let amended = self.amended(target, seq)?;
                remove_session(connection, target).map_err(|e| self.db(e))?;
                insert_session(connection, target, &amended).map_err(|e| self.db(e))
            }
        }
    }

    /// The row of a session.
    pub(super) fn row_of(&self, session: Uuid) -> Result<u64, RecordsError> {
        // Not by an index, which may say something else than its table (RECORDS 5.9).
        let sql = "SELECT seq FROM sessions NOT INDEXED WHERE session_id = ?1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let row = statement.query_row([session.to_string()], |row| row.get(0));
        row.optional()
            .map_err(|e| self.db(e))?
            .ok_or_else(|| RecordsError::NoSuchSession {
                session: session.to_string(),
            })
    }

    /// A session with all its amendments up to row `until`.
    fn amended(&self, target: u64, until: u64) -> Result<Completion, RecordsError> {
        let Content::Session { session, .. } = self.content(target)? else {
            return Err(broken(target, "a session was expected"));
        };
        let mut session = *session;
        for (_, amendment) in self.amendments_of(target, until)? {
            amend::apply(&mut session, &amendment)
                .map_err(|e| broken(target, &format!("an amendment does not fit: {e}")))?;
        }
        Ok(session)
    }

    /// The amendments of a session, oldest first, up to row `until`.
    fn amendments_of(
        &self,
        target: u64,
        until: u64,
    ) -> Result<Vec<(u64, Amendment)>, RecordsError> {
        let sql = "SELECT seq FROM amendments NOT INDEXED \
                   WHERE session_seq = ?1 AND seq <= ?2 ORDER BY seq";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let rows = statement.query_map(params![target, until], |row| row.get(0));
        let rows = rows.and_then(Iterator::collect::<rusqlite::Result<Vec<u64>>>);
        self.amendments_in(&rows.map_err(|e| self.db(e))?)
    }

    /// The amendments in these rows.
    pub(super) fn amendments_in(
        &self,
        rows: &[u64],
    ) -> Result<Vec<(u64, Amendment)>, RecordsError> {
        let amendments = rows.iter().map(|&seq| match self.content(seq)? {
            Content::Amendment { amendment, .. } => Ok((seq, *amendment)),
            Content::Session { .. } => Err(broken(seq, "an amendment was expected")),
        });
        amendments.collect()
    }

    /// The content of a row.
    pub(super) fn content(&self, seq: u64) -> Result<Content, RecordsError> {
        let sql = "SELECT content_sha256, json FROM main.entries NOT INDEXED \
                   JOIN main.contents ON sha256 = content_sha256 WHERE seq = ?1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let found: Option<(String, String)> = statement
            .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(|e| self.db(e))?;
        let (sha, json) = found.ok_or_else(|| broken(seq, "its content is missing"))?;
        let content = Content::read(&json).map_err(|e| self.unreadable(seq, e))?;
        // It was found by an index (RECORDS 5.9).
        if sha.parse() != Ok(Sha::of(json.as_bytes())) {
            return Err(broken(seq, "its content was altered"));
        }
        Ok(content)
    }

    /// Why the content of a row cannot be read.
    pub(super) fn unreadable(&self, seq: u64, reason: Unreadable) -> RecordsError {
        match reason {
            Unreadable::TooNew(found) => RecordsError::RowTooNew {
                path: self.path.clone(),
                seq,
                found,
            },
            Unreadable::Broken(reason) => broken(seq, &format!("its content: {reason}")),
        }
    }
}

pub(super) fn broken(seq: u64, reason: &str) -> RecordsError {
    RecordsError::ChainBroken {
        seq,
        reason: reason.to_owned(),
    }
}

fn remove_session(connection: &Connection, seq: u64) -> rusqlite::Result<()> {
    let key = "SELECT station, pack_id, module_id, shift FROM sessions WHERE seq = ?1";
    let key: [String; 4] = connection.prepare_cached(key)?.query_row([seq], |row| {
        Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
    })?;
    for table in ["sessions", "attendance"] {
        let sql = format!("DELETE FROM {table} WHERE seq = ?1");
        connection.prepare_cached(&sql)?.execute([seq])?;
    }
    refresh_latest(connection, &key)
}

fn insert_session(connection: &Connection, seq: u64, session: &Completion) -> rusqlite::Result<()> {
    let sql = "INSERT INTO sessions VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)";
    let number = i64::try_from(seq).unwrap_or(i64::MAX);
    let values = std::iter::once(Value::Integer(number)).chain(session_values(session));
    connection
        .prepare_cached(sql)?
        .execute(params_from_iter(values))?;
    let sql = "INSERT INTO attendance VALUES (?1,?2,?3,?4)";
    let mut statement = connection.prepare_cached(sql)?;
    for (position, officer) in session.officers.iter().enumerate() {
        let there = attended(session, officer);
        statement.execute(params![seq, position as u64, officer.id, there])?;
    }
    let key = [
        session.station.clone(),
        session.pack_id.to_string(),
        session.module_id.to_string(),
        session.shift.clone(),
    ];
    refresh_latest(connection, &key)
}

/// The columns of `sessions` after `seq`.
pub(super) fn session_values(session: &Completion) -> [Value; 14] {
    let own = || session.officers.iter().filter(|o| !o.visiting);
    let present = own().filter(|o| o.mark.was_there()).count();
    let count = |n: usize| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    let version = session.pack_version.map(PackVersion::get);
    let version = version.map(|version| i64::try_from(version).unwrap_or(i64::MAX));
    [
        session.session_id.to_string().into(),
        session.station.clone().into(),
        session.pack_id.to_string().into(),
        session.module_id.to_string().into(),
        version.into(),
        session.shift.clone().into(),
        session.shift_date.to_string().into(),
        session.started_at.instant().as_second().into(),
        text_of(&session.delivery).into(),
        text_of(&session.outcome).into(),
        count(present),
        count(own().count()),
        search_text(session).into(),
        session.station_id.map(|id| id.to_string()).into(),
    ]
}

/// Whether the officer was in a briefing that counts (RECORDS 1.8).
pub(super) fn attended(session: &Completion, officer: &Officer) -> bool {
    officer.mark.was_there() && session.outcome == Outcome::Complete
}

/// What a shift completed last, of one module (RECORDS 6.5). A make-up or self-study is for single
/// officers and leaves the shift's completion as it was.
fn refresh_latest(connection: &Connection, key: &[String; 4]) -> rusqlite::Result<()> {
    let [station, pack, module, shift] = key;
    let key = params![station, pack, module, shift];
    let sql =
        "DELETE FROM latest WHERE station = ?1 AND pack_id = ?2 AND module_id = ?3 AND shift = ?4";
    connection.prepare_cached(sql)?.execute(key)?;
    let sql = "INSERT INTO latest SELECT ?1, ?2, ?3, ?4, seq FROM sessions \
         WHERE pack_id = ?2 AND module_id = ?3 AND station = ?1 AND shift = ?4 \
         AND outcome = 'complete' AND delivery IN ('roll_call', 'class') \
         ORDER BY shift_date DESC, started DESC, seq DESC LIMIT 1";
    connection.prepare_cached(sql)?.execute(key)?;
    Ok(())
}

/// The name that serde gives a plain variant.
pub(super) fn text_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// What a reader may type to find a session, in lower case.
fn search_text(session: &Completion) -> String {
    let mut parts = vec![
        session.module_title.as_str(),
        session.module_id.as_str(),
        session.pack_id.as_str(),
        &session.variant,
        &session.station,
        &session.shift,
        &session.shift_name,
        &session.facilitator.name,
        &session.facilitator.id,
        &session.signed_by,
        &session.notes,
        &session.course.code,
    ];
    for officer in &session.officers {
        parts.push(&officer.id);
        parts.push(&officer.name);
    }
    let mut text = parts.join("\n").to_lowercase();
    text.push('\n');
    text.push_str(&session.shift_date.to_string());
    text
}
