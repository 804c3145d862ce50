//! What is due for this shift, and what every shift has completed (SCREENS section 5).

mod action;
pub mod checking;
pub mod draft;
pub mod draft_card;
pub mod model;
pub mod nothing_due;
mod notices;
pub mod readiness;
mod table;

pub use action::BoardAction;

use eframe::egui::{RichText, Ui, vec2};

use crate::pack::{ModuleOutline, ModuleRef};
use crate::records::due::CellState;
use crate::ui::screens::board::draft::{DraftState, is_this_shifts};
use crate::ui::screens::briefing::steps;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::card;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{Command, Model, time};
use crate::words::shown_path;

/// The board.
pub fn show(ui: &mut Ui, model: &Model, left: &mut DraftState, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    if !model.loaded {
        ui.text_label(RichText::new("Opening…").color(t.muted));
        return;
    }
    notices::revoked_ui(ui, model);
    notices::astray_ui(ui, model, commands);
    let draft = model.draft.as_deref();
    let own = draft.filter(|draft| is_this_shifts(model, draft));
    if let Some(draft) = own {
        draft_card::show(ui, model, draft, true, left, commands);
    }
    if model.packs.is_empty() {
        empty(ui, model, left, commands);
    } else {
        due(ui, model, own.is_none(), left, commands);
    }
    if let Some(draft) = draft.filter(|_| own.is_none()) {
        ui.add_space(space::L);
        draft_card::show(ui, model, draft, false, left, commands);
    }
    notices::stick_ui(ui, model, commands);
    if !model.packs.is_empty() {
        ui.add_space(space::XL);
        table::show(ui, model, commands);
    }
    ui.add_space(space::L);
    let Some(data) = &model.data else {
        return;
    };
    let mut text = format!("Data: {}", shown_path(data.path()));
    if let Some(other) = data.other().filter(|_| data.astray_records().is_empty()) {
        text = format!(
            "{text} · another Muster folder lies in {}",
            shown_path(other)
        );
    }
    if model.to_check > 0 {
        let packs = time::count(model.to_check, "pack");
        text = format!("{text} · checking what is installed, {packs} to go");
    }
    let text = RichText::new(text).size(size::SMALL).color(t.muted);
    ui.add(Label::new(text).wrap());
}

/// Nothing is installed yet (SCREENS 5.7).
fn empty(ui: &mut Ui, model: &Model, left: &mut DraftState, commands: &mut Vec<Command>) {
    card(ui, |ui| {
        ui.text_label(RichText::new("No briefings yet").font(theme::bold(size::TITLE)));
        let text = "Put the stick with briefings in, then install them on the Packs screen.";
        ui.text_label(text);
        ui.add_space(space::S);
        let action = BoardAction::ToPacks;
        let packs = action.button(true).as_primary().large();
        if action.show_button(ui, packs, true) {
            action.apply(model, left, commands);
        }
    });
}

/// What is to be briefed now, most pressing first (SCREENS 5.2). `first`: Enter begins it.
fn due(
    ui: &mut Ui,
    model: &Model,
    first: bool,
    left: &mut DraftState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    let offered = model.offered();
    let found = offered.and_then(|name| Some((name, model.module(name)?)));
    let Some((name, (pack, module))) = found else {
        nothing_due::show(ui, model, commands);
        return put_off(ui, model, left, commands);
    };
    card(ui, |ui| {
        let state = state_of(model, name);
        let (words, tone) = table::in_words(state, model.now.local().date(), true);
        ui.text_label(
            RichText::new(words)
                .font(theme::bold(size::BODY))
                .color(tone.color(&t)),
        );
        ui.add(Label::new(RichText::new(&module.title).font(theme::bold(size::TITLE))).wrap());
        ui.add(Label::new(RichText::new(facts(model, name, module)).color(t.muted)).wrap());
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let start = BoardAction::Start.button(first).as_primary().large();
            if BoardAction::Start.show_button(ui, start, first) {
                BoardAction::Start.apply(model, left, commands);
            }
            ui.spacing_mut().item_spacing = vec2(space::M, space::S);
            let play = BoardAction::PlayFirst;
            if !module.media.is_empty() && ui.add(play.button(false)).clicked() {
                play.apply(model, left, commands);
            }
            let put_off = BoardAction::PutOff;
            if ui.add(put_off.button(false).as_quiet()).clicked() {
                put_off.apply(model, left, commands);
            }
        });
        let disclaimer = &pack.outline().disclaimer;
        if !disclaimer.is_empty() {
            ui.add_space(space::XS);
            let text = RichText::new(disclaimer).size(size::SMALL).color(t.muted);
            ui.add(Label::new(text).wrap());
        }
    });
    put_off(ui, model, left, commands);
}

fn put_off(ui: &mut Ui, model: &Model, left: &mut DraftState, commands: &mut Vec<Command>) {
    let still = model
        .board
        .due_now
        .iter()
        .filter(|name| model.put_off.contains(name));
    let count = still.count();
    if count == 0 {
        return;
    }
    ui.horizontal(|ui| {
        let text = format!("{} put off for today.", time::count(count, "briefing"));
        ui.text_label(RichText::new(text).color(theme::tokens(ui.ctx()).muted));
        let take_back = BoardAction::TakeBack;
        if ui.add(take_back.button(false).as_quiet()).clicked() {
            take_back.apply(model, left, commands);
        }
    });
}

/// Where the board's shift stands with this briefing.
fn state_of(model: &Model, name: &ModuleRef) -> CellState {
    let shift = model.shift.as_ref().map(|now| &now.shift.id);
    let column = model.board.shifts.iter().position(|s| Some(&s.id) == shift);
    let row = model.board.rows.iter().find(|row| row.module == *name);
    row.zip(column)
        .and_then(|(row, column)| row.cells.get(column))
        .map_or(CellState::Due, |cell| cell.state)
}

/// "2 of 8 · 12 min · video 3:40, 4 prompts, 1 job aid".
fn facts(model: &Model, name: &ModuleRef, module: &ModuleOutline) -> String {
    let mut facts = Vec::new();
    let row = model.board.rows.iter().find(|row| row.module == *name);
    if let Some(position) = row.and_then(|row| row.position) {
        facts.push(format!("{position} of the series"));
    }
    facts.push(format!("{} min", module.minutes));
    facts.push(steps::contents(module));
    facts.join(" · ")
}
