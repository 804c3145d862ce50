//! Where data lies, in words.

use crate::library::InventoryFinding;
use crate::platform::protection::{ExposedFinding, ExposureFinding};
use crate::station::{FolderFinding, OwnerFinding, PartFinding};
use crate::words::{Code, Words, shown, shown_path};

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

/// Others than administrators may change what everybody on this PC uses.
#[must_use]
pub fn exposed_folder(exposed: &ExposedFinding) -> Words {
    let path = shown_path(&exposed.path);
    let why = match &exposed.exposure {
        ExposureFinding::Owner(name) => format!("{path} belongs to {}", shown(name)),
        ExposureFinding::Writer(name) => format!("{} may write in {path}", shown(name)),
        ExposureFinding::Link => format!("{path} is a link"),
    };
    let cure = if exposed.above {
        "An administrator takes the right to write from others there."
    } else {
        "An administrator changes it: muster station protect, or on the Station screen."
    };
    Words::new(
        Code::Io,
        format!("Not only administrators change packs, trust and settings on this PC: {why}."),
        format!(
            "Whoever can do that can add a publisher or take a revocation back, and everybody here sees what they install. Briefings work and are recorded. {cure}"
        ),
    )
}

/// What a shelf trusts and holds, a line each, for whoever must say that it is right.
#[must_use]
pub fn inventory(found: &InventoryFinding) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(threshold) = found.threshold {
        let all = found.roots.len();
        lines.push(format!("Trust lists need {threshold} of {all} signatures:"));
        let roots = found.roots.iter();
        lines.extend(roots.map(|root| format!("  key {}, {}", root.key_id, shown(&root.name))));
    }
    lines.push(match found.publishers.len() {
        0 => "Nobody is trusted.".to_owned(),
        _ => "Publishers:".to_owned(),
    });
    lines.extend(found.publishers.iter().map(|publisher| {
        let ids = match (publisher.revoked, publisher.ids.as_slice()) {
            (true, _) => "revoked".to_owned(),
            (false, []) => "every pack".to_owned(),
            (false, ids) => ids.join(", "),
        };
        format!(
            "  {}, key {}: {ids}",
            shown(&publisher.name),
            publisher.key_id
        )
    }));
    lines.push(match found.packs.len() {
        0 => "No pack is installed.".to_owned(),
        _ => "Packs:".to_owned(),
    });
    let packs = found.packs.iter();
    lines.extend(packs.map(|pack| {
        let (title, from) = (shown(&pack.title), shown(&pack.publisher));
        format!(
            "  {title}, {} version {}, from {from}",
            pack.id, pack.version
        )
    }));
    lines
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
