//! The shelf's errors in words.

use std::io;
use std::path::Path;

use crate::documents::DocumentError;
use crate::library::{FileDefect, LibraryError, SearchFinding, Warning};
use crate::words::{Code, InWords, Words, bytes, held, shown_path};

impl InWords for LibraryError {
    #[expect(clippy::too_many_lines, reason = "one sentence an error")]
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Pack(error) => error.in_words(file),
            Self::Media { path, error } => error.in_words(&format!("{path} in {file}")),
            Self::JobAid { path, error } => job_aid(path, error, file),
            Self::NoSuchFile { file } => Words::new(
                Code::NotFound,
                format!("{} is not there.", shown_path(file)),
                "Check the name, and that the stick is in.",
            ),
            Self::SameVersionDifferentContent { id, version } => Words::new(
                Code::SameVersionDifferentContent,
                format!("{file} says it is {id} version {version}, but another version {version} was installed here before."),
                "Do not use it. Ask the publisher for a pack with a higher version number.",
            ),
            Self::Expired { not_after, .. } => Words::new(
                Code::Expired,
                format!("{file} was not to be installed after {not_after}."),
                "Ask the publisher for the current version. If the date of this PC is wrong, set it right.",
            ),
            Self::NoSpace { missing } => Words::new(
                Code::NoSpace,
                match missing {
                    0 | 1 => "The disk of this PC is full; nothing was changed.".to_owned(),
                    missing => format!("The disk of this PC is too full: {} more are needed.", bytes(*missing)),
                },
                "Free some room on the disk that holds Muster's data, then try again.",
            ),
            Self::Busy => Words::new(
                Code::Busy,
                "Another installation is under way on this PC.",
                "Wait until it is done, then try again.",
            ),
            Self::Held { holder } => held("the list of packs on this PC", Some(holder)),
            Self::NotPublished { path, error } => not_published(path, error),
            Self::CopyUnreadable { path, error } => copy_unreadable(path, error),
            Self::ReadOnly { folder } => Words::new(
                Code::Io,
                format!("Muster's data folder {} cannot be written to.", shown_path(folder)),
                "Run this as somebody who may write there (an administrator), or choose another folder with --data-dir.",
            ),
            Self::LeftHalfway { folder, error } => left_halfway(folder, error),
            Self::Io { path, error } => Words::new(
                Code::Io,
                format!("{} could not be read or written.", shown_path(path)),
                "Check that the folder is there and that you may use it, then try again.",
            )
            .details(error.to_string()),
            Self::StoreDamaged { path, reason } => Words::new(
                Code::StoreDamaged,
                "The list of installed packs is damaged.",
                format!("Move {} aside, then trust the publishers and install the packs again. Records are kept elsewhere and are not affected.", shown_path(path)),
            )
            .details(reason.clone()),
            Self::StoreTooNew { found } => Words::new(
                Code::StoreTooNew,
                "The packs on this PC were installed by a newer Muster.",
                "Update Muster on this PC.",
            )
            .details(format!("layout {found} of library.db")),
            Self::NotInstalled { id } => Words::new(
                Code::NotFound,
                format!("{id} is not installed."),
                "muster list shows what is.",
            ),
            Self::NothingKept { id } => Words::new(
                Code::NotFound,
                format!("There is no previous version of {id} to go back to."),
                "Install the version that is wanted from its file: muster install FILE --allow-older --reason TEXT.",
            ),
            Self::ShelfDamaged { id, damage, kept } => {
                let back = kept.map(|version| {
                    format!("Until then, version {version} is kept: muster rollback {id} --reason TEXT.")
                });
                damaged(file, damage, back)
            }
            Self::NoSuchKey { key_id } => Words::new(
                Code::NotFound,
                format!("No publisher with key {key_id} is trusted here."),
                "muster trust list shows who is.",
            ),
            Self::KeyExists { key_id, name } => Words::new(
                Code::Exists,
                format!("Key {key_id} is in the list already ({name})."),
                "muster trust list shows it. To change its name or ids, remove it first; a revoked key cannot be trusted again.",
            ),
            Self::Trust(error) => error.in_words(file),
            Self::KeyIdTaken { key_id, name } => Words::new(
                Code::Exists,
                format!("Another key with the id {key_id} is known here, as that of {name}."),
                "Whoever makes a key file chooses the id in it, so this may be an imitation. Ask the publisher, by telephone, whose key it is; if it is theirs, they have to make a new one.",
            ),
            Self::NotAsShown => Words::new(
                Code::BadSignature,
                format!("{file} is not the file that was shown; it was left alone."),
                "Somebody changed it meanwhile. Look at the stick again, and see where it comes from.",
            ),
            Self::BadName { defect } => Words::new(
                Code::Usage,
                format!("The name cannot be used: it {}.", defect.reason()),
                "Type the name as one line of ordinary letters.",
            ),
            Self::BadPattern { pattern } => Words::new(
                Code::Usage,
                format!("{pattern:?} is not a pattern of pack ids."),
                "Write a pack id, or the beginning of one followed by .* as in example.sheriff.*",
            ),
            Self::ReasonMissing => Words::new(
                Code::Usage,
                "A reason is needed.",
                "Add --reason TEXT; it goes into the audit log.",
            ),
        }
    }
}

