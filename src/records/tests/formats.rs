//! Contents of older and newer formats (RECORDS section 4), and such as no version wrote.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, add, all, briefing, noon};
use crate::records::content::{Content, FORMAT, Unreadable};
use crate::records::{Records, RecordsError};

/// A content of format `format` that is otherwise right.
fn content(format: u64) -> Value {
    json!({
        "kind": "session", "format": format, "recorded_at": "2026-11-24T12:00:00-05:00",
        "salt": "00".repeat(32), "session": briefing(9), "brought_in": null,
    })
}

/// The same content in a format before 5, which knew neither roll calls nor minutes (RECORDS 4.3).
fn without_credit(mut content: Value) -> Value {
    let Some(Value::Object(session)) = content.get_mut("session") else {
        return content;
    };
    for name in ["roll_call_id", "credit_rule", "on_duty"] {
        session.remove(name);
    }
    for officer in session["officers"].as_array_mut().expect("a list") {
        let fields = officer.as_object_mut().expect("an officer");
        fields.remove("left_at");
        fields.remove("minutes");
    }
    content
}

/// The same content in format 2, which knew of no other store (RECORDS 4.3).
fn second(content: Value) -> Value {
    let mut content = without_credit(content);
    content["format"] = json!(2);
    content
        .as_object_mut()
        .expect("an object")
        .remove("brought_in");
    content
}

// RECORDS 4.5.
#[test]
fn a_store_with_a_row_of_a_newer_format_is_left_alone() {
    let world = World::new();
    add(&world.open(), &briefing(1));
    let mut newer = content(FORMAT + 1);
    newer["session"]["weather"] = json!("fair");
    world.add_raw(&newer);
    let before = (world.rows(), world.names());
    for opened in [
        Records::open(&world.file()),
        Records::open_read_only(&world.file()),
    ] {
        assert!(
            matches!(
                opened,
                Err(RecordsError::RowTooNew { seq: 2, found, .. }) if found == FORMAT + 1
            ),
            "{opened:?}"
        );
    }
    assert_eq!((world.rows(), world.names()), before);
}

#[test]
fn a_row_of_a_newer_format_that_came_while_the_store_was_open_is_no_tampering() {
    let world = World::new();
    let mut records = world.open();
    add(&records, &briefing(1));
    let mut newer = content(FORMAT + 1);
    newer["kind"] = json!("purge");
    world.add_raw(&newer);
    let too_new = |result| matches!(result, Err(RecordsError::RowTooNew { seq: 2, .. }));
    assert!(too_new(records.verify().map(drop)));
    assert!(too_new(records.rebuild().map(drop)));
    assert!(too_new(records.last_recorded().map(drop)));
    assert!(too_new(records.append(&briefing(2), &noon()).map(drop)));
    assert_eq!(all(&records).len(), 1);
}

/// `content` as it would be stored, read.
fn read(content: &Value) -> Result<Content, Unreadable> {
    Content::read(&serde_json_canonicalizer::to_string(content).expect("JSON"))
}

/// An amendment of format `format` that is otherwise right.
fn amendment(format: u64) -> Value {
    let mut content = json!({
        "kind": "amendment", "format": format, "recorded_at": "2026-11-24T12:00:00-05:00",
        "salt": "00".repeat(32), "session_id": Uuid::from_u128(9), "brought_in": null,
        "amendment": {
            "field": "mark", "officer": "1", "row": null, "from": "absent", "to": "late",
            "by": "Somebody", "why": "seen", "at": "2026-11-24T12:00:00-05:00",
            "account": "somebody",
        },
    });
    if format < 4 {
        let fields = content["amendment"].as_object_mut().expect("an object");
        fields.remove("row");
    }
    content
}

// RECORDS 4.3.
#[test]
fn an_amendment_of_the_third_format_names_no_place_in_the_roll_and_is_else_the_same() {
    let third = read(&amendment(3)).expect("read");
    assert_eq!(third, read(&amendment(FORMAT)).expect("read"));
    let second = read(&second(amendment(2))).expect("read");
    assert_eq!(third, second);
    let mut session = without_credit(content(3));
    assert_eq!(
        read(&session).expect("read"),
        read(&content(FORMAT)).expect("read")
    );
    session["session"]["weather"] = json!("fair");
    assert!(read(&session).is_err());
    for (format, row) in [(3, json!(1)), (3, Value::Null), (FORMAT, json!("1"))] {
        let mut wrong = amendment(format);
        wrong["amendment"]["row"] = row;
        assert!(
            matches!(read(&wrong), Err(Unreadable::Broken(_))),
            "{wrong}"
        );
    }
    for whole in [amendment(FORMAT), amendment(3)] {
        for lacking in without_one_field(&whole) {
            assert!(
                matches!(read(&lacking), Err(Unreadable::Broken(_))),
                "{lacking}"
            );
        }
    }
}

