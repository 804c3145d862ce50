//! What commands say of a file that they cannot read or write (CLI 1.9, CLI 1.12).

use std::io;
use std::path::Path;

use crate::cli::Failure;
use crate::platform::files;

/// A file was not written; `advice` is for where another stands in its place.
pub fn not_written(file: &Path, error: &io::Error, advice: &str) -> Failure {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::in_the_way(file, advice),
        _ => Failure::unwritable(file, error),
    }
}

/// CLI 1.12: a file that takes another's place takes that of a regular file only. A device that was
/// replaced by a file would be gone for all programs.
pub fn check_place(out: &Path) -> Result<(), Failure> {
    match files::regular_metadata(out) {
        Err(error) if files::refusal(&error).is_some() => Err(Failure::unwritable(out, &error)),
        _ => Ok(()),
    }
}

/// CLI 1.12: a file that the window is to open; links are followed.
pub fn check_readable(file: &Path) -> Result<(), Failure> {
    match files::open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::not_found(file)),
        Err(error) => Err(Failure::unreadable(file, &error)),
    }
}
