//! The log: what is noted, by several programs at once, and what never is.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::common;
use crate::world::World;

impl World {
    /// The log as it is.
    fn log(&self) -> String {
        std::fs::read_to_string(self.path("log/muster.log")).unwrap_or_default()
    }

    /// What the doctor says of the log.
    fn log_line(&self) -> Value {
        let (_, document) = self.document(&["doctor"]);
        let lines = document["lines"].as_array().expect("lines");
        let line = lines.iter().find(|line| line["check"] == "log");
        line.expect("a line about the log").clone()
    }
}

/// CLI 7.2: time with offset, level, process, version, module, and the rest.
#[track_caller]
fn assert_is_line(line: &str) {
    let mut words = line.split_whitespace();
    let mut next = || words.next().unwrap_or_default();
    let time = next();
    assert!(
        time.len() == "2026-11-25T06:52:00.000-05:00".len() && time.as_bytes()[10] == b'T',
        "{line}"
    );
    assert!(matches!(next(), "ERROR" | "WARN" | "INFO"), "{line}");
    next().parse::<u32>().expect(line);
    assert_eq!(next(), env!("CARGO_PKG_VERSION"), "{line}");
    assert!(next().ends_with(':'), "{line}");
    assert!(line.is_ascii(), "{line}");
}

/// Names of people, and what people wrote, that no other text holds.
const PECULIAR: [&str; 8] = [
    "Quaddlebum",
    "Xanthippe",
    "Zwiebelfisch",
    "ostrich",
    "marmalade",
    "0417-ZQ",
    "Pumpernickel",
    "trombone",
];

// CLI 7.4.
#[test]
#[expect(
    clippy::too_many_lines,
    reason = "everything that people write goes wrong once"
)]
fn no_name_note_or_text_of_people_is_in_the_log() {
    let world = World::new();
    world.publisher();
    world.sources("pack", 1);
    world.build("pack", "one.muster");
    world.ok(&["install", "@one.muster"]);
    world.ok(&["station", "set", "name", "Pumpernickel Station"]);
    world.ok(&["station", "set", "shifts", "day=Day shift,07:00-15:00"]);
    let roster = "officer_id,name,rank,shift\n0417-ZQ,Xanthippe Quaddlebum,Sergeant,day\n\
        1042,Zwiebelfisch,Officer,day\n";
    world.write("Quaddlebum.csv", roster.as_bytes());
    world.ok(&["roster", "import", "@Quaddlebum.csv"]);
    world.ok(&[
        "approve",
        "detainer",
        "--by",
        "Xanthippe",
        "--note",
        "marmalade",
    ]);
    world.ok(&[
        "records",
        "add",
        "--module",
        "detainer",
        "--shift",
        "day",
        "--date",
        "2026-11-20",
        "--facilitator",
        "Xanthippe Quaddlebum",
        "--present",
        "1042",
        "--note",
        "the ostrich ate the marmalade",
    ]);
    let sessions = world.ok(&["records", "list"]);
    let id = sessions["sessions"][0]["session_id"]
        .as_str()
        .expect("an id");

    // Everything about these people that can go wrong.
    world.write(
        "bad.csv",
        b"officer_id,name,shift\n0417-ZQ,Xanthippe Quaddlebum,trombone\n,Zwiebelfisch,day\n",
    );
    let wrong: &[&[&str]] = &[
        &["roster", "import", "@bad.csv"],
        &["roster", "import", "@Zwiebelfisch.csv"],
        &["roster", "renumber", "0417-ZQ", "1042"],
        &["roster", "renumber", "ostrich", "1042"],
        &["assign", "detainer", "--shift", "trombone"],
        &["station", "set", "shifts", "trombone"],
        &[
            "approve",
            "trombone",
            "--by",
            "Xanthippe",
            "--note",
            "ostrich",
        ],
        &[
            "records", "add", "--module", "detainer", "--shift", "day", "--date", "trombone",
        ],
        &[
            "records",
            "add",
            "--module",
            "detainer",
            "--shift",
            "day",
            "--date",
            "2026-11-21",
            "--facilitator",
            "Quaddlebum",
            "--present",
            "Zwiebelfisch,ostrich",
        ],
        &[
            "records",
            "amend",
            id,
            "--field",
            "notes",
            "--to",
            "trombone",
            "--by",
            "Quaddlebum",
        ],
        &[
            "records",
            "amend",
            "ostrich",
            "--field",
            "notes",
            "--to",
            "trombone",
            "--by",
            "Xanthippe",
            "--why",
            "marmalade",
        ],
        &[
            "records",
            "export",
            "--what",
            "attendance",
            "--format",
            "csv",
            "--out",
            "@Quaddlebum.csv",
        ],
        &["records", "list", "--officer", "Quaddlebum"],
        &["play", "@Quaddlebum.mp4"],
        &["visit", "@Quaddlebum"],
        &["ostrich"],
    ];
    let failed = wrong.iter().filter(|words| world.document(words).0 != 0);
    assert!(failed.count() >= 10, "what is wrong is said to be");
    world.write(
        &format!("stick/muster/stations/{}/roster.csv", station_id(&world)),
        b"officer_id,name\n0417-ZQ,Trombone Ostrich\n",
    );
    world.run(&["visit", "@stick"]);

    let log = world.log();
    log.lines().for_each(assert_is_line);
    for noted in [
        ": begins command=roster",
        "code=BadRoster",
        "code=NotFound",
        "code=Exists",
    ] {
        assert!(log.contains(noted), "{noted}: {log}");
    }
    assert_eq!(
        log.matches(": begins").count(),
        log.matches(": ends").count()
    );
    let on_stick = world.path(&format!("stick/muster/out/{}", station_id(&world)));
    let carried = std::fs::read_dir(on_stick)
        .expect("the visit's files")
        .map(|entry| entry.expect("an entry").path())
        .find(|file| file.to_string_lossy().ends_with("-log.txt"))
        .expect("the log on the stick");
    let carried = std::fs::read_to_string(carried).expect("read");
    assert!(
        log.starts_with(&carried) && carried.len() > 1_000,
        "{carried}"
    );
    for peculiar in PECULIAR {
        let is_there = log.to_lowercase().contains(&peculiar.to_lowercase());
        assert!(!is_there, "{peculiar}: {log}");
    }
}

