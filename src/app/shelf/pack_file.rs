//! A file of an installed pack as a source, however it is kept: media and PDFs are stored as they
//! are and read in place, texts are compressed and read whole.

use std::io::{self, Cursor};

use crate::documents::MAX_FILE_BYTES;
use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::player::{MediaSource, ReadSeek};

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
        let read = self.pack.read(&self.path, MAX_FILE_BYTES);
        let bytes = read.map_err(io::Error::other)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}
