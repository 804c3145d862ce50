//! A briefing. With one screen the picture for the room fills the window, controls slide in on a
//! key or the mouse and go again; with a wall screen, or beside the notes, it is a small one
//! (SCREENS 6.4, 6.5).

pub(in crate::ui) mod acts;
pub(in crate::ui) mod bars;
mod captions_menu;
mod controls;
pub(in crate::ui) mod delivery;
mod facilitator_view;
mod help;
mod hold;
pub(in crate::ui) mod leader;
pub(in crate::ui) mod notices;
mod overview;
pub mod play;
pub mod preview;
pub mod preview_model;
mod references_action;
pub(in crate::ui) mod roll;
mod seek;
mod shortfalls;
mod side;
mod sign_off;
mod sign_off_action;
mod state;
pub(in crate::ui) mod steps;
mod top_bar;
mod transcript;
pub mod wall_window;

use eframe::egui::{Rangef, Ui, vec2};

use crate::session::{Session, Stage};
use crate::ui::screens::station;
use crate::ui::screens::wall::historical;
use crate::ui::screens::wall::{self, Place, RoomContent};
use crate::ui::theme::{self, space};
use crate::ui::widgets::banner::{Tone, message};
use crate::ui::widgets::part::{part, split_bottom, split_right, split_top};
use crate::ui::{Command, Model};

pub use state::{BriefingState, Side};

#[cfg(test)]
pub(in crate::ui) use {
    roll::RollAction, sign_off_action::SignOffAction, transcript::TranscriptAction,
};

/// The briefing under way.
pub fn show(ui: &mut Ui, model: &Model, state: &mut BriefingState, commands: &mut Vec<Command>) {
    let Some(session) = model.session.as_deref() else {
        return;
    };
    state.now = ui.input(|input| input.time);
    state.follow(session, commands);
    if !model.wall.is_on() {
        state.hold.let_go(model.playing.as_ref(), commands);
    }
    if model.in_the_way.is_none() {
        if session.stage() == Stage::Roll {
            roll::keys(ui, session, &mut state.roll, commands);
        }
        acts::aid_keys(ui, model, session, state);
        state.transcript.keys(ui);
        if let Some(act) = state.pressed.next(ui.ctx()) {
            acts::act(act, model, session, state, commands);
        }
    }
    match session.stage() {
        Stage::Overview => {
            paper(
                ui,
                model,
                session,
                state,
                commands,
                |ui, state, commands| {
                    station::wall::quick(ui, model, commands);
                    overview::show(ui, model, session, &mut state.copies, commands);
                },
            );
        }
        Stage::Step(_) if bars::at_desk(model, state) => {
            facilitator_view::show(ui, model, session, state, commands);
        }
        Stage::Step(_) => one_screen(ui, model, session, state, commands),
        Stage::Roll => paper(
            ui,
            model,
            session,
            state,
            commands,
            |ui, state, commands| {
                roll::show(ui, session, &mut state.roll, commands);
            },
        ),
        Stage::SignOff | Stage::Recorded => {
            paper(
                ui,
                model,
                session,
                state,
                commands,
                |ui, state, commands| {
                    sign_off::show(ui, model, session, &mut state.sign_off, commands);
                },
            );
        }
    }
}

/// A screen for the sergeant: bars above and below, the rest scrolls.
fn paper(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
    contents: impl FnOnce(&mut Ui, &mut BriefingState, &mut Vec<Command>),
) {
    let screen = ui.max_rect();
    let mut rest = screen;
    let top = split_top(&mut rest, bars::TOP);
    let bottom = split_bottom(&mut rest, bars::BOTTOM);
    let aside = state.side.map(|_| split_right(&mut rest, side::WIDTH));
    ui.painter()
        .rect_filled(screen, 0.0, theme::ground(ui.ctx()));
    part(ui, "top", top, |ui| {
        top_bar::show(ui, model, session, state, commands);
    });
    part(ui, "paper", rest.shrink2(vec2(space::XL, 0.0)), |ui| {
        eframe::egui::ScrollArea::vertical()
            .id_salt(("paper", session.stage() == Stage::Roll))
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(space::L);
                notices::wall(ui, model, commands);
                if let Some(words) = &model.message
                    && message(ui, Tone::Problem, words, true)
                {
                    commands.push(Command::Dismiss);
                }
                historical::historical_banner(ui, session);
                contents(ui, state, commands);
                ui.add_space(space::XL);
            });
    });
    part(ui, "bottom", bottom, |ui| {
        bars::bottom(ui, model, session, state, commands);
    });
    if let Some(rect) = aside {
        part(ui, "side", rect, |ui| {
            side::show(ui, model, session, state, commands);
        });
    }
}

/// A step on one screen: what the room sees fills the window.
fn one_screen(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let screen = ui.max_rect();
    let awake = state.awake.update(ui, model);
    let mut rest = screen;
    let bars_at = awake.then(|| {
        (
            split_top(&mut rest, bars::TOP),
            split_bottom(&mut rest, bars::bottom_height(session)),
        )
    });
    if state.hold.is_blank() {
        ui.painter().rect_filled(screen, 0.0, theme::BLACK);
    } else {
        part(ui, "wall", screen, |ui| {
            let (seen, room) = (RoomContent::of(model, session), &mut state.room);
            // Captions keep clear of notices, too.
            let clear = Rangef::new(
                rest.top() + if awake { state.notices_height } else { 0.0 },
                rest.bottom(),
            );
            wall::show(ui, seen, Place::OneScreen, room, clear, commands);
        });
    }
    if let Some((top, bottom)) = bars_at {
        part(ui, "top", top, |ui| {
            top_bar::show(ui, model, session, state, commands);
        });
        part(ui, "bottom", bottom, |ui| {
            bars::bottom(ui, model, session, state, commands);
        });
        let at = rest.shrink2(vec2(space::XL, space::S));
        state.notices_height = notices::show(ui, model, at, &mut state.away, commands);
    }
}
