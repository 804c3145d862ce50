//! Unix: owner, group and mode, set through handles.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{self, AtFlags, CWD, Dir, FileType, Gid, Mode, OFlags, Stat, Uid};
use rustix::io::Errno;

#[cfg(target_os = "linux")]
use super::default_list_exposes;
use super::{
    Access, ExposureFinding, Id, MAX_DEPTH, MAX_NAMES, Party, ProtectError, Special, judge,
    unix_access, unix_access_above,
};

/// Everybody reads and enters, the owner writes.
const FOLDER_MODE: u32 = 0o755;
/// Everybody reads, the owner writes.
const FILE_MODE: u32 = 0o644;
/// The owner reads and writes.
const PRIVATE_FILE_MODE: u32 = 0o600;
/// Of a folder, for what is made within.
#[cfg(target_os = "linux")]
const DEFAULT_LIST: &str = "system.posix_acl_default";
/// How often a file is copied anew that was written meanwhile.
const ATTEMPTS: usize = 20;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(100);
/// A file that is replaced by its copy is no longer than this.
const MAX_COPIED_BYTES: u64 = 1 << 30;

/// Nothing for a link.
pub(super) fn access(path: &Path) -> io::Result<Option<Access>> {
    let found = fs::lstat(path)?;
    if FileType::from_raw_mode(found.st_mode) == FileType::Symlink {
        return Ok(None);
    }
    let mut access = access_of(&found);
    let is_folder = FileType::from_raw_mode(found.st_mode) == FileType::Directory;
    if is_folder && hands_down_writing(path) {
        let named = "whoever its default access list names".to_owned();
        access.writers.push(Party::Other(named));
    }
    Ok(Some(access))
}

/// Of a folder above another.
pub(super) fn access_above(path: &Path) -> io::Result<Access> {
    let found = fs::lstat(path)?;
    let mode = Mode::from_raw_mode(found.st_mode).bits();
    Ok(unix_access_above(
        found.st_uid,
        found.st_gid,
        mode,
        &name_of,
    ))
}

/// The default access list of a folder counts for what is made within (acl(5)).
#[cfg(target_os = "linux")]
fn hands_down_writing(folder: &Path) -> bool {
    let mut list = [0; 4096];
    match fs::lgetxattr(folder, DEFAULT_LIST, &mut list) {
        Ok(length) => default_list_exposes(list.get(..length).unwrap_or_default()),
        Err(Errno::RANGE) => true,
        // None, or a file system without such lists.
        Err(_) => false,
    }
}

/// Elsewhere such lists are other ones, or none.
#[cfg(not(target_os = "linux"))]
fn hands_down_writing(_folder: &Path) -> bool {
    false
}

fn access_of(found: &Stat) -> Access {
    let mode = Mode::from_raw_mode(found.st_mode).bits();
    unix_access(found.st_uid, found.st_gid, mode, &name_of)
}

fn exposure(found: &Stat) -> Option<ExposureFinding> {
    judge(&access_of(found))
}

fn is_one_of(name: &Path, names: &[&str]) -> bool {
    names.iter().any(|other| name == Path::new(other))
}

/// The name, where the PC's own lists have it.
fn name_of(id: Id) -> String {
    let (list, id, what) = match id {
        Id::User(id) => ("/etc/passwd", id, "user"),
        Id::Group(id) => ("/etc/group", id, "group"),
    };
    let list = std::fs::read_to_string(list).unwrap_or_default();
    let named = list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(id)).then(|| name.to_owned())
    });
    format!("{what} {}", named.unwrap_or_else(|| id.to_string()))
}

pub(super) fn writing_group(folder: &Path) -> io::Result<Option<u32>> {
    let found = fs::stat(folder)?;
    let mode = Mode::from_raw_mode(found.st_mode);
    let group_alone = mode.contains(Mode::WGRP) && !mode.contains(Mode::WOTH);
    Ok((group_alone && found.st_gid != 0).then_some(found.st_gid))
}

