//! Notices about the check of installed packs: that one is being checked before use, and which are
//! damaged, with what to do about each (SCREENS 4.2, 4.3).

use eframe::egui::{Id, Modal, ProgressBar, RichText, Ui};

use crate::ui::action::CommonAction;
use crate::ui::screens::board::model::{Checking, DamagedPack};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::banner::{Tone, message_with};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{Command, icons};
use crate::words::bytes;

/// Each damaged pack with what can be done at once.
pub fn damaged(ui: &mut Ui, packs: &[DamagedPack], commands: &mut Vec<Command>) {
    for damaged in packs {
        let DamagedPack { id, title, .. } = damaged;
        message_with(ui, Tone::Problem, &damaged.words, |ui| {
            if !damaged.may_change {
                ui.add(Label::new("Installing and going back need an administrator here.").wrap());
            }
            if damaged.kept.is_none() && !damaged.passing {
                return;
            }
            ui.horizontal_wrapped(|ui| {
                if let Some(kept) = damaged.kept {
                    let text = format!("Go back to version {kept}");
                    let spoken = format!("Go back to version {kept} of {title}");
                    let back = Button::primary(&text).icon(icons::UNDO).spoken(&spoken);
                    if ui.add(back).clicked() {
                        commands.push(Command::GoBack(id.clone()));
                    }
                }
                let spoken = format!("Check {title} again");
                let again = Button::new("Check again").icon(icons::ARROWS_CLOCKWISE);
                if damaged.passing && ui.add(again.spoken(&spoken)).clicked() {
                    commands.push(Command::CheckAgain(id.clone()));
                }
            });
        });
    }
}

/// That a pack is read before it is used; it can be called off.
pub fn waiting(ui: &Ui, checking: &Checking, commands: &mut Vec<Command>) {
    let response = Modal::new(Id::unique("checking")).show(ui.ctx(), |ui| {
        ui.set_max_width(560.0);
        let title = &checking.title;
        let (headline, text) = if checking.goes_back {
            (
                "Checking the version before…",
                format!("“{title}” is read from its first byte to its last before it is used."),
            )
        } else {
            (
                "Checking the pack…",
                format!(
                    "“{title}” is read once before its first use since Muster was started. The \
                     briefing opens by itself when that is done."
                ),
            )
        };
        ui.text_label(RichText::new(headline).font(theme::bold(size::HEADING)));
        ui.add_space(space::S);
        ui.add(Label::new(text).wrap());
        ui.add_space(space::S);
        // In thousandths: a bar is not finer.
        let share = u128::from(checking.done) * 1_000 / u128::from(checking.all.max(1));
        let share = u16::try_from(share).unwrap_or(1_000).min(1_000);
        ui.add(ProgressBar::new(f32::from(share) / 1_000.0).desired_height(space::M));
        if checking.all > 0 {
            ui.text_label(format!(
                "{} of {}",
                bytes(checking.done),
                bytes(checking.all)
            ));
        }
        ui.add_space(space::M);
        if ui.add(Button::of(CommonAction::Cancel).fill()).clicked() {
            commands.push(Command::CallOff);
        }
    });
    if response.should_close() {
        commands.push(Command::CallOff);
    }
}
