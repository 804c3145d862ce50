//! Pipes, devices and links in the place of files: each is refused at once, with a message, and
//! nothing is read, written or waited for through them.

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
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

/// Each thing that is no file, put at `at` and taken away again. Nothing may take its place, and
/// nothing go through it.
fn with_each(at: &Path, check: impl Fn(&str)) {
    for what in [
        "a pipe",
        "a link to a device",
        "a link to a pipe",
        "a socket",
        "a folder",
    ] {
        let beside = at.with_extension("beside");
        let _socket = match what {
            "a pipe" => {
                pipe(at);
                None
            }
            "a link to a device" => {
                symlink("/dev/zero", at).expect("a link");
                None
            }
            "a link to a pipe" => {
                pipe(&beside);
                symlink(&beside, at).expect("a link");
                None
            }
            "a socket" => Some(UnixListener::bind(at).expect("a socket")),
            _ => {
                std::fs::create_dir(at).expect("a folder");
                None
            }
        };
        let before = kind(at);
        check(what);
        assert_eq!(kind(at), before, "{what} is gone");
        if at.is_dir() {
            std::fs::remove_dir_all(at).expect("gone");
        } else {
            std::fs::remove_file(at).expect("gone");
        }
        let _ = std::fs::remove_file(&beside);
    }
}

/// Its type, and whether it is the same.
fn kind(at: &Path) -> (u32, u64) {
    use std::os::unix::fs::MetadataExt;
    let found = at.symlink_metadata().expect("it is there");
    (found.mode() & 0o170_000, found.ino())
}

/// CLI 1.12: every argument of every command that names a file or a folder. `@` stands for what is
/// put there.
const ARGUMENTS: [&str; 46] = [
    "verify @",
    "install @",
    "play @",
    "pack check @",
    "pack preview @",
    "pack build @ --key KEY --out OUT",
    "pack build SOURCES --key @ --out OUT",
    "pack build SOURCES --key KEY --out @",
    "pack build SOURCES --key SEALED --password-file @ --out OUT",
    "pack new @",
    "pack new NEW --from @",
    "key new --no-password --out @/x",
    "key new --password-file @ --out NAME",
    "trust add @ --name X",
    "trust init --root @",
    "trust install @",
    "trust list-build --agency a.b --out @ --root PUBLIC",
    "trust list-build --from @ --out OUT",
    "trust list-build --agency a.b --out OUT --root @",
    "trust list-build --agency a.b --out OUT --root PUBLIC --publisher @=X=*",
    "trust list-sign @ --key KEY",
    "trust list-sign LIST --key @",
    "trust list-sign LIST --key SEALED --password-file @",
    "trust list-sign LIST --key KEY --out @",
    "trust list-sign LIST --signature @ --signer PUBLIC",
    "trust list-sign LIST --signature KEY --signer @",
    "audit export --out @",
    "roster import @",
    "roster import @ --dry-run",
    "records list --store @",
    "records export --what sessions --format csv --out @",
    "records export --what sessions --format csv --out @ --force",
    "records export --what sessions --format csv --out OUT --store @",
    "records verify --store @",
    "records verify --against @",
    "visit @",
    "visit @ --yes",
    "demo --no-window --content @",
    "take-in --list SHA256 @",
    "take-in --pack SHA256 @",
    "--data-dir @ list",
    "--data-dir @ install OUT",
    "--data-dir @ station show",
    "--data-dir @ station set name X",
    "--data-dir @ doctor",
    "@",
];

/// Of these a folder is what is asked for, or one of them.
fn takes_folder(argument: &str) -> bool {
    let starts = [
        "install @",
        "pack check @",
        "pack preview @",
        "pack build @",
        "pack new",
        "trust install @",
        "key new --no-password",
        "visit",
        "demo",
        "--data-dir",
        "@",
    ];
    starts.iter().any(|start| argument.starts_with(start))
}

