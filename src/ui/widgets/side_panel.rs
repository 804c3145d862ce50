//! What lies beside the picture or a list: a title, a way to close it, and what it shows.

use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui};

use crate::ui::icons;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::icon_button;
use crate::ui::widgets::text::TextUi as _;

/// The panel, over the whole of `ui`. `close_key` is the key that closes it; without one it stays.
/// Returns whether it was closed by its button.
pub fn side_panel(
    ui: &mut Ui,
    title: &str,
    close_key: Option<&str>,
    contents: impl FnOnce(&mut Ui),
) -> bool {
    let t = theme::tokens(ui.ctx());
    ui.painter().rect_filled(ui.max_rect(), 0.0, t.surface);
    let mut closed = false;
    let frame = Frame::new().inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.text_label(RichText::new(title).font(theme::bold(size::HEADING)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                closed =
                    close_key.is_some() && icon_button(ui, icons::X, "Close", close_key).clicked();
            });
        });
        ui.add_space(space::S);
        contents(ui);
    });
    closed
}
