//! F1 lists the keys of the screen that is seen, and the menu does too.

use std::path::Path;

use eframe::egui::{Key, Rect, accesskit::Role};
use egui_kittest::kittest::Queryable;
use jiff::civil::time;
use muster::app::{App, Options};
use muster::station::{DataFolder, Officer, Shift, ShiftId, StationError, StationStore};

use crate::bench::{Bench, TITLE, keep_picture, labels, press, wait_for};
use crate::eyes::open_window;
use crate::sticks::World;

/// A day and a night with fourteen officers each.
fn set_up(data: &Path) {
    let store = StationStore::open(&DataFolder::resolve(Some(data)).expect("a folder"));
    let changed = store.update(|station| {
        station.shifts = [("day", 6, 18), ("night", 18, 6)]
            .map(|(id, start, end)| Shift {
                id: ShiftId::as_recorded(id),
                name: format!("{id} shift"),
                start: time(start, 0, 0, 0),
                end: time(end, 0, 0, 0),
            })
            .to_vec();
        station.roster = ["day", "night"]
            .into_iter()
            .flat_map(|shift| {
                (0..14).map(move |n| Officer {
                    id: format!("{shift}{n:02}"),
                    name: format!("Officer Hernandez-Brown {n:02}"),
                    rank: "Officer".to_owned(),
                    shift: Some(ShiftId::as_recorded(shift)),
                    ..Officer::default()
                })
            })
            .collect();
        Ok::<(), StationError>(())
    });
    changed.expect("set up");
}

/// The window on a station with one briefing and a stick.
fn window(world: &World) -> Bench<'static, App> {
    world.install(&crate::bench::stick(&world.drawer(), 1));
    let data = world.folder.path().join("data");
    set_up(&data);
    let options = Options {
        data_dir: Some(data),
        ..Options::default()
    };
    let mut window = open_window(options);
    wait_for(&mut window, TITLE);
    window
}

fn key(window: &mut Bench<'_, App>, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

fn sees(window: &Bench<'_, App>, words: &str) -> bool {
    labels(window).iter().any(|label| label == words)
}

// SCREENS 12.30.
#[test]
fn f1_lists_the_keys_of_each_screen_and_no_key_acts_below_the_list() {
    let world = World::new();
    let mut window = window(&world);
    for (screen, own, others) in [
        (
            "Packs",
            "install what is newer on the stick",
            "check this PC, where “This PC” is open",
        ),
        (
            "Station",
            "check this PC, where “This PC” is open",
            "install what is newer on the stick",
        ),
        (
            "Records",
            "next button or field; with Shift the one before",
            "install what is newer on the stick",
        ),
    ] {
        press(&mut window, screen);
        key(&mut window, Key::F1);
        assert!(sees(&window, own), "{screen}: {:#?}", labels(&window));
        assert!(!sees(&window, others), "{screen}: {:#?}", labels(&window));
        assert!(sees(&window, "full screen, or leave it"));
        keep_picture(&mut window, &format!("keys-{screen}"));
        key(&mut window, Key::F1);
        assert!(!sees(&window, own), "closed again: {:#?}", labels(&window));
    }
    press(&mut window, "Board");
    press(&mut window, "Menu");
    press(&mut window, "Keys");
    window.run_steps(3);
    assert!(sees(
        &window,
        "next button or field; with Shift the one before"
    ));
    keep_picture(&mut window, "keys-Board");
    // Neither Enter nor F11 goes through the list.
    key(&mut window, Key::F11);
    assert!(!window.state().model().full_screen);
    key(&mut window, Key::Escape);
    assert!(!sees(&window, "full screen, or leave it"));
}

/// Where each officer's line lies.
fn lines(window: &Bench<'_, App>) -> Vec<Rect> {
    let lines = window.query_all_by_role(Role::ListItem);
    lines.map(|line| line.rect()).collect()
}

// SCREENS 8.2, 12.24.
#[test]
fn beside_the_list_of_keys_the_names_of_the_roll_stay_readable() {
    let world = World::new();
    let mut window = window(&world);
    press(&mut window, &format!("Look through {TITLE}"));
    press(&mut window, "Begin");
    for _ in 0..40 {
        if sees(&window, "Who is here?") {
            break;
        }
        key(&mut window, Key::ArrowRight);
    }
    let before = lines(&window);
    assert_eq!(before.len(), 14, "{:#?}", labels(&window));
    keep_picture(&mut window, "keys-roll-closed");
    key(&mut window, Key::F1);
    let after = lines(&window);
    keep_picture(&mut window, "keys-roll");
    // The longest name takes some 200 points.
    assert!(after.iter().all(|line| line.width() > 230.0), "{after:?}");
    assert!(after.iter().all(|line| line.right() < 880.0), "{after:?}");
    assert!(sees(&window, "late; on to the next officer"));
    assert!(!sees(
        &window,
        "freeze the wall: the room keeps its picture while you look elsewhere"
    ));
    key(&mut window, Key::F1);
    assert_eq!(lines(&window), before);
    // The sign-off has its own.
    key(&mut window, Key::PageDown);
    key(&mut window, Key::F1);
    assert!(sees(
        &window,
        "sign off as complete; what is lacking is named first"
    ));
    keep_picture(&mut window, "keys-sign-off");
}
