//! Installs a pack in the order of FORMAT section 2, or checks whether it would be installed.

use std::fs::File;
use std::io;
use std::path::Path;

use jiff::civil::Date;

use crate::library::aids::{self, DrawingTime};
use crate::library::free_space::TEMP_PREFIX;
use crate::library::list::unread;
use crate::library::policy::ShelfPolicy;
use crate::library::{Library, LibraryError, Who, decode};
use crate::pack::read::{self, Progress, Tail};
use crate::pack::{KeyId, Manifest, PackError, PackVersion, VerifiedPack, bytes};
use crate::platform::files::{self, SourceFile};

/// What was, or would be, done with a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is new here.
    Installed,
    /// It took the place of another version, which is kept.
    Updated,
    /// The same bytes are the active version already.
    AlreadyInstalled,
    /// `verify`: it would be new here.
    WouldInstall,
    /// `verify`: it would take the place of another version.
    WouldUpdate,
}

impl Action {
    /// As other programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Updated => "updated",
            Self::AlreadyInstalled => "already_installed",
            Self::WouldInstall => "would_install",
            Self::WouldUpdate => "would_update",
        }
    }
}

/// What people should know about a pack that is accepted nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The content should have been reviewed by this day.
    ReviewOverdue(Date),
    /// Expired after it was installed; it keeps playing.
    Expired(Date),
    /// Below the highest version that was ever installed here; wanted nevertheless.
    Older(PackVersion),
    /// Installed already, but the file on the shelf was damaged and has been replaced.
    Repaired,
    /// `verify`: installed already, but the file on the shelf is damaged and would be replaced.
    WouldRepair,
}

/// A pack that was, or would be, accepted.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it holds.
    pub manifest: Manifest,
    /// The key that signed it.
    pub key_id: KeyId,
    /// The name that the station gave that key.
    pub publisher: String,
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: String,
    /// What was, or would be, done.
    pub action: Action,
    /// What people should know.
    pub warnings: Vec<Warning>,
}

