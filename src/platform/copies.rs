//! Files written for people: copies of job aids, exports. Whole and durable when they are there,
//! and never over another file.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::platform::whole_file::{IfThere, WholeFile};

/// Names tried before giving up: `card.pdf`, `card (2).pdf`, ….
const MAX_NAMES: u32 = 1_000;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// What was to be copied cannot be read.
    #[error("{0}")]
    Source(#[source] io::Error),
    /// The folder cannot be written to, or writing failed.
    #[error("{}: {error}", folder.display())]
    Target {
        /// The folder.
        folder: PathBuf,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
    /// Somebody stopped it.
    #[error("stopped")]
    Cancelled,
}

/// Writes a file of this name, or with a number where the name is taken, into a folder. `fill`
/// writes its content. On return the file is on the disk; on error nothing is left of it.
///
/// # Errors
/// `Target` for the folder and the writing, and whatever `fill` says.
pub fn write_new(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut File) -> Result<(), FilesError>,
) -> Result<PathBuf, FilesError> {
    let target = |error| FilesError::Target {
        folder: folder.to_owned(),
        error,
    };
    // The name is taken first, by an empty file: nobody else gets it while we write beside it.
    let path = reserve(folder, name).map_err(target)?;
    let written = WholeFile::begin(&path, IfThere::Replace)
        .map_err(target)
        .and_then(|mut file| {
            fill(file.file())?;
            file.finish().map_err(target)
        });
    if let Err(error) = written {
        // Ours and empty.
        let _gone_or_not = std::fs::remove_file(&path);
        return Err(error);
    }
    Ok(path)
}

/// Copies bytes from a pack into a folder under a new name.
///
/// # Errors
/// `Source`, `Target`.
pub fn save_copy(source: &mut dyn Read, folder: &Path, name: &str) -> Result<PathBuf, FilesError> {
    write_new(folder, name, |file| {
        let mut buffer = vec![0; 256 * 1_024];
        loop {
            let read = source.read(&mut buffer).map_err(FilesError::Source)?;
            if read == 0 {
                return Ok(());
            }
            file.write_all(buffer.get(..read).unwrap_or_default())
                .map_err(|error| FilesError::Target {
                    folder: folder.to_owned(),
                    error,
                })?;
        }
    })
}

fn reserve(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    for number in 1..=MAX_NAMES {
        let path = folder.join(match number {
            1 => name.to_owned(),
            _ => format!("{stem} ({number}){extension}"),
        });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_never_takes_the_place_of_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let first = save_copy(&mut &b"one"[..], folder.path(), "card.pdf").unwrap();
        let second = save_copy(&mut &b"two"[..], folder.path(), "card.pdf").unwrap();
        assert_eq!(first, folder.path().join("card.pdf"));
        assert_eq!(second, folder.path().join("card (2).pdf"));
        assert_eq!(std::fs::read(first).unwrap(), b"one");
        assert_eq!(std::fs::read(second).unwrap(), b"two");
    }

    #[test]
    fn nothing_is_left_of_a_copy_whose_source_breaks_off() {
        struct Pulled;
        impl Read for Pulled {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("pulled out"))
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let failed = save_copy(&mut Pulled, folder.path(), "card.pdf");
        assert!(matches!(failed, Err(FilesError::Source(_))));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let failed = save_copy(&mut &b"one"[..], &gone, "card.pdf");
        assert!(matches!(failed, Err(FilesError::Target { folder, .. }) if folder == gone));
    }
}
