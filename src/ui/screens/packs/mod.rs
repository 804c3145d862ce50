//! What IT does with packs: what is installed beside what is on the stick, each with what would
//! happen; one button takes it all in. Everything an administrator does with packs is here
//! (SCREENS 10.3 to 10.6).

mod action;
mod installed;
mod log;
mod model;
mod publishers;
mod roots;
mod stick;
mod under_way;
mod visited;

use std::path::PathBuf;

use eframe::egui::{RichText, Ui};
use jiff::civil::Date;

use crate::pack::PackId;
use crate::ui::icons;
use crate::ui::theme::{self, space};
use crate::ui::widgets::forms::{column, small};
use crate::ui::widgets::progress::progress_ui;
use crate::ui::widgets::table::Sorting;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, card, message, problems};
use crate::words::Words;

pub use action::PacksAction;
pub use model::{
    Ending, InstalledRow, ListFacts, ListRow, ListVerdict, Log, LogLine, Noticed, PacksCommand,
    PacksModel, Pinning, Stick, StickRow, Summary, Summed, Trust, Verdict, Visited,
};
pub use stick::holds;

use publishers::PublishersState;

/// State of this screen between frames.
#[derive(Debug, Default)]
pub struct PacksState {
    part: Part,
    /// The stick that was asked for without anybody pressing a button.
    inspected: Option<PathBuf>,
    path: String,
    /// What is typed to find an installed pack.
    find: String,
    /// The pack whose "go back" or "remove" is open.
    open: Option<(PackId, Act)>,
    reason: String,
    publishers: PublishersState,
    log: LogState,
}

#[derive(Debug, Default)]
struct LogState {
    sorting: Sorting,
    /// The entry that is read whole.
    chosen: Option<usize>,
    /// Where to write it is being asked.
    exporting: bool,
    path: String,
}

/// Which part of the screen is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Installed, and on the stick.
    #[default]
    Packs,
    /// Who is trusted.
    Trust,
    /// What was done.
    Log,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    RollBack,
    Remove,
}

/// The screen.
pub fn show(
    ui: &mut Ui,
    model: &PacksModel,
    today: Date,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    inspect_new_stick(model, state, commands);
    // Above the parts that come and go, so that no button moves while somebody presses it.
    parts_ui(ui, state);
    if let Some(words) = &model.read_only {
        message(ui, Tone::Warning, words, false);
        ui.add_space(space::S);
    }
    if let Some(words) = &model.failed {
        if message(ui, Tone::Problem, words, true) {
            commands.push(PacksCommand::CloseFailure);
        }
        ui.add_space(space::S);
    }
    if let Some(job) = &model.job
        && progress_ui(ui, job, "Stopping; what is installed stays.")
    {
        commands.push(PacksCommand::Cancel);
    }
    if let Some(summary) = &model.summary {
        under_way::summary_ui(ui, summary, commands);
    }
    if let Some(visited) = &model.visited {
        visited::summary_ui(ui, visited, commands);
    }
    match state.part {
        Part::Packs => ui.columns_const(|[left, right]| {
            column(left, |ui| {
                card(ui, |ui| installed::show(ui, model, today, state, commands));
            });
            column(right, |ui| {
                card(ui, |ui| stick::show(ui, model, state, commands));
            });
        }),
        Part::Trust => {
            card(ui, |ui| publishers::show(ui, model, today, state, commands));
        }
        Part::Log => {
            card(ui, |ui| {
                log::show(ui, model, today, &mut state.log, commands);
            });
        }
    }
}

/// A stick that was plugged in while nothing else was shown is inspected without a command.
fn inspect_new_stick(model: &PacksModel, state: &mut PacksState, commands: &mut Vec<PacksCommand>) {
    let Some(noticed) = &model.noticed else {
        state.inspected = None;
        return;
    };
    let path = &noticed.place.path;
    let nothing = |stick: &Stick| stick.whole && stick.packs.is_empty() && stick.lists.is_empty();
    let shown = model.stick.as_deref();
    let free = shown.is_none_or(|stick| stick.gone || nothing(stick));
    if free && state.inspected.as_ref() != Some(path) {
        state.inspected = Some(path.clone());
        commands.push(PacksCommand::Inspect(path.clone()));
    }
}

fn parts_ui(ui: &mut Ui, state: &mut PacksState) {
    ui.horizontal(|ui| {
        for (part, icon, name) in [
            (Part::Packs, icons::PACKAGE, "Packs and stick"),
            (Part::Trust, icons::SHIELD_CHECK, "Who is trusted"),
            (Part::Log, icons::FILE_TEXT, "What was done"),
        ] {
            let button = Button::quiet(name).icon(icon).chosen(state.part == part);
            if ui.add(button).clicked() {
                state.part = part;
            }
        }
    });
    ui.add_space(space::S);
}

/// Whether something can be changed at this moment; where not, the screen says why on top.
fn may_change(model: &PacksModel) -> bool {
    model.job.is_none() && model.read_only.is_none()
}

/// A row that says why something was not done.
fn row_problem(ui: &mut Ui, words: &Words) {
    problems::note_shown(ui.ctx(), words);
    row_words(ui, Tone::Problem, &words.headline, &words.advice);
}

/// An icon with its words, and more words in muted text below.
fn row_words(ui: &mut Ui, tone: Tone, words: &str, more: &str) {
    let t = theme::tokens(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.text_label(RichText::new(tone.icon()).color(tone.color(&t)));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.add(Label::new(words).wrap());
            if !more.is_empty() {
                ui.add(Label::new(small(ui, more)).wrap());
            }
        });
    });
}
