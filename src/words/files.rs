//! Errors of copies and exports in words.

use std::io;

use crate::platform::copies::FilesError;
use crate::words::{Code, InWords, Words, shown_path};

impl InWords for FilesError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Source(error) => Words::new(
                Code::Io,
                format!("“{file}” could not be read."),
                "Try again. If it happens again, have the pack installed anew.",
            )
            .details(error.to_string()),
            Self::Target { folder, error } => target(file, &shown_path(folder), error),
            Self::Cancelled => Words::new(
                Code::Cancelled,
                format!("“{file}” was not saved: it was stopped."),
                "Nothing was left behind.",
            ),
        }
    }
}

fn target(file: &str, folder: &str, error: &io::Error) -> Words {
    let (code, headline, advice) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            Code::NoSpace,
            format!("“{file}” does not fit: {folder} is full."),
            "Free some room there, or choose another place.",
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            Code::NotFound,
            format!("There is no folder {folder}."),
            "Check that the stick is in, or choose another place.",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            Code::Io,
            format!("“{file}” could not be saved: {folder} is read-only."),
            "Choose another place, or open the lock on the stick.",
        ),
        _ => (
            Code::Io,
            format!("“{file}” could not be saved in {folder}."),
            "Check that the stick is in, then try again.",
        ),
    };
    Words::new(code, headline, advice).details(error.to_string())
}
