//! What a roster and assignments would change, or changed, for people.

use std::fmt::Write;

use crate::station::roster::RosterColumn;
use crate::station::{
    Assignment, AssignmentsDiff, Diff, Officer, Rank, ShiftId, Squad, field_changes, in_a_line,
};
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
    let mut list = |title: &str, officer: &Officer, fields: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{title} {} {}{fields}", officer.id, officer.name);
    };
    for officer in &changes.new {
        list("new:    ", officer, "");
    }
    for (before, after) in &changes.changed {
        let fields = in_a_line(field_changes(before, after));
        list("changed:", after, &format!(": {fields}"));
    }
    for officer in &changes.gone {
        list("gone:   ", officer, "");
    }
    let sums = in_a_line(changes.field_sums());
    if !sums.is_empty() {
        let _ = writeln!(text, "Fields that change: {sums}.");
    }
    let _ = writeln!(
        text,
        "{} new, {} changed, {} gone (inactive from today on), {} unchanged.{}",
        changes.new.len(),
        changes.changed.len(),
        changes.gone.len(),
        changes.unchanged,
        if dry_run { " Nothing was changed." } else { "" }
    );
    if !missing.is_empty() {
        let columns: Vec<&str> = missing.iter().map(|column| column.name()).collect();
        let columns = columns.join(", ");
        let _ = writeln!(
            text,
            "Columns that are not in the file, and change nothing: {columns}."
        );
    }
    if !ignored.is_empty() {
        let columns = ignored.join(", ");
        let _ = writeln!(text, "Columns that Muster has no use for: {columns}.");
    }
    for warning in changes.warnings.iter().take(MAX_WARNINGS) {
        let _ = writeln!(text, "Look at this: {}", roster_warning(warning));
    }
    let more = changes.warnings.len().saturating_sub(MAX_WARNINGS);
    if more > 0 {
        let _ = writeln!(text, "And {more} more warnings.");
    }
    text
}

pub(super) fn describe_assignments(changes: &AssignmentsDiff) -> String {
    let mut text = "Assignments on the stick:\n".to_owned();
    let mut list = |title: &str, assignments: &[Assignment]| {
        for assignment in assignments {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{title} {}", say_assignment(assignment));
        }
    };
    list("new: ", &changes.new);
    list("gone:", &changes.gone);
    text
}

/// An assignment in one line.
#[must_use]
pub fn say_assignment(a: &Assignment) -> String {
    let mut text = a.module.to_string();
    let shifts: Vec<&str> = a.shifts.iter().map(ShiftId::as_str).collect();
    let squads: Vec<&str> = a.squads.iter().map(Squad::as_str).collect();
    let ranks: Vec<&str> = a.ranks.iter().map(Rank::as_str).collect();
    for (what, list) in [("shift", shifts), ("squad", squads), ("rank", ranks)] {
        if !list.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(text, ", {what} {}", list.join(" or "));
        }
    }
    if let Some(due) = a.due {
        let _ = write!(text, ", due by {due}");
    }
    if let Some(days) = a.every_days {
        let _ = write!(text, ", every {days} days");
    }
    text
}
