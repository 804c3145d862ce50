//! Who is trusted here at one moment: by the trust list in force, or, where there is none, by what
//! this station added itself. What the station itself revoked stays revoked beside any list.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::Connection;

use crate::library::{InForce, Library, LibraryError, Publisher};
use crate::pack::read::KeyStatus;
use crate::pack::text::shown;
use crate::pack::trust_list::RevokedPack;
use crate::pack::{KeyId, PackId, PackVersion, PublicKey, TrustList};

/// Why a pack on the shelf may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Its publisher's key was revoked.
    Key,
    /// The pack itself was revoked by the trust list.
    Pack,
}

/// Publishers and revocations.
pub(super) struct Trusted {
    publishers: HashMap<KeyId, (Publisher, Option<PublicKey>)>,
    /// The hashes that a version is revoked with; none: all files of it.
    revoked_packs: HashMap<(PackId, PackVersion), Vec<Option<String>>>,
    epochs: BTreeMap<PackId, u64>,
}

impl Trusted {
    pub fn publishers(&self) -> impl Iterator<Item = &Publisher> {
        self.publishers.values().map(|(publisher, _)| publisher)
    }

    /// The name for a key; empty for an unknown one.
    pub fn name(&self, key_id: KeyId) -> String {
        let known = self.publishers.get(&key_id);
        known.map(|(p, _)| p.name.clone()).unwrap_or_default()
    }

    /// The name of a publisher that is not revoked.
    pub fn name_in_use(&self, key_id: KeyId) -> Option<String> {
        let (publisher, _) = self.publishers.get(&key_id)?;
        (!publisher.revoked).then(|| publisher.name.clone())
    }

    pub fn key(&self, key_id: KeyId, today: Date) -> KeyStatus {
        match self.publishers.get(&key_id) {
            // FORMAT 5.9, EXCHANGE 2.17.
            Some((publisher, _)) if publisher.revoked => KeyStatus::Revoked,
            Some((publisher, Some(key))) => match publisher.until {
                // EXCHANGE 2.15.
                Some(until) if until < today => KeyStatus::Ended(until),
                _ => KeyStatus::Trusted(key.clone()),
            },
            // FORMAT 5.6.
            _ => KeyStatus::Unknown,
        }
    }

    /// The key of a publisher that is not revoked.
    pub fn key_of(&self, key_id: KeyId) -> Option<&PublicKey> {
        let (publisher, key) = self.publishers.get(&key_id)?;
        key.as_ref().filter(|_| !publisher.revoked)
    }

    pub fn may_publish(&self, key_id: KeyId, id: &PackId) -> bool {
        let known = self.publishers.get(&key_id);
        known.is_some_and(|(publisher, _)| publisher.may_publish(id))
    }

    /// Whether this pack itself is revoked (EXCHANGE 2.16); with a hash unknown, whether every file
    /// of it is.
    pub fn revokes(&self, id: &PackId, version: PackVersion, sha256: Option<&str>) -> bool {
        let revoked = self.revoked_packs.get(&(id.clone(), version));
        revoked.is_some_and(|hashes| {
            let mut hashes = hashes.iter();
            hashes.any(|hash| hash.is_none() || hash.as_deref() == sha256)
        })
    }

    /// Why this pack may not be used: EXCHANGE 2.17, then EXCHANGE 2.16.
    pub fn revocation(
        &self,
        key_id: KeyId,
        id: &PackId,
        version: PackVersion,
        sha256: &str,
    ) -> Option<Revocation> {
        let known = self.publishers.get(&key_id);
        if known.is_some_and(|(publisher, _)| publisher.revoked) {
            Some(Revocation::Key)
        } else if self.revokes(id, version, Some(sha256)) {
            Some(Revocation::Pack)
        } else {
            None
        }
    }

    /// How often the list lets this id's versions start again.
    pub fn epoch(&self, id: &PackId) -> u64 {
        self.epochs.get(id).copied().unwrap_or(0)
    }

    /// By what this station added and revoked itself, and the list in force (EXCHANGE 2.25).
    pub fn of(own: Vec<Publisher>, list: Option<InForce>) -> Self {
        let mut trusted = Self {
            publishers: HashMap::new(),
            revoked_packs: HashMap::new(),
            epochs: BTreeMap::new(),
        };
        let Some(in_force) = list else {
            for publisher in own {
                trusted.add(publisher);
            }
            return trusted;
        };
        for publisher in listed(&in_force.list, &in_force.at, &in_force.by) {
            trusted.add(publisher);
        }
        for publisher in own.into_iter().filter(|p| p.revoked) {
            trusted.add(publisher);
        }
        trusted.epochs = in_force.list.epochs;
        for RevokedPack {
            id,
            version,
            sha256,
        } in in_force.list.revoked_packs
        {
            let hashes = trusted.revoked_packs.entry((id, version)).or_default();
            hashes.push(sha256);
        }
        trusted
    }

    fn add(&mut self, publisher: Publisher) {
        let key = PublicKey::parse(&publisher.key).ok();
        self.publishers.insert(publisher.key_id, (publisher, key));
    }
}

impl Library {
    pub(super) fn trusted(&self, database: &Connection) -> Result<Trusted, LibraryError> {
        let list = self.pinned_in(database)?.and_then(|pinned| pinned.list);
        Ok(Trusted::of(self.own_publishers(database)?, list))
    }
}

/// Publishers of a list, then keys that it revokes: of a key that is both, what comes last holds.
fn listed<'a>(list: &'a TrustList, at: &'a str, by: &'a str) -> impl Iterator<Item = Publisher> {
    let publishers = list.publishers.iter().map(|publisher| Publisher {
        key_id: publisher.key.id(),
        key: publisher.key.to_base64().to_owned(),
        name: shown(&publisher.name),
        ids: publisher.ids.iter().map(ToString::to_string).collect(),
        revoked: false,
        added_at: at.to_owned(),
        added_by: by.to_owned(),
        until: publisher.until,
        listed: true,
    });
    let known = list.publishers.iter().map(|p| (p.key.id(), p));
    let known: HashMap<KeyId, _> = known.collect();
    let revoked = list.revoked_keys.iter().map(move |key_id| {
        let known = known.get(key_id);
        Publisher {
            key_id: *key_id,
            key: String::new(),
            name: known.map_or_else(|| "revoked key".to_owned(), |p| shown(&p.name)),
            ids: Vec::new(),
            revoked: true,
            added_at: at.to_owned(),
            added_by: by.to_owned(),
            until: None,
            listed: true,
        }
    });
    publishers.chain(revoked)
}
