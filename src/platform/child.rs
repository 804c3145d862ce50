//! Programs that Muster starts: another program such as ffmpeg, or Muster's own executable again,
//! with limits, to do what could crash or take all memory.
//!
//! A child process never outlives Muster. When Muster stops by itself, an error and Ctrl-C
//! included, the child is killed and waited for: that holds everywhere. When Muster is killed,
//! Linux kills the child (it asks for a signal at its parent's death) and so does Windows (both
//! are tied by a job object, from an instant after the start on). Elsewhere the child runs to its
//! end.

use std::io;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::OnceLock;

#[cfg_attr(unix, path = "child/unix.rs")]
#[cfg_attr(windows, path = "child/windows.rs")]
mod system;

mod helper;

pub use helper::{Helper, Outcome, Waited};

/// What a child process may use at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Memory in bytes: what the process may write to and shares with nobody on Linux, committed on
    /// Windows, of the address space elsewhere. Taking more fails, and a Rust program that cannot
    /// do without it aborts.
    pub memory_bytes: u64,
    /// Processor time in seconds, over all threads; past it the system kills the process. Time on
    /// the clock does not count, so that a busy PC changes nothing. Windows counts user time alone.
    pub cpu_secs: u64,
}

/// A child process, killed with what it started and waited for when this goes out of scope.
#[derive(Debug)]
pub struct ChildProcess {
    child: Child,
    /// It was waited for: its number may be another's.
    is_over: bool,
    /// Closed by the system when Muster is gone, whatever ended it.
    tie: system::Tie,
}

impl ChildProcess {
    /// Starts a program. Ctrl-C on the terminal does not reach it: Muster decides what ends.
    ///
    /// # Errors
    /// If it cannot be started, or cannot be tied to Muster.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        Self::start_within(command, None)
    }

    /// The same for a program that gets limits before it runs, on Windows an instant after: it
    /// must wait for its first input before it works.
    ///
    /// # Errors
    /// If it cannot be started, tied to Muster, or limited.
    pub fn start_limited(command: &mut Command, limits: Limits) -> io::Result<Self> {
        Self::start_within(command, Some(limits))
    }

    fn start_within(command: &mut Command, limits: Option<Limits>) -> io::Result<Self> {
        let tie = system::Tie::prepare(command, limits)?;
        let mut child = command.spawn()?;
        if let Err(error) = tie.take_in(&child) {
            let _ = child.kill();
            let _ = child.wait();
            return Err(error);
        }
        Ok(Self {
            child,
            is_over: false,
            tie,
        })
    }

    /// The ends of its standard input and output, once, if the command has them piped.
    pub fn take_pipes(&mut self) -> Option<(ChildStdin, ChildStdout)> {
        Some((self.child.stdin.take()?, self.child.stdout.take()?))
    }

    /// Lowers what it may use. Elsewhere than on Linux and Windows nothing happens.
    ///
    /// # Errors
    /// What the system reports; the limits of before hold.
    pub fn tighten(&self, limits: Limits) -> io::Result<()> {
        self.tie.tighten(&self.child, limits)
    }

    /// Kills it and what it started, without waiting for their end. One that has ended already
    /// stays as it is.
    pub fn kill(&mut self) {
        if !self.is_over {
            self.tie.kill_descendants(&self.child);
        }
        // Fails only where it has ended and was waited for already.
        let _ = self.child.kill();
    }

    /// How it ended, if it has.
    ///
    /// # Errors
    /// What the system reports.
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        let ended = self.child.try_wait()?;
        self.is_over |= ended.is_some();
        Ok(ended)
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// What the system reports.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        let ended = self.child.wait()?;
        self.is_over = true;
        Ok(ended)
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        self.kill();
        // Fails only where it has ended and was waited for already.
        let _ = self.child.wait();
    }
}

/// Muster's own executable, by its path rather than by a search, with a verb that no person gives.
/// Standard input and output are pipes; what it prints as an error is thrown away.
///
/// # Errors
/// If the system does not tell which file is running.
pub fn own_command(verb: &str) -> io::Result<Command> {
    let mut command = Command::new(own_executable()?);
    command
        .arg(verb)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    Ok(command)
}

/// Stands in for [`own_executable`] where that is not Muster.
static IN_ITS_PLACE: OnceLock<PathBuf> = OnceLock::new();

/// Names Muster's executable to a program that is not Muster but has its library, such as a test.
/// The first to be named stays.
pub fn name_own_executable(file: PathBuf) {
    let _ = IN_ITS_PLACE.set(file);
}

/// On Linux the file that runs, even if another one has taken its name since: an update must not
/// make parent and child two versions.
fn own_executable() -> io::Result<PathBuf> {
    if let Some(file) = IN_ITS_PLACE.get() {
        return Ok(file.clone());
    }
    if cfg!(target_os = "linux") {
        return Ok("/proc/self/exe".into());
    }
    std::env::current_exe()
}

#[cfg(all(test, unix))]
mod tests;
