//! The text of Word documents and slide decks. What is read is decided by the bytes of a file, not
//! by its name.
//!
//! Read in the process that draws ([`Drawing`](super::Drawing)), since every reader of what others
//! wrote may break off, take all memory or never come to an end; so the archive, its XML and each
//! count in it have limits here, and the process has its own.

mod choice;
mod compound;
mod diagram;
mod docx;
mod html;
mod left_out;
mod legacy;
mod model;
mod package;
mod pptx;
mod sniff;
mod symbols;
mod tables;
pub(super) mod wire;
mod xml;

pub use model::{
    Block, FormatNotice, Marker, OfficeError, OfficeKind, OfficeText, OmissionNotice,
    OmittedNotice, PlaceNotice, Slide, Span,
};

use sniff::Readable;

pub use sniff::format_of_head;

/// Reads a document in this process.
pub(super) fn read(bytes: Vec<u8>) -> Result<OfficeText, OfficeError> {
    let text = match sniff::recognize(bytes)? {
        Readable::Word(mut package) => docx::read(&mut package),
        Readable::Slides(mut package) => pptx::read(&mut package),
        Readable::OldWord(bytes) => legacy::read_document(bytes),
        Readable::OldSlides(bytes) => legacy::read_slides(bytes),
    };
    let text = text.map_err(OfficeError::Damaged)?;
    if text.is_empty() {
        return Err(OfficeError::Empty);
    }
    Ok(text)
}

#[cfg(test)]
pub(crate) use docx::tests::{docx, p};
#[cfg(test)]
pub(crate) use pptx::tests::{line, pptx, shape};
