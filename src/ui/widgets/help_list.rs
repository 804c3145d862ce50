//! The keys of a screen and what they do, a line each (SCREENS 12.24).

use eframe::egui::{CornerRadius, Frame, Margin, RichText, Ui};

use crate::ui::action::HelpLine;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::text::{Label, TextUi as _};

/// Width of the keys; what they do stands right of them.
const KEYS: f32 = 128.0;

/// The list, as high as it is.
pub fn help_list(ui: &mut Ui, lines: impl Iterator<Item = HelpLine>) {
    let t = theme::tokens(ui.ctx());
    for line in lines {
        ui.horizontal_top(|ui| {
            let left = ui.cursor().left();
            Frame::new()
                .fill(t.raised)
                .corner_radius(CornerRadius::same(size::RADIUS))
                .inner_margin(Margin::symmetric(8, 2))
                .show(ui, |ui| {
                    ui.text_label(RichText::new(&line.keys).font(theme::bold(size::SMALL)))
                });
            let taken = ui.cursor().left() - left;
            ui.add_space((KEYS - taken).max(0.0));
            ui.add(Label::new(RichText::new(line.does).size(size::SMALL)).wrap());
        });
        ui.add_space(space::XS);
    }
}
