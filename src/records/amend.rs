//! What can be changed afterwards, and how a change is applied to what was recorded.

use serde_json::Value;

use crate::records::RecordsError;
use crate::records::content::Amendment;
use crate::session::{Completion, Moment, Officer};
use crate::station::HeldError;
use crate::station::held::check_day;

/// A requested change.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The briefing.
    pub session: uuid::Uuid,
    /// The officer whose field it is; nothing for a field of the briefing itself.
    pub officer: Option<Whose<'a>>,
    /// The field, as `muster records list` names it.
    pub field: &'a str,
    /// The new value, as text.
    pub to: &'a str,
    /// Who changes it.
    pub by: &'a str,
    /// Why.
    pub why: &'a str,
    /// When.
    pub at: Moment,
    /// The operating-system account that enters it.
    pub account: &'a str,
    /// A day is right, though it lies before 1990 or is still to come.
    pub confirmed: bool,
}

/// Who makes a change, why and when.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// Who.
    pub by: &'a str,
    /// Why.
    pub why: &'a str,
    /// When.
    pub at: Moment,
    /// The operating-system account that enters it.
    pub account: &'a str,
}

/// Whose field is changed.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// The one on the roll with one of these ids: those that the officer has or had.
    Ids(&'a [String]),
    /// The one at this place in the roll, from 1: a visitor without an id, say.
    Row(u32),
}

/// Fields of the briefing that can be amended (RECORDS 2.5); `a.b` is field b of a. What the
/// program itself saw (the pack, what was played, the machine) is evidence and stays.
const SESSION_FIELDS: [&str; 21] = [
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
    "on_duty",
];
/// Fields of an officer that can be amended.
const OFFICER_FIELDS: [&str; 10] = [
    "id",
    "name",
    "rank",
    "squad",
    "mark",
    "arrived_at",
    "visiting",
    "left_at",
    "minutes",
    "acknowledgement",
];
/// The field of an amendment that puts an officer on the roll (RECORDS 2.13).
const ADDED: &str = "officers";

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
    let fields = amendable(change.officer.map(|_| ""));
    if !fields.contains(&change.field) {
        return Err(bad(&format!(
            "fields that can be amended are {}",
            fields.join(", ")
        )));
    }
    // Who has an id is who it says: only a place in the roll is given another (RECORDS 2.12).
    if change.field == "id" && !matches!(change.officer, Some(Whose::Row(_))) {
        return Err(bad("an id is changed by the row"));
    }
    let (officer, row) = change.officer.map_or(Ok((None, None)), |whose| {
        let (id, row) = find(now, &whose)?;
        Ok((Some(id), row))
    })?;
    let document = serde_json::to_value(now).map_err(|e| bad(&e.to_string()))?;
    let mut amendment = Amendment {
        field: change.field.to_owned(),
        officer,
        row,
        from: Value::Null,
        to: Value::Null,
        by: change.by.to_owned(),
        why: change.why.to_owned(),
        at: change.at,
        account: change.account.to_owned(),
    };
    let from = slot(&document, &amendment).cloned();
    amendment.from = from.ok_or_else(|| bad("there is no such field"))?;
    // A number or a truth value where one fits, else a text; whichever the record accepts.
    let mut reason = String::new();
    for to in candidates(change.field, change.to) {
        amendment.to = to;
        let mut changed = now.clone();
        match apply(&mut changed, &amendment) {
            Ok(()) if amendment.to == amendment.from => return Err(bad("it is that already")),
            Ok(()) => return check(&changed, change).map(|()| amendment),
            Err(error) => reason = error,
        }
    }
    Err(bad(&reason))
}

/// What putting an officer on the roll would be, as the last of it.
pub(super) fn prepare_addition(
    now: &Completion,
    officer: &Officer,
    made: &Made<'_>,
) -> Result<Amendment, RecordsError> {
    let mut on_roll = now.officers.iter();
    if !officer.id.is_empty() && on_roll.any(|there| there.id == officer.id) {
        return Err(RecordsError::OnRoll {
            officer: officer.id.clone(),
        });
    }
    let bad = |reason: String| RecordsError::BadAmendment {
        field: ADDED.to_owned(),
        to: officer.id.clone(),
        reason,
    };
    let to = serde_json::to_value(officer).map_err(|e| bad(e.to_string()))?;
    let amendment = Amendment {
        field: ADDED.to_owned(),
        officer: None,
        row: None,
        from: Value::Null,
        to,
        by: made.by.to_owned(),
        why: made.why.to_owned(),
        at: made.at,
        account: made.account.to_owned(),
    };
    apply(&mut now.clone(), &amendment).map_err(bad)?;
    Ok(amendment)
}

/// Who is put on the roll has a name, and is not on it already.
fn add_officer(session: &mut Completion, amendment: &Amendment) -> Result<(), String> {
    let added: Officer =
        serde_json::from_value(amendment.to.clone()).map_err(|error| error.to_string())?;
    let written = serde_json::to_value(&added).map_err(|error| error.to_string())?;
    if amendment.from != Value::Null || amendment.officer.is_some() || written != amendment.to {
        return Err("it does not put a whole officer on the roll".to_owned());
    }
    if added.id.is_empty() && added.name.trim().is_empty() {
        return Err("the officer has neither an id nor a name".to_owned());
    }
    let mut officers = session.officers.iter();
    if !added.id.is_empty() && officers.any(|officer| officer.id == added.id) {
        return Err("the officer is on the roll already".to_owned());
    }
    session.officers.push(added);
    Ok(())
}

