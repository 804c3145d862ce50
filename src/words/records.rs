//! The records' errors in words.

use std::path::Path;

use crate::records::RecordsError;
use crate::records::missed::MissedFinding;
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, Words, held, shown_path};

impl InWords for RecordsError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::AlreadyRecorded { seq, .. } => words(
                Code::AlreadyRecorded,
                "records-already-recorded",
                &[("seq", seq.into())],
            ),
            Self::Cancelled => words(Code::Cancelled, "records-cancelled", &[]),
            Self::ChainBroken { seq, reason } => words(
                Code::ChainBroken,
                "records-chain-broken",
                &[("seq", seq.into())],
            )
            .details(reason.clone()),
            Self::Altered { path, found } => altered(path, found),
            Self::CutOff { head, count, known } => cut_off(head, *count, *known),
            Self::HeadMissing { head, count } => words(
                Code::ChainBroken,
                "records-head-missing",
                &[("count", count.into())],
            )
            .details(message("records-head", &[("head", head.into())])),
            Self::NoSuchSession { session } => words(
                Code::NotFound,
                "records-no-such-session",
                &[("session", session.into())],
            ),
            Self::NoSuchOfficer { officer } => words(
                Code::NotFound,
                "records-no-such-officer",
                &[("officer", officer.into())],
            ),
            Self::OnRoll { officer } => words(
                Code::Usage,
                "records-on-roll",
                &[("officer", officer.into())],
            ),
            Self::WhichOfficer { officer, rows } => which_officer(officer, rows),
            Self::BadTime { error } => error.in_words(""),
            Self::BadAmendment { field, to, reason } => words(
                Code::Usage,
                "records-bad-amendment",
                &[("field", field.into()), ("to", to.into())],
            )
            .details(reason.clone()),
            Self::Damaged { path, reason } => words(
                Code::StoreDamaged,
                "records-damaged",
                &[("path", shown_path(path).into())],
            )
            .details(reason.clone()),
            Self::StoreTooNew { path, found } => words(
                Code::StoreTooNew,
                "records-store-too-new",
                &[("path", shown_path(path).into())],
            )
            .details(message("records-layout", &[("found", found.into())])),
            Self::RowTooNew { path, seq, found } => words(
                Code::StoreTooNew,
                "records-row-too-new",
                &[("path", shown_path(path).into())],
            )
            .details(message(
                "records-row-format",
                &[("seq", seq.into()), ("found", found.into())],
            )),
            Self::NoStore { path } => words(
                Code::NotFound,
                "records-no-store",
                &[("path", shown_path(path).into())],
            ),
            Self::ReadOnly { path } => read_only(path),
            Self::NotAsAdministrator { folder } => not_as_administrator(folder),
            Self::NoSpace { path } => {
                words(Code::NoSpace, "records-no-space", &[]).details(shown_path(path))
            }
            Self::Busy => words(Code::Busy, "records-busy", &[]),
            Self::Held { holder } => held(fixed("records-store-name"), Some(holder)),
            Self::DraftUnreadable { reason } => {
                words(Code::StoreDamaged, "records-draft-unreadable", &[]).details(reason.clone())
            }
            Self::Io { path, error } => {
                words(Code::Io, "records-io", &[("path", shown_path(path).into())]).caused_by(error)
            }
            Self::Database { path, error } => words(
                Code::Io,
                "records-database",
                &[("path", shown_path(path).into())],
            )
            .caused_by(error),
        }
    }
}

fn which_officer(officer: &str, rows: &[(u32, String)]) -> Words {
    let rows = rows.iter().map(|(row, name)| {
        message(
            "records-officer-in-row",
            &[("row", row.into()), ("name", name.into())],
        )
    });
    let rows = rows.collect::<Vec<_>>().join("; ");
    words(
        Code::Usage,
        "records-which-officer",
        &[("officer", officer.into()), ("rows", rows.into())],
    )
}

fn read_only(path: &Path) -> Words {
    words(
        Code::Io,
        "records-read-only",
        &[("path", shown_path(path).into())],
    )
}

fn altered(path: &Path, found: &str) -> Words {
    words(
        Code::ChainBroken,
        "records-altered",
        &[("path", shown_path(path).into())],
    )
    .details(found.to_owned())
}

fn cut_off(head: &str, count: u64, known: u64) -> Words {
    words(
        Code::ChainBroken,
        "records-cut-off",
        &[("count", rows(count).into()), ("known", rows(known).into())],
    )
    .details(message("records-head", &[("head", head.into())]))
}

/// A damaged store was kept aside and a new one begun (RECORDS 2.6).
#[must_use]
pub fn kept_aside(store: &Path, kept: &Path) -> Words {
    words(
        Code::StoreDamaged,
        "records-kept-aside",
        &[("kept", shown_path(kept).into())],
    )
    .details(shown_path(store))
}

/// `1 row`, `3 rows`.
fn rows(count: u64) -> String {
    message("records-row-count", &[("count", count.into())])
}

fn not_as_administrator(folder: &Path) -> Words {
    words(
        Code::Io,
        "records-not-as-administrator",
        &[("folder", shown_path(folder).into())],
    )
}

/// Why a module is open for an officer, in a few words.
#[must_use]
pub fn missed_reason(found: MissedFinding) -> &'static str {
    fixed(match found {
        MissedFinding::Absent => "records-reason-absent",
        MissedFinding::Excused => "records-reason-excused",
        MissedFinding::LeftEarly => "records-reason-left-early",
        MissedFinding::Unmarked => "records-reason-unmarked",
        MissedFinding::Partial => "records-reason-partial",
        MissedFinding::NotOnShift => "records-reason-not-on-shift",
        MissedFinding::NewVersion => "records-reason-new-version",
        MissedFinding::Expired => "records-reason-expired",
    })
}
