//! The roster: who is on it, and taking a file in with its differences shown first. A part of
//! the Station screen.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::station::{Diff, Officer, RosterRead, Station, field_changes, in_a_line};
use crate::ui::screens::station::{StationCommand, StationFacts, StationModel};
use crate::ui::search::Search;
use crate::ui::theme::space;
use crate::ui::widgets::banner::notice;
use crate::ui::widgets::forms::{field, heading, room_below, small, strong};
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::table::{Cell, Column, MAX_ROWS, Sorting, table_ui};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, message};
use crate::ui::{icons, time};
use crate::words::{roster_warning, shown_path};

/// Officers of each kind that the preview names; the rest are counted.
const MAX_SHOWN_OFFICERS: usize = 200;
/// The most warnings that it names.
const MAX_SHOWN_WARNINGS: usize = 20;

/// State of this part between frames.
#[derive(Debug, Default)]
pub struct RosterState {
    open: Option<Open>,
    path: String,
    find: String,
    sorting: Sorting,
}

/// What is asked about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Import,
    Export,
}

const COLUMNS: [Column; 6] = [
    Column {
        title: "Id",
        share: 2.0,
    },
    Column {
        title: "Name",
        share: 4.0,
    },
    Column {
        title: "Rank",
        share: 2.5,
    },
    Column {
        title: "Squad",
        share: 2.0,
    },
    Column {
        title: "Shift",
        share: 2.5,
    },
    Column {
        title: "On the roster",
        share: 3.0,
    },
];

/// This part.
pub fn show(
    ui: &mut Ui,
    model: &StationModel,
    facts: StationFacts<'_>,
    state: &mut RosterState,
    commands: &mut Vec<StationCommand>,
) {
    if let Some(preview) = &model.preview {
        preview_ui(ui, preview, state, commands);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.text_label(heading("Roster"));
        ui.add_space(space::L);
        if state.open.is_some() {
            return;
        }
        let import = Button::new("Take in a roster file…").icon(icons::DOWNLOAD_SIMPLE);
        if ui.add(import).clicked() {
            state.open = Some(Open::Import);
            commands.push(StationCommand::FindPlaces);
        }
        let export = Button::new("Write the roster to a file…").icon(icons::EXPORT);
        let any = !facts.station.roster.is_empty();
        if any && ui.add(export).clicked() {
            state.open = Some(Open::Export);
            commands.push(StationCommand::FindPlaces);
        }
    });
    match state.open {
        Some(Open::Import) => {
            import_ui(ui, model, state, commands);
            ui.separator();
        }
        Some(Open::Export) => {
            export_ui(ui, model, state, commands);
            ui.separator();
        }
        None => {}
    }
    exported_ui(ui, model, commands);
    let roster = &facts.station.roster;
    if roster.is_empty() {
        ui.text_label("Nobody is on the roster yet. Take in the file from your personnel system.");
        return;
    }
    list_ui(ui, facts.station, facts.today, state);
}

fn import_ui(
    ui: &mut Ui,
    model: &StationModel,
    state: &mut RosterState,
    commands: &mut Vec<StationCommand>,
) {
    ui.add(
        Label::new(
            "A CSV or text file as Excel saves it, with a header: officer_id and name, and if you \
             have them rank, squad, shift, certification, active_from, active_to. A column that is \
             left out changes nothing; an empty field clears it.",
        )
        .wrap(),
    );
    if let Some(path) = places_ui(ui, "Read from", &model.places, &mut state.path) {
        commands.push(StationCommand::ReadRoster(path));
    }
    if ui.add(Button::new("Take none in")).clicked() {
        state.open = None;
    }
}

fn export_ui(
    ui: &mut Ui,
    model: &StationModel,
    state: &mut RosterState,
    commands: &mut Vec<StationCommand>,
) {
    let words = "A CSV file of everybody, inactive officers included, for Excel: taken in again as \
                 it is, it changes nothing.";
    ui.add(Label::new(words).wrap());
    if let Some(path) = places_ui(ui, "Write to", &model.places, &mut state.path) {
        commands.push(StationCommand::ExportRoster(path));
        state.open = None;
    }
    if ui.add(Button::new("Write none")).clicked() {
        state.open = None;
    }
}

/// What came of writing it; stays until it is closed.
fn exported_ui(ui: &mut Ui, model: &StationModel, commands: &mut Vec<StationCommand>) {
    match &model.exported {
        Some(Ok(file)) => {
            let words = format!("The roster is in {}.", shown_path(file));
            if notice(ui, Tone::Good, &words, None) {
                commands.push(StationCommand::CloseExport);
            }
        }
        Some(Err(words)) if message(ui, Tone::Problem, words, true) => {
            commands.push(StationCommand::CloseExport);
        }
        Some(Err(_)) | None => {}
    }
}

fn list_ui(ui: &mut Ui, station: &Station, today: Date, state: &mut RosterState) {
    field(
        ui,
        "Find by name, id, rank, squad or shift",
        &mut state.find,
        420.0,
    );
    let search = Search::new(&state.find);
    let fits = |officer: &&Officer| search.is_empty() || search.fits(&[&text_of(station, officer)]);
    let found: Vec<&Officer> = station.roster.iter().filter(fits).collect();
    let active = found
        .iter()
        .filter(|officer| officer.is_active(today))
        .count();
    let mut counted = format!("{} on the roster today", time::count(active, "officer"));
    if found.len() > active {
        counted = format!("{counted}, {} inactive", found.len() - active);
    }
    if found.len() > MAX_ROWS {
        counted = format!("{counted}; the first {MAX_ROWS} are shown: type to find others");
    }
    ui.text_label(small(ui, counted));
    let rows: Vec<Vec<Cell>> = found
        .iter()
        .take(MAX_ROWS)
        .map(|officer| row(station, officer, today))
        .collect();
    let height = room_below(ui, 360.0) - space::XL;
    table_ui(
        ui,
        "roster",
        &COLUMNS,
        &mut state.sorting,
        &rows,
        None,
        height,
    );
}

