//! How much room the disk has, and how much the shelf leaves to others.

use std::io::ErrorKind;
use std::path::Path;

/// Prefix of the files into which packs are copied before they are verified.
pub(super) const TEMP_PREFIX: &str = "incoming-";
/// Free space that the database and its journal need beside the pack itself.
const DATABASE_BYTES: u64 = 1 << 20;
/// Free space that no pack may take: on a full disk a briefing could not be recorded any more.
/// Records grow by a journal of 4 MiB at most before they are written over it again.
const RECORDS_RESERVE_BYTES: u64 = 7 << 20;

/// What an installation of so many bytes needs in all.
pub(super) fn needed(bytes: u64) -> u64 {
    bytes
        .saturating_add(DATABASE_BYTES)
        .saturating_add(RECORDS_RESERVE_BYTES)
}

/// Whether not even the database's journal finds room. A disk may have room and yet take no new
/// file, so it is tried.
pub(super) fn is_full(folder: &Path) -> bool {
    let tried = || {
        let mut builder = tempfile::Builder::new();
        let file = builder
            .prefix(TEMP_PREFIX)
            .tempfile_in(folder.join("packs"));
        file.is_err_and(|error| {
            let kind = error.kind();
            matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        })
    };
    fs4::available_space(folder).is_ok_and(|free| free < DATABASE_BYTES) || tried()
}

/// How many bytes the disk lacks for so many more; at least 1, as it was full.
pub(super) fn missing(folder: &Path, bytes: u64) -> u64 {
    let free = fs4::available_space(folder).unwrap_or(0);
    needed(bytes).saturating_sub(free).max(1)
}
