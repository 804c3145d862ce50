//! Trust lists (EXCHANGE section 2) replayed, forged, or signed by the wrong people.

use muster::pack::{Root, TrustFile, TrustList};
use serde_json::{Value, json};

use crate::corpus_trust::{WEAK, pair, unhex, with_point};
use crate::forge::{CLAIM, decode, encode};
use crate::lists::{Station, signed};
use crate::raw::{Raw, archive};
use crate::world::who;

/// A list and why it is refused: code, exit code and part of the message.
struct Forgery {
    name: &'static str,
    code: &'static str,
    exit: i32,
    says: &'static str,
    list: Vec<u8>,
}

fn forgery(
    name: &'static str,
    (code, exit, says): (&'static str, i32, &'static str),
    list: Vec<u8>,
) -> Forgery {
    Forgery {
        name,
        code,
        exit,
        says,
        list,
    }
}

const TOO_FEW: (&str, i32, &str) = ("ThresholdNotMet", 5, "signatures");

fn bad(says: &'static str) -> (&'static str, i32, &'static str) {
    ("BadTrustList", 4, says)
}

/// A list of this JSON, which two roots signed with this trusted comment.
fn raw_list(station: &Station, json: &[u8], comment: &str) -> Vec<u8> {
    let mut entries = vec![Raw::stored("trust.json", json)];
    for secret in &station.secrets[..2] {
        let signature = secret.sign(json, &comment).expect("signed");
        let name = format!("sig/{}.minisig", secret.id());
        entries.push(Raw::stored(&name, signature.as_bytes()));
    }
    archive(&entries, 0, |_| {})
}

/// The same with something in its JSON changed; version 3.
fn changed(station: &Station, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let json = station.unsigned(3).to_json().expect("JSON");
    let mut json: Value = serde_json::from_slice(&json).expect("JSON");
    change(&mut json);
    let comment = "muster-trust:1 agency=example.sheriff version=3";
    raw_list(station, json.to_string().as_bytes(), comment)
}

fn to_bytes(file: &TrustFile) -> Vec<u8> {
    file.to_bytes().expect("a ZIP")
}

