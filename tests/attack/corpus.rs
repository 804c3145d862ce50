//! The corpus: packs with one defect each, which the real program refuses with the right code, for
//! the right reason, while the shelf stays as it was. Which rules of FORMAT are attacked, and by
//! which defects, is counted here: a rule without an attack fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::corpus_archive::archives;
use crate::corpus_around::around;
use crate::corpus_bytes::bytes;
use crate::corpus_contents::contents;
use crate::corpus_drawings::drawings;
use crate::corpus_manifest::manifests;
use crate::corpus_names::file_names;
use crate::corpus_policy::policies;
use crate::corpus_values::values;
use crate::forge::{CLAIM, Forge, Made, is_claim, lay, sound};
use crate::program::run;
use crate::world::shelf;

/// One defect.
pub struct Attack {
    pub name: String,
    /// The rule of [`RULES`] that it breaks.
    pub rule: &'static str,
    pub code: &'static str,
    /// Part of the message, so that it is not refused for another reason.
    pub says: &'static str,
    pub make: Box<dyn Fn(&Forge) -> Made>,
}

/// A defect of so many bytes as can be held.
pub fn attack(
    name: impl Into<String>,
    rule: &'static str,
    (code, says): (&'static str, &'static str),
    make: impl Fn(&Forge) -> Vec<u8> + 'static,
) -> Attack {
    Attack {
        name: name.into(),
        rule,
        code,
        says,
        make: Box::new(move |forge| Made::Bytes(make(forge))),
    }
}

/// The rules of FORMAT for whoever reads a pack, each with what of it is attacked.
const RULES: [&str; 83] = [
    "FORMAT 1.2 no bytes before the first local header",
    "FORMAT 1.3 none between the last central header and the EOCD",
    "FORMAT 1.4 EOCD of 22 bytes, single disk",
    "FORMAT 1.5 comment length = the signature's length",
    "FORMAT 1.6 printable ASCII",
    "FORMAT 1.6 4 lines, each ended by LF",
    "FORMAT 1.7 at most 1,024 bytes together",
    "FORMAT 1.5 the last bytes of the file",
    "FORMAT 1.8 signed bytes: everything",
    "FORMAT 1.9 legacy Ed: BadSignature",
    "FORMAT 1.10 trusted comment, exactly",
    "FORMAT 1.11 it must equal the manifest's id and version",
    "FORMAT 1.1 at most 4,294,967,294 bytes",
    "FORMAT 2.3 none, but the file begins with PK: Truncated",
    "FORMAT 2.4 none: NotAPack",
    "FORMAT 2.5 comment not a minisign signature: NotAPack",
    "FORMAT 2.6 unknown key id: UntrustedPublisher",
    "FORMAT 2.7 revoked: RevokedPublisher",
    "FORMAT 2.10 below the highest ever installed: OlderThanInstalled",
    "FORMAT 2.9 outside the publisher's patterns: OutsideScope",
    "FORMAT 2.11 a malformed comment is reported after the signature holds",
    "FORMAT 2.13 signature wrong: BadSignature",
    "FORMAT 2.14 only now parse the ZIP, then the manifest",
    "FORMAT 2.15 format and min_app before anything else: AppTooOld",
    "FORMAT 2.18 the same version with other content",
    "FORMAT 2.20 then decode every medium: BadMedia",
    "FORMAT 2.24 draws job aids: BadMedia",
    "FORMAT 3.1 at most 4,096 entries",
    "FORMAT 3.2 headers of all entries and nothing else",
    "FORMAT 3.3 stored or deflated",
    "FORMAT 3.4 video and audio must be stored",
    "FORMAT 3.5 no encryption",
    "FORMAT 3.6 no data descriptors",
    "FORMAT 3.7 no ZIP64",
    "FORMAT 3.8 no extra fields that change names",
    "FORMAT 3.9 no symlinks or special files",
    "FORMAT 3.10 no directory entries",
    "FORMAT 3.11 local header and central header agree",
    "FORMAT 3.12 in central-directory order without gaps",
    "FORMAT 3.22 names occur once",
    "FORMAT 3.13 inflates to exactly the stated size",
    "FORMAT 3.14 has the stated CRC",
    "FORMAT 3.15 names in UTF-8",
    "FORMAT 3.16 names in NFC",
    "FORMAT 3.17 / as separator, no \\ : * ? \" < > | or control characters",
    "FORMAT 3.18 names of 1 to 240 bytes",
    "FORMAT 3.19 no empty, . or .. component, no leading /",
    "FORMAT 3.20 no component of a name ending in a dot or a space",
    "FORMAT 3.21 no Windows device name",
    "FORMAT 3.22 names unique after NFD + full case folding",
    "FORMAT 3.23 no file that is also a folder",
    "FORMAT 3.24 deflated entries at most 256 MiB",
    "FORMAT 3.25 deflated entries at most 200 times their compressed size",
    "FORMAT 3.26 Markdown of at most 1 MiB in UTF-8",
    "FORMAT 3.27 no HTML in Markdown",
    "FORMAT 3.28 no remote images in Markdown",
    "FORMAT 3.29 captions of at most 4 MiB",
    "FORMAT 3.30 a picture at most 40 megapixels",
    "FORMAT 3.31 the first entry is manifest.json, at most 4 MiB",
    "FORMAT 3.32 UnlistedFile",
    "FORMAT 3.33 MissingFile",
    "FORMAT 4.1 UTF-8 JSON",
    "FORMAT 4.2 all fields shown are required",
    "FORMAT 4.3 unknown fields are errors",
    "FORMAT 4.4 repeated keys are errors",
    "FORMAT 4.7 strings are NFC",
    "FORMAT 4.8 no control characters in strings",
    "FORMAT 4.9 strings at most 8 KiB, body and text 64 KiB",
    "FORMAT 4.10 id: reverse-DNS",
    "FORMAT 4.11 version 1 to 2^53-1",
    "FORMAT 4.12 language: BCP 47",
    "FORMAT 4.13 created: RFC 3339",
    "FORMAT 4.14 as_of, review_by, not_after: a date",
    "FORMAT 2.19 past not_after: refuse to install",
    "FORMAT 4.17 status, audience, kind: one of those shown",
    "FORMAT 4.18 module id, unique in the pack",
    "FORMAT 4.19 variant of a module of this pack",
    "FORMAT 4.21 each step names an id below or above",
    "FORMAT 4.22 references name what is there",
    "FORMAT 4.25 cards: pdf only",
    "FORMAT 4.31 names and titles are a line that does not spoof",
    "FORMAT 4.27 Markdown in the manifest without HTML or remote images",
    "FORMAT 5.8 the key itself decides",
];

