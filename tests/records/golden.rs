//! Files that were written by the first formats, read by the program of today (RECORDS 5.7). What
//! they are and how they were made is described beside them, in `tests/fixtures/golden`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{World, common};

/// Columns that came with format 5, but for the last.
const SINCE_5: &str = ",roll_call_id,credit_rule,on_duty,left_at,minutes";

pub(super) fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/golden")
        .join(name)
}

fn golden_json(name: &str) -> Value {
    let text = std::fs::read(golden(name)).expect("a golden file");
    serde_json::from_slice(&text).expect("JSON")
}

pub(super) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let from = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("copied");
        }
    }
}

impl World {
    /// A data folder of the first formats.
    fn golden() -> Self {
        let world = Self::new();
        copy_folder(&golden("data"), world.folder.path());
        world
    }

    fn ok(&self, arguments: &[&str]) -> Value {
        let (code, document) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {document}");
        document
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).expect("read")
    }

    /// The sessions, of which none has what came with format 5.
    fn sessions_before_5(&self, arguments: &[&str]) -> Value {
        let mut list = self.ok(&[&["records", "list"], arguments].concat());
        for session in list["sessions"].as_array_mut().expect("sessions") {
            let fields = session.as_object_mut().expect("an object");
            for name in ["roll_call_id", "credit_rule", "on_duty"] {
                assert_eq!(fields.remove(name), Some(Value::Null), "{name}");
            }
            for officer in fields["officers"].as_array_mut().expect("officers") {
                let fields = officer.as_object_mut().expect("an object");
                for name in ["left_at", "minutes"] {
                    assert_eq!(fields.remove(name), Some(Value::Null), "{name}");
                }
            }
        }
        list
    }

    /// Exports the attendance, and compares it with what the program of that time wrote: `added` are the
    /// columns that came since. Of the last one, the minutes credited, only the place is compared.
    fn attendance_is(&self, expected: &str, added: &str) {
        let out = self.path("attendance.csv");
        let what = [
            "records",
            "export",
            "--what",
            "attendance",
            "--format",
            "csv",
        ];
        self.ok(&[&what[..], &["--out", &out, "--no-bom"]].concat());
        let before = std::fs::read_to_string(golden(expected)).expect("a golden file");
        let now = String::from_utf8(self.bytes("attendance.csv")).expect("UTF-8");
        let empty: String = added.chars().filter(|letter| *letter == ',').collect();
        for (row, (before, now)) in before.lines().zip(now.lines()).enumerate() {
            let (now, last) = now.rsplit_once(',').expect("columns");
            let (added, is_last) = match row {
                0 => (added, last == "officer_credit_minutes"),
                _ => (&*empty, last.bytes().all(|byte| byte.is_ascii_digit())),
            };
            assert_eq!(now, format!("{before}{added}"));
            assert!(is_last, "{last}");
        }
        assert_eq!(now.lines().count(), before.lines().count());
    }

    /// The sessions, of whose amendments none names a place in the roll (format 3 knew none).
    fn sessions_without_rows(&self, arguments: &[&str]) -> Value {
        let mut list = self.sessions_before_5(arguments);
        for session in list["sessions"].as_array_mut().expect("sessions") {
            for amendment in session["amendments"].as_array_mut().expect("a list") {
                let fields = amendment.as_object_mut().expect("an object");
                assert_eq!(fields.remove("row"), Some(Value::Null));
            }
        }
        list
    }

    /// The sessions, none of which has a station's id.
    fn old_sessions(&self, arguments: &[&str]) -> Value {
        let mut list = self.sessions_without_rows(arguments);
        for session in list["sessions"].as_array_mut().expect("sessions") {
            let fields = session.as_object_mut().expect("an object");
            assert_eq!(fields.remove("station_id"), Some(Value::Null));
            assert_eq!(fields.remove("brought_in"), Some(Value::Null));
        }
        list
    }
}

