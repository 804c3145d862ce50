//! Roster files, good and bad, through the real program: every bad one is refused with its code,
//! a sentence that names file and line, and an unchanged roster.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
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
        ("UTF-16", utf_16("officer_id,name\n1,A\n"), "UTF-16"),
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
    for (what, bytes, said) in cases {
        let (code, document) = world.import(&bytes);
        assert_eq!(code, 4, "{what}: {document}");
        assert_eq!(document["error"]["code"], "BadRoster", "{what}");
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(
            message.contains(said) && message.contains("roster.csv"),
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

#[test]
fn damaged_settings_are_kept_aside_and_said_when_new_ones_begin() {
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
