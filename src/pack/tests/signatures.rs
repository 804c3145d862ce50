//! FORMAT section 1 and FORMAT section 5: signatures and keys.

use super::fixture::{World, archive, manifest, manifest_entry, refused};
use super::reading::{decode, encode};
use crate::pack::signature::{Claim, new_key_pair};
use crate::pack::{PublicKey, SecretKey};

/// A sound archive with this comment instead of its signature.
fn with_comment(world: &World, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let entries = [manifest_entry(&manifest())];
    let signed = archive(&entries, world.comment_len(), |_| {});
    let comment = change(world.secret.sign(&signed[..], &World::claim()).unwrap());
    let mut bytes = archive(&entries, comment.len(), |_| {});
    bytes.extend(comment.as_bytes());
    bytes
}

/// FORMAT 1.6, FORMAT 2.5.
#[test]
fn a_comment_that_is_no_signature_is_not_a_pack() {
    let world = World::new();
    let changes: [fn(String) -> String; 6] = [
        |c| c.trim_end().to_owned(),
        |c| format!("{c}\n"),
        |c| c.replace('\n', "\r\n"),
        |c| c.replacen("untrusted comment: ", "comment: ", 1),
        |c| c.replace("trusted comment: muster", "comment: muster"),
        |c| c.replacen("untrusted comment: ", "untrusted comment: \u{e9}", 1),
    ];
    for change in changes {
        let bytes = with_comment(&world, change);
        let (code, text) = refused(world.read(&bytes));
        assert_eq!(code, "NotAPack", "{text}");
    }
    // Unchanged it is one: the fixture itself is sound.
    assert!(world.read(&with_comment(&world, |c| c)).is_ok());
}

/// FORMAT 1.7.
#[test]
fn a_comment_has_at_most_1024_bytes() {
    let world = World::new();
    let padded = |len: usize| {
        let mut bytes = archive(&[manifest_entry(&manifest())], len, |_| {});
        let comment = world.secret.sign(&bytes[..], &World::claim()).unwrap();
        let padding = "x".repeat(len - comment.len());
        bytes.extend(
            comment
                .replacen(": ", &format!(": {padding}"), 1)
                .as_bytes(),
        );
        bytes
    };
    world.read(&padded(1024)).unwrap();
    // Its end record lies before the last bytes that are read.
    assert_eq!(refused(world.read(&padded(1025))).0, "Truncated");
}

/// FORMAT 1.9.
#[test]
fn a_legacy_signature_is_a_bad_signature() {
    let world = World::new();
    // `ED`, prehashed, becomes `Ed`, legacy.
    let bytes = with_comment(&world, |comment| {
        let line = comment.lines().nth(1).unwrap().to_owned();
        let mut signature = decode(&line);
        assert_eq!(&signature[..2], b"ED");
        signature[1] = b'd';
        comment.replace(&line, &encode(&signature))
    });
    assert_eq!(refused(world.read(&bytes)).0, "BadSignature");
}

/// FORMAT 2.13.
#[test]
fn a_changed_trusted_comment_is_a_bad_signature() {
    let world = World::new();
    let bytes = with_comment(&world, |c| c.replace("version=3", "version=4"));
    assert_eq!(refused(world.read(&bytes)).0, "BadSignature");
}

/// FORMAT 1.10, FORMAT 2.11.
#[test]
fn a_malformed_trusted_comment_is_a_bad_manifest_once_the_signature_holds() {
    let world = World::new();
    for wrong in [
        "",
        "timestamp:1",
        "muster-pack:1 id=example.test version=03",
    ] {
        let entries = [manifest_entry(&manifest())];
        let len = world.comment_len() - World::claim().to_string().len() + wrong.len();
        let mut bytes = archive(&entries, len, |_| {});
        let line = world.secret_text.lines().nth(1).unwrap();
        let key = minisign::SecretKey::from_bytes(&decode(line)).unwrap();
        let signature = minisign::sign(None, &key, &bytes[..], Some(wrong), Some("")).unwrap();
        bytes.extend(signature.into_string().as_bytes());
        let (code, text) = refused(world.read(&bytes));
        assert_eq!(code, "BadManifest", "{wrong:?}: {text}");
    }
}

/// FORMAT 1.14.
#[test]
fn every_byte_of_a_signature_of_musters_own_counts() {
    let world = World::new();
    let bytes = world.pack(&[manifest_entry(&manifest())]);
    let start = bytes.len() - world.comment_len();
    for at in start..bytes.len() {
        for flip in [0x01, 0x02, 0x20, 0x80, 0xff] {
            let mut altered = bytes.clone();
            altered[at] ^= flip;
            let (code, text) = refused(world.read(&altered));
            let right = ["NotAPack", "BadSignature", "UntrustedPublisher"];
            assert!(
                right.contains(&code.as_str()),
                "byte {at} ^ {flip:#x}: {code}, {text}"
            );
        }
    }
}

/// FORMAT 1.10.
#[test]
fn a_claim_is_read_only_in_its_one_exact_form() {
    let claim = Claim::parse("muster-pack:1 id=example.test version=3");
    assert_eq!(claim, Some(World::claim()));
    for wrong in [
        "muster-pack:2 id=example.test version=3",
        "muster-pack:1 id=example.test version=3 ",
        "muster-pack:1  id=example.test version=3",
        "muster-pack:1 id=example.test version=+3",
        "muster-pack:1 id=example.test version=0",
        "muster-pack:1 id=example version=3",
        "muster-pack:1 id=example.test",
    ] {
        assert_eq!(Claim::parse(wrong), None, "{wrong}");
    }
}

/// FORMAT 5.3.
#[test]
fn a_key_pair_is_read_again_with_and_without_a_password() {
    let (public, secret) = new_key_pair(None).unwrap();
    assert!(!SecretKey::needs_password(&secret));
    let secret = SecretKey::parse(&secret, None).unwrap();
    assert_eq!(secret.public().unwrap(), PublicKey::parse(&public).unwrap());

    let (public, sealed) = new_key_pair(Some("correct horse")).unwrap();
    assert!(SecretKey::needs_password(&sealed));
    assert_eq!(refused(SecretKey::parse(&sealed, None)).0, "BadKey");
    assert_eq!(
        refused(SecretKey::parse(&sealed, Some("wrong"))).0,
        "BadKey"
    );
    let secret = SecretKey::parse(&sealed, Some("correct horse")).unwrap();
    assert_eq!(secret.id(), PublicKey::parse(&public).unwrap().id());
}

/// FORMAT 5.1.
#[test]
fn what_is_no_public_key_is_a_bad_key() {
    let (public, secret) = new_key_pair(None).unwrap();
    let line = public.lines().nth(1).unwrap();
    assert!(PublicKey::parse(line).is_ok(), "the bare line is a key");
    assert!(PublicKey::parse(&public.replace('\n', "\r\n")).is_ok());
    for wrong in [
        "",
        "hello",
        &secret,
        &format!("{public}{line}\n"),
        &line[..40],
    ] {
        assert_eq!(refused(PublicKey::parse(wrong)).0, "BadKey", "{wrong}");
    }
}

/// FORMAT 5.2.
#[test]
fn a_key_of_small_order_is_a_bad_key() {
    let (public, _) = new_key_pair(None).unwrap();
    let mut key = decode(public.lines().nth(1).unwrap());
    key[10..].fill(0);
    for first in [0, 1] {
        key[10] = first;
        assert_eq!(refused(PublicKey::parse(&encode(&key))).0, "BadKey");
    }
}
