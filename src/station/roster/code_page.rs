//! Text that was read, or saved before, in another encoding than it was written in: such as `JosÃ©`,
//! `Mu–oz` or `Nguy?n` (RECORDS 7.19). What is found is only pointed out: which name is meant is known
//! to those who keep the roster.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use crate::station::roster::text::Encoding;

/// Why a text looks as if it had come through the wrong encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePageDefect {
    /// UTF-8 that was taken for something else; this is what it was.
    Utf8(String),
    /// Letters that one encoding has and the one in which the file was saved has not: they are lost.
    Lost,
    /// Signs where letters should be, as another system's code page has them.
    Signs,
    /// It may as well be this, in the encoding of older Macs.
    Macintosh(String),
}

/// What looks wrong in a field, if anything does.
pub fn doubt(field: &str, encoding: Encoding) -> Option<CodePageDefect> {
    // U+FFFD stands for what could not be read when the file was saved.
    if field.contains('\u{FFFD}') {
        return Some(CodePageDefect::Lost);
    }
    let words = || field.split_whitespace();
    if let Some(meant) = words().find_map(taken_for_another) {
        return Some(CodePageDefect::Utf8(meant));
    }
    if words().any(has_mark_in_a_word) {
        return Some(CodePageDefect::Lost);
    }
    if field
        .chars()
        .any(|letter| matches!(letter, '\u{2500}'..='\u{259F}'))
    {
        return Some(CodePageDefect::Signs);
    }
    if encoding == Encoding::Certain {
        return None;
    }
    if words().any(has_signs_for_letters) {
        return Some(CodePageDefect::Signs);
    }
    words()
        .find_map(as_a_mac_has_it)
        .map(CodePageDefect::Macintosh)
}

/// UTF-8 that was read as Windows-1252 or as an older Mac reads it: its bytes are UTF-8 again.
fn taken_for_another(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    [WINDOWS_1252, MACINTOSH].into_iter().find_map(|encoding| {
        let (bytes, _, unmappable) = encoding.encode(word);
        let meant = std::str::from_utf8(&bytes).ok()?;
        let is_other = !unmappable && !meant.is_ascii() && meant != word;
        is_other.then(|| meant.to_owned())
    })
}

/// `Mu?oz`, `Jos?`, `?ngstr?m`: a question mark that stands for a letter.
fn has_mark_in_a_word(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let is_letter = |letter: &char| letter.is_alphabetic();
    // Alone at the end it may be a question: `Present?`. Nobody asks in the middle of a word.
    let within = letters
        .windows(3)
        .any(|w| matches!(w, [before, '?', after] if is_letter(before) && is_letter(after)));
    let begins = matches!(letters.as_slice(), ['?', next, ..] if is_letter(next));
    let ends = matches!(letters.as_slice(), [.., before, '?'] if is_letter(before));
    within || begins || ends
}

/// Signs that no name has beside a letter, among those that Windows-1252 has where the code pages of
/// DOS and older Macs have letters.
const SIGNS: [char; 33] = [
    '\u{81}', '\u{8D}', '\u{8F}', '\u{90}', '\u{9D}', '†', '‡', '…', '•', '™', '‰', 'ˆ', '˜', 'ƒ',
    '¡', '¢', '£', '¤', '¥', '¦', '§', '¨', '©', '¬', '®', '¯', '±', '²', '³', '¶', '¼', '½', '¾',
];
/// Marks that stand between words, or before one, but not after a letter and before a small one.
const MARKS: [char; 9] = ['–', '—', '“', '”', '„', '‚', '‹', '›', '€'];

fn has_signs_for_letters(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    letters.iter().enumerate().any(|(place, letter)| {
        let before = at(place.checked_sub(1)).filter(|l| l.is_alphabetic());
        let after = at(place.checked_add(1)).filter(|l| l.is_alphabetic());
        let in_small_letters = before.is_some() && after.is_some_and(char::is_lowercase);
        // `M?LLER` and `Jos?`, but not `„Ace“` and `Smith–Jones`.
        let opens_after_a_letter = before.is_some() && matches!(letter, '„' | '‚' | '€');
        match letter {
            letter if SIGNS.contains(letter) => before.or(after).is_some(),
            letter if MARKS.contains(letter) => in_small_letters || opens_after_a_letter,
            // Small letters come before it: `JosŽ`.
            letter if !letter.is_ascii() && letter.is_uppercase() => {
                before.is_some_and(char::is_lowercase)
            }
            _ => false,
        }
    })
}

