//! Fonts that a file brings along: whether they can be read.

use hayro::hayro_syntax::object::{Dict, Stream};

use super::streams::is_whole;

/// Whether the program of a font is in the file, whole, and of a known kind; nothing for a font that
/// brings none.
pub(super) fn font_file_is_whole(descriptor: &Dict<'_>) -> Option<bool> {
    let keys = ["FontFile", "FontFile2", "FontFile3"];
    let key = keys.iter().find(|key| descriptor.contains_key(**key))?;
    let Some(file) = descriptor.get::<Stream<'_>>(*key) else {
        return Some(false);
    };
    Some(is_whole(&file) && file.decoded_data().is_ok_and(|bytes| is_font(&bytes)))
}

fn is_font(bytes: &[u8]) -> bool {
    match bytes {
        [0, 1, 0, 0, ..] | [b't', b'r', b'u', b'e', ..] | [b't', b't', b'c', b'f', ..] => {
            has_all_tables(bytes)
        }
        [b'O', b'T', b'T', b'O', ..] => has_all_tables(bytes),
        // Bare CFF; Type 1 as a whole or in blocks.
        [1, 0, ..] | [0x80, 1, ..] => true,
        _ => bytes.trim_ascii_start().starts_with(b"%!"),
    }
}

/// Whether the letters of a TrueType font lie within it.
fn has_all_tables(bytes: &[u8]) -> bool {
    let Some(count) = bytes.get(4..6).and_then(|it| it.first_chunk()) else {
        return false;
    };
    let count = usize::from(u16::from_be_bytes(*count));
    let entries = bytes.get(12..).unwrap_or_default().chunks_exact(16);
    let mut outlines = entries.take(count).filter(|entry| {
        let name = entry.get(..4);
        name == Some(b"glyf") || name == Some(b"CFF ") || name == Some(b"CFF2")
    });
    let number = |entry: &[u8], at: usize| {
        let number = entry.get(at..).and_then(|it| it.first_chunk());
        number.map_or(u64::MAX, |it| u64::from(u32::from_be_bytes(*it)))
    };
    outlines.all(|entry| {
        let end = number(entry, 8).saturating_add(number(entry, 12));
        // Padding behind the last is not needed.
        end <= bytes.len() as u64 + 3
    })
}
