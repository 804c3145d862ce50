//! What a station is. Kept in `station.json`.

use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pack::text::{shown, shown_lines};
use crate::pack::{CreditRule, ModuleRef, TextDefect};
use crate::station::{Rank, ShiftId, Squad, Tag};

/// A shift and its hours in local time; an end before its start is on the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Short name, for example `day`.
    pub id: ShiftId,
    /// Name for people, for example "Day shift".
    pub name: String,
    /// When it starts.
    pub start: Time,
    /// When it ends.
    pub end: Time,
}

/// Somebody on the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Unique in the agency.
    pub id: String,
    /// As it is to stand in the record.
    pub name: String,
    /// May be empty, as squad and certification.
    pub rank: String,
    /// Squad.
    pub squad: String,
    /// The shift to which the officer belongs, if any.
    pub shift: Option<ShiftId>,
    /// Instructor certificate number.
    pub certification: String,
    /// First day of service on this roster.
    pub active_from: Option<Date>,
    /// Last day; officers who are gone become inactive, never deleted.
    pub active_to: Option<Date>,
    /// Ids that the same officer had before this one, the oldest first (RECORDS 7.12).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<String>,
    /// The two days as they were before a roster file no longer named the officer, which set them. A
    /// file that names the officer again brings them back (RECORDS 7.16).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_gone: Option<ServiceDates>,
}

/// First and last day of service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceDates {
    /// The first, if one is set.
    pub from: Option<Date>,
    /// The last, if one is set.
    pub to: Option<Date>,
}

/// Which module is for whom, from when, how often (RECORDS 6.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Assignment {
    /// The module; its variant that fits the station takes its place.
    pub module: ModuleRef,
    /// Empty: all shifts.
    pub shifts: Vec<ShiftId>,
    /// Empty: all squads.
    pub squads: Vec<Squad>,
    /// Empty: all ranks.
    pub ranks: Vec<Rank>,
    /// The day by which it is due.
    pub due: Option<Date>,
    /// Due again after so many days.
    pub every_days: Option<u32>,
}

impl Assignment {
    /// Whether an officer is of its squads and ranks.
    #[must_use]
    pub fn names_officer(&self, officer: &Officer) -> bool {
        let same = |name: &str, text: &str| name.to_lowercase() == text.to_lowercase();
        let in_squad = |squad: &Squad| same(squad.as_str(), &officer.squad);
        let of_rank = |rank: &Rank| same(rank.as_str(), &officer.rank);
        (self.squads.is_empty() || self.squads.iter().any(in_squad))
            && (self.ranks.is_empty() || self.ranks.iter().any(of_rank))
    }

    /// Whether it is for an officer of this shift.
    #[must_use]
    pub fn is_for(&self, officer: &Officer, shift: &ShiftId) -> bool {
        (self.shifts.is_empty() || self.shifts.contains(shift)) && self.names_officer(officer)
    }
}

/// The agency's approval of a module for use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The module.
    pub module: ModuleRef,
    /// Who approved it.
    pub by: String,
    /// Why, or on which conditions; may be empty.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// One line of the history of approvals: given or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalChange {
    /// The module.
    pub module: ModuleRef,
    /// Given; else withdrawn.
    pub approved: bool,
    /// Who gave or withdrew it.
    pub by: String,
    /// Why; may be empty.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// The operating-system account that entered it.
    pub account: String,
}

/// Everything that is set for this station.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Station {
    /// Of this station alone, whatever it is called: its folder on a stick has this name. Made when
    /// something is first set, and never changed; see [`Station::identify`].
    pub id: Option<Uuid>,
    /// For example "Central Station".
    pub name: String,
    /// What it was called before: records without the station's id go by these (RECORDS 6.8).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<String>,
    /// The agency's name.
    pub agency: String,
    /// The agency's ORI; may be empty.
    pub ori: String,
    /// The room, for example "Muster room"; may be empty.
    pub room: String,
    /// For variants, for example `287g`.
    pub tags: Vec<Tag>,
    /// In the order in which the board shows them.
    pub shifts: Vec<Shift>,
    /// Everybody, inactive ones included.
    pub roster: Vec<Officer>,
    /// Assignments.
    pub assignments: Vec<Assignment>,
    /// Approvals in force.
    pub approvals: Vec<Approval>,
    /// Every approval that was ever given or withdrawn, oldest first.
    pub approval_history: Vec<ApprovalChange>,
    /// By which rule officers are credited with minutes of training (RECORDS 1.13).
    #[serde(skip_serializing_if = "is_default")]
    pub credit: CreditRule,
    /// Made by `muster demo`; the window says so.
    pub demo: bool,
}

/// A setting that is not set is not written: an older Muster wrote none.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Station {
    /// The station's id; it is made if there is none yet.
    pub fn identify(&mut self) -> Uuid {
        *self.id.get_or_insert_with(Uuid::new_v4)
    }

    /// Gives the station another name. What was recorded under the one before stays its own.
    pub fn rename(&mut self, name: &str) {
        if self.name == name {
            return;
        }
        let before = std::mem::replace(&mut self.name, name.to_owned());
        self.former_names.retain(|former| former != name);
        if !before.is_empty() && !self.former_names.contains(&before) {
            self.former_names.push(before);
        }
    }

    /// Writes out what a name must not hold (FORMAT 4.31): settings may be older than that rule, or
    /// were changed by another program.
    pub(super) fn write_out_names(&mut self) {
        let own = [
            &mut self.name,
            &mut self.agency,
            &mut self.ori,
            &mut self.room,
        ];
        let shifts = self.shifts.iter_mut();
        let shifts = shifts.flat_map(|shift| [&mut shift.id.0, &mut shift.name]);
        let officers = self.roster.iter_mut().flat_map(|officer| {
            let shift = officer.shift.as_mut().map(|shift| &mut shift.0);
            let names = [
                &mut officer.id,
                &mut officer.name,
                &mut officer.rank,
                &mut officer.squad,
                &mut officer.certification,
            ];
            let names = names.into_iter().chain(&mut officer.former_ids);
            names.chain(shift)
        });
        let assigned = self.assignments.iter_mut().flat_map(|assignment| {
            let shifts = assignment.shifts.iter_mut().map(|shift| &mut shift.0);
            let squads = assignment.squads.iter_mut().map(|squad| &mut squad.0);
            let ranks = assignment.ranks.iter_mut().map(|rank| &mut rank.0);
            shifts.chain(squads).chain(ranks)
        });
        let approvals = self.approvals.iter_mut();
        let approvals = approvals.map(|approval| &mut approval.by);
        let history = self.approval_history.iter_mut();
        let history = history.flat_map(|change| [&mut change.by, &mut change.account]);
        let own = own.into_iter().chain(self.former_names.iter_mut());
        let names = own.chain(self.tags.iter_mut().map(|tag| &mut tag.0));
        let names = names.chain(shifts).chain(officers).chain(assigned);
        for name in names.chain(approvals).chain(history) {
            if TextDefect::of_name(name).is_some() {
                *name = shown(name);
            }
        }
        let notes = self.approvals.iter_mut().map(|approval| &mut approval.note);
        let history = self.approval_history.iter_mut();
        for note in notes.chain(history.map(|change| &mut change.note)) {
            if TextDefect::of_text(note).is_some() {
                *note = shown_lines(note);
            }
        }
    }
}
