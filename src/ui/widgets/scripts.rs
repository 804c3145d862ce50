//! Text in any script, set in lines: what runs from the right in its order, each script in a face
//! that has it (SCREENS 2.1).
//!
//! egui shapes (letters join, vowel signs find their place), but it lays one word beside the other
//! from left to right. So a text with letters that run from the right is cut into words here; each
//! is shaped by egui, and they are put in their order by the Unicode Bidirectional Algorithm. The
//! result is a [`Galley`] like any other.

mod pieces;

use std::sync::Arc;

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily, PlacedRow};
use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Context, FontData, FontFamily, Galley, Rect, Ui, pos2};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use pieces::{Kind, pieces};

/// A face that is loaded only once a text needs it.
struct Face {
    name: &'static str,
    bytes: &'static [u8],
    /// Whether it is for this letter.
    has: fn(char) -> bool,
}

const FACES: [Face; 3] = [
    Face {
        name: "noto-arabic",
        bytes: include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
        has: |c| {
            matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}'
                | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        },
    },
    Face {
        name: "noto-hebrew",
        bytes: include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
        has: |c| matches!(c, '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}'),
    },
    Face {
        name: "noto-devanagari",
        bytes: include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf"),
        has: |c| matches!(c, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}'),
    },
];

/// Whether the faces for a text are loaded. Where they are not, they are from the next frame on,
/// which is asked for: until then it would be set in boxes.
#[must_use]
pub fn ready(ctx: &Context, text: &str) -> bool {
    let mut ready = true;
    for face in FACES.iter().filter(|face| text.chars().any(face.has)) {
        if !ctx.fonts(|fonts| fonts.definitions().font_data.contains_key(face.name)) {
            let families = [FontFamily::Proportional, FontFamily::Name("bold".into())];
            let families = families.map(|family| InsertFontFamily {
                family,
                priority: FontPriority::Lowest,
            });
            let data = FontData::from_static(face.bytes);
            ctx.add_font(FontInsert::new(face.name, data, families.to_vec()));
            ctx.request_repaint();
            ready = false;
        }
    }
    ready
}

/// Sets a text in lines, as wide as the job says. A word that is wider than a line stands on one
/// of its own.
#[must_use]
pub fn set(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    if job.text.chars().any(runs_from_right) {
        Arc::new(from_right(ui, job))
    } else {
        ui.painter().layout_job(job)
    }
}

/// Whether a letter makes its text one that egui alone does not order.
fn runs_from_right(c: char) -> bool {
    matches!(
        bidi_class(c),
        BidiClass::R
            | BidiClass::AL
            | BidiClass::AN
            | BidiClass::RLE
            | BidiClass::RLO
            | BidiClass::RLI
    )
}

/// A piece of a line in type.
struct Set {
    galley: Arc<Galley>,
    level: Level,
    space: bool,
}

fn width(line: &[Set]) -> f32 {
    line.iter().map(|piece| piece.galley.size().x).sum()
}

fn from_right(ui: &Ui, job: LayoutJob) -> Galley {
    let mut lines: Vec<Vec<Set>> = Vec::new();
    let mut begins = 0;
    for paragraph in job.text.split('\n') {
        let info = BidiInfo::new(paragraph, None);
        let section_at = |at: usize| {
            let at = begins + at;
            let mut sections = job.sections.iter().map(|section| &section.byte_range);
            sections.position(|bytes| (bytes.start.0..bytes.end.0).contains(&at))
        };
        let mut line: Vec<Set> = Vec::new();
        let mut word: Vec<Set> = Vec::new();
        for piece in pieces(paragraph, &info.levels, section_at) {
            let Some(section) = job.sections.get(piece.section) else {
                continue;
            };
            let one = LayoutJob::single_section(piece.text, section.format.clone());
            let set = Set {
                galley: ui.painter().layout_job(one),
                level: piece.level,
                space: piece.kind == Kind::Space,
            };
            if set.space {
                add(&mut lines, &mut line, &mut word, job.wrap.max_width);
                line.push(set);
            } else {
                word.push(set);
            }
        }
        add(&mut lines, &mut line, &mut word, job.wrap.max_width);
        lines.push(line);
        begins += paragraph.len() + 1;
    }
    let elided = lines.len() > job.wrap.max_rows;
    lines.truncate(job.wrap.max_rows);
    placed(ui, job, lines, elided)
}

/// Adds a word to a line, or begins another line with it.
fn add(lines: &mut Vec<Vec<Set>>, line: &mut Vec<Set>, word: &mut Vec<Set>, widest: f32) {
    let fits = width(line) + width(word) <= widest;
    if !fits && line.iter().any(|piece| !piece.space) {
        lines.push(std::mem::take(line));
    }
    line.append(word);
}

/// Puts the pieces of each line in their order, and the lines one below the other.
fn placed(ui: &Ui, job: LayoutJob, lines: Vec<Vec<Set>>, elided: bool) -> Galley {
    let scale = ui.ctx().pixels_per_point();
    let halign = job.halign;
    let fonts = job.sections.iter().map(|s| s.format.font_id.clone());
    let height = ui.fonts_mut(|all| {
        let heights = fonts.map(|font| all.row_height(&font));
        heights.fold(0.0, f32::max)
    });
    let mut galley = Galley::concat(Arc::new(job), &[], scale);
    galley.elided = elided;
    let (mut y, mut all) = (0.0, Rect::NOTHING);
    for mut line in lines {
        while line.last().is_some_and(|piece| piece.space) {
            line.pop();
        }
        let long = width(&line);
        let mut x = match halign {
            Align::Min => 0.0,
            Align::Center => -long / 2.0,
            Align::Max => -long,
        };
        all |= Rect::from_min_max(pos2(x, y), pos2(x + long, y + height));
        let levels: Vec<Level> = line.iter().map(|piece| piece.level).collect();
        for at in BidiInfo::reorder_visual(&levels) {
            let Some(piece) = line.get(at) else { continue };
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
            x += piece.galley.size().x;
        }
        y += height;
    }
    if all.is_positive() {
        galley.rect = all;
    }
    galley
}

#[cfg(test)]
mod tests;
