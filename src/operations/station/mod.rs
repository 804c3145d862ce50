//! What is set for this station, each change by one act: names and tags, shifts, assignments, approvals,
//! the roster.

pub mod approvals;
pub mod assignments;
pub mod roster;

use crate::operations::subject;
use crate::operations::{Follow, Here};
use crate::station::{
    DataFolder, NameField, Shift, Station, StationError, StationNames, StationStore,
};
use crate::words::messages::message;
use crate::words::{Failure, InWords, Words, shown_path};

pub use approvals::{Decision, approve, withdraw};
pub use assignments::{Unassign, assign, unassign};
pub use roster::{
    TakenRoster, export_roster, import_roster, read_named, read_roster, renumber,
    take_roster_as_shown,
};

/// The station's settings as they are.
///
/// # Errors
/// If they cannot be read, in words.
pub fn load(folder: &DataFolder) -> Result<Station, Failure> {
    let store = StationStore::open(folder);
    let loaded = store.load();
    loaded.map_err(|e| Failure::about(store.path(), &e))
}

/// Why a change was not made.
enum Refused {
    /// The settings could not be read or saved.
    Store(StationError),
    /// The change itself is wrong.
    Change(Failure),
}

impl From<StationError> for Refused {
    fn from(error: StationError) -> Self {
        Self::Store(error)
    }
}

/// What was changed, and the settings as they are saved now.
#[derive(Clone, Debug)]
pub struct Changed<T> {
    /// What the change itself came to.
    pub value: T,
    /// The settings as saved.
    pub station: Station,
    /// That a damaged file was kept aside and new settings begun (CLI 1.11).
    pub set_aside: Option<Words>,
}

/// Changes the station's settings and saves them. A damaged file is kept aside, and new settings begun.
///
/// # Errors
/// What `change` refuses, and then nothing is changed; if the settings cannot be read or saved.
pub fn change<T>(
    folder: &DataFolder,
    change: impl Fn(&mut Station) -> Result<T, Failure>,
) -> Result<Changed<T>, Failure> {
    let store = StationStore::open(folder);
    let apply = || {
        store.update(|station| {
            station.identify();
            change(station).map_err(Refused::Change)
        })
    };
    let mut result = apply();
    let mut set_aside = None;
    if let Err(Refused::Store(error @ StationError::Damaged { .. })) = &result {
        let kept = store
            .set_aside()
            .map_err(|e| Failure::about(store.path(), &e))?;
        let mut words = error.in_words("");
        words.advice = message("station-kept-aside", &[("file", shown_path(&kept).into())]);
        set_aside = Some(words);
        result = apply();
    }
    match result {
        Ok((value, station)) => Ok(Changed {
            value,
            station,
            set_aside,
        }),
        Err(Refused::Store(error)) => Err(Failure::about(store.path(), &error)),
        Err(Refused::Change(failure)) => Err(failure),
    }
}

/// What the station's own rules refuse, in words.
fn refused(error: &StationError) -> Failure {
    Failure::of(subject::settings(), error)
}

/// Sets one of the station's names, or its tags, to what was typed.
///
/// # Errors
/// If what was typed is not taken, or the settings cannot be saved.
pub fn set_name(
    folder: &DataFolder,
    field: NameField,
    typed: &str,
) -> Result<Changed<()>, Failure> {
    change(folder, |station| {
        let was = StationNames::of(station);
        let mut wanted = was.clone();
        wanted.set(field, typed).map_err(|e| refused(&e.into()))?;
        station.edit_names(&was, &wanted).map_err(|e| refused(&e))
    })
}

/// Changes of the names what somebody edited, from what was shown (RECORDS 7.21).
///
/// # Errors
/// If another one changed the same meanwhile, or the settings cannot be saved.
pub fn edit_names(
    folder: &DataFolder,
    was: &StationNames,
    wanted: &StationNames,
) -> Result<Changed<()>, Failure> {
    change(folder, |station| {
        station.edit_names(was, wanted).map_err(|e| refused(&e))
    })
}

/// Puts shifts in the place of those that there are.
///
/// # Errors
/// If the settings cannot be saved.
pub fn set_shifts(folder: &DataFolder, shifts: &[Shift]) -> Result<Changed<()>, Failure> {
    change(folder, |station| {
        station.set_shifts(shifts.to_vec());
        Ok(())
    })
}

/// Adds a shift, or changes of one what somebody edited (RECORDS 7.21).
///
/// # Errors
/// If another one changed it meanwhile, or the settings cannot be saved.
pub fn save_shift(
    folder: &DataFolder,
    was: Option<&Shift>,
    wanted: &Shift,
) -> Result<Changed<()>, Failure> {
    change(folder, |station| {
        let edited = station.edit_shift(was, wanted.clone());
        edited.map_err(|e| refused(&e))
    })
}

/// Takes a shift, as it was shown, off the list.
///
/// # Errors
/// If another one changed it meanwhile, or the settings cannot be saved.
pub fn remove_shift(folder: &DataFolder, shown: &Shift) -> Result<Changed<()>, Failure> {
    change(folder, |station| {
        station.remove_shift(shown).map_err(|e| refused(&e))
    })
}

/// The station; it is given its id if it has none yet.
///
/// # Errors
/// If its settings cannot be read or saved, in words.
pub fn identify(here: &Here, follow: &mut dyn Follow) -> Result<Station, Failure> {
    let station = load(&here.folder)?;
    if station.id.is_some() {
        return Ok(station);
    }
    let identified = change(&here.folder, |_| Ok(()))?;
    if let Some(words) = &identified.set_aside {
        follow.remark(&format!("{} {}", words.headline, words.advice));
    }
    Ok(identified.station)
}
