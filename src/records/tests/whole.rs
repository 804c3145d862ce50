use super::{World, add, all, briefing};
use crate::records::{Carried, Head, Records, RecordsError, Sha};
use std::io::{Seek, SeekFrom, Write};

fn broken_at(records: &Records) -> u64 {
    match records.verify() {
        Err(RecordsError::ChainBroken { seq, .. }) => seq,
        other => panic!("{other:?}"),
    }
}

fn three() -> World {
    let world = World::new();
    let records = world.open();
    for n in 1..=3 {
        add(&records, &briefing(n));
    }
    world
}

// RECORDS 3.6.
#[test]
fn a_store_that_nobody_touched_is_whole() {
    let world = three();
    let records = world.open();
    let head = records.head().expect("a head");
    assert_eq!(records.verify().expect("whole"), head);
    let reader = Records::open_read_only(&world.file()).expect("opens");
    assert_eq!(reader.verify().expect("whole"), head);
    assert_eq!(reader.verify().expect("whole a second time"), head);
}

// RECORDS 3.6.
#[test]
fn whatever_is_altered_names_the_first_row_that_does_not_fit() {
    let rows = [
        (
            "UPDATE contents SET json = replace(json, 'Officer 2', 'Officer 9') WHERE sha256 = \
          (SELECT content_sha256 FROM entries WHERE seq = 2)",
            2,
        ),
        ("UPDATE entries SET kind = 'amendment' WHERE seq = 3", 3),
        ("UPDATE entries SET hash = prev WHERE seq = 1", 1),
        ("UPDATE entries SET prev = hash WHERE seq = 2", 2),
        ("UPDATE entries SET hash = upper(hash) WHERE seq = 2", 2),
        ("UPDATE entries SET hash = x'00' WHERE seq = 2", 2),
        ("DELETE FROM entries WHERE seq = 2", 2),
        ("DELETE FROM entries WHERE seq = 3", 3),
        (
            "DELETE FROM contents WHERE sha256 = (SELECT content_sha256 FROM entries WHERE seq = 2)",
            2,
        ),
        ("UPDATE entries SET seq = 9 WHERE seq = 3", 3),
        (
            "UPDATE entries SET content_sha256 = (SELECT content_sha256 FROM entries WHERE seq = 1) \
          WHERE seq = 2",
            2,
        ),
    ];
    for (sql, row) in rows {
        let world = three();
        world.tamper_without_triggers(sql);
        let reader = Records::open_to_verify(&world.file());
        match reader {
            Ok(reader) => assert_eq!(broken_at(&reader), row, "{sql}"),
            Err(error) => panic!("{sql}: {error}"),
        }
    }
}

// RECORDS 3.6.
#[test]
fn what_screens_read_is_compared_with_what_was_recorded() {
    for (sql, row) in [
        ("UPDATE sessions SET present = 2 WHERE seq = 2", 2),
        ("DELETE FROM attendance WHERE seq = 3", 3),
        ("UPDATE latest SET seq = 1", 1),
        ("INSERT INTO amendments VALUES (2, 1)", 2),
    ] {
        let world = three();
        world.tamper(sql);
        let mut records = world.open();
        assert_eq!(broken_at(&records), row, "{sql}");
        records.rebuild().expect("made anew");
        assert_eq!(records.verify().expect("whole").count, 3, "{sql}");
    }
}

/// Verifies, and seeks a head.
fn against(records: &Records, hash: Sha, count: Option<u64>) -> Result<Head, RecordsError> {
    records.verify_against(&[Carried { hash, count }], &mut |_, _| true)
}

// RECORDS 3.7.
#[test]
fn a_head_that_was_carried_away_shows_rows_that_are_missing_or_made_anew() {
    let world = three();
    let carried = world.open().head().expect("a head");
    let records = world.open();
    against(&records, carried.hash, Some(3)).expect("there");
    add(&records, &briefing(4));
    against(&records, carried.hash, None).expect("still there");
    against(&records, Sha::ZERO, Some(0)).expect("before the first");
    let missing = |result| matches!(result, Err(RecordsError::HeadMissing { count: 4, .. }));
    assert!(missing(against(&records, carried.hash, Some(2))));
    assert!(missing(against(&records, carried.hash, Some(9))));
    assert!(missing(against(&records, Sha::of(b"another"), None)));
    assert!(missing(against(&records, Sha::of(b"another"), Some(4))));
}

