//! The make-up list (RECORDS 6.11): what is open for each officer, since when, and why.

use jiff::civil::{Date, date};
use serde_json::json;

use super::{World, add, briefing, central};
use crate::pack::{Manifest, Outline};
use crate::records::Records;
use crate::records::due::{Offer, board};
use crate::records::missed::{Missed, MissedFinding, Which, by_module};
use crate::session::{Completion, Delivery, Mark, Outcome};
use crate::station::{self, Approval, Assignment, Officer, Shift, ShiftId, Station};

const TODAY: Date = date(2026, 11, 24);
const INSTALLED: Date = date(2026, 11, 20);

/// The pack whose briefings [`briefing`] holds, of this version; `rebrief` asks for those before again.
fn outline(version: u64, rebrief: bool) -> Outline {
    let value = json!({"format": 1, "id": "example.pack", "version": version, "title": "Example",
        "publisher": "Example", "language": "en-US", "created": "2026-11-24T09:00:00Z",
        "as_of": "2026-11-24", "review_by": null, "not_after": null, "min_app": "0.1.0",
        "series": null, "changes": {"summary": "", "rebrief": rebrief},
        "modules": [{"id": "detainers", "variant": null, "audience": ["front-line"],
            "title": "Detainers", "summary": "", "objectives": [], "minutes": 12,
            "credit_minutes": null, "media": [], "steps": [], "prompts": [], "job_aids": [],
            "references": []}]});
    let manifest: Manifest = serde_json::from_value(value).expect("a manifest");
    Outline::of(&manifest)
}

/// Central with a day shift of officers 1 to 4 and a swing shift of 9, for whom Detainers is approved.
fn station() -> Station {
    let shift = |id: &str| Shift {
        id: ShiftId::as_recorded(id),
        name: format!("Shift {id}"),
        start: jiff::civil::time(7, 0, 0, 0),
        end: jiff::civil::time(15, 0, 0, 0),
    };
    let officer = |(id, shift): (&str, &str)| Officer {
        id: id.to_owned(),
        name: format!("Officer {id}"),
        rank: if id == "4" { "Sergeant" } else { "Officer" }.to_owned(),
        shift: Some(ShiftId::as_recorded(shift)),
        ..Officer::default()
    };
    let roster = [
        ("1", "day"),
        ("2", "day"),
        ("3", "day"),
        ("4", "day"),
        ("9", "swing"),
    ];
    Station {
        shifts: vec![shift("day"), shift("swing")],
        roster: roster.map(officer).to_vec(),
        approvals: vec![Approval {
            module: "example.pack/detainers".parse().expect("a module"),
            by: "Training Unit".to_owned(),
            note: String::new(),
            at: jiff::Timestamp::UNIX_EPOCH,
        }],
        ..central()
    }
}

/// A briefing of the day shift on this day of November, with these marks.
fn held(day: u128, marks: &[(&str, Mark)]) -> Completion {
    let mut session = briefing(day - 1);
    let like = session.officers[0].clone();
    let officers = marks.iter().map(|(id, mark)| crate::session::Officer {
        id: (*id).to_owned(),
        name: format!("Officer {id}"),
        mark: *mark,
        ..like.clone()
    });
    session.officers = officers.collect();
    session
}

fn find(records: &Records, station: &Station, outline: &Outline, which: &Which) -> Vec<Missed> {
    let offers = [Offer {
        outline,
        since: INSTALLED,
    }];
    let done = records.done(station, TODAY).expect("done");
    let board = board(&offers, station, &done, None, TODAY);
    let missed = records.missed(&offers, station, &board, which, TODAY);
    missed.expect("a list")
}

/// Officer, reason, since when.
fn list(
    records: &Records,
    station: &Station,
    outline: &Outline,
) -> Vec<(String, MissedFinding, Date)> {
    let missed = find(records, station, outline, &Which::default());
    let open = missed.into_iter().flat_map(|missed| {
        let id = missed.officer.id;
        missed
            .open
            .into_iter()
            .map(move |open| (id.clone(), open.reason, open.since))
    });
    open.collect()
}

fn every(days: u32) -> Assignment {
    Assignment {
        module: "example.pack/detainers".parse().expect("a module"),
        shifts: Vec::new(),
        squads: Vec::new(),
        ranks: Vec::new(),
        due: None,
        every_days: Some(days),
    }
}

