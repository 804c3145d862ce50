//! The Windows side: a file made with an access list of its own.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::fs::File;
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::FromRawHandle;
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::{
    GENERIC_READ, GENERIC_WRITE, INVALID_HANDLE_VALUE, LocalFree,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES};
use windows_sys::Win32::Storage::FileSystem::{CREATE_NEW, CreateFileW, FILE_ATTRIBUTE_NORMAL};

/// Protected from what the folder hands down; all rights for Administrators, the system and the
/// owner, none for others.
const ACCESS: &str = "D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;FA;;;OW)";

pub(super) fn create(path: &Path) -> io::Result<File> {
    let text: Vec<u16> = ACCESS.encode_utf16().chain([0]).collect();
    let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
    // SAFETY: the text ends in zero; the call fills `descriptor`, which is freed below.
    let made = unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            text.as_ptr(),
            SDDL_REVISION_1,
            &raw mut descriptor,
            ptr::null_mut(),
        )
    };
    if made == 0 {
        return Err(io::Error::last_os_error());
    }
    let attributes = SECURITY_ATTRIBUTES {
        nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).map_err(io::Error::other)?,
        lpSecurityDescriptor: descriptor,
        bInheritHandle: 0,
    };
    let name: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    // SAFETY: the name ends in zero, and it and the attributes outlive the call.
    let handle = unsafe {
        CreateFileW(
            name.as_ptr(),
            GENERIC_READ | GENERIC_WRITE,
            0,
            &raw const attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            ptr::null_mut(),
        )
    };
    let failed = (handle == INVALID_HANDLE_VALUE).then(io::Error::last_os_error);
    // SAFETY: the call above allocated it, and nobody uses it any more.
    unsafe { LocalFree(descriptor) };
    match failed {
        Some(error) => Err(error),
        // SAFETY: the handle is open, and nobody else has it.
        None => Ok(unsafe { File::from_raw_handle(handle) }),
    }
}
