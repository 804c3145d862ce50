//! Errors of copies and exports in words.

use std::io;

use crate::platform::copies::FilesError;
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, Words, shown_path};

impl InWords for FilesError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Source(error) => {
                words(Code::Io, "files-source", &[("file", file.into())]).caused_by(error)
            }
            Self::Target { folder, error } => target(file, &shown_path(folder), error),
            Self::Cancelled => words(Code::Cancelled, "files-cancelled", &[("file", file.into())]),
        }
    }
}

fn target(file: &str, folder: &str, error: &io::Error) -> Words {
    let (code, headline, advice) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            Code::NoSpace,
            message(
                "files-full",
                &[("file", file.into()), ("folder", folder.into())],
            ),
            fixed("files-full.advice"),
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            Code::NotFound,
            message("files-no-folder", &[("folder", folder.into())]),
            fixed("files-no-folder.advice"),
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            Code::Io,
            message(
                "files-read-only",
                &[("file", file.into()), ("folder", folder.into())],
            ),
            fixed("files-read-only.advice"),
        ),
        _ => (
            Code::Io,
            message(
                "files-not-saved",
                &[("file", file.into()), ("folder", folder.into())],
            ),
            fixed("files-not-saved.advice"),
        ),
    };
    Words::new(code, headline, advice).caused_by(error)
}
