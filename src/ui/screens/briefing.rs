//! A briefing on one screen: the wall picture fills the window, controls and notes slide in on a
//! key or the mouse and go again.

use eframe::egui::{Rect, Ui, UiBuilder, pos2};
use uuid::Uuid;

use crate::player::State;
use crate::session::{Event, OutlineStep, Session, Stage};
use crate::ui::keys::{self, Act};
use crate::ui::screens::awake::Awake;
use crate::ui::screens::references::{self, ReferencesState};
use crate::ui::screens::{bars, overview, roll, seek, side, sign_off, wall};
use crate::ui::theme::{self, space};
use crate::ui::widgets::banner::{Tone, message};
use crate::ui::widgets::copies::CopiesState;
use crate::ui::widgets::job_aid::JobAidView;
use crate::ui::{Command, Model, Playback, Playing, Screen};

/// What lies beside the wall picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The sergeant's notes and the key points.
    Notes,
    /// All steps.
    Steps,
    /// The keys.
    Help,
}

/// What a briefing's screens remember between frames.
#[derive(Default)]
pub struct BriefingState {
    pub(in crate::ui) wall: wall::WallState,
    pub(in crate::ui) side: Option<Side>,
    pub(in crate::ui) aid: JobAidView,
    pub(in crate::ui) references: ReferencesState,
    pub(in crate::ui) copies: CopiesState,
    blank: bool,
    awake: Awake,
    /// At which stage the room is since when, for the timer.
    stage: Option<(Stage, f64)>,
    /// It was paused by hand here: the next PageDown goes on.
    paused_here: bool,
    session: Option<Uuid>,
    roll: roll::RollState,
    sign_off: sign_off::SignOffState,
}

impl BriefingState {
    /// Seconds at this stage.
    #[must_use]
    pub fn seconds_here(&self, now: f64) -> f64 {
        self.stage.map_or(0.0, |(_, since)| (now - since).max(0.0))
    }

