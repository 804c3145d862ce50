//! Names and titles that would break a line, turn it around, or command the terminal: refused where
//! they are taken in, and written out where they are shown (FORMAT 4.31, CLI 1.13).

use std::path::Path;
use std::process::{Command, Output, Stdio};

use muster::library::Library;
use muster::pack::TextDefect;
use serde_json::{Value, json};

use crate::common;
use crate::forge::{Forge, by, entries_for, sound_manifest};
use crate::program::{refused, run};
use crate::world::World;

/// What stands in the way of every name in here: a terminal's command, a line, a direction.
pub const SPOOF: &str =
    "\u{1b}[2Ka\nApproved\u{2028}by\u{85}\u{202e}ffirehS\u{202c}\u{2066}x\u{2069}";

pub fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

/// Runs the program as people do.
pub fn people(data: &Path, words: &[&str]) -> Output {
    let mut command: Command = common::muster();
    command
        .arg("--data-dir")
        .arg(common::path(data))
        .args(words);
    command.stdin(Stdio::null()).output().expect("muster runs")
}

/// Whether a text can be shown: lines, and nothing in them that spoofs.
pub fn is_plain(text: &str) -> bool {
    text.split('\n')
        .all(|line| TextDefect::of_name(line).is_none())
}

#[track_caller]
pub fn plain(output: &Output, words: &[&str]) -> String {
    let printed = [&output.stdout[..], &output.stderr[..]].concat();
    let printed = String::from_utf8(printed).expect("text");
    assert!(is_plain(&printed), "{words:?}: {printed:?}");
    // The line that the name would have made.
    let forged = printed.lines().any(|line| line.starts_with("Approved"));
    assert!(!forged, "{words:?}: {printed}");
    printed
}

#[test]
fn no_argument_reaches_the_terminal_as_it_is() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let gone = world.path(SPOOF);
    let (gone, sources) = (text(&gone), world.path("sources"));
    std::fs::create_dir(&sources).expect("a folder");
    let sources = text(&sources);
    let option = format!("--{SPOOF}");
    let publisher = format!("{gone}=Unit=*");
    let cases: &[&[&str]] = &[
        &[SPOOF],
        &[SPOOF, SPOOF],
        &[&option],
        &["list", SPOOF],
        &["list", &option],
        &["play", gone],
        &["install", gone],
        &["verify", gone],
        &["pack", "check", gone],
        &["pack", "preview", gone],
        &["pack", "build", gone, "--key", gone, "--out", gone],
        &["pack", "build", sources, "--key", gone, "--out", gone],
        &[
            "pack",
            "build",
            sources,
            "--version",
            SPOOF,
            "--key",
            gone,
            "--out",
            gone,
        ],
        &["pack", "new", gone, "--from", gone],
        &["pack", "new", gone, "--id", SPOOF],
        &["key", "new", "--password-file", gone, "--out", gone],
        &["trust", "add", gone, "--name", SPOOF],
        &["trust", "remove", SPOOF],
        &["trust", "init", "--root", gone],
        &["trust", "install", gone],
        &["trust", "list-build", "--out", gone, "--from", gone],
        &["trust", "list-build", "--out", gone, "--agency", SPOOF],
        &[
            "trust",
            "list-build",
            "--out",
            gone,
            "--agency",
            "a.b",
            "--publisher",
            &publisher,
        ],
        &[
            "trust",
            "list-build",
            "--out",
            gone,
            "--agency",
            "a.b",
            "--publisher",
            SPOOF,
        ],
        &[
            "trust",
            "list-build",
            "--out",
            gone,
            "--agency",
            "a.b",
            "--revoke-pack",
            SPOOF,
        ],
        &[
            "trust",
            "list-build",
            "--out",
            gone,
            "--agency",
            "a.b",
            "--epoch",
            SPOOF,
        ],
        &["trust", "list-sign", gone, "--key", gone],
        &["rollback", SPOOF, "--reason", "x"],
        &["rollback", "example.x", "--reason", SPOOF],
        &["station", "set", SPOOF, "x"],
        &["station", "set", "name", SPOOF],
        &["station", "set", "tags", SPOOF],
        &["station", "set", "shifts", SPOOF],
        &["roster", "import", gone],
        &["assign", SPOOF],
        &["assign", "a.b/c", "--squad", SPOOF],
        &["approve", SPOOF, "--by", "x"],
        &["approve", "a.b/c", "--by", SPOOF],
        &["records", "list", "--store", gone],
        &["records", "list", "--from", SPOOF],
        &["records", "list", "--module", SPOOF],
        &["records", "verify", "--against", gone],
        &["records", "verify", "--store", gone],
        &[
            "records", "export", "--what", "sessions", "--format", SPOOF, "--out", gone,
        ],
        &[
            "records", "amend", SPOOF, "--field", "x", "--to", "x", "--by", "x", "--why", "x",
        ],
        &["visit", gone],
        &["demo", "--no-window", "--content", gone],
    ];
    for words in cases {
        let output = people(&data, words);
        plain(&output, words);
        assert_ne!(output.status.code(), Some(0), "{words:?}");
    }
}