/// The same content in format 1 (RECORDS 4.2).
fn first(content: Value) -> Value {
    let mut content = second(content);
    let fields = content.as_object_mut().expect("an object");
    fields.remove("format");
    let session = fields["session"].as_object_mut().expect("a session");
    session.remove("station_id");
    content
}

// RECORDS 4.3.
#[test]
fn a_content_of_the_first_format_has_no_station_id_and_is_else_the_same() {
    let Ok(Content::Session { session, .. }) = read(&first(content(FORMAT))) else {
        panic!("a session");
    };
    let mut same = briefing(9);
    same.station_id = None;
    assert_eq!(*session, same);
}

// RECORDS 4.3.
#[test]
fn a_content_of_the_second_format_was_brought_in_from_nowhere_and_is_else_the_same() {
    let read_second = read(&second(content(FORMAT))).expect("read");
    assert_eq!(read_second, read(&content(FORMAT)).expect("read"));
}

// RECORDS 4.4.
#[test]
fn contents_that_no_version_wrote_are_refused() {
    read(&content(FORMAT)).expect("right as it is");
    let edited = |of: Value, edit: &dyn Fn(&mut Value)| {
        let mut content = of;
        edit(&mut content);
        content
    };
    let third = || content(FORMAT);
    let latter = || second(content(FORMAT));
    let former = || first(content(FORMAT));
    let contents = [
        edited(third(), &|c| c["format"] = json!(0)),
        edited(third(), &|c| c["format"] = json!(1)),
        edited(third(), &|c| c["format"] = json!("2")),
        edited(third(), &|c| c["format"] = json!(2.5)),
        edited(third(), &|c| c["weather"] = json!("fair")),
        edited(third(), &|c| c["kind"] = json!("purge")),
        edited(third(), &|c| c["session"]["weather"] = json!("fair")),
        edited(third(), &|c| {
            c["session"]["officers"][0]["weather"] = json!("fair");
        }),
        edited(third(), &|c| {
            let session = c["session"].as_object_mut().expect("a session");
            session.remove("station_id");
        }),
        edited(latter(), &|c| c["brought_in"] = Value::Null),
        edited(latter(), &|c| c["format"] = json!(FORMAT)),
        edited(latter(), &|c| c["session"]["weather"] = json!("fair")),
        edited(former(), &|c| c["brought_in"] = Value::Null),
        edited(former(), &|c| c["format"] = json!(2)),
        edited(former(), &|c| c["format"] = Value::Null),
        edited(former(), &|c| c["session"]["station_id"] = Value::Null),
        edited(former(), &|c| c["session"]["weather"] = json!("fair")),
        edited(former(), &|c| c["weather"] = json!("fair")),
        edited(former(), &|c| c["session"] = json!([])),
    ];
    for content in contents {
        let found = read(&content);
        assert!(
            matches!(found, Err(Unreadable::Broken(_))),
            "{content}: {found:?}"
        );
    }
    let former = serde_json_canonicalizer::to_string(&former()).expect("JSON");
    Content::read(&former).expect("right as it is");
    for (from, to) in [
        ("\"salt\":", "\"salt\":\"\",\"salt\":"),
        ("\"notes\":\"\"", "\"notes\": \"\""),
    ] {
        let altered = former.replacen(from, to, 1);
        assert_ne!(altered, former);
        let found = Content::read(&altered);
        assert!(
            matches!(found, Err(Unreadable::Broken(_))),
            "{to}: {found:?}"
        );
    }
}

/// Every way to leave one field out of a document, nested ones included.
fn without_one_field(document: &Value) -> Vec<Value> {
    match document {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let mut without = fields.clone();
                without.remove(name);
                let nested = without_one_field(value).into_iter().map(|value| {
                    let mut with = fields.clone();
                    with.insert(name.clone(), value);
                    Value::Object(with)
                });
                std::iter::once(Value::Object(without))
                    .chain(nested)
                    .collect::<Vec<_>>()
            })
            .collect(),
        Value::Array(values) => (0..values.len())
            .flat_map(|at| {
                without_one_field(&values[at])
                    .into_iter()
                    .map(move |value| {
                        let mut with = values.clone();
                        with[at] = value;
                        Value::Array(with)
                    })
            })
            .collect(),
        _ => Vec::new(),
    }
}

