//! Paints parsed Markdown: as a document in Muster's window, or on the wall, where the type size
//! is a share of the screen's height (SCREENS 2.7).

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    self, Align, FontFamily, FontId, Frame, Grid, Layout, Margin, Rect, Sense, Stroke, TextStyle,
    Ui, UiBuilder, vec2,
};

use crate::documents::Markdown;
use crate::documents::markdown::{Block, BlockKind, Span};
use crate::ui::theme;
use crate::ui::widgets::forms::length;
use crate::ui::widgets::text::{self, Label};

/// The most characters in a line on the wall.
const WALL_CHARACTERS: f32 = 45.0;
/// The most characters in a line in Muster's window.
const WINDOW_CHARACTERS: f32 = 90.0;

/// Where a text is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// In Muster's window, in the theme's body size.
    Window,
    /// On the wall.
    Wall {
        /// Size of running text, in points.
        body: f32,
        /// Nothing is smaller than this, in points.
        smallest: f32,
    },
}

impl Reading {
    fn body(self, ui: &Ui) -> f32 {
        match self {
            Self::Window => TextStyle::Body.resolve(ui.style()).size,
            Self::Wall { body, .. } => body,
        }
    }

    fn heading(self, ui: &Ui, level: u8) -> f32 {
        let heading = TextStyle::Heading.resolve(ui.style()).size;
        let body = self.body(ui);
        match (self, level) {
            (Self::Wall { .. }, 1) => body * 1.45,
            (Self::Wall { .. }, 2) => body * 1.2,
            (Self::Window, 1) => heading,
            (Self::Window, 2) => f32::midpoint(heading, body),
            _ => body,
        }
    }

    /// Of addresses, code and the like.
    fn small(self, ui: &Ui) -> f32 {
        match self {
            Self::Window => TextStyle::Small.resolve(ui.style()).size,
            Self::Wall { smallest, .. } => smallest,
        }
    }
}

/// How high the text becomes when it is painted into this room.
#[must_use]
pub fn height(ui: &Ui, text: &Markdown, room: Rect, reading: Reading) -> f32 {
    let sizing = UiBuilder::new()
        .max_rect(room)
        .layout(Layout::top_down(Align::Min))
        .sizing_pass()
        .invisible();
    let mut trial = Ui::new(ui.ctx().clone(), ui.scope_id().with("trial"), sizing);
    show(&mut trial, text, reading);
    trial.min_rect().height()
}

/// Paints the text as wide as lines may be, as high as it becomes.
pub fn show(ui: &mut Ui, text: &Markdown, reading: Reading) {
    let body = reading.body(ui);
    let characters = match reading {
        Reading::Window => WINDOW_CHARACTERS,
        Reading::Wall { .. } => WALL_CHARACTERS,
    };
    // Half an em is the mean advance of running text.
    let width = ui.available_width().min(characters * body * 0.5);
    ui.vertical(|ui| {
        ui.set_max_width(width);
        ui.spacing_mut().item_spacing = vec2(body * 0.4, body * 0.5);
        let mut above = None;
        for block in &text.blocks {
            if above.is_some() && matches!(block.kind, BlockKind::Heading(..)) {
                ui.add_space(body * 0.5);
            }
            above = Some(());
            block_ui(ui, reading, block);
        }
    });
}

fn block_ui(ui: &mut Ui, reading: Reading, block: &Block) {
    let body = reading.body(ui);
    let step = body * 1.5;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for _ in 0..block.quote {
            let (rect, _) = ui.allocate_exact_size(vec2(step * 0.6, body * 1.2), Sense::hover());
            let line = ui.visuals().widgets.noninteractive.bg_stroke.color;
            ui.painter()
                .vline(rect.left() + 2.0, rect.y_range(), Stroke::new(3.0, line));
        }
        if block.indent > 0 {
            ui.add_space(step * f32::from(block.indent - 1));
            let (rect, _) = ui.allocate_exact_size(vec2(step, body * 1.2), Sense::hover());
            if let Some(marker) = &block.marker {
                let color = ui.visuals().text_color();
                let at = rect.left_top();
                let font = FontId::new(body, FontFamily::Proportional);
                text::paint(ui, at, egui::Align2::LEFT_TOP, marker, font, color);
            }
        }
        ui.vertical(|ui| kind_ui(ui, reading, &block.kind));
    });
}

fn kind_ui(ui: &mut Ui, reading: Reading, kind: &BlockKind) {
    let body = reading.body(ui);
    match kind {
        BlockKind::Heading(level, spans) => {
            let size = reading.heading(ui, *level);
            let job = job(ui, spans, size, reading.small(ui), true);
            ui.add(Label::new(job).wrap());
        }
        BlockKind::Paragraph(spans) => {
            let job = job(ui, spans, body, reading.small(ui), false);
            ui.add(Label::new(job).wrap());
        }
        BlockKind::Code(code) => {
            Frame::new()
                .fill(ui.visuals().code_bg_color)
                .inner_margin(Margin::same(8))
                .corner_radius(8)
                .show(ui, |ui| {
                    let font = FontId::new(reading.small(ui), FontFamily::Monospace);
                    ui.add(Label::new(egui::RichText::new(code).font(font)).wrap());
                });
        }
        BlockKind::Table(rows) => table_ui(ui, reading, rows),
        BlockKind::Rule => {
            ui.separator();
        }
    }
}

fn table_ui(ui: &mut Ui, reading: Reading, rows: &[Vec<Vec<Span>>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let body = reading.body(ui);
    // Columns share the width; text wraps inside them.
    let width = (ui.available_width() / length(columns) - body).max(body * 3.0);
    let id = ui.next_auto_id();
    Grid::new(id)
        .striped(true)
        .spacing(vec2(body * 0.8, body * 0.4))
        .show(ui, |ui| {
            for (number, row) in rows.iter().enumerate() {
                for cell in row {
                    let job = job(ui, cell, body, reading.small(ui), number == 0);
                    ui.allocate_ui(vec2(width, 0.0), |ui| {
                        ui.set_max_width(width);
                        ui.add(Label::new(job).wrap());
                    });
                }
                ui.end_row();
            }
        });
}

/// Spans laid out as one text, so that screen readers hear one text.
fn job(ui: &Ui, spans: &[Span], size: f32, small: f32, strong: bool) -> LayoutJob {
    let visuals = ui.visuals();
    let mut job = LayoutJob::default();
    for span in spans {
        let size = if span.address { small.min(size) } else { size };
        let font_id = if span.code {
            FontId::new(size, FontFamily::Monospace)
        } else if strong || span.strong {
            theme::bold(size)
        } else {
            theme::regular(size)
        };
        let color = if span.address {
            visuals.weak_text_color()
        } else {
            visuals.text_color()
        };
        let mut format = TextFormat {
            font_id,
            color,
            italics: span.emphasis,
            line_height: Some((size * 1.35).round()),
            ..TextFormat::default()
        };
        if span.struck {
            format.strikethrough = Stroke::new(1.0, color);
        }
        if span.code {
            format.background = visuals.code_bg_color;
        }
        job.append(&span.text, 0.0, format);
    }
    job
}
