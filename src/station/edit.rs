//! Changes by somebody at a screen: only what was edited is changed, and not over what somebody
//! else changed meanwhile (RECORDS 7.21). For `StationStore::update`, which holds the lock.

use std::collections::BTreeSet;

use crate::pack::CreditRule;
use crate::station::{
    Approval, Assignment, SettingError, Shift, ShiftId, Station, StationError, Tag, one_line,
};

/// What the station is called, and its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationNames {
    /// The station's name.
    pub name: String,
    /// The agency's.
    pub agency: String,
    /// The agency's ORI.
    pub ori: String,
    /// The room.
    pub room: String,
    /// For variants.
    pub tags: Vec<Tag>,
    /// By which rule officers are credited.
    pub credit: CreditRule,
}

impl StationNames {
    /// As they are set.
    #[must_use]
    pub fn of(station: &Station) -> Self {
        Self {
            name: station.name.clone(),
            agency: station.agency.clone(),
            ori: station.ori.clone(),
            room: station.room.clone(),
            tags: station.tags.clone(),
            credit: station.credit,
        }
    }

    /// Sets one of them to what was typed; an empty text clears it.
    ///
    /// # Errors
    /// If what was typed is not taken.
    pub fn set(&mut self, field: NameField, typed: &str) -> Result<(), SettingError> {
        let what = field.in_words();
        match field {
            NameField::Name => self.name = one_line(what, typed)?,
            NameField::Agency => self.agency = one_line(what, typed)?,
            NameField::Ori => self.ori = one_line(what, typed)?,
            NameField::Room => self.room = one_line(what, typed)?,
            NameField::Tags => self.tags = Tag::list(typed)?,
            NameField::Credit => self.credit = credit_rule(typed)?,
        }
        Ok(())
    }

    /// One of them, as it is typed.
    #[must_use]
    pub fn typed(&self, field: NameField) -> String {
        match field {
            NameField::Name => self.name.clone(),
            NameField::Agency => self.agency.clone(),
            NameField::Ori => self.ori.clone(),
            NameField::Room => self.room.clone(),
            NameField::Tags => Tag::join(&self.tags),
            NameField::Credit => self.credit.to_string(),
        }
    }
}

/// One of [`StationNames`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameField {
    /// The station's name.
    Name,
    /// The agency's.
    Agency,
    /// The agency's ORI.
    Ori,
    /// The room.
    Room,
    /// Words that choose variants, with commas between them.
    Tags,
    /// The rule by which officers are credited, by its name.
    Credit,
}

impl NameField {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Agency,
        Self::Ori,
        Self::Room,
        Self::Tags,
        Self::Credit,
    ];

    /// As the beginning of a sentence.
    fn in_words(self) -> &'static str {
        match self {
            Self::Name => "The station’s name",
            Self::Agency => "The agency",
            Self::Ori => "The ORI",
            Self::Room => "The room",
            Self::Tags => "The tags",
            Self::Credit => "The rule of credit",
        }
    }
}

/// The rule that was typed; an empty text is the one that holds where none is set.
fn credit_rule(typed: &str) -> Result<CreditRule, SettingError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(CreditRule::default());
    }
    let text = || typed.to_owned();
    typed
        .parse()
        .map_err(|_| SettingError::NoCreditRule { text: text() })
}

/// The value of `kept` after an edit from `was` to `now`. If somebody else changed it meanwhile to
/// a third value, returns that as an error.
fn merged<T: Clone + PartialEq>(kept: &T, was: &T, now: &T) -> Result<T, T> {
    if was == now {
        Ok(kept.clone())
    } else if kept == was || kept == now {
        Ok(now.clone())
    } else {
        Err(kept.clone())
    }
}

/// Whether both hold the same, in whichever order.
fn are_same<T: Ord>(one: &[T], other: &[T]) -> bool {
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect()
}

/// The error for a field that was changed meanwhile.
fn changed(what: &'static str, now: impl Into<String>) -> StationError {
    StationError::ChangedMeanwhile {
        what,
        now: now.into(),
    }
}

