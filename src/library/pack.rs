//! An installed pack as a value, and its media as the player reads them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::library::reverify::ordinary;
use crate::library::{FileDefect, Library, LibraryError, Revocation, Stamp};
use crate::pack::{
    Archive, KeyId, Manifest, PackError, PackId, PackPath, PackVersion, VerifiedPack, Window, read,
};
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
    damage: Option<FileDefect>,
}

/// What the database says of one pack file.
#[derive(Clone)]
pub(super) struct Row {
    pub sha256: String,
    pub id: PackId,
    pub version: PackVersion,
    pub key_id: KeyId,
    pub key: String,
    pub publisher: String,
    pub bytes: u64,
    pub installed_at: Timestamp,
    pub installed_by: String,
    pub revoked: Option<Revocation>,
    /// What it was put under quarantine for.
    pub quarantined: Option<FileDefect>,
}

impl InstalledPack {
    /// Opens what the database says is on the shelf. A file that is missing or does not fit makes
    /// a quarantined pack, not an error: the others must stay usable.
    pub(super) fn open(library: &Library, row: Row) -> Result<Self, LibraryError> {
        let path = library.pack_path(&row.sha256);
        let opened = match &row.quarantined {
            Some(damage) => Err(damage.clone()),
            None => open_as(&path, &row),
        };
        let blocked = row.revoked.is_some();
        let (manifest, archive, damage) = match opened {
            Ok(pack) => {
                let (manifest, archive) = pack.into_parts();
                (manifest, (!blocked).then_some(archive), None)
            }
            Err(damage) => (library.remembered(&row)?, None, Some(damage)),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                row,
                manifest,
                archive,
                path,
                damage,
            }),
        })
    }

    /// The same pack, not to be used for as long as this program runs: where the quarantine cannot
    /// be entered, or what is wrong may pass.
    #[must_use]
    pub fn set_aside(&self, damage: FileDefect) -> Self {
        Self {
            inner: Arc::new(Inner {
                row: self.inner.row.clone(),
                manifest: self.inner.manifest.clone(),
                archive: None,
                path: self.inner.path.clone(),
                damage: Some(damage),
            }),
        }
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
        match &self.inner.damage {
            _ if self.inner.row.revoked.is_some() => PackState::Blocked,
            Some(_) => PackState::Quarantined,
            None => PackState::Active,
        }
    }

    /// What is wrong with its file, where something is.
    #[must_use]
    pub fn damage(&self) -> Option<&FileDefect> {
        self.inner.damage.as_ref()
    }

    /// Tells whether the file that is played was changed since; nothing if it is not open.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        Stamp::of(self.archive()?.file()?)
    }

    /// The key that it was installed with, as the base64 line of its file.
    pub(super) fn key(&self) -> &str {
        &self.inner.row.key
    }

    /// Why it is blocked, where it is.
    #[must_use]
    pub fn revocation(&self) -> Option<Revocation> {
        self.inner.row.revoked
    }

    /// What is answered where a blocked pack is to be used.
    #[must_use]
    pub fn refusal(&self, revoked: Option<Revocation>) -> PackError {
        match revoked {
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
        let refused = |damage: FileDefect| LibraryError::ShelfDamaged {
            id: self.manifest().id.clone(),
            damage,
            kept: None,
        };
        if self.state() == PackState::Blocked {
            return Err(self.refusal(self.revocation()).into());
        }
        let altered = |reason: String| refused(FileDefect::Altered { reason });
        let archive = self.archive().ok_or_else(|| {
            let damage = self.damage().cloned();
            refused(damage.unwrap_or(FileDefect::Missing))
        })?;
        let entry = archive
            .entry(path.as_str())
            .ok_or_else(|| altered(format!("{path} is missing")))?;
        archive.read(entry, limit).map_err(|error| match error {
            error @ PackError::TooLarge { .. } => error.into(),
            error => refused(FileDefect::of(error, 0)),
        })
    }
}

/// Opens the file as the pack that the database says it is.
fn open_as(path: &Path, row: &Row) -> Result<VerifiedPack, FileDefect> {
    let len = ordinary(path).map_err(|error| FileDefect::of_io(&error))?;
    let missing = row.bytes.saturating_sub(len);
    let pack = read::open_installed(path, &row.sha256).map_err(|e| FileDefect::of(e, missing))?;
    let manifest = pack.manifest();
    if (&manifest.id, manifest.version, pack.key_id()) != (&row.id, row.version, row.key_id) {
        let (id, version, key) = (&manifest.id, manifest.version, pack.key_id());
        return Err(FileDefect::Replaced {
            by: format!("{id} version {version}, signed with key {key}"),
        });
    }
    if pack.bytes() != row.bytes {
        return Err(FileDefect::Altered {
            reason: "it is not as long as it was".to_owned(),
        });
    }
    Ok(pack)
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
