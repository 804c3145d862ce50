//! The shelf of a station: which packs are installed, who may publish, and what was done by whom,
//! in one folder of `library.db` (active, kept and highest versions, trust, audit log), its copy
//! `library.snapshot.db` for those who may only read, `packs/<sha256>.muster` (the packs as they
//! came, whole) and `install.lock`. Not in here is the
//! form of packs and lists, which is the room `pack`'s, nor a visit as a whole, nor a thread or a
//! clock: every act that is logged is handed a [`Who`]. An installed pack is a value
//! ([`InstalledPack`]) that only this room makes.
#![doc = include_str!("EXCHANGE.md")]

mod aids;
mod audit;
mod changes;
mod checkup;
mod database;
mod decode;
mod defect;
mod disk;
mod error;
mod find;
mod free_space;
mod install;
mod install_lock;
mod inventory;
mod list;
mod outlines;
mod pack;
mod pinned;
mod plan;
mod policy;
mod publish;
mod publisher;
mod reading;
mod remove;
mod reverify;
mod store;
mod trust;
mod trusted;
mod versions;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use aids::DrawingTime;
pub use audit::{AuditLine, Unsigned, audit_csv};
pub use defect::{FileDefect, Stamp};
pub use error::{LibraryError, TrustError};
pub use find::{
    OtherFile, SearchFinding, find_lists, find_packs, lowest_first, newest_first, search,
};
pub use install::{Action, Outcome, Warning};
pub use inventory::{InventoryFinding, InventoryPack, InventoryRoot};
pub use list::ListOutcome;
pub use pack::{Contents, InstalledPack, PackMedia, PackState};
pub use pinned::{InForce, Pinned};
pub use plan::{Change, ModuleChange, Plan, Planned};
pub use publish::store_files;
pub use publisher::Publisher;
pub use reverify::{Finding, Verdict};
pub use trusted::Revocation;

/// The shelf of one station. Cheap to clone; every act opens the database anew, so that one
/// value may be used from several threads.
#[derive(Clone, Debug)]
pub struct Library {
    folder: PathBuf,
    read_only: bool,
}

/// Who does something, and when. Handed in, as this room reads no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The operating-system account.
    pub account: String,
    /// When.
    pub at: jiff::Timestamp,
    /// The same as a day of the station's calendar: expiry counts in days.
    pub today: jiff::civil::Date,
}

impl Library {
    /// Opens the library in this folder and makes it if it is not there; what a power cut left is
    /// cleared away. Where the folder cannot be written but holds a library, it is opened for
    /// reading.
    ///
    /// # Errors
    /// `ReadOnly` or `Io` if it can neither be made nor read, `StoreDamaged`, `StoreTooNew`.
    pub fn open(folder: &Path) -> Result<Self, LibraryError> {
        let read_only = store::prepare(folder)?;
        let library = Self {
            folder: folder.to_owned(),
            read_only,
        };
        library.clear_at_start();
        library.publish_at_start();
        Ok(library)
    }

    /// The library's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it was opened for reading only.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn packs_folder(&self) -> PathBuf {
        self.folder.join("packs")
    }

    fn pack_path(&self, sha256: &str) -> PathBuf {
        self.packs_folder().join(format!("{sha256}.muster"))
    }
}
