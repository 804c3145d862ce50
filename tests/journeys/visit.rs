//! `muster visit`: everything in, everything out.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::common;
use crate::world::World;

impl World {
    /// The station's id, which is made when something is first set.
    pub fn id(&self) -> String {
        let station = self.ok(&["station", "show"]);
        station["station"]["id"].as_str().expect("an id").to_owned()
    }

    /// The stick's folder for this station.
    pub fn stick(&self, what: &str) -> String {
        format!("stick/muster/{what}/{}", self.id())
    }

    /// The files of the visits, by name.
    pub fn out(&self) -> Vec<PathBuf> {
        let folder = self.path(&self.stick("out"));
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .expect("the station's folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        files
    }

    /// What a receipt says, as a stock tool reads it.
    pub fn receipt(&self, file: &Path) -> String {
        let file = file.to_str().expect("Unicode");
        self.tool("pdftotext", &["-layout", file, "-"])
    }

    /// Packs of the station's publisher on the stick.
    pub fn on_stick(&self, versions: &[u64]) {
        for version in versions {
            self.sources("pack", *version);
            self.build("pack", &format!("stick/training/v{version}.muster"));
        }
    }

    pub fn versions(&self) -> Vec<Value> {
        let list = self.ok(&["list"]);
        let packs = list["packs"].as_array().expect("packs");
        packs.iter().map(|pack| pack["version"].clone()).collect()
    }

    pub fn actions(&self) -> Vec<String> {
        self.run(&["audit", "export", "--out", "@audit.csv"]);
        let text = self.read("audit.csv");
        std::fs::remove_file(self.path("audit.csv")).expect("removed");
        let rows = text.lines().skip(1);
        rows.map(|row| row.split(',').nth(3).unwrap_or_default().to_owned())
            .collect()
    }
}

/// What a visit leaves, where no head is signed.
const FILES: [&str; 4] = ["-audit.csv", "-doctor.json", "-log.txt", "-receipt.pdf"];

/// Names of files, without their date.
fn ends(files: &[PathBuf]) -> Vec<String> {
    let names = files.iter().map(|file| file.file_name().expect("a name"));
    names
        .map(|name| name.to_str().expect("Unicode")["2026-11-25".len()..].to_owned())
        .collect()
}

#[test]
fn one_visit_takes_everything_in_and_gives_everything_out() {
    let world = World::new();
    world.station();
    world.recorded();
    let name = "Wache Köln-Łódź · Київ · Αθήνα";
    world.ok(&["station", "set", "name", name]);
    world.on_stick(&[2, 3]);
    let visited = world.ok(&["visit", "@stick"]);
    let id = world.id();
    assert_eq!(visited["station_id"], id.as_str());
    assert_eq!(visited["packs"][0]["action"], "updated");
    assert_eq!(world.versions(), [3]);

    let files = world.out();
    assert_eq!(ends(&files), FILES);
    let audit = std::fs::read_to_string(&files[0]).expect("the log");
    assert!(audit.contains("update,example.journey,3"), "{audit}");
    let doctor: Value =
        serde_json::from_slice(&std::fs::read(&files[1]).expect("a file")).expect("JSON");
    assert_eq!(doctor["lines"], visited["doctor"]);
    let receipt = world.receipt(&files[3]);
    let head = world.ok(&["records", "verify"])["head"].clone();
    assert_eq!(visited["head"], head);
    for text in [
        name,
        &id,
        head.as_str().expect("a head"),
        concat!("Muster ", env!("CARGO_PKG_VERSION")),
        "Updated to How to Respond to an Immigration Detainer, example.journey version 3",
    ] {
        let flat = receipt.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(text), "{text} is missing: {receipt}");
    }
    world.ok(&[
        "records",
        "verify",
        "--against",
        head.as_str().expect("a head"),
    ]);
}

#[test]
fn names_in_other_scripts_stand_on_the_receipt() {
    let world = World::new();
    world.station();
    for name in ["תחנת המשטרה", "مركز الشرطة", "पुलिस स्टेशन", "תחנה مركز"]
    {
        world.ok(&["station", "set", "name", name]);
        let visited = world.run(&["visit", "@stick"]);
        assert!(!visited.status.success(), "there is no stick yet");
        world.write("stick/readme.txt", b"nothing for Muster");
        world.ok(&["visit", "@stick"]);
        let file = world
            .out()
            .into_iter()
            .rfind(|f| f.ends_with("-receipt.pdf") || f.extension().is_some_and(|e| e == "pdf"));
        let receipt = world.receipt(&file.expect("a receipt"));
        std::fs::remove_dir_all(world.path("stick")).expect("removed");
        // Text that runs from the right comes with marks that say so.
        let plain: String = receipt
            .chars()
            .filter(|c| !matches!(c, '\u{200e}'..='\u{202e}'))
            .collect();
        assert!(plain.contains(name), "{name}: {receipt}");
    }
}

