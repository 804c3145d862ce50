//! Stores that an older or a newer Muster wrote. The golden store is described beside it, in
//! `tests/fixtures/golden`.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, add, all, briefing, moment, noon};
use crate::records::content::{Content, FORMAT, Unreadable};
use crate::records::schema::LAYOUT;
use crate::records::{Change, Filter, Format, Head, Records, RecordsError, Sha, What};
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

/// A row as it is stored.
type Row = [String; 6];

impl World {
    /// With the golden store, which the first layout was written with.
    fn golden() -> Self {
        let world = Self::new();
        put(&world.file(), &golden("data/records.db"));
        world
    }

    fn layout(&self) -> i64 {
        let connection = rusqlite::Connection::open(self.file()).expect("opens");
        let layout = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
        layout.expect("a layout")
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

fn exported(records: &Records, what: What, format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    records
        .export(what, format, &Filter::default(), &mut out)
        .expect("exported");
    out
}

/// What format 1 did not know, in the order in which it was added.
const ADDED: [&str; 2] = ["station_id", "brought_in"];

/// What format 1 did not know is there at the end, and empty (RECORDS 4.3, 8.5).
fn with_added_columns(csv: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for (number, row) in reader.records().enumerate() {
        let mut row = row.expect("CSV");
        for name in ADDED {
            row.push_field(if number == 0 { name } else { "" });
        }
        writer.write_record(&row).expect("written");
    }
    writer.into_inner().expect("written")
}

/// The same for JSON.
fn with_nulls(mut document: Value, list: &str) -> Value {
    for row in document[list].as_array_mut().expect("rows") {
        for name in ADDED {
            assert_eq!(row.get(name), None);
            row[name] = Value::Null;
        }
    }
    document
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
        let expected = with_added_columns(&golden(&format!("expected/{name}.csv")));
        assert_eq!(
            String::from_utf8(csv).expect("UTF-8"),
            String::from_utf8(expected).expect("UTF-8")
        );
        let document: Value =
            serde_json::from_slice(&exported(records, what, Format::Json)).expect("JSON");
        let expected = golden_json(&format!("expected/{name}.json"));
        assert_eq!(document, with_nulls(expected, name));
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
        })
        .expect("amended");
    let head = records.verify().expect("whole");
    assert_eq!(head.count, golden_head().count + 2);
    records
        .compare_head(golden_head().hash, Some(golden_head().count))
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

/// A content of format `format` that is otherwise right.
fn content(format: u64) -> Value {
    json!({
        "kind": "session", "format": format, "recorded_at": "2026-11-24T12:00:00-05:00",
        "salt": "00".repeat(32), "session": briefing(9), "brought_in": null,
    })
}

/// The same content in format 2, which knew of no other store (RECORDS 4.3).
fn second(mut content: Value) -> Value {
    content["format"] = json!(2);
    content
        .as_object_mut()
        .expect("an object")
        .remove("brought_in");
    content
}

// RECORDS 4.5.
#[test]
fn a_store_with_a_row_of_a_newer_format_is_left_alone() {
    let world = World::new();
    add(&world.open(), &briefing(1));
    let mut newer = content(FORMAT + 1);
    newer["session"]["weather"] = json!("fair");
    world.add_raw(&newer);
    let before = (world.rows(), world.names());
    for opened in [
        Records::open(&world.file()),
        Records::open_read_only(&world.file()),
    ] {
        assert!(
            matches!(
                opened,
                Err(RecordsError::RowTooNew { seq: 2, found, .. }) if found == FORMAT + 1
            ),
            "{opened:?}"
        );
    }
    assert_eq!((world.rows(), world.names()), before);
}

#[test]
fn a_row_of_a_newer_format_that_came_while_the_store_was_open_is_no_tampering() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    let mut newer = content(FORMAT + 1);
    newer["kind"] = json!("purge");
    world.add_raw(&newer);
    let too_new = |result| matches!(result, Err(RecordsError::RowTooNew { seq: 2, .. }));
    assert!(too_new(records.verify().map(drop)));
    assert!(too_new(records.rebuild()));
    assert!(too_new(records.last_recorded().map(drop)));
    assert!(too_new(records.append(&briefing(2), &noon()).map(drop)));
    assert_eq!(all(&records).len(), 1);
}

