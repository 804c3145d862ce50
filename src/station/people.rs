//! The officers of this station: who belongs to a shift on a day, and what a new roster file
//! changes.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use crate::station::{Officer, ShiftId, Station};

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
}

/// What the file would change on `today`. An officer whose number was followed by another is the same
/// one, whichever of the two the file names (RECORDS 7.12).
#[must_use]
pub fn diff(old: &[Officer], file: &[Officer], today: Date) -> Diff {
    let mut rest: BTreeMap<&str, &Officer> = old.iter().map(|o| (o.id.as_str(), o)).collect();
    let mut before: Vec<Option<&Officer>> =
        file.iter().map(|o| rest.remove(o.id.as_str())).collect();
    for (officer, before) in file.iter().zip(&mut before) {
        let same = |other: &Officer| {
            officer.former_ids.iter().any(|id| other.has_id(id)) || other.has_id(&officer.id)
        };
        if before.is_none()
            && let Some(id) = rest.iter().find(|(_, o)| same(o)).map(|(id, _)| *id)
        {
            *before = rest.remove(id);
        }
    }
    let mut diff = Diff::default();
    for (officer, before) in file.iter().zip(before) {
        match before {
            None => diff.new.push(officer.clone()),
            Some(before) => {
                let after = linked(before, officer);
                if *before == after {
                    diff.unchanged += 1;
                } else {
                    diff.changed.push((before.clone(), after));
                }
            }
        }
    }
    let (gone, inactive): (Vec<&Officer>, Vec<&Officer>) = rest
        .values()
        .partition(|o| o.active_to.is_none_or(|to| to >= today));
    diff.gone = gone.into_iter().cloned().collect();
    diff.unchanged += inactive.len();
    diff
}

/// What the file says of an officer, with every id that is known of them. A file with the number of
/// before does not bring it back.
fn linked(before: &Officer, file: &Officer) -> Officer {
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
    Officer {
        id: id.clone(),
        former_ids,
        ..file.clone()
    }
}

impl Officer {
    /// Whether the officer is on the roster on this day.
    #[must_use]
    pub fn is_active(&self, on: Date) -> bool {
        self.active_from.is_none_or(|from| from <= on) && self.active_to.is_none_or(|to| on <= to)
    }

    fn leave_before(&mut self, today: Date) {
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
    pub fn take_roster(&mut self, file: &[Officer], today: Date) -> Diff {
        let diff = diff(&self.roster, file, today);
        let changed = diff
            .changed
            .iter()
            .map(|(before, after)| (&*before.id, after));
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
mod tests {
    use super::{Diff, diff};
    use crate::station::{Officer, ShiftId, Station};
    use jiff::civil::date;

    fn officer(id: &str, name: &str) -> Officer {
        Officer {
            id: id.to_owned(),
            name: name.to_owned(),
            shift: Some(ShiftId("day".to_owned())),
            ..Officer::default()
        }
    }

    #[test]
    fn a_file_is_compared_officer_by_officer() {
        let old = [officer("1", "A"), officer("2", "B"), officer("3", "C")];
        let file = [officer("2", "B"), officer("3", "Cc"), officer("4", "D")];
        let expected = Diff {
            new: vec![officer("4", "D")],
            changed: vec![(officer("3", "C"), officer("3", "Cc"))],
            gone: vec![officer("1", "A")],
            unchanged: 1,
        };
        assert_eq!(diff(&old, &file, date(2026, 11, 24)), expected);
    }

    // RECORDS 7.7.
    #[test]
    fn officers_who_are_gone_become_inactive_and_stay() {
        let today = date(2026, 11, 24);
        let mut station = Station {
            roster: vec![officer("1", "A"), officer("2", "B")],
            ..Station::default()
        };
        station.take_roster(&[officer("2", "B")], today);
        let gone = station.officer("1").expect("still there");
        assert!(!gone.is_active(today));
        assert!(gone.is_active(date(2026, 11, 23)));
        let again = station.take_roster(&[officer("2", "B")], today);
        assert_eq!(again.gone, []);
    }

    #[test]
    fn an_officer_who_was_to_come_and_is_gone_never_comes() {
        let mut station = Station {
            roster: vec![officer("1", "A")],
            ..Station::default()
        };
        station.roster[0].active_from = Some(date(2026, 12, 1));
        station.take_roster(&[], date(2026, 11, 24));
        assert!(!station.roster[0].is_active(date(2026, 12, 2)));
    }

    #[test]
    fn a_shifts_officers_are_those_active_that_day_by_name() {
        let mut late = officer("3", "a late officer");
        late.active_from = Some(date(2026, 12, 1));
        let mut other = officer("4", "Z");
        other.shift = None;
        let station = Station {
            roster: vec![officer("1", "C"), officer("2", "B"), late, other],
            ..Station::default()
        };
        let ids = |on| {
            let officers = station.officers_of(&ShiftId("day".to_owned()), on);
            officers.iter().map(|o| o.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(date(2026, 11, 24)), ["2", "1"]);
        assert_eq!(ids(date(2026, 12, 1)), ["3", "2", "1"]);
    }
}
