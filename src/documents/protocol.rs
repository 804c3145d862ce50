//! What Muster and the process that draws say to each other. Both are of one executable, so nothing
//! carries a version. Numbers are little-endian.
//!
//! The process may be in the hands of whoever wrote the document: what comes from it is read within
//! the bounds of what was asked for.
//!
//! | | |
//! |---|---|
//! | it began | [`READY`] |
//! | it is to draw a page of Muster's own, to be quicker with the next | 2 (1 byte) |
//! | its answer | [`READY`] |
//! | a document whose text is to be read | 3 (1 byte), length (8), its bytes |
//! | its answer | length (4), JSON ([`wire`](crate::documents::office::wire)); no question follows |
//! | a document | kind (1 byte), length (8), its bytes |
//! | its answer | 1, pages of the file (4), pages that are shown (4), width and height of each (4 + 4) |
//! | a page | 0, page, width, height (4 each) |
//! | its answer | 1, width, height (4 each), red, green, blue and alpha of each pixel |
//! | nothing to be shown | 2 |
//! | what is lost on a page, drawn at a size | 1, page, width, height (4 each) |
//! | what is lost of the document | 2 |
//! | the answer to both | 1, how many (1), of each kind (1), count (4), length of the example (1), example; or 2 as above |
//! | an error | 0, which (1), length of the text (2), text |

use std::io::{self, Read, Write};
use std::sync::Arc;

use crate::documents::loss::{Loss, MAX_EXAMPLE, PdfDefect};
use crate::documents::pdf::MAX_PAGES;
use crate::documents::{
    DocumentError, DocumentKind, MAX_FILE_BYTES, MAX_PICTURE_PIXELS, MAX_SIDE, PageWanted, Pixels,
};

/// The first bytes of the process that draws; what a test program says before them is passed over.
const READY: [u8; 8] = *b"\x02drawing";
/// So much is passed over.
const MAX_BEFORE_READY: usize = 4_096;
/// Longer texts of errors are cut, in bytes.
const MAX_REASON: usize = 1_024;

const FAILED: u8 = 0;
const DONE: u8 = 1;
const NOTHING: u8 = 2;

/// What the process says of a document that it opened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opened {
    /// How many pages the file has.
    pub count: u32,
    /// Width and height of each page that is shown, in points; 0 for what is no number.
    pub sizes: Arc<[(f32, f32)]>,
}

/// Says that the process can be spoken with.
pub(super) fn write_ready(mut to: impl Write) -> io::Result<()> {
    to.write_all(&READY)?;
    to.flush()
}

