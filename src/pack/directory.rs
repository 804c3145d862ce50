//! The headers of an archive under the ZIP profile of FORMAT section 3: end record, central
//! directory, local headers, and how they must fit together.

use std::collections::HashSet;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use crate::pack::entry::{
    EOCD_LEN, Entry, MAX_ENTRIES, MAX_INFLATED, MAX_RATIO, Method, Source, bad,
};
use crate::pack::{PackError, PackPath, ids::BadName};

/// The central directory, in bytes, at most (FORMAT 3.2): bounds what is held in memory.
const MAX_DIRECTORY: u64 = 16 << 20;

/// Little-endian fields, read one after another; reading past the end is a broken header.
struct Fields<'a> {
    bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], PackError> {
        let (head, tail) = self
            .bytes
            .split_at_checked(count)
            .ok_or_else(|| bad("archive", "a header is cut short"))?;
        self.bytes = tail;
        Ok(head)
    }

    fn u16(&mut self) -> Result<u16, PackError> {
        let mut number = [0; 2];
        number.copy_from_slice(self.take(2)?);
        Ok(u16::from_le_bytes(number))
    }

    fn u32(&mut self) -> Result<u32, PackError> {
        let mut number = [0; 4];
        number.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(number))
    }
}

/// What both headers of an entry must agree on (FORMAT 3.11).
#[derive(PartialEq, Eq)]
struct Common<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u32,
    size: u32,
    name: &'a [u8],
}

/// Reads all headers of an archive that ends, its comment apart, at `signed_len`.
pub(super) fn scan_entries(source: &Source, signed_len: u64) -> Result<Vec<Entry>, PackError> {
    let eocd_at = signed_len
        .checked_sub(EOCD_LEN as u64)
        .ok_or_else(|| bad("archive", "shorter than its end record"))?;
    let mut eocd = [0; EOCD_LEN];
    source.read_exact_at(&mut eocd, eocd_at)?;
    let mut fields = Fields { bytes: &eocd };
    if fields.u32()? != 0x0605_4b50 {
        return Err(bad("archive", "no end record before the comment"));
    }
    // FORMAT 1.4, as the counts and the central headers below.
    if (fields.u16()?, fields.u16()?) != (0, 0) {
        return Err(bad("archive", "spans several disks"));
    }
    let (here, count) = (fields.u16()?, fields.u16()?);
    let (size, offset) = (u64::from(fields.u32()?), u64::from(fields.u32()?));
    let comment = u64::from(fields.u16()?);
    let file_len = source.len()?;
    // FORMAT 1.5.
    if signed_len.checked_add(comment) != Some(file_len) {
        return Err(bad(
            "archive",
            "the comment does not reach the end of the file",
        ));
    }
    // FORMAT 1.4 and FORMAT 3.1.
    if here != count || usize::from(count) > MAX_ENTRIES {
        return Err(bad(
            "archive",
            format!("more than {MAX_ENTRIES} entries, or a false count"),
        ));
    }
    // FORMAT 1.3.
    if offset.checked_add(size) != Some(eocd_at) {
        return Err(bad(
            "archive",
            "bytes between the central directory and the end record",
        ));
    }
    // FORMAT 3.2.
    if size > MAX_DIRECTORY {
        return Err(bad("archive", "the central directory is too large"));
    }
    let mut directory = vec![0; usize::try_from(size).unwrap_or(0)];
    source.read_exact_at(&mut directory, offset)?;
    let mut fields = Fields { bytes: &directory };
    let mut entries = Vec::new();
    let mut names = Names::default();
    let mut position = 0_u64;
    for _ in 0..count {
        let (common, local_at) = central_header(&mut fields)?;
        let shown = String::from_utf8_lossy(common.name).into_owned();
        // FORMAT 3.15; the other rules of names are checked where names are made.
        let path: PackPath = std::str::from_utf8(common.name)
            .map_err(|_| bad(&*shown, "the name is not UTF-8"))?
            .parse()
            .map_err(|e: BadName| bad(&*shown, e.rule))?;
        names.add(&path)?;
        // FORMAT 3.12, and for the first entry FORMAT 1.2.
        if local_at != position {
            return Err(bad(
                &*shown,
                "entries do not follow each other without gaps",
            ));
        }
        let offset = local_header(source, position, &common, &shown)?;
        // FORMAT 3.3.
        let method = match common.method {
            0 => Method::Stored,
            8 => Method::Deflated,
            _ => return Err(bad(&*shown, "the method is neither stored nor deflated")),
        };
        // FORMAT 3.13.
        if method == Method::Stored && common.compressed != common.size {
            return Err(bad(&*shown, "stored with two sizes"));
        }
        position = offset + u64::from(common.compressed);
        // FORMAT 3.12.
        if position > eocd_at {
            return Err(bad(&*shown, "reaches past the end of the file"));
        }
        entries.push(Entry {
            path,
            method,
            offset,
            compressed: common.compressed.into(),
            size: common.size.into(),
            crc: common.crc,
        });
    }
    // FORMAT 3.2.
    if !fields.bytes.is_empty() {
        return Err(bad(
            "archive",
            "the central directory holds more than its entries",
        ));
    }
    // FORMAT 3.12.
    if position != offset {
        return Err(bad(
            "archive",
            "bytes between the last entry and the central directory",
        ));
    }
    check_sizes(&entries)?;
    Ok(entries)
}

fn check_sizes(entries: &[Entry]) -> Result<(), PackError> {
    let deflated = entries.iter().filter(|e| e.method == Method::Deflated);
    let (packed, inflated) = deflated.fold((0, 0), |(packed, inflated), e| {
        (packed + e.compressed, inflated + e.size)
    });
    // FORMAT 3.24.
    if inflated > MAX_INFLATED {
        return Err(bad(
            "archive",
            "deflated entries inflate to more than 256 MiB",
        ));
    }
    // FORMAT 3.25.
    if inflated > packed * MAX_RATIO {
        return Err(bad(
            "archive",
            "deflated entries inflate to more than 200 times their size",
        ));
    }
    Ok(())
}

