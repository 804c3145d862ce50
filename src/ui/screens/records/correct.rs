//! A change of one field of a recorded briefing (SCREENS 10.11): what was recorded stays, the change is a
//! row of its own.

use eframe::egui::Ui;
use uuid::Uuid;

use crate::records::SessionView;
use crate::session::Mark;
use crate::ui::screens::briefing::roll::mark_name;
use crate::ui::theme::space;
use crate::ui::widgets::choice::choice_ui;
use crate::ui::widgets::forms::{field, small, strong};
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, card};

/// A change that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The briefing.
    pub session: Uuid,
    /// Whose field: the place in the roll, from 1; nothing for a field of the briefing.
    pub row: Option<u32>,
    /// The field, as records name it.
    pub field: String,
    /// The new value.
    pub to: String,
    /// Who changes it.
    pub by: String,
    /// Why.
    pub why: String,
    /// A day is right, though it lies before 1990 or is still to come.
    pub confirmed: bool,
}

/// Who is put on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// An officer of the roster, by number.
    Officer(String),
    /// Somebody from elsewhere, by name.
    Visitor(String),
}

/// Somebody who is to be put on the roll of a recorded briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollAddition {
    /// The briefing.
    pub session: Uuid,
    /// Who.
    pub who: Whom,
    /// Where the officer was.
    pub mark: Mark,
    /// How many minutes the officer was there, where that was typed.
    pub minutes: Option<u32>,
    /// Who adds the officer.
    pub by: String,
    /// Why.
    pub why: String,
}

/// The place in the roll of somebody who is not on it.
const NOT_ON_ROLL: u32 = 0;

/// Marks that are given afterwards.
const MARKS: [Mark; 5] = [
    Mark::Present,
    Mark::Late,
    Mark::LeftEarly,
    Mark::Excused,
    Mark::Absent,
];

/// The form as it is being filled in.
#[derive(Debug, Default)]
pub struct CorrectForm {
    session: Uuid,
    row: Option<u32>,
    field: Option<&'static str>,
    number: String,
    visitor: String,
    mark: Option<Mark>,
    minutes: String,
    to: String,
    by: String,
    why: String,
    confirmed: bool,
}

impl CorrectForm {
    /// An empty one for this briefing.
    #[must_use]
    pub fn new(session: Uuid) -> Self {
        Self {
            session,
            ..Self::default()
        }
    }

    /// Whether it is for this briefing.
    #[must_use]
    pub fn is_for(&self, session: Uuid) -> bool {
        self.session == session
    }
}

/// The result of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// It is to be recorded.
    Record(Box<Correction>),
    /// Somebody is to be put on the roll.
    Add(Box<RollAddition>),
    /// It is left.
    Left,
}

/// Fields of the briefing by the names that people know, in the order of the record.
const OF_SESSION: [(&str, &str); 14] = [
    ("shift_date", "Date of the shift (2026-11-30)"),
    ("started_at", "Began (2026-11-30T06:55:00-05:00)"),
    ("ended_at", "Ended (2026-11-30T07:10:00-05:00)"),
    ("actual_minutes", "Minutes"),
    ("credit_minutes", "Minutes of credit"),
    ("delivery", "Held (roll_call, make_up, class, self_study)"),
    ("outcome", "Outcome (complete, partial)"),
    ("facilitator.name", "Led by: name"),
    ("facilitator.id", "Led by: number"),
    ("facilitator.certification", "Instructor certificate"),
    ("headcount", "Others by headcount"),
    ("signed_by", "Signed off by"),
    (
        "on_duty",
        "On duty, of a make-up or self-study (true, false)",
    ),
    ("notes", "Notes"),
];
/// Fields of somebody on the roll.
const OF_OFFICER: [(&str, &str); 8] = [
    (
        "mark",
        "Mark (present, late, left_early, excused, absent, unmarked)",
    ),
    ("name", "Name"),
    ("id", "Number"),
    ("rank", "Rank"),
    ("squad", "Squad"),
    ("minutes", "Minutes there"),
    ("left_at", "Left (2026-11-30T07:05:00-05:00)"),
    ("acknowledgement", "Serial number of the signed sheet"),
];

