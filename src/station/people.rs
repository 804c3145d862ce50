//! The officers of this station: who belongs to a shift on a day, and what a new roster file
//! changes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::station::model::ServiceDates;
use crate::station::roster::{
    AlikeIds, DoubtWarning, RosterColumn, RosterFile, RosterRow, RosterWarning, are_many,
};
use crate::station::{Officer, ShiftId, Station};

/// A roster file that was read, and what it would change.
#[derive(Clone, Debug, PartialEq)]
pub struct RosterRead {
    /// The file.
    pub file: PathBuf,
    /// What it says.
    pub roster: RosterFile,
    /// What it would change.
    pub diff: Diff,
}

/// Which changes of the unsigned roster and assignments on a stick were confirmed (EXCHANGE 4.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consent {
    /// None: they are only shown.
    #[default]
    Nothing,
    /// Both, but not a roster that changes many officers at once (RECORDS 7.17).
    Usual,
    /// Both, whatever they change.
    MassChanges,
}

/// What a roster file would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Not on the roster so far.
    pub new: Vec<Officer>,
    /// On it with other facts: as they are, as they would be.
    pub changed: Vec<(Officer, Officer)>,
    /// Active or still to come, and not in the file: they become inactive, never deleted.
    pub gone: Vec<Officer>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// What may be a mistake, in the file and in what it would change.
    pub warnings: Vec<RosterWarning>,
}

/// A field that an officer would have otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which.
    pub column: RosterColumn,
    /// What stands there.
    pub from: String,
    /// What would.
    pub to: String,
}

impl fmt::Display for FieldChange {
    /// `rank Officer → Sergeant`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &str| match text {
            "" => "none".to_owned(),
            text => text.to_owned(),
        };
        let (from, to) = (shown(&self.from), shown(&self.to));
        write!(f, "{} {from} → {to}", self.column.name())
    }
}

/// What a file changes in a field, summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSum {
    /// Which.
    pub column: RosterColumn,
    /// Of how many officers it gets another value.
    pub changed: usize,
    /// Of how many it has no value any more.
    pub emptied: usize,
}

impl fmt::Display for FieldSum {
    /// `shift: 2 changed, 45 emptied`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.column.name();
        match (self.changed, self.emptied) {
            (changed, 0) => write!(f, "{name}: {changed} changed"),
            (0, emptied) => write!(f, "{name}: {emptied} emptied"),
            (changed, emptied) => write!(f, "{name}: {changed} changed, {emptied} emptied"),
        }
    }
}

/// Several of one kind in one line.
#[must_use]
pub fn in_a_line<T: fmt::Display>(parts: impl IntoIterator<Item = T>) -> String {
    let parts: Vec<String> = parts.into_iter().map(|part| part.to_string()).collect();
    parts.join("; ")
}

impl Diff {
    /// Whether everybody is on the roster as in the file.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// Whether so many officers are changed that it needs a confirmation of its own (RECORDS 7.17).
    #[must_use]
    pub fn is_mass_change(&self) -> bool {
        self.warnings.iter().any(RosterWarning::is_mass_change)
    }

    /// Every field that would change, in the order of the columns.
    #[must_use]
    pub fn field_sums(&self) -> Vec<FieldSum> {
        let sum = |column: RosterColumn| {
            let (mut changed, mut emptied) = (0, 0);
            for (before, after) in &self.changed {
                match (column.of(before), column.of(after)) {
                    (before, after) if before == after => {}
                    (_, after) if after.is_empty() => emptied += 1,
                    _ => changed += 1,
                }
            }
            FieldSum {
                column,
                changed,
                emptied,
            }
        };
        let sums = RosterColumn::ALL.into_iter().map(sum);
        sums.filter(|sum| sum.changed + sum.emptied > 0).collect()
    }

