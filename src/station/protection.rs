//! Whether a folder for everybody on this PC can be changed by administrators only, and making it
//! so (RECORDS 7.9 to 7.11).

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::platform::protection::{self, ExposedFinding, ProtectError, Special};
use crate::station::folder::RECORDS_FOLDER;
use crate::station::{DataFolder, StationError};

/// Files that are replaced by copies of themselves, so that nobody goes on writing or locking them
/// who opened them before.
const RENEWED: [&str; 5] = [
    "station.json",
    "station.lock",
    "library.db",
    "library.db-journal",
    "install.lock",
];
/// Files that nobody else needs to open.
const PRIVATE: [&str; 2] = ["station.lock", "install.lock"];
/// How the names of all files begin that belong to records.
const RECORDS_PREFIX: &[u8] = b"records.";

/// What is found of a folder for everybody.
#[derive(Debug)]
pub enum ProtectionFinding {
    /// Only administrators change packs, trust and settings.
    Protected,
    /// Others may too.
    Exposed(ExposedFinding),
    /// The system does not say.
    Unknown(StationError),
}

impl DataFolder {
    /// Whether packs, trust and settings are the administrators'; nothing where the folder is not
    /// one for everybody on this PC.
    #[must_use]
    pub fn protection(&self) -> Option<ProtectionFinding> {
        if !self.is_for_everybody() {
            return None;
        }
        let found = protection::find_exposed(self.path(), &[RECORDS_FOLDER]);
        Some(match found {
            Ok(None) => ProtectionFinding::Protected,
            Ok(Some(exposed)) => ProtectionFinding::Exposed(exposed),
            Err(error) => ProtectionFinding::Unknown(StationError::io(self.path(), error)),
        })
    }

    /// Gives packs, trust and settings to the administrators, and records to a folder of their own
    /// in which everybody goes on writing who could before. Needs an administrator. Returns where
    /// the records lie now.
    ///
    /// # Errors
    /// `NotForAll` where this is no folder for everybody; `NotOrdinary`, `InUse`, `Io`.
    pub fn protect(&self) -> Result<PathBuf, StationError> {
        if self.protection().is_none() {
            return Err(StationError::NotForAll {
                path: self.path().to_owned(),
            });
        }
        let records = self.path().join(RECORDS_FOLDER);
        self.move_records(&records)?;
        let special = Special {
            except: &[RECORDS_FOLDER],
            renew: &RENEWED,
            private: &PRIVATE,
        };
        protection::protect(self.path(), special)?;
        Ok(records)
    }

    /// Before the folder is protected: who writes records could not do so in it afterwards. A folder
    /// for them that administrators made stays as it is; one that somebody else put there is taken.
    fn move_records(&self, records: &Path) -> Result<(), StationError> {
        let failed = |error| StationError::io(self.path(), error);
        let group = protection::writing_group(self.path()).map_err(failed)?;
        let new = match protection::create_shared_folder(records, group) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                protection::take_shared_folder(records, group)?
            }
            made => made
                .map(|()| true)
                .map_err(|error| StationError::io(records, error))?,
        };
        for entry in std::fs::read_dir(self.path()).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let moved = records.join(entry.file_name());
            if is_of_records(&entry.file_name()) && moved.symlink_metadata().is_err() {
                std::fs::rename(entry.path(), &moved)
                    .map_err(|error| StationError::io(&entry.path(), error))?;
            }
        }
        if !new {
            return Ok(());
        }
        let failed = |error| StationError::io(records, error);
        for entry in std::fs::read_dir(records).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if is_of_records(&entry.file_name()) {
                protection::share_file(&entry.path(), group)?;
            }
        }
        Ok(())
    }
}

fn is_of_records(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(RECORDS_PREFIX)
}

impl From<ProtectError> for StationError {
    fn from(error: ProtectError) -> Self {
        match error {
            ProtectError::NotOrdinary { path } => Self::NotOrdinary { path },
            ProtectError::InUse { path } => Self::InUse { path },
            ProtectError::Io { path, error } => Self::io(&path, error),
        }
    }
}
