//! The faces that are embedded, and which of their glyphs a document uses.

use std::collections::BTreeMap;

use harfrust::{Direction, Feature, FontRef, ShapeOptions, ShaperData, Tag, UnicodeBuffer};

use crate::platform::fonts::EMBEDDED;

/// A face as its file describes it.
#[derive(Clone, Copy)]
pub(super) struct Face {
    /// Its PostScript name.
    pub name: &'static str,
    /// Its file.
    pub bytes: &'static [u8],
    /// Outlines as PostScript has them (CFF), else as TrueType.
    pub cff: bool,
}

/// Regular and bold, for every letter that no other face is for; in them a letter is a glyph.
const PLAIN: [Face; 2] = [
    Face {
        name: "Inter-Regular",
        bytes: include_bytes!("../../ui/fonts/Inter-Regular.otf"),
        cff: true,
    },
    Face {
        name: "Inter-SemiBold",
        bytes: include_bytes!("../../ui/fonts/Inter-SemiBold.otf"),
        cff: true,
    },
];

/// The face of a number: first the plain ones, then those of other scripts.
fn face(number: usize) -> Option<Face> {
    let of_script = || {
        let face = EMBEDDED.get(number.checked_sub(PLAIN.len())?)?;
        Some(Face {
            name: face.name,
            bytes: face.bytes,
            cff: false,
        })
    };
    PLAIN.get(number).copied().or_else(of_script)
}

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
    used: [Used; PLAIN.len() + EMBEDDED.len()],
}

impl Faces {
    pub(super) fn new() -> Self {
        Self {
            used: std::array::from_fn(|_| Used::new()),
        }
    }

    /// The faces of which something is used, by their numbers.
    pub(super) fn used(&self) -> impl Iterator<Item = (usize, Face, &Used)> {
        let all = self.used.iter().enumerate();
        all.filter(|(_, used)| !used.is_empty())
            .filter_map(|(number, used)| Some((number, face(number)?, used)))
    }

    /// The number of the face for a letter; none where any will do, as for spaces.
    pub(super) fn number(letter: char, bold: bool) -> Option<usize> {
        if letter.is_whitespace() || letter.is_ascii_punctuation() {
            return None;
        }
        let special = EMBEDDED.iter().position(|face| (face.has)(letter));
        Some(special.map_or(usize::from(bold), |n| n + PLAIN.len()))
    }

    /// Whether letters of this face are made of glyphs in no order of theirs.
    pub(super) fn is_joined(number: usize) -> bool {
        number >= PLAIN.len()
    }

    /// Shapes a text of one script in the face of this number; glyphs come as they stand from
    /// left to right.
    pub(super) fn shape(&mut self, number: usize, text: &str, from_right: bool) -> Vec<Glyph> {
        let face = face(number).zip(self.used.get_mut(number));
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
        let features: &[Feature] = if number < PLAIN.len() { &off } else { &[] };
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

#[cfg(test)]
mod tests {
    use super::Faces;

    #[test]
    fn names_of_the_i_speak_scripts_are_letters_on_paper_and_no_boxes() {
        for name in [
            "ተስፋዬ",
            "محمد",
            "Արամ",
            "বাংলা",
            "မြန်မာ",
            "გიორგი",
            "ગુજરાતી",
            "דוד",
            "शर्मा",
            "សុខា",
            "ລາວ",
            "ਪੰਜਾਬੀ",
            "சங்கர்",
            "తెలుగు",
            "สมชาย",
            "Νίκος",
            "Иван",
            "Nguyễn",
        ] {
            let mut faces = Faces::new();
            let first = name.chars().next().expect("a letter");
            let number = Faces::number(first, true).expect("a face");
            let glyphs = faces.shape(number, name, false);
            assert!(!glyphs.is_empty(), "{name}");
            assert!(glyphs.iter().all(|glyph| glyph.id != 0), "{name}");
            assert_eq!(faces.used().count(), 1, "{name}");
        }
    }
}