impl Station {
    /// Changes the names that somebody edited, from what was shown to what is wanted.
    ///
    /// # Errors
    /// `ChangedMeanwhile` for a field that was edited and is something else by now; then nothing is
    /// changed.
    pub fn edit_names(
        &mut self,
        was: &StationNames,
        wanted: &StationNames,
    ) -> Result<(), StationError> {
        let kept = StationNames::of(self);
        let text = |what, kept: &String, was: &String, wanted: &String| {
            merged(kept, was, wanted).map_err(|now| changed(what, now))
        };
        let name = text("The station’s name", &kept.name, &was.name, &wanted.name)?;
        let agency = text("The agency", &kept.agency, &was.agency, &wanted.agency)?;
        let ori = text("The ORI", &kept.ori, &was.ori, &wanted.ori)?;
        let room = text("The room", &kept.room, &was.room, &wanted.room)?;
        let tags = merged(&kept.tags, &was.tags, &wanted.tags)
            .map_err(|now| changed("The tags", Tag::join(&now)))?;
        let credit = merged(&kept.credit, &was.credit, &wanted.credit)
            .map_err(|now| changed("The rule of credit", now.name()))?;
        self.rename(&name);
        self.credit = credit;
        (self.agency, self.ori) = (agency, ori);
        (self.room, self.tags) = (room, tags);
        Ok(())
    }

    /// Changes what somebody edited of a shift, or adds it. `was` is the shift as it was shown;
    /// nothing for a new one.
    ///
    /// # Errors
    /// `ChangedMeanwhile`, and nothing is changed.
    pub fn edit_shift(&mut self, was: Option<&Shift>, wanted: Shift) -> Result<(), StationError> {
        let kept = self.shifts.iter_mut().find(|shift| shift.id == wanted.id);
        let describe = |shift: &Shift| format!("{}, {} to {}", shift.name, shift.start, shift.end);
        match (kept, was) {
            (None, None) => self.shifts.push(wanted),
            (None, Some(_)) => return Err(changed("This shift", "")),
            (Some(kept), None) if *kept == wanted => {}
            (Some(kept), None) => {
                return Err(changed("A shift of this short name", describe(kept)));
            }
            (Some(kept), Some(was)) => {
                let meanwhile = describe(kept);
                let other = |_| changed("This shift", meanwhile.as_str());
                let name = merged(&kept.name, &was.name, &wanted.name).map_err(other)?;
                let start = merged(&kept.start, &was.start, &wanted.start);
                let start = start.map_err(|_| changed("This shift", meanwhile.as_str()))?;
                let end = merged(&kept.end, &was.end, &wanted.end);
                let end = end.map_err(|_| changed("This shift", meanwhile.as_str()))?;
                (kept.name, kept.start, kept.end) = (name, start, end);
            }
        }
        Ok(())
    }

    /// Takes a shift off the list, as it was shown. Officers keep the shift's name: it may come
    /// back, and their records name it. One that is gone already stays gone.
    ///
    /// # Errors
    /// `ChangedMeanwhile`, and nothing is changed.
    pub fn remove_shift(&mut self, shown: &Shift) -> Result<(), StationError> {
        let Some(kept) = self.shifts.iter().find(|shift| shift.id == shown.id) else {
            return Ok(());
        };
        if kept != shown {
            let now = format!("{}, {} to {}", kept.name, kept.start, kept.end);
            return Err(changed("This shift", now));
        }
        self.shifts.retain(|shift| shift.id != shown.id);
        self.forget_in_assignments(&shown.id);
        Ok(())
    }

    /// Puts these shifts in the place of those that there are, in this order. One that is not among
    /// them is removed as by [`Self::remove_shift`].
    pub fn set_shifts(&mut self, shifts: Vec<Shift>) {
        let before = std::mem::replace(&mut self.shifts, shifts);
        for shift in before {
            if self.shift(shift.id.as_str()).is_none() {
                self.forget_in_assignments(&shift.id);
            }
        }
    }

    fn forget_in_assignments(&mut self, shift: &ShiftId) {
        for assignment in &mut self.assignments {
            // An assignment for this shift alone must not become one for all.
            if assignment.shifts.len() > 1 {
                assignment.shifts.retain(|other| other != shift);
            }
        }
    }

    /// How many officers belong to a shift that there is no longer.
    #[must_use]
    pub fn officers_without_shift(&self) -> usize {
        let roster = self.roster.iter();
        let homeless = roster.filter(|officer| {
            let shift = officer.shift.as_ref();
            shift.is_some_and(|id| self.shift(id.as_str()).is_none())
        });
        homeless.count()
    }

