//! Opening and making files where others may have put something else in their place.
//!
//! A file is opened by [`open`] if a person named it, by [`open_no_link`] if Muster put its name
//! together, and beneath a [`Folder`] if it lies on a stick or in a folder that others write. All
//! three open regular files only and never wait: a pipe or a device in the place of a file is
//! refused, not read. What is refused is an [`io::Error`] that [`refusal`] tells apart.

use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::{self, Read as _, Write};
use std::path::{Component, Path, PathBuf};

#[cfg(windows)]
mod names;
#[cfg_attr(unix, path = "files/unix.rs")]
#[cfg_attr(windows, path = "files/windows.rs")]
mod system;
mod temp;

mod create;
mod line;
mod source;

pub use create::{create_file, create_folders};
pub use line::{LineSource, first_line};
pub use source::SourceFile;
pub use temp::{private_temp_folder, sync_folder, temp_beside, temp_builder};

/// Names tried for a temporary file before giving up.
const MAX_NAMES: u32 = 100;

/// Why something that is there is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A link, a junction or another reparse point that leads elsewhere.
    #[error("a link; name the file to which it leads")]
    Link,
    /// A folder where a file is wanted.
    #[error("a folder, not a file")]
    Folder,
    /// A pipe, a device or a socket, which may never answer.
    #[error("not an ordinary file")]
    Special,
    /// A file that has a second name, by which it may be somebody else's.
    #[error("a file with more than one name (a hard link)")]
    SeveralNames,
    /// A path that is not beneath its folder, such as `../x` or `/x`.
    #[error("a name that leads out of its folder")]
    Outside,
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(io::ErrorKind::InvalidInput, refusal)
    }
}

/// Why this module refused to open something; nothing for every other error.
#[must_use]
pub fn refusal(error: &io::Error) -> Option<Refusal> {
    error.get_ref()?.downcast_ref::<Refusal>().copied()
}

/// Opens a regular file for reading that a person named. Links in the path are followed: the
/// person may mean them.
///
/// # Errors
/// A [`Refusal`] if it is not a regular file; the system's error otherwise.
pub fn open(path: &Path) -> io::Result<File> {
    system::open(path, Links::Follow)
}

/// Opens a regular file for reading. The folders of the path may be links, the file may not.
///
/// # Errors
/// A [`Refusal`] if it is a link or not a regular file; the system's error otherwise.
pub fn open_no_link(path: &Path) -> io::Result<File> {
    system::open(path, Links::Refuse)
}

/// Opens a regular file that is there for reading and writing. The folders of the path may be
/// links, the file may not.
///
/// # Errors
/// A [`Refusal`] if it is a link or not a regular file; the system's error otherwise.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    let (folder, name) = folder_and_name(path)?;
    Folder::open(folder)?.handle.open_to_write(name)
}

/// Opens a file for reading and writing, and makes an empty one if none is there, less what the
/// umask takes from `mode` (Unix; on Windows it inherits the folder's access list). The folders of
/// the path may be links, the file may not. Also returns whether this call made it: only then may
/// the caller change its mode.
///
/// # Errors
/// A [`Refusal`] if it is a link or not a regular file; the system's error otherwise.
pub fn open_or_create(path: &Path, mode: u32) -> io::Result<(File, bool)> {
    let (folder, name) = folder_and_name(path)?;
    Folder::open(folder)?.open_or_create(name, mode)
}

/// The folder of a file, and its name there.
///
/// # Errors
/// A [`Refusal`] for a path that names no file.
pub fn folder_and_name(path: &Path) -> io::Result<(&Path, &Path)> {
    let name = path.file_name().ok_or(Refusal::Outside)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok((folder, Path::new(name)))
}

/// The same path without links on the way to the file; the file itself may be one. For a library
/// that opens files by name and refuses a path with links. What cannot be found stays as it is.
#[must_use]
pub fn with_links_resolved(path: &Path) -> PathBuf {
    let resolved = folder_and_name(path).and_then(|(folder, name)| {
        // On Windows nothing asks for it, and the answer is a form of path that few programs know.
        let folder = if cfg!(windows) {
            folder.to_owned()
        } else {
            folder.canonicalize()?
        };
        Ok(folder.join(name))
    });
    resolved.unwrap_or_else(|_| path.to_owned())
}

