//! Unix: `openat` and its kin, each name from the handle of its folder.

use std::fs::{File, Metadata};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{self, AtFlags, CWD, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::{Entries, Entry, EntryKind, Links, Refusal};

/// For folders; a file in its place is `ENOTDIR`.
const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);
/// A pipe that takes the place of a file after the look at it does not make this wait, and a
/// terminal does not become this program's own.
const FILE: OFlags = OFlags::NONBLOCK
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

pub(super) fn open(path: &Path, links: Links) -> io::Result<File> {
    open_regular(CWD, path, OFlags::RDONLY, links)
}

/// Looks before it opens: opening a device may already do something.
fn open_regular(
    folder: BorrowedFd<'_>,
    name: &Path,
    access: OFlags,
    links: Links,
) -> io::Result<File> {
    let (at, no_follow) = match links {
        Links::Follow => (AtFlags::empty(), OFlags::empty()),
        Links::Refuse => (AtFlags::SYMLINK_NOFOLLOW, OFlags::NOFOLLOW),
    };
    check_regular(&fs::statat(folder, name, at)?)?;
    let opened = fs::openat(folder, name, access | no_follow | FILE, Mode::empty());
    let file = opened.map_err(link_refused)?;
    check_regular(&fs::fstat(&file)?)?;
    Ok(File::from(file))
}

fn check_regular(found: &fs::Stat) -> io::Result<()> {
    match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => Ok(()),
        FileType::Symlink => Err(Refusal::Link.into()),
        FileType::Directory => Err(Refusal::Folder.into()),
        _ => Err(Refusal::Special.into()),
    }
}

/// A link that must not be followed is `ELOOP`, on BSD also `EMLINK`.
fn link_refused(error: Errno) -> io::Error {
    match error {
        Errno::LOOP | Errno::MLINK => Refusal::Link.into(),
        error => error.into(),
    }
}

pub(super) fn names(found: &Metadata) -> u64 {
    found.nlink()
}

pub(super) fn names_of(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.nlink())
}

/// An open folder.
#[derive(Debug)]
pub(super) struct Handle(OwnedFd);

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(fs::openat(CWD, path, FOLDER, Mode::empty())?))
    }

    pub(super) fn try_clone(&self) -> io::Result<Self> {
        self.0.try_clone().map(Self)
    }

    pub(super) fn metadata(&self) -> io::Result<Metadata> {
        File::from(self.0.try_clone()?).metadata()
    }

    /// Opening a link as a folder without following it is `ENOTDIR` on Linux.
    pub(super) fn folder(&self, name: &Path) -> io::Result<Self> {
        let flags = FOLDER | OFlags::NOFOLLOW;
        match fs::openat(&self.0, name, flags, Mode::empty()) {
            Ok(folder) => Ok(Self(folder)),
            Err(error @ (Errno::NOTDIR | Errno::LOOP | Errno::MLINK)) => {
                let found = fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
                match FileType::from_raw_mode(found.st_mode) {
                    FileType::Symlink => Err(Refusal::Link.into()),
                    _ => Err(error.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn create_folder(&self, name: &Path, mode: u32) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, name, Mode::from_raw_mode(mode))?)
    }

    pub(super) fn open_file(&self, name: &Path) -> io::Result<File> {
        open_regular(self.0.as_fd(), name, OFlags::RDONLY, Links::Refuse)
    }

    pub(super) fn open_to_write(&self, name: &Path) -> io::Result<File> {
        open_regular(self.0.as_fd(), name, OFlags::RDWR, Links::Refuse)
    }

    pub(super) fn create_new(&self, name: &Path, mode: u32) -> io::Result<File> {
        let flags =
            OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = fs::openat(&self.0, name, flags, Mode::from_raw_mode(mode))?;
        Ok(File::from(file))
    }

    /// Takes no other's place where the system can promise that. Sticks' file systems may not
    /// know such a rename, nor hard links.
    pub(super) fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        match fs::renameat_with(&self.0, from, &self.0, to, fs::RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            renamed => return Ok(renamed?),
        }
        match fs::statat(&self.0, to, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => Ok(fs::renameat(&self.0, from, &self.0, to)?),
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Ok(fs::renameat(&self.0, from, &self.0, to)?)
    }

    pub(super) fn remove_file(&self, name: &Path) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(fs::fsync(&self.0)?)
    }

    pub(super) fn entries(&self) -> io::Result<Entries> {
        let listing = fs::Dir::read_from(&self.0)?;
        let folder = self.0.try_clone()?;
        let is_own = |entry: &rustix::io::Result<fs::DirEntry>| {
            let Ok(entry) = entry else { return false };
            matches!(entry.file_name().to_bytes(), b"." | b"..")
        };
        let entries = listing.filter(move |entry| !is_own(entry));
        Ok(Box::new(entries.map(move |entry| {
            let entry = entry?;
            let kind = match entry.file_type() {
                // Not every file system says it in the listing.
                FileType::Unknown => {
                    let at = AtFlags::SYMLINK_NOFOLLOW;
                    let found = fs::statat(&folder, entry.file_name(), at);
                    found.map_or(FileType::Unknown, |found| {
                        FileType::from_raw_mode(found.st_mode)
                    })
                }
                kind => kind,
            };
            Ok(Entry {
                name: std::ffi::OsStr::from_bytes(entry.file_name().to_bytes()).to_owned(),
                kind: match kind {
                    FileType::RegularFile => EntryKind::File,
                    FileType::Directory => EntryKind::Folder,
                    FileType::Symlink => EntryKind::Link,
                    _ => EntryKind::Other,
                },
            })
        })))
    }
}
