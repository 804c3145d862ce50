//! The roster file (RECORDS 7.5 to 7.7, RECORDS 7.14 to 7.20): a table as spreadsheets and personnel
//! systems save it. An untrusted file: every size is bounded, and only its text is used.

mod alike;
mod code_page;
mod column;
mod error;
mod header;
mod rows;
mod text;
mod warning;
mod write;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::station::{Officer, Shift, ShiftId, Station};
use header::{Columns, cell_error, named_separator, separator_of, text_of};
use rows::{Row, Rows};
use text::{Encoding, Text, decode, line_at};

pub use alike::AlikeIds;
pub use code_page::CodePageDefect;
pub use column::RosterColumn;
pub use error::{BadRosterError, RosterError};
pub(crate) use header::MAX_FIELD;
pub(in crate::station) use warning::are_many;
pub use warning::{DoubtWarning, RosterWarning};
pub use write::{RosterWriteError, write};

/// Bytes that a roster file may have; this and the limits below are those of RECORDS 7.6.
pub const MAX_BYTES: u64 = 16 << 20;
/// Officers that it may name.
const MAX_OFFICERS: usize = 50_000;
/// The most texts that are reported as suspicious: a file in the wrong code page has thousands.
const MAX_DOUBTS: usize = 100;

/// What a roster file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterFile {
    /// In the file's order.
    pub rows: Vec<RosterRow>,
    /// Columns that the file does not have: they change nothing (RECORDS 7.15).
    pub missing_columns: Vec<RosterColumn>,
    /// Names of columns that Muster has no use for.
    pub ignored_columns: Vec<String>,
    /// What looks wrong in the file by itself.
    pub warnings: Vec<RosterWarning>,
}

#[cfg(test)]
impl RosterFile {
    /// A file with these officers and every column.
    pub(in crate::station) fn of(officers: &[Officer]) -> Self {
        let rows = (2..).zip(officers).map(|(line, officer)| RosterRow {
            line,
            officer: officer.clone(),
        });
        Self {
            rows: rows.collect(),
            ..Self::default()
        }
    }
}

/// An officer in a roster file. What is in a missing column is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// The line on which the row begins.
    pub line: u64,
    /// The officer.
    pub officer: Officer,
}

/// Reads a roster file for this station: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or
/// tabs, quoted as Excel quotes. A shift may be given by its short name or its name, in any case; one
/// that the station no longer has stays with those who have it. Dates are `2026-11-24`, or as Excel
/// shows them in the United States, `11/24/2026`.
///
/// # Errors
/// Everything that is wrong, each with its line.
pub fn parse(bytes: &[u8], station: &Station) -> Result<RosterFile, BadRosterError> {
    if bytes.len() as u64 > MAX_BYTES {
        let size = bytes.len() as u64;
        return Err(too_large("bytes", size, MAX_BYTES).into());
    }
    let Text { letters, encoding } = decode(bytes)?;
    let text = letters.trim_start_matches('\u{FEFF}');
    let (separator, skipped) = named_separator(text);
    let body = text.get(skipped..).unwrap_or_default();
    let line = line_at(text, skipped);
    let separator = separator.unwrap_or_else(|| separator_of(body));
    let mut rows = Rows::new(body, line, separator);
    let header = match rows.next() {
        None => return Err(RosterError::Empty.into()),
        Some(header) => header?,
    };
    let columns = match Columns::read(&header) {
        Ok(columns) => columns,
        // A file that is not text gets no further errors.
        Err(errors) => {
            let is_text = |letter: char| !letter.is_control() || "\t\r\n".contains(letter);
            let no_text = text.find(|letter| !is_text(letter)).map(|at| {
                let line = line_at(text, at);
                RosterError::NotText { line }.into()
            });
            let bad = BadRosterError::of(errors);
            return Err(no_text.or(bad).unwrap_or(RosterError::Empty.into()));
        }
    };
    Reading {
        columns,
        encoding,
        shifts: &station.shifts,
        known: by_id(&station.roster),
        lines: HashMap::new(),
        file: RosterFile::default(),
        errors: Vec::new(),
    }
    .read(rows)
}

fn too_large(what: &'static str, size: u64, limit: u64) -> RosterError {
    RosterError::TooLarge { what, size, limit }
}

/// A file that is being read.
struct Reading<'a> {
    columns: Columns,
    encoding: Encoding,
    shifts: &'a [Shift],
    known: HashMap<&'a str, &'a Officer>,
    /// On which line each id stands.
    lines: HashMap<String, u64>,
    file: RosterFile,
    errors: Vec<RosterError>,
}