// EXCHANGE 4.12.
#[test]
fn what_was_deleted_from_a_stick_does_not_come_in() {
    let world = World::new();
    world.station();
    world.on_stick(&[2, 3]);
    let bin = world.path("stick/$RECYCLE.BIN/S-1-5-21-1");
    std::fs::create_dir_all(&bin).expect("a bin");
    let deleted = world.path("stick/training/v3.muster");
    std::fs::rename(deleted, bin.join("$R1A2B3C.muster")).expect("deleted");
    let visited = world.ok(&["visit", "@stick"]);
    assert_eq!(visited["packs"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&visited["packs"][0]["version"], &visited["misplaced"]),
        (&json!(2), &json!([]))
    );
    assert_eq!(world.versions(), [2]);
}

// EXCHANGE 4.13.
#[test]
fn what_lies_elsewhere_or_is_named_otherwise_is_named_with_what_to_do() {
    let world = World::new();
    world.station();
    let id = world.id();
    let table = b"officer_id,name\r\n1,A\r\n";
    let files = [
        "roster.csv".to_owned(),
        "muster/roster.csv".to_owned(),
        "muster/stations/Central/roster.csv".to_owned(),
        format!("muster/stations/{{{id}}}/roster.csv"),
        format!("muster/stations/{id}/roster.csv.csv"),
        format!("muster/stations/{id}/roster (1).csv"),
        format!("muster/stations/{id}/Roster.xlsx"),
        "from IT/Assignments.json".to_owned(),
        "detainer.muster.zip".to_owned(),
        "trust 7.mtrust.txt".to_owned(),
    ];
    for file in &files {
        world.write(&format!("stick/{file}"), table);
    }
    std::fs::create_dir(world.path("stick/unpacked.muster")).expect("a folder");
    let visited = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(visited["roster"], Value::Null);
    assert_eq!(world.ok(&["roster", "list"])["officers"], json!([]));
    let misplaced = visited["misplaced"].as_array().expect("a list");
    for file in files.iter().map(String::as_str).chain(["unpacked.muster"]) {
        let whole = common::path(&world.path("stick").join(file));
        let found = misplaced
            .iter()
            .find(|m| m["file"] == whole.to_str().expect("Unicode"));
        let found = found.unwrap_or_else(|| panic!("{file}: {visited}"));
        assert!(found["advice"] != "" && found["message"] != "", "{found}");
    }
    assert_eq!(misplaced.len(), files.len() + 1, "{visited}");
    let place = format!("muster/stations/{id}/roster.csv");
    let says_where = misplaced.iter().any(|found| {
        let advice = found["advice"].as_str().expect("advice");
        advice.replace('\\', "/").contains(&place)
    });
    assert!(says_where, "{visited}");
    let pdf = world
        .out()
        .into_iter()
        .find(|f| f.extension().is_some_and(|e| e == "pdf"));
    let text = world.receipt(&pdf.expect("a receipt"));
    assert!(
        text.contains("not read where it lies") && text.contains("detainer.muster.zip"),
        "{text}"
    );
}

#[test]
fn what_is_wrong_with_one_file_keeps_no_other_from_coming_in() {
    let world = World::new();
    world.station();
    world.on_stick(&[2, 3]);
    let newest = world.path("stick/training/v3.muster");
    let mut bytes = std::fs::read(&newest).expect("the pack");
    bytes[200] ^= 1;
    std::fs::write(&newest, bytes).expect("damaged");
    let folder = world.stick("stations");
    world.write(&format!("{folder}/roster.csv"), b"name\r\nNobody\r\n");
    world.write(
        &format!("{folder}/assignments.json"),
        b"{\"kind\":\"muster-trust\",\"format\":1}",
    );
    let visited = world.fails(4, "BadSignature", &["visit", "@stick", "--yes"]);
    assert_eq!(world.versions(), [2], "the newest that verifies");
    assert_eq!(visited["roster"]["error"]["code"], "BadRoster");
    assert_eq!(visited["assignments"]["error"]["code"], "BadRoster");
    let files = world.out();
    assert_eq!(ends(&files), FILES);
    assert!(world.receipt(&files[3]).contains("v3.muster"));
}

