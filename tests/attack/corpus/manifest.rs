//! FORMAT section 4: the text of a manifest, and the fields that it must have. Signed, and in an
//! archive without a defect.

use serde_json::{Value, json};

use crate::corpus::{Attack, attack};
use crate::forge::{Forge, MANIFEST, entries_for, sound, sound_manifest};
use crate::raw::Raw;

/// An attack on the manifest's text.
fn text(
    name: &str,
    rule: &'static str,
    says: &'static str,
    change: impl Fn(String) -> Vec<u8> + 'static,
) -> Attack {
    attack(name, rule, ("BadManifest", says), move |forge: &Forge| {
        let mut entries = sound();
        let text = change(sound_manifest().to_string());
        // Stored: a million brackets would be a bomb otherwise.
        entries[MANIFEST] = Raw::stored("manifest.json", &text);
        forge.of(&entries)
    })
}

pub fn manifests() -> Vec<Attack> {
    [json_text(), fields()].into_iter().flatten().collect()
}

fn json_text() -> Vec<Attack> {
    let json = "FORMAT 4.1 UTF-8 JSON";
    let keys = "FORMAT 4.4 repeated keys are errors";
    vec![
        text("an empty manifest", json, "line 1", |_| Vec::new()),
        text("a manifest in Latin-1", json, "UTF-8", |text| {
            let mut bytes = text.into_bytes();
            let at = bytes
                .windows(7)
                .position(|w| w == b"morning")
                .expect("a word");
            bytes[at] = 0xe9;
            bytes
        }),
        text("a manifest in UTF-16", json, "UTF-8", |text| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .chain([0xff])
                .collect()
        }),
        text("a byte-order mark", json, "line 1", |text| {
            format!("\u{feff}{text}").into_bytes()
        }),
        text("half of a manifest", json, "line 1", |text| {
            text[..text.len() / 2].into()
        }),
        text("a second document", json, "manifest.json", |text| {
            format!("{text}{{}}").into_bytes()
        }),
        text("a comment", json, "line 1", |text| {
            format!("/* hello */{text}").into_bytes()
        }),
        text("a trailing comma", json, "line 1", |text| {
            text.replacen("\"format\":1", "\"format\":1,", 1)
                .replace(",,", ", ,")
                .into_bytes()
        }),
        text("a million brackets", json, "line 1", |_| {
            b"[".repeat(1 << 20)
        }),
        text("a lone surrogate", json, "line 1", |text| {
            text.replacen("\"T\"", "\"\\ud800\"", 1).into_bytes()
        }),
        text("a number of a million digits", json, "line 1", |text| {
            text.replacen(
                "\"version\":3",
                &format!("\"version\":{}", "9".repeat(1 << 20)),
                1,
            )
            .into_bytes()
        }),
        text("the id twice", keys, "duplicate field", |text| {
            text.replacen(
                "\"id\":\"example.attack\"",
                "\"id\":\"example.attack\",\"id\":\"example.other\"",
                1,
            )
            .into_bytes()
        }),
        text("a step with a key twice", keys, "steps", |text| {
            text.replacen(
                "{\"play\":\"listen\"}",
                "{\"play\":\"listen\",\"play\":\"listen\"}",
                1,
            )
            .into_bytes()
        }),
        text("the format twice", keys, "duplicate field", |text| {
            text.replacen("\"format\":1", "\"format\":2,\"format\":1", 1)
                .into_bytes()
        }),
    ]
}

fn fields() -> Vec<Attack> {
    let required = "FORMAT 4.2 all fields shown are required";
    let unknown = "FORMAT 4.3 unknown fields are errors";
    let without = |pointer: &'static str, field: &'static str| {
        attack(
            format!("a manifest without {pointer}/{field}"),
            required,
            ("BadManifest", field),
            move |forge: &Forge| {
                let mut manifest = sound_manifest();
                let object = manifest.pointer_mut(pointer).and_then(Value::as_object_mut);
                object.expect("an object").remove(field).expect("a field");
                forge.of(&entries_for(&manifest))
            },
        )
    };
    let with = |pointer: &'static str| {
        attack(
            format!("an unknown field in {pointer:?}"),
            unknown,
            ("BadManifest", "surprise"),
            move |forge: &Forge| {
                let mut manifest = sound_manifest();
                let object = manifest.pointer_mut(pointer).and_then(Value::as_object_mut);
                object
                    .expect("an object")
                    .insert("surprise".to_owned(), json!(1));
                forge.of(&entries_for(&manifest))
            },
        )
    };
    vec![
        without("", "title"),
        without("", "review_by"),
        without("", "modules"),
        without("/modules/0", "variant"),
        without("/modules/0/media/0", "transcript"),
        without("/modules/0/prompts/0", "points"),
        without("/modules/0/references/0", "url"),
        with(""),
        with("/modules/0"),
        with("/modules/0/media/0/captions/0"),
        with("/modules/0/job_aids/0"),
    ]
}
