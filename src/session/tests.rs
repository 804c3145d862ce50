//! Paths through a briefing.

mod facts;
mod left;

use uuid::Uuid;

use crate::session::{
    Effect, Event, Facilitator, Mark, Method, Moment, OfficerFacts, Outcome, Outline, OutlineStep,
    Plan, Session, Stage, fixture,
};

const MANIFEST: &str = r#"{
  "format": 1, "id": "example.test", "version": 3, "title": "Test", "publisher": "Example",
  "language": "en-US", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
  "review_by": null, "not_after": null, "min_app": "0.1.0", "series": null,
  "status": "historical",
  "modules": [{
    "id": "detainer", "variant": null, "audience": ["front-line"], "title": "Detainer",
    "summary": "", "objectives": [], "minutes": 12, "credit_minutes": null,
    "media": [{"id": "briefing", "kind": "video", "path": "media/b.mp4", "title": "B",
      "duration_ms": 60000, "captions": [], "transcript": null, "chapters": []}],
    "steps": [{"text": "welcome"}, {"play": "briefing"}, {"prompt": "who"}, {"job_aid": "card"},
      {"text": "end"}],
    "texts": [{"id": "welcome", "title": "Welcome", "body": "Hello"},
      {"id": "end", "title": "End", "body": "Bye"}],
    "prompts": [{"id": "who", "question": "Who?", "points": ["a", "b"], "minutes": 2,
      "references": []}],
    "job_aids": [{"id": "card", "title": "Card", "kind": "pdf", "path": "aids/c.pdf",
      "language": "en-US"}],
    "updates": [{"date": "2014-11-20", "text": "Ended.", "references": [], "wall": true}],
    "references": []
  }]
}"#;

fn plan() -> Plan {
    let officer = |id: &str| OfficerFacts {
        id: id.to_owned(),
        name: format!("Officer {id}"),
        ..OfficerFacts::default()
    };
    fixture::plan(MANIFEST, ["1", "2", "3"].map(officer).to_vec())
}

fn at(minute: u32) -> Moment {
    format!("2026-11-24T07:{minute:02}:00-05:00")
        .parse()
        .expect("a time")
}

fn session() -> Session {
    Session::new(plan(), Uuid::from_u128(7))
}

fn lead(session: &mut Session) {
    let facilitator = Facilitator {
        name: "Sergeant 0417".to_owned(),
        ..Facilitator::default()
    };
    session.apply(Event::Facilitator(facilitator), at(9));
}

/// At sign-off with a facilitator, everybody marked.
fn ready() -> Session {
    let mut session = session();
    session.apply(Event::Next, at(0));
    session.apply(Event::GoTo(Stage::Roll), at(8));
    session.apply(Event::AllHere, at(8));
    lead(&mut session);
    session.apply(Event::Next, at(10));
    session
}

#[test]
fn the_updates_stand_before_a_closing_text() {
    let outline = Outline::new(&plan().module);
    assert_eq!(
        outline.steps(),
        [
            OutlineStep::Text(0),
            OutlineStep::Play(0),
            OutlineStep::Prompt(0),
            OutlineStep::JobAid(0),
            OutlineStep::Updates,
            OutlineStep::Text(1)
        ]
    );
}

#[test]
fn next_goes_through_every_step_to_sign_off_and_back_goes_all_the_way_back() {
    let mut session = session();
    let mut stages = vec![session.stage()];
    while session.stage() != Stage::SignOff {
        assert_eq!(session.apply(Event::Next, at(1)), [Effect::Save]);
        stages.push(session.stage());
    }
    assert_eq!(stages.len(), 9, "overview, six steps, roll, sign-off");
    assert!(session.apply(Event::Next, at(1)).is_empty());
    for stage in stages.iter().rev().skip(1) {
        session.apply(Event::Back, at(2));
        assert_eq!(session.stage(), *stage);
    }
    assert!(session.apply(Event::Back, at(2)).is_empty());
}

#[test]
fn only_sign_off_records_and_the_session_ends_only_after_the_record_is_stored() {
    let mut session = ready();
    let effects = session.apply(Event::SignOff(Outcome::Complete), at(11));
    let [Effect::Record(completion)] = effects.as_slice() else {
        panic!("one record, not {effects:?}");
    };
    assert_eq!(completion.outcome, Outcome::Complete);
    assert_eq!(completion.actual_minutes, 11);
    assert_eq!(session.stage(), Stage::SignOff);
    assert_eq!(
        session.apply(Event::Recorded, at(11)),
        [Effect::Discard],
        "what was saved goes only now"
    );
    assert_eq!(session.stage(), Stage::Recorded);
}

#[test]
fn a_double_click_on_sign_off_records_once() {
    let mut session = ready();
    assert_eq!(
        session
            .apply(Event::SignOff(Outcome::Complete), at(11))
            .len(),
        1
    );
    assert!(
        session
            .apply(Event::SignOff(Outcome::Complete), at(11))
            .is_empty()
    );
    session.apply(Event::Recorded, at(11));
    assert!(
        session
            .apply(Event::SignOff(Outcome::Complete), at(11))
            .is_empty()
    );
}

