//! The real window on a screen of its own (Xvfb), with the real demo: it plays the film, pictures
//! change, captions show and go. And with a stick that comes in and is taken in. Needs `Xvfb`,
//! `xdotool` and `import` of `ImageMagick`.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may end where what it needs is not there, and writes what it needs"
)]

mod common;
#[path = "common/screen.rs"]
mod screen;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use image::RgbImage;
use screen::{Part, Screen, colors, differing, white};
use sha2::{Digest, Sha256};

/// The receipt, the audit log, the check and the log (EXCHANGE 4.5, 4.16).
const FILES_OF_A_VISIT: usize = 4;
const ALL: Part = ((0, 1280), (0, 720));
const BELOW_THE_BAR: Part = ((0, 1280), (60, 720));
const MIDDLE: Part = ((0, 1280), (120, 560));
/// Where captions lie.
const CAPTIONS: Part = ((0, 1280), (420, 604));

fn start() -> Screen {
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "1280x720x24"]);
    server.args(["-nolisten", "tcp"]);
    Screen::start(&mut server, tempfile::tempdir().expect("a folder"))
}

fn key(screen: &Screen, key: &str) {
    screen.key_in("Muster", key);
}

/// The screen as soon as it stands still.
fn settled(screen: &Screen) -> RgbImage {
    std::thread::sleep(Duration::from_millis(500));
    let mut before = screen.picture();
    screen.wait("a screen that stands still", |now| {
        let still = differing(&before, now, BELOW_THE_BAR) == 0;
        before.clone_from(now);
        still
    })
}

#[test]
fn the_film_plays_in_the_window_and_its_captions_show() {
    let mut screen = start();
    screen.make_demo();
    screen.open(&[]);
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);

    // The overview, a text as the first step, the film as the second.
    key(&screen, "Return");
    let overview = screen.wait("the overview", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    key(&screen, "Return");
    let text = screen.wait("the first step", |now| {
        differing(&overview, now, BELOW_THE_BAR) > 20_000
    });
    key(&screen, "Return");
    let film = screen.wait("the film", |now| {
        differing(&text, now, BELOW_THE_BAR) > 20_000
    });
    screen.wait("another picture of the film", |now| {
        differing(&film, now, MIDDLE) > 5_000
    });

    // Standing still, nothing but the captions can differ. Between two cues there are none, so
    // that another place is tried then.
    let shown = (0..10).any(|_| {
        key(&screen, "space");
        let with = settled(&screen);
        key(&screen, "c");
        let without = settled(&screen);
        key(&screen, "c");
        let again = settled(&screen);
        key(&screen, "space");
        std::thread::sleep(Duration::from_secs(1));
        let [with, without, again] = [with, without, again].map(|p| white(&p, CAPTIONS));
        with > without + 1_000 && with.abs_diff(again) < 100
    });
    assert!(
        shown,
        "the key for captions changes nothing where captions lie"
    );
}

#[test]
fn a_file_plays_at_once_and_without_records() {
    let mut screen = start();
    let film = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content-packs/introduction/media/introduction.mp4");
    screen.open(&["play", film.to_str().expect("a path")]);
    let first = screen.wait("the film", |picture| colors(picture, ALL) > 50);
    screen.wait("another picture of the film", |now| {
        differing(&first, now, MIDDLE) > 5_000
    });
    assert!(!screen.folder.path().join("data/records.db").exists());
}

