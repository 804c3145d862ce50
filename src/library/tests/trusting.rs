//! Trust: keys, scopes, revocation.

use super::fixture::{World, id, refused, who};
use crate::library::PackState;
use crate::pack::PublicKey;
use crate::pack::signature::new_key_pair;

/// FORMAT 5.6.
#[test]
fn a_pack_of_nobody_trusted_is_refused() {
    let (world, stranger) = (World::new(), World::new());
    let file = stranger.pack("example.test", 1, |_| {});
    let before = world.snapshot();
    assert_eq!(refused(world.install(&file)), "UntrustedPublisher");
    assert_eq!(world.snapshot(), before);
}

/// FORMAT 5.7, FORMAT 2.9.
#[test]
fn a_publisher_may_publish_only_what_its_patterns_say() {
    let world = World::new();
    world
        .library
        .trust_remove(world.public.id(), false, &who())
        .unwrap();
    let ids = ["example.sheriff.*".to_owned(), "example.other".to_owned()];
    world
        .library
        .trust_add(&world.public, "Sheriff", &ids, &who())
        .unwrap();
    world.installed("example.sheriff.detainer", 1);
    world.installed("example.other", 1);
    let outside = world.pack("example.jail.intake", 1, |_| {});
    assert_eq!(refused(world.install(&outside)), "OutsideScope");
}

#[test]
fn a_wrong_pattern_is_refused_and_nobody_is_trusted() {
    let world = World::new();
    let (public, _) = new_key_pair(None).unwrap();
    let public = PublicKey::parse(&public).unwrap();
    let added = world
        .library
        .trust_add(&public, "X", &["*.sheriff".to_owned()], &who());
    assert_eq!(refused(added), "BadPattern");
    assert_eq!(world.library.trust_list().unwrap().len(), 1);
}

/// FORMAT 5.9.
#[test]
fn a_key_is_trusted_once() {
    let world = World::new();
    let again = world.library.trust_add(&world.public, "Again", &[], &who());
    assert_eq!(refused(again), "KeyExists");
    assert_eq!(
        world.library.trust_list().unwrap()[0].name,
        "Example County Sheriff"
    );
}

/// FORMAT 5.9.
#[test]
fn a_removed_key_installs_nothing_more_and_what_is_installed_stays() {
    let world = World::new();
    world.installed("example.test", 1);
    let next = world.pack("example.test", 2, |_| {});
    world
        .library
        .trust_remove(world.public.id(), false, &who())
        .unwrap();
    assert_eq!(refused(world.install(&next)), "UntrustedPublisher");
    let pack = world.library.installed().unwrap().remove(0);
    assert_eq!(pack.state(), PackState::Active);
    assert_eq!(pack.publisher(), "Example County Sheriff");
    let again = world.library.trust_remove(world.public.id(), false, &who());
    assert_eq!(refused(again), "NoSuchKey");
}

/// FORMAT 5.9, FORMAT 2.7.
#[test]
fn a_revoked_key_blocks_what_is_installed_for_ever() {
    let world = World::new();
    let (one, two) = (
        world.pack("example.test", 1, |_| {}),
        world.pack("example.test", 2, |_| {}),
    );
    world.install(&one).unwrap();
    world.install(&two).unwrap();
    world
        .library
        .trust_remove(world.public.id(), true, &who())
        .unwrap();
    let pack = world.library.installed().unwrap().remove(0);
    assert_eq!(pack.state(), PackState::Blocked);
    assert!(pack.contents().is_err());
    assert_eq!(refused(world.install(&two)), "RevokedPublisher");
    let back = world
        .library
        .rollback(&id("example.test"), "x", &who(), &mut |_, _| true);
    assert_eq!(refused(back), "RevokedPublisher");
    assert_eq!(
        refused(world.library.trust_add(&world.public, "X", &[], &who())),
        "KeyExists"
    );
    assert_eq!(
        refused(world.library.trust_remove(world.public.id(), false, &who())),
        "NoSuchKey"
    );
    assert!(world.library.trust_list().unwrap()[0].revoked);
}

#[test]
fn a_key_can_be_revoked_before_it_was_ever_trusted() {
    let (world, stranger) = (World::new(), World::new());
    world
        .library
        .trust_remove(stranger.public.id(), true, &who())
        .unwrap();
    let file = stranger.pack("example.test", 1, |_| {});
    assert_eq!(refused(world.install(&file)), "RevokedPublisher");
}

/// FORMAT 5.9.
#[test]
fn a_revoked_key_is_not_trusted_again_under_another_key_id() {
    let world = World::new();
    let before = world.public.to_base64();
    world
        .library
        .trust_remove(world.public.id(), true, &who())
        .unwrap();
    // The id lies in the characters that come before the key itself.
    let other = format!("{}A{}", &before[..5], &before[6..]);
    let other = PublicKey::parse(&other).unwrap();
    assert_ne!(other.id(), world.public.id());
    assert!(other.same_signer(&world.public));
    let again = world.library.trust_add(&other, "New", &[], &who());
    assert_eq!(refused(again), "KeyExists");
}
