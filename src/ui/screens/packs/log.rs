//! What was done on this PC, by whom and when: the audit log.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::ui::screens::packs::{LogLine, LogState, PacksCommand, PacksModel};
use crate::ui::theme::space;
use crate::ui::widgets::forms::{heading, room_below, small, strong};
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::table::{Cell, Column, table_ui};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, message};
use crate::ui::{icons, time};
use crate::words::shown_path;

const COLUMNS: [Column; 5] = [
    Column {
        title: "When",
        share: 2.0,
    },
    Column {
        title: "What",
        share: 2.6,
    },
    Column {
        title: "Which",
        share: 4.0,
    },
    Column {
        title: "By",
        share: 1.6,
    },
    Column {
        title: "More",
        share: 4.0,
    },
];

/// The table, and the way to a file of it.
pub(super) fn show(
    ui: &mut Ui,
    model: &PacksModel,
    today: Date,
    state: &mut LogState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.text_label(heading("What was done on this PC"));
        ui.text_label(small(ui, counted(model)));
        let export = Button::new("Save as a file…").icon(icons::EXPORT);
        if !state.exporting && ui.add(export).clicked() {
            state.exporting = true;
            commands.push(PacksCommand::FindPlaces);
        }
    });
    if state.exporting {
        let places = &model.export_places;
        if let Some(folder) = places_ui(ui, "Save to", places, &mut state.path) {
            commands.push(PacksCommand::ExportLog(folder));
            state.exporting = false;
        }
        if ui.add(Button::quiet("Save no file")).clicked() {
            state.exporting = false;
        }
    }
    match &model.exported {
        Some(Ok(path)) => {
            banner(ui, Tone::Good, &format!("Saved as {}", shown_path(path)));
        }
        Some(Err(words)) if message(ui, Tone::Problem, words, true) => {
            commands.push(PacksCommand::CloseExport);
        }
        Some(Err(_)) | None => {}
    }
    let lines = &model.log.lines;
    if lines.is_empty() {
        ui.text_label("Nothing was done here yet.");
        return;
    }
    if let Some(line) = state.chosen.and_then(|chosen| lines.get(chosen)) {
        chosen_ui(ui, line);
    }
    let rows: Vec<Vec<Cell>> = lines.iter().map(|line| cells(line, today)).collect();
    let height = room_below(ui, 240.0);
    let sorting = &mut state.sorting;
    if let Some(row) = table_ui(ui, "log", &COLUMNS, sorting, &rows, state.chosen, height) {
        state.chosen = (state.chosen != Some(row)).then_some(row);
    }
}

fn counted(model: &PacksModel) -> String {
    let (shown, all) = (model.log.lines.len(), model.log.count);
    if shown == all {
        match all {
            1 => "1 entry".to_owned(),
            _ => format!("{all} entries"),
        }
    } else {
        format!("the newest {shown} of {all} entries; the file has all")
    }
}

fn cells(line: &LogLine, today: Date) -> Vec<Cell> {
    let day = time::short_day(line.at.date(), today);
    vec![
        Cell::by(
            format!("{day}, {}", time::clock(line.at)),
            line.at.to_string(),
        ),
        Cell::new(action_words(&line.action)),
        Cell::new(which(line)),
        Cell::new(&line.account),
        Cell::new(&line.detail),
    ]
}

fn which(line: &LogLine) -> String {
    match line.version {
        Some(version) => format!("{} version {version}", line.subject),
        None => line.subject.clone(),
    }
}

/// The entry that was pressed, whole.
fn chosen_ui(ui: &mut Ui, line: &LogLine) {
    let words = format!("{}: {}", action_words(&line.action), which(line));
    ui.add(Label::new(strong(&words)).wrap());
    let day = time::full_day(line.at.date());
    let facts = format!("{day}, {}, by {}", time::clock(line.at), line.account);
    ui.text_label(small(ui, facts));
    if !line.detail.is_empty() {
        ui.add(Label::new(&line.detail).wrap());
    }
    ui.add_space(space::S);
}

/// The label of an act in the log.
fn action_words(action: &str) -> &str {
    match action {
        "install" => "Installed",
        "update" => "Updated",
        "install_older" => "Installed an older one",
        "rollback" => "Went back",
        "remove" => "Removed",
        "prune" => "Deleted an old file",
        "quarantine" => "Set aside as damaged",
        "repair" => "Repaired",
        "trust_add" => "Trusted a publisher",
        "trust_remove" => "Trusts no longer",
        "trust_revoke" => "Revoked a key",
        "trust_init" => "Pinned the roots",
        "trust_replace" => "Replaced the roots by hand",
        "trust_list" => "Took a trust list",
        "roster" => "Took the roster",
        "assignments" => "Took assignments",
        other => other,
    }
}
