//! A paragraph in the pieces that are set one beside the other.

use unicode_bidi::{BidiClass, Level, bidi_class};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters that are shaped together.
    Word,
    /// A sign that stands for itself: which face it comes from must not change its place.
    Sign,
    /// Where a line may be broken.
    Space,
}

/// A part of a paragraph that is shaped by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// As it is to be shaped: brackets turned where they stand among letters from the right.
    pub text: String,
    /// How deep in which direction it runs.
    pub level: Level,
    /// In which section of the text it is.
    pub section: usize,
    /// What it is.
    pub kind: Kind,
}

/// A paragraph in pieces, in the order in which it is written. `levels`: of each of its bytes;
/// `section_at`: the section at a byte.
pub fn pieces(
    paragraph: &str,
    levels: &[Level],
    section_at: impl Fn(usize) -> Option<usize>,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, letter) in paragraph.char_indices() {
        let (Some(level), Some(section)) = (levels.get(at), section_at(at)) else {
            continue;
        };
        let class = bidi_class(letter);
        if is_control(letter, class) {
            continue;
        }
        let kind = kind(letter, class, *level);
        let letter = if level.is_rtl() {
            turned(letter)
        } else {
            letter
        };
        match pieces.last_mut() {
            Some(last)
                if kind == Kind::Word
                    && last.kind == Kind::Word
                    && (last.level, last.section) == (*level, section) =>
            {
                last.text.push(letter);
            }
            _ => pieces.push(Piece {
                text: letter.to_string(),
                level: *level,
                section,
                kind,
            }),
        }
    }
    pieces
}

fn kind(letter: char, class: BidiClass, level: Level) -> Kind {
    let joins = matches!(letter, '\u{200c}' | '\u{200d}');
    let from_right = matches!(class, BidiClass::R | BidiClass::AL | BidiClass::NSM);
    if matches!(class, BidiClass::WS | BidiClass::S | BidiClass::B) {
        Kind::Space
    } else if level.is_rtl() && !from_right && !joins {
        Kind::Sign
    } else if letter.is_numeric() && !letter.is_ascii() {
        // Digits of scripts from the right run from the left: a shaper on its own may err.
        Kind::Sign
    } else {
        Kind::Word
    }
}

/// What directs the order and has no picture of its own; letters join over two of them.
fn is_control(letter: char, class: BidiClass) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(
            class,
            BidiClass::LRE
                | BidiClass::LRO
                | BidiClass::RLE
                | BidiClass::RLO
                | BidiClass::PDF
                | BidiClass::LRI
                | BidiClass::RLI
                | BidiClass::FSI
                | BidiClass::PDI
        )
}

/// What opens from the left closes from the right: the signs of ordinary text among those that
/// Unicode mirrors.
fn turned(letter: char) -> char {
    const PAIRS: [(char, char); 8] = [
        ('(', ')'),
        ('[', ']'),
        ('{', '}'),
        ('<', '>'),
        ('«', '»'),
        ('‹', '›'),
        ('≤', '≥'),
        ('⟨', '⟩'),
    ];
    let other = PAIRS.iter().find_map(|(open, close)| match letter {
        letter if letter == *open => Some(*close),
        letter if letter == *close => Some(*open),
        _ => None,
    });
    other.unwrap_or(letter)
}
