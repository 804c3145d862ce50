//! This station's policy for reading packs: accepted keys, ids, and lowest versions.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::library::trusted::Trusted;
use crate::library::{InstalledPack, Library, LibraryError, Revocation};
use crate::pack::read::{KeyStatus, Policy};
use crate::pack::{KeyId, PackId, PackVersion, PublicKey};

/// Trust and floors as they stand in the database at one moment.
pub(super) struct ShelfPolicy {
    trusted: Trusted,
    floors: HashMap<PackId, Floor>,
    today: Date,
    allow_older: bool,
}

/// What was ever installed of one pack.
#[derive(Clone, Copy)]
struct Floor {
    /// The last epoch in which something was.
    epoch: u64,
    /// The highest version in it.
    highest: PackVersion,
}

impl ShelfPolicy {
    /// The same with other trust.
    pub(super) fn trust(&mut self, trusted: Trusted) {
        self.trusted = trusted;
    }

    /// Why this pack on the shelf may not be used.
    pub(super) fn revocation(&self, pack: &InstalledPack) -> Option<Revocation> {
        let outline = pack.outline();
        let (id, version) = (&outline.id, outline.version);
        let key = PublicKey::parse(pack.key()).ok()?;
        self.trusted.revocation(&key, id, version, pack.sha256())
    }

    /// The day for which it was read.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// The station's name for a key.
    pub(super) fn name(&self, key_id: KeyId) -> String {
        self.trusted.name(key_id)
    }

    /// The epoch of a pack: the list's, or a later one in which it was installed; an epoch that
    /// was begun is never left again (EXCHANGE 2.24).
    pub(super) fn epoch(&self, id: &PackId) -> u64 {
        let begun = self.floors.get(id).map_or(0, |floor| floor.epoch);
        begun.max(self.trusted.epoch(id))
    }

    /// The highest version ever installed in this epoch (FORMAT 2.10).
    pub(super) fn highest(&self, id: &PackId) -> Option<PackVersion> {
        let floor = self.floors.get(id)?;
        (floor.epoch == self.epoch(id)).then_some(floor.highest)
    }

    /// Whether versions below the floor are wanted nevertheless.
    pub(super) fn allows_older(&self) -> bool {
        self.allow_older
    }
}

impl Policy for ShelfPolicy {
    fn key(&self, key_id: KeyId) -> KeyStatus {
        self.trusted.key(key_id, self.today)
    }

    fn allows(&self, key_id: KeyId, id: &PackId) -> bool {
        self.trusted.may_publish(key_id, id)
    }

    fn floor(&self, id: &PackId) -> Option<PackVersion> {
        self.highest(id).filter(|_| !self.allow_older)
    }

    fn revoked(&self, id: &PackId, version: PackVersion, sha256: Option<&str>) -> bool {
        self.trusted.revokes(id, version, sha256)
    }
}

impl Library {
    /// Reads the policy of this day. With `allow_older` there is no lowest version.
    pub(super) fn policy(
        &self,
        allow_older: bool,
        today: Date,
    ) -> Result<ShelfPolicy, LibraryError> {
        let database = self.reading()?;
        let mut statement = database
            .prepare("SELECT id, epoch, MAX(version) FROM seen GROUP BY id, epoch ORDER BY epoch")
            .map_err(self.sql())?;
        let rows = statement
            .query_map([], |row| {
                let id: String = row.get(0)?;
                Ok((id, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
            })
            .map_err(self.sql())?;
        let mut floors = HashMap::new();
        for row in rows {
            let (id, epoch, version) = row.map_err(self.sql())?;
            let id: PackId = id.parse().map_err(|e| self.damaged(e))?;
            let floor = Floor {
                epoch: epoch.cast_unsigned(),
                highest: self.version(version)?,
            };
            // The last epoch comes last.
            floors.insert(id, floor);
        }
        Ok(ShelfPolicy {
            trusted: self.trusted(&database)?,
            floors,
            today,
            allow_older,
        })
    }
}
