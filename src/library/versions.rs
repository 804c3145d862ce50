//! Which versions lie on the shelf and what becomes of them: active, kept for going back,
//! archived, removed.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::audit::Entry;
use crate::library::outlines::Remembered;
use crate::library::pack::Row;
use crate::library::{FileDefect, InstalledPack, Library, LibraryError, Who};
use crate::pack::read::Progress;
use crate::pack::{Manifest, Outline, PackId, PackVersion, PublicKey, VerifiedPack, manifest};

const COLUMNS: &str = "p.sha256, p.key_id, p.key, p.publisher, p.bytes, p.installed_at,
     p.installed_by, p.id, p.version, q.damage, q.reason, o.made, o.outline, o.modified, o.changed
     FROM packs p LEFT JOIN quarantine q ON q.sha256 = p.sha256
                  LEFT JOIN outlines o ON o.sha256 = p.sha256";

impl Library {
    /// The active version of every pack, by series and position in it, then by title.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn installed(&self) -> Result<Vec<InstalledPack>, LibraryError> {
        let mut packs = Vec::new();
        for (row, remembered) in self.rows("p.role = ?1", "active")? {
            packs.push(InstalledPack::shelved(self, row, remembered)?);
        }
        let fresh = packs.iter().filter_map(InstalledPack::fresh);
        self.remember_all(&fresh.collect::<Vec<_>>());
        packs.sort_by(|one, other| place(one.outline()).cmp(&place(other.outline())));
        Ok(packs)
    }

    /// The version to which `rollback` would go back.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn kept(&self, id: &PackId) -> Result<Option<InstalledPack>, LibraryError> {
        self.one("p.role = 'kept' AND p.id = ?1", id.as_str())
    }

    /// Every version to which `rollback` would go back, as the database has it: its file is not
    /// looked at.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn kept_versions(&self) -> Result<HashMap<PackId, PackVersion>, LibraryError> {
        let database = self.reading()?;
        let mut statement = database
            .prepare("SELECT id, version FROM packs WHERE role = 'kept'")
            .map_err(self.sql())?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
            .map_err(self.sql())?;
        rows.map(|row| {
            let (id, version) = row.map_err(self.sql())?;
            let id = id.parse().map_err(|e| self.damaged(e))?;
            Ok((id, self.version(version)?))
        })
        .collect()
    }

    /// The active version of a pack.
    pub(super) fn active_pack(&self, id: &PackId) -> Result<Option<InstalledPack>, LibraryError> {
        self.one("p.role = 'active' AND p.id = ?1", id.as_str())
    }

    /// A pack version by the SHA-256 of its file, archived ones included: what a record names can
    /// be shown again.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn by_sha256(&self, sha256: &str) -> Result<Option<InstalledPack>, LibraryError> {
        self.one("p.sha256 = ?1", sha256)
    }

    fn one(&self, condition: &str, value: &str) -> Result<Option<InstalledPack>, LibraryError> {
        let row = self.rows(condition, value)?.into_iter().next();
        row.map(|(row, remembered)| InstalledPack::shelved(self, row, remembered))
            .transpose()
    }

    /// Goes back to the kept version, which is read again from its first byte to its last before
    /// it becomes the active one; the version that was active is archived. `progress` gets bytes
    /// done and in all, and says whether to go on.
    ///
    /// # Errors
    /// `ReasonMissing`, `NotInstalled`, `NothingKept`, `ShelfDamaged` if the kept file is no longer
    /// whole, `Pack(RevokedPublisher)`, `Pack(RevokedPack)`, `Pack(Cancelled)`; `Busy`, `ReadOnly`,
    /// `Io`, `NoSpace`, `StoreDamaged`.
    pub fn rollback(
        &self,
        id: &PackId,
        reason: &str,
        who: &Who,
        progress: &mut Progress<'_>,
    ) -> Result<InstalledPack, LibraryError> {
        if reason.trim().is_empty() {
            return Err(LibraryError::ReasonMissing);
        }
        let _lock = self.lock()?;
        if self.active(id)?.is_none() {
            return Err(LibraryError::NotInstalled { id: id.clone() });
        }
        let kept = self
            .kept(id)?
            .ok_or_else(|| LibraryError::NothingKept { id: id.clone() })?;
        self.check(&kept, who, progress)?;
        self.transact(|transaction| {
            self.move_role(transaction, id, "active", "archived")?;
            self.move_role(transaction, id, "kept", "active")?;
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "rollback",
                    subject: id.as_str(),
                    pack: Some((kept.outline().version, kept.sha256())),
                    detail: reason,
                },
            )
        })?;
        Ok(kept)
    }

    /// Version and SHA-256 of the active version.
    pub(super) fn active(
        &self,
        id: &PackId,
    ) -> Result<Option<(PackVersion, String)>, LibraryError> {
        self.version_where(
            "SELECT version, sha256 FROM packs WHERE id = ?1 AND role = 'active'",
            params![id.as_str()],
        )
    }

    /// Whether the active version cannot be used for what is wrong with its file.
    pub(super) fn is_spoiled(&self, id: &PackId) -> Result<bool, LibraryError> {
        let find_damage = || -> Result<Option<FileDefect>, LibraryError> {
            let Some(active) = self.active_pack(id)? else {
                return Ok(None);
            };
            // Open it, since metadata alone do not show every defect.
            Ok(match active.contents() {
                Err(LibraryError::ShelfDamaged { damage, .. }) => Some(damage),
                Ok(_) | Err(_) => None,
            })
        };
        let may_pass = |damage: &FileDefect| {
            use FileDefect::{Locked, Unreadable};
            matches!(damage, Locked { .. } | Unreadable { .. })
        };
        Ok(match find_damage()? {
            // One failed read proves little; a file that another program holds is not damaged.
            Some(damage) if may_pass(&damage) => {
                let again = find_damage()?;
                again.is_some_and(|damage| !matches!(damage, FileDefect::Locked { .. }))
            }
            damage => damage.is_some(),
        })
    }

    /// The SHA-256 with which this version was ever installed here in this epoch (FORMAT 2.18).
    pub(super) fn seen(
        &self,
        id: &PackId,
        epoch: u64,
        version: PackVersion,
    ) -> Result<Option<String>, LibraryError> {
        let seen = self.version_where(
            "SELECT version, sha256 FROM seen WHERE id = ?1 AND epoch = ?2 AND version = ?3",
            params![
                id.as_str(),
                epoch.cast_signed(),
                version.get().cast_signed()
            ],
        )?;
        Ok(seen.map(|(_, sha256)| sha256))
    }

    /// The highest version of an id, if this file of it was installed in an epoch before this.
    pub(super) fn seen_before(
        &self,
        id: &PackId,
        epoch: u64,
        sha256: &str,
    ) -> Result<Option<PackVersion>, LibraryError> {
        let seen = self.version_where(
            "SELECT (SELECT MAX(version) FROM seen WHERE id = ?1), sha256 FROM seen
             WHERE id = ?1 AND epoch < ?2 AND sha256 = ?3",
            params![id.as_str(), epoch.cast_signed(), sha256],
        )?;
        Ok(seen.map(|(highest, _)| highest))
    }

    fn version_where(
        &self,
        query: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Option<(PackVersion, String)>, LibraryError> {
        let found: Option<(i64, String)> = self
            .reading()?
            .query_row(query, values, |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(self.sql())?;
        found
            .map(|(version, sha256)| Ok((self.version(version)?, sha256)))
            .transpose()
    }

    /// The moment of installation (FORMAT 2.22): makes a file that lies in its place the active
    /// version.
    pub(super) fn activate(
        &self,
        pack: &VerifiedPack,
        publisher: &str,
        key: &str,
        epoch: u64,
        entry: (&str, &str),
        who: &Who,
    ) -> Result<(), LibraryError> {
        let (action, detail) = entry;
        let manifest = pack.manifest();
        let (id, version) = (&manifest.id, manifest.version);
        let text = serde_json::to_string(manifest).map_err(|e| self.damaged(e))?;
        // A version that cannot be rolled back to does not replace one that can.
        let spoiled = self.is_spoiled(id)?;
        let mark = self.mark(pack.sha256());
        self.transact(|transaction| {
            if spoiled {
                self.move_role(transaction, id, "active", "archived")?;
            } else {
                self.move_role(transaction, id, "kept", "archived")?;
                self.move_role(transaction, id, "active", "kept")?;
            }
            self.lift_quarantine(transaction, pack.sha256())?;
            transaction
                .execute(
                    "INSERT INTO packs (sha256, id, version, role, key_id, key, publisher, bytes,
                                        manifest, installed_at, installed_by)
                     VALUES (?1, ?2, ?3, 'active', ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                     ON CONFLICT (sha256) DO UPDATE SET role = 'active',
                         installed_at = excluded.installed_at,
                         installed_by = excluded.installed_by",
                    params![
                        pack.sha256(),
                        id.as_str(),
                        version.get().cast_signed(),
                        pack.key_id().to_string(),
                        key,
                        publisher,
                        pack.bytes().cast_signed(),
                        text,
                        who.at.to_string(),
                        who.account,
                    ],
                )
                .map_err(self.sql())?;
            if let Some(mark) = mark {
                self.remember(transaction, pack.sha256(), &Outline::of(manifest), mark)?;
            }
            // A file keeps the epoch in which it was seen first: brought back, it must not raise
            // the floor of a later one.
            transaction
                .execute(
                    "INSERT OR IGNORE INTO seen (id, epoch, version, sha256)
                     SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS
                         (SELECT 1 FROM seen WHERE id = ?1 AND sha256 = ?4)",
                    params![
                        id.as_str(),
                        epoch.cast_signed(),
                        version.get().cast_signed(),
                        pack.sha256()
                    ],
                )
                .map_err(self.sql())?;
            self.enter(
                transaction,
                who,
                &Entry {
                    action,
                    subject: id.as_str(),
                    pack: Some((version, pack.sha256())),
                    detail,
                },
            )
        })
    }

    pub(super) fn move_role(
        &self,
        transaction: &Transaction<'_>,
        id: &PackId,
        from: &str,
        to: &str,
    ) -> Result<(), LibraryError> {
        transaction
            .execute(
                "UPDATE packs SET role = ?3 WHERE id = ?1 AND role = ?2",
                [id.as_str(), from, to],
            )
            .map_err(self.sql())?;
        Ok(())
    }

    /// Rows, and what is remembered of each pack.
    pub(super) fn rows(
        &self,
        condition: &str,
        value: &str,
    ) -> Result<Vec<(Row, Option<Remembered>)>, LibraryError> {
        let database = self.reading()?;
        let trusted = self.trusted(&database)?;
        let mut statement = database
            .prepare(&format!("SELECT {COLUMNS} WHERE {condition}"))
            .map_err(self.sql())?;
        let rows = statement
            .query_map([value], |row| {
                let key_id: String = row.get(1)?;
                let bytes: i64 = row.get(4)?;
                let at: String = row.get(5)?;
                let (id, version): (String, i64) = (row.get(7)?, row.get(8)?);
                let wrong = rusqlite::Error::InvalidQuery;
                let (Ok(key_id), Ok(id), Ok(version)) = (
                    key_id.parse(),
                    id.parse(),
                    PackVersion::try_from(version.cast_unsigned()),
                ) else {
                    return Err(wrong);
                };
                let sha256: String = row.get(0)?;
                let (damage, reason): (Option<String>, Option<String>) =
                    (row.get(9)?, row.get(10)?);
                let reason = reason.unwrap_or_default();
                let remembered = Remembered::read(row, 11, &id, version)?;
                let key: String = row.get(2)?;
                let Ok(public) = PublicKey::parse(&key) else {
                    return Err(rusqlite::Error::InvalidQuery);
                };
                let row = Row {
                    revoked: trusted.revocation(&public, &id, version, &sha256),
                    quarantined: damage.map(|kind| FileDefect::read(&kind, reason)),
                    sha256,
                    id,
                    version,
                    key_id,
                    key,
                    publisher: match trusted.name_in_use(&public) {
                        Some(name) => name,
                        None => row.get(3)?,
                    },
                    bytes: bytes.cast_unsigned(),
                    installed_at: at.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
                    installed_by: row.get(6)?,
                };
                Ok((row, remembered))
            })
            .map_err(self.sql())?;
        rows.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// SHA-256 of every pack file that belongs on the shelf.
    pub(super) fn all_files(&self) -> Result<HashSet<String>, LibraryError> {
        let database = self.reading()?;
        let mut statement = database
            .prepare("SELECT sha256 FROM packs")
            .map_err(self.sql())?;
        let files = statement
            .query_map([], |row| row.get(0))
            .map_err(self.sql())?;
        files.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// The manifest as it was when the pack was installed. Asked for only where the file does not
    /// say it any more: with a shelf full of packs these are most of the database.
    pub(super) fn manifest_of(&self, sha256: &str) -> Result<Manifest, LibraryError> {
        let text: String = self
            .reading()?
            .query_row(
                "SELECT manifest FROM packs WHERE sha256 = ?1",
                [sha256],
                |row| row.get(0),
            )
            .map_err(self.sql())?;
        manifest::parse_again(text.as_bytes()).map_err(|e| self.damaged(e))
    }

    pub(super) fn version(&self, number: i64) -> Result<PackVersion, LibraryError> {
        PackVersion::try_from(number.cast_unsigned()).map_err(|e| self.damaged(e))
    }
}

/// Where a pack stands in lists: by series and position in it, then by title.
fn place(outline: &Outline) -> impl Ord {
    let series = outline.series.as_ref();
    (
        series.is_none(),
        series.map(|s| (&s.title, &s.id, s.position)),
        &outline.title,
        &outline.id,
    )
}
