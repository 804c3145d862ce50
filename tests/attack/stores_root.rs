//! An administrator among files of others: what they put into the place of the records leads to no
//! file elsewhere.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::common;
use crate::shared_pc::{OTHER_USER, SharedPc, pipe, set_mode, text};
use crate::world::World;

/// What root owns and nobody else may change, and what of it must stay.
struct Targets {
    program: PathBuf,
    secret: PathBuf,
    missing: PathBuf,
}

impl Targets {
    fn new(world: &World) -> Self {
        let targets = Self {
            program: world.path("a program with rights"),
            secret: world.path("secret"),
            missing: world.path("nothing there"),
        };
        std::fs::copy("/bin/true", &targets.program).expect("copied");
        set_mode(&targets.program, 0o4755);
        let mut secret = std::fs::File::create(&targets.secret).expect("a file");
        std::io::Write::write_all(&mut secret, b"root's own").expect("written");
        set_mode(&targets.secret, 0o600);
        targets
    }

    #[track_caller]
    fn check(&self, what: &str) {
        let facts = |path: &Path| {
            use std::os::unix::fs::MetadataExt;
            let found = path.metadata().expect("there");
            (found.mode() & 0o7777, found.uid())
        };
        assert_eq!(facts(&self.program), (0o4755, 0), "{what}");
        assert_eq!(facts(&self.secret), (0o600, 0), "{what}");
        let read = |path: &Path| std::fs::read(path).expect("read");
        assert_eq!(read(&self.secret), b"root's own", "{what}");
        assert_eq!(read(&self.program), read(Path::new("/bin/true")), "{what}");
        assert!(
            self.missing.symlink_metadata().is_err(),
            "{what}: it was made"
        );
    }
}

const ADD: [&str; 10] = [
    "records",
    "add",
    "--module",
    "example.attack/one",
    "--shift",
    "day",
    "--date",
    "2026-11-24",
    "--facilitator",
    "Sgt. Smith",
];

impl SharedPc {
    /// The data folder is everybody's, and holds a pack, a shift and a briefing that another user
    /// recorded.
    fn shared() -> Option<Self> {
        let pc = Self::new()?;
        pc.done(&["install", text(&pc.world.pack("one.muster", 1, 400))]);
        pc.done(&["station", "set", "shifts", "day=Day,07:00-15:00"]);
        set_mode(&pc.data, 0o777);
        let (status, document) = pc.run_as_other(&ADD);
        assert_eq!(status, Some(0), "{document}");
        Some(pc)
    }

    /// What an administrator does where records lie.
    #[track_caller]
    fn try_all_as_root(&self, stick: &Path) {
        for words in [
            &["doctor"][..],
            &["visit", text(stick)],
            &["records", "list"],
            &["records", "verify"],
            &["records", "rebuild"],
            &ADD,
        ] {
            self.run(words);
        }
    }
}

