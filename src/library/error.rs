//! What can go wrong on the shelf.

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::documents::DocumentError;
use crate::library::{FileDefect, free_space};
use crate::pack::{AgencyId, KeyId, PackError, PackId, PackVersion, TextDefect};
use crate::platform::locks::{self, Holder};
use crate::platform::stop;
use crate::player::PlayerError;

/// Why the shelf refused something or could not be read. Sentences for people are in `words`.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The pack itself is wrong, or its publisher may not install it here.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A video or audio file of the pack does not play.
    #[error("{path} does not play: {error}")]
    Media {
        /// The file in the pack.
        path: String,
        /// The player's error.
        #[source]
        error: PlayerError,
    },
    /// A job aid of the pack cannot be drawn.
    #[error("{path} cannot be drawn: {error}")]
    JobAid {
        /// The file in the pack.
        path: String,
        /// What the drawing came to.
        #[source]
        error: DocumentError,
    },
    /// No file of this name.
    #[error("{} is not there", file.display())]
    NoSuchFile {
        /// The file that was asked for.
        file: PathBuf,
    },
    /// The same version was installed before, with other bytes.
    #[error("{id} version {version} was installed before with other content")]
    SameVersionDifferentContent {
        /// The pack.
        id: PackId,
        /// The version that both carry.
        version: PackVersion,
    },
    /// Past the last day on which the pack may be installed.
    #[error("{id} was not to be installed after {not_after}")]
    Expired {
        /// The pack.
        id: PackId,
        /// The last day.
        not_after: Date,
    },
    /// The disk has too little room.
    #[error("{missing} bytes are missing on the disk")]
    NoSpace {
        /// How many bytes would have to be freed.
        missing: u64,
    },
    /// Somebody else installs at this moment, or holds the database.
    #[error("another installation is under way")]
    Busy,
    /// The same, where the system says who it is.
    #[error("{holder} holds the library")]
    Held {
        /// The process.
        holder: Holder,
    },
    /// The library folder can be read but not written.
    #[error("{} is read-only", folder.display())]
    ReadOnly {
        /// The library folder.
        folder: PathBuf,
    },
    /// A change was cut off by a power cut, this user may not put that right, and reading a copy
    /// failed.
    #[error("a change in {} was cut off: {error}", folder.display())]
    LeftHalfway {
        /// The library folder.
        folder: PathBuf,
        /// Why no copy could be read.
        #[source]
        error: io::Error,
    },
    /// It was done, but the copy of the database that others read could not be renewed.
    #[error("{} could not be renewed: {error}", path.display())]
    NotPublished {
        /// The copy.
        path: PathBuf,
        /// Why not.
        #[source]
        error: io::Error,
    },
    /// The copy of the database that is there for those who may not write cannot be read.
    #[error("{} cannot be read: {error}", path.display())]
    CopyUnreadable {
        /// The copy.
        path: PathBuf,
        /// Why not.
        #[source]
        error: io::Error,
    },
    /// Reading or writing on the disk of this PC failed.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
    /// The database cannot be read or does not fit together.
    #[error("the library's database is damaged: {reason}")]
    StoreDamaged {
        /// The database file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The database was written by a newer Muster.
    #[error("the library's database has version {found}")]
    StoreTooNew {
        /// The version of the database's layout.
        found: i64,
    },
    /// No such pack on the shelf.
    #[error("{id} is not installed")]
    NotInstalled {
        /// The pack that was asked for.
        id: PackId,
    },
    /// No previous version is kept.
    #[error("no previous version of {id} is kept")]
    NothingKept {
        /// The pack.
        id: PackId,
    },
    /// A pack on the shelf is no longer what was installed, or cannot be read.
    #[error("{id} on the shelf cannot be used: {damage:?}")]
    ShelfDamaged {
        /// The pack.
        id: PackId,
        /// What is wrong with its file.
        damage: FileDefect,
        /// The version that one can go back to.
        kept: Option<PackVersion>,
    },
    /// No such key in the list of publishers.
    #[error("no publisher with key {key_id}")]
    NoSuchKey {
        /// The key that was asked for.
        key_id: KeyId,
    },
    /// The key is trusted already, or another key has the same id.
    #[error("key {key_id} is there already")]
    KeyExists {
        /// The key.
        key_id: KeyId,
        /// The station's name for it.
        name: String,
    },
    /// A trust list, or roots, that this station does not take.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A pattern of pack ids that cannot be used.
    #[error("{pattern:?} is not a pattern of pack ids")]
    BadPattern {
        /// The pattern.
        pattern: String,
    },
    /// The file is not the one that was shown and confirmed.
    #[error("the file is not the one that was shown")]
    NotAsShown,
    /// Another key has the id of this one (FORMAT 5.10).
    #[error("another key has the id {key_id}: that of {name}")]
    KeyIdTaken {
        /// The id of both.
        key_id: KeyId,
        /// Whose key the other is.
        name: String,
    },
    /// A name that would spoof what is shown beside it (FORMAT 4.31).
    #[error("the name {}", defect.reason())]
    BadName {
        /// What is wrong with it.
        defect: TextDefect,
    },
    /// Going back or below the highest version needs a reason.
    #[error("a reason is needed")]
    ReasonMissing,
}

/// Why this station does not take a trust list, or roots.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// A trust list that is older than the one in force.
    #[error("trust list version {version} is older than {in_force}")]
    TrustListOlder {
        /// The version that was offered.
        version: u64,
        /// The version in force.
        in_force: u64,
    },
    /// A list with the version of the one in force, but with other bytes.
    #[error("another trust list of version {version} is in force")]
    TrustListDiffers {
        /// The version of both.
        version: u64,
    },
    /// A list that changes the roots does not come right after the one in force.
    #[error("trust list version {version} changes the roots; version {next} has to come first")]
    TrustListSkipped {
        /// The version that was offered.
        version: u64,
        /// The version that would follow.
        next: u64,
    },
    /// The list of another agency.
    #[error("a trust list of {agency}; this station belongs to {own}")]
    OtherAgency {
        /// Whose list it is.
        agency: AgencyId,
        /// Whose list is in force.
        own: AgencyId,
    },
    /// No roots are pinned, so no list can be accepted.
    #[error("no roots are pinned")]
    NoRoots,
    /// Roots are pinned, so only trust lists decide who is trusted.
    #[error("roots are pinned; trust lists say who is trusted")]
    RootsPinned,
    /// Roots are pinned already.
    #[error("roots are pinned already")]
    RootsExist,
    /// These keys or this threshold make no roots.
    #[error("not usable as roots: {reason}")]
    BadRoots {
        /// What is wrong.
        reason: String,
    },
}

impl LibraryError {
    /// Somebody holds this file, or the wait for them was ended.
    pub(super) fn busy(path: &Path) -> Self {
        if stop::is_requested() {
            return Self::Pack(PackError::Cancelled);
        }
        locks::holder(path).map_or(Self::Busy, |holder| Self::Held { holder })
    }

    /// A disk that was full when so many bytes were to be written, with how much is missing.
    pub(super) fn no_space(folder: &Path, bytes: u64) -> Self {
        Self::NoSpace {
            missing: free_space::missing(folder, bytes),
        }
    }

    /// Converts a disk error; a full disk and a read-only one have variants of their own.
    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::no_space(path, 0),
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly {
                folder: path.to_owned(),
            },
            _ => Self::Io {
                path: path.to_owned(),
                error,
            },
        }
    }
}
