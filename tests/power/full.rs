//! A disk that fills up: a small file system of its own, which only root may mount; for other
//! accounts these tests are skipped.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use muster::library::{Library, LibraryError};
use serde_json::Value;

use crate::layer::{Layer, arguments};
use crate::scenes::is_whole;
use crate::world::{World, install, shelf, who};

/// What an install leaves free, as `NoSpace` counts it: for the database and for records.
const RESERVE: u64 = 8 << 20;

struct Small {
    world: World,
    path: PathBuf,
}

impl Small {
    fn new(megabytes: u64) -> Option<Self> {
        let world = World::new();
        let path = world.path("small disk");
        std::fs::create_dir(&path).expect("a folder");
        let size = format!("mode=755,size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&path)
            .output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            crate::common::skip("mounting a small disk needs root");
            return None;
        }
        Some(Self { world, path })
    }

    fn library(&self) -> Library {
        self.world.library_in(&self.path.join("library"))
    }

    fn run(&self, words: &[&str]) -> (Option<i32>, Value) {
        let mut command = crate::common::muster();
        let output = command.args(arguments(&self.path, words)).output();
        let output = output.expect("it runs");
        let document = serde_json::from_slice(&output.stdout).expect("JSON");
        (output.status.code(), document)
    }

    fn free(&self) -> u64 {
        let printed = Command::new("stat")
            .args(["-f", "-c", "%a %S"])
            .arg(&self.path)
            .output();
        let printed = String::from_utf8(printed.expect("stat runs").stdout).expect("text");
        let numbers = printed
            .split_whitespace()
            .map(|n| n.parse::<u64>().expect("a number"));
        numbers.product()
    }

    /// Leaves exactly so many bytes free; a file system counts in pages.
    fn fill(&self, leave: u64) {
        let file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.path.join("filler"));
        let mut file = file.expect("a file");
        while self.free() > leave {
            let piece = (self.free() - leave).min(1 << 20);
            if file
                .write_all(&vec![7; usize::try_from(piece).expect("short")])
                .is_err()
            {
                break;
            }
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.path.join("filler")).expect("room again");
    }

    /// Shifts and an officer, so that a briefing can be recorded.
    fn station(&self) {
        let day = "day=Day shift,07:00-15:00";
        let (exit, document) = self.run(&["station", "set", "shifts", day]);
        assert_eq!(exit, Some(0), "{document}");
        let roster = self.world.path("roster.csv");
        let officer = "officer_id,name,rank,shift\n1042,Officer 1042,Officer,day\n";
        std::fs::write(&roster, officer).expect("a file");
        let (exit, document) = self.run(&["roster", "import", text(&roster)]);
        assert_eq!(exit, Some(0), "{document}");
    }

    /// A briefing that was held can be recorded.
    fn records_can_be_written(&self) {
        let words = [
            "records",
            "add",
            "--module",
            "example.attack/one",
            "--shift",
            "day",
            "--date",
            "2026-11-20",
            "--facilitator",
            "Sergeant 0417",
            "--present",
            "1042",
        ];
        let (exit, document) = self.run(&words);
        assert_eq!(exit, Some(0), "{document}");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.path).status();
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("Unicode")
}

