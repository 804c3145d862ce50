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

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use image::RgbImage;

/// How often the screen is looked at before giving up, a quarter of a second apart.
const LOOKS: usize = 480;

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A screen, with Muster's window on it.
struct Screen {
    display: String,
    folder: tempfile::TempDir,
    window: Option<Running>,
    _server: Running,
}

impl Screen {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x720x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let out = server.stdout.take().expect("its output");
        let mut number = String::new();
        let read = BufReader::new(out).read_line(&mut number);
        read.expect("Xvfb says which display it is");
        Self {
            display: format!(":{}", number.trim()),
            folder: tempfile::tempdir().expect("a folder"),
            window: None,
            _server: Running(server),
        }
    }

    fn open(&mut self, arguments: &[&str]) {
        let window = common::muster()
            .arg("--data-dir")
            .arg(self.folder.path().join("data"))
            .args(arguments)
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .stderr(Stdio::null())
            .spawn()
            .expect("muster starts");
        self.window = Some(Running(window));
    }

    fn picture(&self) -> RgbImage {
        let file = self.folder.path().join("screen.png");
        let taken = Command::new("import")
            .args(["-display", &self.display, "-window", "root"])
            .arg(&file)
            .status()
            .expect("import runs");
        assert!(taken.success(), "no picture of the screen");
        image::open(&file).expect("a picture").to_rgb8()
    }

    /// Looks at the screen until it is as it should be; returns it then.
    #[track_caller]
    fn wait(&self, what: &str, mut holds: impl FnMut(&RgbImage) -> bool) -> RgbImage {
        for _ in 0..LOOKS {
            let picture = self.picture();
            if holds(&picture) {
                return picture;
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        panic!("{what}: never");
    }

    /// The screen as soon as it stands still.
    fn settled(&self) -> RgbImage {
        std::thread::sleep(Duration::from_millis(500));
        let mut before = self.picture();
        self.wait("a screen that stands still", |now| {
            let still = differing(&before, now, 60..720) == 0;
            before.clone_from(now);
            still
        })
    }

    /// Presses a key, as a hand would.
    fn key(&self, key: &str) {
        let script = format!(
            "xdotool search --sync --onlyvisible --name '^Muster$' windowfocus --sync key {key}"
        );
        let pressed = Command::new("sh")
            .args(["-c", &script])
            .env("DISPLAY", &self.display)
            .status()
            .expect("xdotool runs");
        assert!(pressed.success(), "{key} was not pressed");
    }
}

/// How many pixels of these rows differ clearly.
fn differing(one: &RgbImage, other: &RgbImage, rows: std::ops::Range<u32>) -> usize {
    let pixels = rows.flat_map(|y| (0..one.width()).map(move |x| (x, y)));
    pixels
        .filter(|(x, y)| {
            let (a, b) = (one.get_pixel(*x, *y), other.get_pixel(*x, *y));
            a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 48)
        })
        .count()
}

/// How many pixels of these rows are white, as captions are.
fn white(picture: &RgbImage, rows: std::ops::Range<u32>) -> usize {
    let pixels = rows.flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
    pixels
        .filter(|(x, y)| picture.get_pixel(*x, *y).0.iter().all(|c| *c >= 250))
        .count()
}

/// How many different colors there are: a window that paints nothing has one.
fn colors(picture: &RgbImage) -> usize {
    let all: std::collections::HashSet<_> = picture.pixels().map(|p| p.0).collect();
    all.len()
}

#[test]
fn the_film_plays_in_the_window_and_its_captions_show() {
    let mut screen = Screen::start();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs");
    let made = common::muster()
        .arg("--data-dir")
        .arg(screen.folder.path().join("data"))
        .args(["demo", "--no-window", "--content"])
        .arg(content)
        .output()
        .expect("muster runs");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    screen.open(&[]);
    let board = screen.wait("the board", |picture| colors(picture) > 50);

    // The overview, a text as the first step, the film as the second.
    screen.key("Return");
    let overview = screen.wait("the overview", |now| {
        differing(&board, now, 60..720) > 20_000
    });
    screen.key("Return");
    let text = screen.wait("the first step", |now| {
        differing(&overview, now, 60..720) > 20_000
    });
    screen.key("Return");
    let film = screen.wait("the film", |now| differing(&text, now, 60..720) > 20_000);
    screen.wait("another picture of the film", |now| {
        differing(&film, now, 120..560) > 5_000
    });

    // Standing still, nothing but the captions can differ. Between two cues there are none, so
    // that another place is tried then.
    let strip = 420..604;
    let shown = (0..10).any(|_| {
        screen.key("space");
        let with = screen.settled();
        screen.key("c");
        let without = screen.settled();
        screen.key("c");
        let again = screen.settled();
        screen.key("space");
        std::thread::sleep(Duration::from_secs(1));
        let [with, without, again] = [with, without, again].map(|p| white(&p, strip.clone()));
        with > without + 1_000 && with.abs_diff(again) < 100
    });
    assert!(
        shown,
        "the key for captions changes nothing where captions lie"
    );
}

#[test]
fn a_file_plays_at_once_and_without_records() {
    let mut screen = Screen::start();
    let film = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content-packs/introduction/media/introduction.mp4");
    screen.open(&["play", film.to_str().expect("a path")]);
    let first = screen.wait("the film", |picture| colors(picture) > 50);
    screen.wait("another picture of the film", |now| {
        differing(&first, now, 120..560) > 5_000
    });
    assert!(!screen.folder.path().join("data/records.db").exists());
}
