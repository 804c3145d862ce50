//! A file that is to be read, and how it is reached.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::{Folder, open_no_link};

/// A file that was named, or found beneath a folder. One that was found is opened from the handle of
/// that folder, so that a folder or file on the way that somebody puts a link in the place of
/// meanwhile is not followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceFile {
    path: PathBuf,
    /// Of a file that was found: the folder, and the path beneath it.
    beneath: Option<(PathBuf, PathBuf)>,
}

impl SourceFile {
    /// A file at a path that was named. The folders of the path may be links, the file may not.
    #[must_use]
    pub fn named(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            beneath: None,
        }
    }

    /// A file beneath a folder that was named.
    #[must_use]
    pub fn beneath(folder: &Path, relative: &Path) -> Self {
        Self {
            path: folder.join(relative),
            beneath: Some((folder.to_owned(), relative.to_owned())),
        }
    }

    /// The file at this path, which was found beneath `folder` if it lies there.
    #[must_use]
    pub fn of(folder: Option<&Path>, path: &Path) -> Self {
        let relative = folder.and_then(|folder| Some((folder, path.strip_prefix(folder).ok()?)));
        match relative {
            Some((folder, relative)) if relative != Path::new("") => {
                Self::beneath(folder, relative)
            }
            _ => Self::named(path),
        }
    }

    /// Its whole path, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder beneath which it was found.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.beneath.as_ref().map(|(folder, _)| folder.as_path())
    }

    /// Opens it for reading; only a regular file is opened.
    ///
    /// # Errors
    /// A [`Refusal`](super::Refusal) for a link, on the way beneath the folder too, and for what is no
    /// regular file; the system's error otherwise.
    pub fn open(&self) -> io::Result<File> {
        match &self.beneath {
            None => open_no_link(&self.path),
            Some((folder, relative)) => Folder::open(folder)?.open_file(relative),
        }
    }

    /// How many bytes it has, for progress; none where that cannot be known.
    #[must_use]
    pub fn size(&self) -> u64 {
        let found = match &self.beneath {
            None => self.path.symlink_metadata(),
            Some(_) => self.open().and_then(|file| file.metadata()),
        };
        found.map_or(0, |found| found.len())
    }
}

impl From<&Path> for SourceFile {
    fn from(path: &Path) -> Self {
        Self::named(path)
    }
}

impl From<&PathBuf> for SourceFile {
    fn from(path: &PathBuf) -> Self {
        Self::named(path)
    }
}

impl From<&Self> for SourceFile {
    fn from(file: &Self) -> Self {
        file.clone()
    }
}
