//! Fields with their names above them.

use eframe::egui::{Align, Align2, Layout, Response, RichText, TextEdit, Ui};

use crate::ui::theme::{self, size, space};
use crate::ui::widgets::text::TextUi as _;

/// A one-line field with its name above; screen readers hear the name.
pub fn field(ui: &mut Ui, name: &str, text: &mut String, width: f32) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let label = ui.text_label(small(ui, name));
        ui.add(
            TextEdit::singleline(text)
                .desired_width(width)
                .min_size(eframe::egui::vec2(0.0, size::TARGET))
                .align(Align2::LEFT_CENTER),
        )
        .labelled_by(label.id)
    })
    .inner
}

/// A count or a number of pixels as a length; beyond 65,535 nothing is laid out.
#[must_use]
pub fn length(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}

/// Contents one below the other from the left: columns would stretch their lines.
pub fn column(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::top_down(Align::Min), contents);
}

/// What is left of the screen below, at least `least`: for lists that scroll by themselves.
#[must_use]
pub fn room_below(ui: &Ui, least: f32) -> f32 {
    (ui.clip_rect().bottom() - ui.cursor().top() - space::XL).max(least)
}

/// Small muted text.
#[must_use]
pub fn small(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .size(size::SMALL)
        .color(theme::tokens(ui.ctx()).muted)
}

/// The heading of a card.
#[must_use]
pub fn heading(text: &str) -> RichText {
    RichText::new(text).font(theme::bold(size::HEADING))
}

/// Text that leads a row.
#[must_use]
pub fn strong(text: &str) -> RichText {
    RichText::new(text).font(theme::bold(size::BODY))
}
