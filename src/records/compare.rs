//! Compares the projected tables with the rows of the chain (RECORDS 3.6): while the chain is
//! walked, each projected row must equal the projection of its session.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, Rows, Statement};
use uuid::Uuid;

use crate::records::content::Content;
use crate::records::project::{attended, broken, session_values};
use crate::records::{Records, RecordsError, amend};
use crate::session::Completion;

/// What a shift completed last, of one module: station, pack, module, shift.
type Key = [String; 4];
/// Shift date, start and row: the greatest is the latest (RECORDS 6.5).
type When = (String, i64, u64);

/// The statements that a comparison reads by.
pub(super) struct Statements<'a> {
    sessions: Statement<'a>,
    attendance: Statement<'a>,
}

impl<'a> Statements<'a> {
    pub(super) fn prepare(records: &'a Records) -> Result<Self, RecordsError> {
        // Both by their own trees, not by an index beside them.
        let prepare = |sql| records.connection.prepare(sql).map_err(|e| records.db(e));
        Ok(Self {
            sessions: prepare("SELECT * FROM main.sessions NOT INDEXED ORDER BY seq")?,
            attendance: prepare(
                "SELECT seq, position, officer_id, there FROM main.attendance \
                 INDEXED BY sqlite_autoindex_attendance_1 ORDER BY seq, position",
            )?,
        })
    }
}

/// A comparison under way.
pub(super) struct Comparison<'a> {
    records: &'a Records,
    sessions: Table<'a>,
    attendance: Table<'a>,
    /// The row of every session.
    rows: HashMap<Uuid, u64>,
    /// Sessions that are not projected as they were recorded: right if they were amended.
    differ: BTreeSet<u64>,
    /// The amendments of the sessions that have any.
    amended: BTreeMap<u64, Vec<u64>>,
    /// The session that was amended last, as amended so far.
    last: Option<(u64, Box<Completion>)>,
    wrong: FirstMismatch,
}

impl<'a> Comparison<'a> {
    pub(super) fn begin(
        records: &'a Records,
        statements: &'a mut Statements<'_>,
    ) -> Result<Self, RecordsError> {
        Ok(Self {
            records,
            sessions: Table::begin(records, "sessions", &mut statements.sessions)?,
            attendance: Table::begin(records, "attendance", &mut statements.attendance)?,
            rows: HashMap::new(),
            differ: BTreeSet::new(),
            amended: BTreeMap::new(),
            last: None,
            wrong: FirstMismatch::default(),
        })
    }

    /// The next row of the chain.
    ///
    /// # Errors
    /// `ChainBroken`, `NoSuchSession` where the row does not fit those before it.
    pub(super) fn row(&mut self, seq: u64, content: Content) -> Result<(), RecordsError> {
        match content {
            Content::Session { session, .. } => {
                if self.rows.insert(session.session_id, seq).is_some() {
                    return Err(broken(seq, "its session is recorded in a row before"));
                }
                let same = self.compare(seq, Some(&session))?;
                if !same {
                    self.differ.insert(seq);
                }
            }
            Content::Amendment {
                session_id,
                amendment,
                ..
            } => {
                let target = self.rows.get(&session_id).copied();
                let target = target.ok_or_else(|| RecordsError::NoSuchSession {
                    session: session_id.to_string(),
                })?;
                let mut session = match self.last.take() {
                    Some((last, session)) if last == target => session,
                    _ => self.amended(target)?,
                };
                amend::apply(&mut session, &amendment)
                    .map_err(|e| broken(seq, &format!("an amendment does not fit: {e}")))?;
                self.last = Some((target, session));
                self.amended.entry(target).or_default().push(seq);
                if !self.compare(seq, None)? {
                    self.wrong.note(seq, "sessions");
                }
            }
        }
        Ok(())
    }

    /// Every row of the chain was given.
    ///
    /// # Errors
    /// `ChainBroken` with the first row of which a table says something else.
    pub(super) fn finish(mut self) -> Result<(), RecordsError> {
        for table in [&mut self.sessions, &mut self.attendance] {
            table.skip_to(None, &mut self.wrong)?;
        }
        for seq in self
            .differ
            .difference(&self.amended.keys().copied().collect())
        {
            self.wrong.note(*seq, "sessions");
        }
        let amended: Vec<u64> = self.amended.keys().copied().collect();
        for seq in amended {
            let session = self.amended(seq)?;
            if !self.is_projected(seq, &session)? {
                self.wrong.note(seq, "sessions");
            }
        }
        self.compare_amendments()?;
        if self.wrong.0.is_none() {
            self.compare_latest()?;
        }
        match self.wrong.0 {
            None => Ok(()),
            Some((seq, table)) => Err(broken(
                seq,
                &format!("what screens read of it ({table}) is not what was recorded"),
            )),
        }
    }

