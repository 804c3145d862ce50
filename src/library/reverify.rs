//! Verifies packs of the shelf again: whether every byte is still as installed, what is wrong where
//! it is not, and the quarantine of files that were corrupted or tampered with.
//!
//! Only what is wrong with a file for good is entered in the database and lasts until the same
//! bytes are installed again. A file that is missing, held by another program or on a disk that
//! does not read it is not used either, for as long as that is so.

use std::io::{self, Read, Seek};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::audit::Entry;
use crate::library::defect::{FileDefect, Stamp};
use crate::library::{InstalledPack, Library, LibraryError, PackState, Revocation, Who};
use crate::pack::read::{self, Progress, Tail};
use crate::pack::signature::Claim;
use crate::pack::{Manifest, Outline, PackError, PublicKey, bytes};
use crate::platform::files;

/// What was found wrong, and with which state of the file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong.
    pub damage: FileDefect,
    stamp: Option<Stamp>,
}

/// What came of reading a pack again.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Every byte is what was installed, and its signature holds under the trust in force.
    Whole,
    /// It is not to be used whatever its bytes are; it was not read.
    Blocked(Revocation),
    /// It is not what was installed.
    Damaged(Finding),
}

impl Library {
    /// Reads the whole file of a pack once, through the handle that it is played from: its
    /// SHA-256 against the one it was installed with, its signature under the trust in force.
    /// `progress` gets bytes done and in all, and returns whether to go on. Changes nothing.
    ///
    /// # Errors
    /// `Pack(Cancelled)`; `StoreDamaged`, `Io` where the trust in force cannot be read.
    pub fn reverify(
        &self,
        pack: &InstalledPack,
        progress: &mut Progress<'_>,
    ) -> Result<Verdict, LibraryError> {
        let outline = pack.outline();
        let trusted = self.trusted(&*self.reading()?)?;
        let (id, version, sha256) = (&outline.id, outline.version, pack.sha256());
        // The key that signed it, not another that is trusted by its id now; a publisher that is
        // trusted no longer, but not revoked, has its packs stay in use.
        let key = PublicKey::parse(pack.key()).map_err(|e| self.damaged(e))?;
        if let Some(revoked) = trusted.revocation(&key, id, version, sha256) {
            return Ok(Verdict::Blocked(revoked));
        }
        let (stamp, proven) = match pack.opened() {
            Some(contents) => {
                let archive = contents.archive();
                let stamp = archive.file().and_then(Stamp::of);
                let source = archive.whole();
                (stamp, source.map(|s| prove(s, pack, &key, progress)))
            }
            None => match files::open_no_link(pack.path()) {
                Ok(file) => (Stamp::of(&file), Ok(prove(file, pack, &key, progress))),
                Err(error) => (None, Err(PackError::SourceRead(error))),
            },
        };
        let proven =
            proven.unwrap_or_else(|error| Err(NotProven::Damaged(FileDefect::of(error, 0))));
        match proven {
            Ok(()) => Ok(Verdict::Whole),
            Err(NotProven::Cancelled) => Err(PackError::Cancelled.into()),
            Err(NotProven::Damaged(damage)) => Ok(Verdict::Damaged(Finding { damage, stamp })),
        }
    }

