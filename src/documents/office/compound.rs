//! Compound files, in which Office kept documents before 2007 and keeps encrypted ones today: what is in
//! them, as far as their kind is to be known.

/// An entry of the list of files in a compound file of older Office, in bytes.
pub(super) const ENTRY: usize = 128;
/// The names in a compound file lie anywhere in it; more entries are not looked through.
const MAX_ENTRIES: usize = 4_000_000;

/// Whether blocks that the file's own table has in use lie beyond its end.
pub(super) fn is_cut_off(bytes: &[u8]) -> bool {
    beyond_end(bytes).unwrap_or(false)
}

/// Nothing where its head makes no sense.
fn beyond_end(bytes: &[u8]) -> Option<bool> {
    const FREE: u32 = u32::MAX;
    /// So many parts of the table stand in the head.
    const IN_HEAD: usize = 109;
    let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let shift = *bytes.get(30)?;
    if !matches!(shift, 9 | 12) || bytes.get(31) != Some(&0) {
        return None;
    }
    let size = 1_usize << shift;
    let parts = usize::try_from(number(44)?).ok()?;
    // The last may be shorter than a block.
    let begins_within = |block: usize| (block + 1) * size < bytes.len();
    for part in 0..parts.min(IN_HEAD) {
        let block = usize::try_from(number(76 + 4 * part)?).ok()?;
        if !begins_within(block) {
            return Some(true);
        }
        let entries = size / 4;
        for entry in (0..entries).rev() {
            let Some(next) = number((block + 1) * size + 4 * entry) else {
                return Some(true);
            };
            if next != FREE {
                if !begins_within(part * entries + entry) {
                    return Some(true);
                }
                break;
            }
        }
    }
    Some(false)
}

/// The names in it, found without its tables, which may be damaged: each entry lies at a multiple of its
/// size.
pub(super) fn names_in(bytes: &[u8]) -> Vec<String> {
    let entries = bytes.chunks_exact(ENTRY).take(MAX_ENTRIES);
    entries.filter_map(name_of_entry).collect()
}

/// The name in an entry: up to 31 letters, and their length in bytes with the zero at the end.
fn name_of_entry(entry: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes(*entry.get(64..66)?.first_chunk()?));
    if !(4..=64).contains(&length) || length % 2 != 0 || !matches!(entry.get(66)?, 1 | 2 | 5) {
        return None;
    }
    let letters = entry.get(..length - 2)?.chunks_exact(2);
    let letters: Option<Vec<u16>> = letters
        .map(|it| it.first_chunk().map(|pair| u16::from_le_bytes(*pair)))
        .collect();
    let name = String::from_utf16(&letters?).ok()?;
    (!name.contains('\0')).then_some(name)
}

/// Whether a name stands anywhere in it.
pub(super) fn contains_name(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|it| it == wide) || {
        let narrow = name.as_bytes();
        bytes.windows(narrow.len()).any(|it| it == narrow)
    }
}

/// The head of Word's text begins a block of the file, and has a bit for a password.
pub(super) fn word_is_protected(bytes: &[u8]) -> bool {
    let mut blocks = bytes.chunks(512);
    let head = blocks.find(|it| it.starts_with(&[0xEC, 0xA5]) || it.starts_with(&[0xDC, 0xA5]));
    let flags = head.and_then(|it| it.get(11));
    flags.is_some_and(|it| it & 1 != 0)
}

/// The atom of the user who saved it last says whether the slides are encrypted.
pub(super) fn slides_are_protected(bytes: &[u8]) -> bool {
    let mark = [0x14, 0, 0, 0, 0xDF, 0xC4, 0xD1, 0xF3];
    bytes.windows(mark.len()).any(|it| it == mark)
}
