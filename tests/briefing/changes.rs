//! What a screen shows changes by itself, and what is pressed then.

use std::sync::{Arc, Mutex};

use eframe::egui::{Key, pos2};
use egui_kittest::kittest::Queryable;
use jiff::ZonedDateTime;
use jiff::civil::time;
use muster::app::Clock;
use muster::session::Outcome;
use muster::station::{
    Assignment, DataFolder, Shift, ShiftId, Station, StationError, StationStore,
};

use crate::eyes::Eyes;
use crate::room::Room;
use crate::world::{self, World};

/// Longer than half a second, at fifty frames a second.
pub const A_WHILE: usize = 40;

/// A clock that the test sets.
#[derive(Clone)]
pub struct Hands(Arc<Mutex<ZonedDateTime>>);

impl Hands {
    pub fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(zoned(text))))
    }

    pub fn set(&self, text: &str) {
        *self.0.lock().expect("a clock") = zoned(text);
    }

    pub fn clock(&self) -> Clock {
        let hands = self.clone();
        Clock::new(move || hands.0.lock().expect("a clock").clone())
    }
}

pub fn zoned(text: &str) -> ZonedDateTime {
    let zone = jiff::tz::TimeZone::system();
    let local: jiff::civil::DateTime = text.parse().expect("a time");
    local.to_zoned_datetime(zone).expect("a time of this zone")
}

pub fn store(world: &World) -> StationStore {
    StationStore::open(&DataFolder::resolve(Some(&world.data())).expect("a folder"))
}

pub fn set(world: &World, change: impl FnOnce(&mut Station)) {
    let changed = store(world).update(|station| {
        change(station);
        Ok::<(), StationError>(())
    });
    changed.expect("changed");
}

/// Day from 06:00 with all four officers, swing from 14:00 with nobody, midnight from 22:00.
pub fn three_shifts(station: &mut Station) {
    let shift = |id: &str, name: &str, start, end| Shift {
        id: ShiftId::as_recorded(id),
        name: name.to_owned(),
        start: time(start, 0, 0, 0),
        end: time(end, 0, 0, 0),
    };
    station.shifts = vec![
        shift("day", "Day shift", 6, 14),
        shift("swing", "Swing shift", 14, 22),
        shift("midnight", "Midnight shift", 22, 6),
    ];
}

fn for_day_alone(station: &mut Station) {
    three_shifts(station);
    station.assignments = vec![Assignment {
        module: world::module(),
        shifts: vec![ShiftId::as_recorded("day")],
        squads: Vec::new(),
        ranks: Vec::new(),
        due: None,
        every_days: None,
    }];
}

pub fn session_shift(room: &Room<'_>) -> Option<(String, String)> {
    let session = room.window.state().model().session.clone()?;
    let shift = &session.plan().shift;
    Some((shift.id.clone(), shift.date.to_string()))
}

pub fn has_begun(room: &Room<'_>) -> bool {
    let session = room.window.state().model().session.as_ref();
    session.is_some_and(|session| session.started_at().is_some())
}

/// SCREENS 1.7: the board was left alone at 13:29, and somebody presses Enter at 14:01.
#[test]
fn enter_begins_no_briefing_that_was_not_shown() {
    let world = World::new();
    set(&world, for_day_alone);
    let hands = Hands::at("2037-11-24T13:29:30");
    let mut room = Room::open_by(&world, hands.clock());
    room.wait_for("Start briefing");
    hands.set("2037-11-24T14:01:00");
    room.key(Key::Enter);
    assert!(
        room.sees("It is 14:01: Swing shift is on now."),
        "{:#?}",
        room.labels()
    );
    assert_eq!(session_shift(&room), None);
    assert!(!room.sees("Start briefing"));
    // What the clock says is on screen, in the bar too.
    assert!(room.sees("Central Station · Swing shift") && room.sees("14:01"));
}

/// SCREENS 1.7.
#[test]
fn a_briefing_begins_for_the_shift_that_its_overview_showed_or_not_at_all() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-24T13:29:00");
    let mut room = Room::open_by(&world, hands.clock());
    room.wait_until_checked();
    room.window.run_steps(A_WHILE);
    room.key(Key::Enter);
    room.wait_for("For Day shift, Tue 24 Nov · 4 officers");
    hands.set("2037-11-24T13:31:00");
    room.key(Key::PageDown);
    assert!(
        room.sees("It is 13:31: Swing shift is on now."),
        "{:#?}",
        room.labels()
    );
    assert!(room.sees("For Swing shift, Tue 24 Nov · 0 officers"));
    assert!(!has_begun(&room));
    // Seen and pressed again it begins, for the shift that is shown.
    room.window.run_steps(A_WHILE);
    room.key(Key::PageDown);
    assert!(has_begun(&room), "{:#?}", room.labels());
    assert!(!room.sees("Nothing was done."));
    let swing = ("swing".to_owned(), "2037-11-24".to_owned());
    assert_eq!(session_shift(&room), Some(swing.clone()));
    // What has begun stays that shift's, whatever the clock says.
    hands.set("2037-11-24T22:15:00");
    room.key(Key::PageDown);
    assert_eq!(session_shift(&room), Some(swing));
}

