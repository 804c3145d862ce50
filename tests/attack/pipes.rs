//! Pipes, devices and links in the place of files: each is refused at once, with a message, and
//! nothing is read, written or waited for through them.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common;
use crate::world::World;

/// Longer than a busy machine takes for a command that does not wait.
const SOON: Duration = Duration::from_mins(1);

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

fn pipe(at: &Path) {
    let made = Command::new("mkfifo").arg(at).status().expect("mkfifo");
    assert!(made.success());
}

/// Runs a command that must not wait; a program that does is killed.
#[track_caller]
fn at_once(data: &Path, words: &[&str]) -> (Option<i32>, Value) {
    let mut child = common::muster()
        .args(["--json", "--data-dir", text(data)])
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("muster runs");
    let begin = Instant::now();
    while child.try_wait().expect("waited for").is_none() {
        if begin.elapsed() > SOON {
            child.kill().expect("killed");
            child.wait().expect("ended");
            panic!("{words:?} waits");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let Output { status, stdout, .. } = child.wait_with_output().expect("ended");
    (
        status.code(),
        serde_json::from_slice(&stdout).expect("one JSON document"),
    )
}

/// Each thing that is no file, put at `at` and taken away again.
fn with_each(at: &Path, check: impl Fn(&str)) {
    pipe(at);
    check("a pipe");
    std::fs::remove_file(at).expect("gone");
    symlink("/dev/zero", at).expect("a link");
    check("a link to a device");
    std::fs::remove_file(at).expect("gone");
    std::fs::create_dir(at).expect("a folder");
    check("a folder");
    std::fs::remove_dir(at).expect("gone");
}

#[test]
fn what_is_no_file_is_refused_at_once_wherever_a_command_is_given_a_file() {
    let world = World::new();
    world.library();
    let (data, file) = (world.path("data"), world.path("given"));
    let given = text(&file);
    let sources = world.path("sources");
    std::fs::create_dir(&sources).expect("a folder");
    let cases: [(&[&str], &str); 9] = [
        (&["verify", given], "NotAPack"),
        (&["pack", "check", given], "NotAPack"),
        (&["trust", "install", given], "BadTrustList"),
        (&["trust", "add", given, "--name", "X"], ""),
        (&["roster", "import", given], ""),
        (&["records", "list", "--store", given], ""),
        (&["records", "verify", "--against", given], ""),
        (&["key", "new", "--out", given, "--no-password"], ""),
        (
            &[
                "pack",
                "build",
                text(&sources),
                "--key",
                given,
                "--out",
                given,
            ],
            "",
        ),
    ];
    for (words, code) in cases {
        with_each(&file, |what| {
            let is_folder = file.is_dir();
            let (status, document) = at_once(&data, words);
            let searched = is_folder && matches!(words[0], "trust" | "pack" | "verify");
            if words[0] != "key" {
                assert_ne!(status, Some(0), "{what}: {words:?} {document}");
            }
            if !code.is_empty() && !searched {
                assert_eq!(
                    document["error"]["code"], code,
                    "{what}: {words:?} {document}"
                );
            }
        });
        assert!(!file.exists());
        for made in ["given.pub", "given.sec"] {
            let _ = std::fs::remove_file(world.path(made));
        }
    }
}

#[test]
fn what_is_no_file_in_the_data_folder_stops_no_command_for_ever() {
    for name in [
        "station.json",
        "station.lock",
        "records.lock",
        "records.db",
        "window.json",
    ] {
        let world = World::new();
        let data = world.path("data");
        let (status, document) = at_once(&data, &["station", "set", "name", "Central"]);
        assert_eq!(status, Some(0), "{document}");
        let place = data.join(name);
        if place.exists() {
            std::fs::remove_file(&place).expect("gone");
        }
        with_each(&place, |_| {
            for words in [
                &["doctor"][..],
                &["station", "show"],
                &["records", "list"],
                &["list"],
            ] {
                at_once(&data, words);
            }
        });
    }
}

#[test]
fn what_is_no_file_in_a_folder_of_sources_is_refused_at_once() {
    let world = World::new();
    let (data, sources) = (world.path("data"), world.path("sources"));
    std::fs::create_dir(&sources).expect("a folder");
    with_each(&sources.join("manifest.json"), |what| {
        let (status, document) = at_once(&data, &["pack", "check", text(&sources)]);
        assert_ne!(status, Some(0), "{what}: {document}");
    });
}
