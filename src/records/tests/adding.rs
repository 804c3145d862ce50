use super::{World, add, all, attended, briefing, central, moment, noon};
use crate::records::{Change, Made, Records, RecordsError, Sha, Whose};
use crate::session::{Acknowledgement, Mark, Officer};
use jiff::civil::date;
use uuid::Uuid;

#[test]
fn what_was_recorded_is_read_again_by_another_reader() {
    let world = World::new();
    let recorded = world
        .open()
        .append(&briefing(1), &noon())
        .expect("recorded");
    let reader = Records::open_read_only(&world.file()).expect("opens");
    let views = all(&reader);
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].session, briefing(1));
    assert_eq!((views[0].seq, views[0].hash), (1, recorded.hash));
    assert_eq!(views[0].recorded_at, noon());
    assert_eq!(reader.head().expect("a head").hash, recorded.hash);
}

// RECORDS 2.3.
#[test]
fn the_same_session_is_recorded_once() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    let again = records.append(&briefing(1), &noon());
    assert!(matches!(
        again,
        Err(RecordsError::AlreadyRecorded { seq: 1, .. })
    ));
    assert_eq!(records.head().expect("a head").count, 1);
}

// RECORDS 3.4.
#[test]
fn the_same_briefing_has_another_hash_on_another_station() {
    let heads = [0, 1].map(|_| {
        let world = World::new();
        let recorded = world.open().append(&briefing(1), &noon());
        recorded.expect("recorded").hash
    });
    assert_ne!(heads[0], heads[1], "a random salt is part of each content");
}

// RECORDS 3.3.
#[test]
fn rows_are_chained_as_the_rule_says() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    add(&records, &briefing(2));
    let sql = "SELECT content_sha256, prev, hash, json, kind FROM entries JOIN contents ON \
               sha256 = content_sha256 ORDER BY seq";
    let mut statement = records.connection.prepare(sql).expect("SQL");
    let mut prev = Sha::ZERO;
    let rows = statement.query_map([], |row| {
        Ok([
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ])
    });
    for row in rows.expect("rows") {
        let [content, before, hash, json, kind]: [String; 5] = row.expect("a row");
        assert_eq!(Sha::of(json.as_bytes()).to_string(), content);
        assert_eq!(before, prev.to_string());
        prev = Sha::of_row(prev, content.parse().expect("a hash"));
        assert_eq!(hash, prev.to_string());
        assert_eq!(kind, "session");
        let canonical = serde_json_canonicalizer::pipe(&json).expect("JSON");
        assert_eq!(canonical, json);
    }
}

// RECORDS 3.5.
#[test]
fn the_database_itself_refuses_to_edit_delete_or_replace() {
    let world = World::new();
    add(&world.open(), &briefing(1));
    let connection = rusqlite::Connection::open(world.file()).expect("opens");
    for sql in [
        "UPDATE entries SET kind = 'x'",
        "DELETE FROM entries",
        "UPDATE contents SET json = '{}'",
        "DELETE FROM contents",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries",
        "INSERT OR REPLACE INTO contents SELECT sha256, '{}' FROM contents",
        "INSERT INTO entries VALUES (7, 'session', '', '', '')",
    ] {
        assert!(connection.execute(sql, []).is_err(), "{sql}");
    }
    world.open().verify().expect("still whole");
}

// RECORDS 2.1.
#[test]
fn a_commit_waits_for_the_disk() {
    let world = World::new();
    let records = world.open();
    let value = |name: &str| -> String {
        let sql = format!("SELECT * FROM pragma_{name}");
        let row = records
            .connection
            .query_row(&sql, [], |row| row.get::<_, rusqlite::types::Value>(0));
        format!("{:?}", row.expect("a value"))
    };
    assert_eq!(value("journal_mode"), "Text(\"wal\")");
    assert_eq!(value("synchronous"), "Integer(2)");
}

fn change<'a>(officer: Option<&'a str>, field: &'a str, to: &'a str) -> Change<'a> {
    Change {
        session: Uuid::from_u128(1),
        // A test ends soon enough.
        officer: officer.map(|id| Whose::Ids(vec![id.to_owned()].leak())),
        field,
        to,
        by: "Lieutenant 7",
        why: "signed the sheet",
        at: moment("2026-11-25T09:00:00-05:00"),
        account: "lieutenant",
        confirmed: false,
    }
}

// RECORDS 2.5.
#[test]
fn an_amendment_is_a_row_of_its_own_and_the_view_shows_both() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    records
        .amend(&change(Some("2"), "mark", "present"))
        .expect("amended");
    records
        .amend(&change(None, "headcount", "3"))
        .expect("amended");
    let view = records.session(Uuid::from_u128(1)).expect("the session");
    assert!(view.session.officers[1].mark.was_there());
    assert_eq!(view.session.headcount, 3);
    let history: Vec<_> = view
        .amendments
        .iter()
        .map(|a| (&*a.field, &a.from, &a.to))
        .collect();
    assert_eq!(history[0], ("mark", &"absent".into(), &"present".into()));
    assert_eq!(history[1], ("headcount", &0.into(), &3.into()));
    assert_eq!(records.verify().expect("whole").count, 3);
    assert_eq!(
        records.done(&central(), date(2026, 11, 25)).expect("done")[0].present,
        2
    );
    assert_eq!(attended(&records, &["2"]), 1);
}

