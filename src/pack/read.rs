//! Reading a pack in the order of FORMAT section 2. No byte of the ZIP or of the manifest is
//! parsed before the signature over it holds.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::pack::container::Archive;
use crate::pack::signature::{Claim, PublicKey, Signature};
use crate::pack::{KeyId, Manifest, PackError, PackId, PackVersion, bytes, content, manifest};
use crate::platform::files::{self, SourceFile};

pub use crate::pack::tail::{MAX_PACK, Progress, Tail, read_tail};

/// What a station knows of a key.
#[derive(Clone, Debug)]
pub enum KeyStatus {
    /// Nobody added it.
    Unknown,
    /// It was added by a person.
    Trusted(PublicKey),
    /// It was trusted until this day, which is past.
    Ended(Date),
    /// It was revoked.
    Revoked,
}

/// The station's policy: who may publish what.
pub trait Policy {
    /// What is known of this key.
    fn key(&self, key_id: KeyId) -> KeyStatus;
    /// Whether the publisher with this key may publish this id.
    fn allows(&self, key_id: KeyId, id: &PackId) -> bool;
    /// The highest version ever installed, below which nothing is accepted.
    fn floor(&self, id: &PackId) -> Option<PackVersion>;
    /// Whether this pack was revoked. Without the hash of its file only a revocation of the whole
    /// version counts.
    fn revoked(&self, id: &PackId, version: PackVersion, sha256: Option<&str>) -> bool;
}

/// A pack whose signature, archive and manifest hold. Only this module makes one.
#[derive(Clone)]
pub struct VerifiedPack {
    manifest: Manifest,
    archive: Archive,
    signature: Signature,
    sha256: String,
    bytes: u64,
    path: PathBuf,
}

impl VerifiedPack {
    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its files.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Its manifest and its files.
    #[must_use]
    pub fn into_parts(self) -> (Manifest, Archive) {
        (self.manifest, self.archive)
    }

    /// The key that signed it.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.signature.key_id()
    }

    /// The signature's four lines.
    #[must_use]
    pub fn signature(&self) -> &str {
        self.signature.text()
    }

    /// SHA-256 of the whole file, lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Length of the whole file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The file that was verified.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A pack whose archive and manifest keep the rules, but whose signature nobody checked.
#[derive(Clone)]
pub struct UntrustedPack {
    manifest: Manifest,
    archive: Archive,
    key_id: KeyId,
    bytes: u64,
}

