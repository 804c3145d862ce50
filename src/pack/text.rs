//! Untrusted text that is shown to people: what a name or a title must not contain, and how
//! forbidden characters are escaped for display. Otherwise a title could break the line, reverse
//! its direction, or send escape sequences to the terminal, and so show something that nobody
//! approved.

use std::fmt::{self, Write};
use std::path::Path;

/// Letters that mark a direction or join others, and hide nothing: they stay (FORMAT 4.31).
const MARKS: [char; 4] = ['\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}'];

/// What a text must not hold (FORMAT 4.31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextDefect {
    /// Such as ESC, with which a terminal is commanded, DEL, and those of U+0080 to U+009F.
    #[error("holds control characters")]
    Control(char),
    /// LF, CR, NEL, and the separators of lines and paragraphs: a second line of a name.
    #[error("holds a line break")]
    LineBreak(char),
    /// A character that has what follows run in another direction than it is written.
    #[error("holds a character that turns the direction of writing")]
    Direction(char),
    /// A character that is not seen, with which one name passes for another.
    #[error("holds a character that is not seen")]
    Unseen(char),
}

impl TextDefect {
    /// The first defect of a name, a title, or another text of one line.
    #[must_use]
    pub fn of_name(text: &str) -> Option<Self> {
        text.chars().find_map(Self::in_name)
    }

    /// The first defect of a text of several lines, which may hold line breaks and tabs.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        text.chars().find_map(|letter| match letter {
            '\n' | '\r' | '\t' => None,
            // Isolates and embeddings end with their paragraph and have a use in a text of two
            // scripts; an override shows letters in another order than they are written.
            '\u{202D}' | '\u{202E}' => Some(Self::Direction(letter)),
            _ if letter.is_control() => Some(Self::Control(letter)),
            _ => None,
        })
    }

    /// The character.
    #[must_use]
    pub fn character(self) -> char {
        match self {
            Self::Control(letter)
            | Self::LineBreak(letter)
            | Self::Direction(letter)
            | Self::Unseen(letter) => letter,
        }
    }

    /// What is wrong, with the character: `holds a line break (U+2028)`.
    #[must_use]
    pub fn reason(self) -> String {
        format!("{self} ({})", CodePoint(self.character()))
    }

    /// What is wrong with this character in a name.
    fn in_name(letter: char) -> Option<Self> {
        Some(match letter {
            _ if MARKS.contains(&letter) => return None,
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                Self::LineBreak(letter)
            }
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Self::Direction(letter),
            '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E007F}' => Self::Unseen(letter),
            _ if letter.is_control() => Self::Control(letter),
            _ => return None,
        })
    }
}

/// A name made of a text of others: what it must not hold is left out.
#[must_use]
pub fn name_of(text: &str) -> String {
    let letters = text.chars();
    letters
        .filter(|letter| TextDefect::in_name(*letter).is_none())
        .collect()
}

/// A text of others as it is shown in a line: what a name must not hold is written out, as
/// `\u{1b}`.
#[must_use]
pub fn shown(text: &str) -> String {
    written_out(text, |_| false)
}

/// The same with its line breaks (LF) and tabs.
#[must_use]
pub fn shown_lines(text: &str) -> String {
    written_out(text, |letter| matches!(letter, '\n' | '\t'))
}

fn written_out(text: &str, stays: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if stays(letter) || TextDefect::in_name(letter).is_none() {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_unicode());
        }
    }
    shown
}

/// A JSON document that a terminal may show too: what a name must not hold is escaped as JSON has it,
/// and is for whoever reads the document what it was.
#[must_use]
pub fn shown_json(document: &str) -> String {
    let mut shown = String::with_capacity(document.len());
    for letter in document.chars() {
        // Line breaks and tabs stand between the parts; within texts they are escaped already.
        if matches!(letter, '\n' | '\r' | '\t') || TextDefect::in_name(letter).is_none() {
            shown.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{unit:04x}");
        }
    }
    shown
}

