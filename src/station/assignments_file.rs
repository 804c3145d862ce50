//! `assignments.json` as it comes on a stick (EXCHANGE section 5): who has to be briefed on what.
//! An untrusted, unsigned file: every size is bounded, and its changes are shown before it is taken
//! in.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::pack::{ModuleRef, TextDefect};
use crate::station::held::OLDEST;
use crate::station::{Assignment, AssignmentsError, Rank, Shift, ShiftId, Squad, Station};

/// Bytes that the file may have (EXCHANGE 5.2).
pub const MAX_BYTES: u64 = 4 << 20;
/// Assignments that it may hold (EXCHANGE 5.2).
const MAX_ASSIGNMENTS: usize = 10_000;
/// Characters that a name in it may have (EXCHANGE 5.2).
const MAX_NAME: usize = 200;
/// Days after which something may be due again, at most: a hundred years (EXCHANGE 5.2).
const MAX_DAYS: u32 = 36_500;
/// What `kind` says.
const KIND: &str = "muster-assignments";
/// The format that this program reads.
const FORMAT: u64 = 1;

/// What a file of assignments would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignmentsDiff {
    /// Not assigned so far.
    pub new: Vec<Assignment>,
    /// Assigned so far, and not in the file.
    pub gone: Vec<Assignment>,
    /// How many stay as they are.
    pub unchanged: usize,
}

#[derive(Deserialize)]
struct Format {
    kind: String,
    format: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(rename = "format")]
    _format: u64,
    assignments: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    module: ModuleRef,
    shifts: Vec<ShiftId>,
    squads: Vec<Squad>,
    ranks: Vec<Rank>,
    #[serde(deserialize_with = "or_null")]
    due: Option<Date>,
    #[serde(deserialize_with = "or_null")]
    every_days: Option<u32>,
}

/// A field that may be null, but not be left out.
fn or_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

/// Reads a file of assignments for a station with these shifts.
///
/// # Errors
/// The first thing that is wrong.
pub fn parse(bytes: &[u8], shifts: &[Shift]) -> Result<Vec<Assignment>, AssignmentsError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(AssignmentsError::TooLarge { limit: MAX_BYTES });
    }
    // Files as Windows' own editor saves them begin with a mark (EXCHANGE 5.1).
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bad = |reason: String| AssignmentsError::Bad { reason };
    // The format comes first: a newer one may have fields that this program does not know
    // (EXCHANGE 1.2).
    let format: Format = serde_json::from_slice(bytes).map_err(|e| bad(e.to_string()))?;
    if format.kind != KIND {
        return Err(bad(format!("its kind is not {KIND}")));
    }
    if format.format > FORMAT {
        return Err(AssignmentsError::TooNew {
            found: format.format,
        });
    }
    if format.format != FORMAT {
        return Err(bad(format!("there is no format {}", format.format)));
    }
    let file: File = serde_json::from_slice(bytes).map_err(|e| bad(e.to_string()))?;
    if file.assignments.len() > MAX_ASSIGNMENTS {
        return Err(bad(format!(
            "it holds more than {MAX_ASSIGNMENTS} assignments"
        )));
    }
    let mut assignments: Vec<Assignment> = Vec::new();
    let mut seen = HashSet::new();
    for line in file.assignments {
        let assignment = line.checked(shifts)?;
        if seen.insert(assignment.clone()) {
            assignments.push(assignment);
        }
    }
    Ok(assignments)
}

impl Line {
    fn checked(self, shifts: &[Shift]) -> Result<Assignment, AssignmentsError> {
        let bad = |what: String| {
            let reason = format!("{}: {what}", self.module);
            AssignmentsError::Bad { reason }
        };
        // EXCHANGE 5.3.
        let known = |id: &ShiftId| shifts.iter().any(|shift| shift.id == *id);
        if let Some(shift) = self.shifts.iter().find(|id| !known(id)) {
            return Err(AssignmentsError::UnknownShift {
                shift: shift.0.chars().take(MAX_NAME).collect(),
                known: shifts.iter().map(|shift| shift.id.0.clone()).collect(),
            });
        }
        let wrong = |name: &str| {
            TextDefect::of_name(name).is_some()
                || name.trim().is_empty()
                || name.chars().count() > MAX_NAME
        };
        let squads = self.squads.iter().map(Squad::as_str);
        let ranks = self.ranks.iter().map(Rank::as_str);
        if squads.chain(ranks).any(wrong) {
            return Err(bad(
                "a squad or rank is empty, too long or no line of text".to_owned()
            ));
        }
        if self
            .every_days
            .is_some_and(|days| !(1..=MAX_DAYS).contains(&days))
        {
            return Err(bad(format!("every_days is 1 to {MAX_DAYS}")));
        }
        // RECORDS 10.4.
        if self.due.is_some_and(|due| due < OLDEST) {
            return Err(bad(format!("due is before {OLDEST}")));
        }
        Ok(Assignment {
            module: self.module,
            shifts: self.shifts,
            squads: self.squads,
            ranks: self.ranks,
            due: self.due,
            every_days: self.every_days,
        })
    }
}

