//! Roster and assignments on a stick, which nobody signed: what they would change is shown, and
//! done only after somebody said yes, and entered in the audit log (EXCHANGE 4.4).

use std::fmt::Write;
use std::path::Path;

use crate::library::{Library, Unsigned};
use crate::station::{
    Assignment, AssignmentsDiff, Diff, Officer, Station, assignments_file, diff, roster,
};
use crate::visit::{Follow, Here, Stick, Tried, change};
use crate::words::{Failure, Words, shown_path};

/// What was found, and what became of it; nothing where the stick has none.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The roster.
    pub roster: Option<Tried<RosterShown>>,
    /// The assignments.
    pub assignments: Option<Tried<AssignmentsShown>>,
}

/// What a roster would change, or did.
#[derive(Clone, Debug)]
pub struct RosterShown {
    /// The changes.
    pub diff: Diff,
    /// Columns that Muster has no use for.
    pub ignored_columns: Vec<String>,
    /// It was taken in.
    pub applied: bool,
}

/// What assignments would change, or did.
#[derive(Clone, Debug)]
pub struct AssignmentsShown {
    /// The changes.
    pub diff: AssignmentsDiff,
    /// They were taken in.
    pub applied: bool,
}

impl RosterShown {
    /// Whether everybody is on the roster as in the file.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        let Diff {
            new, changed, gone, ..
        } = &self.diff;
        new.is_empty() && changed.is_empty() && gone.is_empty()
    }

    fn counts(&self) -> String {
        let Diff {
            new, changed, gone, ..
        } = &self.diff;
        let (new, changed, gone) = (new.len(), changed.len(), gone.len());
        format!("{new} new, {changed} changed, {gone} gone")
    }
}

impl AssignmentsShown {
    /// Whether the station has these assignments already.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.diff.new.is_empty() && self.diff.gone.is_empty()
    }

    fn counts(&self) -> String {
        let (new, gone) = (self.diff.new.len(), self.diff.gone.len());
        format!("{new} new, {gone} gone")
    }
}

impl Settings {
    /// Looks for both files in the station's folder of a stick.
    pub(super) fn take_in(
        here: &Here,
        library: &Library,
        station: &Station,
        stick: &Stick,
        yes: bool,
        follow: &mut dyn Follow,
    ) -> Self {
        let mut taking = Taking {
            here,
            library,
            station,
            yes,
            follow,
        };
        let roster = stick.read(station, "roster.csv", roster::MAX_BYTES);
        let assignments = stick.read(station, "assignments.json", assignments_file::MAX_BYTES);
        Self {
            roster: roster.map(|Tried { file, result }| {
                let result = result.and_then(|bytes| taking.roster(&file, &bytes));
                Tried { file, result }
            }),
            assignments: assignments.map(|Tried { file, result }| {
                let result = result.and_then(|bytes| taking.assignments(&file, &bytes));
                Tried { file, result }
            }),
        }
    }

    /// What was refused.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        let roster = self.roster.iter().filter_map(|r| r.result.as_ref().err());
        let assignments = self.assignments.iter();
        roster.chain(assignments.filter_map(|a| a.result.as_ref().err()))
    }

    /// What is to be shown of both, a block of lines each: what would change, or was changed.
    #[must_use]
    pub fn blocks(&self) -> Vec<String> {
        let mut blocks = Vec::new();
        if let Some(shown) = self.roster().filter(|shown| !shown.changes_nothing()) {
            let changes = describe_changes(&shown.diff, !shown.applied);
            blocks.push(format!("Roster on the stick:\n{changes}"));
        }
        if let Some(shown) = self.assignments().filter(|shown| !shown.changes_nothing()) {
            blocks.push(describe(&shown.diff));
        }
        blocks
    }

    /// Whether something is only shown, as nobody said yes to it yet.
    #[must_use]
    pub fn wait_for_yes(&self) -> bool {
        let roster = self.roster();
        let assignments = self.assignments();
        roster.is_some_and(|shown| !shown.applied && !shown.changes_nothing())
            || assignments.is_some_and(|shown| !shown.applied && !shown.changes_nothing())
    }

    /// The same in a line each, and without names, which leave this PC only where somebody asks
    /// for them.
    #[must_use]
    pub fn counts(&self) -> Vec<String> {
        let roster = self.roster().map(|shown| {
            let (nothing, applied) = (shown.changes_nothing(), shown.applied);
            format!("Roster: {}; {}.", shown.counts(), became(nothing, applied))
        });
        let assignments = self.assignments().map(|shown| {
            let (nothing, applied) = (shown.changes_nothing(), shown.applied);
            let became = became(nothing, applied);
            format!("Assignments: {}; {became}.", shown.counts())
        });
        roster.into_iter().chain(assignments).collect()
    }

    fn roster(&self) -> Option<&RosterShown> {
        self.roster.as_ref()?.result.as_ref().ok()
    }

    fn assignments(&self) -> Option<&AssignmentsShown> {
        self.assignments.as_ref()?.result.as_ref().ok()
    }
}

