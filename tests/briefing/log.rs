//! What a briefing in the window leaves in the log: what failed, and nothing of those who held it.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use jiff::ZonedDateTime;
use muster::platform::log;
use muster::station::{DataFolder, StationStore};

use crate::eyes::Eyes;
use crate::room::Room;
use crate::world::World;

/// Names of people, what they wrote, and what packs say of a briefing: no other text holds them.
const PECULIAR: [&str; 9] = [
    "quaddlebum",
    "xanthippe",
    "zwiebelfisch",
    "0417-zq",
    "marmalade",
    "ostrich",
    "trombone",
    "pumpernickel",
    "kaleidoscope",
];

/// What is shown where the settings of the window cannot be saved.
const UNSAVED: &str = "is kept only until it is closed";

/// A briefing, a station and officers of these names.
fn peculiar_world() -> World {
    let captions = "WEBVTT\n\n00:00:00.000 --> 00:01:00.000\nA trombone is heard.\n";
    let world = World::with(
        |manifest| {
            let module = &mut manifest["modules"][0];
            module["title"] = "Marmalade and the law".into();
            module["prompts"][0]["question"] = "Whose ostrich is it?".into();
            module["prompts"][0]["notes"] = "Ask the ostrich first.".into();
            module["texts"][0]["body"] = "Trombone, kaleidoscope.".into();
            manifest["title"] = "Marmalade and the law".into();
        },
        &[("captions/bell.vtt", captions)],
    );
    let data = DataFolder::resolve(Some(&world.data())).expect("a folder");
    let store = StationStore::open(&data);
    let mut station = store.load().expect("settings");
    "Pumpernickel".clone_into(&mut station.name);
    let names = [
        "Zwiebelfisch",
        "Quaddlebum",
        "Ostrich",
        "Xanthippe Quaddlebum",
    ];
    for (officer, name) in station.roster.iter_mut().zip(names) {
        name.clone_into(&mut officer.name);
    }
    if let Some(last) = station.roster.last_mut() {
        "0417-ZQ".clone_into(&mut last.id);
    }
    store.save(&station).expect("saved");
    world
}

impl Room<'_> {
    #[track_caller]
    fn write(&mut self, label: &str, text: &str) {
        self.window.get_by_label(label).focus();
        self.window.run_steps(2);
        self.window.get_by_label(label).type_text(text);
        self.window.run_steps(3);
    }

    /// From the board to the sign-off, with names and notes.
    #[track_caller]
    fn brief(&mut self) {
        self.wait_until_ready();
        self.press("Start briefing");
        self.press("Begin");
        self.press("Next");
        self.wait_for("A trombone is heard.");
        self.press("Next");
        assert!(self.sees("Whose ostrich is it?"));
        for button in ["Next", "Next", "To the roll", "All here", "To sign-off"] {
            self.press(button);
        }
        self.lead("Xanthippe Quaddlebum");
        self.window
            .get_by_role_and_label(Role::MultilineTextInput, "Notes")
            .focus();
        self.window.run_steps(2);
        self.window
            .get_by_role_and_label(Role::MultilineTextInput, "Notes")
            .type_text("the ostrich ate the marmalade");
        self.window.run_steps(3);
    }
}

// CLI 7.4, CLI 7.5, SCREENS 4.9, SCREENS 4.10.
#[test]
fn a_briefing_and_what_fails_of_it_leave_no_name_note_or_content_in_the_log() {
    let world = peculiar_world();
    let folder = world.folder.path().join("log");
    log::start_in(folder.clone(), ZonedDateTime::now);
    let noted = || {
        log::flush();
        std::fs::read_to_string(folder.join("muster.log")).unwrap_or_default()
    };

    // The settings of the window cannot be saved: something else is in their place.
    std::fs::create_dir_all(world.data().join("window.json/Quaddlebum")).expect("a folder");
    let mut room = Room::open(&world);
    room.press("Menu");
    room.press("Light");
    room.wait_for(UNSAVED);
    room.brief();
    room.sign_off_with(&[]);
    room.wait_for("Recorded ");
    assert_eq!(world.records().len(), 1);
    drop(room);

    // The records are damaged while a briefing is led: it cannot be recorded.
    let mut room = Room::open(&world);
    std::fs::write(world.data().join("records.db"), b"Xanthippe Quaddlebum").expect("written");
    room.press("Records");
    room.wait_for("damaged");
    drop(room);

    // A pack that is none, on the Packs screen, and one of that name that is not there.
    let wrong = world.folder.path().join("For Quaddlebum.muster");
    std::fs::write(&wrong, b"the ostrich").expect("written");
    let mut room = Room::open(&world);
    room.press("Packs");
    let stick = "or a folder or file:";
    room.wait_for(stick);
    room.write(stick, &wrong.display().to_string());
    room.press("Use it");
    room.wait_for("Not a pack");
    room.window.run_steps(3);
    drop(room);

    let log = noted();
    for code in ["code=StoreDamaged", "code=NotAPack"] {
        assert!(log.contains(code), "{code}: {log}");
    }
    let lower = log.to_lowercase();
    for word in PECULIAR {
        assert!(!lower.contains(word), "{word}: {log}");
    }
}

// SCREENS 4.9.
#[test]
fn settings_that_cannot_be_saved_are_shown_once_and_not_during_a_briefing() {
    let world = World::new();
    std::fs::create_dir_all(world.data().join("window.json/x")).expect("a folder");
    let mut room = Room::open(&world);
    room.wait_until_ready();
    room.press("Start briefing");
    room.press("Begin");
    room.press("Next");
    room.press("Mute");
    assert!(!room.sees(UNSAVED));
    room.window.run_steps(20);
    assert!(!room.sees(UNSAVED), "{:#?}", room.labels());
    room.press("Leave to the board");
    room.wait_for(UNSAVED);
    room.press("Understood");
    assert!(!room.sees(UNSAVED));
    room.press("Menu");
    room.press("Light");
    room.window.run_steps(20);
    assert!(!room.sees(UNSAVED), "once is enough");
}