pub(super) fn create_shared_folder(folder: &Path, group: Option<u32>) -> io::Result<()> {
    // Nobody enters before it is complete.
    fs::mkdir(folder, Mode::empty())?;
    let made = fs::openat(CWD, folder, folder_flags(), Mode::empty())?;
    let rights = match group {
        Some(_) => 0o2770,
        None => 0o777,
    };
    fs::fchown(
        &made,
        Some(Uid::ROOT),
        Some(group.map_or(Gid::ROOT, Gid::from_raw)),
    )?;
    Ok(fs::fchmod(&made, Mode::from_raw_mode(rights))?)
}

pub(super) fn take_shared_folder(folder: &Path, group: Option<u32>) -> Result<bool, ProtectError> {
    let failed = |error: Errno| ProtectError::io(folder, error.into());
    let opened = fs::openat(CWD, folder, folder_flags(), Mode::empty());
    let opened = opened.map_err(|error| refused(folder, error))?;
    let found = fs::fstat(&opened).map_err(failed)?;
    if found.st_uid == 0 {
        return Ok(false);
    }
    let (group, rights) = match group {
        Some(group) => (Gid::from_raw(group), 0o2770),
        None => (Gid::ROOT, 0o777),
    };
    fs::fchown(&opened, Some(Uid::ROOT), Some(group)).map_err(failed)?;
    remove_lists(opened.as_fd());
    fs::fchmod(&opened, Mode::from_raw_mode(rights)).map_err(failed)?;
    Ok(true)
}

pub(super) fn share_file(file: &Path, group: Option<u32>) -> Result<(), ProtectError> {
    let failed = |error: Errno| ProtectError::io(file, error.into());
    let opened = fs::openat(CWD, file, file_flags(), Mode::empty());
    let opened = opened.map_err(|error| refused(file, error))?;
    if !is_ordinary(&fs::fstat(&opened).map_err(failed)?) {
        return Err(ProtectError::NotOrdinary {
            path: file.to_owned(),
        });
    }
    let mode = match group {
        Some(_) => 0o660,
        None => 0o666,
    };
    fs::fchown(&opened, None, group.map(Gid::from_raw)).map_err(failed)?;
    fs::fchmod(&opened, Mode::from_raw_mode(mode)).map_err(failed)
}

/// A regular file with one name. One with a second name may be anybody's.
fn is_ordinary(found: &Stat) -> bool {
    FileType::from_raw_mode(found.st_mode) == FileType::RegularFile && found.st_nlink == 1
}

/// A pipe in the place of a file does not make this wait.
fn file_flags() -> OFlags {
    OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC
}

pub(super) fn protect(folder: &Path, special: Special<'_>) -> Result<(), ProtectError> {
    let opened = fs::openat(CWD, folder, folder_flags(), Mode::empty());
    let opened = opened.map_err(|error| refused(folder, error))?;
    let mut protecting = Protecting { special, names: 0 };
    protecting.folder(&opened, folder, 0)
}

fn folder_flags() -> OFlags {
    OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC
}

fn refused(path: &Path, error: Errno) -> ProtectError {
    match error {
        Errno::LOOP | Errno::MLINK | Errno::NOTDIR | Errno::NXIO => ProtectError::NotOrdinary {
            path: path.to_owned(),
        },
        error => ProtectError::io(path, error.into()),
    }
}

struct Protecting<'a> {
    special: Special<'a>,
    names: usize,
}

