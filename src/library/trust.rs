//! Who is trusted (FORMAT 5.6 to 5.9): publishers' keys, what they may publish, revocations.

use rusqlite::Connection;

use crate::library::audit::Entry;
use crate::library::trusted::Trusted;
use crate::library::{Library, LibraryError, Publisher, Who};
use crate::pack::{IdPattern, KeyId, PublicKey, TextDefect, text};

impl Library {
    /// Trusts a publisher's key under a name of the station's own. `ids`: patterns such as
    /// `example.sheriff.*`; none: it may publish every id.
    ///
    /// # Errors
    /// `RootsPinned` where trust lists decide who is trusted. `KeyExists` if the key is there
    /// already, revoked ones included: a revocation is final. `KeyIdTaken` if another key has its
    /// id. `BadPattern`, `BadName`; `ReadOnly`, `Io`, `StoreDamaged`, `NoSpace`.
    pub fn trust_add(
        &self,
        key: &PublicKey,
        name: &str,
        ids: &[String],
        who: &Who,
    ) -> Result<(), LibraryError> {
        for pattern in ids {
            if pattern.parse::<IdPattern>().is_err() {
                let pattern = pattern.clone();
                return Err(LibraryError::BadPattern { pattern });
            }
        }
        // FORMAT 4.31.
        if let Some(defect) = TextDefect::of_name(name) {
            return Err(LibraryError::BadName { defect });
        }
        let key_id = key.id();
        self.transact(|transaction| {
            self.refuse_beside_roots(transaction)?;
            // Whoever makes the file chooses the id: a key is the same key under any other, and
            // another key with this id is another key (FORMAT 5.9, FORMAT 5.10).
            let own = self.own_publishers(transaction)?;
            let same = |p: &&Publisher| PublicKey::parse(&p.key).is_ok_and(|k| k.same_signer(key));
            if let Some(known) = own.iter().find(same) {
                let (key_id, name) = (known.key_id, known.name.clone());
                return Err(LibraryError::KeyExists { key_id, name });
            }
            if let Some(other) = own.iter().find(|p| p.key_id == key_id) {
                let name = other.name.clone();
                return Err(if other.key.is_empty() {
                    LibraryError::KeyExists { key_id, name }
                } else {
                    LibraryError::KeyIdTaken { key_id, name }
                });
            }
            if self.trusted(transaction)?.revokes_key(key) {
                let name = String::new();
                return Err(LibraryError::KeyExists { key_id, name });
            }
            transaction
                .execute(
                    "INSERT INTO publishers (key_id, key, name, ids, revoked, added_at, added_by)
                     VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)",
                    rusqlite::params![
                        key_id.to_string(),
                        key.to_base64(),
                        name,
                        ids.join(" "),
                        who.at.to_string(),
                        who.account
                    ],
                )
                .map_err(self.sql())?;
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "trust_add",
                    subject: &key_id.to_string(),
                    pack: None,
                    detail: &format!("{name}; ids: {}", shown(ids)),
                },
            )
        })
    }

    /// Everybody who is trusted or revoked, by name.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn trust_list(&self) -> Result<Vec<Publisher>, LibraryError> {
        let trusted = self.trusted(&*self.reading()?)?;
        let mut publishers: Vec<_> = trusted.publishers().cloned().collect();
        publishers.sort_by(|a, b| (&a.name, a.key_id).cmp(&(&b.name, b.key_id)));
        Ok(publishers)
    }

    /// Whom this station added or revoked by itself.
    pub(super) fn own_publishers(
        &self,
        database: &Connection,
    ) -> Result<Vec<Publisher>, LibraryError> {
        let mut statement = database
            .prepare("SELECT key_id, key, name, ids, revoked, added_at, added_by FROM publishers")
            .map_err(self.sql())?;
        let publishers = statement
            .query_map([], |row| {
                let key_id: String = row.get(0)?;
                let ids: String = row.get(3)?;
                Ok(Publisher {
                    key_id: key_id.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
                    key: row.get(1)?,
                    name: text::shown(&row.get::<_, String>(2)?),
                    ids: ids.split_whitespace().map(str::to_owned).collect(),
                    revoked: row.get(4)?,
                    added_at: row.get(5)?,
                    added_by: row.get(6)?,
                    until: None,
                    listed: false,
                })
            })
            .map_err(self.sql())?;
        publishers.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// Trusts a key no longer: packs that are installed stay in use. With `revoke` they are
    /// blocked, and the key, known or not, is never accepted again: that is possible beside trust
    /// lists too, as a stolen key cannot wait for the next list.
    ///
    /// # Errors
    /// `NoSuchKey`; `RootsPinned` where trust lists decide who is trusted; `ReadOnly`, `Io`,
    /// `StoreDamaged`, `NoSpace`.
    pub fn trust_remove(&self, key_id: KeyId, revoke: bool, who: &Who) -> Result<(), LibraryError> {
        self.remove_or_revoke(key_id, None, revoke, who)
    }

    /// Trusts a key no longer, if it is this one that is trusted by its id.
    ///
    /// # Errors
    /// `KeyIdTaken` if it is another; else as [`Library::trust_remove`].
    pub fn trust_remove_key(&self, key: &PublicKey, who: &Who) -> Result<(), LibraryError> {
        let key_id = key.id();
        let trusted = self.trusted(&*self.reading()?)?;
        let known = trusted.known_key(key_id);
        if known.is_some_and(|known| !known.same_signer(key)) {
            let name = trusted.name(key_id);
            return Err(LibraryError::KeyIdTaken { key_id, name });
        }
        self.trust_remove(key_id, false, who)
    }

    /// Revokes a key itself, whatever id its file gives it: as [`Library::trust_remove`] does with
    /// a key that is known here by its id.
    ///
    /// # Errors
    /// `KeyIdTaken` if another key with this id is known here; else as [`Library::trust_remove`].
    pub fn trust_revoke_key(&self, key: &PublicKey, who: &Who) -> Result<(), LibraryError> {
        self.remove_or_revoke(key.id(), Some(key), true, who)
    }

    fn remove_or_revoke(
        &self,
        key_id: KeyId,
        key: Option<&PublicKey>,
        revoke: bool,
        who: &Who,
    ) -> Result<(), LibraryError> {
        self.transact(|transaction| {
            let changed = if revoke {
                let trusted = self.trusted(transaction)?;
                let name = match trusted.name(key_id) {
                    name if name.is_empty() => "never trusted here".to_owned(),
                    name => name,
                };
                let revoked = self.key_to_revoke(transaction, &trusted, key_id, key)?;
                let known = revoked.as_ref().map_or("", PublicKey::to_base64);
                transaction.execute(
                    "INSERT INTO publishers (key_id, key, name, ids, revoked, added_at, added_by)
                     VALUES (?1, ?5, ?4, '', 1, ?2, ?3)
                     ON CONFLICT (key_id) DO UPDATE SET revoked = 1, key = excluded.key",
                    rusqlite::params![
                        key_id.to_string(),
                        who.at.to_string(),
                        who.account,
                        name,
                        known
                    ],
                )
            } else {
                self.refuse_beside_roots(transaction)?;
                // A revocation is final (FORMAT 5.9): forgetting it would let the key be trusted
                // again.
                transaction.execute(
                    "DELETE FROM publishers WHERE key_id = ?1 AND revoked = 0",
                    [key_id.to_string()],
                )
            };
            if changed.map_err(self.sql())? == 0 {
                return Err(LibraryError::NoSuchKey { key_id });
            }
            self.enter(
                transaction,
                who,
                &Entry {
                    action: if revoke {
                        "trust_revoke"
                    } else {
                        "trust_remove"
                    },
                    subject: &key_id.to_string(),
                    pack: None,
                    detail: "",
                },
            )
        })
    }
}

