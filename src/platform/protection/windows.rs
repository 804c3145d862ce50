//! Windows: owner and access list, set through handles.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::fs::{self, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::ERROR_SHARING_VIOLATION;
use windows_sys::Win32::Security::{
    AdjustTokenPrivileges, LUID_AND_ATTRIBUTES, LookupPrivilegeValueW, SE_PRIVILEGE_ENABLED,
    SE_RESTORE_NAME, SE_TAKE_OWNERSHIP_NAME, TOKEN_ADJUST_PRIVILEGES, TOKEN_PRIVILEGES,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_OPEN_REPARSE_POINT, READ_CONTROL, WRITE_DAC, WRITE_OWNER,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

use super::{
    Access, Party, ProtectError, Special, judge, visit, windows_access, windows_access_above,
};
use crate::platform::access_list::{account_name, open, read, set, set_list};

/// Administrators and the system do everything, users read.
const FOLDER: &str = "O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)";
const FILE: &str = "O:BAD:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;0x1200a9;;;BU)";
const PRIVATE_FILE: &str = "O:BAD:P(A;;FA;;;BA)(A;;FA;;;SY)";
/// Users also write, make and delete files.
const SHARED_FOLDER: &str = "O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;BU)";
const SHARED_FILE: &str = "D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;0x1301bf;;;BU)";

/// Nothing for a link.
pub(super) fn access(path: &Path) -> io::Result<Option<Access>> {
    let file = open(path, READ_CONTROL)?;
    if file.metadata()?.file_type().is_symlink() {
        return Ok(None);
    }
    let found = read(&file)?;
    let entries = found.entries.as_deref();
    Ok(Some(windows_access(&found.owner, entries, &name_of)))
}

/// Of a folder above another.
pub(super) fn access_above(path: &Path) -> io::Result<Access> {
    let found = read(&open(path, READ_CONTROL)?)?;
    let entries = found.entries.as_deref();
    Ok(windows_access_above(&found.owner, entries, &name_of))
}

/// The account's name, or the SID where Windows knows none.
fn name_of(sid: &str) -> String {
    account_name(sid).unwrap_or_else(|| sid.to_owned())
}

/// Windows has no group that owns a folder.
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
pub(super) fn writing_group(_folder: &Path) -> io::Result<Option<u32>> {
    Ok(None)
}

pub(super) fn create_shared_folder(folder: &Path, _group: Option<u32>) -> io::Result<()> {
    fs::create_dir(folder)?;
    set(&open(folder, WRITE_DAC | WRITE_OWNER)?, SHARED_FOLDER)
}

pub(super) fn take_shared_folder(folder: &Path, _group: Option<u32>) -> Result<bool, ProtectError> {
    let failed = |error| ProtectError::io(folder, error);
    enable_privileges().map_err(failed)?;
    let opened = open(folder, READ_CONTROL | WRITE_DAC | WRITE_OWNER).map_err(failed)?;
    if !opened.metadata().map_err(failed)?.is_dir() {
        return Err(ProtectError::NotOrdinary {
            path: folder.to_owned(),
        });
    }
    match access(folder).map_err(failed)? {
        Some(found) if found.owner == Party::Administrators => Ok(false),
        _ => set(&opened, SHARED_FOLDER).map(|()| true).map_err(failed),
    }
}

pub(super) fn share_file(file: &Path, _group: Option<u32>) -> Result<(), ProtectError> {
    let failed = |error| ProtectError::io(file, error);
    let opened = open(file, READ_CONTROL | WRITE_DAC).map_err(failed)?;
    let kind = opened.metadata().map_err(failed)?.file_type();
    if !kind.is_file() {
        return Err(ProtectError::NotOrdinary {
            path: file.to_owned(),
        });
    }
    set_list(&opened, SHARED_FILE).map_err(failed)
}

pub(super) fn protect(folder: &Path, special: Special<'_>) -> Result<(), ProtectError> {
    let failed = |error| ProtectError::io(folder, error);
    enable_privileges().map_err(failed)?;
    let mut result = Ok(());
    visit(folder, special.except, &mut |path| {
        result = protect_one(path, special);
        Ok(result.is_ok())
    })
    .map_err(failed)?;
    result
}

fn protect_one(path: &Path, special: Special<'_>) -> Result<(), ProtectError> {
    let failed = |error: io::Error| match error.raw_os_error().map(i32::cast_unsigned) {
        Some(ERROR_SHARING_VIOLATION) => ProtectError::InUse {
            path: path.to_owned(),
        },
        _ => ProtectError::io(path, error),
    };
    let opened = open(path, READ_CONTROL | WRITE_DAC | WRITE_OWNER).map_err(failed)?;
    let found = opened.metadata().map_err(failed)?;
    if found.file_type().is_symlink() {
        return Err(ProtectError::NotOrdinary {
            path: path.to_owned(),
        });
    }
    if found.is_dir() {
        return set(&opened, FOLDER).map_err(failed);
    }
    let is_exposed = |access: Access| judge(&access).is_some();
    if !access(path).map_err(failed)?.is_some_and(is_exposed) {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default();
    let is_one_of = |names: &[&str]| names.iter().any(|other| name == *other);
    let rights = if is_one_of(special.private) {
        PRIVATE_FILE
    } else {
        FILE
    };
    set(&opened, rights).map_err(failed)?;
    drop(opened);
    if is_one_of(special.renew) {
        check_unshared(path).map_err(failed)?;
    }
    Ok(())
}

/// Whoever has a file open keeps the rights with which it was opened; a file that nobody shares for
/// writing is open nowhere for it.
fn check_unshared(path: &Path) -> io::Result<()> {
    const NOT_SHARED: u32 = 0;
    let alone = OpenOptions::new()
        .read(true)
        .share_mode(NOT_SHARED)
        .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT)
        .open(path)?;
    drop(alone);
    Ok(())
}

/// What an administrator may do but does not by default: take ownership, and give it to the group
/// Administrators.
fn enable_privileges() -> io::Result<()> {
    let mut token = ptr::null_mut();
    // SAFETY: the pseudo handle of this process is always valid; `token` outlives the call.
    let opened =
        unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &raw mut token) };
    if opened == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle was just made and nobody else has it.
    let token = unsafe { OwnedHandle::from_raw_handle(token) };
    for name in [SE_TAKE_OWNERSHIP_NAME, SE_RESTORE_NAME] {
        let mut privileges = TOKEN_PRIVILEGES {
            PrivilegeCount: 1,
            Privileges: [LUID_AND_ATTRIBUTES {
                Attributes: SE_PRIVILEGE_ENABLED,
                ..LUID_AND_ATTRIBUTES::default()
            }],
        };
        let [privilege] = &mut privileges.Privileges;
        // SAFETY: names are those of Windows; pointers are to variables that outlive the calls.
        // A privilege that the token lacks stays off, which the next call then reports.
        let adjusted = unsafe {
            LookupPrivilegeValueW(ptr::null(), name, &raw mut privilege.Luid) != 0
                && AdjustTokenPrivileges(
                    token.as_raw_handle(),
                    0,
                    &raw const privileges,
                    0,
                    ptr::null_mut(),
                    ptr::null_mut(),
                ) != 0
        };
        if !adjusted {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}
