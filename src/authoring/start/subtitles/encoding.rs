//! Bytes of captions into text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::note;
use crate::authoring::MendNotice;

/// Of UTF-16 without a mark, at least so many bytes in a hundred are zero where texts in Latin
/// letters have them.
const ZEROS_PERCENT: usize = 20;

/// UTF-8, UTF-16, or else one of the encodings of old programs, such as Windows-1252.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    mended: &mut BTreeMap<MendNotice, (usize, usize)>,
) -> Cow<'a, str> {
    let marked = Encoding::for_bom(bytes);
    let bytes = marked.map_or(bytes, |(_, mark)| bytes.get(mark..).unwrap_or_default());
    let encoding = match marked {
        Some((encoding, _)) => encoding,
        None => unmarked(bytes),
    };
    if encoding != UTF_8 {
        note(mended, MendNotice::Encoding(encoding.name()), 1);
    }
    let text = encoding.decode_without_bom_handling(bytes).0;
    if encoding == UTF_8 {
        note_broken(bytes, mended);
    }
    text
}

fn unmarked(bytes: &[u8]) -> &'static Encoding {
    let (even, odd) = bytes
        .chunks_exact(2)
        .fold((0, 0), |(even, odd), pair| match pair {
            [0, 0] => (even, odd),
            [0, _] => (even + 1, odd),
            [_, 0] => (even, odd + 1),
            _ => (even, odd),
        });
    let many = bytes.len() / 2 * ZEROS_PERCENT / 100;
    if odd > many && odd > even {
        UTF_16LE
    } else if even > many {
        UTF_16BE
    } else if mostly_utf8(bytes) {
        UTF_8
    } else {
        by_letters(bytes)
    }
}

/// Which of the encodings of old programs it is likely to be, by the letters that come out.
fn by_letters(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // Where the guess does not fit, nothing is lost by the one that has a letter for nearly each byte.
    if guessed.decode_without_bom_handling(bytes).1 {
        WINDOWS_1252
    } else {
        guessed
    }
}

/// Whether letters beyond ASCII are UTF-8 more often than not: in Windows-1252 two or three of its
/// bytes hardly ever follow each other as in UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    broken == 0 || letters > broken
}

fn note_broken(bytes: &[u8], mended: &mut BTreeMap<MendNotice, (usize, usize)>) {
    let mut line = 1;
    for chunk in bytes.utf8_chunks() {
        line += chunk.valid().matches('\n').count();
        if !chunk.invalid().is_empty() {
            note(mended, MendNotice::BrokenByte, line);
        }
    }
}
