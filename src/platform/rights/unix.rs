//! Unix: modes. With an access list the bits of the group are the most that the list grants.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{Access, AtFlags, CWD};

use super::Others;
use crate::platform::files::{Folder, Refusal, folder_and_name, names_of, regular_metadata};

const READ_WRITE: u32 = 0o600;
const FOR_READERS: u32 = 0o644;
const GROUP_WRITES: u32 = 0o020;
const ALL_WRITE: u32 = 0o002;
const GROUP_ENTERS: u32 = 0o010;
const ALL_ENTER: u32 = 0o001;
const OTHERS_USE: u32 = 0o066;

pub(super) fn others(folder: &Path) -> io::Result<Others> {
    let mode = folder.metadata()?.mode();
    let absolute = std::path::absolute(folder)?;
    let enter = |above: &Path| {
        let found = above.metadata();
        found.is_ok_and(|found| found.mode() & (GROUP_ENTERS | ALL_ENTER) != 0)
    };
    let only_read = |enters, writes| mode & (enters | writes) == enters;
    Ok(Others {
        may_only_read: (only_read(GROUP_ENTERS, GROUP_WRITES) || only_read(ALL_ENTER, ALL_WRITE))
            && absolute.ancestors().all(enter),
        may_write: mode & (GROUP_WRITES | ALL_WRITE) != 0,
    })
}

pub(super) fn is_administrator() -> bool {
    rustix::process::geteuid().is_root()
}

pub(super) fn is_of_others(file: &Path) -> bool {
    let user = rustix::process::geteuid().as_raw();
    let folder = folder_and_name(file).and_then(|(folder, _)| folder.metadata());
    folder.is_ok_and(|found| found.uid() != user || found.mode() & (GROUP_WRITES | ALL_WRITE) != 0)
        || file
            .symlink_metadata()
            .is_ok_and(|found| found.uid() != user)
}

pub(super) fn may_write(file: &Path) -> bool {
    let access = Access::READ_OK | Access::WRITE_OK;
    let asked = rustix::fs::accessat(CWD, file, access, AtFlags::EACCESS);
    matches!(asked, Ok(()) | Err(rustix::io::Errno::NOENT))
}

pub(super) fn open_for_writers(folder: &Folder, name: &Path) -> io::Result<File> {
    let mode = writers(&folder.metadata()?);
    let (file, is_new) = folder.open_or_create(name, mode)?;
    if is_new {
        set_mode(&file, mode);
    }
    // None: it was replaced meanwhile.
    if names_of(&file)? > 1 {
        return Err(Refusal::SeveralNames.into());
    }
    Ok(file)
}

pub(super) fn create_for_writers(folder: &Folder, name: &Path) -> io::Result<File> {
    let mode = writers(&folder.metadata()?);
    let file = folder.create_new(name, mode)?;
    set_mode(&file, mode);
    Ok(file)
}

pub(super) fn allow_reading(file: &File) {
    set_mode(file, FOR_READERS);
}

/// Of a file that was just made, from which the umask may have taken something. A file system
/// without modes, as a stick's, refuses; there everybody may do the same anyway.
fn set_mode(file: &File, mode: u32) {
    let _ = file.set_permissions(Permissions::from_mode(mode));
}

pub(super) fn is_open_to_others(folder: &Folder, file: &File) -> io::Result<bool> {
    Ok(is_wider(&file.metadata()?, &folder.metadata()?))
}

pub(super) fn is_named_open_to_others(file: &Path) -> io::Result<bool> {
    let (folder, _) = folder_and_name(file)?;
    Ok(is_wider(&regular_metadata(file)?, &folder.metadata()?))
}

/// Whoever has it open keeps it open.
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
pub(super) fn take_from_others(_file: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The mode of a file for those who may write in its folder.
fn writers(folder: &Metadata) -> u32 {
    let grant = |may: u32, bits: u32| if folder.mode() & may == 0 { 0 } else { bits };
    READ_WRITE | grant(GROUP_WRITES, 0o060) | grant(ALL_WRITE, 0o006)
}

/// What belongs to somebody else is theirs to close, unless an administrator keeps the folder.
fn is_wider(file: &Metadata, folder: &Metadata) -> bool {
    let user = rustix::process::geteuid().as_raw();
    let ours = user == file.uid() || user == 0 && folder.uid() == 0;
    ours && file.mode() & OTHERS_USE & !writers(folder) != 0
}
