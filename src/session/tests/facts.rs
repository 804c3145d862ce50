//! What is recorded of a briefing beside its steps: who was there for how long, on which roll call, and
//! what is lacking at its bounds.

use super::{at, lead, plan, ready, session};
use crate::pack::CreditRule;
use crate::session::{
    Completion, Delivery, Event, Mark, Moment, Outcome, Session, Shortfall, Stage, roll_call_id,
};
use uuid::Uuid;

/// What would be recorded as complete at minute 12.
fn recorded(session: &Session) -> Completion {
    session.completion(Outcome::Complete, at(12))
}

fn mark(session: &mut Session, index: usize, mark: Mark) {
    session.apply(Event::Mark { index, mark }, at(11));
}

// RECORDS 1.14.
#[test]
fn only_a_roll_call_of_a_shift_has_the_id_that_its_other_briefings_have() {
    let mut held = ready();
    let place = &plan().place;
    let date = jiff::civil::date(2026, 11, 24);
    let expected = roll_call_id(place.station_id, &place.station, "day", date);
    assert_eq!(recorded(&held).roll_call_id, Some(expected));
    let mut other = plan();
    other.module.title = "Another module".to_owned();
    let other = Session::new(other, Uuid::from_u128(8));
    assert_eq!(other.roll_call_id(), Some(expected));
    for delivery in [Delivery::MakeUp, Delivery::Class, Delivery::SelfStudy] {
        held.apply(Event::Delivery(delivery), at(10));
        assert_eq!(recorded(&held).roll_call_id, None, "{delivery:?}");
    }
    let mut without_shift = plan();
    without_shift.shift.id = String::new();
    let without_shift = Session::new(without_shift, Uuid::from_u128(9));
    assert_eq!(without_shift.roll_call_id(), None);
    for (station, shift, day) in [
        (Some(Uuid::from_u128(1)), "day", date),
        (None, "swing", date),
        (None, "day", jiff::civil::date(2026, 11, 25)),
    ] {
        assert_ne!(roll_call_id(station, &place.station, shift, day), expected);
    }
}

// RECORDS 1.13.
#[test]
fn minutes_are_those_of_the_briefing_or_what_was_stated_and_never_more() {
    let mut session = ready();
    mark(&mut session, 1, Mark::Late);
    mark(&mut session, 2, Mark::LeftEarly);
    let minutes = |session: &Session| -> Vec<Option<u32>> {
        let officers = recorded(session).officers.into_iter();
        officers.map(|officer| officer.minutes).collect()
    };
    assert_eq!(minutes(&session), [Some(12), None, None]);
    let stated = |index, minutes| Event::Minutes {
        index,
        minutes: Some(minutes),
    };
    session.apply(stated(0, 1), at(11));
    session.apply(stated(1, 5), at(11));
    session.apply(stated(2, 99), at(11));
    session.apply(stated(7, 5), at(11));
    assert_eq!(minutes(&session), [Some(12), Some(5), Some(12)]);
    let officers = recorded(&session).officers;
    assert_eq!(officers[1].left_at, None);
    assert_eq!(
        (officers[2].arrived_at, officers[2].left_at),
        (None, Some(at(11)))
    );
    // Another mark says something else.
    mark(&mut session, 1, Mark::Absent);
    mark(&mut session, 1, Mark::Late);
    assert_eq!(minutes(&session), [Some(12), None, Some(12)]);
}

// RECORDS 1.13.
#[test]
fn credit_is_for_who_was_there_in_a_complete_briefing_by_the_rule_of_that_day() {
    let mut session = ready();
    mark(&mut session, 1, Mark::Absent);
    let mut held = recorded(&session);
    held.credit_minutes = Some(15);
    let credit = |held: &Completion| {
        let officers = held.officers.iter();
        officers
            .map(|officer| held.credit_of(officer))
            .collect::<Vec<_>>()
    };
    assert_eq!(held.credit_rule, Some(CreditRule::Planned));
    assert_eq!(credit(&held), [Some(15), None, Some(15)]);
    held.credit_rule = Some(CreditRule::Actual);
    assert_eq!(credit(&held), [Some(12), None, Some(12)]);
    // As it was before rules were recorded.
    held.credit_rule = None;
    assert_eq!(credit(&held), [Some(15), None, Some(15)]);
    held.outcome = Outcome::Partial;
    assert_eq!(credit(&held), [None, None, None]);
}

// RECORDS 1.14.
#[test]
fn duty_is_recorded_of_make_ups_and_self_study_alone() {
    let mut session = ready();
    session.apply(Event::OnDuty(Some(false)), at(10));
    assert_eq!(recorded(&session).on_duty, None);
    session.apply(Event::Delivery(Delivery::MakeUp), at(10));
    assert_eq!(recorded(&session).on_duty, Some(false));
}