/// The path of a file beside another, whose name is that of the other with this after it.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// What the system knows of a regular file; it is not opened.
///
/// # Errors
/// A [`Refusal`] if it is a link or not a regular file; the system's error otherwise.
pub fn regular_metadata(path: &Path) -> io::Result<Metadata> {
    let found = path.symlink_metadata()?;
    let refusal = match found.file_type() {
        kind if kind.is_file() => return Ok(found),
        kind if kind.is_symlink() => Refusal::Link,
        kind if kind.is_dir() => Refusal::Folder,
        _ => Refusal::Special,
    };
    Err(refusal.into())
}

/// How many names a file has; where the system does not say so before it is opened, one.
#[must_use]
pub fn names(found: &Metadata) -> u64 {
    system::names(found)
}

/// How many names an open file has.
///
/// # Errors
/// What the system reports.
pub fn names_of(file: &File) -> io::Result<u64> {
    system::names_of(file)
}

/// Reads a file to its end, of a longer one `limit` bytes and one more, for the caller to refuse.
///
/// # Errors
/// What the system reports.
pub fn read_up_to(file: File, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a link in the last place of a path is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Follow,
    Refuse,
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a junction or another reparse point that leads elsewhere.
    Link,
    /// A pipe, a device, a socket, or of unknown type.
    Other,
}

/// A name in a folder, and what it stood for when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: OsString,
    /// What it stood for.
    pub kind: EntryKind,
}

/// The entries of a folder, each read when it is asked for.
pub type Entries = Box<dyn Iterator<Item = io::Result<Entry>>>;

/// An open folder. What is opened or made beneath it lies beneath it: every component of a path is
/// opened from the handle of the one before, and none of them is a link. The folder itself may be
/// renamed or replaced meanwhile; the handle stays with the one that was opened.
#[derive(Debug)]
pub struct Folder {
    handle: system::Handle,
    path: PathBuf,
}

