//! When the controls over the wall picture are there (SCREENS 6.4).

use std::time::Duration;

use eframe::egui::{Key, Popup, Ui, Vec2};

use crate::player::State;
use crate::ui::Model;

/// Controls go again after so many seconds without the mouse (SCREENS 6.4).
const HIDE_AFTER_SECS: f64 = 3.0;

/// Until when the controls stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Awake {
    until: f64,
}

impl Awake {
    /// Whether the controls are there: while the mouse moves, while something has the focus,
    /// while the medium of this step does not play, or while there is a notice.
    pub fn update(&mut self, ui: &Ui, model: &Model) -> bool {
        let now = ui.input(|input| input.time);
        let stirred = ui.input(|input| {
            // A slow PC gets too few pointer positions a second to detect movement.
            let moved = input.pointer.is_moving() || input.pointer.delta() != Vec2::ZERO;
            moved || input.pointer.any_down() || input.key_pressed(Key::Tab)
        });
        let menu = Popup::is_any_open(ui.ctx());
        if stirred || menu || ui.ctx().memory(|memory| memory.focused().is_some()) {
            self.until = now + HIDE_AFTER_SECS;
        }
        let at_rest = model
            .playing
            .as_ref()
            .is_some_and(|p| !matches!(p.state, State::Playing | State::Opening));
        let awake = now < self.until;
        if awake {
            let left = Duration::from_secs_f64(self.until - now);
            ui.ctx().request_repaint_after(left);
        }
        awake || at_rest || model.message.is_some() || model.wall.notice.is_some()
    }
}
