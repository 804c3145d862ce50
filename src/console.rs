//! The console window that Windows opens with the program.
//!
//! Muster is one executable for the command line and for the window, so Windows gives it a
//! console. Started from cmd or PowerShell it shares theirs and prints there. Started by a double
//! click it is alone on a console made for it, which would stay behind the window for nothing.

/// Lets go of the console if no other program is on it: called when the window is to open.
#[cfg(windows)]
#[expect(unsafe_code, reason = "the console's calls exist in C alone")]
pub fn leave_if_alone() {
    use windows_sys::Win32::System::Console::{FreeConsole, GetConsoleProcessList};

    // Room for two: whether there is another program is all that is asked.
    let mut programs = [0_u32; 2];
    // SAFETY: the pointer and the length are those of `programs`, which outlives the call.
    let count = unsafe { GetConsoleProcessList(programs.as_mut_ptr(), 2) };
    if count == 1 {
        // SAFETY: takes nothing; a console already gone is an error that changes nothing. What
        // is printed afterwards goes nowhere, and the window prints nothing.
        unsafe { FreeConsole() };
    }
}

/// Elsewhere a program brings no console with it.
#[cfg(not(windows))]
pub fn leave_if_alone() {}
