//! The ZIP profile of PACK-FORMAT section 3. This scanner is the only reader of a pack's ZIP
//! bytes, and it is only ever pointed at bytes whose signature holds (or, for `pack check`, at
//! bytes that are trusted with nothing).

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use crate::pack::{PackError, PackPath};

/// Entries at most (section 3).
pub const MAX_ENTRIES: usize = 4096;
/// Sum of the inflated sizes of deflated entries, in bytes, at most.
pub const MAX_INFLATED: u64 = 256 << 20;
/// Inflated over compressed size of all deflated entries, at most.
pub const MAX_RATIO: u64 = 200;
/// The central directory, in bytes, at most: bounds what is held in memory.
const MAX_DIRECTORY: u64 = 16 << 20;
/// Length of the end-of-central-directory record without its comment.
pub const EOCD_LEN: u64 = 22;

/// How an entry is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// As it is; can be read in place.
    Stored,
    /// Deflated.
    Deflated,
}

/// One file of the archive. Offsets and sizes are in bytes.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub path: PackPath,
    /// How it is stored.
    pub method: Method,
    /// Where its data begins in the pack file.
    pub offset: u64,
    /// Length of its data in the pack file.
    pub compressed: u64,
    /// Length of the file itself.
    pub size: u64,
    /// CRC-32 of the file itself.
    pub crc: u32,
}

/// A scanned archive: every rule of the ZIP profile holds, and every entry's data was checked.
#[derive(Clone, Debug)]
pub struct Archive {
    file: Arc<File>,
    entries: Arc<Vec<Entry>>,
    index: Arc<HashMap<String, usize>>,
}

fn bad(entry: impl Into<String>, rule: impl Into<String>) -> PackError {
    PackError::BadArchive {
        entry: entry.into(),
        rule: rule.into(),
    }
}

impl Archive {
    /// Scans an archive that ends, its comment apart, at `signed_len` (the signed bytes, EOCD
    /// included), and checks the data of every entry. `proceed` is asked between pieces of work.
    ///
    /// # Errors
    /// `BadArchive` with the entry and the rule; `SourceRead`; `Cancelled`.
    pub fn scan(
        file: File,
        signed_len: u64,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<Self, PackError> {
        let archive = Self::scan_headers(file, signed_len)?;
        for entry in archive.entries() {
            if !proceed() {
                return Err(PackError::Cancelled);
            }
            archive.check_data(entry, proceed)?;
        }
        Ok(archive)
    }

    /// Scans the headers only: for a file whose signature is checked apart and whose data was
    /// checked when it was installed.
    ///
    /// # Errors
    /// As [`Archive::scan`].
    pub fn scan_headers(file: File, signed_len: u64) -> Result<Self, PackError> {
        let file = Arc::new(file);
        let entries = scan_entries(&file, signed_len)?;
        let index = entries
            .iter()
            .enumerate()
            .map(|(i, e)| (e.path.as_str().to_owned(), i))
            .collect();
        Ok(Self {
            file,
            entries: Arc::new(entries),
            index: Arc::new(index),
        })
    }

    /// All entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of this name.
    #[must_use]
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.get(*self.index.get(path)?)
    }

    /// A window onto a stored entry's bytes inside the pack file; each has a place of its own.
    #[must_use]
    pub fn window(&self, entry: &Entry) -> Window {
        Window {
            file: Arc::clone(&self.file),
            start: entry.offset,
            len: entry.compressed,
            at: 0,
        }
    }

    /// Reads a whole entry into memory.
    ///
    /// # Errors
    /// `TooLarge` if it is larger than `limit` bytes; `BadArchive` if its data is not what its
    /// header says; `SourceRead`.
    pub fn read(&self, entry: &Entry, limit: u64) -> Result<Vec<u8>, PackError> {
        if entry.size > limit {
            return Err(PackError::TooLarge {
                what: entry.path.to_string(),
                bytes: entry.size,
                limit,
            });
        }
        let mut data = Vec::new();
        self.stream(entry, &mut |piece| {
            data.extend_from_slice(piece);
            true
        })?;
        Ok(data)
    }

