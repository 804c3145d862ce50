//! Time that counts, briefings that were left, and what one lacks.

use super::{at, lead, session};
use crate::session::{Delivery, Event, Mark, OfficerFacts, Outcome, Session, Shortfall, Stage};

/// RECORDS 1.11.
#[test]
fn minutes_count_only_while_it_is_open() {
    let mut session = session();
    session.apply(Event::Next, at(0));
    session.apply(Event::Next, at(4));
    // Left at :04, taken up at :50.
    session.reopen(at(50));
    session.pass_time(at(52));
    assert_eq!(session.open_secs(), 6 * 60);
    session.apply(Event::GoTo(Stage::SignOff), at(53));
    let completion = session.completion(Outcome::Complete, at(54));
    assert_eq!(completion.actual_minutes, 8);
    assert_eq!(
        (completion.started_at, completion.ended_at),
        (at(0), at(54))
    );
}

/// A clock that is set back takes nothing away.
#[test]
fn a_clock_that_runs_backwards_takes_no_minutes_away_and_is_in_doubt() {
    let mut session = session();
    session.apply(Event::Next, at(30));
    session.pass_time(at(40));
    session.pass_time(at(10));
    session.pass_time(at(11));
    assert_eq!(session.open_secs(), 11 * 60);
    assert!(session.completion(Outcome::Partial, at(11)).clock_doubt);
}

/// What an older Muster saved has no seconds of its own.
#[test]
fn a_briefing_that_an_older_muster_saved_counts_from_its_beginning_to_when_it_was_left() {
    let mut session = session();
    session.apply(Event::Next, at(0));
    session.apply(Event::Next, at(7));
    let mut saved = serde_json::to_value(&session).expect("JSON");
    let fields = saved.as_object_mut().expect("fields");
    for field in ["open_secs", "prompt_secs", "steps_shown"] {
        assert!(fields.remove(field).is_some(), "{field}");
    }
    let mut session: Session = serde_json::from_value(saved).expect("a session");
    assert_eq!((session.open_secs(), session.steps_shown()), (7 * 60, 2));
    session.reopen(at(40));
    session.pass_time(at(41));
    assert_eq!(session.open_secs(), 8 * 60);
}

/// RECORDS 1.12.
#[test]
fn what_was_left_is_recorded_as_it_stood_then() {
    let mut session = session();
    session.apply(Event::Next, at(0));
    session.apply(Event::GoTo(Stage::Roll), at(5));
    session.apply(Event::AllHere, at(6));
    let completion = session.abandoned("Sergeant 0500", at(59));
    assert_eq!(completion.outcome, Outcome::Partial);
    assert_eq!((completion.ended_at, completion.actual_minutes), (at(6), 6));
    assert_eq!(
        (completion.signed_by.as_str(), completion.signed_at),
        ("Sergeant 0500", at(59))
    );
    let by = completion
        .officers
        .iter()
        .map(|officer| officer.marked_by.as_str());
    assert!(
        by.eq(["sergeant"; 3]),
        "no facilitator was chosen: the account is known"
    );
}

/// SCREENS 9.6.
#[test]
fn what_a_briefing_lacks_is_named() {
    let mut session = session();
    session.apply(Event::Next, at(0));
    session.apply(Event::GoTo(Stage::SignOff), at(1));
    let unplayed = |played_ms| Shortfall::Unplayed {
        title: "B".to_owned(),
        played_ms,
        of_ms: 60_000,
    };
    let all = [
        unplayed(0),
        Shortfall::StepsLeft(5),
        Shortfall::PromptsSkipped(1),
        Shortfall::NobodyMarked(3),
    ];
    assert_eq!(session.shortfalls(), all);
    // Seeking plays nothing, and reaching the end does not mean that all of it was played.
    let played = |from_ms, to_ms| Event::Played {
        medium: "briefing".to_owned(),
        from_ms,
        to_ms,
        captions: true,
    };
    session.apply(played(58_000, 60_000), at(1));
    let medium = "briefing".to_owned();
    session.apply(Event::PlayedToEnd { medium }, at(1));
    assert_eq!(session.shortfalls()[0], unplayed(2_000));
    session.apply(played(0, 55_000), at(1));
    for step in 1..6 {
        session.apply(Event::GoTo(Stage::Step(step)), at(1));
    }
    session.apply(
        Event::Mark {
            index: 0,
            mark: Mark::Absent,
        },
        at(1),
    );
    let paged = [Shortfall::PromptsPaged(1), Shortfall::NobodyThere];
    assert_eq!(session.shortfalls(), paged);
    session.apply(Event::GoTo(Stage::Step(2)), at(2));
    session.apply(Event::GoTo(Stage::Roll), at(3));
    session.apply(Event::Headcount(2), at(3));
    assert_eq!(session.shortfalls(), [Shortfall::SomeUnmarked(2)]);
    session.apply(Event::AllHere, at(3));
    assert_eq!(session.shortfalls(), []);
}

// RECORDS 6.10 and 1.3.
#[test]
fn a_make_up_records_who_was_marked_and_nobody_leads_a_self_study() {
    let mut session = session();
    session.apply(Event::GoTo(Stage::Roll), at(1));
    let mark = Mark::Present;
    session.apply(Event::Mark { index: 1, mark }, at(2));
    lead(&mut session);
    session.apply(Event::GoTo(Stage::SignOff), at(3));
    let everybody = session.roll().len();
    let record = |session: &Session| session.completion(Outcome::Complete, at(9));
    assert_eq!(record(&session).officers.len(), everybody);
    session.apply(Event::Delivery(Delivery::MakeUp), at(4));
    let made_up = record(&session);
    assert_eq!(made_up.delivery, Delivery::MakeUp);
    let ids: Vec<_> = made_up.officers.iter().map(|o| &o.id).collect();
    assert_eq!(ids, [&session.roll()[1].officer.id]);
    assert_eq!(made_up.facilitator.name, "Sergeant 0417");
    session.apply(Event::Delivery(Delivery::SelfStudy), at(5));
    let alone = record(&session);
    assert_eq!(
        (&*alone.facilitator.name, &*alone.signed_by),
        ("", "Sergeant 0417")
    );
}

// RECORDS 1.10.
#[test]
fn nobody_is_on_the_roll_twice() {
    let mut session = session();
    session.apply(Event::GoTo(Stage::Roll), at(1));
    let before = session.roll().to_vec();
    let id = before[0].officer.id.clone();
    let again = OfficerFacts {
        id: format!(" {id} "),
        name: "Somebody Else".to_owned(),
        ..OfficerFacts::default()
    };
    session.apply(Event::AddVisitor(again.clone()), at(2));
    assert_eq!(session.roll(), before);
    // Without numbers two may have one name.
    let nameless = OfficerFacts {
        id: String::new(),
        ..again
    };
    session.apply(Event::AddVisitor(nameless.clone()), at(2));
    session.apply(Event::AddVisitor(nameless), at(2));
    assert_eq!(session.roll().len(), before.len() + 2);
}
