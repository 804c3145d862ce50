//! `.mtrust`: a ZIP of `trust.json` and the signatures over it (EXCHANGE 2.1 to 2.11). The list
//! comes out of [`TrustFile::prove`] only: nothing of its JSON is parsed before enough of the
//! roots have signed it (EXCHANGE 2.7).

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};

use crate::pack::container::{Archive, Method};
use crate::pack::signature::{Signature, hex};
use crate::pack::trust_list::{MAX_JSON, MAX_ROOTS, Roots, TrustList, WhoseRoots, bad};
use crate::pack::{AgencyId, KeyId, PackError, PackVersion, PublicKey, SecretKey, write};
use crate::platform::files::{self, SourceFile};

const JSON: &str = "trust.json";
/// A `.minisig` file at most, in bytes (EXCHANGE 2.3).
const MAX_SIGNATURE: u64 = 1024;
/// Those of the roots before and after a change (EXCHANGE 2.3).
const MAX_SIGNATURES: usize = 2 * MAX_ROOTS;
/// The whole file at most, in bytes (EXCHANGE 2.4).
const MAX_FILE: u64 = MAX_JSON + (MAX_SIGNATURES as u64 + 1) * 2048;

/// What a signature's trusted comment claims: `muster-trust:1 agency=<id> version=<n>`
/// (EXCHANGE 2.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListClaim {
    /// Whose list it is.
    pub agency: AgencyId,
    /// Its version.
    pub version: u64,
}

impl ListClaim {
    /// Reads a trusted comment; nothing if it is not exactly of the form.
    #[must_use]
    pub fn parse(comment: &str) -> Option<Self> {
        let rest = comment.strip_prefix("muster-trust:1 agency=")?;
        let (agency, version) = rest.split_once(" version=")?;
        let claim = Self {
            agency: agency.parse().ok()?,
            version: version.parse().ok()?,
        };
        let right = (1..=PackVersion::MAX).contains(&claim.version);
        (right && claim.to_string() == comment).then_some(claim)
    }

    fn of(list: &TrustList) -> Self {
        Self {
            agency: list.agency.clone(),
            version: list.version,
        }
    }
}

impl fmt::Display for ListClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { agency, version } = self;
        write!(f, "muster-trust:1 agency={agency} version={version}")
    }
}

/// A trust list as a file, with nothing of it proven.
#[derive(Clone)]
pub struct TrustFile {
    json: Vec<u8>,
    sha256: String,
    /// By the name that the archive gives them.
    signatures: BTreeMap<KeyId, Signature>,
}

