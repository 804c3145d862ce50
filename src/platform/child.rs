//! A program that Muster starts ends when Muster ends.
//!
//! When Muster stops by itself, an error and Ctrl-C included, the program is killed and waited
//! for: that holds everywhere. When Muster is killed, Linux kills the program (it asks for a
//! signal at its parent's death) and so does Windows (both are tied by a job, from an instant
//! after the start on). Elsewhere it goes on to its end and leaves its files behind.

use std::io;
use std::process::{Child, Command, ExitStatus};

/// A running program that is killed, and waited for, when this goes out of scope.
pub struct Leashed {
    child: Child,
    /// Closed by the system when Muster is gone, whatever ended it.
    #[cfg(windows)]
    _job: windows::Job,
}

impl Leashed {
    /// Starts a program. Ctrl-C on the terminal does not reach it: Muster decides what ends.
    ///
    /// # Errors
    /// If it cannot be started, or cannot be tied to Muster.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        #[cfg(target_os = "linux")]
        linux::die_with_parent(command);
        #[cfg(windows)]
        {
            /// `CREATE_NEW_PROCESS_GROUP`, without a console window of its own
            /// (`CREATE_NO_WINDOW`).
            const FLAGS: u32 = 0x0000_0200 | 0x0800_0000;
            std::os::windows::process::CommandExt::creation_flags(command, FLAGS);
            let job = windows::Job::new()?;
            let mut child = command.spawn()?;
            if let Err(error) = job.take_in(&child) {
                let _ = child.kill();
                let _ = child.wait();
                return Err(error);
            }
            Ok(Self { child, _job: job })
        }
        #[cfg(not(windows))]
        Ok(Self {
            child: command.spawn()?,
        })
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }
}

impl Drop for Leashed {
    fn drop(&mut self) {
        // Either fails only where it has ended and was waited for already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "between fork and exec only what is async-signal-safe may run, which std cannot check"
)]
mod linux {
    use std::io;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    /// The program is killed when the thread that starts it ends, which in Muster is the one that
    /// waits for it.
    pub fn die_with_parent(command: &mut Command) {
        let parent = std::process::id();
        let bind = move || {
            // SAFETY: a system call that takes numbers alone.
            if unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) } != 0 {
                return Err(io::Error::last_os_error());
            }
            // A parent that died before that call sends no signal any more.
            if std::os::unix::process::parent_id() == parent {
                Ok(())
            } else {
                Err(io::Error::from_raw_os_error(libc::ESRCH))
            }
        };
        // SAFETY: `bind` makes two system calls, allocates nothing and takes no lock.
        unsafe { command.pre_exec(bind) };
    }
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows offers these calls in C alone")]
mod windows {
    use std::io;
    use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
    use std::process::Child;
    use std::ptr;

    use windows_sys::Win32::System::JobObjects::{
        AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation,
        SetInformationJobObject,
    };

    /// A job whose programs end when its last handle is closed.
    pub struct Job(OwnedHandle);

    impl Job {
        pub fn new() -> io::Result<Self> {
            // SAFETY: neither attributes nor a name are given, which is allowed.
            let handle = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
            if handle.is_null() {
                return Err(io::Error::last_os_error());
            }
            // SAFETY: the handle was just made and nobody else has it.
            let job = Self(unsafe { OwnedHandle::from_raw_handle(handle) });
            let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
            limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
            let length = u32::try_from(size_of_val(&limits)).map_err(io::Error::other)?;
            // SAFETY: pointer and length are those of `limits`, which outlives the call.
            let set = unsafe {
                SetInformationJobObject(
                    job.0.as_raw_handle(),
                    JobObjectExtendedLimitInformation,
                    ptr::from_ref(&limits).cast(),
                    length,
                )
            };
            done(set).map(|()| job)
        }

        pub fn take_in(&self, child: &Child) -> io::Result<()> {
            // SAFETY: both handles are open as long as their owners, which outlive the call.
            done(unsafe { AssignProcessToJobObject(self.0.as_raw_handle(), child.as_raw_handle()) })
        }
    }

    fn done(result: i32) -> io::Result<()> {
        match result {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(()),
        }
    }
}
