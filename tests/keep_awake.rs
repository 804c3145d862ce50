//! The desktop is asked to leave the screen on while a film plays, and no longer: the real program
//! on a private session bus, on which the test stands in for the desktop. Needs `dbus-daemon`,
//! `Xvfb`, `xdotool` and `import` of `ImageMagick`.

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

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use screen::{Part, Running, Screen, colors};

const ALL: Part = ((0, 1280), (0, 720));
/// Longer than a busy machine takes for anything here.
const SOON: Duration = Duration::from_mins(1);

/// What the desktop was asked.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    On { program: String, reason: String },
    MayGoOff(u32),
}

/// The part of a desktop that turns the screen off.
struct Desktop {
    asked: SyncSender<Asked>,
    cookies: u32,
}

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl Desktop {
    fn inhibit(&mut self, program: String, reason: String) -> u32 {
        self.cookies += 7;
        let on = Asked::On { program, reason };
        self.asked.send(on).expect("the test listens");
        self.cookies
    }

    #[zbus(name = "UnInhibit")]
    fn un_inhibit(&self, cookie: u32) {
        let off = Asked::MayGoOff(cookie);
        self.asked.send(off).expect("the test listens");
    }
}

/// A session bus of its own, and its address.
fn bus() -> (Running, String) {
    let mut daemon = Command::new("dbus-daemon")
        .args(["--session", "--nofork", "--nosyslog", "--print-address=1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("dbus-daemon is needed for this test: install it");
    let out = daemon.stdout.take().expect("its output");
    let mut address = String::new();
    let read = BufReader::new(out).read_line(&mut address);
    read.expect("it says its address");
    (Running(daemon), address.trim().to_owned())
}

fn desktop(address: &str) -> (zbus::blocking::Connection, Receiver<Asked>) {
    let (asked, hears) = sync_channel(64);
    let desktop = Desktop { asked, cookies: 0 };
    let connection = zbus::blocking::connection::Builder::address(address)
        .and_then(|bus| bus.name("org.freedesktop.ScreenSaver"))
        .and_then(|bus| bus.serve_at("/org/freedesktop/ScreenSaver", desktop))
        .and_then(zbus::blocking::connection::Builder::build);
    (connection.expect("a place on the bus"), hears)
}

#[test]
fn the_desktop_is_asked_to_leave_the_screen_on_while_a_film_plays() {
    let (_daemon, address) = bus();
    let (_connection, hears) = desktop(&address);
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "1280x720x24"]);
    server.args(["-nolisten", "tcp"]);
    let mut screen = Screen::start(&mut server, tempfile::tempdir().expect("a folder"));
    let film = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content-packs/introduction/media/introduction.mp4");
    let buses = [
        ("DBUS_SESSION_BUS_ADDRESS", address.as_str()),
        // The system's own bus is left alone.
        ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent"),
    ];
    screen.open_in(&buses, &["play", film.to_str().expect("a path")]);
    let hear = |what: &str| {
        hears
            .recv_timeout(SOON)
            .unwrap_or_else(|_| panic!("{what}"))
    };

    let on = Asked::On {
        program: "muster".to_owned(),
        reason: "A briefing is on the wall".to_owned(),
    };
    assert_eq!(hear("it begins"), on);
    screen.wait("the film", |picture| colors(picture, ALL) > 50);
    screen.key_in("Muster", "space");
    assert_eq!(hear("it stands still"), Asked::MayGoOff(7));
    screen.key_in("Muster", "space");
    assert_eq!(hear("it goes on"), on);
    assert!(
        hears.recv_timeout(Duration::from_secs(3)).is_err(),
        "asked again while it plays"
    );
    screen.key_in("Muster", "space");
    assert_eq!(hear("it stands still again"), Asked::MayGoOff(14));
}
