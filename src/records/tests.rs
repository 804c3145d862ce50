//! The rules of RECORDS, as the store keeps them.

mod added;
mod adding;
mod aging;
mod altered;
mod board;
mod formats;
mod missed;
mod private;
mod reading;
mod whole;

use std::path::PathBuf;

use serde_json::Value;
use uuid::Uuid;

use crate::records::{Filter, Records, SessionView, Sha};
use crate::session::{Completion, Moment};
use crate::station::Station;

/// A row as it is stored.
type Row = [String; 6];

/// A folder of its own with a store in it.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("records.db")
    }

    /// The file, made and empty.
    fn made(&self) -> PathBuf {
        std::fs::File::create(self.file()).expect("a file");
        self.file()
    }

    fn open(&self) -> Records {
        Records::open(&self.file()).expect("the records open")
    }

    /// Works on the database as somebody with a stock tool would.
    fn tamper(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.file()).expect("the file opens");
        connection.execute_batch(sql).expect("the SQL runs");
    }

    /// The same, with the triggers out of the way.
    fn tamper_without_triggers(&self, sql: &str) {
        let triggers = "DROP TRIGGER entries_follow; DROP TRIGGER entries_stay; \
             DROP TRIGGER entries_hold; DROP TRIGGER contents_once; DROP TRIGGER contents_stay; \
             DROP TRIGGER contents_hold;";
        self.tamper(&format!("{triggers}{sql}"));
    }

    /// Every row and its content, byte for byte.
    fn rows(&self) -> Vec<Row> {
        let connection = rusqlite::Connection::open(self.file()).expect("opens");
        let sql = "SELECT CAST(seq AS TEXT), kind, content_sha256, prev, hash, json FROM entries \
                   JOIN contents ON sha256 = content_sha256 ORDER BY seq";
        let mut statement = connection.prepare(sql).expect("SQL");
        let rows = statement.query_map([], |row| {
            let column = |n| row.get::<_, String>(n);
            Ok([
                column(0)?,
                column(1)?,
                column(2)?,
                column(3)?,
                column(4)?,
                column(5)?,
            ])
        });
        rows.and_then(Iterator::collect).expect("rows")
    }

    /// The names beside the store, but for the lock's and SQLite's own.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names
            .map(|name| name.into_string().expect("Unicode"))
            .filter(|name| name != "records.lock")
            .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
            .collect();
        names.sort();
        names
    }

    /// Adds a row as another Muster might, with this content.
    fn add_raw(&self, content: &Value) {
        let json = serde_json_canonicalizer::to_string(content).expect("JSON");
        let connection = rusqlite::Connection::open(self.file()).expect("opens");
        let last = connection.query_row(
            "SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?)),
        );
        let (count, hash) = last.unwrap_or((0, Sha::ZERO.to_string()));
        let (prev, sha) = (hash.parse().expect("a hash"), Sha::of(json.as_bytes()));
        let values = [sha.to_string(), json];
        connection
            .execute("INSERT INTO contents VALUES (?1, ?2)", values)
            .expect("a content");
        let kind = content["kind"].as_str().expect("a kind");
        let row = rusqlite::params![
            count + 1,
            kind,
            sha.to_string(),
            hash,
            Sha::of_row(prev, sha).to_string()
        ];
        connection
            .execute("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5)", row)
            .expect("a row");
    }
}

fn moment(text: &str) -> Moment {
    text.parse().expect("a time")
}

fn noon() -> Moment {
    moment("2026-11-24T12:00:00-05:00")
}

/// Briefing number `n`: day shift, officers 1 (present) and 2 (absent).
fn briefing(n: u128) -> Completion {
    let day = jiff::civil::date(2026, 11, 1)
        .checked_add(jiff::Span::new().days(i64::try_from(n).expect("small")))
        .expect("a day");
    let text = include_str!("tests/briefing.json")
        .replace("SESSION", &Uuid::from_u128(n).to_string())
        .replace("DAY", &day.to_string());
    serde_json::from_str(&text).expect("a briefing")
}

/// The station at which they were held.
fn central() -> Station {
    Station {
        id: "11111111-2222-4333-8444-555555555555".parse().ok(),
        name: "Central".to_owned(),
        ..Station::default()
    }
}

fn add(records: &Records, briefing: &Completion) {
    records.append(briefing, &noon()).expect("recorded");
}

/// In how many complete briefings the officer was that has these ids.
fn attended(records: &Records, ids: &[&str]) -> usize {
    let ids = ids
        .iter()
        .map(|id| ((*id).to_owned(), "officer".to_owned()));
    let on_rolls = records.on_rolls(&ids.collect()).expect("read");
    let sessions = on_rolls.values().flatten();
    sessions.filter(|session| session.there).count()
}

fn all(records: &Records) -> Vec<SessionView> {
    records.sessions(&Filter::default()).expect("the sessions")
}
