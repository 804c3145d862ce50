//! What becomes of a briefing that was left in the middle is the same in the window and by command.

use std::path::Path;
use std::process::Command;

use egui_kittest::kittest::Queryable;
use muster::records::Records;
use muster::session::{Completion, Moment};

use crate::eyes::Eyes;
use crate::room::Room;
use crate::world::World;

/// Begins a briefing, leaves it to the board and closes the window; then the data folder is copied, and
/// the window opened again. Returns it, and the copy, in which the command does what the window does
/// here: both find the same draft.
fn left_twice(world: &World) -> (Room<'_>, std::path::PathBuf) {
    let mut room = Room::open(world);
    room.wait_until_checked();
    room.press("Start briefing");
    room.press("Begin");
    room.press("Next");
    room.press("Leave to the board");
    room.wait_for("so far");
    drop(room);
    let copy = world.folder.path().join("copy");
    copy_folder(&world.data(), &copy);
    let mut room = Room::open(world);
    room.wait_for("so far");
    (room, copy)
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

fn run(data: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_muster"))
        .arg("--data-dir")
        .arg(data)
        .args(arguments)
        .output()
        .expect("the command runs");
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {error}");
}

/// The only record, without when it was signed, and when it ended beside it: the window knows that,
/// and what the player played last, a moment later than it saves it.
fn recorded(data: &Path) -> (Completion, Moment) {
    let records = Records::open_read_only(&data.join("records.db")).expect("the records open");
    records.verify().expect("the chain holds");
    let mut sessions = records
        .sessions(&muster::records::Filter::default())
        .expect("sessions");
    assert_eq!(sessions.len(), 1);
    let mut session = sessions.remove(0).session;
    let ended_at = session.ended_at;
    for medium in &mut session.media {
        (medium.played, medium.captions) = (Vec::new(), false);
    }
    (session.signed_at, session.ended_at) = (session.started_at, session.started_at);
    (session, ended_at)
}

// RECORDS 1.12, 8.13.
#[test]
fn a_briefing_left_in_the_middle_is_recorded_as_partial_alike_in_the_window_and_by_command() {
    let world = World::new();
    let (mut room, copy) = left_twice(&world);
    room.press("Record it as partial…");
    let name = "Your name, as it is to stand there";
    room.window.get_by_label(name).focus();
    room.window.run_steps(2);
    room.window.get_by_label(name).type_text(" Sergeant 0500 ");
    room.window.run_steps(3);
    room.press("Record it as partial");
    room.wait_until("no draft", |room| !room.sees("Record it as partial"));
    room.wait_until("recorded", |_| !world.records().is_empty());
    run(
        &copy,
        &["records", "left", "--partial", "--by", " Sergeant 0500 "],
    );
    let (by_command, ended) = recorded(&copy);
    let (on_screen, ended_on_screen) = recorded(&world.data());
    assert_eq!(by_command, on_screen);
    assert!(ended_on_screen.seconds_since(ended).abs() <= 2);
}

// RECORDS 8.13.
#[test]
fn a_briefing_left_in_the_middle_is_thrown_away_alike_in_the_window_and_by_command() {
    let world = World::new();
    let (mut room, copy) = left_twice(&world);
    room.press("Throw it away");
    room.press("Throw it away for good");
    room.wait_until("no draft", |room| !room.sees("Record it as partial"));
    run(&copy, &["records", "left", "--discard"]);
    for data in [&world.data(), &copy] {
        let records = Records::open_read_only(&data.join("records.db")).expect("the records open");
        assert_eq!(
            records.draft().expect("readable").map(|draft| draft.id()),
            None
        );
        assert_eq!(records.head().expect("a head").count, 0);
    }
}
