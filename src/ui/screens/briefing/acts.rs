//! What a key or a button of the presenter's remote does in a briefing (SCREENS section 12).

use eframe::egui::Ui;

use crate::player::State;
use crate::session::{Event, OutlineStep, Session, Stage};
use crate::ui::keys::{self, Act};
use crate::ui::room::WallCommand;
use crate::ui::screens::briefing::notices;
use crate::ui::screens::briefing::references_action::ReferencesAction;
use crate::ui::screens::briefing::seek;
use crate::ui::screens::briefing::{BriefingState, Side};
use crate::ui::screens::wall::references;
use crate::ui::{Command, Model, Playback, Playing, Screen};

/// Does what was asked for.
pub fn act(
    act: Act,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    if state.room.references.is_open() && on_references(act, session, state) {
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
            (None, Some(OutlineStep::Text(_) | OutlineStep::Updates)) => state.room.wall.turn(),
            _ => {}
        },
        Act::Louder => commands.push(Command::Volume(settings.volume + keys::VOLUME_STEP)),
        Act::Quieter => commands.push(Command::Volume(settings.volume - keys::VOLUME_STEP)),
        Act::Captions => commands.push(Command::Captions(!settings.captions)),
        Act::Blank => state.hold.flip_blank(playing, commands),
        Act::Freeze => freeze(model, state, commands),
        Act::Wall => commands.push(Command::Wall(WallCommand::Flip)),
        Act::Swap => commands.push(Command::Wall(WallCommand::Swap)),
        Act::FullScreen => commands.push(Command::FullScreen(!model.full_screen)),
        Act::Notes => state.flip(Side::Notes),
        Act::References if matches!(session.stage(), Stage::Step(_)) => {
            state.room.references.flip();
        }
        Act::Transcript if playing.is_some() => state.flip(Side::Transcript),
        Act::References | Act::Transcript => {}
        Act::Help => state.flip(Side::Help),
        Act::PutAway => notices::put_away(model, &mut state.away, commands),
        Act::Start => start(model, session, state, commands),
        // Never the briefing (SCREENS 6.8): first what lies beside it, then full screen, then the
        // steps.
        Act::Escape if state.side.is_some() => state.side = None,
        Act::Escape if model.full_screen => commands.push(Command::FullScreen(false)),
        Act::Escape => state.side = Some(Side::Steps),
        Act::Player(key) => commands.extend(playing.and_then(|playing| seek::by_key(key, playing))),
    }
}

/// F5, the remote's key for "start" (SCREENS 12.19). It alternates with Esc on some, so that it
/// takes back what Esc did, and otherwise only brings the picture back.
fn start(model: &Model, session: &Session, state: &mut BriefingState, commands: &mut Vec<Command>) {
    if session.stage() == Stage::Overview {
        commands.push(Command::Session(Event::Next));
    } else if state.side == Some(Side::Steps) {
        state.side = None;
    } else if state.hold.is_blank() {
        state.hold.flip_blank(model.playing.as_ref(), commands);
    }
}

/// The room keeps the picture that it sees, or sees again what goes on.
pub fn freeze(model: &Model, state: &mut BriefingState, commands: &mut Vec<Command>) {
    // With one screen the sergeant has nowhere else to look.
    if model.wall.is_on() || state.hold.frozen().is_some() {
        let now = state.now;
        state
            .hold
            .flip_frozen(model, &mut state.room, now, commands);
    }
}

/// Keys that belong to the job aid on the wall: pages, zoom, back from a card (SCREENS 12.28).
pub fn aid_keys(ui: &Ui, model: &Model, session: &Session, state: &mut BriefingState) {
    let (Some(OutlineStep::JobAid(n)), Some(content)) = (session.step(), &model.aid) else {
        return;
    };
    let busy = state.room.references.is_open() || ui.ctx().text_edit_focused();
    if let Some(aid) = session.module().job_aids.get(n).filter(|_| !busy) {
        state.room.aid.keys(ui, content, &aid.cards);
    }
}

/// What a key means while references are on the wall (SCREENS 12.27); returns whether it meant
/// anything.
fn on_references(act: Act, session: &Session, state: &mut BriefingState) -> bool {
    let Some(action) = ReferencesAction::of(act) else {
        return false;
    };
    let count = references::of_step(session.module(), session.step()).len();
    let references = &mut state.room.references;
    match action {
        ReferencesAction::Next => references.next(count),
        ReferencesAction::Back => references.back(),
        ReferencesAction::TakeOff => references.close(),
    }
    true
}

/// PageDown (SCREENS 12.1): in a video play or pause first, then on.
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
    state.hold.wait_no_more();
    commands.push(Command::Playback(if pause {
        Playback::Pause
    } else {
        Playback::Play
    }));
}
