//! What was recorded: a table that filters by typing; a session opens beside its list. Export
//! and the check of the chain are here too (SCREENS 10.2).

mod action;
pub mod correct;
pub mod enter;
mod missed;
mod model;
mod view;

use eframe::egui::{ScrollArea, Ui};
use jiff::civil::Date;
use uuid::Uuid;

use crate::library::InstalledPack;
use crate::pack::ModuleRef;
use crate::records::{Filter, SessionView, What};
use crate::session::{Delivery, Mark, Outcome};
use crate::station::Station;
use crate::ui::action::Action as _;
use crate::ui::screens::briefing::delivery;
use crate::ui::screens::briefing::roll::mark_name;
use crate::ui::theme::{self, size};
use crate::ui::widgets::choice::choice_ui;
use crate::ui::widgets::forms::{column, field, heading, room_below, small};
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::table::{Cell, Column, MAX_ROWS, Sorting, table_ui};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, card, message};
use crate::ui::{icons, time};
use crate::words::shown_path;

use correct::{CorrectForm, Corrected};
use enter::{EnterForm, Filled};
use missed::MissedState;

pub use action::RecordsAction;
pub use model::{Checked, ExportedFile, RecordsCommand, RecordsModel};

/// State of this screen between frames.
#[derive(Debug, Default)]
pub struct RecordsState {
    text: String,
    officer: String,
    from: String,
    to: String,
    shift: Option<String>,
    module: Option<ModuleRef>,
    /// What was asked for last.
    asked: Option<Filter>,
    sorting: Sorting,
    open: Option<Uuid>,
    exporting: Option<What>,
    path: String,
    entering: Option<EnterForm>,
    correcting: Option<CorrectForm>,
    missed: Option<MissedState>,
    /// [`RecordsModel::entries`] as it was seen last.
    entries: u64,
}

const COLUMNS: [Column; 5] = [
    Column {
        title: "Day",
        share: 2.4,
    },
    Column {
        title: "Shift",
        share: 2.2,
    },
    Column {
        title: "Briefing",
        share: 4.2,
    },
    Column {
        title: "Present",
        share: 2.1,
    },
    Column {
        title: "Outcome",
        share: 2.6,
    },
];

/// The screen.
pub fn show(
    ui: &mut Ui,
    model: &RecordsModel,
    (station, packs): (&Station, &[InstalledPack]),
    today: Date,
    state: &mut RecordsState,
    commands: &mut Vec<RecordsCommand>,
) {
    if std::mem::replace(&mut state.entries, model.entries) != model.entries {
        (state.entering, state.correcting) = (None, None);
    }
    if let Some(words) = &model.failed {
        message(ui, Tone::Problem, words, false);
    }
    if let Some(missed) = &mut state.missed {
        let room = (today, room_below(ui, 400.0) - 160.0);
        if missed::show(ui, model, station, room, missed, commands) {
            state.missed = None;
        }
        return;
    }
    let dates = filter_ui(ui, model, station, state);
    if let Some(wrong) = dates.err() {
        ui.text_label(small(ui, wrong));
    }
    let filter = filter_of(state, station);
    if state.asked.as_ref() != Some(&filter) {
        state.asked = Some(filter.clone());
        commands.push(RecordsCommand::Find(filter.clone()));
    }
    acts_ui(ui, model, today, &filter, state, commands);
    let busy = model.busy.is_some();
    if let Some(form) = &mut state.entering {
        match enter::show(ui, form, station, packs, (today, busy)) {
            Some(Filled::Record(entry)) => commands.push(RecordsCommand::Enter(entry)),
            Some(Filled::Left) => state.entering = None,
            None => {}
        }
    }
    let opened = state.open.and_then(|id| {
        let mut all = model.sessions.iter();
        all.find(|view| view.session.session_id == id)
    });
    let height = room_below(ui, 400.0);
    match opened {
        None => card(ui, |ui| list_ui(ui, model, today, state, height - 48.0)).inner,
        Some(view) => ui.columns_const(|[left, right]| {
            column(left, |ui| {
                card(ui, |ui| list_ui(ui, model, today, state, height - 48.0));
            });
            column(right, |ui| {
                card(ui, |ui| {
                    ScrollArea::vertical()
                        .id_salt("session")
                        .max_height((height - 48.0).max(320.0))
                        .auto_shrink([false, true])
                        .show(ui, |ui| {
                            session_ui(ui, view, busy, state, commands);
                        });
                });
            });
        }),
    }
}

