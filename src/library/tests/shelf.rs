//! What becomes of packs on the shelf, and of the shelf itself.

use std::collections::HashSet;
use std::io::{Seek, Write};
use std::path::PathBuf;

use serde_json::json;

use super::fixture::{World, id, refused, who};
use crate::library::{Library, PackState, Warning};

#[test]
fn packs_are_listed_by_series_position_then_title() {
    let world = World::new();
    let series =
        |position: u32| json!({"id": "example.series", "title": "S", "position": position});
    for (name, title, series) in [
        ("example.z", "A", json!(null)),
        ("example.a", "A", series(2)),
        ("example.b", "Z", series(1)),
        ("example.c", "B", series(1)),
    ] {
        let file = world.pack(name, 1, |m| {
            m["title"] = title.into();
            m["series"] = series;
        });
        world.install(&file).unwrap();
    }
    let packs = world.library.installed().unwrap();
    let ids: Vec<_> = packs.iter().map(|p| p.outline().id.to_string()).collect();
    assert_eq!(ids, ["example.c", "example.b", "example.a", "example.z"]);
}

#[test]
fn rollback_goes_back_once_and_says_why() {
    let world = World::new();
    let pack = id("example.test");
    for version in 1..=3 {
        world.installed("example.test", version);
    }
    assert_eq!(
        refused(world.library.rollback(&pack, "", &who(), &mut |_, _| true)),
        "ReasonMissing"
    );
    let back = world
        .library
        .rollback(&pack, "no sound", &who(), &mut |_, _| true)
        .unwrap();
    assert_eq!(back.outline().version.get(), 2);
    assert_eq!(
        world.library.installed().unwrap()[0]
            .outline()
            .version
            .get(),
        2
    );
    let last = world.library.audit().unwrap().pop().unwrap();
    assert_eq!((last.action.as_str(), last.version), ("rollback", Some(2)));
    assert_eq!(last.detail, "no sound");
    // Exactly one version is kept.
    assert_eq!(
        refused(world.library.rollback(&pack, "x", &who(), &mut |_, _| true)),
        "NothingKept"
    );
}

#[test]
fn after_a_rollback_the_newer_version_can_be_installed_again_and_older_ones_cannot() {
    let world = World::new();
    let (one, three) = (
        world.pack("example.test", 1, |_| {}),
        world.pack("example.test", 3, |_| {}),
    );
    world.install(&one).unwrap();
    world.install(&three).unwrap();
    world
        .library
        .rollback(&id("example.test"), "no sound", &who(), &mut |_, _| true)
        .unwrap();
    assert_eq!(
        refused(world.install(&world.pack("example.test", 2, |_| {}))),
        "OlderThanInstalled"
    );
    world.install(&three).unwrap();
    assert_eq!(
        world.library.installed().unwrap()[0]
            .outline()
            .version
            .get(),
        3
    );
    assert_eq!(world.snapshot().0.len(), 2, "no second copy of either");
}

#[test]
fn a_kept_version_that_was_damaged_is_not_gone_back_to() {
    let world = World::new();
    world.installed("example.test", 1);
    world.installed("example.test", 2);
    let kept = world.library.kept(&id("example.test")).unwrap().unwrap();
    std::fs::remove_file(kept.path()).unwrap();
    let back = world
        .library
        .rollback(&id("example.test"), "x", &who(), &mut |_, _| true);
    assert_eq!(refused(back), "ShelfDamaged");
    assert_eq!(
        world.library.installed().unwrap()[0]
            .outline()
            .version
            .get(),
        2
    );
}

#[test]
fn a_removed_pack_is_gone_and_its_file_stays_until_nobody_needs_it() {
    let world = World::new();
    let outcome = world.installed("example.test", 1);
    world.installed("example.other", 1);
    world.library.remove(&id("example.test"), &who()).unwrap();
    assert_eq!(world.library.installed().unwrap().len(), 1);
    assert_eq!(
        refused(world.library.remove(&id("example.test"), &who())),
        "NotInstalled"
    );
    assert!(world.library.by_sha256(&outcome.sha256).unwrap().is_some());

    let archived = world.library.archived().unwrap();
    let version = archived[0].1.get();
    assert_eq!((version, &archived[0].2), (1, &outcome.sha256));
    let needed = HashSet::from([outcome.sha256.clone()]);
    assert_eq!(world.library.prune(&needed, &who()).unwrap(), 0);
    assert_eq!(world.snapshot().0.len(), 2);
    assert_eq!(world.library.prune(&HashSet::new(), &who()).unwrap(), 1);
    assert_eq!(world.snapshot().0.len(), 1, "active packs are never pruned");
    assert!(world.library.by_sha256(&outcome.sha256).unwrap().is_none());
    assert_eq!(
        world.actions().last().unwrap(),
        &("prune".to_owned(), Some(1))
    );
}