/// Waits until the process can be spoken with.
pub(super) fn read_ready(mut from: impl Read) -> io::Result<()> {
    let mut last = [0; READY.len()];
    // Byte by byte: what comes after is for whoever asks first.
    for _ in 0..MAX_BEFORE_READY {
        last.rotate_left(1);
        if let Some(end) = last.last_mut() {
            *end = byte(&mut from)?;
        }
        if last == READY {
            return Ok(());
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

/// What is asked for first.
pub(super) enum Job {
    /// To draw a page of Muster's own.
    Practice,
    /// To open a document and draw its pages.
    Draw(DocumentKind, Vec<u8>),
    /// To read the text of an Office document.
    ReadText(Vec<u8>),
}

/// Hands a document over.
pub(super) fn write_document(to: impl Write, kind: DocumentKind, bytes: &[u8]) -> io::Result<()> {
    let kind = match kind {
        DocumentKind::Pdf => 0,
        DocumentKind::Picture => 1,
    };
    write_file(to, kind, bytes)
}

/// Hands an Office document over, of which the text is wanted.
pub(super) fn write_office(to: impl Write, bytes: &[u8]) -> io::Result<()> {
    write_file(to, 3, bytes)
}

fn write_file(mut to: impl Write, what: u8, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&[what])?;
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Asks for a page of Muster's own, which [`read_ready`] answers.
pub(super) fn write_practice(mut to: impl Write) -> io::Result<()> {
    to.write_all(&[2])?;
    to.flush()
}

/// Takes what is asked for first, with its document.
pub(super) fn read_job(mut from: impl Read) -> io::Result<Job> {
    let what = byte(&mut from)?;
    match what {
        2 => return Ok(Job::Practice),
        0 | 1 | 3 => {}
        _ => return Err(against_the_rules()),
    }
    let length = u64::from_le_bytes(array(&mut from)?);
    let length = usize::try_from(length.min(MAX_FILE_BYTES + 1)).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    Ok(match what {
        0 => Job::Draw(DocumentKind::Pdf, bytes),
        1 => Job::Draw(DocumentKind::Picture, bytes),
        _ => Job::ReadText(bytes),
    })
}

/// Says what came of opening a document.
pub(super) fn write_opened(
    mut to: impl Write,
    opened: &Result<Opened, DocumentError>,
) -> io::Result<()> {
    match opened {
        Ok(Opened { count, sizes }) => {
            to.write_all(&[DONE])?;
            to.write_all(&count.to_le_bytes())?;
            let shown = u32::try_from(sizes.len()).map_err(io::Error::other)?;
            to.write_all(&shown.to_le_bytes())?;
            for (width, height) in &**sizes {
                to.write_all(&width.to_le_bytes())?;
                to.write_all(&height.to_le_bytes())?;
            }
        }
        Err(error) => write_error(&mut to, error)?,
    }
    to.flush()
}

/// Reads what came of opening a document.
pub(super) fn read_opened(mut from: impl Read) -> io::Result<Result<Opened, DocumentError>> {
    if byte(&mut from)? != DONE {
        return read_error(from).map(Err);
    }
    let count = number(&mut from)?;
    let shown = number(&mut from)?;
    if shown == 0 || shown > count || shown as usize > MAX_PAGES {
        return Err(against_the_rules());
    }
    let sizes = (0..shown)
        .map(|_| Ok((side(&mut from)?, side(&mut from)?)))
        .collect::<io::Result<_>>()?;
    Ok(Ok(Opened { count, sizes }))
}

/// What is asked of a document that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// To draw a page.
    Draw(PageWanted),
    /// To draw a page and say what of it is not seen.
    ExaminePage(PageWanted),
    /// To say what is missing of the whole document.
    Examine,
}

/// Asks for something.
pub(super) fn write_request(mut to: impl Write, request: Request) -> io::Result<()> {
    let (which, wanted) = match request {
        Request::Draw(wanted) => (0, Some(wanted)),
        Request::ExaminePage(wanted) => (1, Some(wanted)),
        Request::Examine => (2, None),
    };
    to.write_all(&[which])?;
    if let Some(wanted) = wanted {
        for number in [wanted.page, wanted.width, wanted.height] {
            to.write_all(&number.to_le_bytes())?;
        }
    }
    to.flush()
}

/// What is asked for next; nothing after the last.
pub(super) fn read_request(mut from: impl Read) -> io::Result<Option<Request>> {
    let which = match byte(&mut from) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        which => which?,
    };
    let mut wanted = || {
        Ok::<_, io::Error>(PageWanted {
            page: number(&mut from)?,
            width: number(&mut from)?,
            height: number(&mut from)?,
        })
    };
    Ok(Some(match which {
        0 => Request::Draw(wanted()?),
        1 => Request::ExaminePage(wanted()?),
        2 => Request::Examine,
        _ => return Err(against_the_rules()),
    }))
}

/// Hands over what is lost, nothing for a page that cannot be shown.
pub(super) fn write_losses(
    mut to: impl Write,
    losses: &Result<Option<Vec<Loss>>, DocumentError>,
) -> io::Result<()> {
    match losses {
        Ok(Some(losses)) => {
            let count = u8::try_from(losses.len()).map_err(io::Error::other)?;
            to.write_all(&[DONE, count])?;
            for loss in losses {
                let kind = PdfDefect::ALL.iter().position(|kind| *kind == loss.kind);
                let example = loss.example.as_bytes();
                let length = u8::try_from(example.len()).map_err(io::Error::other)?;
                let kind = u8::try_from(kind.unwrap_or_default()).map_err(io::Error::other)?;
                to.write_all(&[kind])?;
                to.write_all(&loss.count.to_le_bytes())?;
                to.write_all(&[length])?;
                to.write_all(example)?;
            }
        }
        Ok(None) => to.write_all(&[NOTHING])?,
        Err(error) => write_error(&mut to, error)?,
    }
    to.flush()
}

/// Reads what is lost: at most each kind once.
pub(super) fn read_losses(
    mut from: impl Read,
) -> io::Result<Result<Option<Vec<Loss>>, DocumentError>> {
    match byte(&mut from)? {
        DONE => {}
        NOTHING => return Ok(Ok(None)),
        _ => return read_error(from).map(Err),
    }
    let count = usize::from(byte(&mut from)?);
    if count > PdfDefect::ALL.len() {
        return Err(against_the_rules());
    }
    let mut losses: Vec<Loss> = Vec::with_capacity(count);
    for _ in 0..count {
        let kind = PdfDefect::ALL.get(usize::from(byte(&mut from)?));
        let kind = *kind.ok_or_else(against_the_rules)?;
        let count = number(&mut from)?;
        let length = usize::from(byte(&mut from)?);
        if length > MAX_EXAMPLE || losses.iter().any(|loss| loss.kind == kind) {
            return Err(against_the_rules());
        }
        let mut example = vec![0; length];
        from.read_exact(&mut example)?;
        losses.push(Loss {
            kind,
            count,
            // Whoever wrote the document may have written this.
            example: String::from_utf8_lossy(&example).escape_debug().to_string(),
        });
    }
    Ok(Ok(Some(losses)))
}

/// Hands a drawn page over, nothing for one that cannot be shown.
pub(super) fn write_drawn(
    mut to: impl Write,
    drawn: &Result<Option<Pixels>, DocumentError>,
) -> io::Result<()> {
    match drawn {
        Ok(Some(Pixels { size, rgba })) => {
            to.write_all(&[DONE])?;
            for side in size {
                let side = u32::try_from(*side).map_err(io::Error::other)?;
                to.write_all(&side.to_le_bytes())?;
            }
            to.write_all(rgba)?;
        }
        Ok(None) => to.write_all(&[NOTHING])?,
        Err(error) => write_error(&mut to, error)?,
    }
    to.flush()
}

/// Reads a drawn page, which is no larger than what was asked for.
pub(super) fn read_drawn(
    mut from: impl Read,
    wanted: PageWanted,
) -> io::Result<Result<Option<Pixels>, DocumentError>> {
    match byte(&mut from)? {
        DONE => {}
        NOTHING => return Ok(Ok(None)),
        _ => return read_error(from).map(Err),
    }
    let (width, height) = (number(&mut from)?, number(&mut from)?);
    let fits = |side: u32, most: u32| (1..=most.clamp(1, MAX_SIDE)).contains(&side);
    if !fits(width, wanted.width) || !fits(height, wanted.height) {
        return Err(against_the_rules());
    }
    let size = [width as usize, height as usize];
    let mut rgba = vec![0; size[0] * size[1] * 4];
    from.read_exact(&mut rgba)?;
    Ok(Ok(Some(Pixels { size, rgba })))
}

fn write_error(mut to: impl Write, error: &DocumentError) -> io::Result<()> {
    let (which, reason) = match error {
        DocumentError::Panicked => (1, ""),
        DocumentError::TooLarge { .. } => (2, ""),
        DocumentError::Damaged(reason) => (0, reason.as_str()),
        _ => (0, "it cannot be drawn"),
    };
    let end = reason.floor_char_boundary(MAX_REASON);
    let text = reason.as_bytes().get(..end).unwrap_or_default();
    to.write_all(&[FAILED, which])?;
    to.write_all(&u16::try_from(end).unwrap_or(0).to_le_bytes())?;
    to.write_all(text)
}

/// Reads an error after the byte that says that there is one.
fn read_error(mut from: impl Read) -> io::Result<DocumentError> {
    let which = byte(&mut from)?;
    let length = usize::from(u16::from_le_bytes(array(&mut from)?));
    if length > MAX_REASON {
        return Err(against_the_rules());
    }
    let mut text = vec![0; length];
    from.read_exact(&mut text)?;
    match which {
        // Whoever wrote the document may have written this.
        0 => Ok(DocumentError::Damaged(
            String::from_utf8_lossy(&text).escape_debug().to_string(),
        )),
        1 => Ok(DocumentError::Panicked),
        2 => Ok(DocumentError::TooLarge {
            what: "pixels",
            most: MAX_PICTURE_PIXELS,
        }),
        _ => Err(against_the_rules()),
    }
}

fn against_the_rules() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn array<const N: usize>(mut from: impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn byte(from: impl Read) -> io::Result<u8> {
    array(from).map(|[byte]| byte)
}

fn number(from: impl Read) -> io::Result<u32> {
    array(from).map(u32::from_le_bytes)
}

/// A length that can be calculated with.
fn side(from: impl Read) -> io::Result<f32> {
    let side = f32::from_le_bytes(array(from)?);
    Ok(if side.is_finite() && side >= 0.0 {
        side
    } else {
        0.0
    })
}

#[cfg(test)]
mod tests;
