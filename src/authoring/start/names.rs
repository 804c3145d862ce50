//! Names of a pack's own making: ids, files, titles.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::pack::text::name_of;

/// An id or a file's name at most, in characters.
const LONG: usize = 60;
/// So many words of a question tell it from the others.
const WORDS: usize = 5;

/// `[a-z0-9-]` from any text; `other` where nothing is left of it.
pub fn id(text: &str, other: &str) -> String {
    let bare = text.nfd().filter(char::is_ascii).collect::<String>();
    let made = hyphened(&bare.to_lowercase(), |c| c.is_ascii_alphanumeric());
    if made.is_empty() {
        other.to_owned()
    } else {
        made
    }
}

/// The first words of a question as an id.
pub fn short_id(question: &str) -> String {
    let words: Vec<&str> = question.split_whitespace().take(WORDS).collect();
    id(&words.join(" "), "question")
}

/// A file's name without its ending that every system and every pack can hold.
pub fn file(stem: &str, other: &str) -> String {
    let made: String = stem.nfc().collect();
    let made = hyphened(&made, |c| c.is_alphanumeric() || c == '_');
    if made.is_empty() {
        other.to_owned()
    } else {
        made
    }
}

/// A file's name as people say it: `desk_card-2026` is "desk card 2026".
pub fn title(stem: &str) -> String {
    let spaced: String = stem
        .nfc()
        .map(|c| {
            if matches!(c, '_' | '-') || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let spaced = name_of(&spaced);
    let joined = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = joined.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Untitled".to_owned(),
    }
}

/// The same name, with a number where it is taken.
pub fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 1_u32;
    loop {
        let tried = match number {
            1 => name.to_owned(),
            number => format!("{name}-{number}"),
        };
        if taken.insert(tried.to_lowercase()) {
            return tried;
        }
        number += 1;
    }
}

fn hyphened(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut made = String::new();
    for c in text.chars().take(LONG) {
        if keep(c) {
            made.push(c);
        } else if !made.is_empty() && !made.ends_with('-') {
            made.push('-');
        }
    }
    made.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_what_a_pack_can_hold() {
        assert_eq!(
            id("José’s Detainer (Draft 2)", "x"),
            "joses-detainer-draft-2"
        );
        assert_eq!(id("日本", "x"), "x");
        assert_eq!(
            short_id("What do you do first, and why?"),
            "what-do-you-do-first"
        );
        assert_eq!(short_id("…?"), "question");
        assert_eq!(file("Körper: Teil 1?", "x"), "Körper-Teil-1");
        assert_eq!(file("…", "aid"), "aid");
        assert_eq!(title("desk_card-2026"), "Desk card 2026");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut taken = BTreeSet::new();
        assert_eq!(free("Card", &mut taken), "Card");
        assert_eq!(free("card", &mut taken), "card-2");
    }
}
