//! The copy that an administrator reads.

use super::{World, add, all, briefing, noon};
use crate::records::{Records, RecordsError, private_copy};

fn copied(world: &World) -> Records {
    let (connection, copy) = private_copy::open(&world.file()).expect("copied");
    Records {
        _copy: Some(copy),
        ..Records::checked(connection, &world.file()).expect("records")
    }
}

// RECORDS 3.9.
#[test]
fn a_copy_holds_the_rows_that_lie_in_the_journal_only_and_cannot_be_written() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    add(&records, &briefing(2));
    let before = std::fs::read(world.file()).expect("read");
    let copy = copied(&world);
    assert_eq!(all(&copy), all(&records));
    copy.verify().expect("whole");
    let refused = copy.append(&briefing(3), &noon());
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(std::fs::read(world.file()).expect("read"), before);
}

// RECORDS 3.9.
#[test]
fn copies_that_are_made_while_others_write_are_whole() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    std::thread::scope(|scope| {
        let file = world.file();
        scope.spawn(move || {
            for n in 2..60 {
                // Closing it moves the journal into the file, and a new one is begun.
                if n % 7 == 0 {
                    drop(Records::open(&file).expect("opens"));
                }
                let records = Records::open(&file).expect("opens");
                add(&records, &briefing(n));
            }
        });
        drop(records);
        let mut rows = 0;
        while rows < 59 {
            let copy = copied(&world);
            let head = copy.verify().expect("whole");
            assert!(head.count >= rows, "{} after {rows}", head.count);
            rows = head.count;
        }
    });
}

// RECORDS 3.9.
#[cfg(unix)]
#[test]
fn a_link_or_a_file_with_a_second_name_is_not_copied() {
    for suffix in ["", "-wal", "-journal"] {
        let world = World::new();
        let elsewhere = tempfile::NamedTempFile::new_in(world.folder.path()).expect("a file");
        drop(world.open());
        let place = crate::platform::files::with_suffix(&world.file(), suffix);
        let refused = |what: &str| {
            let opened = private_copy::open(&world.file()).map(drop);
            assert!(
                matches!(opened, Err(RecordsError::Io { .. })),
                "{what} as {suffix}: {opened:?}"
            );
        };
        let _ = std::fs::remove_file(&place);
        std::os::unix::fs::symlink(elsewhere.path(), &place).expect("a link");
        refused("a link");
        std::fs::remove_file(&place).expect("gone");
        std::fs::hard_link(elsewhere.path(), &place).expect("a second name");
        refused("a hard link");
    }
}
