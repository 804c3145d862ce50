use super::{HEAD_COMMENT, KeyError, StationKey, check_head, is_same_pc, make_on, public};
use crate::pack::signature::new_key_pair;
use crate::pack::{PublicKey, SecretKey};
use crate::platform::machine::Fact;
use crate::station::DataFolder;

fn folder() -> (tempfile::TempDir, DataFolder) {
    let world = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::resolve(Some(world.path())).expect("a data folder");
    (world, folder)
}

fn facts(facts: &[(&str, &str)]) -> Vec<Fact> {
    let facts = facts.iter().map(|(name, value)| Fact {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    });
    facts.collect()
}

// EXCHANGE 6.3.
#[test]
fn what_the_key_signs_is_signed_by_it_and_by_no_other() {
    let (_world, folder) = folder();
    let (made, tells) = make_on(&folder, false, &facts(&[("product_uuid", "a")])).expect("made");
    assert!(tells);
    assert_eq!(public(&folder).expect("there"), made);
    let key = StationKey::load_on(&folder, &facts(&[("product_uuid", "a")])).expect("ours");
    assert_eq!(key.id(), made.id());
    let file = b"{\"count\":1,\"head\":\"00\"}\n";
    let signed = key.sign_head(file).expect("signed");
    check_head(&made, file, signed.as_bytes()).expect("right");
    check_head(&made, b"{\"count\":2,\"head\":\"00\"}\n", signed.as_bytes()).expect_err("altered");
    check_head(
        &made,
        file,
        signed.replace(HEAD_COMMENT, "muster-head:2").as_bytes(),
    )
    .expect_err("another comment");
    check_head(&made, file, b"").expect_err("none");
    let (public, secret) = new_key_pair(None).expect("keys");
    let other = PublicKey::parse(&public).expect("a key");
    check_head(&other, file, signed.as_bytes()).expect_err("another key");
    let secret = SecretKey::parse(&secret, None).expect("a key");
    let pack = secret
        .sign(&file[..], &"muster-pack:1 id=a.b version=1")
        .expect("signed");
    check_head(&other, file, pack.as_bytes()).expect_err("no signature over a head");
}

// EXCHANGE 6.2.
#[test]
fn a_key_on_another_pc_signs_nothing() {
    let (_world, folder) = folder();
    let here = facts(&[("product_uuid", "a"), ("disk_sda", "1")]);
    make_on(&folder, false, &here).expect("made");
    StationKey::load_on(&folder, &here).expect("ours");
    // A new disk in the same PC.
    let new_disk = facts(&[("product_uuid", "a"), ("disk_sda", "2")]);
    StationKey::load_on(&folder, &new_disk).expect("ours");
    for other in [
        facts(&[("product_uuid", "b"), ("disk_sda", "1")]),
        facts(&[("product_uuid", "b")]),
        facts(&[]),
    ] {
        let refused = StationKey::load_on(&folder, &other);
        assert!(matches!(refused, Err(KeyError::OtherPc { .. })));
    }
    let exists = make_on(&folder, false, &facts(&[]));
    assert!(matches!(exists, Err(KeyError::Exists { .. })));
    let (_, tells) = make_on(&folder, true, &facts(&[])).expect("made anew");
    assert!(!tells);
    StationKey::load_on(&folder, &here).expect("a PC without known facts cannot be distinguished");
}

#[test]
fn the_strongest_fact_that_both_know_decides() {
    let bound = super::digests(&facts(&[("product_uuid", "a"), ("disk_sda", "1")]));
    assert!(is_same_pc(&bound, &facts(&[("disk_sda", "1")])));
    assert!(!is_same_pc(&bound, &facts(&[("disk_sda", "2")])));
    assert!(is_same_pc(
        &bound,
        &facts(&[("product_uuid", "a"), ("disk_sda", "2")])
    ));
    assert!(!is_same_pc(&bound, &facts(&[("board_serial", "a")])));
}

#[test]
fn half_a_key_or_one_that_others_may_read_signs_nothing() {
    let (world, folder) = folder();
    let missing = StationKey::load_on(&folder, &[]);
    assert!(matches!(missing, Err(KeyError::NotMade { .. })));
    make_on(&folder, false, &[]).expect("made");
    let path = |name: &str| world.path().join(name);
    let binding = std::fs::read(path("station-key.json")).expect("read");
    std::fs::remove_file(path("station-key.json")).expect("removed");
    let half = StationKey::load_on(&folder, &[]);
    assert!(matches!(half, Err(KeyError::Unusable { .. })));
    make_on(&folder, true, &[]).expect("made anew");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| path(name).metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!(
            (mode("station-key.sec"), mode("station-key.json")),
            (0o600, 0o600)
        );
        let shared = std::fs::Permissions::from_mode(0o640);
        std::fs::set_permissions(path("station-key.sec"), shared).expect("set");
        let exposed = StationKey::load_on(&folder, &[]);
        assert!(matches!(exposed, Err(KeyError::Exposed { .. })));
        make_on(&folder, true, &[]).expect("made anew");
    }
    // Of the key before.
    std::fs::remove_file(path("station-key.json")).expect("removed");
    let mut file = crate::platform::private::create(&path("station-key.json")).expect("made");
    std::io::Write::write_all(&mut file, &binding).expect("written");
    let other = StationKey::load_on(&folder, &[]);
    assert!(matches!(other, Err(KeyError::Unusable { .. })));
}
