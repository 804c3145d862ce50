//! Trust lists (EXCHANGE section 2): one defect each, in the archive, in `trust.json`, in what is
//! signed.

use serde_json::{Value, json};

use super::fixture::{Raw, World, archive, refused};
use crate::pack::signature::new_key_pair;
use crate::pack::trust_list::WhoseRoots;
use crate::pack::{PackError, PublicKey, Root, Roots, TrustFile, TrustList};

fn document(world: &World) -> Value {
    json!({
        "kind": "muster-trust", "format": 1, "agency": "example.sheriff", "version": 7,
        "created": "2026-11-24T09:00:00Z",
        "roots": [{"key": world.public.to_base64(), "name": "Sheriff"}],
        "threshold": 1,
        "publishers": [{"key": world.public.to_base64(), "name": "Training Unit",
            "ids": ["example.sheriff.*"], "until": null}],
        "revoked_keys": ["0123456789ABCDEF"],
        "revoked_packs": [{"id": "example.sheriff.x", "version": 3, "sha256": null}],
        "epochs": {"example.sheriff.x": 1}
    })
}

fn sign(world: &World, json: &[u8], comment: &str) -> Vec<u8> {
    world.secret.sign(json, &comment).unwrap().into_bytes()
}

const COMMENT: &str = "muster-trust:1 agency=example.sheriff version=7";

/// The entries of a sound list of this document.
fn entries(world: &World, json: &str) -> [Raw; 2] {
    let name = format!("sig/{}.minisig", world.public.id());
    [
        Raw::stored("trust.json", json.as_bytes()),
        Raw::stored(&name, &sign(world, json.as_bytes(), COMMENT)),
    ]
}

fn prove(world: &World, entries: &[Raw]) -> Result<TrustList, PackError> {
    let roots = Roots {
        keys: vec![Root {
            key: world.public.clone(),
            name: "Sheriff".to_owned(),
        }],
        threshold: 1,
    };
    TrustFile::parse(archive(entries, 0, |_| {}))?.prove(&roots, WhoseRoots::InForce)
}

#[track_caller]
fn refused_as(code: &str, part: &str, list: Result<TrustList, PackError>) {
    let (found, text) = refused(list);
    assert_eq!(found, code, "{text}");
    assert!(text.contains(part), "{part}: {text}");
}

#[test]
fn the_list_without_a_defect_is_accepted() {
    let world = World::new();
    let json = document(&world).to_string();
    let list = prove(&world, &entries(&world, &json)).unwrap();
    assert_eq!(list.version, 7);
    assert_eq!(list.epochs.len(), 1);
}

#[test]
fn what_musters_own_writer_makes_is_read() {
    let world = World::new();
    let list = TrustList::parse(document(&world).to_string().as_bytes()).unwrap();
    let mut file = TrustFile::unsigned(&list).unwrap();
    file.sign(&world.secret).unwrap();
    let again = TrustFile::parse(file.to_bytes().unwrap()).unwrap();
    assert_eq!(again.json(), file.json());
    assert_eq!(again.claim().unwrap().to_string(), COMMENT);
    assert_eq!(again.unproven().unwrap(), list);
}

/// EXCHANGE 2.1, EXCHANGE 2.2.
#[test]
fn entries_that_do_not_belong_are_refused() {
    let world = World::new();
    let json = document(&world).to_string();
    for name in [
        "readme.txt",
        "sig/readme.txt",
        "sig/0123456789abcdef.minisig",
        "sig/0123456789ABCDEF.minisig.bak",
        "sig/x/0123456789ABCDEF.minisig",
    ] {
        let [one, two] = entries(&world, &json);
        let list = prove(&world, &[one, two, Raw::stored(name, b"x")]);
        refused_as("BadTrustList", "does not belong", list);
    }
    for name in ["trust.json", "TRUST.JSON"] {
        let [one, two] = entries(&world, &json);
        let second = Raw::stored(name, json.as_bytes());
        refused_as(
            "BadTrustList",
            "this name",
            prove(&world, &[one, two, second]),
        );
    }
    let [_, signature] = entries(&world, &json);
    refused_as("BadTrustList", "missing", prove(&world, &[signature]));
    let [_, signature] = entries(&world, &json);
    let deflated = Raw::deflated("trust.json", json.as_bytes());
    let list = prove(&world, &[deflated, signature]);
    refused_as("BadTrustList", "not stored", list);
}

