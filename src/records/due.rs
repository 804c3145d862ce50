//! What is due (RECORDS section 6): from the packs on the shelf, the station's
//! assignments and approvals, and what each shift completed last. Pure.

use std::cmp::Ordering;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::pack::manifest::Audience;
use crate::pack::{ModuleOutline, ModuleRef, Outline, PackVersion};
use crate::records::query::LastCompletion;
use crate::station::{Assignment, Shift, ShiftId, Station};

/// A pack on the shelf.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// What is known of it.
    pub outline: &'a Outline,
    /// The day on which this version was installed.
    pub since: Date,
}

/// The board: modules down, shifts across.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// The columns.
    pub shifts: Vec<Shift>,
    /// The rows, in the order of the series.
    pub rows: Vec<BoardRow>,
    /// What the shift that was asked for is to be briefed on, most pressing first.
    pub due_now: Vec<ModuleRef>,
}

/// One module on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardRow {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// Place in its series, from 1.
    pub position: Option<u32>,
    /// The agency approved it for use.
    pub approved: bool,
    /// One for each shift, in the order of [`Board::shifts`].
    pub cells: Vec<Cell>,
}

/// Where one shift stands with one module.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub state: CellState,
    /// What the shift completed last, whatever the version.
    pub last: Option<LastCompletion>,
}

/// Where one shift stands with one module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// Completed, and nothing more to do.
    Completed {
        /// The day.
        date: Date,
        /// Nothing where a briefing on paper named none.
        version: Option<PackVersion>,
        /// Officers of the shift who were there.
        present: u32,
        /// Officers of the shift.
        of: u32,
        /// The day is in doubt (RECORDS 6.9).
        doubt: bool,
    },
    /// Due today.
    Due,
    /// Due by that day, which is still to come.
    DueBy(Date),
    /// Was due by that day.
    Overdue(Date),
    /// Completed before, and due again: a new version came on that day and asks for it.
    NewVersionSince(Date),
    /// Would be due, but nobody of the agency approved it.
    NotApproved,
    /// Not assigned to this shift.
    NotForShift,
}

impl CellState {
    /// Whether the shift is to be briefed.
    #[must_use]
    pub fn is_due(self) -> bool {
        self.urgency() < 4
    }

    /// 0 is most pressing.
    fn urgency(self) -> u8 {
        match self {
            Self::Overdue(_) => 0,
            Self::Due => 1,
            Self::NewVersionSince(_) => 2,
            Self::DueBy(_) => 3,
            Self::NotApproved => 4,
            Self::Completed { .. } => 5,
            Self::NotForShift => 6,
        }
    }

    fn compare(self, other: Self) -> Ordering {
        let by_date = match (self, other) {
            (Self::Overdue(a), Self::Overdue(b)) | (Self::DueBy(a), Self::DueBy(b)) => a.cmp(&b),
            _ => Ordering::Equal,
        };
        self.urgency().cmp(&other.urgency()).then(by_date)
    }
}

/// A module on the shelf, with the facts of its pack.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    offer: Offer<'a>,
    module: &'a ModuleOutline,
}

impl Candidate<'_> {
    pub(super) fn name(&self) -> ModuleRef {
        ModuleRef {
            pack: self.offer.outline.id.clone(),
            module: self.module.id.clone(),
        }
    }

    /// The day on which this version came.
    pub(super) fn since(&self) -> Date {
        self.offer.since
    }

    /// Whether a briefing on this version still counts (RECORDS 6.6).
    pub(super) fn counts(&self, version: Option<PackVersion>) -> bool {
        let outline = self.offer.outline;
        !outline.rebrief || version.is_none_or(|v| v >= outline.version)
    }

    /// Whether the station's tags call for this variant; modules that are no variant fit always.
    fn fits(&self, station: &Station) -> bool {
        let variant = self.module.variant.as_ref();
        variant.is_none_or(|v| {
            let mut tags = v.for_tags.iter();
            tags.any(|tag| station.tags.iter().any(|own| own == tag.as_str()))
        })
    }

    /// The variant of this module that takes its place on this station, or the module itself
    /// (RECORDS 6.3).
    fn in_place(&self, station: &Station) -> Self {
        let variants = self.offer.outline.modules.iter().map(|module| Self {
            module,
            offer: self.offer,
        });
        let mut fitting = variants.filter(|other| {
            let of = other.module.variant.as_ref().map(|v| &v.of);
            of == Some(&self.module.id) && other.fits(station)
        });
        fitting.next().unwrap_or(*self)
    }

    /// Without assignments: every module for the front line whose variant fits (RECORDS 6.2).
    fn is_for_everybody(&self) -> bool {
        let audience = &self.module.audience;
        audience.contains(&Audience::FrontLine) || audience.contains(&Audience::All)
    }
}