impl Folder {
    /// Opens a folder that a person or the system named; links in this path are followed.
    ///
    /// # Errors
    /// What the system reports; `NotADirectory` for a file.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            handle: system::Handle::open(path)?,
            path: path.to_owned(),
        })
    }

    /// The path by which it was opened, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the system knows of it.
    ///
    /// # Errors
    /// What the system reports.
    pub fn metadata(&self) -> io::Result<Metadata> {
        self.handle.metadata()
    }

    /// Opens a folder beneath this one.
    ///
    /// # Errors
    /// A [`Refusal`] for a link on the way; the system's error otherwise.
    pub fn folder(&self, relative: &Path) -> io::Result<Self> {
        self.descend(&components(relative)?, &mut |handle, name| {
            handle.folder(name)
        })
    }

    /// Opens a folder beneath this one, and makes those on the way that are not there, with
    /// `mode` less what the umask takes (Unix).
    ///
    /// # Errors
    /// A [`Refusal`] for a link on the way; the system's error otherwise.
    pub fn create_folder(&self, relative: &Path, mode: u32) -> io::Result<Self> {
        self.descend(
            &components(relative)?,
            &mut |handle, name| match handle.folder(name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    match handle.create_folder(name, mode) {
                        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                        _ => handle.folder(name),
                    }
                }
                opened => opened,
            },
        )
    }

    fn descend(
        &self,
        components: &[&Path],
        step: &mut dyn FnMut(&system::Handle, &Path) -> io::Result<system::Handle>,
    ) -> io::Result<Self> {
        let mut folder = Self {
            handle: self.handle.try_clone()?,
            path: self.path.clone(),
        };
        for name in components {
            folder = Self {
                handle: step(&folder.handle, name)?,
                path: folder.path.join(name),
            };
        }
        Ok(folder)
    }

    /// Opens a regular file beneath this folder for reading.
    ///
    /// # Errors
    /// A [`Refusal`] for a link on the way or what is not a regular file; what the system reports
    /// otherwise.
    pub fn open_file(&self, relative: &Path) -> io::Result<File> {
        let components = components(relative)?;
        let (name, above) = components.split_last().ok_or(Refusal::Folder)?;
        let folder = self.descend(above, &mut |handle, name| handle.folder(name))?;
        folder.handle.open_file(name)
    }

    /// Opens a regular file in this folder for reading that has no other name.
    ///
    /// # Errors
    /// As [`Folder::open_file`].
    pub fn open_only_name(&self, name: &Path) -> io::Result<File> {
        let file = self.handle.open_file(one_name(name)?)?;
        if names_of(&file)? > 1 {
            return Err(Refusal::SeveralNames.into());
        }
        Ok(file)
    }

    /// As [`open_or_create`], for a name in this folder.
    ///
    /// # Errors
    /// As [`open_or_create`].
    pub fn open_or_create(&self, name: &Path, mode: u32) -> io::Result<(File, bool)> {
        let name = one_name(name)?;
        // Another process may create or delete it between two attempts, so the attempts are
        // limited.
        for _ in 0..MAX_NAMES {
            match self.handle.open_to_write(name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                opened => return opened.map(|file| (file, false)),
            }
            match self.handle.create_new(name, mode) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created.map(|file| (file, true)),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Makes a new file of this name, with `mode` less what the umask takes (Unix).
    ///
    /// # Errors
    /// `AlreadyExists` for whatever has that name, a link that leads nowhere included.
    pub fn create_new(&self, name: &Path, mode: u32) -> io::Result<File> {
        self.handle.create_new(one_name(name)?, mode)
    }

    /// Writes a new file: beside its place under a name that begins with `temp_prefix`, then moved
    /// there once it is on the disk. It is there whole or not at all, and takes no other file's
    /// place.
    ///
    /// # Errors
    /// `AlreadyExists`, what `write` returns, and what the system reports. Nothing is left then,
    /// unless only the folder could not be flushed: the file is there and whole.
    pub fn write_new(
        &self,
        name: &Path,
        temp_prefix: &str,
        mode: u32,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let name = one_name(name)?;
        let (file, temp_name) = self.create_temp(temp_prefix, mode)?;
        let written = fill(file, write).and_then(|()| self.handle.rename_new(&temp_name, name));
        if written.is_err() {
            // It stays where a disk is gone; whoever writes there next clears it away.
            let _ = self.handle.remove_file(&temp_name);
        }
        written?;
        self.handle.sync()
    }

    fn create_temp(&self, prefix: &str, mode: u32) -> io::Result<(File, PathBuf)> {
        for _ in 0..MAX_NAMES {
            let name = PathBuf::from(format!("{prefix}{}", uuid::Uuid::new_v4().simple()));
            match self.handle.create_new(&name, mode) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created.map(|file| (file, name)),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Deletes a file in this folder, or a link, but not what the link leads to.
    ///
    /// # Errors
    /// What the system reports.
    pub fn remove_file(&self, name: &Path) -> io::Result<()> {
        self.handle.remove_file(one_name(name)?)
    }

    /// Gives a file in this folder another name, whose file it replaces.
    ///
    /// # Errors
    /// What the system reports.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.handle.rename(one_name(from)?, one_name(to)?)
    }

    /// What is in this folder, each entry read when it is asked for. They are no order that means
    /// anything, and may change meanwhile.
    ///
    /// # Errors
    /// What the system reports, also for single entries.
    pub fn entries(&self) -> io::Result<Entries> {
        self.handle.entries()
    }

    /// The names in this folder.
    ///
    /// # Errors
    /// What the system reports.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        self.entries()?
            .map(|entry| entry.map(|entry| entry.name))
            .collect()
    }
}

fn fill(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffered = io::BufWriter::new(file);
    write(&mut buffered)?;
    buffered
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()
}

/// The components of a path that leads downwards only.
fn components(relative: &Path) -> io::Result<Vec<&Path>> {
    relative
        .components()
        .filter(|component| *component != Component::CurDir)
        .map(|component| match component {
            Component::Normal(name) => Ok(Path::new(name)),
            _ => Err(Refusal::Outside.into()),
        })
        .collect()
}

fn one_name(name: &Path) -> io::Result<&Path> {
    match components(name)?[..] {
        [only] => Ok(only),
        _ => Err(Refusal::Outside.into()),
    }
}

#[cfg(test)]
mod tests;
