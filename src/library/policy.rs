//! This station's policy as the reading order asks for it: which keys, which ids, from which
//! version on.

use std::collections::HashMap;

use crate::library::{Library, LibraryError, Publisher};
use crate::pack::read::{KeyStatus, Policy};
use crate::pack::{KeyId, PackId, PackVersion, PublicKey};

/// Publishers and floors as they stand in the database at one moment.
pub(super) struct ShelfPolicy {
    publishers: HashMap<KeyId, (Publisher, Option<PublicKey>)>,
    floors: HashMap<PackId, PackVersion>,
    allow_older: bool,
}

impl ShelfPolicy {
    /// The station's name for a key.
    pub(super) fn name(&self, key_id: KeyId) -> String {
        let known = self.publishers.get(&key_id);
        known.map(|(p, _)| p.name.clone()).unwrap_or_default()
    }
}

impl Policy for ShelfPolicy {
    fn key(&self, key_id: KeyId) -> KeyStatus {
        match self.publishers.get(&key_id) {
            Some((publisher, _)) if publisher.revoked => KeyStatus::Revoked,
            Some((_, Some(key))) => KeyStatus::Trusted(key.clone()),
            _ => KeyStatus::Unknown,
        }
    }

    fn allows(&self, key_id: KeyId, id: &PackId) -> bool {
        let known = self.publishers.get(&key_id);
        known.is_some_and(|(publisher, _)| publisher.may_publish(id))
    }

    fn floor(&self, id: &PackId) -> Option<PackVersion> {
        let floor = self.floors.get(id).copied();
        floor.filter(|_| !self.allow_older)
    }
}

impl Library {
    /// Reads the policy. With `allow_older` there is no lowest version.
    pub(super) fn policy(&self, allow_older: bool) -> Result<ShelfPolicy, LibraryError> {
        let publishers = self
            .trust_list()?
            .into_iter()
            .map(|p| (p.key_id, (p.clone(), PublicKey::parse(&p.key).ok())))
            .collect();
        let database = self.reading()?;
        let mut statement = database
            .prepare("SELECT id, MAX(version) FROM seen GROUP BY id")
            .map_err(self.sql())?;
        let rows = statement
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })
            .map_err(self.sql())?;
        let mut floors = HashMap::new();
        for row in rows {
            let (id, version) = row.map_err(self.sql())?;
            let id: PackId = id.parse().map_err(|e| self.damaged(e))?;
            floors.insert(id, self.version(version)?);
        }
        Ok(ShelfPolicy {
            publishers,
            floors,
            allow_older,
        })
    }
}
