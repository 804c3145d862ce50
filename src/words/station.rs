//! This station's errors in words.

use crate::station::{AssignmentsError, RenumberError, SettingError, StationError};
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, Words, bytes, held, shown, shown_path};

impl InWords for StationError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::NoFolder => words(Code::Io, "station-no-folder", &[]),
            Self::ReadOnly { path } => words(
                Code::Io,
                "station-read-only",
                &[("file", shown_path(path).into())],
            ),
            Self::NoSpace { path } => words(
                Code::NoSpace,
                "station-no-space",
                &[("file", shown_path(path).into())],
            ),
            Self::Busy { holder } => held(fixed("station-store-name"), holder.as_ref()),
            Self::Cancelled => words(Code::Cancelled, "station-cancelled", &[]),
            Self::Io { path, error } => {
                let file = ("file", shown_path(path).into());
                words(Code::Io, "station-io", &[file]).caused_by(error)
            }
            Self::NotOrdinary { path } => words(
                Code::Io,
                "station-not-ordinary",
                &[("file", shown_path(path).into())],
            ),
            Self::InUse { path } => words(
                Code::Busy,
                "station-in-use",
                &[("file", shown_path(path).into())],
            ),
            Self::NotForAll { path } => words(
                Code::Usage,
                "station-not-for-all",
                &[("file", shown_path(path).into())],
            ),
            Self::Damaged { path, reason } => {
                let file = ("file", shown_path(path).into());
                words(Code::StoreDamaged, "station-damaged", &[file]).details(reason.clone())
            }
            Self::ChangedMeanwhile { what, now } => {
                let what = ("what", (*what).into());
                match now.as_str() {
                    "" => words(Code::Exists, "station-removed-meanwhile", &[what]),
                    now => words(
                        Code::Exists,
                        "station-changed-meanwhile",
                        &[what, ("now", now.into())],
                    ),
                }
            }
            Self::Setting(error) => error.in_words(""),
            Self::TooNew { path, found } => {
                let file = ("file", shown_path(path).into());
                words(Code::StoreTooNew, "station-too-new", &[file])
                    .details(message("station-format", &[("found", found.into())]))
            }
        }
    }
}

impl InWords for SettingError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::TooLong { what, limit } => words(
                Code::Usage,
                "setting-too-long",
                &[("what", (*what).into()), ("limit", (*limit).into())],
            ),
            Self::Defect { what, defect } => words(
                Code::Usage,
                "setting-defect",
                &[("what", (*what).into()), ("reason", defect.reason().into())],
            ),
            Self::Missing { what } => {
                words(Code::Usage, "setting-missing", &[("what", (*what).into())])
            }
            Self::NoCreditRule { text } => words(
                Code::Usage,
                "setting-no-credit-rule",
                &[("text", shown(text).into())],
            ),
            Self::NotAShift { text } => words(
                Code::Usage,
                "setting-not-a-shift",
                &[("text", shown(text).into())],
            ),
            Self::SameShift { id } => words(
                Code::Usage,
                "setting-same-shift",
                &[("id", shown(id).into())],
            ),
            Self::NoSuchShift { id } => words(
                Code::NotFound,
                "setting-no-such-shift",
                &[("id", shown(id).into())],
            ),
            Self::Held(error) => error.in_words(""),
        }
    }
}

impl InWords for AssignmentsError {
    /// The contract has no code for it of its own; what it has for a roster comes nearest.
    fn in_words(&self, file: &str) -> Words {
        let file = ("file", file.into());
        match self {
            Self::TooLarge { limit } => words(
                Code::BadRoster,
                "assignments-too-large",
                &[file, ("limit", bytes(*limit).into())],
            ),
            Self::Bad { reason } => {
                words(Code::BadRoster, "assignments-bad", &[file]).details(reason.clone())
            }
            Self::TooNew { found } => words(Code::AppTooOld, "assignments-too-new", &[file])
                .details(message("station-format", &[("found", found.into())])),
            Self::UnknownShift { shift, known } => {
                let shift = ("shift", shift.as_str().into());
                match known.as_slice() {
                    [] => words(Code::BadRoster, "assignments-no-shifts", &[file, shift]),
                    known => words(
                        Code::BadRoster,
                        "assignments-unknown-shift",
                        &[file, shift, ("known", known.join(", ").into())],
                    ),
                }
            }
        }
    }
}

impl InWords for RenumberError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::NobodyHas { old } => words(
                Code::NotFound,
                "renumber-nobody",
                &[("old", old.as_str().into())],
            ),
            Self::FollowedBy { old, now } => words(
                Code::Usage,
                "renumber-followed",
                &[("old", old.as_str().into()), ("now", now.as_str().into())],
            ),
            Self::Same { id } => words(Code::Usage, "renumber-same", &[("id", id.as_str().into())]),
            Self::Taken { new, name } => words(
                Code::Exists,
                "renumber-taken",
                &[("new", new.as_str().into()), ("name", name.as_str().into())],
            ),
            Self::OtherName {
                old,
                old_name,
                new,
                new_name,
            } => words(
                Code::Usage,
                "renumber-other-name",
                &[
                    ("old", old.as_str().into()),
                    ("oldName", old_name.as_str().into()),
                    ("new", new.as_str().into()),
                    ("newName", new_name.as_str().into()),
                ],
            ),
        }
    }
}

/// That officers belong to shifts that there are no longer, as a sentence; empty for none.
#[must_use]
pub fn officers_without_shift(count: usize) -> String {
    match count {
        0 => String::new(),
        count => message("officers-without-shift", &[("count", count.into())]),
    }
}
