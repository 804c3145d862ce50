//! A key that a trust list revokes (EXCHANGE 2.17, EXCHANGE 2.29).

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::pack::{KeyId, PublicKey};

/// A revoked key: itself, or, where that is not known, its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RevokedKey {
    /// Whatever key has this id, which whoever makes a key file chooses.
    Id(KeyId),
    /// This key, whatever id a file gives it.
    Key(PublicKey),
}

impl RevokedKey {
    /// The id by which people know it.
    #[must_use]
    pub fn id(&self) -> KeyId {
        match self {
            Self::Id(id) => *id,
            Self::Key(key) => key.id(),
        }
    }

    /// The key, where it is known.
    #[must_use]
    pub fn key(&self) -> Option<&PublicKey> {
        match self {
            Self::Id(_) => None,
            Self::Key(key) => Some(key),
        }
    }

    /// Whether this revokes that key.
    #[must_use]
    pub fn revokes(&self, key: &PublicKey) -> bool {
        match self {
            Self::Id(id) => *id == key.id(),
            Self::Key(revoked) => revoked.same_signer(key),
        }
    }
}

impl From<KeyId> for RevokedKey {
    fn from(id: KeyId) -> Self {
        Self::Id(id)
    }
}

impl From<PublicKey> for RevokedKey {
    fn from(key: PublicKey) -> Self {
        Self::Key(key)
    }
}

impl fmt::Display for RevokedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}, by its id"),
            Self::Key(key) => key.id().fmt(f),
        }
    }
}

impl Serialize for RevokedKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Key(key) => key.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RevokedKey {
    /// 16 hexadecimal digits are an id; the base64 line of a key has more letters.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Ok(id) = text.parse() {
            return Ok(Self::Id(id));
        }
        match PublicKey::parse(&text) {
            Ok(key) if key.to_base64() == text => Ok(Self::Key(key)),
            _ => Err(D::Error::custom(
                "neither the id of a key nor the base64 line of one",
            )),
        }
    }
}