    /// Whether the tables hold the projection of this session for a row, or nothing where it is
    /// none.
    fn compare(&mut self, seq: u64, session: Option<&Completion>) -> Result<bool, RecordsError> {
        let number = i64::try_from(seq).unwrap_or(i64::MAX);
        let mut same = true;
        self.sessions.skip_to(Some(number), &mut self.wrong)?;
        match (self.sessions.at(number), session) {
            (None, None) => {}
            (Some(row), Some(session)) => same &= is_session(row, session),
            _ => same = false,
        }
        self.sessions.pass(number)?;
        self.attendance.skip_to(Some(number), &mut self.wrong)?;
        for (position, officer) in session.iter().flat_map(|s| s.officers.iter().enumerate()) {
            let there = session.is_some_and(|session| attended(session, officer));
            match self.attendance.at(number) {
                Some(row) if is_attendance(row, position, &officer.id, there) => {}
                _ => {
                    same = false;
                    break;
                }
            }
            self.attendance.advance()?;
        }
        while self.attendance.at(number).is_some() {
            same = false;
            self.attendance.advance()?;
        }
        Ok(same)
    }

    /// A session with the amendments that were walked so far.
    fn amended(&self, seq: u64) -> Result<Box<Completion>, RecordsError> {
        let Content::Session { mut session, .. } = self.records.content(seq)? else {
            return Err(broken(seq, "a session was expected"));
        };
        let rows = self.amended.get(&seq).map_or(&[][..], Vec::as_slice);
        for (row, amendment) in self.records.amendments_in(rows)? {
            amend::apply(&mut session, &amendment)
                .map_err(|e| broken(row, &format!("an amendment does not fit: {e}")))?;
        }
        Ok(session)
    }

    /// The same as [`Self::compare`] for one session that was passed.
    fn is_projected(&self, seq: u64, session: &Completion) -> Result<bool, RecordsError> {
        let fail = |e| self.records.db(e);
        let connection = &self.records.connection;
        let sql = "SELECT * FROM main.sessions NOT INDEXED WHERE seq = ?1";
        let mut statement = connection.prepare_cached(sql).map_err(fail)?;
        let mut rows = statement.query([seq]).map_err(fail)?;
        let row = rows.next().map_err(fail)?;
        if !row.is_some_and(|row| is_session(row, session)) {
            return Ok(false);
        }
        let sql = "SELECT seq, position, officer_id, there FROM main.attendance \
                   INDEXED BY sqlite_autoindex_attendance_1 WHERE seq = ?1 ORDER BY position";
        let mut statement = connection.prepare_cached(sql).map_err(fail)?;
        let mut rows = statement.query([seq]).map_err(fail)?;
        for (position, officer) in session.officers.iter().enumerate() {
            let there = attended(session, officer);
            let row = rows.next().map_err(fail)?;
            if !row.is_some_and(|row| is_attendance(row, position, &officer.id, there)) {
                return Ok(false);
            }
        }
        Ok(rows.next().map_err(fail)?.is_none())
    }

