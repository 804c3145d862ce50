//! The stores beside users without rights: what an administrator locks they cannot lock, whatever
//! lies in the place of a file is reported and not waited for, and who may only read goes on
//! reading.

use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::shared_pc::{SharedPc, mode, pipe, set_mode, text};

// EXCHANGE 2.28.
#[test]
fn what_an_administrator_locks_no_other_user_can_lock_and_readers_see_every_change() {
    let Some(pc) = SharedPc::new() else { return };
    let pack = pc.world.pack("one.muster", 1, 400);
    pc.done(&["install", text(&pack)]);
    for name in ["library/library.db", "library/install.lock", "station.lock"] {
        assert_eq!(mode(&pc.data.join(name)), 0o600, "{name}");
    }
    let _held = SharedPc::held(&pc.files());
    assert_eq!(pc.shown()[0]["state"], "active");
    pc.done(&["station", "set", "name", "Central 2"]);
    pc.done(&["install", text(&pc.world.pack("two.muster", 2, 400))]);
    assert_eq!(pc.shown()[0]["version"], 2);
    let key = pc.world.public.id().to_string();
    pc.done(&["trust", "remove", &key, "--revoke"]);
    assert_eq!(pc.shown()[0]["state"], "blocked");
    let (status, document) = pc.run_as_other(&["remove", "example.attack"]);
    assert_eq!(status, Some(1), "{document}");
}

// EXCHANGE 2.28.
#[test]
fn files_that_an_older_muster_made_for_all_to_open_are_replaced_even_while_another_user_holds_them()
{
    let Some(pc) = SharedPc::new() else { return };
    pc.done(&["install", text(&pc.world.pack("one.muster", 1, 400))]);
    let snapshot = pc.data.join("library/library.snapshot.db");
    std::fs::remove_file(&snapshot).expect("gone");
    let old = ["library/library.db", "library/install.lock", "station.lock"]
        .map(|name| pc.data.join(name));
    for file in &old {
        set_mode(file, 0o644);
    }
    assert_eq!(pc.shown().len(), 1, "it is read as it was");
    let _held = SharedPc::held(&old);
    pc.done(&["station", "set", "name", "Central 2"]);
    pc.done(&["install", text(&pc.world.pack("two.muster", 2, 400))]);
    for file in &old {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    assert_eq!(pc.shown()[0]["version"], 2);
    let log = pc.world.path("audit.csv");
    let audit = pc.done(&["audit", "export", "--out", text(&log)]);
    assert_eq!(audit["count"], 3, "{audit}");
}

// EXCHANGE 4.10, CLI 1.14.
#[test]
fn a_visit_installs_and_revokes_whatever_holds_or_replaces_the_records() {
    let Some(pc) = SharedPc::new() else { return };
    let stick = pc.stick();
    let records = pc.records();
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", text(&records)));
    let lock = records.with_extension("lock");
    let places = [
        records.clone(),
        beside("-wal"),
        beside("-shm"),
        beside("-journal"),
        lock,
    ];
    let mut version = 0;
    let mut visit = |what: &str| {
        version += 1;
        let name = format!("stick/{version}.muster");
        pc.world.pack(&name, version, 400);
        let (status, document) = pc.run(&["visit", text(&stick)]);
        assert!(status.is_some(), "{what}: {document}");
        let shown = pc.shown();
        assert_eq!(shown[0]["version"], version, "{what}: {document}");
        document
    };
    visit("nothing");
    for place in &places {
        let name = place.file_name().expect("a name").to_string_lossy();
        let is_store = *place == records;
        pipe(place);
        let document = visit(&format!("a pipe as {name}"));
        if is_store {
            let lines = document["doctor"].to_string();
            assert!(lines.contains("records.db could not be read"), "{lines}");
        }
        std::fs::remove_file(place).expect("gone");
        symlink("/dev/zero", place).expect("a link");
        visit(&format!("a link as {name}"));
        std::fs::remove_file(place).expect("gone");
        std::fs::create_dir(place).expect("a folder");
        visit(&format!("a folder as {name}"));
        std::fs::remove_dir(place).expect("gone");
    }
}

// CLI 1.14.
#[test]
fn a_wait_for_another_program_ends_in_busy_with_its_name_and_at_once_with_ctrl_c() {
    let Some(pc) = SharedPc::new() else { return };
    let lock = pc.data.join("station.lock");
    let file = std::fs::File::open(&lock).expect("opened");
    file.lock().expect("locked");
    let words = ["station", "set", "name", "Central 3"];
    let (status, document) = pc.run(&words);
    assert_eq!(status, Some(1), "{document}");
    assert_eq!(document["error"]["code"], "Busy", "{document}");
    let message = document["error"]["message"].as_str().expect("a message");
    let process = format!("(process {})", std::process::id());
    assert!(message.contains(&process), "{message}");
    let child = pc.command(&words).spawn().expect("muster runs");
    // It has begun to wait by then, or sees Ctrl-C before it does.
    std::thread::sleep(Duration::from_millis(500));
    let begin = Instant::now();
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.expect("kill runs").success());
    let Output { status, stdout, .. } = child.wait_with_output().expect("ended");
    let document: Value = serde_json::from_slice(&stdout).expect("one JSON document");
    assert_eq!(status.code(), Some(1), "{document}");
    assert_eq!(document["error"]["code"], "Cancelled", "{document}");
    assert!(
        begin.elapsed() < Duration::from_secs(8),
        "Ctrl-C is not waited for"
    );
}

// CLI 1.12.
#[test]
fn a_pipe_or_folder_in_the_place_of_a_shelf_file_is_reported_without_waiting() {
    let Some(pc) = SharedPc::new() else { return };
    pc.done(&["install", text(&pc.world.pack("one.muster", 1, 400))]);
    let pack = pc.world.pack("two.muster", 2, 400);
    for name in ["library.db", "library.db-journal", "install.lock"] {
        let place = pc.data.join("library").join(name);
        let kept = pc.world.path("kept");
        let was_there = std::fs::rename(&place, &kept).is_ok();
        pipe(&place);
        let refused = |what: &str| {
            let (status, document) = pc.run(&["install", text(&pack)]);
            assert_eq!(status, Some(1), "{what} as {name}: {document}");
            assert_eq!(
                document["error"]["code"], "Io",
                "{what} as {name}: {document}"
            );
        };
        refused("a pipe");
        std::fs::remove_file(&place).expect("gone");
        symlink(&kept, &place).expect("a link");
        refused("a link");
        std::fs::remove_file(&place).expect("gone");
        std::fs::create_dir(&place).expect("a folder");
        refused("a folder");
        std::fs::remove_dir(&place).expect("gone");
        if was_there {
            std::fs::rename(&kept, &place).expect("back");
        }
    }
    pc.done(&["install", text(&pack)]);
}
