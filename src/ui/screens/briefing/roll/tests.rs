use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Key, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use uuid::Uuid;

use super::{RollState, keys, show};
use crate::session::{Event, Mark, OfficerFacts, Session, fixture};
use crate::ui::Command;
use crate::ui::screens::bench::bench;

const MANIFEST: &str = r#"{
  "format": 1, "id": "example.test", "version": 3, "title": "Test", "publisher": "Example",
  "language": "en-US", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
  "review_by": null, "not_after": null, "min_app": "0.1.0", "series": null,
  "modules": [{
    "id": "one", "variant": null, "audience": ["front-line"], "title": "One", "summary": "",
    "objectives": [], "minutes": 12, "credit_minutes": null, "media": [], "steps": [],
    "prompts": [], "job_aids": [], "references": []
  }]
}"#;

fn officer(id: &str, name: &str) -> OfficerFacts {
    OfficerFacts {
        id: id.to_owned(),
        name: name.to_owned(),
        rank: "Officer".to_owned(),
        ..OfficerFacts::default()
    }
}

fn session(officers: Vec<OfficerFacts>) -> Session {
    Session::new(fixture::plan(MANIFEST, officers), Uuid::nil())
}

type Room<'a> = Harness<'a, (Session, RollState)>;

/// The roll of these officers in a window of 1280×720.
fn room<'a>(officers: Vec<OfficerFacts>) -> Room<'a> {
    let now = crate::session::Moment::from(&"2026-11-24T07:00[UTC]".parse().expect("a time"));
    let state = (session(officers), RollState::default());
    bench(
        state,
        move |ui, (session, state): &mut (Session, RollState)| {
            let mut commands = Vec::new();
            keys(ui, session, state, &mut commands);
            show(ui, session, state, &mut commands);
            for command in commands {
                if let Command::Session(event) = command {
                    session.apply(event, now);
                }
            }
        },
    )
}

fn press(room: &mut Room<'_>, pressed: &[Key]) {
    for key in pressed {
        room.key_press(*key);
        room.run_steps(3);
    }
}

fn find(room: &mut Room<'_>, name: &str) {
    press(room, &[Key::F]);
    let field = room.get_by_role_and_label(Role::SearchInput, "Find an officer");
    field.type_text(name);
    room.run_steps(3);
}

fn marked(room: &Room<'_>) -> Vec<(String, Mark)> {
    let roll = room.state().0.roll().iter();
    let marked = roll.filter(|marked| marked.mark != Mark::Unmarked);
    marked
        .map(|marked| (marked.officer.id.clone(), marked.mark))
        .collect()
}

fn says(room: &Room<'_>, words: &str) -> bool {
    room.query_all_by_label_contains(words).next().is_some()
}

fn some() -> Vec<OfficerFacts> {
    vec![
        officer("0417", "O’Officer, Jr. 0417"),
        officer("1043", "Ångström José 1043"),
        officer("1052", "דוד 1052"),
        officer("1054", "Officer Smith"),
        officer("1055", "Officer Smith"),
        officer("1060", "Weiß"),
    ]
}

// SCREENS 8.9.
#[test]
fn a_name_that_is_not_there_marks_nobody() {
    for typed in ["Zzyzx", "smith jones", "9999", "054", "---"] {
        let mut room = room(some());
        find(&mut room, typed);
        assert!(says(&room, "the keys mark nobody"), "{typed}");
        press(
            &mut room,
            &[Key::Enter, Key::P, Key::L, Key::X, Key::E, Key::G],
        );
        assert_eq!(marked(&room), [], "{typed}");
        // What is typed stays, so that everybody sees why.
        assert!(says(&room, "the keys mark nobody"), "{typed}");
        press(&mut room, &[Key::ArrowDown, Key::P]);
        assert_eq!(
            marked(&room),
            [],
            "{typed}: ↓ stays among those whom the search found"
        );
    }
}

// SCREENS 2.10, 8.9.
#[test]
fn accents_case_and_word_order_do_not_matter_and_only_who_was_found_is_marked() {
    for (typed, id) in [
        ("jose angstrom", "1043"),
        ("ＡＮＧＳＴＲＯＭ", "1043"),
        ("o\'officer", "0417"),
        ("weiss", "1060"),
        ("דוד", "1052"),
        ("1055", "1055"),
    ] {
        let mut room = room(some());
        find(&mut room, typed);
        assert!(says(&room, "1 found. Enter, then P marks"), "{typed}");
        press(&mut room, &[Key::Enter]);
        assert!(says(&room, "1 found. P marks"), "{typed}");
        press(&mut room, &[Key::P]);
        assert_eq!(marked(&room), [(id.to_owned(), Mark::Present)], "{typed}");
        // After the last match the same key marks nobody else, and a message says so.
        press(&mut room, &[Key::P]);
        assert_eq!(marked(&room).len(), 1, "{typed}");
        assert!(
            says(&room, "Nobody is chosen, nobody was marked"),
            "{typed}"
        );
    }
}