fn station_id(world: &World) -> String {
    let station = world.ok(&["station", "show"]);
    station["station"]["id"].as_str().expect("an id").to_owned()
}

// CLI 7.1, CLI 7.2, CLI 7.3.
#[test]
fn several_programs_at_once_write_whole_lines_and_a_full_file_is_kept_as_the_one_before() {
    let world = World::new();
    let filler = "2026-11-25T06:52:00.000-05:00 INFO 1 0.0.0 cli: filler\n";
    let full = filler.repeat((1 << 20) / filler.len());
    world.write("log/muster.log", full.as_bytes());
    let running: Vec<_> = (0..8)
        .map(|_| {
            let mut command: Command = common::muster();
            command
                .env("MUSTER_LOG_DIR", common::path(&world.path("log")))
                .arg("--data-dir")
                .arg(common::path(&world.path("data")))
                .args(["station", "show"])
                .stdout(Stdio::null());
            command.spawn().expect("muster runs")
        })
        .collect();
    for mut program in running {
        assert!(program.wait().expect("it ends").success());
    }
    let before = world.read("log/muster.1.log");
    let log = world.log();
    assert!(
        before.starts_with(&full),
        "nothing of the older file is lost"
    );
    assert!(before.len() <= 1 << 20 && log.len() <= 1 << 20);
    let all = [before.get(full.len()..).expect("longer"), &log].concat();
    all.lines().for_each(assert_is_line);
    assert_eq!(all.matches(": begins").count(), 8, "{all}");
    assert_eq!(all.matches(": ends code=0").count(), 8, "{all}");
    let shown = world.ok(&["station", "show"]);
    let file = common::path(&world.path("log"));
    let named = shown["log"].as_str().expect("a path");
    assert!(
        named.starts_with(file.to_str().expect("Unicode")),
        "{named}"
    );
    assert_eq!(world.log_line()["state"], "ok");
}