#[test]
fn a_record_that_could_not_be_written_can_be_signed_off_again_under_the_same_id() {
    let mut session = ready();
    let id = session.id();
    session.apply(Event::SignOff(Outcome::Complete), at(11));
    session.apply(Event::NotRecorded, at(11));
    let effects = session.apply(Event::SignOff(Outcome::Partial), at(12));
    assert!(matches!(effects.as_slice(), [Effect::Record(c)] if c.session_id == id));
}

#[test]
fn sign_off_needs_a_facilitator() {
    let mut session = session();
    session.apply(Event::GoTo(Stage::SignOff), at(0));
    assert!(
        session
            .apply(Event::SignOff(Outcome::Complete), at(1))
            .is_empty()
    );
}

// RECORDS 1.6.
#[test]
fn nobody_is_present_by_default_and_all_here_leaves_exceptions_alone() {
    let mut session = session();
    assert_eq!(session.count(Mark::Unmarked), 3);
    let absent = Event::Mark {
        index: 1,
        mark: Mark::Absent,
    };
    session.apply(absent, at(3));
    session.apply(Event::AllHere, at(4));
    let marks: Vec<_> = session.roll().iter().map(|m| (m.mark, m.method)).collect();
    assert_eq!(
        marks,
        [
            (Mark::Present, Some(Method::AllHere)),
            (Mark::Absent, Some(Method::Single)),
            (Mark::Present, Some(Method::AllHere))
        ]
    );
    session.apply(Event::Undo, at(5));
    session.apply(Event::Undo, at(5));
    assert_eq!(session.count(Mark::Unmarked), 3);
}

#[test]
fn a_late_officer_has_a_time_of_arrival() {
    let mut session = session();
    let late = Event::Mark {
        index: 0,
        mark: Mark::Late,
    };
    session.apply(late, at(5));
    assert_eq!(session.roll()[0].arrived_at, Some(at(5)));
}

#[test]
fn visitors_come_and_go_but_officers_of_the_shift_stay_on_the_list() {
    let mut session = session();
    session.apply(Event::AddVisitor(OfficerFacts::default()), at(1));
    assert_eq!(session.roll().len(), 4);
    session.apply(Event::RemoveVisitor { index: 0 }, at(2));
    assert_eq!(session.roll().len(), 4, "not a visitor");
    session.apply(Event::RemoveVisitor { index: 3 }, at(2));
    assert_eq!(session.roll().len(), 3);
}

#[test]
fn key_points_come_one_by_one_and_stay_within_their_number() {
    let mut session = session();
    session.apply(Event::GoTo(Stage::Step(2)), at(1));
    assert!(session.prompt_was_shown("who"));
    for shown in [1, 2, 2] {
        session.apply(Event::ShowPoint, at(1));
        assert_eq!(session.points_shown("who"), shown);
    }
    session.apply(Event::HidePoint, at(1));
    assert_eq!(session.points_shown("who"), 1);
}

#[test]
fn what_was_skipped_is_recorded_as_skipped() {
    let mut session = session();
    session.apply(Event::Next, at(0));
    lead(&mut session);
    session.apply(Event::GoTo(Stage::SignOff), at(2));
    let record = session.completion(Outcome::Partial, at(3));
    assert!(!record.prompts[0].shown);
    assert!(!record.job_aids[0].shown);
    assert!(!record.media[0].to_end);
    assert_eq!(record.step_reached, Some(1));
}

#[test]
fn a_clock_that_ran_backwards_is_put_in_doubt() {
    let mut session = session();
    session.apply(Event::Next, at(10));
    session.apply(Event::Next, at(5));
    assert!(session.completion(Outcome::Complete, at(20)).clock_doubt);
}

#[test]
fn a_start_before_the_last_record_is_put_in_doubt() {
    let mut plan = plan();
    plan.last_recorded = Some(at(30));
    let mut session = Session::new(plan, Uuid::nil());
    session.apply(Event::Next, at(10));
    assert!(session.completion(Outcome::Complete, at(20)).clock_doubt);
}

#[test]
fn a_saved_briefing_goes_on_where_it_stopped() {
    let mut session = session();
    session.apply(Event::GoTo(Stage::Step(2)), at(1));
    session.apply(Event::ShowPoint, at(1));
    let place = Event::PlaceIn {
        medium: "briefing".to_owned(),
        at_ms: 1234,
    };
    session.apply(place, at(1));
    let text = serde_json::to_string(&session).expect("JSON");
    let back: Session = serde_json::from_str(&text).expect("a session");
    assert_eq!(back.stage(), Stage::Step(2));
    assert_eq!(back.points_shown("who"), 1);
    assert_eq!(back.place_in("briefing"), 1234);
    assert_eq!(back.id(), session.id());
}
