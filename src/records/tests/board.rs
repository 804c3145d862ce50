//! What a shift completed last, and who of it was there: by ids, with make-ups, without what is in
//! doubt.

use super::{World, add, attended, briefing, central, moment, noon};
use crate::records::{Change, LastCompletion, Records, RecordsError, Whose};
use crate::session::{Completion, Delivery, Mark, Officer};
use crate::station::{self, HeldError, Station};
use jiff::civil::{Date, date};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 24);

/// A briefing of a shift of fifteen: `there` of them were there, by number.
fn of_fifteen(n: u128, there: &[usize]) -> Completion {
    let mut session = briefing(n);
    let like = session.officers[1].clone();
    let officers = (1..=15).map(|number| officer(&like, number, there.contains(&number)));
    session.officers = officers.collect();
    session
}

fn officer(like: &Officer, number: usize, there: bool) -> Officer {
    Officer {
        id: number.to_string(),
        name: format!("Officer {number}"),
        mark: if there { Mark::Present } else { Mark::Unmarked },
        ..like.clone()
    }
}

fn make_up(n: u128, there: &[usize]) -> Completion {
    let mut session = of_fifteen(n, there);
    session.delivery = Delivery::MakeUp;
    session.officers.retain(|officer| officer.mark.was_there());
    session
}

fn done(records: &Records, station: &Station) -> Vec<LastCompletion> {
    records.done(station, TODAY).expect("done")
}

fn present(records: &Records) -> (Date, u32, u32) {
    let done = done(records, &central());
    assert_eq!(done.len(), 1);
    (done[0].date, done[0].present, done[0].of)
}

