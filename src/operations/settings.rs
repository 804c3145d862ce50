//! The station's settings and small files, read and changed.

use std::io::{self, Write as _};
use std::path::Path;

use crate::operations::{Follow, Here};
use crate::platform::files;
use crate::station::{DataFolder, Station, StationError, StationStore, roster};
use crate::words::{Failure, InWords, Words, shown_path};

/// The bytes of a file that a person named; of one that is longer than `limit` one byte more than
/// that, for the caller to refuse.
///
/// # Errors
/// `NotFound`, `SourceRead`.
pub fn read_named(file: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    files::open(file)
        .and_then(|open| files::read_up_to(open, limit))
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::not_found(file),
            _ => Failure::unreadable(file, &error),
        })
}

/// Writes the station's roster to a file that is read back without any change (RECORDS 7.20), for its
/// owner alone, as other exports are. Returns how many officers are in it.
///
/// # Errors
/// `Exists` where a file is there and is not to be replaced; `BadRoster`, `NoSpace`, `Io`.
pub fn export_roster(station: &Station, file: &Path, replace: bool) -> Result<usize, Failure> {
    let bytes = roster::write(station).map_err(|e| Failure::about(file, &e))?;
    let unwritable = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::in_the_way(file, "Give another name, or overwrite it with --force.")
        }
        _ => Failure::unwritable(file, &error),
    };
    // A device that was replaced by a file would be gone for all programs (CLI 1.12).
    match files::regular_metadata(file) {
        Ok(_) if !replace => return Err(unwritable(io::ErrorKind::AlreadyExists.into())),
        Err(error) if files::refusal(&error).is_some() => return Err(unwritable(error)),
        _ => {}
    }
    let (folder, _) = files::folder_and_name(file).map_err(unwritable)?;
    let mut temp = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
    temp.write_all(&bytes)
        .and_then(|()| temp.as_file().sync_all())
        .map_err(unwritable)?;
    let placed = if replace {
        temp.persist(file)
    } else {
        temp.persist_noclobber(file)
    };
    placed.map_err(|error| unwritable(error.error))?;
    Ok(station.roster.len())
}

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

/// Changes the station's settings and saves them. A damaged file is kept aside, loudly (`told`),
/// and new settings begun.
///
/// # Errors
/// What `change` says; if they cannot be saved.
pub fn change<T>(
    folder: &DataFolder,
    told: &mut dyn FnMut(&Words),
    change: impl Fn(&mut Station) -> Result<T, Failure>,
) -> Result<(T, Station), Failure> {
    let store = StationStore::open(folder);
    let apply = || {
        store.update(|station| {
            station.identify();
            change(station).map_err(Refused::Change)
        })
    };
    let mut result = apply();
    if let Err(Refused::Store(error @ StationError::Damaged { .. })) = &result {
        let kept = store
            .set_aside()
            .map_err(|e| Failure::about(store.path(), &e))?;
        let mut words = error.in_words("");
        words.advice = format!(
            "New settings were begun; the damaged file is kept as {}.",
            shown_path(&kept)
        );
        told(&words);
        result = apply();
    }
    result.map_err(|refused| match refused {
        Refused::Store(error) => Failure::about(store.path(), &error),
        Refused::Change(failure) => failure,
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
    let mut told = |words: &Words| follow.remark(&format!("{} {}", words.headline, words.advice));
    change(&here.folder, &mut told, |_| Ok(())).map(|((), station)| station)
}