/// All of them.
pub fn corpus() -> Vec<Attack> {
    [
        bytes(),
        around(),
        archives(),
        file_names(),
        contents(),
        manifests(),
        values(),
        policies(),
        drawings(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The exit code that follows from an error code.
fn exit_of(code: &str) -> i32 {
    match code {
        "UntrustedPublisher" | "RevokedPublisher" | "OutsideScope" => 3,
        "OlderThanInstalled" | "SameVersionDifferentContent" | "Expired" | "AppTooOld" => 5,
        _ => 4,
    }
}

/// Lays all of them into a folder, in order.
fn lay_all(forge: &Forge, attacks: &[Attack]) -> Vec<PathBuf> {
    std::fs::create_dir(forge.world.path("stick")).expect("a folder");
    let files = attacks.iter().enumerate().map(|(number, attack)| {
        let file = forge.world.path(&format!("stick/{number:03}.muster"));
        lay(&(attack.make)(forge), &file);
        file
    });
    files.collect()
}

/// What is wrong with the error of a pack that must be refused.
fn defect(attack: &Attack, result: &Value) -> Option<String> {
    let Attack { name, code, .. } = attack;
    let error = &result["error"];
    let texts = ["message", "details"].map(|part| error[part].as_str().unwrap_or_default());
    let right = error["code"] == *code && texts.join(" ").contains(attack.says);
    (!right || result["ok"] != false).then(|| format!("{name}, not {code}: {result}"))
}

#[test]
fn there_are_at_least_60_defects_no_two_the_same() {
    let forge = Forge::new();
    let attacks = corpus();
    let names: BTreeSet<_> = attacks.iter().map(|attack| &attack.name).collect();
    assert_eq!(names.len(), attacks.len(), "a name occurs twice");
    assert!(names.len() >= 60, "only {}", names.len());
    let mut seen = BTreeMap::new();
    for attack in &attacks {
        let Made::Bytes(bytes) = (attack.make)(&forge) else {
            continue;
        };
        if let Some(twin) = seen.insert(bytes, &attack.name) {
            panic!("{} and {twin} are the same pack", attack.name);
        }
    }
}

#[test]
fn every_rule_of_the_format_has_an_attack_that_breaks_it() {
    let attacks = corpus();
    let broken: BTreeSet<_> = attacks.iter().map(|attack| attack.rule).collect();
    let rules: BTreeSet<_> = RULES.into_iter().collect();
    assert_eq!(rules.len(), RULES.len(), "a rule stands there twice");
    let missing: Vec<_> = rules.difference(&broken).collect();
    assert!(missing.is_empty(), "no attack on {missing:#?}");
    let unknown: Vec<_> = broken.difference(&rules).collect();
    assert!(unknown.is_empty(), "no rule: {unknown:#?}");
}

#[test]
fn the_pack_without_a_defect_is_accepted_in_every_form() {
    let forge = Forge::new();
    assert!(is_claim(CLAIM));
    let file = forge.world.path("sound.muster");
    let longest = forge.commented(|comment| {
        let room = "x".repeat(1024 - comment.len());
        comment.replacen(": ", &format!(": {room}"), 1).into_bytes()
    });
    for bytes in [
        longest,
        forge.commented(String::into_bytes),
        forge.of(&sound()),
    ] {
        std::fs::write(&file, bytes).expect("a file");
        let path = file.to_str().expect("Unicode");
        let (status, document) = run(&forge.data(), &["verify", path]);
        assert_eq!(status, 0, "{document}");
        assert_eq!(document["results"][0]["action"], "would_update");
    }
    let path = file.to_str().expect("Unicode");
    let (status, document) = run(&forge.data(), &["install", path]);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["results"][0]["action"], "updated");
}

#[test]
fn verify_reports_every_defect_with_its_code() {
    let forge = Forge::new();
    let attacks = corpus();
    let files = lay_all(&forge, &attacks);
    let before = shelf(&forge.library);
    let mut arguments = vec!["verify"];
    arguments.extend(files.iter().map(|file| file.to_str().expect("Unicode")));
    let (_, document) = run(&forge.data(), &arguments);
    let results = document["results"].as_array().expect("results");
    assert_eq!(results.len(), attacks.len());
    let pairs = attacks.iter().zip(results);
    let wrong: Vec<_> = pairs.filter_map(|(a, r)| defect(a, r)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(shelf(&forge.library) == before, "the shelf changed");
}

#[test]
fn install_refuses_every_defect_with_its_code_and_exit_code_and_the_shelf_stays() {
    let forge = Forge::new();
    let attacks = corpus();
    let before = shelf(&forge.library);
    let mut wrong = Vec::new();
    for (attack, file) in attacks.iter().zip(lay_all(&forge, &attacks)) {
        let path = file.to_str().expect("Unicode");
        let (status, document) = run(&forge.data(), &["install", path]);
        wrong.extend(defect(attack, &document["results"][0]));
        if status != exit_of(attack.code) {
            wrong.push(format!("{}: exit code {status}", attack.name));
        }
        if shelf(&forge.library) != before {
            wrong.push(format!("{}: the shelf changed", attack.name));
            break;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let list = run(&forge.data(), &["list"]).1;
    assert_eq!(list["packs"][0]["version"], 2);
    assert_eq!(list["packs"][0]["state"], "active");
}

#[test]
fn a_stick_full_of_attacks_does_not_hide_the_one_sound_pack() {
    let forge = Forge::new();
    let attacks = corpus();
    lay_all(&forge, &attacks);
    let sound = forge.world.path("stick/zzz.muster");
    std::fs::write(sound, forge.of(&crate::forge::sound())).expect("a file");
    let stick = forge.world.path("stick");
    let (status, document) = run(
        &forge.data(),
        &["install", stick.to_str().expect("Unicode")],
    );
    assert_ne!(status, 0, "a refused pack gives an error");
    let results = document["results"].as_array().expect("results");
    let accepted = results.iter().filter(|result| result["ok"] == true);
    let actions: Vec<_> = accepted.map(|result| &result["action"]).collect();
    assert_eq!(actions, ["updated"]);
    let list = run(&forge.data(), &["list"]).1;
    assert_eq!(list["packs"].as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!(list["packs"][0]["version"], 3);
}
