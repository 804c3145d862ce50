//! What each shift of a station completed last, as the board shows it (RECORDS 6.5, 6.8 to 6.10).
//! Sessions belong to a station by its id; officers are who they are under every number of theirs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::pack::{ModuleRef, PackVersion};
use crate::records::query::{LastCompletion, parsed, version};
use crate::records::{Records, RecordsError};
use crate::session::Completion;
use crate::station::Station;

/// The most sessions of one shift and module that are read to find one with a trusted date.
const MAX_SESSIONS_TRIED: usize = 50;

/// A complete session, as the table has it.
struct Candidate {
    seq: u64,
    module: ModuleRef,
    shift: String,
    date: Date,
    started: i64,
    version: Option<PackVersion>,
    for_shift: bool,
    station: String,
    station_id: Option<Uuid>,
}

impl Candidate {
    /// The greatest is the latest.
    fn when(&self) -> (Date, i64, u64) {
        (self.date, self.started, self.seq)
    }
}

impl Records {
    /// What each shift of this station completed last, module by module. What is in doubt, or dated
    /// after tomorrow, comes after all that is not (RECORDS 6.9); who made it up since counts as
    /// having been there (RECORDS 6.10).
    ///
    /// # Errors
    /// `Damaged`, `ChainBroken`, `Busy`, `Io`.
    pub fn done(
        &self,
        station: &Station,
        today: Date,
    ) -> Result<Vec<LastCompletion>, RecordsError> {
        let mut all = self.complete_sessions()?;
        let names = names_of(station, &all);
        all.retain(|session| match (session.station_id, station.id) {
            (Some(theirs), Some(ours)) => theirs == ours,
            _ => names.contains(&session.station),
        });
        let mut by_cell: BTreeMap<(&ModuleRef, &str), Vec<&Candidate>> = BTreeMap::new();
        for session in all.iter().filter(|session| session.for_shift) {
            let cell = by_cell.entry((&session.module, &session.shift));
            cell.or_default().push(session);
        }
        let amended = self.amended_sessions()?;
        let view = |seq| Ok(self.view(seq, &amended)?.session);
        let cells = by_cell.into_values().map(|mut sessions| {
            sessions.sort_by_key(|session| std::cmp::Reverse(session.when()));
            let Some((chosen, last)) = choose(&sessions, today, &view)? else {
                return Ok(None);
            };
            let later = all.iter().filter(|other| {
                other.seq != chosen.seq
                    && other.module == chosen.module
                    && other.date >= chosen.date
            });
            let (present, of) = self.present(station, &last, later, &view)?;
            Ok(Some(LastCompletion {
                module: chosen.module.clone(),
                shift: chosen.shift.clone(),
                date: chosen.date,
                version: chosen.version,
                present,
                of,
                session: last.session_id,
                doubt: is_in_doubt(chosen, &last, today),
            }))
        });
        cells.filter_map(Result::transpose).collect()
    }