fn entry(id: &str, reason: MissedFinding, day: i8) -> (String, MissedFinding, Date) {
    (id.to_owned(), reason, date(2026, 11, day))
}

#[test]
fn each_mark_that_is_not_there_to_the_end_is_a_reason_and_who_was_there_is_not_on_the_list() {
    for (mark, reason) in [
        (Mark::Absent, Some(MissedFinding::Absent)),
        (Mark::Excused, Some(MissedFinding::Excused)),
        (Mark::LeftEarly, Some(MissedFinding::LeftEarly)),
        (Mark::Unmarked, Some(MissedFinding::Unmarked)),
        (Mark::Present, None),
        (Mark::Late, None),
    ] {
        let world = World::new();
        let records = world.open();
        let there = Mark::Present;
        let marks = [("1", there), ("2", mark), ("3", there), ("4", there)];
        add(&records, &held(6, &marks));
        let expected: Vec<_> = reason
            .map(|reason| entry("2", reason, 6))
            .into_iter()
            .collect();
        assert_eq!(list(&records, &station(), &outline(3, false)), expected);
    }
}

#[test]
fn who_made_it_up_anywhere_is_not_on_the_list_and_who_came_since_is_with_that_reason() {
    let world = World::new();
    let records = world.open();
    add(
        &records,
        &held(
            6,
            &[
                ("1", Mark::Present),
                ("2", Mark::Absent),
                ("3", Mark::Absent),
            ],
        ),
    );
    let mut make_up = held(9, &[("2", Mark::Present)]);
    make_up.delivery = Delivery::MakeUp;
    add(&records, &make_up);
    let mut guest = held(12, &[("3", Mark::Present)]);
    guest.shift = "swing".to_owned();
    guest.officers[0].visiting = true;
    add(&records, &guest);
    let mut station = station();
    station.roster[3].active_from = Some(date(2026, 11, 17));
    let listed = list(&records, &station, &outline(3, false));
    // Of the swing shift, which had it on the 12th, officer 9 was not on the roll.
    let expected = [
        entry("4", MissedFinding::NotOnShift, 17),
        entry("9", MissedFinding::NotOnShift, 12),
    ];
    assert_eq!(listed, expected);
}

#[test]
fn it_is_open_since_the_first_that_was_missed_and_the_last_says_why() {
    let world = World::new();
    let records = world.open();
    let others = [
        ("1", Mark::Present),
        ("3", Mark::Present),
        ("4", Mark::Present),
    ];
    for (day, mark) in [(6, Mark::Excused), (9, Mark::Absent)] {
        let marks = [others.as_slice(), &[("2", mark)]].concat();
        add(&records, &held(day, &marks));
    }
    let listed = list(&records, &station(), &outline(3, false));
    assert_eq!(listed, [entry("2", MissedFinding::Absent, 6)]);
    let missed = find(&records, &station(), &outline(3, false), &Which::default());
    let open = &missed[0].open[0];
    assert_eq!(open.session, Some(held(9, &[]).session_id));
    assert_eq!((open.attended, open.title.as_str()), (None, "Detainers"));
}

#[test]
fn what_was_broken_off_does_not_count_and_its_continuation_does_for_those_in_it() {
    let world = World::new();
    let records = world.open();
    let there = Mark::Present;
    let mut begun = held(6, &[("1", there), ("2", there), ("3", there)]);
    begun.outcome = Outcome::Partial;
    add(&records, &begun);
    assert_eq!(
        list(&records, &station(), &outline(3, false)),
        [],
        "due for the whole shift"
    );
    add(&records, &held(9, &[("3", there), ("4", there)]));
    let listed = list(&records, &station(), &outline(3, false));
    let expected = [
        entry("1", MissedFinding::Partial, 6),
        entry("2", MissedFinding::Partial, 6),
    ];
    assert_eq!(listed, expected);
}

