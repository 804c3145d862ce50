//! Roster files in words: what is wrong with one, what looks wrong, and what it would change.

use crate::station::roster::{
    BadRosterError, CodePageDefect, DoubtWarning, RosterError, RosterWarning, RosterWriteError,
};
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, LineWords, Words, bytes};

/// What each kind of error is, and what to do about it.
impl RosterError {
    #[expect(clippy::too_many_lines, reason = "one sentence an error")]
    fn says(&self) -> (String, String) {
        let (what, advice): (String, &str) = match self {
            Self::TooLarge { what, size, limit } if *what == "bytes" => (
                message(
                    "roster-too-large",
                    &[
                        ("size", bytes(*size).into()),
                        ("limit", bytes(*limit).into()),
                    ],
                ),
                fixed("roster-too-large.advice"),
            ),
            Self::TooLarge { what, size, limit } => (
                message(
                    "roster-too-many",
                    &[
                        ("size", size.into()),
                        ("what", what.to_string().into()),
                        ("limit", limit.into()),
                    ],
                ),
                fixed("roster-too-many.advice"),
            ),
            Self::LongField { size, limit, .. } => (
                message(
                    "roster-long-field",
                    &[("size", size.into()), ("limit", limit.into())],
                ),
                fixed("roster-long-field.advice"),
            ),
            Self::BadEncoding { encoding, .. } => (
                message(
                    "roster-bad-encoding",
                    &[("encoding", encoding.to_string().into())],
                ),
                fixed("roster-bad-encoding.advice"),
            ),
            Self::NotText { .. } => (
                message("roster-not-text", &[]),
                fixed("roster-not-text.advice"),
            ),
            Self::Spoofed { defect, .. } => (
                message("roster-spoofed", &[("reason", defect.reason().into())]),
                fixed("roster-spoofed.advice"),
            ),
            Self::Empty => (message("roster-empty", &[]), fixed("roster-empty.advice")),
            Self::MissingColumn { column, .. } => (
                message(
                    "roster-missing-column",
                    &[("column", column.to_string().into())],
                ),
                fixed("roster-missing-column.advice"),
            ),
            Self::DoubleColumn { column, .. } => (
                message(
                    "roster-double-column",
                    &[("column", column.to_string().into())],
                ),
                fixed("roster-double-column.advice"),
            ),
            Self::FieldCount {
                found, expected, ..
            } => (
                message(
                    "roster-field-count",
                    &[("found", found.into()), ("expected", expected.into())],
                ),
                fixed("roster-field-count.advice"),
            ),
            Self::OpenQuote { .. } => (
                message("roster-open-quote", &[]),
                fixed("roster-open-quote.advice"),
            ),
            Self::EmptyField { column, .. } => (
                message(
                    "roster-empty-field",
                    &[("column", column.to_string().into())],
                ),
                fixed("roster-empty-field.advice"),
            ),
            Self::DoubleId { id, first, .. } => (
                message(
                    "roster-double-id",
                    &[("id", id.into()), ("first", first.into())],
                ),
                fixed("roster-double-id.advice"),
            ),
            Self::FormerId { id, other_line, .. } => (
                message(
                    "roster-former-id",
                    &[("otherLine", other_line.into()), ("id", id.into())],
                ),
                fixed("roster-former-id.advice"),
            ),
            Self::BadDate { column, text, .. } => (
                message(
                    "roster-bad-date",
                    &[("column", column.to_string().into()), ("text", text.into())],
                ),
                fixed("roster-bad-date.advice"),
            ),
            Self::EndBeforeStart { .. } => (
                message("roster-end-before-start", &[]),
                fixed("roster-end-before-start.advice"),
            ),
            Self::UnknownShift { shift, known, .. } => {
                let advice = match known.as_slice() {
                    [] => message("roster-no-shifts", &[]),
                    known => message(
                        "roster-use-known-shift",
                        &[("known", known.join(", ").into())],
                    ),
                };
                return (
                    message("roster-unknown-shift", &[("shift", shift.into())]),
                    advice,
                );
            }
        };
        (what, advice.to_owned())
    }
}

