//! Policy and media (FORMAT 2.6 to 2.20): what is refused though the pack is built as it must be.

use serde_json::{Value, json};

use crate::corpus::{Attack, attack};
use crate::forge::{CLAIM, Forge, SOUND, by, entries_for, sound, sound_manifest};
use crate::raw::Raw;
use crate::world::wav;

fn claim(id: &str, version: u64) -> String {
    format!("muster-pack:1 id={id} version={version}")
}

/// The entries of the sound pack under another name.
fn named(id: &str, version: u64) -> Vec<Raw> {
    let mut manifest = sound_manifest();
    manifest["id"] = json!(id);
    manifest["version"] = json!(version);
    entries_for(&manifest)
}

/// A pack with this sound.
fn sounding(name: &str, says: &'static str, sound_of: impl Fn() -> Vec<u8> + 'static) -> Attack {
    let rule = "FORMAT 2.20 then decode every medium: BadMedia";
    attack(name, rule, ("BadMedia", says), move |forge: &Forge| {
        let mut entries = sound();
        entries[SOUND] = Raw::stored("media/listen.wav", &sound_of());
        forge.of(&entries)
    })
}

/// A pack with this trusted comment, signed with it.
fn claiming(name: &str, rule: &'static str, comment: &'static str) -> Attack {
    attack(
        name,
        rule,
        ("BadManifest", "trusted comment"),
        move |forge: &Forge| by(&forge.world.secret, comment, &sound()),
    )
}

pub fn policies() -> Vec<Attack> {
    [claims(), floors(), media()]
        .into_iter()
        .flatten()
        .collect()
}

fn claims() -> Vec<Attack> {
    let exact = "FORMAT 1.10 trusted comment, exactly";
    let equal = "FORMAT 1.11 it must equal the manifest's id and version";
    let proven = "FORMAT 2.11 a malformed comment is reported after the signature holds";
    vec![
        claiming("an empty trusted comment", exact, ""),
        claiming("a timestamp for a claim", exact, "timestamp:1764000000"),
        attack(
            "minisign's own trusted comment, with its tabs",
            "FORMAT 1.6 printable ASCII",
            ("NotAPack", "not four lines of text"),
            |forge| {
                let comment = "timestamp:1764000000\tfile:a.muster\thashed";
                by(&forge.world.secret, comment, &sound())
            },
        ),
        claiming(
            "a claim of another format",
            exact,
            "muster-pack:2 id=example.attack version=3",
        ),
        claiming(
            "a claim with a blank at its end",
            exact,
            "muster-pack:1 id=example.attack version=3 ",
        ),
        claiming(
            "a claim with a leading zero",
            exact,
            "muster-pack:1 id=example.attack version=03",
        ),
        claiming(
            "a claim with a plus",
            exact,
            "muster-pack:1 id=example.attack version=+3",
        ),
        claiming(
            "a claim in capitals",
            exact,
            "muster-pack:1 id=Example.attack version=3",
        ),
        claiming(
            "a claim of version 0",
            exact,
            "muster-pack:1 id=example.attack version=0",
        ),
        claiming(
            "a claim of 2^64 versions",
            exact,
            "muster-pack:1 id=example.attack version=18446744073709551616",
        ),
        claiming(
            "a trust list's comment",
            exact,
            "muster-trust:1 agency=example.attack version=3",
        ),
        claiming(
            "a claim of another id",
            equal,
            "muster-pack:1 id=example.other version=3",
        ),
        claiming(
            "a claim of a higher version",
            equal,
            "muster-pack:1 id=example.attack version=4",
        ),
        claiming(
            "a claim of a lower version",
            equal,
            "muster-pack:1 id=example.attack version=2",
        ),
        attack(
            "a malformed claim under a broken signature",
            proven,
            ("BadSignature", "altered"),
            |forge| {
                let mut pack = by(&forge.world.secret, "timestamp:1", &sound());
                pack[40] ^= 1;
                pack
            },
        ),
        attack(
            "a narrow publisher's malformed claim",
            proven,
            ("BadManifest", "trusted comment"),
            |forge| by(&forge.narrow, "timestamp:1", &sound()),
        ),
    ]
}

