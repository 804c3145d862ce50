//! What commands say of a file that they cannot write (CLI 1.9).

use std::io;
use std::path::Path;

use crate::cli::Failure;

/// A file was not written; `advice` is for where another stands in its place.
pub fn not_written(file: &Path, error: &io::Error, advice: &str) -> Failure {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::in_the_way(file, advice),
        _ => Failure::unwritable(file, error),
    }
}
