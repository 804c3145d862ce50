//! One video or audio file, at once and without records.

use eframe::egui::Ui;

use crate::ui::screens::video::{self, Canvas};
use crate::ui::{Command, Model};

/// What the player remembers between frames.
#[derive(Default)]
pub struct PlayState {
    canvas: Canvas,
}

/// The file, over the whole window.
pub fn show(ui: &mut Ui, model: &Model, state: &mut PlayState, _commands: &mut Vec<Command>) {
    let screen = ui.max_rect();
    if let Some(playing) = &model.playing {
        let captions = model.settings.captions;
        video::show(
            ui,
            screen,
            screen.bottom(),
            playing,
            &mut state.canvas,
            captions,
        );
    }
}