const TEN: [usize; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

// RECORDS 6.10.
#[test]
fn a_make_up_adds_to_what_the_shift_has() {
    let world = World::new();
    let records = world.open();
    let day = date(2026, 11, 6);
    // One of the round before says nothing of this one.
    add(&records, &make_up(3, &[14]));
    add(&records, &of_fifteen(5, &TEN));
    assert_eq!(present(&records), (day, 10, 15));
    add(&records, &make_up(7, &[11, 12, 13]));
    assert_eq!(present(&records), (day, 13, 15));
    // Who was there before is counted once.
    add(&records, &make_up(8, &[9, 10, 11]));
    assert_eq!(present(&records), (day, 13, 15));
    // With another shift, as a guest; alone; partial.
    let mut guest = of_fifteen(9, &[14]);
    guest.shift = "swing".to_owned();
    guest.officers.retain(|officer| officer.id == "14");
    guest.officers[0].visiting = true;
    add(&records, &guest);
    let mut partial = make_up(10, &[15]);
    partial.outcome = crate::session::Outcome::Partial;
    add(&records, &partial);
    let cells = done(&records, &central());
    let cell = cells
        .iter()
        .find(|cell| cell.shift == "day")
        .expect("a cell");
    assert_eq!((cell.date, cell.present, cell.of), (day, 14, 15));
    let mut alone = make_up(11, &[15]);
    alone.delivery = Delivery::SelfStudy;
    add(&records, &alone);
    let cells = done(&records, &central());
    let cell = cells
        .iter()
        .find(|cell| cell.shift == "day")
        .expect("a cell");
    assert_eq!((cell.date, cell.present, cell.of), (day, 15, 15));
}

// RECORDS 6.10.
#[test]
fn two_sittings_of_one_day_are_added_up_and_the_next_round_begins_anew() {
    let world = World::new();
    let records = world.open();
    add(&records, &of_fifteen(5, &TEN));
    let mut second = of_fifteen(5, &[11, 12, 13]);
    second.session_id = Uuid::from_u128(500);
    second.started_at = moment("2026-11-06T07:30:00-05:00");
    add(&records, &second);
    assert_eq!(present(&records), (date(2026, 11, 6), 13, 15));
    // A new officer who made it up is one of the shift.
    let mut new = make_up(7, &[14]);
    new.officers[0].id = "16".to_owned();
    add(&records, &new);
    assert_eq!(present(&records), (date(2026, 11, 6), 14, 16));
    add(&records, &of_fifteen(9, &[1, 2]));
    assert_eq!(present(&records), (date(2026, 11, 10), 2, 15));
}

// RECORDS 6.10.
#[test]
fn a_make_up_alone_completes_nothing_for_a_shift() {
    let world = World::new();
    let records = world.open();
    add(&records, &make_up(5, &[1, 2, 3]));
    assert_eq!(done(&records, &central()), []);
}

// RECORDS 6.8.
#[test]
fn a_station_that_is_renamed_keeps_its_board_and_a_namesake_has_its_own() {
    let world = World::new();
    let records = world.open();
    let mut nameless = of_fifteen(5, &TEN);
    nameless.station_id = None;
    add(&records, &nameless);
    let mut renamed = central();
    renamed.rename("West");
    assert_eq!(done(&records, &renamed).len(), 1, "by the name of before");
    // The name of before is not known, but another session tells it.
    renamed.former_names.clear();
    assert_eq!(done(&records, &renamed), []);
    let mut other = of_fifteen(6, &[1]);
    other.module_id = "other".parse().expect("an id");
    add(&records, &other);
    assert_eq!(done(&records, &renamed).len(), 2);
    let mut namesake = central();
    namesake.id = Some(Uuid::from_u128(7));
    let theirs = done(&records, &namesake);
    assert_eq!(theirs.len(), 1, "what names an id is not theirs");
}

// RECORDS 7.12.
#[test]
fn an_officer_with_a_new_number_is_the_same_officer() {
    let world = World::new();
    let records = world.open();
    add(&records, &of_fifteen(5, &TEN));
    let mut later = make_up(7, &[10, 11]);
    later.officers[0].id = "2010".to_owned();
    add(&records, &later);
    assert_eq!(present(&records), (date(2026, 11, 6), 12, 16));
    let mut station = central();
    station.roster = vec![station::Officer {
        id: "2010".to_owned(),
        former_ids: vec!["10".to_owned()],
        ..station::Officer::default()
    }];
    let cells = done(&records, &station);
    assert_eq!((cells[0].present, cells[0].of), (11, 15));
    assert_eq!(station.ids_of("2010"), ["2010", "10"]);
    assert_eq!(attended(&records, &["2010", "10"]), 2);
}

/// A briefing in the year 2062, by a clock that was set wrong.
fn far() -> Completion {
    let mut far = of_fifteen(40, &[1]);
    far.shift_date = date(2062, 11, 24);
    far.started_at = moment("2062-11-24T06:55:00-05:00");
    far.ended_at = moment("2062-11-24T07:09:00-05:00");
    far
}

// RECORDS 6.9.
#[test]
fn a_session_in_doubt_does_not_decide_the_board() {
    let world = World::new();
    let records = world.open();
    add(&records, &far());
    let alone = done(&records, &central());
    assert!(alone[0].doubt, "there is no other");
    add(&records, &of_fifteen(5, &TEN));
    assert_eq!(present(&records), (date(2026, 11, 6), 10, 15));
    let mut doubtful = of_fifteen(9, &[1]);
    doubtful.clock_doubt = true;
    add(&records, &doubtful);
    assert_eq!(present(&records).0, date(2026, 11, 6));
    assert!(!done(&records, &central())[0].doubt);
    add(&records, &of_fifteen(12, &TEN));
    assert_eq!(present(&records).0, date(2026, 11, 13));
    // The line-up before midnight is of tomorrow's shift.
    let mut tomorrow = of_fifteen(24, &TEN);
    tomorrow.started_at = moment("2026-11-24T23:45:00-05:00");
    add(&records, &tomorrow);
    assert_eq!(present(&records).0, date(2026, 11, 25));
}

// RECORDS 10.5.
#[test]
fn a_record_that_a_wrong_clock_made_does_not_put_the_right_one_in_doubt() {
    let world = World::new();
    let records = world.open();
    let at = |n: u128, at: &str| {
        records
            .append(&of_fifteen(n, &TEN), &moment(at))
            .expect("recorded");
    };
    let last = |now: &str| records.last_credible(moment(now)).expect("read");
    assert_eq!(last("2026-11-24T07:00:00-05:00"), None);
    at(1, "2026-11-23T07:00:00-05:00");
    at(2, "2026-11-24T07:00:00-05:00");
    let right = moment("2026-11-24T07:00:00-05:00");
    assert_eq!(last("2026-11-25T07:00:00-05:00"), Some(right));
    // A clock that stands before what was recorded by it yesterday.
    assert_eq!(last("2026-11-23T12:00:00-05:00"), Some(right));
    assert_eq!(last("1970-01-01T00:00:00+00:00"), Some(right));
    // Set to another year, and set right again.
    at(3, "2029-11-24T07:00:00-05:00");
    at(4, "2029-11-24T15:00:00-05:00");
    assert_eq!(last("2026-11-26T07:00:00-05:00"), Some(right));
    at(5, "2026-11-26T07:00:00-05:00");
    let since = moment("2026-11-26T07:00:00-05:00");
    assert_eq!(last("2026-11-27T07:00:00-05:00"), Some(since));
}

fn change<'a>(
    session: &Completion,
    whose: Option<Whose<'a>>,
    field: &'a str,
    to: &'a str,
) -> Change<'a> {
    Change {
        session: session.session_id,
        officer: whose,
        field,
        to,
        by: "Lieutenant 7",
        why: "counted again",
        at: moment("2026-11-25T09:00:00-05:00"),
        account: "lieutenant",
        confirmed: false,
    }
}

