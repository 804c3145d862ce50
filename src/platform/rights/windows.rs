//! Windows: access lists.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Security::{
    CheckTokenMembership, CreateWellKnownSid, PSID, WinBuiltinAdministratorsSid,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_BACKUP_SEMANTICS, READ_CONTROL, WRITE_DAC,
};

use super::{Others, windows_others};
use crate::platform::access_list;
use crate::platform::files::{Folder, Refusal, folder_and_name, names_of, regular_metadata};

/// `SECURITY_MAX_SID_SIZE`.
const MAX_SID_BYTES: usize = 68;

pub(super) fn others(folder: &Path) -> io::Result<Others> {
    let file = OpenOptions::new()
        .access_mode(READ_CONTROL)
        .custom_flags(FILE_FLAG_BACKUP_SEMANTICS)
        .open(folder)?;
    let found = access_list::read(&file)?;
    Ok(windows_others(&found.owner, found.entries.as_deref()))
}

pub(super) fn is_administrator() -> bool {
    let mut sid = [0_u64; MAX_SID_BYTES.div_ceil(8)];
    let mut bytes = u32::try_from(size_of_val(&sid)).unwrap_or(0);
    let place: PSID = sid.as_mut_ptr().cast();
    let mut is_member = 0;
    // SAFETY: the place has room for any SID, and all of it outlives the calls. Without a token
    // that of this process is asked, elevated or not.
    unsafe {
        CreateWellKnownSid(
            WinBuiltinAdministratorsSid,
            ptr::null_mut(),
            place,
            &raw mut bytes,
        ) != 0
            && CheckTokenMembership(ptr::null_mut(), place, &raw mut is_member) != 0
            && is_member != 0
    }
}

pub(super) fn is_of_others(file: &Path) -> bool {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    others(folder.unwrap_or(Path::new("."))).is_ok_and(|others| others.may_write)
}

pub(super) fn may_write(file: &Path) -> bool {
    match OpenOptions::new().read(true).write(true).open(file) {
        Err(error) => error.kind() != io::ErrorKind::PermissionDenied,
        Ok(_) => true,
    }
}

/// Whoever has the file open when its list changes keeps it open.
pub(super) fn open_for_writers(folder: &Folder, name: &Path) -> io::Result<File> {
    let (file, _) = folder.open_or_create(name, 0o600)?;
    if names_of(&file)? > 1 {
        return Err(Refusal::SeveralNames.into());
    }
    if others(folder.path())?.may_only_read {
        // Who may not change the list of a file that is there may not open it to others either.
        let _ = keep_from_others(&folder.path().join(name));
    }
    Ok(file)
}

pub(super) fn create_for_writers(folder: &Folder, name: &Path) -> io::Result<File> {
    let file = folder.create_new(name, 0o600)?;
    if others(folder.path())?.may_only_read {
        keep_from_others(&folder.path().join(name))?;
    }
    Ok(file)
}

fn keep_from_others(file: &Path) -> io::Result<()> {
    let file = access_list::open(file, WRITE_DAC)?;
    access_list::set_list(&file, access_list::FOR_ADMINISTRATORS)
}

/// It inherits the list of its folder.
pub(super) fn allow_reading(_file: &File) {}

/// The list of the file is set whenever it is opened.
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
pub(super) fn is_open_to_others(_folder: &Folder, _file: &File) -> io::Result<bool> {
    Ok(false)
}

pub(super) fn is_named_open_to_others(file: &Path) -> io::Result<bool> {
    regular_metadata(file)?;
    let (folder, _) = folder_and_name(file)?;
    let of_file = others(file)?;
    Ok(others(folder)?.may_only_read && (of_file.may_only_read || of_file.may_write))
}

pub(super) fn take_from_others(file: &Path) -> io::Result<bool> {
    keep_from_others(file)?;
    Ok(true)
}
