//! Identifies officers: by their ids, of which one may have replaced another (RECORDS 7.12), and by
//! name only where it is unique (RECORDS 7.13).

use jiff::civil::Date;

use crate::station::{Officer, Station};

/// Why a number cannot follow another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenumberError {
    /// Nobody on the roster has the old number.
    #[error("nobody has the number {old}")]
    NobodyHas {
        /// The old number.
        old: String,
    },
    /// The old number was followed by another already.
    #[error("{old} was followed by {now} already")]
    FollowedBy {
        /// The old number.
        old: String,
        /// The officer's number now.
        now: String,
    },
    /// The new number is the old one.
    #[error("both numbers are {id}")]
    Same {
        /// The number.
        id: String,
    },
    /// Somebody else has the new number, or had it.
    #[error("{new} is the number of {name}")]
    Taken {
        /// The new number.
        new: String,
        /// Who has it.
        name: String,
    },
    /// Both numbers are on the roster under different names.
    #[error("{old} is {old_name}, {new} is {new_name}")]
    OtherName {
        /// The old number.
        old: String,
        /// Whose it is.
        old_name: String,
        /// The new number.
        new: String,
        /// Whose it is.
        new_name: String,
    },
}

/// Who is meant by what somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named<'a> {
    /// Nobody on the roster: a name as it is.
    Nobody,
    /// This officer and no other.
    One(&'a Officer),
    /// Whoever typed it has to say which.
    Several(Vec<&'a Officer>),
}

impl Officer {
    /// Whether this is, or was, a number of this officer.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        self.id == id || self.former_ids.iter().any(|former| former == id)
    }
}

impl Station {
    /// The officer who has this id, else the one who had it; inactive ones included.
    #[must_use]
    pub fn officer(&self, id: &str) -> Option<&Officer> {
        let now = self.roster.iter().find(|officer| officer.id == id);
        now.or_else(|| self.roster.iter().find(|officer| officer.has_id(id)))
    }

    /// Every id under which this officer is recorded, today's first; of somebody who is not on the
    /// roster the one that was given.
    #[must_use]
    pub fn ids_of(&self, id: &str) -> Vec<String> {
        match self.officer(id) {
            None => vec![id.to_owned()],
            Some(officer) => {
                let former = officer.former_ids.iter().rev();
                std::iter::once(&officer.id)
                    .chain(former)
                    .cloned()
                    .collect()
            }
        }
    }

    /// Who is meant by a number or a name on that day. Case and spaces in a name do not matter. One
    /// who is active goes before namesakes who are not; a name that only inactive officers have, or
    /// several active ones, is not decided here.
    #[must_use]
    pub fn named(&self, typed: &str, on: Date) -> Named<'_> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Named::Nobody;
        }
        if let Some(officer) = self.officer(typed) {
            return Named::One(officer);
        }
        let wanted = plain(typed);
        let same = self.roster.iter().filter(|o| {
            plain(&o.name) == wanted || plain(&format!("{} {}", o.rank, o.name)) == wanted
        });
        let (active, inactive): (Vec<&Officer>, Vec<&Officer>) =
            same.partition(|officer| officer.is_active(on));
        match (active.as_slice(), inactive.as_slice()) {
            ([], []) => Named::Nobody,
            ([one], _) => Named::One(one),
            ([], _) => Named::Several(inactive),
            _ => Named::Several(active),
        }
    }

    /// From now on an officer has another number. Where the new one is on the roster already, under the
    /// same name and beside an old one that is not active on `today`, the two become one officer;
    /// `same_officer` says so where the names differ.
    ///
    /// # Errors
    /// Why that cannot be; then nothing is changed.
    pub fn renumber(
        &mut self,
        old: &str,
        new: &str,
        same_officer: bool,
        today: Date,
    ) -> Result<(), RenumberError> {
        let (old, new) = (old.trim(), new.trim());
        if old == new {
            return Err(RenumberError::Same { id: old.to_owned() });
        }
        let nobody = || RenumberError::NobodyHas {
            old: old.to_owned(),
        };
        let at = self.roster.iter().position(|officer| officer.id == old);
        let Some(before) = at.and_then(|at| self.roster.get(at)).cloned() else {
            let had = self.officer(old).ok_or_else(nobody)?;
            return Err(RenumberError::FollowedBy {
                old: old.to_owned(),
                now: had.id.clone(),
            });
        };
        let taken = |officer: &Officer| RenumberError::Taken {
            new: new.to_owned(),
            name: officer.name.clone(),
        };
        let mut others = self.roster.iter().filter(|officer| officer.id != old);
        match others.find(|officer| officer.has_id(new)) {
            Some(officer) if officer.id != new || before.is_active(today) => {
                return Err(taken(officer));
            }
            Some(officer) if !same_officer && plain(&officer.name) != plain(&before.name) => {
                return Err(RenumberError::OtherName {
                    old: old.to_owned(),
                    old_name: before.name,
                    new: new.to_owned(),
                    new_name: officer.name.clone(),
                });
            }
            _ => {}
        }
        let mut former: Vec<String> = before.former_ids.clone();
        former.retain(|id| id != new);
        former.push(old.to_owned());
        let is_there = self.roster.iter().any(|officer| officer.id == new);
        let id = if is_there { new } else { old };
        if let Some(officer) = self.roster.iter_mut().find(|officer| officer.id == id) {
            if is_there {
                former.append(&mut officer.former_ids);
                officer.active_from = officer.active_from.and(before.active_from);
            } else {
                new.clone_into(&mut officer.id);
            }
            officer.former_ids = former;
        }
        if is_there {
            self.roster.retain(|officer| officer.id != old);
        }
        Ok(())
    }
}

