//! The console window that Windows opens with the program, and whether there is a standard output.
//!
//! Muster is one executable for the command line and for the window, so Windows gives it a
//! console. Started from cmd or PowerShell it shares theirs and prints there. Started by a double
//! click it is alone on a console made for it, which would stay behind the window for nothing.

#[cfg(windows)]
pub use windows::{is_output_closed, leave_if_alone, show};

#[cfg(target_os = "linux")]
pub use linux::is_output_closed;

/// Elsewhere the standard library hides it.
#[cfg(not(any(windows, target_os = "linux")))]
#[must_use]
pub fn is_output_closed() -> bool {
    false
}

/// Elsewhere a program brings no console with it.
#[cfg(not(windows))]
pub fn leave_if_alone() {}

/// Elsewhere what is printed goes where the program was started from.
#[cfg(not(windows))]
#[must_use]
pub fn show(_: &str, _: &str) -> bool {
    false
}

/// The standard library opens `/dev/null` in the place of an output that was closed (`>&-`), and
/// what is printed then is lost without an error. So it is looked at before the library begins.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "only what is in this section of the program runs before the standard library"
)]
mod linux {
    use std::sync::atomic::{AtomicBool, Ordering};

    static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    // SAFETY: the section holds functions that the loader calls, one after the other, before
    // `main`; this one uses nothing of the standard library that needs it to have begun.
    #[unsafe(link_section = ".init_array")]
    #[used]
    static CHECK_OUTPUT_AT_START: extern "C" fn() = check_output_at_start;

    extern "C" fn check_output_at_start() {
        // SAFETY: asks for the flags of a descriptor, which may well not be open.
        let flags = unsafe { libc::fcntl(libc::STDOUT_FILENO, libc::F_GETFD) };
        WAS_CLOSED.store(flags == -1, Ordering::Relaxed);
    }

    /// Whether the program was started with its standard output closed.
    #[must_use]
    pub fn is_output_closed() -> bool {
        WAS_CLOSED.load(Ordering::Relaxed)
    }
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows offers these calls in C alone")]
mod windows {
    use std::ptr;

    use windows_sys::Win32::Foundation::INVALID_HANDLE_VALUE;
    use windows_sys::Win32::System::Console::{
        FreeConsole, GetConsoleProcessList, GetStdHandle, STD_OUTPUT_HANDLE,
    };
    use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONERROR, MB_OK, MessageBoxW};

    /// Whether the program has no standard output; the standard library prints into the void then.
    #[must_use]
    pub fn is_output_closed() -> bool {
        // SAFETY: takes the number of a standard handle, and lends the handle only.
        let output = unsafe { GetStdHandle(STD_OUTPUT_HANDLE) };
        output.is_null() || output == INVALID_HANDLE_VALUE
    }

    /// Lets go of the console if no other program is on it: called when the window is to open.
    pub fn leave_if_alone() {
        if programs_on_console() == 1 {
            // SAFETY: takes nothing; a console already gone is an error that changes nothing.
            unsafe { FreeConsole() };
        }
    }

    /// Says why the window did not open in a box of its own, if there is no console to print it
    /// on; returns whether it did.
    pub fn show(headline: &str, advice: &str) -> bool {
        if programs_on_console() > 0 {
            return false;
        }
        let text = wide(&format!("{headline}\n\n{advice}"));
        let title = wide("Muster");
        // SAFETY: both texts end with a zero and outlive the call; no window owns the box.
        unsafe {
            MessageBoxW(
                ptr::null_mut(),
                text.as_ptr(),
                title.as_ptr(),
                MB_OK | MB_ICONERROR,
            )
        };
        true
    }

    /// How many programs share the console, this one included and no more than two counted; 0
    /// without a console.
    fn programs_on_console() -> u32 {
        let mut programs = [0; 2];
        // SAFETY: the pointer and the length are those of `programs`, which outlives the call.
        unsafe { GetConsoleProcessList(programs.as_mut_ptr(), 2) }
    }

    fn wide(text: &str) -> Vec<u16> {
        text.encode_utf16()
            .filter(|unit| *unit != 0)
            .chain([0])
            .collect()
    }
}
