//! The records against those who alter them, kill the program, or write at the same time.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test makes its world with std, and fails where something is not there"
)]

mod common;
#[path = "records/doubt.rs"]
mod doubt;
#[path = "records/golden.rs"]
mod golden;
#[path = "records/heads.rs"]
mod heads;
#[path = "records/programs.rs"]
mod programs;
#[path = "records/week.rs"]
mod week;

use std::path::PathBuf;
use std::process::Command;

use muster::records::{Change, Records};
use muster::session::{Completion, Moment};
use serde_json::{Value, json};
use uuid::Uuid;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    /// With three briefings recorded.
    fn three() -> Self {
        let world = Self::new();
        let records = Records::open(&world.store()).expect("opens");
        for _ in 0..3 {
            records.append(&briefing(), &now()).expect("recorded");
        }
        world
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("records.db")
    }

    fn run(&self, arguments: &[&str]) -> (i32, Value) {
        let mut command = common::muster();
        command.args(["--json", "--data-dir"]);
        command.arg(common::path(self.folder.path()));
        let output = command.args(arguments).output().expect("muster runs");
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("a code"), document)
    }

    fn tamper(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.store()).expect("opens");
        connection.execute_batch(sql).expect("SQL");
    }

    fn broken(&self) -> String {
        let (code, document) = self.run(&["records", "verify"]);
        assert_eq!(
            (code, &document["error"]["code"]),
            (4, &json!("ChainBroken")),
            "{document}"
        );
        document["error"]["message"]
            .as_str()
            .expect("a message")
            .to_owned()
    }

    fn path(&self, name: &str) -> String {
        let path = common::path(&self.folder.path().join(name));
        path.to_str().expect("Unicode").to_owned()
    }
}

fn now() -> Moment {
    "2026-11-24T12:00:00-05:00".parse().expect("a time")
}

/// One briefing after the other.
fn briefing() -> Completion {
    let text = include_str!("../src/records/tests/briefing.json")
        .replace("SESSION", &Uuid::new_v4().to_string())
        .replace("DAY", "2026-11-24");
    serde_json::from_str(&text).expect("a briefing")
}

#[test]
fn altered_through_sql_the_row_is_named() {
    let world = World::three();
    let (code, document) = world.run(&["records", "verify"]);
    assert_eq!((code, &document["count"]), (0, &json!(3)));
    world.tamper(
        "DROP TRIGGER contents_hold; UPDATE contents SET json = replace(json, 'absent', 'present') \
         WHERE sha256 = (SELECT content_sha256 FROM entries WHERE seq = 2)",
    );
    assert!(world.broken().contains("row 2"));
}

#[test]
fn a_row_of_what_screens_read_that_belongs_to_no_record_is_found() {
    for forged in [
        "INSERT INTO amendments VALUES (-5, 'x')",
        "INSERT INTO amendments VALUES (-5, -5)",
        "INSERT INTO amendments VALUES (1000, 'x')",
        "INSERT INTO attendance VALUES (-1, 0, 'x', 1)",
        "INSERT INTO latest VALUES ('a', 'b', 'c', 'd', 'e')",
    ] {
        let world = World::three();
        world.tamper(forged);
        world.broken();
    }
}

#[test]
fn a_page_that_is_free_and_in_use_is_found_and_doctor_says_what_it_set_aside() {
    let world = World::three();
    let connection = rusqlite::Connection::open(world.store()).expect("opens");
    let root: u32 = connection
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'contents'",
            [],
            |row| row.get(0),
        )
        .expect("a table");
    drop(connection);
    let mut bytes = std::fs::read(world.store()).expect("read");
    // The first page of the list of free pages, and how many there are.
    bytes[32..36].copy_from_slice(&root.to_be_bytes());
    bytes[36..40].copy_from_slice(&1_u32.to_be_bytes());
    std::fs::write(world.store(), bytes).expect("written");
    world.broken();
    let (_, doctor) = world.run(&["doctor"]);
    let lines = doctor["lines"].as_array().expect("lines").iter();
    let records: Vec<_> = lines.filter(|line| line["check"] == "records").collect();
    assert!(
        records.iter().any(|line| line["state"] == "problem"),
        "{records:?}"
    );
    assert!(
        records.iter().all(|line| line["state"] != "ok"),
        "{records:?}"
    );
}

