//! `muster doctor`: is this PC ready for roll call?

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::common;
use crate::world::World;

impl World {
    /// A station with a name, a shift and one pack.
    pub fn station(&self) {
        self.publisher();
        self.sources("pack", 1);
        self.build("pack", "v1.muster");
        self.ok(&["install", "@v1.muster"]);
        self.ok(&["station", "set", "name", "Central"]);
        self.ok(&["station", "set", "shifts", "day=Day shift,07:00-15:00"]);
    }

    /// One briefing on paper, recorded.
    pub fn recorded(&self) {
        self.write(
            "roster.csv",
            b"officer_id,name,rank,shift\r\n1042,Officer 1042,Officer,day\r\n",
        );
        self.ok(&["roster", "import", "@roster.csv"]);
        self.ok(&["approve", "example.journey/detainer", "--by", "Coordinator"]);
        self.on_paper(&[]);
    }

    /// The only pack on the shelf.
    pub fn shelved(&self) -> PathBuf {
        let list = self.ok(&["list"]);
        let sha256 = list["packs"][0]["sha256"].as_str().expect("a hash");
        self.path(&format!("data/library/packs/{sha256}.muster"))
    }

    /// Runs the doctor where no desktop is: the exit code and what it says.
    fn doctor(&self) -> (i32, Value) {
        self.doctor_at(None)
    }

    fn doctor_at(&self, display: Option<&str>) -> (i32, Value) {
        let mut command = common::muster();
        // Wine has none of its own to be asked without one.
        if !common::under_wine() {
            command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
            command.env_remove("WAYLAND_SOCKET");
            command.envs(display.map(|display| ("DISPLAY", display)));
        }
        command.args(["--json", "doctor", "--data-dir"]);
        let output = command.arg(common::path(&self.path("data"))).output();
        let output = output.expect("muster runs");
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("an exit code"), document)
    }
}

/// The line about this, which must be the only one.
fn line<'a>(document: &'a Value, check: &str) -> &'a Value {
    let lines = document["lines"].as_array().expect("lines");
    let found: Vec<&Value> = lines.iter().filter(|line| line["check"] == check).collect();
    assert_eq!(found.len(), 1, "{check}: {document}");
    found[0]
}

/// It is reported with what to do, and that code decides.
fn problem(document: &Value, check: &str, code: &str) {
    let line = line(document, check);
    assert_eq!(line["state"], "problem", "{document}");
    let has_text = |part: &str| line[part].as_str().is_some_and(|text| !text.is_empty());
    assert!(has_text("message") && has_text("advice"), "{line}");
    assert_eq!(document["ok"], false);
    assert_eq!(document["error"]["code"], code, "{document}");
    assert_eq!(document["error"]["message"], line["message"]);
}

fn flip(file: &Path, at: usize) {
    let mut bytes = std::fs::read(file).expect("the file");
    bytes[at] ^= 1;
    std::fs::write(file, bytes).expect("altered");
}

