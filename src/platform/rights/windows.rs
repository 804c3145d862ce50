//! Windows: access lists. Whoever is neither the owner nor one of the administrators or the system
//! counts among the others, as far as the list grants something; what it denies is not taken off.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::AsRawHandle;
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::{
    ERROR_SUCCESS, GENERIC_ALL, GENERIC_READ, GENERIC_WRITE, LocalFree,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, GetNamedSecurityInfoW, SDDL_REVISION_1,
    SE_FILE_OBJECT, SetSecurityInfo,
};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACE_HEADER, ACL, CheckTokenMembership, CreateWellKnownSid,
    DACL_SECURITY_INFORMATION, EqualSid, GetAce, GetSecurityDescriptorDacl, IsWellKnownSid,
    OWNER_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID,
    WinBuiltinAdministratorsSid, WinCreatorOwnerRightsSid, WinCreatorOwnerSid, WinLocalSystemSid,
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_ADD_FILE, FILE_DELETE_CHILD, FILE_READ_DATA, WRITE_DAC, WRITE_OWNER,
};

use super::Others;
use crate::platform::files::{Folder, Refusal, folder_and_name, names_of, regular_metadata};

/// `ACCESS_ALLOWED_ACE_TYPE`.
const ALLOWS: u8 = 0;
/// `SECURITY_MAX_SID_SIZE`.
const MAX_SID_BYTES: usize = 68;
const WRITES: u32 =
    FILE_ADD_FILE | FILE_DELETE_CHILD | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
const READS: u32 = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL;
/// Administrators, the system and the owner, each everything; nothing is inherited.
const FOR_ADMINISTRATORS: &str = "D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;FA;;;OW)";

/// What the system allocated for this to free.
struct Descriptor(PSECURITY_DESCRIPTOR);

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: the system allocated it so, and nothing that points into it is used after this.
        unsafe { LocalFree(self.0) };
    }
}

fn wide(text: &std::ffi::OsStr) -> Vec<u16> {
    text.encode_wide().chain([0]).collect()
}

fn checked(code: u32) -> io::Result<()> {
    if code == ERROR_SUCCESS {
        return Ok(());
    }
    Err(io::Error::from_raw_os_error(code.cast_signed()))
}

pub(super) fn others(folder: &Path) -> io::Result<Others> {
    let name = wide(std::path::absolute(folder)?.as_os_str());
    let mut owner: PSID = ptr::null_mut();
    let mut list: *mut ACL = ptr::null_mut();
    let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
    let what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    // SAFETY: the name ends in zero, and every place that is written to outlives the call.
    checked(unsafe {
        GetNamedSecurityInfoW(
            name.as_ptr(),
            SE_FILE_OBJECT,
            what,
            &raw mut owner,
            ptr::null_mut(),
            &raw mut list,
            ptr::null_mut(),
            &raw mut descriptor,
        )
    })?;
    let _kept = Descriptor(descriptor);
    if list.is_null() {
        // Without a list everybody may do everything.
        return Ok(Others {
            may_only_read: false,
            may_write: true,
        });
    }
    // SAFETY: the list lies in the descriptor, which is kept until the end.
    let count = unsafe { (*list).AceCount };
    let (mut read, mut write) = (false, false);
    for index in 0..u32::from(count) {
        let mut entry: *mut std::ffi::c_void = ptr::null_mut();
        // SAFETY: the list is valid, and the system checks the index.
        if unsafe { GetAce(list, index, &raw mut entry) } == 0 {
            continue;
        }
        // SAFETY: every entry begins with this header, and one that allows has this shape; both
        // lie in the descriptor.
        let (mask, sid) = unsafe {
            if (*entry.cast::<ACE_HEADER>()).AceType != ALLOWS {
                continue;
            }
            let entry = entry.cast::<ACCESS_ALLOWED_ACE>();
            ((*entry).Mask, (&raw mut (*entry).SidStart).cast())
        };
        if !is_owner_or_administrator(sid, owner) {
            read |= mask & READS != 0;
            write |= mask & WRITES != 0;
        }
    }
    // In a folder of somebody else nothing is kept from those who may read in it.
    Ok(Others {
        may_only_read: read && !write && is_administrators(owner),
        may_write: write,
    })
}

fn is_administrators(owner: PSID) -> bool {
    let known = [WinBuiltinAdministratorsSid, WinLocalSystemSid];
    // SAFETY: it lies in a descriptor that the caller keeps.
    !owner.is_null() && unsafe { known.iter().any(|known| IsWellKnownSid(owner, *known) != 0) }
}

fn is_owner_or_administrator(sid: PSID, owner: PSID) -> bool {
    let known = [
        WinBuiltinAdministratorsSid,
        WinLocalSystemSid,
        WinCreatorOwnerSid,
        WinCreatorOwnerRightsSid,
    ];
    // SAFETY: both lie in a descriptor that the caller keeps.
    unsafe {
        known.iter().any(|known| IsWellKnownSid(sid, *known) != 0)
            || !owner.is_null() && EqualSid(sid, owner) != 0
    }
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
    let file = OpenOptions::new()
        .access_mode(WRITE_DAC)
        .custom_flags(windows_sys::Win32::Storage::FileSystem::FILE_FLAG_OPEN_REPARSE_POINT)
        .open(file)?;
    let text = wide(FOR_ADMINISTRATORS.as_ref());
    let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
    let (mut present, mut defaulted) = (0, 0);
    let mut list: *mut ACL = ptr::null_mut();
    // SAFETY: the text ends in zero, and every place that is written to outlives the calls; the
    // list lies in the descriptor, which is kept until it was used.
    unsafe {
        let made = ConvertStringSecurityDescriptorToSecurityDescriptorW(
            text.as_ptr(),
            SDDL_REVISION_1,
            &raw mut descriptor,
            ptr::null_mut(),
        );
        if made == 0 {
            return Err(io::Error::last_os_error());
        }
        let kept = Descriptor(descriptor);
        let found =
            GetSecurityDescriptorDacl(kept.0, &raw mut present, &raw mut list, &raw mut defaulted);
        if found == 0 {
            return Err(io::Error::last_os_error());
        }
        checked(SetSecurityInfo(
            file.as_raw_handle(),
            SE_FILE_OBJECT,
            DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
            ptr::null_mut(),
            ptr::null_mut(),
            list,
            ptr::null(),
        ))
    }
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
