//! What else a stranger may try: a store of records that is never read to its end, folders that
//! everybody may write, files that change between the look and the yes, an output that is closed.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::common;
use crate::lists::Station;
use crate::program::{refused, run};
use crate::world::{World, shelf};

/// Longer than a busy machine takes for a query to end.
const SOON: Duration = Duration::from_mins(1);

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

/// A table that never ends.
const ENDLESS: &str = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)";

/// A store of records by this program, changed by these statements.
fn store(world: &World, name: &str, statements: &str) -> std::path::PathBuf {
    let data = world.path(&format!("{name}-data"));
    let file = world.path(name);
    muster::records::Records::open(&data.join("records.db")).expect("records");
    std::fs::rename(data.join("records.db"), &file).expect("moved");
    let database = Connection::open(&file).expect("open");
    database.execute_batch(statements).expect("forged");
    file
}

/// RECORDS 8.10.
#[test]
fn a_store_with_a_view_in_the_place_of_a_table_is_refused_at_once() {
    let world = World::new();
    let data = world.path("data");
    let forged = [
        (
            "entries",
            "seq, 'session' AS kind, '' AS content_sha256, '' AS prev, '' AS hash",
        ),
        ("contents", "'' AS sha256, '' AS json"),
        ("sessions", "*"),
        ("attendance", "*"),
        ("latest", "*"),
        ("another", "*"),
    ];
    for (name, columns) in forged {
        let columns = columns.replace("seq", "n AS seq");
        let statements = format!(
            "DROP TABLE IF EXISTS {name};
             CREATE VIEW {name} AS {ENDLESS} SELECT {columns} FROM r;"
        );
        let file = store(&world, name, &statements);
        let begin = Instant::now();
        for words in [
            &["records", "list", "--store", text(&file)][..],
            &[
                "records",
                "export",
                "--what",
                "sessions",
                "--format",
                "json",
                "--out",
                text(&world.path("out")),
                "--store",
                text(&file),
            ],
        ] {
            refused(&data, 4, "ChainBroken", words);
        }
        refused(
            &data,
            4,
            "ChainBroken",
            &["records", "verify", "--store", text(&file)],
        );
        assert!(begin.elapsed() < SOON, "{name}");
    }
}

/// CLI 2.30: the administrator's command takes what was shown, whatever lies there now.
#[test]
fn a_file_that_changed_after_it_was_shown_is_left_alone() {
    let world = World::new();
    let library = world.library();
    let data = world.path("data");
    let file = world.pack("one.muster", 1, 400);
    let (_, shown) = run(&data, &["verify", text(&file)]);
    assert_eq!(shown["ok"], true, "{shown}");
    let sha256 = |file: &Path| {
        let bytes = std::fs::read(file).expect("a file");
        muster::pack::signature::hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes))
    };
    let hash = sha256(&file);
    let before = shelf(&library);
    // The publisher's own newer pack in its place: sound, and not what was shown.
    let newer = world.pack("two.muster", 2, 500);
    std::fs::rename(&newer, &file).expect("swapped");
    let words = ["take-in", "--pack", &hash, text(&file)];
    refused(&data, 4, "BadSignature", &words);
    // A link to it, a folder, nothing.
    std::fs::rename(&file, &newer).expect("moved");
    std::os::unix::fs::symlink(&newer, &file).expect("a link");
    refused(&data, 4, "NotAPack", &words);
    std::fs::remove_file(&file).expect("gone");
    refused(&data, 2, "NotFound", &words);
    // Without a hash, or with half of one, nothing is taken at all.
    for hash in ["", "0", &hash[..63], &hash.to_uppercase()] {
        refused(
            &data,
            2,
            "Usage",
            &["take-in", "--pack", hash, text(&newer)],
        );
    }
    assert!(shelf(&library) == before, "the shelf changed");
    let (status, document) = run(&data, &["take-in", "--pack", &sha256(&newer), text(&newer)]);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["packs"][0]["version"], 2, "{document}");
}

