//! The disk underneath: the install lock, room, durability, and what killed installs left behind.

use std::fs::{File, OpenOptions, TryLockError};

use crate::library::{Library, LibraryError};

/// Prefix of the files into which packs are copied before they are verified.
pub(super) const TEMP_PREFIX: &str = "incoming-";
/// Room for the database and its journal, beside the pack itself.
const DATABASE_ROOM: u64 = 1 << 20;

/// Held while something on the shelf changes; let go when dropped, and by the system when the
/// process dies.
pub(super) struct InstallLock {
    file: File,
}

impl Drop for InstallLock {
    fn drop(&mut self) {
        // Closing is not enough: a process that another thread starts at this moment holds the
        // file, and with it the lock, until it has become the other program.
        let _ = self.file.unlock();
    }
}

impl Library {
    /// Takes the install lock, and clears away what killed installs left: nobody else writes now.
    pub(super) fn lock(&self) -> Result<InstallLock, LibraryError> {
        if self.is_read_only() {
            return Err(LibraryError::ReadOnly {
                folder: self.folder.clone(),
            });
        }
        let path = self.folder.join("install.lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| LibraryError::io(&self.folder, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LibraryError::Busy),
            Err(TryLockError::Error(error)) => return Err(LibraryError::Io { path, error }),
        }
        let lock = InstallLock { file };
        self.clear_leftovers()?;
        Ok(lock)
    }

    /// Deletes what no installation owns: half copies, and packs that were renamed into place but
    /// never committed. Only under the lock. A file that cannot be deleted (a virus scanner holds
    /// it) is left for the next time.
    pub(super) fn clear_leftovers(&self) -> Result<(), LibraryError> {
        let owned = self.all_files()?;
        let folder = self.packs_folder();
        let listing = std::fs::read_dir(&folder).map_err(|e| LibraryError::io(&folder, e))?;
        for entry in listing.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let stray = match name.strip_suffix(".muster") {
                Some(sha256) => !owned.contains(sha256),
                None => name.starts_with(TEMP_PREFIX),
            };
            if stray {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// Refuses before anything is written if the disk has no room for so many bytes.
    pub(super) fn check_room(&self, bytes: u64) -> Result<(), LibraryError> {
        let free =
            fs4::available_space(&self.folder).map_err(|e| LibraryError::io(&self.folder, e))?;
        let needed = bytes.saturating_add(DATABASE_ROOM);
        match needed.checked_sub(free) {
            Some(missing) if missing > 0 => Err(LibraryError::NoSpace { missing }),
            _ => Ok(()),
        }
    }
}
