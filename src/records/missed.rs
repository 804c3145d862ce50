//! The make-up list: what is open for each officer of what the shift completed, since when, and why
//! (RECORDS 6.11).

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::pack::ModuleRef;
use crate::records::due::{Board, BoardRow, Candidate, Offer, candidates, requirements};
use crate::records::query::{OnRoll, SessionView};
use crate::records::{Records, RecordsError};
use crate::session::{Mark, Outcome};
use crate::station::{Assignment, Officer, Shift, ShiftId, Station};

/// What is open for one officer.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// The officer.
    pub officer: Officer,
    /// The officer's shift.
    pub shift: Shift,
    /// Each module that is open, in the board's order; at least one.
    pub open: Vec<Open>,
}

/// One module that is open for an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// The day since which it is open.
    pub since: Date,
    /// Why.
    pub reason: MissedFinding,
    /// The briefing that says so; nothing where none does.
    pub session: Option<Uuid>,
    /// The day on which the officer was last in a complete briefing of the module, of any version.
    pub attended: Option<Date>,
}

/// Why a module is open for an officer. A list without reasons reads as misconduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissedFinding {
    /// Was marked absent.
    Absent,
    /// Was excused.
    Excused,
    /// Left before the end.
    LeftEarly,
    /// Was on the roll, and nobody marked where the officer was.
    Unmarked,
    /// Was in a briefing that was broken off.
    Partial,
    /// Was not on the roll of the shift's briefing: came to the shift since.
    NotOnShift,
    /// Was briefed on an older version, and the new one asks for it.
    NewVersion,
    /// Was briefed, and that was too long ago.
    Expired,
}

impl MissedFinding {
    /// Its name for programs (RECORDS 8.14).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Excused => "excused",
            Self::LeftEarly => "left_early",
            Self::Unmarked => "unmarked",
            Self::Partial => "partial",
            Self::NotOnShift => "not_on_shift",
            Self::NewVersion => "new_version",
            Self::Expired => "expired",
        }
    }
}

impl Serialize for MissedFinding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Whose open modules, and which of them.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Only this module.
    pub module: Option<ModuleRef>,
    /// Only officers of this shift.
    pub shift: Option<ShiftId>,
    /// Only the officer with this id.
    pub officer: Option<String>,
}

impl Which {
    fn has_officer(&self, officer: &Officer) -> bool {
        let id = self.officer.as_ref();
        id.is_none_or(|id| officer.id == *id || officer.has_id(id))
    }

    fn has_shift(&self, shift: &ShiftId) -> bool {
        self.shift.as_ref().is_none_or(|only| only == shift)
    }

    fn has_module(&self, module: &ModuleRef) -> bool {
        self.module.as_ref().is_none_or(|only| only == module)
    }
}

impl Records {
    /// What is open for the officers of this station, by shift and name. `board` is
    /// [`crate::records::due::board`] of the same offers and day.
    ///
    /// # Errors
    /// `Damaged`, `ChainBroken`, `Busy`, `Io`.
    pub fn missed(
        &self,
        offers: &[Offer<'_>],
        station: &Station,
        board: &Board,
        which: &Which,
        today: Date,
    ) -> Result<Vec<Missed>, RecordsError> {
        let candidates = candidates(offers);
        let rows = board.rows.iter();
        let rows = rows.filter(|row| row.approved && which.has_module(&row.module));
        let rows: Vec<(&BoardRow, &Candidate<'_>)> = rows
            .filter_map(|row| {
                let mut candidates = candidates.iter();
                Some((row, candidates.find(|c| c.name() == row.module)?))
            })
            .collect();
        let shifts = board.shifts.iter().enumerate();
        let shifts = shifts.filter(|(_, shift)| which.has_shift(&shift.id));
        let officers: Vec<(usize, &Shift, &Officer)> = shifts
            .flat_map(|(column, shift)| {
                let officers = station.officers_of(&shift.id, today).into_iter();
                let officers = officers.filter(|officer| which.has_officer(officer));
                officers.map(move |officer| (column, shift, officer))
            })
            .collect();
        let ids = officers.iter().flat_map(|(_, _, officer)| {
            station
                .ids_of(&officer.id)
                .into_iter()
                .map(|id| (id, officer.id.clone()))
        });
        let mut on_rolls = self.on_rolls(&ids.collect())?;
        let mut read = Read {
            records: self,
            amended: self.amended_sessions()?,
            views: HashMap::new(),
        };
        let mut missed = Vec::new();
        for (column, shift, officer) in officers {
            let on_rolls = on_rolls.remove(&officer.id).unwrap_or_default();
            let ids = station.ids_of(&officer.id);
            let mut open = Vec::new();
            for (row, candidate) in &rows {
                let Some(cell) = row.cells.get(column) else {
                    continue;
                };
                // What the shift has never completed is due for all of it.
                let Some(last) = &cell.last else { continue };
                let Some(every_days) = asked_of(candidate, station, officer, shift) else {
                    continue;
                };
                let asked = Asked {
                    candidate,
                    title: &row.title,
                    ids: &ids,
                    every_days,
                    shift_done: last.date,
                    shift_is_due: cell.state.is_due(),
                    active_from: officer.active_from,
                    today,
                };
                let sessions = on_rolls
                    .iter()
                    .filter(|session| session.module == row.module);
                open.extend(asked.open(&sessions.collect::<Vec<_>>(), &mut read)?);
            }
            if !open.is_empty() {
                missed.push(Missed {
                    officer: officer.clone(),
                    shift: shift.clone(),
                    open,
                });
            }
        }
        Ok(missed)
    }
}

/// Whether the module is asked of this officer, and after how many days again.
#[expect(
    clippy::option_option,
    reason = "whether it is asked, and whether it is asked again, are two things"
)]
fn asked_of(
    candidate: &Candidate<'_>,
    station: &Station,
    officer: &Officer,
    shift: &Shift,
) -> Option<Option<u32>> {
    let is_asked = |a: &Assignment| a.is_for(officer, &shift.id);
    let mut every_days: Vec<Option<u32>> = requirements(candidate, station)
        .filter(|need| need.is_none_or(is_asked))
        .map(|need| need.and_then(|assignment| assignment.every_days))
        .collect();
    // The shortest one; none comes last.
    every_days.sort_by_key(|days| days.unwrap_or(u32::MAX));
    every_days.first().copied()
}

