//! The end of a pack: finds the signature in the archive comment before anything else is parsed.

use std::io::{Read, Seek, SeekFrom};

use crate::pack::PackError;
use crate::pack::entry::EOCD_LEN;
use crate::pack::signature::{MAX_COMMENT, Signature};

/// A pack at most, in bytes: it must fit on a FAT32 stick (FORMAT 1.1).
pub const MAX_PACK: u64 = 4_294_967_294;

/// Called with the bytes done and in all; returns whether to go on.
pub type Progress<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// The end of a file, read before anything in it is trusted.
pub struct Tail {
    /// The signature in the archive comment.
    pub signature: Signature,
    /// Length of the signed bytes.
    pub signed_len: u64,
    /// Length of the whole file.
    pub len: u64,
}

/// Finds the signature at the end of the file (FORMAT 2.2) and parses it (FORMAT 2.5). Reads at
/// most 1,050 bytes.
///
/// # Errors
/// `NotAPack` (FORMAT 2.4), `Truncated` (FORMAT 2.3), `TooLarge` (FORMAT 1.1), `SourceRead`.
pub fn read_tail(source: &mut (impl Read + Seek)) -> Result<Tail, PackError> {
    let len = source
        .seek(SeekFrom::End(0))
        .map_err(PackError::SourceRead)?;
    let tail_len = len.min((EOCD_LEN + MAX_COMMENT) as u64);
    source
        .seek(SeekFrom::Start(len - tail_len))
        .map_err(PackError::SourceRead)?;
    let mut tail = Vec::new();
    source
        .by_ref()
        .take(tail_len)
        .read_to_end(&mut tail)
        .map_err(PackError::SourceRead)?;
    let Some(comment) = comment_of(&tail) else {
        source.rewind().map_err(PackError::SourceRead)?;
        let mut head = Vec::new();
        source
            .by_ref()
            .take(4)
            .read_to_end(&mut head)
            .map_err(PackError::SourceRead)?;
        if head == b"PK\x03\x04" && !ends_as_plain_zip(&tail) {
            return Err(PackError::Truncated);
        }
        return Err(PackError::NotAPack {
            reason: "it does not end with a signature".to_owned(),
        });
    };
    let signature = Signature::parse(comment)?;
    if len > MAX_PACK {
        return Err(PackError::TooLarge {
            what: "the pack".to_owned(),
            bytes: len,
            limit: MAX_PACK,
        });
    }
    Ok(Tail {
        signed_len: len - comment.len() as u64,
        signature,
        len,
    })
}

/// The comment of the end record that reaches exactly to the end (FORMAT 1.5); the record nearest
/// to the end counts (FORMAT 2.2).
fn comment_of(tail: &[u8]) -> Option<&[u8]> {
    let starts = (0..tail.len().checked_sub(EOCD_LEN - 1)?).rev();
    for start in starts {
        let record = tail.get(start..)?;
        if !record.starts_with(b"PK\x05\x06") {
            continue;
        }
        let (head, comment) = record.split_at_checked(EOCD_LEN)?;
        let stated = head
            .get(20..22)
            .map(|b| b.iter().rev().fold(0, |n, b| n * 256 + usize::from(*b)));
        if stated == Some(comment.len()) && !comment.is_empty() {
            return Some(comment);
        }
    }
    None
}

/// An ordinary, whole ZIP without a comment is no pack that lost its end (FORMAT 2.4).
fn ends_as_plain_zip(tail: &[u8]) -> bool {
    let at = tail.len().saturating_sub(EOCD_LEN);
    tail.get(at..)
        .is_some_and(|end| end.starts_with(b"PK\x05\x06") && end.ends_with(&[0, 0]))
}
