//! Text on the wall: sizes are shares of the screen's height, so that the last row can read it
//! (SCREENS 2.7).

use eframe::egui::{Align, Color32, FontId, Layout, Rect, RichText, Ui, UiBuilder, vec2};

use crate::ui::theme::wall;
use crate::ui::widgets::text::{self, Label};

/// The part of a wall screen on which text may stand.
#[must_use]
pub fn inside(screen: Rect) -> Rect {
    screen.shrink2(vec2(
        screen.width() * wall::MARGIN,
        screen.height() * wall::MARGIN,
    ))
}

/// How wide a line of text of this size may be, in points: some 45 characters (SCREENS 2.7), and
/// never wider than the screen.
#[must_use]
pub fn line_width(size: f32, room: f32) -> f32 {
    // Inter's letters are on average 0.53 em wide.
    (wall::LINE * size * 0.53).min(room)
}

/// A text block of the wall, wrapped, as a label that a screen reader finds.
pub fn block(ui: &mut Ui, text: &str, font: FontId, color: Color32) {
    let width = line_width(font.size, ui.available_width());
    ui.scope(|ui| {
        ui.set_max_width(width);
        ui.add(Label::new(RichText::new(text).font(font).color(color)).wrap());
    });
}

/// The height in points that a text of this size takes when wrapped for the wall.
#[must_use]
pub fn height(ui: &Ui, words: &str, font: FontId, room: f32) -> f32 {
    let width = line_width(font.size, room);
    text::lines(ui, words, font, Color32::PLACEHOLDER, width)
        .size()
        .y
}

/// Paints into a part of the wall, top down.
pub fn column<R>(ui: &mut Ui, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(
        UiBuilder::new()
            .max_rect(rect)
            .layout(Layout::top_down(Align::Min)),
    );
    child.shrink_clip_rect(rect);
    contents(&mut child)
}

/// The largest of these sizes at which a text fits, else the smallest.
#[must_use]
pub fn fitting(ui: &Ui, sizes: &[f32], fits: impl Fn(&Ui, f32) -> bool) -> f32 {
    let smallest = sizes.last().copied().unwrap_or(wall::SMALLEST);
    sizes
        .iter()
        .copied()
        .find(|size| fits(ui, *size))
        .unwrap_or(smallest)
}
