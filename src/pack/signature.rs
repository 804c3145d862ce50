//! minisign keys and signatures (FORMAT section 1, FORMAT section 5), byte for byte those of the
//! stock tool.

use std::io::Read;

use minisign::SignatureBox;

use crate::pack::{KeyId, PackError, PackId, PackVersion};

/// The comment at most, in bytes (FORMAT 1.7).
pub const MAX_COMMENT: usize = 1024;

/// Points of small order: with such a key anybody can sign (FORMAT 5.2). The last bit of the
/// encoding is the sign and does not matter. Source: the list that libsodium refuses.
const WEAK_KEYS: [&str; 7] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

#[expect(
    clippy::needless_pass_by_value,
    reason = "errors are handed over by map_err"
)]
fn bad_key(reason: impl ToString) -> PackError {
    PackError::BadKey {
        reason: reason.to_string(),
    }
}

/// A publisher's public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    key: minisign_verify::PublicKey,
    base64: String,
    id: KeyId,
    point: Vec<u8>,
}

impl PublicKey {
    /// Reads a `.pub` file's text, or the bare base64 line of it (FORMAT 5.1).
    ///
    /// # Errors
    /// `BadKey`: not a minisign key, or one of the weak ones (FORMAT 5.2).
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        let mut line = lines.next().unwrap_or_default();
        if line.starts_with("untrusted comment:") {
            line = lines.next().unwrap_or_default();
        }
        if line.len() > 100 || lines.next().is_some() {
            return Err(bad_key("not a minisign public key"));
        }
        let key = minisign_verify::PublicKey::from_base64(line).map_err(bad_key)?;
        let stock = minisign::PublicKey::from_base64(line).map_err(bad_key)?;
        let bytes = stock.to_bytes();
        // The stock tool accepts no other; `ED` names a signature algorithm, not a kind of key.
        if !bytes.starts_with(b"Ed") {
            return Err(bad_key("not an Ed25519 key"));
        }
        let mut id = [0; 8];
        id.copy_from_slice(bytes.get(2..10).ok_or_else(|| bad_key("too short"))?);
        let mut point = bytes
            .get(10..42)
            .ok_or_else(|| bad_key("too short"))?
            .to_vec();
        if let Some(last) = point.last_mut() {
            *last &= 0x7f;
        }
        if WEAK_KEYS.contains(&hex(&point).as_str()) {
            return Err(bad_key("a weak key, with which anybody could sign"));
        }
        Ok(Self {
            key,
            base64: line.to_owned(),
            id: KeyId(id),
            point,
        })
    }

    /// Which key it is.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The key as the base64 line of its file.
    #[must_use]
    pub fn to_base64(&self) -> &str {
        &self.base64
    }

    /// The key itself, without the id that its file gives it: for comparing many. The sign does not
    /// matter: whoever holds one of two such keys holds the other.
    #[must_use]
    pub fn signer(&self) -> &[u8] {
        &self.point
    }

    /// Whether both are the same key, whatever ids their files give them: a signer counts once
    /// (EXCHANGE 2.14).
    #[must_use]
    pub fn same_signer(&self, other: &Self) -> bool {
        self.point == other.point
    }

    /// The key as the text of a `.pub` file.
    #[must_use]
    pub fn to_file_text(&self) -> String {
        format!(
            "untrusted comment: minisign public key {}\n{}\n",
            self.id, self.base64
        )
    }
}

impl std::hash::Hash for PublicKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.base64.hash(state);
    }
}

impl serde::Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.base64)
    }
}

impl<'de> serde::Deserialize<'de> for PublicKey {
    /// The bare base64 line and nothing else (EXCHANGE 2.12).
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::parse(&text) {
            Ok(key) if key.base64 == text => Ok(key),
            Ok(_) => Err(serde::de::Error::custom(
                "not the base64 line of a key alone",
            )),
            Err(error) => Err(serde::de::Error::custom(error)),
        }
    }
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a trusted comment claims: `muster-pack:1 id=<id> version=<n>` (FORMAT 1.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The pack.
    pub id: PackId,
    /// Its version.
    pub version: PackVersion,
}