    fn compare_amendments(&mut self) -> Result<(), RecordsError> {
        let mut made: BTreeMap<u64, u64> = BTreeMap::new();
        for (session, rows) in &self.amended {
            made.extend(rows.iter().map(|row| (*row, *session)));
        }
        let fail = |e| self.records.db(e);
        let sql = "SELECT seq, session_seq FROM main.amendments NOT INDEXED ORDER BY seq";
        let mut statement = self.records.connection.prepare(sql).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let seq = row.get::<_, u64>(0).unwrap_or(1);
            let known = made.remove(&seq);
            if known.is_none() || known != row.get(1).ok() {
                self.wrong.note(seq, "amendments");
            }
        }
        for seq in made.into_keys() {
            self.wrong.note(seq, "amendments");
        }
        Ok(())
    }

    /// The sessions are what was recorded, as amended: what follows from them is rebuilt.
    fn compare_latest(&mut self) -> Result<(), RecordsError> {
        let fail = |e| self.records.db(e);
        let connection = &self.records.connection;
        let key = |row: &Row<'_>| -> rusqlite::Result<Key> {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        };
        let sql = "SELECT station, pack_id, module_id, shift, shift_date, started, seq \
                   FROM main.sessions NOT INDEXED \
                   WHERE outcome = 'complete' AND delivery IN ('roll_call', 'class')";
        let mut statement = connection.prepare(sql).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        let mut latest: HashMap<Key, When> = HashMap::new();
        while let Some(row) = rows.next().map_err(fail)? {
            let read = || Ok((key(row)?, (row.get(4)?, row.get(5)?, row.get(6)?)));
            let (key, when) = read().map_err(fail)?;
            let last = latest.entry(key).or_default();
            if *last < when {
                *last = when;
            }
        }
        let sql = "SELECT station, pack_id, module_id, shift, seq FROM main.latest";
        let mut statement = connection.prepare(sql).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let seq = row.get::<_, u64>(4).unwrap_or(1);
            let made = key(row).ok().and_then(|key| latest.remove(&key));
            match made {
                Some((_, _, made)) if made == seq => {}
                Some((_, _, made)) => self.wrong.note(made.min(seq), "latest"),
                None => self.wrong.note(seq, "latest"),
            }
        }
        for (_, _, seq) in latest.into_values() {
            self.wrong.note(seq, "latest");
        }
        Ok(())
    }
}

/// The first row of which a table says something else.
#[derive(Default)]
struct FirstMismatch(Option<(u64, &'static str)>);

impl FirstMismatch {
    fn note(&mut self, seq: u64, table: &'static str) {
        if self.0.is_none_or(|(first, _)| seq < first) {
            self.0 = Some((seq, table));
        }
    }
}

/// One projected table, read in the order of its rows.
struct Table<'a> {
    records: &'a Records,
    name: &'static str,
    rows: Rows<'a>,
}

impl<'a> Table<'a> {
    fn begin(
        records: &'a Records,
        name: &'static str,
        statement: &'a mut Statement<'_>,
    ) -> Result<Self, RecordsError> {
        let rows = statement.query([]).map_err(|e| records.db(e))?;
        let mut table = Self {
            records,
            name,
            rows,
        };
        table.advance()?;
        Ok(table)
    }

    fn advance(&mut self) -> Result<(), RecordsError> {
        self.rows.advance().map_err(|e| self.records.db(e))
    }

    /// The row where it stands, if that is one of `seq`.
    fn at(&self, seq: i64) -> Option<&Row<'a>> {
        let row = self.rows.get();
        row.filter(|row| row.get_ref(0) == Ok(ValueRef::Integer(seq)))
    }

    /// Rows before `seq`, or to the end, are of no session.
    fn skip_to(&mut self, seq: Option<i64>, wrong: &mut FirstMismatch) -> Result<(), RecordsError> {
        while let Some(row) = self.rows.get() {
            let found = match row.get_ref(0) {
                Ok(ValueRef::Integer(found)) => found,
                // A key that is not a number belongs to no session.
                _ => 0,
            };
            if found > 0 && seq.is_some_and(|seq| found >= seq) {
                break;
            }
            wrong.note(u64::try_from(found).unwrap_or(0).max(1), self.name);
            self.advance()?;
        }
        Ok(())
    }

    /// Past the row of `seq`, if it stands there.
    fn pass(&mut self, seq: i64) -> Result<(), RecordsError> {
        match self.at(seq) {
            Some(_) => self.advance(),
            None => Ok(()),
        }
    }
}

/// A file of an older layout has fewer columns.
fn is_session(row: &Row<'_>, session: &Completion) -> bool {
    let values = session_values(session);
    let columns = row.as_ref().column_count();
    let mut pairs = (1..columns).zip(&values);
    columns > 1 && pairs.all(|(column, value)| holds(row, column, value))
}

fn is_attendance(row: &Row<'_>, position: usize, officer: &str, there: bool) -> bool {
    let number = i64::try_from(position).unwrap_or(i64::MAX);
    row.get_ref(1) == Ok(ValueRef::Integer(number))
        && row.get_ref(2) == Ok(ValueRef::Text(officer.as_bytes()))
        && row.get_ref(3) == Ok(ValueRef::Integer(i64::from(there)))
}

fn holds(row: &Row<'_>, column: usize, value: &Value) -> bool {
    row.get_ref(column) == Ok(ValueRef::from(value))
}
