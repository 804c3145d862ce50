//! Which characters of a text have a glyph, by the tables of the font files themselves: those of the
//! program that the screens are drawn with (SCREENS 2.1).

use epaint_default_fonts::UBUNTU_LIGHT;
use skrifa::charmap::Charmap;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{EMBEDDED, Script};

/// Regular and semibold: what one of them lacks may be a box.
const TYPEFACE: [&[u8]; 2] = [
    include_bytes!("../../ui/fonts/Inter-Regular.otf"),
    include_bytes!("../../ui/fonts/Inter-SemiBold.otf"),
];

/// The faces of the program, opened to look characters up.
pub struct Coverage {
    /// Of the typeface, and of what stands in where it lacks a character.
    typeface: Vec<Charmap<'static>>,
    stand_in: Option<Charmap<'static>>,
    /// Of [`EMBEDDED`], in its order.
    scripts: Vec<Option<Charmap<'static>>>,
}

/// A face of the program.
#[derive(Clone, Copy)]
enum Face {
    Typeface,
    StandIn,
    OfScript(usize),
}

impl Default for Coverage {
    fn default() -> Self {
        Self::new()
    }
}

impl Coverage {
    /// Opens the faces.
    #[must_use]
    pub fn new() -> Self {
        let open = |bytes: &'static [u8]| Some(FontRef::new(bytes).ok()?.charmap());
        Self {
            typeface: TYPEFACE.into_iter().filter_map(open).collect(),
            stand_in: open(UBUNTU_LIGHT),
            scripts: EMBEDDED.iter().map(|face| open(face.bytes)).collect(),
        }
    }

    /// Hands over each character of a text for which no face of the program has a glyph, with its
    /// script where the system may have a face for it. A mark that the face of its letter lacks is
    /// one, too: it would be left out. Characters that are never seen are not: joiners, marks of
    /// direction, variation selectors, spaces, control characters.
    pub fn each_lacking(&self, text: &str, each: &mut dyn FnMut(char, Option<Script>)) {
        if text.is_ascii() {
            return;
        }
        for cluster in text.graphemes(true).filter(|cluster| !cluster.is_ascii()) {
            let Some(first) = cluster.chars().next() else {
                continue;
            };
            let face = self.face_of(first).unwrap_or(Face::Typeface);
            let lacks = |c: char| !is_unseen(c) && !self.has(face, ordinary(c));
            // Faces have letters with their marks as one glyph, or each by itself.
            let is_drawn = !cluster.chars().any(lacks)
                || !cluster.nfc().any(lacks)
                || !cluster.nfd().any(lacks);
            if !is_drawn {
                let lacking = cluster.chars().filter(|c| lacks(*c));
                lacking.for_each(|c| each(c, Script::of(c)));
            }
        }
    }

    /// The face that a letter comes from, as the screens choose it.
    fn face_of(&self, letter: char) -> Option<Face> {
        let letter = ordinary(letter);
        let of_script = EMBEDDED.iter().position(|face| (face.has)(letter));
        let faces = [Face::Typeface, Face::StandIn].into_iter();
        faces
            .chain(of_script.map(Face::OfScript))
            .find(|face| self.has(*face, letter))
    }

    fn has(&self, face: Face, c: char) -> bool {
        let has = |charmap: &Charmap<'_>| charmap.map(c).is_some_and(|id| id != GlyphId::NOTDEF);
        // What a face has there are its own signs, and others have others.
        if is_private(c) {
            return false;
        }
        match face {
            Face::Typeface => self.typeface.iter().all(has),
            Face::StandIn => self.stand_in.as_ref().is_some_and(has),
            Face::OfScript(number) => {
                let charmap = self.scripts.get(number);
                charmap.is_some_and(|charmap| charmap.as_ref().is_some_and(has))
            }
        }
    }
}

/// Whether a character means only what its maker says (private use).
#[must_use]
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Full-width letters and signs are set as the ordinary ones.
fn ordinary(c: char) -> char {
    let is_full = matches!(c, '\u{ff01}'..='\u{ff5e}');
    let narrow = u32::from(c).checked_sub(0xfee0).and_then(char::from_u32);
    narrow.filter(|_| is_full).unwrap_or(c)
}

/// Whether nothing is seen of a character, whatever the face: Unicode's `Default_Ignorable_Code_Point`,
/// spaces and control characters.
fn is_unseen(c: char) -> bool {
    (c.is_whitespace() && !matches!(c, '\u{2028}' | '\u{2029}'))
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::Coverage;

    fn lacking(text: &str) -> String {
        let mut found = String::new();
        Coverage::new().each_lacking(text, &mut |c, _| found.push(c));
        found
    }

    #[test]
    fn letters_of_the_embedded_scripts_have_glyphs_however_they_are_composed() {
        for text in [
            "Plain text – “quoted” … 5 ≥ 3, § 287(g), 40 °C",
            "Nguyễn Văn, e\u{301}, a\u{323}\u{302}, Ş ő ß",
            "Привет Γειά",
            "ภาษาไทย កម្ពុជា ລາວ বাংলা ਪੰਜਾਬੀ አማርኛ",
            "العربية עִבְרִית فارسی",
            "＝１ full width",
            "soft\u{ad}hyphen, a\u{200d}b, \u{2068}x\u{2069}, \u{200f}, a\u{fe0e}, \u{feff}",
            "thin\u{2009}, ideographic\u{3000}, no-break\u{a0}",
        ] {
            assert_eq!(lacking(text), "", "{text}");
        }
    }

    #[test]
    fn what_no_face_has_is_found() {
        for (text, expected) in [
            ("王小明 김", "王小明김"),
            ("ab 𐌰𐌱", "𐌰𐌱"),
            ("officer 👮\u{200d}♀\u{fe0f}", "👮"),
            ("\u{e000} \u{f8ff}", "\u{e000}\u{f8ff}"),
            ("1\u{fe0f}\u{20e3}", "\u{20e3}"),
            ("か\u{3099}", "か\u{3099}"),
            ("a\u{1d165}", "\u{1d165}"),
        ] {
            let found = lacking(text);
            assert!(
                expected.chars().all(|c| found.contains(c)),
                "{text}: {found:?}"
            );
        }
    }
}