// RECORDS 3.8.
#[test]
fn an_administrator_reads_the_records_of_others_and_writes_none_among_them() {
    use std::os::unix::fs::MetadataExt;
    let Some(pc) = SharedPc::shared() else { return };
    let names = || {
        let mut names = pc.files();
        names.retain(|file| file.to_string_lossy().contains("records"));
        names.sort();
        names
    };
    let before = (names(), std::fs::read(pc.records()).expect("read"));
    let sessions = pc.done(&["records", "list"]);
    assert_eq!(sessions["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(pc.done(&["records", "verify"])["count"], 1);
    let (_, document) = pc.run(&["doctor"]);
    let lines = document["lines"].as_array().expect("lines");
    let problem = |line: &&Value| line["check"] == "records" && line["state"] != "ok";
    assert_eq!(lines.iter().find(problem), None, "{document}");
    for words in [&ADD[..], &["records", "rebuild"]] {
        let (status, document) = pc.run(words);
        assert_eq!(status, Some(1), "{document}");
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(message.contains("administrator"), "{message}");
    }
    assert!((names(), std::fs::read(pc.records()).expect("read")) == before);
    for file in names() {
        let owner = file.metadata().expect("there").uid();
        assert_eq!(owner, OTHER_USER, "{}", file.display());
    }
}

// RECORDS 3.8.
#[test]
fn no_link_in_the_records_folder_leads_an_administrator_to_a_file_elsewhere() {
    let Some(pc) = SharedPc::shared() else { return };
    let targets = Targets::new(&pc.world);
    let stick = pc.stick();
    let kept = pc.world.path("kept.db");
    std::fs::rename(pc.records(), &kept).expect("moved");
    for suffix in [
        ".db",
        ".db-wal",
        ".db-shm",
        ".db-journal",
        ".lock",
        ".lock.new",
    ] {
        let place = pc.data.join(format!("records{suffix}"));
        // With and without records behind it.
        for with_records in [false, true] {
            let _ = std::fs::remove_file(pc.records());
            if with_records && suffix != ".db" {
                std::fs::copy(&kept, pc.records()).expect("copied");
            }
            let put = |how: &str, put: &dyn Fn()| {
                let _ = std::fs::remove_file(&place);
                put();
                pc.try_all_as_root(&stick);
                targets.check(&format!("{how} as records{suffix}"));
                std::fs::remove_file(&place).expect("it is still there");
            };
            for target in [&targets.program, &targets.secret, &targets.missing] {
                put("a link", &|| symlink(target, &place).expect("a link"));
            }
            for target in [&targets.program, &targets.secret] {
                put("a hard link", &|| {
                    std::fs::hard_link(target, &place).expect("a second name");
                });
            }
        }
    }
}

// RECORDS 3.8.
#[test]
fn what_others_swap_while_an_administrator_looks_is_not_followed_and_not_waited_for() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let Some(pc) = SharedPc::shared() else { return };
    let targets = Targets::new(&pc.world);
    let stick = pc.stick();
    let spare = |name: &str| pc.data.join(name);
    symlink(&targets.program, spare("link")).expect("a link");
    symlink(&targets.missing, spare("dangling")).expect("a link");
    std::fs::hard_link(&targets.secret, spare("second")).expect("a second name");
    std::fs::copy(pc.records(), spare("copy")).expect("copied");
    pipe(&spare("pipe"));
    let stop = AtomicBool::new(false);
    let swap = || {
        let names = ["copy", "link", "pipe", "second", "dangling"];
        for name in names.iter().cycle() {
            for suffix in [".db", ".db-wal", ".db-shm", ".lock"] {
                let place = pc.data.join(format!("records{suffix}"));
                let fresh = pc.data.join("fresh");
                let _ = std::fs::remove_file(&fresh);
                // A second name of the link, pipe or file itself.
                if std::fs::hard_link(spare(name), &fresh).is_ok() {
                    let _ = std::fs::rename(&fresh, &place);
                }
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(swap);
        for _ in 0..6 {
            pc.try_all_as_root(&stick);
        }
        stop.store(true, Ordering::Relaxed);
    });
    targets.check("swapping");
}

/// As the README sets it up, in a mount namespace of its own.
// RECORDS 3.9, EXCHANGE 2.28.
#[test]
fn the_managed_set_up_of_the_readme_holds() {
    let Some(pc) = SharedPc::new() else { return };
    let script = r#"
        set -e
        mount -t tmpfs -o mode=755 tmpfs /var/lib
        export HOME="$2"
        install -d -m 755 /var/lib/muster
        install -d -m 2770 -g 65534 /var/lib/muster/records
        muster="$1"; home="$2"
        as_other() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$home/other" "$muster" --json "$@"; }
        install -d -o 65534 "$home/other"
        "$muster" --json station set shifts "day=Day,07:00-15:00"
        "$muster" --json trust add "$home/publisher.pub" --name P
        "$muster" --json install "$home/one.muster"
        as_other records add --module example.attack/one --shift day --date 2026-11-24 --facilitator "Sgt. Smith"
        stat -c '%n %a %u' /var/lib/muster/station.lock /var/lib/muster/library/library.db /var/lib/muster/library/install.lock /var/lib/muster/records/*
        "$muster" --json records verify
        "$muster" --json doctor || true
        as_other list
    "#;
    pc.world.pack("one.muster", 1, 400);
    let ran = Command::new("unshare")
        .args(["-m", "bash", "-c", script, "bash"])
        .arg(&pc.program)
        .arg(pc.world.folder.path())
        .env_remove("MUSTER_DATA_DIR")
        .output()
        .expect("unshare runs");
    let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
    if printed.is_empty() {
        common::skip("mounting in a namespace of its own needs more than root here");
        return;
    }
    let complaint = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{printed} {complaint}");
    for line in [
        "/var/lib/muster/station.lock 600 0",
        "/var/lib/muster/library/library.db 600 0",
        "/var/lib/muster/library/install.lock 600 0",
        "/var/lib/muster/records/records.db 660 65534",
        "/var/lib/muster/records/records.lock 660 65534",
    ] {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    assert!(printed.contains("\"count\":1,"), "{printed}");
    assert!(
        printed.contains("an administrator writes no records"),
        "{printed}"
    );
    assert!(printed.contains("\"state\":\"active\""), "{printed}");
}
