//! Windows: owner and access list, read and set through handles.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::{ERROR_SHARING_VIOLATION, ERROR_SUCCESS, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW, GetSecurityInfo,
    SDDL_REVISION_1, SE_FILE_OBJECT, SetSecurityInfo,
};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACE_HEADER, ACL, AdjustTokenPrivileges, DACL_SECURITY_INFORMATION, GetAce,
    GetSecurityDescriptorDacl, GetSecurityDescriptorOwner, INHERIT_ONLY_ACE, LUID_AND_ATTRIBUTES,
    LookupAccountSidW, LookupPrivilegeValueW, OWNER_SECURITY_INFORMATION,
    PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID, SE_PRIVILEGE_ENABLED,
    SE_RESTORE_NAME, SE_TAKE_OWNERSHIP_NAME, TOKEN_ADJUST_PRIVILEGES, TOKEN_PRIVILEGES,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, READ_CONTROL, WRITE_DAC, WRITE_OWNER,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};
use windows_sys::core::{PCWSTR, w};

use super::{Access, Entry, Party, ProtectError, Special, judge, visit, windows_access};

/// `ACCESS_ALLOWED_ACE_TYPE` and the same with a condition (winnt.h): mask, then the SID.
const ALLOWED: [u8; 2] = [0, 9];
/// The same with types of objects before the SID: not used for files, and counted as granting.
const ALLOWED_OBJECT: [u8; 2] = [5, 11];
/// Administrators and the system do everything, users read.
const FOLDER: PCWSTR = w!("O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)");
const FILE: PCWSTR = w!("O:BAD:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;0x1200a9;;;BU)");
const PRIVATE_FILE: PCWSTR = w!("O:BAD:P(A;;FA;;;BA)(A;;FA;;;SY)");
/// Users also write, make and delete files.
const SHARED_FOLDER: PCWSTR = w!("O:BAD:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;BU)");

const SHARED_FILE: PCWSTR = w!("D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;0x1301bf;;;BU)");

/// Nothing for a link.
pub(super) fn access(path: &Path) -> io::Result<Option<Access>> {
    let file = open(path, READ_CONTROL)?;
    if file.metadata()?.file_type().is_symlink() {
        return Ok(None);
    }
    let (mut owner, mut list) = (ptr::null_mut(), ptr::null_mut());
    let mut descriptor = Descriptor(ptr::null_mut());
    // SAFETY: the handle is open, and the pointers are those of variables that outlive the call;
    // what is not asked for may be null.
    let status = unsafe {
        GetSecurityInfo(
            file.as_raw_handle(),
            SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
            &raw mut owner,
            ptr::null_mut(),
            &raw mut list,
            ptr::null_mut(),
            &raw mut descriptor.0,
        )
    };
    check(status)?;
    let mut names = Vec::new();
    let owner_sid = sid_text(owner)?;
    names.push((owner_sid.clone(), account_name(owner)));
    let entries = if list.is_null() {
        None
    } else {
        Some(entries(list, &mut names)?)
    };
    let name_of = |sid: &str| {
        let named = names.iter().find(|(known, _)| known == sid);
        let name = named.and_then(|(_, name)| name.clone());
        name.unwrap_or_else(|| sid.to_owned())
    };
    Ok(Some(windows_access(
        &owner_sid,
        entries.as_deref(),
        &name_of,
    )))
}

/// The entries of a list that Windows returned, and the names of those to whom they grant.
fn entries(list: *const ACL, names: &mut Vec<(String, Option<String>)>) -> io::Result<Vec<Entry>> {
    // SAFETY: the list is whole and lives as long as its descriptor, which the caller keeps.
    let count = unsafe { (*list).AceCount };
    let mut entries = Vec::new();
    for index in 0..u32::from(count) {
        let mut found = ptr::null_mut();
        // SAFETY: as above; the index is within the list.
        if unsafe { GetAce(list, index, &raw mut found) } == 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: every entry begins with its header.
        let header = unsafe { *found.cast::<ACE_HEADER>() };
        let inherited_only = u32::from(header.AceFlags) & INHERIT_ONLY_ACE != 0;
        if ALLOWED_OBJECT.contains(&header.AceType) {
            entries.push(Entry {
                grants: true,
                inherited_only,
                mask: u32::MAX,
                sid: "an entry of another kind".to_owned(),
            });
        }
        if !ALLOWED.contains(&header.AceType) {
            continue;
        }
        let entry = found.cast::<ACCESS_ALLOWED_ACE>();
        // SAFETY: an entry of this type has a mask, and a SID that begins at `SidStart`.
        let (mask, sid) = unsafe { ((*entry).Mask, (&raw mut (*entry).SidStart).cast()) };
        let text = sid_text(sid)?;
        names.push((text.clone(), account_name(sid)));
        entries.push(Entry {
            grants: true,
            inherited_only,
            mask,
            sid: text,
        });
    }
    Ok(entries)
}

