//! What can be wrong with a roster file.

use crate::pack::TextDefect;

/// Errors of one file that are listed; the rest are counted.
const MAX_LISTED: usize = 100;

/// Why a roster file was refused: everything that is wrong with it, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} errors", errors.len() + more)]
pub struct BadRosterError {
    /// At least one.
    pub errors: Vec<RosterError>,
    /// How many there are besides.
    pub more: usize,
}

impl BadRosterError {
    /// Of these errors, in the order of their lines; nothing of none.
    #[must_use]
    pub fn of(mut errors: Vec<RosterError>) -> Option<Self> {
        errors.sort_by_key(RosterError::line);
        let more = errors.len().saturating_sub(MAX_LISTED);
        errors.truncate(MAX_LISTED);
        (!errors.is_empty()).then_some(Self { errors, more })
    }
}

impl From<RosterError> for BadRosterError {
    fn from(error: RosterError) -> Self {
        Self {
            errors: vec![error],
            more: 0,
        }
    }
}

/// One thing that is wrong with a roster file. Lines count from 1, the header included, as a text
/// editor counts them; a row with line breaks in it stands on the line on which it begins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// More bytes, rows or columns than a roster may have.
    #[error("{what}: {size} is more than {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How large it is.
        size: u64,
        /// How large it may be.
        limit: u64,
    },
    /// A field with more text than any name has.
    #[error("line {line}: {size} characters in one field")]
    LongField {
        /// The line.
        line: u64,
        /// How many characters.
        size: u64,
        /// How many it may have.
        limit: u64,
    },
    /// Bytes that the encoding, which the file says that it has, does not have.
    #[error("line {line} is not {encoding}")]
    BadEncoding {
        /// The line.
        line: u64,
        /// The encoding.
        encoding: &'static str,
    },
    /// Zero bytes or other control characters: not a text.
    #[error("line {line} holds a control character")]
    NotText {
        /// The line.
        line: u64,
    },
    /// A character that would spoof what is shown beside it (FORMAT 4.31).
    #[error("line {line} {}", defect.reason())]
    Spoofed {
        /// The line.
        line: u64,
        /// Which.
        defect: TextDefect,
    },
    /// Not one officer.
    #[error("the file names no officers")]
    Empty,
    /// A column that must be there is not.
    #[error("line {line}: column {column} is missing")]
    MissingColumn {
        /// The line of the header.
        line: u64,
        /// Its name.
        column: &'static str,
        /// The columns that were found.
        found: Vec<String>,
    },
    /// The header names a column twice.
    #[error("line {line}: column {column} is there twice")]
    DoubleColumn {
        /// The line of the header.
        line: u64,
        /// Its name.
        column: &'static str,
    },
    /// A row has a field that belongs to no column.
    #[error("line {line} has {found} fields, the header has {expected}")]
    FieldCount {
        /// The line.
        line: u64,
        /// Fields in that row, up to the last that is not empty.
        found: u64,
        /// Fields in the header.
        expected: u64,
    },
    /// A quotation mark was opened and not closed where the field ends.
    #[error("line {line} opens a quotation mark that is not closed")]
    OpenQuote {
        /// The line on which it is opened.
        line: u64,
    },
    /// A field that must not be empty is.
    #[error("line {line}: {column} is empty")]
    EmptyField {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// Two officers with the same id.
    #[error("line {line}: officer_id {id} stands on line {first} too")]
    DoubleId {
        /// The second line.
        line: u64,
        /// The id.
        id: String,
        /// The first line.
        first: u64,
    },
    /// An id that another officer of the file has or had before.
    #[error("line {line}: the officer on line {other_line} had {id} before")]
    FormerId {
        /// The line.
        line: u64,
        /// The id.
        id: String,
        /// The line of the other officer.
        other_line: u64,
    },
    /// A text that is no date.
    #[error("line {line}: {column} {text:?} is not a date")]
    BadDate {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// An officer who would leave before coming.
    #[error("line {line}: active_to is before active_from")]
    EndBeforeStart {
        /// The line.
        line: u64,
    },
    /// A shift that this station does not have.
    #[error("line {line}: no shift {shift:?}")]
    UnknownShift {
        /// The line.
        line: u64,
        /// What stands there.
        shift: String,
        /// The shifts that there are.
        known: Vec<String>,
    },
}

impl RosterError {
    /// The line that it is about; nothing where it is about the whole file.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::TooLarge { .. } | Self::Empty => None,
            Self::LongField { line, .. }
            | Self::BadEncoding { line, .. }
            | Self::NotText { line }
            | Self::Spoofed { line, .. }
            | Self::MissingColumn { line, .. }
            | Self::DoubleColumn { line, .. }
            | Self::FieldCount { line, .. }
            | Self::OpenQuote { line }
            | Self::EmptyField { line, .. }
            | Self::DoubleId { line, .. }
            | Self::FormerId { line, .. }
            | Self::BadDate { line, .. }
            | Self::EndBeforeStart { line }
            | Self::UnknownShift { line, .. } => Some(*line),
        }
    }

    /// The column that it is about, where it is about one.
    #[must_use]
    pub fn column(&self) -> Option<&'static str> {
        match self {
            Self::MissingColumn { column, .. }
            | Self::DoubleColumn { column, .. }
            | Self::EmptyField { column, .. }
            | Self::BadDate { column, .. } => Some(column),
            Self::DoubleId { .. } | Self::FormerId { .. } => Some("officer_id"),
            Self::EndBeforeStart { .. } => Some("active_to"),
            Self::UnknownShift { .. } => Some("shift"),
            _ => None,
        }
    }

    /// The officer's id, where that is what is wrong.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::DoubleId { id, .. } | Self::FormerId { id, .. } => id,
            _ => "",
        }
    }
}
