//! A publisher, and packs of its making that can be wrong in any byte.

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::pack::read::{self, KeyStatus, Policy, VerifiedPack};
use crate::pack::signature::{Claim, new_key_pair};
use crate::pack::{KeyId, PackError, PackId, PackVersion, PublicKey, SecretKey};

pub use super::raw::{End, Raw, archive, archive_with};

/// A manifest that is right and names no file.
pub fn manifest() -> Value {
    json!({
        "format": 1, "id": "example.test", "version": 3, "title": "Test", "publisher": "Tester",
        "language": "en-US", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
        "review_by": "2027-05-15", "not_after": null, "min_app": "0.1.0", "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["front-line"], "title": "One",
            "summary": "", "objectives": [], "minutes": 5, "credit_minutes": null, "media": [],
            "steps": [{"text": "welcome"}],
            "texts": [{"id": "welcome", "title": "Welcome", "body": "Good morning."}],
            "prompts": [], "job_aids": [], "references": []
        }]
    })
}

/// The same with a transcript-like guide at this path.
pub fn manifest_with_guide(path: &str) -> Value {
    let mut manifest = manifest();
    manifest["modules"][0]["guide"] = path.into();
    manifest
}

/// The entry that comes first.
pub fn manifest_entry(manifest: &Value) -> Raw {
    Raw::deflated("manifest.json", manifest.to_string().as_bytes())
}

/// A publisher, a folder, and a policy that trusts that publisher.
pub struct World {
    pub folder: TempDir,
    pub secret: SecretKey,
    /// Its file.
    pub secret_text: String,
    pub public: PublicKey,
    pub status: KeyStatus,
    pub allowed: bool,
    pub floor: Option<u64>,
    pub revoked: bool,
}

impl World {
    pub fn new() -> Self {
        let (public, secret) = new_key_pair(None).unwrap();
        let public = PublicKey::parse(&public).unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            secret: SecretKey::parse(&secret, None).unwrap(),
            secret_text: secret,
            status: KeyStatus::Trusted(public.clone()),
            public,
            allowed: true,
            floor: None,
            revoked: false,
        }
    }

    pub fn claim() -> Claim {
        Claim {
            id: "example.test".parse().unwrap(),
            version: 3.try_into().unwrap(),
        }
    }

    /// Length of the comment that [`World::pack`] appends.
    pub fn comment_len(&self) -> usize {
        self.secret
            .sign(std::io::empty(), &Self::claim())
            .unwrap()
            .len()
    }

    /// Signs an archive whose end record already states the comment's length.
    pub fn sign(&self, mut archive: Vec<u8>) -> Vec<u8> {
        let comment = self.secret.sign(&archive[..], &Self::claim()).unwrap();
        archive.extend(comment.as_bytes());
        archive
    }

    /// A signed pack of these entries.
    pub fn pack(&self, entries: &[Raw]) -> Vec<u8> {
        self.sign(archive(entries, self.comment_len(), |_| {}))
    }

    /// Writes a file into the folder.
    pub fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("test.muster");
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(bytes).unwrap();
        path
    }

    /// Reads these bytes as a pack, in the order of FORMAT section 2.
    pub fn read(&self, bytes: &[u8]) -> Result<VerifiedPack, PackError> {
        read::verify_in_place(&self.file(bytes).as_path().into(), self, &mut |_, _| true)
    }

    /// Builds, signs and reads a pack of these entries.
    pub fn read_entries(&self, entries: &[Raw]) -> Result<VerifiedPack, PackError> {
        self.read(&self.pack(entries))
    }

    /// Builds, signs and reads a pack of this manifest alone.
    pub fn read_manifest(&self, manifest: &Value) -> Result<VerifiedPack, PackError> {
        self.read_entries(&[manifest_entry(manifest)])
    }
}

impl Policy for World {
    fn key(&self, key_id: KeyId) -> KeyStatus {
        if key_id == self.public.id() {
            self.status.clone()
        } else {
            KeyStatus::Unknown
        }
    }

    fn allows(&self, _: KeyId, _: &PackId) -> bool {
        self.allowed
    }

    fn floor(&self, _: &PackId) -> Option<PackVersion> {
        self.floor.map(|version| version.try_into().unwrap())
    }

    fn revoked(&self, _: &PackId, _: PackVersion, _: Option<&str>) -> bool {
        self.revoked
    }
}

/// The name of the error, which is its code, and its message.
pub fn refused<T>(read: Result<T, PackError>) -> (String, String) {
    let Err(error) = read else {
        panic!("accepted");
    };
    let debug = format!("{error:?}");
    let code = debug.split([' ', '(']).next().unwrap().to_owned();
    (code, error.to_string())
}