/// EXCHANGE 2.1.
#[test]
fn bytes_before_between_and_after_the_entries_are_refused() {
    let world = World::new();
    let json = document(&world).to_string();
    let sound = archive(&entries(&world, &json), 0, |_| {});
    let janus = [b"dex\n035".as_slice(), &sound].concat();
    let after = [sound.as_slice(), b"x"].concat();
    for bytes in [janus, after] {
        let (code, text) = refused(TrustFile::parse(bytes));
        assert_eq!(code, "BadTrustList", "{text}");
    }
    let [mut one, two] = entries(&world, &json);
    one.gap = b"gap".to_vec();
    refused_as("BadTrustList", "gaps", prove(&world, &[one, two]));
}

/// EXCHANGE 2.3.
#[test]
fn more_signatures_than_roots_can_make_are_refused() {
    let world = World::new();
    let json = document(&world).to_string();
    let [one, two] = entries(&world, &json);
    let mut many = vec![one, two];
    for n in 0..64 {
        many.push(Raw::stored(&format!("sig/{n:016X}.minisig"), b"x"));
    }
    refused_as("BadTrustList", "more signatures", prove(&world, &many));
}

/// EXCHANGE 2.9.
#[test]
fn a_signature_that_does_not_fit_is_refused_even_if_others_do() {
    let world = World::new();
    let json = document(&world).to_string();
    let other = json.replace("Training", "Straining");
    let [_, signature] = entries(&world, &other);
    let list = prove(
        &world,
        &[Raw::stored("trust.json", json.as_bytes()), signature],
    );
    refused_as("BadSignature", "", list);
}

/// EXCHANGE 2.7.
#[test]
fn nothing_of_the_list_is_parsed_before_its_signatures_hold() {
    let (world, stranger) = (World::new(), World::new());
    // Signed by a stranger: that it is not even JSON must not come to light.
    let name = format!("sig/{}.minisig", stranger.public.id());
    let signature = sign(&stranger, b"{", COMMENT);
    let list = prove(
        &world,
        &[
            Raw::stored("trust.json", b"{"),
            Raw::stored(&name, &signature),
        ],
    );
    refused_as("ThresholdNotMet", "0 of 1", list);
}

/// EXCHANGE 2.6, EXCHANGE 2.10.
#[test]
fn a_trusted_comment_that_differs_from_the_list_is_refused() {
    let world = World::new();
    let json = document(&world).to_string();
    for comment in [
        "muster-trust:1 agency=example.sheriff version=8",
        "muster-trust:1 agency=example.police version=7",
        "muster-trust:1 agency=example.sheriff version=07",
        "muster-trust:2 agency=example.sheriff version=7",
        "muster-pack:1 id=example.sheriff version=7",
        "timestamp:1700000000",
    ] {
        let name = format!("sig/{}.minisig", world.public.id());
        let signature = Raw::stored(&name, &sign(&world, json.as_bytes(), comment));
        let list = prove(
            &world,
            &[Raw::stored("trust.json", json.as_bytes()), signature],
        );
        refused_as("BadTrustList", "trusted comment", list);
    }
}

