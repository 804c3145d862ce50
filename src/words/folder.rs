//! Where data lies, in words.

use crate::library::InventoryFinding;
use crate::platform::protection::{ExposedFinding, ExposureFinding};
use crate::station::{FolderFinding, OwnerFinding, PartFinding};
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, Words, shown, shown_path};

/// Why this folder was chosen.
#[must_use]
pub fn data_folder(kind: FolderFinding) -> &'static str {
    match kind {
        FolderFinding::Machine => fixed("folder-machine"),
        FolderFinding::Managed => fixed("folder-managed"),
        FolderFinding::User => fixed("folder-user"),
        FolderFinding::Portable => fixed("folder-portable"),
        FolderFinding::Named => fixed("folder-named"),
    }
}

/// What lies there.
#[must_use]
pub fn data_part(part: PartFinding) -> &'static str {
    match part {
        PartFinding::Settings => fixed("folder-settings"),
        PartFinding::Library => fixed("folder-library"),
        PartFinding::Records => fixed("folder-records"),
    }
}

/// Who may change it.
#[must_use]
pub fn data_owner(owner: OwnerFinding) -> &'static str {
    match owner {
        OwnerFinding::Administrators => fixed("folder-administrators"),
        OwnerFinding::Shared => fixed("folder-shared"),
        OwnerFinding::User => fixed("folder-changed-by-user"),
    }
}

/// Others than administrators may change what everybody on this PC uses.
#[must_use]
pub fn exposed_folder(exposed: &ExposedFinding) -> Words {
    let path = shown_path(&exposed.path);
    let why = match &exposed.exposure {
        ExposureFinding::Owner(name) => message(
            "folder-owner",
            &[("path", path.into()), ("name", shown(name).into())],
        ),
        ExposureFinding::Writer(name) => message(
            "folder-writer",
            &[("name", shown(name).into()), ("path", path.into())],
        ),
        ExposureFinding::Link => message("folder-link", &[("path", path.into())]),
    };
    let cure = if exposed.above {
        fixed("folder-cure-above")
    } else {
        fixed("folder-cure-here")
    };
    words(
        Code::Io,
        "folder-exposed",
        &[("why", why.into()), ("cure", cure.into())],
    )
}

/// What a shelf trusts and holds, a line each, for whoever must say that it is right.
#[must_use]
pub fn inventory(found: &InventoryFinding) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(threshold) = found.threshold {
        let all = found.roots.len();
        lines.push(message(
            "folder-threshold",
            &[("threshold", threshold.into()), ("all", all.into())],
        ));
        let roots = found.roots.iter();
        lines.extend(roots.map(|root| {
            format!(
                "  {}",
                message(
                    "folder-root",
                    &[
                        ("keyId", root.key_id.to_string().into()),
                        ("name", shown(&root.name).into())
                    ]
                )
            )
        }));
    }
    lines.push(match found.publishers.len() {
        0 => message("folder-no-publisher", &[]),
        _ => message("folder-publishers", &[]),
    });
    lines.extend(found.publishers.iter().map(|publisher| {
        let ids = match (publisher.revoked, publisher.ids.as_slice()) {
            (true, _) => message("folder-revoked", &[]),
            (false, []) => message("folder-every-pack", &[]),
            (false, ids) => ids.join(", "),
        };
        format!(
            "  {}",
            message(
                "folder-publisher",
                &[
                    ("name", shown(&publisher.name).into()),
                    ("keyId", publisher.key_id.to_string().into()),
                    ("ids", ids.into())
                ]
            )
        )
    }));
    lines.push(match found.packs.len() {
        0 => message("folder-no-pack", &[]),
        _ => message("folder-packs", &[]),
    });
    let packs = found.packs.iter();
    lines.extend(packs.map(|pack| {
        let (title, from) = (shown(&pack.title), shown(&pack.publisher));
        format!(
            "  {}",
            message(
                "folder-pack",
                &[
                    ("title", title.into()),
                    ("id", pack.id.to_string().into()),
                    ("version", pack.version.to_string().into()),
                    ("from", from.into())
                ]
            )
        )
    }));
    lines
}

/// The system asked for an administrator, and got none.
#[must_use]
pub fn no_administrator_said_yes() -> Words {
    words(Code::Cancelled, "folder-no-administrator-said-yes", &[])
}

/// The system cannot ask for an administrator here. `command` is what one would run.
#[must_use]
pub fn no_administrator(command: &str) -> Words {
    words(
        Code::Io,
        "folder-no-administrator",
        &[("command", command.into())],
    )
}