#[test]
fn the_needed_space_is_reported_to_the_byte_before_anything_is_copied() {
    let Some(disk) = Small::new(24) else { return };
    let library = disk.library();
    install(&library, &disk.world.pack("1.muster", 1, 400)).expect("installed");
    let pack = disk.world.pack("2.muster", 2, 1 << 20);
    disk.station();
    let needed = pack.metadata().expect("a length").len() + RESERVE;
    for leave in [0, 64 << 10, 3 << 20, needed - 4_096] {
        disk.fill(leave);
        let (before, free) = (shelf(&library), disk.free());
        let layer = Layer::new();
        let words = arguments(&disk.path, &["install", text(&pack)]);
        let run = layer.run(&disk.path, "record", 0, &words);
        assert_eq!(run.document["error"]["code"], "NoSpace", "{}", run.document);
        assert_eq!(run.exit, Some(1));
        let written = run
            .trace
            .iter()
            .any(|o| !o.bytes.is_empty() || o.name == "create");
        assert!(!written, "with {leave} left: {:?}", run.trace);
        let outcome = library.install(&pack, &who(), &mut |_, _| true);
        let Err(LibraryError::NoSpace { missing }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(missing, needed - free, "with {leave} left");
        assert!(shelf(&library) == before);
        disk.empty();
    }
    // With exactly the reported room it is done, and records can be written on what is left.
    disk.fill(needed + 4_096);
    assert!(disk.free() < needed + 8_192);
    let (exit, document) = disk.run(&["install", text(&pack)]);
    assert_eq!(exit, Some(0), "{document}");
    disk.records_can_be_written();
}

#[test]
fn a_disk_that_fills_up_at_any_operation_of_an_install_changes_nothing_that_is_active() {
    let Some(disk) = Small::new(24) else { return };
    let library = disk.library();
    install(&library, &disk.world.pack("1.muster", 1, 400)).expect("installed");
    let pack = disk.world.pack("2.muster", 2, 100_000);
    disk.station();
    let layer = Layer::new();
    let words = arguments(&disk.path, &["install", text(&pack)]);
    let (mut at, mut refused) = (0, 0);
    loop {
        at += 1;
        // The program waits before this operation; meanwhile somebody fills the disk.
        let mut child = layer
            .command(&disk.path, "hold", at, &words)
            .spawn()
            .expect("it runs");
        let held = crate::two::is_held(&mut child);
        if held {
            disk.fill(0);
            let mut input = child.stdin.take().expect("its input");
            input.write_all(b"go on\n").expect("written");
        } else {
            drop(child.stdin.take());
        }
        let run = layer.end(child);
        let what = format!("full from {at} on: {}", run.document);
        if !held {
            assert_eq!(run.exit, Some(0), "{what}");
            break;
        }
        let reopened = Library::open(library.folder()).expect("a library");
        let installed = reopened.installed().expect("packs");
        assert_eq!(installed.len(), 1, "{what}");
        is_whole(&reopened, &installed[0]);
        if run.exit == Some(0) {
            // It had the room that it needed already.
            assert_eq!(installed[0].outline().version.get(), 2, "{what}");
            disk.empty();
            let id = installed[0].outline().id.clone();
            reopened
                .rollback(&id, "once more", &who(), &mut |_, _| true)
                .expect("back");
            break;
        }
        refused += 1;
        assert_eq!(run.exit, Some(1), "{what}");
        assert_eq!(run.document["error"]["code"], "NoSpace", "{what}");
        assert_eq!(installed[0].outline().version.get(), 1, "{what}");
        disk.empty();
        assert_eq!(shelf(&reopened).1.len(), 1, "{what}: the half copy is gone");
    }
    assert!(refused >= 5, "refused {refused} times");
    disk.records_can_be_written();
}

/// On a disk without any room nothing can be entered in the log, so nothing is changed; what is
/// installed stays in use.
#[test]
fn on_a_full_disk_every_change_is_refused_with_what_is_needed_and_packs_stay_in_use() {
    let Some(disk) = Small::new(24) else { return };
    let library = disk.library();
    for version in 1..=2 {
        let pack = disk.world.pack(&format!("{version}.muster"), version, 400);
        install(&library, &pack).expect("installed");
    }
    disk.fill(0);
    let key = disk.world.public.id().to_string();
    for words in [
        &["remove", "example.attack"][..],
        &["rollback", "example.attack", "--reason", "wrong form"],
        &["trust", "remove", &key],
        &["trust", "remove", &key, "--revoke"],
    ] {
        let before = shelf(&library);
        let (exit, document) = disk.run(words);
        assert_eq!(
            document["error"]["code"], "NoSpace",
            "{words:?}: {document}"
        );
        assert_eq!(exit, Some(1), "{words:?}");
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(message.contains("MB"), "how much: {message}");
        assert!(shelf(&library) == before, "{words:?}");
    }
    let (exit, document) = disk.run(&["list"]);
    assert_eq!(exit, Some(0), "{document}");
    assert_eq!(document["packs"][0]["version"], 2);
    assert_eq!(document["packs"][0]["state"], "active");
}
