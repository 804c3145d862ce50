//! Somebody who may read the shelf but not write it, after a power cut: the program as an account
//! without any rights, or, where these tests have no right to become that, with the rights taken
//! from the folder.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use serde_json::Value;

use crate::layer::arguments;
use crate::world::{World, install};

/// Nobody, on every system.
const NOBODY: &str = "65534";

struct Station {
    world: World,
    data: PathBuf,
    program: PathBuf,
    is_root: bool,
}

impl Station {
    fn new() -> Self {
        let world = World::new();
        allow(world.folder.path(), 0o755);
        let program = world.path("muster");
        let own = crate::common::muster();
        std::fs::copy(own.get_program(), &program).expect("where everybody may start it");
        let printed = Command::new("id").arg("-u").output().expect("id runs");
        Self {
            data: world.path("data"),
            world,
            program,
            is_root: printed.stdout == b"0\n",
        }
    }

    fn database(&self) -> PathBuf {
        self.data.join("library/library.db")
    }

    fn journal(&self) -> PathBuf {
        self.data.join("library/library.db-journal")
    }

    /// The power goes while all packs are being taken off the shelf: what lies on the disk then.
    fn leave_halfway(&self) {
        let (database, journal) = (self.database(), self.journal());
        let whole = std::fs::read(&database).expect("read");
        let connection = Connection::open(&database).expect("opens");
        connection
            .execute_batch(
                "PRAGMA cache_size = 2; BEGIN IMMEDIATE; DELETE FROM packs; CREATE TABLE long (text);
                 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                 INSERT INTO long SELECT hex(randomblob(100)) FROM n;",
            )
            .expect("under way");
        let half = [&database, &journal].map(|file| std::fs::read(file).expect("read"));
        connection.execute_batch("ROLLBACK").expect("rolled back");
        drop(connection);
        assert_ne!(half[0], whole, "some of it was written");
        for (file, bytes) in [&database, &journal].iter().zip(half) {
            std::fs::write(file, bytes).expect("written");
            // As an older Muster left it, which made no copy for readers.
            allow(file, 0o644);
        }
        let copy = self.data.join("library/library.snapshot.db");
        std::fs::remove_file(copy).expect("gone");
    }

    /// As the account without rights.
    fn run(&self, words: &[&str]) -> (Option<i32>, Value) {
        let mut command = if self.is_root {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"])
                .arg(&self.program);
            command
        } else {
            allow(&self.data.join("library"), 0o555);
            allow(&self.database(), 0o444);
            Command::new(&self.program)
        };
        let output = command
            .args(arguments(&self.data, words))
            .env("TMPDIR", "/tmp")
            .output()
            .expect("it runs");
        if !self.is_root {
            allow(&self.data.join("library"), 0o755);
            allow(&self.database(), 0o644);
        }
        let document = serde_json::from_slice(&output.stdout).expect("JSON");
        (output.status.code(), document)
    }
}

fn allow(path: &Path, mode: u32) {
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("its owner may");
}

#[test]
fn who_may_not_write_reads_what_a_power_cut_left_halfway_and_leaves_it_to_who_may() {
    let station = Station::new();
    let library = station.world.library_in(&station.data.join("library"));
    install(&library, &station.world.pack("one.muster", 1, 400)).expect("installed");
    station.leave_halfway();
    let before = std::fs::read(station.database()).expect("read");

    let (status, document) = station.run(&["list"]);
    assert_eq!(status, Some(0), "{document}");
    assert_eq!(document["packs"][0]["version"], 1, "{document}");
    assert_eq!(document["packs"][0]["state"], "active");
    let (status, document) = station.run(&["trust", "list"]);
    assert_eq!(status, Some(0), "{document}");
    assert_eq!(document["publishers"][0]["name"], "Example publisher");
    let two = station.world.pack("two.muster", 2, 400);
    let (status, document) = station.run(&["install", two.to_str().expect("Unicode")]);
    assert_eq!(
        (status, &document["error"]["code"]),
        (Some(1), &"Io".into())
    );
    assert_eq!(std::fs::read(station.database()).expect("read"), before);
    assert!(station.journal().exists(), "left as it is");

    // Who may write puts it right by starting.
    let mut command = crate::common::muster();
    let listed = command.args(arguments(&station.data, &["list"])).output();
    assert!(listed.expect("it runs").status.success());
    assert!(!station.journal().exists(), "put right");
    let (status, document) = station.run(&["list"]);
    assert_eq!(status, Some(0), "{document}");
    assert_eq!(document["packs"][0]["version"], 1, "{document}");
}

#[test]
fn where_no_copy_can_be_made_the_error_names_who_can_repair_it() {
    let station = Station::new();
    let library = station.world.library_in(&station.data.join("library"));
    install(&library, &station.world.pack("one.muster", 1, 400)).expect("installed");
    station.leave_halfway();
    allow(&station.journal(), 0o000);
    if !station.is_root {
        // Its owner may do everything with it but read it.
        assert!(std::fs::read(station.journal()).is_err());
    }
    let (status, document) = station.run(&["list"]);
    assert_eq!(
        (status, &document["error"]["code"]),
        (Some(1), &"Io".into())
    );
    let advice = document["error"]["advice"].as_str().unwrap_or_default();
    assert!(advice.contains("An administrator"), "{document}");
}