impl UntrustedPack {
    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its files.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The key that its signature names; a claim.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Length of the whole file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// What can be refused before the file is read (FORMAT 2.11). Refusing early on an unproven claim
/// is safe, accepting never is.
///
/// # Errors
/// `UntrustedPublisher`, `PublisherEnded`, `RevokedPublisher`, `RevokedPack`, `OutsideScope`,
/// `OlderThanInstalled`.
pub fn check_early(tail: &Tail, policy: &dyn Policy) -> Result<PublicKey, PackError> {
    let key_id = tail.signature.key_id();
    // FORMAT 2.6 and FORMAT 2.7.
    let key = match policy.key(key_id) {
        KeyStatus::Unknown => return Err(PackError::UntrustedPublisher { key_id }),
        KeyStatus::Revoked => return Err(PackError::RevokedPublisher { key_id }),
        KeyStatus::Ended(until) => return Err(PackError::PublisherEnded { key_id, until }),
        KeyStatus::Trusted(key) => key,
    };
    if let Some(claim) = Claim::parse(tail.signature.trusted_comment()) {
        check_policy(key_id, &claim, None, policy)?;
    }
    Ok(key)
}

fn check_policy(
    key_id: KeyId,
    claim: &Claim,
    sha256: Option<&str>,
    policy: &dyn Policy,
) -> Result<(), PackError> {
    let (id, version) = (&claim.id, claim.version);
    // FORMAT 2.8.
    if policy.revoked(id, version, sha256) {
        return Err(PackError::RevokedPack {
            id: id.clone(),
            version,
        });
    }
    // FORMAT 2.9.
    if !policy.allows(key_id, id) {
        return Err(PackError::OutsideScope {
            key_id,
            id: id.to_string(),
        });
    }
    // FORMAT 2.10.
    match policy.floor(id) {
        Some(highest) if version < highest => Err(PackError::OlderThanInstalled {
            id: id.clone(),
            version,
            highest,
        }),
        _ => Ok(()),
    }
}

/// FORMAT 2.12 to 2.17: streams every signed byte once from `source` into `copy`, the new, empty
/// file at `path` (open for reading too), while hashing, checks the signature, and only then parses
/// what was written. The file is not yet synced.
///
/// # Errors
/// Any code of FORMAT section 2; `Io` if writing fails; `Cancelled`. The caller removes the file.
pub fn copy_and_verify(
    source: &mut (impl Read + Seek),
    tail: Tail,
    key: &PublicKey,
    policy: &dyn Policy,
    copy: &mut File,
    path: &Path,
    progress: &mut Progress<'_>,
) -> Result<VerifiedPack, PackError> {
    let sha256 = bytes::copy(source, &tail, key, copy, progress)?;
    // The same handle, not the name again: what was hashed is what is parsed.
    let file = copy.try_clone().map_err(PackError::Io)?;
    let scan = Scan {
        path,
        sha256,
        data: true,
        installed: false,
    };
    // From here on only the copy on this PC is read, so a read error is not the stick's.
    parse(file, tail, Some(policy), scan, progress).map_err(|error| match error {
        PackError::SourceRead(error) => PackError::Io(error),
        error => error,
    })
}

/// Checks whether a file would be accepted, without keeping a copy. Between the signature check and
/// the parsing somebody else may change the file, so nothing may be installed on this result.
///
/// # Errors
/// As [`copy_and_verify`].
pub fn verify_in_place(
    file: &SourceFile,
    policy: &dyn Policy,
    progress: &mut Progress<'_>,
) -> Result<VerifiedPack, PackError> {
    let mut source = open(file)?;
    let tail = read_tail(&mut source)?;
    let key = check_early(&tail, policy)?;
    let sha256 = bytes::prove(&mut source, &tail, &key, progress)?;
    let scan = Scan {
        path: file.path(),
        sha256,
        data: true,
        installed: false,
    };
    parse(source, tail, Some(policy), scan, progress)
}

/// Opens a pack of the shelf whose bytes were verified when it was installed: headers and
/// manifest only. `sha256` is what the shelf's database says; [`bytes::prove`] proves it again.
///
/// # Errors
/// As [`copy_and_verify`].
pub fn open_installed(path: &Path, sha256: &str) -> Result<VerifiedPack, PackError> {
    let mut file = open(&path.into())?;
    let tail = read_tail(&mut file)?;
    let scan = Scan {
        path,
        sha256: sha256.to_owned(),
        data: false,
        installed: true,
    };
    parse(file, tail, None, scan, &mut |_, _| true)
}

/// Proves every byte of a pack again, with the key that signed it, and every rule of the format.
///
/// # Errors
/// As [`copy_and_verify`].
pub fn reverify(
    path: &Path,
    key: &PublicKey,
    progress: &mut Progress<'_>,
) -> Result<VerifiedPack, PackError> {
    let mut source = open(&path.into())?;
    let tail = read_tail(&mut source)?;
    let sha256 = bytes::prove(&mut source, &tail, key, progress)?;
    let scan = Scan {
        path,
        sha256,
        data: true,
        installed: true,
    };
    parse(source, tail, None, scan, progress)
}

/// Reads a pack without checking its signature, for `pack check` and the builder's final check,
/// where there may be no key to check it with.
///
/// # Errors
/// As [`copy_and_verify`].
pub fn read_untrusted(
    path: &Path,
    progress: &mut Progress<'_>,
) -> Result<UntrustedPack, PackError> {
    let mut source = open(&path.into())?;
    let tail = read_tail(&mut source)?;
    let scan = Scan {
        path,
        sha256: String::new(),
        data: true,
        installed: false,
    };
    let pack = parse(source, tail, None, scan, progress)?;
    Ok(UntrustedPack {
        manifest: pack.manifest,
        archive: pack.archive,
        key_id: pack.signature.key_id(),
        bytes: pack.bytes,
    })
}

/// Opens a file to be read as a pack; anything but a regular file is refused (FORMAT 2.1).
///
/// # Errors
/// `NotAPack`, `SourceRead`.
pub fn open(file: &SourceFile) -> Result<File, PackError> {
    file.open().map_err(|error| match files::refusal(&error) {
        Some(refusal) => PackError::NotAPack {
            reason: refusal.to_string(),
        },
        None => PackError::SourceRead(error),
    })
}

/// How a file is parsed.
struct Scan<'a> {
    path: &'a Path,
    sha256: String,
    /// Check every entry's data, not the headers alone.
    data: bool,
    /// It was installed before: rules that were added since are not applied to it.
    installed: bool,
}

