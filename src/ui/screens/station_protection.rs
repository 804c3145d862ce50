//! On the Station screen: whether only administrators change what everybody on this PC uses, and
//! making it so (SCREENS 10.9).

use eframe::egui::Ui;

use crate::ui::screens::station::{StationCommand, StationModel};
use crate::ui::theme::space;
use crate::ui::widgets::banner::message_with;
use crate::ui::widgets::forms::strong;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, card};
use crate::words;

/// Lines of the inventory that are shown at once; the rest is counted.
const MAX_LINES: usize = 60;

/// Nothing where the folder is protected, or not for everybody.
pub(super) fn show(ui: &mut Ui, model: &StationModel, commands: &mut Vec<StationCommand>) {
    let Some(exposed) = &model.exposed else {
        return;
    };
    message_with(ui, Tone::Warning, exposed, |ui| {
        if model.protecting {
            ui.text_label("Asking for an administrator…");
        } else if model.inventory.is_none() {
            let list = Button::new("Protect it…");
            if ui.add(list).clicked() {
                commands.push(StationCommand::ListInventory);
            }
        }
    });
    let Some(inventory) = model.inventory.as_ref().filter(|_| !model.protecting) else {
        return;
    };
    ui.add_space(space::S);
    card(ui, |ui| {
        ui.text_label(strong(
            "This is what everybody here trusts and sees. Is it right?",
        ));
        let lines = words::inventory(inventory);
        for line in lines.iter().take(MAX_LINES) {
            ui.add(Label::new(line).wrap());
        }
        if lines.len() > MAX_LINES {
            let more = lines.len() - MAX_LINES;
            ui.text_label(format!(
                "and {more} more: muster station protect lists them all"
            ));
        }
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            let protect = Button::primary("It is right: protect it as administrator");
            if ui.add(protect).clicked() {
                commands.push(StationCommand::Protect);
            }
            if ui.add(Button::new("Not now")).clicked() {
                commands.push(StationCommand::DropInventory);
            }
        });
    });
}