fn shift_name<'a>(station: &'a Station, officer: &'a Officer) -> &'a str {
    let Some(id) = &officer.shift else {
        return "";
    };
    let shift = station.shifts.iter().find(|shift| shift.id == *id);
    shift.map_or(id.as_str(), |shift| shift.name.as_str())
}

fn text_of(station: &Station, officer: &Officer) -> String {
    [
        officer.id.as_str(),
        &officer.name,
        &officer.rank,
        &officer.squad,
        shift_name(station, officer),
    ]
    .join(" ")
}

fn row(station: &Station, officer: &Officer, today: Date) -> Vec<Cell> {
    let on = match (officer.active_from, officer.active_to) {
        (_, Some(to)) if to < today => format!("until {}", time::full_day(to)),
        (Some(from), _) if from > today => format!("from {}", time::full_day(from)),
        (_, Some(to)) => format!("yes, until {}", time::full_day(to)),
        _ => "yes".to_owned(),
    };
    vec![
        Cell::new(&officer.id),
        Cell::new(&officer.name),
        Cell::new(&officer.rank),
        Cell::new(&officer.squad),
        Cell::new(shift_name(station, officer)),
        Cell::new(on),
    ]
}

fn preview_ui(
    ui: &mut Ui,
    preview: &RosterRead,
    state: &mut RosterState,
    commands: &mut Vec<StationCommand>,
) {
    let diff = &preview.diff;
    ui.text_label(heading("What this roster would change"));
    ui.add(Label::new(small(ui, shown_path(&preview.file))).wrap());
    let words = format!(
        "{} new, {} changed, {} gone, {} as they are",
        diff.new.len(),
        diff.changed.len(),
        diff.gone.len(),
        diff.unchanged
    );
    ui.text_label(strong(&words));
    let sums = in_a_line(diff.field_sums());
    if !sums.is_empty() {
        ui.add(Label::new(strong(&format!("Fields that change: {sums}"))).wrap());
    }
    columns_ui(ui, preview);
    for warning in diff.warnings.iter().take(MAX_SHOWN_WARNINGS) {
        let words = roster_warning(warning).to_string();
        banner(ui, Tone::Warning, &words);
    }
    let more = diff.warnings.len().saturating_sub(MAX_SHOWN_WARNINGS);
    if more > 0 {
        ui.text_label(strong(&format!("and {more} more warnings")));
    }
    decision_ui(ui, diff, state, commands);
    group_ui(ui, "New", diff.new.iter().map(named));
    group_ui(
        ui,
        "Changed",
        diff.changed.iter().map(|(before, after)| {
            let fields = in_a_line(field_changes(before, after));
            format!("{}: {fields}", named(after))
        }),
    );
    group_ui(
        ui,
        "Gone: they become inactive; what was recorded stays",
        diff.gone.iter().map(named),
    );
}

/// Which columns count.
fn columns_ui(ui: &mut Ui, preview: &RosterRead) {
    let missing = &preview.roster.missing_columns;
    if !missing.is_empty() {
        let columns: Vec<&str> = missing.iter().map(|column| column.name()).collect();
        let words = format!(
            "Columns that are not in the file, and change nothing: {}",
            columns.join(", ")
        );
        ui.add(Label::new(small(ui, words)).wrap());
    }
    if !preview.roster.ignored_columns.is_empty() {
        let columns = preview.roster.ignored_columns.join(", ");
        ui.add(Label::new(small(ui, format!("Columns not used: {columns}"))).wrap());
    }
}

/// The two buttons. Where many officers are changed at once, the first says so (RECORDS 7.17).
fn decision_ui(
    ui: &mut Ui,
    diff: &Diff,
    state: &mut RosterState,
    commands: &mut Vec<StationCommand>,
) {
    let nothing = diff.changes_nothing();
    ui.horizontal_wrapped(|ui| {
        let take = if diff.is_mass_change() {
            Button::new("All these changes are right: take this roster in")
        } else {
            Button::primary("Take this roster in").enabled(!nothing)
        };
        if ui.add(take).clicked() {
            commands.push(StationCommand::TakeRoster);
            state.open = None;
        }
        if ui.add(Button::new("Leave the roster as it is")).clicked() {
            commands.push(StationCommand::DropRoster);
        }
        if nothing {
            ui.text_label(small(ui, "Nothing would change."));
        }
    });
}

fn named(officer: &Officer) -> String {
    format!("{} ({})", officer.name, officer.id)
}

fn group_ui(ui: &mut Ui, title: &str, lines: impl ExactSizeIterator<Item = String>) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    ui.separator();
    ui.text_label(strong(&format!("{title} ({count})")));
    for line in lines.take(MAX_SHOWN_OFFICERS) {
        ui.add(Label::new(line).wrap());
    }
    if count > MAX_SHOWN_OFFICERS {
        ui.text_label(small(
            ui,
            format!("and {} more", count - MAX_SHOWN_OFFICERS),
        ));
    }
}
