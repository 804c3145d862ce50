//! The strings of a manifest (FORMAT 4.7 to 4.9, FORMAT 4.31). They are checked one by one while
//! parsing, as a parsed tree of a 4 MiB manifest would take many times that in memory.

use std::fmt::{self, Write};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use unicode_normalization::is_nfc;

use crate::pack::{PackError, TextDefect};

/// Bytes of a string at most (FORMAT 4.9).
const MAX_STRING: usize = 8 << 10;
/// Bytes of a `body` or `text` at most.
const MAX_TEXT: usize = 64 << 10;
/// Texts of several lines; every other string is one line (FORMAT 4.31).
const SEVERAL_LINES: [&str; 10] = [
    "body",
    "credits",
    "disclaimer",
    "note",
    "notes",
    "objectives",
    "points",
    "question",
    "summary",
    "text",
];

/// How a string that would spoof the text around it is handled (FORMAT 4.31).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoofing {
    /// Its manifest or list is refused.
    Refused,
    /// It was taken in before that was a rule, and is written out where it is shown.
    Shown,
}

/// Every string is NFC, not too long, and holds no control characters, nor what else spoofs
/// what is shown beside it.
///
/// # Errors
/// `BadManifest` with the field.
pub(super) fn check(json: &str, spoofing: Spoofing) -> Result<(), PackError> {
    let mut found = None;
    let value = Value {
        path: "",
        key: "",
        spoofing,
        found: &mut found,
    };
    let read = value.deserialize(&mut serde_json::Deserializer::from_str(json));
    match (found, read) {
        (Some((field, reason)), _) => Err(PackError::BadManifest {
            line: 0,
            field,
            reason,
        }),
        (None, Err(error)) => Err(PackError::BadManifest {
            line: error.line(),
            field: "manifest.json".to_owned(),
            reason: error.to_string(),
        }),
        (None, Ok(())) => Ok(()),
    }
}

/// What is wrong with one string: FORMAT 4.9, FORMAT 4.7, FORMAT 4.8, FORMAT 4.31.
fn defect(text: &str, key: &str, spoofing: Spoofing) -> Option<String> {
    let limit = match key {
        "body" | "text" => MAX_TEXT,
        _ => MAX_STRING,
    };
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.len() > limit {
        Some(format!("longer than {} KiB", limit >> 10))
    } else if !is_nfc(text) {
        Some("not in Unicode normalization form C".to_owned())
    } else if text.chars().any(control) {
        Some("holds control characters".to_owned())
    } else if spoofing == Spoofing::Shown {
        None
    } else if SEVERAL_LINES.contains(&key) {
        TextDefect::of_text(text).map(TextDefect::reason)
    } else {
        TextDefect::of_name(text).map(TextDefect::reason)
    }
}

/// A value at this path, under this key. The first defect is kept in `found`, with its field.
struct Value<'a> {
    path: &'a str,
    key: &'a str,
    spoofing: Spoofing,
    found: &'a mut Option<(String, String)>,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match defect(text, self.key, self.spoofing) {
            Some(defect) => {
                *self.found = Some((self.path.to_owned(), defect));
                Err(E::custom("a string breaks a rule"))
            }
            None => Ok(()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        let mut path = String::new();
        for i in 0.. {
            path.clear();
            path.push_str(self.path);
            // Writing to a String cannot fail.
            let _ = write!(path, "[{i}]");
            let value = Value {
                path: &path,
                key: self.key,
                spoofing: self.spoofing,
                found: &mut *self.found,
            };
            if values.next_element_seed(value)?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<String>()? {
            let dot = if self.path.is_empty() { "" } else { "." };
            fields.next_value_seed(Value {
                path: &format!("{}{dot}{name}", self.path),
                key: &name,
                spoofing: self.spoofing,
                found: &mut *self.found,
            })?;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
