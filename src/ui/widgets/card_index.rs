//! The labels of a job aid's cards, all at once, as large as they fit (SCREENS 7.13).

use eframe::egui::{self, Rect, RichText, Sense, TextWrapMode, Ui, Vec2, vec2};

use crate::pack::manifest::Card;
use crate::ui::theme;
use crate::ui::widgets::forms::length;
use crate::ui::widgets::text;

/// Between two labels.
const GAP: f32 = 8.0;
/// Around the text of a label.
const PADDING: Vec2 = vec2(16.0, 8.0);
/// Height of a line for each point of its type size.
const LINE: f32 = 1.3;
/// Smaller type is not read at a glance: the labels are scrolled instead.
const SMALLEST: f32 = 18.0;
/// Type size in the sergeant's window, where no wall sets it.
const WINDOW_TEXT_SIZE: f32 = 22.0;

/// How the labels are laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grid {
    columns: usize,
    cell: Vec2,
    type_size: f32,
}

impl Grid {
    /// Of so many labels.
    fn height(self, count: usize) -> f32 {
        let rows = count.div_ceil(self.columns);
        (length(rows) * (self.cell.y + GAP) - GAP).max(0.0)
    }
}

/// Shows every label; which card was tapped. `wall` is the height by which type is measured.
pub fn show<'a>(ui: &mut Ui, cards: &'a [Card], wall: Option<f32>) -> Option<&'a Card> {
    let mut area = ui.available_size();
    let most = wall.map_or(WINDOW_TEXT_SIZE, |height| height * 0.045);
    let widest = widest(ui, cards);
    let mut grid = fitting(cards.len(), widest, area, most);
    if grid.height(cards.len()) > area.y {
        area.x -= ui.spacing().scroll.allocated_width();
        grid = fitting(cards.len(), widest, area, most);
    }
    let whole = grid.height(cards.len());
    let mut tapped = None;
    egui::ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(area.x, whole), Sense::hover());
            ui.spacing_mut().button_padding = PADDING / 2.0;
            for (index, card) in cards.iter().enumerate() {
                let (row, column) = (index / grid.columns, index % grid.columns);
                let at = vec2(length(column), length(row)) * (grid.cell + Vec2::splat(GAP));
                let label = RichText::new(&card.label).size(grid.type_size);
                let room = grid.cell.x - 2.0 * ui.spacing().button_padding.x;
                let label = text::within(ui, label, TextWrapMode::Wrap, room);
                let button = egui::Button::new(label).min_size(grid.cell).wrap();
                let cell = Rect::from_min_size(rect.min + at, grid.cell);
                if ui.put(cell, button).clicked() {
                    tapped = Some(card);
                }
            }
        });
    tapped
}

/// The width of the longest label for each point of type size.
fn widest(ui: &Ui, cards: &[Card]) -> f32 {
    const SIZE: f32 = 20.0;
    let color = ui.visuals().text_color();
    let width = |card: &Card| {
        let font = theme::regular(SIZE);
        let galley = text::line(ui, &card.label, font, color);
        galley.size().x / SIZE
    };
    cards.iter().map(width).fold(0.1, f32::max)
}

/// As many columns as make the type largest without scrolling; of those alike, the fewest, which
/// are the widest. A cell is never lower than what a finger hits.
fn fitting(count: usize, widest: f32, area: Vec2, most: f32) -> Grid {
    let with = |columns: usize| {
        let rows = count.div_ceil(columns).max(1);
        let part = |whole: f32, parts: usize| (whole - GAP * (length(parts) - 1.0)) / length(parts);
        let width = part(area.x, columns).max(1.0);
        let height = part(area.y, rows)
            .min(area.y / 4.0)
            .max(theme::size::TARGET);
        let fits = ((width - PADDING.x) / widest).min((height - PADDING.y) / LINE);
        Grid {
            columns,
            cell: vec2(width, height),
            type_size: fits.clamp(SMALLEST, most.max(SMALLEST)),
        }
    };
    let better = |next: &Grid, best: &Grid| {
        let whole = |grid: &Grid| grid.height(count) <= area.y + 0.5;
        match (whole(next), whole(best)) {
            (true, true) => next.type_size > best.type_size + 0.5,
            (true, false) => true,
            (false, true) => false,
            // It has to be scrolled: as little as the labels allow.
            (false, false) => next.cell.x - PADDING.x >= SMALLEST * widest,
        }
    };
    // Past so many columns no label is left room enough.
    (2..=8).map(with).fold(
        with(1),
        |best, next| if better(&next, &best) { next } else { best },
    )
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable};

    use super::*;

    fn cards(count: u32) -> Vec<Card> {
        (0..count)
            .map(|page| Card {
                language: "km".to_owned(),
                label: format!("Kurdish (Kurmanji) {page}"),
                page: page + 1,
            })
            .collect()
    }

    /// What the margins and a strip leave of 1280 by 720.
    const ROOM: Vec2 = vec2(1128.0, 594.0);

    #[test]
    fn fifty_labels_stand_in_straight_rows_inside_the_smallest_wall() {
        let all = cards(50);
        let mut window = Harness::builder().with_size(ROOM).build_ui(|ui| {
            let _tapped = show(ui, &all, Some(720.0));
        });
        window.run();
        let place = |page: u32| {
            let label = format!("Kurdish (Kurmanji) {page}");
            window.get_by_label(&label).rect()
        };
        for page in 0..50 {
            let rect = place(page);
            assert!(
                rect.max.x <= ROOM.x && rect.max.y <= ROOM.y,
                "{page}: {rect:?}"
            );
        }
        let (first, second) = (place(0), place(1));
        assert!(
            (first.min.y - second.min.y).abs() < 0.5,
            "{first:?} {second:?}"
        );
        assert!((first.height() - second.height()).abs() < 0.5);
        assert!(first.max.x < second.min.x);
    }

    #[test]
    fn few_labels_are_large_and_too_many_are_never_smaller_than_can_be_read() {
        let area = vec2(1200.0, 600.0);
        let type_size = |count| fitting(count, 8.0, area, 32.0).type_size;
        assert!(type_size(4) > 31.5, "{}", type_size(4));
        assert!(type_size(4_096) >= SMALLEST, "{}", type_size(4_096));
        assert_eq!(fitting(4_096, 8.0, area, 32.0).columns, 7);
        assert!(fitting(0, 0.1, Vec2::ZERO, 32.0).columns >= 1);
    }

    #[test]
    fn the_label_that_is_tapped_is_the_one_that_is_given_back() {
        let all = cards(49);
        let mut tapped = None;
        let mut window = Harness::builder()
            .with_size(vec2(1280.0, 720.0))
            .build_ui_state(
                |ui, tapped: &mut Option<u32>| {
                    if let Some(card) = show(ui, &all, None) {
                        *tapped = Some(card.page);
                    }
                },
                tapped.take(),
            );
        window.get_by_label("Kurdish (Kurmanji) 41").click();
        window.run();
        assert_eq!(*window.state(), Some(42));
    }
}
