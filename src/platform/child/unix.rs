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
}

/// Nothing of a child that died is written to the disk: it may hold what was secret. A limit that
/// is lower already stays, since only root may raise it.
fn limit(command: &mut Command, limits: Limits) {
    let set = move || {
        for (resource, most) in [
            (Resource::As, limits.memory_bytes),
            (Resource::Cpu, limits.cpu_secs),
            (Resource::Core, 0),
        ] {
            let already = getrlimit(resource).maximum.unwrap_or(u64::MAX);
            let most = Some(most.min(already));
            setrlimit(
                resource,
                Rlimit {
                    current: most,
                    maximum: most,
                },
            )?;
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