#[test]
fn what_is_no_file_is_refused_at_once_wherever_a_command_is_given_a_name() {
    let world = World::new();
    world.library();
    let (data, given) = (world.path("data"), world.path("given"));
    let sources = world.path("sources");
    std::fs::create_dir(&sources).expect("a folder");
    for (name, more) in [
        ("open", &["--no-password"][..]),
        ("sealed", &["--password-file"]),
    ] {
        let password = world.path("password");
        std::fs::write(&password, "correct horse\n").expect("a file");
        let (out, password) = (world.path(name), text(&password).to_owned());
        let mut words = vec!["key", "new", "--out", text(&out)];
        words.extend(more);
        if name == "sealed" {
            words.push(&password);
        }
        let (status, document) = at_once(&data, &words);
        assert_eq!(status, Some(0), "{document}");
    }
    let list = world.path("list.mtrust");
    let public = world.path("open.pub");
    let words = [
        "trust",
        "list-build",
        "--agency",
        "a.b",
        "--out",
        text(&list),
    ];
    let words = [&words[..], &["--root", text(&public)]].concat();
    assert_eq!(at_once(&data, &words).0, Some(0));
    let sha256 = "0".repeat(64);
    let places = [
        ("SOURCES", text(&sources).to_owned()),
        ("SEALED", text(&world.path("sealed.sec")).to_owned()),
        ("KEY", text(&world.path("open.sec")).to_owned()),
        ("PUBLIC", text(&public).to_owned()),
        ("LIST", text(&list).to_owned()),
        ("SHA256", sha256),
        ("NAME", text(&world.path("name")).to_owned()),
        ("NEW", text(&world.path("new")).to_owned()),
        ("OUT", text(&world.path("out")).to_owned()),
        ("@", text(&given).to_owned()),
    ];
    for argument in ARGUMENTS {
        let words: Vec<String> = argument
            .split(' ')
            .map(|word| {
                places.iter().fold(word.to_owned(), |word, (name, place)| {
                    word.replace(name, place)
                })
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        with_each(&given, |what| {
            if what == "a folder" && takes_folder(argument) {
                return;
            }
            // A pipe is what is asked for there; the next tests are about it.
            if what.contains("pipe") && argument.contains("--password-file @") {
                return;
            }
            let (status, document) = at_once(&data, &words);
            assert_ne!(status, Some(0), "{what}: {argument}: {document}");
            assert_eq!(document["ok"], false, "{what}: {argument}: {document}");
        });
        for made in ["out", "name.pub", "name.sec", "new"] {
            assert!(!world.path(made).exists(), "{argument} made {made}");
        }
    }
}

/// CLI 1.7.
#[test]
fn a_password_comes_through_a_pipe_and_one_that_is_too_long_is_refused() {
    let world = World::new();
    let data = world.path("data");
    let given = world.path("given");
    let feed = |bytes: Vec<u8>| {
        pipe(&given);
        let at = given.clone();
        // Whoever reads may go away before all is written.
        std::thread::spawn(move || drop(std::fs::write(at, bytes)))
    };
    for (len, right) in [(12, true), (4096, true), (4097, false), (1 << 20, false)] {
        let writer = feed([&vec![b'x'; len][..], b"\n"].concat());
        let out = world.path(&format!("key{len}"));
        let words = [
            "key",
            "new",
            "--password-file",
            text(&given),
            "--out",
            text(&out),
        ];
        let (status, document) = at_once(&data, &words);
        assert_eq!(status == Some(0), right, "{len}: {document}");
        if !right {
            assert_eq!(document["error"]["code"], "Usage", "{document}");
        }
        std::fs::remove_file(&given).expect("gone");
        writer.join().expect("fed");
    }
}

/// CLI 1.12.
#[test]
fn a_pipe_to_which_nobody_writes_is_given_up() {
    let world = World::new();
    let (given, out) = (world.path("given"), world.path("name"));
    pipe(&given);
    let words = [
        "key",
        "new",
        "--password-file",
        text(&given),
        "--out",
        text(&out),
    ];
    let (status, document) = at_once(&world.path("data"), &words);
    assert_eq!(status, Some(1), "{document}");
    assert_eq!(document["error"]["code"], "SourceRead", "{document}");
}

/// CLI 1.5: whoever waits for a pipe can be stopped.
#[test]
fn ctrl_c_ends_the_wait_for_a_pipe_and_for_standard_input() {
    let world = World::new();
    let given = world.path("given");
    pipe(&given);
    for file in [text(&given), "-"] {
        let out = world.path("name");
        let mut child = common::muster()
            .args([
                "--json",
                "key",
                "new",
                "--password-file",
                file,
                "--out",
                text(&out),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("muster runs");
        std::thread::sleep(Duration::from_millis(500));
        assert!(child.try_wait().expect("waited for").is_none(), "it waits");
        let pid = child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status();
        assert!(sent.expect("kill runs").success());
        let begin = Instant::now();
        let input = child.stdin.take();
        let output = child.wait_with_output().expect("ended");
        drop(input);
        assert!(begin.elapsed() < SOON, "{file}");
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(document["error"]["code"], "Cancelled", "{document}");
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