// RECORDS 6.6.
#[test]
fn a_new_version_is_a_reason_only_where_it_asks_for_it_and_the_shift_had_it() {
    let world = World::new();
    let records = world.open();
    let there = Mark::Present;
    let all = [("1", there), ("2", there), ("3", there), ("4", there)];
    add(&records, &held(6, &all));
    assert_eq!(list(&records, &station(), &outline(4, false)), []);
    assert_eq!(
        list(&records, &station(), &outline(4, true)),
        [],
        "due for the whole shift"
    );
    let mut newer = held(21, &all[..3]);
    newer.pack_version = 4.try_into().ok();
    add(&records, &newer);
    let listed = list(&records, &station(), &outline(4, true));
    assert_eq!(listed, [entry("4", MissedFinding::NewVersion, 20)]);
    assert_eq!(list(&records, &station(), &outline(4, false)), []);
}

#[test]
fn last_years_attendance_does_not_count_for_ever() {
    let world = World::new();
    let records = world.open();
    let there = Mark::Present;
    let all = [("1", there), ("2", there), ("3", there), ("4", there)];
    add(&records, &held(2, &all));
    add(
        &records,
        &held(20, &[("1", there), ("2", Mark::Absent), ("3", there)]),
    );
    let mut station = station();
    assert_eq!(list(&records, &station, &outline(3, false)), []);
    station.assignments = vec![every(10)];
    let listed = list(&records, &station, &outline(3, false));
    let expected = [
        entry("2", MissedFinding::Absent, 12),
        entry("4", MissedFinding::Expired, 12),
    ];
    assert_eq!(listed, expected, "ten days after the 2nd");
    // Due again for the whole shift: only what somebody missed is listed.
    station.assignments = vec![every(3)];
    let listed = list(&records, &station, &outline(3, false));
    assert_eq!(listed, [entry("2", MissedFinding::Absent, 5)]);
    // Not asked of this rank, or of this shift.
    let mut narrow = every(10);
    narrow.ranks = vec![station::Rank::new("officer").expect("a rank")];
    station.assignments = vec![narrow];
    let listed = list(&records, &station, &outline(3, false));
    assert_eq!(listed, [entry("2", MissedFinding::Absent, 12)]);
}

#[test]
fn the_list_is_asked_for_by_officer_shift_or_module_and_comes_by_module_too() {
    let world = World::new();
    let records = world.open();
    add(
        &records,
        &held(
            6,
            &[
                ("1", Mark::Absent),
                ("2", Mark::Absent),
                ("3", Mark::Present),
            ],
        ),
    );
    let mut station = station();
    station.roster[1].former_ids = vec!["22".to_owned()];
    let outline = outline(3, false);
    let ids = |which: Which| -> Vec<String> {
        let missed = find(&records, &station, &outline, &which);
        missed.into_iter().map(|missed| missed.officer.id).collect()
    };
    assert_eq!(ids(Which::default()), ["1", "2", "4"]);
    let officer = |id: &str| Which {
        officer: Some(id.to_owned()),
        ..Which::default()
    };
    assert_eq!(
        ids(officer("22")),
        ["2"],
        "by a number that the officer had"
    );
    assert_eq!(ids(officer("7")), [""; 0]);
    let shift = |id: &str| Which {
        shift: Some(ShiftId::as_recorded(id)),
        ..Which::default()
    };
    assert_eq!(ids(shift("day")).len(), 3);
    assert_eq!(ids(shift("swing")), [""; 0]);
    let module = |name: &str| Which {
        module: name.parse().ok(),
        ..Which::default()
    };
    assert_eq!(ids(module("example.pack/detainers")).len(), 3);
    assert_eq!(ids(module("example.pack/other")), [""; 0]);
    let missed = find(&records, &station, &outline, &Which::default());
    let modules = by_module(&missed);
    assert_eq!(modules.len(), 1);
    assert_eq!(
        (modules[0].0.title.as_str(), modules[0].1.len()),
        ("Detainers", 3)
    );
}

// RECORDS 7.12.
#[test]
fn attendance_under_a_former_number_counts() {
    let world = World::new();
    let records = world.open();
    add(
        &records,
        &held(
            6,
            &[
                ("1", Mark::Present),
                ("22", Mark::Present),
                ("3", Mark::Present),
                ("4", Mark::Present),
            ],
        ),
    );
    let mut station = station();
    assert_eq!(list(&records, &station, &outline(3, false)).len(), 1);
    station.roster[1].former_ids = vec!["22".to_owned()];
    assert_eq!(list(&records, &station, &outline(3, false)), []);
}
