//! A pack looked at in the window before it is signed, by role and label: every step, nothing
//! recorded, changed files read again.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end where what it needs is not there, and writes what it needs"
)]

#[path = "common/eyes.rs"]
mod eyes;

use std::path::PathBuf;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use eyes::{Eyes, open_window};
use jiff::{Timestamp, civil::date};
use muster::app::{App, Options};
use muster::authoring::{Wish, start};

const SAYS: &str = "Preview: not signed, nothing is recorded";

/// Sources, and the folder that goes with the window.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// A guide with one question became a pack.
    fn new() -> Self {
        let world = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        std::fs::create_dir(world.sources()).expect("a folder");
        std::fs::create_dir(world.root()).expect("a folder");
        world.write(
            "guide.md",
            "# Detainers at the desk\n\nWhat to do when a detainer has arrived at the desk.\n\n\
             ## Objectives\n\n- Know the form.\n\n## Who decides?\n\n- The form says.\n",
        );
        let wish = Wish {
            folder: world.sources(),
            from: None,
            id: Some("gov.example.detainer".parse().expect("an id")),
            title: None,
            publisher: Some("Example Sheriff".to_owned()),
            language: "en-US".to_owned(),
            today: date(2026, 11, 25),
            now: Timestamp::UNIX_EPOCH,
        };
        start(&wish, &mut |_, _| true).expect("begun");
        world
    }

    fn sources(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("vanishing")
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.sources().join(name), text).expect("written");
    }

    fn change(&self, from: &str, to: &str) {
        let file = self.sources().join("manifest.json");
        let text = std::fs::read_to_string(&file).expect("read");
        assert!(text.contains(from), "{text}");
        std::fs::write(file, text.replace(from, to)).expect("written");
    }
}

struct Room<'a> {
    window: Harness<'a, App>,
}

impl<'a> Eyes<'a> for Room<'a> {
    fn window(&self) -> &Harness<'a, App> {
        &self.window
    }

    fn window_mut(&mut self) -> &mut Harness<'a, App> {
        &mut self.window
    }
}

impl Room<'_> {
    fn open(world: &World) -> Self {
        let options = Options {
            data_dir: Some(world.root()),
            preview: Some(world.sources()),
            ..Options::default()
        };
        let window = open_window(options);
        Self { window }
    }

    fn sees(&self, part: &str) -> bool {
        self.labels().iter().any(|label| label.contains(part))
    }

    #[track_caller]
    fn wait_for(&mut self, label: &str) {
        self.wait_until(label, |room| room.sees(label));
    }

    #[track_caller]
    fn press(&mut self, label: &str) {
        self.window.hover_at(pos2(600.0, 300.0));
        self.window.step();
        self.window.hover_at(pos2(610.0, 310.0));
        self.window.run_steps(2);
        self.window
            .get_by_role_and_label(Role::Button, label)
            .click();
        self.window.run_steps(3);
    }

    fn read_again(&mut self) {
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::R);
        self.window.run_steps(3);
    }
}

#[test]
fn every_step_is_walked_and_at_its_end_nothing_is_recorded() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.wait_for("All briefings");
    room.wait_for("1 finding");
    assert!(room.sees(SAYS));
    room.window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    room.wait_for("still to be written");
    room.window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    room.window.run_steps(3);
    room.press("Start briefing");
    room.wait_for("Begin");
    room.press("Begin");
    room.press("Next");
    assert!(room.sees("Who decides?") && room.sees(SAYS));
    room.press("To the roll");
    room.press("All here");
    room.press("To sign-off");
    let field = room.window.get_by_label("Who led the briefing");
    field.focus();
    room.window.run_steps(2);
    let field = room.window.get_by_label("Who led the briefing");
    field.type_text("Officer 0417");
    room.window.run_steps(3);
    room.press("Sign off as complete");
    // The film was not played.
    let record = |label: &&String| label.starts_with("Record as complete with");
    let record = room.labels().iter().find(record).cloned();
    room.press(&record.expect("what is lacking is named"));
    room.wait_for("This is a preview: nothing is recorded.");
    assert!(!room.sees("Recorded "), "{:#?}", room.labels());
    drop(room);
    let records = world.root().join("1/records.db");
    let records = muster::records::Records::open_read_only(&records).expect("the records open");
    let sessions = records.sessions(&muster::records::Filter::default());
    assert!(sessions.expect("sessions").is_empty());
}

#[test]
fn files_that_changed_are_read_again_and_the_author_stays_where_they_are() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.wait_for("All briefings");
    room.press("Start briefing");
    room.wait_for("Begin");
    room.press("Begin");
    room.press("Next");
    assert!(room.sees("Who decides?"));
    world.change("Who decides?", "Who decides today?");
    room.read_again();
    room.wait_for("Who decides today?");
    assert!(room.sees(SAYS));

    // What cannot be shown is reported, and what was shown before stays.
    world.change("\"points\"", "\"pointz\"");
    room.read_again();
    room.wait_until("the finding", |room| {
        room.sees("finding") && !room.sees("Reading")
    });
    assert!(room.sees("Who decides today?"));
    room.window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    room.wait_for("pointz");
    world.change("\"pointz\"", "\"points\"");
    world.change("Who decides today?", "Who decides now?");
    room.read_again();
    room.wait_for("Who decides now?");
}

#[test]
fn a_folder_that_cannot_be_shown_says_why_and_is_shown_once_it_is_corrected() {
    let world = World::new();
    world.change("\"points\"", "\"pointz\"");
    let mut room = Room::open(&world);
    room.wait_for("pointz");
    assert!(room.sees(SAYS) && !room.sees("All briefings"));
    world.change("\"pointz\"", "\"points\"");
    room.read_again();
    room.wait_for("All briefings");
}
