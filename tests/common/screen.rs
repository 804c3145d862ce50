//! A screen of its own for the window under test, keys pressed in it, and pictures of it.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use image::RgbImage;

/// How many pictures of the screen are taken before giving up, a quarter of a second apart.
const MAX_PICTURES: usize = 480;

/// A program that ends with the test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A screen, with Muster's window on it.
pub struct Screen {
    pub display: String,
    pub folder: tempfile::TempDir,
    pub window: Option<Running>,
    _server: Running,
}

impl Screen {
    /// Starts an X server that says on its standard output which display it is.
    pub fn start(server: &mut Command, folder: tempfile::TempDir) -> Self {
        let mut server = server
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the X server starts");
        let out = server.stdout.take().expect("its output");
        let mut number = String::new();
        let read = BufReader::new(out).read_line(&mut number);
        read.expect("it says which display it is");
        Self {
            display: format!(":{}", number.trim()),
            folder,
            window: None,
            _server: Running(server),
        }
    }

    /// The real demo, in this screen's data folder.
    pub fn make_demo(&self) {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs");
        let made = crate::common::muster()
            .arg("--data-dir")
            .arg(self.folder.path().join("data"))
            .args(["demo", "--no-window", "--content"])
            .arg(content)
            .output()
            .expect("muster runs");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
    }

    pub fn open(&mut self, arguments: &[&str]) {
        self.open_in(&[], arguments);
    }

    /// The same with more in its environment.
    pub fn open_in(&mut self, environment: &[(&str, &str)], arguments: &[&str]) {
        let window = crate::common::muster()
            .envs(environment.iter().copied())
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

    pub fn picture(&self) -> RgbImage {
        let file = self.folder.path().join("screen.png");
        let taken = Command::new("import")
            .args(["-display", &self.display, "-window", "root"])
            .arg(&file)
            .status()
            .expect("import runs");
        assert!(taken.success(), "no picture of the screen");
        image::open(&file).expect("a picture").to_rgb8()
    }

    /// Takes pictures of the screen until one is as it should be; returns it then.
    #[track_caller]
    pub fn wait(&self, what: &str, mut holds: impl FnMut(&RgbImage) -> bool) -> RgbImage {
        for _ in 0..MAX_PICTURES {
            let picture = self.picture();
            if holds(&picture) {
                return picture;
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        if let Some(folder) = option_env!("CARGO_TARGET_TMPDIR") {
            let _ = self.picture().save(Path::new(folder).join("never.png"));
        }
        let windows = self.windows().unwrap_or_default();
        panic!("{what}: never. The windows at the end:\n{windows}");
    }

    /// Runs a program against this screen; returns what it printed.
    #[track_caller]
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        let ran = Command::new(program)
            .args(arguments)
            .env("DISPLAY", &self.display)
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(ran.status.success(), "{program} {arguments:?}: {ran:?}");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    }

    /// The windows as `xwininfo` lists them; nothing where one of them went while it was listing.
    pub fn windows(&self) -> Option<String> {
        let listed = Command::new("xwininfo")
            .args(["-root", "-tree"])
            .env("DISPLAY", &self.display)
            .output()
            .expect("xwininfo runs");
        let is_whole = listed.status.success();
        is_whole.then(|| String::from_utf8_lossy(&listed.stdout).into_owned())
    }

    /// Presses a key in the window of this title, as a hand would.
    #[track_caller]
    pub fn key_in(&self, title: &str, key: &str) {
        let title = format!("^{title}$");
        let search = ["search", "--sync", "--onlyvisible", "--name", &title];
        let press = ["windowfocus", "--sync", "key", key];
        self.run("xdotool", &[search.as_slice(), &press].concat());
    }

    /// Presses Alt+F4 in the window of this title: on the keyboard of the whole screen, for the
    /// window may be gone before the keys come up.
    #[track_caller]
    pub fn close(&self, title: &str) {
        let title = format!("^{title}$");
        let search = ["search", "--sync", "--onlyvisible", "--name", &title];
        self.run(
            "xdotool",
            &[search.as_slice(), &["windowfocus", "--sync"]].concat(),
        );
        self.run("xdotool", &["key", "alt+F4"]);
    }
}

/// Part of a picture: its columns, from and up to, and its rows.
pub type Part = ((u32, u32), (u32, u32));

fn places((columns, rows): Part) -> impl Iterator<Item = (u32, u32)> {
    (rows.0..rows.1).flat_map(move |y| (columns.0..columns.1).map(move |x| (x, y)))
}

/// How many pixels of this part differ clearly.
pub fn differing(one: &RgbImage, other: &RgbImage, part: Part) -> usize {
    places(part)
        .filter(|(x, y)| {
            let (a, b) = (one.get_pixel(*x, *y), other.get_pixel(*x, *y));
            a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 48)
        })
        .count()
}

/// How many pixels of this part are white, as captions are.
pub fn white(picture: &RgbImage, part: Part) -> usize {
    let is_white = |c: &u8| *c >= 250;
    places(part)
        .filter(|(x, y)| picture.get_pixel(*x, *y).0.iter().all(is_white))
        .count()
}

/// How many different colors there are: a window that paints nothing has one.
pub fn colors(picture: &RgbImage, part: Part) -> usize {
    let all: std::collections::HashSet<_> = places(part)
        .map(|(x, y)| picture.get_pixel(x, y).0)
        .collect();
    all.len()
}