#[test]
fn the_golden_store_is_listed_and_verified_before_and_after_its_migration() {
    let world = World::golden();
    let expected = golden_json("expected/list.json");
    let head = golden_json("expected/verify.json");
    let store = world.path("records.db");
    assert_eq!(world.old_sessions(&[]), expected);
    assert_eq!(world.ok(&["records", "verify"]), head);
    assert_eq!(world.ok(&["records", "rebuild"])["count"], head["count"]);
    let copy = world.path("records.layout-1.copy-1.db");
    for arguments in [&[][..], &["--store", &store], &["--store", &copy]] {
        assert_eq!(world.old_sessions(arguments), expected, "{arguments:?}");
        let verify = [&["records", "verify"], arguments].concat();
        assert_eq!(world.ok(&verify), head, "{arguments:?}");
    }
}

#[test]
fn a_store_of_the_second_format_is_listed_verified_and_exported_as_it_was() {
    let world = World::new();
    std::fs::copy(golden("format-2/records.db"), world.store()).expect("copied");
    let head = golden_json("format-2/expected/verify.json");
    assert_eq!(world.ok(&["records", "verify"]), head);
    let mut list = world.sessions_without_rows(&[]);
    for session in list["sessions"].as_array_mut().expect("sessions") {
        let fields = session.as_object_mut().expect("an object");
        assert_eq!(fields.remove("brought_in"), Some(Value::Null));
    }
    assert_eq!(list, golden_json("format-2/expected/list.json"));
    world.attendance_is(
        "format-2/expected/attendance.csv",
        &format!(",brought_in{SINCE_5}"),
    );
}

#[test]
fn a_store_of_the_third_format_is_listed_verified_exported_and_amended_as_it_was() {
    let world = World::new();
    std::fs::copy(golden("format-3/records.db"), world.store()).expect("copied");
    let head = golden_json("format-3/expected/verify.json");
    assert_eq!(world.ok(&["records", "verify"]), head);
    let list = world.sessions_without_rows(&[]);
    assert_eq!(list, golden_json("format-3/expected/list.json"));
    world.attendance_is("format-3/expected/attendance.csv", SINCE_5);
    let sessions = list["sessions"].as_array().expect("sessions");
    let visited = sessions
        .iter()
        .find(|s| s["notes"] != "")
        .expect("with a visitor");
    let officers = visited["officers"].as_array().expect("officers");
    let row = 1 + officers
        .iter()
        .position(|o| o["id"] == "")
        .expect("a visitor");
    let id = visited["session_id"].as_str().expect("an id");
    let amended = world.ok(&[
        "records",
        "amend",
        id,
        "--row",
        &row.to_string(),
        "--field",
        "rank",
        "--to",
        "Deputy",
        "--by",
        "Lieutenant 7",
        "--why",
        "left out",
    ]);
    assert_eq!(amended["amendment"]["row"], json!(row));
    assert_eq!(
        world.ok(&["records", "verify"])["count"],
        json!(head["count"].as_u64().map(|n| n + 1))
    );
}

#[test]
fn a_store_of_the_fourth_format_is_listed_verified_exported_and_amended_as_it_was() {
    let world = World::new();
    std::fs::copy(golden("format-4/records.db"), world.store()).expect("copied");
    let head = golden_json("format-4/expected/verify.json");
    assert_eq!(world.ok(&["records", "verify"]), head);
    let list = world.sessions_before_5(&[]);
    assert_eq!(list, golden_json("format-4/expected/list.json"));
    world.attendance_is("format-4/expected/attendance.csv", SINCE_5);
    let id = list["sessions"][0]["session_id"].as_str().expect("an id");
    let made = ["--by", "Lieutenant 7", "--why", "came from another post"];
    let add = [
        "records",
        "amend",
        id,
        "--add-visitor",
        "Deputy Late",
        "--minutes",
        "9",
    ];
    let amended = world.ok(&[&add[..], &made].concat());
    assert_eq!(amended["amendment"]["to"]["minutes"], json!(9));
    assert_eq!(
        world.ok(&["records", "verify"])["count"],
        json!(head["count"].as_u64().map(|n| n + 1))
    );
}