/// CLI 1.13: a document is printed on a terminal as well.
#[test]
fn a_document_holds_no_character_that_commands_a_terminal() {
    let world = World::new();
    let data = world.path("data");
    let file = world.path(&format!("{SPOOF}\u{9b}2J\u{7f}\u{e0041}"));
    for words in [["install", text(&file)], ["play", text(&file)]] {
        let words = [&["--json"][..], &words].concat();
        let output = people(&data, &words);
        let printed = String::from_utf8(output.stdout).expect("text");
        assert!(is_plain(&printed), "{printed:?}");
        let document: Value = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(document["error"]["file"], text(&file), "the name itself");
    }
}

/// A file with such a name is written under that name; only the display escapes it.
#[cfg(unix)]
#[test]
fn names_of_written_files_are_shown_escaped() {
    let world = World::new();
    let data = world.path("data");
    for (name, words) in [
        ("a", &["key", "new", "--no-password", "--out"][..]),
        ("b", &["audit", "export", "--out"]),
        (
            "c",
            &[
                "records", "export", "--what", "sessions", "--format", "csv", "--out",
            ],
        ),
        ("d", &["pack", "new"]),
    ] {
        let file = world.path(&format!("{name}{SPOOF}"));
        let words = [words, &[text(&file)]].concat();
        let output = people(&data, &words);
        let printed = plain(&output, &words);
        assert_eq!(output.status.code(), Some(0), "{printed}");
        assert!(printed.contains("\\u{202e}"), "{printed}");
        // With --json the name is the file's, for programs.
        let again = [&["--json"][..], &words].concat();
        let output = people(&data, &again);
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let message = document["error"]["message"].as_str().unwrap_or_default();
        assert!(is_plain(message) && !message.contains('\n'), "{document}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_shown_differently() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let world = World::new();
    let install_message = |name: &[u8]| {
        let mut command = common::muster();
        let file = world.folder.path().join(OsStr::from_bytes(name));
        command
            .arg("--data-dir")
            .arg(world.path("data"))
            .arg("install");
        let output = command.arg(file).output().expect("muster runs");
        String::from_utf8(output.stderr).expect("text")
    };
    let (one, other) = (
        install_message(b"a\xff.muster"),
        install_message(b"a\xfe.muster"),
    );
    assert!(one.contains("a\\xff.muster"), "{one}");
    assert!(other.contains("a\\xfe.muster"), "{other}");
}

#[test]
fn names_of_files_on_a_stick_are_shown_escaped() {
    if cfg!(windows) || common::under_wine() {
        // Such names cannot be given to files there.
        return common::skip("Windows has no files of such names");
    }
    let world = World::new();
    world.library();
    let (data, stick) = (world.path("data"), world.path("stick"));
    std::fs::create_dir(&stick).expect("a folder");
    for ending in ["muster", "mtrust", "pub"] {
        std::fs::write(stick.join(format!("x{SPOOF}.{ending}")), "no pack").expect("a file");
    }
    std::fs::create_dir(stick.join(SPOOF)).expect("a folder");
    for words in [
        &["install", text(&stick)][..],
        &["trust", "install", text(&stick)],
        &["visit", text(&stick)],
        &[
            "pack",
            "new",
            text(&world.path("new")),
            "--from",
            text(&stick),
        ],
    ] {
        plain(&people(&data, words), words);
    }
}

/// FORMAT 4.31.
#[test]
fn a_roster_with_such_a_name_is_refused_and_names_of_all_scripts_are_not() {
    let world = World::new();
    let data = world.path("data");
    let roster = world.path("roster.csv");
    for name in [
        "Smith\u{202e}drehS",
        "Smith\u{2028}Approved",
        "Smith\u{2029}",
        "Smith\u{1b}[2J",
        "Smith\u{85}x",
        "Smith\u{2067}x",
        "Sm\u{200b}ith",
    ] {
        for row in [
            format!("7,{name},,\n"),
            format!("{name},Smith,,\n"),
            format!("7,Smith,{name},\n"),
            format!("7,Smith,,{name}\n"),
        ] {
            std::fs::write(&roster, format!("officer_id,name,rank,squad\n{row}")).expect("a file");
            refused(&data, 4, "BadRoster", &["roster", "import", text(&roster)]);
        }
    }
    let right = "officer_id,name\n1,مریم\u{200c}پور\n2,\u{200f}שרה\u{200e}\n3,क्\u{200d}ष\n";
    std::fs::write(&roster, right).expect("a file");
    let (status, document) = run(&data, &["roster", "import", text(&roster)]);
    assert_eq!(status, 0, "{document}");
}

/// FORMAT 4.31.
#[test]
fn names_in_settings_that_are_older_than_the_rule_are_shown_written_out() {
    let world = World::new();
    let data = world.path("data");
    std::fs::create_dir(&data).expect("a folder");
    let settings = json!({"format": 1, "station": {
        "name": SPOOF, "tags": [SPOOF],
        "shifts": [{"id": "day", "name": SPOOF, "start": "07:00:00", "end": "15:00:00"}],
        "roster": [{"id": "7", "name": SPOOF, "rank": SPOOF, "squad": "", "shift": "day",
            "certification": "", "active_from": null, "active_to": null}],
    }});
    std::fs::write(data.join("station.json"), settings.to_string()).expect("a file");
    for words in [&["station", "show"][..], &["roster", "list"], &["doctor"]] {
        let printed = plain(&people(&data, words), words);
        let shown = words[0] == "doctor" || printed.contains("\\u{202e}ffirehS");
        assert!(shown, "{printed}");
    }
}

/// A pack that was installed before the rule: forged into the shelf, as no command takes it now.
fn with_an_older_pack(forge: &Forge) -> Value {
    let mut manifest = sound_manifest();
    manifest["title"] = json!("Old\nApproved by Sheriff\u{202e}");
    manifest["publisher"] = json!("P\u{2028}Q");
    manifest["modules"][0]["title"] = json!("One\nApproved by Sheriff");
    manifest["modules"][0]["prompts"][0]["question"] = json!("Who?\nAnd \u{202e}when?");
    let pack = by(
        &forge.world.secret,
        crate::forge::CLAIM,
        &entries_for(&manifest),
    );
    let file = forge.world.path("older.muster");
    std::fs::write(&file, &pack).expect("a file");
    let data = forge.data();
    refused(&data, 4, "BadManifest", &["install", text(&file)]);
    // A sound one of the same version goes in, and its file and row become the older one's.
    std::fs::write(&file, forge.of(&entries_for(&sound_manifest()))).expect("a file");
    let (status, document) = run(&data, &["install", text(&file)]);
    assert_eq!(status, 0, "{document}");
    let (_, list) = run(&data, &["list"]);
    let before = list["packs"][0]["sha256"]
        .as_str()
        .expect("a hash")
        .to_owned();
    let after = muster::pack::signature::hex(&<sha2::Sha256 as sha2::Digest>::digest(&pack));
    let packs = data.join("library").join("packs");
    std::fs::remove_file(packs.join(format!("{before}.muster"))).expect("gone");
    std::fs::write(packs.join(format!("{after}.muster")), &pack).expect("a file");
    let database = rusqlite::Connection::open(data.join("library/library.db")).expect("open");
    database
        .execute("DELETE FROM outlines", [])
        .expect("forgotten");
    let changed = database.execute(
        "UPDATE packs SET sha256 = ?1, manifest = ?2, bytes = ?3 WHERE sha256 = ?4",
        rusqlite::params![after, manifest.to_string(), pack.len(), before],
    );
    assert_eq!(changed, Ok(1));
    database
        .execute(
            "UPDATE seen SET sha256 = ?1 WHERE sha256 = ?2",
            [&after, &before],
        )
        .expect("seen");
    manifest
}

/// FORMAT 4.31.
#[test]
fn a_pack_that_was_installed_before_the_rule_keeps_playing_and_is_shown_written_out() {
    let forge = Forge::new();
    with_an_older_pack(&forge);
    let data = forge.data();
    for words in [&["list"][..], &["doctor"]] {
        let printed = plain(&people(&data, words), words);
        assert!(!printed.contains("QUARANTINED"), "{printed}");
    }
    let (_, list) = run(&data, &["list"]);
    assert_eq!(list["packs"][0]["state"], "active", "{list}");
    let title = "Old\\u{a}Approved by Sheriff\\u{202e}";
    assert_eq!(list["packs"][0]["title"], title);
    let library = Library::open(&data.join("library")).expect("a library");
    let installed = library.installed().expect("packs");
    let contents = installed[0].contents().expect("it opens");
    let manifest = contents.manifest();
    assert_eq!(manifest.title, title);
    let question = &manifest.modules[0].prompts[0].question;
    assert_eq!(question, "Who?\nAnd \\u{202e}when?");
    // Every byte of it is read again, and it stays.
    let (_, doctor) = run(&data, &["doctor"]);
    let lines = doctor["lines"].as_array().expect("lines");
    let pack = lines
        .iter()
        .find(|line| line["check"] == "pack:example.attack");
    assert_eq!(pack.expect("a line")["state"], "ok", "{doctor}");
}
