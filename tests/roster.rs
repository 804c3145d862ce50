//! Roster files, good and bad, through the real program: every bad one is refused with its code,
//! a sentence that names file and line, and an unchanged roster.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test makes its world with std, and fails where something is not there"
)]

mod common;

use std::path::PathBuf;

use serde_json::{Value, json};

struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// A station with a day shift and two officers on the roster.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let world = Self { folder };
        let (code, _) = world.run(&["station", "set", "shifts", "day=Day shift,07:00-15:00"]);
        assert_eq!(code, 0);
        let (code, _) = world.import(b"officer_id,name,shift\n1,Officer 1,day\n2,Officer 2,day\n");
        assert_eq!(code, 0);
        world
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("roster.csv")
    }

    fn run(&self, arguments: &[&str]) -> (i32, Value) {
        let mut command = common::muster();
        command.args(["--json", "--data-dir"]);
        command.arg(common::path(&self.folder.path().join("data")));
        let output = command.args(arguments).output().expect("muster runs");
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("a code"), document)
    }

    fn import(&self, bytes: &[u8]) -> (i32, Value) {
        std::fs::write(self.file(), bytes).expect("a file");
        let file = common::path(&self.file());
        self.run(&["roster", "import", file.to_str().expect("Unicode")])
    }

    fn names(&self) -> Vec<String> {
        let (code, document) = self.run(&["roster", "list"]);
        assert_eq!(code, 0);
        let officers = document["officers"].as_array().expect("officers").clone();
        let active = officers.iter().filter(|o| o["active"] == true);
        active
            .map(|o| o["name"].as_str().expect("a name").to_owned())
            .collect()
    }
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_bad_roster_is_refused_with_its_reason_and_changes_nothing() {
    let many = (0..50_001).fold(String::new(), |text, n| text + &n.to_string() + ",A\n");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a missing column", b"id,name\n1,A\n".to_vec(), "officer_id"),
        (
            "a double id",
            b"officer_id,name\n1,A\n1,B\n".to_vec(),
            "line 3",
        ),
        (
            "half of UTF-16",
            utf_16("officer_id,name\n1,A")[..31].to_vec(),
            "UTF-16",
        ),
        (
            "a bad date",
            b"officer_id,name,active_to\n1,A,soon\n".to_vec(),
            "line 2",
        ),
        (
            "an unknown shift",
            b"officer_id,name,shift\n1,A,night\n".to_vec(),
            "night",
        ),
        (
            "too many officers",
            format!("officer_id,name\n{many}").into_bytes(),
            "50000",
        ),
        ("too many bytes", vec![b' '; (16 << 20) + 1], "16"),
        ("no officers", b"officer_id,name\n".to_vec(), "no officers"),
        ("nothing", Vec::new(), "no officers"),
        (
            "a picture",
            b"\x89PNG\r\n\x1a\nofficer_id,name".to_vec(),
            "line",
        ),
    ];
    let world = World::new();
    for (what, bytes, printed) in cases {
        let (code, document) = world.import(&bytes);
        assert_eq!(code, 4, "{what}: {document}");
        assert_eq!(document["error"]["code"], "BadRoster", "{what}");
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(
            message.contains(printed) && message.contains("roster.csv"),
            "{what}: {message}"
        );
        assert_ne!(document["error"]["advice"], "", "{what}");
        assert_eq!(world.names(), ["Officer 1", "Officer 2"], "{what}");
    }
}

#[test]
fn a_file_that_is_not_there_is_not_found() {
    let world = World::new();
    let (code, document) = world.run(&["roster", "import", "nowhere.csv"]);
    assert_eq!((code, &document["error"]["code"]), (2, &json!("NotFound")));
}

#[test]
fn an_import_shows_what_changes_and_a_dry_run_changes_nothing() {
    let world = World::new();
    let bytes =
        b"officer_id;name;shift;Phone\r\n2;Officer Two;day;555\r\n3;Officer \xC43;day;556\r\n";
    std::fs::write(world.file(), bytes).expect("a file");
    let file = common::path(&world.file());
    let file = file.to_str().expect("Unicode");
    for (arguments, dry) in [
        (vec!["roster", "import", file, "--dry-run"], true),
        (vec!["roster", "import", file], false),
    ] {
        let (code, document) = world.run(&arguments);
        assert_eq!(code, 0);
        assert_eq!(document["dry_run"], dry);
        assert_eq!(document["new"][0]["name"], "Officer Ä3");
        assert_eq!(document["changed"][0]["to"]["name"], "Officer Two");
        assert_eq!(document["gone"][0]["id"], "1");
        assert_eq!(document["ignored_columns"], json!(["Phone"]));
        if dry {
            assert_eq!(world.names(), ["Officer 1", "Officer 2"]);
        }
    }
    assert_eq!(world.names(), ["Officer Two", "Officer Ä3"]);
    let (_, all) = world.run(&["roster", "list"]);
    assert_eq!(
        all["officers"].as_array().expect("officers").len(),
        3,
        "nobody is deleted"
    );
}

