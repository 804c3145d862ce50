//! Validated types for text that people type for a station, so that window and command line accept
//! and refuse the same: one-line texts, lists, tags, ranks, short names of shifts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::pack::TextDefect;
use crate::station::SettingError;

/// The most characters of a text that is set for a station (CLI 2.23).
pub const MAX_TEXT_CHARS: usize = 2_000;
/// The most characters of a shift's short name.
const MAX_SHIFT_ID_CHARS: usize = 32;
/// How much of a name goes into a short name: a number may follow.
const SHORT_NAME_CHARS: usize = 28;

/// A text of one line without what a name must not hold, trimmed; it may be empty. `what` begins the
/// sentence that refuses it.
///
/// # Errors
/// `TooLong`, `Defect`.
pub fn one_line(what: &'static str, text: &str) -> Result<String, SettingError> {
    let text = text.trim();
    check(what, text, TextDefect::of_name(text))?;
    Ok(text.to_owned())
}

/// The same for a text that may have several lines.
///
/// # Errors
/// `TooLong`, `Defect`.
pub fn lines(what: &'static str, text: &str) -> Result<String, SettingError> {
    let text = text.trim();
    check(what, text, TextDefect::of_text(text))?;
    Ok(text.to_owned())
}

/// The same as [`one_line`], and it must not be empty.
///
/// # Errors
/// `Missing`, `TooLong`, `Defect`.
pub fn needed(what: &'static str, text: &str) -> Result<String, SettingError> {
    match one_line(what, text)? {
        text if text.is_empty() => Err(SettingError::Missing { what }),
        text => Ok(text),
    }
}

fn check(what: &'static str, text: &str, defect: Option<TextDefect>) -> Result<(), SettingError> {
    if text.chars().count() > MAX_TEXT_CHARS {
        let limit = MAX_TEXT_CHARS;
        return Err(SettingError::TooLong { what, limit });
    }
    defect.map_or(Ok(()), |defect| Err(SettingError::Defect { what, defect }))
}

/// Names with commas between them, each once and in the order in which they were typed. A name may be
/// of several words: `county jail, 287g` are two.
fn list(what: &'static str, text: &str) -> Result<Vec<String>, SettingError> {
    let mut names: Vec<String> = Vec::new();
    for name in one_line(what, text)?.split(',').map(str::trim) {
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// A name of a list that is typed with commas.
macro_rules! listed_name {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub(in crate::station) String);

        impl $name {
            /// One name, which may be of several words.
            ///
            /// # Errors
            /// `Missing`, `TooLong`, `Defect`.
            pub fn new(text: &str) -> Result<Self, SettingError> {
                needed($what, text).map(Self)
            }

            /// A list with commas between the names; each is kept once.
            ///
            /// # Errors
            /// `TooLong`, `Defect`.
            pub fn list(text: &str) -> Result<Vec<Self>, SettingError> {
                Ok(list($what, text)?.into_iter().map(Self).collect())
            }

            /// The list as it is typed.
            #[must_use]
            pub fn join(names: &[Self]) -> String {
                let names: Vec<&str> = names.iter().map(Self::as_str).collect();
                names.join(", ")
            }

            /// As text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    };
}

listed_name!(
    /// A word that chooses variants of modules, for example `287g`.
    Tag,
    "A tag"
);
listed_name!(
    /// A rank for which something is assigned, for example `Senior Officer`.
    Rank,
    "A rank"
);
listed_name!(
    /// A squad for which something is assigned.
    Squad,
    "A squad"
);

/// A shift's short name in commands and records: `[a-z0-9-]`, 1 to 32 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShiftId(pub(in crate::station) String);

impl ShiftId {
    /// The short name, if the text is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let is_one = (1..=MAX_SHIFT_ID_CHARS).contains(&text.len()) && text.bytes().all(letter);
        is_one.then(|| Self(text.to_owned()))
    }

    /// A short name as a record or a file of another station has it, unchecked.
    #[must_use]
    pub fn as_recorded(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A short name made of a name: `Day shift` becomes `day-shift`, with a number where it is taken
    /// already. Nothing where the name has neither a letter nor a digit of the short ones.
    #[must_use]
    pub fn made_of(name: &str, taken: &[&Self]) -> Option<Self> {
        let mut id = String::new();
        for letter in name.to_lowercase().chars() {
            if letter.is_ascii_alphanumeric() {
                id.push(letter);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        let id: String = id
            .trim_end_matches('-')
            .chars()
            .take(SHORT_NAME_CHARS)
            .collect();
        let is_free = |id: &String| !taken.iter().any(|taken| taken.0 == *id);
        if id.is_empty() {
            return None;
        }
        std::iter::once(id.clone())
            .chain((2..1_000).map(|number| format!("{id}-{number}")))
            .find(is_free)
            .map(Self)
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShiftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXT_CHARS, Rank, SettingError, ShiftId, Tag, lines, needed, one_line};

    #[test]
    fn names_of_several_words_stay_whole_and_are_kept_once() {
        let tags = Tag::list(" 287g, county jail ,,287g").unwrap();
        assert_eq!(tags, ["287g", "county jail"]);
        assert_eq!(Tag::join(&tags), "287g, county jail");
        let ranks = Rank::list("Senior Officer,Sergeant").unwrap();
        assert_eq!(ranks, ["Senior Officer", "Sergeant"]);
        assert_eq!(Tag::list(" , ").unwrap(), Vec::<Tag>::new());
    }

    // FORMAT 4.31 and CLI 2.23.
    #[test]
    fn a_text_is_one_line_of_at_most_two_thousand_characters() {
        assert_eq!(one_line("It", "  Central  ").as_deref(), Ok("Central"));
        assert_eq!(one_line("It", "").as_deref(), Ok(""));
        let long = "é".repeat(MAX_TEXT_CHARS);
        assert!(one_line("It", &long).is_ok());
        let longer = format!("{long}é");
        assert!(matches!(
            one_line("It", &longer),
            Err(SettingError::TooLong { .. })
        ));
        assert!(matches!(
            one_line("It", "a\nb"),
            Err(SettingError::Defect { .. })
        ));
        assert!(matches!(
            Tag::new("a\u{202E}b"),
            Err(SettingError::Defect { .. })
        ));
        assert!(matches!(
            Tag::list("a,\u{1b}b"),
            Err(SettingError::Defect { .. })
        ));
        assert_eq!(lines("It", "a\nb\n").as_deref(), Ok("a\nb"));
        assert!(matches!(
            needed("It", " "),
            Err(SettingError::Missing { .. })
        ));
    }

    #[test]
    fn a_short_name_has_only_small_letters_digits_and_hyphens() {
        for good in ["day", "2", "day-shift-2", &"a".repeat(32)] {
            assert!(ShiftId::new(good).is_some(), "{good}");
        }
        for bad in ["", "Day", "day shift", "día", &"a".repeat(33)] {
            assert!(ShiftId::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_short_name_is_made_of_the_name_and_never_taken_twice() {
        let day_shift = ShiftId::as_recorded("day-shift");
        let made =
            |name: &str, taken: &[&ShiftId]| ShiftId::made_of(name, taken).map(|id| id.to_string());
        assert_eq!(made("Day shift", &[]).as_deref(), Some("day-shift"));
        assert_eq!(
            made(" Day  Shift!", &[&day_shift]).as_deref(),
            Some("day-shift-2")
        );
        assert_eq!(made("???", &[]), None);
    }
}
