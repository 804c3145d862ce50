//! One file of an archive, the limits of all of them, and where an archive's bytes lie.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use crate::pack::{PackError, PackPath};

/// Entries at most (FORMAT 3.1).
pub const MAX_ENTRIES: usize = 4096;
/// Sum of the inflated sizes of deflated entries, in bytes, at most (FORMAT 3.24).
pub const MAX_INFLATED: u64 = 256 << 20;
/// Inflated over compressed size of all deflated entries, at most (FORMAT 3.25).
pub const MAX_RATIO: u64 = 200;
/// Length of the end-of-central-directory record without its comment (FORMAT 1.4).
pub const EOCD_LEN: usize = 22;

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

pub(super) fn bad(entry: impl Into<String>, rule: impl Into<String>) -> PackError {
    PackError::BadArchive {
        entry: entry.into(),
        rule: rule.into(),
    }
}

/// Where an archive's bytes lie.
#[derive(Clone, Debug)]
pub(super) enum Source {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

impl Source {
    pub fn len(&self) -> Result<u64, PackError> {
        match self {
            Self::File(file) => Ok(file.metadata().map_err(PackError::SourceRead)?.len()),
            Self::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    pub fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Self::File(file) => read_at(file, buffer, offset),
            Self::Memory(bytes) => {
                let at = usize::try_from(offset).unwrap_or(usize::MAX);
                bytes.get(at..).unwrap_or_default().read(buffer)
            }
        }
    }

    pub fn read_exact_at(&self, mut buffer: &mut [u8], mut offset: u64) -> Result<(), PackError> {
        while !buffer.is_empty() {
            match self.read_at(buffer, offset) {
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
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
