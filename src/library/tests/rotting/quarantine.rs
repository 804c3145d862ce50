//! What is done with a pack that rotted: going back, quarantine, what cannot be written.

use super::super::fixture::{World, id, refused, who};
use super::{active, check, found, go_on, turn_a_bit, with_text};
use crate::library::{FileDefect, LibraryError, PackState, Verdict};

#[test]
fn from_a_rotten_version_one_goes_back_to_the_kept_one_which_is_read_before() {
    let world = World::new();
    world.install(&with_text(&world, 1)).unwrap();
    world.install(&with_text(&world, 2)).unwrap();
    let pack = active(&world.library);
    turn_a_bit(pack.path());
    let Err(LibraryError::ShelfDamaged { kept, .. }) = check(&world.library, &pack) else {
        panic!("whole");
    };
    assert_eq!(
        kept.map(crate::pack::PackVersion::get),
        Some(1),
        "it is offered"
    );
    let (mut read, test) = (0, id("example.test"));
    let back = world
        .library
        .rollback(&test, "rotten", &who(), &mut |done, _| {
            read = done;
            true
        })
        .unwrap();
    assert_eq!((back.outline().version.get(), read), (1, back.bytes()));
    assert_eq!(active(&world.library).state(), PackState::Active);
}

#[test]
fn a_kept_version_with_a_turned_bit_is_not_gone_back_to() {
    let world = World::new();
    world.install(&with_text(&world, 1)).unwrap();
    world.install(&with_text(&world, 2)).unwrap();
    let test = id("example.test");
    let kept = world.library.kept(&test).unwrap().unwrap();
    turn_a_bit(kept.path());
    let back = world.library.rollback(&test, "x", &who(), &mut go_on);
    assert_eq!(refused(back), "ShelfDamaged");
    assert_eq!(active(&world.library).outline().version.get(), 2);
    let kept = world.library.kept(&test).unwrap().unwrap();
    assert_eq!(kept.state(), PackState::Quarantined);
    let damaged = world
        .library
        .damaged_pack(&active(&world.library), FileDefect::Cut);
    let LibraryError::ShelfDamaged { kept, .. } = damaged else {
        panic!("{damaged:?}");
    };
    assert_eq!(kept, None, "what is rotten is not offered");
}

#[test]
fn an_update_does_not_keep_a_rotten_version_in_place_of_a_whole_one() {
    let world = World::new();
    world.install(&with_text(&world, 1)).unwrap();
    world.install(&with_text(&world, 2)).unwrap();
    let pack = active(&world.library);
    turn_a_bit(pack.path());
    refused(check(&world.library, &pack));
    world.install(&with_text(&world, 3)).unwrap();
    let kept = world.library.kept(&id("example.test")).unwrap().unwrap();
    assert_eq!(kept.outline().version.get(), 1);
    assert_eq!(kept.state(), PackState::Active);
}

#[test]
fn a_quarantine_ends_with_the_file_that_it_was_about() {
    let world = World::new();
    let one = with_text(&world, 1);
    world.install(&one).unwrap();
    let pack = active(&world.library);
    turn_a_bit(pack.path());
    refused(check(&world.library, &pack));
    world.library.remove(&id("example.test"), &who()).unwrap();
    world
        .library
        .prune(&std::collections::HashSet::new(), &who())
        .unwrap();
    world.install(&one).unwrap();
    assert_eq!(active(&world.library).state(), PackState::Active);
}

#[test]
fn a_pack_that_is_set_aside_shows_nothing_for_as_long_as_the_program_runs() {
    let world = World::new();
    world.installed("example.test", 1);
    let aside = active(&world.library).set_aside(FileDefect::Cut);
    assert_eq!(aside.state(), PackState::Quarantined);
    assert!(aside.contents().is_err() && aside.stamp().is_none());
    assert_eq!(aside.damage(), Some(&FileDefect::Cut));
    assert_eq!(active(&world.library).state(), PackState::Active);
}

#[test]
fn system_errors_about_a_file_are_mapped_to_defects() {
    use std::io::{Error, ErrorKind};
    let of = |kind: ErrorKind| FileDefect::of_io(&Error::from(kind));
    assert_eq!(of(ErrorKind::NotFound), FileDefect::Missing);
    assert_eq!(of(ErrorKind::UnexpectedEof), FileDefect::Cut);
    assert!(matches!(
        of(ErrorKind::PermissionDenied),
        FileDefect::Locked { .. }
    ));
    let disk = if cfg!(windows) { 1117 } else { 5 };
    let disk = FileDefect::of_io(&Error::from_raw_os_error(disk));
    assert!(matches!(disk, FileDefect::Unreadable { .. }), "{disk:?}");
    assert!(!disk.lasts(), "another disk, or a second look, may read it");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_pack_is_not_waited_for() {
    let world = World::new();
    world.installed("example.test", 1);
    let path = active(&world.library).path().to_owned();
    std::fs::remove_file(&path).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(&path)
        .status()
        .unwrap();
    assert!(made.success());
    assert!(matches!(
        found(&world.library),
        FileDefect::Unreadable { .. }
    ));
}

#[cfg(unix)]
#[test]
fn where_nobody_may_write_a_rotten_pack_is_refused_all_the_same() {
    let world = World::new();
    world.install(&with_text(&world, 1)).unwrap();
    let mut reading = world.library.clone();
    reading.read_only = true;
    let pack = active(&reading);
    turn_a_bit(pack.path());
    let Verdict::Damaged(finding) = reading.reverify(&pack, &mut go_on).unwrap() else {
        panic!("whole");
    };
    assert_eq!(
        refused(reading.quarantine(&pack, &finding, &who())),
        "ReadOnly"
    );
    assert_eq!(refused(check(&reading, &pack)), "ShelfDamaged");
    assert_eq!(
        active(&reading).state(),
        PackState::Active,
        "nothing was written"
    );
}