/// Version 2 is in force, and root C was revoked on the station by hand.
fn forgeries(station: &Station) -> Vec<Forgery> {
    [
        signers(station),
        versions(station),
        roots(station),
        texts(station),
        shapes(station),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn signers(station: &Station) -> Vec<Forgery> {
    let [a, b, c] = &station.secrets[..] else {
        panic!("three roots");
    };
    let list = station.unsigned(3);
    let (_, stranger) = pair();
    let two_names = {
        let json = list.to_json().expect("JSON");
        let comment = "muster-trust:1 agency=example.sheriff version=3";
        let signature = a.sign(&json[..], &comment).expect("signed");
        let mut entries = vec![Raw::stored("trust.json", &json)];
        for id in [a.id(), b.id()] {
            entries.push(Raw::stored(
                &format!("sig/{id}.minisig"),
                signature.as_bytes(),
            ));
        }
        archive(&entries, 0, |_| {})
    };
    let copied = {
        // The signatures of version 2 beside another text.
        let mut entries = vec![Raw::stored("trust.json", &list.to_json().expect("JSON"))];
        let json = station.unsigned(2).to_json().expect("JSON");
        for secret in [a, b] {
            let comment = "muster-trust:1 agency=example.sheriff version=2";
            let signature = secret.sign(&json[..], &comment).expect("signed");
            let name = format!("sig/{}.minisig", secret.id());
            entries.push(Raw::stored(&name, signature.as_bytes()));
        }
        archive(&entries, 0, |_| {})
    };
    vec![
        forgery("signed by nobody", TOO_FEW, to_bytes(&signed(&list, []))),
        forgery("signed by one root", TOO_FEW, to_bytes(&signed(&list, [a]))),
        forgery(
            "signed by a revoked root",
            TOO_FEW,
            to_bytes(&signed(&list, [a, c])),
        ),
        forgery(
            "signed by a stranger beside a root",
            TOO_FEW,
            to_bytes(&signed(&list, [a, &stranger])),
        ),
        forgery("one root's signature under two names", TOO_FEW, two_names),
        forgery(
            "signatures copied from another list",
            ("BadSignature", 4, "altered"),
            copied,
        ),
        forgery("a pack's claim for a comment", bad("trusted comment"), {
            raw_list(station, &list.to_json().expect("JSON"), CLAIM)
        }),
        forgery("another version in the comment", bad("trusted comment"), {
            let comment = "muster-trust:1 agency=example.sheriff version=4";
            raw_list(station, &list.to_json().expect("JSON"), comment)
        }),
        forgery("another agency in the comment", bad("trusted comment"), {
            let comment = "muster-trust:1 agency=example.police version=3";
            raw_list(station, &list.to_json().expect("JSON"), comment)
        }),
    ]
}

fn versions(station: &Station) -> Vec<Forgery> {
    let first_two = &station.secrets[..2];
    let mut other = station.unsigned(2);
    other.revoked_keys.push(pair().0.id().into());
    let mut agency = TrustList::new("example.police".parse().expect("an id"), who().at);
    agency.version = 3;
    agency.roots.clone_from(&station.roots.keys);
    agency.threshold = 2;
    let skipped = {
        let mut list = station.unsigned(4);
        list.threshold = 1;
        list
    };
    vec![
        forgery(
            "version 1 replayed",
            ("TrustListOlder", 5, "version 2 is in force"),
            to_bytes(&station.list(1)),
        ),
        forgery(
            "version 2 with another text",
            bad("another list of version 2"),
            to_bytes(&signed(&other, first_two)),
        ),
        forgery(
            "another agency's",
            bad("belongs to example.sheriff"),
            to_bytes(&signed(&agency, first_two)),
        ),
        forgery(
            "roots changed two versions on",
            bad("version 3 has to be installed first"),
            to_bytes(&signed(&skipped, first_two)),
        ),
    ]
}

fn roots(station: &Station) -> Vec<Forgery> {
    let first_two = &station.secrets[..2];
    let (public, _) = pair();
    let mut brought = station.unsigned(3);
    brought.roots = ["D", "E"]
        .map(|name| Root {
            key: pair().0,
            name: name.to_owned(),
        })
        .into();
    let twin = {
        let mut bytes = decode(station.roots.keys[0].key.to_base64());
        bytes[2] ^= 1;
        encode(&bytes)
    };
    let weak = with_point(&public, &unhex(WEAK[2]));
    vec![
        forgery(
            "new roots that did not sign",
            ("ThresholdNotMet", 5, "new roots"),
            to_bytes(&signed(&brought, first_two)),
        ),
        forgery(
            "no roots",
            bad("roots"),
            changed(station, |json| json["roots"] = json!([])),
        ),
        forgery(
            "a threshold of 0",
            bad("threshold"),
            changed(station, |json| json["threshold"] = json!(0)),
        ),
        forgery(
            "a threshold of 4 of 3",
            bad("threshold"),
            changed(station, |json| json["threshold"] = json!(4)),
        ),
        forgery(
            "a root counted twice under two key ids",
            bad("there twice"),
            changed(station, |json| {
                json["roots"][1]["key"] = json!(twin);
            }),
        ),
        forgery(
            "a weak root",
            bad("weak"),
            changed(station, |json| json["roots"][2]["key"] = json!(weak)),
        ),
        forgery(
            "a root that it revokes",
            bad("is a root"),
            changed(station, |json| {
                json["revoked_keys"] = json!([station.roots.keys[0].key.id()]);
            }),
        ),
        forgery(
            "a publisher who may publish nothing",
            bad("may publish nothing"),
            changed(station, |json| {
                json["publishers"] =
                    json!([{"key": public, "name": "P", "ids": [], "until": null}]);
            }),
        ),
        forgery(
            "a pattern with a star in the middle",
            bad("ids"),
            changed(station, |json| {
                json["publishers"] =
                    json!([{"key": public, "name": "P", "ids": ["example.*.x"], "until": null}]);
            }),
        ),
    ]
}

fn texts(station: &Station) -> Vec<Forgery> {
    let comment = "muster-trust:1 agency=example.sheriff version=3";
    let text = String::from_utf8(station.unsigned(3).to_json().expect("JSON")).expect("UTF-8");
    let twice = text.replacen("\"version\"", "\"version\": 9, \"version\"", 1);
    vec![
        forgery(
            "an unknown field",
            bad("surprise"),
            changed(station, |json| json["surprise"] = json!(1)),
        ),
        forgery(
            "a key twice",
            bad("duplicate field"),
            raw_list(station, twice.as_bytes(), comment),
        ),
        forgery(
            "no JSON",
            bad("trust.json"),
            raw_list(station, b"trust me", comment),
        ),
        forgery(
            "a second document",
            bad("after its end"),
            raw_list(station, format!("{text}{{}}").as_bytes(), comment),
        ),
        forgery(
            "another kind",
            bad("kind"),
            changed(station, |json| json["kind"] = json!("muster-roster")),
        ),
        forgery(
            "a later format",
            ("AppTooOld", 5, "newer Muster"),
            changed(station, |json| json["format"] = json!(3)),
        ),
        forgery(
            "a whole key revoked in format 1",
            bad("format 1"),
            changed(station, |json| json["revoked_keys"] = json!([pair().0])),
        ),
        forgery(
            "a day of review in format 1",
            bad("review_by"),
            changed(station, |json| json["review_by"] = json!(null)),
        ),
        forgery(
            "a date without hyphens",
            bad("created"),
            changed(station, |json| json["created"] = json!("20261124T090000Z")),
        ),
        forgery(
            "a name in NFD",
            bad("normalization form C"),
            changed(station, |json| json["roots"][0]["name"] = json!("e\u{301}")),
        ),
    ]
}

fn shapes(station: &Station) -> Vec<Forgery> {
    let list = station.list(3);
    let json = list.json().to_vec();
    let whole = to_bytes(&list);
    let stray = |name: &str| {
        archive(
            &[Raw::stored("trust.json", &json), Raw::stored(name, b"x")],
            0,
            |_| {},
        )
    };
    vec![
        forgery(
            "an empty file",
            bad("shorter than its end record"),
            Vec::new(),
        ),
        forgery(
            "Janus: a program before it",
            bad("end record"),
            [b"MZ".to_vec(), whole.clone()].concat(),
        ),
        forgery(
            "cut in half",
            bad("end record"),
            whole[..whole.len() / 2].to_vec(),
        ),
        forgery(
            "a deflated trust.json",
            bad("not stored"),
            archive(&[Raw::deflated("trust.json", &json)], 0, |_| {}),
        ),
        forgery("no trust.json", bad("missing"), archive(&[], 0, |_| {})),
        forgery("a stray entry", bad("does not belong"), stray("readme.txt")),
        forgery(
            "a signature of no key",
            bad("does not belong"),
            stray("sig/X.minisig"),
        ),
        forgery(
            "a signature that is none",
            bad("not a minisign signature"),
            stray("sig/0123456789ABCDEF.minisig"),
        ),
        forgery(
            "5 MiB of nothing",
            ("TooLarge", 4, "too large"),
            vec![0; 5 << 20],
        ),
    ]
}

#[test]
fn a_forged_or_replayed_list_is_refused_and_trust_stays() {
    let station = Station::new();
    let second = station.list(2);
    station.library.apply_list(&second, &who()).expect("taken");
    let revoked = station.secrets[2].id();
    station
        .library
        .trust_remove(revoked, true, &who())
        .expect("revoked");
    let forgeries = forgeries(&station);
    assert!(forgeries.len() >= 30, "only {}", forgeries.len());
    let mut wrong = Vec::new();
    for Forgery {
        name,
        code,
        exit,
        says,
        list,
    } in forgeries
    {
        let error = station.refuses(exit, code, &list);
        let message = error.to_string();
        if !message.contains(says) {
            wrong.push(format!("{name}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // What is not forged is taken still.
    let third = station.list(3);
    station.library.apply_list(&third, &who()).expect("taken");
}