// RECORDS 2.12.
#[test]
fn a_visitor_without_an_id_is_amended_by_the_place_in_the_roll() {
    let world = World::new();
    let records = world.open();
    let mut session = briefing(1);
    for name in ["Visitor A", "Visitor B"] {
        let like = session.officers[0].clone();
        session.officers.push(Officer {
            id: String::new(),
            name: name.to_owned(),
            visiting: true,
            ..like
        });
    }
    add(&records, &session);
    let amend = |whose, field, to| records.amend(&change(&session, Some(whose), field, to));
    amend(Whose::Row(4), "name", "Visitor C").expect("amended");
    amend(Whose::Row(3), "id", "77").expect("amended");
    let ids = ["77".to_owned()];
    amend(Whose::Ids(&ids), "mark", "late").expect("amended");
    let refused = amend(Whose::Row(4), "id", "77");
    assert!(matches!(refused, Err(RecordsError::BadAmendment { .. })));
    let refused = amend(Whose::Row(5), "name", "Nobody");
    assert!(matches!(refused, Err(RecordsError::NoSuchOfficer { .. })));
    let empty = [String::new()];
    let refused = amend(Whose::Ids(&empty), "name", "Nobody");
    assert!(matches!(refused, Err(RecordsError::NoSuchOfficer { .. })));
    let view = records.session(session.session_id).expect("read");
    let names: Vec<_> = view
        .session
        .officers
        .iter()
        .map(|o| (&*o.id, &*o.name))
        .collect();
    assert_eq!(names[2..], [("77", "Visitor A"), ("", "Visitor C")]);
    assert_eq!(view.session.officers[2].mark, Mark::Late);
    assert_eq!(view.amendments[0].row, Some(4));
    assert_eq!(records.verify().expect("whole").count, 4);
    drop(records);
    assert_eq!(world.open().rebuild().expect("made anew").head.count, 4);
}

// RECORDS 2.12.
#[test]
fn of_two_officers_with_one_id_the_place_in_the_roll_decides() {
    let world = World::new();
    let records = world.open();
    let mut session = briefing(1);
    session.officers[1].id = "1".to_owned();
    add(&records, &session);
    let ids = ["1".to_owned()];
    let refused = records.amend(&change(&session, Some(Whose::Ids(&ids)), "mark", "late"));
    let Err(RecordsError::WhichOfficer { rows, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 2]);
    let second = Some(Whose::Row(2));
    records
        .amend(&change(&session, second, "mark", "late"))
        .expect("amended");
    let view = records.session(session.session_id).expect("read");
    let marks: Vec<Mark> = view.session.officers.iter().map(|o| o.mark).collect();
    assert_eq!(marks, [Mark::Present, Mark::Late]);
}

// RECORDS 10.4 and 10.7.
#[test]
fn times_that_cannot_be_are_not_amended() {
    let world = World::new();
    let records = world.open();
    let session = briefing(1);
    records.append(&session, &noon()).expect("recorded");
    let amend = |field, to| records.amend(&change(&session, None, field, to));
    for (field, to) in [
        ("ended_at", "2026-11-02T06:54:00-05:00"),
        ("started_at", "2026-11-02T07:10:00-05:00"),
        ("shift_date", "0026-11-02"),
        ("shift_date", "2062-11-02"),
        ("started_at", "1989-11-02T06:55:00-05:00"),
        ("ended_at", "2062-11-02T06:55:00-05:00"),
    ] {
        let refused = amend(field, to);
        assert!(
            matches!(refused, Err(RecordsError::BadTime { .. })),
            "{field} {to}: {refused:?}"
        );
    }
    let ends = amend("ended_at", "2026-11-02T06:00:00-05:00");
    let Err(RecordsError::BadTime { error }) = ends else {
        panic!("{ends:?}");
    };
    assert_eq!(error, HeldError::EndsBeforeStart);
    let mut confirmed = change(&session, None, "shift_date", "2062-11-02");
    confirmed.confirmed = true;
    records.amend(&confirmed).expect("confirmed");
    // And it does not rule the board.
    add(&records, &of_fifteen(5, &TEN));
    assert_eq!(present(&records).0, date(2026, 11, 6));
}
