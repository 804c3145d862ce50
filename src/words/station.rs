//! This station's errors in words.

use crate::station::{AssignmentsError, RenumberError, SettingError, StationError};
use crate::words::{Code, InWords, Words, bytes, held, shown, shown_path};

impl InWords for StationError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::NoFolder => Words::new(
                Code::Io,
                "This PC names no folder in which Muster could keep its data.",
                "Name one with --data-dir or MUSTER_DATA_DIR.",
            ),
            Self::ReadOnly { path } => Words::new(
                Code::Io,
                format!("{} cannot be changed: it is read-only.", shown_path(path)),
                "Ask IT for the right to write in this folder, or name another with --data-dir.",
            ),
            Self::NoSpace { path } => Words::new(
                Code::NoSpace,
                format!("The disk is full: {} could not be saved.", shown_path(path)),
                "Free some space on this PC's disk, then try again. What was saved before is still there.",
            ),
            Self::Busy { holder } => held("this station's settings", holder.as_ref()),
            Self::Cancelled => Words::new(
                Code::Cancelled,
                "Stopped; nothing was changed.",
                "Start again when you are ready.",
            ),
            Self::Io { path, error } => Words::new(
                Code::Io,
                format!("{} could not be read or saved.", shown_path(path)),
                "Try again; if it happens again, tell IT.",
            )
            .details(error.to_string()),
            Self::NotOrdinary { path } => Words::new(
                Code::Io,
                format!(
                    "{} is a link, a pipe, or a file with a second name: somebody put it there.",
                    shown_path(path)
                ),
                "Look at it, delete it, then try again. Nothing that it may lead to was changed.",
            ),
            Self::InUse { path } => Words::new(
                Code::Busy,
                format!("{} is being written at this moment.", shown_path(path)),
                "Close Muster on this PC everywhere, then try again.",
            ),
            Self::NotForAll { path } => Words::new(
                Code::Usage,
                format!("{} is no folder for everybody on this PC.", shown_path(path)),
                "Only that folder can be protected. Who may write in another is set by the system's own means.",
            ),
            Self::Damaged { path, reason } => Words::new(
                Code::StoreDamaged,
                format!("This station's settings are damaged ({}).", shown_path(path)),
                "Restore the file from a backup, or set the station up again: the damaged file is kept aside when new settings are saved. Packs and records do not depend on it.",
            )
            .details(reason.clone()),
            Self::ChangedMeanwhile { what, now } => Words::new(
                Code::Exists,
                match now.as_str() {
                    "" => format!("{what} was removed meanwhile by somebody else."),
                    now => format!("{what} was changed meanwhile by somebody else: it is “{now}” now."),
                },
                "Nothing was saved. What is there now is shown; if it is still to be changed, change it again.",
            ),
            Self::Setting(error) => error.in_words(""),
            Self::TooNew { path, found } => Words::new(
                Code::StoreTooNew,
                format!("{} was written by a newer Muster.", shown_path(path)),
                "Update Muster on this PC.",
            )
            .details(format!("format {found}")),
        }
    }
}

impl InWords for SettingError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::TooLong { what, limit } => Words::new(
                Code::Usage,
                format!("{what} is too long."),
                format!("Give a line of text of at most {limit} characters."),
            ),
            Self::Defect { what, defect } => Words::new(
                Code::Usage,
                format!("{what} cannot be used: it {}.", defect.reason()),
                "Type it as one line of ordinary letters.",
            ),
            Self::Missing { what } => Words::new(
                Code::Usage,
                format!("{what} is needed."),
                "Give one; nothing was changed.",
            ),
            Self::NotAShift { text } => Words::new(
                Code::Usage,
                format!("\"{}\" is not a shift.", shown(text)),
                "Write ID=NAME,START-END, for example \"day=Day shift,07:00-15:00\"; an id is 1 to 32 of a-z, 0-9 and hyphens.",
            ),
            Self::SameShift { id } => Words::new(
                Code::Usage,
                format!("Shift {} is there twice.", shown(id)),
                "Give each shift an id of its own.",
            ),
            Self::NoSuchShift { id } => Words::new(
                Code::NotFound,
                format!("This station has no shift {}.", shown(id)),
                "muster station show lists the shifts.",
            ),
            Self::Held(error) => error.in_words(""),
        }
    }
}

impl InWords for AssignmentsError {
    /// The contract has no code for it of its own; what it has for a roster comes nearest.
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::TooLarge { limit } => Words::new(
                Code::BadRoster,
                format!("{file} is too large for a file of assignments: the limit is {}.", bytes(*limit)),
                "Check that this is the file that the coordinator made.",
            ),
            Self::Bad { reason } => Words::new(
                Code::BadRoster,
                format!("{file} is not a file of assignments that can be used."),
                "Nothing was changed. Ask the coordinator for a new copy.",
            )
            .details(reason.clone()),
            Self::TooNew { found } => Words::new(
                Code::AppTooOld,
                format!("{file} was written for a newer Muster."),
                "Update Muster on this PC.",
            )
            .details(format!("format {found}")),
            Self::UnknownShift { shift, known } => Words::new(
                Code::BadRoster,
                format!("{file} assigns something to shift \"{shift}\", which this station does not have."),
                match known.as_slice() {
                    [] => "Set the shifts first: muster station set shifts \"day=Day shift,07:00-15:00\".".to_owned(),
                    known => format!("Its shifts are {}. Ask the coordinator for a file that names those.", known.join(", ")),
                },
            ),
        }
    }
}
impl InWords for RenumberError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::NobodyHas { old } => Words::new(
                Code::NotFound,
                format!("Nobody on the roster has the number {old}."),
                "muster roster list shows who has which.",
            ),
            Self::FollowedBy { old, now } => Words::new(
                Code::Usage,
                format!("{old} was followed by {now} already."),
                format!("Give {now} as the old number."),
            ),
            Self::Same { id } => Words::new(
                Code::Usage,
                format!("Both numbers are {id}."),
                "Give the old number first, then the new one.",
            ),
            Self::Taken { new, name } => Words::new(
                Code::Exists,
                format!("{new} is the number of {name}, who is somebody else."),
                "A number belongs to one officer, also after another followed it.",
            ),
            Self::OtherName {
                old,
                old_name,
                new,
                new_name,
            } => Words::new(
                Code::Usage,
                format!("{old} is {old_name}, but {new} is {new_name}."),
                "If they are the same officer, say so: --same-officer.",
            ),
        }
    }
}

/// That officers belong to shifts that there are no longer, as a sentence; empty for none.
#[must_use]
pub fn officers_without_shift(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 officer belongs to a shift that there is no longer: import the roster again."
            .to_owned(),
        _ => format!(
            "{count} officers belong to shifts that there are no longer: import the roster again."
        ),
    }
}
