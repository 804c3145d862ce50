//! The copy of the database for those who may not write.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::fixture::{World, who};
use crate::library::{Library, database, publish};
use crate::pack::PublicKey;
use crate::pack::signature::new_key_pair;

/// A shelf that others reach who may not write there.
fn world() -> World {
    let world = World::new();
    for folder in [world.folder.path(), world.library.folder()] {
        set_mode(folder, 0o755);
    }
    drop(Library::open(world.library.folder()).unwrap());
    world
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

/// How many lines of the audit log the copy holds.
fn lines(world: &World) -> usize {
    let copy = publish::open_copy(world.library.folder());
    let count: i64 = copy
        .unwrap()
        .expect("a copy")
        .query_row("SELECT count(*) FROM audit", [], |row| row.get(0))
        .unwrap();
    usize::try_from(count).unwrap()
}

fn names(world: &World) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(world.library.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

// EXCHANGE 2.28.
#[test]
fn every_change_is_in_the_copy_when_it_is_done() {
    let world = world();
    let folder = world.library.folder();
    for version in 1..4 {
        world.installed("example.test", version);
        assert_eq!(lines(&world), world.library.audit().unwrap().len());
        assert!(publish::is_published(folder));
    }
    assert_eq!(mode(&publish::copy_of(folder)), 0o644);
    assert_eq!(mode(&database::database(folder)), 0o600);
    let kept = ["install.lock", "library.db", "library.snapshot.db", "packs"];
    assert_eq!(names(&world), kept);
}

// EXCHANGE 2.28.
#[test]
fn a_copy_that_is_missing_or_older_than_the_last_change_is_made_at_the_next_start() {
    let world = world();
    let folder = world.library.folder();
    world.installed("example.test", 1);
    let before = lines(&world);
    // As an older Muster changes it, or one that was killed before it made the copy.
    let database = rusqlite::Connection::open(database::database(folder)).unwrap();
    let entry = "INSERT INTO audit (at, account, action, subject, detail)
                 SELECT at, account, action, subject, detail FROM audit LIMIT 1";
    database.execute(entry, []).unwrap();
    drop(database);
    assert!(!publish::is_published(folder));
    assert_eq!(lines(&world), before);
    drop(Library::open(folder).unwrap());
    assert_eq!(lines(&world), before + 1);
    std::fs::remove_file(publish::copy_of(folder)).unwrap();
    drop(Library::open(folder).unwrap());
    assert_eq!(lines(&world), before + 1);
}

// EXCHANGE 2.28.
#[test]
fn changes_at_the_same_time_are_all_in_the_copy() {
    let world = world();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let (public, _) = new_key_pair(None).unwrap();
                    let public = PublicKey::parse(&public).unwrap();
                    world
                        .library
                        .trust_add(&public, "Other", &[], &who())
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(world.library.audit().unwrap().len(), 21);
    assert_eq!(lines(&world), 21);
}

// EXCHANGE 2.28.
#[test]
fn where_nobody_only_reads_there_is_no_copy() {
    for of_folder in [0o700, 0o777] {
        let world = World::new();
        set_mode(world.folder.path(), 0o755);
        let folder = world.folder.path().join("other");
        std::fs::create_dir(&folder).unwrap();
        set_mode(&folder, of_folder);
        let library = Library::open(&folder).unwrap();
        library
            .trust_add(&world.public, "Other", &[], &who())
            .unwrap();
        assert!(!publish::copy_of(&folder).exists(), "{of_folder:o}");
        let expected = if of_folder == 0o777 { 0o666 } else { 0o600 };
        assert_eq!(
            mode(&database::database(&folder)),
            expected,
            "{of_folder:o}"
        );
    }
}

/// Half copies of killed processes go; one that is being written stays.
#[test]
fn a_half_copy_is_cleared_away_unless_it_is_being_written() {
    let world = world();
    world.installed("example.test", 1);
    let half = world.library.folder().join("library.snapshot.db.x");
    let file = std::fs::File::create(&half).unwrap();
    file.lock().unwrap();
    world.installed("example.test", 2);
    assert!(half.exists());
    drop(file);
    world.installed("example.test", 3);
    assert!(!half.exists());
}
