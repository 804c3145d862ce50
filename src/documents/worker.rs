//! The process that draws: one document from its standard input, then its pages as they are asked
//! for. The only place where what others wrote is decoded.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::documents::protocol::{self, Opened};
use crate::documents::{DocumentError, DocumentKind, PageWanted, Pdf, Picture, Pixels};
use crate::platform::confine;

/// The stack on which documents are drawn, in bytes: a deeply nested PDF must not overflow it.
const STACK_BYTES: usize = 32 * 1_024 * 1_024;

/// Draws one document for the Muster that started this process (CLI 2.36). Returns whether it was
/// asked as it should be.
#[must_use]
pub fn draw_for_parent() -> bool {
    // What breaks off is said to the parent; nobody reads what is printed.
    std::panic::set_hook(Box::new(|_| {}));
    let served = confine::run_confined(STACK_BYTES, || {
        serve(io::stdin().lock(), io::stdout().lock())
    });
    matches!(served, Ok(Ok(())))
}

/// Draws one document.
fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    protocol::write_ready(&mut output)?;
    let (kind, bytes) = protocol::read_document(&mut input)?;
    let document = match guarded(|| Document::open(kind, bytes)) {
        Ok(document) => document,
        Err(error) => return protocol::write_opened(&mut output, &Err(error)),
    };
    protocol::write_opened(&mut output, &guarded(|| Ok(document.opened())))?;
    while let Some(wanted) = protocol::read_page(&mut input)? {
        let drawn = guarded(|| Ok(document.draw(wanted)));
        protocol::write_drawn(&mut output, &drawn)?;
    }
    Ok(())
}

/// A decoder that panics says that the document cannot be drawn.
fn guarded<T>(decode: impl FnOnce() -> Result<T, DocumentError>) -> Result<T, DocumentError> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(DocumentError::Panicked))
}

/// A document that was opened.
enum Document {
    Pdf(Pdf),
    Picture(Picture),
}

impl Document {
    fn open(kind: DocumentKind, bytes: Vec<u8>) -> Result<Self, DocumentError> {
        match kind {
            DocumentKind::Pdf => Pdf::open(bytes).map(Self::Pdf),
            DocumentKind::Picture => Picture::decode(bytes).map(Self::Picture),
        }
    }

    fn opened(&self) -> Opened {
        let (count, sizes) = match self {
            Self::Pdf(pdf) => (pdf.page_count(), pdf.sizes()),
            Self::Picture(picture) => (1, Arc::from([picture.size()])),
        };
        Opened {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            sizes,
        }
    }

    fn draw(&self, wanted: PageWanted) -> Option<Pixels> {
        match self {
            Self::Pdf(pdf) => pdf.draw(wanted),
            Self::Picture(picture) => Some(picture.draw(wanted)),
        }
    }
}

#[cfg(test)]
mod tests;
