//! Where data lies, in words.

use crate::station::{FolderFinding, OwnerFinding, PartFinding};
use crate::words::{Code, Words};

/// Why this folder was chosen.
#[must_use]
pub fn data_folder(kind: FolderFinding) -> &'static str {
    match kind {
        FolderFinding::Machine => {
            "One folder for everybody on this PC. You may write in it, so you may change packs, trust and settings."
        }
        FolderFinding::Managed => {
            "An administrator set Muster up for everybody on this PC. You may not write in that folder, so only an administrator changes what lies there."
        }
        FolderFinding::User => {
            "This user's own folder, as the folder for everybody on this PC cannot be written. Other users of this PC have their own packs, settings and records."
        }
        FolderFinding::Portable => {
            "The folder muster-data beside the program holds everything; it travels with it."
        }
        FolderFinding::Named => "This folder was named when Muster was started.",
    }
}

/// What lies there.
#[must_use]
pub fn data_part(part: PartFinding) -> &'static str {
    match part {
        PartFinding::Settings => "Settings of this station",
        PartFinding::Library => "Packs and trust",
        PartFinding::Records => "Records",
    }
}

/// Who may change it.
#[must_use]
pub fn data_owner(owner: OwnerFinding) -> &'static str {
    match owner {
        OwnerFinding::Administrators => "Changed by administrators only; read by everybody.",
        OwnerFinding::Shared => "Written by everybody who may write in this folder.",
        OwnerFinding::User => "Changed by this user.",
    }
}

/// The system asked for an administrator, and got none.
#[must_use]
pub fn no_administrator_said_yes() -> Words {
    Words::new(
        Code::Cancelled,
        "Nothing was changed: no administrator said yes.",
        "Press the button again when somebody who administers this PC is here.",
    )
}

/// The system cannot ask for an administrator here. `command` is what one would run.
#[must_use]
pub fn no_administrator(command: &str) -> Words {
    Words::new(
        Code::Io,
        "Nothing was changed: this PC cannot ask for an administrator from here.",
        format!(
            "Somebody who administers this PC signs in, or runs as administrator: muster {command}, and the stick's folder."
        ),
    )
}
