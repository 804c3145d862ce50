//! Roster files in words: what is wrong with one, what looks wrong, and what it would change.

use crate::station::roster::{
    BadRosterError, CodePageDefect, DoubtWarning, RosterError, RosterWarning, RosterWriteError,
};
use crate::words::{Code, InWords, LineWords, Words, bytes};

/// What each kind of error is, and what to do about it.
impl RosterError {
    fn says(&self) -> (String, String) {
        let (what, advice): (String, &str) = match self {
            Self::TooLarge { what, size, limit } if *what == "bytes" => (
                format!(
                    "too large for a roster: {}, the limit is {}.",
                    bytes(*size),
                    bytes(*limit)
                ),
                "Check that this is the roster, and not another export.",
            ),
            Self::TooLarge { what, size, limit } => (
                format!("too large for a roster: {size} {what}, the limit is {limit}."),
                "Check that this is the roster, and not another export.",
            ),
            Self::LongField { size, limit, .. } => (
                format!("{size} characters in one field, the limit is {limit}."),
                "Check that this is the roster, and not another export.",
            ),
            Self::BadEncoding { encoding, .. } => (
                format!("the file says that it is {encoding}, and this is not."),
                "In Excel choose Save As, \"CSV UTF-8 (comma delimited)\", and import that file.",
            ),
            Self::NotText { .. } => (
                "this is no text: it holds control characters.".to_owned(),
                "Save the roster as CSV (in Excel: \"CSV UTF-8\") and import that file.",
            ),
            Self::Spoofed { defect, .. } => (
                format!("a field {}.", defect.reason()),
                "Type that name anew in the roster, in ordinary letters, and import the file again.",
            ),
            Self::Empty => (
                "it names no officers.".to_owned(),
                "The first line must name the columns: officer_id,name,rank,squad,shift,certification,active_from,active_to.",
            ),
            Self::MissingColumn { column, .. } => (
                format!("there is no column {column}."),
                "The first line must name the columns; officer_id and name must be among them.",
            ),
            Self::DoubleColumn { column, .. } => (
                format!("column {column} is there twice."),
                "Remove or rename one of the two.",
            ),
            Self::FieldCount {
                found, expected, ..
            } => (
                format!("{found} fields, but the first line has {expected}."),
                "Put a text that holds the separator in quotation marks, and save the file again.",
            ),
            Self::OpenQuote { .. } => (
                "a quotation mark is opened and not closed where the field ends.".to_owned(),
                "Close it, or write \"\" for a quotation mark inside quotation marks.",
            ),
            Self::EmptyField { column, .. } => (
                format!("{column} is empty."),
                "Every officer needs an officer_id and a name.",
            ),
            Self::DoubleId { id, first, .. } => (
                format!("officer_id {id} stands on line {first} already."),
                "Give each officer an id of their own, or remove one of the two lines.",
            ),
            Self::FormerId { id, other_line, .. } => (
                format!("the officer on line {other_line} had the number {id} before."),
                "A number belongs to one officer for good, as what is recorded under it does. Remove the line of the officer's old number, or give the other officer another one.",
            ),
            Self::BadDate { column, text, .. } => (
                format!("{column} \"{text}\" is not a date."),
                "Write dates as 2026-11-24 (or 11/24/2026), or leave the field empty.",
            ),
            Self::EndBeforeStart { .. } => (
                "active_to is before active_from.".to_owned(),
                "Exchange or correct the two dates.",
            ),
            Self::UnknownShift { shift, known, .. } => {
                let advice = match known.as_slice() {
                    [] => "Set the shifts first: muster station set shifts \"day=Day shift,07:00-15:00\".".to_owned(),
                    known => format!("Use one of {}, or leave the field empty.", known.join(", ")),
                };
                return (format!("this station has no shift \"{shift}\"."), advice);
            }
        };
        (what, advice.to_owned())
    }
}

