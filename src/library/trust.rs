//! Who is trusted (PACK-FORMAT section 5): publishers' keys, what they may publish, revocations.

use rusqlite::OptionalExtension;

use crate::library::audit::Entry;
use crate::library::{Library, LibraryError, Who};
use crate::pack::{KeyId, PackId, PublicKey};

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
}

impl Publisher {
    /// Whether it may publish this id.
    #[must_use]
    pub fn may_publish(&self, id: &PackId) -> bool {
        self.ids.is_empty() || self.ids.iter().any(|pattern| matches(pattern, id))
    }
}

/// `example.sheriff.*` fits every id below `example.sheriff`, but not that id itself; `*` fits
/// all; anything else fits only the id that it is.
fn matches(pattern: &str, id: &PackId) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => id.as_str().starts_with(prefix),
        None => id.as_str() == pattern,
    }
}

/// A pattern is an id, or labels of one followed by `.*`, or `*`.
fn check_pattern(pattern: &str) -> Result<(), LibraryError> {
    let right = match pattern.strip_suffix(".*") {
        // One label more makes an id of a single one too.
        Some(labels) => format!("{labels}.x").parse::<PackId>().is_ok(),
        None => pattern == "*" || pattern.parse::<PackId>().is_ok(),
    };
    if right {
        Ok(())
    } else {
        Err(LibraryError::BadPattern {
            pattern: pattern.to_owned(),
        })
    }
}

impl Library {
    /// Trusts a publisher's key under a name of the station's own. `ids`: patterns such as
    /// `example.sheriff.*`; none: it may publish every id.
    ///
    /// # Errors
    /// `KeyExists` if the key is there already, revoked ones included: a revocation is final.
    /// `BadPattern`; `ReadOnly`, `Io`, `StoreDamaged`, `NoSpace`.
    pub fn trust_add(
        &self,
        key: &PublicKey,
        name: &str,
        ids: &[String],
        who: &Who,
    ) -> Result<(), LibraryError> {
        ids.iter().try_for_each(|pattern| check_pattern(pattern))?;
        let key_id = key.id();
        self.transact(|transaction| {
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
        let database = self.reading()?;
        let mut statement = database
            .prepare(
                "SELECT key_id, key, name, ids, revoked, added_at, added_by
                 FROM publishers ORDER BY name, key_id",
            )
            .map_err(self.sql())?;
        let publishers = statement
            .query_map([], |row| {
                let key_id: String = row.get(0)?;
                let ids: String = row.get(3)?;
                Ok(Publisher {
                    key_id: key_id.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
                    key: row.get(1)?,
                    name: row.get(2)?,
                    ids: ids.split_whitespace().map(str::to_owned).collect(),
                    revoked: row.get(4)?,
                    added_at: row.get(5)?,
                    added_by: row.get(6)?,
                })
            })
            .map_err(self.sql())?;
        publishers.collect::<Result<_, _>>().map_err(self.sql())
    }

    /// Trusts a key no longer: packs that are installed stay in use. With `revoke` they are
    /// blocked, and the key, known or not, is never accepted again.
    ///
    /// # Errors
    /// `NoSuchKey`; `ReadOnly`, `Io`, `StoreDamaged`, `NoSpace`.
    pub fn trust_remove(&self, key_id: KeyId, revoke: bool, who: &Who) -> Result<(), LibraryError> {
        self.transact(|transaction| {
            let changed = if revoke {
                transaction.execute(
                    "INSERT INTO publishers (key_id, key, name, ids, revoked, added_at, added_by)
                     VALUES (?1, '', 'never trusted here', '', 1, ?2, ?3)
                     ON CONFLICT (key_id) DO UPDATE SET revoked = 1",
                    rusqlite::params![key_id.to_string(), who.at.to_string(), who.account],
                )
            } else {
                // A revocation is final: forgetting it would let the key be trusted again.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_the_ids_below_it_and_no_other() {
        let fits = |pattern: &str, id: &str| matches(pattern, &id.parse().unwrap());
        assert!(fits("example.sheriff.*", "example.sheriff.detainer"));
        assert!(fits("example.sheriff.*", "example.sheriff.jail.intake"));
        assert!(!fits("example.sheriff.*", "example.sheriff"));
        assert!(!fits("example.sheriff.*", "example.sheriffs.detainer"));
        assert!(fits("example.sheriff", "example.sheriff"));
        assert!(!fits("example.sheriff", "example.sheriff.detainer"));
        assert!(fits("*", "example.sheriff"));
    }

    #[test]
    fn a_pattern_has_its_star_at_the_end_after_a_dot() {
        for right in ["*", "example.*", "example.sheriff.*", "example.sheriff"] {
            assert!(check_pattern(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "example",
            "example*",
            "*.sheriff",
            "example.*.x",
            ".*",
            "Ex.*",
            "a b.*",
        ] {
            assert!(check_pattern(wrong).is_err(), "{wrong}");
        }
    }
}
