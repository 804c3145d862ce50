//! What a list in force means for publishers, keys and packs.

use super::super::fixture::{World, id, refused, who};
use super::{apply, changes_nothing, list, roots, signed, signer, station};
use crate::library::{InstalledPack, PackState, Revocation};
use crate::pack::trust_list::RevokedPack;
use crate::pack::{KeyId, Roots};

/// EXCHANGE 2.25.
#[test]
fn a_root_that_this_station_revoked_signs_nothing_more() {
    let (world, [a, b, c], pinned) = station();
    world
        .library
        .trust_remove(b.root.key.id(), true, &who())
        .unwrap();
    let file = signed(&list(&world, 2, &pinned), &[&a, &b]);
    assert_eq!(changes_nothing(&world, &file), "ThresholdNotMet");
    apply(&world, &signed(&list(&world, 2, &pinned), &[&a, &c])).unwrap();
    let publishers = world.library.trust_list().unwrap();
    let revoked = publishers.iter().find(|p| p.key_id == b.root.key.id());
    assert!(revoked.unwrap().revoked, "stays revoked beside the list");
}

/// EXCHANGE 2.15, FORMAT 2.6, FORMAT 2.9.
#[test]
fn a_publisher_is_held_to_its_patterns_and_its_last_day() {
    let (world, [a, b, _], pinned) = station();
    let mut next = list(&world, 2, &pinned);
    next.publishers[0].ids = vec!["example.sheriff.*".parse().unwrap()];
    apply(&world, &signed(&next, &[&a, &b])).unwrap();
    world.installed("example.sheriff.detainer", 1);
    let outside = world.pack("example.jail.intake", 1, |_| {});
    assert_eq!(refused(world.install(&outside)), "OutsideScope");
    next.version = 3;
    next.publishers[0].until = Some(who().today.yesterday().unwrap());
    apply(&world, &signed(&next, &[&a, &b])).unwrap();
    let late = world.pack("example.sheriff.detainer", 2, |_| {});
    assert_eq!(refused(world.install(&late)), "PublisherEnded");
    let pack = world.library.installed().unwrap().remove(0);
    assert_eq!(pack.state(), PackState::Active, "what is installed stays");
    next.version = 4;
    next.publishers[0].until = Some(who().today);
    apply(&world, &signed(&next, &[&a, &b])).unwrap();
    world.install(&late).unwrap();
}

/// EXCHANGE 2.17.
#[test]
fn a_revoked_key_blocks_what_was_installed_before() {
    let (world, [a, b, _], pinned) = station();
    world.installed("example.test", 1);
    let mut next = list(&world, 2, &pinned);
    next.revoked_keys.push(world.public.id().into());
    apply(&world, &signed(&next, &[&a, &b])).unwrap();
    let pack = world.library.installed().unwrap().remove(0);
    assert_eq!(pack.state(), PackState::Blocked);
    assert_eq!(pack.revocation(), Some(Revocation::Key));
    let path = "manifest.json".parse().unwrap();
    assert_eq!(refused(pack.read(&path, 1 << 20)), "RevokedPublisher");
    let other = world.pack("example.test", 2, |_| {});
    assert_eq!(refused(world.install(&other)), "RevokedPublisher");
}

/// EXCHANGE 2.16.
#[test]
fn a_revoked_pack_is_blocked_and_the_others_of_its_publisher_are_not() {
    let (world, [a, b, _], pinned) = station();
    let file = world.pack("example.test", 1, |_| {});
    let hash = world.install(&file).unwrap().sha256;
    world.installed("example.other", 1);
    let mut next = list(&world, 2, &pinned);
    let mut revoke = |sha256: Option<String>, version: u64| {
        next.version += 1;
        next.revoked_packs = vec![RevokedPack {
            id: id("example.test"),
            version: version.try_into().unwrap(),
            sha256,
        }];
        apply(&world, &signed(&next, &[&a, &b])).unwrap();
        let packs = world.library.installed().unwrap();
        packs.iter().map(InstalledPack::state).collect::<Vec<_>>()
    };
    let (active, blocked) = (PackState::Active, PackState::Blocked);
    assert_eq!(revoke(Some("0".repeat(64)), 1), [active, active]);
    assert_eq!(revoke(Some(hash), 2), [active, active]);
    assert_eq!(revoke(None, 1), [active, blocked]);
    assert_eq!(refused(world.install(&file)), "RevokedPack");
    let pack = world.library.installed().unwrap().remove(1);
    assert_eq!(pack.revocation(), Some(Revocation::Pack));
    assert!(pack.contents().is_err());
    assert_eq!(pack.publisher(), "Training Unit");
    let path = "manifest.json".parse().unwrap();
    assert_eq!(refused(pack.read(&path, 1 << 20)), "RevokedPack");
    // The next version takes its place, and there is no way back to the revoked one.
    world.installed("example.test", 2);
    let back = world
        .library
        .rollback(&id("example.test"), "x", &who(), &mut |_, _| true);
    assert_eq!(refused(back), "RevokedPack");
}

