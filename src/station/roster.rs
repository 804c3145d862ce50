//! The roster file (RECORDS 7.5 to 7.7): CSV as Excel and personnel systems save it.
//! An untrusted file: every size is bounded, nothing in it is believed but text.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::pack::TextDefect;
use crate::station::{Officer, RosterError, Shift, ShiftId};

/// Bytes that a roster file may have; this and the limits below are those of RECORDS 7.6.
pub const MAX_BYTES: u64 = 16 << 20;
/// Officers that it may name.
const MAX_OFFICERS: usize = 50_000;
/// Columns that it may have.
const MAX_COLUMNS: usize = 100;
/// Characters that one field may have.
pub(crate) const MAX_FIELD: usize = 200;

/// What a roster file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterFile {
    /// In the file's order.
    pub officers: Vec<Officer>,
    /// Names of columns that Muster has no use for.
    pub ignored_columns: Vec<String>,
}

/// The columns that count (RECORDS 7.5), in the order of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Rank,
    Squad,
    Shift,
    Certification,
    From,
    To,
    Former,
}

const COLUMNS: [(&str, Column); 9] = [
    ("officer_id", Column::Id),
    ("name", Column::Name),
    ("rank", Column::Rank),
    ("squad", Column::Squad),
    ("shift", Column::Shift),
    ("certification", Column::Certification),
    ("active_from", Column::From),
    ("active_to", Column::To),
    ("former_id", Column::Former),
];

/// Reads a roster file: UTF-8 with or without byte-order mark, else Windows-1252; comma or
/// semicolon, as the header has it; quoted as Excel quotes. A shift may be given by its short
/// name or its name, in any case. Dates are `2026-11-24`, or as Excel shows them in the United
/// States, `11/24/2026`.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn parse(bytes: &[u8], shifts: &[Shift]) -> Result<RosterFile, RosterError> {
    let text = decode(bytes)?;
    let text = text.as_ref();
    check_characters(text)?;
    // `sep=;` is a line that Excel itself writes and reads before the header.
    let (skipped, text) = skip_separator_line(text);
    if text.trim().is_empty() {
        return Err(RosterError::Empty);
    }
    check_quotes(text, skipped)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = Rows {
        reader: &mut reader,
        skipped,
    };
    let (_, header) = rows.next()?.ok_or(RosterError::Empty)?;
    let (columns, ignored_columns) = read_header(&header)?;
    let mut officers: Vec<Officer> = Vec::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    while let Some((line, row)) = rows.next()? {
        if row.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if row.len() != header.len() {
            return Err(RosterError::FieldCount {
                line,
                found: row.len() as u64,
                expected: header.len() as u64,
            });
        }
        if officers.len() == MAX_OFFICERS {
            return Err(too_large("officers", officers.len() + 1, MAX_OFFICERS));
        }
        let officer = read_officer(line, &columns, &row, shifts)?;
        if let Some(first) = lines.insert(officer.id.clone(), line) {
            let id = officer.id;
            return Err(RosterError::DoubleId { line, id, first });
        }
        officers.push(officer);
    }
    // RECORDS 7.6: a file without officers would make everybody inactive: that is a mistake, not a roster.
    if officers.is_empty() {
        return Err(RosterError::Empty);
    }
    Ok(RosterFile {
        officers,
        ignored_columns,
    })
}

fn too_large(what: &'static str, size: usize, limit: usize) -> RosterError {
    RosterError::TooLarge {
        what,
        size: size as u64,
        limit: limit as u64,
    }
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, RosterError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(RosterError::TooLarge {
            what: "bytes",
            size: bytes.len() as u64,
            limit: MAX_BYTES,
        });
    }
    // With a byte-order mark, or known by the zero byte beside each letter of the header.
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let zeros = bytes.iter().take(64).filter(|&&b| b == 0).count();
    if marked || zeros >= 2 {
        return Err(RosterError::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    })
}

fn check_characters(text: &str) -> Result<(), RosterError> {
    let bad = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t');
    if let Some(at) = text.find(bad) {
        let line = line_at(text, at);
        return Err(RosterError::NotText { line });
    }
    // FORMAT 4.31, but that a line break within a field becomes a space.
    for (line, letters) in (1..).zip(text.split('\n')) {
        let letters = letters.trim_end_matches('\r').replace(['\t', '\r'], " ");
        if let Some(defect) = TextDefect::of_name(&letters) {
            return Err(RosterError::Spoofed { line, defect });
        }
    }
    Ok(())
}

fn line_at(text: &str, at: usize) -> u64 {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|&&b| b == b'\n').count() as u64
}

fn skip_separator_line(text: &str) -> (u64, &str) {
    match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.starts_with("sep=") => {
            (1, rest)
        }
        _ => (0, text),
    }
}

