//! What can be changed afterwards, and how a change is applied to what was recorded.

use serde_json::Value;

use crate::records::RecordsError;
use crate::records::append::Change;
use crate::records::content::Amendment;
use crate::session::Completion;

/// Fields of the briefing that can be amended (RECORDS 2.5); `a.b` is field b of a. What the
/// program itself saw (the pack, what was played, the machine) is evidence and stays.
const SESSION_FIELDS: [&str; 20] = [
    "shift",
    "shift_name",
    "shift_date",
    "room",
    "started_at",
    "ended_at",
    "actual_minutes",
    "credit_minutes",
    "delivery",
    "outcome",
    "course.code",
    "course.category",
    "course.lesson_plan",
    "facilitator.id",
    "facilitator.name",
    "facilitator.rank",
    "facilitator.certification",
    "headcount",
    "signed_by",
    "notes",
];
/// Fields of an officer that can be amended.
const OFFICER_FIELDS: [&str; 6] = ["name", "rank", "squad", "mark", "arrived_at", "visiting"];

fn amendable(officer: Option<&str>) -> &'static [&'static str] {
    match officer {
        Some(_) => &OFFICER_FIELDS,
        None => &SESSION_FIELDS,
    }
}

/// What the change would be, if it is one that can be made.
pub(super) fn prepare(now: &Completion, change: &Change<'_>) -> Result<Amendment, RecordsError> {
    let bad = |reason: &str| RecordsError::BadAmendment {
        field: change.field.to_owned(),
        to: change.to.to_owned(),
        reason: reason.to_owned(),
    };
    let fields = amendable(change.officer);
    if !fields.contains(&change.field) {
        return Err(bad(&format!(
            "fields that can be amended are {}",
            fields.join(", ")
        )));
    }
    if let Some(officer) = change.officer {
        let known = now.officers.iter().any(|o| o.id == officer);
        if officer.is_empty() || !known {
            return Err(RecordsError::NoSuchOfficer {
                officer: officer.to_owned(),
            });
        }
    }
    let document = serde_json::to_value(now).map_err(|e| bad(&e.to_string()))?;
    let from = slot(&document, change.officer, change.field).cloned();
    let mut amendment = Amendment {
        field: change.field.to_owned(),
        officer: change.officer.map(str::to_owned),
        from: from.ok_or_else(|| bad("there is no such field"))?,
        to: Value::Null,
        by: change.by.to_owned(),
        why: change.why.to_owned(),
        at: change.at,
        account: change.account.to_owned(),
    };
    // A number or a truth value where one fits, else a text; whichever the record accepts.
    let mut reason = String::new();
    for to in candidates(change.to) {
        amendment.to = to;
        match apply(&mut now.clone(), &amendment) {
            Ok(()) if amendment.to == amendment.from => return Err(bad("it is that already")),
            Ok(()) => return Ok(amendment),
            Err(error) => reason = error,
        }
    }
    Err(bad(&reason))
}

fn candidates(text: &str) -> Vec<Value> {
    let mut values = Vec::new();
    if let Ok(value @ (Value::Number(_) | Value::Bool(_))) = serde_json::from_str(text) {
        values.push(value);
    }
    if text.is_empty() {
        values.push(Value::Null);
    }
    // A text field takes only this one, a number only the ones before.
    values.push(Value::String(text.to_owned()));
    values
}

/// Puts the new value into what was recorded. A row that amends another field was not made by
/// Muster (RECORDS 2.5).
pub(super) fn apply(session: &mut Completion, amendment: &Amendment) -> Result<(), String> {
    if !amendable(amendment.officer.as_deref()).contains(&amendment.field.as_str()) {
        return Err("it amends a field that cannot be amended".to_owned());
    }
    let mut document = serde_json::to_value(&*session).map_err(|e| e.to_string())?;
    let slot = slot_mut(
        &mut document,
        amendment.officer.as_deref(),
        &amendment.field,
    );
    *slot.ok_or("there is no such field")? = amendment.to.clone();
    *session = serde_json::from_value(document).map_err(|e| e.to_string())?;
    Ok(())
}

fn slot<'a>(document: &'a Value, officer: Option<&str>, field: &str) -> Option<&'a Value> {
    let base = match officer {
        None => document,
        Some(id) => {
            let officers = document.get("officers")?.as_array()?;
            officers
                .iter()
                .find(|o| o.get("id").and_then(Value::as_str) == Some(id))?
        }
    };
    field
        .split('.')
        .try_fold(base, |value, name| value.get(name))
}

fn slot_mut<'a>(
    document: &'a mut Value,
    officer: Option<&str>,
    field: &str,
) -> Option<&'a mut Value> {
    let base = match officer {
        None => document,
        Some(id) => {
            let officers = document.get_mut("officers")?.as_array_mut()?;
            officers
                .iter_mut()
                .find(|o| o.get("id").and_then(Value::as_str) == Some(id))?
        }
    };
    field
        .split('.')
        .try_fold(base, |value, name| value.get_mut(name))
}
