//! What a roster and assignments would change, or changed, for people.

use std::fmt::Write;

use crate::station::roster::RosterColumn;
use crate::station::{
    Assignment, AssignmentsDiff, Diff, Officer, Rank, ShiftId, Squad, field_changes, in_a_line,
};
use crate::words::messages::{Arg, fixed, message};
use crate::words::roster_warning;

/// Warnings that are listed; the rest are counted.
const MAX_WARNINGS: usize = 40;

/// What a roster changes: a line an officer, the fields summed up, the numbers, and what looks wrong.
#[must_use]
pub fn describe_roster(
    changes: &Diff,
    missing: &[RosterColumn],
    ignored: &[String],
    dry_run: bool,
) -> String {
    let mut text = String::new();
    let mut line = |id, args: &[Arg<'_>]| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", message(id, args));
    };
    for officer in &changes.new {
        line("describe-new", &named(officer));
    }
    for (before, after) in &changes.changed {
        let fields = in_a_line(field_changes(before, after));
        let [id, name] = named(after);
        line("describe-changed", &[id, name, ("fields", fields.into())]);
    }
    for officer in &changes.gone {
        line("describe-gone", &named(officer));
    }
    let sums = in_a_line(changes.field_sums());
    if !sums.is_empty() {
        line("describe-fields", &[("sums", sums.into())]);
    }
    let counts = if dry_run {
        "describe-counts-dry"
    } else {
        "describe-counts"
    };
    line(
        counts,
        &[
            ("new", changes.new.len().into()),
            ("changed", changes.changed.len().into()),
            ("gone", changes.gone.len().into()),
            ("unchanged", changes.unchanged.into()),
        ],
    );
    if !missing.is_empty() {
        let columns: Vec<&str> = missing.iter().map(|column| column.name()).collect();
        let columns = columns.join(", ");
        line("describe-missing-columns", &[("columns", columns.into())]);
    }
    if !ignored.is_empty() {
        let columns = ignored.join(", ");
        line("describe-ignored-columns", &[("columns", columns.into())]);
    }
    for warning in changes.warnings.iter().take(MAX_WARNINGS) {
        let warning = roster_warning(warning).to_string();
        line("describe-warning", &[("warning", warning.into())]);
    }
    let more = changes.warnings.len().saturating_sub(MAX_WARNINGS);
    if more > 0 {
        line("describe-more", &[("count", more.into())]);
    }
    text
}

fn named(officer: &Officer) -> [Arg<'_>; 2] {
    [
        ("id", officer.id.as_str().into()),
        ("name", officer.name.as_str().into()),
    ]
}

pub(super) fn describe_assignments(changes: &AssignmentsDiff) -> String {
    let mut text = format!("{}\n", fixed("describe-assignments"));
    let mut list = |id, assignments: &[Assignment]| {
        for assignment in assignments {
            let assignment = say_assignment(assignment).into();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", message(id, &[("assignment", assignment)]));
        }
    };
    list("describe-assignment-new", &changes.new);
    list("describe-assignment-gone", &changes.gone);
    text
}

/// An assignment in one line.
#[must_use]
pub fn say_assignment(a: &Assignment) -> String {
    let mut parts = vec![a.module.to_string()];
    let shifts: Vec<&str> = a.shifts.iter().map(ShiftId::as_str).collect();
    let squads: Vec<&str> = a.squads.iter().map(Squad::as_str).collect();
    let ranks: Vec<&str> = a.ranks.iter().map(Rank::as_str).collect();
    let or = |before: String, next: String| {
        message(
            "describe-or",
            &[("before", before.into()), ("next", next.into())],
        )
    };
    for (id, list) in [
        ("describe-shift", shifts),
        ("describe-squad", squads),
        ("describe-rank", ranks),
    ] {
        if let Some(names) = list.into_iter().map(str::to_owned).reduce(or) {
            parts.push(message(id, &[("names", names.into())]));
        }
    }
    if let Some(due) = a.due {
        parts.push(message("describe-due", &[("day", due.to_string().into())]));
    }
    if let Some(days) = a.every_days {
        parts.push(message("describe-every", &[("days", days.into())]));
    }
    parts.join(", ")
}
