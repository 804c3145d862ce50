//! An address as a QR code that a phone at the back of the room can read: dark modules on light
//! whatever the theme, with the quiet zone that ISO/IEC 18004 asks for.

use crate::ui::theme;
use crate::ui::widgets::forms::length;
use eframe::egui::{Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};
use qrcode::{EcLevel, QrCode, types::Color};

/// Light modules left free around the code.
const QUIET: usize = 4;

/// Longer addresses make modules too small to scan across a room.
const MAX_BYTES: usize = 1_024;

/// A code that was computed once and is painted each frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    text: String,
    width: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The code of `text`; nothing where it is too long for one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        Some(Self {
            text: text.to_owned(),
            width: code.width(),
            dark: code
                .to_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        })
    }

    /// Modules along one side, quiet zone included.
    #[must_use]
    pub fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// Whether the module at this place, quiet zone not counted, is dark.
    #[must_use]
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.width
            && self
                .dark
                .get(row * self.width + column)
                .copied()
                .unwrap_or(false)
    }

    /// Paints the code as a square of at most `side` points. Screen readers hear the address.
    pub fn ui(&self, ui: &mut Ui, side: f32) -> Response {
        let pixels_per_point = ui.pixels_per_point();
        // Whole pixels a module: blurred edges cost scanning distance.
        let modules = length(self.side());
        let pixels = (side * pixels_per_point / modules).floor().max(1.0);
        let module = pixels / pixels_per_point;
        let (rect, response) =
            ui.allocate_exact_size(Vec2::splat(module * modules), Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Image, true, format!("QR code of {}", self.text))
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, module);
        }
        response
    }

    fn paint(&self, ui: &Ui, rect: Rect, module: f32) {
        let painter = ui.painter();
        painter.rect_filled(rect, 0.0, theme::PAPER);
        let origin = rect.min + Vec2::splat(module * length(QUIET));
        for row in 0..self.width {
            let mut column = 0;
            while column < self.width {
                let start = column;
                while self.is_dark(column, row) {
                    column += 1;
                }
                if column > start {
                    let min = pos2(
                        origin.x + length(start) * module,
                        origin.y + length(row) * module,
                    );
                    let size = vec2(length(column - start) * module, module);
                    painter.rect_filled(Rect::from_min_size(min, size), 0.0, theme::INK);
                }
                column += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_finder_patterns_and_a_quiet_zone() {
        let qr = Qr::new("https://www.ice.gov/detainers").unwrap();
        let last = qr.width - 1;
        for (column, row) in [(0, 0), (last, 0), (0, last)] {
            assert!(qr.is_dark(column, row));
        }
        assert!(!qr.is_dark(last, last) || qr.width > 21);
        assert_eq!(qr.side(), qr.width + 8);
        assert!(!qr.is_dark(qr.width, 0), "the quiet zone is light");
    }

    #[test]
    fn an_address_too_long_for_the_wall_has_no_code() {
        assert!(Qr::new(&"x".repeat(MAX_BYTES + 1)).is_none());
    }
}
