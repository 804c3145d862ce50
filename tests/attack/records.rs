//! Stores of records that somebody forged with a stock tool (RECORDS 3.7, 5.8, 5.9): each defect on
//! its own, through the real program. How many there are is counted.

use std::path::Path;

use muster::records::Records;
use muster::session::{Completion, Moment};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::program::{refused, run};

/// One way to forge a store.
struct Forgery {
    name: &'static str,
    /// What is done to the tables.
    sql: &'static str,
    /// The index that does not learn of it.
    stale: Option<&'static str>,
    /// Part of the message.
    says: &'static str,
}

const fn forgery(name: &'static str, sql: &'static str, says: &'static str) -> Forgery {
    Forgery {
        name,
        sql,
        stale: None,
        says,
    }
}

const fn behind(
    name: &'static str,
    stale: &'static str,
    sql: &'static str,
    says: &'static str,
) -> Forgery {
    Forgery {
        name,
        sql,
        stale: Some(stale),
        says,
    }
}

/// Before it the triggers are dropped, behind it they are made again.
const FORGERIES: [Forgery; 20] = [
    forgery(
        "an index for the hashes",
        "CREATE INDEX h ON entries(hash)",
        "extra index h",
    ),
    forgery(
        "an index for some hashes",
        "CREATE INDEX h ON entries(hash) WHERE seq = 2",
        "extra index h",
    ),
    forgery(
        "an index of an expression",
        "CREATE INDEX h ON attendance(upper(officer_id))",
        "extra index h",
    ),
    forgery(
        "a unique index without case",
        "CREATE UNIQUE INDEX h ON contents(sha256 COLLATE NOCASE)",
        "extra index h",
    ),
    forgery("a table", "CREATE TABLE birds(name)", "extra table birds"),
    forgery("statistics", "ANALYZE", "extra table sqlite_stat1"),
    forgery(
        "a view",
        "CREATE VIEW v AS SELECT * FROM entries",
        "extra view v",
    ),
    forgery(
        "a view in the place of the sessions",
        "ALTER TABLE sessions RENAME TO s; \
         CREATE VIEW sessions AS SELECT * FROM s WHERE seq <> 2",
        "missing table sessions",
    ),
    forgery(
        "a view in the place of the record",
        "ALTER TABLE entries RENAME TO e; CREATE VIEW entries AS SELECT * FROM e",
        "missing table entries",
    ),
    forgery(
        "a trigger that takes away what is recorded",
        "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM attendance; END",
        "extra trigger t",
    ),
    forgery(
        "a trigger on what screens read",
        "CREATE TRIGGER t BEFORE INSERT ON sessions WHEN NEW.present > 5 \
         BEGIN SELECT RAISE(IGNORE); END",
        "extra trigger t",
    ),
    forgery(
        "a column",
        "ALTER TABLE entries ADD COLUMN more TEXT",
        "different table entries",
    ),
    forgery(
        "a missing index",
        "DROP INDEX sessions_by_date",
        "missing index sessions_by_date",
    ),
    forgery(
        "a missing table",
        "DROP TABLE latest",
        "missing table latest",
    ),
    forgery(
        "a layout set lower",
        "PRAGMA user_version = 1",
        "different table sessions",
    ),
    forgery(
        "a session that screens show otherwise",
        "UPDATE sessions SET present = 9",
        "row 1",
    ),
    forgery(
        "an officer taken out of a table",
        "DELETE FROM attendance WHERE seq = 2",
        "row 2",
    ),
    behind(
        "an officer that an index hides",
        "attendance_of_officer",
        "UPDATE attendance SET officer_id = '3' WHERE seq = 2 AND position = 1",
        "row 2",
    ),
    behind(
        "a session that an index has elsewhere",
        "sessions_of_module",
        "UPDATE sessions SET module_id = 'elsewhere' WHERE seq = 3",
        "row 3",
    ),
    forgery(
        "a content under another hash",
        "UPDATE contents SET sha256 = upper(sha256) WHERE rowid = 1",
        "row 1",
    ),
];

fn store(data: &Path) -> Records {
    std::fs::create_dir_all(data).expect("a folder");
    Records::open(&data.join("records.db")).expect("opens")
}

fn record(data: &Path, first: u128, count: u128) {
    let records = store(data);
    let at: Moment = "2026-11-24T12:00:00-05:00".parse().expect("a time");
    for number in first..first + count {
        let text = include_str!("../../src/records/tests/briefing.json")
            .replace("SESSION", &uuid::Uuid::from_u128(number).to_string())
            .replace("DAY", "2026-11-24");
        let briefing: Completion = serde_json::from_str(&text).expect("a briefing");
        records.append(&briefing, &at).expect("recorded");
    }
}

fn open(data: &Path) -> Connection {
    let connection = Connection::open(data.join("records.db")).expect("opens");
    connection
        .execute_batch("PRAGMA writable_schema = ON")
        .expect("writable");
    connection
}

/// Takes something out of the schema and leaves its pages; returns its row.
fn hide(data: &Path, name: &str) -> [Value; 5] {
    let connection = open(data);
    let row = connection
        .query_row(
            "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?1",
            [name],
            |row| {
                Ok([
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ])
            },
        )
        .expect("an index");
    let sql = "DELETE FROM sqlite_schema WHERE name = ?1";
    connection.execute(sql, [name]).expect("hidden");
    row
}

