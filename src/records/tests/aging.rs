//! Stores that an older or a newer Muster wrote. The golden store is described beside it, in
//! `tests/fixtures/golden`.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use uuid::Uuid;

use super::added::{with_added_columns, with_nulls, without_derived};
use super::{World, add, all, briefing, moment, noon};
use crate::records::content::FORMAT;
use crate::records::schema::LAYOUT;
use crate::records::{Change, Filter, Format, Head, Records, RecordsError, What};
use crate::session::Stage;

fn golden(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/golden");
    std::fs::read(PathBuf::from(folder).join(name)).expect("a golden file")
}

fn golden_json(name: &str) -> Value {
    serde_json::from_slice(&golden(name)).expect("JSON")
}

fn golden_head() -> Head {
    serde_json::from_value(golden_json("expected/verify.json")).expect("a head")
}

fn put(path: &Path, bytes: &[u8]) {
    let mut file = File::create(path).expect("a file");
    file.write_all(bytes).expect("written");
}

impl World {
    /// With the golden store, which the first layout was written with.
    pub(super) fn golden() -> Self {
        let world = Self::new();
        put(&world.file(), &golden("data/records.db"));
        world
    }

    fn layout(&self) -> i64 {
        let connection = rusqlite::Connection::open(self.file()).expect("opens");
        let layout = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
        layout.expect("a layout")
    }
}

fn exported(records: &Records, what: What, format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    records
        .export(what, format, &Filter::default(), &mut out)
        .expect("exported");
    out
}

/// The golden store reads as it did for the Muster that wrote it.
fn assert_reads_as_before(records: &Records) {
    assert_eq!(records.verify().expect("whole"), golden_head());
    let listed = with_nulls(golden_json("expected/list.json"), "sessions");
    assert_eq!(json!(all(records)), listed["sessions"]);
    for (what, name) in [
        (What::Sessions, "sessions"),
        (What::Attendance, "attendance"),
    ] {
        let csv = exported(records, what, Format::Csv);
        let expected = with_added_columns(&golden(&format!("expected/{name}.csv")), what);
        assert_eq!(
            String::from_utf8(csv).expect("UTF-8"),
            String::from_utf8(expected).expect("UTF-8")
        );
        let document: Value =
            serde_json::from_slice(&exported(records, what, Format::Json)).expect("JSON");
        let expected = golden_json(&format!("expected/{name}.json"));
        assert_eq!(without_derived(document), with_nulls(expected, name));
    }
}