impl Station {
    /// What a file of assignments, which holds all that are to be in force, would change
    /// (EXCHANGE 5.4).
    #[must_use]
    pub fn compare_assignments(&self, file: &[Assignment]) -> AssignmentsDiff {
        let in_file: HashSet<&Assignment> = file.iter().collect();
        let here: HashSet<&Assignment> = self.assignments.iter().collect();
        let (kept, gone): (Vec<_>, Vec<_>) =
            self.assignments.iter().partition(|a| in_file.contains(a));
        let new = file.iter().filter(|a| !here.contains(a));
        AssignmentsDiff {
            new: new.cloned().collect(),
            unchanged: kept.len(),
            gone: gone.into_iter().cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::station::{AssignmentsError, Shift, ShiftId, Station};
    use jiff::civil::time;

    fn shifts() -> Vec<Shift> {
        vec![Shift {
            id: ShiftId::as_recorded("day"),
            name: "Day shift".to_owned(),
            start: time(7, 0, 0, 0),
            end: time(15, 0, 0, 0),
        }]
    }

    fn file(lines: &str) -> String {
        format!(r#"{{"kind":"muster-assignments","format":1,"assignments":[{lines}]}}"#)
    }

    fn line(shift: &str, days: &str) -> String {
        format!(
            r#"{{"module":"example.a/one","shifts":["{shift}"],"squads":[],"ranks":[],"due":"2026-12-31","every_days":{days}}}"#
        )
    }

    #[test]
    fn a_file_holds_all_assignments_that_are_to_be_in_force() {
        let first = parse(file(&line("day", "null")).as_bytes(), &shifts()).expect("reads");
        let mut station = Station {
            assignments: first,
            ..Station::default()
        };
        let other = parse(file(&line("day", "365")).as_bytes(), &shifts()).expect("reads");
        let diff = station.compare_assignments(&other);
        assert_eq!((diff.new.len(), diff.gone.len(), diff.unchanged), (1, 1, 0));
        station.assignments = other.clone();
        let diff = station.compare_assignments(&other);
        assert_eq!((diff.new.len(), diff.gone.len(), diff.unchanged), (0, 0, 1));
    }

    #[test]
    fn a_file_that_holds_no_assignments_is_refused() {
        let good = file(&line("day", "null"));
        assert!(parse(good.as_bytes(), &shifts()).is_ok());
        let with_mark = [b"\xef\xbb\xbf", good.as_bytes()].concat();
        assert!(parse(&with_mark, &shifts()).is_ok());
        for (from, to) in [
            ("muster-assignments", "muster-trust"),
            ("\"format\":1", "\"format\":0"),
            ("\"format\":1", "\"format\":1,\"format\":1"),
            ("\"assignments\"", "\"other\":1,\"assignments\""),
            ("\"squads\":[],", ""),
            (",\"every_days\":null", ""),
            ("\"every_days\":null", "\"every_days\":0"),
            ("\"ranks\":[]", "\"ranks\":[\"\"]"),
            ("\"ranks\":[]", "\"ranks\":[],\"ranks\":[]"),
            ("example.a/one", "example.a"),
            ("2026-12-31", "2026-12-32"),
        ] {
            let changed = good.replace(from, to);
            assert_ne!(changed, good, "{from}");
            let refused = parse(changed.as_bytes(), &shifts());
            assert!(
                matches!(refused, Err(AssignmentsError::Bad { .. })),
                "{changed}: {refused:?}"
            );
        }
        let newer = good.replace("\"format\":1", "\"format\":2");
        assert!(matches!(
            parse(newer.as_bytes(), &shifts()),
            Err(AssignmentsError::TooNew { found: 2 })
        ));
        let other = file(&line("night", "null"));
        assert!(matches!(
            parse(other.as_bytes(), &shifts()),
            Err(AssignmentsError::UnknownShift { .. })
        ));
    }
}
