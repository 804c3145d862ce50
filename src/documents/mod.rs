//! Job aids, guides and transcripts, from the bytes of their files to what can be painted: PDF
//! pages and pictures become pixels, Markdown becomes blocks of text. Nothing here knows packs,
//! windows or threads. Files are untrusted: sizes are bounded before anything is allocated.
//!
//! The decoders of PDFs and pictures are made by others and may panic on a hostile file, take all
//! memory or never come to an end: they run in a process of their own, one document a process,
//! with limits and without rights ([`Drawing`]).

mod drawing;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod jpeg;
mod loss;
pub mod markdown;
pub mod office;
mod page;
mod pdf;
mod picture;
mod protocol;
mod worker;

#[cfg(test)]
pub(crate) mod fixture;

use std::io::Read;

pub use drawing::{DRAW, Drawing, STEP, Spare, read_office};
pub use error::DocumentError;
pub use loss::{Loss, PdfDefect};
pub use markdown::Markdown;
pub use page::{MAX_PICTURE_PIXELS, MAX_SIDE, PageWanted, Pixels};
pub use worker::draw_for_parent;

use pdf::Pdf;
use picture::Picture;

/// What draws a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Pages.
    Pdf,
    /// PNG or JPEG, whichever its first bytes say.
    Picture,
}

/// Larger files are not read, in bytes.
pub const MAX_FILE_BYTES: u64 = 128 * 1_024 * 1_024;
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
