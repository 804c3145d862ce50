//! Who is trusted here at one moment: by the trust list in force, or, where there is none, by what
//! this station added itself. What the station itself revoked stays revoked beside any list.

use std::collections::{BTreeMap, HashMap, HashSet};

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

/// Publishers and revocations. Keys are compared by the key: whoever makes a key file chooses the
/// id in it (FORMAT 5.9).
pub(super) struct Trusted {
    publishers: HashMap<KeyId, (Publisher, PublicKey)>,
    revoked: Revoked,
    /// The hashes that a version is revoked with; none: all files of it.
    revoked_packs: HashMap<(PackId, PackVersion), Vec<Option<String>>>,
    epochs: BTreeMap<PackId, u64>,
}

/// Revoked keys, each with what is known of it.
#[derive(Default)]
struct Revoked {
    /// Of which only the id is known: every key with it.
    by_id: HashMap<KeyId, Publisher>,
    by_key: HashMap<Vec<u8>, Publisher>,
    /// Keys that are known here by a revoked id, and are revoked under any other too.
    with_revoked_id: HashSet<Vec<u8>>,
    /// The ids that these were given.
    ids: HashSet<KeyId>,
}

impl Revoked {
    fn add(&mut self, publisher: Publisher) {
        match PublicKey::parse(&publisher.key) {
            Ok(key) => {
                self.ids.insert(publisher.key_id);
                self.by_key.insert(key.signer().to_owned(), publisher);
            }
            Err(_) => {
                self.by_id.insert(publisher.key_id, publisher);
            }
        }
    }

    fn has(&self, key: &PublicKey) -> bool {
        self.by_id.contains_key(&key.id())
            || self.by_key.contains_key(key.signer())
            || self.with_revoked_id.contains(key.signer())
    }

    /// Adds a key that is known by its id.
    fn learn(&mut self, key: &PublicKey) {
        if self.by_id.contains_key(&key.id()) {
            self.with_revoked_id.insert(key.signer().to_owned());
        }
    }
}

impl Trusted {
    /// Everybody who is trusted, then everybody who is not any more.
    pub fn publishers(&self) -> impl Iterator<Item = &Publisher> {
        let trusted = self.publishers.values();
        let trusted = trusted.filter(|(_, key)| !self.revoked.has(key));
        let revoked = self.revoked.by_id.values();
        let revoked = revoked.chain(self.revoked.by_key.values());
        trusted.map(|(publisher, _)| publisher).chain(revoked)
    }

    /// The name for a key; empty for an unknown one.
    pub fn name(&self, key_id: KeyId) -> String {
        let known = self.publishers.get(&key_id).map(|(p, _)| p);
        let known = known.or_else(|| self.revoked.by_id.get(&key_id));
        let mut revoked = self.revoked.by_key.values();
        let known = known.or_else(|| revoked.find(|p| p.key_id == key_id));
        known.map(|p| p.name.clone()).unwrap_or_default()
    }

    /// The name of the publisher with this key, if it is not revoked.
    pub fn name_in_use(&self, key: &PublicKey) -> Option<String> {
        let (publisher, known) = self.publishers.get(&key.id())?;
        let same = known.same_signer(key) && !self.revoked.has(key);
        same.then(|| publisher.name.clone())
    }

    pub fn key(&self, key_id: KeyId, today: Date) -> KeyStatus {
        if self.revoked.by_id.contains_key(&key_id) {
            // FORMAT 5.9, EXCHANGE 2.17.
            return KeyStatus::Revoked;
        }
        match self.publishers.get(&key_id) {
            // EXCHANGE 2.29.
            Some((_, key)) if self.revoked.has(key) => KeyStatus::Revoked,
            Some((publisher, key)) => match publisher.until {
                // EXCHANGE 2.15.
                Some(until) if until < today => KeyStatus::Ended(until),
                _ => KeyStatus::Trusted(key.clone()),
            },
            // Nothing is proven yet; refusing is safe, and gives the better reason.
            None if self.revoked.ids.contains(&key_id) => KeyStatus::Revoked,
            // FORMAT 5.6.
            None => KeyStatus::Unknown,
        }
    }

    /// The key that is known by this id, be it trusted or revoked.
    pub fn known_key(&self, key_id: KeyId) -> Option<PublicKey> {
        let trusted = self.publishers.get(&key_id).map(|(_, key)| key.clone());
        let revoked = || {
            let mut revoked = self.revoked.by_key.values();
            let known = revoked.find(|p| p.key_id == key_id)?;
            PublicKey::parse(&known.key).ok()
        };
        trusted.or_else(revoked)
    }

    pub fn may_publish(&self, key_id: KeyId, id: &PackId) -> bool {
        let known = self.publishers.get(&key_id);
        known.is_some_and(|(publisher, key)| publisher.may_publish(id) && !self.revoked.has(key))
    }

    /// Whether nothing that this key signed may be used (EXCHANGE 2.17).
    pub fn revokes_key(&self, key: &PublicKey) -> bool {
        self.revoked.has(key)
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
        key: &PublicKey,
        id: &PackId,
        version: PackVersion,
        sha256: &str,
    ) -> Option<Revocation> {
        if self.revoked.has(key) {
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
            revoked: Revoked::default(),
            revoked_packs: HashMap::new(),
            epochs: BTreeMap::new(),
        };
        let Some(in_force) = list else {
            for publisher in own {
                trusted.add(publisher);
            }
            trusted.learn_publishers();
            return trusted;
        };
        for publisher in listed(&in_force.list, &in_force.at, &in_force.by) {
            trusted.add(publisher);
        }
        for publisher in own.into_iter().filter(|p| p.revoked) {
            trusted.add(publisher);
        }
        trusted.learn_publishers();
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

    fn learn_publishers(&mut self) {
        for (_, key) in self.publishers.values() {
            self.revoked.learn(key);
        }
    }

    fn add(&mut self, publisher: Publisher) {
        if publisher.revoked {
            self.revoked.add(publisher);
        } else if let Ok(key) = PublicKey::parse(&publisher.key) {
            self.publishers.insert(publisher.key_id, (publisher, key));
        }
    }
}

impl Library {
    pub(super) fn trusted(&self, database: &Connection) -> Result<Trusted, LibraryError> {
        let list = self.pinned_in(database)?.and_then(|pinned| pinned.list);
        let mut trusted = Trusted::of(self.own_publishers(database)?, list);
        if !trusted.revoked.by_id.is_empty() {
            for key in self.keys_of_packs(database)? {
                trusted.revoked.learn(&key);
            }
        }
        Ok(trusted)
    }

    /// The keys that signed what was ever installed here and is there still.
    pub(super) fn keys_of_packs(
        &self,
        database: &Connection,
    ) -> Result<Vec<PublicKey>, LibraryError> {
        let mut statement = database
            .prepare("SELECT DISTINCT key FROM packs")
            .map_err(self.sql())?;
        let keys = statement
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(self.sql())?;
        let mut parsed = Vec::new();
        for key in keys {
            parsed.extend(PublicKey::parse(&key.map_err(self.sql())?).ok());
        }
        Ok(parsed)
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
    let revoked = list.revoked_keys.iter().map(move |revoked| {
        let known = known.get(&revoked.id());
        let key = revoked.key();
        Publisher {
            key_id: revoked.id(),
            key: key.map_or_else(String::new, |key| key.to_base64().to_owned()),
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
