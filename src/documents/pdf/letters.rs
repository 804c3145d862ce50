//! Which letters of a page are drawn as they are meant: those of a font that is not in the file are
//! drawn with one of the 14 standard fonts, which have the letters of Western Europe alone.

use std::collections::HashMap;
use std::rc::Rc;

use super::font_files::font_file_is_whole;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontResolverFn, GlyphId};

/// Parts of names of fonts that hold pictures in the place of letters.
const PICTORIAL: [&str; 14] = [
    "wingding",
    "webding",
    "marlett",
    "symbol",
    "dingbat",
    "emoji",
    "fontawesome",
    "materialicons",
    "barcode",
    "code39",
    "code128",
    "3of9",
    "bookshelf",
    "monotypesorts",
];

/// What becomes of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letter {
    /// It is drawn as it is meant, as far as that can be known.
    Drawn,
    /// Nothing is to be seen of it: a space.
    Blank,
    /// Nothing is drawn, or another letter.
    Lost,
}

/// The fonts of a document, each read once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    resolver: FontResolverFn,
    cmaps: CMapResolverFn,
    known: HashMap<ObjectIdentifier, Rc<PageFont<'a>>>,
}

impl<'a> Fonts<'a> {
    pub fn new() -> Self {
        let settings = InterpreterSettings::default();
        Self {
            cache: FontCache::new(),
            resolver: settings.font_resolver,
            cmaps: settings.cmap_resolver,
            known: HashMap::new(),
        }
    }

    /// The font that a font dictionary describes.
    pub fn font(&mut self, dict: &Dict<'a>) -> Rc<PageFont<'a>> {
        // Dictionaries within another have the number of that one.
        let id = dict.obj_id();
        let base = base_font(dict);
        if let Some(known) = id.and_then(|id| self.known.get(&id))
            && known.name == base
        {
            return Rc::clone(known);
        }
        let font = Rc::new(PageFont {
            font: self.cache.font(dict, &self.resolver, &self.cmaps),
            source: Source::of(dict, &base),
            name: base,
            letters: HashMap::new().into(),
        });
        if let Some(id) = id {
            self.known.insert(id, Rc::clone(&font));
        }
        font
    }
}

/// Where the shapes of a font's letters come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The file.
    File,
    /// The file, in which the font is damaged.
    Damaged,
    /// A standard font, by the names of the letters.
    Named,
    /// A standard font in the place of one that holds pictures.
    Pictorial,
    /// A standard font, by the Unicode of the letters if that is known.
    Unicode,
}

impl Source {
    fn of_file(is_whole: bool) -> Self {
        if is_whole { Self::File } else { Self::Damaged }
    }

    fn of(dict: &Dict<'_>, base: &str) -> Self {
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Type3") => Self::File,
            Some(b"Type0") => {
                let below = dict.get::<Array<'_>>("DescendantFonts");
                let below = below.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
                let is_whole = below.and_then(|it| file_is_whole(&it));
                is_whole.map_or(Self::Unicode, Self::of_file)
            }
            _ => {
                if let Some(is_whole) = file_is_whole(dict) {
                    return Self::of_file(is_whole);
                }
                let lower = base.to_ascii_lowercase();
                let lower: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
                let standard = lower == "symbol" || lower == "zapfdingbats";
                if !standard && PICTORIAL.iter().any(|part| lower.contains(part)) {
                    Self::Pictorial
                } else {
                    Self::Named
                }
            }
        }
    }
}

/// Nothing for a font that is not in the file.
fn file_is_whole(dict: &Dict<'_>) -> Option<bool> {
    let descriptor = dict.get::<Dict<'_>>("FontDescriptor")?;
    font_file_is_whole(&descriptor)
}

/// The name of a font without the mark of a subset.
fn base_font(dict: &Dict<'_>) -> String {
    let name = dict.get::<Name<'_>>("BaseFont");
    let name = name.as_ref().map(Name::as_str).unwrap_or_default();
    match name.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 => rest.to_owned(),
        _ => name.to_owned(),
    }
}

/// A font, and what becomes of its letters.
pub(super) struct PageFont<'a> {
    /// Its name, maybe empty.
    pub name: String,
    /// Nothing where it cannot be read.
    font: Option<Font<'a>>,
    source: Source,
    letters: std::cell::RefCell<HashMap<u32, (Letter, Option<char>)>>,
}

impl PageFont<'_> {
    /// Calls `each` with what becomes of each letter of a text, and which it is, if that is known.
    pub fn letters(&self, text: &[u8], each: &mut dyn FnMut(Letter, Option<char>)) {
        let Some(font) = &self.font else {
            // Text that is ASCII is shown with Helvetica then.
            let in_latin = !matches!(self.source, Source::Unicode | Source::Damaged);
            let shown = text.is_ascii() && in_latin;
            for byte in text {
                let letter = match char::from(*byte) {
                    ' ' => Letter::Blank,
                    _ if shown => Letter::Drawn,
                    _ => Letter::Lost,
                };
                each(letter, shown.then_some(char::from(*byte)));
            }
            return;
        };
        let mut at = 0;
        while at < text.len() {
            let (code, length) = font.read_code(text, at);
            at += length.max(1);
            let known = self.letters.borrow().get(&code).copied();
            let (letter, which) = known.unwrap_or_else(|| {
                let found = self.letter(font, code);
                self.letters.borrow_mut().insert(code, found);
                found
            });
            each(letter, which);
        }
    }

    fn letter(&self, font: &Font<'_>, code: u32) -> (Letter, Option<char>) {
        let glyph = font.map_code(code);
        let FontGlyph::Outline(outline) = font.glyph(glyph, code) else {
            return (Letter::Drawn, None);
        };
        let which = match outline.as_unicode() {
            Some(BfString::Char(letter)) => Some(letter),
            Some(BfString::String(letters)) => letters.chars().next(),
            None => None,
        };
        if which.is_some_and(is_blank) {
            return (Letter::Blank, which);
        }
        let is_empty = || outline.outline().elements().is_empty();
        let letter = match self.source {
            // What the font of a file leaves empty is a space, or text that is there to be searched.
            Source::File if is_empty() => match which {
                Some(_) if glyph == GlyphId::NOTDEF => Letter::Lost,
                _ => Letter::Blank,
            },
            Source::Damaged if code <= 0x20 && which.is_none() => Letter::Blank,
            Source::Named if glyph == GlyphId::NOTDEF => match (which, code) {
                (None, 0..=0x20 | 0x7f | 0xa0 | 0xad) => Letter::Blank,
                _ => Letter::Lost,
            },
            Source::File | Source::Named => Letter::Drawn,
            // The dot of a list is the same there as in the standard fonts.
            Source::Pictorial if which == Some('\u{2022}') => Letter::Drawn,
            Source::Pictorial if glyph == GlyphId::NOTDEF && code <= 0x20 => Letter::Blank,
            Source::Damaged | Source::Pictorial => Letter::Lost,
            Source::Unicode => match which {
                Some(which) if is_western(which) && !is_empty() => Letter::Drawn,
                _ => Letter::Lost,
            },
        };
        (letter, which)
    }
}

pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
                | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether the standard fonts have it: what Windows-1252 holds.
pub(super) fn is_western(letter: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = letter.encode_utf8(&mut buffer);
    let (_, _, failed) = encoding_rs::WINDOWS_1252.encode(text);
    !failed
}

/// A name of the file as text.
pub(super) fn is_named(name: Option<&Name<'_>>, wanted: &str) -> bool {
    name.is_some_and(|name| &**name == wanted.as_bytes())
}