impl Claim {
    /// Reads a trusted comment; nothing if it is not exactly of the form.
    #[must_use]
    pub fn parse(comment: &str) -> Option<Self> {
        let rest = comment.strip_prefix("muster-pack:1 id=")?;
        let (id, version) = rest.split_once(" version=")?;
        let claim = Self {
            id: id.parse().ok()?,
            version: version.parse::<u64>().ok()?.try_into().ok()?,
        };
        (claim.to_string() == comment).then_some(claim)
    }
}

impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "muster-pack:1 id={} version={}", self.id, self.version)
    }
}

/// A pack's signature: the archive comment, read but not proven.
#[derive(Clone)]
pub struct Signature {
    text: String,
    parsed: minisign_verify::Signature,
    key_id: KeyId,
    prehashed: bool,
}

impl Signature {
    /// Reads an archive comment: four lines of printable ASCII, each ended by LF (FORMAT 1.6).
    ///
    /// # Errors
    /// `NotAPack` if it is anything else.
    pub fn parse(comment: &[u8]) -> Result<Self, PackError> {
        let not = |reason: &str| PackError::NotAPack {
            reason: reason.to_owned(),
        };
        let printable = comment.iter().all(|b| matches!(b, b' '..=b'~' | b'\n'));
        let lines = comment.split_inclusive(|b| *b == b'\n').count();
        if comment.len() > MAX_COMMENT || !printable || lines != 4 || !comment.ends_with(b"\n") {
            return Err(not("the archive comment is not four lines of text"));
        }
        let text = String::from_utf8_lossy(comment).into_owned();
        if !text.starts_with("untrusted comment: ") {
            return Err(not("the archive comment is not a minisign signature"));
        }
        let parsed = minisign_verify::Signature::decode(&text)
            .map_err(|_| not("the archive comment is not a minisign signature"))?;
        let stock = SignatureBox::from_string(&text)
            .map_err(|_| not("the archive comment is not a minisign signature"))?;
        let mut id = [0; 8];
        id.copy_from_slice(stock.keynum().get(..8).ok_or_else(|| not("no key id"))?);
        Ok(Self {
            parsed,
            key_id: KeyId(id),
            prehashed: stock.is_prehashed(),
            text,
        })
    }

    /// The key that it names.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The four lines, as a `.minisig` file would hold them.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The trusted comment; to be believed only once the signature is proven.
    #[must_use]
    pub fn trusted_comment(&self) -> &str {
        self.parsed.trusted_comment()
    }

    /// Begins to check signed bytes against this signature.
    ///
    /// # Errors
    /// `BadSignature` for a legacy signature (not prehashed: FORMAT 1.9) or another key's
    /// (FORMAT 5.8).
    pub fn verifier<'a>(&'a self, key: &'a PublicKey) -> Result<Verifier<'a>, PackError> {
        if !self.prehashed {
            return Err(bad_signature("a legacy signature, not prehashed"));
        }
        let stream = key.key.verify_stream(&self.parsed).map_err(bad_signature)?;
        Ok(Verifier { stream })
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "errors are handed over by map_err"
)]
fn bad_signature(reason: impl ToString) -> PackError {
    PackError::BadSignature {
        reason: reason.to_string(),
    }
}

/// Checks signed bytes as they come.
pub struct Verifier<'a> {
    stream: minisign_verify::StreamVerifier<'a>,
}

impl Verifier<'_> {
    /// The next signed bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.stream.update(bytes);
    }

    /// All signed bytes were given.
    ///
    /// # Errors
    /// `BadSignature` if the signature does not fit them, or its trusted comment was changed
    /// (FORMAT 2.13).
    pub fn finish(mut self) -> Result<(), PackError> {
        self.stream.finalize().map_err(bad_signature)
    }
}

