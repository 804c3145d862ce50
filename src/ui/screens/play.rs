//! One video or audio file, at once and without records.

use eframe::egui::{Rect, Ui, UiBuilder};

use crate::player::State;
use crate::ui::keys::{self, Act};
use crate::ui::screens::awake::Awake;
use crate::ui::screens::video::Canvas;
use crate::ui::screens::{bars, seek, video, wall};
use crate::ui::theme::space;
use crate::ui::{Command, Model, Playback, Playing};

/// What the player remembers between frames.
#[derive(Default)]
pub struct PlayState {
    canvas: Canvas,
    awake: Awake,
    size: (u32, u32),
}

/// The file, over the whole window.
pub fn show(ui: &mut Ui, model: &Model, state: &mut PlayState, commands: &mut Vec<Command>) {
    let screen = ui.max_rect();
    let Some(playing) = &model.playing else {
        return;
    };
    for act in keys::take(ui.ctx()) {
        handle(act, model, playing, commands);
    }
    let size = wall::pixels(ui, screen);
    if state.size != size {
        state.size = size;
        commands.push(Command::DisplaySize(size.0, size.1));
    }
    let awake = state.awake.look(ui, model);
    let height = bars::BOTTOM + bars::SEEK;
    let (above, below) = screen.split_top_bottom_at_y(screen.bottom() - height);
    let clear = if awake { above } else { screen }.y_range();
    let captions = model.settings.captions_wanted();
    video::show(ui, screen, clear, playing, &mut state.canvas, captions);
    if awake {
        controls(ui, below, model, playing, commands);
        let at = above.shrink(space::XL);
        let mut said = ui.new_child(UiBuilder::new().id_salt("said").max_rect(at));
        bars::player_messages(&mut said, playing);
    }
}

fn controls(
    ui: &mut Ui,
    rect: Rect,
    model: &Model,
    playing: &Playing,
    commands: &mut Vec<Command>,
) {
    let mut child = ui.new_child(UiBuilder::new().id_salt("controls").max_rect(rect));
    bars::bar(&mut child, |ui| {
        seek::bar(ui, playing, commands);
        ui.horizontal(|ui| {
            bars::player_controls(ui, model, playing, commands, |playing, commands| {
                commands.push(Command::Playback(toggled(playing)));
            });
        });
    });
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
        | Act::Freeze
        | Act::Wall
        | Act::Swap
        | Act::Start
        | Act::References
        | Act::Notes
        | Act::Help => {}
    }
}