// RECORDS 2.13.
#[test]
fn an_officer_who_was_there_is_put_on_the_roll_once_and_counts() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    let session = briefing(1).session_id;
    let made = Made {
        by: "Lieutenant",
        why: "came after sign-off",
        at: noon(),
        account: "it",
    };
    let officer = Officer {
        id: "7".to_owned(),
        mark: Mark::Present,
        minutes: Some(5),
        ..Officer::named("Officer 7")
    };
    let added = records.amend_by_officer(session, &officer, &made);
    let added = added.expect("added");
    assert_eq!(
        (added.field.as_str(), added.officer, added.row),
        ("officers", None, None)
    );
    assert_eq!(added.from, serde_json::Value::Null);
    let view = &all(&records)[0];
    assert_eq!(view.session.officers.len(), 3);
    assert_eq!(view.session.officers[2], officer);
    assert_eq!(view.amendments.len(), 1);
    assert_eq!(records.verify().expect("whole").count, 2);
    assert_eq!(attended(&records, &["7"]), 1);
    // Its fields can be amended as those of any other.
    let marked = records.amend(&change(Some("7"), "mark", "left_early"));
    assert_eq!(marked.expect("amended").from, "present");
    records
        .amend(&change(Some("7"), "minutes", "4"))
        .expect("amended");
    records
        .amend(&change(Some("7"), "acknowledgement", "A-17"))
        .expect("amended");
    let officer = &all(&records)[0].session.officers[2];
    assert_eq!((officer.mark, officer.minutes), (Mark::LeftEarly, Some(4)));
    assert_eq!(
        officer.acknowledgement,
        Acknowledgement::Paper("A-17".to_owned())
    );
    let twice = records.amend_by_officer(session, officer, &made);
    assert!(
        matches!(twice, Err(RecordsError::OnRoll { .. })),
        "{twice:?}"
    );
    let nobody = records.amend_by_officer(session, &Officer::named(" "), &made);
    assert!(
        matches!(nobody, Err(RecordsError::BadAmendment { .. })),
        "{nobody:?}"
    );
    assert_eq!(records.verify().expect("whole").count, 5);
    let mut records = records;
    assert_eq!(records.rebuild().expect("anew").kept, None);
}

// RECORDS 2.5.
#[test]
fn what_cannot_be_amended_is_refused_and_nothing_is_added() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    for (officer, field, to) in [
        (None, "pack_sha256", "11"),
        // RECORDS 4.8.
        (None, "station_id", "11111111-2222-4333-8444-000000000000"),
        (None, "outcome", "perhaps"),
        (None, "headcount", "-1"),
        (None, "headcount", "0"),
        (Some("2"), "id", "3"),
        (Some("2"), "mark", "asleep"),
    ] {
        let refused = records.amend(&change(officer, field, to));
        assert!(
            matches!(refused, Err(RecordsError::BadAmendment { .. })),
            "{field} {to}"
        );
    }
    let nobody = records.amend(&change(Some("9"), "mark", "present"));
    assert!(matches!(nobody, Err(RecordsError::NoSuchOfficer { .. })));
    assert_eq!(records.head().expect("a head").count, 1);
}

// RECORDS 2.4.
#[test]
fn a_full_disk_is_an_error_and_recorded_rows_stay() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    records
        .connection
        .execute_batch("PRAGMA max_page_count = 1")
        .expect("a limit");
    let mut large = briefing(2);
    large.notes = "x".repeat(1 << 20);
    let full = records.append(&large, &noon());
    assert!(
        matches!(full, Err(RecordsError::NoSpace { .. })),
        "{full:?}"
    );
    assert_eq!(all(&records).len(), 1);
    records.verify().expect("whole");
}

// RECORDS 2.4.
#[test]
fn a_missing_store_is_reported_before_the_roll_is_taken() {
    let world = World::new();
    let records = world.open();
    records.check_writable().expect("writable");
    std::fs::remove_file(world.file()).expect("removed");
    assert!(records.check_writable().is_err());
}

// RECORDS 2.4.
#[test]
fn a_read_only_store_is_reported_before_the_roll_is_taken() {
    let world = World::new();
    add(&world.open(), &briefing(1));
    let reader = Records::open_read_only(&world.file()).expect("opens");
    let refused = reader.check_writable();
    assert!(
        matches!(refused, Err(RecordsError::ReadOnly { .. })),
        "{refused:?}"
    );
    let refused = reader.append(&briefing(2), &noon());
    assert!(
        matches!(refused, Err(RecordsError::ReadOnly { .. })),
        "{refused:?}"
    );
}
