//! The check of job aids: every page is drawn.

use crate::authoring::sources::Sources;
use crate::authoring::{AuthoringError, Defect, Depth};
use crate::documents::{DocumentError, DocumentKind, Drawing, MAX_FILE_BYTES, PageWanted};
use crate::pack::content::Use;
use crate::pack::{PackError, PackPath};

/// A page as most walls show it, in pixels.
const SIZE: (u32, u32) = (1_920, 1_080);

/// Draws a picture, or the pages of a PDF. Returns how many pages it has, if it can be opened, and
/// what is wrong with it. `go_on` is asked often whether to go on.
///
/// # Errors
/// `NotDrawn` if this PC cannot draw it, which says nothing of the file; `Pack(Cancelled)`.
pub(super) fn draw(
    path: &PackPath,
    what: Use,
    sources: &Sources,
    depth: Depth,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Option<usize>, Option<Defect>), AuthoringError> {
    let kind = match what {
        Use::Pdf => DocumentKind::Pdf,
        _ => DocumentKind::Picture,
    };
    let bytes = match sources.read(path, MAX_FILE_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return Ok((None, Some(Defect::Pack(error)))),
    };
    let defect = |page: Option<u32>, error: DocumentError| match error {
        DocumentError::Stopped => Err(PackError::Cancelled.into()),
        error if !error.is_of_the_document() => Err(AuthoringError::NotDrawn {
            file: path.to_string(),
            error,
        }),
        error => Ok(Some(match kind {
            DocumentKind::Pdf => Defect::Pdf {
                page,
                reason: error.to_string(),
            },
            DocumentKind::Picture => Defect::Picture {
                reason: error.to_string(),
            },
        })),
    };
    let mut drawing = match Drawing::open(None, kind, bytes, go_on) {
        Ok(drawing) => drawing,
        Err(error) => return Ok((None, defect(None, error)?)),
    };
    let count = drawing.page_count();
    let pages = match depth {
        Depth::Whole => drawing.sizes().len(),
        Depth::FirstSecond => 1,
    };
    for page in 0..u32::try_from(pages).unwrap_or(u32::MAX) {
        let wanted = PageWanted {
            page,
            width: SIZE.0,
            height: SIZE.1,
        };
        let number = page + 1;
        let drawn = match drawing.draw(wanted, go_on) {
            Ok(Some(_)) => continue,
            Ok(None) => DocumentError::NoSize { page: number },
            Err(error) => error,
        };
        // One page is enough to refuse the pack, and each may take all its time.
        return Ok((Some(count), defect(Some(number), drawn)?));
    }
    Ok((Some(count), None))
}
