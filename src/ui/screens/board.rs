//! What is due for this shift, and what every shift has completed (SCREENS section 5).

use eframe::egui::{RichText, Ui, vec2};

use crate::pack::{ModuleOutline, ModuleRef};
use crate::records::due::CellState;
use crate::session::{Session, Stage};
use crate::ui::screens::{board_notices, board_table, steps};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::banner::{Tone, banner};
use crate::ui::widgets::button::enter;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, Model, Screen, icons, time};
use crate::words::shown_path;

/// The board.
pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    if !model.loaded {
        ui.text_label(RichText::new("Opening…").color(t.muted));
        return;
    }
    board_notices::revoked_ui(ui, model);
    board_notices::astray_ui(ui, model, commands);
    if let Some(draft) = &model.draft {
        continue_card(ui, draft, commands);
        if model.asks_to_discard {
            discard_question(ui, model, commands);
        }
    }
    if model.packs.is_empty() {
        empty(ui, commands);
        board_notices::stick_ui(ui, model, commands);
    } else {
        due(ui, model, commands);
        board_notices::stick_ui(ui, model, commands);
        ui.add_space(space::XL);
        board_table::show(ui, model, commands);
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
fn empty(ui: &mut Ui, commands: &mut Vec<Command>) {
    card(ui, |ui| {
        ui.text_label(RichText::new("No briefings yet").font(theme::bold(size::TITLE)));
        let text = "Put the stick with briefings in, then install them on the Packs screen.";
        ui.text_label(text);
        ui.add_space(space::S);
        let packs = Button::primary("To the packs").icon(icons::PACKAGE);
        if ui.add(packs.key("Enter").large()).clicked() || enter(ui) {
            commands.push(Command::Show(Screen::Packs));
        }
    });
}

/// A briefing that was left in the middle stands on top (SCREENS 5.3).
fn continue_card(ui: &mut Ui, draft: &Session, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    card(ui, |ui| {
        let title = &draft.module().title;
        ui.text_label(RichText::new("Not finished").color(t.warning));
        let headline = format!("Continue: {title}");
        ui.add(Label::new(RichText::new(headline).font(theme::bold(size::HEADING))).wrap());
        ui.text_label(RichText::new(where_left(draft)).color(t.muted));
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let resume = Button::primary("Continue")
                .icon(icons::PLAY)
                .key("Enter")
                .large();
            if ui.add(resume).clicked() || enter(ui) {
                commands.push(Command::Resume);
            }
            let away = Button::quiet("Throw it away").icon(icons::X);
            if ui.add(away).clicked() {
                commands.push(Command::AskToDiscard(true));
            }
        });
    });
    ui.add_space(space::L);
}

/// "prompt 2 of 4, started 06:55".
fn where_left(session: &Session) -> String {
    let place = match session.stage() {
        Stage::Step(n) => {
            let (_, name) = steps::name(session, Stage::Step(n));
            let all = session.outline().steps().len();
            format!("step {} of {all}, {}", n + 1, steps::shorten(&name, 60))
        }
        Stage::Roll => "at the roll".to_owned(),
        Stage::SignOff => "at sign-off".to_owned(),
        Stage::Overview | Stage::Recorded => "at the overview".to_owned(),
    };
    match session.started_at() {
        Some(at) => {
            let at = at.local();
            let when = format!("{} {}", time::day(at.date()), time::clock(at));
            format!("{place} · started {when}")
        }
        None => place,
    }
}

/// What is to be briefed now, most pressing first (SCREENS 5.2).
fn due(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let mut due = model.board.due_now.iter();
    let offered = due.find(|name| !model.put_off.contains(name) && !model.is_damaged(name));
    let found = offered.and_then(|name| Some((name, model.module(name)?)));
    let Some((name, (pack, module))) = found else {
        nothing_due(ui, model, commands);
        return;
    };
    card(ui, |ui| {
        let state = state_of(model, name);
        let (words, tone) = board_table::in_words(state, model.now.local().date(), true);
        ui.text_label(
            RichText::new(words)
                .font(theme::bold(size::BODY))
                .color(tone.color(&t)),
        );
        ui.add(Label::new(RichText::new(&module.title).font(theme::bold(size::TITLE))).wrap());
        ui.add(Label::new(RichText::new(facts(model, name, module)).color(t.muted)).wrap());
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            let start = Button::primary("Start briefing").icon(icons::PLAY).large();
            let start = if model.draft.is_none() {
                start.key("Enter")
            } else {
                start
            };
            let key = model.draft.is_none() && enter(ui);
            if ui.add(start).clicked() || key {
                commands.push(Command::Open(name.clone()));
            }
            ui.spacing_mut().item_spacing = vec2(space::M, space::S);
            if !module.media.is_empty() {
                let play = Button::new("Straight to the video").icon(icons::FILM_STRIP);
                if ui.add(play).clicked() {
                    commands.push(Command::StartPlaying(name.clone()));
                }
            }
            if ui.add(Button::quiet("Not today…")).clicked() {
                commands.push(Command::PutOff(name.clone()));
            }
        });
        let disclaimer = &pack.outline().disclaimer;
        if !disclaimer.is_empty() {
            ui.add_space(space::XS);
            let text = RichText::new(disclaimer).size(size::SMALL).color(t.muted);
            ui.add(Label::new(text).wrap());
        }
    });
    put_off(ui, model, commands);
}

fn nothing_due(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    card(ui, |ui| {
        let damaged = model.board.due_now.iter().any(|due| model.is_damaged(due));
        let (icon, color) = if damaged {
            (icons::WARNING_CIRCLE, t.problem)
        } else {
            (icons::CHECK_CIRCLE, t.good)
        };
        let (headline, text) = if damaged {
            (
                "What is due cannot be shown",
                "Its pack is damaged; what to do about it stands above. Any other briefing below \
                 can be held.",
            )
        } else if model.station.shifts.is_empty() {
            (
                "This station has no shifts yet",
                "Set them on the Station screen. Any briefing below can be held already.",
            )
        } else {
            (
                "Nothing is due for this shift",
                "Any briefing below can be held again.",
            )
        };
        ui.horizontal(|ui| {
            ui.text_label(RichText::new(icon).size(size::TITLE).color(color));
            ui.text_label(RichText::new(headline).font(theme::bold(size::HEADING)));
        });
        ui.text_label(RichText::new(text).color(t.muted));
    });
    put_off(ui, model, commands);
}

fn put_off(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
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
        if ui
            .add(Button::quiet("Take back").icon(icons::UNDO))
            .clicked()
        {
            commands.push(Command::TakeBack);
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

/// The question before a briefing is thrown away: only that loses something (SCREENS 1.3).
fn discard_question(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let Some(draft) = &model.draft else { return };
    let text = format!("Throw “{}” away without a record?", draft.module().title);
    banner(ui, Tone::Warning, &text);
    ui.horizontal(|ui| {
        if ui.add(Button::primary("Keep it")).clicked() {
            commands.push(Command::AskToDiscard(false));
        }
        if ui.add(Button::new("Throw it away for good")).clicked() {
            commands.push(Command::AskToDiscard(false));
            commands.push(Command::DiscardDraft);
        }
    });
    ui.add_space(space::M);
}