// RECORDS 5.2.
#[test]
fn a_store_that_a_newer_muster_migrated_while_it_was_open_is_written_no_more() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    world.tamper("PRAGMA user_version = 3");
    for refused in [
        records.append(&briefing(2), &noon()).map(drop),
        records.check_writable(),
        records.rebuild(),
    ] {
        assert!(
            matches!(refused, Err(RecordsError::StoreTooNew { found: 3, .. })),
            "{refused:?}"
        );
    }
    assert_eq!(world.rows().len(), 1);
}

/// `content` as it would be stored, read.
fn read(content: &Value) -> Result<Content, Unreadable> {
    Content::read(&serde_json_canonicalizer::to_string(content).expect("JSON"))
}

/// The same content in format 1 (RECORDS 4.2).
fn first(content: Value) -> Value {
    let mut content = second(content);
    let fields = content.as_object_mut().expect("an object");
    fields.remove("format");
    let session = fields["session"].as_object_mut().expect("a session");
    session.remove("station_id");
    content
}

// RECORDS 4.3.
#[test]
fn a_content_of_the_first_format_has_no_station_id_and_is_else_the_same() {
    let Ok(Content::Session { session, .. }) = read(&first(content(FORMAT))) else {
        panic!("a session");
    };
    let mut same = briefing(9);
    same.station_id = None;
    assert_eq!(*session, same);
}

// RECORDS 4.3.
#[test]
fn a_content_of_the_second_format_was_brought_in_from_nowhere_and_is_else_the_same() {
    let read_second = read(&second(content(FORMAT))).expect("read");
    assert_eq!(read_second, read(&content(FORMAT)).expect("read"));
}

// RECORDS 4.4.
#[test]
fn contents_that_no_version_wrote_are_refused() {
    read(&content(FORMAT)).expect("right as it is");
    let edited = |of: Value, edit: &dyn Fn(&mut Value)| {
        let mut content = of;
        edit(&mut content);
        content
    };
    let third = || content(FORMAT);
    let latter = || second(content(FORMAT));
    let former = || first(content(FORMAT));
    let contents = [
        edited(third(), &|c| c["format"] = json!(0)),
        edited(third(), &|c| c["format"] = json!(1)),
        edited(third(), &|c| c["format"] = json!("2")),
        edited(third(), &|c| c["format"] = json!(2.5)),
        edited(third(), &|c| c["weather"] = json!("fair")),
        edited(third(), &|c| c["kind"] = json!("purge")),
        edited(third(), &|c| c["session"]["weather"] = json!("fair")),
        edited(third(), &|c| {
            c["session"]["officers"][0]["weather"] = json!("fair");
        }),
        edited(third(), &|c| {
            let session = c["session"].as_object_mut().expect("a session");
            session.remove("station_id");
        }),
        edited(latter(), &|c| c["brought_in"] = Value::Null),
        edited(latter(), &|c| c["format"] = json!(FORMAT)),
        edited(latter(), &|c| c["session"]["weather"] = json!("fair")),
        edited(former(), &|c| c["brought_in"] = Value::Null),
        edited(former(), &|c| c["format"] = json!(2)),
        edited(former(), &|c| c["format"] = Value::Null),
        edited(former(), &|c| c["session"]["station_id"] = Value::Null),
        edited(former(), &|c| c["session"]["weather"] = json!("fair")),
        edited(former(), &|c| c["weather"] = json!("fair")),
        edited(former(), &|c| c["session"] = json!([])),
    ];
    for content in contents {
        let found = read(&content);
        assert!(
            matches!(found, Err(Unreadable::Broken(_))),
            "{content}: {found:?}"
        );
    }
    let former = serde_json_canonicalizer::to_string(&former()).expect("JSON");
    Content::read(&former).expect("right as it is");
    for (from, to) in [
        ("\"salt\":", "\"salt\":\"\",\"salt\":"),
        ("\"notes\":\"\"", "\"notes\": \"\""),
    ] {
        let altered = former.replacen(from, to, 1);
        assert_ne!(altered, former);
        let found = Content::read(&altered);
        assert!(
            matches!(found, Err(Unreadable::Broken(_))),
            "{to}: {found:?}"
        );
    }
}

