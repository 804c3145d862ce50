//! Job aids, guides and transcripts, from the bytes of their files to what can be painted: PDF
//! pages and pictures become pixels, Markdown becomes blocks of text. Nothing here knows packs,
//! windows or threads. Files are untrusted: sizes are bounded before anything is allocated.
//!
//! The decoders are made by others and may panic on a hostile file, or need a deep stack: who
//! opens or draws files that they did not make catches panics and runs on a thread with
//! [`STACK_BYTES`].

mod error;
pub mod markdown;
mod page;
mod pdf;
mod picture;

#[cfg(test)]
pub(crate) mod fixture;

use std::io::Read;

pub use error::DocumentError;
pub use markdown::Markdown;
pub use page::{MAX_SIDE, PageWanted, Pixels};
pub use pdf::Pdf;
pub use picture::{MAX_PICTURE_PIXELS, Picture, PictureFormat};

/// Larger files are not read, in bytes.
pub const MAX_FILE_BYTES: u64 = 128 * 1_024 * 1_024;
/// The stack of a thread that reads or draws documents, in bytes: deeply nested PDFs must not
/// overflow it.
pub const STACK_BYTES: usize = 32 * 1_024 * 1_024;

/// Reads a whole file into memory.
///
/// # Errors
/// `Unreadable`; `TooLarge` for more than [`MAX_FILE_BYTES`].
pub fn read(source: impl Read) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    source.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(DocumentError::TooLarge {
            what: "bytes",
            most: MAX_FILE_BYTES,
        });
    }
    Ok(bytes)
}