// CLI 7.6.
#[test]
fn a_log_that_cannot_be_written_changes_nothing_else() {
    let world = World::new();
    let as_ever = world.ok(&["list"]);
    let target = world.path("target");
    let make: [fn(&World, &Path); 3] = [
        // A file in the place of the folder, a folder in the place of the file, a link.
        |world, _| world.write("log", b"no folder"),
        |world, _| world.write("log/muster.log/x", b"no file"),
        |world, target| {
            world.write("target", b"untouched");
            world.write("log/x", b"");
            link(target, &world.path("log/muster.log"));
        },
    ];
    for (number, make) in make.into_iter().enumerate() {
        if number == 2 && common::under_wine() {
            common::skip("Wine knows no links of Windows");
            return;
        }
        let log = world.path("log");
        if log.is_dir() {
            std::fs::remove_dir_all(&log).expect("removed");
        } else if log.exists() {
            std::fs::remove_file(&log).expect("removed");
        }
        make(&world, &target);
        let output = world.run(&["list"]);
        assert!(output.status.success());
        assert!(
            output.stderr.is_empty(),
            "{:?}",
            String::from_utf8_lossy(&output.stderr)
        );
        let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(printed, as_ever);
        assert_eq!(world.log_line()["state"], "warning", "{number}");
        world.write("roster.csv", b"officer_id,name\n1,A\n");
        world.ok(&["roster", "import", "@roster.csv"]);
    }
    assert_eq!(world.read("target"), "untouched");
}

#[cfg(unix)]
fn link(target: &Path, link: &Path) {
    std::os::unix::fs::symlink(target, link).expect("a link");
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) {}

// CLI 7.7, PLAYER 4.1.
#[test]
fn a_decoder_that_panics_is_noted_with_its_place_and_not_printed() {
    let world = World::new();
    world.sources("source", 1);
    world.sound_without_rate("source/media/listen.wav");
    let checked = world.run(&["pack", "check", "@source"]);
    let beside = String::from_utf8_lossy(&checked.stderr);
    assert!(
        !beside.contains("panicked") && !beside.contains("went wrong"),
        "{beside}"
    );
    let log = world.log();
    let line = log.lines().find(|line| line.contains(": a panic "));
    let line = line.unwrap_or_else(|| panic!("no panic is noted: {log}"));
    assert!(
        line.contains(" ERROR ") && line.contains("caught=true"),
        "{line}"
    );
    assert!(line.contains("src/") || line.contains("src\\"), "{line}");
}

// CLI 7.5, CLI 7.6.
#[cfg(unix)]
#[test]
fn a_command_that_is_stopped_while_another_program_writes_to_the_log_notes_its_end() {
    use std::fs::File;
    use std::time::Duration;

    if common::under_wine() {
        common::skip("locks and signals of Linux do not reach a program under Wine");
        return;
    }
    let world = World::new();
    world.publisher();
    world.sources("pack", 1);
    world.build("pack", "one.muster");
    world.ok(&["install", "@one.muster"]);
    let installing = File::open(world.path("data/library/install.lock")).expect("the lock file");
    installing.lock().expect("locked");
    let mut command = common::muster();
    command
        .env("MUSTER_LOG_DIR", world.path("log"))
        .arg("--data-dir")
        .arg(world.path("data"))
        .arg("install")
        .arg(world.path("one.muster"))
        .stderr(Stdio::null());
    let before = world.log();
    let mut program = command.spawn().expect("muster runs");
    let begins = || world.log().len() > before.len();
    while !begins() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let writing = File::open(world.path("log/muster.log.lock")).expect("the lock file");
    writing.lock().expect("locked");
    world.tool("kill", &["-INT", &program.id().to_string()]);
    std::thread::sleep(Duration::from_millis(300));
    drop(writing);
    let code = program.wait().expect("it ends").code().expect("a code");
    let log = world.log();
    let lines: Vec<&str> = log[before.len()..].lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[1].ends_with(&format!(": ends code={code}")), "{log}");
    assert_ne!(code, 0);
}