    /// What would be many changes at once among the `of` officers that are on the roster.
    fn mass_changes(&self, of: usize) -> Vec<RosterWarning> {
        let mut warnings = Vec::new();
        let mut warn = |column, doubt| {
            warnings.push(RosterWarning {
                line: None,
                id: String::new(),
                column,
                doubt,
            });
        };
        let count = self.gone.len();
        if are_many(count, of) {
            warn(None, DoubtWarning::ManyGone { count, of });
        }
        let sums = self.field_sums();
        let empties = |(before, after): &&(Officer, Officer)| {
            field_changes(before, after)
                .iter()
                .any(|change| change.to.is_empty())
        };
        // One who loses two fields is one officer, but two who lose one each are two.
        if are_many(self.changed.iter().filter(empties).count(), of) {
            for sum in sums.iter().filter(|sum| sum.emptied > 0) {
                let count = sum.emptied;
                warn(Some(sum.column), DoubtWarning::ManyEmptied { count, of });
            }
        }
        let renamed = sums.iter().find(|sum| sum.column == RosterColumn::Name);
        let count = renamed.map_or(0, |sum| sum.changed);
        if are_many(count, of) {
            warn(
                Some(RosterColumn::Name),
                DoubtWarning::ManyRenamed { count, of },
            );
        }
        warnings
    }
}

/// Every field that is another, in the order of the columns.
#[must_use]
pub fn field_changes(before: &Officer, after: &Officer) -> Vec<FieldChange> {
    let changes = RosterColumn::ALL.into_iter().map(|column| FieldChange {
        column,
        from: column.of(before),
        to: column.of(after),
    });
    changes.filter(|change| change.from != change.to).collect()
}

/// What the file would change on `today`. A column that it does not have changes nothing (RECORDS 7.15).
/// An officer whose number was followed by another is the same one, whichever of the two the file names
/// (RECORDS 7.12).
#[must_use]
pub fn diff(old: &[Officer], file: &RosterFile, today: Date) -> Diff {
    let mut rest: BTreeMap<&str, &Officer> = old.iter().map(|o| (o.id.as_str(), o)).collect();
    let mut alike = AlikeIds::new(old.iter().map(|o| o.id.as_str()));
    let mut diff = Diff {
        warnings: file.warnings.clone(),
        ..Diff::default()
    };
    let mut warn = |row: &RosterRow, column, doubt| {
        diff.warnings.push(RosterWarning {
            line: Some(row.line),
            id: row.officer.id.clone(),
            column: Some(column),
            doubt,
        });
    };
    let exact = file.rows.iter();
    let exact = exact.map(|row| rest.remove(row.officer.id.as_str()));
    let mut before: Vec<Option<&Officer>> = exact.collect();
    let by_any = by_any_id(old);
    for (row, before) in file.rows.iter().zip(&mut before) {
        let officer = &row.officer;
        let mut ids = officer.former_ids.iter().chain([&officer.id]);
        if before.is_none() {
            *before = ids.find_map(|id| rest.remove(by_any.get(&**id)?));
        }
    }
    for (row, before) in file.rows.iter().zip(before) {
        let Some(before) = before else {
            if let Some(known) = alike.like(&row.officer.id) {
                let known = known.to_owned();
                warn(row, RosterColumn::Id, DoubtWarning::LikeKnown { known });
            }
            diff.new.push(row.officer.clone());
            continue;
        };
        let after = merged(before, row, &file.missing_columns);
        if let Some(since) = after.active_to.filter(|to| *to < today)
            && file.missing_columns.contains(&RosterColumn::To)
        {
            warn(row, RosterColumn::To, DoubtWarning::StaysInactive { since });
        }
        if *before == after {
            diff.unchanged += 1;
        } else {
            diff.changed.push((before.clone(), after));
        }
    }
    let (gone, inactive): (Vec<&Officer>, Vec<&Officer>) = rest
        .values()
        .partition(|o| o.active_to.is_none_or(|to| to >= today));
    diff.gone = gone.into_iter().cloned().collect();
    diff.unchanged += inactive.len();
    let is_there = |officer: &&Officer| officer.active_to.is_none_or(|to| to >= today);
    let of = old.iter().filter(is_there).count();
    // Warnings about the whole file come first.
    let whole = diff.mass_changes(of);
    diff.warnings.splice(0..0, whole);
    diff
}

