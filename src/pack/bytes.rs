//! Reading every byte of a pack once, whatever it says: hashed, checked against the signature, and
//! copied where it is to be kept. Nothing here parses.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::pack::PackError;
use crate::pack::read::{Progress, Tail};
use crate::pack::signature::{PublicKey, hex};

/// How much is read, hashed and written at a time, in bytes. Larger pieces leave the processor's
/// cache between the two hashes, and Linux takes four times as long for a write of 1 MiB as for 16
/// of 64 KiB, measured on ext4.
const PIECE: usize = 64 << 10;

/// Copies a pack and checks its signature; returns the SHA-256 of the whole file, lower-case hex.
pub(super) fn copy(
    source: &mut (impl Read + Seek),
    tail: &Tail,
    key: &PublicKey,
    copy: &mut impl Write,
    progress: &mut Progress<'_>,
) -> Result<String, PackError> {
    let mut sha256 = Sha256::new();
    let hash = |bytes: &[u8]| sha256.update(bytes);
    stream(source, tail, key, copy, hash, progress)?;
    Ok(hex(&sha256.finalize()))
}

/// Reads a pack once from its first byte to its last and checks its signature; nothing of it is
/// parsed. Returns the SHA-256 of the whole file, lower-case hex: whoever knows what it was when
/// all other rules were checked knows that they still hold.
///
/// # Errors
/// `BadSignature`, `Truncated`, `SourceRead`, `Cancelled`.
pub fn prove(
    source: &mut (impl Read + Seek),
    tail: &Tail,
    key: &PublicKey,
    progress: &mut Progress<'_>,
) -> Result<String, PackError> {
    let mut sha256 = Sha256::new();
    let hash = |bytes: &[u8]| sha256.update(bytes);
    stream(source, tail, key, &mut io::sink(), hash, progress)?;
    Ok(hex(&sha256.finalize()))
}

/// SHA-256 of a whole file, lower-case hex.
///
/// # Errors
/// `SourceRead`, `Cancelled`.
pub fn sha256_of(path: &Path, progress: &mut Progress<'_>) -> Result<String, PackError> {
    let mut file = File::open(path).map_err(PackError::SourceRead)?;
    let len = file.metadata().map_err(PackError::SourceRead)?.len();
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; PIECE];
    let mut done = 0;
    loop {
        if !progress(done, len) {
            return Err(PackError::Cancelled);
        }
        let read = file.read(&mut buffer).map_err(PackError::SourceRead)?;
        match buffer.get(..read) {
            Some(bytes) if !bytes.is_empty() => sha256.update(bytes),
            _ => return Ok(hex(&sha256.finalize())),
        }
        done += read as u64;
    }
}

/// Streams the signed bytes into `copy`, then the comment as it was read before; gives all of it
/// to `hash`.
fn stream(
    source: &mut (impl Read + Seek),
    tail: &Tail,
    key: &PublicKey,
    copy: &mut impl Write,
    mut hash: impl FnMut(&[u8]),
    progress: &mut Progress<'_>,
) -> Result<(), PackError> {
    source.rewind().map_err(PackError::SourceRead)?;
    let mut verifier = tail.signature.verifier(key)?;
    let mut buffer = vec![0; PIECE];
    let mut left = tail.signed_len;
    while left > 0 {
        if !progress(tail.signed_len - left, tail.len) {
            return Err(PackError::Cancelled);
        }
        let want = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        let read = match source.read(buffer.get_mut(..want).unwrap_or_default()) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(PackError::SourceRead(error)),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            return Err(PackError::Truncated);
        }
        hash(bytes);
        verifier.update(bytes);
        copy.write_all(bytes).map_err(PackError::Io)?;
        left -= read as u64;
    }
    verifier.finish()?;
    let comment = tail.signature.text().as_bytes();
    hash(comment);
    copy.write_all(comment).map_err(PackError::Io)?;
    progress(tail.len, tail.len);
    Ok(())
}