fn became(nothing: bool, applied: bool) -> &'static str {
    match (nothing, applied) {
        (true, _) => "as it is here already",
        (_, true) => "taken in, after somebody said yes",
        _ => "shown only, not taken in",
    }
}

/// Where changes go.
struct Taking<'a> {
    here: &'a Here,
    library: &'a Library,
    station: &'a Station,
    yes: bool,
    follow: &'a mut dyn Follow,
}

impl Taking<'_> {
    fn roster(&mut self, file: &Path, bytes: &[u8]) -> Result<RosterShown, Failure> {
        let shifts = &self.station.shifts;
        let read = roster::parse(bytes, shifts).map_err(|e| Failure::about(file, &e))?;
        let today = self.here.now.date();
        let mut shown = RosterShown {
            diff: diff(&self.station.roster, &read.officers, today),
            ignored_columns: read.ignored_columns,
            applied: false,
        };
        if self.yes && !shown.changes_nothing() {
            let detail = format!("{}; from {}", shown.counts(), shown_path(file));
            self.apply(Unsigned::Roster, &detail, |station| {
                station.take_roster(&read.officers, today);
            })?;
            shown.applied = true;
        }
        Ok(shown)
    }

    fn assignments(&mut self, file: &Path, bytes: &[u8]) -> Result<AssignmentsShown, Failure> {
        let read = assignments_file::parse(bytes, &self.station.shifts)
            .map_err(|e| Failure::about(file, &e))?;
        let mut shown = AssignmentsShown {
            diff: self.station.compare_assignments(&read),
            applied: false,
        };
        if self.yes && !shown.changes_nothing() {
            let detail = format!("{}; from {}", shown.counts(), shown_path(file));
            self.apply(Unsigned::Assignments, &detail, |station| {
                station.assignments.clone_from(&read);
            })?;
            shown.applied = true;
        }
        Ok(shown)
    }

    /// In the log before it counts; what then fails after all is in the log too.
    fn apply(
        &mut self,
        what: Unsigned,
        detail: &str,
        act: impl Fn(&mut Station),
    ) -> Result<(), Failure> {
        let id = self.station.id.map(|id| id.to_string()).unwrap_or_default();
        let enter = |detail: &str| {
            self.library
                .enter_unsigned(what, &id, detail, &self.here.who)
                .map_err(|e| Failure::of("the audit log", &e))
        };
        enter(detail)?;
        let follow = &mut self.follow;
        let mut told =
            |words: &Words| follow.remark(&format!("{} {}", words.headline, words.advice));
        let changed = change(&self.here.folder, &mut told, |station| {
            act(station);
            Ok(())
        });
        changed.map(|_| ()).inspect_err(|failure| {
            let Words { headline, .. } = &*failure.words;
            // It failed already; there is nothing better to say than that.
            let _ = enter(&format!("not taken in: {headline}"));
        })
    }
}

/// What a roster changes, a line each and the numbers.
#[must_use]
pub fn describe_changes(changes: &Diff, dry_run: bool) -> String {
    let mut text = String::new();
    let mut list = |title: &str, officers: &[&Officer]| {
        for officer in officers {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{title} {} {}", officer.id, officer.name);
        }
    };
    list("new:    ", &changes.new.iter().collect::<Vec<_>>());
    let after = changes.changed.iter().map(|(_, to)| to);
    list("changed:", &after.collect::<Vec<_>>());
    list("gone:   ", &changes.gone.iter().collect::<Vec<_>>());
    let _ = writeln!(
        text,
        "{} new, {} changed, {} gone (inactive from today on), {} unchanged.{}",
        changes.new.len(),
        changes.changed.len(),
        changes.gone.len(),
        changes.unchanged,
        if dry_run { " Nothing was changed." } else { "" }
    );
    text
}

fn describe(changes: &AssignmentsDiff) -> String {
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
    let shifts: Vec<&str> = a.shifts.iter().map(|s| &*s.0).collect();
    let squads: Vec<&str> = a.squads.iter().map(|s| &**s).collect();
    let ranks: Vec<&str> = a.ranks.iter().map(|s| &**s).collect();
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