/// An author's secret key, ready to sign.
pub struct SecretKey {
    key: minisign::SecretKey,
}

impl SecretKey {
    /// Reads a `.sec` file's text: Muster's or stock minisign's, with a password or without
    /// (FORMAT 5.3).
    ///
    /// # Errors
    /// `BadKey`: not a secret key, a wrong password, or a password is needed and none was given.
    pub fn parse(text: &str, password: Option<&str>) -> Result<Self, PackError> {
        let line = text.lines().nth(1).unwrap_or_default().trim();
        // Bytes 2 and 3 name the key derivation; two zeros: there is no password.
        let bytes = base64_decode(line).ok_or_else(|| bad_key("not a minisign secret key"))?;
        let key = match bytes.get(2..4) {
            Some([0, 0]) => minisign::SecretKey::from_bytes(&bytes).map_err(bad_key)?,
            Some(b"Sc") => {
                let password = password.ok_or_else(|| {
                    bad_key("it is protected by a password; give it with --password-file")
                })?;
                minisign::SecretKeyBox::from_string(text)
                    .and_then(|sealed| sealed.into_secret_key(Some(password.to_owned())))
                    .map_err(bad_key)?
            }
            _ => return Err(bad_key("not a minisign secret key")),
        };
        Ok(Self { key })
    }

    /// Whether the text of a `.sec` file is one that needs a password.
    #[must_use]
    pub fn needs_password(text: &str) -> bool {
        let line = text.lines().nth(1).unwrap_or_default().trim();
        base64_decode(line).is_some_and(|bytes| bytes.get(2..4) == Some(b"Sc"))
    }

    /// Its key id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let mut id = [0; 8];
        for (to, from) in id.iter_mut().zip(self.key.keynum()) {
            *to = *from;
        }
        KeyId(id)
    }

    /// The public key that belongs to it.
    ///
    /// # Errors
    /// `BadKey` if the file's two halves do not belong together.
    pub fn public(&self) -> Result<PublicKey, PackError> {
        let public = minisign::PublicKey::from_secret_key(&self.key).map_err(bad_key)?;
        PublicKey::parse(&public.to_base64())
    }

    /// Signs what the reader gives, with the claim as trusted comment; returns the four lines.
    ///
    /// # Errors
    /// `BadKey` if the key cannot sign; `Io` if the reader fails.
    pub fn sign(
        &self,
        data: impl Read,
        claim: &impl std::fmt::Display,
    ) -> Result<String, PackError> {
        // No signature covers the untrusted comment (FORMAT 1.14). Left empty (FORMAT 7.3), it
        // holds nothing that could be altered unnoticed.
        let signed = minisign::sign(None, &self.key, data, Some(&claim.to_string()), Some(""))
            .map_err(bad_key)?;
        Ok(signed.into_string())
    }
}

/// Makes a key pair (FORMAT 5.4): the texts of the `.pub` and the `.sec` file. Without a password
/// the secret key is unprotected.
///
/// # Errors
/// `BadKey` if the system gives no randomness or the password cannot be used.
pub fn new_key_pair(password: Option<&str>) -> Result<(String, String), PackError> {
    let pair = match password {
        Some(password) => minisign::KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
        None => minisign::KeyPair::generate_unencrypted_keypair(),
    }
    .map_err(bad_key)?;
    let public = PublicKey::parse(&pair.pk.to_base64())?;
    let comment = format!("minisign secret key {}", public.id());
    let sealed = pair.sk.to_box(Some(&comment)).map_err(bad_key)?;
    Ok((public.to_file_text(), sealed.into_string()))
}

/// Standard base64 with padding; nothing for anything else. A secret key has 212 characters.
fn base64_decode(text: &str) -> Option<Vec<u8>> {
    use ct_codecs::Decoder;
    if text.len() > 400 {
        return None;
    }
    ct_codecs::Base64::decode_to_vec(text, None).ok()
}
