//! The calls: owner and access list are read and set through handles.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::ffi::c_void;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle};
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::{
    ERROR_SUCCESS, GENERIC_READ, GENERIC_WRITE, INVALID_HANDLE_VALUE, LocalFree,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW,
    ConvertStringSidToSidW, GetSecurityInfo, SDDL_REVISION_1, SE_FILE_OBJECT, SetSecurityInfo,
};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACE_HEADER, ACL, DACL_SECURITY_INFORMATION, GetAce,
    GetSecurityDescriptorDacl, GetSecurityDescriptorOwner, INHERIT_ONLY_ACE, LookupAccountSidW,
    OWNER_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID,
    SECURITY_ATTRIBUTES,
};
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateFileW, FILE_ATTRIBUTE_NORMAL, FILE_FLAG_BACKUP_SEMANTICS,
    FILE_FLAG_OPEN_REPARSE_POINT,
};

use super::{Entry, Security};

/// `ACCESS_ALLOWED_ACE_TYPE` and the same with a condition (winnt.h): mask, then the SID.
const ALLOWED: [u8; 2] = [0, 9];
/// `ACCESS_DENIED_ACE_TYPE` and the same with a condition: as the ones that allow.
const DENIED: [u8; 2] = [1, 10];
/// The same with types of objects before the SID: not used for files, and counted as granting
/// everything.
const ALLOWED_OBJECT: [u8; 2] = [5, 11];

/// Memory that Windows allocated, to be freed with `LocalFree`.
struct Allocated(*mut c_void);

impl Drop for Allocated {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: Windows allocated it so, and nothing that points into it is used after this.
            unsafe { LocalFree(self.0) };
        }
    }
}

/// A security descriptor made from its text (SDDL).
pub struct Descriptor(Allocated);

impl Descriptor {
    /// # Errors
    /// What Windows reports of a text that is none.
    pub fn parse(sddl: &str) -> io::Result<Self> {
        let text = wide(sddl.as_ref());
        let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
        // SAFETY: the text ends in zero, and `descriptor` outlives the call.
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
        Ok(Self(Allocated(descriptor)))
    }

    /// What a call that makes a file or a pipe takes. Points into this descriptor, which has to
    /// outlive that call.
    ///
    /// # Errors
    /// None on a system where lengths fit into 32 bits.
    pub fn attributes(&self) -> io::Result<SECURITY_ATTRIBUTES> {
        Ok(SECURITY_ATTRIBUTES {
            nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).map_err(io::Error::other)?,
            lpSecurityDescriptor: self.0.0,
            bInheritHandle: 0,
        })
    }
}

fn wide(text: &std::ffi::OsStr) -> Vec<u16> {
    text.encode_wide().chain([0]).collect()
}

fn check(status: u32) -> io::Result<()> {
    match status {
        ERROR_SUCCESS => Ok(()),
        code => Err(io::Error::from_raw_os_error(code.cast_signed())),
    }
}

/// Opens a file, a folder, or the link itself, with these rights.
pub fn open(path: &Path, access: u32) -> io::Result<File> {
    OpenOptions::new()
        .access_mode(access)
        .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS)
        .open(path)
}

/// Makes a new file with this descriptor, open for reading and writing and shared with nobody.
pub fn create_file(path: &Path, descriptor: &Descriptor) -> io::Result<File> {
    let attributes = descriptor.attributes()?;
    let name = wide(path.as_os_str());
    // SAFETY: the name ends in zero; it, the attributes and the descriptor outlive the call.
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
    if handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle is open, and nobody else has it.
    Ok(unsafe { File::from_raw_handle(handle) })
}

/// Owner and list of what was opened with the right `READ_CONTROL`.
pub fn read(file: &File) -> io::Result<Security> {
    let (mut owner, mut list) = (ptr::null_mut(), ptr::null_mut());
    let mut descriptor = Allocated(ptr::null_mut());
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
    Ok(Security {
        owner: sid_text(owner)?,
        entries: if list.is_null() {
            None
        } else {
            Some(entries(list)?)
        },
    })
}

