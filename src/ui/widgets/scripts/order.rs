//! In which direction each part of a paragraph runs: the Unicode Bidirectional Algorithm, with two
//! things that it leaves to programs.
//!
//! The window speaks English, with names of any script in its sentences. So a paragraph runs from
//! the right where most of its letters do, whichever comes first. And a number with its signs stays
//! one: a badge `+1` or `12-345` beside an Arabic name is not `1+` or `345-12` (SCREENS 2.9).

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Opens what runs from the left by itself, for the algorithm only.
const OPEN: char = '\u{2066}';
/// Ends it.
const CLOSE: char = '\u{2069}';

/// The level of the paragraph, and that of each of its bytes.
pub fn levels(paragraph: &str) -> (Level, Vec<Level>) {
    let base = if is_from_right(paragraph) {
        Level::rtl()
    } else {
        Level::ltr()
    };
    let numbers = signed_numbers(paragraph);
    if numbers.is_empty() {
        return (base, BidiInfo::new(paragraph, Some(base)).levels);
    }
    let mut with_isolates = String::with_capacity(paragraph.len() + numbers.len() * 6);
    // Where in it the bytes of the paragraph are.
    let mut own: Vec<Range<usize>> = Vec::new();
    let mut copy = |into: &mut String, bytes: Range<usize>| {
        let begin = into.len();
        into.push_str(paragraph.get(bytes).unwrap_or_default());
        own.push(begin..into.len());
    };
    let mut at = 0;
    for number in numbers {
        copy(&mut with_isolates, at..number.start);
        with_isolates.push(OPEN);
        copy(&mut with_isolates, number.clone());
        with_isolates.push(CLOSE);
        at = number.end;
    }
    copy(&mut with_isolates, at..paragraph.len());
    let all = BidiInfo::new(&with_isolates, Some(base)).levels;
    let levels = own.into_iter().filter_map(|bytes| all.get(bytes));
    (base, levels.flatten().copied().collect())
}

/// Whether most letters run from the right; of as many from either side the first tells.
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
    right > left || (right == left && first_is_right == Some(true))
}

/// The words that hold a digit and a sign and no letter from the right, less what encloses them:
/// `+1`, `12-345`, `A/7`, `10:45-11:00`.
fn signed_numbers(paragraph: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begin = 0;
    for word in paragraph.split_inclusive(char::is_whitespace) {
        let outside = |c: char| c.is_whitespace() || encloses(c);
        let core = word.trim_start_matches(outside);
        let start = begin + (word.len() - core.len());
        let core = core.trim_end_matches(outside);
        begin += word.len();
        let from_right =
            |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM);
        let is_one = core.chars().any(char::is_numeric)
            && core.chars().any(|c| !c.is_alphanumeric())
            && !core.chars().any(|c| from_right(c) || is_bracket(c));
        if is_one {
            found.push(start..start + core.len());
        }
    }
    found
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
    use super::{is_from_right, signed_numbers};

    fn numbers(text: &str) -> Vec<&str> {
        let found = signed_numbers(text);
        found.into_iter().map(|bytes| &text[bytes]).collect()
    }

    #[test]
    fn a_paragraph_runs_as_most_of_its_letters_do() {
        for text in ["דוד 1052", "ICE שלום עולם", "محمد 1045 (Sgt)", "דוד Sgt"] {
            assert!(is_from_right(text), "{text}");
        }
        for text in ["דוד was briefed on 3 May.", "Sgt דוד", "1052", "", "+1"] {
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
}
