//! Messages as Project Fluent keeps them: a file of texts a room, in `messages/en-US`, by which a
//! translator needs no Rust. The value of a message is its headline or its whole text; `.advice` is
//! what to do.
//!
//! No marks for direction are put around what is filled in: texts go to terminals, JSON and CSV too,
//! and what is filled in is written out where it could turn a line around ([`Words::new`]).

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::words::{Code, Words};

/// The texts, a file a room.
const FILES: [&str; 2] = [
    include_str!("messages/en-US/log.ftl"),
    include_str!("messages/en-US/station.ftl"),
];
const LANGUAGE: &str = "en-US";

/// What is filled in: a text, or a number that decides between one and several.
pub(in crate::words) type Arg<'a> = (&'static str, FluentValue<'a>);

/// Every message. A test holds that all files are read whole and that ids are there.
fn messages() -> &'static FluentBundle<FluentResource> {
    static MESSAGES: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    MESSAGES.get_or_init(|| {
        let language: LanguageIdentifier = LANGUAGE.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        for file in FILES {
            // What could be read of a file is used all the same.
            let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(it, _)| it);
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

fn text(id: &str, attribute: Option<&str>, args: &[Arg<'_>]) -> Option<String> {
    let bundle = messages();
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        values.set(*name, value.clone());
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
    Some(text.into_owned())
}

/// A message with what is filled in; its id where there is no such message.
#[must_use]
pub(in crate::words) fn message(id: &'static str, args: &[Arg<'_>]) -> String {
    text(id, None, args).unwrap_or_else(|| id.to_owned())
}

/// A message and its advice as words of this code.
#[must_use]
pub(in crate::words) fn words(code: Code, id: &'static str, args: &[Arg<'_>]) -> Words {
    let advice = text(id, Some("advice"), args).unwrap_or_default();
    Words::new(code, message(id, args), advice)
}

#[cfg(test)]
mod tests {
    use super::{FILES, message, words};
    use crate::words::Code;

    #[test]
    fn every_file_of_messages_is_read_whole() {
        for file in FILES {
            let read = fluent_bundle::FluentResource::try_new(file.to_owned());
            assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn what_is_filled_in_stands_in_the_text_without_marks_of_direction() {
        let words = words(
            Code::Usage,
            "setting-too-long",
            &[("what", "The room".into()), ("limit", 2_000.into())],
        );
        assert_eq!(words.headline, "The room is too long.");
        assert_eq!(
            words.advice,
            "Give a line of text of at most 2000 characters."
        );
    }

    #[test]
    fn one_and_several_have_texts_of_their_own() {
        let count = |count: usize| message("officers-without-shift", &[("count", count.into())]);
        assert!(count(1).starts_with("1 officer belongs to a shift"));
        assert!(count(3).starts_with("3 officers belong to shifts"));
    }
}
