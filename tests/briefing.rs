//! A whole briefing in the window, by role and label as a screen reader would go: from the board
//! to "Recorded", with a real shelf and a real record store, which is read back afterwards.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end where what it needs is not there, and writes what it needs"
)]

#[path = "briefing/changes.rs"]
mod changes;
#[path = "common/eyes.rs"]
mod eyes;
#[path = "briefing/left.rs"]
mod left;
#[path = "briefing/log.rs"]
mod log;
#[path = "briefing/others.rs"]
mod others;
#[path = "briefing/room.rs"]
mod room;
#[path = "common/rot.rs"]
mod rot;
#[path = "briefing/rotten.rs"]
mod rotten;
#[path = "briefing/world.rs"]
mod world;

use egui_kittest::kittest::{NodeT, Queryable};
use jiff::civil::Date;
use muster::library::{Library, Who};
use muster::session::{Acknowledgement, Mark, Method, Outcome};
use muster::station::{DataFolder, StationStore};
use muster::ui::Screen;
use muster::words::Code;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use eyes::Eyes;
use room::Room;
use serde_json::json;
use world::{POINTS, QUESTION, TITLE, World};

#[test]
fn a_briefing_goes_from_the_board_to_the_record() {
    let world = World::new();
    let mut room = Room::open(&world);
    assert!(room.sees("Due today"), "{:#?}", room.labels());
    room.wait_until_ready();
    room.press("Start briefing");
    assert!(room.sees("Afterwards your officers can"));
    room.press("Begin");
    assert!(room.sees("Good morning"));
    assert!(room.sees("Historical"));
    assert!(room.sees("Not legal advice."));
    room.press("Next");
    room.wait_for("The bell is heard.");
    room.wait_until("half a second of it", |room| {
        let playing = room.window.state().model().playing.as_ref();
        playing.is_some_and(|p| p.position.as_millis() > 500)
    });
    room.press("Next");
    assert!(room.sees(QUESTION));
    assert!(!room.sees(POINTS[0]) && !room.sees("Let them talk first."));
    room.press("Show next point");
    assert!(room.sees(POINTS[0]) && !room.sees(POINTS[1]));
    room.press("Notes");
    assert!(room.sees("Let them talk first."));
    room.press("Notes");
    room.press("Next");
    assert!(room.sees("Since 2012") && room.sees("The program ended."));
    room.press("Next");
    room.press("To the roll");
    assert!(room.sees("0 of 4 marked"));
    room.press("All here");
    room.press("Officer 1057: Excused");
    assert!(room.sees("4 of 4 marked"));
    room.press("To sign-off");
    assert!(room.sees("3 present, 1 excused"));
    let complete = "Sign off as complete";
    let button = room.window.get_by_role_and_label(Role::Button, complete);
    assert!(button.accesskit_node().is_disabled(), "nobody led it yet");
    room.lead("Officer 0417");
    room.sign_off_with(&["of 3 s played", "1 prompt paged through"]);
    room.wait_for("Recorded ");

    let records = world.records();
    let [record] = records.as_slice() else {
        panic!("one record, not {}", records.len());
    };
    let session = &record.session;
    assert_eq!(session.module_title, TITLE);
    assert_eq!(
        session.pack_version.map(muster::pack::PackVersion::get),
        Some(3)
    );
    assert_eq!(session.outcome, Outcome::Complete);
    let settings = DataFolder::resolve(Some(&world.data())).expect("a folder");
    let station = StationStore::open(&settings).load().expect("settings");
    assert!(station.id.is_some(), "RECORDS 7.4");
    assert_eq!(session.station_id, station.id);
    assert_eq!(session.shift_name, "Day shift");
    assert_eq!(session.status, "historical");
    assert_eq!(session.approval, "Training unit");
    assert_eq!(session.facilitator.id, "0417");
    assert_eq!(session.facilitator.rank, "Sergeant");
    assert_eq!(session.signed_by, "Officer 0417");
    let bell = &session.media[0];
    assert!(bell.captions && !bell.to_end);
    assert!(
        bell.played.iter().any(|(from, to)| to - from >= 400),
        "{bell:?}"
    );
    assert!(session.prompts.iter().all(|prompt| prompt.shown));
    let marks: Vec<(&str, Mark, Option<Method>)> = session
        .officers
        .iter()
        .map(|o| (o.id.as_str(), o.mark, o.method))
        .collect();
    let all = Some(Method::AllHere);
    assert_eq!(
        marks,
        [
            ("0417", Mark::Present, all),
            ("1042", Mark::Present, all),
            ("1057", Mark::Excused, Some(Method::Single)),
            ("1063", Mark::Present, all),
        ]
    );
    let acknowledged = |o: &muster::session::Officer| o.acknowledgement != Acknowledgement::None;
    assert!(!session.officers.iter().any(acknowledged));

    room.press("To the board");
    room.wait_for("3/4");
    assert!(room.sees("Nothing is due"));
}

