//! Texts broken into lines, each line into runs of one face and one direction.

use unicode_bidi::{BidiInfo, Level};

use crate::pack::text::shown;
use crate::records::paper::face::{Faces, Glyph};

/// Glyphs of one face, from left to right.
pub(super) struct Run {
    /// The number of the face.
    pub face: usize,
    /// What is set.
    pub glyphs: Vec<Glyph>,
    /// The text for which they stand, where that does not follow from the glyphs one by one.
    pub text: Option<String>,
}

/// A line, set.
pub(super) struct Line {
    /// In points.
    pub size: f32,
    /// From left to right.
    pub runs: Vec<Run>,
}

/// Sets lines.
pub(super) struct Setter<'f> {
    faces: &'f mut Faces,
}

impl<'f> Setter<'f> {
    pub(super) fn new(faces: &'f mut Faces) -> Self {
        Self { faces }
    }

    /// Sets a text in lines of this width, in points. A word that is too long is broken.
    pub(super) fn set(&mut self, text: &str, size: f32, bold: bool, width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in words(text) {
            let longer = if line.is_empty() {
                word.clone()
            } else {
                format!("{line} {word}")
            };
            if self.width(&longer, size, bold) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(self.line(&std::mem::take(&mut line), size, bold));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, size, bold) > width && line.chars().count() > 1 {
                    line.pop();
                    let full = std::mem::replace(&mut line, letter.to_string());
                    lines.push(self.line(&full, size, bold));
                }
            }
        }
        if !line.is_empty() {
            lines.push(self.line(&line, size, bold));
        }
        lines
    }

    fn width(&mut self, text: &str, size: f32, bold: bool) -> f32 {
        let line = self.line(text, size, bold);
        let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
        glyphs.map(|glyph| glyph.advance).sum::<f32>() * size / 1000.0
    }

    fn line(&mut self, text: &str, size: f32, bold: bool) -> Line {
        let mut runs = Vec::new();
        let bidi = BidiInfo::new(text, Some(Level::ltr()));
        for paragraph in &bidi.paragraphs {
            let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for range in visual {
                let from_right = levels.get(range.start).is_some_and(Level::is_rtl);
                let Some(part) = text.get(range) else {
                    continue;
                };
                let mut pieces = by_face(part, bold);
                if from_right {
                    pieces.reverse();
                }
                runs.extend(pieces.into_iter().map(|(face, piece)| Run {
                    face,
                    glyphs: self.faces.shape(face, piece, from_right),
                    // Readers of what runs from the right put the glyphs' letters in order.
                    text: (Faces::is_joined(face) && !from_right).then(|| piece.to_owned()),
                }));
            }
        }
        Line { size, runs }
    }
}

/// The words of a text; control characters part them, and what else would spoof a line is written
/// out.
fn words(text: &str) -> impl Iterator<Item = String> {
    let clean = shown(&text.replace(char::is_control, " "));
    let words: Vec<String> = clean
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// A text in pieces of one face each, in their logical order. What any face has stays with what
/// is before it.
fn by_face(text: &str, bold: bool) -> Vec<(usize, &str)> {
    let usual = usize::from(bold);
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut face = text
        .chars()
        .find_map(|c| Faces::number(c, bold))
        .unwrap_or(usual);
    for (at, letter) in text.char_indices() {
        let Some(next) = Faces::number(letter, bold) else {
            continue;
        };
        if next != face {
            pieces.extend(
                text.get(start..at)
                    .filter(|piece| !piece.is_empty())
                    .map(|p| (face, p)),
            );
            (start, face) = (at, next);
        }
    }
    pieces.extend(
        text.get(start..)
            .filter(|piece| !piece.is_empty())
            .map(|p| (face, p)),
    );
    pieces
}