impl TrustFile {
    /// Reads a file, once and into memory: what is checked is what is used (EXCHANGE 2.5).
    ///
    /// # Errors
    /// `SourceRead`, `TooLarge`, `BadTrustList`.
    pub fn read(file: impl Into<SourceFile>) -> Result<Self, PackError> {
        let file: SourceFile = file.into();
        let bytes = file
            .open()
            .and_then(|file| files::read_up_to(file, MAX_FILE))
            .map_err(|error| match files::refusal(&error) {
                Some(refusal) => bad("the list", refusal.to_string()),
                None => PackError::SourceRead(error),
            })?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(PackError::TooLarge {
                what: "the trust list".to_owned(),
                bytes: bytes.len() as u64,
                limit: MAX_FILE,
            });
        }
        Self::parse(bytes)
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// `BadTrustList` with the entry and the rule.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, PackError> {
        let sha256 = hex(&Sha256::digest(&bytes));
        let archive = Archive::scan_bytes(bytes).map_err(as_list)?;
        if archive.entries().len() > MAX_SIGNATURES + 1 {
            return Err(bad("the list", "more signatures than roots can make"));
        }
        let (mut json, mut signatures) = (None, BTreeMap::new());
        for entry in archive.entries() {
            let name = entry.path.as_str();
            // EXCHANGE 2.1.
            if entry.method != Method::Stored {
                return Err(bad(name, "not stored as it is"));
            }
            if name == JSON {
                json = Some(archive.read(entry, MAX_JSON).map_err(as_list)?);
                continue;
            }
            // EXCHANGE 2.2.
            let id = signature_name(name).ok_or_else(|| bad(name, "does not belong in a list"))?;
            let text = archive.read(entry, MAX_SIGNATURE).map_err(as_list)?;
            let signature =
                Signature::parse(&text).map_err(|_| bad(name, "not a minisign signature"))?;
            signatures.insert(id, signature);
        }
        let json = json.ok_or_else(|| bad(JSON, "missing"))?;
        Ok(Self {
            json,
            sha256,
            signatures,
        })
    }

    /// A list that nobody signed yet.
    ///
    /// # Errors
    /// `BadTrustList` if it breaks a rule.
    pub fn unsigned(list: &TrustList) -> Result<Self, PackError> {
        Self::of_json(list.to_json()?)
    }

    /// A list that nobody signed yet, from the bytes of its `trust.json`.
    ///
    /// # Errors
    /// `BadTrustList`, `AppTooOld`.
    pub fn of_json(json: Vec<u8>) -> Result<Self, PackError> {
        TrustList::parse(&json)?;
        Ok(Self {
            json,
            sha256: String::new(),
            signatures: BTreeMap::new(),
        })
    }

    /// The bytes of `trust.json`, over which signatures are made.
    #[must_use]
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// SHA-256 of the file that was read, lower-case hex; empty for a list that was made here.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whose signatures it carries, proven or not.
    pub fn signers(&self) -> impl Iterator<Item = KeyId> + '_ {
        self.signatures.values().map(Signature::key_id)
    }

    /// What its signatures claim it to be: decides only in which order lists are tried.
    #[must_use]
    pub fn claim(&self) -> Option<ListClaim> {
        let mut comments = self.signatures.values().map(Signature::trusted_comment);
        comments.find_map(ListClaim::parse)
    }

    /// The list, once as many of these roots as their threshold asks for have signed it.
    ///
    /// # Errors
    /// `BadSignature` if a signature with a root's key id does not fit; `ThresholdNotMet` or
    /// `NewRootsDidNotSign`; then `BadTrustList`, `AppTooOld`.
    pub fn prove(&self, roots: &Roots, whose: WhoseRoots) -> Result<TrustList, PackError> {
        let mut claims = Vec::new();
        for root in &roots.keys {
            // However often and under whatever name a root's signature is there, it counts once
            // (EXCHANGE 2.8).
            let mut signatures = self.signatures.values();
            let Some(signature) = signatures.find(|s| s.key_id() == root.key.id()) else {
                continue;
            };
            // EXCHANGE 2.9.
            self.check(signature, &root.key)?;
            claims.push(ListClaim::parse(signature.trusted_comment()));
        }
        if claims.len() < roots.threshold.max(1) {
            let (signed, threshold) = (claims.len(), roots.threshold);
            return Err(match whose {
                WhoseRoots::InForce => PackError::ThresholdNotMet { signed, threshold },
                WhoseRoots::New => PackError::NewRootsDidNotSign { signed, threshold },
            });
        }
        // EXCHANGE 2.10, as the claims below.
        let mut named = self.signatures.iter();
        if let Some((name, _)) = named.find(|(name, s)| s.key_id() != **name) {
            return Err(bad(entry_name(*name), "holds another key's signature"));
        }
        let list = TrustList::parse(&self.json)?;
        let claim = Some(ListClaim::of(&list));
        if claims.iter().any(|c| *c != claim) {
            let reason = "agency and version differ from a signature's trusted comment";
            return Err(bad(JSON, reason));
        }
        Ok(list)
    }

    /// The list without a check of its signatures, for those who make it.
    ///
    /// # Errors
    /// `BadTrustList`, `AppTooOld`.
    pub fn unproven(&self) -> Result<TrustList, PackError> {
        TrustList::parse(&self.json)
    }

    /// Signs it, in the place of an earlier signature of this key; the others stay.
    ///
    /// # Errors
    /// `BadKey`, `BadTrustList`.
    pub fn sign(&mut self, key: &SecretKey) -> Result<(), PackError> {
        let claim = ListClaim::of(&self.unproven()?);
        let text = key.sign(self.json.as_slice(), &claim)?;
        self.add(&text, &key.public()?)
    }

    /// Adds a signature that was made elsewhere, by the stock tool perhaps, once it is checked.
    ///
    /// # Errors
    /// `BadTrustList` if it is none or differs from the list, `BadSignature` if it does
    /// not fit.
    pub fn add(&mut self, signature: &str, key: &PublicKey) -> Result<(), PackError> {
        let entry = entry_name(key.id());
        let signature = Signature::parse(signature.as_bytes())
            .map_err(|_| bad(&*entry, "not a minisign signature"))?;
        self.check(&signature, key)?;
        let claim = ListClaim::of(&self.unproven()?);
        if ListClaim::parse(signature.trusted_comment()) != Some(claim.clone()) {
            let reason = format!("its trusted comment is not: {claim}");
            return Err(bad(entry, reason));
        }
        if self.signatures.len() >= MAX_SIGNATURES && !self.signatures.contains_key(&key.id()) {
            return Err(bad("the list", "more signatures than roots can make"));
        }
        self.signatures.insert(key.id(), signature);
        Ok(())
    }

    /// The bytes of the `.mtrust` file.
    ///
    /// # Errors
    /// `Io` if they do not make a ZIP.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PackError> {
        let signatures = self.signatures.iter();
        let signatures = signatures.map(|(id, s)| (entry_name(*id), s.text().as_bytes()));
        let json = (JSON.to_owned(), self.json.as_slice());
        write::stored(std::iter::once(json).chain(signatures))
    }

    fn check(&self, signature: &Signature, key: &PublicKey) -> Result<(), PackError> {
        let mut verifier = signature.verifier(key)?;
        verifier.update(&self.json);
        verifier.finish()
    }
}

fn entry_name(id: KeyId) -> String {
    format!("sig/{id}.minisig")
}

fn signature_name(name: &str) -> Option<KeyId> {
    let id = name.strip_prefix("sig/")?.strip_suffix(".minisig")?;
    let id: KeyId = id.parse().ok()?;
    (entry_name(id) == name).then_some(id)
}

/// An archive's defect as a defect of a list.
fn as_list(error: PackError) -> PackError {
    match error {
        PackError::BadArchive { entry, rule } => bad(entry, rule),
        PackError::TooLarge { what, limit, .. } => bad(what, format!("larger than {limit} bytes")),
        error => error,
    }
}
