//! A file that appears whole or not at all: it is written beside its place and gets its name when every
//! byte of it is on the disk.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::platform::files;

/// How temporary files begin that lie beside others.
const PREFIX: &str = ".muster-";

/// What becomes of a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfThere {
    /// It stays, and nothing is written.
    Refuse,
    /// The new file takes its place, if it is a regular one: a device that was replaced by a file
    /// would be gone for all programs (CLI 1.12).
    Replace,
}

/// A file on the way to its place. Dropped before [`WholeFile::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct WholeFile {
    temp: NamedTempFile,
    place: PathBuf,
    if_there: IfThere,
}

impl WholeFile {
    /// Begins a file for its owner alone, as exports of names are.
    ///
    /// # Errors
    /// `AlreadyExists` for [`IfThere::Refuse`]; a [`files::Refusal`] where what stands there may not be
    /// replaced; if the folder is not there or may not be written in.
    pub fn begin(place: &Path, if_there: IfThere) -> io::Result<Self> {
        Self::begin_with(place, if_there, 0o600)
    }

    /// The same for a file that is handed out, which others may read.
    ///
    /// # Errors
    /// As for [`WholeFile::begin`].
    pub fn begin_public(place: &Path, if_there: IfThere) -> io::Result<Self> {
        Self::begin_with(place, if_there, 0o644)
    }

    fn begin_with(place: &Path, if_there: IfThere, mode: u32) -> io::Result<Self> {
        check(place, if_there)?;
        let (folder, _) = files::folder_and_name(place)?;
        Ok(Self {
            temp: files::temp_builder(PREFIX, mode).tempfile_in(folder)?,
            place: place.to_owned(),
            if_there,
        })
    }

    /// The file, to be written.
    pub fn file(&mut self) -> &mut File {
        self.temp.as_file_mut()
    }

    /// Where it lies until it is finished, for what is written by name.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.temp.path()
    }

    /// Flushes the file and gives it its name.
    ///
    /// # Errors
    /// If it cannot be flushed or renamed; `AlreadyExists` where another came there meanwhile.
    pub fn finish(self) -> io::Result<()> {
        self.temp.as_file().sync_all()?;
        let placed = match self.if_there {
            IfThere::Refuse => self.temp.persist_noclobber(&self.place),
            IfThere::Replace => self.temp.persist(&self.place),
        };
        placed.map_err(|error| error.error)?;
        // The bytes are on the disk; where the name cannot be flushed, it is there all the same.
        if let Ok((folder, _)) = files::folder_and_name(&self.place) {
            let _ = files::sync_folder(folder);
        }
        Ok(())
    }
}

/// Whether a file may get this name.
///
/// # Errors
/// As for [`WholeFile::begin`].
pub fn check(place: &Path, if_there: IfThere) -> io::Result<()> {
    match (if_there, files::regular_metadata(place)) {
        (IfThere::Replace, Err(error)) if files::refusal(&error).is_some() => Err(error),
        (IfThere::Refuse, _) if place.symlink_metadata().is_ok() => {
            Err(io::ErrorKind::AlreadyExists.into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes its world with std")]

    use std::io::{ErrorKind, Write as _};

    use super::{IfThere, WholeFile};

    #[test]
    fn a_file_appears_whole_and_what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        let mut given_up = WholeFile::begin(&place, IfThere::Refuse).unwrap();
        given_up.file().write_all(b"half").unwrap();
        drop(given_up);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut file = WholeFile::begin(&place, IfThere::Refuse).unwrap();
        file.file().write_all(b"whole").unwrap();
        assert!(!place.exists());
        file.finish().unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    // CLI 1.9.
    #[test]
    fn another_file_stays_unless_it_is_to_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        let late = WholeFile::begin(&place, IfThere::Refuse).unwrap();
        std::fs::write(&place, "theirs").unwrap();
        let refused = WholeFile::begin(&place, IfThere::Refuse).map(drop);
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(late.finish().unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&place).unwrap(), b"theirs");
        let mut file = WholeFile::begin(&place, IfThere::Replace).unwrap();
        file.file().write_all(b"ours").unwrap();
        file.finish().unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"ours");
    }

    // CLI 1.12.
    #[test]
    fn nothing_but_a_regular_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("sub");
        std::fs::create_dir(&place).unwrap();
        assert!(WholeFile::begin(&place, IfThere::Replace).is_err());
        assert!(place.is_dir());
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink("/dev/null", &link).unwrap();
            assert!(WholeFile::begin(&link, IfThere::Replace).is_err());
            assert!(WholeFile::begin(&link, IfThere::Refuse).is_err());
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_export_is_for_its_owner_alone_and_what_is_handed_out_for_others_too() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |file: WholeFile| {
            let metadata = file.path().metadata().unwrap();
            metadata.permissions().mode() & 0o777
        };
        let place = folder.path().join("a");
        assert_eq!(
            mode(WholeFile::begin(&place, IfThere::Refuse).unwrap()),
            0o600
        );
        let public = mode(WholeFile::begin_public(&place, IfThere::Refuse).unwrap());
        assert_eq!(public & 0o600, 0o600);
    }
}
