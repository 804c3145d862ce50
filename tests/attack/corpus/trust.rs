//! Attacks on trust: keys that are weak or none, and packs that the list in force forbids.

use muster::pack::signature::new_key_pair;
use muster::pack::trust_list::{ListedPublisher, RevokedPack};
use muster::pack::{PublicKey, SecretKey, TrustList};

use crate::forge::{Forge, decode, encode, sound};
use crate::lists::{Station, signed};
use crate::program::{refused, run};
use crate::world::{shelf, who};

pub fn pair() -> (PublicKey, SecretKey) {
    let (public, secret) = new_key_pair(None).expect("keys");
    let public = PublicKey::parse(&public).expect("a key");
    (public, SecretKey::parse(&secret, None).expect("a key"))
}

/// Points of small order, in every encoding: with such a key anybody can sign.
pub const WEAK: [&str; 14] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

pub fn unhex(text: &str) -> Vec<u8> {
    let digits = (0..text.len()).step_by(2);
    digits
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("digits"))
        .collect()
}

/// The key's line with other bytes for the key itself.
pub fn with_point(public: &PublicKey, point: &[u8]) -> String {
    let mut bytes = decode(public.to_base64());
    bytes.splice(10..42, point.iter().copied());
    encode(&bytes)
}

/// FORMAT 5.1, FORMAT 5.2.
#[test]
fn a_key_that_is_weak_or_none_is_refused() {
    let forge = Forge::new();
    let (other, _) = pair();
    let line = other.to_base64();
    let secret = new_key_pair(None).expect("keys").1;
    let mut algorithm = decode(line);
    algorithm[1] = b'D';
    let mut keys = vec![
        ("nothing".to_owned(), String::new()),
        ("prose".to_owned(), "our key is secret\n".to_owned()),
        ("a secret key".to_owned(), secret),
        ("half a key".to_owned(), line[..28].to_owned()),
        ("two keys".to_owned(), format!("{line}\n{line}\n")),
        ("another algorithm".to_owned(), encode(&algorithm)),
        (
            "a byte too many".to_owned(),
            encode(&[decode(line), vec![0]].concat()),
        ),
        ("a long line".to_owned(), line.repeat(100)),
    ];
    keys.extend(WEAK.map(|point| (format!("weak {point}"), with_point(&other, &unhex(point)))));
    let file = forge.world.path("attack.pub");
    let before = shelf(&forge.library);
    let mut wrong = Vec::new();
    for (name, text) in keys {
        std::fs::write(&file, text).expect("a file");
        let path = file.to_str().expect("Unicode");
        let arguments = ["trust", "add", path, "--name", "X"];
        let (status, document) = run(&forge.data(), &arguments);
        let error = &document["error"];
        let message = error["message"].as_str().unwrap_or_default();
        let weak = message.contains("anybody could sign");
        if status != 4 || error["code"] != "BadKey" || weak != name.starts_with("weak") {
            wrong.push(format!("{name}: {document}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(shelf(&forge.library) == before, "trust changed");
}

/// FORMAT 2.6, FORMAT 2.7, FORMAT 2.8, FORMAT 2.9.
#[test]
fn a_pack_that_the_list_in_force_forbids_is_refused() {
    let forge = Forge::new();
    let station = Station::new();
    let public = &forge.world.public;
    let pack = forge.of(&sound());
    let mut version = 1;
    let mut refuses = |exit, code, says: &str, change: &dyn Fn(&mut TrustList)| {
        version += 1;
        let mut list = station.unsigned(version);
        list.publishers = vec![ListedPublisher {
            key: public.clone(),
            name: "Training".to_owned(),
            ids: vec!["example.*".parse().expect("a pattern")],
            until: None,
        }];
        change(&mut list);
        let list = signed(&list, &station.secrets[..2]);
        station.library.apply_list(&list, &who()).expect("taken");
        let file = station.folder.path().join("attack.muster");
        std::fs::write(&file, &pack).expect("a file");
        let data = station.folder.path().join("data");
        let before = shelf(&station.library);
        for command in ["verify", "install"] {
            let path = file.to_str().expect("Unicode");
            let document = refused(&data, exit, code, &[command, path]);
            let printed = document["error"].to_string();
            assert!(printed.contains(says), "{printed}");
        }
        assert!(shelf(&station.library) == before, "the shelf changed");
    };
    let version_3 = |sha256: Option<String>| RevokedPack {
        id: "example.attack".parse().expect("an id"),
        version: 3.try_into().expect("a version"),
        sha256,
    };
    let hash = {
        use sha2::{Digest, Sha256};
        muster::pack::signature::hex(&Sha256::digest(&pack))
    };
    refuses(3, "UntrustedPublisher", "does not trust", &|list| {
        list.publishers.clear();
    });
    refuses(3, "UntrustedPublisher", "until 2020-12-31", &|list| {
        list.publishers[0].until = Some(jiff::civil::date(2020, 12, 31));
    });
    refuses(3, "OutsideScope", "may not publish", &|list| {
        list.publishers[0].ids = vec!["example.attack.*".parse().expect("a pattern")];
    });
    refuses(3, "RevokedPublisher", "was revoked", &|list| {
        list.revoked_keys.push(public.id().into());
    });
    refuses(3, "RevokedPack", "was revoked by the agency", &|list| {
        list.revoked_packs.push(version_3(None));
    });
    refuses(3, "RevokedPack", "was revoked by the agency", &|list| {
        list.revoked_packs.push(version_3(Some(hash.clone())));
    });
}