#[test]
fn a_briefing_needs_no_mouse() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.key(Key::Enter);
    room.key(Key::Enter);
    assert!(room.sees("Good morning"));
    room.key(Key::Enter);
    room.key(Key::PageUp);
    assert!(room.sees("Good morning"), "back is free");
    room.key(Key::Enter);
    room.key(Key::ArrowRight);
    assert!(room.sees(QUESTION));
    room.key(Key::Space);
    assert!(room.sees(POINTS[0]));
    room.key(Key::PageDown);
    room.key(Key::PageDown);
    room.key(Key::PageDown);
    assert!(room.sees("Who is here?"));
    room.key(Key::A);
    room.key(Key::ArrowDown);
    room.key(Key::L);
    room.key(Key::X);
    room.key(Key::U);
    room.key(Key::PageDown);
    assert!(room.sees("3 present, 1 late"), "{:#?}", room.labels());
    room.window.event(Event::Text("Sergeant 0417".to_owned()));
    room.window.run_steps(3);
    let command = Modifiers::COMMAND | Modifiers::CTRL;
    // The video was not played: the same key again does not do it.
    for _ in 0..3 {
        room.window.key_press_modifiers(command, Key::Enter);
        room.window.run_steps(3);
    }
    assert!(
        room.sees("Record as complete with 0 of 3 s played"),
        "{:#?}",
        room.labels()
    );
    room.window
        .key_press_modifiers(command | Modifiers::SHIFT, Key::Enter);
    room.wait_for("Recorded ");
    let records = world.records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].session.signed_by, "Sergeant 0417");
    assert_eq!(records[0].session.officers[1].mark, Mark::Late);
    room.key(Key::PageDown);
    room.wait_for("All briefings");
}

#[test]
fn keys_of_one_frame_act_in_the_order_in_which_they_were_pressed() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.key(Key::Enter);
    room.key(Key::Enter);
    assert!(room.sees("Good morning"));
    // Notes over Esc closes them; the other way round Esc opens the steps and N the notes.
    let notes = "No notes for this step.";
    room.keys_at_once(&[Key::N, Key::Escape]);
    assert!(!room.sees(notes), "{:#?}", room.labels());
    room.keys_at_once(&[Key::Escape, Key::N]);
    assert!(room.sees(notes), "{:#?}", room.labels());
    // A key pressed twice counts twice, each on what the one before led to.
    room.keys_at_once(&[Key::Enter, Key::Enter]);
    assert!(room.sees(QUESTION), "{:#?}", room.labels());
    let captions = |room: &Room| room.window.state().model().settings.captions;
    let before = captions(&room);
    room.keys_at_once(&[Key::C, Key::C]);
    assert_eq!(captions(&room), before);
    room.keys_at_once(&[Key::Enter, Key::Enter, Key::Enter]);
    assert!(room.sees("Who is here?"), "{:#?}", room.labels());
    room.keys_at_once(&[Key::L, Key::P, Key::P, Key::X]);
    let session = room.window.state().model().session.clone();
    let session = session.expect("a session");
    let marks: Vec<Mark> = session.roll().iter().map(|marked| marked.mark).collect();
    let [late, here, away] = [Mark::Late, Mark::Present, Mark::Absent];
    assert_eq!(marks, [late, here, here, away]);
}

#[test]
fn escape_and_a_wrong_key_end_no_briefing() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.key(Key::Enter);
    room.key(Key::Enter);
    for key in [
        Key::Escape,
        Key::Escape,
        Key::Escape,
        Key::B,
        Key::B,
        Key::Q,
        Key::Delete,
    ] {
        room.key(key);
    }
    room.key(Key::Escape);
    assert!(room.sees("Good morning"));
    assert!(world.records().is_empty());
}

#[test]
fn a_briefing_that_was_left_goes_on_where_it_stopped() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.press("Start briefing");
    room.press("Begin");
    room.press("Next");
    room.press("Next");
    room.press("Show next point");
    room.press("Leave to the board");
    room.wait_for("Continue: Reading a detainer form");
    assert!(room.sees("step 3 of 5"));
    // The program ends, and is started again.
    drop(room);
    let mut room = Room::open(&world);
    room.wait_for("Continue: Reading a detainer form");
    room.press("Continue");
    assert!(room.sees(QUESTION) && room.sees(POINTS[0]) && !room.sees(POINTS[1]));
    room.press("Leave to the board");
    // Another one does not take its place unasked.
    room.press("Start briefing");
    room.press("Begin");
    assert!(room.sees("A briefing was left in the middle"));
    room.press("Cancel");
    room.press("Leave to the board");
    room.press("Throw it away");
    room.press("Throw it away for good");
    room.wait_until("no draft", |room| !room.sees("Continue: "));
    assert!(world.records().is_empty());
}

