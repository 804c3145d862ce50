//! An installed pack as a value, and its media as the player reads them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::library::{Library, LibraryError, Revocation};
use crate::pack::read::{self, Progress};
use crate::pack::{Archive, KeyId, Manifest, PackError, PackPath, PublicKey, Window};
use crate::player::{MediaSource, ReadSeek};

/// What an installed pack may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackState {
    /// In use.
    Active,
    /// Its file is missing or no longer what was installed; nothing of it is shown.
    Quarantined,
    /// Its publisher's key, or the pack itself, was revoked; nothing of it is shown.
    Blocked,
}

impl PackState {
    /// As other programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Quarantined => "quarantined",
            Self::Blocked => "blocked",
        }
    }
}

/// A pack on the shelf. Cheap to clone; only the library makes one.
#[derive(Clone)]
pub struct InstalledPack {
    inner: Arc<Inner>,
}

struct Inner {
    row: Row,
    manifest: Manifest,
    archive: Option<Archive>,
    path: PathBuf,
    state: PackState,
}

/// What the database says of one pack file.
pub(super) struct Row {
    pub sha256: String,
    pub key_id: KeyId,
    pub key: String,
    pub publisher: String,
    pub bytes: u64,
    pub manifest: String,
    pub installed_at: Timestamp,
    pub installed_by: String,
    pub revoked: Option<Revocation>,
}

impl InstalledPack {
    /// Opens what the database says is on the shelf. A file that is missing or does not fit makes
    /// a quarantined pack, not an error: the others must stay usable.
    pub(super) fn open(library: &Library, row: Row) -> Result<Self, LibraryError> {
        let path = library.pack_path(&row.sha256);
        let opened = read::open_installed(&path, &row.sha256)
            .ok()
            .filter(|pack| pack.bytes() == row.bytes && pack.key_id() == row.key_id);
        let (manifest, archive) = match opened {
            Some(pack) => (pack.manifest().clone(), Some(pack.archive().clone())),
            None => (library.remembered(&row)?, None),
        };
        let state = match archive {
            _ if row.revoked.is_some() => PackState::Blocked,
            None => PackState::Quarantined,
            Some(_) => PackState::Active,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                row,
                manifest,
                archive: archive.filter(|_| state == PackState::Active),
                path,
                state,
            }),
        })
    }

    /// What it holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.inner.manifest
    }

    /// Its files; none unless it is active.
    #[must_use]
    pub fn archive(&self) -> Option<&Archive> {
        self.inner.archive.as_ref()
    }

    /// SHA-256 of the whole file, lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.inner.row.sha256
    }

    /// The key that signed it.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.inner.row.key_id
    }

    /// The name that the station gave that key.
    #[must_use]
    pub fn publisher(&self) -> &str {
        &self.inner.row.publisher
    }

    /// When it was installed.
    #[must_use]
    pub fn installed_at(&self) -> Timestamp {
        self.inner.row.installed_at
    }

    /// By which account it was installed.
    #[must_use]
    pub fn installed_by(&self) -> &str {
        &self.inner.row.installed_by
    }

    /// Length of the whole file, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.inner.row.bytes
    }

    /// What it may be used for.
    #[must_use]
    pub fn state(&self) -> PackState {
        self.inner.state
    }

    /// Why it is blocked, where it is.
    #[must_use]
    pub fn revocation(&self) -> Option<Revocation> {
        self.inner.row.revoked
    }

    /// What is answered where a blocked pack is to be used.
    pub(super) fn refusal(&self) -> PackError {
        match self.revocation() {
            Some(Revocation::Pack) => PackError::RevokedPack {
                id: self.manifest().id.clone(),
                version: self.manifest().version,
            },
            _ => PackError::RevokedPublisher {
                key_id: self.key_id(),
            },
        }
    }

    /// The file on the shelf.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// A medium of the pack for the player, read in place; none if the pack is not active, has no
    /// such file, or holds it deflated.
    #[must_use]
    pub fn source(&self, path: &PackPath) -> Option<PackMedia> {
        PackMedia::of(self.archive()?, path)
    }

    /// Reads a file of the pack into memory: captions, texts, pictures, job aids.
    ///
    /// # Errors
    /// `Pack(RevokedPublisher)` or `Pack(RevokedPack)` if the pack is blocked; `ShelfDamaged` if it
    /// is quarantined or the file is not what it was; `TooLarge` if it is larger than `limit`
    /// bytes.
    pub fn read(&self, path: &PackPath, limit: u64) -> Result<Vec<u8>, LibraryError> {
        let damaged = |reason: String| LibraryError::ShelfDamaged {
            id: self.manifest().id.clone(),
            reason,
        };
        if self.state() == PackState::Blocked {
            return Err(self.refusal().into());
        }
        let archive = self
            .archive()
            .ok_or_else(|| damaged(format!("the pack is {}", self.state().name())))?;
        let entry = archive
            .entry(path.as_str())
            .ok_or_else(|| damaged(format!("{path} is missing")))?;
        archive.read(entry, limit).map_err(|error| match error {
            error @ PackError::TooLarge { .. } => error.into(),
            error => damaged(error.to_string()),
        })
    }

    /// Proves every byte of the file on the shelf again, with the key that once signed it.
    ///
    /// # Errors
    /// `ShelfDamaged` if it is no longer what was installed; `Pack(Cancelled)`.
    pub fn reverify(&self, progress: &mut Progress<'_>) -> Result<(), LibraryError> {
        let damaged = |reason: String| LibraryError::ShelfDamaged {
            id: self.manifest().id.clone(),
            reason,
        };
        let key = PublicKey::parse(&self.inner.row.key).map_err(|e| damaged(e.to_string()))?;
        match read::reverify(self.path(), &key, progress) {
            Ok(pack) if pack.sha256() == self.sha256() => Ok(()),
            Ok(_) => Err(damaged("another pack lies in its place".to_owned())),
            Err(PackError::Cancelled) => Err(PackError::Cancelled.into()),
            Err(error) => Err(damaged(error.to_string())),
        }
    }
}

impl fmt::Debug for InstalledPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let manifest = self.manifest();
        write!(
            f,
            "InstalledPack({} version {}, {})",
            manifest.id,
            manifest.version,
            self.state().name()
        )
    }
}

/// A medium inside a pack, for the player: every opening is a reader with a place of its own.
#[derive(Clone, Debug)]
pub struct PackMedia {
    window: Window,
}

impl PackMedia {
    pub(super) fn of(archive: &Archive, path: &PackPath) -> Option<Self> {
        let entry = archive.entry(path.as_str())?;
        // A deflated entry cannot be sought in; the format allows none for media.
        let window = archive.window(entry);
        (entry.compressed == entry.size && entry.method == crate::pack::container::Method::Stored)
            .then_some(Self { window })
    }
}

impl MediaSource for PackMedia {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(io::BufReader::with_capacity(
            64 << 10,
            self.window.clone(),
        )))
    }
}
