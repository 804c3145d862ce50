//! Where a medium's bytes come from.

use std::io::{self, Read, Seek};
use std::sync::Arc;

use crate::platform::files;

/// Bytes that can be read and sought.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// A medium that can be opened several times at once (sound and pictures are read on threads of
/// their own). A file, or a window into a pack.
pub trait MediaSource: Send + Sync {
    /// Opens the medium at its beginning. The reader's end is the medium's end.
    ///
    /// # Errors
    /// If the file underneath cannot be opened.
    fn open(&self) -> io::Result<Box<dyn ReadSeek>>;
}

impl<T: MediaSource + ?Sized> MediaSource for Arc<T> {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        self.as_ref().open()
    }
}

/// A medium that is a file of its own.
#[derive(Clone, Debug)]
pub struct FileSource(pub std::path::PathBuf);

impl MediaSource for FileSource {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(io::BufReader::new(files::open(&self.0)?)))
    }
}
