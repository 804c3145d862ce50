//! Disk space, and the removal of leftovers of killed installs, under the install lock.

use std::path::PathBuf;
use std::time::Duration;

use crate::library::database;
use crate::library::free_space::{TEMP_PREFIX, needed};
use crate::library::install_lock::acquire;
use crate::library::{Library, LibraryError, publish};
use crate::platform::locks::Lock;

/// How long to wait for the lock: long enough for a removal, or for another start that clears
/// leftovers; not for a copy that is under way.
const LOCK_WAIT: Duration = Duration::from_millis(300);

impl Library {
    /// Takes the install lock, held while something on the shelf changes, and clears away what killed
    /// installs left: nobody else writes now.
    pub(super) fn lock(&self) -> Result<Lock, LibraryError> {
        self.lock_within(LOCK_WAIT)
    }

    fn lock_within(&self, max_wait: Duration) -> Result<Lock, LibraryError> {
        if self.is_read_only() {
            return Err(LibraryError::ReadOnly {
                folder: self.folder.clone(),
            });
        }
        let lock = acquire(&self.folder, max_wait)?;
        self.clear_leftovers()?;
        Ok(lock)
    }

    /// At start: clears away what a power cut or a killed install left. Nothing that keeps it from
    /// that keeps the library from being opened; the next start, or the next install, tries again.
    pub(super) fn clear_at_start(&self) {
        let cleared = || {
            let journal = database::is_journal_left(&self.folder);
            if self.is_read_only() || !journal && self.leftovers()?.is_empty() {
                return Ok(());
            }
            // Whoever holds the lock has cleared away, or owns what lies there.
            let _lock = self.lock_within(Duration::ZERO)?;
            if journal {
                self.write_journal_off()?;
            }
            Ok::<_, LibraryError>(())
        };
        let _ = cleared();
    }

    /// Deletes what no installation owns. Only under the lock. A file that cannot be deleted (a
    /// virus scanner holds it) is left for the next time.
    pub(super) fn clear_leftovers(&self) -> Result<(), LibraryError> {
        for stray in self.leftovers()? {
            let _ = std::fs::remove_file(stray);
        }
        Ok(())
    }

    /// Half copies, and packs that were renamed into place but never committed.
    fn leftovers(&self) -> Result<Vec<PathBuf>, LibraryError> {
        let folder = self.packs_folder();
        let listing = std::fs::read_dir(&folder).map_err(|e| LibraryError::io(&folder, e))?;
        let owned = self.all_files()?;
        let is_stray = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match name.strip_suffix(".muster") {
                Some(sha256) => !owned.contains(sha256),
                None => name.starts_with(TEMP_PREFIX),
            }
        };
        let paths = listing.flatten().map(|entry| entry.path());
        let beside = std::fs::read_dir(&self.folder);
        let beside = beside.map_err(|e| LibraryError::io(&self.folder, e))?;
        let is_half = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name == "install.lock.new"
                || name.starts_with(publish::COPY_PREFIX) && !publish::is_being_written(path)
        };
        let half = beside.flatten().map(|entry| entry.path()).filter(is_half);
        Ok(paths.filter(is_stray).chain(half).collect())
    }

    /// How many bytes of packs the disk has room for.
    ///
    /// # Errors
    /// `Io`, `ReadOnly`.
    pub fn room(&self) -> Result<u64, LibraryError> {
        let free =
            fs4::available_space(&self.folder).map_err(|e| LibraryError::io(&self.folder, e))?;
        Ok(free.saturating_sub(needed(0)))
    }

    /// Refuses before anything is written if the disk has no room for so many bytes.
    pub(super) fn check_room(&self, bytes: u64) -> Result<(), LibraryError> {
        let free =
            fs4::available_space(&self.folder).map_err(|e| LibraryError::io(&self.folder, e))?;
        match needed(bytes).checked_sub(free) {
            Some(missing) if missing > 0 => Err(LibraryError::NoSpace { missing }),
            _ => Ok(()),
        }
    }
}
