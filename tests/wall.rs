//! Two monitors: a briefing with its wall, by keys as a hand or a presenter's remote would press
//! them, on a real X server with two outputs. Needs `Xorg` with its dummy driver, `openbox`,
//! `xrandr`, `xset`, `xdotool` and `import` of `ImageMagick`.

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

use std::process::{Command, Stdio};
use std::time::Duration;

use image::RgbImage;
use screen::{Part, Running, Screen, colors, differing};

/// The sergeant's monitor, 1280 × 720, without its window's frame and clock.
const DESK: Part = ((0, 860), (90, 640));
/// The wall, 1920 × 1080, beside it; the frame of the other window reaches over its edge.
const WALL: Part = ((1290, 3200), (0, 1080));

const CONFIGURATION: &str = r#"
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "any"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "any"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 3200 1080
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
"#;

/// A desk with a wall beside it, the demo's briefing begun on both.
struct Room {
    screen: Screen,
    _manager: Running,
}

impl Room {
    /// The board, with nothing on the wall.
    fn open() -> (Self, RgbImage) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("xorg.conf");
        std::fs::File::create(&file)
            .and_then(|mut file| std::io::Write::write_all(&mut file, CONFIGURATION.as_bytes()))
            .expect("written");
        let mut server = Command::new("Xorg");
        server.args(["-displayfd", "1", "-noreset", "-nolisten", "tcp"]);
        // No terminal of the machine is touched.
        server.args(["-novtswitch", "-sharevts", "vt7", "-config"]);
        server.arg(&file).arg("-logfile");
        server.arg(folder.path().join("xorg.log"));
        let mut screen = Screen::start(&mut server, folder);
        screen.run("xrandr", &["--addmode", "DUMMY1", "1920x1080"]);
        let desk = ["--output", "DUMMY0", "--mode", "1280x720"];
        let wall = ["--output", "DUMMY1", "--mode", "1920x1080"];
        let beside = ["--right-of", "DUMMY0"];
        screen.run("xrandr", &[desk.as_slice(), &wall, &beside].concat());
        let manager = Command::new("openbox")
            .env("DISPLAY", &screen.display)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("openbox starts");
        let manager = Running(manager);
        screen.make_demo();
        screen.open(&[]);
        let board = screen.wait("the board", |now| colors(now, DESK) > 50);
        let room = Self {
            screen,
            _manager: manager,
        };
        (room, board)
    }

    /// The first step, on the wall and at the desk.
    fn begun() -> (Self, RgbImage) {
        let (room, board) = Self::open();
        room.key("Return");
        // F5 of a presenter's remote begins.
        let overview = room.changed("the overview", &board, DESK, 10_000);
        room.key("F5");
        room.changed("the first step", &overview, DESK, 10_000);
        // The first pictures may be of a window that is half painted.
        let mut before: Option<RgbImage> = None;
        let first = room.screen.wait("the wall", |now| {
            let is_still = before
                .replace(now.clone())
                .is_some_and(|before| differing(&before, now, WALL) == 0);
            is_still && colors(now, WALL) > 20
        });
        (room, first)
    }

    fn key(&self, key: &str) {
        self.screen.key_in("Muster", key);
    }

    fn key_on_wall(&self, key: &str) {
        self.screen.key_in("Muster wall", key);
    }

    #[track_caller]
    fn changed(&self, what: &str, before: &RgbImage, part: Part, pixels: usize) -> RgbImage {
        let holds = |now: &RgbImage| differing(before, now, part) > pixels;
        self.screen.wait(what, holds)
    }

    #[track_caller]
    fn is_as_before(&self, what: &str, before: &RgbImage, part: Part) -> RgbImage {
        let holds = |now: &RgbImage| differing(before, now, part) < 50;
        self.screen.wait(what, holds)
    }

    #[track_caller]
    fn dark_wall(&self, what: &str) -> RgbImage {
        self.screen.wait(what, |now| colors(now, WALL) == 1)
    }
}