/// A session, and the change that is made of it.
fn session_ui(
    ui: &mut Ui,
    view: &SessionView,
    busy: bool,
    state: &mut RecordsState,
    commands: &mut Vec<RecordsCommand>,
) {
    let id = view.session.session_id;
    match &mut state.correcting {
        Some(form) if form.is_for(id) => match correct::show(ui, form, view, busy) {
            Some(Corrected::Record(change)) => commands.push(RecordsCommand::Correct(change)),
            Some(Corrected::Add(added)) => commands.push(RecordsCommand::AddToRoll(added)),
            Some(Corrected::Left) => state.correcting = None,
            None => {}
        },
        _ => {
            let change = Button::quiet("Change something…").icon(icons::PENCIL_SIMPLE);
            if ui.add(change).clicked() {
                state.correcting = Some(CorrectForm::new(id));
            }
        }
    }
    if view::show(ui, view) {
        state.open = None;
    }
}

/// The fields of the filter, with an error for an invalid date.
fn filter_ui(
    ui: &mut Ui,
    model: &RecordsModel,
    station: &Station,
    state: &mut RecordsState,
) -> Result<(), &'static str> {
    ui.horizontal_wrapped(|ui| {
        field(
            ui,
            "Find: title, name, id, note, day",
            &mut state.text,
            300.0,
        );
        let shifts = station.shifts.iter();
        let shifts: Vec<_> = shifts.map(|s| (s.id.to_string(), s.name.clone())).collect();
        choice_ui(ui, ("Shift", "All"), 150.0, &mut state.shift, &shifts);
        let (names, modules) = (("Briefing", "All"), &model.modules);
        choice_ui(ui, names, 220.0, &mut state.module, modules);
        field(ui, "Officer’s id", &mut state.officer, 110.0);
        field(ui, "From, 2026-11-01", &mut state.from, 120.0);
        field(ui, "To, 2026-11-30", &mut state.to, 120.0);
    });
    for text in [&state.from, &state.to] {
        if !text.trim().is_empty() && text.trim().parse::<Date>().is_err() {
            return Err("Write days as 2026-11-30. Until then the day does not count.");
        }
    }
    Ok(())
}

fn filter_of(state: &RecordsState, station: &Station) -> Filter {
    let officer = state.officer.trim();
    Filter {
        module: state.module.clone(),
        shift: state.shift.clone(),
        officers: match officer {
            "" => Vec::new(),
            officer => station.ids_of(officer),
        },
        from: state.from.trim().parse().ok(),
        to: state.to.trim().parse().ok(),
        text: state.text.trim().to_owned(),
        limit: None,
    }
}

fn acts_ui(
    ui: &mut Ui,
    model: &RecordsModel,
    today: Date,
    filter: &Filter,
    state: &mut RecordsState,
    commands: &mut Vec<RecordsCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.text_label(small(ui, counted(model)));
        if let Some(busy) = &model.busy {
            ui.text_label(busy);
            if ui.add(Button::new("Cancel")).clicked() {
                commands.push(RecordsCommand::Cancel);
            }
            return;
        }
        for action in RecordsAction::ALL.iter().copied() {
            let button = Button::of(action).as_quiet();
            if ui.add(button.chosen(action.is_open(state))).clicked() {
                action.apply(today, state, commands);
            }
        }
    });
    if let Some(what) = state.exporting.filter(|_| model.busy.is_none()) {
        card(ui, |ui| {
            ui.add(
                Label::new(
                    "What the list shows is written as a CSV file, and beside it the head of the \
                     chain, by which a later change can be found.",
                )
                .wrap(),
            );
            if let Some(folder) = places_ui(ui, "Save to", &model.places, &mut state.path) {
                commands.push(RecordsCommand::Export {
                    what,
                    filter: filter.clone(),
                    folder,
                });
                state.exporting = None;
            }
            if ui.add(Button::new("Export nothing")).clicked() {
                state.exporting = None;
            }
        });
    }
    results_ui(ui, model, commands);
}