#[test]
fn a_backup_takes_the_place_of_nothing_that_belongs_to_the_records() {
    for name in [
        "records.db",
        "records.db-wal",
        "records.db-shm",
        "records.db-journal",
        "records.lock",
    ] {
        let world = World::three();
        let out = world.path(name);
        let (code, document) = world.run(&["records", "backup", "--out", &out, "--force"]);
        assert_eq!(
            (code, &document["error"]["code"]),
            (2, &json!("Usage")),
            "{name}: {document}"
        );
        assert_eq!(world.run(&["records", "verify"]).1["count"], json!(3));
    }
}

/// A store of another folder with two briefings, one of them amended.
fn astray() -> (World, [Completion; 2]) {
    let world = World::new();
    let records = Records::open(&world.store()).expect("opens");
    let sessions = [briefing(), briefing()];
    for session in &sessions {
        records.append(session, &now()).expect("recorded");
    }
    records
        .amend(&Change {
            session: sessions[0].session_id,
            officer: None,
            field: "notes",
            to: "read aloud",
            by: "Sergeant 0517",
            why: "left out",
            at: now(),
            account: "desk2",
            confirmed: false,
        })
        .expect("amended");
    drop(records);
    (world, sessions)
}

#[test]
fn what_was_recorded_elsewhere_is_brought_in_once_and_marked() {
    let (other, sessions) = astray();
    let head = other.run(&["records", "verify"]).1["head"].clone();
    let world = World::three();
    let file = other.path("records.db");
    let (code, document) = world.run(&["records", "bring-in", &file]);
    assert_eq!(code, 0, "{document}");
    let expected = json!({"store": file, "sessions": 2, "amendments": 1, "already_here": 0, "left": 0, "kept_as": null});
    assert_eq!(document["stores"], json!([expected]));
    let (code, document) = world.run(&["records", "verify"]);
    assert_eq!((code, &document["count"]), (0, &json!(6)), "{document}");
    let list = world.run(&["records", "list"]).1;
    let all = list["sessions"].as_array().expect("sessions");
    let marked: Vec<_> = all.iter().filter(|s| !s["brought_in"].is_null()).collect();
    assert_eq!(marked.len(), 2);
    for session in &marked {
        let from = &session["brought_in"];
        assert_eq!(from["store"], json!(file));
        let id = &session["session_id"];
        let row = sessions.iter().position(|s| json!(s.session_id) == *id);
        assert_eq!(from["seq"], json!(row.expect("one of the two") + 1));
    }
    let amended = marked.iter().find(|s| s["notes"] == "read aloud");
    let amended = amended.expect("the amendment came with its briefing");
    assert_eq!(amended["amendments"][0]["account"], "desk2");

    // Again nothing is added, but what was amended there meanwhile.
    let count = |key: &str, document: &Value| document["stores"][0][key].as_u64();
    let document = world.run(&["records", "bring-in", &file]).1;
    assert_eq!(count("sessions", &document), Some(0));
    assert_eq!(count("amendments", &document), Some(0));
    assert_eq!(count("already_here", &document), Some(2));
    let id = sessions[1].session_id.to_string();
    let amend = ["records", "amend", &id, "--field", "notes", "--to", "later"];
    let amend = [&amend[..], &["--by", "Sergeant 0517", "--why", "late"]].concat();
    assert_eq!(other.run(&amend).0, 0);
    let document = world.run(&["records", "bring-in", &file]).1;
    assert_eq!(count("amendments", &document), Some(1), "{document}");
    // The other store is what it was.
    let head = head.as_str().expect("a head");
    assert_eq!(other.run(&["records", "verify", "--against", head]).0, 0);
}

#[test]
fn nothing_is_brought_in_from_a_store_that_is_not_whole() {
    let (other, _) = astray();
    other.tamper(
        "DROP TRIGGER contents_hold; UPDATE contents SET json = replace(json, 'absent', 'present') \
         WHERE sha256 = (SELECT content_sha256 FROM entries WHERE seq = 2)",
    );
    let world = World::three();
    let (code, document) = world.run(&["records", "bring-in", &other.path("records.db")]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (4, &json!("ChainBroken"))
    );
    assert_eq!(world.run(&["records", "verify"]).1["count"], json!(3));
}

#[test]
fn a_copy_of_these_records_brings_nothing_in() {
    let world = World::three();
    let copy = world.folder.path().join("copy.db");
    std::fs::copy(world.store(), &copy).expect("copied");
    let (code, document) = world.run(&["records", "bring-in", &world.path("copy.db")]);
    assert_eq!(code, 0, "{document}");
    assert_eq!(document["stores"][0]["already_here"], json!(3));
    assert_eq!(world.run(&["records", "verify"]).1["count"], json!(3));
}

