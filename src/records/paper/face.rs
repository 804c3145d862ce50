//! The faces that are embedded, and which of their glyphs a document uses.

use std::collections::BTreeMap;

use harfrust::{Direction, Feature, FontRef, ShapeOptions, ShaperData, Tag, UnicodeBuffer};

/// A face as its file says.
pub(super) struct Face {
    /// Its PostScript name.
    pub name: &'static str,
    /// Its file.
    pub bytes: &'static [u8],
    /// Outlines as PostScript has them (CFF), else as TrueType.
    pub cff: bool,
    /// Whether it is for this letter.
    has: fn(char) -> bool,
}

/// So many faces come first in which a letter is a glyph.
const PLAIN: usize = 2;

/// The first two are for every letter that no other is for: regular and bold.
const FACES: [Face; 5] = [
    Face {
        name: "Inter-Regular",
        bytes: include_bytes!("../../ui/fonts/Inter-Regular.otf"),
        cff: true,
        has: |_| false,
    },
    Face {
        name: "Inter-SemiBold",
        bytes: include_bytes!("../../ui/fonts/Inter-SemiBold.otf"),
        cff: true,
        has: |_| false,
    },
    Face {
        name: "NotoSansArabic-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansArabic-Regular.ttf"),
        cff: false,
        has: |c| {
            matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}'
                | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        },
    },
    Face {
        name: "NotoSansHebrew-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansHebrew-Regular.ttf"),
        cff: false,
        has: |c| matches!(c, '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}'),
    },
    Face {
        name: "NotoSansDevanagari-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansDevanagari-Regular.ttf"),
        cff: false,
        has: |c| matches!(c, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}'),
    },
];

/// A glyph where it stands, in thousandths of the size of the type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub id: u16,
    /// How far the next one is.
    pub advance: f32,
    /// By how much it stands off its place.
    pub offset: (f32, f32),
}

/// What a document uses of one face: by glyph its width, and the text that it stands for.
pub(super) type Used = BTreeMap<u16, (f32, String)>;

/// The faces, and what is used of them.
pub(super) struct Faces {
    used: [Used; FACES.len()],
}

impl Faces {
    pub(super) fn new() -> Self {
        Self {
            used: std::array::from_fn(|_| Used::new()),
        }
    }

    /// The faces of which something is used, by their numbers.
    pub(super) fn used(&self) -> impl Iterator<Item = (usize, &'static Face, &Used)> {
        let all = self.used.iter().zip(&FACES).enumerate();
        all.filter(|(_, (used, _))| !used.is_empty())
            .map(|(number, (used, face))| (number, face, used))
    }

    /// The number of the face for a letter; none where any will do, as for spaces.
    pub(super) fn number(letter: char, bold: bool) -> Option<usize> {
        if letter.is_whitespace() || letter.is_ascii_punctuation() {
            return None;
        }
        let special = FACES.iter().position(|face| (face.has)(letter));
        Some(special.unwrap_or(usize::from(bold)))
    }

    /// Whether letters of this face are made of glyphs in no order of theirs.
    pub(super) fn is_joined(number: usize) -> bool {
        number >= PLAIN
    }

    /// Shapes a text of one script in the face of this number; glyphs come as they stand from
    /// left to right.
    pub(super) fn shape(&mut self, number: usize, text: &str, from_right: bool) -> Vec<Glyph> {
        let face = FACES.get(number).zip(self.used.get_mut(number));
        let Some((face, used)) = face else {
            return Vec::new();
        };
        let Ok(font) = FontRef::new(face.bytes) else {
            return Vec::new();
        };
        let data = ShaperData::new(&font);
        let shaper = data.shaper(&font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if from_right {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        // One glyph a letter where the script allows it: what is copied is then what was meant.
        let off = ["calt", "liga", "dlig"].map(|tag| {
            let tag = Tag::new_checked(tag.as_bytes()).unwrap_or_default();
            Feature::new(tag, 0, ..)
        });
        let features: &[Feature] = if number < PLAIN { &off } else { &[] };
        let set = shaper.shape(buffer, ShapeOptions::new().features(features));
        let scale = |units: i32| thousandths(units, shaper.units_per_em());
        let infos = set.glyph_infos();
        let mut glyphs = Vec::with_capacity(infos.len());
        for (info, position) in infos.iter().zip(set.glyph_positions()) {
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            let advance = scale(position.x_advance);
            used.entry(id)
                .or_insert_with(|| (advance, letters(text, infos, info.cluster)));
            glyphs.push(Glyph {
                id,
                advance,
                offset: (scale(position.x_offset), scale(position.y_offset)),
            });
        }
        glyphs
    }
}

/// The letters for which the glyphs of a cluster stand.
fn letters(text: &str, infos: &[harfrust::GlyphInfo], cluster: u32) -> String {
    let start = usize::try_from(cluster).unwrap_or(0);
    let later = infos
        .iter()
        .map(|info| info.cluster)
        .filter(|c| *c > cluster);
    let end = later.min().and_then(|end| usize::try_from(end).ok());
    let end = end.unwrap_or(text.len());
    text.get(start..end).unwrap_or_default().to_owned()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "units of a font are thousands at most"
)]
fn thousandths(units: i32, of: i32) -> f32 {
    units as f32 * 1000.0 / of.max(1) as f32
}
