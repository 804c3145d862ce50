//! Files whose schema or indexes somebody altered (RECORDS 5.8 to 5.10).

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{World, add, all, attended, briefing};
use crate::records::{Carried, Filter, Head, Records, RecordsError};

fn three() -> World {
    let world = World::new();
    let records = world.open();
    for n in 1..=3 {
        add(&records, &briefing(n));
    }
    world
}

fn found<T: std::fmt::Debug>(result: Result<T, RecordsError>) -> String {
    match result {
        Err(RecordsError::Altered { found, .. }) => found,
        other => panic!("{other:?}"),
    }
}

impl World {
    /// Runs `sql` over the tables while the file does not know this index, which so stays as it is.
    fn behind_an_index(&self, index: &str, sql: &str) {
        let connection = Connection::open(self.file()).expect("opens");
        let row: [Value; 5] = connection
            .query_row(
                "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?1",
                [index],
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
            .expect("the index");
        let writable = "PRAGMA writable_schema = ON";
        connection.execute_batch(writable).expect("writable");
        connection
            .execute("DELETE FROM sqlite_schema WHERE name = ?1", [index])
            .expect("hidden");
        drop(connection);
        self.tamper(sql);
        let connection = Connection::open(self.file()).expect("opens");
        connection.execute_batch(writable).expect("writable");
        connection
            .execute("INSERT INTO sqlite_schema VALUES (?1, ?2, ?3, ?4, ?5)", row)
            .expect("put back");
    }
}

// RECORDS 5.8.
#[test]
fn whatever_is_extra_missing_or_different_in_the_schema_is_named_and_nothing_is_read() {
    let cases = [
        (
            "CREATE INDEX entries_by_hash ON entries(hash)",
            "extra index entries_by_hash",
        ),
        (
            "CREATE INDEX part ON entries(hash) WHERE seq < 2",
            "extra index part",
        ),
        (
            "CREATE INDEX expr ON attendance(lower(officer_id))",
            "extra index expr",
        ),
        (
            "CREATE UNIQUE INDEX u ON entries(hash COLLATE NOCASE)",
            "extra index u",
        ),
        ("CREATE TABLE birds(name)", "extra table birds"),
        ("CREATE VIEW v AS SELECT * FROM sessions", "extra view v"),
        (
            "CREATE TRIGGER t AFTER INSERT ON sessions BEGIN DELETE FROM attendance; END",
            "extra trigger t",
        ),
        ("DROP TRIGGER entries_hold", "missing trigger entries_hold"),
        (
            "DROP TRIGGER entries_hold; CREATE TRIGGER entries_hold BEFORE UPDATE ON entries \
             BEGIN SELECT 1; END",
            "different trigger entries_hold",
        ),
        (
            "DROP INDEX sessions_by_start",
            "missing index sessions_by_start",
        ),
        (
            "DROP INDEX sessions_by_start; CREATE INDEX sessions_by_start ON sessions(started DESC)",
            "different index sessions_by_start",
        ),
        ("ANALYZE", "extra table sqlite_stat1"),
        (
            "ALTER TABLE sessions ADD COLUMN more TEXT",
            "different table sessions",
        ),
        (
            "ALTER TABLE drafts ADD COLUMN more TEXT",
            "different table drafts",
        ),
        ("DROP TABLE attendance", "missing table attendance"),
        (
            "CREATE TABLE other(id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "extra table other",
        ),
        (
            "DROP TABLE latest; CREATE TABLE latest(station TEXT NOT NULL, pack_id TEXT NOT NULL, \
             module_id TEXT NOT NULL, shift TEXT NOT NULL, seq INTEGER NOT NULL, \
             PRIMARY KEY (station, pack_id, module_id, shift))",
            "different table latest",
        ),
        (
            "CREATE TABLE s AS SELECT * FROM sessions; DROP TABLE sessions; \
             CREATE VIEW sessions AS SELECT * FROM s WHERE seq <> 2",
            "missing table sessions",
        ),
    ];
    for (sql, what) in cases {
        let world = three();
        let head = world.open().head().expect("a head");
        world.tamper(sql);
        assert!(found(Records::open(&world.file())).contains(what), "{sql}");
        assert!(
            found(Records::open_read_only(&world.file())).contains(what),
            "{sql}"
        );
        let mut reader = Records::open_to_verify(&world.file()).expect(sql);
        assert!(found(reader.verify()).contains(what), "{sql}");
        let rebuilt = reader.rebuild().expect(sql);
        assert_eq!(rebuilt.head, head);
        let kept = rebuilt.kept.expect("the file as it was");
        assert_eq!(kept, world.file().with_extension("altered.copy-1.db"));
        assert!(
            found(Records::open_read_only(&kept)).contains(what),
            "{sql}"
        );
        let records = world.open();
        assert_eq!(records.kept_aside(), None);
        assert_eq!(records.verify().expect(sql), head);
        assert_eq!(all(&records).len(), 3);
        add(&records, &briefing(4));
    }
}

// RECORDS 5.8.
#[test]
fn a_row_that_does_not_fit_is_named_before_the_schema() {
    let world = three();
    world.tamper(
        "DROP TRIGGER contents_hold; UPDATE contents SET json = replace(json, 'absent', 'present') \
         WHERE sha256 = (SELECT content_sha256 FROM entries WHERE seq = 2)",
    );
    let mut reader = Records::open_to_verify(&world.file()).expect("opens");
    for broken in [reader.verify().map(drop), reader.rebuild().map(drop)] {
        assert!(
            matches!(broken, Err(RecordsError::ChainBroken { seq: 2, .. })),
            "{broken:?}"
        );
    }
    assert_eq!(world.names(), ["records.db"], "nothing to keep");
}

// RECORDS 5.8.
#[test]
fn a_view_without_an_end_in_the_place_of_the_record_is_not_read() {
    for table in ["entries", "contents"] {
        let world = three();
        world.tamper(&format!(
            "DROP TABLE {table}; CREATE VIEW {table} AS WITH RECURSIVE n(seq) AS \
             (SELECT 1 UNION ALL SELECT seq + 1 FROM n) \
             SELECT seq, 'session' AS kind, '' AS content_sha256, '' AS prev, '' AS hash, \
             '' AS sha256, '' AS json FROM n"
        ));
        let what = format!("missing table {table}");
        assert!(found(Records::open(&world.file())).contains(&what));
        assert!(found(Records::open_to_verify(&world.file())).contains(&what));
    }
}

// RECORDS 5.8: the layout that a file claims is the one that is compared.
#[test]
fn a_layout_that_was_set_lower_is_seen() {
    let world = three();
    world.tamper("PRAGMA user_version = 1");
    let what = "different table sessions";
    assert!(found(Records::open_read_only(&world.file())).contains(what));
    let reader = Records::open_to_verify(&world.file()).expect("opens");
    assert!(found(reader.verify()).contains(what));
}

// RECORDS 5.9.
#[test]
fn an_index_that_does_not_say_what_its_table_says_is_named_and_misleads_no_query() {
    let cases = [
        (
            "attendance_of_officer",
            "UPDATE attendance SET officer_id = 'x' WHERE officer_id = '2'",
        ),
        ("sessions_of_module", "UPDATE sessions SET module_id = 'x'"),
        (
            "amendments_of_session",
            "INSERT INTO amendments VALUES (9, 1)",
        ),
    ];
    for (index, sql) in cases {
        let world = three();
        // What was there before, in the index only.
        world.behind_an_index(index, sql);
        let altered = found(Records::open(&world.file()));
        assert!(altered.contains(index), "{altered}");
        let mut reader = Records::open_to_verify(&world.file()).expect("opens");
        assert!(reader.verify().is_err(), "{index}");
        reader.rebuild().expect("made anew");
        world.open().verify().expect("whole");
    }
    // The index hides an officer; the tables are as they were recorded.
    let world = three();
    world.tamper("CREATE TABLE keep AS SELECT * FROM attendance");
    world.tamper("DELETE FROM attendance WHERE officer_id = '2'");
    world.behind_an_index(
        "attendance_of_officer",
        "INSERT INTO attendance SELECT * FROM keep WHERE officer_id = '2'; DROP TABLE keep",
    );
    let filter = Filter {
        officers: vec!["2".to_owned()],
        ..Filter::default()
    };
    let reader = Records::open_read_only(&world.file()).expect("opens");
    assert_eq!(reader.sessions(&filter).expect("read").len(), 3);
    assert_eq!(
        attended(&reader, &["2"]),
        0,
        "absent, but asked by the table"
    );
    let altered = found(reader.verify());
    assert!(altered.contains("attendance_of_officer"), "{altered}");
}

/// As `Records::verify_against` one head.
fn against(records: &Records, head: Head) -> Result<Head, RecordsError> {
    records.verify_against(&[Carried::from(head)], &mut |_, _| true)
}

// RECORDS 3.7: the head is sought among the rows that were walked.
#[test]
fn a_chain_that_was_made_anew_behind_an_index_of_the_old_hashes_is_not_whole() {
    let world = three();
    let old = world.open().head().expect("a head");
    let other = World::new();
    let records = other.open();
    for n in 4..=6 {
        add(&records, &briefing(n));
    }
    drop(records);
    world.tamper_without_triggers("CREATE INDEX by_hash ON entries(hash)");
    world.behind_an_index(
        "by_hash",
        &format!(
            "ATTACH '{}' AS other; DELETE FROM entries; DELETE FROM contents; \
             INSERT INTO contents SELECT * FROM other.contents; \
             INSERT INTO entries SELECT * FROM other.entries; \
             DELETE FROM sessions; INSERT INTO sessions SELECT * FROM other.sessions; \
             DELETE FROM attendance; INSERT INTO attendance SELECT * FROM other.attendance; \
             DELETE FROM latest; INSERT INTO latest SELECT * FROM other.latest",
            other.file().display()
        ),
    );
    let mut reader = Records::open_to_verify(&world.file()).expect("opens");
    assert!(found(against(&reader, old)).contains("by_hash"));
    reader.rebuild().expect("the rows fit each other");
    let missing = against(&world.open(), old);
    assert!(
        matches!(missing, Err(RecordsError::HeadMissing { .. })),
        "{missing:?}"
    );
}

// RECORDS 5.8.
#[test]
fn a_trigger_that_came_while_the_file_was_open_lets_nothing_be_recorded() {
    let world = three();
    let records = world.open();
    world.tamper("CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM latest; END");
    assert!(found(records.check_writable()).contains("extra trigger t"));
    assert!(found(records.append(&briefing(4), &super::noon())).contains("extra trigger t"));
    assert_eq!(world.rows().len(), 3);
}

// RECORDS 5.10.
#[test]
fn a_file_is_made_anew_under_a_program_that_has_it_open() {
    let world = three();
    let open = world.open();
    let mut reader = Records::open_to_verify(&world.file()).expect("opens");
    world.tamper("CREATE VIEW v AS SELECT 1");
    reader.rebuild().expect("made anew");
    add(&open, &briefing(4));
    assert_eq!(open.verify().expect("whole").count, 4);
    assert_eq!(world.open().verify().expect("whole").count, 4);
    // A second time nothing is wrong, and nothing is kept.
    let rebuilt = world.open().rebuild().expect("made anew");
    assert_eq!(rebuilt.kept, None);
    assert_eq!(world.names(), ["records.altered.copy-1.db", "records.db"]);
}

// RECORDS 5.10: no copy takes another's place.
#[test]
fn each_file_that_was_altered_is_kept() {
    let world = three();
    for (number, table) in ["one", "two"].into_iter().enumerate() {
        world.tamper(&format!("CREATE TABLE {table}(x)"));
        let mut reader = Records::open_to_verify(&world.file()).expect("opens");
        let kept = reader.rebuild().expect("made anew").kept.expect("kept");
        let name = format!("altered.copy-{}.db", number + 1);
        assert_eq!(kept, world.file().with_extension(name));
        assert!(found(Records::open_read_only(&kept)).contains(table));
    }
}

// RECORDS 5.10.
#[test]
fn a_briefing_under_way_stays_when_the_file_is_made_anew() {
    let world = World::golden();
    world.open();
    world.tamper("CREATE TABLE birds(name)");
    let mut reader = Records::open_to_verify(&world.file()).expect("opens");
    reader.rebuild().expect("made anew");
    assert!(world.open().draft().expect("read").is_some());
}

// RECORDS 2.9.
#[test]
fn what_is_recorded_lies_in_the_file_itself() {
    let world = World::new();
    let records = world.open();
    for n in 1..=3 {
        add(&records, &briefing(n));
    }
    // Copied as people copy, while it is open.
    let copied = World::new();
    std::fs::copy(world.file(), copied.file()).expect("copied");
    let reader = Records::open_read_only(&copied.file()).expect("opens");
    assert_eq!(
        reader.verify().expect("whole"),
        records.head().expect("a head")
    );
}

// RECORDS 8.12.
#[test]
fn a_backup_is_whole_and_one_of_an_altered_file_is_refused() {
    let world = three();
    let records = world.open();
    let backup = World::new();
    let head = records.back_up(&backup.made(), &mut |_, _| true);
    assert_eq!(head.expect("copied"), records.head().expect("a head"));
    assert_eq!(backup.names(), ["records.db"]);
    assert_eq!(all(&backup.open()), all(&records));
    world.tamper("UPDATE sessions SET present = 9 WHERE seq = 2");
    let refused = records.back_up(&World::new().made(), &mut |_, _| true);
    assert!(
        matches!(refused, Err(RecordsError::ChainBroken { seq: 2, .. })),
        "{refused:?}"
    );
}
