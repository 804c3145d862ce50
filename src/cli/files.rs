//! Small files that commands read, and what they say of one that they cannot write.

use std::io::{self, Read as _};
use std::path::Path;

use crate::cli::Failure;
use crate::words::Code;

/// The bytes of a file; of one that is longer than `limit` one byte more than that, for the caller
/// to refuse.
pub fn read_up_to(file: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|open| open.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::not_found(file),
            _ => Failure::unreadable(file, &error),
        })?;
    Ok(bytes)
}

/// A file stands where another is to be written.
pub fn in_the_way(file: &Path, advice: &str) -> Failure {
    let headline = format!("{} is there already.", file.display());
    Failure::new(Code::Exists, headline, advice)
}

/// A file was not written; `advice` is for where another stands in its place.
pub fn not_written(file: &Path, error: &io::Error, advice: &str) -> Failure {
    match error.kind() {
        io::ErrorKind::AlreadyExists => in_the_way(file, advice),
        _ => Failure::unwritable(file, error),
    }
}
