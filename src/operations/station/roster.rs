//! The roster comes in from a file, goes out to one, and an officer gets another number (CLI 2.24, CLI
//! 2.37, CLI 2.38, SCREENS 10.7).

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::operations::station::{Changed, change, load};
use crate::operations::subject;
use crate::platform::files;
use crate::platform::whole_file::{IfThere, WholeFile};
use crate::station::roster::RosterFile;
use crate::station::{DataFolder, Diff, RosterRead, Station, diff, needed, roster};
use crate::words::messages::{fixed, message};
use crate::words::{Code, Failure, overwrite_advice, shown_path};

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

/// Reads a roster file, or the only CSV file in a folder, and says what it would change.
///
/// # Errors
/// `NotFound`, `SourceRead`, `BadRoster`; `Usage` for a folder with several; if the settings cannot be
/// read. Damaged settings are as none where `begins_anew`: they are kept aside once something is saved.
pub fn read_roster(
    folder: &DataFolder,
    path: &Path,
    begins_anew: bool,
    today: Date,
) -> Result<RosterRead, Failure> {
    let file = the_file(path)?;
    let bytes = read_named(&file, roster::MAX_BYTES)?;
    let station = load(folder).or_else(|failure| {
        if begins_anew && failure.words.code == Code::StoreDamaged {
            Ok(Station::default())
        } else {
            Err(failure)
        }
    })?;
    let read = roster::parse(&bytes, &station).map_err(|e| Failure::about(&file, &e))?;
    Ok(RosterRead {
        diff: diff(&station.roster, &read, today),
        roster: read,
        file,
    })
}

/// A folder with one CSV file means that file.
fn the_file(path: &Path) -> Result<PathBuf, Failure> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let listing = std::fs::read_dir(path).map_err(|error| Failure::unreadable(path, &error))?;
    let mut files: Vec<PathBuf> = listing
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| {
            file.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
        })
        .take(20)
        .collect();
    files.sort();
    match files.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Failure::of_message(
            Code::NotFound,
            "station-no-csv",
            &[("folder", shown_path(path).into())],
        )),
        [first, ..] => Err(Failure::new(
            Code::Usage,
            message(
                "station-several-csv",
                &[("folder", shown_path(path).into())],
            ),
            message(
                "station-several-csv.advice",
                &[("first", shown_path(first).into())],
            ),
        )),
    }
}

/// Takes a roster in, whatever it changes. Returns what it changed.
///
/// # Errors
/// If the settings cannot be saved.
pub fn import_roster(
    folder: &DataFolder,
    roster: &RosterFile,
    today: Date,
) -> Result<Changed<Diff>, Failure> {
    change(folder, |station| Ok(station.take_roster(roster, today)))
}

/// What became of a roster that was shown before it was taken in.
#[derive(Clone, Debug)]
pub enum TakenRoster {
    /// It is taken in.
    Taken,
    /// It would change something else by now, and nothing was taken in.
    ChangesOther(Diff),
}

/// Takes a roster in if it changes what was shown: the roster on this PC, or the day, may be another by
/// now.
///
/// # Errors
/// If the settings cannot be saved.
pub fn take_roster_as_shown(
    folder: &DataFolder,
    read: &RosterRead,
    today: Date,
) -> Result<Changed<TakenRoster>, Failure> {
    change(folder, |station| {
        let changes = diff(&station.roster, &read.roster, today);
        if changes != read.diff {
            return Ok(TakenRoster::ChangesOther(changes));
        }
        station.take_roster(&read.roster, today);
        Ok(TakenRoster::Taken)
    })
}

/// Writes the station's roster to a file that is read back without any change (RECORDS 7.20), for its
/// owner alone, as other exports are; in a folder it is named after the day. Returns the file and how
/// many officers are in it.
///
/// # Errors
/// `Exists` where a file is there and is not to be replaced; `BadRoster`, `NoSpace`, `Io`.
pub fn export_roster(
    station: &Station,
    path: &Path,
    if_there: IfThere,
    today: Date,
) -> Result<(PathBuf, usize), Failure> {
    let file = if path.is_dir() {
        path.join(format!("roster-{today}.csv"))
    } else {
        path.to_owned()
    };
    let file = file.as_path();
    let bytes = roster::write(station).map_err(|e| Failure::about(file, &e))?;
    let unwritable = |error: io::Error| Failure::not_written(file, &error, &overwrite_advice());
    WholeFile::begin(file, if_there)
        .and_then(|mut out| {
            out.file().write_all(&bytes)?;
            out.finish()
        })
        .map_err(unwritable)?;
    Ok((file.to_owned(), station.roster.len()))
}

/// Gives an officer another number; what is recorded under the old one stays theirs (RECORDS 7.12).
///
/// # Errors
/// If the number is none, or the station's rules refuse it; if the settings cannot be saved.
pub fn renumber(
    folder: &DataFolder,
    (old, new): (&str, &str),
    same_officer: bool,
    today: Date,
) -> Result<Changed<()>, Failure> {
    let old = old.trim();
    let new =
        needed(fixed("station-number"), new).map_err(|e| Failure::of(subject::roster(), &e))?;
    if new.contains('|') || new.chars().count() > roster::MAX_FIELD {
        return Err(Failure::of_message(Code::Usage, "station-no-number", &[]));
    }
    change(folder, |station| {
        let renumbered = station.renumber(old, &new, same_officer, today);
        renumbered.map_err(|e| Failure::of(subject::roster(), &e))
    })
}
