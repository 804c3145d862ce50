//! Several programs that write at the same time, or are killed while they do.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use muster::records::Records;
use serde_json::json;

use super::{World, briefing, now};

/// Where the child process of a test appends; see [`child`].
const APPEND_INTO: &str = "MUSTER_TEST_APPEND_INTO";

/// Starts this very program so that it appends to a store, one briefing after the other, and
/// says each row once it is recorded.
fn child(store: &Path, count: u32) -> Child {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args([
        "--exact",
        "programs::child_process_that_appends_records",
        "--nocapture",
    ]);
    command
        .env(APPEND_INTO, store)
        .env("MUSTER_TEST_COUNT", count.to_string());
    let started = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    started.expect("the child starts")
}

#[test]
fn child_process_that_appends_records() {
    let Some(store) = std::env::var_os(APPEND_INTO) else {
        return;
    };
    let count = std::env::var("MUSTER_TEST_COUNT").expect("a count");
    let records = Records::open(Path::new(&store)).expect("opens");
    let mut out = std::io::stdout();
    for _ in 0..count.parse::<u32>().expect("a number") {
        let recorded = records.append(&briefing(), &now()).expect("recorded");
        writeln!(out, "\nrow {}", recorded.seq).expect("printed");
        out.flush().expect("printed");
    }
}

/// Reads rows that the child confirms, and does `at` when so many were read.
fn confirmed(child: &mut Child, after: usize, at: impl FnOnce(&mut Child)) -> Vec<u64> {
    let out = BufReader::new(child.stdout.take().expect("its output"));
    let mut at = Some(at);
    let mut rows = Vec::new();
    for line in out.lines() {
        let line = line.expect("a line");
        let Some(row) = line.strip_prefix("row ") else {
            continue;
        };
        rows.push(row.parse().expect("a number"));
        if rows.len() == after
            && let Some(at) = at.take()
        {
            at(child);
        }
    }
    rows
}

// RECORDS 2.1.
#[test]
fn killed_in_the_middle_nothing_that_was_confirmed_is_lost() {
    let world = World::new();
    let mut last = 0;
    for round in 1..=8 {
        let mut child = child(&world.store(), u32::MAX);
        let rows = confirmed(&mut child, round * 3, |child| {
            child.kill().expect("killed");
        });
        child.wait().expect("ended");
        assert!(rows.len() >= round * 3);
        assert_eq!(rows[0], last + 1, "it goes on after the last row");
        let records = Records::open(&world.store()).expect("opens");
        assert_eq!(records.kept_aside(), None);
        let head = records.verify().expect("whole");
        let confirmed = *rows.last().expect("a row");
        // The last one may have been recorded before it could be printed.
        assert!(
            (confirmed..=confirmed + 1).contains(&head.count),
            "{head:?}"
        );
        last = head.count;
    }
}

// RECORDS 2.1.
#[test]
fn two_programs_at_once_both_append_and_the_chain_holds() {
    let world = World::new();
    let mut children = [0, 1].map(|_| child(&world.store(), 40));
    let mut rows: Vec<u64> = Vec::new();
    for child in &mut children {
        rows.extend(confirmed(child, usize::MAX, |_| ()));
        assert!(child.wait().expect("ended").success());
    }
    rows.sort_unstable();
    assert_eq!(rows, (1..=80).collect::<Vec<u64>>());
    let records = Records::open(&world.store()).expect("opens");
    assert_eq!(records.verify().expect("whole").count, 80);
}

// RECORDS 8.12, 2.9, 3.8.
#[test]
fn a_backup_is_made_while_others_write_and_a_cut_off_copy_is_reported() {
    let world = World::three();
    let writer = Records::open(&world.store()).expect("opens");
    writer.append(&briefing(), &now()).expect("recorded");
    let (backup, plain) = (world.path("backup.db"), world.path("plain.db"));
    let (code, document) = world.run(&["records", "backup", "--out", &backup]);
    assert_eq!((code, &document["count"]), (0, &json!(4)), "{document}");
    let (code, document) = world.run(&["records", "verify", "--store", &backup]);
    assert_eq!((code, &document["count"]), (0, &json!(4)));
    for (arguments, expected) in [
        (&["records", "backup", "--out", &*backup][..], (2, "Exists")),
        (
            &[
                "records",
                "backup",
                "--out",
                &*world.path("records.db"),
                "--force",
            ],
            (2, "Exists"),
        ),
        (
            &["records", "backup", "--out", &*world.path("none/b.db")],
            (1, "Io"),
        ),
    ] {
        let (code, document) = world.run(arguments);
        let error = document["error"]["code"].as_str().unwrap_or_default();
        assert_eq!((code, error), expected, "{arguments:?}: {document}");
    }
    // As somebody copies a file, while it is open.
    std::fs::copy(world.store(), world.folder.path().join("plain.db")).expect("copied");
    let (code, document) = world.run(&["records", "verify", "--store", &plain]);
    assert_eq!((code, &document["count"]), (0, &json!(4)), "{document}");
    writer.append(&briefing(), &now()).expect("recorded");
    let out = world.path("later.csv");
    let export = [
        "records", "export", "--what", "sessions", "--format", "csv", "--out", &out,
    ];
    assert_eq!(world.run(&export).0, 0);
    for file in [&backup, &plain] {
        let arguments = ["records", "verify", "--store", file, "--against", &out];
        let (code, document) = world.run(&arguments);
        assert_eq!(
            (code, &document["error"]["code"]),
            (4, &json!("ChainBroken"))
        );
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(message.contains("cut off"), "{message}");
    }
    let (code, _) = world.run(&["records", "backup", "--out", &backup, "--force"]);
    assert_eq!(code, 0);
    let arguments = ["records", "verify", "--store", &backup, "--against", &out];
    assert_eq!(world.run(&arguments).0, 0);
}