/// CLI 2.30.
#[test]
fn a_trust_list_that_changed_after_it_was_shown_is_left_alone() {
    let station = Station::new();
    let data = station.folder.path().join("data");
    let file = station.folder.path().join("list.mtrust");
    let hash =
        |bytes: &[u8]| muster::pack::signature::hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes));
    let shown = station.bytes();
    let other = station.list(3).to_bytes().expect("a ZIP");
    let before = shelf(&station.library);
    std::fs::write(&file, &other).expect("a file");
    let words = ["take-in", "--list", &hash(&shown), text(&file)];
    refused(&data, 4, "BadSignature", &words);
    assert!(shelf(&station.library) == before, "trust changed");
    std::fs::write(&file, &shown).expect("a file");
    let (status, document) = run(&data, &words);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["lists"][0]["action"], "installed", "{document}");
}

/// Everything beneath a folder that everybody may write.
fn writable(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let meta = entry.metadata().expect("known");
        let path = entry.path();
        // Locks and the records of this user are looked after where they are made.
        let name = entry.file_name().to_string_lossy().into_owned();
        let locks = Path::new(&name)
            .extension()
            .is_some_and(|end| end == "lock")
            || name.starts_with("records.db");
        if meta.permissions().mode() & 0o002 != 0 && !meta.is_symlink() && !locks {
            found.push(text(&path).to_owned());
        }
        if meta.is_dir() {
            found.extend(writable(&path));
        }
    }
    found
}

#[test]
fn with_a_umask_of_nothing_no_folder_and_no_file_is_made_that_everybody_may_write() {
    let world = World::new();
    let pack = world.pack("one.muster", 1, 400);
    let home = world.path("home");
    std::fs::create_dir(&home).expect("a folder");
    let place = |name: &str| text(&home.join(name)).to_owned();
    let (data, key, stick) = (place("data/deeper"), place("key"), place("stick"));
    std::fs::create_dir(&stick).expect("a folder");
    let public = text(&world.path("publisher.pub")).to_owned();
    let lines: [&[&str]; 9] = [
        &["station", "set", "name", "Central"],
        &["trust", "add", &public, "--name", "Unit"],
        &["install", text(&pack)],
        &["key", "new", "--no-password", "--out", &key],
        &["pack", "new", &place("sources/new")],
        &["audit", "export", "--out", &place("audit.csv")],
        &[
            "records",
            "export",
            "--what",
            "sessions",
            "--format",
            "csv",
            "--out",
            &place("r.csv"),
        ],
        &["visit", &stick],
        &["doctor"],
    ];
    for words in lines {
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_muster");
        command.args(["-c", "umask 000; exec \"$0\" \"$@\"", program]);
        command.args(["--data-dir", &data]).args(words);
        let output = command.stdin(Stdio::null()).output().expect("muster runs");
        let may_fail = matches!(words[0], "doctor" | "visit");
        assert!(may_fail || output.status.success(), "{words:?}: {output:?}");
    }
    assert_eq!(writable(&home), Vec::<String>::new());
}

/// CLI 4.45.
#[test]
fn an_output_that_is_closed_or_full_makes_a_command_fail() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let program = env!("CARGO_BIN_EXE_muster");
    let sh = |script: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", script, program, text(&data)]);
        let output = command.stdin(Stdio::null()).output().expect("sh runs");
        output.status.code()
    };
    for words in ["list", "--json list", "station show", "--help", "--version"] {
        for (output, code) in [
            (">&-", 1),
            (">/dev/full", 1),
            (">/dev/null", 0),
            ("1<>/dev/null", 0),
        ] {
            let script = format!("\"$0\" --data-dir \"$1\" {words} {output} 2>/dev/null");
            assert_eq!(sh(&script), Some(code), "{script}");
        }
    }
    // What failed for a reason of its own keeps that code.
    let script = "\"$0\" --data-dir \"$1\" remove example.x >&- 2>/dev/null";
    assert_eq!(sh(script), Some(2));
    assert_eq!(
        sh("\"$0\" --data-dir \"$1\" --help | head -1 >/dev/null"),
        Some(0)
    );
}

/// Whoever prints help prints nothing of the surroundings.
#[test]
fn help_does_not_repeat_the_environment() {
    let mut command = common::muster();
    command
        .env("MUSTER_DATA_DIR", "/tmp/\u{1b}[2J")
        .arg("--help");
    let output = command.output().expect("muster runs");
    assert!(!output.stdout.contains(&0x1b), "{output:?}");
}
