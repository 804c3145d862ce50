//! Windows: a job object, whose processes end when its last handle is closed.

#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::os::windows::process::CommandExt;
use std::process::{Child, Command};
use std::ptr;

use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
    JOB_OBJECT_LIMIT_JOB_MEMORY, JOB_OBJECT_LIMIT_JOB_TIME, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOB_OBJECT_UILIMIT_DESKTOP, JOB_OBJECT_UILIMIT_DISPLAYSETTINGS, JOB_OBJECT_UILIMIT_EXITWINDOWS,
    JOB_OBJECT_UILIMIT_GLOBALATOMS, JOB_OBJECT_UILIMIT_HANDLES, JOB_OBJECT_UILIMIT_READCLIPBOARD,
    JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS, JOB_OBJECT_UILIMIT_WRITECLIPBOARD,
    JOBOBJECT_BASIC_UI_RESTRICTIONS, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JOBOBJECTINFOCLASS,
    JobObjectBasicUIRestrictions, JobObjectExtendedLimitInformation, SetInformationJobObject,
    TerminateJobObject,
};
use windows_sys::Win32::System::Threading::{CREATE_NEW_PROCESS_GROUP, CREATE_NO_WINDOW};

use super::Limits;

/// Times of a job are counted in steps of 100 nanoseconds.
const TICKS_PER_SEC: u64 = 10_000_000;

const UI_LIMITS: u32 = JOB_OBJECT_UILIMIT_DESKTOP
    | JOB_OBJECT_UILIMIT_DISPLAYSETTINGS
    | JOB_OBJECT_UILIMIT_EXITWINDOWS
    | JOB_OBJECT_UILIMIT_GLOBALATOMS
    | JOB_OBJECT_UILIMIT_HANDLES
    | JOB_OBJECT_UILIMIT_READCLIPBOARD
    | JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS
    | JOB_OBJECT_UILIMIT_WRITECLIPBOARD;

/// The job that ties the child to Muster.
#[derive(Debug)]
pub(super) struct Tie(OwnedHandle);

impl Tie {
    pub(super) fn prepare(command: &mut Command, limits: Option<Limits>) -> io::Result<Self> {
        command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
        // SAFETY: neither attributes nor a name are given, which is allowed.
        let handle = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
        if handle.is_null() {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the handle was just made and nobody else has it.
        let tie = Self(unsafe { OwnedHandle::from_raw_handle(handle) });
        tie.set(JobObjectExtendedLimitInformation, &job_limits(limits))?;
        if limits.is_some() {
            // Windows, clipboard, desktop and settings of whoever is at the PC are none of its
            // business.
            let apart = JOBOBJECT_BASIC_UI_RESTRICTIONS {
                UIRestrictionsClass: UI_LIMITS,
            };
            tie.set(JobObjectBasicUIRestrictions, &apart)?;
        }
        Ok(tie)
    }

    fn set<T>(&self, what: JOBOBJECTINFOCLASS, value: &T) -> io::Result<()> {
        let length = u32::try_from(size_of::<T>()).map_err(io::Error::other)?;
        // SAFETY: the handle is open; pointer and length are those of `value`, which outlives the
        // call and is what the class of information asks for.
        succeeded(unsafe {
            SetInformationJobObject(
                self.0.as_raw_handle(),
                what,
                ptr::from_ref(value).cast(),
                length,
            )
        })
    }

    pub(super) fn tighten(&self, _: &Child, limits: Limits) -> io::Result<()> {
        self.set(JobObjectExtendedLimitInformation, &job_limits(Some(limits)))
    }

    /// All of the job; the twin needs the child.
    pub(super) fn kill_descendants(&self, _: &Child) {
        // SAFETY: the handle is open as long as its owner. Fails only where nothing runs in it.
        let _ = unsafe { TerminateJobObject(self.0.as_raw_handle(), 1) };
    }

    pub(super) fn take_in(&self, child: &Child) -> io::Result<()> {
        let (job, process) = (self.0.as_raw_handle(), child.as_raw_handle());
        // SAFETY: both handles are open as long as their owners, which outlive the call.
        succeeded(unsafe { AssignProcessToJobObject(job, process) })
    }
}

fn job_limits(limits: Option<Limits>) -> JOBOBJECT_EXTENDED_LIMIT_INFORMATION {
    let mut job = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    job.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    if let Some(limits) = limits {
        job.BasicLimitInformation.LimitFlags |= JOB_OBJECT_LIMIT_JOB_MEMORY
            | JOB_OBJECT_LIMIT_JOB_TIME
            | JOB_OBJECT_LIMIT_ACTIVE_PROCESS;
        let ticks = limits.cpu_secs.saturating_mul(TICKS_PER_SEC);
        job.BasicLimitInformation.PerJobUserTimeLimit = i64::try_from(ticks).unwrap_or(i64::MAX);
        job.BasicLimitInformation.ActiveProcessLimit = 1;
        job.JobMemoryLimit = usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX);
    }
    job
}

fn succeeded(result: i32) -> io::Result<()> {
    match result {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}
