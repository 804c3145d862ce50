//! The room's screen and sound on this PC: the theme of the window, the sound device.

use eframe::egui::Ui;

use crate::ui::Command;
use crate::ui::screens::station::StationFacts;
use crate::ui::screens::station::captions;
use crate::ui::screens::station::sound;
use crate::ui::screens::station::wall;
use crate::ui::theme::{Look, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::heading;
use crate::ui::widgets::text::TextUi as _;

/// One section below the other.
pub fn show(ui: &mut Ui, facts: StationFacts<'_>, commands: &mut Vec<Command>) {
    look_choice(ui, facts, commands);
    ui.add_space(space::L);
    wall::show(ui, facts, commands);
    ui.add_space(space::L);
    sound::show(ui, facts, commands);
    ui.add_space(space::L);
    captions::show(ui, facts, commands);
}

fn look_choice(ui: &mut Ui, facts: StationFacts<'_>, commands: &mut Vec<Command>) {
    ui.text_label(heading("Look"));
    ui.horizontal_wrapped(|ui| {
        for look in [Look::Dark, Look::Light, Look::HighContrast] {
            let chosen = facts.settings.look == look;
            if ui.add(Button::new(look.name()).chosen(chosen)).clicked() {
                commands.push(Command::Look(look));
            }
        }
    });
}