#[test]
fn altered_in_its_bytes_the_row_is_named() {
    let world = World::three();
    let mut bytes = std::fs::read(world.store()).expect("read");
    let salt = {
        let connection = rusqlite::Connection::open(world.store()).expect("opens");
        let sql = "SELECT json_extract(json, '$.salt') FROM contents JOIN entries \
                   ON sha256 = content_sha256 WHERE seq = 3";
        connection
            .query_row(sql, [], |row| row.get::<_, String>(0))
            .expect("a salt")
    };
    let at = bytes
        .windows(salt.len())
        .position(|w| w == salt.as_bytes())
        .expect("in the file");
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    std::fs::write(world.store(), bytes).expect("written");
    assert!(world.broken().contains("row 3"));
}

// RECORDS 2.6.
#[test]
fn a_file_that_is_no_database_any_more_is_broken_and_stays_as_it_is() {
    let world = World::three();
    std::fs::write(world.store(), b"nothing that was recorded").expect("written");
    world.broken();
    assert_eq!(
        std::fs::read(world.store()).expect("read"),
        b"nothing that was recorded"
    );
    let (code, document) = world.run(&["records", "list"]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (1, &json!("StoreDamaged"))
    );
}

// RECORDS 3.7.
#[test]
fn a_chain_that_was_made_anew_does_not_have_the_head_that_was_carried_away() {
    let world = World::three();
    let out = world.path("sessions.csv");
    let (code, exported) = world.run(&[
        "records", "export", "--what", "sessions", "--format", "csv", "--out", &out,
    ]);
    assert_eq!((code, &exported["rows"]), (0, &json!(3)));
    let head = exported["head"].as_str().expect("a head").to_owned();
    for against in [&*head, &out, &world.path("sessions.csv.chain.json")] {
        assert_eq!(
            world.run(&["records", "verify", "--against", against]).0,
            0,
            "{against}"
        );
    }
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(world.folder.path().join(format!("records.db{end}")));
    }
    let records = Records::open(&world.store()).expect("opens");
    for _ in 0..3 {
        records.append(&briefing(), &now()).expect("recorded");
    }
    drop(records);
    assert_eq!(world.run(&["records", "verify"]).0, 0, "whole in itself");
    for against in [&*head, &out] {
        let (code, document) = world.run(&["records", "verify", "--against", against]);
        assert_eq!(
            (code, &document["error"]["code"]),
            (4, &json!("ChainBroken"))
        );
    }
}

#[test]
fn another_store_is_read_where_nothing_can_be_written_beside_it() {
    let world = World::three();
    let elsewhere = World::new();
    let copy = elsewhere.folder.path().join("copy of records.db");
    std::fs::copy(world.store(), &copy).expect("copied");
    let copy = elsewhere.path("copy of records.db");
    let (code, list) = world.run(&["records", "list", "--store", &copy]);
    assert_eq!(
        (code, list["sessions"].as_array().map(Vec::len)),
        (0, Some(3))
    );
    let (code, document) = world.run(&["records", "list", "--store", &elsewhere.path("none.db")]);
    assert_eq!((code, &document["error"]["code"]), (2, &json!("NotFound")));
}

// RECORDS 8.5.
#[test]
fn pythons_csv_reads_what_was_exported() {
    let world = World::new();
    let records = Records::open(&world.store()).expect("opens");
    let mut session = briefing();
    session.notes = "=1+1; \"quoted\",\r\nsecond line".to_owned();
    session.officers[1].name = "Ödön, Officer".to_owned();
    records.append(&session, &now()).expect("recorded");
    drop(records);
    let out = world.path("attendance.csv");
    let (code, _) = world.run(&[
        "records",
        "export",
        "--what",
        "attendance",
        "--format",
        "csv",
        "--out",
        &out,
    ]);
    assert_eq!(code, 0);
    let script = "import csv, json, sys\n\
        rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))\n\
        print(json.dumps(rows))";
    let file = world.folder.path().join("attendance.csv");
    let python = Command::new("python3")
        .arg("-c")
        .arg(script)
        .arg(file)
        .output();
    let Ok(output) = python else {
        common::skip("comparing with Python needs python3");
        return;
    };
    let rows: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    assert_eq!(rows[0]["notes"], "'=1+1; \"quoted\",\r\nsecond line");
    assert_eq!(rows[1]["officer_name"], "Ödön, Officer");
    assert_eq!(
        (&rows[0]["mark"], &rows[1]["mark"]),
        (&json!("present"), &json!("absent"))
    );
    assert_eq!(rows[1]["session_id"], json!(session.session_id));
    assert_eq!(rows[1]["started_at"], "2026-11-24T06:55:00-05:00");
}