/// A file's name as it is shown in a line. Bytes that are no text are written out, as `\xff`, so
/// that two names are never shown alike.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    let mut shown_path = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown_path.push_str(&shown(chunk.valid()));
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(shown_path, "\\x{byte:02x}");
        }
    }
    shown_path
}

struct CodePoint(char);

impl fmt::Display for CodePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}", u32::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{TextDefect, shown, shown_json, shown_lines};

    /// FORMAT 4.31.
    #[test]
    fn each_character_that_spoofs_is_a_defect_of_a_name_and_is_written_out() {
        let mut bad: Vec<char> = (0..0x20).filter_map(char::from_u32).collect();
        bad.extend((0x7f..0xa0).filter_map(char::from_u32));
        bad.extend((0x202a..=0x202e).filter_map(char::from_u32));
        bad.extend((0x2066..=0x2069).filter_map(char::from_u32));
        bad.extend("\u{2028}\u{2029}\u{ad}\u{61c}\u{200b}\u{2060}\u{feff}\u{e0041}".chars());
        for letter in bad {
            let name = format!("Unit{letter}Approved");
            let defect = TextDefect::of_name(&name).expect("a defect");
            assert_eq!(defect.character(), letter, "{letter:?}");
            let shown = shown(&name);
            assert!(!shown.contains(letter), "{letter:?}: {shown}");
            let code = format!("{:x}", u32::from(letter));
            assert!(shown.contains(&code), "{letter:?}: {shown}");
        }
    }

    /// FORMAT 4.31.
    #[test]
    fn names_of_every_script_are_names_and_are_shown_as_they_are() {
        for name in [
            "Sheriff’s Office",
            "مركز\u{200f} (A)",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "\u{200e}שלום",
            "ភាសាខ្មែរ",
            "👮\u{200d}♀\u{fe0f}",
            "Ünïcode, 漢字",
        ] {
            assert_eq!(TextDefect::of_name(name), None, "{name}");
            assert_eq!(shown(name), name);
        }
    }

    /// FORMAT 4.31.
    #[test]
    fn a_text_of_several_lines_keeps_its_lines_and_isolates_but_no_overrides_and_escapes() {
        assert_eq!(TextDefect::of_text("a\nb\r\n\tc \u{2068}x\u{2069}"), None);
        for text in [
            "\u{1b}[2J",
            "a\u{202e}b",
            "a\u{202d}b",
            "\u{9b}2J",
            "\u{85}",
        ] {
            assert!(TextDefect::of_text(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn lines_stay_lines_where_a_text_of_several_is_shown() {
        assert_eq!(shown_lines("a\n\tb\u{1b}[2J\r"), "a\n\tb\\u{1b}[2J\\u{d}");
        assert_eq!(shown("a\nb"), "a\\u{a}b");
    }

    #[test]
    fn escaping_does_not_change_the_value_of_a_json_document() {
        let value = serde_json::json!({
            "\u{9b}": "\u{1b}[2J\u{7f}\u{85}\u{2028}\u{202e}\u{feff}\u{e0041}\n\"\\",
            "b": ["é", "\u{200f}"],
        });
        for document in [value.to_string(), format!("{value:#}")] {
            let shown = shown_json(&document);
            assert!(
                shown
                    .lines()
                    .all(|line| TextDefect::of_name(line).is_none()),
                "{shown}"
            );
            assert!(
                shown.contains("\\udb40\\udc41") && shown.contains("é"),
                "{shown}"
            );
            let read: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
            assert_eq!(read, value);
        }
    }

    #[cfg(unix)]
    #[test]
    fn bytes_of_a_files_name_that_are_no_text_are_written_out() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let name = OsStr::from_bytes(b"a\xff\x1b.muster");
        let shown = super::shown_path(std::path::Path::new(name));
        assert_eq!(shown, "a\\xff\\u{1b}.muster");
    }
}