/// SCREENS 4.6: nobody presses anything.
#[test]
fn an_idle_board_follows_the_clock_over_midnight_and_backwards() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-24T21:00:00");
    let mut room = Room::open_by(&world, hands.clock());
    for (clock, shift) in [
        ("2037-11-24T21:31:00", "Midnight shift"),
        ("2037-11-25T00:10:00", "Midnight shift"),
        ("2037-11-25T05:31:00", "Day shift"),
        // Somebody sets the clock back.
        ("2037-11-24T15:00:00", "Swing shift"),
    ] {
        hands.set(clock);
        room.window.step();
        let bar = format!("Central Station · {shift}");
        assert!(room.sees(&bar), "{clock}: {:#?}", room.labels());
        assert!(room.sees(&clock[11..16]));
    }
}

/// SCREENS 5.1, SCREENS 5.2.
#[test]
fn what_was_chosen_and_put_off_by_one_shift_does_not_hold_for_the_next() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-24T13:00:00");
    let mut room = Room::open_by(&world, hands.clock());
    room.press("Not today…");
    assert!(room.sees("put off for today"));
    room.press("Board for Midnight shift");
    assert!(room.sees("Midnight shift · chosen") || room.sees("Central Station · Midnight shift"));
    hands.set("2037-11-24T13:45:00");
    room.window.run_steps(A_WHILE);
    assert!(
        room.sees("Central Station · Swing shift"),
        "{:#?}",
        room.labels()
    );
    assert!(room.sees("Start briefing") && !room.sees("put off for today"));
}

/// SCREENS 4.6.
#[test]
fn an_idle_window_is_painted_at_the_next_minute_and_not_before() {
    let world = World::new();
    let hands = Hands::at("2037-11-24T13:00:12");
    let mut room = Room::open_by(&world, hands.clock());
    room.wait_until_checked();
    room.window.run_steps(A_WHILE);
    let views = &room.window.output().viewport_output;
    let delay = views[&eframe::egui::ViewportId::ROOT].repaint_delay;
    let rest = std::time::Duration::from_secs(48);
    assert!(delay > rest && delay < rest * 2, "{delay:?}");
}

/// Begins the briefing, goes on to the prompt, and leaves it.
pub fn begin_and_leave(room: &mut Room<'_>) {
    room.wait_until_checked();
    room.window.run_steps(A_WHILE);
    room.press("Start briefing");
    room.press("Begin");
    room.press("Next");
    room.press("Next");
}

/// SCREENS 5.3, RECORDS 1.11: left on Monday at 06:10, found on Tuesday by the next sergeant.
#[test]
fn what_was_left_on_monday_is_not_what_enter_goes_on_with_on_tuesday() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-23T05:55:00");
    let mut room = Room::open_by(&world, hands.clock());
    begin_and_leave(&mut room);
    // Open for 15 minutes, a frame each.
    for minute in 56..=59 {
        hands.set(&format!("2037-11-23T05:{minute}:00"));
        room.window.step();
    }
    for minute in 0..=10 {
        hands.set(&format!("2037-11-23T06:{minute:02}:00"));
        room.window.step();
    }
    room.press("Leave to the board");
    room.wait_for("Continue: Reading a detainer form");
    assert!(room.sees("Left on Monday 23 Nov, 06:10: Day shift of 23 Nov, by "));
    assert!(room.sees("15 min so far"), "{:#?}", room.labels());
    drop(room);

    hands.set("2037-11-24T05:50:00");
    let mut room = Room::open_by(&world, hands.clock());
    room.wait_for("Left in the middle: Reading a detainer form");
    assert!(room.sees("Left on Monday 23 Nov, 06:10: Day shift of 23 Nov, by "));
    room.window.run_steps(A_WHILE);
    room.key(Key::Enter);
    assert!(
        room.sees("For Day shift, Tue 24 Nov · 4 officers"),
        "{:#?}",
        room.labels()
    );
    // One station keeps one: whoever begins says what becomes of the other.
    room.key(Key::PageDown);
    assert!(room.sees("A briefing was left in the middle"));
    assert!(room.sees("Left on Monday 23 Nov, 06:10"));
    room.press("Cancel");
    room.press("Leave to the board");
    // Taken up after all, the night does not count.
    room.press("Continue what was left in the middle");
    room.window.hover_at(pos2(640.0, 400.0));
    room.window.run_steps(2);
    assert!(room.sees("5 min over 10"), "{:#?}", room.labels());
    hands.set("2037-11-24T05:52:00");
    room.window.step();
    assert!(room.sees("7 min over 10"), "{:#?}", room.labels());
    // The PC sleeps for two hours.
    hands.set("2037-11-24T07:52:00");
    room.window.step();
    assert!(room.sees("7 min over 10"), "{:#?}", room.labels());
    for _ in 0..3 {
        room.key(Key::PageDown);
    }
    room.press("All here");
    room.press("To sign-off");
    room.lead("Officer 0417");
    let both = "Day shift was briefed on “Reading a detainer form” (version 3) on 23 Nov, 05:55 – 24 Nov, 07:52";
    assert!(room.sees(both), "{:#?}", room.labels());
    room.press("Sign off as partial");
    room.wait_for("Recorded ");
    assert!(room.sees("As partial: it stays due."));
    let records = world.records();
    let session = &records[0].session;
    assert_eq!(session.actual_minutes, 17);
    assert_eq!(session.shift_date.to_string(), "2037-11-23");
    assert!(
        session
            .started_at
            .to_string()
            .starts_with("2037-11-23T05:55:00")
    );
    assert!(
        session
            .ended_at
            .to_string()
            .starts_with("2037-11-24T07:52:00")
    );
    assert!(!session.clock_doubt);
}