/// EXCHANGE 2.12, EXCHANGE 2.13, EXCHANGE 2.14, EXCHANGE 2.15, EXCHANGE 2.16, EXCHANGE 2.17,
/// EXCHANGE 2.18.
#[test]
fn a_document_that_breaks_a_rule_is_refused_with_its_field() {
    let world = World::new();
    let key = world.public.to_base64();
    let changes: &[(&str, Value)] = &[
        ("kind", json!("muster-trusted")),
        ("format", json!(0)),
        ("agency", json!("sheriff")),
        ("version", json!(0)),
        ("version", json!(9_007_199_254_740_992_u64)),
        ("created", json!("yesterday")),
        ("roots", json!([])),
        (
            "roots",
            json!([{"key": key, "name": "A"}, {"key": key, "name": "B"}]),
        ),
        ("roots", json!([{"key": key, "name": " "}])),
        ("roots", json!([{"key": "RW", "name": "A"}])),
        ("roots", json!([{"key": key, "name": "A", "email": ""}])),
        (
            "roots",
            json!([{"key": world.public.to_file_text(), "name": "A"}]),
        ),
        ("threshold", json!(0)),
        ("threshold", json!(2)),
        ("threshold", json!(-1)),
        (
            "publishers",
            json!([{"key": key, "name": "A", "ids": [], "until": null}]),
        ),
        (
            "publishers",
            json!([{"key": key, "name": "A", "ids": ["*.x"], "until": null}]),
        ),
        (
            "publishers",
            json!([{"key": key, "name": "A", "ids": ["*"]}]),
        ),
        (
            "publishers",
            json!([{"key": key, "name": "A", "ids": ["*"], "until": "soon"}]),
        ),
        ("revoked_keys", json!([world.public.id()])),
        (
            "revoked_keys",
            json!(["0123456789ABCDEF", "0123456789ABCDEF"]),
        ),
        ("revoked_keys", json!(["0123"])),
        (
            "revoked_packs",
            json!([{"id": "example.x", "version": 1, "sha256": "AB"}]),
        ),
        (
            "revoked_packs",
            json!([{"id": "example.x", "version": 0, "sha256": null}]),
        ),
        ("epochs", json!({"example": 1})),
        ("epochs", json!({"example.x": -1})),
        ("extra", json!(null)),
    ];
    for (field, value) in changes {
        let mut json = document(&world);
        json[*field] = value.clone();
        let (code, text) = refused(TrustList::parse(json.to_string().as_bytes()));
        assert_eq!(code, "BadTrustList", "{field} {value}: {text}");
    }
    for field in document(&world).as_object().unwrap().keys() {
        let mut json = document(&world);
        json.as_object_mut().unwrap().remove(field);
        let (code, text) = refused(TrustList::parse(json.to_string().as_bytes()));
        assert_eq!(
            (code.as_str(), text.contains(field)),
            ("BadTrustList", true)
        );
    }
}

/// The same key with another id in its file.
fn renamed(key: &PublicKey, id: u8) -> PublicKey {
    use ct_codecs::{Base64, Decoder, Encoder};
    let mut bytes = Base64::decode_to_vec(key.to_base64(), None).unwrap();
    bytes[2..10].fill(id);
    PublicKey::parse(&Base64::encode_to_string(&bytes).unwrap()).unwrap()
}

/// Another key with the same id.
fn twin(key: &PublicKey) -> PublicKey {
    use ct_codecs::{Base64, Decoder, Encoder};
    let other = new_key_pair(None).unwrap().0;
    let other = PublicKey::parse(&other).unwrap();
    let mut bytes = Base64::decode_to_vec(other.to_base64(), None).unwrap();
    let id = Base64::decode_to_vec(key.to_base64(), None).unwrap();
    bytes[2..10].copy_from_slice(&id[2..10]);
    PublicKey::parse(&Base64::encode_to_string(&bytes).unwrap()).unwrap()
}

/// EXCHANGE 2.29.
#[test]
fn format_2_is_written_only_where_it_says_more_and_format_1_is_read_as_before() {
    let world = World::new();
    let first = TrustList::parse(document(&world).to_string().as_bytes()).unwrap();
    assert_eq!(first.format(), 1);
    let text = String::from_utf8(first.to_json().unwrap()).unwrap();
    assert!(text.contains("\"format\": 1") && !text.contains("review_by"));
    let stranger = World::new().public;
    let mut with_key = first.clone();
    with_key.revoked_keys.push(stranger.clone().into());
    let mut with_day = first.clone();
    with_day.review_by = Some(jiff::civil::date(2027, 1, 31));
    for list in [with_key, with_day] {
        let json = list.to_json().unwrap();
        let again = TrustList::parse(&json).unwrap();
        assert_eq!(again.format(), 2);
        assert_eq!(again.revoked_keys, list.revoked_keys);
        assert_eq!(again.review_by, list.review_by);
        assert_eq!(TrustList::parse_in_force(&json).unwrap(), again);
    }
    // Content of the second format in a list of the first.
    for (field, value) in [
        ("revoked_keys", json!([stranger.to_base64()])),
        ("review_by", json!("2027-01-31")),
        ("review_by", json!(null)),
    ] {
        let mut json = document(&world);
        json[field] = value;
        let (code, text) = refused(TrustList::parse(json.to_string().as_bytes()));
        assert_eq!(code, "BadTrustList", "{field}: {text}");
        json["format"] = json!(2);
        TrustList::parse(json.to_string().as_bytes()).unwrap();
    }
}

