//! FORMAT section 4: what the fields of a manifest must not say.

use serde_json::{Value, json};

use crate::corpus::{Attack, attack};
use crate::corpus_links::links;
use crate::forge::{Forge, entries_for, sound_manifest};

pub fn values() -> Vec<Attack> {
    [strings(), spoofing(), links()]
        .into_iter()
        .flatten()
        .collect()
}

/// An attack on one value of the sound manifest, at this pointer.
pub fn value(
    name: impl Into<String>,
    rule: &'static str,
    (pointer, says): (&'static str, &'static str),
    value: Value,
) -> Attack {
    attack(name, rule, ("BadManifest", says), move |forge: &Forge| {
        let mut manifest = sound_manifest();
        let place = manifest.pointer_mut(pointer).expect("a place");
        *place = value.clone();
        forge.of(&entries_for(&manifest))
    })
}

/// What turns, breaks or hides a line where a name is shown.
fn spoofing() -> Vec<Attack> {
    let rule = "FORMAT 4.31 names and titles are a line that does not spoof";
    [
        (
            "a title of two lines",
            "/title",
            "line break (U+000A)",
            "T\nApproved",
        ),
        (
            "a publisher with a CR",
            "/publisher",
            "line break (U+000D)",
            "P\rApproved",
        ),
        (
            "a title with a tab",
            "/modules/0/title",
            "control characters (U+0009)",
            "T\tA",
        ),
        (
            "a line separator",
            "/title",
            "line break (U+2028)",
            "T\u{2028}Approved",
        ),
        (
            "a paragraph separator",
            "/modules/0/media/0/title",
            "line break (U+2029)",
            "T\u{2029}Approved",
        ),
        (
            "a title from the right",
            "/title",
            "direction of writing (U+202E)",
            "T\u{202e}ffirehS",
        ),
        (
            "a title in an isolate",
            "/modules/0/texts/0/title",
            "direction of writing (U+2067)",
            "T\u{2067}x\u{2069}",
        ),
        (
            "an embedding in a label",
            "/modules/0/media/0/captions/0/label",
            "direction of writing (U+202B)",
            "\u{202b}x",
        ),
        (
            "a chapter with a space that is not seen",
            "/modules/0/media/0/chapters/0/title",
            "not seen (U+200B)",
            "A\u{200b}ll",
        ),
        (
            "a job aid with letters of a tag",
            "/modules/0/job_aids/0/title",
            "not seen (U+E0041)",
            "C\u{e0041}",
        ),
        (
            "an id with a mark of byte order",
            "/modules/0/references/0/title",
            "not seen (U+FEFF)",
            "\u{feff}F",
        ),
        (
            "a question with an override",
            "/modules/0/prompts/0/question",
            "direction of writing (U+202E)",
            "Who?\nAnd \u{202e}when?",
        ),
        (
            "notes with an override",
            "/modules/0/texts/0/notes",
            "direction of writing (U+202D)",
            "\u{202d}x",
        ),
    ]
    .into_iter()
    .map(|(name, pointer, says, text)| value(name, rule, (pointer, says), json!(text)))
    .collect()
}

