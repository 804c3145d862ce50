//! Which drives Windows has, and looking at them without a question on the screen.

#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use windows_sys::Win32::Storage::FileSystem::{GetDriveTypeW, GetLogicalDrives};
use windows_sys::Win32::System::Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SetThreadErrorMode};

/// What `GetDriveTypeW` says of a drive that lies on another machine.
const DRIVE_REMOTE: u32 = 4;

/// Every drive of this PC: `D:`, whether or not something is in it. `A:` and `B:` are floppy
/// drives, which would whirr each time they are looked at.
pub(super) fn drives() -> Vec<String> {
    // SAFETY: takes nothing and returns a number.
    let all = unsafe { GetLogicalDrives() };
    ('A'..='Z')
        .enumerate()
        .skip(2)
        .filter(|(bit, _)| all >> bit & 1 == 1)
        .map(|(_, letter)| format!("{letter}:"))
        .filter(|drive| !is_remote(drive))
        .collect()
}

fn is_remote(drive: &str) -> bool {
    let root: Vec<u16> = format!("{drive}\\").encode_utf16().chain(Some(0)).collect();
    // SAFETY: the name ends with a zero and outlives the call.
    unsafe { GetDriveTypeW(root.as_ptr()) == DRIVE_REMOTE }
}

/// From now on this thread is told that a drive is empty; nobody at the screen is asked for a disk.
pub(super) fn ask_no_questions() {
    // SAFETY: the mode before is not asked for.
    unsafe { SetThreadErrorMode(SEM_FAILCRITICALERRORS, std::ptr::null_mut()) };
}