#[test]
fn an_export_that_the_first_muster_made_carries_a_head_of_the_migrated_store() {
    let world = World::golden();
    world.ok(&["records", "rebuild"]);
    let export = golden("expected/sessions.csv");
    let export = common::path(&export);
    let export = export.to_str().expect("Unicode");
    world.ok(&["records", "verify", "--against", export]);
}

#[test]
fn a_session_recorded_after_the_migration_names_the_station() {
    let world = World::golden();
    let id = golden_json("data/station.json")["station"]["id"].clone();
    assert!(id.is_string());
    world.ok(&[
        "records",
        "add",
        "--module",
        "detainer",
        "--shift",
        "swing",
        "--date",
        "2026-11-27",
        "--facilitator",
        "Sergeant 0517",
        "--present",
        "1142,1143",
    ]);
    let list = world.ok(&["records", "list", "--from", "2026-11-27"]);
    assert_eq!(list["sessions"][0]["station_id"], id);
    assert_eq!(list["sessions"][0]["station"], "Central Station");
    let all = world.ok(&["records", "list"]);
    let ids = all["sessions"].as_array().expect("sessions").iter();
    assert_eq!(
        ids.filter(|session| session["station_id"].is_null())
            .count(),
        12
    );
    let count = golden_json("expected/verify.json")["count"].as_u64();
    let verified = world.ok(&["records", "verify"]);
    assert_eq!(verified["count"].as_u64(), count.map(|count| count + 1));
    let out = world.path("sessions.csv");
    world.ok(&[
        "records",
        "export",
        "--what",
        "sessions",
        "--format",
        "csv",
        "--no-bom",
        "--out",
        &out,
        "--from",
        "2026-11-27",
    ]);
    let bytes = world.bytes("sessions.csv");
    let mut csv = csv::Reader::from_reader(bytes.as_slice());
    let columns = csv.headers().expect("a header").clone();
    let row = csv.records().next().expect("a row").expect("CSV");
    let position = columns.iter().position(|name| name == "station_id");
    assert_eq!(position.and_then(|at| row.get(at)), id.as_str());
    assert_eq!(columns.iter().next_back(), Some("on_duty"));
    assert_eq!(row.iter().next_back(), Some(""));
    let position = columns.iter().position(|name| name == "credit_rule");
    assert_eq!(position.and_then(|at| row.get(at)), Some("planned"));
}

// RECORDS 7.4.
#[test]
fn settings_without_an_id_are_given_one_that_stays() {
    let world = World::golden();
    let file = world.folder.path().join("station.json");
    let mut settings = golden_json("data/station.json");
    settings["station"]["id"] = Value::Null;
    std::fs::write(&file, settings.to_string()).expect("written");
    let add = |date: &str| {
        world.ok(&[
            "records",
            "add",
            "--module",
            "detainer",
            "--shift",
            "swing",
            "--date",
            date,
            "--facilitator",
            "Sergeant 0517",
        ]);
        let list = world.ok(&["records", "list", "--from", date]);
        list["sessions"][0]["station_id"].clone()
    };
    let id = add("2026-11-27");
    assert!(id.is_string(), "{id}");
    assert_eq!(world.ok(&["station", "show"])["station"]["id"], id);
    assert_eq!(add("2026-11-28"), id);
    let now: Value = serde_json::from_slice(&world.bytes("station.json")).expect("JSON");
    settings["station"]["id"] = id;
    assert_eq!(now, settings, "nothing else is changed");
}