/// The form; `busy` while something is being recorded.
pub fn show(
    ui: &mut Ui,
    form: &mut CorrectForm,
    view: &SessionView,
    busy: bool,
) -> Option<Corrected> {
    let mut done = None;
    card(ui, |ui| {
        ui.text_label(strong("Change one thing afterwards"));
        let rows = view.session.officers.iter().zip(1..);
        let rows = rows.map(|(o, row)| (row, format!("{row}. {} {}", o.name, o.id)));
        let other = (NOT_ON_ROLL, "Somebody who is not on the roll".to_owned());
        let rows: Vec<(u32, String)> = rows.chain([other]).collect();
        let before = form.row;
        // Beside the list there is little room.
        let width = (ui.available_width() - space::XL).clamp(200.0, 420.0);
        choice_ui(ui, ("Of", "The briefing"), width, &mut form.row, &rows);
        if form.row.is_some() != before.is_some() {
            form.field = None;
        }
        if form.row == Some(NOT_ON_ROLL) {
            addition_ui(ui, form, width);
        } else {
            field_ui(ui, form, width);
        }
        field(ui, "Changed by", &mut form.by, width);
        field(ui, "Why", &mut form.why, width);
        let timed = ["shift_date", "started_at", "ended_at"];
        if form.field.is_some_and(|field| timed.contains(&field)) {
            ui.checkbox(
                &mut form.confirmed,
                "The day is right, though it lies before 1990 or is still to come",
            );
        }
        let ready = ready(form);
        ui.horizontal_wrapped(|ui| {
            let record = Button::primary("Record the change").enabled(ready.is_ok() && !busy);
            if ui.add(record).clicked()
                && let Ok(change) = &ready
            {
                done = Some(change.clone());
            }
            let leave = Button::new("Leave it").spoken("Leave the change");
            if ui.add(leave).clicked() {
                done = Some(Corrected::Left);
            }
            if let Err(missing) = ready {
                ui.text_label(small(ui, missing));
            }
        });
    });
    done
}

/// Which field, and what it is to be.
fn field_ui(ui: &mut Ui, form: &mut CorrectForm, width: f32) {
    let fields: &[(&str, &str)] = match form.row {
        Some(_) => &OF_OFFICER,
        None => &OF_SESSION,
    };
    let fields: Vec<_> = fields.iter().map(|(f, n)| (*f, (*n).to_owned())).collect();
    choice_ui(ui, ("What", "Choose…"), width, &mut form.field, &fields);
    field(ui, "It is to be", &mut form.to, width);
}

/// Who was there and is not on the roll.
fn addition_ui(ui: &mut Ui, form: &mut CorrectForm, width: f32) {
    field(
        ui,
        "Number, of an officer on the roster",
        &mut form.number,
        width,
    );
    field(
        ui,
        "or name, of somebody from elsewhere",
        &mut form.visitor,
        width,
    );
    let marks = MARKS.map(|mark| (mark, mark_name(mark).to_owned()));
    choice_ui(ui, ("Was", "Choose…"), width, &mut form.mark, &marks);
    field(
        ui,
        "Minutes there (empty: all of it)",
        &mut form.minutes,
        width,
    );
}

fn ready_to_add(form: &CorrectForm) -> Result<Corrected, &'static str> {
    let (number, visitor) = (form.number.trim(), form.visitor.trim());
    let who = match (number.is_empty(), visitor.is_empty()) {
        (false, true) => Whom::Officer(number.to_owned()),
        (true, false) => Whom::Visitor(visitor.to_owned()),
        (true, true) => return Err("Say who: a number, or a name."),
        (false, false) => return Err("Say who once: a number, or a name."),
    };
    let minutes = match form.minutes.trim() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| "Write minutes as a number.")?),
    };
    let (by, why) = made(form)?;
    Ok(Corrected::Add(Box::new(RollAddition {
        session: form.session,
        who,
        mark: form.mark.ok_or("Choose where the officer was.")?,
        minutes,
        by,
        why,
    })))
}

fn ready(form: &CorrectForm) -> Result<Corrected, &'static str> {
    if form.row == Some(NOT_ON_ROLL) {
        return ready_to_add(form);
    }
    let field = form.field.ok_or("Choose what is changed.")?;
    let (by, why) = made(form)?;
    Ok(Corrected::Record(Box::new(Correction {
        session: form.session,
        row: form.row,
        field: field.to_owned(),
        to: form.to.trim().to_owned(),
        by,
        why,
        confirmed: form.confirmed,
    })))
}

/// Who makes the change, and why.
fn made(form: &CorrectForm) -> Result<(String, String), &'static str> {
    if form.by.trim().is_empty() {
        return Err("Say who changes it.");
    }
    if form.why.trim().is_empty() {
        return Err("Say why.");
    }
    Ok((form.by.trim().to_owned(), form.why.trim().to_owned()))
}
