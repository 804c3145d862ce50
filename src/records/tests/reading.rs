use super::{World, add, all, attended, briefing, central, moment, noon};
use crate::records::{Filter, Format, Records, RecordsError, What};
use crate::session::{Delivery, Outcome, Session, fixture};
use crate::station::Station;
use jiff::civil::date;
use uuid::Uuid;

// RECORDS 8.1.
#[test]
fn a_filter_finds_by_module_shift_officer_date_and_text() {
    let world = World::new();
    let records = world.open();
    let mut other = briefing(2);
    other.module_id = "consular".parse().expect("an id");
    other.shift = "swing".to_owned();
    other.officers[0].id = "3".to_owned();
    other.officers[0].name = "Ödön Example".to_owned();
    add(&records, &briefing(1));
    add(&records, &other);
    let found = |filter: Filter| -> Vec<u128> {
        let views = records.sessions(&filter).expect("sessions");
        views
            .iter()
            .map(|v| v.session.session_id.as_u128())
            .collect()
    };
    let base = Filter::default;
    assert_eq!(found(base()), [2, 1], "newest first");
    let module = "example.pack/consular".parse().ok();
    assert_eq!(found(Filter { module, ..base() }), [2]);
    assert_eq!(
        found(Filter {
            shift: Some("day".to_owned()),
            ..base()
        }),
        [1]
    );
    assert_eq!(
        found(Filter {
            officers: vec!["2".to_owned()],
            ..base()
        }),
        [2, 1]
    );
    assert_eq!(
        found(Filter {
            officers: vec!["3".to_owned()],
            ..base()
        }),
        [2]
    );
    assert_eq!(
        found(Filter {
            from: Some(date(2026, 11, 3)),
            ..base()
        }),
        [2]
    );
    assert_eq!(
        found(Filter {
            to: Some(date(2026, 11, 2)),
            ..base()
        }),
        [1]
    );
    assert_eq!(
        found(Filter {
            text: "ödön CONSULAR".to_owned(),
            ..base()
        }),
        [2]
    );
    assert_eq!(
        found(Filter {
            text: "100%' OR 1".to_owned(),
            ..base()
        }),
        [0; 0]
    );
    assert_eq!(
        found(Filter {
            limit: Some(1),
            ..base()
        }),
        [2]
    );
}

// RECORDS 6.5.
#[test]
fn a_shifts_last_completion_is_the_latest_by_date_that_was_complete_and_for_the_shift() {
    let world = World::new();
    let records = world.open();
    for n in [5, 3] {
        add(&records, &briefing(n));
    }
    let mut partial = briefing(6);
    partial.outcome = Outcome::Partial;
    add(&records, &partial);
    let mut make_up = briefing(7);
    make_up.delivery = Delivery::MakeUp;
    add(&records, &make_up);
    let done = records.done(&central(), date(2026, 11, 24)).expect("done");
    assert_eq!(done.len(), 1);
    assert_eq!(done[0].date, date(2026, 11, 6));
    assert_eq!((done[0].present, done[0].of), (1, 2));
    let elsewhere = Station {
        name: "Elsewhere".to_owned(),
        ..Station::default()
    };
    let done = records.done(&elsewhere, date(2026, 11, 24)).expect("done");
    assert_eq!(done, []);
    // Credit follows what the officer sat through: the make-up counts, the partial one does not.
    assert_eq!(attended(&records, &["1"]), 3);
    assert_eq!(attended(&records, &["2"]), 0);
}

#[test]
fn when_the_last_row_was_recorded_is_known() {
    let world = World::new();
    let records = world.open();
    assert_eq!(records.last_recorded().expect("none"), None);
    add(&records, &briefing(1));
    assert_eq!(records.last_recorded().expect("one"), Some(noon()));
}

// RECORDS 8.5 and 8.6.
#[test]
fn an_export_is_csv_with_counts_and_no_formulas() {
    let world = World::new();
    let records = world.open();
    let mut session = briefing(1);
    session.notes = "=HYPERLINK(\"x\")\r\nline, two".to_owned();
    session.officers[0].name = "+1".to_owned();
    add(&records, &session);
    let mut out = Vec::new();
    let exported = records
        .export(What::Sessions, Format::Csv, &Filter::default(), &mut out)
        .expect("exported");
    assert_eq!((exported.rows, exported.head.count), (1, 1));
    let mut reader = csv::Reader::from_reader(&*out);
    let header = reader.headers().expect("a header").clone();
    let row = reader.records().next().expect("a row").expect("CSV");
    let field = |name: &str| {
        let at = header.iter().position(|h| h == name).expect("a column");
        row[at].to_owned()
    };
    assert_eq!(field("notes"), "'=HYPERLINK(\"x\")\r\nline, two");
    assert_eq!(field("officers"), "2");
    assert_eq!(field("started_at"), "2026-11-02T06:55:00-05:00");
    assert_eq!(field("key_id"), "0123456789ABCDEF");
    assert!(out.ends_with(b"\r\n"));

    let mut out = Vec::new();
    let exported = records
        .export(What::Attendance, Format::Csv, &Filter::default(), &mut out)
        .expect("exported");
    assert_eq!(exported.rows, 2);
    assert!(String::from_utf8(out).expect("UTF-8").contains(",1,'+1,"));
}