/// A mark that is never closed would swallow the rest of the file as one field.
fn check_quotes(text: &str, skipped: u64) -> Result<(), RosterError> {
    let marks = text.bytes().filter(|&b| b == b'"').count();
    if marks % 2 == 0 {
        return Ok(());
    }
    let last = text.rfind('"').unwrap_or(0);
    Err(RosterError::OpenQuote {
        line: line_at(text, last) + skipped,
    })
}

/// Whichever of comma and semicolon the header has more of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    if count(';') > count(',') { b';' } else { b',' }
}

struct Rows<'a, 't> {
    reader: &'a mut csv::Reader<&'t [u8]>,
    skipped: u64,
}

impl Rows<'_, '_> {
    /// The next row and the line on which it begins.
    fn next(&mut self) -> Result<Option<(u64, Vec<String>)>, RosterError> {
        let mut record = csv::StringRecord::new();
        // The text is UTF-8 in memory and rows may have any length: reading cannot fail.
        if !self.reader.read_record(&mut record).unwrap_or(false) {
            return Ok(None);
        }
        if record.len() > MAX_COLUMNS {
            return Err(too_large("columns", record.len(), MAX_COLUMNS));
        }
        let mut fields = Vec::with_capacity(record.len());
        for field in &record {
            if field.chars().count() > MAX_FIELD {
                let size = field.chars().count();
                return Err(too_large("characters in one field", size, MAX_FIELD));
            }
            // A line break inside a quoted name becomes a space.
            fields.push(field.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let line = record.position().map_or(0, csv::Position::line) + self.skipped;
        Ok(Some((line, fields)))
    }
}

type Header = Vec<Option<Column>>;

fn read_header(header: &[String]) -> Result<(Header, Vec<String>), RosterError> {
    let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
    let mut columns: Header = Vec::new();
    let mut ignored = Vec::new();
    for (name, shown) in names.iter().zip(header) {
        let known = COLUMNS.iter().find(|(known, _)| known == name);
        let column = known.map(|(_, column)| *column);
        if column.is_some() && columns.contains(&column) {
            return Err(RosterError::DoubleColumn {
                column: name.clone(),
            });
        }
        if column.is_none() && !shown.is_empty() {
            ignored.push(shown.clone());
        }
        columns.push(column);
    }
    for (column, needed) in COLUMNS.iter().take(2) {
        if !columns.contains(&Some(*needed)) {
            return Err(RosterError::MissingColumn {
                column,
                found: header.to_vec(),
            });
        }
    }
    Ok((columns, ignored))
}

fn read_officer(
    line: u64,
    columns: &Header,
    row: &[String],
    shifts: &[Shift],
) -> Result<Officer, RosterError> {
    let field = |column: Column| {
        let mut pairs = columns.iter().zip(row);
        let found = pairs.find(|(c, _)| **c == Some(column));
        found.map_or("", |(_, text)| text.as_str())
    };
    let required = |column, name| match field(column) {
        "" => Err(RosterError::EmptyField { line, column: name }),
        text => Ok(text.to_owned()),
    };
    let date = |column, name| match field(column) {
        "" => Ok(None),
        text => parse_date(text)
            .map(Some)
            .ok_or_else(|| RosterError::BadDate {
                line,
                column: name,
                text: text.to_owned(),
            }),
    };
    let officer = Officer {
        id: required(Column::Id, "officer_id")?,
        name: required(Column::Name, "name")?,
        rank: field(Column::Rank).to_owned(),
        squad: field(Column::Squad).to_owned(),
        shift: find_shift(line, field(Column::Shift), shifts)?,
        certification: field(Column::Certification).to_owned(),
        active_from: date(Column::From, "active_from")?,
        active_to: date(Column::To, "active_to")?,
        former_ids: former_ids(field(Column::Former)),
    };
    match (officer.active_from, officer.active_to) {
        (Some(from), Some(to)) if to < from => Err(RosterError::EndBeforeStart { line }),
        _ => Ok(officer),
    }
}

/// One id, or several with `|` between them (RECORDS 7.12).
fn former_ids(text: &str) -> Vec<String> {
    let ids = text.split('|').map(str::trim);
    ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

fn find_shift(line: u64, text: &str, shifts: &[Shift]) -> Result<Option<ShiftId>, RosterError> {
    if text.is_empty() {
        return Ok(None);
    }
    let same = |other: &str| other.to_lowercase() == text.to_lowercase();
    let by_id = shifts.iter().find(|shift| same(&shift.id.0));
    let found = by_id.or_else(|| shifts.iter().find(|shift| same(&shift.name)));
    match found {
        Some(shift) => Ok(Some(shift.id.clone())),
        None => Err(RosterError::UnknownShift {
            line,
            shift: text.to_owned(),
            known: shifts.iter().map(|shift| shift.id.0.clone()).collect(),
        }),
    }
}

fn parse_date(text: &str) -> Option<Date> {
    if text.len() > 10 {
        return None;
    }
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests;
