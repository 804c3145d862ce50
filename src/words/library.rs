//! The shelf's errors in words.

use std::io;
use std::path::Path;

use crate::documents::DocumentError;
use crate::library::{FileDefect, LibraryError, SearchFinding, Warning};
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, Words, bytes, held, shown_path};

impl InWords for LibraryError {
    #[expect(clippy::too_many_lines, reason = "one sentence an error")]
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Pack(error) => error.in_words(file),
            Self::Media { path, error } => error.in_words(&message(
                "library-file-in-pack",
                &[("path", path.into()), ("file", file.into())],
            )),
            Self::JobAid { path, error } => job_aid(path, error, file),
            Self::NoSuchFile { file } => words(
                Code::NotFound,
                "library-no-such-file",
                &[("file", shown_path(file).into())],
            ),
            Self::SameVersionDifferentContent { id, version } => words(
                Code::SameVersionDifferentContent,
                "library-same-version-different-content",
                &[
                    ("file", file.into()),
                    ("id", id.to_string().into()),
                    ("version", version.to_string().into()),
                ],
            ),
            Self::Expired { not_after, .. } => words(
                Code::Expired,
                "library-expired",
                &[
                    ("file", file.into()),
                    ("notAfter", not_after.to_string().into()),
                ],
            ),
            Self::NoSpace { missing: 0 | 1 } => words(Code::NoSpace, "library-no-space", &[]),
            Self::NoSpace { missing } => words(
                Code::NoSpace,
                "library-too-little-space",
                &[("missing", bytes(*missing).into())],
            ),
            Self::Busy => words(Code::Busy, "library-busy", &[]),
            Self::Held { holder } => held(fixed("library-store-name"), Some(holder)),
            Self::NotPublished { path, error } => not_published(path, error),
            Self::CopyUnreadable { path, error } => copy_unreadable(path, error),
            Self::ReadOnly { folder } => words(
                Code::Io,
                "library-read-only",
                &[("folder", shown_path(folder).into())],
            ),
            Self::LeftHalfway { folder, error } => left_halfway(folder, error),
            Self::Io { path, error } => {
                words(Code::Io, "library-io", &[("path", shown_path(path).into())]).caused_by(error)
            }
            Self::StoreDamaged { path, reason } => words(
                Code::StoreDamaged,
                "library-store-damaged",
                &[("path", shown_path(path).into())],
            )
            .details(reason.clone()),
            Self::StoreTooNew { found } => words(Code::StoreTooNew, "library-store-too-new", &[])
                .details(message("library-layout", &[("found", found.into())])),
            Self::NotInstalled { id } => words(
                Code::NotFound,
                "library-not-installed",
                &[("id", id.to_string().into())],
            ),
            Self::NothingKept { id } => words(
                Code::NotFound,
                "library-nothing-kept",
                &[("id", id.to_string().into())],
            ),
            Self::ShelfDamaged { id, damage, kept } => {
                let back = kept.map(|version| {
                    message(
                        "library-kept-version",
                        &[
                            ("version", version.to_string().into()),
                            ("id", id.to_string().into()),
                        ],
                    )
                });
                damaged(file, damage, back)
            }
            Self::NoSuchKey { key_id } => words(
                Code::NotFound,
                "library-no-such-key",
                &[("keyId", key_id.to_string().into())],
            ),
            Self::KeyExists { key_id, name } => words(
                Code::Exists,
                "library-key-exists",
                &[("keyId", key_id.to_string().into()), ("name", name.into())],
            ),
            Self::Trust(error) => error.in_words(file),
            Self::KeyIdTaken { key_id, name } => words(
                Code::Exists,
                "library-key-id-taken",
                &[("keyId", key_id.to_string().into()), ("name", name.into())],
            ),
            Self::NotAsShown => words(
                Code::BadSignature,
                "library-not-as-shown",
                &[("file", file.into())],
            ),
            Self::BadName { defect } => words(
                Code::Usage,
                "library-bad-name",
                &[("reason", defect.reason().into())],
            ),
            Self::BadPattern { pattern } => words(
                Code::Usage,
                "library-bad-pattern",
                &[("pattern", format!("{pattern:?}").into())],
            ),
            Self::ReasonMissing => words(Code::Usage, "library-reason-missing", &[]),
        }
    }
}

fn left_halfway(folder: &Path, error: &io::Error) -> Words {
    words(
        Code::Io,
        "library-left-halfway",
        &[("folder", shown_path(folder).into())],
    )
    .caused_by(error)
}

fn not_published(path: &Path, error: &io::Error) -> Words {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::NoSpace,
        _ => Code::Io,
    };
    words(
        code,
        "library-not-published",
        &[("path", shown_path(path).into())],
    )
    .caused_by(error)
}

fn copy_unreadable(path: &Path, error: &io::Error) -> Words {
    words(
        Code::StoreDamaged,
        "library-copy-unreadable",
        &[("path", shown_path(path).into())],
    )
    .caused_by(error)
}

/// A job aid that keeps a pack from the shelf (FORMAT 2.24), or that could not be tried here.
fn job_aid(path: &str, error: &DocumentError, file: &str) -> Words {
    let name = message(
        "library-file-in-pack",
        &[("path", path.into()), ("file", file.into())],
    );
    if !error.is_of_the_document() {
        return error.in_words(&name);
    }
    words(Code::BadMedia, "library-job-aid", &[("name", name.into())]).caused_by(error)
}

/// What is wrong with a pack on this PC, and what to do: install it again, or go back.
fn damaged(file: &str, damage: &FileDefect, back: Option<String>) -> Words {
    let (code, id, details) = match damage {
        FileDefect::Altered { reason } => (Code::BadSignature, "library-altered", reason.as_str()),
        FileDefect::Cut => (Code::Truncated, "library-cut", ""),
        FileDefect::Replaced { by } => (Code::BadSignature, "library-replaced", by.as_str()),
        FileDefect::Missing => (Code::MissingFile, "library-missing", ""),
        FileDefect::Unreadable { reason } => (Code::Io, "library-unreadable", reason.as_str()),
        FileDefect::Locked { reason } => (Code::Busy, "library-locked", reason.as_str()),
    };
    let mut words = words(code, id, &[("file", file.into())]).details(details);
    if let Some(back) = back {
        words.advice = format!("{} {back}", words.advice);
    }
    words
}

/// A warning as people read it.
#[must_use]
pub fn warning(warning: Warning) -> String {
    match warning {
        Warning::ReviewOverdue(day) => {
            message("library-review-overdue", &[("day", day.to_string().into())])
        }
        Warning::Expired(day) => {
            message("library-pack-expired", &[("day", day.to_string().into())])
        }
        Warning::Older(highest) => {
            message("library-older", &[("highest", highest.to_string().into())])
        }
        Warning::Repaired => message("library-repaired", &[]),
        Warning::WouldRepair => message("library-would-repair", &[]),
    }
}

/// Where a search for packs did not look, a sentence each.
#[must_use]
pub fn not_searched(found: &SearchFinding) -> Vec<String> {
    let unreadable = found.unreadable.iter();
    let mut sentences: Vec<_> = unreadable
        .map(|folder| {
            message(
                "library-folder-passed-over",
                &[("folder", shown_path(folder).into())],
            )
        })
        .collect();
    if found.cut_short {
        sentences.push(message("library-cut-short", &[]));
    }
    sentences
}