/// A name without what does not matter in it.
fn plain(name: &str) -> String {
    let words = name.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Named, RenumberError};
    use crate::station::roster::RosterFile;
    use crate::station::{Officer, Station, diff};
    use jiff::civil::{Date, date};

    const TODAY: Date = date(2026, 11, 24);

    fn officer(id: &str, name: &str) -> Officer {
        Officer {
            id: id.to_owned(),
            name: name.to_owned(),
            ..Officer::default()
        }
    }

    fn left(id: &str, name: &str) -> Officer {
        Officer {
            active_to: Some(date(2026, 11, 1)),
            ..officer(id, name)
        }
    }

    fn station(roster: &[Officer]) -> Station {
        Station {
            roster: roster.to_vec(),
            ..Station::default()
        }
    }

    // RECORDS 7.13.
    #[test]
    fn a_name_that_several_have_is_nobodys_and_one_who_left_is_not_taken_for_one_who_is_there() {
        let station = station(&[
            left("1", "Sam Example"),
            officer("2", "Sam  example"),
            officer("3", "Kim Sample"),
            officer("4", "kim sample"),
            left("5", "Gone Example"),
        ]);
        let id = |typed: &str| match station.named(typed, TODAY) {
            Named::Nobody => "nobody".to_owned(),
            Named::One(officer) => officer.id.clone(),
            Named::Several(all) => all
                .iter()
                .map(|o| o.id.as_str())
                .collect::<Vec<_>>()
                .join("?"),
        };
        assert_eq!(id("Sam Example"), "2");
        assert_eq!(id(" SAM EXAMPLE "), "2");
        assert_eq!(id("Kim Sample"), "3?4");
        assert_eq!(id("Gone Example"), "5");
        assert_eq!(id("4"), "4");
        assert_eq!(id("Somebody Else"), "nobody");
        assert_eq!(id(" "), "nobody");
    }

    // RECORDS 7.12.
    #[test]
    fn a_number_that_follows_another_keeps_what_was_before_it() {
        let mut station = station(&[officer("1042", "A"), officer("7", "B")]);
        station
            .renumber("1042", "2042", false, TODAY)
            .expect("renumbered");
        station
            .renumber("2042", "3042", false, TODAY)
            .expect("again");
        assert_eq!(station.ids_of("1042"), ["3042", "2042", "1042"]);
        assert_eq!(station.ids_of("3042"), ["3042", "2042", "1042"]);
        assert_eq!(station.ids_of("8"), ["8"]);
        assert_eq!(station.officer("1042").map(|o| o.id.as_str()), Some("3042"));
        let refused = station.renumber("1042", "9", false, TODAY);
        assert!(matches!(refused, Err(RenumberError::FollowedBy { .. })));
        let refused = station.renumber("7", "2042", false, TODAY);
        assert!(matches!(refused, Err(RenumberError::Taken { .. })));
        let refused = station.renumber("6", "9", false, TODAY);
        assert!(matches!(refused, Err(RenumberError::NobodyHas { .. })));
        // And back.
        station
            .renumber("3042", "1042", false, TODAY)
            .expect("back");
        assert_eq!(station.ids_of("1042"), ["1042", "3042", "2042"]);
    }

    #[test]
    fn an_officer_who_came_under_the_new_number_by_a_roster_becomes_one_with_the_old() {
        let mut roster = station(&[left("1042", "A"), officer("2042", "A"), officer("7", "A")]);
        let refused = roster.renumber("7", "2042", true, TODAY);
        assert!(
            matches!(refused, Err(RenumberError::Taken { .. })),
            "both are there"
        );
        roster
            .renumber("1042", "2042", false, TODAY)
            .expect("the same");
        assert_eq!(roster.roster.len(), 2);
        assert_eq!(roster.ids_of("2042"), ["2042", "1042"]);
        let mut married = station(&[left("1", "A Maiden"), officer("2", "A Married")]);
        let refused = married.renumber("1", "2", false, TODAY);
        assert!(matches!(refused, Err(RenumberError::OtherName { .. })));
        married
            .renumber("1", "2", true, TODAY)
            .expect("confirmed as the same officer");
    }

    // RECORDS 7.12.
    #[test]
    fn a_roster_with_either_number_names_the_same_officer() {
        let old = [officer("1042", "A"), officer("7", "B")];
        let mut file = [officer("2042", "A"), officer("7", "B")];
        file[0].former_ids = vec!["1042".to_owned()];
        let changes = diff(&old, &RosterFile::of(&file), TODAY);
        assert_eq!((changes.new.len(), changes.gone.len()), (0, 0));
        let [(before, after)] = changes.changed.as_slice() else {
            panic!("{changes:?}");
        };
        assert_eq!((before.id.as_str(), after.id.as_str()), ("1042", "2042"));
        let mut station = station(&old);
        station.take_roster(&RosterFile::of(&file), TODAY);
        assert_eq!(station.ids_of("1042"), ["2042", "1042"]);
        // A file that knows nothing of it, with the new number and with the old one.
        for id in ["2042", "1042"] {
            let file = RosterFile::of(&[officer(id, "A"), officer("7", "B")]);
            let changes = station.take_roster(&file, TODAY);
            assert_eq!((changes.changed.len(), changes.unchanged), (0, 2), "{id}");
            assert_eq!(station.ids_of("1042"), ["2042", "1042"]);
        }
    }
}
