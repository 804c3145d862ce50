//! Which drives Windows has, and looking at them without a question on the screen.

#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::mem::offset_of;
use std::ptr;

use windows_sys::Win32::Foundation::{CloseHandle, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{
    BusType1394, BusTypeUsb, CreateFileW, FILE_SHARE_READ, FILE_SHARE_WRITE, GetDriveTypeW,
    GetLogicalDrives, OPEN_EXISTING, STORAGE_BUS_TYPE,
};
use windows_sys::Win32::System::Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SetThreadErrorMode};
use windows_sys::Win32::System::IO::DeviceIoControl;
use windows_sys::Win32::System::Ioctl::{
    IOCTL_STORAGE_QUERY_PROPERTY, PropertyStandardQuery, STORAGE_DEVICE_DESCRIPTOR,
    STORAGE_PROPERTY_QUERY, StorageDeviceProperty,
};

/// What `GetDriveTypeW` says of a disk that is not made to be taken out; one in a case of its own
/// is such a disk, and so is many a large stick.
const DRIVE_FIXED: u32 = 3;
/// What it says of a drive that lies on another machine.
const DRIVE_REMOTE: u32 = 4;

/// Every drive that may be a stick: `D:`, whether or not something is in it. `A:` and `B:` are
/// floppy drives, which would whirr each time they are looked at.
pub(super) fn drives() -> Vec<String> {
    // SAFETY: takes nothing and returns a number.
    let all = unsafe { GetLogicalDrives() };
    ('A'..='Z')
        .enumerate()
        .skip(2)
        .filter(|(bit, _)| all >> bit & 1 == 1)
        .map(|(_, letter)| format!("{letter}:"))
        .filter(|drive| may_be_stick(drive))
        .collect()
}

/// A second disk of this PC is none; what does not say how it is connected may be one.
fn may_be_stick(drive: &str) -> bool {
    let root = wide(&format!("{drive}\\"));
    // SAFETY: the name ends with a zero and outlives the call.
    match unsafe { GetDriveTypeW(root.as_ptr()) } {
        DRIVE_REMOTE => false,
        DRIVE_FIXED => bus(drive).is_none_or(|bus| [BusTypeUsb, BusType1394].contains(&bus)),
        _ => true,
    }
}

/// How a disk is connected. The disk itself is not opened, so that anybody may ask and a disk that
/// sleeps goes on sleeping.
fn bus(drive: &str) -> Option<STORAGE_BUS_TYPE> {
    let name = wide(&format!("\\\\.\\{drive}"));
    let share = FILE_SHARE_READ | FILE_SHARE_WRITE;
    // SAFETY: the name ends with a zero and outlives the call; no other pointer is handed over.
    let device = unsafe {
        CreateFileW(
            name.as_ptr(),
            0,
            share,
            ptr::null(),
            OPEN_EXISTING,
            0,
            ptr::null_mut(),
        )
    };
    if device == INVALID_HANDLE_VALUE {
        return None;
    }
    let query = STORAGE_PROPERTY_QUERY {
        PropertyId: StorageDeviceProperty,
        QueryType: PropertyStandardQuery,
        AdditionalParameters: [0],
    };
    // A STORAGE_DEVICE_DESCRIPTOR, whose fields hold whatever the driver writes.
    let mut found = [0_i32; size_of::<STORAGE_DEVICE_DESCRIPTOR>() / 4];
    let mut len = 0;
    // SAFETY: both buffers have the lengths that are passed and outlive the call, which waits.
    let answered = unsafe {
        DeviceIoControl(
            device,
            IOCTL_STORAGE_QUERY_PROPERTY,
            (&raw const query).cast(),
            length_of(&query),
            (&raw mut found).cast(),
            length_of(&found),
            &raw mut len,
            ptr::null_mut(),
        )
    };
    // SAFETY: it was opened above and is used no more.
    unsafe { CloseHandle(device) };
    let bus = found.get(offset_of!(STORAGE_DEVICE_DESCRIPTOR, BusType) / 4);
    bus.copied()
        .filter(|_| answered != 0 && len == length_of(&found))
}

fn length_of<T>(value: &T) -> u32 {
    u32::try_from(size_of_val(value)).unwrap_or(0)
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain(Some(0)).collect()
}

/// Makes calls of this thread fail for an empty drive, instead of asking for a disk on the screen.
pub(super) fn ask_no_questions() {
    // SAFETY: the mode before is not asked for.
    unsafe { SetThreadErrorMode(SEM_FAILCRITICALERRORS, ptr::null_mut()) };
}
