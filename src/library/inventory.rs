//! What a shelf trusts and holds, for confirmation by whoever takes it over.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::library::{Library, LibraryError, Publisher};
use crate::pack::signature::hex;
use crate::pack::{KeyId, PackId, PackVersion, PublicKey};

/// Whom a shelf trusts and what is installed on it.
#[derive(Clone, Debug)]
pub struct InventoryFinding {
    /// How many roots must sign a trust list, where some are pinned.
    pub threshold: Option<usize>,
    /// The keys that sign trust lists.
    pub roots: Vec<InventoryRoot>,
    /// Publishers, those who were revoked included.
    pub publishers: Vec<Publisher>,
    /// What is installed.
    pub packs: Vec<InventoryPack>,
}

/// One root of an inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryRoot {
    /// Which key.
    pub key_id: KeyId,
    /// The key itself.
    pub key: PublicKey,
    /// Who holds it.
    pub name: String,
}

/// One pack of an inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryPack {
    /// Its id.
    pub id: PackId,
    /// Its version.
    pub version: PackVersion,
    /// Its title.
    pub title: String,
    /// The name that the shelf gives its publisher.
    pub publisher: String,
    /// The hash of its file.
    pub sha256: String,
}

impl Library {
    /// Whom this shelf trusts and what is installed on it.
    ///
    /// # Errors
    /// `Io`, `Busy`, `StoreDamaged`, `StoreTooNew`.
    pub fn inventory(&self) -> Result<InventoryFinding, LibraryError> {
        let packs = self.installed()?;
        let packs = packs.iter().map(|pack| InventoryPack {
            id: pack.outline().id.clone(),
            version: pack.outline().version,
            title: pack.outline().title.clone(),
            publisher: pack.publisher().to_owned(),
            sha256: pack.sha256().to_owned(),
        });
        let roots = self.pinned()?.map(|pinned| pinned.roots);
        let keys = roots.iter().flat_map(|roots| &roots.keys);
        let keys = keys.map(|root| InventoryRoot {
            key_id: root.key.id(),
            key: root.key.clone(),
            name: root.name.clone(),
        });
        Ok(InventoryFinding {
            threshold: roots.as_ref().map(|roots| roots.threshold),
            roots: keys.collect(),
            publishers: self.trust_list()?,
            packs: packs.collect(),
        })
    }
}

impl InventoryFinding {
    /// A hash of all of it, so that who confirmed one inventory is not taken to have confirmed
    /// another: 64 hexadecimal digits, of no meaning beyond that.
    #[must_use]
    pub fn sha256(&self) -> String {
        let roots = self.roots.iter();
        let roots: Vec<_> = roots.map(|root| json!([root.name, root.key])).collect();
        let publishers = self.publishers.iter();
        let publishers: Vec<_> = publishers
            .map(|p| json!([p.key_id, p.key, p.name, p.ids, p.revoked, p.until]))
            .collect();
        let packs = self.packs.iter();
        let packs: Vec<_> = packs
            .map(|p| json!([p.id, p.version, p.title, p.publisher, p.sha256]))
            .collect();
        let all = json!([self.threshold, roots, publishers, packs]).to_string();
        hex(&Sha256::digest(all.as_bytes()))
    }
}