impl Library {
    /// The key itself that is revoked with this id, where one alone is known by it; none: whatever
    /// key has the id (FORMAT 5.10).
    fn key_to_revoke(
        &self,
        database: &Connection,
        trusted: &Trusted,
        key_id: KeyId,
        given: Option<&PublicKey>,
    ) -> Result<Option<PublicKey>, LibraryError> {
        let own = self.own_publishers(database)?;
        let own = own.iter().find(|p| p.key_id == key_id);
        if let Some(given) = given {
            let other = own.and_then(|p| PublicKey::parse(&p.key).ok());
            return match (own, other) {
                (Some(own), Some(other)) if !other.same_signer(given) => {
                    let name = own.name.clone();
                    Err(LibraryError::KeyIdTaken { key_id, name })
                }
                _ => Ok(Some(given.clone())),
            };
        }
        // What was revoked by its id stays so.
        if own.is_some_and(|own| own.revoked && own.key.is_empty()) {
            return Ok(None);
        }
        let mut keys = self.keys_of_packs(database)?;
        keys.extend(trusted.known_key(key_id));
        let pinned = self.pinned_in(database)?;
        keys.extend(
            pinned
                .into_iter()
                .flat_map(|p| p.roots.keys)
                .map(|root| root.key),
        );
        keys.retain(|key| key.id() == key_id);
        let first = keys.first().cloned();
        let alone = |first: &PublicKey| keys.iter().all(|key| key.same_signer(first));
        Ok(first.filter(alone))
    }
}

fn shown(ids: &[String]) -> String {
    if ids.is_empty() {
        "all".to_owned()
    } else {
        ids.join(" ")
    }
}