// SCREENS 8.9, 8.10.
#[test]
fn namesakes_are_distinguished_by_their_numbers_and_listed_one_after_the_other() {
    let mut room = room(some());
    find(&mut room, "smith");
    assert!(says(
        &room,
        "1 of 2 found. Enter, then P marks Officer Smith · 1054."
    ));
    press(&mut room, &[Key::Enter, Key::L]);
    assert!(says(&room, "2 of 2 found. P marks Officer Smith · 1055."));
    press(&mut room, &[Key::ArrowUp]);
    assert!(says(&room, "1 of 2 found. P marks Officer Smith · 1054."));
    press(&mut room, &[Key::ArrowDown, Key::ArrowDown, Key::X, Key::X]);
    assert_eq!(
        marked(&room),
        [
            ("1054".to_owned(), Mark::Late),
            ("1055".to_owned(), Mark::Absent)
        ]
    );
    room.get_by_label("Officer Smith · 1054, late");
    room.get_by_label("Officer Smith · 1055: Present").click();
    room.run();
    assert_eq!(marked(&room)[1], ("1055".to_owned(), Mark::Present));
}

#[test]
fn escape_and_a_click_end_a_search() {
    let mut room = room(some());
    press(&mut room, &[Key::ArrowDown, Key::ArrowDown]);
    find(&mut room, "zzz");
    press(&mut room, &[Key::Escape]);
    assert!(!says(&room, "the keys mark nobody"));
    press(&mut room, &[Key::P]);
    assert_eq!(
        marked(&room),
        [("1052".to_owned(), Mark::Present)],
        "who was chosen before"
    );
    find(&mut room, "zzz");
    room.get_by_label("Weiß · 1060, not marked").click();
    room.run();
    press(&mut room, &[Key::L]);
    assert_eq!(marked(&room)[1], ("1060".to_owned(), Mark::Late));
}

#[test]
fn a_visitor_who_is_taken_off_moves_no_mark_to_somebody_else() {
    let mut room = room(some());
    let now = crate::session::Moment::from(&"2026-11-24T07:00[UTC]".parse().expect("a time"));
    for (id, name) in [("V1", "Visitor One"), ("V2", "Visitor Two")] {
        let visitor = officer(id, name);
        room.state_mut().0.apply(Event::AddVisitor(visitor), now);
    }
    room.run();
    room.get_by_label("Visitor Two · V2, present").click();
    room.run();
    room.get_by_label("Visitor One · V1: not here after all")
        .click();
    room.run();
    press(&mut room, &[Key::L]);
    let last = marked(&room).into_iter().next_back();
    assert_eq!(last, Some(("V2".to_owned(), Mark::Late)));
}

// SCREENS 8.9.
#[test]
fn a_screen_reader_hears_what_the_keys_mark() {
    let mut room = room(some());
    find(&mut room, "smith");
    let note = room.get_by_label_contains("1 of 2 found");
    assert_eq!(note.accesskit_node().live(), Live::Polite);
}

// SCREENS 8.10.
#[test]
fn a_number_is_never_cut_off_however_long_names_and_numbers_are() {
    let long = "Officer with a very long double family name";
    let mut officers: Vec<_> = (0..10)
        .map(|n| officer(&format!("{}", 1042 + n), long))
        .collect();
    officers.push(officer(&"9".repeat(60), long));
    officers.push(officer("A-1", "دانيال بن عبد الله الطويل جدا جدا جدا"));
    let room = room(officers);
    let row = |id: &str| {
        let rows = room.get_all_by_role(Role::ListItem);
        let mut of_id = rows.filter(|row| {
            let label = row.accesskit_node().label().unwrap_or_default();
            label.contains(&format!("· {id},"))
        });
        of_id.next().map_or(Rect::NOTHING, |row| row.rect())
    };
    assert!(row("1042").is_positive() && row("A-1").is_positive());
    // The long number takes lines of its own: its row is higher for it.
    assert!(row(&"9".repeat(60)).height() > row("1042").height() + 10.0);
}