// RECORDS 3.8.
#[test]
fn a_head_after_the_last_row_shows_that_the_end_is_cut_off() {
    let world = three();
    let records = world.open();
    let early = World::new();
    records
        .back_up(&early.made(), &mut |_, _| true)
        .expect("copied");
    add(&records, &briefing(4));
    add(&records, &briefing(5));
    let carried = records.head().expect("a head");
    let early = Records::open_read_only(&early.file()).expect("opens");
    early.verify().expect("whole as far as it goes");
    let cut = against(&early, carried.hash, Some(carried.count));
    assert!(
        matches!(
            cut,
            Err(RecordsError::CutOff {
                count: 3,
                known: 5,
                ..
            })
        ),
        "{cut:?}"
    );
}

// RECORDS 2.6.
#[test]
fn a_damaged_database_is_kept_aside_untouched_and_a_new_one_begun() {
    for (name, damage) in [("no database", 0), ("a damaged page", 4096)] {
        let world = three();
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(world.file())
            .expect("opens");
        file.seek(SeekFrom::Start(damage)).expect("seeks");
        file.write_all(&[0xA5; 600]).expect("writes");
        drop(file);
        let before = std::fs::read(world.file()).expect("read");
        let records = world.open();
        let kept = records.kept_aside().expect(name).to_owned();
        assert_eq!(std::fs::read(kept).expect("kept"), before, "{name}");
        assert_eq!(all(&records), []);
        add(&records, &briefing(1));
        drop(records);
        assert_eq!(world.open().kept_aside(), None, "{name}");
    }
}

#[cfg(unix)] // On Windows files inherit the folder's access list.
#[test]
fn records_in_a_folder_for_a_group_are_written_by_the_group() {
    use std::os::unix::fs::PermissionsExt;
    for (folder_mode, file_mode) in [(0o2770, 0o660), (0o755, 0o644)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mode = std::fs::Permissions::from_mode(folder_mode);
        std::fs::set_permissions(folder.path(), mode).expect("set");
        let file = folder.path().join("records.db");
        let records = Records::open_to_write(&file).expect("opens");
        assert_eq!(records.kept_aside(), None);
        add(&records, &briefing(1));
        let mut found = 0;
        for entry in std::fs::read_dir(folder.path()).expect("read") {
            let entry = entry.expect("an entry");
            let mode = entry.metadata().expect("known").permissions().mode() & 0o777;
            // Who may only read the records must not be able to lock them.
            let expected = match (folder_mode, entry.file_name().to_str()) {
                (0o755, Some("records.lock")) => 0o600,
                _ => file_mode,
            };
            assert_eq!(mode, expected, "{:?}", entry.file_name());
            found += 1;
        }
        // The records, their two journals, their lock.
        assert_eq!(found, 4);
    }
}

// RECORDS 3.1.
#[test]
fn an_empty_file_or_another_programs_is_no_store() {
    let world = World::new();
    std::fs::File::create(world.file()).expect("a file");
    assert!(world.open().kept_aside().is_some());
    let world = World::new();
    world.tamper("CREATE TABLE birds(name)");
    assert!(matches!(
        Records::open_read_only(&world.file()),
        Err(RecordsError::Damaged { .. })
    ));
    assert!(world.open().kept_aside().is_some());
}

// RECORDS 5.2.
#[test]
fn a_newer_programs_store_is_left_alone() {
    let world = three();
    world.tamper("PRAGMA user_version = 3");
    let before = std::fs::read(world.file()).expect("read");
    for opened in [
        Records::open(&world.file()),
        Records::open_read_only(&world.file()),
    ] {
        assert!(matches!(
            opened,
            Err(RecordsError::StoreTooNew { found: 3, .. })
        ));
    }
    assert_eq!(std::fs::read(world.file()).expect("read"), before);
}
