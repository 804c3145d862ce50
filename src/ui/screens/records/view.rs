//! One recorded briefing, everything of it, as people read it.

use eframe::egui::{Grid, Ui, vec2};

use crate::records::{Amendment, SessionView};
use crate::session::{
    Acknowledgement, Completion, Delivery, Entered, Mark, Method, Moment, Officer, Outcome,
};
use crate::ui::screens::briefing::delivery;
use crate::ui::theme::space;
use crate::ui::time;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::words::shown;

/// Paints it; returns whether it was closed.
pub fn show(ui: &mut Ui, view: &SessionView) -> bool {
    let session = &view.session;
    let mut closed = false;
    ui.horizontal_top(|ui| {
        closed = ui
            .add(Button::new("Close").spoken("Close session"))
            .clicked();
        ui.add(Label::new(heading(&session.module_title)).wrap());
    });
    ui.add(Label::new(sentence(session)).wrap());
    part(ui, "Session", &session_facts(session));
    part(ui, "Content", &content_facts(session));
    part(ui, "Led and signed", &sign_off_facts(session));
    people_ui(ui, session);
    shown_ui(ui, session);
    if !view.amendments.is_empty() {
        ui.separator();
        ui.text_label(strong("Changed afterwards"));
        for amendment in &view.amendments {
            ui.add(Label::new(amended(amendment)).wrap());
        }
    }
    part(
        ui,
        "In the records",
        &[
            ("Row", view.seq.to_string()),
            ("Recorded", moment(&view.recorded_at)),
            (
                "Brought in from",
                view.brought_in.as_ref().map_or_else(String::new, |from| {
                    let first = moment(&from.recorded_at);
                    format!("{}, row {}, recorded there {first}", from.store, from.seq)
                }),
            ),
            ("Session id", session.session_id.to_string()),
            ("Hash of the row", view.hash.to_string()),
        ],
    );
    closed
}

/// Facts below each other; those of which nothing is known are left out.
fn part(ui: &mut Ui, title: &str, facts: &[(&str, String)]) {
    ui.separator();
    ui.text_label(strong(title));
    ui.spacing_mut().interact_size.y = 0.0;
    Grid::new(("facts", title))
        .num_columns(2)
        .spacing(vec2(space::L, space::XS))
        .show(ui, |ui| {
            for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
                ui.text_label(small(ui, *name));
                ui.add(Label::new(value).wrap());
                ui.end_row();
            }
        });
}

/// `24 Nov 2026, 06:55 (UTC-05:00)`.
fn moment(at: &Moment) -> String {
    let local = at.local();
    let exact = at.to_string();
    let offset = match exact.char_indices().rev().nth(5) {
        Some((start, '+' | '-')) => exact.get(start..).unwrap_or_default(),
        _ => "",
    };
    let (day, clock) = (time::full_day(local.date()), time::clock(local));
    format!("{day}, {clock} (UTC{offset})")
}

/// "Day shift completed it on 24 Nov 2026, 06:55–07:09, led by …; 13 of 14 present."
fn sentence(session: &Completion) -> String {
    let did = match (session.outcome, session.delivery) {
        (Outcome::Partial, _) => "began it",
        (_, Delivery::RollCall) => "completed it",
        (_, Delivery::MakeUp) => "made it up",
        (_, Delivery::Class) => "completed it in a class",
        (_, Delivery::SelfStudy) => "studied it alone",
    };
    let led = match session.facilitator.name.as_str() {
        "" => String::new(),
        name => format!(", led by {name}"),
    };
    let there = session
        .officers
        .iter()
        .filter(|o| o.mark.was_there())
        .count();
    let others = match session.headcount {
        0 => String::new(),
        count => format!(" and {count} more by headcount"),
    };
    format!(
        "{} {did} on {}, {}–{}{led}; {there} of {} present{others}.",
        session.shift_name,
        time::full_day(session.shift_date),
        time::clock(session.started_at.local()),
        time::clock(session.ended_at.local()),
        session.officers.len(),
    )
}

fn session_facts(session: &Completion) -> Vec<(&'static str, String)> {
    let ori = match session.ori.as_str() {
        "" => String::new(),
        ori => format!(" (ORI {ori})"),
    };
    vec![
        ("Agency", format!("{}{ori}", session.agency)),
        ("Station", session.station.clone()),
        ("Room", session.room.clone()),
        ("Began", moment(&session.started_at)),
        ("Ended", moment(&session.ended_at)),
        (
            "Clock",
            if session.clock_doubt {
                "in doubt: it ran backwards, was not set, or stood before the last record; or the day was still to come".to_owned()
            } else {
                String::new()
            },
        ),
        (
            "Minutes",
            format!(
                "{} of {} planned{}",
                session.actual_minutes,
                session.planned_minutes,
                session
                    .credit_minutes
                    .map(|minutes| format!(", {minutes} of credit"))
                    .unwrap_or_default()
            ),
        ),
        ("Held", delivery::in_words(session.delivery).to_owned()),
        (
            "Step reached",
            session
                .step_reached
                .map(|step| step.to_string())
                .unwrap_or_default(),
        ),
        (
            "Entered",
            match session.entered {
                Entered::Live => "live",
                Entered::ByHand => "by hand, from paper",
            }
            .to_owned(),
        ),
        (
            "Program",
            format!("Muster {} on {}", session.app_version, session.machine),
        ),
    ]
}

