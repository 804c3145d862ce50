//! What an administrator sets for this station: name, shifts, roster, approvals, assignments
//! (SCREENS 10.7).

mod approvals;
mod assignments;
mod captions;
mod model;
mod protection;
pub mod ready;
mod room;
mod roster;
mod shifts;
pub mod sound;
pub(in crate::ui) mod wall;

use eframe::egui::Ui;

use crate::station::{NameField, SettingError, Station, StationNames};
use crate::ui::theme::space;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, card, message};
use crate::ui::{Command, ScreenCommand};
use crate::words::{InWords, data_folder, data_owner, data_part, shown_path};

pub use model::{
    SoundCommand, SoundModel, StationCommand, StationFacts, StationModel, StationPart,
};

const PARTS: [(StationPart, &str); 7] = [
    (StationPart::Names, "Names"),
    (StationPart::Shifts, "Shifts"),
    (StationPart::Roster, "Roster"),
    (StationPart::Approvals, "Approvals"),
    (StationPart::Assignments, "Assignments"),
    (StationPart::Room, "Screen and sound"),
    (StationPart::Pc, "This PC"),
];

/// State of this screen between frames.
#[derive(Debug, Default)]
pub struct StationState {
    part: StationPart,
    names: Option<Names>,
    shifts: shifts::ShiftsState,
    roster: roster::RosterState,
    approvals: approvals::ApprovalsState,
    assignments: assignments::AssignmentsState,
}

impl StationState {
    /// This part is seen next.
    pub fn show_part(&mut self, part: StationPart) {
        self.part = part;
    }
}

/// The fields of the first part, as they are being typed.
#[derive(Clone, Debug, PartialEq)]
struct Names {
    /// As saved and shown: what others change meanwhile is not hidden.
    from: [String; 6],
    now: [String; 6],
    /// What somebody else changed of what is being edited, in sentences.
    meanwhile: Vec<String>,
}

/// The screen.
pub fn show(
    ui: &mut Ui,
    model: &StationModel,
    facts: StationFacts<'_>,
    state: &mut StationState,
    commands: &mut Vec<Command>,
) {
    let mut asked = Vec::new();
    if let Some(words) = &model.failed
        && message(ui, Tone::Problem, words, true)
    {
        asked.push(StationCommand::CloseFailure);
    }
    ui.horizontal_wrapped(|ui| {
        for (part, name) in PARTS {
            let chosen = state.part == part;
            if ui.add(Button::quiet(name).chosen(chosen)).clicked() {
                state.part = part;
            }
        }
        if let Some(saved) = &model.saved {
            ui.add_space(space::L);
            ui.text_label(small(ui, saved));
        }
    });
    ui.add_space(space::S);
    card(ui, |ui| match state.part {
        StationPart::Names => names_ui(ui, facts.station, &mut state.names, &mut asked),
        StationPart::Shifts => shifts::show(ui, facts, &mut state.shifts, &mut asked),
        StationPart::Roster => roster::show(ui, model, facts, &mut state.roster, &mut asked),
        StationPart::Approvals => {
            approvals::show(ui, facts, &mut state.approvals, &mut asked);
        }
        StationPart::Assignments => {
            assignments::show(ui, facts, &mut state.assignments, &mut asked);
        }
        StationPart::Room => {
            room::show(ui, facts, commands);
        }
        StationPart::Pc => {
            let mut of_check = Vec::new();
            ready::show(ui, facts.ready, facts.today, &mut of_check);
            let of_check = of_check.into_iter().map(ScreenCommand::Ready);
            commands.extend(of_check.map(Command::Screen));
            ui.add_space(space::L);
            pc_ui(ui, model, facts, &mut asked);
        }
    });
    let asked = asked.into_iter().map(ScreenCommand::Station);
    commands.extend(asked.map(Command::Screen));
}

/// The fields, as they are typed.
fn names_of(station: &Station) -> [String; 6] {
    let names = StationNames::of(station);
    NameField::ALL.map(|field| names.typed(field))
}

