//! The ZIP profile of FORMAT section 3. This scanner is the only reader of a pack's ZIP
//! bytes, and it only reads bytes whose signature holds (or, for `pack check`, bytes that are not
//! used for anything else).

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use flate2::{Decompress, FlushDecompress, Status};

use crate::pack::PackError;
use crate::pack::directory::scan_entries;
use crate::pack::entry::{Source, bad};

pub use crate::pack::entry::{EOCD_LEN, Entry, MAX_ENTRIES, MAX_INFLATED, MAX_RATIO, Method};

/// How much is read and inflated at a time, in bytes.
const CHUNK_BYTES: usize = 256 << 10;
/// A scanned archive: every rule of the ZIP profile holds, and every entry's data was checked.
#[derive(Clone, Debug)]
pub struct Archive {
    source: Source,
    entries: Arc<Vec<Entry>>,
    index: Arc<HashMap<String, usize>>,
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
        Self::scan_source(Source::File(Arc::new(file)), signed_len)
    }

    /// The whole file, signature included, read through the handle that its entries are read from.
    ///
    /// # Errors
    /// `SourceRead`.
    pub fn whole(&self) -> Result<Window, PackError> {
        Ok(Window {
            source: self.source.clone(),
            start: 0,
            len: self.source.len()?,
            at: 0,
        })
    }

    /// The file itself, where it was not read into memory.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        match &self.source {
            Source::File(file) => Some(file),
            Source::Memory(_) => None,
        }
    }

    /// Scans a small archive without a comment that was read into memory, so that what is checked
    /// is what is used, and checks the data of every entry.
    ///
    /// # Errors
    /// `BadArchive` with the entry and the rule.
    pub fn scan_bytes(bytes: Vec<u8>) -> Result<Self, PackError> {
        let len = bytes.len() as u64;
        let archive = Self::scan_source(Source::Memory(bytes.into()), len)?;
        for entry in archive.entries() {
            archive.check_data(entry, &mut || true)?;
        }
        Ok(archive)
    }

    fn scan_source(source: Source, signed_len: u64) -> Result<Self, PackError> {
        let entries = scan_entries(&source, signed_len)?;
        let index = entries
            .iter()
            .enumerate()
            .map(|(i, e)| (e.path.as_str().to_owned(), i))
            .collect();
        Ok(Self {
            source,
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
            source: self.source.clone(),
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

    /// Reads the beginning of an entry, at most `limit` bytes of it, without checking its CRC.
    ///
    /// # Errors
    /// `BadArchive` if it does not inflate; `SourceRead`.
    pub fn read_start(&self, entry: &Entry, limit: usize) -> Result<Vec<u8>, PackError> {
        let mut start = Vec::new();
        let read = self.stream(entry, &mut |bytes| {
            let room = limit - start.len();
            start.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
            start.len() < limit
        });
        match read {
            // Reaching the limit is expected.
            Err(PackError::Cancelled) => Ok(start),
            read => read.map(|()| start),
        }
    }

    fn check_data(
        &self,
        entry: &Entry,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<(), PackError> {
        self.stream(entry, &mut |_| proceed())
    }

    /// Hands an entry's inflated bytes to `piece`, and checks size (FORMAT 3.13) and CRC
    /// (FORMAT 3.14) at the end.
    fn stream(&self, entry: &Entry, piece: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), PackError> {
        let name = entry.path.as_str();
        let mut crc = crc32fast::Hasher::new();
        let mut total = 0_u64;
        let mut take = |bytes: &[u8]| {
            total += bytes.len() as u64;
            if total > entry.size {
                return Err(bad(name, "inflates to more than its stated size"));
            }
            crc.update(bytes);
            if piece(bytes) {
                Ok(())
            } else {
                Err(PackError::Cancelled)
            }
        };
        let mut window = self.window(entry);
        match entry.method {
            Method::Stored => copy_out(entry, &mut window, &mut take)?,
            Method::Deflated => inflate(entry, &mut window, &mut take)?,
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

/// Takes the next bytes of a file; its error ends the reading.
type Take<'a> = dyn FnMut(&[u8]) -> Result<(), PackError> + 'a;

/// A buffer a little larger than `len`, within bounds, so that a whole small entry does not fill
/// it. It is sized by entry, since most are small and each gets its own.
fn piece_of(len: u64) -> Vec<u8> {
    let len = usize::try_from(len).unwrap_or(CHUNK_BYTES);
    vec![0; len.saturating_add(64).min(CHUNK_BYTES)]
}

fn copy_out(entry: &Entry, window: &mut Window, take: &mut Take<'_>) -> Result<(), PackError> {
    let mut buffer = piece_of(entry.size);
    loop {
        let read = window.read(&mut buffer).map_err(PackError::SourceRead)?;
        match buffer.get(..read) {
            Some(bytes) if !bytes.is_empty() => take(bytes)?,
            _ => return Ok(()),
        }
    }
}

/// Inflates to the end of the deflated data, which must be the end of the window too
/// (FORMAT 3.13).
fn inflate(entry: &Entry, window: &mut Window, take: &mut Take<'_>) -> Result<(), PackError> {
    let name = entry.path.as_str();
    let mut inflater = Decompress::new(false);
    let (mut packed, mut buffer) = (piece_of(entry.compressed), piece_of(entry.size));
    let mut ended = false;
    loop {
        let read = window.read(&mut packed).map_err(PackError::SourceRead)?;
        let mut input = packed.get(..read).unwrap_or_default();
        match (ended, input.is_empty()) {
            (true, true) => return Ok(()),
            (false, true) => return Err(bad(name, "its deflated data has no end")),
            (true, false) => {
                return Err(bad(name, "has bytes after the end of its deflated data"));
            }
            (false, false) => {}
        }
        while !ended {
            let (read, written) = (inflater.total_in(), inflater.total_out());
            let status = inflater
                .decompress(input, &mut buffer, FlushDecompress::None)
                .map_err(|e| bad(name, format!("does not inflate: {e}")))?;
            let read = usize::try_from(inflater.total_in() - read).unwrap_or(usize::MAX);
            let written = usize::try_from(inflater.total_out() - written).unwrap_or(usize::MAX);
            take(buffer.get(..written).unwrap_or_default())?;
            input = input.get(read..).unwrap_or_default();
            ended = status == Status::StreamEnd;
            // A buffer that was not filled means that more input is wanted.
            if !ended && input.is_empty() && written < buffer.len() {
                break;
            }
            if !ended && read == 0 && written == 0 {
                return Err(bad(name, "does not inflate"));
            }
        }
        if !input.is_empty() {
            return Err(bad(name, "has bytes after the end of its deflated data"));
        }
    }
}

/// A part of a file as a file of its own. Reads by position, so that several windows onto one
/// handle do not disturb each other.
#[derive(Clone, Debug)]
pub struct Window {
    source: Source,
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
        let read = self.source.read_at(buffer, self.start + self.at)?;
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
