//! A file of an installed pack as a source, however it is kept: media and PDFs are stored as they
//! are and read in place, texts are compressed and read whole.

use std::io::{self, Cursor};

use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::player::{MediaSource, ReadSeek};

/// Texts are no longer than this.
const MAX_TEXT: u64 = 16 << 20;

/// One file of an installed pack.
pub(in crate::app) struct PackFile {
    pub(in crate::app) pack: InstalledPack,
    pub(in crate::app) path: PackPath,
}

impl MediaSource for PackFile {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        if let Some(stored) = self.pack.source(&self.path) {
            return stored.open();
        }
        let read = self.pack.read(&self.path, MAX_TEXT);
        let bytes = read.map_err(io::Error::other)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}
