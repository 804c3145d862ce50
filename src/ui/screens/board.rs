//! What is due for this shift, and what every shift has completed.

use eframe::egui::{RichText, Ui};

use crate::pack::ModuleRef;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, Model, icons};

/// What the board remembers between frames.
#[derive(Debug, Default)]
pub struct BoardState;

/// The board.
pub fn show(ui: &mut Ui, model: &Model, _state: &mut BoardState, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    if !model.loaded {
        ui.label(RichText::new("Opening…").color(t.muted));
        return;
    }
    for pack in &model.packs {
        for module in &pack.manifest().modules {
            card(ui, |ui| {
                ui.label(RichText::new(&module.title).font(theme::bold(size::HEADING)));
                let start = Button::primary("Start briefing")
                    .icon(icons::PLAY)
                    .key("Enter");
                if ui.add(start.large()).clicked() {
                    commands.push(Command::Start(ModuleRef {
                        pack: pack.manifest().id.clone(),
                        module: module.id.clone(),
                    }));
                }
            });
        }
    }
}