#[test]
fn trust_comes_in_before_the_packs_that_need_it() {
    let world = World::new();
    world.agency();
    let key = world.ok(&["key", "new", "--out", "@other", "--no-password"]);
    assert!(key["key_id"].is_string());
    let other = ["--publisher", "@other.pub=Other unit=example.journey"];
    world.next("1.mtrust", "2.mtrust", &other, &["a", "c"]);
    world.next("2.mtrust", "3.mtrust", &[], &["b", "c"]);
    world.sources("pack", 1);
    let out = ["--out", "@stick/a.muster"];
    std::fs::create_dir(world.path("stick")).expect("a stick");
    world.ok(&[
        ["pack", "build", "@pack", "--key", "@other.sec"].as_slice(),
        &out,
    ]
    .concat());
    for list in ["3", "1", "2"] {
        let (from, to) = (
            format!("{list}.mtrust"),
            format!("stick/lists/x{list}.mtrust"),
        );
        std::fs::create_dir_all(world.path("stick/lists")).expect("a folder");
        std::fs::copy(world.path(&from), world.path(&to)).expect("copied");
    }
    let visited = world.ok(&["visit", "@stick"]);
    let actions: Vec<&Value> = visited["lists"]
        .as_array()
        .expect("lists")
        .iter()
        .map(|l| &l["action"])
        .collect();
    assert_eq!(actions, ["already_installed", "installed", "installed"]);
    assert_eq!(visited["packs"][0]["action"], "installed");
    assert_eq!(visited["packs"][0]["publisher"], "Other unit");
}

#[test]
fn a_second_visit_of_a_day_overwrites_nothing() {
    let world = World::new();
    world.station();
    world.write("stick/readme.txt", b"nothing for Muster");
    world.ok(&["visit", "@stick"]);
    let first = std::fs::read(&world.out()[3]).expect("a receipt");
    world.ok(&["visit", "@stick"]);
    let files = world.out();
    assert_eq!(files.len(), 2 * FILES.len(), "{files:?}");
    assert!(
        files
            .iter()
            .any(|file| std::fs::read(file).expect("a file") == first)
    );
}

#[test]
fn a_missing_stick_and_a_file_in_its_place_are_reported() {
    let world = World::new();
    world.fails(2, "NotFound", &["visit", "@nowhere"]);
    world.write("file", b"no folder");
    world.fails(2, "Usage", &["visit", "@file"]);
    world.fails(2, "Usage", &["visit"]);
}

#[test]
fn where_nothing_can_be_written_what_came_in_stays() {
    let world = World::new();
    world.station();
    world.on_stick(&[2]);
    // In the place of the folder stands a file.
    world.write("stick/muster", b"");
    let visited = world.fails(1, "Io", &["visit", "@stick"]);
    assert_eq!(visited["packs"][0]["action"], "updated");
    assert_eq!(visited["files"], json!([]));
    assert_eq!(world.versions(), [2]);
}

#[test]
fn a_full_stick_and_a_locked_one_are_reported_and_nothing_is_left_half_written() {
    let world = World::new();
    world.station();
    let stick = world.path("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let Some(mounted) = Mounted::small(&stick) else {
        common::skip("mounting a small disk needs root on Linux");
        return;
    };
    world.fails(1, "NoSpace", &["visit", "@stick"]);
    let half = |file: &PathBuf| {
        let extension = file.extension().unwrap_or_default();
        !["csv", "json", "txt"].iter().any(|e| extension == *e)
    };
    assert_eq!(world.out().iter().filter(|file| half(file)).count(), 0);
    mounted.lock();
    world.fails(1, "Io", &["visit", "@stick"]);
}

/// A file system in memory that holds next to nothing.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn small(at: &'a Path) -> Option<Self> {
        let can = cfg!(target_os = "linux") && !common::under_wine();
        let mounted = can && mount(&["-t", "tmpfs", "-o", "size=32k", "tmpfs"], at);
        mounted.then_some(Self(at))
    }

    fn lock(&self) {
        assert!(mount(&["-o", "remount,ro"], self.0));
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

fn mount(options: &[&str], at: &Path) -> bool {
    let done = Command::new("mount").args(options).arg(at).output();
    done.is_ok_and(|output| output.status.success())
}