fn strings() -> Vec<Attack> {
    let nfc = "FORMAT 4.7 strings are NFC";
    let control = "FORMAT 4.8 no control characters in strings";
    let long = "FORMAT 4.9 strings at most 8 KiB, body and text 64 KiB";
    let id = "FORMAT 4.10 id: reverse-DNS";
    let version = "FORMAT 4.11 version 1 to 2^53-1";
    let language = "FORMAT 4.12 language: BCP 47";
    let created = "FORMAT 4.13 created: RFC 3339";
    let date = "FORMAT 4.14 as_of, review_by, not_after: a date";
    let one_of = "FORMAT 4.17 status, audience, kind: one of those shown";
    let module = "FORMAT 4.18 module id, unique in the pack";
    let markdown = "FORMAT 4.27 Markdown in the manifest without HTML or remote images";
    vec![
        value(
            "a title in NFD",
            nfc,
            ("/title", "normalization form C"),
            json!("Gru\u{308}sse"),
        ),
        value(
            "a note in NFD",
            nfc,
            ("/modules/0/prompts/0/notes", "normalization form C"),
            json!("e\u{301}"),
        ),
        value(
            "a path in NFD",
            nfc,
            ("/modules/0/guide", "NFC"),
            json!("text/e\u{301}.md"),
        ),
        value(
            "a title of more than 8 KiB",
            long,
            ("/title", "8 KiB"),
            json!("x".repeat(8193)),
        ),
        value(
            "a body of more than 64 KiB",
            long,
            ("/modules/0/texts/0/body", "64 KiB"),
            json!("x".repeat(65_537)),
        ),
        value(
            "a title that hides a line",
            control,
            ("/title", "control characters"),
            json!("T\u{1b}[2K"),
        ),
        value(
            "an id of one label",
            id,
            ("/id", "two or more labels"),
            json!("example"),
        ),
        value(
            "an id in capitals",
            id,
            ("/id", "a-z"),
            json!("example.Attack"),
        ),
        value(
            "a confusable id",
            id,
            ("/id", "a-z"),
            json!("example.att\u{430}ck"),
        ),
        value(
            "an id with an empty label",
            id,
            ("/id", "not empty"),
            json!("example..attack"),
        ),
        value(
            "an id with a hyphen at its end",
            id,
            ("/id", "hyphen"),
            json!("example.attack-"),
        ),
        value(
            "an id of 129 bytes",
            id,
            ("/id", "128"),
            json!(format!("a.{}", "b".repeat(127))),
        ),
        value(
            "a path for an id",
            id,
            ("/id", "a-z"),
            json!("example.attack/../../etc"),
        ),
        value("version 0", version, ("/version", "1 to 2^53-1"), json!(0)),
        value(
            "version 2^53",
            version,
            ("/version", "1 to 2^53-1"),
            json!(1_u64 << 53),
        ),
        value("version 3.0", version, ("/version", "version"), json!(3.0)),
        value(
            "version \"3\"",
            version,
            ("/version", "version"),
            json!("3"),
        ),
        value("version -3", version, ("/version", "version"), json!(-3)),
        value(
            "a language that is none",
            language,
            ("/language", "language"),
            json!("english!"),
        ),
        value(
            "a language of captions that is none",
            language,
            ("/modules/0/media/0/captions/0/language", "language"),
            json!(""),
        ),
        value(
            "created yesterday",
            created,
            ("/created", "created"),
            json!("yesterday"),
        ),
        value(
            "created without a zone",
            created,
            ("/created", "created"),
            json!("2026-11-24T09:00:00"),
        ),
        value(
            "created without a T",
            created,
            ("/created", "created"),
            json!("2026-11-24 09:00:00Z"),
        ),
        value(
            "created with a zone's name",
            created,
            ("/created", "created"),
            json!("2026-11-24T09:00:00+01:00[Europe/Berlin]"),
        ),
        value(
            "created without seconds",
            created,
            ("/created", "created"),
            json!("2026-11-24T09:00Z"),
        ),
        value(
            "created on 30 February",
            created,
            ("/created", "created"),
            json!("2026-02-30T09:00:00Z"),
        ),
        value("a month 13", date, ("/as_of", "as_of"), json!("2012-13-01")),
        value(
            "a date with a time",
            date,
            ("/as_of", "as_of"),
            json!("2012-05-15T10:00:00"),
        ),
        value(
            "a date without hyphens",
            date,
            ("/review_by", "review_by"),
            json!("20370515"),
        ),
        value(
            "a date of six digits",
            date,
            ("/not_after", "not_after"),
            json!("+002037-05-15"),
        ),
        value(
            "a week for a date",
            date,
            ("/not_after", "not_after"),
            json!("2037-W20-5"),
        ),
        value(
            "another status",
            one_of,
            ("/modules/0/media/0/kind", "kind"),
            json!("film"),
        ),
        value(
            "another audience",
            one_of,
            ("/modules/0/audience/0", "audience"),
            json!("dogs"),
        ),
        value(
            "a job aid that is a program",
            one_of,
            ("/modules/0/job_aids/0/kind", "kind"),
            json!("exe"),
        ),
        value(
            "a module id in capitals",
            module,
            ("/modules/0/id", "modules[0].id"),
            json!("One"),
        ),
        value(
            "a module id with a slash",
            module,
            ("/modules/0/id", "modules[0].id"),
            json!("one/two"),
        ),
        attack(
            "two modules of one id",
            module,
            ("BadManifest", "occurs twice"),
            |forge| {
                let mut manifest = sound_manifest();
                let again = manifest["modules"][0].clone();
                manifest["modules"]
                    .as_array_mut()
                    .expect("modules")
                    .push(again);
                forge.of(&entries_for(&manifest))
            },
        ),
        value(
            "HTML in a text",
            markdown,
            ("/modules/0/texts/0/body", "HTML"),
            json!("<img src=x>"),
        ),
        value(
            "a remote image in notes",
            markdown,
            ("/modules/0/prompts/0/notes", "remote image"),
            json!("![](https://example.org/x.png)"),
        ),
    ]
}