    fn check_data(
        &self,
        entry: &Entry,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<(), PackError> {
        self.stream(entry, &mut |_| proceed())
    }

    /// Hands an entry's inflated bytes to `piece`, and checks size and CRC at the end.
    fn stream(&self, entry: &Entry, piece: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), PackError> {
        let name = entry.path.as_str();
        let mut window = self.window(entry);
        let mut crc = crc32fast::Hasher::new();
        let mut total = 0_u64;
        let mut buffer = vec![0; 256 << 10];
        let mut inflater = match entry.method {
            Method::Stored => None,
            Method::Deflated => Some(flate2::bufread::DeflateDecoder::new(
                io::BufReader::with_capacity(64 << 10, &mut window),
            )),
        };
        loop {
            let read = match &mut inflater {
                Some(inflater) => inflater
                    .read(&mut buffer)
                    .map_err(|e| bad(name, format!("does not inflate: {e}")))?,
                None => Window::read(
                    &mut Window {
                        file: Arc::clone(&self.file),
                        start: entry.offset,
                        len: entry.compressed,
                        at: total,
                    },
                    &mut buffer,
                )
                .map_err(PackError::SourceRead)?,
            };
            let Some(bytes) = buffer.get(..read).filter(|b| !b.is_empty()) else {
                break;
            };
            total += read as u64;
            if total > entry.size {
                return Err(bad(name, "inflates to more than its stated size"));
            }
            crc.update(bytes);
            if !piece(bytes) {
                return Err(PackError::Cancelled);
            }
        }
        if let Some(inflater) = &inflater {
            if inflater.total_in() != entry.compressed {
                return Err(bad(name, "has bytes after the end of its deflated data"));
            }
        }
        if total != entry.size {
            return Err(bad(name, "inflates to less than its stated size"));
        }
        if crc.finalize() != entry.crc {
            return Err(bad(name, "CRC-32 differs"));
        }
        Ok(())
    }
}

/// A part of a file as a file of its own. Reads by position, so that several windows onto one
/// handle do not disturb each other.
#[derive(Clone, Debug)]
pub struct Window {
    file: Arc<File>,
    start: u64,
    len: u64,
    at: u64,
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.len.saturating_sub(self.at);
        let want = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let Some(buffer) = buffer.get_mut(..want).filter(|b| !b.is_empty()) else {
            return Ok(0);
        };
        let read = read_at(&self.file, buffer, self.start + self.at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> Result<(), PackError> {
    while !buffer.is_empty() {
        match read_at(file, buffer, offset) {
            Ok(0) => return Err(bad("archive", "a header reaches past the end")),
            Ok(read) => {
                offset += read as u64;
                buffer = buffer.get_mut(read..).unwrap_or_default();
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(PackError::SourceRead(error)),
        }
    }
    Ok(())
}

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

/// What both headers of an entry must agree on.
#[derive(PartialEq, Eq)]
struct Common<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u32,
    size: u32,
    name: &'a [u8],
}

fn scan_entries(file: &File, signed_len: u64) -> Result<Vec<Entry>, PackError> {
    let eocd_at = signed_len
        .checked_sub(EOCD_LEN)
        .ok_or_else(|| bad("archive", "shorter than its end record"))?;
    let mut eocd = [0; EOCD_LEN as usize];
    read_exact_at(file, &mut eocd, eocd_at)?;
    let mut fields = Fields { bytes: &eocd };
    if fields.u32()? != 0x0605_4b50 {
        return Err(bad("archive", "no end record before the comment"));
    }
    if (fields.u16()?, fields.u16()?) != (0, 0) {
        return Err(bad("archive", "spans several disks"));
    }
    let (here, count) = (fields.u16()?, fields.u16()?);
    let (size, offset) = (u64::from(fields.u32()?), u64::from(fields.u32()?));
    let comment = u64::from(fields.u16()?);
    let file_len = file.metadata().map_err(PackError::SourceRead)?.len();
    if signed_len.checked_add(comment) != Some(file_len) {
        return Err(bad(
            "archive",
            "the comment does not reach the end of the file",
        ));
    }
    if here != count || usize::from(count) > MAX_ENTRIES {
        return Err(bad(
            "archive",
            format!("more than {MAX_ENTRIES} entries, or a false count"),
        ));
    }
    if offset.checked_add(size) != Some(eocd_at) {
        return Err(bad(
            "archive",
            "bytes between the central directory and the end record",
        ));
    }
    if size > MAX_DIRECTORY {
        return Err(bad("archive", "the central directory is too large"));
    }
    let mut directory = vec![0; usize::try_from(size).unwrap_or(0)];
    read_exact_at(file, &mut directory, offset)?;
    let mut fields = Fields { bytes: &directory };
    let mut entries = Vec::new();
    let mut names = Names::default();
    let mut position = 0_u64;
    for _ in 0..count {
        let (common, local_at) = central_header(&mut fields)?;
        let shown = String::from_utf8_lossy(common.name).into_owned();
        let path: PackPath = std::str::from_utf8(common.name)
            .map_err(|_| bad(&*shown, "the name is not UTF-8"))?
            .parse()
            .map_err(|e: crate::pack::ids::BadName| bad(&*shown, e.rule))?;
        names.add(&path)?;
        if local_at != position {
            return Err(bad(
                &*shown,
                "entries do not follow each other without gaps",
            ));
        }
        let offset = local_header(file, position, &common, &shown)?;
        let method = match common.method {
            0 => Method::Stored,
            8 => Method::Deflated,
            _ => return Err(bad(&*shown, "the method is neither stored nor deflated")),
        };
        if method == Method::Stored && common.compressed != common.size {
            return Err(bad(&*shown, "stored with two sizes"));
        }
        position = offset + u64::from(common.compressed);
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
    if !fields.bytes.is_empty() {
        return Err(bad(
            "archive",
            "the central directory holds more than its entries",
        ));
    }
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
    if inflated > MAX_INFLATED {
        return Err(bad(
            "archive",
            "deflated entries inflate to more than 256 MiB",
        ));
    }
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
    // (encryption, data descriptor, patches, masked headers) are refused.
    if flags & !0b1000_0000_0110 != 0 {
        return Err(bad(
            shown,
            "encrypted, or with a data descriptor or another flag that is not allowed",
        ));
    }
    if disk != 0 {
        return Err(bad(shown, "lies on another disk"));
    }
    if [compressed, size, offset].contains(&u32::MAX) {
        return Err(bad(shown, "ZIP64"));
    }
    let file_type = (external >> 16) & 0o170_000;
    if !matches!(file_type, 0 | 0o100_000) {
        return Err(bad(shown, "a link, a folder or a special file"));
    }
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

/// Checks the local header at `position` against the central one; returns where the data begins.
fn local_header(
    file: &File,
    position: u64,
    central: &Common<'_>,
    shown: &str,
) -> Result<u64, PackError> {
    let mut head = [0; 30];
    read_exact_at(file, &mut head, position)?;
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
    read_exact_at(file, &mut rest, position + 30)?;
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

/// Extra fields must be well-formed, and none may change the entry's name, sizes or encryption.
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
            _ => {}
        }
    }
    Ok(())
}

/// Names seen so far, folded: unique, and no file that is also a folder.
#[derive(Default)]
struct Names {
    files: HashSet<String>,
    folders: HashSet<String>,
}

impl Names {
    fn add(&mut self, path: &PackPath) -> Result<(), PackError> {
        let folded = fold(path.as_str());
        for (at, _) in folded.match_indices('/') {
            let folder = folded.get(..at).unwrap_or_default();
            if self.files.contains(folder) {
                return Err(bad(path.as_str(), "a file is also a folder"));
            }
            self.folders.insert(folder.to_owned());
        }
        if self.folders.contains(&folded) {
            return Err(bad(path.as_str(), "a file is also a folder"));
        }
        if !self.files.insert(folded) {
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
