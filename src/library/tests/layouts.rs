//! A database that an earlier program wrote.

use super::fixture::{World, id, refused, who};
use crate::library::{Library, store};

/// Puts the database back into the layout that was written before trust lists.
fn make_old(library: &Library) {
    let path = library.folder().join("library.db");
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute_batch(
            "DROP TABLE outlines;
             DROP INDEX packs_shown;
             DROP TABLE quarantine;
             DROP TABLE trust;
             CREATE TABLE before (id TEXT NOT NULL, version INTEGER NOT NULL,
                                  sha256 TEXT NOT NULL, PRIMARY KEY (id, version)) STRICT;
             INSERT INTO before SELECT id, version, sha256 FROM seen;
             DROP TABLE seen;
             ALTER TABLE before RENAME TO seen;
             PRAGMA user_version = 1;",
        )
        .unwrap();
}

#[test]
fn a_database_of_the_first_layout_is_taken_over_whole() {
    let world = World::new();
    world.installed("example.test", 1);
    world.installed("example.test", 2);
    let before = world.snapshot();
    make_old(&world.library);
    let library = Library::open(world.library.folder()).unwrap();
    assert_eq!(world.snapshot(), before);
    assert_eq!(library.pinned().unwrap(), None);
    let one = world.pack("example.test", 1, |_| {});
    assert_eq!(refused(world.install(&one)), "OlderThanInstalled");
    world.installed("example.test", 3);
    library.remove(&id("example.test"), &who()).unwrap();
}

#[test]
fn a_database_of_the_first_layout_is_read_where_nobody_may_write() {
    let mut world = World::new();
    world.installed("example.test", 1);
    let before = world.snapshot();
    make_old(&world.library);
    world.library.read_only = true;
    let database = store::open_for_reading(world.library.folder()).unwrap();
    let trusted = world.library.trusted(&database).unwrap();
    assert_eq!(trusted.publishers().count(), 1);
    let (epoch, version): (i64, i64) = database
        .query_row("SELECT epoch, version FROM seen", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((epoch, version), (0, 1));
    assert_eq!(world.snapshot(), before, "read through the same door");
}

/// Puts the database back into the layout that was written before the quarantine.
fn make_second(library: &Library) {
    let path = library.folder().join("library.db");
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute_batch(
            "DROP TABLE outlines;
             DROP INDEX packs_shown;
             DROP TABLE quarantine;
             PRAGMA user_version = 2;",
        )
        .unwrap();
}

#[test]
fn a_database_of_the_second_layout_is_taken_over_whole_and_learns_of_the_quarantine() {
    let world = World::new();
    world.installed("example.test", 1);
    world.installed("example.test", 2);
    let before = world.snapshot();
    make_second(&world.library);
    let library = Library::open(world.library.folder()).unwrap();
    assert_eq!(world.snapshot(), before);
    let pack = library.installed().unwrap().remove(0);
    let file = std::fs::File::options().write(true).open(pack.path());
    file.unwrap().set_len(100).unwrap();
    let checked = library.check(&pack, &who(), &mut |_, _| true);
    assert_eq!(refused(checked), "ShelfDamaged");
    let last = library.audit().unwrap().pop().unwrap();
    assert_eq!(
        (last.action.as_str(), last.detail.as_str()),
        ("quarantine", "cut short")
    );
}

#[test]
fn a_database_of_the_second_layout_is_read_where_nobody_may_write() {
    let mut world = World::new();
    world.installed("example.test", 1);
    let before = world.snapshot();
    make_second(&world.library);
    world.library.read_only = true;
    assert_eq!(
        world.snapshot(),
        before,
        "read as if nothing were quarantined"
    );
    let database = store::open_for_reading(world.library.folder()).unwrap();
    let quarantined: i64 = database
        .query_row("SELECT count(*) FROM quarantine", [], |row| row.get(0))
        .unwrap();
    assert_eq!(quarantined, 0);
}

/// Puts the database back into the layout that was written before outlines.
fn make_third(library: &Library) {
    let path = library.folder().join("library.db");
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute_batch(
            "DROP TABLE outlines;
             DROP INDEX packs_shown;
             PRAGMA user_version = 3;",
        )
        .unwrap();
}

/// Whether any pack was opened to be listed.
fn opens_one(library: &Library) -> bool {
    let packs = library.installed().unwrap();
    assert!(!packs.is_empty());
    packs.iter().any(|pack| pack.opened().is_some())
}

#[test]
fn a_database_of_the_third_layout_is_taken_over_whole_and_learns_what_packs_say_of_themselves() {
    let world = World::new();
    world.installed("example.test", 1);
    world.installed("example.test", 2);
    let before = world.snapshot();
    make_third(&world.library);
    let library = Library::open(world.library.folder()).unwrap();
    assert!(opens_one(&library), "the first time they are read");
    assert_eq!(world.snapshot(), before);
    assert!(!opens_one(&library), "and then remembered");
}

#[test]
fn a_database_of_the_third_layout_is_read_where_nobody_may_write() {
    let mut world = World::new();
    world.installed("example.test", 1);
    let before = world.snapshot();
    make_third(&world.library);
    world.library.read_only = true;
    assert!(opens_one(&world.library) && opens_one(&world.library));
    assert_eq!(world.snapshot(), before);
    let database = rusqlite::Connection::open(world.library.folder().join("library.db")).unwrap();
    let layout: i64 = database
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(layout, 3, "nothing was written");
}

#[test]
fn a_database_of_a_later_layout_is_left_alone() {
    let world = World::new();
    world.installed("example.test", 1);
    let path = world.library.folder().join("library.db");
    let database = rusqlite::Connection::open(path).unwrap();
    database.execute_batch("PRAGMA user_version = 5;").unwrap();
    assert_eq!(
        refused(Library::open(world.library.folder())),
        "StoreTooNew"
    );
    assert_eq!(refused(world.library.installed()), "StoreTooNew");
}