    /// Marks a pack whose file is wrong for good, and enters it in the audit log: nothing of it is
    /// shown any more until the same bytes are installed again. Its file stays where it is.
    /// Returns whether it is marked now: not where the damage may pass by itself, and not where
    /// another file has taken its place since it was read.
    ///
    /// # Errors
    /// `ReadOnly`, `Busy`, `Io`, `NoSpace`, `StoreDamaged`.
    pub fn quarantine(
        &self,
        pack: &InstalledPack,
        finding: &Finding,
        who: &Who,
    ) -> Result<bool, LibraryError> {
        if !finding.damage.lasts() {
            return Ok(false);
        }
        let (kind, reason) = finding.damage.entered();
        let outline = pack.outline();
        self.transact(|transaction| {
            // Asked here, where an installation that repairs it has to wait.
            if finding.stamp != Stamp::at(pack.path()) {
                return Ok(false);
            }
            let marked = transaction
                .execute(
                    "INSERT OR IGNORE INTO quarantine (sha256, damage, reason, found_at, found_by)
                     SELECT sha256, ?2, ?3, ?4, ?5 FROM packs WHERE sha256 = ?1",
                    params![pack.sha256(), kind, reason, who.at.to_string(), who.account],
                )
                .map_err(self.sql())?;
            if marked == 0 {
                return self.is_quarantined(transaction, pack.sha256());
            }
            let detail = match reason {
                "" => kind.to_owned(),
                reason => format!("{kind}: {reason}"),
            };
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "quarantine",
                    subject: outline.id.as_str(),
                    pack: Some((outline.version, pack.sha256())),
                    detail: &detail,
                },
            )?;
            Ok(true)
        })
    }

    /// Reads a pack again ([`Library::reverify`]) and puts it under quarantine where that is
    /// called for and can be written; where it cannot, whoever asked must not use it either.
    ///
    /// # Errors
    /// `ShelfDamaged` with what is wrong; `Pack(RevokedPublisher)`, `Pack(RevokedPack)`,
    /// `Pack(Cancelled)`; `StoreDamaged`, `Io` where the database cannot be read.
    pub fn check(
        &self,
        pack: &InstalledPack,
        who: &Who,
        progress: &mut Progress<'_>,
    ) -> Result<(), LibraryError> {
        if self.in_quarantine(pack.sha256())? {
            let damage = pack.damage().cloned();
            let altered = || FileDefect::read("altered", String::new());
            return Err(self.damaged_pack(pack, damage.unwrap_or_else(altered)));
        }
        match self.reverify(pack, progress)? {
            Verdict::Whole => Ok(()),
            Verdict::Blocked(revoked) => Err(pack.refusal(Some(revoked)).into()),
            Verdict::Damaged(finding) => {
                // Not entered, it is found again at the next start.
                let _ = self.quarantine(pack, &finding, who);
                Err(self.damaged_pack(pack, finding.damage))
            }
        }
    }

    /// The error of a pack with this damage, with the version that one can go back to.
    #[must_use]
    pub fn damaged_pack(&self, pack: &InstalledPack, damage: FileDefect) -> LibraryError {
        let id = &pack.outline().id;
        let kept = self.kept(id).ok().flatten();
        LibraryError::ShelfDamaged {
            id: id.clone(),
            damage,
            kept: kept
                .filter(|kept| kept.state() == PackState::Active && kept.sha256() != pack.sha256())
                .map(|kept| kept.outline().version),
        }
    }

    fn is_quarantined(&self, database: &Connection, sha256: &str) -> Result<bool, LibraryError> {
        let found: Option<i64> = database
            .query_row(
                "SELECT 1 FROM quarantine WHERE sha256 = ?1",
                [sha256],
                |row| row.get(0),
            )
            .optional()
            .map_err(self.sql())?;
        Ok(found.is_some())
    }

    /// Whether this file was put under quarantine.
    pub(super) fn in_quarantine(&self, sha256: &str) -> Result<bool, LibraryError> {
        self.is_quarantined(&*self.reading()?, sha256)
    }

    /// The same bytes lie in their place again.
    pub(super) fn lift_quarantine(
        &self,
        transaction: &Transaction<'_>,
        sha256: &str,
    ) -> Result<(), LibraryError> {
        transaction
            .execute("DELETE FROM quarantine WHERE sha256 = ?1", [sha256])
            .map_err(self.sql())?;
        Ok(())
    }

    /// Enters that the file of an active pack was replaced by a whole one.
    pub(super) fn repaired(
        &self,
        manifest: &Manifest,
        sha256: &str,
        who: &Who,
    ) -> Result<(), LibraryError> {
        let mark = self.mark(sha256);
        self.transact(|transaction| {
            self.lift_quarantine(transaction, sha256)?;
            if let Some(mark) = mark {
                self.remember(transaction, sha256, &Outline::of(manifest), mark)?;
            }
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "repair",
                    subject: manifest.id.as_str(),
                    pack: Some((manifest.version, sha256)),
                    detail: "",
                },
            )
        })
    }
}

/// Why a file is not proven to be whole.
enum NotProven {
    Cancelled,
    Damaged(FileDefect),
}

/// Cheap checks first, so that a file that is another one is not read to its end.
fn prove(
    mut source: impl Read + Seek,
    pack: &InstalledPack,
    key: &PublicKey,
    progress: &mut Progress<'_>,
) -> Result<(), NotProven> {
    let len = source.seek(io::SeekFrom::End(0)).unwrap_or(0);
    let missing = pack.bytes().saturating_sub(len);
    let wrong = |error| match error {
        PackError::Cancelled => NotProven::Cancelled,
        error => NotProven::Damaged(FileDefect::of(error, missing)),
    };
    let altered = |reason: &str| {
        NotProven::Damaged(FileDefect::Altered {
            reason: reason.to_owned(),
        })
    };
    let tail = read::read_tail(&mut source).map_err(wrong)?;
    if let Some(by) = another(&tail, pack) {
        return Err(NotProven::Damaged(FileDefect::Replaced { by }));
    }
    if missing > 0 {
        return Err(NotProven::Damaged(FileDefect::Cut));
    }
    if tail.len > pack.bytes() {
        return Err(altered("it is longer than it was"));
    }
    let sha256 = bytes::prove(&mut source, &tail, key, progress).map_err(wrong)?;
    if sha256 != pack.sha256() {
        return Err(altered(
            "its SHA-256 is not the one that it was installed with",
        ));
    }
    Ok(())
}

/// What another pack in this one's place says it is; nothing if it says it is this one, or cannot
/// be understood: the signature will tell.
fn another(tail: &Tail, pack: &InstalledPack) -> Option<String> {
    let (signature, outline) = (&tail.signature, pack.outline());
    let claim = Claim::parse(signature.trusted_comment())?;
    let same = (&claim.id, claim.version) == (&outline.id, outline.version);
    let (key, expected) = (signature.key_id(), pack.key_id());
    (!same || key != expected).then(|| {
        format!(
            "{} version {}, signed with key {key}",
            claim.id, claim.version
        )
    })
}
