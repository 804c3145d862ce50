//! An installed pack as a value, and its media as the player reads them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::library::outlines::{Mark, Remembered};
use crate::library::{FileDefect, Library, LibraryError, Revocation, Stamp};
use crate::pack::{
    Archive, KeyId, Manifest, Outline, PackError, PackId, PackPath, PackVersion, VerifiedPack,
    Window, read,
};
use crate::platform::files::regular_metadata;
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
    outline: Outline,
    path: PathBuf,
    damage: Option<FileDefect>,
    /// The state of the file when it was inspected; `None` where it is not to be used.
    stamp: Option<Stamp>,
    /// Of the file that the outline was read from, where nothing was remembered of that.
    fresh: Option<Mark>,
    contents: OnceLock<Contents>,
}

/// A pack that is open.
#[derive(Clone)]
pub struct Contents {
    manifest: Manifest,
    archive: Archive,
}

impl Contents {
    /// What it holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its files.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    fn of(pack: VerifiedPack) -> Self {
        let (manifest, archive) = pack.into_parts();
        Self { manifest, archive }
    }
}

/// The database's row of one pack file.
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
    /// What the database says is on the shelf. Its file is opened only where nothing is remembered
    /// of the one that lies there. One that is missing or does not fit makes a quarantined pack, not
    /// an error: the others must stay usable.
    pub(super) fn shelved(
        library: &Library,
        row: Row,
        remembered: Option<Remembered>,
    ) -> Result<Self, LibraryError> {
        let path = library.pack_path(&row.sha256);
        let looked_at = match &row.quarantined {
            Some(damage) => Err(damage.clone()),
            None => inspect_file(&path, &row, remembered.as_ref()),
        };
        let mut pack = Inner {
            outline: match (&looked_at, remembered) {
                (
                    Ok(InspectedFile {
                        opened: Some(pack), ..
                    }),
                    _,
                ) => Outline::of(pack.manifest()),
                (_, Some(remembered)) => remembered.outline,
                _ => Outline::of(&library.manifest_of(&row.sha256)?),
            },
            row,
            path,
            damage: None,
            stamp: None,
            fresh: None,
            contents: OnceLock::new(),
        };
        match looked_at {
            Ok(found) => {
                let usable = pack.row.revoked.is_none();
                pack.stamp = usable.then_some(found.stamp);
                pack.fresh = found.opened.is_some().then_some(found.mark);
                if let Some(opened) = found.opened.filter(|_| usable) {
                    pack.contents = OnceLock::from(Contents::of(opened));
                }
            }
            Err(damage) => pack.damage = Some(damage),
        }
        let inner = Arc::new(pack);
        Ok(Self { inner })
    }

    /// What is to be remembered of it.
    pub(super) fn fresh(&self) -> Option<(&str, &Outline, Mark)> {
        let mark = self.inner.fresh?;
        Some((self.sha256(), self.outline(), mark))
    }

    /// The same pack, not to be used for as long as this program runs: where the quarantine cannot
    /// be entered, or what is wrong may pass.
    #[must_use]
    pub fn set_aside(&self, damage: FileDefect) -> Self {
        Self {
            inner: Arc::new(Inner {
                row: self.inner.row.clone(),
                outline: self.inner.outline.clone(),
                path: self.inner.path.clone(),
                damage: Some(damage),
                stamp: None,
                fresh: None,
                contents: OnceLock::new(),
            }),
        }
    }

    /// What is known of it without opening it.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        &self.inner.outline
    }

    /// What it holds, and its files. Opened when they are asked for first, which reads from the
    /// disk, and from then on for this value and all its clones.
    ///
    /// # Errors
    /// `Pack(RevokedPublisher)` or `Pack(RevokedPack)` if it is blocked; `ShelfDamaged` if it is
    /// quarantined, or its file is no longer what it was.
    pub fn contents(&self) -> Result<&Contents, LibraryError> {
        if self.state() == PackState::Blocked {
            return Err(self.refusal(self.revocation()).into());
        }
        if let Some(damage) = self.damage() {
            return Err(self.refused(damage.clone()));
        }
        if let Some(contents) = self.inner.contents.get() {
            return Ok(contents);
        }
        let opened = regular_metadata(self.path())
            .map_err(|error| FileDefect::of_io(&error))
            .and_then(|meta| open_as(self.path(), &self.inner.row, meta.len()));
        let opened = opened.map_err(|damage| self.refused(damage))?;
        Ok(self.inner.contents.get_or_init(|| Contents::of(opened)))
    }

    /// What it holds, where it is open already.
    #[must_use]
    pub fn opened(&self) -> Option<&Contents> {
        self.inner.contents.get()
    }

    /// Takes over what is open of the same file: the shelf was read anew, the file stayed.
    pub fn stays_open(&self, before: &Self) {
        let same = self.sha256() == before.sha256() && self.stamp() == before.stamp();
        if let Some(contents) = before.opened().filter(|_| same && self.stamp().is_some()) {
            let _ = self.inner.contents.set(contents.clone());
        }
    }

    fn refused(&self, damage: FileDefect) -> LibraryError {
        LibraryError::ShelfDamaged {
            id: self.outline().id.clone(),
            damage,
            kept: None,
        }
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

    /// Tells whether the file that is played, or would be, was changed since; nothing if it is not
    /// to be used.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        match self.opened() {
            Some(contents) => Stamp::of(contents.archive.file()?),
            None => self.inner.stamp,
        }
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
                id: self.outline().id.clone(),
                version: self.outline().version,
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

    /// A medium of the pack for the player, read in place; none if the pack cannot be used, has no
    /// such file, or holds it deflated. Opens the pack ([`InstalledPack::contents`]).
    #[must_use]
    pub fn source(&self, path: &PackPath) -> Option<PackMedia> {
        PackMedia::of(self.contents().ok()?.archive(), path)
    }

    /// Reads a file of the pack into memory: captions, texts, pictures, job aids. Opens the pack
    /// ([`InstalledPack::contents`]).
    ///
    /// # Errors
    /// `Pack(RevokedPublisher)` or `Pack(RevokedPack)` if the pack is blocked; `ShelfDamaged` if it
    /// is quarantined or the file is not what it was; `TooLarge` if it is larger than `limit`
    /// bytes.
    pub fn read(&self, path: &PackPath, limit: u64) -> Result<Vec<u8>, LibraryError> {
        let archive = self.contents()?.archive();
        let entry = archive.entry(path.as_str()).ok_or_else(|| {
            let reason = format!("{path} is missing");
            self.refused(FileDefect::Altered { reason })
        })?;
        archive.read(entry, limit).map_err(|error| match error {
            error @ PackError::TooLarge { .. } => error.into(),
            error => self.refused(FileDefect::of(error, 0)),
        })
    }
}

/// The metadata of a pack's file.
struct InspectedFile {
    mark: Mark,
    stamp: Stamp,
    /// Where nothing was remembered of this file.
    opened: Option<VerifiedPack>,
}

/// Reads the file's metadata, and opens it where no outline of it is cached.
fn inspect_file(
    path: &Path,
    row: &Row,
    remembered: Option<&Remembered>,
) -> Result<InspectedFile, FileDefect> {
    let meta = regular_metadata(path).map_err(|error| FileDefect::of_io(&error))?;
    let mark = Mark::from(&meta);
    let known = mark.bytes == row.bytes && remembered.is_some_and(|r| r.is_of(mark));
    let opened = if known {
        None
    } else {
        Some(open_as(path, row, meta.len())?)
    };
    Ok(InspectedFile {
        mark,
        stamp: Stamp::from(&meta),
        opened,
    })
}

/// Opens the file as the pack that the database says it is.
fn open_as(path: &Path, row: &Row, len: u64) -> Result<VerifiedPack, FileDefect> {
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
        let outline = self.outline();
        write!(
            f,
            "InstalledPack({} version {}, {})",
            outline.id,
            outline.version,
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