#[test]
fn the_check_of_a_ready_station_lists_every_line() {
    let world = World::new();
    world.station();
    world.recorded();
    let (code, document) = world.doctor();
    assert_eq!((code, &document["ok"]), (0, &json!(true)), "{document}");
    for check in [
        "place",
        "station",
        "records",
        "library",
        "pack:example.journey",
        "clock",
    ] {
        assert_eq!(line(&document, check)["state"], "ok", "{check}: {document}");
    }
    // What there is of these depends on where the test runs; a line is there in any case.
    for check in ["space", "sound", "display"] {
        let line = line(&document, check);
        assert_ne!(line["state"], "problem", "{line}");
        assert!(
            line["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
    let head = world.ok(&["records", "verify"])["head"].clone();
    let printed = line(&document, "records")["message"]
        .as_str()
        .expect("text");
    assert!(
        printed.contains(head.as_str().expect("a head")),
        "{printed}"
    );
}

#[test]
fn a_station_on_its_first_day_is_warned_and_no_more() {
    let world = World::new();
    let (code, document) = world.doctor();
    assert_eq!(code, 0, "{document}");
    assert_eq!(line(&document, "library")["state"], "warning");
    assert_eq!(line(&document, "station")["state"], "warning");
    assert_eq!(line(&document, "records")["state"], "ok");
}

#[test]
fn a_byte_that_changed_in_a_pack_on_the_shelf_is_found_wherever_it_is() {
    let world = World::new();
    world.station();
    let shelved = world.shelved();
    let length = std::fs::read(&shelved).expect("the pack").len();
    // In the sound, which is read by nobody before it plays; the headers stay whole.
    let middle = length / 2;
    flip(&shelved, middle);
    let (code, document) = world.doctor();
    assert_eq!(code, 4, "{document}");
    problem(&document, "pack:example.journey", "BadSignature");
    assert_eq!(world.ok(&["list"])["packs"][0]["state"], "quarantined");
    world.ok(&["install", "@v1.muster"]);
    assert_eq!(world.doctor().0, 0, "whole again");
    std::fs::remove_file(&shelved).expect("removed");
    let (code, document) = world.doctor();
    assert_ne!(code, 0, "{document}");
    assert_eq!(line(&document, "pack:example.journey")["state"], "problem");
}

#[test]
fn a_version_that_is_kept_and_damaged_is_a_warning() {
    let world = World::new();
    world.station();
    let before = world.shelved();
    world.sources("pack", 2);
    world.build("pack", "v2.muster");
    world.ok(&["install", "@v2.muster"]);
    flip(&before, 3000);
    let (code, document) = world.doctor();
    assert_eq!(code, 0, "{document}");
    let lines = document["lines"].as_array().expect("lines");
    let states: Vec<&Value> = lines
        .iter()
        .filter(|line| line["check"] == "pack:example.journey")
        .map(|line| &line["state"])
        .collect();
    assert_eq!(states, ["ok", "warning"]);
}

#[test]
fn a_revoked_pack_is_a_problem_of_trust() {
    let world = World::new();
    world.station();
    let list = world.ok(&["trust", "list"]);
    let key = list["publishers"][0]["key_id"].as_str().expect("a key id");
    world.ok(&["trust", "remove", key, "--revoke"]);
    let (code, document) = world.doctor();
    assert_eq!(code, 3, "{document}");
    problem(&document, "pack:example.journey", "RevokedPublisher");
}

#[test]
fn records_that_were_altered_are_found_and_left_as_they_are() {
    let world = World::new();
    world.station();
    world.recorded();
    let store = world.path("data/records.db");
    let database = rusqlite::Connection::open(&store).expect("opens");
    let tampered = database.execute_batch(
        "DROP TRIGGER contents_hold; UPDATE contents SET json = replace(json, 'present', 'absent')",
    );
    tampered.expect("tampered");
    drop(database);
    let before = std::fs::read(&store).expect("the records");
    let (code, document) = world.doctor();
    assert_eq!(code, 4, "{document}");
    problem(&document, "records", "ChainBroken");
    std::fs::write(&store, b"nothing that was recorded").expect("written");
    let (code, document) = world.doctor();
    assert_eq!(code, 1, "{document}");
    problem(&document, "records", "StoreDamaged");
    let after = std::fs::read(&store).expect("the records");
    assert_eq!(after, b"nothing that was recorded", "nothing is set aside");
    assert_ne!(after, before);
}

#[test]
fn each_damaged_store_is_reported() {
    let world = World::new();
    world.station();
    std::fs::write(world.path("data/library/library.db"), b"no database").expect("written");
    let (code, document) = world.doctor();
    assert_eq!(code, 1, "{document}");
    problem(&document, "library", "StoreDamaged");
    std::fs::write(world.path("data/station.json"), b"{").expect("written");
    let (code, document) = world.doctor();
    assert_eq!(code, 1, "{document}");
    problem(&document, "station", "StoreDamaged");
    assert_eq!(line(&document, "library")["state"], "problem");
}

#[test]
fn a_clock_that_stands_before_what_was_entered_is_found() {
    let world = World::new();
    world.station();
    let library = world.path("data/library/library.db");
    let database = rusqlite::Connection::open(library).expect("opens");
    let entered = database.execute_batch(
        "INSERT INTO audit (at, account, action, subject, detail)
         VALUES ('2199-01-01T00:00:00Z', 'it', 'install', 'example.journey', '')",
    );
    entered.expect("entered");
    drop(database);
    let (code, document) = world.doctor();
    assert_eq!(code, 1, "{document}");
    problem(&document, "clock", "Io");
    let printed = line(&document, "clock")["message"].as_str().expect("text");
    assert!(printed.contains("2199-01-01"), "{printed}");
}

#[test]
fn a_folder_in_which_nothing_can_be_saved_is_found() {
    let world = World::new();
    world.write("data", b"a file where the folder should be");
    let (code, document) = world.doctor();
    assert_eq!(code, 1, "{document}");
    let lines = document["lines"].as_array().expect("lines");
    let place = lines.iter().filter(|line| line["check"] == "place");
    let states: Vec<&Value> = place.map(|line| &line["state"]).collect();
    assert_eq!(states, ["ok", "problem"], "{document}");
}

#[test]
fn a_desktop_that_does_not_answer_is_found() {
    if common::under_wine() || !cfg!(target_os = "linux") {
        common::skip("the desktop that does not answer is an X server's");
        return;
    }
    let world = World::new();
    world.station();
    let (code, document) = world.doctor_at(Some(":4999"));
    assert_eq!(code, 1, "{document}");
    problem(&document, "display", "Io");
}

#[test]
fn people_read_one_line_after_the_other_and_the_result() {
    let world = World::new();
    world.station();
    let mut command = common::muster();
    command.args(["doctor", "--data-dir"]);
    let output = command.arg(common::path(&world.path("data"))).output();
    let text = String::from_utf8(output.expect("muster runs").stdout).expect("UTF-8");
    let last = text.lines().last().expect("lines");
    assert!(last.contains("eady for roll call"), "{text}");
    for line in text
        .lines()
        .filter(|line| !line.starts_with(' ') && *line != last)
    {
        let state = line.split(' ').next().unwrap_or_default();
        assert!(["ok", "warning", "problem"].contains(&state), "{line}");
    }
}
