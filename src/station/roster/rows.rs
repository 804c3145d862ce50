//! The rows of a table as spreadsheets save them: quoted as RFC 4180 has it, with the line on which
//! each begins, and without the empty fields at its end, of which Excel writes some rows more and
//! some less.

use crate::station::roster::RosterError;
use crate::station::roster::text::line_breaks;

/// Columns that a roster may have (RECORDS 7.6).
pub const MAX_COLUMNS: usize = 100;

/// A row as it stands in the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins.
    pub line: u64,
    /// Without those at the end that are empty or blank.
    pub fields: Vec<String>,
}

/// The rows of a text, one after the other. After an error there are no more: where a field ends is
/// not known then.
pub struct Rows<'t> {
    rest: &'t str,
    line: u64,
    separator: char,
}

/// What comes after a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Field,
    Row,
}

impl<'t> Rows<'t> {
    /// The rows of this text, whose first line is number `line`.
    pub fn new(text: &'t str, line: u64, separator: char) -> Self {
        Self {
            rest: text,
            line,
            separator,
        }
    }

    /// Takes a row of which nothing but blanks may stand there.
    fn row(&mut self) -> Result<Row, RosterError> {
        let line = self.line;
        let mut fields = Vec::new();
        let mut column = 0;
        loop {
            let (field, after) = self.field()?;
            if !field.trim().is_empty() {
                if column >= MAX_COLUMNS {
                    return Err(RosterError::TooLarge {
                        what: "columns",
                        size: column as u64 + 1,
                        limit: MAX_COLUMNS as u64,
                    });
                }
                fields.resize(column, String::new());
                fields.push(field);
            }
            column += 1;
            if after == After::Row {
                return Ok(Row { line, fields });
            }
        }
    }

    fn field(&mut self) -> Result<(String, After), RosterError> {
        let opened = self.line;
        let mut field = String::new();
        if let Some(mut quoted) = self.rest.strip_prefix('"') {
            loop {
                let Some((before, after)) = quoted.split_once('"') else {
                    self.rest = "";
                    return Err(RosterError::OpenQuote { line: opened });
                };
                field.push_str(before);
                quoted = after;
                match after.strip_prefix('"') {
                    Some(after) => {
                        field.push('"');
                        quoted = after;
                    }
                    None => break,
                }
            }
            self.line += line_breaks(&field);
            self.rest = quoted;
        }
        let ends = |letter: char| letter == self.separator || matches!(letter, '\r' | '\n');
        let (plain, rest) = match self.rest.find(ends) {
            Some(at) => self.rest.split_at(at),
            None => (self.rest, ""),
        };
        // A mark that nothing closes takes the fields that follow, up to the next mark.
        if self.line > opened && !plain.trim().is_empty() {
            self.rest = "";
            return Err(RosterError::OpenQuote { line: opened });
        }
        field.push_str(plain);
        if let Some(rest) = rest.strip_prefix(self.separator) {
            self.rest = rest;
            return Ok((field, After::Field));
        }
        if !rest.is_empty() {
            self.line += 1;
        }
        let rest = rest.strip_prefix('\r').unwrap_or(rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        Ok((field, After::Row))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, RosterError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            match self.row() {
                Ok(row) if row.fields.is_empty() => {}
                Ok(row) => return Some(Ok(row)),
                Err(error) => {
                    self.rest = "";
                    return Some(Err(error));
                }
            }
        }
        None
    }
}
