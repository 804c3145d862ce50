//! What parts the fields of a roster file, which columns its header names, and what a cell may hold.

use crate::pack::TextDefect;
use crate::pack::table::unguarded;
use crate::station::RosterError;
use crate::station::roster::column::RosterColumn;
use crate::station::roster::rows::{Row, Rows};

/// Characters that one field may have (RECORDS 7.6).
pub(crate) const MAX_FIELD: usize = 200;
/// What may part the fields of a row.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// `sep=;` is a line that Excel itself writes and reads before the header: what it names, and where the
/// header begins.
pub fn named_separator(text: &str) -> (Option<char>, usize) {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    let mut named = match first.get(..4) {
        Some(sep) if sep.eq_ignore_ascii_case("sep=") => first.chars().skip(4),
        _ => return (None, 0),
    };
    let separator = named.next().filter(|letter| *letter != '"');
    // A program that saved it anew may have made a row of fields of it.
    if separator.is_none() || named.any(|l| Some(l) != separator && !l.is_whitespace()) {
        return (None, 0);
    }
    let rest_after_line = rest.strip_prefix('\r').unwrap_or(rest);
    let rest_after_line = rest_after_line
        .strip_prefix('\n')
        .unwrap_or(rest_after_line);
    (separator, text.len() - rest_after_line.len())
}

/// The separator with which the header has the columns that it must have, else the one that parts it
/// most.
pub fn separator_of(text: &str) -> char {
    let has_letters = |row: &Row| {
        let mut fields = row.fields.iter();
        fields.any(|field| field.contains(char::is_alphanumeric))
    };
    let fits = |separator: &char| {
        let mut rows = Rows::new(text, 1, *separator);
        match rows.find(|row| row.as_ref().map_or(true, has_letters)) {
            Some(Ok(header)) => {
                let names: Vec<String> = header.fields.iter().map(|cell| name_of(cell)).collect();
                let has = |column: RosterColumn| names.iter().any(|name| name == column.name());
                let needed = [RosterColumn::Id, RosterColumn::Name];
                (needed.into_iter().filter(|c| has(*c)).count(), names.len())
            }
            // More columns than there may be.
            Some(Err(_)) => (0, usize::MAX),
            None => (0, 0),
        }
    };
    // The first of several that are as good.
    let best = SEPARATORS.into_iter().rev().max_by_key(fits);
    best.unwrap_or(',')
}

/// The text of a cell: what guards it from being a formula (RECORDS 8.6) is taken away, and a line break
/// within it becomes a space.
pub fn text_of(cell: &str) -> String {
    let cell = unguarded(cell);
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name_of(cell: &str) -> String {
    text_of(cell).to_lowercase()
}

/// What the header says, in the order of the fields.
pub struct Columns {
    /// With their places in a row.
    pub known: Vec<(RosterColumn, usize)>,
    /// Of the others, the name.
    pub ignored: Vec<String>,
    /// Fields of the header.
    pub count: usize,
}

impl Columns {
    pub fn read(header: &Row) -> Result<Self, Vec<RosterError>> {
        let line = header.line;
        let mut errors = Vec::new();
        let mut columns = Self {
            known: Vec::new(),
            ignored: Vec::new(),
            count: header.fields.len(),
        };
        for (place, cell) in header.fields.iter().enumerate() {
            errors.extend(cell_error(line, cell));
            let name = name_of(cell);
            let column = RosterColumn::ALL.into_iter().find(|c| c.name() == name);
            match column {
                Some(column) if columns.place(column).is_some() => {
                    let column = column.name();
                    errors.push(RosterError::DoubleColumn { line, column });
                }
                Some(column) => columns.known.push((column, place)),
                None if name.is_empty() => {}
                None => columns.ignored.push(text_of(cell)),
            }
        }
        for column in [RosterColumn::Id, RosterColumn::Name] {
            if columns.place(column).is_none() {
                errors.push(RosterError::MissingColumn {
                    line,
                    column: column.name(),
                    found: header.fields.iter().map(|cell| text_of(cell)).collect(),
                });
            }
        }
        if errors.is_empty() {
            Ok(columns)
        } else {
            Err(errors)
        }
    }

    pub fn place(&self, column: RosterColumn) -> Option<usize> {
        let mut known = self.known.iter();
        known.find(|(c, _)| *c == column).map(|(_, place)| *place)
    }
}

/// What a cell must not hold, whatever column it stands in.
pub fn cell_error(line: u64, cell: &str) -> Option<RosterError> {
    let limit = MAX_FIELD as u64;
    let size = text_of(cell).chars().count() as u64;
    if size > limit {
        return Some(RosterError::LongField { line, size, limit });
    }
    // FORMAT 4.31, but that a line break or a tab within a field becomes a space.
    let letters = cell.replace(['\t', '\r', '\n'], " ");
    TextDefect::of_name(&letters).map(|defect| match defect {
        TextDefect::Control(_) => RosterError::NotText { line },
        defect => RosterError::Spoofed { line, defect },
    })
}
