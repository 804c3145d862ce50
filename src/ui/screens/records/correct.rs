//! A change of one field of a recorded briefing (SCREENS 10.11): what was recorded stays, the change is a
//! row of its own.

use eframe::egui::Ui;
use uuid::Uuid;

use crate::records::SessionView;
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

/// The form as it is being filled in.
#[derive(Debug, Default)]
pub struct CorrectForm {
    session: Uuid,
    row: Option<u32>,
    field: Option<&'static str>,
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
#[derive(Debug, PartialEq, Eq)]
pub enum Corrected {
    /// It is to be recorded.
    Record(Box<Correction>),
    /// It is left.
    Left,
}

/// Fields of the briefing by the names that people know, in the order of the record.
const OF_SESSION: [(&str, &str); 13] = [
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
    ("notes", "Notes"),
];
/// Fields of somebody on the roll.
const OF_OFFICER: [(&str, &str); 5] = [
    (
        "mark",
        "Mark (present, late, left_early, excused, absent, unmarked)",
    ),
    ("name", "Name"),
    ("id", "Number"),
    ("rank", "Rank"),
    ("squad", "Squad"),
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
        let rows: Vec<(u32, String)> = rows
            .map(|(officer, row)| (row, format!("{row}. {} {}", officer.name, officer.id)))
            .collect();
        let before = form.row;
        // Beside the list there is little room.
        let width = (ui.available_width() - space::XL).clamp(200.0, 420.0);
        choice_ui(ui, ("Of", "The briefing"), width, &mut form.row, &rows);
        if form.row.is_some() != before.is_some() {
            form.field = None;
        }
        let fields: &[(&str, &str)] = match form.row {
            Some(_) => &OF_OFFICER,
            None => &OF_SESSION,
        };
        let fields: Vec<_> = fields.iter().map(|(f, n)| (*f, (*n).to_owned())).collect();
        choice_ui(ui, ("What", "Choose…"), width, &mut form.field, &fields);
        field(ui, "It is to be", &mut form.to, width);
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
                && let Ok(correction) = &ready
            {
                done = Some(Corrected::Record(Box::new(correction.clone())));
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

fn ready(form: &CorrectForm) -> Result<Correction, &'static str> {
    let field = form.field.ok_or("Choose what is changed.")?;
    if form.by.trim().is_empty() {
        return Err("Say who changes it.");
    }
    if form.why.trim().is_empty() {
        return Err("Say why.");
    }
    Ok(Correction {
        session: form.session,
        row: form.row,
        field: field.to_owned(),
        to: form.to.trim().to_owned(),
        by: form.by.trim().to_owned(),
        why: form.why.trim().to_owned(),
        confirmed: form.confirmed,
    })
}