// SCREENS 1.2, 7.2, 7.4.
#[test]
fn the_room_sees_the_steps_and_keys_work_in_both_windows() {
    let (room, first) = Room::begun();
    // A remote's keys go to whichever window has the focus.
    room.key_on_wall("Next");
    room.changed("the film on the wall", &first, WALL, 50_000);
    let film = room.changed("the film at the desk", &first, DESK, 10_000);
    room.changed("another picture on the wall", &film, WALL, 20_000);
    room.key("Return");
    let prompt = room.changed("the prompt", &film, DESK, 20_000);
    room.key_on_wall("space");
    room.changed("its first point on the wall", &prompt, WALL, 2_000);

    // Blank: by the remote's key, and back by the same.
    let before = room.screen.picture();
    room.key_on_wall("period");
    room.dark_wall("a blank wall");
    room.key("b");
    room.is_as_before("the prompt again", &before, ((1280, 3000), (0, 900)));
}

// SCREENS 7.6.
#[test]
fn a_frozen_wall_keeps_its_picture_while_the_sergeant_goes_on() {
    let (room, first) = Room::begun();
    room.key("f");
    std::thread::sleep(Duration::from_millis(500));
    room.key("Return");
    room.key("Return");
    let later = room.changed("the prompt at the desk", &first, DESK, 10_000);
    assert_eq!(differing(&first, &later, WALL), 0, "the wall moved");
    room.key("f");
    room.changed("the prompt on the wall", &first, WALL, 50_000);
}

// SCREENS 7.2, 7.3.
#[test]
fn a_wall_that_is_unplugged_or_closed_ends_no_briefing() {
    let (mut room, first) = Room::begun();
    room.screen.run("xrandr", &["--output", "DUMMY1", "--off"]);
    // Noticed within two seconds on a PC that does nothing else, after the window manager has
    // saved the wall to the desk.
    let gone = (0..120).any(|_| {
        std::thread::sleep(Duration::from_millis(250));
        let windows = room.screen.windows();
        windows.is_some_and(|windows| !windows.contains("Muster wall"))
    });
    assert!(gone, "the wall stays on the desk");
    let back = ["--output", "DUMMY1", "--mode", "1920x1080", "--right-of"];
    let back = [back.as_slice(), &["DUMMY0"]].concat();
    room.screen.run("xrandr", &back);
    room.screen.wait("the wall again", |now| {
        now.width() == 3200 && differing(&first, now, WALL) < 50
    });

    // Alt+F4 on the wall closes the wall and nothing else; W brings it back.
    room.screen.close("Muster wall");
    room.dark_wall("no wall");
    room.key("w");
    room.is_as_before("the wall by key", &first, WALL);
    room.key("w");
    room.dark_wall("no wall by key");

    // The window itself closed with the wall open ends both, and the briefing can be continued.
    room.key("w");
    room.is_as_before("the wall once more", &first, WALL);
    room.key("Next");
    room.changed("the film on the wall", &first, WALL, 50_000);
    room.screen.close("Muster");
    let mut window = room.screen.window.take().expect("the program");
    let ended = (0..80).any(|_| {
        std::thread::sleep(Duration::from_millis(250));
        matches!(window.0.try_wait(), Ok(Some(status)) if status.success())
    });
    assert!(ended, "the program goes on without a window");
    room.screen.open(&[]);
    room.screen.wait("the board", |now| colors(now, DESK) > 50);
    room.key("Return");
    room.screen
        .wait("the film goes on", |now| colors(now, WALL) > 20);
}

/// Whether a window of this title comes, or goes, within half a minute.
fn comes(room: &Room, title: &str, is_there: bool) -> bool {
    (0..120).any(|_| {
        std::thread::sleep(Duration::from_millis(250));
        let windows = room.screen.windows();
        windows.is_some_and(|windows| windows.contains(title) == is_there)
    })
}