#[test]
fn a_pack_that_was_removed_and_pruned_can_be_installed_again() {
    let world = World::new();
    let file = world.pack("example.test", 1, |_| {});
    world.install(&file).unwrap();
    world.library.remove(&id("example.test"), &who()).unwrap();
    world.library.prune(&HashSet::new(), &who()).unwrap();
    world.install(&file).unwrap();
    assert_eq!(
        world.library.installed().unwrap()[0].state(),
        PackState::Active
    );
}

#[test]
fn a_damaged_pack_is_quarantined_and_others_stay_usable() {
    let world = World::new();
    world.installed("example.a", 1);
    world.installed("example.b", 1);
    let path = world.library.installed().unwrap()[0].path().to_owned();
    let whole = std::fs::read(&path).unwrap();
    // Missing, shortened, and with a manifest that cannot be read.
    let damages: [fn(&PathBuf); 3] = [
        |path| std::fs::remove_file(path).unwrap(),
        |path| {
            std::fs::File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_len(100)
                .unwrap();
        },
        |path| {
            let mut file = std::fs::File::options().write(true).open(path).unwrap();
            file.seek(std::io::SeekFrom::Start(50)).unwrap();
            file.write_all(&[0; 20]).unwrap();
        },
    ];
    for damage in damages {
        std::fs::File::create(&path)
            .unwrap()
            .write_all(&whole)
            .unwrap();
        damage(&path);
        let packs = world.library.installed().unwrap();
        assert_eq!(packs[0].state(), PackState::Quarantined);
        assert_eq!(packs[0].outline().title, "Title of example.a");
        assert!(packs[0].contents().is_err());
        assert_eq!(packs[1].state(), PackState::Active);
    }
}

/// FORMAT 2.23.
#[test]
fn installing_a_damaged_pack_again_repairs_it() {
    let world = World::new();
    let file = world.pack("example.test", 1, |_| {});
    world.install(&file).unwrap();
    let path = world.library.installed().unwrap()[0].path().to_owned();
    std::fs::File::create(&path)
        .unwrap()
        .write_all(b"damaged")
        .unwrap();
    assert_eq!(world.install(&file).unwrap().warnings, [Warning::Repaired]);
    assert_eq!(
        world.library.installed().unwrap()[0].state(),
        PackState::Active
    );
    assert_eq!(std::fs::read(path).unwrap(), std::fs::read(file).unwrap());
}

#[test]
fn the_audit_log_records_every_act_and_cannot_be_edited() {
    let world = World::new();
    world.installed("example.test", 1);
    world.installed("example.test", 2);
    world
        .library
        .rollback(&id("example.test"), "why", &who(), &mut |_, _| true)
        .unwrap();
    world.library.remove(&id("example.test"), &who()).unwrap();
    let expected = [
        ("trust_add", None),
        ("install", Some(1)),
        ("update", Some(2)),
        ("rollback", Some(1)),
        ("remove", Some(1)),
    ];
    let expected = expected.map(|(action, version)| (action.to_owned(), version));
    assert_eq!(world.actions(), expected);
    let database = rusqlite::Connection::open(world.library.folder().join("library.db")).unwrap();
    for edit in ["DELETE FROM audit", "UPDATE audit SET account = 'nobody'"] {
        assert!(database.execute(edit, []).is_err(), "{edit}");
    }
    assert_eq!(world.actions().len(), 5);
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let world = World::new();
    let path = world.library.folder().join("library.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    drop(database);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(
        refused(Library::open(world.library.folder())),
        "StoreTooNew"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_reported_as_damaged() {
    let world = World::new();
    let path = world.library.folder().join("library.db");
    std::fs::File::create(&path)
        .unwrap()
        .write_all(&[7; 5000])
        .unwrap();
    assert_eq!(
        refused(Library::open(world.library.folder())),
        "StoreDamaged"
    );
    assert_eq!(
        std::fs::read(&path).unwrap(),
        [7; 5000],
        "it is left as it is"
    );
}

#[test]
fn a_library_that_cannot_be_created_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::File::create(&file).unwrap();
    assert_eq!(refused(Library::open(&file.join("library"))), "Io");
}
