//! Windows: every folder on the way is held open and lends nobody the right to rename or delete
//! it, so that the path to it stays the path that was checked.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use windows_sys::Win32::Foundation::{
    ERROR_INVALID_FUNCTION, ERROR_INVALID_PARAMETER, ERROR_NOT_SUPPORTED,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_ATTRIBUTE_REPARSE_POINT, FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT,
    FILE_SHARE_DELETE, FILE_SHARE_READ, FILE_SHARE_WRITE,
};

use super::{Entries, Entry, EntryKind, Links, Refusal};

/// A link is opened itself, and a folder can be opened at all, to see that it is one.
const AS_IT_IS: u32 = FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS;
/// Not `FILE_SHARE_DELETE`: what is open is neither renamed nor deleted.
const SHARE: u32 = FILE_SHARE_READ | FILE_SHARE_WRITE;
/// As the standard library opens files.
const SHARE_ALL: u32 = SHARE | FILE_SHARE_DELETE;

pub(super) fn open(path: &Path, links: Links) -> io::Result<File> {
    match links {
        Links::Follow => {
            let file = OpenOptions::new()
                .read(true)
                .custom_flags(FILE_FLAG_BACKUP_SEMANTICS)
                .open(path)?;
            check_regular(&file)?;
            Ok(file)
        }
        Links::Refuse => open_regular(path, OpenOptions::new().read(true)),
    }
}

fn open_regular(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // Others may rename or delete it meanwhile, as a pack that plays is replaced.
    let file = options.custom_flags(AS_IT_IS).open(path)?;
    let found = check_regular(&file)?;
    if found.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT == 0 {
        return Ok(file);
    }
    // No link, but a file whose bytes lie elsewhere, deduplicated or in a cloud: what it holds is
    // read by opening it the ordinary way, while a handle that lends nobody the right to rename it
    // keeps it in its place.
    let kept = options.share_mode(SHARE).open(path)?;
    check_regular(&kept)?;
    let file = options.share_mode(SHARE_ALL).custom_flags(0).open(path)?;
    check_regular(&file)?;
    Ok(file)
}

/// A pipe or a device has no facts of a file.
fn check_regular(file: &File) -> io::Result<Metadata> {
    let found = file.metadata().map_err(|error| {
        let code = error.raw_os_error().map(i32::cast_unsigned);
        match code {
            Some(ERROR_INVALID_FUNCTION | ERROR_NOT_SUPPORTED | ERROR_INVALID_PARAMETER) => {
                Refusal::Special.into()
            }
            _ => error,
        }
    })?;
    check(&found)?;
    if found.is_dir() {
        return Err(Refusal::Folder.into());
    }
    Ok(found)
}

/// Links and junctions are both called symbolic links by the standard library.
fn check(found: &Metadata) -> io::Result<()> {
    if found.file_type().is_symlink() {
        return Err(Refusal::Link.into());
    }
    Ok(())
}

/// Windows says so of an open file only.
pub(super) fn names(_found: &Metadata) -> u64 {
    1
}

pub(super) fn names_of(file: &File) -> io::Result<u64> {
    super::names::of(file)
}

/// An open folder.
#[derive(Debug)]
pub(super) struct Handle {
    /// The folder and those on the way to it, from the one that was named.
    held: Vec<Arc<File>>,
    path: PathBuf,
}

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        // Made absolute, as the program's working folder may change.
        Ok(Self {
            held: vec![Arc::new(open_folder(path, FILE_FLAG_BACKUP_SEMANTICS)?)],
            path: std::path::absolute(path)?,
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
    pub(super) fn try_clone(&self) -> io::Result<Self> {
        Ok(Self {
            held: self.held.clone(),
            path: self.path.clone(),
        })
    }

    pub(super) fn metadata(&self) -> io::Result<Metadata> {
        fs::metadata(&self.path)
    }

    pub(super) fn folder(&self, name: &Path) -> io::Result<Self> {
        let path = self.path.join(name);
        let folder = open_folder(&path, AS_IT_IS)?;
        let mut held = self.held.clone();
        held.push(Arc::new(folder));
        Ok(Self { held, path })
    }

    pub(super) fn create_folder(&self, name: &Path, _mode: u32) -> io::Result<()> {
        fs::create_dir(self.path.join(name))
    }

    pub(super) fn open_file(&self, name: &Path) -> io::Result<File> {
        open_regular(&self.path.join(name), OpenOptions::new().read(true))
    }

    pub(super) fn open_to_write(&self, name: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        open_regular(&self.path.join(name), options.read(true).write(true))
    }

    pub(super) fn create_new(&self, name: &Path, _mode: u32) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(self.path.join(name))
    }

    pub(super) fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        tempfile::TempPath::try_from_path(self.path.join(from))?
            .persist_noclobber(self.path.join(to))
            .map_err(|refused| refused.error)
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    pub(super) fn remove_file(&self, name: &Path) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        super::sync_folder(&self.path)
    }

    /// The folder is held as long as its entries are read.
    pub(super) fn entries(&self) -> io::Result<Entries> {
        let held = self.held.clone();
        Ok(Box::new(fs::read_dir(&self.path)?.map(move |entry| {
            let _held = &held;
            let entry = entry?;
            let kind = entry.file_type().map_or(EntryKind::Other, |kind| {
                if kind.is_symlink() {
                    EntryKind::Link
                } else if kind.is_dir() {
                    EntryKind::Folder
                } else if kind.is_file() {
                    EntryKind::File
                } else {
                    EntryKind::Other
                }
            });
            Ok(Entry {
                name: entry.file_name(),
                kind,
            })
        })))
    }
}

fn open_folder(path: &Path, flags: u32) -> io::Result<File> {
    let folder = OpenOptions::new()
        .read(true)
        .share_mode(SHARE)
        .custom_flags(flags)
        .open(path)?;
    let found = folder.metadata()?;
    check(&found)?;
    if found.is_dir() {
        Ok(folder)
    } else {
        Err(io::ErrorKind::NotADirectory.into())
    }
}