// RECORDS 8.5.
#[test]
fn an_export_is_json_with_every_field() {
    let world = World::new();
    let records = world.open();
    let parse = |what| -> serde_json::Value {
        let mut out = Vec::new();
        records
            .export(what, Format::Json, &Filter::default(), &mut out)
            .expect("exported");
        serde_json::from_slice(&out).expect("JSON")
    };
    assert_eq!(parse(What::Sessions)["sessions"], serde_json::json!([]));
    add(&records, &briefing(1));
    add(&records, &briefing(2));
    let sessions = parse(What::Sessions);
    let views = serde_json::to_value(all(&records)).expect("JSON");
    assert_eq!(sessions["sessions"], views);
    let attendance = parse(What::Attendance);
    assert_eq!(attendance["attendance"].as_array().expect("rows").len(), 4);
}

fn under_way(id: u128) -> Session {
    let manifest = r#"{"format": 1, "id": "example.pack", "version": 3, "title": "Test",
        "publisher": "Example", "language": "en-US", "created": "2026-11-24T09:00:00Z",
        "as_of": "2026-11-24", "review_by": null, "not_after": null, "min_app": "0.1.0",
        "series": null, "modules": [{"id": "detainers", "variant": null, "audience": ["all"],
        "title": "Detainers", "summary": "", "objectives": [], "minutes": 12,
        "credit_minutes": null, "media": [], "steps": [], "prompts": [], "job_aids": [],
        "references": []}]}"#;
    let plan = fixture::plan(manifest, Vec::new());
    Session::new(plan, Uuid::from_u128(id))
}

// RECORDS 2.2.
#[test]
fn a_briefing_under_way_is_there_after_a_restart_and_gone_once_recorded() {
    let world = World::new();
    let at = moment("2026-11-24T07:00:00-05:00");
    let session = under_way(1);
    world.open().save_draft(&session, &at).expect("saved");
    let records = world.open();
    assert_eq!(records.draft().expect("a draft"), Some(session.clone()));
    records.discard_draft(Uuid::from_u128(9)).expect("another");
    assert!(records.draft().expect("still there").is_some());
    add(&records, &briefing(1));
    assert_eq!(records.draft().expect("none"), None);
    records.save_draft(&session, &at).expect("too late");
    assert_eq!(records.draft().expect("none"), None);
}

#[test]
fn an_unreadable_draft_is_reported_and_replaced_by_the_next() {
    let world = World::new();
    drop(world.open());
    world.tamper("INSERT INTO drafts VALUES (1, 'x', 'x', '{\"old\":1}')");
    let records = world.open();
    assert!(matches!(
        records.draft(),
        Err(RecordsError::DraftUnreadable { .. })
    ));
    let at = noon();
    records.save_draft(&under_way(2), &at).expect("saved");
    assert!(records.draft().expect("a draft").is_some());
}

#[test]
fn a_station_without_a_store_has_no_sessions() {
    let world = World::new();
    let missing = Records::open_read_only(&world.file());
    assert!(matches!(missing, Err(RecordsError::NoStore { .. })));
    let none = Records::none(&world.file()).expect("none");
    assert_eq!(all(&none), []);
    assert!(!world.file().exists());
}

#[test]
fn records_beside_which_no_file_can_be_made_are_read_to_the_last_row_or_refused() {
    let world = World::new();
    add(&world.open(), &briefing(1));
    let copy = World::new();
    let carry = |ending: &str| {
        let to = copy.file().with_extension(ending);
        std::fs::copy(world.file().with_extension(ending), to).expect("copied");
    };
    carry("db");
    // A folder in the place of SQLite's own file: it can make none, as on a read-only medium.
    std::fs::create_dir(copy.file().with_extension("db-shm")).expect("a folder");
    let reader = Records::open_read_only(&copy.file()).expect("opens");
    assert_eq!(all(&reader).len(), 1);
    drop(reader);
    // A row that lies in the journal only.
    let records = world.open();
    add(&records, &briefing(2));
    carry("db");
    carry("db-wal");
    match Records::open_read_only(&copy.file()) {
        Ok(reader) => assert_eq!(all(&reader).len(), 2),
        Err(error) => assert!(matches!(error, RecordsError::Io { .. }), "{error:?}"),
    }
}
