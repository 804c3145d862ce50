//! Packs made byte by byte, so that any byte of them can be made wrong before they are signed.

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::pack::read::{self, KeyStatus, Policy, VerifiedPack};
use crate::pack::signature::{Claim, new_key_pair};
use crate::pack::{KeyId, PackError, PackId, PackVersion, PublicKey, SecretKey};

/// One entry and what its headers say of it; what is not stated follows from the data.
#[derive(Clone)]
pub struct Raw {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    pub compressed: u32,
    pub size: u32,
    pub external: u32,
    pub disk: u16,
    pub extra: Vec<u8>,
    pub local_extra: Vec<u8>,
    /// What the local header says instead of the central one.
    pub local: Option<Box<Raw>>,
    /// Bytes between this entry's data and the next.
    pub gap: Vec<u8>,
}

impl Raw {
    pub fn stored(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            data: data.to_vec(),
            method: 0,
            flags: 0,
            crc: crc32fast::hash(data),
            compressed: u32::try_from(data.len()).unwrap(),
            size: u32::try_from(data.len()).unwrap(),
            external: 0o100_644 << 16,
            disk: 0,
            extra: Vec::new(),
            local_extra: Vec::new(),
            local: None,
            gap: Vec::new(),
        }
    }

    pub fn deflated(name: &str, data: &[u8]) -> Self {
        let mut deflater =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        deflater.write_all(data).unwrap();
        let packed = deflater.finish().unwrap();
        Self {
            method: 8,
            compressed: u32::try_from(packed.len()).unwrap(),
            data: packed,
            ..Self::stored(name, data)
        }
    }

    /// The same with something changed.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The same, but its local header says something else.
    pub fn local(mut self, change: impl FnOnce(&mut Self)) -> Self {
        let mut local = self.clone();
        change(&mut local);
        self.local = Some(Box::new(local));
        self
    }

    fn common(&self, out: &mut Vec<u8>) {
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0; 4]);
        for number in [self.crc, self.compressed, self.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
    }

    fn local_header(&self, out: &mut Vec<u8>) {
        out.extend(b"PK\x03\x04\x14\x00");
        self.common(out);
        let extra = u16::try_from(self.local_extra.len()).unwrap();
        out.extend(extra.to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.local_extra);
    }

    fn central_header(&self, offset: u32, out: &mut Vec<u8>) {
        out.extend(b"PK\x01\x02\x14\x03\x14\x00");
        self.common(out);
        out.extend(u16::try_from(self.extra.len()).unwrap().to_le_bytes());
        out.extend([0; 2]);
        out.extend(self.disk.to_le_bytes());
        out.extend([0; 2]);
        out.extend(self.external.to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.extra);
    }
}

/// What the end record says.
#[derive(Clone, Copy)]
pub struct End {
    pub disk: u16,
    pub directory_disk: u16,
    pub here: u16,
    pub count: u16,
    pub size: u32,
    pub offset: u32,
}

/// An archive up to and without its comment; the end record states that length for it.
pub fn archive(entries: &[Raw], comment: usize, end: impl FnOnce(&mut End)) -> Vec<u8> {
    archive_with(entries, comment, &[], &[], end)
}

/// The same with bytes before the central directory and before the end record.
pub fn archive_with(
    entries: &[Raw],
    comment: usize,
    before_directory: &[u8],
    before_end: &[u8],
    end: impl FnOnce(&mut End),
) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(bytes.len()).unwrap();
        entry
            .local
            .as_deref()
            .unwrap_or(entry)
            .local_header(&mut bytes);
        bytes.extend(&entry.data);
        bytes.extend(&entry.gap);
        entry.central_header(offset, &mut directory);
    }
    bytes.extend(before_directory);
    let mut record = End {
        disk: 0,
        directory_disk: 0,
        here: u16::try_from(entries.len()).unwrap(),
        count: u16::try_from(entries.len()).unwrap(),
        size: u32::try_from(directory.len()).unwrap(),
        offset: u32::try_from(bytes.len()).unwrap(),
    };
    end(&mut record);
    bytes.extend(directory);
    bytes.extend(before_end);
    bytes.extend(b"PK\x05\x06");
    for number in [
        record.disk,
        record.directory_disk,
        record.here,
        record.count,
    ] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(record.size.to_le_bytes());
    bytes.extend(record.offset.to_le_bytes());
    bytes.extend(u16::try_from(comment).unwrap().to_le_bytes());
    bytes
}

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

    /// Reads these bytes as a pack, in the order of section 2.
    pub fn read(&self, bytes: &[u8]) -> Result<VerifiedPack, PackError> {
        read::verify_in_place(&self.file(bytes), self, &mut |_, _| true)
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

/// The name of the error, which is its code, and what is said of it.
pub fn refused<T>(read: Result<T, PackError>) -> (String, String) {
    let Err(error) = read else {
        panic!("accepted");
    };
    let debug = format!("{error:?}");
    let code = debug.split([' ', '(']).next().unwrap().to_owned();
    (code, error.to_string())
}
