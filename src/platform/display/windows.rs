//! Windows: whether this program runs where windows are seen (not as a service, nor over a
//! network's command line), and how many screens that place has.

#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::ptr;

use windows_sys::Win32::System::StationsAndDesktops::{
    GetProcessWindowStation, GetUserObjectInformationW, UOI_FLAGS, USEROBJECTFLAGS,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_CMONITORS, WSF_VISIBLE};

use crate::platform::display::DisplayFinding;

pub(super) fn check() -> DisplayFinding {
    match is_seen() {
        // SAFETY: takes a number, returns a number.
        Some(true) => DisplayFinding::Reached {
            screens: usize::try_from(unsafe { GetSystemMetrics(SM_CMONITORS) }).unwrap_or(0),
        },
        Some(false) => DisplayFinding::NoSession {
            connected: Vec::new(),
        },
        None => DisplayFinding::Unknown,
    }
}

/// Whether the window station of this process is the one that is seen.
fn is_seen() -> Option<bool> {
    let mut flags = USEROBJECTFLAGS {
        fInherit: 0,
        fReserved: 0,
        dwFlags: 0,
    };
    let size = u32::try_from(size_of::<USEROBJECTFLAGS>()).ok()?;
    // SAFETY: takes nothing; the handle is the process's own and is not to be closed.
    let station = unsafe { GetProcessWindowStation() };
    if station.is_null() {
        return None;
    }
    // SAFETY: the pointer and the size are those of `flags`, which outlives the call; nobody
    // wants to know how much was written.
    let asked = unsafe {
        GetUserObjectInformationW(
            station,
            UOI_FLAGS,
            (&raw mut flags).cast(),
            size,
            ptr::null_mut(),
        )
    };
    (asked != 0).then_some(flags.dwFlags & WSF_VISIBLE.cast_unsigned() != 0)
}
