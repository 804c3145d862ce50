//! Job aids and references in the running window: what the room sees, the keys, and copies.

use eframe::egui::{Key, pos2};
use egui_kittest::kittest::Queryable;
use jiff::civil::date;
use muster::app::{App, Options};
use muster::library::{Library, Who};
use muster::pack::PublicKey;
use muster::station::DataFolder;

use crate::bench::{Bench, TITLE, keep_picture, press, stick, type_into, wait_for};
use crate::eyes::open_window;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// A station on which the pack of the bench is installed.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = stick(folder.path(), 1);
        let data = DataFolder::resolve(Some(&folder.path().join("data"))).unwrap();
        let library = Library::open(data.library()).unwrap();
        let who = Who {
            account: "it".to_owned(),
            at: "2026-11-24T09:00:00Z".parse().unwrap(),
            today: date(2026, 11, 24),
        };
        let key = std::fs::read_to_string(folder.path().join("unit.pub")).unwrap();
        let key = PublicKey::parse(&key).unwrap();
        library.trust_add(&key, "Training Unit", &[], &who).unwrap();
        library.install(&file, &who, &mut |_, _| true).unwrap();
        Self { folder }
    }

    /// The window, at the overview of the briefing.
    fn window(&self) -> Bench<'static, App> {
        let options = Options {
            data_dir: Some(self.folder.path().join("data")),
            ..Options::default()
        };
        let mut window = open_window(options);
        wait_for(&mut window, TITLE);
        press(&mut window, &format!("Look through {TITLE}"));
        wait_for(&mut window, "To take along");
        window
    }
}

/// Presses a key, the mouse in motion so that the sergeant's controls are there.
fn key(window: &mut Bench<'_, App>, key: Key) {
    window.key_press(key);
    window.run_steps(1);
    stir(window);
}

fn stir(window: &mut Bench<'_, App>) {
    window.hover_at(pos2(600.0, 300.0));
    window.step();
    window.hover_at(pos2(620.0, 320.0));
    window.run_steps(3);
}

// SCREENS 7.12.
#[test]
fn a_copy_of_the_job_aid_and_of_the_guide_is_saved_in_the_chosen_folder() {
    let world = World::new();
    let mut window = world.window();
    keep_picture(&mut window, "overview");
    let to = world.folder.path().join("handouts");
    std::fs::create_dir(&to).unwrap();
    for (name, file) in [("Desk card", "card.pdf"), ("Discussion guide", "guide.md")] {
        press(&mut window, &format!("Save a copy of {name}"));
        type_into(
            &mut window,
            "or a folder or file:",
            &to.display().to_string(),
        );
        press(&mut window, "Use it");
        wait_for(
            &mut window,
            &format!("Saved as {}", to.join(file).display()),
        );
    }
    assert_eq!(
        std::fs::read(to.join("card.pdf")).unwrap(),
        crate::bench::pdf(3),
        "the copy is the file of the pack"
    );
}

// SCREENS 12.28.
#[test]
fn pages_turn_inside_the_job_aid_before_the_briefing_goes_on() {
    let world = World::new();
    let mut window = world.window();
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "Who decides?");
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "Desk card, page 1 of 3");
    wait_for(&mut window, "step 2 of 5");
    keep_picture(&mut window, "job-aid");
    key(&mut window, Key::Plus);
    key(&mut window, Key::Plus);
    wait_for(&mut window, "156 %");
    keep_picture(&mut window, "job-aid-larger");
    key(&mut window, Key::Num0);
    wait_for(&mut window, "100 %");
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "Desk card, page 2 of 3");
    key(&mut window, Key::PageUp);
    wait_for(&mut window, "Desk card, page 1 of 3");
    key(&mut window, Key::PageDown);
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "Desk card, page 3 of 3");
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "step 3 of 5");
}

// SCREENS 7.13.
#[test]
fn a_card_fills_the_wall_with_one_tap_and_any_key_goes_back() {
    let world = World::new();
    let mut window = world.window();
    for _ in 0..5 {
        key(&mut window, Key::ArrowRight);
    }
    wait_for(&mut window, "Khmer");
    keep_picture(&mut window, "cards");
    press(&mut window, "Khmer");
    wait_for(&mut window, "I Speak, page 2 of 3");
    key(&mut window, Key::ArrowRight);
    wait_for(&mut window, "Spanish");
    assert!(window.query_by_label("I Speak, page 2 of 3").is_none());
    wait_for(&mut window, "step 5 of 5");
}

// SCREENS 1.2, 7.12, 7.14.
#[test]
fn a_job_aid_in_markdown_is_read_and_only_the_sergeant_sees_that_one_is_broken() {
    let world = World::new();
    let mut window = world.window();
    for _ in 0..3 {
        key(&mut window, Key::ArrowRight);
    }
    wait_for(&mut window, "Call first");
    keep_picture(&mut window, "job-aid-markdown");
    key(&mut window, Key::ArrowRight);
    wait_for(&mut window, "step 4 of 5");
    wait_for(&mut window, "Broken card, page 1 of 2");
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "“Broken card, page 2” cannot be shown");
    keep_picture(&mut window, "job-aid-broken");
    key(&mut window, Key::PageUp);
    wait_for(&mut window, "Broken card, page 1 of 2");
    key(&mut window, Key::ArrowRight);
    wait_for(&mut window, "step 5 of 5");
}

// SCREENS 7.9, 12.20.
#[test]
fn references_are_a_key_away_with_their_address_and_its_code() {
    let world = World::new();
    let mut window = world.window();
    key(&mut window, Key::PageDown);
    wait_for(&mut window, "Who decides?");
    key(&mut window, Key::R);
    wait_for(&mut window, "https://www.example.org/forms/i-247");
    wait_for(
        &mut window,
        "QR code of https://www.example.org/forms/i-247",
    );
    wait_for(&mut window, "Looked at on 20 Nov 2026");
    keep_picture(&mut window, "references");
    key(&mut window, Key::R);
    assert!(window.query_by_label_contains("QR code").is_none());
    wait_for(&mut window, "Who decides?");
}
