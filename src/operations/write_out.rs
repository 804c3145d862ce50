//! A file that is written for people: where it goes, and the failure where it cannot be written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::library::{Library, audit_csv};
use crate::operations::subject;
use crate::platform::copies::{FilesError, write_new};
use crate::platform::whole_file::{IfThere, WholeFile};
use crate::words::{Code, Failure, shown_path};

/// Where it goes.
#[derive(Clone, Copy, Debug)]
pub enum ExportTo<'a> {
    /// Into this file; what belongs to it goes beside it.
    File {
        /// Its path.
        file: &'a Path,
        /// What becomes of files with these names.
        if_there: IfThere,
        /// What to do where one is there and is not to be replaced.
        advice: &'a str,
    },
    /// Into this folder, under a name after content and day, with a number where the name is taken.
    Folder(&'a Path),
}

/// Why its content was not written.
pub(super) enum NotWritten {
    /// Somebody stopped it.
    Stopped,
    /// What was to be written cannot be read.
    Refused(Failure),
    /// The file cannot be written.
    File(io::Error),
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// Writes a file, whole or not at all; in a folder under this name or a numbered one. Returns which.
pub(super) fn write_out(
    to: ExportTo<'_>,
    name: &str,
    fill: impl FnOnce(&mut File) -> Result<(), NotWritten>,
) -> Result<PathBuf, Failure> {
    match to {
        ExportTo::File {
            file,
            if_there,
            advice,
        } => {
            let unwritable = |error| Failure::not_written(file, &error, advice);
            let mut out = WholeFile::begin(file, if_there).map_err(unwritable)?;
            match fill(out.file()) {
                Ok(()) => out.finish().map_err(unwritable)?,
                Err(NotWritten::File(error)) => return Err(unwritable(error)),
                Err(NotWritten::Stopped) => return Err(stopped(file)),
                Err(NotWritten::Refused(failure)) => return Err(failure),
            }
            Ok(file.to_owned())
        }
        ExportTo::Folder(folder) => {
            let mut refused = None;
            let written = write_new(folder, name, |out| match fill(out) {
                Ok(()) => Ok(()),
                Err(NotWritten::File(error)) => Err(FilesError::Target {
                    folder: folder.to_owned(),
                    error,
                }),
                Err(NotWritten::Stopped) => Err(FilesError::Cancelled),
                Err(NotWritten::Refused(failure)) => {
                    refused = Some(failure);
                    Err(FilesError::Cancelled)
                }
            });
            written.map_err(|error| refused.unwrap_or_else(|| Failure::of(name, &error)))
        }
    }
}

fn stopped(file: &Path) -> Failure {
    Failure::of_message(
        Code::Cancelled,
        "write-out-stopped",
        &[("file", shown_path(file).into())],
    )
}

/// Writes the whole audit log. Returns the file, and how many entries are in it.
///
/// # Errors
/// `Exists` where a file is there: none is replaced (CLI 1.9); if the shelf cannot be read, or the file
/// not be written.
pub fn export_audit(
    library: &Library,
    to: ExportTo<'_>,
    today: Date,
) -> Result<(PathBuf, usize), Failure> {
    let lines = library.audit();
    let lines = lines.map_err(|e| Failure::of(subject::audit_log(), &e))?;
    let name = format!("muster-audit-{today}.csv");
    let file = write_out(to, &name, |out| Ok(audit_csv(&lines, out)?))?;
    Ok((file, lines.len()))
}