impl Reading<'_> {
    fn read(mut self, rows: Rows<'_>) -> Result<RosterFile, BadRosterError> {
        let mut any = false;
        for row in rows {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    self.errors.push(error);
                    break;
                }
            };
            any = true;
            if self.file.rows.len() == MAX_OFFICERS {
                let limit = MAX_OFFICERS as u64;
                self.errors.push(too_large("officers", limit + 1, limit));
                break;
            }
            self.row(&row);
        }
        // RECORDS 7.6: a file without officers would make everybody inactive: that is a mistake, not
        // a roster.
        if !any && self.errors.is_empty() {
            self.errors.push(RosterError::Empty);
        }
        self.check_former_ids();
        if let Some(bad) = BadRosterError::of(std::mem::take(&mut self.errors)) {
            return Err(bad);
        }
        self.compare_ids();
        // Numbers of before are only ever added: without them nothing is missing.
        let missing = |column: &RosterColumn| {
            *column != RosterColumn::Former && self.columns.place(*column).is_none()
        };
        self.file.missing_columns = RosterColumn::ALL.into_iter().filter(missing).collect();
        self.file.ignored_columns = self.columns.ignored;
        Ok(self.file)
    }

    /// An id that one officer had is nobody else's (RECORDS 7.12): neither by the file itself nor by what
    /// is known of whom it names.
    fn check_former_ids(&mut self) {
        let mut had: HashMap<&str, u64> = HashMap::new();
        let mut errors = Vec::new();
        for row in &self.file.rows {
            let id = row.officer.id.as_str();
            let known = self.known.get(id).filter(|officer| officer.id == id);
            let known = known.into_iter().flat_map(|officer| &officer.former_ids);
            for former in row.officer.former_ids.iter().chain(known) {
                match had.insert(former, row.line) {
                    Some(other_line) if other_line != row.line => {
                        errors.push(RosterError::FormerId {
                            line: row.line,
                            id: former.clone(),
                            other_line,
                        });
                    }
                    _ => {}
                }
            }
        }
        for row in &self.file.rows {
            let other = had.get(row.officer.id.as_str()).copied();
            if let Some(other_line) = other.filter(|other| *other != row.line) {
                errors.push(RosterError::FormerId {
                    line: row.line,
                    id: row.officer.id.clone(),
                    other_line,
                });
            }
        }
        self.errors.extend(errors);
    }

    fn row(&mut self, Row { line, fields }: &Row) {
        let line = *line;
        let mut errors: Vec<RosterError> = Vec::new();
        if fields.len() > self.columns.count {
            errors.push(RosterError::FieldCount {
                line,
                found: fields.len() as u64,
                expected: self.columns.count as u64,
            });
        }
        errors.extend(fields.iter().find_map(|cell| cell_error(line, cell)));
        let cells: Vec<(RosterColumn, String)> = self
            .columns
            .known
            .iter()
            .map(|(column, place)| {
                let cell = fields.get(*place).map(|cell| text_of(cell));
                (*column, cell.unwrap_or_default())
            })
            .collect();
        let officer = self.officer(line, &cells, &mut errors);
        if !officer.id.is_empty() {
            let first = *self.lines.entry(officer.id.clone()).or_insert(line);
            if first != line {
                let id = officer.id.clone();
                errors.push(RosterError::DoubleId { line, id, first });
            }
        }
        for (column, text) in cells {
            self.doubt(line, &officer.id, column, text);
        }
        self.errors.extend(errors);
        self.file.rows.push(RosterRow { line, officer });
    }

    fn officer(
        &self,
        line: u64,
        cells: &[(RosterColumn, String)],
        errors: &mut Vec<RosterError>,
    ) -> Officer {
        let field = |column| {
            let mut cells = cells.iter();
            let found = cells.find(|(other, _)| *other == column);
            found.map_or("", |(_, text)| text.as_str())
        };
        for column in [RosterColumn::Id, RosterColumn::Name] {
            if field(column).is_empty() {
                let column = column.name();
                errors.push(RosterError::EmptyField { line, column });
            }
        }
        let mut date = |column: RosterColumn| {
            let text = field(column);
            let date = parse_date(text);
            if date.is_none() && !text.is_empty() {
                errors.push(RosterError::BadDate {
                    line,
                    column: column.name(),
                    text: text.to_owned(),
                });
            }
            date
        };
        let (active_from, active_to) = (date(RosterColumn::From), date(RosterColumn::To));
        if let (Some(from), Some(to)) = (active_from, active_to)
            && to < from
        {
            errors.push(RosterError::EndBeforeStart { line });
        }
        let id = field(RosterColumn::Id);
        let shift = field(RosterColumn::Shift);
        let found = self.find_shift(id, shift);
        if found.is_none() && !shift.is_empty() {
            errors.push(RosterError::UnknownShift {
                line,
                shift: shift.to_owned(),
                known: self.shifts.iter().map(|shift| shift.id.0.clone()).collect(),
            });
        }
        Officer {
            id: id.to_owned(),
            name: field(RosterColumn::Name).to_owned(),
            rank: field(RosterColumn::Rank).to_owned(),
            squad: field(RosterColumn::Squad).to_owned(),
            shift: found,
            certification: field(RosterColumn::Certification).to_owned(),
            active_from,
            active_to,
            former_ids: former_ids(id, field(RosterColumn::Former)),
            before_gone: None,
        }
    }

    fn find_shift(&self, id: &str, text: &str) -> Option<ShiftId> {
        let same = |other: &str| other.to_lowercase() == text.to_lowercase();
        let by_id = self.shifts.iter().find(|shift| same(&shift.id.0));
        let found = by_id.or_else(|| self.shifts.iter().find(|shift| same(&shift.name)));
        if let Some(shift) = found {
            return Some(shift.id.clone());
        }
        // A shift that was removed stays with its officers until they have another.
        let theirs = self.known.get(id)?.shift.as_ref()?;
        (theirs.0 == text).then(|| theirs.clone())
    }

    fn doubt(&mut self, line: u64, id: &str, column: RosterColumn, text: String) {
        if self.file.warnings.len() >= MAX_DOUBTS {
            return;
        }
        // A text that is on the roster already is not reported.
        let is_known = |officer: &&Officer| column.of(officer) == text;
        if self.known.get(id).is_some_and(is_known) {
            return;
        }
        if let Some(found) = code_page::doubt(&text, self.encoding) {
            self.file.warnings.push(RosterWarning {
                line: Some(line),
                id: id.to_owned(),
                column: Some(column),
                doubt: DoubtWarning::CodePage { text, found },
            });
        }
    }

    /// Two ids of the file that are nearly the same (RECORDS 7.18).
    fn compare_ids(&mut self) {
        let rows = &self.file.rows;
        let mut alike = AlikeIds::new(rows.iter().map(|row| &*row.officer.id));
        let mut pairs = HashSet::new();
        let mut warnings = Vec::new();
        for row in rows {
            let id = &row.officer.id;
            let Some(other) = alike.like(id) else {
                continue;
            };
            // Both are known: somebody wanted it so.
            if self.known.contains_key(&**id) && self.known.contains_key(other) {
                continue;
            }
            let other_line = self.lines.get(other).copied().unwrap_or(row.line);
            let (first, last) = (row.line.min(other_line), row.line.max(other_line));
            if pairs.insert((first, last)) {
                let of_last = row.line == last;
                warnings.push(RosterWarning {
                    line: Some(last),
                    id: if of_last {
                        id.clone()
                    } else {
                        other.to_owned()
                    },
                    column: Some(RosterColumn::Id),
                    doubt: DoubtWarning::LikeRow {
                        other: if of_last {
                            other.to_owned()
                        } else {
                            id.clone()
                        },
                        other_line: first,
                    },
                });
            }
        }
        self.file.warnings.extend(warnings);
    }
}

/// One id, or several with `|` between them (RECORDS 7.12), each once, and not the one of today.
fn former_ids(now: &str, text: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in text.split('|').map(str::trim) {
        if !id.is_empty() && id != now && !ids.iter().any(|other| other == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// The officers by their ids, those of before included.
fn by_id(roster: &[Officer]) -> HashMap<&str, &Officer> {
    let now = roster.iter().map(|officer| (&*officer.id, officer));
    let mut known: HashMap<&str, &Officer> = now.collect();
    for officer in roster {
        for former in &officer.former_ids {
            known.entry(former).or_insert(officer);
        }
    }
    known
}

/// Nobody in service came before 1900: such a year lacks its century.
fn parse_date(text: &str) -> Option<Date> {
    date_of(text).filter(|date| date.year() >= 1900)
}

fn date_of(text: &str) -> Option<Date> {
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
