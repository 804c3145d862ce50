//! The chain that makes tampering evident (RECORDS 3.3 and 3.7): each row's hash covers the
//! hash of the row before and the hash of its content.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A SHA-256, written in lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha([u8; 32]);

impl Sha {
    /// What stands before the first row.
    pub const ZERO: Self = Self([0; 32]);

    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Of a row: the hash before it, raw, then its content's, raw.
    #[must_use]
    pub fn of_row(prev: Self, content: Self) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(prev.0);
        hasher.update(content.0);
        Self(hasher.finalize().into())
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(self) -> [u8; 32] {
        self.0
    }
}

/// A text that is no SHA-256 in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct BadSha;

impl FromStr for Sha {
    type Err = BadSha;
    fn from_str(text: &str) -> Result<Self, BadSha> {
        let digit = |b: u8| match b {
            b'0'..=b'9' => Ok(b - b'0'),
            b'a'..=b'f' => Ok(b - b'a' + 10),
            _ => Err(BadSha),
        };
        if text.len() != 64 {
            return Err(BadSha);
        }
        let mut bytes = [0; 32];
        let (pairs, _) = text.as_bytes().as_chunks::<2>();
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Sha {
    type Error = BadSha;
    fn try_from(text: String) -> Result<Self, BadSha> {
        text.parse()
    }
}

impl From<Sha> for String {
    fn from(sha: Sha) -> String {
        sha.to_string()
    }
}

impl fmt::Display for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The end of the chain: what is carried off the PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Rows in the chain.
    pub count: u64,
    /// The hash of the last one; zeros without rows.
    #[serde(rename = "head")]
    pub hash: Sha,
}

impl Head {
    /// As it lies beside an export and in what a visit leaves (RECORDS 8.7): what a signature over a
    /// head covers, byte for byte (EXCHANGE 6.3).
    #[must_use]
    pub fn to_file(&self) -> String {
        format!("{{\"count\":{},\"head\":\"{}\"}}\n", self.count, self.hash)
    }

    /// Reads a file that carries a head; nothing where it carries none.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, Sha};

    // EXCHANGE 6.3.
    #[test]
    fn a_heads_file_is_these_bytes_and_is_read_again() {
        let head = Head {
            count: 25,
            hash: Sha::ZERO,
        };
        let zeros = "0".repeat(64);
        let text = format!("{{\"count\":25,\"head\":\"{zeros}\"}}\n");
        assert_eq!(head.to_file(), text);
        assert_eq!(Head::read(text.as_bytes()), Some(head));
        for other in ["", "{}", "[]", &text.replace("25", "-1"), &text.repeat(2)] {
            assert_eq!(Head::read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_rows_hash_is_over_the_raw_bytes_of_both() {
        // printf '%064d' 0 | xxd -r -p; then the digest of "abc": checked with sha256sum.
        let content = Sha::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(content.to_string(), text);
        assert_eq!(text.parse(), Ok(content));
        let both = [[0; 32], content.bytes()].concat();
        assert_eq!(Sha::of_row(Sha::ZERO, content), Sha::of(&both));
    }

    #[test]
    fn only_64_lower_case_digits_are_a_hash() {
        for text in [
            "",
            "BA",
            &"A".repeat(64),
            &"g".repeat(64),
            &"0".repeat(63),
            &"é".repeat(32),
        ] {
            assert!(text.parse::<Sha>().is_err(), "{text}");
        }
    }
}