fn left_halfway(folder: &Path, error: &io::Error) -> Words {
    Words::new(
        Code::Io,
        "The list of installed packs was being changed when the power went.",
        format!(
            "An administrator has to start Muster once on this PC, or give the command muster list: that puts {} right. Nothing is lost.",
            shown_path(folder)
        ),
    )
    .details(error.to_string())
}

fn not_published(path: &Path, error: &io::Error) -> Words {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::NoSpace,
        _ => Code::Io,
    };
    Words::new(
        code,
        "It was done, but those who may only read on this PC do not see it yet.",
        format!(
            "{} could not be made anew. Give the command muster list as administrator: that makes it anew.",
            shown_path(path)
        ),
    )
    .details(error.to_string())
}

fn copy_unreadable(path: &Path, error: &io::Error) -> Words {
    Words::new(
        Code::StoreDamaged,
        "The list of installed packs cannot be read by this account.",
        format!(
            "An administrator has to delete {} and give the command muster list: that makes it anew. Nothing is lost.",
            shown_path(path)
        ),
    )
    .details(error.to_string())
}

/// A job aid that keeps a pack from the shelf (FORMAT 2.24), or that could not be tried here.
fn job_aid(path: &str, error: &DocumentError, file: &str) -> Words {
    let name = format!("{path} in {file}");
    if !error.is_of_the_document() {
        return error.in_words(&name);
    }
    Words::new(
        Code::BadMedia,
        format!("{name} is a job aid that cannot be shown."),
        "Tell the publisher, and ask for a pack whose job aids can be shown.",
    )
    .details(error.to_string())
}

/// What is wrong with a pack on this PC, and what to do: install it again, or go back.
fn damaged(file: &str, damage: &FileDefect, back: Option<String>) -> Words {
    let again = "Install the pack again from the stick.";
    let (code, headline, advice, details) = match damage {
        FileDefect::Altered { reason } => (
            Code::BadSignature,
            format!("{file} was damaged or changed on this PC; it is not shown any more."),
            again.to_owned(),
            reason.clone(),
        ),
        FileDefect::Cut => (
            Code::Truncated,
            format!("{file} is cut short on this PC: part of its file is gone. It is not shown any more."),
            again.to_owned(),
            String::new(),
        ),
        FileDefect::Replaced { by } => (
            Code::BadSignature,
            format!("Another pack lies in the place of {file} on this PC; it is not shown."),
            format!("{again} Tell IT: nothing that Muster does puts it there."),
            by.clone(),
        ),
        FileDefect::Missing => (
            Code::MissingFile,
            format!("The file of {file} is missing on this PC."),
            format!("{again} If the disk or folder that holds Muster's data was taken away, bring it back and check again."),
            String::new(),
        ),
        FileDefect::Unreadable { reason } => (
            Code::Io,
            format!("The disk of this PC cannot read the file of {file}."),
            format!("Check again. If it stays so: {again} Have IT look at the disk, it may be failing."),
            reason.clone(),
        ),
        FileDefect::Locked { reason } => (
            Code::Busy,
            format!("The file of {file} cannot be opened: another program holds it, or this account may not read it."),
            "Wait a moment, then check again; a virus scanner may be looking at it. If it stays so, tell IT.".to_owned(),
            reason.clone(),
        ),
    };
    let advice = match back {
        Some(back) => format!("{advice} {back}"),
        None => advice,
    };
    Words::new(code, headline, advice).details(details)
}

/// A warning as people read it.
#[must_use]
pub fn warning(warning: Warning) -> String {
    match warning {
        Warning::ReviewOverdue(day) => {
            format!(
                "The content should have been reviewed by {day}; ask the publisher for a newer version."
            )
        }
        Warning::Expired(day) => {
            format!(
                "The pack expired on {day}; it keeps playing, but ask the publisher for a newer version."
            )
        }
        Warning::Older(highest) => {
            format!("Older than version {highest}, which was installed here before.")
        }
        Warning::Repaired => "The file on this PC was damaged and has been replaced.".to_owned(),
        Warning::WouldRepair => {
            "The file on this PC is damaged; installing it again repairs it.".to_owned()
        }
    }
}

/// Where a search for packs did not look, a sentence each.
#[must_use]
pub fn not_searched(found: &SearchFinding) -> Vec<String> {
    let unreadable = found.unreadable.iter();
    let mut sentences: Vec<_> = unreadable
        .map(|folder| format!("{} cannot be read; it was passed over.", shown_path(folder)))
        .collect();
    if found.cut_short {
        sentences.push(
            "There are too many files or too deep folders to look at all of them. Put packs into a folder of their own, near the top."
                .to_owned(),
        );
    }
    sentences
}