// SCREENS 7.15.
#[test]
fn a_screen_that_mirrors_the_desk_is_no_wall_and_is_one_once_it_is_set_to_extend() {
    let (room, first) = Room::begun();
    room.screen
        .run("xrandr", &["--addmode", "DUMMY1", "1280x720"]);
    let mirrored = [
        "--output",
        "DUMMY1",
        "--mode",
        "1280x720",
        "--same-as",
        "DUMMY0",
    ];
    room.screen.run("xrandr", &mirrored);
    assert!(
        comes(&room, "Muster wall", false),
        "the wall covers the desk"
    );
    // The sergeant sees the step, and why the room does.
    let desk = room.changed("the step and a notice at the desk", &first, DESK, 10_000);
    assert!(colors(&desk, DESK) > 20);
    let extended = ["--output", "DUMMY1", "--mode", "1920x1080", "--right-of"];
    room.screen
        .run("xrandr", &[extended.as_slice(), &["DUMMY0"]].concat());
    room.screen.wait("the wall again", |now| {
        now.width() == 3200 && differing(&first, now, WALL) < 50
    });
}

// SCREENS 7.1.
#[test]
fn a_wall_that_is_plugged_in_on_the_other_side_is_the_wall_again() {
    let (room, first) = Room::begun();
    room.screen.run("xrandr", &["--output", "DUMMY1", "--off"]);
    assert!(
        comes(&room, "Muster wall", false),
        "the wall stays on the desk"
    );
    let left = [
        "--output",
        "DUMMY1",
        "--mode",
        "1920x1080",
        "--left-of",
        "DUMMY0",
    ];
    room.screen.run("xrandr", &left);
    // What stood on the wall stands there again, further left by the width of the desk.
    room.screen.wait("the wall on the left", |now| {
        let moved = (10..1900).step_by(7).all(|x| {
            (0..1080)
                .step_by(7)
                .all(|y| now.width() == 3200 && now.get_pixel(x, y) == first.get_pixel(x + 1280, y))
        });
        moved && colors(now, ((1930, 3200), (90, 640))) > 20
    });
}

// SCREENS 7.2, 12.18.
#[test]
fn wall_and_desk_change_places() {
    let (room, first) = Room::begun();
    let desk_alone = ((900, 1280), (640, 720));
    room.key("s");
    // The button for the next step is the sergeant's: it leaves the monitor that is the wall now.
    room.screen.wait("the desk is the wall", |now| {
        differing(&first, now, desk_alone) > 5_000 && differing(&first, now, WALL) > 50_000
    });
    room.key("Return");
    room.screen
        .wait("the film", |now| colors(now, ((0, 1280), (100, 700))) > 50);
}

// SCREENS 6.12.
#[test]
fn the_screen_stays_on_while_a_briefing_runs_and_not_longer() {
    let (room, _) = Room::open();
    room.screen.run("xset", &["s", "blank", "s", "2", "2"]);
    room.screen
        .wait("the screen saver", |_| saver_is_on(&room.screen));
    room.key("Return");
    std::thread::sleep(Duration::from_secs(1));
    room.key("F5");
    room.screen.wait("the wall", |now| colors(now, WALL) > 20);
    // Twice as long as the screen saver waits.
    for _ in 0..8 {
        std::thread::sleep(Duration::from_millis(500));
        assert!(!saver_is_on(&room.screen), "the screen went off");
    }
    drop(room.screen.window);
}

/// Whether the X server's screen saver is on now.
fn saver_is_on(screen: &Screen) -> bool {
    use x11rb::connection::Connection;
    use x11rb::protocol::screensaver::{ConnectionExt, State};

    let (server, at) = x11rb::connect(Some(&screen.display)).expect("the server");
    let root = server.setup().roots[at].root;
    let info = server.screensaver_query_info(root).expect("asked");
    let info = info.reply().expect("an answer");
    State::from(info.state) == State::ON
}
