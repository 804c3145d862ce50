//! The words of a text, set one beside the other and line below line.

use std::sync::Arc;

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::epaint::text::PlacedRow;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Galley, Rect, Ui, pos2};
use unicode_bidi::{BidiInfo, Level};

use super::order;
use super::pieces::{Kind, pieces};

/// A piece of a line in type.
struct Set {
    text: String,
    format: TextFormat,
    galley: Arc<Galley>,
    level: Level,
    space: bool,
}

impl Set {
    fn new(ui: &Ui, text: String, format: &TextFormat, level: Level, space: bool) -> Self {
        let one = LayoutJob::single_section(text.clone(), format.clone());
        Self {
            galley: ui.painter().layout_job(one),
            text,
            format: format.clone(),
            level,
            space,
        }
    }

    fn width(&self) -> f32 {
        self.galley.size().x
    }

    /// The most of it that is no wider, at least a letter, and the rest.
    fn broken(self, ui: &Ui, widest: f32) -> (Self, Option<Self>) {
        let part = |text: &str| Self::new(ui, text.to_owned(), &self.format, self.level, false);
        let ends: Vec<usize> = self.text.char_indices().skip(1).map(|(at, _)| at).collect();
        let fits = |end: &usize| part(self.text.get(..*end).unwrap_or_default()).width() <= widest;
        let fitting = ends.partition_point(fits).max(1);
        match ends
            .get(fitting - 1)
            .and_then(|end| self.text.split_at_checked(*end))
        {
            Some((begin, rest)) => (part(begin), Some(part(rest))),
            None => (self, None),
        }
    }
}

fn width(line: &[Set]) -> f32 {
    line.iter().map(Set::width).sum()
}

/// A line, and the level of its paragraph.
struct Line {
    pieces: Vec<Set>,
    level: Level,
}

/// Sets a text of any direction in its order.
pub fn in_order(ui: &Ui, job: LayoutJob) -> Galley {
    let mut lines: Vec<Line> = Vec::new();
    // One line is filled to its end, and what is too much is cut off.
    let widest = if job.wrap.max_rows == 1 {
        f32::INFINITY
    } else {
        job.wrap.max_width
    };
    let mut begins = 0;
    for paragraph in job.text.split('\n') {
        let (level, levels) = order::levels(paragraph);
        let section_at = |at: usize| {
            let at = begins + at;
            let mut sections = job.sections.iter().map(|section| &section.byte_range);
            sections.position(|bytes| (bytes.start.0..bytes.end.0).contains(&at))
        };
        let mut text = Broken {
            ui,
            widest,
            level,
            line: Vec::new(),
            lines: &mut lines,
        };
        let mut word: Vec<Set> = Vec::new();
        for piece in pieces(paragraph, &levels, section_at) {
            let Some(section) = job.sections.get(piece.section) else {
                continue;
            };
            let space = piece.kind == Kind::Space;
            let set = Set::new(ui, piece.text, &section.format, piece.level, space);
            if space {
                text.add(std::mem::take(&mut word));
                text.line.push(set);
            } else {
                word.push(set);
            }
        }
        text.add(word);
        text.end_line();
        begins += paragraph.len() + 1;
    }
    let mut elided = lines.len() > job.wrap.max_rows;
    lines.truncate(job.wrap.max_rows);
    if let Some(last) = lines.last_mut()
        && (elided || (job.wrap.max_rows == 1 && width(&last.pieces) > job.wrap.max_width))
    {
        cut(ui, &job, last);
        elided = true;
    }
    placed(ui, job, lines, elided)
}

/// The lines of a paragraph as they are filled.
struct Broken<'a> {
    ui: &'a Ui,
    widest: f32,
    level: Level,
    line: Vec<Set>,
    lines: &'a mut Vec<Line>,
}

impl Broken<'_> {
    fn end_line(&mut self) {
        self.lines.push(Line {
            pieces: std::mem::take(&mut self.line),
            level: self.level,
        });
    }

    /// Adds a word to the line, or begins another one with it.
    fn add(&mut self, word: Vec<Set>) {
        let fits = width(&self.line) + width(&word) <= self.widest;
        if !fits && self.line.iter().any(|piece| !piece.space) {
            self.end_line();
        }
        if width(&word) <= self.widest {
            self.line.extend(word);
            return;
        }
        for mut piece in word {
            loop {
                let room = self.widest - width(&self.line);
                if piece.width() <= room {
                    break;
                }
                if !self.line.is_empty() && piece.width() <= self.widest {
                    self.end_line();
                    continue;
                }
                let (begin, rest) = piece.broken(self.ui, room);
                self.line.push(begin);
                self.end_line();
                let Some(rest) = rest else { return };
                piece = rest;
            }
            self.line.push(piece);
        }
    }
}

/// Cuts a line where it is read last, and says so.
fn cut(ui: &Ui, job: &LayoutJob, line: &mut Line) {
    let format = line.pieces.last().map(|piece| piece.format.clone());
    let first = || job.sections.first().map(|section| section.format.clone());
    let (Some(sign), Some(format)) = (job.wrap.overflow_character, format.or_else(first)) else {
        return;
    };
    let sign = Set::new(ui, sign.to_string(), &format, line.level, false);
    let room = job.wrap.max_width - sign.width();
    while let Some(last) = line.pieces.pop() {
        let before = width(&line.pieces);
        if before + last.width() <= room {
            line.pieces.push(last);
            break;
        }
        if before < room && !last.space {
            let (begin, rest) = last.broken(ui, room - before);
            if rest.is_some() && begin.width() <= room - before {
                line.pieces.push(begin);
                break;
            }
        }
    }
    line.pieces.push(sign);
}

/// Puts the pieces of each line in their order, and the lines one below the other.
fn placed(ui: &Ui, job: LayoutJob, lines: Vec<Line>, elided: bool) -> Galley {
    let scale = ui.ctx().pixels_per_point();
    let halign = job.halign;
    let formats = job.sections.iter().map(|section| &section.format);
    let height = ui.fonts_mut(|all| {
        let heights = formats.map(|it| {
            it.line_height
                .unwrap_or_else(|| all.row_height(&it.font_id))
        });
        heights.fold(0.0, f32::max)
    });
    let mut galley = Galley::concat(Arc::new(job), &[], scale);
    galley.elided = elided;
    let (mut y, mut all) = (0.0, Rect::NOTHING);
    for Line { mut pieces, .. } in lines {
        while pieces.last().is_some_and(|piece| piece.space) {
            pieces.pop();
        }
        let long = width(&pieces);
        let mut x = match halign {
            Align::Min => 0.0,
            Align::Center => -long / 2.0,
            Align::Max => -long,
        };
        all |= Rect::from_min_max(pos2(x, y), pos2(x + long, y + height));
        let levels: Vec<Level> = pieces.iter().map(|piece| piece.level).collect();
        for at in BidiInfo::reorder_visual(&levels) {
            let Some(piece) = pieces.get(at) else {
                continue;
            };
            let Some(row) = piece.galley.rows.first() else {
                continue;
            };
            let pos = pos2(x, y).round_to_pixels(scale);
            galley.mesh_bounds |= row.visuals.mesh_bounds.translate(pos.to_vec2());
            galley.num_vertices += piece.galley.num_vertices;
            galley.num_indices += piece.galley.num_indices;
            galley.rows.push(PlacedRow {
                pos,
                row: Arc::clone(&row.row),
                ends_with_newline: false,
            });
            x += piece.width();
        }
        y += height;
    }
    if all.is_positive() {
        galley.rect = all;
    }
    galley
}