/// EXCHANGE 2.30, EXCHANGE 2.31.
#[test]
fn two_keys_with_one_id_and_a_revoked_key_under_another_id_are_refused() {
    let world = World::new();
    let key = &world.public;
    let other = World::new().public;
    let publisher = |key: &PublicKey| json!({"key": key, "name": "A", "ids": ["*"], "until": null});
    let root = |key: &PublicKey| json!({"key": key, "name": "R"});
    let cases = [
        // Two keys with one id.
        (
            "roots",
            json!([root(&other)]),
            json!([publisher(&twin(&other))]),
            json!([]),
        ),
        (
            "twins",
            json!([root(&other)]),
            json!([publisher(key)]),
            json!([twin(key)]),
        ),
        (
            "twins",
            json!([root(&other)]),
            json!([]),
            json!([twin(&other)]),
        ),
        (
            "twins",
            json!([root(&other)]),
            json!([publisher(key), publisher(&twin(key))]),
            json!([]),
        ),
        (
            "twins",
            json!([root(&other)]),
            json!([]),
            json!([key, twin(key)]),
        ),
        // The same key under two ids, one of them revoked.
        (
            "renamed",
            json!([root(&other)]),
            json!([publisher(&renamed(key, 7))]),
            json!([key]),
        ),
        (
            "renamed",
            json!([root(&renamed(key, 7))]),
            json!([]),
            json!([key]),
        ),
        (
            "renamed",
            json!([root(&other)]),
            json!([]),
            json!([key, renamed(key, 7)]),
        ),
        (
            "renamed, by its id",
            json!([root(&other)]),
            json!([publisher(key), publisher(&renamed(key, 7))]),
            json!([key.id()]),
        ),
    ];
    for (what, roots, publishers, revoked) in cases {
        let mut json = document(&world);
        json["format"] = json!(2);
        json["roots"] = roots;
        json["publishers"] = publishers;
        json["revoked_keys"] = revoked;
        let text = json.to_string();
        let (code, message) = refused(TrustList::parse(text.as_bytes()));
        assert_eq!(code, "BadTrustList", "{what}: {message}");
    }
    // A publisher may be revoked under its own id, and may be a root.
    let mut json = document(&world);
    json["format"] = json!(2);
    json["roots"] = json!([root(&other)]);
    json["publishers"] = json!([publisher(key), publisher(&other)]);
    json["revoked_keys"] = json!([key, "0123456789ABCDEF"]);
    TrustList::parse(json.to_string().as_bytes()).unwrap();
}

/// EXCHANGE 1.1.
#[test]
fn a_key_that_stands_twice_is_refused_wherever_it_is() {
    let world = World::new();
    let json = document(&world).to_string();
    for (once, twice) in [
        (r#""version":7"#, r#""version":7,"version":7"#),
        (r#""until":null"#, r#""until":null,"until":null"#),
        (
            r#""example.sheriff.x":1"#,
            r#""example.sheriff.x":9,"example.sheriff.x":1"#,
        ),
    ] {
        assert!(json.contains(once), "{json}");
        let (code, text) = refused(TrustList::parse(json.replace(once, twice).as_bytes()));
        assert_eq!(code, "BadTrustList", "{text}");
    }
    let (code, _) = refused(TrustList::parse(format!("{json} x").as_bytes()));
    assert_eq!(code, "BadTrustList");
}

/// EXCHANGE 1.2.
#[test]
fn a_later_format_asks_for_a_newer_muster() {
    let (code, _) = refused(TrustList::parse(br#"{"format": 3, "all": "else"}"#));
    assert_eq!(code, "AppTooOld");
}