#[test]
fn the_golden_store_holds_every_outcome_mark_and_delivery() {
    let world = World::golden();
    let records = Records::open_read_only(&world.file()).expect("opens");
    let text = json!(all(&records)).to_string();
    for part in [
        r#""outcome":"complete""#,
        r#""outcome":"partial""#,
        r#""entered":"live""#,
        r#""entered":"by hand""#,
        r#""delivery":"roll_call""#,
        r#""delivery":"make_up""#,
        r#""delivery":"class""#,
        r#""delivery":"self_study""#,
        r#""mark":"unmarked""#,
        r#""mark":"present""#,
        r#""mark":"late""#,
        r#""mark":"left_early""#,
        r#""mark":"excused""#,
        r#""mark":"absent""#,
        r#""method":"single""#,
        r#""method":"all_here""#,
        r#""method":"by_hand""#,
        r#""visiting":true"#,
        r#""clock_doubt":true"#,
        r#""acknowledgement":{"paper":"#,
        r#""step_reached":null"#,
        r#""pack_version":null"#,
        r#""key_id":null"#,
        r#""review_overdue":true"#,
        r#""captions":true"#,
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(all(&records).len(), 12);
    assert_eq!(records.head().expect("a head").count, 25);
}

#[test]
fn the_golden_store_reads_the_same_before_and_after_migration() {
    let world = World::golden();
    assert_reads_as_before(&Records::open_read_only(&world.file()).expect("opens"));
    assert_reads_as_before(&world.open());
    assert_eq!(world.layout(), LAYOUT);
    assert_reads_as_before(&Records::open_read_only(&world.file()).expect("opens"));
}

// RECORDS 4.6.
#[test]
fn a_migration_leaves_every_row_and_content_as_it_was() {
    let world = World::golden();
    let before = world.rows();
    assert_eq!((before.len(), world.layout()), (25, 1));
    assert!(before.iter().all(|row| !row[5].contains("station_id")));
    drop(world.open());
    assert_eq!(world.layout(), LAYOUT);
    assert_eq!(world.rows(), before);
}

// RECORDS 5.6.
#[test]
fn a_reader_leaves_an_older_file_as_it_is() {
    let world = World::golden();
    let reader = Records::open_read_only(&world.file()).expect("opens");
    reader.verify().expect("whole");
    assert!(matches!(
        reader.append(&briefing(1), &noon()),
        Err(RecordsError::ReadOnly { .. })
    ));
    drop(reader);
    assert_eq!(
        std::fs::read(world.file()).expect("read"),
        golden("data/records.db")
    );
    assert_eq!(world.names(), ["records.db"]);
}

#[test]
fn what_screens_read_in_an_older_file_is_compared_with_what_was_recorded() {
    let world = World::golden();
    world.tamper("UPDATE sessions SET station = 'Elsewhere' WHERE seq = 3");
    let reader = Records::open_read_only(&world.file()).expect("opens");
    assert!(matches!(
        reader.verify(),
        Err(RecordsError::ChainBroken { seq: 3, .. })
    ));
    // A migration hides nothing.
    assert!(matches!(
        world.open().verify(),
        Err(RecordsError::ChainBroken { seq: 3, .. })
    ));
}

// RECORDS 5.4.
#[test]
fn a_copy_of_an_older_file_is_kept_and_can_be_read() {
    let world = World::golden();
    let before = world.rows();
    drop(world.open());
    drop(world.open());
    assert_eq!(world.names(), ["records.db", "records.layout-1.copy-1.db"]);
    let copy = World::new();
    let file = world.folder.path().join("records.layout-1.copy-1.db");
    std::fs::copy(&file, copy.file()).expect("copied");
    assert_eq!((copy.layout(), copy.rows()), (1, before));
    assert_reads_as_before(&Records::open_read_only(&file).expect("opens"));
}

#[test]
fn rows_that_lie_in_the_journal_only_are_copied_and_migrated_too() {
    let world = World::golden();
    // Held open, as by another program, so that what it writes is not yet in the file.
    let other = rusqlite::Connection::open(world.file()).expect("opens");
    other
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
        .expect("SQL");
    let mut content: Value = serde_json::from_str(&world.rows()[0][5]).expect("JSON");
    content["session"]["session_id"] = json!(Uuid::from_u128(99));
    world.add_raw(&content);
    assert_eq!(world.open().head().expect("a head").count, 26);
    let file = world.folder.path().join("records.layout-1.copy-1.db");
    let copy = Records::open_read_only(&file).expect("opens");
    assert_eq!(copy.head().expect("a head").count, 26);
}

#[test]
fn no_copy_is_overwritten_and_none_is_made_twice() {
    let world = World::golden();
    let path = |number: u32| {
        let name = format!("records.layout-1.copy-{number}.db");
        world.folder.path().join(name)
    };
    put(&path(1), b"somebody else's");
    put(&path(2), &golden("data/records.db"));
    // A migration was interrupted after its copy, and in the middle of another one.
    let part = world.folder.path().join("records.layout-1.part");
    put(&part, b"half a copy");
    let two = std::fs::read(path(2)).expect("read");
    drop(world.open());
    assert_eq!(std::fs::read(path(1)).expect("read"), b"somebody else's");
    assert_eq!(std::fs::read(path(2)).expect("read"), two);
    assert!(!path(3).exists(), "the rows are in the second");

    // The copy of other rows is one more.
    let other = World::golden();
    std::fs::copy(
        path(1),
        other.folder.path().join("records.layout-1.copy-1.db"),
    )
    .expect("copied");
    put(&other.folder.path().join("records.layout-1.part"), b"half");
    drop(other.open());
    assert_eq!(
        other.names(),
        [
            "records.db",
            "records.layout-1.copy-1.db",
            "records.layout-1.copy-2.db"
        ]
    );
}

// RECORDS 5.5.
#[test]
fn without_a_copy_there_is_no_migration_and_the_old_file_can_be_read() {
    let world = World::golden();
    // A folder in the place of the copy: none can be made.
    let part = world.folder.path().join("records.layout-1.part");
    std::fs::create_dir(&part).expect("a folder");
    let refused = Records::open(&world.file());
    assert!(
        matches!(
            refused,
            Err(RecordsError::Io { .. } | RecordsError::ReadOnly { .. })
        ),
        "{refused:?}"
    );
    assert_eq!(world.layout(), 1);
    assert_reads_as_before(&Records::open_read_only(&world.file()).expect("opens"));
    std::fs::remove_dir(&part).expect("removed");
    assert_reads_as_before(&world.open());
}

// RECORDS 5.5.
#[test]
fn projections_that_somebody_took_away_are_made_anew_by_the_migration() {
    for sql in [
        "DROP TABLE sessions",
        "ALTER TABLE sessions ADD COLUMN station_id TEXT",
    ] {
        let world = World::golden();
        world.tamper(sql);
        assert_reads_as_before(&world.open());
    }
}

#[test]
fn a_damaged_older_file_is_kept_aside_untouched() {
    let world = World::golden();
    let mut damaged = golden("data/records.db");
    damaged[4096..4696].fill(0xA5);
    put(&world.file(), &damaged);
    let records = world.open();
    let kept = records.kept_aside().expect("kept").to_owned();
    assert_eq!(std::fs::read(kept).expect("read"), damaged);
    assert_eq!(world.names(), ["records.damaged-1.db", "records.db"]);
}

#[test]
fn a_migrated_store_takes_new_sessions_and_amendments_of_old_ones() {
    let world = World::golden();
    let records = world.open();
    let old = all(&records).remove(0).session.session_id;
    add(&records, &briefing(1));
    records
        .amend(&Change {
            session: old,
            officer: None,
            field: "notes",
            to: "ten years later",
            by: "Lieutenant 7",
            why: "asked for",
            at: moment("2036-11-25T09:00:00-05:00"),
            account: "lieutenant",
            confirmed: false,
        })
        .expect("amended");
    let head = records.verify().expect("whole");
    assert_eq!(head.count, golden_head().count + 2);
    records
        .verify_against(&[golden_head().into()], &mut |_, _| true)
        .expect("the old head is in the chain");
    let view = records.session(old).expect("the session");
    assert_eq!(
        (&*view.session.notes, view.session.station_id),
        ("ten years later", None)
    );
    let new = records.session(Uuid::from_u128(1)).expect("the session");
    assert_eq!(new.session, briefing(1));
    assert!(new.session.station_id.is_some());
    for row in world.rows().iter().skip(25) {
        let content: Value = serde_json::from_str(&row[5]).expect("JSON");
        assert_eq!(content["format"], FORMAT, "RECORDS 4.1");
    }
    let sql = "SELECT count(*) FROM sessions WHERE station_id = ?1";
    let id = new.session.station_id.map(|id| id.to_string());
    let projected: i64 = records
        .connection
        .query_row(sql, [id], |row| row.get(0))
        .expect("a count");
    assert_eq!(projected, 1);
}

#[test]
fn a_briefing_that_an_older_muster_saved_goes_on() {
    let world = World::golden();
    let draft = world.open().draft().expect("read").expect("a draft");
    assert_eq!(draft.stage(), Stage::Step(1));
    assert_eq!(draft.place_in("listen"), 420);
    assert_eq!(draft.plan().place.station_id, None);
}

// RECORDS 5.2.
#[test]
fn a_store_that_a_newer_muster_migrated_while_it_was_open_is_written_no_more() {
    let world = World::new();
    let mut records = world.open();
    add(&records, &briefing(1));
    world.tamper("PRAGMA user_version = 3");
    for refused in [
        records.append(&briefing(2), &noon()).map(drop),
        records.check_writable(),
        records.rebuild().map(drop),
    ] {
        assert!(
            matches!(refused, Err(RecordsError::StoreTooNew { found: 3, .. })),
            "{refused:?}"
        );
    }
    assert_eq!(world.rows().len(), 1);
}

// RECORDS 5.4.
#[cfg(unix)]
#[test]
fn the_copy_before_a_migration_is_as_confidential_as_the_records() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::golden();
    let owner_only = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(world.file(), owner_only).expect("its owner may");
    drop(world.open());
    let copy = world.file().with_extension("layout-1.copy-1.db");
    let mode = copy.metadata().expect("a copy").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
