//! The corpus: packs with one defect each, which the real program refuses with the right code,
//! for the right reason, while the shelf stays as it was. What each rule of the format is, and
//! which defects break it, is counted here: a rule without an attack fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::corpus_archive::archives;
use crate::corpus_around::around;
use crate::corpus_bytes::bytes;
use crate::corpus_contents::contents;
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
    /// Part of what is said of it, so that it is not refused for another reason.
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

/// The rules of the format for whoever reads a pack, by section, in its words.
const RULES: [&str; 75] = [
    "1 no bytes before the first local header",
    "1 none between the last central header and the EOCD",
    "1 EOCD of 22 bytes, single disk",
    "1 comment length = the signature's length",
    "1 printable ASCII",
    "1 4 lines, each ended by LF",
    "1 at most 1,024 bytes together",
    "1 the last bytes of the file",
    "1 signed bytes: everything",
    "1 legacy Ed: BadSignature",
    "1 trusted comment, exactly",
    "1 it must equal the manifest's id and version",
    "1 at most 4,294,967,294 bytes",
    "2 none, but the file begins with PK: Truncated",
    "2 none: NotAPack",
    "2 comment not a minisign signature: NotAPack",
    "2 unknown key id: UntrustedPublisher",
    "2 revoked: RevokedPublisher",
    "2 below the highest ever installed: OlderThanInstalled",
    "2 outside the publisher's patterns: OutsideScope",
    "2 a malformed comment is reported after the signature holds",
    "2 signature wrong: BadSignature",
    "2 only now parse the ZIP, then the manifest",
    "2 format and min_app before anything else: AppTooOld",
    "2 then apply policy",
    "2 then decode every medium: BadMedia",
    "3 at most 4,096 entries",
    "3 stored or deflated",
    "3 video and audio must be stored",
    "3 no encryption",
    "3 no data descriptors",
    "3 no ZIP64",
    "3 no extra fields that change names",
    "3 no symlinks or special files",
    "3 no directory entries",
    "3 local header and central header agree",
    "3 in central-directory order without gaps",
    "3 names occur once",
    "3 inflates to exactly the stated size",
    "3 has the stated CRC",
    "3 names: UTF-8",
    "3 names: NFC",
    "3 names: / as separator, no \\ : * ? \" < > | or control characters",
    "3 names: at most 240 bytes",
    "3 names: no empty, . or .. component, no leading /",
    "3 names: no component ending in a dot or a space",
    "3 names: no Windows device name",
    "3 names: unique after NFD + full case folding",
    "3 names: no file that is also a folder",
    "3 deflated entries at most 256 MiB",
    "3 deflated entries at most 200 times their compressed size",
    "3 Markdown at most 1 MiB, without HTML or remote images",
    "3 a picture at most 40 megapixels",
    "3 the first entry is manifest.json, at most 4 MiB",
    "3 UnlistedFile",
    "3 MissingFile",
    "4 UTF-8 JSON",
    "4 all fields shown are required",
    "4 unknown fields are errors",
    "4 repeated keys are errors",
    "4 strings are NFC",
    "4 strings at most 8 KiB, body and text 64 KiB",
    "4 id: reverse-DNS",
    "4 version 1 to 2^53-1",
    "4 language: BCP 47",
    "4 created: RFC 3339",
    "4 as_of, review_by, not_after: a date",
    "4 past not_after: refuse to install",
    "4 status, audience, kind: one of those shown",
    "4 module id, unique in the pack",
    "4 variant of a module of this pack",
    "4 each step names an id below or above",
    "4 references name what is there",
    "4 cards: pdf only",
    "5 the key itself decides",
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
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The exit code that follows from an error code (CLI.md, "Exit codes").
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

/// What is wrong with what is said of a pack that was to be refused.
fn defect(attack: &Attack, result: &Value) -> Option<String> {
    let Attack { name, code, .. } = attack;
    let error = &result["error"];
    let said = ["message", "details"].map(|part| error[part].as_str().unwrap_or_default());
    let right = error["code"] == *code && said.join(" ").contains(attack.says);
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
fn verify_says_of_every_defect_its_code() {
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
    assert_ne!(status, 0, "what was refused is said");
    let results = document["results"].as_array().expect("results");
    let accepted = results.iter().filter(|result| result["ok"] == true);
    let actions: Vec<_> = accepted.map(|result| &result["action"]).collect();
    assert_eq!(actions, ["updated"]);
    let list = run(&forge.data(), &["list"]).1;
    assert_eq!(list["packs"].as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!(list["packs"][0]["version"], 3);
}
