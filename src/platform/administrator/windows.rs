//! The Windows side: `ShellExecuteExW` with the verb `runas`.
#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

use windows_sys::Win32::Foundation::{
    CloseHandle, ERROR_ACCESS_DISABLED_BY_POLICY, ERROR_CANCELLED, HANDLE,
};
use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx,
};
use windows_sys::Win32::System::Threading::{GetExitCodeProcess, INFINITE, WaitForSingleObject};
use windows_sys::Win32::UI::Shell::{
    SEE_MASK_FLAG_NO_UI, SEE_MASK_NOASYNC, SEE_MASK_NOCLOSEPROCESS, SHELLEXECUTEINFOW,
    ShellExecuteExW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::SW_HIDE;

use super::{Asked, one_line};

pub(super) fn run(program: &Path, arguments: &[OsString]) -> io::Result<Asked> {
    let process = match start(program, arguments) {
        Ok(process) => process,
        Err(error) => {
            let code = error.raw_os_error().map(i32::cast_unsigned);
            return match code {
                Some(ERROR_CANCELLED) => Ok(Asked::Declined),
                Some(ERROR_ACCESS_DISABLED_BY_POLICY) => Ok(Asked::NobodyToAsk),
                _ => Err(error),
            };
        }
    };
    let mut code = 0;
    // SAFETY: the process's handle is ours until it is closed here, and `code` outlives the call.
    let read = unsafe {
        WaitForSingleObject(process, INFINITE);
        let read = GetExitCodeProcess(process, &raw mut code);
        CloseHandle(process);
        read
    };
    if read == 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(Asked::Ran(code.cast_signed()))
}

fn start(program: &Path, arguments: &[OsString]) -> io::Result<HANDLE> {
    let zero_ended = |text: &OsStr| -> Vec<u16> { text.encode_wide().chain([0]).collect() };
    let units: Vec<Vec<u16>> = arguments
        .iter()
        .map(|a| a.encode_wide().collect())
        .collect();
    let mut line = one_line(units.iter().map(Vec::as_slice));
    line.push(0);
    let (verb, file) = (
        zero_ended(OsStr::new("runas")),
        zero_ended(program.as_os_str()),
    );
    let size = u32::try_from(size_of::<SHELLEXECUTEINFOW>()).map_err(io::Error::other)?;
    let mut asked = SHELLEXECUTEINFOW {
        cbSize: size,
        fMask: SEE_MASK_NOASYNC | SEE_MASK_NOCLOSEPROCESS | SEE_MASK_FLAG_NO_UI,
        lpVerb: verb.as_ptr(),
        lpFile: file.as_ptr(),
        lpParameters: line.as_ptr(),
        nShow: SW_HIDE,
        ..SHELLEXECUTEINFOW::default()
    };
    // SAFETY: every text ends in zero and outlives the call; all other fields may be empty. A
    // thread that has COM already in another way goes on with that one.
    let started = unsafe {
        let how = COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE;
        CoInitializeEx(ptr::null(), how.cast_unsigned());
        ShellExecuteExW(&raw mut asked)
    };
    if started == 0 || asked.hProcess.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(asked.hProcess)
}
