//! Messages as Project Fluent keeps them: a file of texts a room, in `messages/en-US`, by which a
//! translator needs no Rust. The value of a message is its headline or its whole text; `.advice` is
//! what to do.
//!
//! No marks for direction are put around what is filled in: texts go to terminals, JSON and CSV too,
//! and what is filled in is written out where it could turn a line around ([`Words::new`]).

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::words::{Code, Words};

/// The texts, a file a room.
const FILES: [&str; 52] = [
    include_str!("messages/en-US/authoring.ftl"),
    include_str!("messages/en-US/by_hand.ftl"),
    include_str!("messages/en-US/document.ftl"),
    include_str!("messages/en-US/failure.ftl"),
    include_str!("messages/en-US/ffmpeg.ftl"),
    include_str!("messages/en-US/files.ftl"),
    include_str!("messages/en-US/folder.ftl"),
    include_str!("messages/en-US/letters.ftl"),
    include_str!("messages/en-US/library.ftl"),
    include_str!("messages/en-US/log.ftl"),
    include_str!("messages/en-US/media.ftl"),
    include_str!("messages/en-US/not_seen.ftl"),
    include_str!("messages/en-US/office.ftl"),
    include_str!("messages/en-US/pack.ftl"),
    include_str!("messages/en-US/player.ftl"),
    include_str!("messages/en-US/ready.ftl"),
    include_str!("messages/en-US/records.ftl"),
    include_str!("messages/en-US/roster.ftl"),
    include_str!("messages/en-US/shared.ftl"),
    include_str!("messages/en-US/start.ftl"),
    include_str!("messages/en-US/station.ftl"),
    include_str!("messages/en-US/station_key.ftl"),
    include_str!("messages/en-US/times.ftl"),
    include_str!("messages/en-US/trust.ftl"),
    include_str!("messages/en-US/cli/authoring.ftl"),
    include_str!("messages/en-US/cli/decode.ftl"),
    include_str!("messages/en-US/cli/demo.ftl"),
    include_str!("messages/en-US/cli/doctor.ftl"),
    include_str!("messages/en-US/cli/due.ftl"),
    include_str!("messages/en-US/cli/help.ftl"),
    include_str!("messages/en-US/cli/install.ftl"),
    include_str!("messages/en-US/cli/key.ftl"),
    include_str!("messages/en-US/cli/mod.ftl"),
    include_str!("messages/en-US/cli/output.ftl"),
    include_str!("messages/en-US/cli/packs.ftl"),
    include_str!("messages/en-US/cli/progress.ftl"),
    include_str!("messages/en-US/cli/records.ftl"),
    include_str!("messages/en-US/cli/roster.ftl"),
    include_str!("messages/en-US/cli/station.ftl"),
    include_str!("messages/en-US/cli/station_key.ftl"),
    include_str!("messages/en-US/cli/take_in.ftl"),
    include_str!("messages/en-US/cli/trust.ftl"),
    include_str!("messages/en-US/cli/visit.ftl"),
    include_str!("messages/en-US/operations/check.ftl"),
    include_str!("messages/en-US/operations/describe.ftl"),
    include_str!("messages/en-US/operations/install.ftl"),
    include_str!("messages/en-US/operations/records.ftl"),
    include_str!("messages/en-US/operations/sign.ftl"),
    include_str!("messages/en-US/operations/station.ftl"),
    include_str!("messages/en-US/operations/subject.ftl"),
    include_str!("messages/en-US/operations/visit.ftl"),
    include_str!("messages/en-US/operations/write_out.ftl"),
];
const LANGUAGE: &str = "en-US";

/// What is filled in: a text, or a number that decides between one and several.
pub(crate) type Arg<'a> = (&'static str, FluentValue<'a>);

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

/// The text of an id: `station-io` is the value of that message, `station-io.advice` its advice.
fn text(id: &str, args: &[Arg<'_>]) -> Option<Cow<'static, str>> {
    let bundle = messages();
    let (name, attribute) = match id.split_once('.') {
        Some((name, attribute)) => (name, Some(attribute)),
        None => (id, None),
    };
    let message = bundle.get_message(name)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        values.set(*name, value.clone());
    }
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&values), &mut errors))
}

/// A message with what is filled in; its id where there is no such message.
#[must_use]
pub(crate) fn message(id: &'static str, args: &[Arg<'_>]) -> String {
    text(id, args).map_or_else(|| id.to_owned(), Cow::into_owned)
}

/// A message of one line into which nothing is filled in; its id where there is none.
#[must_use]
pub(crate) fn fixed(id: &'static str) -> &'static str {
    match text(id, &[]) {
        Some(Cow::Borrowed(text)) => text,
        Some(Cow::Owned(_)) | None => id,
    }
}

/// The help text of a command or an option; nothing where it has none.
#[must_use]
pub(crate) fn help(id: &str) -> Option<String> {
    text(id, &[]).map(Cow::into_owned)
}

/// A message and its advice as words of this code.
#[must_use]
#[track_caller]
pub(crate) fn words(code: Code, id: &'static str, args: &[Arg<'_>]) -> Words {
    let advice = text(&format!("{id}.advice"), args).unwrap_or_default();
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
