//! What came after the first format, put into what its program wrote: so it is compared with what the
//! program of today writes.

use serde_json::Value;

use crate::records::What;

/// What format 1 did not know of a session, in the order in which it was added.
const ADDED: [&str; 5] = [
    "station_id",
    "brought_in",
    "roll_call_id",
    "credit_rule",
    "on_duty",
];

/// What an officer of a complete briefing is credited where no rule is recorded: what the module grants.
fn credit<'a>(outcome: &str, mark: &str, granted: &'a str) -> &'a str {
    let was_there = ["present", "late", "left_early"].contains(&mark);
    if outcome == "complete" && was_there {
        granted
    } else {
        ""
    }
}

/// What format 1 did not know is there at the end, and empty (RECORDS 4.3, 8.5); of the attendance the
/// minutes credited follow from the rest.
pub(super) fn with_added_columns(csv: &[u8], what: What) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut header = csv::StringRecord::new();
    for (number, row) in reader.records().enumerate() {
        let mut row = row.expect("CSV");
        let of_officer = match what {
            What::Sessions => &[][..],
            What::Attendance => &["left_at", "minutes"],
        };
        for name in ADDED.iter().chain(of_officer) {
            row.push_field(if number == 0 { name } else { "" });
        }
        if number == 0 {
            header = row.clone();
        }
        let cell = |name| {
            let place = header.iter().position(|column| column == name);
            row[place.expect("a column")].to_owned()
        };
        if what == What::Attendance {
            let granted = cell("credit_minutes");
            row.push_field(match number {
                0 => "officer_credit_minutes",
                _ => credit(&cell("outcome"), &cell("mark"), &granted),
            });
        }
        writer.write_record(&row).expect("written");
    }
    writer.into_inner().expect("written")
}

/// The same for JSON.
pub(super) fn with_nulls(mut document: Value, list: &str) -> Value {
    for row in document[list].as_array_mut().expect("rows") {
        for name in ADDED {
            assert_eq!(row.get(name), None);
            row[name] = Value::Null;
        }
        let mut officers: Vec<&mut Value> = match list {
            "sessions" => row["officers"]
                .as_array_mut()
                .expect("officers")
                .iter_mut()
                .collect(),
            _ => vec![&mut row["officer"]],
        };
        for officer in &mut officers {
            for name in ["left_at", "minutes"] {
                assert_eq!(officer.get(name), None);
                officer[name] = Value::Null;
            }
        }
        let amendments = row.get_mut("amendments").and_then(Value::as_array_mut);
        for amendment in amendments.into_iter().flatten() {
            assert_eq!(amendment.get("row"), None);
            amendment["row"] = Value::Null;
        }
    }
    document
}

/// Takes out of an export of the attendance what follows from the rest.
pub(super) fn without_derived(mut document: Value) -> Value {
    let rows = document.get_mut("attendance").and_then(Value::as_array_mut);
    for row in rows.into_iter().flatten() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let granted = row["credit_minutes"].to_string();
        let (outcome, mark) = (text(&row["outcome"]), text(&row["officer"]["mark"]));
        let fields = row.as_object_mut().expect("an object");
        let credited = fields.remove("officer_credit_minutes").expect("a field");
        let expected = credit(&outcome, &mark, &granted);
        assert_eq!(
            credited.to_string(),
            if expected.is_empty() {
                "null"
            } else {
                expected
            }
        );
        assert!(
            fields
                .remove("course")
                .is_some_and(|course| course.is_object())
        );
    }
    document
}
