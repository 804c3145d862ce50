//! The floor below which no version is taken: what it survives, and how a list lowers it.

use std::path::PathBuf;

use super::fixture::{World, id, refused, who};
use super::lists::{Signer, apply, list, signed, station};
use crate::library::Warning;
use crate::pack::Roots;

/// A version far too high by mistake, and the pack with which its publisher goes on.
fn mistaken() -> (World, [Signer; 3], Roots, PathBuf, PathBuf) {
    let (world, signers, pinned) = station();
    world.installed("example.test", 3);
    let high = world.pack("example.test", 9_000_000, |_| {});
    world.install(&high).unwrap();
    let next = world.pack("example.test", 4, |_| {});
    assert_eq!(refused(world.install(&next)), "OlderThanInstalled");
    (world, signers, pinned, high, next)
}

/// EXCHANGE 2.24.
#[test]
fn a_raised_epoch_lets_versions_start_again_and_old_files_do_not_come_back() {
    let (world, [a, b, _], pinned, high, four) = mistaken();
    let mut raised = list(&world, 2, &pinned);
    raised.epochs.insert(id("example.test"), 1);
    apply(&world, &signed(&raised, &[&a, &b])).unwrap();
    world.install(&four).unwrap();
    let three = world.pack("example.test", 3, |_| {});
    for old in [&high, &three] {
        assert_eq!(refused(world.install(old)), "OlderThanInstalled");
    }
    world.installed("example.test", 5);
    assert_eq!(refused(world.install(&four)), "OlderThanInstalled");
    // An epoch that was begun is not left again, whatever a later list forgets.
    apply(&world, &signed(&list(&world, 3, &pinned), &[&a, &b])).unwrap();
    world.installed("example.test", 6);
    assert_eq!(refused(world.install(&four)), "OlderThanInstalled");
}

/// EXCHANGE 2.24.
#[test]
fn an_old_file_brought_back_on_purpose_does_not_raise_the_floor() {
    let (world, [a, b, _], pinned, high, four) = mistaken();
    let mut raised = list(&world, 2, &pinned);
    raised.epochs.insert(id("example.test"), 1);
    apply(&world, &signed(&raised, &[&a, &b])).unwrap();
    world.install(&four).unwrap();
    let go_on: &mut dyn FnMut(u64, u64) -> bool = &mut |_, _| true;
    let outcome = world
        .library
        .install_older(&high, "the board asked for it", &who(), go_on)
        .unwrap();
    assert!(matches!(outcome.warnings[..], [Warning::Older(_)]));
    world.installed("example.test", 5);
}

/// FORMAT 2.10.
#[test]
fn the_floor_survives_removal_and_says_so_when_it_is_passed() {
    let world = World::new();
    let one = world.pack("example.test", 1, |_| {});
    world.installed("example.test", 2);
    let pack = id("example.test");
    world.library.remove(&pack, &who()).unwrap();
    world
        .library
        .prune(&std::collections::HashSet::new(), &who())
        .unwrap();
    assert_eq!(refused(world.install(&one)), "OlderThanInstalled");
    let go_on: &mut dyn FnMut(u64, u64) -> bool = &mut |_, _| true;
    let outcome = world
        .library
        .install_older(&one, "version 2 has no sound", &who(), go_on)
        .unwrap();
    assert_eq!(outcome.warnings, [Warning::Older(2.try_into().unwrap())]);
    let last = world.library.audit().unwrap().pop().unwrap();
    assert_eq!(last.action, "install_older");
    assert_eq!(last.detail, "version 2 has no sound");
    // A version that is not older needs no permission, and no entry about one.
    let three = world.pack("example.test", 3, |_| {});
    let outcome = world
        .library
        .install_older(&three, "a folder of packs", &who(), go_on)
        .unwrap();
    assert_eq!(outcome.warnings, []);
    let last = world.library.audit().unwrap().pop().unwrap();
    assert_eq!(last.action, "update");
}
