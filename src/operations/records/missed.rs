//! The make-up list of this station (RECORDS 6.11), and the table of it for others (RECORDS 8.14).

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::library::{InstalledPack, PackState};
use crate::operations::subject;
use crate::operations::write_out::{ExportTo, write_out};
use crate::operations::{Here, load};
use crate::pack::table::{BYTE_ORDER_MARK, Table};
use crate::records::Records;
use crate::records::due::{self, Offer};
use crate::records::missed::{Missed, Which};
use crate::words::Failure;

/// The columns of the table.
const COLUMNS: [&str; 13] = [
    "officer_id",
    "officer_name",
    "officer_rank",
    "officer_squad",
    "shift",
    "shift_name",
    "pack_id",
    "module_id",
    "module_title",
    "since",
    "reason",
    "attended",
    "session_id",
];

/// What the installed packs offer to be briefed on: those that are not blocked.
#[must_use]
pub fn offers(packs: &[InstalledPack]) -> Vec<Offer<'_>> {
    let zone = TimeZone::system();
    let packs = packs.iter();
    let usable = packs.filter(|pack| pack.state() != PackState::Blocked);
    let offers = usable.map(|pack| Offer {
        outline: pack.outline(),
        since: zone.to_datetime(pack.installed_at()).date(),
    });
    offers.collect()
}

/// What is open for the officers of this station today.
///
/// # Errors
/// If the settings, the shelf or the records cannot be read.
pub fn missed(here: &Here, records: &Records, which: &Which) -> Result<Vec<Missed>, Failure> {
    let station = load(&here.folder)?;
    let installed = here.library()?.installed();
    let installed = installed.map_err(|e| Failure::of(subject::library(), &e))?;
    let failed = |error| Failure::of(subject::records(), &error);
    let today = here.now.date();
    let done = records.done(&station, today).map_err(failed)?;
    let offers = offers(&installed);
    let board = due::board(&offers, &station, &done, None, today);
    let missed = records.missed(&offers, &station, &board, which, today);
    missed.map_err(failed)
}

/// The rows of the table, with the texts for the columns in their order.
fn rows(missed: &[Missed]) -> impl Iterator<Item = [String; COLUMNS.len()]> {
    missed.iter().flat_map(|missed| {
        let (officer, shift) = (&missed.officer, &missed.shift);
        missed.open.iter().map(|open| {
            [
                officer.id.clone(),
                officer.name.clone(),
                officer.rank.clone(),
                officer.squad.clone(),
                shift.id.to_string(),
                shift.name.clone(),
                open.module.pack.to_string(),
                open.module.module.to_string(),
                open.title.clone(),
                open.since.to_string(),
                open.reason.name().to_owned(),
                open.attended
                    .map_or_else(String::new, |day| day.to_string()),
                open.session.map_or_else(String::new, |id| id.to_string()),
            ]
        })
    })
}

/// Writes the list as a table.
///
/// # Errors
/// What writing reports.
pub fn write_missed(missed: &[Missed], mut out: impl Write) -> io::Result<()> {
    let mut table = Table::new(&mut out);
    table.row(COLUMNS)?;
    for row in rows(missed) {
        table.row(row)?;
    }
    table.finish()
}

/// Writes the list to a file, with a byte-order mark for spreadsheets. Returns the file.
///
/// # Errors
/// `Exists` where a file is there and is not to be replaced; if it cannot be written.
pub fn export_missed(
    here: &Here,
    missed: &[Missed],
    to: ExportTo<'_>,
    with_mark: bool,
) -> Result<PathBuf, Failure> {
    let name = format!("muster-missed-{}.csv", here.now.date());
    write_out(to, &name, |out| {
        if with_mark {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        Ok(write_missed(missed, out)?)
    })
}