fn put_back(data: &Path, row: [Value; 5]) {
    let sql = "INSERT INTO sqlite_schema VALUES (?1, ?2, ?3, ?4, ?5)";
    open(data).execute(sql, row).expect("put back");
}

/// Runs SQL with the triggers out of the way.
fn tamper(data: &Path, sql: &str) {
    let connection = Connection::open(data.join("records.db")).expect("opens");
    let mut triggers = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .expect("SQL");
    let triggers: Vec<(String, String)> = triggers
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .expect("triggers");
    for (name, _) in &triggers {
        let sql = format!("DROP TRIGGER {name}");
        connection.execute_batch(&sql).expect("dropped");
    }
    connection.execute_batch(sql).expect("the SQL runs");
    for (_, sql) in &triggers {
        // A view has no such triggers.
        let _ = connection.execute_batch(sql);
    }
}

fn forge(data: &Path, forgery: &Forgery) {
    match forgery.stale {
        None => tamper(data, forgery.sql),
        Some(index) => {
            let row = hide(data, index);
            tamper(data, forgery.sql);
            put_back(data, row);
        }
    }
}

#[test]
fn every_forged_store_is_reported_as_altered() {
    let world = tempfile::tempdir().expect("a folder");
    let names: std::collections::BTreeSet<_> = FORGERIES.iter().map(|f| f.name).collect();
    assert_eq!(names.len(), FORGERIES.len(), "no two the same");
    for (number, forgery) in FORGERIES.iter().enumerate() {
        let data = world.path().join(number.to_string());
        record(&data, 1, 3);
        assert_eq!(run(&data, &["records", "verify"]).0, 0);
        forge(&data, forgery);
        let document = refused(&data, 4, "ChainBroken", &["records", "verify"]);
        let error = document["error"].to_string();
        assert!(error.contains(forgery.says), "{}: {error}", forgery.name);
        let (status, document) = run(&data, &["doctor"]);
        assert_eq!(status, 4, "{}: {document}", forgery.name);
        let backup = data.join("backup.db");
        let backup = backup.to_str().expect("Unicode");
        refused(
            &data,
            4,
            "ChainBroken",
            &["records", "backup", "--out", backup],
        );
        assert!(!Path::new(backup).exists(), "{}", forgery.name);
    }
}

/// The rows are those of another chain, which is whole; an index still holds the old hashes.
#[test]
fn a_chain_made_anew_behind_an_index_of_the_old_hashes_has_not_the_old_head() {
    let world = tempfile::tempdir().expect("a folder");
    let (data, other) = (world.path().join("data"), world.path().join("other"));
    record(&data, 1, 3);
    record(&other, 11, 3);
    let head = store(&data).head().expect("a head").hash.to_string();
    let export = world.path().join("before.csv");
    let export = export.to_str().expect("Unicode");
    let arguments = [
        "records", "export", "--what", "sessions", "--format", "csv", "--out", export,
    ];
    assert_eq!(run(&data, &arguments).0, 0);
    tamper(&data, "CREATE INDEX by_hash ON entries(hash)");
    let row = hide(&data, "by_hash");
    let tables = ["entries", "contents", "sessions", "attendance", "latest"];
    let rows = tables.map(|t| format!("DELETE FROM {t}; INSERT INTO {t} SELECT * FROM other.{t};"));
    let attach = format!("ATTACH '{}' AS other;", other.join("records.db").display());
    tamper(&data, &format!("{attach}{}", rows.concat()));
    put_back(&data, row);
    for against in [&*head, export] {
        let arguments = ["records", "verify", "--against", against];
        let document = refused(&data, 4, "ChainBroken", &arguments);
        assert!(
            document["error"]
                .to_string()
                .contains("extra index by_hash"),
            "{document}"
        );
    }
    for command in [
        &["records", "list"][..],
        &["records", "list", "--officer", "1"],
    ] {
        refused(&data, 4, "ChainBroken", command);
    }
    let (status, document) = run(&data, &["records", "rebuild"]);
    assert_eq!(status, 0, "{document}");
    assert!(Path::new(document["kept"].as_str().expect("the old file")).exists());
    assert_eq!(run(&data, &["records", "verify"]).0, 0, "whole in itself");
    for against in [&*head, export] {
        refused(
            &data,
            4,
            "ChainBroken",
            &["records", "verify", "--against", against],
        );
    }
}

// RECORDS 5.9: a query is not answered by the index.
#[test]
fn an_officer_whom_an_index_hides_is_listed() {
    let world = tempfile::tempdir().expect("a folder");
    let data = world.path().join("data");
    record(&data, 1, 3);
    tamper(
        &data,
        "CREATE TABLE keep AS SELECT * FROM attendance; DELETE FROM attendance",
    );
    let row = hide(&data, "attendance_of_officer");
    tamper(
        &data,
        "INSERT INTO attendance SELECT * FROM keep; DROP TABLE keep",
    );
    put_back(&data, row);
    let (status, document) = run(&data, &["records", "list", "--officer", "2"]);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["sessions"].as_array().map(Vec::len), Some(3));
    let document = refused(&data, 4, "ChainBroken", &["records", "verify"]);
    assert!(
        document["error"]
            .to_string()
            .contains("attendance_of_officer"),
        "{document}"
    );
}