/// RECORDS 1.12.
#[test]
fn whoever_finds_what_was_left_records_it_as_partial_and_signs() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-23T05:55:00");
    let mut room = Room::open_by(&world, hands.clock());
    begin_and_leave(&mut room);
    hands.set("2037-11-23T05:57:00");
    room.window.step();
    room.press("Leave to the board");
    room.wait_for("2 min so far");
    hands.set("2037-11-24T13:40:00");
    room.window.run_steps(A_WHILE);
    room.press("Record it as partial…");
    room.window
        .get_by_label("Your name, as it is to stand there")
        .focus();
    room.window.run_steps(2);
    let field = room
        .window
        .get_by_label("Your name, as it is to stand there");
    field.type_text("Sergeant 0500");
    room.window.run_steps(3);
    room.press("Record it as partial");
    room.wait_until("recorded", |_| {
        world.data().join("records.db").exists() && !world.records().is_empty()
    });
    room.wait_until("no draft", |room| !room.sees("Left in the middle"));
    let records = world.records();
    let session = &records[0].session;
    assert_eq!(session.outcome, Outcome::Partial);
    assert_eq!(session.signed_by, "Sergeant 0500");
    assert_eq!(
        (session.actual_minutes, &*session.facilitator.name),
        (2, "")
    );
    assert_eq!(session.shift, "day");
    assert!(
        session
            .ended_at
            .to_string()
            .starts_with("2037-11-23T05:57:00")
    );
    assert!(
        session
            .signed_at
            .to_string()
            .starts_with("2037-11-24T13:40:00")
    );
    // It stays due, and is offered to the shift of now.
    assert!(
        room.sees("Start briefing") && !room.sees("Continue"),
        "{:#?}",
        room.labels()
    );
}

/// SCREENS 4.4.
#[test]
fn what_stood_in_the_way_is_recorded_as_partial_before_the_other_one_begins() {
    let world = World::new();
    set(&world, three_shifts);
    let hands = Hands::at("2037-11-23T05:55:00");
    let mut room = Room::open_by(&world, hands.clock());
    begin_and_leave(&mut room);
    room.press("Leave to the board");
    hands.set("2037-11-24T13:40:00");
    room.window.run_steps(A_WHILE);
    room.press("Start briefing");
    room.press("Begin");
    let name = "Your name, to record it as partial";
    room.window.get_by_label(name).focus();
    room.window.run_steps(2);
    room.window.get_by_label(name).type_text("Sergeant 0500");
    room.window.run_steps(3);
    room.press("Record it as partial and start the other one");
    room.wait_until("begun", |room| has_begun(room));
    let swing = ("swing".to_owned(), "2037-11-24".to_owned());
    assert_eq!(session_shift(&room), Some(swing));
    assert_eq!(world.records().len(), 1);
}

/// SCREENS 9.6: the one key, and a roll on which nobody is.
#[test]
fn complete_with_nobody_marked_and_nothing_played_takes_two_different_acts_and_is_not_green() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.press("Start briefing");
    room.press("Begin");
    room.press("Next");
    room.press("Next");
    room.press("Next");
    room.press("Next");
    room.press("To the roll");
    room.press("To sign-off");
    assert!(
        room.sees("0 of 3 s played") && room.sees("Nobody is marked"),
        "{:#?}",
        room.labels()
    );
    assert!(room.sees("paged through"));
    room.lead("Officer 0417");
    room.sign_off_with(&["0 of 3 s played", "1 prompt paged through", "nobody marked"]);
    room.wait_for("Recorded ");
    assert!(
        room.sees("As complete, with 0 of 3 s played"),
        "{:#?}",
        room.labels()
    );
    room.press("To the board");
    room.wait_for("0/4: nobody");
}
