//! What is installed on this PC.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::ui::screens::packs::{
    Act, InstalledRow, PacksCommand, PacksModel, PacksState, may_change, row_words,
};
use crate::ui::search::Search;
use crate::ui::time;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone};
use crate::words::bytes;

/// From this number of packs on there is a search field.
const SEARCH_FROM_PACKS: usize = 8;
/// The most rows that are listed; the rest is found by typing.
const MAX_ROWS: usize = 60;

/// The list.
pub(super) fn show(
    ui: &mut Ui,
    model: &PacksModel,
    today: Date,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    let count = model.installed.len();
    ui.horizontal(|ui| {
        ui.text_label(heading("On this PC"));
        if count > 0 {
            ui.text_label(small(ui, time::count(count, "pack")));
        }
    });
    if count == 0 {
        ui.text_label("Nothing is installed yet. Put in the stick with the packs.");
    }
    if count >= SEARCH_FROM_PACKS {
        field(ui, "Find an installed pack", &mut state.find, 320.0);
    } else {
        state.find.clear();
    }
    let search = Search::new(&state.find);
    let found = model.installed.iter().filter(|row| fits(row, &search));
    let mut more = 0;
    for (number, row) in found.enumerate() {
        if number < MAX_ROWS {
            row_ui(ui, row, model, today, state, commands);
        } else {
            more += 1;
        }
    }
    if more > 0 {
        ui.separator();
        ui.text_label(format!("{more} more: type to find them."));
    }
}

fn fits(row: &InstalledRow, search: &Search) -> bool {
    search.is_empty() || search.fits(&[&row.title, &row.publisher, row.id.as_str()])
}

fn row_ui(
    ui: &mut Ui,
    row: &InstalledRow,
    model: &PacksModel,
    today: Date,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.separator();
    ui.add(Label::new(strong(&row.title)).wrap());
    let facts = format!(
        "Version {} · {} · {} · installed {}",
        row.version,
        row.publisher,
        bytes(row.bytes),
        time::short_day(row.installed_on, today)
    );
    ui.add(Label::new(small(ui, facts)).wrap());
    if let Some(trouble) = &row.trouble {
        row_words(ui, Tone::Problem, trouble, "");
    }
    if let Some(day) = row.review_by.filter(|day| *day < today) {
        let words = format!("Its content was to be reviewed by {}", time::full_day(day));
        row_words(ui, Tone::Warning, &words, "");
    }
    // Where nothing can be changed the reason stands on top.
    if may_change(model) {
        acts_ui(ui, row, state, commands);
    }
}

fn acts_ui(
    ui: &mut Ui,
    row: &InstalledRow,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    let open = state.open.clone().filter(|(id, _)| *id == row.id);
    match open.map(|(_, act)| act) {
        None => {
            ui.horizontal_wrapped(|ui| {
                if let Some(kept) = row.kept {
                    let words = format!("Go back to version {kept}…");
                    let spoken = format!("Go back to version {kept} of {}", row.title);
                    if ui.add(Button::quiet(&words).spoken(&spoken)).clicked() {
                        state.open = Some((row.id.clone(), Act::RollBack));
                        state.reason.clear();
                    }
                }
                let spoken = format!("Remove {}", row.title);
                if ui.add(Button::quiet("Remove…").spoken(&spoken)).clicked() {
                    state.open = Some((row.id.clone(), Act::Remove));
                }
            });
        }
        Some(Act::RollBack) => {
            field(ui, "Why? It goes into the log.", &mut state.reason, 320.0);
            let given = !state.reason.trim().is_empty();
            ui.horizontal(|ui| {
                if ui.add(Button::primary("Go back").enabled(given)).clicked() {
                    commands.push(PacksCommand::RollBack {
                        id: row.id.clone(),
                        shown: row.version,
                        reason: state.reason.trim().to_owned(),
                    });
                    state.open = None;
                }
                if ui.add(Button::new("Keep as it is")).clicked() {
                    state.open = None;
                }
                if !given {
                    ui.text_label(small(ui, "A reason is needed."));
                }
            });
        }
        Some(Act::Remove) => {
            ui.add(Label::new("It will not be offered any more. What was recorded stays.").wrap());
            ui.horizontal(|ui| {
                if ui.add(Button::primary("Remove it")).clicked() {
                    commands.push(PacksCommand::Remove {
                        id: row.id.clone(),
                        shown: row.version,
                    });
                    state.open = None;
                }
                if ui.add(Button::new("Keep it")).clicked() {
                    state.open = None;
                }
            });
        }
    }
}