/// The entries of a list that Windows returned.
fn entries(list: *const ACL) -> io::Result<Vec<Entry>> {
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
        let (mask, sid) = if ALLOWED_OBJECT.contains(&header.AceType) {
            (u32::MAX, "an entry of another kind".to_owned())
        } else if ALLOWED.contains(&header.AceType) || DENIED.contains(&header.AceType) {
            let entry = found.cast::<ACCESS_ALLOWED_ACE>();
            // SAFETY: an entry of this type has a mask, and a SID that begins at `SidStart`.
            let (mask, sid) = unsafe { ((*entry).Mask, (&raw mut (*entry).SidStart).cast()) };
            (mask, sid_text(sid)?)
        } else {
            continue;
        };
        entries.push(Entry {
            grants: !DENIED.contains(&header.AceType),
            inherited_only: u32::from(header.AceFlags) & INHERIT_ONLY_ACE != 0,
            mask,
            sid,
        });
    }
    Ok(entries)
}

/// `S-1-5-18` and the like; empty where there is none.
fn sid_text(sid: PSID) -> io::Result<String> {
    if sid.is_null() {
        return Ok(String::new());
    }
    let mut text: *mut u16 = ptr::null_mut();
    // SAFETY: the SID is one that Windows returned, and `text` outlives the call.
    if unsafe { ConvertSidToStringSidW(sid, &raw mut text) } == 0 {
        return Err(io::Error::last_os_error());
    }
    let _kept = Allocated(text.cast());
    // SAFETY: the text ends in zero, and is copied before it is freed.
    Ok(unsafe {
        let length = (0..).take_while(|&at| *text.add(at) != 0).count();
        String::from_utf16_lossy(std::slice::from_raw_parts(text, length))
    })
}

/// `PC\name`, where Windows knows the account.
pub fn account_name(sid: &str) -> Option<String> {
    const LONGEST: usize = 256;
    let text = wide(sid.as_ref());
    let mut place: PSID = ptr::null_mut();
    // SAFETY: the text ends in zero, and `place` outlives the call.
    if unsafe { ConvertStringSidToSidW(text.as_ptr(), &raw mut place) } == 0 {
        return None;
    }
    let sid = Allocated(place);
    let (mut name, mut domain) = ([0_u16; LONGEST], [0_u16; LONGEST]);
    let (mut name_length, mut domain_length) = (256, 256);
    let mut kind = 0;
    // SAFETY: buffers and lengths fit each other and outlive the call.
    let found = unsafe {
        LookupAccountSidW(
            ptr::null(),
            sid.0,
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

/// Sets the owner and the access list; nothing is inherited from above. Needs the rights
/// `WRITE_OWNER` and `WRITE_DAC`.
pub fn set(file: &File, sddl: &str) -> io::Result<()> {
    set_parts(
        file,
        sddl,
        OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
    )
}

/// Sets the access list alone. Needs the right `WRITE_DAC`.
pub fn set_list(file: &File, sddl: &str) -> io::Result<()> {
    set_parts(file, sddl, DACL_SECURITY_INFORMATION)
}

fn set_parts(file: &File, sddl: &str, parts: u32) -> io::Result<()> {
    let descriptor = Descriptor::parse(sddl)?;
    let (mut owner, mut list): (PSID, *mut ACL) = (ptr::null_mut(), ptr::null_mut());
    let (mut present, mut default) = (0, 0);
    // SAFETY: the descriptor lives until this function returns, and what is read out of it points
    // into it.
    let read = unsafe {
        GetSecurityDescriptorOwner(descriptor.0.0, &raw mut owner, &raw mut default) != 0
            && GetSecurityDescriptorDacl(
                descriptor.0.0,
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
            parts | PROTECTED_DACL_SECURITY_INFORMATION,
            owner,
            ptr::null_mut(),
            list,
            ptr::null(),
        )
    };
    check(status)
}