fn central_header<'a>(fields: &mut Fields<'a>) -> Result<(Common<'a>, u64), PackError> {
    if fields.u32()? != 0x0201_4b50 {
        return Err(bad("archive", "a central header is missing"));
    }
    let _made_by = fields.u16()?;
    let _needed = fields.u16()?;
    let (flags, method) = (fields.u16()?, fields.u16()?);
    let _time_and_date = fields.u32()?;
    let (crc, compressed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
    let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
    let disk = fields.u16()?;
    let _internal = fields.u16()?;
    let external = fields.u32()?;
    let offset = fields.u32()?;
    let name = fields.take(name.into())?;
    let shown = String::from_utf8_lossy(name).into_owned();
    check_extra(fields.take(extra.into())?, &shown)?;
    fields.take(comment.into())?;
    // Bits 1 and 2 tell how hard the deflater tried, bit 11 that the name is UTF-8. All others
    // (encryption, data descriptor, patches, masked headers) are refused: FORMAT 3.5, FORMAT 3.6.
    if flags & !0b1000_0000_0110 != 0 {
        return Err(bad(
            shown,
            "encrypted, or with a data descriptor or another flag that is not allowed",
        ));
    }
    // FORMAT 1.4.
    if disk != 0 {
        return Err(bad(shown, "lies on another disk"));
    }
    // FORMAT 3.7.
    if [compressed, size, offset].contains(&u32::MAX) {
        return Err(bad(shown, "ZIP64"));
    }
    // FORMAT 3.9.
    let file_type = (external >> 16) & 0o170_000;
    if !matches!(file_type, 0 | 0o100_000) {
        return Err(bad(shown, "a link, a folder or a special file"));
    }
    // FORMAT 3.10.
    if external & 0x18 != 0 || name.ends_with(b"/") {
        return Err(bad(shown, "a folder entry"));
    }
    let common = Common {
        flags,
        method,
        crc,
        compressed,
        size,
        name,
    };
    Ok((common, offset.into()))
}

/// Checks the local header at `position` against the central one (FORMAT 3.11); returns where the
/// data begins.
fn local_header(
    source: &Source,
    position: u64,
    central: &Common<'_>,
    shown: &str,
) -> Result<u64, PackError> {
    let mut head = [0; 30];
    source.read_exact_at(&mut head, position)?;
    let mut fields = Fields { bytes: &head };
    if fields.u32()? != 0x0403_4b50 {
        return Err(bad(shown, "no local header where it should begin"));
    }
    let _needed = fields.u16()?;
    let (flags, method) = (fields.u16()?, fields.u16()?);
    let _time_and_date = fields.u32()?;
    let (crc, compressed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
    let (name_len, extra_len) = (usize::from(fields.u16()?), usize::from(fields.u16()?));
    let mut rest = vec![0; name_len + extra_len];
    source.read_exact_at(&mut rest, position + 30)?;
    let (name, extra) = rest.split_at_checked(name_len).unwrap_or_default();
    let local = Common {
        flags,
        method,
        crc,
        compressed,
        size,
        name,
    };
    if local != *central {
        return Err(bad(shown, "local and central header differ"));
    }
    check_extra(extra, shown)?;
    Ok(position + 30 + rest.len() as u64)
}

/// Extra fields must be well-formed, and none may change the entry's name (FORMAT 3.8), sizes
/// (FORMAT 3.7) or encryption (FORMAT 3.5).
fn check_extra(extra: &[u8], shown: &str) -> Result<(), PackError> {
    let mut fields = Fields { bytes: extra };
    while !fields.bytes.is_empty() {
        let id = fields
            .u16()
            .map_err(|_| bad(shown, "a broken extra field"))?;
        let len = fields
            .u16()
            .map_err(|_| bad(shown, "a broken extra field"))?;
        fields
            .take(len.into())
            .map_err(|_| bad(shown, "a broken extra field"))?;
        match id {
            0x0001 => return Err(bad(shown, "ZIP64")),
            0x7075 => return Err(bad(shown, "an extra field that changes the name")),
            0x9901 | 0x0017 => return Err(bad(shown, "encrypted")),
            // PKWARE's and ASi's Unix fields can hold the target of a link (FORMAT 3.9).
            0x000d | 0x756e => return Err(bad(shown, "a link, a folder or a special file")),
            _ => {}
        }
    }
    Ok(())
}

/// Names seen so far, folded: unique (FORMAT 3.22), and no file that is also a folder
/// (FORMAT 3.23).
#[derive(Default)]
struct Names {
    files: HashSet<String>,
    /// Folders that files lie in.
    above: HashSet<String>,
}

impl Names {
    fn add(&mut self, path: &PackPath) -> Result<(), PackError> {
        let name = fold(path.as_str());
        for (at, _) in name.match_indices('/') {
            let above = name.get(..at).unwrap_or_default();
            if self.files.contains(above) {
                return Err(bad(path.as_str(), "a file is also a folder"));
            }
            self.above.insert(above.to_owned());
        }
        if self.above.contains(&name) {
            return Err(bad(path.as_str(), "a file is also a folder"));
        }
        if !self.files.insert(name) {
            return Err(bad(
                path.as_str(),
                "two entries have this name, but for case or accents",
            ));
        }
        Ok(())
    }
}

/// NFD, full case folding, NFD again: folding can bring forth characters that decompose.
fn fold(name: &str) -> String {
    name.nfd().default_case_fold().nfd().collect()
}