/// Sessions as amended, each read once.
struct Read<'a> {
    records: &'a Records,
    amended: HashMap<u64, Vec<u64>>,
    views: HashMap<u64, SessionView>,
}

impl Read<'_> {
    /// The mark that an officer of these ids has in a session, and the session's outcome.
    fn mark(&mut self, seq: u64, ids: &[String]) -> Result<(Mark, Outcome, Uuid), RecordsError> {
        let view = match self.views.entry(seq) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(self.records.view(seq, &self.amended)?)
            }
        };
        let session = &view.session;
        let mut rows = session.officers.iter();
        let row = rows.find(|officer| ids.contains(&officer.id));
        let mark = row.map_or(Mark::Unmarked, |row| row.mark);
        Ok((mark, session.outcome, session.session_id))
    }
}

/// One module that is asked of one officer.
struct Asked<'a> {
    candidate: &'a Candidate<'a>,
    title: &'a str,
    /// The officer's.
    ids: &'a [String],
    every_days: Option<u32>,
    /// When the shift completed it last.
    shift_done: Date,
    /// It is due for the whole shift.
    shift_is_due: bool,
    active_from: Option<Date>,
    today: Date,
}

impl Asked<'_> {
    /// Whether it is open. `sessions`: those of the module on whose roll the officer is, oldest first.
    fn open(
        &self,
        sessions: &[&OnRoll],
        read: &mut Read<'_>,
    ) -> Result<Option<Open>, RecordsError> {
        let attended = sessions.iter().rev().find(|session| session.there);
        let counting = || sessions.iter().filter(|s| self.candidate.counts(s.version));
        let mut whole = None;
        for session in counting().rev().filter(|session| session.there) {
            if read.mark(session.seq, self.ids)?.0 != Mark::LeftEarly {
                whole = Some(session);
                break;
            }
        }
        let again = match (whole, self.every_days) {
            (None, _) => None,
            (Some(_), None) => return Ok(None),
            (Some(whole), Some(days)) => {
                let again = whole.date.checked_add(i64::from(days).days());
                let again = again.unwrap_or(Date::MAX);
                if again > self.today {
                    return Ok(None);
                }
                Some(again)
            }
        };
        let after = whole.map(|session| session.when());
        let missed: Vec<_> = counting().filter(|s| Some(s.when()) > after).collect();
        let open = |since, reason, session| Open {
            module: self.candidate.name(),
            title: self.title.to_owned(),
            since,
            reason,
            session,
            attended: attended.map(|session| session.date),
        };
        if let (Some(first), Some(last)) = (missed.first(), missed.last()) {
            let (mark, outcome, session) = read.mark(last.seq, self.ids)?;
            let reason = match (mark, outcome) {
                (Mark::Absent, _) => MissedFinding::Absent,
                (Mark::Excused, _) => MissedFinding::Excused,
                (Mark::LeftEarly, _) => MissedFinding::LeftEarly,
                (Mark::Unmarked, _) => MissedFinding::Unmarked,
                (Mark::Present | Mark::Late, _) => MissedFinding::Partial,
            };
            return Ok(Some(open(
                again.unwrap_or(first.date),
                reason,
                Some(session),
            )));
        }
        // The whole shift is to be briefed anyway.
        if self.shift_is_due {
            return Ok(None);
        }
        Ok(Some(match (again, attended) {
            (Some(again), _) => open(again, MissedFinding::Expired, None),
            (None, Some(_)) => open(self.candidate.since(), MissedFinding::NewVersion, None),
            (None, None) => {
                let since = self
                    .active_from
                    .map_or(self.shift_done, |day| day.max(self.shift_done));
                open(since, MissedFinding::NotOnShift, None)
            }
        }))
    }
}

/// The same list by module: for whom each is open.
#[must_use]
pub fn by_module(missed: &[Missed]) -> Vec<(&Open, Vec<(&Missed, &Open)>)> {
    let mut modules: BTreeMap<&ModuleRef, Vec<(&Missed, &Open)>> = BTreeMap::new();
    let mut order: Vec<&ModuleRef> = Vec::new();
    for of_officer in missed {
        for open in &of_officer.open {
            if !modules.contains_key(&open.module) {
                order.push(&open.module);
            }
            let entries = modules.entry(&open.module).or_default();
            entries.push((of_officer, open));
        }
    }
    let modules = order.into_iter().filter_map(|module| {
        let entries = modules.remove(module)?;
        Some((entries.first()?.1, entries))
    });
    modules.collect()
}