/// Parses the ZIP and the manifest, applies the policy again to the proven values, and checks the
/// files against the manifest, in this order (FORMAT 2.14 to 2.17).
fn parse(
    file: File,
    tail: Tail,
    policy: Option<&dyn Policy>,
    scan: Scan<'_>,
    progress: &mut Progress<'_>,
) -> Result<VerifiedPack, PackError> {
    let archive = if scan.data {
        Archive::scan(file, tail.signed_len, &mut || progress(tail.len, tail.len))?
    } else {
        Archive::scan_headers(file, tail.signed_len)?
    };
    let manifest = read_manifest(&archive, &scan)?;
    let claim = Claim::parse(tail.signature.trusted_comment());
    let proven = Claim {
        id: manifest.id.clone(),
        version: manifest.version,
    };
    // FORMAT 2.16, by which FORMAT 1.10 and FORMAT 1.11 are enforced.
    if claim.as_ref() != Some(&proven) {
        return Err(PackError::BadManifest {
            line: 0,
            field: "id and version".to_owned(),
            reason: "they differ from the signature's trusted comment".to_owned(),
        });
    }
    // FORMAT 2.17.
    if let Some(policy) = policy {
        let sha256 = Some(scan.sha256.as_str());
        check_policy(tail.signature.key_id(), &proven, sha256, policy)?;
    }
    content::check(&manifest, &archive, scan.data)?;
    Ok(VerifiedPack {
        manifest,
        archive,
        signature: tail.signature,
        sha256: scan.sha256,
        bytes: tail.len,
        path: scan.path.to_owned(),
    })
}

/// The first entry (FORMAT 3.31). Where data are checked, so is every rule of FORMAT section 4, not
/// its types alone.
fn read_manifest(archive: &Archive, scan: &Scan<'_>) -> Result<Manifest, PackError> {
    let first = archive
        .entries()
        .first()
        .filter(|e| e.path.as_str() == "manifest.json")
        .ok_or_else(|| PackError::BadArchive {
            entry: "archive".to_owned(),
            rule: "the first entry is not manifest.json".to_owned(),
        })?;
    if first.size > manifest::MAX_MANIFEST {
        return Err(PackError::BadArchive {
            entry: "manifest.json".to_owned(),
            rule: "larger than 4 MiB".to_owned(),
        });
    }
    let bytes = archive.read(first, manifest::MAX_MANIFEST)?;
    match (scan.data, scan.installed) {
        (true, false) => manifest::parse(&bytes),
        (true, true) => manifest::parse_installed(&bytes),
        (false, _) => manifest::parse_again(&bytes),
    }
}
