//! The audit log for the screen, and as a file.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::app::clock::now;
use crate::library::{AuditLine, Library, LibraryError};
use crate::operations::{ExportTo, export_audit};
use crate::ui::screens::packs::{Log, LogLine};
use crate::words::Words;

/// More than anybody reads on a screen; the file has all.
const MAX_LINES: usize = 500;

/// The newest entries.
pub(super) fn newest(library: &Library) -> Result<Log, LibraryError> {
    let lines = library.audit()?;
    let zone = TimeZone::system();
    let newest = lines.iter().rev().take(MAX_LINES);
    Ok(Log {
        count: lines.len(),
        lines: newest.map(|line| log_line(line, &zone)).collect(),
    })
}

fn log_line(line: &AuditLine, zone: &TimeZone) -> LogLine {
    LogLine {
        at: zone.to_datetime(line.at),
        account: line.account.clone(),
        action: line.action.clone(),
        subject: line.subject.clone(),
        version: line.version,
        detail: line.detail.clone(),
    }
}

/// Writes the whole log into a folder. Returns the file.
pub(super) fn export(library: &Library, folder: &Path) -> Result<PathBuf, Words> {
    let exported = export_audit(library, ExportTo::Folder(folder), now().date());
    exported
        .map(|(file, _)| file)
        .map_err(|failure| *failure.words)
}