#[test]
fn the_furthest_step_stays_when_one_goes_back() {
    let mut session = session();
    assert_eq!(session.furthest(), 0);
    for _ in 0..3 {
        session.apply(Event::Next, at(1));
    }
    assert_eq!(session.furthest(), 3);
    session.apply(Event::Back, at(2));
    session.apply(Event::Back, at(2));
    assert_eq!(session.furthest(), 3);
    assert_eq!(recorded(&session).step_reached, Some(3));
}

#[test]
fn a_clock_that_a_time_server_sets_back_by_a_minute_is_not_in_doubt_and_by_more_it_is() {
    let moment = |text: &str| -> Moment { text.parse().expect("a time") };
    for (back_to, doubt) in [
        ("2026-11-24T07:04:00-05:00", false),
        ("2026-11-24T07:03:59-05:00", true),
    ] {
        let mut session = session();
        session.apply(Event::Next, at(0));
        session.apply(Event::Next, at(5));
        session.apply(Event::Next, moment(back_to));
        assert_eq!(recorded(&session).clock_doubt, doubt, "{back_to}");
    }
}

/// What is lacking of the people.
fn people(session: &Session) -> Vec<Shortfall> {
    let found = session.shortfalls().into_iter();
    let of_people = |lack: &Shortfall| {
        matches!(
            lack,
            Shortfall::NobodyMarked(_) | Shortfall::NobodyThere | Shortfall::SomeUnmarked(_)
        )
    };
    found.filter(of_people).collect()
}

// SCREENS 9.3.
#[test]
fn who_is_missing_is_told_apart_from_nobody_was_there() {
    let mut room = session();
    assert_eq!(people(&room), [Shortfall::NobodyMarked(3)]);
    room.apply(Event::Headcount(2), at(1));
    assert_eq!(people(&room), [Shortfall::SomeUnmarked(3)]);
    room.apply(Event::Headcount(0), at(1));
    mark(&mut room, 0, Mark::Present);
    assert_eq!(people(&room), [Shortfall::SomeUnmarked(2)]);
    room.apply(Event::Delivery(Delivery::MakeUp), at(1));
    assert_eq!(
        people(&room),
        [],
        "of a make-up the others come another time"
    );
    room.apply(Event::Delivery(Delivery::RollCall), at(1));
    for index in 0..3 {
        mark(&mut room, index, Mark::Absent);
    }
    assert_eq!(people(&room), [Shortfall::NobodyThere]);
    room.apply(Event::AllHere, at(1));
    assert_eq!(people(&room), [Shortfall::NobodyThere], "exceptions stay");
    let mut empty = plan();
    empty.shift.officers.clear();
    let empty = Session::new(empty, Uuid::from_u128(3));
    assert_eq!(people(&empty), [Shortfall::NobodyThere]);
}

// SCREENS 9.3.
#[test]
fn a_medium_counts_as_played_from_nine_tenths_on() {
    for (played_ms, lacks) in [(53_999, true), (54_000, false), (60_000, false)] {
        let mut session = session();
        lead(&mut session);
        let played = Event::Played {
            medium: "briefing".to_owned(),
            from_ms: 0,
            to_ms: played_ms,
            captions: false,
        };
        session.apply(played, at(3));
        session.apply(Event::GoTo(Stage::SignOff), at(8));
        let unplayed = |lack: &Shortfall| matches!(lack, Shortfall::Unplayed { .. });
        assert_eq!(
            session.shortfalls().iter().any(unplayed),
            lacks,
            "{played_ms}"
        );
    }
}

// RECORDS 1.12.
#[test]
fn what_is_found_before_it_was_left_has_a_clock_in_doubt_and_what_is_found_later_has_none() {
    let mut session = session();
    session.apply(Event::Next, at(5));
    for (found, doubt) in [(at(4), true), (at(5), false), (at(59), false)] {
        let record = session.abandoned("Sergeant 0500", found);
        assert_eq!(record.clock_doubt, doubt, "{found:?}");
    }
}

// SCREENS 9.6.
#[test]
fn only_officers_who_are_not_marked_need_no_act_of_their_own() {
    assert!(!Shortfall::SomeUnmarked(2).needs_confirmation());
    for lack in [
        Shortfall::NobodyThere,
        Shortfall::NobodyMarked(3),
        Shortfall::StepsLeft(1),
        Shortfall::PromptsPaged(1),
    ] {
        assert!(lack.needs_confirmation(), "{lack:?}");
    }
}

#[test]
fn a_mark_can_be_taken_back_once_and_a_record_is_being_written_until_it_is_known_to_be_stored() {
    let mut session = session();
    assert!(!session.can_undo());
    mark(&mut session, 0, Mark::Present);
    assert!(session.can_undo());
    session.apply(Event::Undo, at(11));
    assert!(!session.can_undo());
    let mut session = ready();
    assert!(!session.is_signing());
    session.apply(Event::SignOff(Outcome::Complete), at(12));
    assert!(session.is_signing());
    session.apply(Event::NotRecorded, at(12));
    assert!(!session.is_signing());
}