/// The board for this station on this day. `done` is [`crate::records::Records::done`]; `shift`
/// is the one whose due briefings are listed.
#[must_use]
pub fn board(
    offers: &[Offer<'_>],
    station: &Station,
    done: &[LastCompletion],
    shift: Option<&ShiftId>,
    today: Date,
) -> Board {
    let rows: Vec<BoardRow> = candidates(offers)
        .into_iter()
        .filter(|c| on_board(c, station))
        .map(|candidate| row(&candidate, station, done, today))
        .collect();
    let column = station.shifts.iter().position(|s| Some(&s.id) == shift);
    let states = rows.iter().filter_map(|row| {
        let state = row.cells.get(column?)?.state;
        state.is_due().then_some((state, &row.module))
    });
    let mut due: Vec<(CellState, &ModuleRef)> = states.collect();
    due.sort_by(|(a, _), (b, _)| a.compare(*b));
    Board {
        shifts: station.shifts.clone(),
        due_now: due.into_iter().map(|(_, module)| module.clone()).collect(),
        rows,
    }
}

/// Every module on the shelf, in the order of the series, then by title.
pub(super) fn candidates<'a>(offers: &[Offer<'a>]) -> Vec<Candidate<'a>> {
    let mut offers = offers.to_vec();
    offers.sort_by_key(|offer| {
        let series = offer.outline.series.as_ref();
        let position = series.map_or(u32::MAX, |s| s.position);
        (position, offer.outline.title.clone())
    });
    let modules = offers.iter().flat_map(|offer| {
        let modules = offer.outline.modules.iter();
        modules.map(|module| Candidate {
            offer: *offer,
            module,
        })
    });
    modules.collect()
}

/// A module has a row unless a variant takes its place or it is a variant that does not fit;
/// one that was assigned by its own name has a row in any case.
fn on_board(candidate: &Candidate<'_>, station: &Station) -> bool {
    let replaced = candidate.in_place(station).name() != candidate.name();
    (candidate.fits(station) && !replaced)
        || (!station.assignments.is_empty() && requirements(candidate, station).next().is_some())
}

fn row(
    candidate: &Candidate<'_>,
    station: &Station,
    done: &[LastCompletion],
    today: Date,
) -> BoardRow {
    let module = candidate.name();
    let approved = station.approval(&module).is_some();
    let cells = station.shifts.iter().map(|shift| {
        let same = |d: &&LastCompletion| d.module == module && d.shift == shift.id.as_str();
        let last = done.iter().find(same).cloned();
        let needed = requirements(candidate, station)
            .filter(|need| need.is_none_or(|a| is_for_shift(a, station, &shift.id, today)))
            .map(|need| state(candidate, need, last.as_ref(), today));
        let needed = needed.min_by(|a, b| a.compare(*b));
        let state = match (needed, &last) {
            // RECORDS 6.4.
            (Some(state), _) if state.is_due() && !approved => CellState::NotApproved,
            (Some(state), _) => state,
            (None, Some(last)) => completed(last),
            (None, None) => CellState::NotForShift,
        };
        Cell { state, last }
    });
    BoardRow {
        cells: cells.collect(),
        title: candidate.module.title.clone(),
        position: candidate.offer.outline.series.as_ref().map(|s| s.position),
        approved,
        module,
    }
}

/// What asks for this module: assignments, or `None` for the rule that holds without any.
pub(super) fn requirements<'a>(
    candidate: &Candidate<'_>,
    station: &'a Station,
) -> impl Iterator<Item = Option<&'a Assignment>> {
    let outline = candidate.offer.outline;
    let rule = station.assignments.is_empty() && candidate.is_for_everybody();
    let assigned: Vec<Option<&Assignment>> = station
        .assignments
        .iter()
        // What takes the place of an assigned module lies in the same pack.
        .filter(|assignment| assignment.module.pack == outline.id)
        .filter(|assignment| {
            let mut modules = outline.modules.iter();
            let target = modules.find(|module| module.id == assignment.module.module);
            let offer = candidate.offer;
            let target = target.map(|module| Candidate { offer, module }.in_place(station));
            target.is_some_and(|target| target.module.id == candidate.module.id)
        })
        .map(Some)
        .collect();
    rule.then_some(None).into_iter().chain(assigned)
}

fn is_for_shift(assignment: &Assignment, station: &Station, shift: &ShiftId, today: Date) -> bool {
    let named = assignment.shifts.is_empty() || assignment.shifts.contains(shift);
    let for_all = assignment.squads.is_empty() && assignment.ranks.is_empty();
    let concerned = || {
        let officers = station.officers_of(shift, today);
        officers.into_iter().any(|o| assignment.names_officer(o))
    };
    named && (for_all || concerned())
}

fn completed(last: &LastCompletion) -> CellState {
    CellState::Completed {
        date: last.date,
        version: last.version,
        present: last.present,
        of: last.of,
        doubt: last.doubt,
    }
}

fn state(
    candidate: &Candidate<'_>,
    assignment: Option<&Assignment>,
    last: Option<&LastCompletion>,
    today: Date,
) -> CellState {
    let by = |day: Date| match day.cmp(&today) {
        Ordering::Less => CellState::Overdue(day),
        Ordering::Equal => CellState::Due,
        Ordering::Greater => CellState::DueBy(day),
    };
    let Some(last) = last else {
        return assignment.and_then(|a| a.due).map_or(CellState::Due, by);
    };
    if !candidate.counts(last.version) {
        return CellState::NewVersionSince(candidate.offer.since);
    }
    let every = assignment.and_then(|a| a.every_days);
    // A day that is still to come says nothing of the next one (RECORDS 6.9).
    let done = if last.doubt && last.date > today {
        Date::MIN
    } else {
        last.date
    };
    let again = every.and_then(|days| done.checked_add(i64::from(days).days()).ok());
    match again {
        Some(_) if done == Date::MIN => CellState::Due,
        Some(day) if day <= today => by(day),
        _ => completed(last),
    }
}

#[cfg(test)]
mod tests;