/// Whose place in the roll it is: by id where one officer has it, else by the place (RECORDS 2.12).
fn find(now: &Completion, whose: &Whose<'_>) -> Result<(String, Option<u32>), RecordsError> {
    let named = || match whose {
        Whose::Ids(ids) => ids.first().cloned().unwrap_or_default(),
        Whose::Row(row) => format!("#{row}"),
    };
    let rows = || now.officers.iter().zip(1_u32..);
    let found: Vec<(&str, u32)> = match whose {
        Whose::Row(wanted) => rows()
            .filter(|(_, row)| row == wanted)
            .map(|(o, row)| (o.id.as_str(), row))
            .collect(),
        Whose::Ids(ids) => rows()
            .filter(|(o, _)| !o.id.is_empty() && ids.contains(&o.id))
            .map(|(o, row)| (o.id.as_str(), row))
            .collect(),
    };
    match (found.as_slice(), whose) {
        ([], _) => Err(RecordsError::NoSuchOfficer { officer: named() }),
        ([(id, _)], Whose::Ids(_)) => Ok(((*id).to_owned(), None)),
        ([(id, row)], Whose::Row(_)) => Ok(((*id).to_owned(), Some(*row))),
        (several, _) => Err(RecordsError::WhichOfficer {
            officer: named(),
            rows: several
                .iter()
                .filter_map(|(_, row)| {
                    let at = usize::try_from(*row).ok()?.checked_sub(1)?;
                    Some((*row, now.officers.get(at)?.name.clone()))
                })
                .collect(),
        }),
    }
}

/// What a change makes of a briefing must be possible (RECORDS 2.12, 10.4, 10.7).
fn check(changed: &Completion, change: &Change<'_>) -> Result<(), RecordsError> {
    let wrong = |error| RecordsError::BadTime { error };
    let today = change.at.local().date();
    let day = match change.field {
        "shift_date" => Some(changed.shift_date),
        "started_at" => Some(changed.started_at.local().date()),
        "ended_at" => Some(changed.ended_at.local().date()),
        _ => None,
    };
    if let Some(day) = day.filter(|_| !change.confirmed) {
        check_day(day, today).map_err(wrong)?;
    }
    let at_roll = match (change.field, change.officer) {
        ("arrived_at" | "left_at", Some(_)) => changed.officers.iter(),
        _ => [].iter(),
    };
    for (came, left) in at_roll.filter_map(|officer| officer.arrived_at.zip(officer.left_at)) {
        if left.seconds_since(came) < 0 {
            return Err(wrong(HeldError::EndsBeforeStart));
        }
    }
    let times = matches!(change.field, "started_at" | "ended_at");
    if times && changed.ended_at.seconds_since(changed.started_at) < 0 {
        return Err(wrong(HeldError::EndsBeforeStart));
    }
    if change.field == "id" {
        let mut with = changed.officers.iter();
        let to = change.to.trim();
        if !to.is_empty() && with.by_ref().filter(|o| o.id == to).count() > 1 {
            return Err(RecordsError::BadAmendment {
                field: change.field.to_owned(),
                to: change.to.to_owned(),
                reason: "another officer on the roll has this id".to_owned(),
            });
        }
    }
    Ok(())
}

fn candidates(field: &str, text: &str) -> Vec<Value> {
    let mut values = Vec::new();
    // Of a sheet that came back its serial number is typed.
    if field == "acknowledgement" {
        let paper = || serde_json::json!({"paper": text.trim()});
        return vec![if matches!(text.trim(), "" | "none") {
            Value::String("none".to_owned())
        } else {
            paper()
        }];
    }
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
    if amendment.field == ADDED {
        return add_officer(session, amendment);
    }
    if !amendable(amendment.officer.as_deref()).contains(&amendment.field.as_str()) {
        return Err("it amends a field that cannot be amended".to_owned());
    }
    let mut document = serde_json::to_value(&*session).map_err(|e| e.to_string())?;
    let slot = slot_mut(&mut document, amendment);
    *slot.ok_or("there is no such field")? = amendment.to.clone();
    *session = serde_json::from_value(document).map_err(|e| e.to_string())?;
    Ok(())
}

/// Whether this is the officer whose field is amended.
fn is(amendment: &Amendment, row: usize, officer: &Value) -> bool {
    let id = officer.get("id").and_then(Value::as_str);
    let by_row = amendment
        .row
        .map(|wanted| usize::try_from(wanted) == Ok(row));
    id == amendment.officer.as_deref() && by_row.unwrap_or(true)
}

fn slot<'a>(document: &'a Value, amendment: &Amendment) -> Option<&'a Value> {
    let base = if amendment.officer.is_none() {
        document
    } else {
        let officers = document.get("officers")?.as_array()?;
        let mut rows = officers.iter().zip(1..);
        rows.find(|(o, row)| is(amendment, *row, o))?.0
    };
    let mut fields = amendment.field.split('.');
    fields.try_fold(base, |value, name| value.get(name))
}

fn slot_mut<'a>(document: &'a mut Value, amendment: &Amendment) -> Option<&'a mut Value> {
    let base = if amendment.officer.is_none() {
        document
    } else {
        let officers = document.get_mut("officers")?.as_array_mut()?;
        let mut rows = officers.iter_mut().zip(1..);
        rows.find(|(o, row)| is(amendment, *row, o))?.0
    };
    let mut fields = amendment.field.split('.');
    fields.try_fold(base, |value, name| value.get_mut(name))
}
