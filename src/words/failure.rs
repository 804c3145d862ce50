//! Something that was asked for and not done, with the file that it is about: as commands and long
//! work report it.

use std::path::{Path, PathBuf};

use crate::words::messages::{Arg, message, words};
use crate::words::{Code, InWords, Words, shown_path};

/// Why something asked for was not done.
#[derive(Clone, Debug)]
pub struct Failure {
    /// In words.
    pub words: Box<Words>,
    /// The file that it is about.
    pub file: Option<PathBuf>,
}

/// What to do where a file has the name of one that a command is to write (CLI 1.9).
#[must_use]
pub fn overwrite_advice() -> String {
    message("failure-overwrite", &[])
}

impl Failure {
    /// A room's error about a file.
    pub fn about(file: &Path, error: &impl InWords) -> Self {
        Self {
            words: Box::new(error.in_words(&shown_path(file))),
            file: Some(file.to_owned()),
        }
    }

    /// A room's error that is about no file; `subject` is what people know the thing by.
    pub fn of(subject: &str, error: &impl InWords) -> Self {
        Self {
            words: Box::new(error.in_words(subject)),
            file: None,
        }
    }

    /// Wrong use, not found and the like, in words of its own.
    #[track_caller]
    pub fn new(code: Code, headline: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            words: Box::new(Words::new(code, headline, advice)),
            file: None,
        }
    }

    /// A message and its advice, about no file.
    #[track_caller]
    pub(crate) fn of_message(code: Code, id: &'static str, args: &[Arg<'_>]) -> Self {
        Self {
            words: Box::new(words(code, id, args)),
            file: None,
        }
    }

    /// No such file.
    #[must_use]
    #[track_caller]
    pub fn not_found(file: &Path) -> Self {
        Self {
            words: Box::new(words(
                Code::NotFound,
                "failure-not-found",
                &[("file", shown_path(file).into())],
            )),
            file: Some(file.to_owned()),
        }
    }

    /// A file that is there but cannot be read.
    #[must_use]
    #[track_caller]
    pub fn unreadable(file: &Path, error: &std::io::Error) -> Self {
        Self {
            words: Box::new(
                words(
                    Code::SourceRead,
                    "failure-unreadable",
                    &[("file", shown_path(file).into())],
                )
                .caused_by(error),
            ),
            file: Some(file.to_owned()),
        }
    }

    /// A file that cannot be written.
    #[must_use]
    #[track_caller]
    pub fn unwritable(file: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let words = match error.kind() {
            ErrorKind::StorageFull => words(
                Code::NoSpace,
                "failure-no-space",
                &[("file", shown_path(file).into())],
            ),
            ErrorKind::ReadOnlyFilesystem => words(
                Code::Io,
                "failure-disk-locked",
                &[("file", shown_path(file).into())],
            ),
            _ => words(
                Code::Io,
                "failure-unwritable",
                &[("file", shown_path(file).into())],
            ),
        };
        Self {
            words: Box::new(words.caused_by(error)),
            file: Some(file.to_owned()),
        }
    }

    /// A file stands where another is to be written.
    #[must_use]
    #[track_caller]
    pub fn in_the_way(file: &Path, advice: &str) -> Self {
        let headline = message("failure-in-the-way", &[("file", shown_path(file).into())]);
        let mut failure = Self::new(Code::Exists, headline, advice);
        failure.file = Some(file.to_owned());
        failure
    }

    /// A file was not written; `advice` is for where another stands in its place.
    #[must_use]
    pub fn not_written(file: &Path, error: &std::io::Error, advice: &str) -> Self {
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => Self::in_the_way(file, advice),
            _ => Self::unwritable(file, error),
        }
    }
}
