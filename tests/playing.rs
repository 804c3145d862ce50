//! The player's controls in the window, by role and label as a screen reader would go.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may end where what it needs is not there"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, pos2};
#[path = "common/eyes.rs"]
mod eyes;

use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use eyes::open_window;
use muster::app::{App, Options};
use muster::ui::Playing;

/// A silent clip of forty seconds.
fn clip(folder: &Path) -> PathBuf {
    let file = folder.join("clip.mp4");
    let status = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i"])
        .arg("testsrc=size=64x36:rate=10:duration=40")
        .args(["-c:v", "libx264", "-g", "20", "-pix_fmt", "yuv420p"])
        .arg(&file)
        .status()
        .expect("ffmpeg is needed for this test: install it");
    assert!(status.success());
    file
}

struct Room<'a> {
    window: Harness<'a, App>,
}

impl Room<'_> {
    /// The clip, standing at its beginning.
    fn open(file: PathBuf) -> Self {
        let options = Options {
            play: Some(file),
            ..Options::default()
        };
        let window = open_window(options);
        let mut room = Self { window };
        room.wait_until("a picture", |playing| playing.picture.is_some());
        room.key(Modifiers::NONE, Key::Space);
        room
    }

    fn playing(&self) -> Playing {
        let model = self.window.state().model();
        model.playing.clone().expect("something plays")
    }

    #[track_caller]
    fn wait_until(&mut self, what: &str, holds: impl Fn(&Playing) -> bool) {
        for _ in 0..2_000 {
            self.window.hover_at(pos2(600.0, 300.0));
            self.window.step();
            if self
                .window
                .state()
                .model()
                .playing
                .as_ref()
                .is_some_and(&holds)
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{what}: never");
    }

    fn key(&mut self, held: Modifiers, key: Key) {
        self.window.key_press_modifiers(held, key);
        self.window.run_steps(3);
    }

    /// Presses a key and waits for the picture and the place that it leads to.
    #[track_caller]
    fn leads_to(&mut self, held: Modifiers, key: Key, seconds: f64) {
        self.key(held, key);
        self.wait_until(&format!("{key:?} to {seconds}"), |playing| {
            let place = playing.position.as_secs_f64();
            let seen = playing.picture.as_ref().map(|p| p.at.as_secs_f64());
            (place - seconds).abs() < 0.001 && seen.is_some_and(|at| (at - place).abs() < 0.11)
        });
    }

    #[track_caller]
    fn bar(&self) -> Node<'_> {
        let mut sliders = self.window.query_all_by_role(Role::Slider);
        let bar = sliders.find(|node| {
            let label = node.accesskit_node().label();
            label.is_some_and(|label| label.starts_with("Place"))
        });
        bar.expect("a seek bar")
    }

    fn labels(&self) -> Vec<String> {
        let root = self.window.root();
        root.query_all_by(|_| true)
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }
}

// SCREENS 12.7 to 12.10, 12.26.
#[test]
fn the_keyboard_goes_anywhere_in_a_video() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(clip(folder.path()));
    let start = room.playing().position.as_secs_f64();
    room.leads_to(Modifiers::SHIFT, Key::ArrowRight, start + 10.0);
    room.leads_to(Modifiers::SHIFT, Key::ArrowLeft, start);
    // By Tab to the seek bar; from then on its keys are its own.
    for _ in 0..20 {
        room.key(Modifiers::NONE, Key::Tab);
        if room.bar().accesskit_node().is_focused() {
            break;
        }
    }
    room.leads_to(Modifiers::NONE, Key::Home, 0.0);
    room.leads_to(Modifiers::NONE, Key::ArrowRight, 5.0);
    room.leads_to(Modifiers::NONE, Key::ArrowRight, 10.0);
    room.leads_to(Modifiers::NONE, Key::ArrowLeft, 5.0);
    room.leads_to(Modifiers::NONE, Key::End, 40.0);
    assert!(
        room.labels()
            .iter()
            .any(|label| label == "Place, 0:40 / 0:40"),
        "{:?}",
        room.labels()
    );
}

// SCREENS 12.11, 12.12; PLAYER 5.13.
#[test]
fn the_speed_is_shown_and_goes_by_keys_and_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(clip(folder.path()));
    room.window.get_by_role_and_label(Role::Button, "Speed 1×");
    room.key(Modifiers::NONE, Key::Plus);
    room.window
        .get_by_role_and_label(Role::Button, "Speed 1.25×")
        .click();
    room.window.run_steps(3);
    room.window
        .get_by_role_and_label(Role::Button, "Speed 1.5×");
    for _ in 0..5 {
        room.key(Modifiers::NONE, Key::Minus);
    }
    assert_eq!(room.playing().speed.percent(), 75);
    assert!(room.playing().next_picture_in.is_none(), "it stands still");
}

// PLAYER 6.8.
#[test]
fn a_drag_on_the_seek_bar_shows_pictures_and_stands_where_it_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(clip(folder.path()));
    let bar = room.bar().rect();
    let at = |share: f32| pos2(bar.left() + bar.width() * share, bar.center().y);
    room.window.hover_at(at(0.1));
    room.window.step();
    room.window.drag_at(at(0.1));
    room.window.run_steps(2);
    for share in [0.2, 0.4, 0.6, 0.75] {
        room.window.hover_at(at(share));
        room.window.run_steps(2);
        let seconds = room.playing().position.as_secs_f64();
        assert!(
            (seconds / 40.0 - f64::from(share)).abs() < 0.01,
            "{seconds}"
        );
    }
    room.window.drop_at(at(0.75));
    room.window.run_steps(2);
    let place = room.playing().position;
    assert!((place.as_secs_f64() - 30.0).abs() < 0.5);
    room.wait_until("its picture", |playing| {
        let at = playing.picture.as_ref().map(|picture| picture.at);
        playing.position == place && at.is_some_and(|at| place.0 - at.0 < 100_000_000)
    });
}
