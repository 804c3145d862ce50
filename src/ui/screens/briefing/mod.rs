//! A briefing. With one screen the picture for the room fills the window, controls slide in on a
//! key or the mouse and go again; with a wall screen, or beside the notes, it is a small one
//! (SCREENS 6.4, 6.5).

pub(in crate::ui) mod acts;
pub(in crate::ui) mod bars;
mod captions_menu;
mod controls;
pub(in crate::ui) mod delivery;
mod desk;
mod hold;
pub(in crate::ui) mod leader;
pub(in crate::ui) mod notices;
mod overview;
pub mod play;
pub mod preview;
pub(in crate::ui) mod prompt;
pub(in crate::ui) mod references;
mod roll;
mod seek;
mod side;
mod sign_off;
pub(in crate::ui) mod steps;
mod transcript;
pub(in crate::ui) mod video;

use eframe::egui::{Rangef, Rect, Ui, UiBuilder, vec2};
use uuid::Uuid;

use crate::session::{Session, Stage};
use crate::ui::keys::Pressed;
use crate::ui::screens::briefing::hold::Hold;
use crate::ui::screens::briefing::notices::PutAway;
use crate::ui::screens::briefing::transcript::TranscriptState;
use crate::ui::screens::station;
use crate::ui::screens::top_bar;
use crate::ui::screens::wall::awake::Awake;
use crate::ui::screens::wall::{self, Place, RoomState, Seen};
use crate::ui::theme::{self, space};
use crate::ui::widgets::banner::{Tone, message};
use crate::ui::widgets::copies::CopiesState;
use crate::ui::{Command, Model};

/// What lies beside the wall picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The sergeant's notes and the key points.
    Notes,
    /// All steps.
    Steps,
    /// The keys.
    Help,
    /// What is said in what plays.
    Transcript,
}

/// What a briefing's screens remember between frames.
#[derive(Default)]
pub struct BriefingState {
    pub(in crate::ui) room: RoomState,
    pub(in crate::ui) hold: Hold,
    pub(in crate::ui) side: Option<Side>,
    pub(in crate::ui) copies: CopiesState,
    pub(in crate::ui) transcript: TranscriptState,
    /// It was paused by hand here: the next PageDown goes on.
    pub(in crate::ui) paused_here: bool,
    /// What was put away of what is said, and how high the rest is.
    pub(in crate::ui) away: PutAway,
    said: f32,
    /// The time of this frame.
    pub(in crate::ui) now: f64,
    awake: Awake,
    pressed: Pressed,
    session: Option<Uuid>,
    roll: roll::RollState,
    pub(in crate::ui) sign_off: sign_off::SignOffState,
}

impl BriefingState {
    fn follow(&mut self, session: &Session, commands: &mut Vec<Command>) {
        if self.session != Some(session.id()) {
            *self = Self {
                session: Some(session.id()),
                now: self.now,
                ..Self::default()
            };
        }
        if self.room.follow(session.stage(), self.now) {
            self.paused_here = false;
            self.hold.follow(session.step(), commands);
            if matches!(self.side, Some(Side::Steps | Side::Transcript)) {
                self.side = None;
            }
        }
    }
}

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
            desk::show(ui, model, session, state, commands);
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

/// What there is for the room to see.
#[must_use]
pub fn seen<'a>(model: &'a Model, session: &'a Session) -> Seen<'a> {
    Seen {
        session,
        playing: model.playing.as_ref(),
        settings: &model.settings,
        aid: model.aid.as_ref(),
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
                bars::historical_banner(ui, session);
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
    let awake = state.awake.look(ui, model);
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
            let (seen, room) = (seen(model, session), &mut state.room);
            // Captions keep clear of what is said, too.
            let clear = Rangef::new(
                rest.top() + if awake { state.said } else { 0.0 },
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
        state.said = notices::show(ui, model, at, &mut state.away, commands);
    }
}

/// Opens what lies beside the wall picture, or closes it.
pub fn flip(state: &mut BriefingState, side: Side) {
    state.side = (state.side != Some(side)).then_some(side);
}

/// Paints into a part of the screen.
pub fn part<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    contents(&mut child)
}

/// Takes so much off the top.
pub fn split_top(rest: &mut Rect, height: f32) -> Rect {
    let (top, below) = rest.split_top_bottom_at_y(rest.top() + height);
    *rest = below;
    top
}

/// Takes so much off the bottom.
pub fn split_bottom(rest: &mut Rect, height: f32) -> Rect {
    let (above, bottom) = rest.split_top_bottom_at_y(rest.bottom() - height);
    *rest = above;
    bottom
}

/// Takes so much off the right.
pub fn split_right(rest: &mut Rect, width: f32) -> Rect {
    let (left, right) = rest.split_left_right_at_x(rest.right() - width);
    *rest = left;
    right
}