fn results_ui(ui: &mut Ui, model: &RecordsModel, commands: &mut Vec<RecordsCommand>) {
    match &model.checked {
        Some(Ok(checked)) if checked.head.count == 0 => {
            let words = "Nothing is recorded yet: there is nothing to check.";
            banner(ui, Tone::Info, words);
        }
        Some(Ok(checked)) => {
            let words = format!(
                "The records are whole: {} checked at {}. Head of the chain: {}",
                time::count(
                    usize::try_from(checked.head.count).unwrap_or(usize::MAX),
                    "row"
                ),
                checked.at,
                checked.head.hash
            );
            banner(ui, Tone::Good, &words);
        }
        Some(Err(words)) => {
            message(ui, Tone::Problem, words, false);
        }
        None => {}
    }
    match &model.exported {
        Some(Ok(file)) => {
            let words = format!(
                "{} written to {}; the head of the chain beside it. {}",
                time::count(usize::try_from(file.rows).unwrap_or(usize::MAX), "row"),
                shown_path(&file.path),
                file.signature
            );
            let tone = if file.rows == 0 {
                Tone::Warning
            } else {
                Tone::Good
            };
            banner(ui, tone, &words);
        }
        Some(Err(words)) => {
            message(ui, Tone::Problem, words, false);
        }
        None => {}
    }
    match &model.entered {
        Some(Ok(sentence)) => {
            banner(ui, Tone::Good, sentence);
        }
        Some(Err(words)) => {
            message(ui, Tone::Problem, words, false);
        }
        None => {}
    }
    let any = model.checked.is_some() || model.exported.is_some() || model.entered.is_some();
    if any
        && ui
            .add(Button::quiet("Close").spoken("Close result"))
            .clicked()
    {
        commands.push(RecordsCommand::Close);
    }
}

fn counted(model: &RecordsModel) -> String {
    let count = model.sessions.len();
    if model.found_by.is_none() {
        "Reading…".to_owned()
    } else if model.more {
        format!("The newest {MAX_ROWS} are shown; type to find others")
    } else {
        time::count(count, "briefing")
    }
}

fn list_ui(ui: &mut Ui, model: &RecordsModel, today: Date, state: &mut RecordsState, height: f32) {
    if model.sessions.is_empty() && model.found_by.is_some() {
        ui.text_label(heading("Nothing is recorded that fits."));
        return;
    }
    let filter = model.found_by.as_ref();
    let of_officer = filter.filter(|filter| !filter.officers.is_empty());
    let rows = model.sessions.iter();
    let rows: Vec<Vec<Cell>> = rows.map(|view| row(view, of_officer, today)).collect();
    let selected = state.open.and_then(|id| {
        let mut all = model.sessions.iter();
        all.position(|view| view.session.session_id == id)
    });
    let pressed = table_ui(
        ui,
        "records",
        &COLUMNS,
        &mut state.sorting,
        &rows,
        selected,
        height.max(4.0 * size::TARGET),
    );
    if let Some(view) = pressed.and_then(|row| model.sessions.get(row)) {
        let id = view.session.session_id;
        state.open = (state.open != Some(id)).then_some(id);
    }
    let t = theme::tokens(ui.ctx());
    ui.painter().hline(
        ui.min_rect().x_range(),
        ui.min_rect().bottom(),
        t.hairline(),
    );
}

/// `of_officer`: where one is looked for, that officer's mark stands in the place of how many were there.
fn row(view: &SessionView, of_officer: Option<&Filter>, today: Date) -> Vec<Cell> {
    let session = &view.session;
    let mut officers = session.officers.iter();
    let mark = of_officer
        .and_then(|filter| officers.find(|officer| filter.has_officer(&officer.id)))
        .map(|officer| Cell::new(mark_name(officer.mark)));
    let there = session
        .officers
        .iter()
        .filter(|o| o.mark.was_there())
        .count();
    let on_roll = session
        .officers
        .iter()
        .filter(|officer| !officer.visiting || officer.mark != Mark::Unmarked)
        .count();
    let outcome = match session.outcome {
        Outcome::Complete => "Complete",
        Outcome::Partial => "Partial",
    };
    let outcome = match session.delivery {
        Delivery::RollCall => outcome.to_owned(),
        other => format!("{outcome}, {}", delivery::in_words(other)),
    };
    vec![
        Cell::by(
            time::short_day(session.shift_date, today),
            session.started_at.to_string(),
        ),
        Cell::new(&session.shift_name),
        Cell::new(&session.module_title),
        mark.unwrap_or_else(|| Cell::by(format!("{there} of {on_roll}"), format!("{there:06}"))),
        Cell::new(&outcome),
    ]
}