/// Whose each id is, or was: the id of today.
fn by_any_id(roster: &[Officer]) -> HashMap<&str, &str> {
    let now = roster.iter().map(|officer| (&*officer.id, &*officer.id));
    let mut ids: HashMap<&str, &str> = now.collect();
    for officer in roster {
        for former in &officer.former_ids {
            ids.entry(former).or_insert(&officer.id);
        }
    }
    ids
}

/// The id of an officer after a file, and those of before: every one that is known. A file with the
/// number of before does not bring it back.
fn linked_ids(before: &Officer, file: &Officer) -> (String, Vec<String>) {
    let id = if before.former_ids.contains(&file.id) {
        &before.id
    } else {
        &file.id
    };
    let mut former_ids = before.former_ids.clone();
    for former in std::iter::once(&before.id).chain(&file.former_ids) {
        if former != id && !former_ids.contains(former) {
            former_ids.push(former.clone());
        }
    }
    former_ids.retain(|former| former != id);
    (id.clone(), former_ids)
}

/// What an officer is after a file that names them.
fn merged(before: &Officer, row: &RosterRow, missing: &[RosterColumn]) -> Officer {
    let mut after = before.clone();
    let there = |column: &RosterColumn| !missing.contains(column);
    (after.id, after.former_ids) = linked_ids(before, &row.officer);
    let facts = RosterColumn::ALL.into_iter().filter(there);
    for column in facts.filter(|c| !matches!(c, RosterColumn::Id | RosterColumn::Former)) {
        if !column.is_same(before, &row.officer) {
            column.take(&row.officer, &mut after);
        }
    }
    // An earlier file made them inactive, which this one takes back; a file that has the dates says
    // what they are.
    if let Some(dates) = before.before_gone {
        if !there(&RosterColumn::From) {
            after.active_from = dates.from;
        }
        if !there(&RosterColumn::To) {
            after.active_to = dates.to;
        }
        let same =
            |a: &Officer, b: &Officer| (a.active_from, a.active_to) == (b.active_from, b.active_to);
        if !same(before, &after) || !there(&RosterColumn::To) {
            after.before_gone = None;
        }
    }
    after
}

impl Officer {
    /// Whether the officer is on the roster on this day.
    #[must_use]
    pub fn is_active(&self, on: Date) -> bool {
        self.active_from.is_none_or(|from| from <= on) && self.active_to.is_none_or(|to| on <= to)
    }

    fn leave_before(&mut self, today: Date) {
        self.before_gone = Some(ServiceDates {
            from: self.active_from,
            to: self.active_to,
        });
        let last = today.yesterday().unwrap_or(today);
        self.active_to = Some(last);
        // An officer who was to come later never came.
        if self.active_from.is_some_and(|from| from > last) {
            self.active_from = Some(last);
        }
    }
}

impl Station {
    /// The officers of a shift who are active on that day, by name.
    #[must_use]
    pub fn officers_of(&self, shift: &ShiftId, on: Date) -> Vec<&Officer> {
        let mut officers: Vec<&Officer> = self
            .roster
            .iter()
            .filter(|o| o.shift.as_ref() == Some(shift) && o.is_active(on))
            .collect();
        officers
            .sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
        officers
    }

    /// Takes a roster file in: officers who are gone become inactive from `today` on (RECORDS 7.7).
    pub fn take_roster(&mut self, file: &RosterFile, today: Date) -> Diff {
        let diff = diff(&self.roster, file, today);
        let changed = diff.changed.iter();
        let changed = changed.map(|(before, after)| (&*before.id, after));
        let changed: HashMap<&str, &Officer> = changed.collect();
        let gone: HashSet<&str> = diff.gone.iter().map(|officer| &*officer.id).collect();
        for officer in &mut self.roster {
            if let Some(after) = changed.get(&*officer.id) {
                officer.clone_from(after);
            }
            if gone.contains(&*officer.id) {
                officer.leave_before(today);
            }
        }
        self.roster.extend(diff.new.iter().cloned());
        diff
    }
}

#[cfg(test)]
mod tests;
