//! A stick comes in, is taken in, and is given what it takes away.

use std::path::{Path, PathBuf};

use crate::screen::{Screen, colors, differing};
use crate::{ALL, BELOW_THE_BAR, common, key, settled, start};

/// The receipt, the audit log, the check and the log (EXCHANGE 4.5, 4.16).
pub const FILES_OF_A_VISIT: usize = 4;

/// A pack of one briefing, and the key of its publisher, made by the program itself.
pub fn make_stick(screen: &Screen, stick: &Path) {
    let folder = screen.folder.path();
    let source = folder.join("source");
    std::fs::create_dir_all(&source).expect("a folder");
    std::fs::create_dir_all(stick).expect("a folder");
    let manifest = serde_json::json!({
        "format": 1, "id": "example.sheriff.detainer", "version": 1, "title": "Detainers",
        "publisher": "Somebody", "language": "en-US", "created": "2026-11-24T09:00:00Z",
        "as_of": "2012-05-15", "review_by": null, "not_after": null, "min_app": "0.1.0",
        "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["front-line"], "title": "Detainers",
            "summary": "What to do.", "objectives": ["Read the form."], "minutes": 5,
            "credit_minutes": null, "media": [], "steps": [{"text": "first"}],
            "texts": [{"id": "first", "title": "First", "body": "Read the form."}],
            "prompts": [], "job_aids": [], "references": []
        }]
    });
    std::fs::write(source.join("manifest.json"), manifest.to_string()).expect("written");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let pack = stick.join("detainer.muster");
    let pack = pack.to_str().expect("a path");
    muster(
        screen,
        &["key", "new", "--out", &path("unit"), "--no-password"],
    );
    muster(
        screen,
        &[
            "pack",
            "build",
            &path("source"),
            "--key",
            &path("unit.sec"),
            "--out",
            pack,
        ],
    );
    muster(
        screen,
        &["trust", "add", &path("unit.pub"), "--name", "Training Unit"],
    );
}

/// A trust list for the stick that [`make_stick`] made; its root is pinned.
pub fn add_list(screen: &Screen, stick: &Path) {
    let path = |name: &str| screen.folder.path().join(name).display().to_string();
    let (unit, unsigned) = (path("unit.pub"), path("list.mtrust"));
    let signed = stick.join("trust.mtrust").display().to_string();
    muster(screen, &["trust", "init", "--root", &unit]);
    let (root, publisher) = (
        format!("{unit}=Sheriff"),
        format!("{unit}=Training Unit=example.sheriff.*"),
    );
    let mut build = vec!["trust", "list-build", "--agency", "example.sheriff"];
    build.extend([
        "--root",
        &root,
        "--publisher",
        &publisher,
        "--out",
        &unsigned,
    ]);
    muster(screen, &build);
    let key = path("unit.sec");
    let sign = [
        "trust",
        "list-sign",
        &unsigned,
        "--key",
        &key,
        "--out",
        &signed,
    ];
    muster(screen, &sign);
}

/// What a command prints, on this screen's data folder.
#[track_caller]
pub fn muster(screen: &Screen, arguments: &[&str]) -> String {
    let ran = common::muster()
        .arg("--json")
        .arg("--data-dir")
        .arg(screen.folder.path().join("data"))
        .args(arguments)
        .output()
        .expect("muster runs");
    let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{arguments:?}: {printed}");
    printed
}

/// What visits left on a stick.
pub fn left(stick: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let names = std::fs::read_dir(folder).into_iter().flatten().flatten();
        names.map(|name| name.path()).collect()
    };
    let mut files: Vec<_> = inside(&stick.join("muster/out"))
        .iter()
        .flat_map(|station| inside(station))
        .filter(|file| {
            !file
                .file_name()
                .is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_whole_visit_by_one_key_leaves_on_the_stick_what_the_command_leaves() {
    let mut screen = start();
    let stick = screen.folder.path().join("MUSTER");
    make_stick(&screen, &stick);
    let named = stick.to_str().expect("a path").to_owned();
    screen.open_in(&[("MUSTER_STICKS", &named)], &[]);
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);
    key(&screen, "Return");
    screen.wait("the packs", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    let offered = settled(&screen);
    key(&screen, "v");
    screen.wait("the summary", |now| {
        let done = left(&stick).len() == FILES_OF_A_VISIT;
        done && differing(&offered, now, BELOW_THE_BAR) > 10_000
    });
    let by_window = left(&stick);
    muster(&screen, &["visit", &named]);
    let both = left(&stick);
    assert_eq!(both.len(), 2 * FILES_OF_A_VISIT, "{both:?}");
    let checks = |file: &Path| -> Vec<String> {
        let text = std::fs::read(file).expect("the check");
        let text: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        let lines = text["lines"].as_array().expect("lines").iter();
        lines.map(|line| line["check"].to_string()).collect()
    };
    let check = |file: &&PathBuf| file.extension().is_some_and(|e| e == "json");
    let by_command = both.iter().filter(|file| !by_window.contains(file));
    let by_command = by_command.filter(check).map(|file| checks(file));
    let by_window = by_window.iter().filter(check).map(|file| checks(file));
    assert!(
        by_window.eq(by_command),
        "the same is looked at, in the same order"
    );
}

#[test]
fn a_stick_that_comes_in_is_noticed_and_taken_in_with_one_key() {
    let mut screen = start();
    let stick = screen.folder.path().join("MUSTER");
    let drawer = screen.folder.path().join("drawer");
    make_stick(&screen, &drawer);
    let named = stick.to_str().expect("a path").to_owned();
    screen.open_in(&[("MUSTER_STICKS", &named)], &[]);
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);
    // Nothing is installed, so that the packs are the one thing to do next.
    key(&screen, "Return");
    screen.wait("the packs", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    let before = settled(&screen);

    std::fs::rename(&drawer, &stick).expect("in");
    screen.wait("what is on the stick", |now| {
        differing(&before, now, BELOW_THE_BAR) > 10_000
    });
    let offered = settled(&screen);
    assert!(
        !muster(&screen, &["list"]).contains("detainer"),
        "only looked at"
    );
    key(&screen, "Return");
    screen.wait("the summary", |now| {
        differing(&offered, now, BELOW_THE_BAR) > 10_000
    });
    let done = settled(&screen);
    let list = muster(&screen, &["list"]);
    assert!(list.contains("example.sheriff.detainer"), "{list}");

    std::fs::rename(&stick, &drawer).expect("out");
    screen.wait("that it was pulled out", |now| {
        differing(&done, now, BELOW_THE_BAR) > 1_000
    });
}