/// A pack of one briefing, and the key of its publisher, made by the program itself.
fn make_stick(screen: &Screen, stick: &Path) {
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
fn add_list(screen: &Screen, stick: &Path) {
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
fn muster(screen: &Screen, arguments: &[&str]) -> String {
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

/// A folder on which nothing can be written but by the administrator of this test.
struct Locked(PathBuf);

impl Locked {
    /// Nothing where that cannot be done: it needs root.
    fn folder(folder: PathBuf) -> Option<Self> {
        let path = folder.to_str().expect("a path").to_owned();
        let bound = mount(&["--bind", &path, &path]);
        let locked = Self(folder);
        (bound && mount(&["-o", "remount,bind,ro", &path])).then_some(locked)
    }

    /// What asks for an administrator: one who says yes at once.
    fn administrator(&self, folder: &Path) {
        use std::os::unix::fs::PermissionsExt;
        let (program, asked) = (folder.join("pkexec"), folder.join("asked"));
        let (asked, library) = (asked.display(), self.0.display());
        let script = format!(
            "#!/bin/sh\necho \"$*\" >> {asked}\nmount -o remount,bind,rw {library}\n\"$@\"\n\
             code=$?\nmount -o remount,bind,ro {library}\nexit $code\n"
        );
        std::fs::create_dir_all(folder).expect("a folder");
        std::fs::write(&program, script).expect("written");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, mode).expect("a program");
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

fn mount(arguments: &[&str]) -> bool {
    let mounted = Command::new("mount").args(arguments).output();
    mounted.is_ok_and(|output| output.status.success())
}

/// The Packs screen with a stick that brings a list and a pack, for a user who may not install; the
/// stick, and where the administrator's commands are written down.
fn where_the_user_may_not_install(screen: &mut Screen) -> Option<(Locked, PathBuf, PathBuf)> {
    let folder = screen.folder.path().to_owned();
    let stick = folder.join("MUSTER");
    make_stick(screen, &stick);
    add_list(screen, &stick);
    muster(screen, &["station", "set", "name", "Central"]);
    let Some(library) = Locked::folder(folder.join("data/library")) else {
        common::skip("locking a folder needs root");
        return None;
    };
    let programs = folder.join("programs");
    library.administrator(&programs);
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", programs.display());
    let named = stick.to_str().expect("a path").to_owned();
    screen.open_in(&[("MUSTER_STICKS", &named), ("PATH", &path)], &[]);
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);
    key(screen, "Return");
    screen.wait("the packs", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    settled(screen);
    Some((library, stick, programs.join("asked")))
}

/// Asked once, for both files.
#[track_caller]
fn assert_asked_once(asked: &Path, stick: &Path) {
    let asked = std::fs::read_to_string(asked).expect("asked");
    assert_eq!(asked.lines().count(), 1, "{asked}");
    let (list, pack) = (stick.join("trust.mtrust"), stick.join("detainer.muster"));
    // CLI 2.30: each is the file that was shown.
    let named = |file: &Path| {
        let bytes = std::fs::read(file).expect("there");
        let sha256 = muster::pack::signature::hex(&Sha256::digest(bytes));
        format!("{sha256} {}", file.display())
    };
    let files = format!("--list {} --pack {}\n", named(&list), named(&pack));
    assert!(asked.ends_with(&files), "{asked}");
}

#[test]
fn a_visit_where_the_user_may_not_install_asks_once_for_an_administrator_and_goes_on_as_the_user() {
    let mut screen = start();
    let Some((_library, stick, asked)) = where_the_user_may_not_install(&mut screen) else {
        return;
    };
    key(&screen, "v");
    screen.wait("what the visit leaves", |_| {
        left(&stick).len() == FILES_OF_A_VISIT
    });
    assert_asked_once(&asked, &stick);
    let log = left(&stick)
        .into_iter()
        .find(|file| file.extension().is_some_and(|e| e == "csv"));
    let log = std::fs::read_to_string(log.expect("the log")).expect("read");
    for entry in [",trust_list,", ",install,example.sheriff.detainer,1,"] {
        assert!(log.contains(entry), "{entry}: {log}");
    }
}

#[test]
fn an_installation_where_the_user_may_not_install_asks_once_for_an_administrator() {
    let mut screen = start();
    let Some((_library, stick, asked)) = where_the_user_may_not_install(&mut screen) else {
        return;
    };
    key(&screen, "Return");
    screen.wait("the pack on the shelf", |_| {
        muster(&screen, &["list"]).contains("example.sheriff.detainer")
    });
    assert_asked_once(&asked, &stick);
}

/// What visits left on a stick.
fn left(stick: &Path) -> Vec<PathBuf> {
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

#[test]
fn a_pack_is_previewed_before_it_is_signed_and_nothing_of_it_stays() {
    let mut screen = start();
    let folder = screen.folder.path().to_owned();
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    muster(&screen, &["pack", "new", &path("sources")]);
    std::fs::create_dir(folder.join("temporary")).expect("a folder");
    let there = || {
        std::fs::read_dir(folder.join("temporary"))
            .expect("a folder")
            .count()
    };
    screen.open_in(
        &[("TMPDIR", &path("temporary"))],
        &["pack", "preview", &path("sources")],
    );
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);
    assert_eq!(there(), 1);
    key(&screen, "Return");
    let overview = screen.wait("the overview", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    key(&screen, "Return");
    screen.wait("the first step", |now| {
        differing(&overview, now, BELOW_THE_BAR) > 20_000
    });
    let mut window = screen.window.take().expect("the program");
    let id = window.0.id().to_string();
    screen.run("kill", &["-TERM", &id]);
    window.0.wait().expect("it ends");
    assert_eq!(there(), 0, "what was laid out stays");
    assert!(!folder.join("data/records.db").exists());
    assert!(!folder.join("data/library").exists());
}

/// How many windows of Muster there are.
fn windows(screen: &Screen) -> usize {
    let search = ["search", "--onlyvisible", "--name", "^Muster$"];
    screen.run("xdotool", &search).lines().count()
}

/// SCREENS 4.7.
#[test]
fn a_second_start_hands_its_stick_over_to_the_window_that_is_open() {
    let mut screen = start();
    let stick = screen.folder.path().join("MUSTER");
    make_stick(&screen, &stick);
    screen.open(&[]);
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);
    let data = screen.folder.path().join("data");
    let display = screen.display.clone();
    let second = |arguments: &[&Path]| {
        let mut second = common::muster();
        second.arg("--data-dir").arg(&data).args(arguments);
        second.env("DISPLAY", &display);
        second.output().expect("muster runs")
    };
    let ended = second(&[&stick]);
    assert!(ended.status.success(), "{ended:?}");
    screen.wait("the stick, in the window that is open", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    assert_eq!(windows(&screen), 1);
    assert!(second(&[]).status.success(), "nothing to hand over");
    assert_eq!(windows(&screen), 1);
    // The window dies; what it left behind keeps nobody out.
    screen.window = None;
    screen.open(&[]);
    screen.wait("the board again", |picture| {
        colors(picture, ALL) > 50 && differing(&board, picture, BELOW_THE_BAR) < 20_000
    });
    // It is there, and cannot answer.
    let pid = screen.window.as_ref().expect("a window").0.id().to_string();
    screen.run("kill", &["-STOP", &pid]);
    let ended = second(&[]);
    screen.run("kill", &["-CONT", &pid]);
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(
        stderr.contains("is open already, but does not answer"),
        "{stderr}"
    );
}
