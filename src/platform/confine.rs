//! A process that gives up what it does not need before it reads what others made.
//!
//! What it may still do is compute, take memory within its limits, and read and write what is open
//! as standard input and output: no files, no processes, no network. Where the system cannot take
//! a right away the work goes on without that; the limits that its parent set hold in any case.

use std::io;

#[cfg_attr(target_os = "linux", path = "confine/linux.rs")]
#[cfg_attr(windows, path = "confine/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "confine/elsewhere.rs")]
mod system;

/// Runs `work` on a thread with a stack of so many bytes, after the whole process has given up its
/// rights for good. What panics in it comes back as an error.
///
/// # Errors
/// If the thread cannot be started, or `work` panics.
pub fn run_confined<T: Send>(stack_bytes: usize, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .stack_size(stack_bytes)
            .spawn_scoped(scope, || {
                // The random numbers of this thread's hash maps come from a device on Windows.
                let _ = std::hash::RandomState::new();
                // Last of all, as threads are among what is given up.
                system::give_up_rights();
                work()
            })?;
        worker
            .join()
            .map_err(|_| io::Error::other("the confined work broke off"))
    })
}
