//! A box on the background.

use eframe::egui::{CornerRadius, Frame, InnerResponse, Margin, Ui};

use crate::ui::theme::{self, size};

/// A box on the background, as wide as there is room.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = theme::tokens(ui.ctx());
    Frame::new()
        .fill(t.surface)
        .stroke(t.hairline())
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::same(24))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
}
