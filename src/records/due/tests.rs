use jiff::civil::{Date, date};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Board, BoardRow, CellState, Offer, board};
use crate::pack::{Manifest, ModuleRef, Outline};
use crate::records::LastCompletion;
use crate::station::{Approval, Assignment, Officer, Shift, ShiftId, Squad, Station, Tag};

const TODAY: Date = date(2026, 11, 24);

/// The manifest of one pack: a general module and its variant for stations with `287g`.
fn manifest(id: &str, version: u64, position: u32, change: impl FnOnce(&mut Value)) -> Manifest {
    let module = |id: &str, variant: Value| {
        json!({"id": id, "variant": variant, "audience": ["front-line"], "title": id,
            "summary": "", "objectives": [], "minutes": 12, "credit_minutes": null, "media": [],
            "steps": [], "prompts": [], "job_aids": [], "references": []})
    };
    let variant = json!({"of": "general", "label": "287(g)", "for_tags": ["287g"]});
    let mut value = json!({"format": 1, "id": id, "version": version, "title": id,
        "publisher": "Example", "language": "en-US", "created": "2026-11-24T09:00:00Z",
        "as_of": "2026-11-24", "review_by": null, "not_after": null, "min_app": "0.1.0",
        "series": {"id": "example.series", "title": "Series", "position": position},
        "changes": {"summary": "", "rebrief": false},
        "modules": [module("general", Value::Null), module("287g", variant)]});
    change(&mut value);
    serde_json::from_value(value).expect("a manifest")
}

fn pack() -> Manifest {
    manifest("example.one", 3, 1, |_| ())
}

fn module(text: &str) -> ModuleRef {
    text.parse().expect("a module")
}

/// A station with two shifts on which everything is approved.
fn station() -> Station {
    let shift = |id: &str| Shift {
        id: ShiftId::as_recorded(id),
        name: id.to_owned(),
        start: jiff::civil::time(7, 0, 0, 0),
        end: jiff::civil::time(15, 0, 0, 0),
    };
    let names = [
        "example.one/general",
        "example.one/287g",
        "example.two/general",
    ];
    let approvals = names.map(|name| Approval {
        module: module(name),
        by: "Training unit".to_owned(),
        note: String::new(),
        at: jiff::Timestamp::UNIX_EPOCH,
    });
    Station {
        name: "Central".to_owned(),
        shifts: vec![shift("day"), shift("swing")],
        approvals: approvals.to_vec(),
        ..Station::default()
    }
}

fn done(name: &str, day: Date, version: u64) -> LastCompletion {
    LastCompletion {
        module: module(name),
        shift: "day".to_owned(),
        date: day,
        version: version.try_into().ok(),
        present: 13,
        of: 14,
        session: Uuid::from_u128(1),
        doubt: false,
    }
}

fn assignment(name: &str) -> Assignment {
    Assignment {
        module: module(name),
        shifts: Vec::new(),
        squads: Vec::new(),
        ranks: Vec::new(),
        due: None,
        every_days: None,
    }
}

fn see(manifests: &[Manifest], station: &Station, done: &[LastCompletion]) -> Board {
    let outlines: Vec<Outline> = manifests.iter().map(Outline::of).collect();
    let offers: Vec<Offer<'_>> = outlines
        .iter()
        .map(|outline| Offer {
            outline,
            since: date(2026, 11, 3),
        })
        .collect();
    let day = ShiftId::as_recorded("day");
    board(&offers, station, done, Some(&day), TODAY)
}

/// The state of the day shift's cell in the first row.
fn state(manifests: &[Manifest], station: &Station, done: &[LastCompletion]) -> CellState {
    see(manifests, station, done).rows[0].cells[0].state
}

fn completed(day: Date, version: u64) -> CellState {
    CellState::Completed {
        date: day,
        version: version.try_into().ok(),
        present: 13,
        of: 14,
        doubt: false,
    }
}

fn names(rows: &[BoardRow]) -> Vec<String> {
    rows.iter().map(|row| row.module.to_string()).collect()
}

// RECORDS 6.2.
#[test]
fn without_assignments_every_front_line_module_is_due_once_for_every_shift() {
    let board = see(&[pack()], &station(), &[]);
    let cells: Vec<CellState> = board.rows[0].cells.iter().map(|c| c.state).collect();
    assert_eq!(cells, [CellState::Due, CellState::Due]);
    assert_eq!(board.due_now, [module("example.one/general")]);
    let day = date(2026, 11, 12);
    let board = see(
        &[pack()],
        &station(),
        &[done("example.one/general", day, 3)],
    );
    assert_eq!(board.rows[0].cells[0].state, completed(day, 3));
    assert_eq!(board.rows[0].cells[1].state, CellState::Due);
    assert_eq!(board.due_now, []);
}

#[test]
fn a_module_for_leaders_is_not_due_for_the_shifts_unless_assigned() {
    let manifests = [manifest("example.one", 3, 1, |m| {
        m["modules"][0]["audience"] = json!(["leadership"]);
    })];
    assert_eq!(state(&manifests, &station(), &[]), CellState::NotForShift);
    let mut station = station();
    station.assignments = vec![assignment("example.one/general")];
    assert_eq!(state(&manifests, &station, &[]), CellState::Due);
}