    /// Assigns a module. One for the same module, shifts, squads and ranks, in whichever order, takes the
    /// place of the one that there was. Its shifts are kept in the station's order.
    pub fn assign(&mut self, mut assignment: Assignment) {
        let place = |id: &ShiftId| self.shifts.iter().position(|shift| shift.id == *id);
        assignment.shifts.sort_by_key(place);
        assignment.shifts.dedup();
        let is_same = |other: &Assignment| {
            other.module == assignment.module
                && are_same(&other.shifts, &assignment.shifts)
                && are_same(&other.squads, &assignment.squads)
                && are_same(&other.ranks, &assignment.ranks)
        };
        self.assignments.retain(|other| !is_same(other));
        self.assignments.push(assignment);
    }

    /// Whether the approval of a module is still the one that was shown.
    ///
    /// # Errors
    /// `ChangedMeanwhile`.
    pub fn check_approval(
        &self,
        module: &crate::pack::ModuleRef,
        shown: Option<&Approval>,
    ) -> Result<(), StationError> {
        let kept = self.approval(module);
        if kept == shown {
            return Ok(());
        }
        let now = kept.map_or_else(
            || "not approved".to_owned(),
            |kept| format!("approved by {}", kept.by),
        );
        Err(changed("The approval", now))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::StationNames;
    use crate::station::{Shift, ShiftId, Station, StationError};

    fn names(name: &str, room: &str) -> StationNames {
        StationNames {
            name: name.to_owned(),
            room: room.to_owned(),
            ..StationNames::default()
        }
    }

    fn day(start: i8) -> Shift {
        Shift {
            id: ShiftId::as_recorded("day"),
            name: "Day".to_owned(),
            start: time(start, 0, 0, 0),
            end: time(15, 0, 0, 0),
        }
    }

    /// RECORDS 7.21.
    #[test]
    fn only_what_was_edited_is_changed() {
        let mut station = Station {
            name: "North".to_owned(),
            agency: "Sheriff".to_owned(),
            room: "Muster room".to_owned(),
            ..Station::default()
        };
        // Shown when the station was still called Central; the room is what was edited.
        let shown = names("Central", "Muster room");
        station
            .edit_names(&shown, &names("Central", "Hall"))
            .unwrap();
        assert_eq!((&*station.name, &*station.room), ("North", "Hall"));
        assert_eq!(station.agency, "Sheriff");
        // The same field, changed to the same by somebody else, is no conflict.
        station
            .edit_names(&shown, &names("North", "Muster room"))
            .unwrap();
        assert_eq!((&*station.name, &*station.room), ("North", "Hall"));
    }

    /// RECORDS 7.21.
    #[test]
    fn what_somebody_else_changed_meanwhile_is_not_put_back_and_nothing_else_is_saved() {
        let mut station = Station {
            name: "North".to_owned(),
            ..Station::default()
        };
        let before = station.clone();
        let shown = names("Central", "");
        let refused = station.edit_names(&shown, &names("Central Station", "Hall"));
        assert!(matches!(
            refused,
            Err(StationError::ChangedMeanwhile { now, .. }) if now == "North"
        ));
        assert_eq!(station, before);
    }

    /// RECORDS 7.21.
    #[test]
    fn a_shift_is_edited_by_field_and_removed_only_as_it_was_shown() {
        let mut station = Station {
            shifts: vec![day(7)],
            ..Station::default()
        };
        // Somebody else moved its end; the start is what was edited.
        station.shifts[0].end = time(16, 0, 0, 0);
        station.edit_shift(Some(&day(7)), day(6)).unwrap();
        let start_and_end = (station.shifts[0].start, station.shifts[0].end);
        assert_eq!(start_and_end, (time(6, 0, 0, 0), time(16, 0, 0, 0)));
        assert!(station.edit_shift(Some(&day(7)), day(8)).is_err());
        assert!(station.remove_shift(&day(7)).is_err());
        assert_eq!(station.shifts.len(), 1);
        let shown = station.shifts[0].clone();
        station.remove_shift(&shown).unwrap();
        station.remove_shift(&shown).unwrap();
        // It was removed by somebody else: an edit does not bring it back.
        assert!(station.edit_shift(Some(&shown), day(6)).is_err());
        station.edit_shift(None, day(6)).unwrap();
        assert!(
            station.edit_shift(None, day(7)).is_err(),
            "another one of that name"
        );
    }
}
