//! The roster of a station as a file that is read back without any change (RECORDS 7.20).

use crate::pack::table::{BYTE_ORDER_MARK, Table};
use crate::station::roster::column::RosterColumn;
use crate::station::roster::error::BadRosterError;
use crate::station::roster::parse;
use crate::station::{Officer, Station};

/// Why a roster cannot be written as a file that is read back the same: an older Muster, or another
/// program, put something on it that no file may hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterWriteError {
    /// The file would be refused.
    #[error("{0}")]
    Refused(BadRosterError),
    /// An officer would be another one.
    #[error("officer {id} would be read back otherwise")]
    Changed {
        /// The id.
        id: String,
    },
}

/// The roster as a table of all columns: UTF-8 with a byte-order mark, by which Excel knows it. It was
/// read back before it is returned.
///
/// # Errors
/// Why it would not be the same.
pub fn write(station: &Station) -> Result<Vec<u8>, RosterWriteError> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    {
        let mut table = Table::new(&mut bytes);
        let header = RosterColumn::ALL.map(RosterColumn::name);
        let rows = station.roster.iter().map(|officer| {
            let cells = RosterColumn::ALL.map(|column| column.of(officer));
            cells.to_vec()
        });
        // Writing to memory cannot fail.
        let _ = table.row(header);
        for row in rows {
            let _ = table.row(row);
        }
        let _ = table.finish();
    }
    if station.roster.is_empty() {
        return Ok(bytes);
    }
    let read = parse(&bytes, station).map_err(RosterWriteError::Refused)?;
    let officers = read.rows.iter().map(|row| &row.officer);
    let mut pairs = station.roster.iter().zip(officers);
    let changed = |(here, there): &(&Officer, &Officer)| {
        let mut columns = RosterColumn::ALL.into_iter();
        columns.any(|column| !column.is_same(here, there))
    };
    match pairs.find(changed) {
        Some((here, _)) => Err(RosterWriteError::Changed {
            id: here.id.clone(),
        }),
        None => Ok(bytes),
    }
}
