//! What lies on a stick where Muster would expect something else, in words.

use std::path::{Path, PathBuf};

use crate::words::shown;

/// A file or folder on a stick that is not read where it lies, or under the name that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Which.
    pub file: PathBuf,
    /// What it is and why it is not read, in a sentence.
    pub message: String,
    /// What to do about it.
    pub advice: String,
}

impl Misplaced {
    /// Puts it together. What a name must not hold is written out ([`shown`]).
    #[must_use]
    pub fn new(file: &Path, message: &str, advice: &str) -> Self {
        Self {
            file: file.to_owned(),
            message: shown(message),
            advice: shown(advice),
        }
    }
}
