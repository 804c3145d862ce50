//! The bytes of a roster file as text (RECORDS 7.6): which encoding they are in, as far as that is
//! certain.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::station::roster::RosterError;

/// Bytes of the header by which UTF-16 without a mark is known.
const PROBE: usize = 64;

/// What a file says of its own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// By its mark, or because no other encoding looks like it.
    Certain,
    /// Windows-1252 because it is nothing else: it may be the code page of another system.
    Guessed,
}

/// A text and how sure its encoding is.
#[derive(Debug)]
pub struct Text<'a> {
    /// Without its byte-order mark.
    pub letters: Cow<'a, str>,
    /// How sure that is.
    pub encoding: Encoding,
}

/// Reads UTF-8, UTF-16 or, where it is neither, Windows-1252.
pub fn decode(bytes: &[u8]) -> Result<Text<'_>, RosterError> {
    let marked = [
        (&b"\xEF\xBB\xBF"[..], UTF_8),
        (&b"\xFF\xFE"[..], UTF_16LE),
        (&b"\xFE\xFF"[..], UTF_16BE),
    ];
    let by_mark = marked
        .iter()
        .find_map(|(mark, encoding)| bytes.strip_prefix(*mark).map(|rest| (rest, *encoding)));
    let certain = by_mark.or_else(|| utf_16_without_mark(bytes).map(|encoding| (bytes, encoding)));
    let (rest, encoding) = match certain {
        Some(certain) => certain,
        None if std::str::from_utf8(bytes).is_ok() => (bytes, UTF_8),
        None => {
            let (letters, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            return Ok(Text {
                letters,
                encoding: Encoding::Guessed,
            });
        }
    };
    let (letters, failed) = encoding.decode_without_bom_handling(rest);
    if failed {
        let at = letters.find('\u{FFFD}').unwrap_or(0);
        return Err(RosterError::BadEncoding {
            line: line_at(&letters, at),
            encoding: encoding.name(),
        });
    }
    Ok(Text {
        letters,
        encoding: Encoding::Certain,
    })
}

/// The header has Latin letters: in UTF-16 every other byte of it is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let mut zeros = [0, 0];
    let pairs = bytes.get(..PROBE.min(bytes.len()))?.chunks_exact(2);
    let count = pairs.len();
    for pair in pairs {
        for (zeros, byte) in zeros.iter_mut().zip(pair) {
            *zeros += usize::from(*byte == 0);
        }
    }
    match zeros {
        [0, low] if count > 0 && low == count => Some(UTF_16LE),
        [high, 0] if count > 0 && high == count => Some(UTF_16BE),
        _ => None,
    }
}

/// The line of this byte, counted from 1 as an editor counts them: a line ends with CR LF, LF or CR.
pub fn line_at(text: &str, at: usize) -> u64 {
    1 + line_breaks(text.get(..at).unwrap_or(text))
}

/// How many lines end in this text.
pub fn line_breaks(text: &str) -> u64 {
    let mut count = 0;
    let mut after_cr = false;
    for byte in text.bytes() {
        count += u64::from(byte == b'\r' || byte == b'\n' && !after_cr);
        after_cr = byte == b'\r';
    }
    count
}
