//! Captions on the picture: white on a dark band, clear of the controls.

use eframe::egui::{Align2, Color32, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::player::captions::Cue;
use crate::ui::theme::{self, size, wall};

/// Paints the cues at the lower edge of `screen`, their lowest line above `bottom`.
pub fn captions(ui: &mut Ui, screen: Rect, bottom: f32, cues: &[&Cue]) {
    let t = theme::tokens(ui.ctx());
    let font = theme::regular(screen.height() * wall::CAPTION);
    let padding = vec2(font.size * 0.4, font.size * 0.12);
    let room = screen.width() * (1.0 - 2.0 * wall::MARGIN);
    let width = super::wall_text::line_width(font.size, room);
    let mut low = bottom.min(screen.bottom() - screen.height() * wall::MARGIN);
    for cue in cues.iter().rev() {
        let galley = ui.painter().layout(
            cue.text.clone(),
            font.clone(),
            theme::CAPTION,
            width - 2.0 * padding.x,
        );
        let box_size = galley.size() + 2.0 * padding;
        let anchor = pos2(screen.center().x, low);
        let rect = Align2::CENTER_BOTTOM.anchor_size(anchor, box_size);
        let radius = CornerRadius::same(size::RADIUS);
        ui.painter().rect_filled(rect, radius, t.caption_back());
        ui.painter()
            .galley(rect.min + padding, galley, Color32::PLACEHOLDER);
        let id = ui.scope_id().with(("caption", cue.start.0));
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &cue.text));
        low = rect.top() - padding.y;
    }
}
