//! What other programs change while the window is open, and what is pressed then.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use jiff::ZonedDateTime;
use muster::records::Records;
use muster::session::{Effect, Event, Facilitator, Moment, Outcome, Session, Stage};
use muster::station::Tag;

use crate::changes::{A_WHILE, Hands, begin_and_leave, set, store, three_shifts};
use crate::eyes::Eyes;
use crate::room::Room;
use crate::world::{self, World};

/// SCREENS 4.8: a roster, an update and a record by other programs, while the window is open.
#[test]
fn what_other_programs_change_is_seen_in_the_window_that_is_open() {
    let world = World::new();
    let mut room = Room::open(&world);
    set(&world, |station| {
        station.rename("North Station");
        station.roster.truncate(2);
    });
    room.wait_for("North Station · Day shift");
    room.key(Key::Enter);
    room.wait_for("· 2 officers");
    assert!(room.sees("version 3"));
    // The overview is open: the version of which it speaks is the one that is installed.
    world.update(4);
    room.wait_for("version 4");
    let session = room.window.state().model().session.clone();
    let plan = session.expect("an overview").plan().clone();
    room.press("Leave to the board");
    let now = Moment::from(&ZonedDateTime::now());
    let mut other = Session::new(plan, uuid::Uuid::new_v4());
    let facilitator = Facilitator {
        name: "Sergeant 0500".to_owned(),
        ..Facilitator::default()
    };
    for event in [
        Event::Next,
        Event::AllHere,
        Event::GoTo(Stage::SignOff),
        Event::Facilitator(facilitator),
    ] {
        other.apply(event, now);
    }
    let effects = other.apply(Event::SignOff(Outcome::Complete), now);
    let [Effect::Record(completion)] = effects.as_slice() else {
        panic!("a record, not {effects:?}");
    };
    let records = Records::open(&world.data().join("records.db")).expect("the records");
    records.append(completion, &now).expect("recorded");
    room.wait_for("2/2");
    room.wait_for("Nothing is due for this shift");
}

/// SCREENS 1.7: an install takes the place of what the board offers, just before the key.
#[test]
fn enter_does_not_begin_a_version_that_came_a_moment_before() {
    let world = World::new();
    let mut room = Room::open(&world);
    world.update(4);
    let version = |room: &Room<'_>| room.window.state().model().packs[0].outline().version.get();
    room.wait_until("version 4", |room| version(room) == 4);
    room.key(Key::Enter);
    assert!(
        room.sees(&format!("“{}” was updated meanwhile.", world::TITLE)),
        "{:#?}",
        room.labels()
    );
    room.window.run_steps(A_WHILE);
    room.key(Key::Enter);
    room.wait_for("version 4");
}

/// RECORDS 7.21: another program renames the station while its room is being typed here.
#[test]
fn what_is_typed_survives_what_another_program_saves_and_saves_nothing_else() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.press("Station");
    let type_into = |room: &mut Room<'_>, label: &str, text: &str| {
        room.window.get_by_label(label).focus();
        room.window.run_steps(2);
        room.window.get_by_label(label).type_text(text);
        room.window.run_steps(3);
    };
    type_into(&mut room, "Room", "Hall");
    set(&world, |station| {
        station.rename("North Station");
        station.tags = Tag::list("287g").unwrap();
    });
    room.wait_for("North Station · Day shift");
    room.press("Save");
    room.wait_for("Saved at");
    let kept = store(&world).load().expect("settings");
    assert_eq!((&*kept.name, &*kept.room), ("North Station", "Hall"));
    assert_eq!(kept.tags, ["287g"]);
    // The same field: said before it is saved over.
    type_into(&mut room, "Room", " 2");
    set(&world, |station| station.room = "Basement".to_owned());
    room.wait_for("“Room” was changed meanwhile to “Basement”.");
    assert_eq!(store(&world).load().expect("settings").room, "Basement");
}

/// SCREENS 1.7: the sign-off names its end; the PC slept over it.
#[test]
fn a_sign_off_that_names_another_time_than_was_shown_is_refused() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-24T06:00:00");
    let mut room = Room::open_by(&world, hands.clock());
    begin_and_leave(&mut room);
    room.key(Key::PageDown);
    room.key(Key::PageDown);
    room.key(Key::PageDown);
    room.press("All here");
    room.press("To sign-off");
    room.lead("Officer 0417");
    hands.set("2037-11-24T06:02:00");
    room.window.run_steps(3);
    assert!(room.sees("on 24 Nov, 06:00–06:02"), "{:#?}", room.labels());
    hands.set("2037-11-24T13:00:00");
    room.press_at_once("Sign off as partial");
    assert!(
        room.sees("It is 13:00: the PC slept"),
        "{:#?}",
        room.labels()
    );
    assert!(room.sees("on 24 Nov, 06:00–13:00") && !room.sees("Recorded"));
    room.window.run_steps(A_WHILE);
    room.press("Sign off as partial");
    room.wait_for("Recorded ");
    assert_eq!(world.records()[0].session.actual_minutes, 2);
}
