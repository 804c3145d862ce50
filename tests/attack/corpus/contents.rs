//! FORMAT section 3: what the files of a pack hold, and which there must be.

use serde_json::json;

use crate::corpus::{Attack, attack};
use crate::corpus_archive::{entries, guide};
use crate::forge::{
    CAPTIONS, GUIDE, MANIFEST, PICTURE, SOUND, entries_for, jpeg, png, sound, sound_manifest,
};
use crate::raw::Raw;

pub fn contents() -> Vec<Attack> {
    let markdown = "FORMAT 3.26 Markdown of at most 1 MiB in UTF-8";
    let html = "FORMAT 3.27 no HTML in Markdown";
    let remote = "FORMAT 3.28 no remote images in Markdown";
    let first = "FORMAT 3.31 the first entry is manifest.json, at most 4 MiB";
    let picture = "FORMAT 3.30 a picture at most 40 megapixels";
    let mut attacks: Vec<_> = [
        ("a script in the guide", "<script>alert(1)</script>", "HTML"),
        ("HTML in the guide", "Good <b>morning</b>.", "HTML"),
        ("an HTML comment in the guide", "<!-- hidden -->", "HTML"),
        (
            "a remote image",
            "![x](https://example.org/x.png)",
            "remote image",
        ),
        (
            "a remote image by reference",
            "![x][r]\n\n[r]: //example.org/x.png",
            "remote image",
        ),
        (
            "an image on a network share",
            "![x](\\\\\\\\server\\\\x.png)",
            "remote image",
        ),
        (
            "an image as data",
            "![x](data:image/png;base64,AA)",
            "remote image",
        ),
        (
            "a remote image in a table",
            "|a|\n|-|\n|![x](https://example.org/x.png)|",
            "remote image",
        ),
    ]
    .map(|(name, text, says)| {
        let rule = if says == "HTML" { html } else { remote };
        guide(name, rule, says, move |e| {
            *e = Raw::stored("text/guide.md", text.as_bytes());
        })
    })
    .into();
    attacks.extend([
        guide("a guide of more than 1 MiB", markdown, "1 MiB", |e| {
            *e = Raw::stored("text/guide.md", &b"x".repeat((1 << 20) + 1));
        }),
        guide("a guide in Latin-1", markdown, "UTF-8", |e| {
            *e = Raw::stored("text/guide.md", b"gr\xfc\xdfe");
        }),
        entries(
            "captions of more than 4 MiB",
            "FORMAT 3.29 captions of at most 4 MiB",
            "4 MiB",
            |entries| {
                entries[CAPTIONS] = Raw::stored("captions/en.vtt", &b" ".repeat((4 << 20) + 1));
            },
        ),
        entries(
            "a PNG of 40,008,000 pixels",
            picture,
            "40 megapixels",
            |entries| {
                entries[PICTURE] = Raw::stored("aids/card.png", &png(8_000, 5_001));
            },
        ),
        entries(
            "a JPEG of 4 gigapixels",
            picture,
            "40 megapixels",
            |entries| {
                entries[PICTURE] = Raw::stored("aids/card.png", &jpeg(65_000, 65_000));
            },
        ),
        entries(
            "a picture that is none",
            picture,
            "neither PNG nor JPEG",
            |entries| {
                entries[PICTURE] = Raw::stored("aids/card.png", b"MZ a program");
            },
        ),
        entries("no entries", first, "", Vec::clear),
        entries(
            "the manifest comes second",
            first,
            "first entry",
            |entries| entries.swap(MANIFEST, GUIDE),
        ),
        entries("a manifest of more than 4 MiB", first, "4 MiB", |entries| {
            let long = [&sound_manifest().to_string(), " ".repeat(4 << 20).as_str()].concat();
            entries[MANIFEST] = Raw::stored("manifest.json", long.as_bytes());
        }),
        attack(
            "a stray program",
            "FORMAT 3.32 UnlistedFile",
            ("UnlistedFile", "setup.exe"),
            |forge| {
                let mut entries = sound();
                entries.push(Raw::stored("setup.exe", b"MZ"));
                forge.of(&entries)
            },
        ),
        attack(
            "no film",
            "FORMAT 3.33 MissingFile",
            ("MissingFile", "media/listen.wav"),
            |forge| {
                let mut entries = sound();
                entries.remove(SOUND);
                forge.of(&entries)
            },
        ),
        attack(
            "captions in another case",
            "FORMAT 3.33 MissingFile",
            ("MissingFile", "captions/EN.vtt"),
            |forge| {
                let mut manifest = sound_manifest();
                manifest["modules"][0]["media"][0]["captions"][0]["path"] =
                    json!("captions/EN.vtt");
                let mut entries = entries_for(&manifest);
                entries.remove(2);
                forge.of(&entries)
            },
        ),
    ]);
    attacks
}
