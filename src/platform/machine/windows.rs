//! The Windows side: the tables of the firmware.
#![expect(unsafe_code, reason = "Windows offers this call in C alone")]

use std::ptr;

use windows_sys::Win32::System::SystemInformation::{GetSystemFirmwareTable, RSMB};

/// Firmware has some kilobytes of tables.
const MAX_TABLES: u32 = 1 << 20;
/// Version and length, before the tables themselves (`RawSMBIOSData`).
const HEADER: usize = 8;

pub(super) fn product_uuid() -> Option<String> {
    // SAFETY: without a buffer the call only says how long one must be.
    let length = unsafe { GetSystemFirmwareTable(RSMB, 0, ptr::null_mut(), 0) };
    if length == 0 || length > MAX_TABLES {
        return None;
    }
    let mut buffer = vec![0_u8; usize::try_from(length).ok()?];
    // SAFETY: the buffer has the length that is passed, and outlives the call.
    let written = unsafe { GetSystemFirmwareTable(RSMB, 0, buffer.as_mut_ptr(), length) };
    if written == 0 || written > length {
        return None;
    }
    super::uuid_of_smbios(buffer.get(HEADER..usize::try_from(written).ok()?)?)
}