impl Protecting<'_> {
    /// The folder first: from then on nobody else adds or replaces anything in it.
    fn folder(&mut self, folder: &OwnedFd, path: &Path, depth: usize) -> Result<(), ProtectError> {
        let failed = |error: Errno| ProtectError::io(path, error.into());
        own(folder.as_fd(), FOLDER_MODE).map_err(failed)?;
        for entry in Dir::read_from(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let bytes = entry.file_name().to_bytes();
            let name = Path::new(std::ffi::OsStr::from_bytes(bytes));
            let excepted = depth == 0 && is_one_of(name, self.special.except);
            if bytes == b"." || bytes == b".." || excepted {
                continue;
            }
            self.names += 1;
            if self.names > MAX_NAMES || depth > MAX_DEPTH {
                let error = io::Error::other("the folder holds too many files or folders");
                return Err(ProtectError::io(path, error));
            }
            let below = path.join(name);
            let found = fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)
                .map_err(|error| ProtectError::io(&below, error.into()))?;
            match FileType::from_raw_mode(found.st_mode) {
                FileType::Directory => {
                    let opened = fs::openat(folder, name, folder_flags(), Mode::empty())
                        .map_err(|error| refused(&below, error))?;
                    self.folder(&opened, &below, depth + 1)?;
                }
                FileType::RegularFile => self.file(folder.as_fd(), name, &below)?,
                _ => return Err(ProtectError::NotOrdinary { path: below }),
            }
        }
        Ok(())
    }

    fn file(&self, folder: BorrowedFd<'_>, name: &Path, path: &Path) -> Result<(), ProtectError> {
        let failed = |error: io::Error| ProtectError::io(path, error);
        for _ in 0..ATTEMPTS {
            let opened = fs::openat(folder, name, file_flags(), Mode::empty())
                .map_err(|error| refused(path, error))?;
            let before = fs::fstat(&opened).map_err(|error| failed(error.into()))?;
            if !is_ordinary(&before) {
                return Err(ProtectError::NotOrdinary {
                    path: path.to_owned(),
                });
            }
            if exposure(&before).is_none() {
                return Ok(());
            }
            let mode = if is_one_of(name, self.special.private) {
                PRIVATE_FILE_MODE
            } else {
                FILE_MODE
            };
            if !is_one_of(name, self.special.renew) {
                return own(opened.as_fd(), mode).map_err(|error| failed(error.into()));
            }
            if renew(folder, name, opened, &before, mode).map_err(failed)? {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
        Err(ProtectError::InUse {
            path: path.to_owned(),
        })
    }
}

/// Takes ownership first: what its former owner would change with the mode is over then. Whoever
/// set a file's mode may have set the bit that runs it as its owner; that goes too.
fn own(file: BorrowedFd<'_>, mode: u32) -> rustix::io::Result<()> {
    fs::fchown(file, Some(Uid::ROOT), Some(Gid::ROOT))?;
    remove_lists(file);
    fs::fchmod(file, Mode::from_raw_mode(mode))
}

/// Takes away what access lists give beside the mode. Most files have none.
fn remove_lists(file: BorrowedFd<'_>) {
    #[cfg(target_os = "linux")]
    for list in [DEFAULT_LIST, "system.posix_acl_access"] {
        let _ = fs::fremovexattr(file, list);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

/// Puts a copy in the place of a file. Returns whether nobody wrote to it meanwhile.
fn renew(
    folder: BorrowedFd<'_>,
    name: &Path,
    opened: OwnedFd,
    before: &Stat,
    mode: u32,
) -> io::Result<bool> {
    let temp = format!(".muster-protect-{}", uuid::Uuid::new_v4().simple());
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let copy = fs::openat(folder, temp.as_str(), flags, Mode::from_raw_mode(0o600))?;
    let copied = fill(&File::from(opened), File::from(copy), before, mode);
    let renamed = match copied {
        Ok(true) => fs::renameat(folder, temp.as_str(), folder, name).map_err(io::Error::from),
        _ => Ok(()),
    };
    let unchanged = *copied.as_ref().unwrap_or(&false);
    if !unchanged || renamed.is_err() {
        // It may not be there any more.
        let _ = fs::unlinkat(folder, temp.as_str(), AtFlags::empty());
    }
    renamed?;
    copied
}

fn fill(from: &File, mut copy: File, before: &Stat, mode: u32) -> io::Result<bool> {
    let mut limited = from.take(MAX_COPIED_BYTES + 1);
    let written = io::copy(&mut limited, &mut copy)?;
    if written > MAX_COPIED_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    copy.flush()?;
    own(copy.as_fd(), mode)?;
    copy.sync_all()?;
    let after = fs::fstat(from)?;
    let state = |s: &Stat| (s.st_size, s.st_mtime, s.st_mtime_nsec);
    Ok(state(before) == state(&after))
}
