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

#[path = "window/administrator.rs"]
mod administrator;
mod common;
#[path = "common/screen.rs"]
mod screen;
#[path = "window/sticks.rs"]
mod sticks;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use image::RgbImage;
use screen::{Part, Screen, colors, differing, white};
use sticks::{make_stick, muster};

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
