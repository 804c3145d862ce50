//! The make-up list: who missed which briefing, since when and why (SCREENS 10.12).

use std::path::PathBuf;

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::pack::ModuleRef;
use crate::records::missed::{Missed, Open};
use crate::station::Station;
use crate::ui::screens::records::{RecordsCommand, RecordsModel};
use crate::ui::widgets::choice::choice_ui;
use crate::ui::widgets::forms::{field, heading, small};
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::table::{Cell, Column, Sorting, table_ui};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, card, message};
use crate::ui::{icons, time};
use crate::words::{missed_reason, shown_path};

const COLUMNS: [Column; 6] = [
    Column {
        title: "Officer",
        share: 3.2,
    },
    Column {
        title: "Number",
        share: 1.4,
    },
    Column {
        title: "Shift",
        share: 2.0,
    },
    Column {
        title: "Briefing",
        share: 4.4,
    },
    Column {
        title: "Open since",
        share: 2.0,
    },
    Column {
        title: "Why",
        share: 3.0,
    },
];

/// State of the list between frames.
#[derive(Debug, Default)]
pub struct MissedState {
    text: String,
    shift: Option<String>,
    module: Option<ModuleRef>,
    sorting: Sorting,
    exporting: bool,
    path: String,
}

/// The list. Returns whether it is to be closed.
pub fn show(
    ui: &mut Ui,
    model: &RecordsModel,
    station: &Station,
    (today, height): (Date, f32),
    state: &mut MissedState,
    commands: &mut Vec<RecordsCommand>,
) -> bool {
    let mut is_closed = false;
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.text_label(heading("Who missed it"));
            let back = Button::quiet("Back to the briefings").icon(icons::CARET_LEFT);
            is_closed = ui.add(back).clicked();
        });
        match &model.missed {
            None => {
                ui.text_label(small(ui, "Reading…"));
            }
            Some(Err(words)) => {
                message(ui, Tone::Problem, words, false);
            }
            Some(Ok(missed)) => {
                list_ui(ui, model, missed, station, (today, height), state, commands);
            }
        }
    });
    is_closed
}

fn list_ui(
    ui: &mut Ui,
    model: &RecordsModel,
    missed: &[Missed],
    station: &Station,
    (today, height): (Date, f32),
    state: &mut MissedState,
    commands: &mut Vec<RecordsCommand>,
) {
    let about = "Of what each shift has completed, what is still open for its officers. Somebody who made \
                 it up in any briefing is not on the list.";
    ui.add(Label::new(small(ui, about)).wrap());
    let mut modules: Vec<(ModuleRef, String)> = Vec::new();
    for open in missed.iter().flat_map(|missed| &missed.open) {
        if !modules.iter().any(|(module, _)| *module == open.module) {
            modules.push((open.module.clone(), open.title.clone()));
        }
    }
    ui.horizontal_wrapped(|ui| {
        field(ui, "Find: name or number", &mut state.text, 220.0);
        let shifts = station.shifts.iter();
        let shifts: Vec<_> = shifts.map(|s| (s.id.to_string(), s.name.clone())).collect();
        choice_ui(ui, ("Of shift", "All"), 160.0, &mut state.shift, &shifts);
        choice_ui(
            ui,
            ("Of briefing", "All"),
            320.0,
            &mut state.module,
            &modules,
        );
    });
    let rows: Vec<Vec<Cell>> = missed
        .iter()
        .filter(|missed| is_wanted(missed, state))
        .flat_map(|missed| {
            let open = missed.open.iter();
            let open = open.filter(|open| state.module.as_ref().is_none_or(|m| *m == open.module));
            open.map(move |open| row(missed, open, today))
        })
        .collect();
    acts_ui(ui, model, rows.len(), state, commands);
    if rows.is_empty() {
        let nothing = if missed.is_empty() {
            "Nobody missed a briefing that the shift completed."
        } else {
            "Nobody missed what fits."
        };
        ui.text_label(nothing);
        return;
    }
    table_ui(
        ui,
        "missed",
        &COLUMNS,
        &mut state.sorting,
        &rows,
        None,
        height,
    );
}

fn is_wanted(missed: &Missed, state: &MissedState) -> bool {
    let officer = &missed.officer;
    let text = format!("{} {}", officer.name, officer.id).to_lowercase();
    let mut words = state.text.split_whitespace();
    state
        .shift
        .as_ref()
        .is_none_or(|shift| missed.shift.id.as_str() == shift)
        && words.all(|word| text.contains(&word.to_lowercase()))
}

fn row(missed: &Missed, open: &Open, today: Date) -> Vec<Cell> {
    vec![
        Cell::new(&missed.officer.name),
        Cell::new(&missed.officer.id),
        Cell::new(&missed.shift.name),
        Cell::new(&open.title),
        Cell::by(time::short_day(open.since, today), open.since.to_string()),
        Cell::new(missed_reason(open.reason)),
    ]
}

fn acts_ui(
    ui: &mut Ui,
    model: &RecordsModel,
    count: usize,
    state: &mut MissedState,
    commands: &mut Vec<RecordsCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.text_label(small(ui, time::count(count, "open briefing")));
        let export = Button::quiet("Export the list…").icon(icons::EXPORT);
        if ui.add(export.chosen(state.exporting)).clicked() {
            state.exporting = !state.exporting;
            commands.push(RecordsCommand::FindPlaces);
        }
    });
    if state.exporting {
        let about =
            "The whole list is written as a CSV file. It names officers: keep it accordingly.";
        ui.add(Label::new(small(ui, about)).wrap());
        let place: Option<PathBuf> = places_ui(ui, "Save to", &model.places, &mut state.path);
        if let Some(folder) = place {
            commands.push(RecordsCommand::ExportMissed(folder));
            state.exporting = false;
        }
    }
    match &model.missed_file {
        Some(Ok(file)) => {
            banner(
                ui,
                Tone::Good,
                &format!("The list is in {}.", shown_path(file)),
            );
        }
        Some(Err(words)) => {
            message(ui, Tone::Problem, words, false);
        }
        None => {}
    }
}
