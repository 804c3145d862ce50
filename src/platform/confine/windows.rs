//! Windows: the lowest integrity level and no privileges. The job object does the rest.

#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::ptr;

use windows_sys::Win32::Security::{
    AdjustTokenPrivileges, SECURITY_MANDATORY_LABEL_AUTHORITY, SID, SID_AND_ATTRIBUTES,
    SetTokenInformation, TOKEN_ADJUST_DEFAULT, TOKEN_ADJUST_PRIVILEGES, TOKEN_MANDATORY_LABEL,
    TOKEN_QUERY, TokenIntegrityLevel,
};
use windows_sys::Win32::System::SystemServices::{
    SE_GROUP_INTEGRITY, SECURITY_MANDATORY_UNTRUSTED_RID,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

/// What fails is left: the rest holds.
pub(super) fn give_up_rights() {
    let Ok(token) = own_token() else {
        return;
    };
    // SAFETY: the token is open; that all are taken away needs no list of them.
    unsafe {
        AdjustTokenPrivileges(
            token.as_raw_handle(),
            1,
            ptr::null(),
            0,
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    untrust(&token);
}

fn own_token() -> io::Result<OwnedHandle> {
    let mut token = ptr::null_mut();
    let access = TOKEN_ADJUST_DEFAULT | TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY;
    // SAFETY: the pseudo handle needs no closing, and the place for the token is writable.
    if unsafe { OpenProcessToken(GetCurrentProcess(), access, &raw mut token) } == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle was just opened and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(token) })
}

/// What has no integrity may write nothing that has some: files, registry, windows, processes.
fn untrust(token: &OwnedHandle) {
    let mut level = SID {
        Revision: 1,
        SubAuthorityCount: 1,
        IdentifierAuthority: SECURITY_MANDATORY_LABEL_AUTHORITY,
        SubAuthority: [SECURITY_MANDATORY_UNTRUSTED_RID.cast_unsigned()],
    };
    let label = TOKEN_MANDATORY_LABEL {
        Label: SID_AND_ATTRIBUTES {
            Sid: (&raw mut level).cast(),
            Attributes: SE_GROUP_INTEGRITY.cast_unsigned(),
        },
    };
    let length = u32::try_from(size_of_val(&label) + size_of_val(&level)).unwrap_or(0);
    // SAFETY: the token is open; the label and the level that it points to outlive the call.
    unsafe {
        SetTokenInformation(
            token.as_raw_handle(),
            TokenIntegrityLevel,
            ptr::from_ref(&label).cast(),
            length,
        )
    };
}