// RECORDS 5.2 and 4.5.
#[test]
fn a_newer_store_is_refused_with_what_to_do_and_left_as_it_is() {
    let newer_row = "DROP TRIGGER contents_hold; UPDATE contents SET json = \
        replace(json, '\"kind\":', '\"format\":7,\"kind\":') WHERE sha256 = \
        (SELECT content_sha256 FROM entries ORDER BY seq DESC LIMIT 1)";
    for sql in ["PRAGMA user_version = 99", newer_row] {
        let world = World::golden();
        world.tamper(sql);
        let before = world.bytes("records.db");
        for command in [
            &["records", "list"][..],
            &["records", "verify"],
            &["records", "rebuild"],
        ] {
            let (code, document) = world.run(command);
            let error = &document["error"];
            assert_eq!(
                (code, &error["code"]),
                (5, &json!("StoreTooNew")),
                "{sql}, {command:?}: {document}"
            );
            let message = error["message"].as_str().expect("a message");
            assert!(message.contains("newer Muster"), "{message}");
            assert_eq!(error["advice"], "Update Muster on this PC.");
        }
        assert_eq!(world.bytes("records.db"), before, "{sql}");
    }
}

// RECORDS 7.2.
#[test]
fn the_golden_settings_are_read_and_changed() {
    let world = World::golden();
    let shown = world.ok(&["station", "show"]);
    let mut expected = golden_json("expected/station.json");
    expected["credit"] = json!("planned");
    assert_eq!(shown["station"], expected);
    let roster = world.ok(&["roster", "list"]);
    assert_eq!(roster, golden_json("expected/roster.json"));
    world.ok(&["station", "set", "room", "Garage"]);
    let mut expected = golden_json("data/station.json");
    expected["station"]["room"] = json!("Garage");
    let now: Value = serde_json::from_slice(&world.bytes("station.json")).expect("JSON");
    assert_eq!(now, expected, "nothing else is changed");
}

// RECORDS 7.2.
#[test]
fn newer_settings_are_refused_with_what_to_do_and_left_as_they_are() {
    let world = World::golden();
    let mut settings = golden_json("data/station.json");
    settings["format"] = json!(2);
    settings["rooms"] = json!(["Muster room", "Garage"]);
    let text = settings.to_string();
    std::fs::write(world.folder.path().join("station.json"), &text).expect("written");
    let add = [
        "records",
        "add",
        "--module",
        "detainer",
        "--shift",
        "swing",
        "--date",
        "2026-11-27",
        "--facilitator",
        "Sergeant 0517",
    ];
    for command in [
        &["station", "show"][..],
        &["station", "set", "room", "Garage"],
        &["approve", "detainer", "--by", "Captain Example"],
        &add,
    ] {
        let (code, document) = world.run(command);
        assert_eq!(
            (code, &document["error"]["code"]),
            (5, &json!("StoreTooNew")),
            "{command:?}: {document}"
        );
        assert_eq!(world.bytes("station.json"), text.as_bytes(), "{command:?}");
    }
}

#[test]
fn the_golden_shelf_is_read_with_its_packs_and_its_trust() {
    let world = World::golden();
    assert_eq!(world.ok(&["list"]), golden_json("expected/packs.json"));
    assert_eq!(
        world.ok(&["trust", "list"]),
        golden_json("expected/trust.json")
    );
}

#[test]
fn the_golden_trust_lists_are_taken_in() {
    let world = World::new();
    let named = |name: &str, more: &str| {
        let mut path = common::path(&golden(name));
        path.push(more);
        path.into_string().expect("Unicode")
    };
    let (a, b) = (named("a.pub", "=Sheriff"), named("b.pub", "=IT"));
    world.ok(&[
        "trust",
        "init",
        "--root",
        &a,
        "--root",
        &b,
        "--threshold",
        "2",
    ]);
    let (one, two) = (named("1.mtrust", ""), named("2.mtrust", ""));
    let taken = world.ok(&["trust", "install", &one, &two]);
    assert_eq!(taken["results"][1]["version"], 2);
    let list = world.ok(&["trust", "list"]);
    let expected = golden_json("expected/trust.json");
    for field in ["agency", "version"] {
        assert_eq!(list["list"][field], expected["list"][field], "{field}");
    }
    assert!(expected["roots"].as_array().is_some_and(|it| it.len() == 2));
    assert_eq!(list["roots"], expected["roots"]);
    assert_eq!(list["threshold"], expected["threshold"]);
    assert_eq!(
        list["publishers"][0]["key_id"],
        expected["publishers"][0]["key_id"]
    );
}
