//! The real window on a screen of its own (Xvfb), with the real demo: it plays the film, pictures
//! change, captions show and go. Needs `Xvfb`, `xdotool` and `import` of `ImageMagick`.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end where what it needs is not there"
)]

mod common;
#[path = "common/screen.rs"]
mod screen;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use image::RgbImage;
use screen::{Part, Screen, colors, differing, white};

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