// RECORDS 4.4.
#[test]
fn a_content_that_lacks_any_field_is_broken() {
    for whole in [
        content(FORMAT),
        second(content(FORMAT)),
        first(content(FORMAT)),
    ] {
        let lacking = without_one_field(&whole);
        assert!(lacking.len() > 50, "{}", lacking.len());
        for content in lacking {
            // Without its format it is of the first format, and has a field too many.
            let found = read(&content);
            assert!(
                matches!(found, Err(Unreadable::Broken(_))),
                "{content}: {found:?}"
            );
        }
    }
}

// RECORDS 4.3, 4.4.
#[test]
fn a_content_of_the_fourth_format_has_no_roll_call_and_no_minutes_and_is_else_the_same() {
    let today = read(&content(FORMAT)).expect("read");
    let fourth = without_credit(content(4));
    assert_eq!(read(&fourth).expect("read"), today);
    let lacking = without_one_field(&fourth);
    assert!(lacking.len() > 50);
    for (name, value) in [
        ("roll_call_id", json!(null)),
        ("roll_call_id", json!(Uuid::from_u128(7))),
        ("credit_rule", json!("actual")),
        ("on_duty", json!(true)),
    ] {
        let mut wrong = fourth.clone();
        wrong["session"][name] = value;
        let found = read(&wrong);
        assert!(matches!(found, Err(Unreadable::Broken(_))), "{wrong}");
    }
    for (name, value) in [
        ("minutes", json!(null)),
        ("minutes", json!(3)),
        ("left_at", json!("2026-11-24T12:00:00-05:00")),
    ] {
        let mut wrong = fourth.clone();
        wrong["session"]["officers"][0][name] = value;
        let found = read(&wrong);
        assert!(matches!(found, Err(Unreadable::Broken(_))), "{wrong}");
        // So it is where the row came from another store, and where a key is not plain ASCII.
        wrong["brought_in"] = json!({"store": "ö", "seq": 1, "hash": "00".repeat(32),
            "recorded_at": "2026-11-24T12:00:00-05:00", "account": "it"});
        let found = read(&wrong);
        assert!(matches!(found, Err(Unreadable::Broken(_))), "{wrong}");
    }
    for lacking in lacking {
        assert!(
            matches!(read(&lacking), Err(Unreadable::Broken(_))),
            "{lacking}"
        );
    }
}

// RECORDS 3.4.
#[test]
fn a_content_that_is_not_canonical_is_broken() {
    let canonical = serde_json_canonicalizer::to_string(&content(FORMAT)).expect("JSON");
    Content::read(&canonical).expect("right as it is");
    for (from, to) in [
        ("\"notes\":\"\"", "\"notes\": \"\""),
        ("\"salt\":", "\"salt\":\"\",\"salt\":"),
        ("{", "{ "),
    ] {
        let altered = canonical.replacen(from, to, 1);
        assert_ne!(altered, canonical);
        let found = Content::read(&altered);
        assert!(
            matches!(found, Err(Unreadable::Broken(_))),
            "{altered}: {found:?}"
        );
    }
}

// RECORDS 4.5.
#[test]
fn a_row_of_an_older_format_after_one_of_a_newer_breaks_the_chain() {
    let world = World::new();
    let records = world.open();
    add(&records, &briefing(1));
    let mut older = first(content(FORMAT));
    older["session"]["id"] = json!(Uuid::from_u128(77));
    world.add_raw(&older);
    let verified = records.verify();
    assert!(
        matches!(verified, Err(RecordsError::ChainBroken { seq: 2, .. })),
        "{verified:?}"
    );
}

// RECORDS 2.5 and 4.8.
#[test]
fn a_row_that_amends_what_cannot_be_amended_breaks_the_chain() {
    for field in ["station_id", "pack_version", "media", "id"] {
        let world = World::new();
        let records = world.open();
        add(&records, &briefing(1));
        let session = serde_json::to_value(briefing(1)).expect("JSON");
        world.add_raw(&json!({
            "kind": "amendment",
            "format": FORMAT,
            "brought_in": null,
            "recorded_at": content(FORMAT)["recorded_at"],
            "salt": "ab".repeat(32),
            "session_id": session["id"],
            "amendment": {
                "field": field,
                "officer": null,
                "row": null,
                "from": session[field],
                "to": null,
                "by": "Somebody",
                "why": "to hide it",
                "at": content(FORMAT)["recorded_at"],
                "account": "somebody",
            },
        }));
        let verified = records.verify();
        assert!(
            matches!(verified, Err(RecordsError::ChainBroken { seq: 2, .. })),
            "{field}: {verified:?}"
        );
    }
}
