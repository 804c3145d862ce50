//! An installed pack that rotted, or was tampered with, between two starts.

use std::path::PathBuf;

use muster::library::{Library, PackState};

use crate::room::Room;
use egui_kittest::kittest::Queryable;

use crate::eyes::Eyes;
use crate::rot::turn_a_bit;
use crate::world::{TITLE, World};

fn shelf(world: &World) -> Library {
    Library::open(&world.data().join("library")).expect("a shelf")
}

fn only_file(world: &World) -> PathBuf {
    let packs = shelf(world).installed().expect("packs");
    packs[0].path().to_owned()
}

#[test]
fn a_pack_that_rotted_is_marked_on_the_board_and_not_begun() {
    let world = World::new();
    turn_a_bit(&only_file(&world));
    let mut room = Room::open(&world);
    room.wait_for(&format!("{TITLE} was damaged or changed on this PC"));
    assert!(room.sees("Install the pack again from the stick"));
    assert!(room.sees("Not ready"), "{:#?}", room.labels());
    assert!(room.sees("What is due cannot be shown"));
    assert!(room.sees("Damaged"), "the board marks it");
    assert!(!room.sees("Start briefing"));
    room.press(&format!("Look through {TITLE}"));
    assert!(!room.sees("Afterwards your officers can"));
    let pack = shelf(&world).installed().expect("packs").remove(0);
    assert_eq!(pack.state(), PackState::Quarantined);
    let log = shelf(&world).audit().expect("the log");
    assert_eq!(
        log.last().map(|line| line.action.as_str()),
        Some("quarantine")
    );
    // Said at the next start, too, without reading it again.
    drop(room);
    let mut room = Room::open(&world);
    room.wait_for(&format!("{TITLE} was damaged or changed on this PC"));
}

#[test]
fn one_button_goes_back_to_the_version_before_which_is_begun_then() {
    let world = World::new();
    world.update(4);
    turn_a_bit(&only_file(&world));
    let mut room = Room::open(&world);
    room.wait_for("Go back to version 3");
    room.press(&format!("Go back to version 3 of {TITLE}"));
    room.wait_for("Start briefing");
    assert!(!room.sees("was damaged or changed"), "{:#?}", room.labels());
    room.wait_until_ready();
    room.press("Start briefing");
    room.wait_for("version 3");
    let log = shelf(&world).audit().expect("the log");
    let last = log.last().expect("lines");
    assert_eq!((last.action.as_str(), last.version), ("rollback", Some(3)));
    assert!(!last.detail.is_empty(), "it says why");
}

#[test]
fn installed_again_it_is_used_again() {
    let world = World::new();
    turn_a_bit(&only_file(&world));
    let mut room = Room::open(&world);
    room.wait_for(&format!("{TITLE} was damaged or changed on this PC"));
    room.press("Packs");
    let stick = "or a folder or file:";
    room.wait_for(stick);
    room.window.get_by_label(stick).focus();
    room.window.run_steps(2);
    let file = world.file().display().to_string();
    room.window.get_by_label(stick).type_text(&file);
    room.window.run_steps(2);
    room.press("Use it");
    room.wait_for("Install 1 pack");
    let labels = room.labels();
    let install = labels
        .iter()
        .find(|label| label.starts_with("Install 1 pack"));
    room.press(install.expect("a button"));
    room.wait_until("whole again", |room| !room.sees("was damaged or changed"));
    room.press("Board");
    room.wait_for("Start briefing");
    room.wait_until_ready();
}

#[test]
fn a_file_that_is_missing_can_be_brought_back_and_checked_again() {
    let world = World::new();
    let file = only_file(&world);
    let aside = world.folder.path().join("aside");
    std::fs::rename(&file, &aside).expect("moved");
    let mut room = Room::open(&world);
    room.wait_for(&format!("The file of {TITLE} is missing on this PC"));
    std::fs::rename(&aside, &file).expect("moved back");
    room.press(&format!("Check {TITLE} again"));
    room.wait_for("Start briefing");
    assert!(!room.sees("is missing on this PC"));
}

#[test]
fn a_briefing_that_is_begun_before_its_pack_was_read_opens_by_itself_when_it_was() {
    let world = World::new();
    // Not waiting for the background, as somebody in a hurry does.
    let mut room = Room::open_at_once(&world);
    room.press("Start briefing");
    room.wait_for("Afterwards your officers can");
}