    fn follow(&mut self, session: &Session, now: f64) {
        if self.session != Some(session.id()) {
            *self = Self {
                session: Some(session.id()),
                ..Self::default()
            };
        }
        let stage = session.stage();
        if self.stage.is_none_or(|(before, _)| before != stage) {
            self.stage = Some((stage, now));
            self.paused_here = false;
            self.blank = false;
            self.aid = JobAidView::default();
            self.references.close();
            if self.side == Some(Side::Steps) {
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
    let now = ui.input(|input| input.time);
    state.follow(session, now);
    if model.in_the_way.is_none() {
        if session.stage() == Stage::Roll {
            roll::keys(ui, session, &mut state.roll, commands);
        }
        aid_keys(ui, model, session, state);
        for act in keys::take(ui.ctx()) {
            handle(act, model, session, state, commands);
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
                    overview::show(ui, model, session, &mut state.copies, commands);
                },
            );
        }
        Stage::Step(_) => wall_ui(ui, model, session, state, commands),
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
    let t = theme::tokens(ui.ctx());
    let screen = ui.max_rect();
    let mut rest = screen;
    let top = split_top(&mut rest, bars::TOP);
    let bottom = split_bottom(&mut rest, bars::BOTTOM);
    let aside = state.side.map(|_| split_right(&mut rest, side::WIDTH));
    ui.painter().rect_filled(screen, 0.0, t.background);
    part(ui, "top", top, |ui| {
        bars::top(ui, model, session, state, commands);
    });
    part(
        ui,
        "paper",
        rest.shrink2(eframe::egui::vec2(space::XL, 0.0)),
        |ui| {
            eframe::egui::ScrollArea::vertical()
                .id_salt(("paper", session.stage() == Stage::Roll))
                .auto_shrink(false)
                .show(ui, |ui| {
                    ui.add_space(space::L);
                    if let Some(words) = &model.message
                        && message(ui, Tone::Problem, words, true)
                    {
                        commands.push(Command::Dismiss);
                    }
                    bars::historical_banner(ui, session);
                    contents(ui, state, commands);
                    ui.add_space(space::XL);
                });
        },
    );
    part(ui, "bottom", bottom, |ui| {
        bars::bottom(ui, model, session, state, commands);
    });
    if let Some(rect) = aside {
        part(ui, "side", rect, |ui| {
            side::show(ui, model, session, state, commands);
        });
    }
}

/// A step: what the room sees fills the window.
fn wall_ui(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let mut screen = ui.max_rect();
    let aside = state.side.map(|_| split_right(&mut screen, side::WIDTH));
    let awake = state.awake.look(ui, model) || state.side.is_some();
    let playing = matches!(session.step(), Some(OutlineStep::Play(_)));
    let height = if playing {
        bars::BOTTOM + bars::SEEK
    } else {
        bars::BOTTOM
    };
    let mut rest = screen;
    let bars_at = awake.then(|| {
        (
            split_top(&mut rest, bars::TOP),
            split_bottom(&mut rest, height),
        )
    });
    // Beside the sergeant's notes the wall picture is a small one, whole between the bars.
    let wall_rect = if aside.is_some() { rest } else { screen };
    if state.blank {
        ui.painter().rect_filled(screen, 0.0, theme::BLACK);
    } else {
        part(ui, "wall", wall_rect, |ui| {
            wall::show(ui, model, session, state, rest.y_range(), commands);
        });
    }
    if let Some((top, bottom)) = bars_at {
        part(ui, "top", top, |ui| {
            bars::top(ui, model, session, state, commands);
        });
        part(ui, "bottom", bottom, |ui| {
            bars::bottom(ui, model, session, state, commands);
        });
        said(ui, model, rest, commands);
    }
    if let Some(rect) = aside {
        part(ui, "side", rect, |ui| {
            side::show(ui, model, session, state, commands);
        });
    }
}

/// What went wrong, for the sergeant: only while the controls are there.
fn said(ui: &mut Ui, model: &Model, rest: Rect, commands: &mut Vec<Command>) {
    let at = Rect::from_min_max(
        pos2(rest.left() + space::XL, rest.top() + space::S),
        pos2(rest.right() - space::XL, rest.bottom()),
    );
    part(ui, "said", at, |ui| {
        if let Some(words) = &model.message
            && message(ui, Tone::Problem, words, true)
        {
            commands.push(Command::Dismiss);
        }
        if let Some(playing) = &model.playing {
            bars::player_messages(ui, playing);
        }
    });
}

fn handle(
    act: Act,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    if state.references.is_open() && on_references(act, session, state) {
        return;
    }
    let playing = model.playing.as_ref();
    let settings = &model.settings;
    match act {
        Act::Next => next(playing, session, state, commands),
        Act::NextStep => commands.push(Command::Session(Event::Next)),
        Act::Back => commands.push(Command::Session(Event::Back)),
        Act::Space => match (playing, session.step()) {
            (Some(playing), _) => toggle(playing, state, commands),
            (None, Some(OutlineStep::Prompt(_))) => {
                commands.push(Command::Session(Event::ShowPoint));
            }
            (None, Some(OutlineStep::Text(_) | OutlineStep::Updates)) => state.wall.turn(),
            _ => {}
        },
        Act::Louder => commands.push(Command::Volume(settings.volume + keys::VOLUME_STEP)),
        Act::Quieter => commands.push(Command::Volume(settings.volume - keys::VOLUME_STEP)),
        Act::Captions => commands.push(Command::Captions(!settings.captions)),
        Act::Blank => state.blank = !state.blank,
        Act::FullScreen => commands.push(Command::FullScreen(!model.full_screen)),
        Act::Notes => flip(state, Side::Notes),
        Act::References if matches!(session.stage(), Stage::Step(_)) => state.references.flip(),
        Act::References => {}
        Act::Help => flip(state, Side::Help),
        // Never the briefing: first what lies beside it, then full screen, then the steps.
        Act::Escape if state.side.is_some() => state.side = None,
        Act::Escape if model.full_screen => commands.push(Command::FullScreen(false)),
        Act::Escape => state.side = Some(Side::Steps),
        Act::Player(key) => commands.extend(playing.and_then(|playing| seek::by_key(key, playing))),
    }
}

/// Keys that belong to the job aid on the wall: pages, zoom, back from a card.
fn aid_keys(ui: &Ui, model: &Model, session: &Session, state: &mut BriefingState) {
    let (Some(OutlineStep::JobAid(n)), Some(content)) = (session.step(), &model.aid) else {
        return;
    };
    let busy = state.references.is_open() || ui.ctx().text_edit_focused();
    if let Some(aid) = session.module().job_aids.get(n).filter(|_| !busy) {
        state.aid.keys(ui, content, &aid.cards);
    }
}

/// What a key means while references are on the wall; returns whether it meant anything.
fn on_references(act: Act, session: &Session, state: &mut BriefingState) -> bool {
    let count = references::of_step(session.module(), session.step()).len();
    match act {
        Act::Next | Act::NextStep | Act::Space => state.references.next(count),
        Act::Back => state.references.back(),
        Act::References | Act::Escape => state.references.close(),
        _ => return false,
    }
    true
}

/// PageDown: in a video play or pause first, then on.
fn next(
    playing: Option<&Playing>,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let on = Command::Session(Event::Next);
    match playing.map(|p| &p.state) {
        _ if session.stage() == Stage::Recorded => commands.push(Command::Show(Screen::Board)),
        Some(State::Playing) => {
            state.paused_here = true;
            commands.push(Command::Playback(Playback::Pause));
        }
        Some(State::Paused) if !state.paused_here => {
            commands.push(Command::Playback(Playback::Play));
        }
        _ => commands.push(on),
    }
}

/// Plays or pauses.
pub fn toggle(playing: &Playing, state: &mut BriefingState, commands: &mut Vec<Command>) {
    let pause = matches!(playing.state, State::Playing | State::Opening);
    state.paused_here = pause;
    commands.push(Command::Playback(if pause {
        Playback::Pause
    } else {
        Playback::Play
    }));
}

/// Opens what lies beside the wall picture, or closes it.
pub fn flip(state: &mut BriefingState, side: Side) {
    state.side = (state.side != Some(side)).then_some(side);
}

fn part<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    contents(&mut child)
}

fn split_top(rest: &mut Rect, height: f32) -> Rect {
    let (top, below) = rest.split_top_bottom_at_y(rest.top() + height);
    *rest = below;
    top
}

fn split_bottom(rest: &mut Rect, height: f32) -> Rect {
    let (above, bottom) = rest.split_top_bottom_at_y(rest.bottom() - height);
    *rest = above;
    bottom
}

fn split_right(rest: &mut Rect, width: f32) -> Rect {
    let (left, right) = rest.split_left_right_at_x(rest.right() - width);
    *rest = left;
    right
}
