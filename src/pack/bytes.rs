//! Reads every byte of a pack once: hashes it, checks it against the signature, and copies it to
//! its destination. Nothing here parses.

use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope, ScopedJoinHandle};

use sha2::{Digest, Sha256};

use crate::pack::PackError;
use crate::pack::signature::{PublicKey, hex};
use crate::pack::tail::{Progress, Tail};
use crate::platform::files;

/// How much is read, hashed and written at a time, in bytes. Larger pieces leave the processor's
/// cache between the two hashes, and Linux takes four times as long for a write of 1 MiB as for 16
/// of 64 KiB, measured on ext4.
const CHUNK_BYTES: usize = 64 << 10;
/// How many pieces one hash may be behind the other.
const MAX_CHUNKS: usize = 8;

/// Copies a pack and checks its signature, each byte of the source read once (FORMAT 2.12);
/// returns the SHA-256 of the whole file, lower-case hex.
/// Computes both hashes at the same time, since somebody waits for the result.
pub(super) fn copy(
    source: &mut (impl Read + Seek),
    tail: &Tail,
    key: &PublicKey,
    copy: &mut impl Write,
    progress: &mut Progress<'_>,
) -> Result<String, PackError> {
    thread::scope(|scope| {
        let mut sha256 = HashThread::begin(scope).map_err(PackError::Io)?;
        let hash = |bytes: &[u8]| sha256.update(bytes);
        stream(source, tail, key, copy, hash, progress)?;
        sha256.finish().map_err(PackError::Io)
    })
}

/// Reads a pack once from its first byte to its last and checks its signature; nothing of it is
/// parsed. Returns the SHA-256 of the whole file, lower-case hex: if it equals the hash from when
/// all other rules were checked, they still hold. Uses one thread, as this runs in the background
/// of briefings.
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
    let mut file = files::open_no_link(path).map_err(PackError::SourceRead)?;
    let len = file.metadata().map_err(PackError::SourceRead)?.len();
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; CHUNK_BYTES];
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
    // FORMAT 1.8: everything before the comment is signed.
    let mut verifier = tail.signature.verifier(key)?;
    let mut buffer = vec![0; CHUNK_BYTES];
    let mut left = tail.signed_len;
    while left > 0 {
        if !progress(tail.signed_len - left, tail.len) {
            return Err(PackError::Cancelled);
        }
        let want = usize::try_from(left)
            .unwrap_or(CHUNK_BYTES)
            .min(CHUNK_BYTES);
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
    // FORMAT 2.13.
    verifier.finish()?;
    let comment = tail.signature.text().as_bytes();
    hash(comment);
    copy.write_all(comment).map_err(PackError::Io)?;
    progress(tail.len, tail.len);
    Ok(())
}

/// Computes a SHA-256 on a thread of its own; buffers are reused between the two threads.
struct HashThread<'scope> {
    full: SyncSender<Vec<u8>>,
    empty: Receiver<Vec<u8>>,
    thread: ScopedJoinHandle<'scope, String>,
}

impl<'scope> HashThread<'scope> {
    fn begin<'env>(scope: &'scope Scope<'scope, 'env>) -> io::Result<Self> {
        let (full, to_hash) = sync_channel(MAX_CHUNKS);
        let (hashed, empty) = sync_channel(MAX_CHUNKS);
        for _ in 0..MAX_CHUNKS {
            let _ = hashed.send(Vec::with_capacity(CHUNK_BYTES));
        }
        let thread = thread::Builder::new()
            .name("sha256".to_owned())
            .spawn_scoped(scope, move || hash_all(&to_hash, &hashed))?;
        Ok(Self {
            full,
            empty,
            thread,
        })
    }

    /// Waits where the thread is far behind. One that is gone is noticed by `finish`.
    fn update(&mut self, bytes: &[u8]) {
        let mut piece = self.empty.recv().unwrap_or_default();
        piece.clear();
        piece.extend_from_slice(bytes);
        let _ = self.full.send(piece);
    }

    fn finish(self) -> io::Result<String> {
        drop(self.full);
        let gone = |_| io::Error::other("the thread that hashes ended early");
        self.thread.join().map_err(gone)
    }
}

fn hash_all(full: &Receiver<Vec<u8>>, empty: &SyncSender<Vec<u8>>) -> String {
    let mut sha256 = Sha256::new();
    for piece in full {
        sha256.update(&piece);
        let _ = empty.send(piece);
    }
    hex(&sha256.finalize())
}