/// EXCHANGE 2.16, FORMAT 2.17.
#[test]
fn a_pack_is_revoked_by_its_hash_though_its_name_is_another() {
    let (world, [a, b, _], pinned) = station();
    let file = world.pack("example.test", 1, |_| {});
    let hash = world.install(&file).unwrap().sha256;
    let mut next = list(&world, 2, &pinned);
    next.revoked_packs = vec![RevokedPack {
        id: id("example.test"),
        version: 1.try_into().unwrap(),
        sha256: Some(hash),
    }];
    apply(&world, &signed(&next, &[&a, &b])).unwrap();
    let pack = world.library.installed().unwrap().remove(0);
    assert_eq!(pack.state(), PackState::Blocked);
    // Known by its hash only once it was read.
    assert_eq!(refused(world.install(&file)), "RevokedPack");
}

/// EXCHANGE 2.27.
#[test]
fn each_change_is_in_the_audit_log() {
    let (world, [a, b, _], pinned) = station();
    let mut next = list(&world, 2, &pinned);
    next.publishers[0].name = "Academy".to_owned();
    next.revoked_keys.push(KeyId([7; 8]).into());
    next.epochs.insert(id("example.test"), 1);
    let outcome = apply(&world, &signed(&next, &[&a, &b])).unwrap();
    assert_eq!(outcome.changes.unwrap().len(), 3);
    let audit = world.library.audit().unwrap();
    let actions: Vec<_> = audit.iter().map(|l| l.action.as_str()).collect();
    assert_eq!(
        actions,
        ["trust_add", "trust_init", "trust_list", "trust_list"]
    );
    let last = audit.last().unwrap();
    assert_eq!(last.subject, "example.sheriff");
    assert!(last.detail.starts_with("version 2; "), "{}", last.detail);
    for part in ["changed: Academy", "revoked: key 07", "epoch 1"] {
        assert!(last.detail.contains(part), "{part}: {}", last.detail);
    }
}

/// EXCHANGE 2.26.
#[test]
fn roots_that_are_lost_are_replaced_by_hand_and_nothing_else_becomes_looser() {
    let (world, [a, b, c], _) = station();
    let stolen = world.public.id();
    let (one, other) = (signer("D"), signer("E"));
    let new = roots(&[&one, &other], 1);
    let anew = |roots: &Roots, reason| world.library.pin_anew(roots, reason, &who());
    assert_eq!(refused(anew(&new, " ")), "ReasonMissing");
    assert_eq!(refused(anew(&roots(&[&one, &one], 1), "lost")), "BadRoots");
    let before = world.library.pinned().unwrap().unwrap();
    anew(&new, "the safe burned").unwrap();
    let pinned = world.library.pinned().unwrap().unwrap();
    assert_eq!((&pinned.roots, &pinned.list), (&new, &before.list));
    let last = world.library.audit().unwrap().pop().unwrap();
    assert_eq!(last.action, "trust_replace");
    assert!(last.detail.starts_with("the safe burned; now 1 of: D ("));
    assert!(last.detail.contains("before 2 of: Sheriff ("));

    // Neither the old roots nor an old or another agency's list count.
    let by_old = list(&world, 2, &new);
    let code = changes_nothing(&world, &signed(&by_old, &[&a, &b, &c]));
    assert_eq!(code, "ThresholdNotMet");
    let mut foreign = list(&world, 2, &new);
    foreign.agency = "example.other".parse().unwrap();
    assert_eq!(
        changes_nothing(&world, &signed(&foreign, &[&one])),
        "OtherAgency"
    );
    let again = list(&world, 1, &new);
    assert_eq!(
        changes_nothing(&world, &signed(&again, &[&one])),
        "TrustListDiffers"
    );
    // The next list may be any newer one, and revokes what the old roots trusted.
    let mut next = list(&world, 5, &new);
    next.publishers.clear();
    next.revoked_keys = vec![stolen.into()];
    apply(&world, &signed(&next, &[&other])).unwrap();
    let pinned = world.library.pinned().unwrap().unwrap();
    assert_eq!(pinned.list.unwrap().list.version, 5);
}

#[test]
fn where_no_roots_are_pinned_there_are_none_to_replace() {
    let world = World::new();
    let pinned = roots(&[&signer("A")], 1);
    assert_eq!(
        refused(world.library.pin_anew(&pinned, "lost", &who())),
        "NoRoots"
    );
}
