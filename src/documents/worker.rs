//! The process that draws: one document from its standard input, then its pages as they are asked
//! for, or its text. The only place where what others wrote is decoded.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::documents::office::{self, OfficeError, OfficeText};
use crate::documents::protocol::{self, Job, Opened, Request};
use crate::documents::{DocumentError, DocumentKind, Loss, PageWanted, Pdf, Picture, Pixels};
use crate::platform::{confine, memory};

/// The stack on which documents are drawn, in bytes: a deeply nested PDF must not overflow it.
const STACK_BYTES: usize = 32 * 1_024 * 1_024;

/// A page with letters, an area, a line and a curve. Without a table of its objects, which is found
/// without.
const PRACTICE: &[u8] = b"%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 792 612] /Contents 4 0 R
/Resources << /Font << /F 5 0 R >> >> >> endobj
4 0 obj << /Length 108 >> stream
.9 g 36 36 700 500 re f 0 g 72 72 m 700 72 l 700 300 300 72 72 500 c S
BT /F 24 Tf 72 300 Td (Muster) Tj ET
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Root 1 0 R >>
";

/// Draws one document for the Muster that started this process (CLI 2.36). Returns whether it was
/// asked as it should be.
#[must_use]
pub fn draw_for_parent() -> bool {
    memory::keep_for_pictures();
    // What breaks off is said to the parent; nobody reads what is printed.
    std::panic::set_hook(Box::new(|_| {}));
    let served = confine::run_confined(STACK_BYTES, || {
        serve(io::stdin().lock(), io::stdout().lock())
    });
    matches!(served, Ok(Ok(())))
}

/// Draws one document.
pub(super) fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    protocol::write_ready(&mut output)?;
    let (kind, bytes) = loop {
        match protocol::read_job(&mut input)? {
            Job::Draw(kind, bytes) => break (kind, bytes),
            Job::ReadText(bytes) => {
                return office::wire::write_answer(&mut output, &read_text(bytes));
            }
            Job::Practice => {
                practice();
                protocol::write_ready(&mut output)?;
            }
        }
    };
    let document = match guarded(|| Document::open(kind, bytes)) {
        Ok(document) => document,
        Err(error) => return protocol::write_opened(&mut output, &Err(error)),
    };
    protocol::write_opened(&mut output, &guarded(|| Ok(document.opened())))?;
    while let Some(request) = protocol::read_request(&mut input)? {
        match request {
            Request::Draw(wanted) => {
                let drawn = guarded(|| Ok(document.draw(wanted)));
                protocol::write_drawn(&mut output, &drawn)?;
            }
            Request::ExaminePage(wanted) => {
                let losses = guarded(|| Ok(document.examine_page(wanted)));
                protocol::write_losses(&mut output, &losses)?;
            }
            Request::Examine => {
                let losses = guarded(|| Ok(Some(document.examine())));
                protocol::write_losses(&mut output, &losses)?;
            }
        }
    }
    Ok(())
}

/// Draws a page of Muster's own, after which the next takes less time: the code is in memory, and so
/// is room for pixels.
fn practice() {
    let page = PageWanted {
        page: 0,
        width: 1_920,
        height: 1_080,
    };
    let document = guarded(|| Document::open(DocumentKind::Pdf, PRACTICE.to_vec()));
    // What fails takes no longer than it would have without it.
    let _ = document.and_then(|document| guarded(|| Ok(document.draw(page))));
}

/// A decoder that panics says that the document cannot be drawn.
fn guarded<T>(decode: impl FnOnce() -> Result<T, DocumentError>) -> Result<T, DocumentError> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(DocumentError::Panicked))
}

/// A reader that panics says that the document cannot be read.
fn read_text(bytes: Vec<u8>) -> Result<OfficeText, OfficeError> {
    let read = catch_unwind(AssertUnwindSafe(|| office::read(bytes)));
    read.unwrap_or_else(|_| {
        let reason = "the reader of this file broke off".to_owned();
        Err(OfficeError::Damaged(reason))
    })
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
            DocumentKind::Picture => Picture::decode(&bytes).map(Self::Picture),
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

    /// What of a page is not seen. A picture is seen as it is.
    fn examine_page(&self, wanted: PageWanted) -> Option<Vec<Loss>> {
        match self {
            Self::Pdf(pdf) => pdf.examine_page(wanted),
            Self::Picture(_) => Some(Vec::new()),
        }
    }

    fn examine(&self) -> Vec<Loss> {
        match self {
            Self::Pdf(pdf) => pdf.examine(),
            Self::Picture(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
