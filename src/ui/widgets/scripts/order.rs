//! In which direction each part of a paragraph runs: the Unicode Bidirectional Algorithm, with what
//! it leaves to programs (SCREENS 2.9).
//!
//! The window speaks English, with names of any script in its sentences. So a paragraph runs from
//! the right only where it begins there and no more of its letters run from the left. In one that
//! runs from the left, words from the right are turned and nothing else: a count after a name does
//! not go before it. In one that runs from the right a number with its signs stays one: a badge `+1`
//! or `12-345` is not `1+` or `345-12`.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// What is put into a text for the algorithm only: opens what runs from the left by itself,
const OPEN: char = '\u{2066}';
/// ends it,
const CLOSE: char = '\u{2069}';
/// and counts as a letter from the left.
const LEFT: char = '\u{200e}';

/// The level of the paragraph, and that of each of its bytes.
pub fn levels(paragraph: &str) -> (Level, Vec<Level>) {
    let (base, put_in) = if is_from_right(paragraph) {
        (Level::rtl(), signed_numbers(paragraph))
    } else {
        (Level::ltr(), ends_of_names(paragraph))
    };
    let mut text = String::with_capacity(paragraph.len() + put_in.len() * LEFT.len_utf8());
    let mut is_own = Vec::with_capacity(paragraph.len());
    let mut put_in = put_in.into_iter().peekable();
    for (at, letter) in paragraph.char_indices().chain([(paragraph.len(), ' ')]) {
        while let Some((_, sign)) = put_in.next_if(|(before, _)| *before <= at) {
            text.push(sign);
            is_own.resize(text.len(), false);
        }
        if at < paragraph.len() {
            text.push(letter);
            is_own.resize(text.len(), true);
        }
    }
    let all = BidiInfo::new(&text, Some(base))
        .levels
        .into_iter()
        .zip(is_own);
    let own = all.filter_map(|(level, is_own)| is_own.then_some(level));
    (base, own.collect())
}

/// Whether a paragraph begins with a letter from the right, and no more of its letters run from the
/// left.
fn is_from_right(paragraph: &str) -> bool {
    let (mut left, mut right, mut first_is_right) = (0, 0, None);
    for class in paragraph.chars().map(bidi_class) {
        match class {
            BidiClass::L => {
                left += 1;
                first_is_right.get_or_insert(false);
            }
            BidiClass::R | BidiClass::AL => {
                right += 1;
                first_is_right.get_or_insert(true);
            }
            _ => {}
        }
    }
    first_is_right == Some(true) && right >= left
}

/// A word, less what encloses it.
struct Word<'a> {
    core: &'a str,
    /// Where the core begins and ends, and where the word does.
    begin: usize,
    end: usize,
    whole_end: usize,
}

impl Word<'_> {
    fn is_number(&self) -> bool {
        let from_right =
            |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM);
        self.core.chars().any(char::is_numeric)
            && !self.core.chars().any(|c| from_right(c) || is_bracket(c))
    }

    fn has_signs(&self) -> bool {
        self.core.chars().any(|c| !c.is_alphanumeric())
    }
}

fn words(paragraph: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    paragraph
        .split_inclusive(char::is_whitespace)
        .map(move |word| {
            let outside = |c: char| c.is_whitespace() || encloses(c);
            let core = word.trim_start_matches(outside);
            let begin = at + (word.len() - core.len());
            let core = core.trim_end_matches(outside);
            let whole_end = at + word.trim_end().len();
            at += word.len();
            Word {
                core,
                begin,
                end: begin + core.len(),
                whole_end,
            }
        })
}

/// What to put in around the words that hold a digit and a sign and no letter from the right: `+1`,
/// `12-345`, `A/7`, `10:45-11:00`.
fn signed_numbers(paragraph: &str) -> Vec<(usize, char)> {
    let numbers = words(paragraph).filter(|word| word.is_number() && word.has_signs());
    numbers
        .flat_map(|word| [(word.begin, OPEN), (word.end, CLOSE)])
        .collect()
}

/// What to put in where a name from the right is over, in a text from the left: before numbers, and
/// after the marks that end a part of a sentence.
fn ends_of_names(paragraph: &str) -> Vec<(usize, char)> {
    let mut put_in = Vec::new();
    for word in words(paragraph) {
        if word.is_number() {
            put_in.push((word.begin, LEFT));
        }
        let is_mark = !word.core.chars().any(char::is_alphanumeric);
        if word.end < word.whole_end || (is_mark && word.begin < word.whole_end) {
            put_in.push((word.whole_end, LEFT));
        }
    }
    put_in
}

/// What stands around a number and is not a part of it: brackets, quotes, the marks that end a
/// sentence or a part of it, and what directs the order.
fn encloses(c: char) -> bool {
    is_bracket(c)
        || matches!(
            c,
            ',' | ';' | '!' | '?' | '.' | '،' | '؛' | '؟' | ':' | '·' | '…'
                | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '"'
            | '\''
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
    )
}

#[cfg(test)]
mod tests {
    use super::{OPEN, is_from_right, levels, signed_numbers};

    fn numbers(text: &str) -> Vec<&str> {
        let ends = signed_numbers(text);
        let pairs = ends.chunks(2).map(|pair| (pair[0].0, pair[1].0, pair[0].1));
        pairs
            .map(|(begin, end, sign)| {
                assert_eq!(sign, OPEN);
                &text[begin..end]
            })
            .collect()
    }

    #[test]
    fn a_paragraph_runs_from_the_right_where_it_begins_there_and_mostly_does() {
        for text in [
            "דוד 1052",
            "שלום עולם ICE",
            "محمد 1045 (Sgt)",
            "דוד Sgt",
            "1052 דוד",
        ] {
            assert!(is_from_right(text), "{text}");
        }
        for text in [
            "דוד was briefed on 3 May.",
            "led by דוד בן אברהם הכהן 1052",
            "Sgt דוד",
            "1052",
            "",
            "+1",
        ] {
            assert!(!is_from_right(text), "{text}");
        }
    }

    #[test]
    fn a_number_with_its_signs_is_found_without_what_encloses_it() {
        assert_eq!(numbers("דוד (+1), 12-345."), ["+1", "12-345"]);
        assert_eq!(numbers("A/7 10:45-11:00 דוד"), ["A/7", "10:45-11:00"]);
        // Plain numbers need no care, and those with letters from the right are theirs.
        assert!(numbers("דוד 1052 - (7) ד-7").is_empty());
        assert!(numbers("").is_empty());
    }

    #[test]
    fn each_byte_has_a_level_whatever_is_in_the_text() {
        for text in [
            "",
            " ",
            "דוד (+1), 12-345.",
            "a\u{2029}ד 1",
            "\r\nד\u{85}1,",
            "…",
            "1",
        ] {
            assert_eq!(levels(text).1.len(), text.len(), "{text:?}");
        }
    }
}