/// A table of officers from 1001 on, as Excel saves it.
fn table(header: &str, count: u32, row: impl Fn(u32) -> String) -> Vec<u8> {
    let rows = (1001..1001 + count).map(|id| row(id) + "\r\n");
    std::iter::once(format!("{header}\r\n"))
        .chain(rows)
        .collect::<String>()
        .into_bytes()
}

// RECORDS 7.15, RECORDS 7.17.
#[test]
fn a_column_that_is_missing_changes_nothing_and_what_changes_many_is_warned_of() {
    let world = World::new();
    let full = |id: u32| format!("{id},Officer {id},Officer,A,day,C-{id}");
    let header = "officer_id,name,rank,squad,shift,certification";
    world.import(&table(header, 15, full));
    let (_, before) = world.run(&["roster", "list"]);

    let (code, taken) = world.import(&table("officer_id,name", 15, |id| {
        format!("{id},Officer {id}")
    }));
    assert_eq!((code, &taken["unchanged"]), (0, &json!(17)));
    assert_eq!(
        (&taken["fields"], &taken["warnings"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(
        taken["missing_columns"],
        json!([
            "rank",
            "squad",
            "shift",
            "certification",
            "active_from",
            "active_to"
        ])
    );
    assert_eq!(
        world.run(&["roster", "list"]).1["officers"],
        before["officers"]
    );

    std::fs::write(
        world.file(),
        table(header, 15, |id| format!("{id},Officer {id},Officer,A,,")),
    )
    .expect("a file");
    let file = common::path(&world.file());
    let file = file.to_str().expect("Unicode");
    let (code, shown) = world.run(&["roster", "import", file, "--dry-run"]);
    assert_eq!(code, 0);
    assert_eq!(
        shown["fields"],
        json!([
            {"field": "shift", "changed": 0, "emptied": 15},
            {"field": "certification", "changed": 0, "emptied": 15},
        ])
    );
    assert_eq!(
        shown["changed"][0]["fields"][0],
        json!({"field": "shift", "from": "day", "to": ""})
    );
    let warnings = shown["warnings"].as_array().expect("warnings");
    let fields: Vec<&Value> = warnings.iter().map(|warning| &warning["field"]).collect();
    assert_eq!(fields, ["shift", "certification"]);
    assert_eq!(
        (&warnings[0]["line"], &warnings[0]["id"]),
        (&Value::Null, &json!(""))
    );
    let mut command = common::muster();
    command
        .arg("--data-dir")
        .arg(common::path(&world.folder.path().join("data")));
    let printed = command
        .args(["roster", "import", file, "--dry-run"])
        .output()
        .expect("muster runs");
    let printed = String::from_utf8(printed.stdout).expect("text");
    for part in [
        "changed: 1001 Officer 1001: shift day → none; certification C-1001 → none",
        "Fields that change: shift: 15 emptied; certification: 15 emptied.",
        "Look at this: shift would be emptied for 15 officers",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert_eq!(
        world.run(&["roster", "list"]).1["officers"],
        before["officers"]
    );
}

// RECORDS 7.18.
#[test]
fn ids_that_a_spreadsheet_changed_are_warned_of_with_their_lines() {
    let world = World::new();
    world.import(b"officer_id,name\n0417,A\n1,Officer 1\nAB-7,C\n123456789012,D\n");
    let (code, taken) =
        world.import(b"officer_id,name\r\n417,A\r\n1,Officer 1\r\nab-7,C\r\n1.23457E+11,D\r\n");
    assert_eq!(code, 0, "{taken}");
    let warnings = taken["warnings"].as_array().expect("warnings");
    let at = |line: u64| {
        let mut found = warnings.iter().filter(|warning| warning["line"] == line);
        found
            .next()
            .unwrap_or_else(|| panic!("line {line}: {taken}"))
    };
    for (line, id, known) in [
        (2, "417", "0417"),
        (4, "ab-7", "AB-7"),
        (5, "1.23457E+11", "123456789012"),
    ] {
        let warning = at(line);
        assert_eq!(
            (&warning["id"], &warning["field"]),
            (&json!(id), &json!("officer_id"))
        );
        let message = warning["message"].as_str().expect("a message");
        assert!(message.contains(id) && message.contains(known), "{message}");
    }
}

// RECORDS 7.14.
#[test]
fn all_errors_are_reported_at_once_each_with_its_line() {
    let world = World::new();
    let bytes = table("officer_id,name,shift", 30, |id| match id {
        1010 => format!("{id},Officer {id},nightwatch"),
        1020 => format!("{id},,day"),
        1030 => format!("{id},Officer {id},day,,x"),
        id => format!("{id},Officer {id},day,,,"),
    });
    let (code, document) = world.import(&bytes);
    assert_eq!((code, &document["error"]["code"]), (4, &json!("BadRoster")));
    let lines = document["error"]["lines"].as_array().expect("lines");
    let lines: Vec<(u64, &str)> = lines
        .iter()
        .map(|line| {
            (
                line["line"].as_u64().expect("a line"),
                line["field"].as_str().expect("a field"),
            )
        })
        .collect();
    assert_eq!(lines, [(11, "shift"), (21, "name"), (31, "")]);
    let message = document["error"]["message"].as_str().expect("a message");
    assert!(
        message.contains("3 errors") && message.contains("line 11"),
        "{message}"
    );
    assert_eq!(world.names(), ["Officer 1", "Officer 2"]);
}

// RECORDS 7.14, RECORDS 7.19.
#[test]
fn text_files_as_excel_saves_them_are_read_and_suspicious_texts_are_reported() {
    let world = World::new();
    let text = "officer_id\tname\tshift\r\n1\tOfficer Ä\tday\r\n2\tOfficer 2\r\n";
    let (code, taken) = world.import(&utf_16(text));
    assert_eq!((code, &taken["warnings"]), (0, &json!([])), "{taken}");
    assert_eq!(world.names(), ["Officer Ä", "Officer 2"]);
    let (code, taken) = world.import(b"officer_id,name\r\n1,Mu\x96oz\r\n2,Jos\xE9\r\n");
    assert_eq!(
        (code, &taken["warnings"][0]["line"]),
        (0, &json!(2)),
        "{taken}"
    );
    assert_eq!(taken["warnings"].as_array().expect("warnings").len(), 1);
}

// RECORDS 7.20.
#[test]
fn a_roster_that_was_written_is_taken_in_without_any_change() {
    let world = World::new();
    let names = "officer_id,name,rank,squad,shift,active_to\n\
        0417,\"O'Officer, Jr.\",Sergeant,A,day,2026-01-31\n\
        1042,\"=HYPERLINK(\"\"http://x\"\")\",Officer,+1,day,\n\
        1043,Ängström José,Officer,-,,\n\
        1044,＝1+1,Officer,@x,day,\n\
        1045,محمد,Officer,'=x,day,\n\
        1056,;semi,Officer,A,day,\n";
    world.import(names.as_bytes());
    let (_, before) = world.run(&["roster", "list"]);
    let file = common::path(&world.folder.path().join("out.csv"));
    let file = file.to_str().expect("Unicode");
    let (code, written) = world.run(&["roster", "export", "--out", file]);
    assert_eq!((code, &written["count"]), (0, &json!(8)), "{written}");
    let text = std::fs::read_to_string(world.folder.path().join("out.csv")).expect("a file");
    assert!(
        !text.contains(",=") && !text.contains(",\"="),
        "no formula: {text}"
    );
    let (code, taken) = world.run(&["roster", "import", file]);
    assert_eq!(code, 0, "{taken}");
    for what in [
        "new",
        "changed",
        "gone",
        "warnings",
        "fields",
        "missing_columns",
    ] {
        assert_eq!(taken[what], json!([]), "{what}");
    }
    assert_eq!(
        world.run(&["roster", "list"]).1["officers"],
        before["officers"]
    );
    let (code, refused) = world.run(&["roster", "export", "--out", file]);
    assert_eq!((code, &refused["error"]["code"]), (2, &json!("Exists")));
    let (code, _) = world.run(&["roster", "export", "--out", file, "--force"]);
    assert_eq!(code, 0);
}

#[test]
fn damaged_settings_are_kept_aside_and_reported_when_new_ones_are_saved() {
    let world = World::new();
    let settings = world.folder.path().join("data").join("station.json");
    std::fs::write(&settings, b"{\"format\":1,\"station\":{\"name\":").expect("damaged");
    let (code, document) = world.run(&["station", "show"]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (1, &json!("StoreDamaged"))
    );
    let (code, document) = world.run(&["station", "set", "name", "Central"]);
    assert_eq!(code, 0, "{document}");
    let kept = settings.with_file_name("station.damaged-1.json");
    assert!(std::fs::read(kept).expect("kept").ends_with(b"\"name\":"));
}