fn names_ui(
    ui: &mut Ui,
    station: &Station,
    names: &mut Option<Names>,
    commands: &mut Vec<StationCommand>,
) {
    let saved = names_of(station);
    let typed = names.get_or_insert_with(|| Names {
        from: saved.clone(),
        now: saved.clone(),
        meanwhile: Vec::new(),
    });
    let meanwhile = typed.follow(&saved);
    ui.text_label(heading("This station"));
    ui.add(Label::new(small(ui, "As it is to stand in every record from now on.")).wrap());
    let [name, agency, ori, room, tags, credit] = &mut typed.now;
    ui.columns_const(|[left, right]| {
        field(left, "Station", name, 420.0);
        field(left, "Room", room, 420.0);
        field(
            left,
            "Tags for variants, for example 287g (with commas between)",
            tags,
            420.0,
        );
        field(right, "Agency", agency, 420.0);
        field(right, "ORI (may be empty)", ori, 420.0);
        field(
            right,
            "Minutes credited: planned, actual or capped",
            credit,
            420.0,
        );
    });
    for words in &meanwhile {
        banner(ui, Tone::Warning, words);
    }
    ui.add_space(space::S);
    let changed = typed.now != saved;
    let wanted = names_typed(station, &typed.now);
    ui.horizontal(|ui| {
        let save = Button::primary("Save").enabled(changed && wanted.is_ok());
        if ui.add(save).clicked()
            && let Ok(wanted) = &wanted
        {
            // Saved over what was changed meanwhile only after that was shown.
            typed.meanwhile.clear();
            // As it is kept: without spaces around it, each tag once.
            typed.now = NameField::ALL.map(|field| wanted.typed(field));
            commands.push(StationCommand::SaveNames {
                was: StationNames::of(station),
                wanted: wanted.clone(),
            });
        }
        if changed {
            if ui.add(Button::new("Leave as it was")).clicked() {
                typed.now.clone_from(&saved);
                typed.meanwhile.clear();
            }
        } else {
            ui.text_label(small(ui, "Nothing is changed."));
        }
        if let Err(error) = &wanted {
            ui.text_label(small(ui, in_a_line(error)));
        }
    });
}

/// Why what was typed is not taken, beside the button that waits for it.
fn in_a_line(error: &SettingError) -> String {
    let words = error.in_words("");
    format!("{} {}", words.headline, words.advice)
}

const FIELDS: [&str; 6] = [
    "Station",
    "Agency",
    "ORI",
    "Room",
    "Tags",
    "Minutes credited",
];

impl Names {
    /// Takes over what somebody else saved meanwhile, but for fields that are being edited. Returns
    /// which of those were changed too, and to what.
    fn follow(&mut self, saved: &[String; 6]) -> Vec<String> {
        let fields = self.from.iter_mut().zip(&mut self.now).zip(saved);
        for (((from, now), saved), name) in fields.zip(FIELDS) {
            if from == saved {
                continue;
            }
            if now == from || now == saved {
                now.clone_from(saved);
            } else {
                self.meanwhile
                    .retain(|words| !words.starts_with(&format!("“{name}”")));
                self.meanwhile.push(format!(
                    "“{name}” was changed meanwhile to “{saved}”. Saving puts what is typed in its place."
                ));
            }
            from.clone_from(saved);
        }
        self.meanwhile.clone()
    }
}

/// What is to be saved: fields that nobody typed in stay as they are.
fn names_typed(station: &Station, typed: &[String; 6]) -> Result<StationNames, SettingError> {
    let mut wanted = StationNames::of(station);
    for (field, typed) in NameField::ALL.into_iter().zip(typed) {
        if wanted.typed(field) != *typed {
            wanted.set(field, typed)?;
        }
    }
    Ok(wanted)
}

fn pc_ui(
    ui: &mut Ui,
    model: &StationModel,
    facts: StationFacts<'_>,
    commands: &mut Vec<StationCommand>,
) {
    ui.text_label(heading("Where data lies"));
    let Some(data) = facts.data else {
        return;
    };
    ui.add(Label::new(data_folder(data.kind())).wrap());
    protection::show(ui, model, commands);
    for part in data.parts() {
        ui.text_label(strong(data_part(part.what)));
        ui.add(Label::new(shown_path(&part.path)).wrap());
        ui.add(Label::new(small(ui, data_owner(part.owner))).wrap());
    }
    if let Some(other) = data.other() {
        let words = format!(
            "There is a second store in {}. It is not used. If it holds this station's records, tell IT.",
            shown_path(other)
        );
        banner(ui, Tone::Warning, &words);
    }
}