fn floors() -> Vec<Attack> {
    let older = "FORMAT 2.10 below the highest ever installed: OlderThanInstalled";
    let scope = "FORMAT 2.9 outside the publisher's patterns: OutsideScope";
    let outside = ("OutsideScope", "may not publish");
    vec![
        attack(
            "version 1 again",
            older,
            ("OlderThanInstalled", "version 2 was installed"),
            |forge| {
                by(
                    &forge.world.secret,
                    &claim("example.attack", 1),
                    &named("example.attack", 1),
                )
            },
        ),
        attack(
            "an older claim under a broken signature",
            older,
            ("OlderThanInstalled", "version 2"),
            |forge| {
                let mut pack = by(&forge.world.secret, &claim("example.attack", 1), &sound());
                pack[40] ^= 1;
                pack
            },
        ),
        attack(
            "version 2 with other content",
            "FORMAT 2.18 the same version with other content",
            ("SameVersionDifferentContent", "another version 2"),
            |forge| {
                by(
                    &forge.world.secret,
                    &claim("example.attack", 2),
                    &named("example.attack", 2),
                )
            },
        ),
        attack("outside the publisher's pattern", scope, outside, |forge| {
            by(&forge.narrow, CLAIM, &sound())
        }),
        attack("beside the publisher's pattern", scope, outside, |forge| {
            by(
                &forge.narrow,
                &claim("example.others.x", 3),
                &named("example.others.x", 3),
            )
        }),
        attack(
            "the very beginning of the publisher's pattern",
            scope,
            outside,
            |forge| {
                by(
                    &forge.narrow,
                    &claim("example.other", 3),
                    &named("example.other", 3),
                )
            },
        ),
        attack(
            "a claim inside the pattern, a manifest outside",
            scope,
            ("BadManifest", "trusted comment"),
            |forge| by(&forge.narrow, &claim("example.other.x", 3), &sound()),
        ),
        attack(
            "an expired pack",
            "FORMAT 2.19 past not_after: refuse to install",
            ("Expired", "2020-01-01"),
            |forge| {
                let mut manifest = sound_manifest();
                manifest["not_after"] = json!("2020-01-01");
                forge.of(&entries_for(&manifest))
            },
        ),
        newer("a newer format", |manifest| manifest["format"] = json!(2)),
        newer("a newer format with nothing else right", |manifest| {
            *manifest = json!({"format": 2, "min_app": 7, "id": "not an id"});
        }),
        newer("a newer program", |manifest| {
            manifest["min_app"] = json!("99.0.0");
        }),
        newer("a newer program and unknown fields", |manifest| {
            manifest["min_app"] = json!("0.1000.0");
            manifest["surprise"] = json!(true);
        }),
    ]
}

fn newer(name: &str, change: fn(&mut Value)) -> Attack {
    let rule = "FORMAT 2.15 format and min_app before anything else: AppTooOld";
    attack(
        name,
        rule,
        ("AppTooOld", "newer Muster"),
        move |forge: &Forge| {
            let mut manifest = sound_manifest();
            change(&mut manifest);
            forge.of(&entries_for(&manifest))
        },
    )
}

fn media() -> Vec<Attack> {
    vec![
        sounding("noise for a sound", "media/listen.wav", || vec![7; 5000]),
        sounding("an empty sound", "media/listen.wav", Vec::new),
        sounding("a program for a sound", "media/listen.wav", || {
            b"MZ\x90\0\x03".repeat(100)
        }),
        sounding("a sound cut inside its header", "media/listen.wav", || {
            wav(400)[..30].to_vec()
        }),
        sounding("a sound of no channels", "media/listen.wav", || {
            let mut wav = wav(400);
            wav[22] = 0;
            wav
        }),
        sounding("an MP4 without a track", "media/listen.wav", || {
            b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2\0\0\0\x08moov".to_vec()
        }),
    ]
}
