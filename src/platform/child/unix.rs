//! Unix: a process group of its own, a signal at the parent's death, and resource limits.

#![expect(
    unsafe_code,
    reason = "between fork and exec only what is async-signal-safe may run, which std cannot check"
)]

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Limits;

/// The system keeps parent and child together by itself.
#[derive(Debug)]
pub(super) struct Tie;

impl Tie {
    #[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
    pub(super) fn prepare(command: &mut Command, limits: Option<Limits>) -> io::Result<Self> {
        command.process_group(0);
        #[cfg(target_os = "linux")]
        die_with_parent(command);
        if let Some(limits) = limits {
            limit(command, limits);
        }
        Ok(Self)
    }

    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the twin needs both"
    )]
    pub(super) fn take_in(&self, _: &Child) -> io::Result<()> {
        Ok(())
    }

    /// The child leads a group of its own, in which is what it started. It was not waited for.
    #[expect(clippy::unused_self, reason = "the twin needs it")]
    pub(super) fn kill_descendants(&self, child: &Child) {
        let group = rustix::process::Pid::from_child(child);
        // Fails only where all of them have ended.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }

    #[cfg(target_os = "linux")]
    #[expect(clippy::unused_self, reason = "the twin needs it")]
    pub(super) fn tighten(&self, child: &Child, limits: Limits) -> io::Result<()> {
        // Nobody else has its number: it was not waited for.
        let number = i32::try_from(child.id()).map_err(io::Error::other)?;
        let process = rustix::process::Pid::from_raw(number);
        for (resource, most) in resources(limits) {
            rustix::process::prlimit(process, resource, at_most(most))?;
        }
        Ok(())
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the twin needs both"
    )]
    pub(super) fn tighten(&self, _: &Child, _: Limits) -> io::Result<()> {
        Ok(())
    }
}

/// What memory and processor time are called here. Linux counts what was taken and not what is only
/// reserved, such as the stacks of threads that were never deep.
fn resources(limits: Limits) -> [(Resource, u64); 2] {
    let memory = if cfg!(target_os = "linux") {
        Resource::Data
    } else {
        Resource::As
    };
    [
        (memory, limits.memory_bytes),
        (Resource::Cpu, limits.cpu_secs),
    ]
}

fn at_most(most: u64) -> Rlimit {
    Rlimit {
        current: Some(most),
        maximum: Some(most),
    }
}

/// Nothing of a child that died is written to the disk: it may hold what was secret. A limit that
/// is lower already stays, since only root may raise it.
fn limit(command: &mut Command, limits: Limits) {
    let [memory, time] = resources(limits);
    let set = move || {
        for (resource, most) in [memory, time, (Resource::Core, 0)] {
            let already = getrlimit(resource).maximum.unwrap_or(u64::MAX);
            setrlimit(resource, at_most(most.min(already)))?;
        }
        Ok(())
    };
    // SAFETY: `set` makes system calls that take numbers, allocates nothing and takes no lock.
    unsafe { command.pre_exec(set) };
}

/// The child is killed when the thread that starts it ends, which in Muster is the one that waits
/// for it.
#[cfg(target_os = "linux")]
fn die_with_parent(command: &mut Command) {
    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};
    let parent = getpid();
    let bind = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // A parent that died before that call sends no signal any more.
        if getppid() == Some(parent) {
            Ok(())
        } else {
            Err(io::Error::from_raw_os_error(libc::ESRCH))
        }
    };
    // SAFETY: `bind` makes two system calls, allocates nothing and takes no lock.
    unsafe { command.pre_exec(bind) };
}
