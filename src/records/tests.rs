//! The rules of RECORDS, as the store keeps them.

mod adding;
mod aging;
mod reading;
mod whole;

use std::path::PathBuf;

use uuid::Uuid;

use crate::records::{Filter, Records, SessionView};
use crate::session::{Completion, Moment};

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

fn add(records: &Records, briefing: &Completion) {
    records.append(briefing, &noon()).expect("recorded");
}

fn all(records: &Records) -> Vec<SessionView> {
    records.sessions(&Filter::default()).expect("the sessions")
}