impl InWords for BadRosterError {
    fn in_words(&self, file: &str) -> Words {
        let Some(first) = self.errors.first() else {
            return Words::new(
                Code::BadRoster,
                message("roster-unusable", &[("file", file.into())]),
                "",
            );
        };
        let count = self.errors.len() + self.more;
        let (what, advice) = first.says();
        let place = first
            .line()
            .map(|line| message("roster-line", &[("line", line.into())]));
        let headline = match (&place, first) {
            // Of what has no line there is nothing else to say.
            (None, RosterError::Empty) => message("roster-names-nobody", &[("file", file.into())]),
            (None, _) => message(
                "roster-file-is",
                &[("file", file.into()), ("what", what.into())],
            ),
            (Some(place), _) if count == 1 => format!("{file}{place}: {what}"),
            (Some(place), _) => message(
                "roster-several-errors",
                &[
                    ("file", file.into()),
                    ("count", count.into()),
                    ("place", place.into()),
                    ("what", what.into()),
                ],
            ),
        };
        let mut words = Words::new(Code::BadRoster, headline, advice);
        if let RosterError::MissingColumn { found, .. } = first {
            words = words.details(message(
                "roster-columns-found",
                &[("found", found.join(", ").into())],
            ));
        }
        let lines = self.errors.iter().map(|error| {
            let (message, _) = error.says();
            LineWords::new(error.line(), error.id(), error.column(), message)
        });
        words.lines = lines.collect();
        if self.more > 0 {
            let message = message("roster-more-errors", &[("more", self.more.into())]);
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
                message("roster-officer-changed", &[("id", id.into())]),
                Vec::new(),
            ),
        };
        let mut words = words(
            Code::BadRoster,
            "roster-not-written",
            &[("file", file.into())],
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
        DoubtWarning::ManyGone { count, of } => message(
            "roster-many-gone",
            &[("count", count.into()), ("of", of.into())],
        ),
        DoubtWarning::ManyEmptied { count, of } => message(
            "roster-many-emptied",
            &[
                ("name", name.into()),
                ("count", count.into()),
                ("of", of.into()),
            ],
        ),
        DoubtWarning::ManyRenamed { count, of } => message(
            "roster-many-renamed",
            &[("count", count.into()), ("of", of.into())],
        ),
        DoubtWarning::LikeKnown { known } => message(
            "roster-like-known",
            &[("id", warning.id.as_str().into()), ("known", known.into())],
        ),
        DoubtWarning::LikeRow { other, other_line } => message(
            "roster-like-row",
            &[
                ("id", warning.id.as_str().into()),
                ("other", other.into()),
                ("otherLine", other_line.into()),
            ],
        ),
        DoubtWarning::CodePage { text, found } => match found {
            CodePageDefect::Utf8(meant) => message(
                "roster-saved-in-code-page",
                &[
                    ("name", name.into()),
                    ("text", text.into()),
                    ("meant", meant.into()),
                ],
            ),
            CodePageDefect::Lost => message(
                "roster-letter-lost",
                &[("name", name.into()), ("text", text.into())],
            ),
            CodePageDefect::Signs => message(
                "roster-looks-wrong",
                &[("name", name.into()), ("text", text.into())],
            ),
            CodePageDefect::Macintosh(other) => message(
                "roster-macintosh",
                &[
                    ("name", name.into()),
                    ("text", text.into()),
                    ("other", other.into()),
                ],
            ),
        },
        DoubtWarning::StaysInactive { since } => message(
            "roster-stays-inactive",
            &[
                ("id", warning.id.as_str().into()),
                ("since", since.to_string().into()),
            ],
        ),
    };
    LineWords::new(warning.line, &warning.id, column, message)
}