// RECORDS 6.3.
#[test]
fn on_a_station_with_the_tag_the_variant_takes_the_modules_place() {
    assert_eq!(
        names(&see(&[pack()], &station(), &[]).rows),
        ["example.one/general"]
    );
    let mut tagged = station();
    tagged.tags = Tag::list("287g").unwrap();
    let day = date(2026, 11, 12);
    let board = see(&[pack()], &tagged, &[done("example.one/general", day, 3)]);
    assert_eq!(names(&board.rows), ["example.one/287g"]);
    assert_eq!(
        board.rows[0].cells[0].state,
        CellState::Due,
        "the other film was seen"
    );
    tagged.assignments = vec![assignment("example.one/general")];
    let board = see(&[pack()], &tagged, &[]);
    assert_eq!(
        board.due_now,
        [module("example.one/287g")],
        "an assignment means the variant"
    );
}

// RECORDS 6.3.
#[test]
fn a_variant_that_is_assigned_by_its_own_name_is_due_without_the_tag() {
    let mut station = station();
    station.assignments = vec![assignment("example.one/287g")];
    let board = see(&[pack()], &station, &[]);
    assert_eq!(
        names(&board.rows),
        ["example.one/general", "example.one/287g"]
    );
    assert_eq!(board.due_now, [module("example.one/287g")]);
}

// RECORDS 6.4.
#[test]
fn what_nobody_approved_is_not_due() {
    let mut station = station();
    station.approvals.clear();
    let board = see(&[pack()], &station, &[]);
    assert_eq!(board.rows[0].cells[0].state, CellState::NotApproved);
    assert!(!board.rows[0].approved);
    assert_eq!(board.due_now, []);
    let day = date(2026, 11, 12);
    let seen = [done("example.one/general", day, 3)];
    assert_eq!(state(&[pack()], &station, &seen), completed(day, 3));
}

#[test]
fn an_assignment_is_due_by_its_day_today_and_overdue_after() {
    for (due, expected) in [
        (date(2026, 11, 30), CellState::DueBy(date(2026, 11, 30))),
        (TODAY, CellState::Due),
        (date(2026, 11, 23), CellState::Overdue(date(2026, 11, 23))),
    ] {
        let mut station = station();
        station.assignments = vec![assignment("example.one/general")];
        station.assignments[0].due = Some(due);
        assert_eq!(state(&[pack()], &station, &[]), expected);
    }
}

// RECORDS 6.1.
#[test]
fn with_assignments_only_what_is_assigned_to_the_shift_is_due() {
    let mut station = station();
    station.assignments = vec![assignment("example.one/general")];
    station.assignments[0].shifts = vec![ShiftId::as_recorded("swing")];
    let board = see(
        &[pack(), manifest("example.two", 1, 2, |_| ())],
        &station,
        &[],
    );
    let states = |row: usize| {
        board.rows[row]
            .cells
            .iter()
            .map(|c| c.state)
            .collect::<Vec<_>>()
    };
    assert_eq!(states(0), [CellState::NotForShift, CellState::Due]);
    assert_eq!(states(1), [CellState::NotForShift, CellState::NotForShift]);
}

#[test]
fn an_assignment_to_a_squad_is_for_shifts_that_have_somebody_of_it() {
    let mut station = station();
    station.roster = vec![Officer {
        id: "1".to_owned(),
        squad: "Traffic".to_owned(),
        shift: Some(ShiftId::as_recorded("day")),
        ..Officer::default()
    }];
    station.assignments = vec![assignment("example.one/general")];
    station.assignments[0].squads = Squad::list("traffic").unwrap();
    let board = see(&[pack()], &station, &[]);
    let states: Vec<_> = board.rows[0].cells.iter().map(|c| c.state).collect();
    assert_eq!(states, [CellState::Due, CellState::NotForShift]);
}

#[test]
fn what_repeats_is_due_again_after_so_many_days() {
    let mut station = station();
    station.assignments = vec![assignment("example.one/general")];
    station.assignments[0].every_days = Some(30);
    for (last, expected) in [
        (date(2026, 10, 26), completed(date(2026, 10, 26), 3)),
        (date(2026, 10, 25), CellState::Due),
        (date(2026, 10, 20), CellState::Overdue(date(2026, 11, 19))),
    ] {
        let seen = [done("example.one/general", last, 3)];
        assert_eq!(state(&[pack()], &station, &seen), expected);
    }
}

// RECORDS 6.6.
#[test]
fn a_new_version_is_due_again_only_where_it_asks_for_it() {
    let day = date(2026, 10, 12);
    let older = [done("example.one/general", day, 2)];
    assert_eq!(state(&[pack()], &station(), &older), completed(day, 2));
    let rebrief = [manifest("example.one", 3, 1, |m| {
        m["changes"]["rebrief"] = json!(true);
    })];
    let since = CellState::NewVersionSince(date(2026, 11, 3));
    assert_eq!(state(&rebrief, &station(), &older), since);
    let same = [done("example.one/general", day, 3)];
    assert_eq!(state(&rebrief, &station(), &same), completed(day, 3));
    let newer = [done("example.one/general", day, 4)];
    assert_eq!(state(&rebrief, &station(), &newer), completed(day, 4));
}

#[test]
fn what_is_due_stands_in_order_most_pressing_first() {
    let mut station = station();
    let mut late = assignment("example.two/general");
    late.due = Some(date(2026, 11, 20));
    station.assignments = vec![assignment("example.one/general"), late];
    let manifests = [manifest("example.two", 1, 2, |_| ()), pack()];
    let board = see(&manifests, &station, &[]);
    let order = ["example.one/general", "example.two/general"];
    assert_eq!(names(&board.rows), order, "the board has the series' order");
    assert_eq!(board.due_now, [module(order[1]), module(order[0])]);
}