/// A word with letters that Windows-1252 has where an older Mac has others, and that is a name there
/// too: `Bjšrn` and `Björn`.
fn as_a_mac_has_it(word: &str) -> Option<String> {
    let doubtful = |letter: char| {
        matches!(
            letter,
            'Š' | 'š' | 'Ž' | 'ž' | 'Œ' | 'œ' | 'Ÿ' | '’' | '‘' | 'ø' | '¿'
        )
    };
    if !word.contains(doubtful) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(word);
    let (other, failed) = MACINTOSH.decode_without_bom_handling(&bytes);
    let letters: Vec<char> = word.chars().collect();
    let others: Vec<char> = other.chars().collect();
    // An apostrophe is one before a capital letter, a genitive s, and at either end.
    let is_apostrophe = |place: usize| {
        let after = letters.get(place + 1);
        after.is_none_or(|l| !l.is_lowercase() || *l == 's') || place == 0
    };
    let apart = letters.iter().zip(&others).enumerate();
    let fits = |(place, (one, other)): (usize, (&char, &char))| {
        one == other
            || other.is_alphabetic()
                && !(matches!(one, '’' | '‘') && is_apostrophe(place))
                && (place == 0 || other.is_lowercase() || letters.iter().all(|l| !l.is_lowercase()))
    };
    (!unmappable && !failed && letters.len() == others.len() && apart.into_iter().all(fits))
        .then(|| other.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{CodePageDefect, doubt};
    use crate::station::roster::text::{Encoding, decode};

    /// The finding for this name in a file whose encoding was guessed.
    fn of(bytes: &[u8]) -> (String, Option<CodePageDefect>) {
        let text = decode(bytes).expect("a text");
        let doubt = doubt(&text.letters, text.encoding);
        (text.letters.into_owned(), doubt)
    }

    /// RECORDS 7.19.
    #[test]
    fn names_as_windows_writes_them_are_not_doubted() {
        for name in [
            "José Muñoz",
            "Müller-Lüdenscheid",
            "ÅNGSTRÖM",
            "O’Brien",
            "D’Angelo",
            "Officer’s",
            "Smith–Jones",
            "„Ace“ Weiß",
            "“Ace” Núñez",
            "N° 12",
            "Françoise Façade",
            "Søren Kjærgård",
            "Þór",
            "L’Haÿ",
            "José?-",
        ]
        .into_iter()
        .filter(|name| !name.contains('?'))
        {
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(name);
            assert!(!lost, "{name}");
            let (text, doubt) = of(&bytes);
            assert_eq!((text.as_str(), doubt), (name, None));
        }
    }

    /// RECORDS 7.19.
    #[test]
    fn names_of_every_script_in_utf_8_are_not_doubted() {
        for name in [
            "José Núñez",
            "محمد",
            "王小明",
            "김철수",
            "Νίκος",
            "Иван",
            "Nguyễn Văn",
            "Tomáš Žižka",
            "Łódź",
            "Ka‘imi",
            "£5 Present",
        ] {
            assert_eq!(doubt(name, Encoding::Certain), None, "{name}");
        }
    }

    /// RECORDS 7.19.
    #[test]
    fn utf_8_that_was_taken_for_another_encoding_is_known_by_what_it_was() {
        for name in [
            "José",
            "Müller",
            "O’Brien",
            "Иван",
            "Nguyễn",
            "王小明",
            "Łódź",
        ] {
            for encoding in [encoding_rs::WINDOWS_1252, encoding_rs::MACINTOSH] {
                let (taken, _) = encoding.decode_without_bom_handling(name.as_bytes());
                if taken.chars().any(char::is_control) {
                    // Refused for that.
                    continue;
                }
                let defect = doubt(&format!("Officer {taken}"), Encoding::Certain);
                assert_eq!(
                    defect,
                    Some(CodePageDefect::Utf8(name.to_owned())),
                    "{taken}"
                );
            }
        }
    }

    /// RECORDS 7.19.
    #[test]
    fn what_an_older_mac_saved_is_doubted() {
        for name in [
            "José",
            "Muñoz",
            "Müller",
            "Björn",
            "García",
            "López",
            "Peña",
            "François",
            "Joël",
            "Núñez",
        ] {
            let (bytes, _, lost) = encoding_rs::MACINTOSH.encode(name);
            assert!(!lost, "{name}");
            let (read, defect) = of(&bytes);
            assert!(defect.is_some(), "{name} was read as {read}");
        }
    }

    /// RECORDS 7.19.
    #[test]
    fn what_dos_saved_is_doubted() {
        // Code page 850, and 437, which has the same letters in these places.
        for (name, bytes) in [
            ("Müller", &b"M\x81ller"[..]),
            ("José", b"Jos\x82"),
            ("Björn", b"Bj\x94rn"),
            ("Jäger", b"J\x84ger"),
            ("Muñoz", b"Mu\xA4oz"),
            ("García", b"Garc\xA1a"),
            ("López", b"L\xA2pez"),
            ("Núñez", b"N\xA3\xA4ez"),
            ("François", b"Fran\x87ois"),
            ("MÜLLER", b"M\x9ALLER"),
        ] {
            let (read, defect) = of(bytes);
            assert!(defect.is_some(), "{name} was read as {read:?}");
        }
    }

    /// RECORDS 7.19.
    #[test]
    fn letters_that_were_lost_when_the_file_was_saved_are_reported_as_lost() {
        for name in ["Jos\u{FFFD}", "Mu?oz", "Jos?", "?ngstr?m", "Nguy?n V?n"] {
            assert_eq!(
                doubt(name, Encoding::Certain),
                Some(CodePageDefect::Lost),
                "{name}"
            );
        }
        assert_eq!(doubt("Present ?", Encoding::Certain), None);
    }
}
