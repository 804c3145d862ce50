//! Where data lies, in words.

use crate::station::{DataPart, FolderKind, Owner};

/// Why this folder was chosen.
#[must_use]
pub fn data_folder(kind: FolderKind) -> &'static str {
    match kind {
        FolderKind::Machine => {
            "One folder for everybody on this PC. You may write in it, so you may change packs, trust and settings."
        }
        FolderKind::Managed => {
            "An administrator set Muster up for everybody on this PC. You may not write in that folder, so only an administrator changes what lies there."
        }
        FolderKind::User => {
            "This user's own folder, as the folder for everybody on this PC cannot be written. Other users of this PC have their own packs, settings and records."
        }
        FolderKind::Portable => {
            "The folder muster-data beside the program holds everything; it travels with it."
        }
        FolderKind::Named => "This folder was named when Muster was started.",
    }
}

/// What lies there.
#[must_use]
pub fn data_part(part: DataPart) -> &'static str {
    match part {
        DataPart::Settings => "Settings of this station",
        DataPart::Library => "Packs and trust",
        DataPart::Records => "Records",
    }
}

/// Who may change it.
#[must_use]
pub fn data_owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Administrators => "Changed by administrators only; read by everybody.",
        Owner::Shared => "Written by everybody who may write in this folder.",
        Owner::User => "Changed by this user.",
    }
}