fn content_facts(session: &Completion) -> Vec<(&'static str, String)> {
    let course = &session.course;
    vec![
        (
            "Module",
            format!("{}/{}", session.pack_id, session.module_id),
        ),
        ("Variant", session.variant.clone()),
        (
            "Version",
            session
                .pack_version
                .map(|version| version.to_string())
                .unwrap_or_default(),
        ),
        ("Language", session.language.clone()),
        (
            "Publisher",
            match session.key_id {
                Some(key) => format!("{}, key {key}", session.publisher),
                None => session.publisher.clone(),
            },
        ),
        ("SHA-256 of the pack", session.pack_sha256.clone()),
        ("Approval", session.approval.clone()),
        (
            "Review",
            if session.review_overdue {
                "was overdue".to_owned()
            } else {
                String::new()
            },
        ),
        ("Status", session.status.clone()),
        ("Course code", course.code.clone()),
        ("Lesson plan", course.lesson_plan.clone()),
        ("Category", course.category.clone()),
    ]
}

fn sign_off_facts(session: &Completion) -> Vec<(&'static str, String)> {
    let led = &session.facilitator;
    vec![
        ("Led by", joined([&led.rank, &led.name, &led.id])),
        ("Instructor certificate", led.certification.clone()),
        ("Account", led.account.clone()),
        ("Signed off by", session.signed_by.clone()),
        ("At", moment(&session.signed_at)),
        ("Notes", session.notes.clone()),
    ]
}

fn joined(parts: [&String; 3]) -> String {
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

fn people_ui(ui: &mut Ui, session: &Completion) {
    ui.separator();
    ui.text_label(strong("People"));
    for (mark, title) in [
        (Mark::Present, "Present"),
        (Mark::Late, "Late"),
        (Mark::LeftEarly, "Left early"),
        (Mark::Excused, "Excused"),
        (Mark::Absent, "Absent"),
        (Mark::Unmarked, "Not marked"),
    ] {
        let officers: Vec<&Officer> = session
            .officers
            .iter()
            .filter(|officer| officer.mark == mark)
            .collect();
        if officers.is_empty() {
            continue;
        }
        ui.text_label(small(ui, format!("{title} ({})", officers.len())));
        for officer in officers {
            ui.add(Label::new(officer_words(officer)).wrap());
        }
    }
    if session.headcount > 0 {
        ui.text_label(format!("Others by headcount: {}", session.headcount));
    }
}

fn officer_words(officer: &Officer) -> String {
    let mut parts = vec![joined([&officer.rank, &officer.name, &officer.id])];
    if !officer.squad.is_empty() {
        parts.push(format!("squad {}", officer.squad));
    }
    if officer.visiting {
        parts.push("visiting".to_owned());
    }
    if let Some(at) = &officer.arrived_at {
        parts.push(format!("came {}", time::clock(at.local())));
    }
    if let Some(method) = officer.method {
        let how = match method {
            Method::Single => "by name",
            Method::AllHere => "by “all here”",
            Method::ByHand => "by hand",
        };
        let at = officer.marked_at.as_ref();
        let at = at.map(|at| format!(" at {}", time::clock(at.local())));
        let by = match officer.marked_by.as_str() {
            "" => String::new(),
            by => format!(" by {by}"),
        };
        parts.push(format!("marked {how}{by}{}", at.unwrap_or_default()));
    }
    if let Acknowledgement::Paper(sheet) = &officer.acknowledgement {
        parts.push(format!("signed on sheet {sheet}"));
    }
    parts.join(", ")
}

fn shown_ui(ui: &mut Ui, session: &Completion) {
    ui.separator();
    ui.text_label(strong("Shown"));
    for medium in &session.media {
        let millis: u64 = medium
            .played
            .iter()
            .map(|(from, to)| to.saturating_sub(*from))
            .sum();
        let length = time::length(i64::try_from(millis).unwrap_or(i64::MAX));
        let end = if medium.to_end {
            "to its end"
        } else {
            "not to its end"
        };
        let captions = if medium.captions {
            "captions on"
        } else {
            "captions off"
        };
        let words = format!("{}: {length} played, {end}, {captions}", medium.id);
        ui.add(Label::new(words).wrap());
    }
    let prompts = session
        .prompts
        .iter()
        .map(|prompt| (&prompt.id, prompt.shown));
    let aids = session.job_aids.iter().map(|aid| (&aid.id, aid.shown));
    for (what, shown) in [("Prompts", listed(prompts)), ("Job aids", listed(aids))] {
        if !shown.is_empty() {
            ui.add(Label::new(format!("{what}: {shown}")).wrap());
        }
    }
}

fn listed<'a>(items: impl Iterator<Item = (&'a String, bool)>) -> String {
    let words: Vec<String> = items
        .map(|(id, shown)| {
            if shown {
                id.clone()
            } else {
                format!("{id} (skipped)")
            }
        })
        .collect();
    words.join(", ")
}

/// `mark of 1042: "absent" → "present", by …, because …, 25 Nov 2026, 08:00`.
fn amended(amendment: &Amendment) -> String {
    let made = format!(
        "by {}, because: {} ({})",
        amendment.by,
        amendment.why,
        moment(&amendment.at)
    );
    // RECORDS 2.13.
    if let Some(name) = amendment.to.get("name").and_then(serde_json::Value::as_str) {
        return format!("{} put on the roll, {made}", shown(name));
    }
    let of = match &amendment.officer {
        Some(officer) => {
            let row = amendment
                .row
                .map_or_else(String::new, |row| format!(" (row {row})"));
            let officer = if officer.is_empty() {
                "a visitor"
            } else {
                officer
            };
            format!(" of {officer}{row}")
        }
        None => String::new(),
    };
    format!(
        "{}{of}: {} → {}, {made}",
        amendment.field, amendment.from, amendment.to
    )
}
