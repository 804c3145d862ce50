//! The install lock: held while something on the shelf changes.

use std::path::Path;
use std::time::Duration;

use crate::library::LibraryError;
use crate::pack::PackError;
use crate::platform::locks::{Lock, LockError};

/// Takes the install lock.
pub(super) fn acquire(folder: &Path, max_wait: Duration) -> Result<Lock, LibraryError> {
    let path = folder.join("install.lock");
    Lock::acquire(&path, max_wait).map_err(|error| match error {
        LockError::Held(None) => LibraryError::Busy,
        LockError::Held(Some(holder)) => LibraryError::Held { holder },
        LockError::Stopped => PackError::Cancelled.into(),
        LockError::Io(error) => match LibraryError::io(folder, error) {
            LibraryError::Io { error, .. } => LibraryError::Io { path, error },
            error => error,
        },
    })
}
