//! The roster: who is on it, and taking a file in with its differences shown first. A part of
//! the Station screen.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::station::{Officer, Station};
use crate::ui::screens::station::{RosterPreview, StationCommand, StationFacts, StationModel};
use crate::ui::search::Search;
use crate::ui::theme::space;
use crate::ui::widgets::forms::{field, heading, room_below, small, strong};
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::table::{Cell, Column, MAX_ROWS, Sorting, table_ui};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner};
use crate::ui::{icons, time};
use crate::words::shown_path;

/// Officers of each kind that the preview names; the rest are counted.
const SHOWN: usize = 200;

/// What this part remembers between frames.
#[derive(Debug, Default)]
pub struct RosterState {
    importing: bool,
    path: String,
    find: String,
    sorting: Sorting,
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
        if !state.importing {
            let import = Button::new("Take in a roster file…").icon(icons::DOWNLOAD_SIMPLE);
            if ui.add(import).clicked() {
                state.importing = true;
                commands.push(StationCommand::FindPlaces);
            }
        }
    });
    if state.importing {
        import_ui(ui, model, state, commands);
        ui.separator();
    }
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
            "A CSV file as Excel saves it, with a header: officer_id and name, and if you have \
             them rank, squad, shift, certification, active_from, active_to.",
        )
        .wrap(),
    );
    if let Some(path) = places_ui(ui, "Read from", &model.places, &mut state.path) {
        commands.push(StationCommand::ReadRoster(path));
    }
    if ui.add(Button::new("Take none in")).clicked() {
        state.importing = false;
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
    shift.map_or(id.0.as_str(), |shift| shift.name.as_str())
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
    preview: &RosterPreview,
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
    if !preview.ignored_columns.is_empty() {
        let columns = preview.ignored_columns.join(", ");
        ui.add(Label::new(small(ui, format!("Columns not used: {columns}"))).wrap());
    }
    if preview.officers.is_empty() {
        let words = "The file names nobody: everybody would become inactive.";
        banner(ui, Tone::Warning, words);
    }
    let changes = !(diff.new.is_empty() && diff.changed.is_empty() && diff.gone.is_empty());
    ui.horizontal(|ui| {
        let take = Button::primary("Take this roster in").enabled(changes);
        if ui.add(take).clicked() {
            commands.push(StationCommand::TakeRoster);
            state.importing = false;
        }
        if ui.add(Button::new("Leave the roster as it is")).clicked() {
            commands.push(StationCommand::DropRoster);
        }
        if !changes {
            ui.text_label(small(ui, "Nothing would change."));
        }
    });
    group_ui(ui, "New", diff.new.iter().map(named));
    group_ui(
        ui,
        "Changed",
        diff.changed.iter().map(|(before, after)| {
            format!("{}: {}", named(after), changes_of(before, after).join(", "))
        }),
    );
    group_ui(
        ui,
        "Gone: they become inactive; what was recorded stays",
        diff.gone.iter().map(named),
    );
}

fn named(officer: &Officer) -> String {
    format!("{} ({})", officer.name, officer.id)
}

/// `rank Officer → Sergeant`, for every field that differs.
fn changes_of(before: &Officer, after: &Officer) -> Vec<String> {
    let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let shift = |officer: &Officer| {
        let id = officer.shift.as_ref();
        id.map(|id| id.0.clone()).unwrap_or_default()
    };
    let fields = [
        ("name", before.name.clone(), after.name.clone()),
        ("rank", before.rank.clone(), after.rank.clone()),
        ("squad", before.squad.clone(), after.squad.clone()),
        ("shift", shift(before), shift(after)),
        (
            "certificate",
            before.certification.clone(),
            after.certification.clone(),
        ),
        ("from", day(before.active_from), day(after.active_from)),
        ("until", day(before.active_to), day(after.active_to)),
    ];
    let shown = |text: String| {
        if text.is_empty() {
            "none".to_owned()
        } else {
            text
        }
    };
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| format!("{field} {} → {}", shown(before), shown(after)))
        .collect()
}

fn group_ui(ui: &mut Ui, title: &str, lines: impl ExactSizeIterator<Item = String>) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    ui.separator();
    ui.text_label(strong(&format!("{title} ({count})")));
    for line in lines.take(SHOWN) {
        ui.add(Label::new(line).wrap());
    }
    if count > SHOWN {
        ui.text_label(small(ui, format!("and {} more", count - SHOWN)));
    }
}

#[cfg(test)]
mod tests {
    use super::changes_of;
    use crate::station::{Officer, ShiftId};

    #[test]
    fn a_change_names_the_field_and_both_values() {
        let before = Officer {
            rank: "Officer".to_owned(),
            ..Officer::default()
        };
        let after = Officer {
            rank: "Sergeant".to_owned(),
            shift: Some(ShiftId("day".to_owned())),
            ..Officer::default()
        };
        assert_eq!(
            changes_of(&before, &after),
            ["rank Officer → Sergeant", "shift none → day"]
        );
    }
}