impl InWords for BadRosterError {
    fn in_words(&self, file: &str) -> Words {
        let Some(first) = self.errors.first() else {
            return Words::new(Code::BadRoster, format!("{file} cannot be used."), "");
        };
        let count = self.errors.len() + self.more;
        let (what, advice) = first.says();
        let place = first.line().map(|line| format!(", line {line}"));
        let headline = match (&place, first) {
            // Of what has no line there is nothing else to say.
            (None, RosterError::Empty) => format!("{file} names no officers."),
            (None, _) => format!("{file} is {what}"),
            (Some(place), _) if count == 1 => format!("{file}{place}: {what}"),
            (Some(place), _) => {
                format!("{file} has {count} errors. The first{place}: {what}")
            }
        };
        let mut words = Words::new(Code::BadRoster, headline, advice);
        if let RosterError::MissingColumn { found, .. } = first {
            words = words.details(format!("columns found: {}", found.join(", ")));
        }
        let lines = self.errors.iter().map(|error| {
            let (message, _) = error.says();
            LineWords::new(error.line(), error.id(), error.column(), message)
        });
        words.lines = lines.collect();
        if self.more > 0 {
            let message = format!("{} more errors in this file.", self.more);
            words.lines.push(LineWords::new(None, "", None, message));
        }
        words
    }
}

impl InWords for RosterWriteError {
    fn in_words(&self, file: &str) -> Words {
        let (what, lines) = match self {
            Self::Refused(bad) => {
                let words = bad.in_words(file);
                (words.headline, words.lines)
            }
            Self::Changed { id } => (
                format!("Officer {id} would be read back otherwise."),
                Vec::new(),
            ),
        };
        let mut words = Words::new(
            Code::BadRoster,
            format!("{file} was not written: it could not be read back without a change."),
            "The roster on this PC holds something that no roster file may hold. Take in a roster that mends it first.",
        )
        .details(what);
        words.lines = lines;
        words
    }
}

/// What looks wrong, and where.
#[must_use]
pub fn roster_warning(warning: &RosterWarning) -> LineWords {
    let column = warning.column_name();
    let name = column.unwrap_or("field");
    let message = match &warning.doubt {
        DoubtWarning::ManyGone { count, of } => format!(
            "{count} of {of} officers are not in the file and would become inactive. Is it the whole roster?"
        ),
        DoubtWarning::ManyEmptied { count, of } => format!(
            "{name} would be emptied for {count} officers, of {of} on the roster. A column that is left out changes nothing."
        ),
        DoubtWarning::ManyRenamed { count, of } => {
            format!("{count} officers, of {of} on the roster, would have other names.")
        }
        DoubtWarning::LikeKnown { known } => format!(
            "officer_id {} is new, and nearly that of {known}, who is known. If they are one officer, write {known}; a spreadsheet may have changed it.",
            warning.id
        ),
        DoubtWarning::LikeRow { other, other_line } => format!(
            "officer_id {} is nearly {other} on line {other_line}. If they are one officer, remove a line.",
            warning.id
        ),
        DoubtWarning::CodePage { text, found } => match found {
            CodePageDefect::Utf8(meant) => format!(
                "{name} \"{text}\" looks as if \"{meant}\" had been saved in another code page. Save the file as \"CSV UTF-8\" from where it is right."
            ),
            CodePageDefect::Lost => format!(
                "{name} \"{text}\" has a mark where a letter was lost. Save the file as \"CSV UTF-8\" from where it is right."
            ),
            CodePageDefect::Signs => format!(
                "{name} \"{text}\" was read as Windows-1252 and looks wrong. Save the file as \"CSV UTF-8\"."
            ),
            CodePageDefect::Macintosh(other) => format!(
                "{name} \"{text}\" was read as Windows-1252; as a Mac saves it, \"{other}\" stands there. Save the file as \"CSV UTF-8\"."
            ),
        },
        DoubtWarning::StaysInactive { since } => format!(
            "officer {} is in the file and stays inactive since {since}: the file has no column active_to.",
            warning.id
        ),
    };
    LineWords::new(warning.line, &warning.id, column, message)
}
