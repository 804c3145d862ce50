//! One video or audio file, at once and without records (SCREENS 11.1).

use eframe::egui::{Rect, ScrollArea, Ui, UiBuilder, vec2};

use crate::player::State;
use crate::ui::action::{Action as _, HelpLine};
use crate::ui::keys::{self, Act, Pressed};
use crate::ui::screens::briefing::bars;
use crate::ui::screens::briefing::controls;
use crate::ui::screens::briefing::notices;
use crate::ui::screens::briefing::notices::PutAway;
use crate::ui::screens::briefing::seek;
use crate::ui::screens::briefing::side;
use crate::ui::screens::briefing::transcript::{self, TranscriptState};
use crate::ui::screens::wall;
use crate::ui::screens::wall::awake::Awake;
use crate::ui::screens::wall::video;
use crate::ui::screens::wall::video::Canvas;
use crate::ui::theme::space;
use crate::ui::widgets::{help_list, side_panel};
use crate::ui::{Command, Model, Playback, Playing};

/// State of the player's screen between frames.
#[derive(Default)]
pub struct PlayState {
    canvas: Canvas,
    awake: Awake,
    pressed: Pressed,
    /// Dismissed notices, and the height of the rest.
    away: PutAway,
    notices_height: f32,
    size: (u32, u32),
    beside: Option<Beside>,
    transcript: TranscriptState,
}

/// What lies beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Transcript,
    Keys,
}

impl PlayState {
    /// Opens what lies beside, or closes it.
    fn flip(&mut self, beside: Beside) {
        self.beside = (self.beside != Some(beside)).then_some(beside);
    }
}

/// The keys of a briefing that mean something here, and what (SCREENS 11.1).
fn tooltip(act: Act) -> Option<&'static str> {
    match act {
        Act::Next | Act::Space => Some("play or pause"),
        Act::NextStep => Some("ten seconds on"),
        Act::Back => Some("ten seconds back"),
        Act::Escape => Some("leave full screen"),
        Act::Blank
        | Act::Freeze
        | Act::Wall
        | Act::Swap
        | Act::Start
        | Act::References
        | Act::Notes => None,
        Act::Louder
        | Act::Quieter
        | Act::Captions
        | Act::FullScreen
        | Act::Player(_)
        | Act::PutAway
        | Act::Transcript
        | Act::Help => Some(act.tooltip()),
    }
}

/// The list of keys, over the whole of `ui`. Returns whether it is to be closed.
fn keys_panel(ui: &mut Ui) -> bool {
    let lines = Act::ALL.iter();
    let lines = lines.filter_map(|act| HelpLine::with(*act, tooltip(*act)?));
    side_panel(ui, Act::Help.text(), Act::Help.key(), |ui| {
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| help_list(ui, lines));
    })
}

/// The file, over the whole window.
pub fn show(ui: &mut Ui, model: &Model, state: &mut PlayState, commands: &mut Vec<Command>) {
    let mut screen = ui.max_rect();
    let Some(playing) = &model.playing else {
        return;
    };
    state.transcript.keys(ui);
    if let Some(act) = state.pressed.next(ui.ctx()) {
        match act {
            Act::Transcript => state.flip(Beside::Transcript),
            Act::Help => state.flip(Beside::Keys),
            Act::PutAway => notices::put_away(model, &mut state.away, commands),
            _ => {}
        }
        handle(act, model, playing, commands);
    }
    if let Some(beside) = state.beside {
        let (left, right) = screen.split_left_right_at_x(screen.right() - side::WIDTH);
        screen = left;
        let mut panel = ui.new_child(UiBuilder::new().id_salt("side").max_rect(right));
        panel.shrink_clip_rect(right);
        let transcript = &mut state.transcript;
        let close = match beside {
            Beside::Transcript => transcript::panel(&mut panel, playing, transcript, commands),
            Beside::Keys => keys_panel(&mut panel),
        };
        if close {
            state.beside = None;
        }
    }
    let size = wall::pixels(ui, screen);
    if state.size != size {
        state.size = size;
        commands.push(Command::DisplaySize(size.0, size.1));
    }
    let awake = state.awake.update(ui, model);
    let height = bars::BOTTOM + bars::SEEK;
    let (above, below) = screen.split_top_bottom_at_y(screen.bottom() - height);
    let mut clear = if awake { above } else { screen }.y_range();
    if awake {
        // Captions keep clear of notices, too.
        clear.min += state.notices_height;
    }
    let captions = model.settings.captions_wanted();
    video::show(ui, screen, clear, playing, &mut state.canvas, captions);
    if awake {
        if controls(ui, below, model, playing, commands) {
            state.flip(Beside::Transcript);
        }
        let at = above.shrink2(vec2(space::XL, space::S));
        state.notices_height = notices::show(ui, model, at, &mut state.away, commands);
    }
}

/// Returns whether the transcript was asked for.
fn controls(
    ui: &mut Ui,
    rect: Rect,
    model: &Model,
    playing: &Playing,
    commands: &mut Vec<Command>,
) -> bool {
    let mut child = ui.new_child(UiBuilder::new().id_salt("controls").max_rect(rect));
    bars::bar(&mut child, |ui| {
        seek::bar(ui, playing, commands);
        ui.horizontal(|ui| {
            let width = ui.available_width();
            controls::show(ui, width, model, playing, commands, |playing, commands| {
                commands.push(Command::Playback(toggled(playing)));
            })
        })
        .inner
    })
}

fn toggled(playing: &Playing) -> Playback {
    if matches!(playing.state, State::Playing | State::Opening) {
        Playback::Pause
    } else {
        Playback::Play
    }
}

fn handle(act: Act, model: &Model, playing: &Playing, commands: &mut Vec<Command>) {
    let settings = &model.settings;
    match act {
        Act::Next | Act::Space => commands.push(Command::Playback(toggled(playing))),
        Act::NextStep => commands.push(Command::Playback(Playback::Skip(10_000))),
        Act::Back => commands.push(Command::Playback(Playback::Skip(-10_000))),
        Act::Louder => commands.push(Command::Volume(settings.volume + keys::VOLUME_STEP)),
        Act::Quieter => commands.push(Command::Volume(settings.volume - keys::VOLUME_STEP)),
        Act::Captions => commands.push(Command::Captions(!settings.captions)),
        Act::FullScreen => commands.push(Command::FullScreen(!model.full_screen)),
        Act::Escape => commands.push(Command::FullScreen(false)),
        Act::Player(key) => commands.extend(seek::by_key(key, playing)),
        Act::Blank
        | Act::PutAway
        | Act::Transcript
        | Act::Freeze
        | Act::Wall
        | Act::Swap
        | Act::Start
        | Act::References
        | Act::Notes
        | Act::Help => {}
    }
}
