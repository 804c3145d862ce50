//! The audit log for the screen, and as a file.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::app::clock::now;
use crate::app::screens::packs::about_shelf;
use crate::library::{AuditLine, Library, LibraryError, audit_csv};
use crate::platform::copies::{FilesError, write_new};
use crate::ui::screens::packs::{Log, LogLine};
use crate::words::{InWords, Words};

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

/// Writes the whole log into a folder, as the command line does. Returns the file.
pub(super) fn export(library: &Library, folder: &Path) -> Result<PathBuf, Words> {
    let lines = library.audit().map_err(about_shelf(library))?;
    let name = format!("muster-audit-{}.csv", now().date());
    let written = write_new(folder, &name, |file| {
        audit_csv(&lines, file).map_err(|error| FilesError::Target {
            folder: folder.to_owned(),
            error,
        })
    });
    written.map_err(|error| error.in_words(&name))
}