/// Every way to leave one field out of a document, nested ones included.
fn without_one_field(document: &Value) -> Vec<Value> {
    match document {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let mut without = fields.clone();
                without.remove(name);
                let nested = without_one_field(value).into_iter().map(|value| {
                    let mut with = fields.clone();
                    with.insert(name.clone(), value);
                    Value::Object(with)
                });
                std::iter::once(Value::Object(without))
                    .chain(nested)
                    .collect::<Vec<_>>()
            })
            .collect(),
        Value::Array(values) => (0..values.len())
            .flat_map(|at| {
                without_one_field(&values[at])
                    .into_iter()
                    .map(move |value| {
                        let mut with = values.clone();
                        with[at] = value;
                        Value::Array(with)
                    })
            })
            .collect(),
        _ => Vec::new(),
    }
}

// RECORDS 4.4.
#[test]
fn a_content_that_lacks_any_field_is_broken() {
    for whole in [
        content(FORMAT),
        second(content(FORMAT)),
        first(content(FORMAT)),
    ] {
        let lacking = without_one_field(&whole);
        assert!(lacking.len() > 50, "{}", lacking.len());
        for content in lacking {
            // Without its format it is of the first format, and has a field too many.
            let found = read(&content);
            assert!(
                matches!(found, Err(Unreadable::Broken(_))),
                "{content}: {found:?}"
            );
        }
    }
}

// RECORDS 3.4.
#[test]
fn a_content_that_is_not_canonical_is_broken() {
    let canonical = serde_json_canonicalizer::to_string(&content(FORMAT)).expect("JSON");
    Content::read(&canonical).expect("right as it is");
    for (from, to) in [
        ("\"notes\":\"\"", "\"notes\": \"\""),
        ("\"salt\":", "\"salt\":\"\",\"salt\":"),
        ("{", "{ "),
    ] {
        let altered = canonical.replacen(from, to, 1);
        assert_ne!(altered, canonical);
        let found = Content::read(&altered);
        assert!(
            matches!(found, Err(Unreadable::Broken(_))),
            "{altered}: {found:?}"
        );
    }
}

// RECORDS 4.5.
#[test]
fn a_row_of_an_older_format_after_one_of_a_newer_breaks_the_chain() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    let mut older = first(content(FORMAT));
    older["session"]["id"] = json!(Uuid::from_u128(77));
    world.add_raw(&older);
    let verified = records.verify();
    assert!(
        matches!(verified, Err(RecordsError::ChainBroken { seq: 2, .. })),
        "{verified:?}"
    );
}

// RECORDS 2.5 and 4.8.
#[test]
fn a_row_that_amends_what_cannot_be_amended_breaks_the_chain() {
    for field in ["station_id", "pack_version", "media", "id"] {
        let world = World::new();
        let records = world.open();
        add(&records, &briefing(1));
        let session = serde_json::to_value(briefing(1)).expect("JSON");
        world.add_raw(&json!({
            "kind": "amendment",
            "format": FORMAT,
            "recorded_at": content(FORMAT)["recorded_at"],
            "salt": "ab".repeat(32),
            "session_id": session["id"],
            "amendment": {
                "field": field,
                "officer": null,
                "from": session[field],
                "to": null,
                "by": "Somebody",
                "why": "to hide it",
                "at": content(FORMAT)["recorded_at"],
                "account": "somebody",
            },
        }));
        let verified = records.verify();
        assert!(
            matches!(verified, Err(RecordsError::ChainBroken { seq: 2, .. })),
            "{field}: {verified:?}"
        );
    }
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
