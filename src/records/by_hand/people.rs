//! Who was there, as a briefing entered by hand has it.

use super::{ByHandError, Typed};
use crate::session::{Acknowledgement, Mark, Method, Moment, Officer};
use crate::station::{self as settings, Shift, Station};

/// The shift's officers of that day with their marks, others from the roster who were there,
/// visitors; of a make-up or self-study only those who are named (RECORDS 6.10).
pub fn officers(
    typed: &Typed,
    station: &Station,
    shift: &Shift,
    (by, minutes): (&str, u32),
    now: Moment,
) -> Result<Vec<Officer>, ByHandError> {
    let named = |ids: &[String]| -> Result<Vec<&settings::Officer>, ByHandError> {
        let ids = ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty());
        let mut officers: Vec<&settings::Officer> = Vec::new();
        for id in ids {
            let officer = station.officer(id);
            let officer = officer.ok_or_else(|| ByHandError::NotOnRoster { id: id.to_owned() })?;
            if !officers.contains(&officer) {
                officers.push(officer);
            }
        }
        Ok(officers)
    };
    let (present, absent) = (named(&typed.present)?, named(&typed.absent)?);
    if let Some(both) = present.iter().find(|officer| absent.contains(officer)) {
        return Err(ByHandError::BothMarks {
            id: both.id.clone(),
        });
    }
    let single = typed.delivery.is_for_single_officers();
    if single && present.is_empty() && typed.visitors.is_empty() {
        return Err(ByHandError::Nobody);
    }
    let own = station.officers_of(&shift.id, typed.date);
    let is_named = |o: &&settings::Officer| present.contains(o) || absent.contains(o);
    let mut people: Vec<(&settings::Officer, bool)> = own
        .iter()
        .filter(|officer| !single || is_named(officer))
        .map(|officer| (*officer, false))
        .collect();
    for officer in present.iter().chain(&absent) {
        if !own.contains(officer) {
            people.push((officer, true));
        }
    }
    let marked = people.into_iter().map(|(officer, visiting)| {
        let mark = if present.contains(&officer) {
            Mark::Present
        } else if absent.contains(&officer) {
            Mark::Absent
        } else {
            Mark::Unmarked
        };
        let marked = mark != Mark::Unmarked;
        Officer {
            id: officer.id.clone(),
            name: officer.name.clone(),
            rank: officer.rank.clone(),
            squad: officer.squad.clone(),
            mark,
            marked_by: if marked { by.to_owned() } else { String::new() },
            marked_at: marked.then_some(now),
            method: marked.then_some(Method::ByHand),
            arrived_at: None,
            visiting,
            acknowledgement: Acknowledgement::None,
            left_at: None,
            minutes: (mark == Mark::Present).then_some(minutes),
        }
    });
    let visitors = typed.visitors.iter().map(|name| Officer {
        id: String::new(),
        name: name.trim().to_owned(),
        rank: String::new(),
        squad: String::new(),
        mark: Mark::Present,
        marked_by: by.to_owned(),
        marked_at: Some(now),
        method: Some(Method::ByHand),
        arrived_at: None,
        visiting: true,
        acknowledgement: Acknowledgement::None,
        left_at: None,
        minutes: Some(minutes),
    });
    Ok(marked.chain(visitors).collect())
}
