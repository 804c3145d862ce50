//! A table that sorts by its heads; each row is one thing to press (SCREENS 10.1).

use eframe::egui::{
    Align2, CornerRadius, FontId, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::ui::icons;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::text;

/// More rows than anybody reads; the rest is found by typing (SCREENS 10.1).
pub const MAX_ROWS: usize = 500;

/// A column: its head, and its share of the width.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What stands above.
    pub title: &'static str,
    /// Share of the width, in any unit.
    pub share: f32,
}

/// One field of a row: what is read, and what it is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    text: String,
    key: String,
}

impl Cell {
    /// Sorted as it is read, case aside.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let key = text.to_lowercase();
        Self { text, key }
    }

    /// Sorted by something else, for example a date as `2026-11-24`.
    #[must_use]
    pub fn by(text: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            key: key.into(),
        }
    }
}

/// By which column a table is sorted; as its rows come until a head is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorting {
    column: Option<usize>,
    descending: bool,
}

impl Sorting {
    fn press(&mut self, column: usize) {
        if self.column == Some(column) {
            self.descending = !self.descending;
        } else {
            *self = Self {
                column: Some(column),
                descending: false,
            };
        }
    }

    /// The rows' places in the order in which they are shown.
    fn order(self, rows: &[Vec<Cell>]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        if let Some(column) = self.column {
            let key = |row: &usize| {
                let cells = rows.get(*row);
                cells
                    .and_then(|cells| cells.get(column))
                    .map(|cell| &cell.key)
            };
            order.sort_by(|one, other| {
                let by_key = key(one).cmp(&key(other));
                if self.descending {
                    by_key.reverse()
                } else {
                    by_key
                }
            });
        }
        order
    }
}

/// Paints a table at most `height` high; returns the row that was pressed, as its place in `rows`.
pub fn table_ui(
    ui: &mut Ui,
    id: &str,
    columns: &[Column],
    sorting: &mut Sorting,
    rows: &[Vec<Cell>],
    selected: Option<usize>,
    height: f32,
) -> Option<usize> {
    let mut pressed = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = head_ui(ui, columns, sorting);
    let order = sorting.order(rows);
    ScrollArea::vertical()
        .id_salt(id)
        .max_height((height - size::TARGET).max(3.0 * size::TARGET))
        .auto_shrink([false, true])
        .show_rows(ui, size::TARGET, order.len(), |ui, visible| {
            for row in order.get(visible).unwrap_or_default() {
                let cells = rows.get(*row).map_or(&[][..], Vec::as_slice);
                if row_ui(ui, columns, cells, width, selected == Some(*row)).clicked() {
                    pressed = Some(*row);
                }
            }
        });
    pressed
}

/// Where each column begins, and how wide it is.
fn places(rect: Rect, columns: &[Column]) -> Vec<(f32, f32)> {
    let all: f32 = columns.iter().map(|column| column.share).sum();
    let mut x = rect.left() + space::S;
    let width = rect.width() - 2.0 * space::S;
    columns
        .iter()
        .map(|column| {
            let part = width * column.share / all.max(0.01);
            let place = (x, part);
            x += part;
            place
        })
        .collect()
}

/// Paints the heads; returns how wide they are, and so the rows.
fn head_ui(ui: &mut Ui, columns: &[Column], sorting: &mut Sorting) -> f32 {
    let t = theme::tokens(ui.ctx());
    // The list's own bar takes its width off the rows.
    let bar = ui.spacing().scroll.bar_width + ui.spacing().scroll.bar_inner_margin;
    let width = ui.available_width() - bar;
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::TARGET), Sense::hover());
    for (number, (column, (x, width))) in columns.iter().zip(places(rect, columns)).enumerate() {
        let head = Rect::from_min_size(pos2(x, rect.top()), vec2(width, rect.height()));
        let response = ui.interact(head, ui.scope_id().with(("head", number)), Sense::click());
        let spoken = format!("Sort by {}", column.title);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if response.clicked() {
            sorting.press(number);
        }
        let arrow = match (sorting.column == Some(number), sorting.descending) {
            (false, _) => "",
            (true, false) => icons::CARET_UP,
            (true, true) => icons::CARET_DOWN,
        };
        let color = if response.hovered() || response.has_focus() {
            t.accent
        } else {
            t.muted
        };
        let font = theme::bold(size::SMALL);
        let words = format!("{} {arrow}", column.title);
        cell_ui(ui, head.left_center(), width, &words, font, color);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), t.line());
    width
}

fn row_ui(ui: &mut Ui, columns: &[Column], cells: &[Cell], width: f32, selected: bool) -> Response {
    let t = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::TARGET), Sense::click());
    response.widget_info(|| {
        let words: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        WidgetInfo::selected(Role::Button, true, selected, words.join(", "))
    });
    if ui.is_rect_visible(rect) {
        let radius = CornerRadius::same(size::RADIUS);
        let text = if selected {
            ui.painter().rect_filled(rect, radius, t.primary);
            t.on_primary
        } else {
            if response.hovered() {
                ui.painter().rect_filled(rect, radius, t.raised);
            }
            ui.painter()
                .hline(rect.x_range(), rect.bottom(), t.hairline());
            t.text
        };
        if response.has_focus() {
            let ring = t.focus_ring();
            let inside = eframe::egui::StrokeKind::Inside;
            ui.painter().rect_stroke(rect, radius, ring, inside);
        }
        for (cell, (x, width)) in cells.iter().zip(places(rect, columns)) {
            let at = pos2(x, rect.center().y);
            cell_ui(ui, at, width, &cell.text, theme::regular(size::BODY), text);
        }
    }
    response
}

/// One line of text, cut off with "…" where it is too long.
fn cell_ui(
    ui: &Ui,
    left_center: Pos2,
    width: f32,
    words: &str,
    font: FontId,
    color: eframe::egui::Color32,
) {
    let galley = text::cut(ui, words, font, color, width - space::S);
    let at = Align2::LEFT_CENTER.anchor_size(left_center, galley.size());
    ui.painter().galley(at.min, galley, color);
}

#[cfg(test)]
mod tests {
    use super::{Cell, Sorting};

    fn rows() -> Vec<Vec<Cell>> {
        [("b", "24 Nov", "2026-11-24"), ("A", "3 Dec", "2025-12-03")]
            .map(|(name, day, key)| vec![Cell::new(name), Cell::by(day, key)])
            .to_vec()
    }

    #[test]
    fn a_head_sorts_by_its_column_and_pressed_again_the_other_way() {
        let mut sorting = Sorting::default();
        assert_eq!(sorting.order(&rows()), [0, 1], "as they come");
        sorting.press(0);
        assert_eq!(sorting.order(&rows()), [1, 0], "case aside");
        sorting.press(0);
        assert_eq!(sorting.order(&rows()), [0, 1]);
        sorting.press(1);
        assert_eq!(sorting.order(&rows()), [1, 0], "by day, not by its words");
    }
}