    /// How many of a shift were in a briefing or in one of the same module since, and how many the
    /// shift has.
    fn present<'a>(
        &self,
        station: &Station,
        last: &Completion,
        later: impl Iterator<Item = &'a Candidate>,
        view: &impl Fn(u64) -> Result<Completion, RecordsError>,
    ) -> Result<(u32, u32), RecordsError> {
        let id_of = |id: &str| match station.officer(id) {
            Some(officer) => officer.id.clone(),
            None => id.to_owned(),
        };
        let mut shift = BTreeSet::new();
        let mut there = BTreeSet::new();
        let (mut nameless, mut nameless_there) = (0, 0);
        for officer in last.officers.iter().filter(|officer| !officer.visiting) {
            if officer.id.is_empty() {
                nameless += 1;
                nameless_there += usize::from(officer.mark.was_there());
                continue;
            }
            shift.insert(id_of(&officer.id));
            if officer.mark.was_there() {
                there.insert(id_of(&officer.id));
            }
        }
        for other in later {
            if other.shift == last.shift {
                let session = view(other.seq)?;
                let were_there = session.officers.iter().filter(|o| o.mark.was_there());
                for officer in were_there.filter(|officer| !officer.id.is_empty()) {
                    // Who came to the shift since, and made it up, is one of it.
                    if !officer.visiting {
                        shift.insert(id_of(&officer.id));
                    }
                    there.insert(id_of(&officer.id));
                }
            } else {
                there.extend(self.who_attended(other.seq)?.iter().map(|id| id_of(id)));
            }
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let present = there.intersection(&shift).count() + nameless_there;
        Ok((count(present), count(shift.len() + nameless)))
    }

    /// The ids of those who were in a complete session.
    fn who_attended(&self, seq: u64) -> Result<Vec<String>, RecordsError> {
        let sql = "SELECT officer_id FROM attendance INDEXED BY sqlite_autoindex_attendance_1 \
                   WHERE seq = ?1 AND there";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let ids = statement.query_map([seq], |row| row.get(0));
        ids.and_then(Iterator::collect).map_err(|e| self.db(e))
    }

    fn complete_sessions(&self) -> Result<Vec<Candidate>, RecordsError> {
        // The first layout knew no ids.
        let id = if self.layout < 2 {
            "NULL"
        } else {
            "station_id"
        };
        let sql = format!(
            "SELECT seq, pack_id, module_id, shift, shift_date, started, pack_version, \
             delivery IN ('roll_call', 'class'), station, {id} \
             FROM sessions NOT INDEXED WHERE outcome = 'complete'"
        );
        let mut statement = self
            .connection
            .prepare_cached(&sql)
            .map_err(|e| self.db(e))?;
        let rows = statement.query_map([], |row| {
            let station_id: Option<String> = row.get(9)?;
            Ok(Candidate {
                seq: row.get(0)?,
                module: ModuleRef {
                    pack: parsed(row, 1)?,
                    module: parsed(row, 2)?,
                },
                shift: row.get(3)?,
                date: parsed(row, 4)?,
                started: row.get(5)?,
                version: version(row, 6)?,
                for_shift: row.get(7)?,
                station: row.get(8)?,
                station_id: station_id.and_then(|id| id.parse().ok()),
            })
        });
        rows.and_then(Iterator::collect).map_err(|e| self.db(e))
    }
}

/// What the station is or was called: by these go the sessions that name no id (RECORDS 6.8).
fn names_of(station: &Station, all: &[Candidate]) -> BTreeSet<String> {
    let by_id = all.iter().filter(|session| {
        let id = session.station_id;
        id.is_some() && id == station.id
    });
    let names = by_id.map(|session| &session.station);
    let names = names.chain(&station.former_names).chain([&station.name]);
    names.cloned().collect()
}

/// The latest of which nothing is in doubt, else the latest that is not dated ahead, else the latest.
fn choose<'a>(
    sessions: &[&'a Candidate],
    today: Date,
    view: &impl Fn(u64) -> Result<Completion, RecordsError>,
) -> Result<Option<(&'a Candidate, Completion)>, RecordsError> {
    let mut second = None;
    let credible = sessions
        .iter()
        .filter(|session| !is_ahead(session.date, today));
    for session in credible.take(MAX_SESSIONS_TRIED) {
        let read = view(session.seq)?;
        if !read.clock_doubt {
            return Ok(Some((session, read)));
        }
        second.get_or_insert((*session, read));
    }
    match (second, sessions.first()) {
        (None, Some(session)) => Ok(Some((session, view(session.seq)?))),
        (second, _) => Ok(second),
    }
}

fn is_in_doubt(session: &Candidate, read: &Completion, today: Date) -> bool {
    read.clock_doubt || is_ahead(session.date, today)
}

/// A shift's date may be tomorrow's: its line-up stands before midnight.
fn is_ahead(date: Date, today: Date) -> bool {
    today.tomorrow().is_ok_and(|tomorrow| date > tomorrow)
}
