//! A part of the screen that is painted by itself.

use eframe::egui::{Rect, Ui, UiBuilder};

/// Paints into a part of the screen.
pub fn part<R>(ui: &mut Ui, name: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    child.shrink_clip_rect(rect);
    contents(&mut child)
}

/// Takes so much off the top.
pub fn split_top(rest: &mut Rect, height: f32) -> Rect {
    let (top, below) = rest.split_top_bottom_at_y(rest.top() + height);
    *rest = below;
    top
}

/// Takes so much off the bottom.
pub fn split_bottom(rest: &mut Rect, height: f32) -> Rect {
    let (above, bottom) = rest.split_top_bottom_at_y(rest.bottom() - height);
    *rest = above;
    bottom
}

/// Takes so much off the right.
pub fn split_right(rest: &mut Rect, width: f32) -> Rect {
    let (left, right) = rest.split_left_right_at_x(rest.right() - width);
    *rest = left;
    right
}