#[test]
fn recorded_is_not_shown_before_the_record_is_on_the_disk() {
    let world = World::new();
    let mut room = Room::open(&world);
    let store = rusqlite::Connection::open(world.data().join("records.db")).expect("the store");
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON entries \
                  BEGIN SELECT RAISE(ABORT, 'no room'); END";
    store.execute_batch(refuse).expect("a store that refuses");
    room.key(Key::Enter);
    for _ in 0..5 {
        room.key(Key::Enter);
    }
    room.press("To the roll");
    room.press("All here");
    room.press("To sign-off");
    room.lead("Sergeant 0417");
    room.sign_off_with(&[]);
    room.wait_for("Understood");
    assert!(!room.sees("Recorded"), "{:#?}", room.labels());
    store
        .execute_batch("DROP TRIGGER full")
        .expect("room again");
    // Sign-off is open again, and nothing was lost.
    room.sign_off_with(&[]);
    room.wait_for("Recorded ");
    assert_eq!(world.records().len(), 1);
    assert_eq!(world.records()[0].session.signed_by, "Sergeant 0417");
}

#[test]
fn the_sound_notice_is_beside_the_preview_and_is_dismissed_with_a_key() {
    let world = World::new();
    // Whatever sound this machine has, this device is not there.
    let missing = json!({"sound_device": {"id": "alsa:nobody", "name": "Nobody"}});
    std::fs::write(world.data().join("window.json"), missing.to_string()).expect("settings");
    let mut room = Room::open(&world);
    for _ in 0..3 {
        room.key(Key::Enter);
    }
    room.wait_for("The bell is heard.");
    room.press("Notes");
    room.wait_for("sound device");
    let button = "Put this notice away";
    let notice = room.window.get_by_role_and_label(Role::Button, button);
    let picture = room.window.get_by_role_and_label(Role::Image, "A bell");
    assert!(
        notice.rect().bottom() <= picture.rect().top(),
        "{:?} lies on {:?}",
        notice.rect(),
        picture.rect()
    );
    room.key(Key::Delete);
    assert!(!room.sees("sound device"), "{:#?}", room.labels());
    // Esc closes an open menu and nothing else: the list of steps stays away.
    room.press("Caption settings");
    assert!(room.sees("Behind the letters"), "{:#?}", room.labels());
    room.key(Key::Escape);
    assert!(!room.sees("Behind the letters"), "{:#?}", room.labels());
    assert!(!room.sees("Leaving keeps everything"));
    assert!(room.sees("Notes for you"));
    // The state is the same at the next look at it.
    room.window.run_steps(50);
    assert!(!room.sees("sound device"), "{:#?}", room.labels());
}

/// What IT does when the publisher's key was stolen.
fn revoke_the_publisher(world: &World) {
    let library = Library::open(&world.data().join("library")).expect("a shelf");
    let who = Who {
        account: "it".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().expect("a time"),
        today: Date::constant(2026, 11, 24),
    };
    let publishers = library.trust_list().expect("publishers");
    let revoked = library.trust_remove(publishers[0].key_id, true, &who);
    revoked.expect("revoked");
}

#[test]
fn a_revoked_pack_is_named_on_the_board_and_none_of_it_is_offered() {
    let world = World::new();
    revoke_the_publisher(&world);
    let room = Room::open(&world);
    let notice = format!("“{TITLE}” was revoked and must not be played.");
    assert!(room.sees(&notice), "{:#?}", room.labels());
    assert!(!room.sees("Start briefing"));
    assert!(!room.sees(&format!("Look through {TITLE}")));
}

#[test]
fn a_key_revoked_in_the_window_blocks_at_once_what_was_left_in_the_middle() {
    let world = World::new();
    let mut room = Room::open(&world);
    room.press("Start briefing");
    room.press("Begin");
    room.press("Leave to the board");
    room.press("Packs");
    room.press("Who is trusted");
    room.wait_for("Remove publisher Example County");
    room.press("Remove publisher Example County");
    room.press("Revoke it");
    room.press("Board");
    room.wait_for("was revoked and must not be played.");
    room.press("Continue");
    room.wait_until("why not", |room| {
        let message = room.window.state().model().message.as_ref();
        message.is_some_and(|words| words.code == Code::RevokedPublisher)
    });
    assert!(room.sees(&format!("Continue: {TITLE}")), "nothing is lost");
    assert_eq!(room.window.state().model().screen, Screen::Board);
}
