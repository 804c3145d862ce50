//! The records' errors in words.

use std::path::Path;

use crate::records::RecordsError;
use crate::words::{Code, InWords, Words, held, shown_path};

impl InWords for RecordsError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::AlreadyRecorded { seq, .. } => Words::new(
                Code::AlreadyRecorded,
                format!("This briefing is in the records already, in row {seq}."),
                "Nothing to do: it is recorded once. For another briefing of the same day, give its start time.",
            ),
            Self::Cancelled => Words::new(
                Code::Cancelled,
                "Stopped; nothing was changed.",
                "Start again when you are ready.",
            ),
            Self::ChainBroken { seq, reason } => Words::new(
                Code::ChainBroken,
                format!("The records were altered or damaged: row {seq} does not fit."),
                "Keep the file as it is, make a copy of it, and tell whoever is responsible for the records. Rows before it are whole.",
            )
            .details(reason.clone()),
            Self::Altered { path, found } => altered(path, found),
            Self::CutOff { head, count, known } => cut_off(head, *count, *known),
            Self::HeadMissing { head, count } => Words::new(
                Code::ChainBroken,
                format!("The records are not those from which this head was carried away: it is in none of the {count} rows."),
                "Keep the file as it is, make a copy of it, and tell whoever is responsible for the records.",
            )
            .details(format!("head {head}")),
            Self::NoSuchSession { session } => Words::new(
                Code::NotFound,
                format!("The records hold no session {session}."),
                "muster records list shows the sessions that there are.",
            ),
            Self::NoSuchOfficer { officer } => Words::new(
                Code::NotFound,
                format!("Officer {officer} is not on the roll of that session."),
                "muster records list --json shows who is on it.",
            ),
            Self::WhichOfficer { officer, rows } => which_officer(officer, rows),
            Self::BadTime { error } => error.in_words(""),
            Self::BadAmendment { field, to, reason } => Words::new(
                Code::Usage,
                format!("{field} cannot be changed to \"{to}\"."),
                "Give a field and a value as muster records list --json shows them.",
            )
            .details(reason.clone()),
            Self::Damaged { path, reason } => Words::new(
                Code::StoreDamaged,
                format!("The records are damaged ({}).", shown_path(path)),
                "Tell IT. When Muster next writes to the records it keeps the damaged file aside, untouched, and begins a new one.",
            )
            .details(reason.clone()),
            Self::StoreTooNew { path, found } => Words::new(
                Code::StoreTooNew,
                format!("The records ({}) were written by a newer Muster.", shown_path(path)),
                "Update Muster on this PC.",
            )
            .details(format!("layout {found}")),
            Self::RowTooNew { path, seq, found } => Words::new(
                Code::StoreTooNew,
                format!("The records ({}) were written by a newer Muster.", shown_path(path)),
                "Update Muster on this PC.",
            )
            .details(format!("row {seq} has format {found}")),
            Self::NoStore { path } => Words::new(
                Code::NotFound,
                format!("{} is not there.", shown_path(path)),
                "Check the name, and that the stick is in.",
            ),
            Self::ReadOnly { path } => read_only(path),
            Self::NotAsAdministrator { folder } => not_as_administrator(folder),
            Self::NoSpace { path } => Words::new(
                Code::NoSpace,
                "Nothing can be recorded: the disk is full.",
                "Free some space on this PC's disk, then try again. What was recorded before is still there.",
            )
            .details(shown_path(path)),
            Self::Busy => Words::new(
                Code::Busy,
                "Another program is writing to the records.",
                "Wait a moment, then try again.",
            ),
            Self::Held { holder } => held("the records", Some(holder)),
            Self::DraftUnreadable { reason } => Words::new(
                Code::StoreDamaged,
                "The briefing that was under way cannot be continued: what was saved of it cannot be read.",
                "Start the briefing again, or enter it by hand on the records screen.",
            )
            .details(reason.clone()),
            Self::Io { path, error } => Words::new(
                Code::Io,
                format!("{} could not be read or saved.", shown_path(path)),
                "Try again; if it happens again, tell IT.",
            )
            .details(error.to_string()),
            Self::Database { path, error } => Words::new(
                Code::Io,
                format!("The records ({}) could not be read or saved.", shown_path(path)),
                "Try again; if it happens again, tell IT.",
            )
            .details(error.to_string()),
        }
    }
}

fn which_officer(officer: &str, rows: &[(u32, String)]) -> Words {
    let rows = rows.iter().map(|(row, name)| format!("row {row} {name}"));
    let rows = rows.collect::<Vec<_>>().join("; ");
    Words::new(
        Code::Usage,
        format!("{officer} is on the roll of that session more than once: {rows}."),
        "Say which by the row (--row).",
    )
}

fn read_only(path: &Path) -> Words {
    Words::new(
        Code::Io,
        format!(
            "Nothing can be recorded: {} is read-only.",
            shown_path(path)
        ),
        "Ask IT for the right to write in this folder before you take the roll.",
    )
}

fn altered(path: &Path, found: &str) -> Words {
    Words::new(
        Code::ChainBroken,
        format!("The records ({}) were altered outside Muster: nothing is read from them or recorded.", shown_path(path)),
        "Make a copy of the file and tell whoever is responsible for the records. muster records rebuild makes a new file of the rows, if they are whole, and keeps this one; compare it with a head that was carried away (records verify --against).",
    )
    .details(found.to_owned())
}

fn cut_off(head: &str, count: u64, known: u64) -> Words {
    Words::new(
        Code::ChainBroken,
        format!("The records are cut off: they end after {}, and the head is that of {}.", rows(count), rows(known)),
        "Look for the whole file: a copy made while Muster was open may lack the last rows (use muster records backup). Else keep the file as it is and tell whoever is responsible for the records.",
    )
    .details(format!("head {head}"))
}

/// A damaged store was kept aside and a new one begun (RECORDS 2.6).
#[must_use]
pub fn kept_aside(store: &Path, kept: &Path) -> Words {
    Words::new(
        Code::StoreDamaged,
        "The records of this station were damaged; new ones were begun.",
        format!(
            "Briefings are recorded again from now on. Tell whoever is responsible for the records today: the damaged file is kept, untouched, as {}.",
            shown_path(kept)
        ),
    )
    .details(shown_path(store))
}

/// `1 row`, `3 rows`.
fn rows(count: u64) -> String {
    match count {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    }
}

fn not_as_administrator(folder: &Path) -> Words {
    Words::new(
        Code::Io,
        format!(
            "An administrator writes no records in {}: others may write there, and could have put something else into the place of a file.",
            shown_path(folder)
        ),
        "Do this as a user who holds roll calls on this PC. An administrator can read, check and export the records.",
    )
}
