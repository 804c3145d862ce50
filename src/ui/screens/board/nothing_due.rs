//! Why nothing is offered on the board, with a button that leads to the remedy. Only completed
//! briefings are green (SCREENS 5.8).

use eframe::egui::{RichText, Ui};

use crate::records::due::CellState;
use crate::ui::screens::station::StationPart;
use crate::ui::theme::{self, size};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, card};
use crate::ui::{Command, Model, time};

/// Why the board offers nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NothingDue {
    /// What is due lies in damaged packs.
    Damaged,
    /// Nothing can be due without shifts.
    NoShifts,
    /// All that is due was put off.
    PutOff(usize),
    /// So many briefings would be due, but nobody approved them.
    NotApproved(usize),
    /// What is approved is completed; so many briefings are not approved.
    DoneButUnapproved(usize),
    /// Nothing that is installed is meant for this shift.
    NotForShift,
    /// The shift completed everything that is for it.
    Done,
}

impl NothingDue {
    /// Why, from the board of the shift that is shown.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let due = &model.board.due_now;
        if due.iter().any(|name| model.is_damaged(name)) {
            return Self::Damaged;
        }
        if model.station.shifts.is_empty() {
            return Self::NoShifts;
        }
        if !due.is_empty() {
            return Self::PutOff(due.len());
        }
        let shift = model.shift.as_ref().map(|now| &now.shift.id);
        let column = model.board.shifts.iter().position(|s| Some(&s.id) == shift);
        let cells = || {
            let rows = model.board.rows.iter();
            rows.filter_map(|row| Some(row.cells.get(column?)?.state))
        };
        let open = cells()
            .filter(|state| *state == CellState::NotApproved)
            .count();
        let done = |state| matches!(state, CellState::Completed { .. });
        match (open, cells().any(done)) {
            (0, true) => Self::Done,
            (0, false) => Self::NotForShift,
            (open, true) => Self::DoneButUnapproved(open),
            (open, false) => Self::NotApproved(open),
        }
    }

    fn tone(&self) -> Tone {
        match self {
            Self::Damaged => Tone::Problem,
            Self::Done => Tone::Good,
            Self::PutOff(_) | Self::DoneButUnapproved(_) => Tone::Info,
            Self::NoShifts | Self::NotApproved(_) | Self::NotForShift => Tone::Warning,
        }
    }

    fn words(&self) -> (String, &'static str) {
        match self {
            Self::Damaged => (
                "What is due cannot be shown".to_owned(),
                "Its pack is damaged; what to do about it stands above. Any other briefing below \
                 can be held.",
            ),
            Self::NoShifts => (
                "This station has no shifts yet".to_owned(),
                "Without shifts nothing can be due. Any briefing below can be held already.",
            ),
            Self::PutOff(count) => (
                format!("{} put off by this shift", time::count(*count, "briefing")),
                "Nothing else is due. What was put off stays due.",
            ),
            Self::NotApproved(count) => (
                format!("{} not approved yet", time::count(*count, "briefing")),
                "A briefing is due only after somebody of the agency has approved it. Any \
                 briefing below can be held, and the record will say that it was not approved.",
            ),
            Self::DoneButUnapproved(count) => (
                "Nothing that is approved is due".to_owned(),
                match count {
                    1 => "One briefing is not approved, and so not due.",
                    _ => "Other briefings are not approved, and so not due.",
                },
            ),
            Self::NotForShift => (
                "Nothing is meant for this shift".to_owned(),
                "What is installed is assigned to other shifts, or not for the front line. Any \
                 briefing below can be held.",
            ),
            Self::Done => (
                "Nothing is due for this shift".to_owned(),
                "Any briefing below can be held again.",
            ),
        }
    }

    /// The button that leads to the remedy.
    fn mends(&self) -> Option<(&'static str, StationPart)> {
        match self {
            Self::NoShifts => Some(("Set the shifts", StationPart::Shifts)),
            Self::NotApproved(_) | Self::DoneButUnapproved(_) => {
                Some(("To the approvals", StationPart::Approvals))
            }
            Self::NotForShift => Some(("To the assignments", StationPart::Assignments)),
            Self::Damaged | Self::PutOff(_) | Self::Done => None,
        }
    }
}

/// The card in the place of a briefing that is due.
pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let nothing = NothingDue::of(model);
    let (tone, (headline, text)) = (nothing.tone(), nothing.words());
    card(ui, |ui| {
        ui.horizontal(|ui| {
            let icon = RichText::new(tone.icon()).size(size::TITLE);
            ui.text_label(icon.color(tone.color(&t)));
            ui.text_label(RichText::new(headline).font(theme::bold(size::HEADING)));
        });
        ui.add(Label::new(RichText::new(text).color(t.muted)).wrap());
        if let Some((words, part)) = nothing.mends()
            && ui.add(Button::new(words)).clicked()
        {
            commands.push(Command::ShowStation(part));
        }
    });
}
