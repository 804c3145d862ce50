//! Who is trusted (FORMAT 5.6 to 5.9): publishers' keys, what they may publish, revocations.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use crate::library::audit::Entry;
use crate::library::{Library, LibraryError, Who};
use crate::pack::{IdPattern, KeyId, PackId, PublicKey, TextDefect, text};

/// A publisher whose key somebody added, or revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Which key.
    pub key_id: KeyId,
    /// The key as the base64 line of its file; empty where only a revocation is known.
    pub key: String,
    /// The station's name for it.
    pub name: String,
    /// Patterns of the pack ids that it may publish; empty: all.
    pub ids: Vec<String>,
    /// Nothing signed with it is accepted or played any more.
    pub revoked: bool,
    /// When it was added.
    pub added_at: String,
    /// By which account.
    pub added_by: String,
    /// The last day on which its packs are accepted.
    pub until: Option<Date>,
    /// The trust list in force names it; else it was added or revoked on this station.
    pub listed: bool,
}

impl Publisher {
    /// Whether it may publish this id (FORMAT 5.7).
    #[must_use]
    pub fn may_publish(&self, id: &PackId) -> bool {
        let mut patterns = self.ids.iter();
        self.ids.is_empty() || patterns.any(|p| p.parse().is_ok_and(|p: IdPattern| p.fits(id)))
    }
}

impl Library {
    /// Trusts a publisher's key under a name of the station's own. `ids`: patterns such as
    /// `example.sheriff.*`; none: it may publish every id.
    ///
    /// # Errors
    /// `RootsPinned` where trust lists say who is trusted. `KeyExists` if the key is there already,
    /// revoked ones included: a revocation is final.
    /// `BadPattern`, `BadName`; `ReadOnly`, `Io`, `StoreDamaged`, `NoSpace`.
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
            let known: Option<String> = transaction
                .query_row(
                    "SELECT name FROM publishers WHERE key_id = ?1",
                    [key_id.to_string()],
                    |row| row.get(0),
                )
                .optional()
                .map_err(self.sql())?;
            if let Some(name) = known {
                return Err(LibraryError::KeyExists { key_id, name });
            }
            // Whoever makes the file chooses the id: a key that was revoked is the same key under
            // any other (FORMAT 5.9).
            let same = |p: &&Publisher| PublicKey::parse(&p.key).is_ok_and(|k| k.same_signer(key));
            let own = self.own_publishers(transaction)?;
            if let Some(revoked) = own.iter().filter(|p| p.revoked).find(same) {
                let (key_id, name) = (revoked.key_id, revoked.name.clone());
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
    /// `NoSuchKey`; `RootsPinned` where trust lists say who is trusted; `ReadOnly`, `Io`,
    /// `StoreDamaged`, `NoSpace`.
    pub fn trust_remove(&self, key_id: KeyId, revoke: bool, who: &Who) -> Result<(), LibraryError> {
        self.transact(|transaction| {
            let changed = if revoke {
                let name = match self.trusted(transaction)?.name(key_id) {
                    name if name.is_empty() => "never trusted here".to_owned(),
                    name => name,
                };
                transaction.execute(
                    "INSERT INTO publishers (key_id, key, name, ids, revoked, added_at, added_by)
                     VALUES (?1, '', ?4, '', 1, ?2, ?3)
                     ON CONFLICT (key_id) DO UPDATE SET revoked = 1",
                    rusqlite::params![key_id.to_string(), who.at.to_string(), who.account, name],
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

fn shown(ids: &[String]) -> String {
    if ids.is_empty() {
        "all".to_owned()
    } else {
        ids.join(" ")
    }
}
