//! Locks between processes, and waiting for them: at most ten seconds, and no longer than until
//! somebody stops the work.
//!
//! A lock file can be locked by everybody who can open it, for reading too. So only those can open
//! it who may write in its folder, and one that more can open is replaced by a new one before it is
//! used: whoever has the old one open locks nothing any more.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::platform::files::{self, Folder};
use crate::platform::{rights, stop};

mod holder;

pub use holder::{Holder, holder, is_write_locked};

/// No wait is longer.
pub const MAX_WAIT: Duration = Duration::from_secs(10);
/// Between two attempts.
const RETRY_INTERVAL: Duration = Duration::from_millis(20);
/// How often a lock file that somebody replaces meanwhile is opened again.
const MAX_OPENINGS: u32 = 100;

/// Waits before the next attempt, after this many failures. Returns false, at once, after
/// [`MAX_WAIT`] or when this process was asked to end. It is `SQLite`'s busy handler too.
#[must_use]
pub fn pause(failed: i32) -> bool {
    pause_within(u32::try_from(failed).unwrap_or(0), MAX_WAIT)
}

fn pause_within(failed: u32, max_wait: Duration) -> bool {
    !stop::is_requested() && pause_while_stopping(failed, max_wait)
}

fn pause_while_stopping(failed: u32, max_wait: Duration) -> bool {
    if RETRY_INTERVAL.saturating_mul(failed) >= max_wait {
        return false;
    }
    std::thread::sleep(RETRY_INTERVAL);
    true
}

/// Why a lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it; which one, where the system says so.
    #[error("another program holds it")]
    Held(Option<Holder>),
    /// The wait was ended.
    #[error("stopped")]
    Stopped,
    /// The file cannot be opened or locked.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A lock on a file, for this process alone. Let go when dropped, and by the system when the
/// process dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a process that another thread starts at this moment holds the
        // file, and with it the lock, until it has become the other program.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Locks this file, and makes it if it is not there, for those to open who may write in its
    /// folder. One that more people can open is replaced.
    ///
    /// # Errors
    /// `Held` after `max_wait`, `Stopped`; `Io` for a link or what is not a regular file with one
    /// name, and for what the system reports.
    pub fn acquire(path: &Path, max_wait: Duration) -> Result<Self, LockError> {
        Self::acquire_with(path, &|failed| pause_within(failed, max_wait))
    }

    /// As [`acquire`](Self::acquire), but also once this process was asked to end. For waits of a moment.
    ///
    /// # Errors
    /// As [`acquire`](Self::acquire), without `Stopped`.
    pub fn acquire_while_stopping(path: &Path, max_wait: Duration) -> Result<Self, LockError> {
        Self::acquire_with(path, &|failed| pause_while_stopping(failed, max_wait))
    }

    fn acquire_with(path: &Path, pause: Pause<'_>) -> Result<Self, LockError> {
        let (parent, name) = files::folder_and_name(path)?;
        let folder = Folder::open(parent)?;
        for _ in 0..MAX_OPENINGS {
            let file = rights::open_for_writers(&folder, name)?;
            if !rights::is_open_to_others(&folder, &file)? {
                return wait(file, path, pause);
            }
            match replace(&folder, name, pause)? {
                Replaced::ByThis(lock) => return Ok(lock),
                Replaced::Already => {}
                Replaced::Never => return wait(file, path, pause),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }
}

/// Waits a moment after so many attempts; returns whether to try again.
type Pause<'a> = &'a dyn Fn(u32) -> bool;

fn wait(file: File, path: &Path, pause: Pause<'_>) -> Result<Lock, LockError> {
    for failed in 0.. {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) if pause(failed) => {}
            Err(TryLockError::WouldBlock) if stop::is_requested() => {
                return Err(LockError::Stopped);
            }
            Err(TryLockError::WouldBlock) => return Err(LockError::Held(holder(path))),
        }
    }
    Ok(Lock { file })
}

/// What came of putting a new lock file in the place of another.
enum Replaced {
    /// It is there, and locked.
    ByThis(Lock),
    /// Another process did so.
    Already,
    /// The file system cannot keep a file from others: it has no modes, as a stick's.
    Never,
}

/// Puts a new lock file in the place of one that more people can open, and holds it. The new file
/// is locked before it takes the place, and only who holds it puts it there: no two processes hold
/// two files of one name.
fn replace(folder: &Folder, name: &Path, pause: Pause<'_>) -> Result<Replaced, LockError> {
    let fresh = &files::with_suffix(name, ".new");
    let file = rights::open_for_writers(folder, fresh)?;
    let never = rights::is_open_to_others(folder, &file)?;
    let lock = wait(file, &folder.path().join(fresh), pause)?;
    let old = rights::open_for_writers(folder, name)?;
    if never || !rights::is_open_to_others(folder, &old)? {
        // Another process may have put it in its place, or removed it.
        let _ = folder.remove_file(fresh);
        return Ok(if never {
            Replaced::Never
        } else {
            Replaced::Already
        });
    }
    if let Err(error) = folder.rename(fresh, name) {
        let _ = folder.remove_file(fresh);
        return Err(error.into());
    }
    Ok(Replaced::ByThis(lock))
}

#[cfg(test)]
mod tests;