/// `S-1-5-18` and the like; empty where there is none.
fn sid_text(sid: PSID) -> io::Result<String> {
    if sid.is_null() {
        return Ok(String::new());
    }
    let mut text = ptr::null_mut();
    // SAFETY: the SID is one that Windows returned, and `text` outlives the call.
    if unsafe { ConvertSidToStringSidW(sid, &raw mut text) } == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the text ends in zero, and is freed once, after it was copied.
    let copied = unsafe {
        let length = (0..).take_while(|&at| *text.add(at) != 0).count();
        let copied = String::from_utf16_lossy(std::slice::from_raw_parts(text, length));
        LocalFree(text.cast());
        copied
    };
    Ok(copied)
}

/// `PC\name`, where Windows knows the account.
fn account_name(sid: PSID) -> Option<String> {
    const LONGEST: usize = 256;
    if sid.is_null() {
        return None;
    }
    let (mut name, mut domain) = ([0_u16; LONGEST], [0_u16; LONGEST]);
    let (mut name_length, mut domain_length) = (u32::try_from(LONGEST).ok()?, 256);
    let mut kind = 0;
    // SAFETY: buffers and lengths fit each other and outlive the call.
    let found = unsafe {
        LookupAccountSidW(
            ptr::null(),
            sid,
            name.as_mut_ptr(),
            &raw mut name_length,
            domain.as_mut_ptr(),
            &raw mut domain_length,
            &raw mut kind,
        )
    };
    if found == 0 {
        return None;
    }
    let text = |buffer: &[u16], length: u32| {
        let text = buffer.get(..usize::try_from(length).ok()?)?;
        Some(String::from_utf16_lossy(text))
    };
    let (name, domain) = (text(&name, name_length)?, text(&domain, domain_length)?);
    Some(if domain.is_empty() {
        name
    } else {
        format!("{domain}\\{name}")
    })
}

/// Windows has no group that owns a folder.
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
pub(super) fn writing_group(_folder: &Path) -> io::Result<Option<u32>> {
    Ok(None)
}

pub(super) fn create_shared_folder(folder: &Path, _group: Option<u32>) -> io::Result<()> {
    fs::create_dir(folder)?;
    set(
        &open(folder, WRITE_DAC | WRITE_OWNER)?,
        SHARED_FOLDER,
        OWNER_AND_LIST,
    )
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
        _ => set(&opened, SHARED_FOLDER, OWNER_AND_LIST)
            .map(|()| true)
            .map_err(failed),
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
    set(&opened, SHARED_FILE, DACL_SECURITY_INFORMATION).map_err(failed)
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
        return set(&opened, FOLDER, OWNER_AND_LIST).map_err(failed);
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
    set(&opened, rights, OWNER_AND_LIST).map_err(failed)?;
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

/// A link is opened itself, and so is a folder.
fn open(path: &Path, access: u32) -> io::Result<File> {
    OpenOptions::new()
        .access_mode(access)
        .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS)
        .open(path)
}

const OWNER_AND_LIST: u32 = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;

/// Sets owner and access list, or the list alone; nothing is inherited from above.
fn set(file: &File, sddl: PCWSTR, what: u32) -> io::Result<()> {
    let mut descriptor = Descriptor(ptr::null_mut());
    let (mut owner, mut list): (PSID, *mut ACL) = (ptr::null_mut(), ptr::null_mut());
    let (mut present, mut default) = (0, 0);
    // SAFETY: the text ends in zero, the descriptor lives until this function returns, and what
    // is read out of it points into it.
    let read = unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            sddl,
            SDDL_REVISION_1,
            &raw mut descriptor.0,
            ptr::null_mut(),
        ) != 0
            && GetSecurityDescriptorOwner(descriptor.0, &raw mut owner, &raw mut default) != 0
            && GetSecurityDescriptorDacl(
                descriptor.0,
                &raw mut present,
                &raw mut list,
                &raw mut default,
            ) != 0
    };
    if !read {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle is open; owner and list are valid while the descriptor lives.
    let status = unsafe {
        SetSecurityInfo(
            file.as_raw_handle(),
            SE_FILE_OBJECT,
            what | PROTECTED_DACL_SECURITY_INFORMATION,
            owner,
            ptr::null_mut(),
            list,
            ptr::null(),
        )
    };
    check(status)
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

fn check(status: u32) -> io::Result<()> {
    match status {
        ERROR_SUCCESS => Ok(()),
        code => Err(io::Error::from_raw_os_error(code.cast_signed())),
    }
}

/// A security descriptor that Windows allocated.
struct Descriptor(PSECURITY_DESCRIPTOR);

impl Drop for Descriptor {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: it was allocated by Windows with LocalAlloc and is freed once.
            unsafe { LocalFree(self.0) };
        }
    }
}