impl Library {
    /// Installs a pack: copies it while hashing, verifies, parses, applies policy, decodes the
    /// beginning of every medium, draws the first page of every job aid, and makes it the active
    /// version. Whatever fails before the last
    /// step leaves the shelf as it was. `progress` gets bytes done and in all, and says whether
    /// to go on.
    ///
    /// # Errors
    /// Everything that [`LibraryError`] has but what is about trust, going back and removing.
    pub fn install(
        &self,
        file: impl Into<SourceFile>,
        who: &Who,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome, LibraryError> {
        self.take_in(&file.into(), InstallRequest::default(), who, progress)
    }

    /// Installs the pack that somebody was shown, and no other.
    ///
    /// # Errors
    /// `NotAsShown` if the file has another SHA-256; else as [`Library::install`].
    pub fn install_shown(
        &self,
        file: impl Into<SourceFile>,
        sha256: &str,
        who: &Who,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome, LibraryError> {
        let wanted = InstallRequest {
            sha256: Some(sha256),
            ..InstallRequest::default()
        };
        self.take_in(&file.into(), wanted, who, progress)
    }

    /// Installs a pack even if it is below the highest version ever installed; the reason goes
    /// into the audit log.
    ///
    /// # Errors
    /// As [`Library::install`]; `ReasonMissing`.
    pub fn install_older(
        &self,
        file: impl Into<SourceFile>,
        reason: &str,
        who: &Who,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome, LibraryError> {
        // FORMAT 2.10.
        if reason.trim().is_empty() {
            return Err(LibraryError::ReasonMissing);
        }
        let wanted = InstallRequest {
            older: Some(reason),
            ..InstallRequest::default()
        };
        self.take_in(&file.into(), wanted, who, progress)
    }

    /// Whether this station would accept a pack; changes nothing.
    ///
    /// # Errors
    /// As [`Library::install`].
    pub fn verify(
        &self,
        file: impl Into<SourceFile>,
        today: Date,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome, LibraryError> {
        let policy = self.policy(false, today)?;
        self.examine(&file.into(), &policy, progress)
            .map(|(_, outcome)| outcome)
    }

    /// What would be done with a pack under this policy.
    pub(super) fn examine(
        &self,
        file: &SourceFile,
        policy: &ShelfPolicy,
        progress: &mut Progress<'_>,
    ) -> Result<(VerifiedPack, Outcome), LibraryError> {
        let today = policy.today();
        drop(open(file)?);
        let pack = read::verify_in_place(file, policy, progress)?;
        let judged = self.judge(&pack, policy, today, progress)?;
        let action = match judged {
            Judged::Active => Action::AlreadyInstalled,
            Judged::New => Action::WouldInstall,
            Judged::Other => Action::WouldUpdate,
        };
        let mut outcome = outcome(&pack, policy, action, today);
        let spoiled = || self.is_spoiled(&pack.manifest().id);
        if judged == Judged::Active && spoiled()? {
            outcome.action = Action::WouldInstall;
            outcome.warnings.push(Warning::WouldRepair);
        }
        Ok((pack, outcome))
    }

    fn take_in(
        &self,
        file: &SourceFile,
        InstallRequest { older, sha256 }: InstallRequest<'_>,
        who: &Who,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome, LibraryError> {
        let mut source = open(file)?;
        let tail = read::read_tail(&mut source)?;
        // Refused early without waiting for anybody; asked again under the lock, where nobody
        // can change the answer.
        read::check_early(&tail, &self.policy(older.is_some(), who.today)?)?;
        let _lock = self.lock()?;
        let policy = self.policy(older.is_some(), who.today)?;
        let key = read::check_early(&tail, &policy)?;
        self.check_room(tail.len)?;

        let folder = self.packs_folder();
        let mut temp = temp_file(&folder).map_err(|e| LibraryError::io(&folder, e))?;
        let len = tail.len;
        let pack = self.copy(&mut source, tail, &key, &policy, &mut temp, progress)?;
        if sha256.is_some_and(|shown| shown != pack.sha256()) {
            return Err(LibraryError::NotAsShown);
        }
        let judged = self.judge(&pack, &policy, who.today, progress);
        let judged = judged.map_err(|error| match error {
            LibraryError::Pack(PackError::SourceRead(error)) => self.full(error, len),
            error => error,
        })?;

        let place = self.pack_path(pack.sha256());
        let suspect = self.in_quarantine(pack.sha256())?;
        let whole = !suspect && place.exists() && same_file(&place, &pack, progress)?;
        // FORMAT 2.21.
        if !whole {
            temp.as_file().sync_all().map_err(|e| self.full(e, len))?;
            temp.persist(&place)
                .map_err(|e| LibraryError::io(&folder, e.error))?;
            files::sync_folder(&folder).map_err(|e| LibraryError::io(&folder, e))?;
        }
        let action = match judged {
            // FORMAT 2.23.
            Judged::Active => {
                let mut outcome = outcome(&pack, &policy, Action::AlreadyInstalled, who.today);
                if !whole {
                    let manifest = pack.manifest();
                    self.repaired(manifest, pack.sha256(), who)?;
                    outcome.warnings.push(Warning::Repaired);
                }
                return Ok(outcome);
            }
            Judged::New => Action::Installed,
            Judged::Other => Action::Updated,
        };
        let id = &pack.manifest().id;
        let floor = self.floor_above(&pack, &policy)?;
        let entry = match (older, floor, action) {
            (Some(reason), Some(_), _) => ("install_older", reason),
            (_, _, Action::Updated) => ("update", ""),
            _ => ("install", ""),
        };
        let publisher = policy.name(pack.key_id());
        let (key, epoch) = (key.to_base64(), policy.epoch(id));
        self.activate(&pack, &publisher, key, epoch, entry, who)?;
        let mut outcome = outcome(&pack, &policy, action, who.today);
        outcome.warnings.extend(floor.map(Warning::Older));
        Ok(outcome)
    }

    fn copy(
        &self,
        source: &mut File,
        tail: Tail,
        key: &crate::pack::PublicKey,
        policy: &ShelfPolicy,
        temp: &mut tempfile::NamedTempFile,
        progress: &mut Progress<'_>,
    ) -> Result<VerifiedPack, LibraryError> {
        let len = tail.len;
        let path = temp.path().to_owned();
        read::copy_and_verify(
            source,
            tail,
            key,
            policy,
            temp.as_file_mut(),
            &path,
            progress,
        )
        .map_err(|error| match error {
            PackError::Io(error) => self.full(error, len),
            error => error.into(),
        })
    }

    /// Adds to a full-disk error how much room is missing; room can vanish while a pack is copied.
    fn full(&self, error: io::Error, len: u64) -> LibraryError {
        match LibraryError::io(&self.folder, error) {
            LibraryError::NoSpace { .. } => LibraryError::no_space(&self.folder, len),
            error => error,
        }
    }

    /// Policy that needs the shelf (FORMAT 2.18, FORMAT 2.10, FORMAT 2.19), then whether its media
    /// decode (FORMAT 2.20) and its job aids can be drawn (FORMAT 2.24).
    fn judge(
        &self,
        pack: &VerifiedPack,
        policy: &ShelfPolicy,
        today: Date,
        progress: &mut Progress<'_>,
    ) -> Result<Judged, LibraryError> {
        let manifest = pack.manifest();
        let (id, version) = (&manifest.id, manifest.version);
        let seen = self.seen(id, policy.epoch(id), version)?;
        if seen.is_some_and(|sha256| sha256 != pack.sha256()) {
            return Err(LibraryError::SameVersionDifferentContent {
                id: id.clone(),
                version,
            });
        }
        let judged = match self.active(id)? {
            Some((_, sha256)) if sha256 == pack.sha256() => Judged::Active,
            Some(_) => Judged::Other,
            None => Judged::New,
        };
        match self.floor_above(pack, policy)? {
            Some(highest) if judged != Judged::Active && !policy.allows_older() => {
                return Err(LibraryError::Pack(PackError::OlderThanInstalled {
                    id: id.clone(),
                    version,
                    highest,
                }));
            }
            _ => {}
        }
        match manifest.not_after {
            Some(not_after) if not_after < today && judged != Judged::Active => {
                return Err(LibraryError::Expired {
                    id: id.clone(),
                    not_after,
                });
            }
            _ => {}
        }
        decode::try_all(pack, progress)?;
        // What is in use already stays, and may be repaired.
        if judged != Judged::Active {
            let mut go_on = || progress(pack.bytes(), pack.bytes());
            let mut time = DrawingTime::of_an_installation();
            aids::try_first_pages(manifest, pack.archive(), &mut time, &mut go_on)?;
        }
        Ok(judged)
    }
}

impl Library {
    /// The highest version ever installed, if this pack is below it, or its file belongs to an
    /// epoch that is past: only new files start again at a raised epoch (EXCHANGE 2.24).
    fn floor_above(
        &self,
        pack: &VerifiedPack,
        policy: &ShelfPolicy,
    ) -> Result<Option<PackVersion>, LibraryError> {
        let manifest = pack.manifest();
        let highest = policy.highest(&manifest.id);
        match highest.filter(|highest| manifest.version < *highest) {
            None => self.seen_before(&manifest.id, policy.epoch(&manifest.id), pack.sha256()),
            above => Ok(above),
        }
    }
}

/// What is asked of a pack beside that it is accepted.
#[derive(Clone, Copy, Default)]
struct InstallRequest<'a> {
    /// Why one below the highest version that was ever installed is accepted.
    older: Option<&'a str>,
    /// It has this SHA-256.
    sha256: Option<&'a str>,
}

/// How a pack relates to what is on the shelf.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    /// The same bytes are active.
    Active,
    /// Another version is active.
    Other,
    /// No version is active.
    New,
}

fn outcome(pack: &VerifiedPack, policy: &ShelfPolicy, action: Action, today: Date) -> Outcome {
    let manifest = pack.manifest();
    let review = manifest.review_by.filter(|day| *day < today);
    let expired = manifest.not_after.filter(|day| *day < today);
    Outcome {
        key_id: pack.key_id(),
        publisher: policy.name(pack.key_id()),
        sha256: pack.sha256().to_owned(),
        action,
        warnings: review
            .map(Warning::ReviewOverdue)
            .into_iter()
            .chain(expired.map(Warning::Expired))
            .collect(),
        manifest: manifest.clone(),
    }
}

/// Opens a file to be read as a pack; anything but a regular file is refused (FORMAT 2.1).
fn open(file: &SourceFile) -> Result<File, LibraryError> {
    read::open(file).map_err(|error| match error {
        PackError::SourceRead(error) => unread(file, error),
        error => error.into(),
    })
}

/// A file of its own beside the packs, so that the rename stays on one file system. Others than
/// the installer must be able to read it.
fn temp_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    files::temp_builder(TEMP_PREFIX, 0o644)
        .suffix(".part")
        .tempfile_in(folder)
}

/// Whether the file in its place on the shelf still has the bytes that its name says.
fn same_file(
    place: &Path,
    pack: &VerifiedPack,
    progress: &mut Progress<'_>,
) -> Result<bool, LibraryError> {
    match bytes::sha256_of(place, progress) {
        Ok(sha256) => Ok(sha256 == pack.sha256()),
        Err(PackError::Cancelled) => Err(PackError::Cancelled.into()),
        Err(_) => Ok(false),
    }
}
