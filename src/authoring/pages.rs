//! The check of job aids: every page is drawn, and content that would not be drawn is reported.

use crate::authoring::sources::Sources;
use crate::authoring::{AuthoringError, Defect, Depth};
use crate::documents::{
    DocumentError, DocumentKind, Drawing, Loss, MAX_FILE_BYTES, PageWanted, PdfDefect,
};
use crate::pack::{PackError, PackPath};

/// A page as most walls show it, in pixels.
const SIZE: (u32, u32) = (1_920, 1_080);

/// Draws the pages of a PDF. Returns how many it has, if it can be opened, and what is wrong with it.
/// `go_on` is asked often whether to go on.
///
/// # Errors
/// `NotDrawn` if this PC cannot draw it, which says nothing of the file; `Pack(Cancelled)`.
pub(super) fn draw_pdf(
    path: &PackPath,
    sources: &Sources,
    depth: Depth,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Option<usize>, Vec<Defect>), AuthoringError> {
    match sources.read(path, MAX_FILE_BYTES) {
        Ok(bytes) => draw_bytes(path.as_str(), DocumentKind::Pdf, bytes, depth, go_on),
        Err(error) => Ok((None, vec![Defect::Pack(error)])),
    }
}

/// The same for the bytes of a document that is called `file`, a picture or a PDF.
///
/// # Errors
/// As [`draw_pdf`].
pub(super) fn draw_bytes(
    file: &str,
    kind: DocumentKind,
    bytes: Vec<u8>,
    depth: Depth,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Option<usize>, Vec<Defect>), AuthoringError> {
    let defect = |page: Option<u32>, error: DocumentError| match error {
        DocumentError::Stopped => Err(PackError::Cancelled.into()),
        error if !error.is_of_the_document() => Err(AuthoringError::NotDrawn {
            file: file.to_owned(),
            error,
        }),
        error => Ok(match kind {
            DocumentKind::Pdf => Defect::Pdf {
                page,
                reason: error.to_string(),
            },
            DocumentKind::Picture => Defect::Picture {
                reason: error.to_string(),
            },
        }),
    };
    let mut drawing = match Drawing::open(None, kind, bytes, go_on) {
        Ok(drawing) => drawing,
        Err(error) => return Ok((None, vec![defect(None, error)?])),
    };
    let count = drawing.page_count();
    let pages = match depth {
        Depth::Whole => drawing.sizes().len(),
        Depth::FirstSecond => 1,
    };
    let mut lost = UndrawnContent::default();
    for page in 0..u32::try_from(pages).unwrap_or(u32::MAX) {
        let wanted = PageWanted {
            page,
            width: SIZE.0,
            height: SIZE.1,
        };
        let number = page + 1;
        match examine_page(&mut drawing, wanted, go_on) {
            Ok(Some(losses)) => lost.add(Some(number), losses),
            Ok(None) => {
                let error = DocumentError::NoSize { page: number };
                return Ok((Some(count), lost.and(defect(Some(number), error)?)));
            }
            // One bad page is enough to refuse the pack, and each may take its full time limit.
            Err(error) => return Ok((Some(count), lost.and(defect(Some(number), error)?))),
        }
    }
    if kind == DocumentKind::Pdf {
        match drawing.examine(go_on) {
            Ok(losses) => lost.add(None, losses),
            Err(error) => match defect(None, error)? {
                // It was drawn.
                Defect::Pdf { .. } => lost.add(None, vec![unknown()]),
                other => return Ok((Some(count), lost.and(other))),
            },
        }
    }
    Ok((Some(count), lost.into_defects()))
}

/// Draws a page and finds what of it is not seen.
fn examine_page(
    drawing: &mut Drawing,
    wanted: PageWanted,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<Vec<Loss>>, DocumentError> {
    match drawing.examine_page(wanted, go_on) {
        // Drawing alone needs less memory than examining.
        Err(error) if error.is_of_the_document() => {
            let drawn = drawing.draw(wanted, go_on)?;
            Ok(drawn.map(|_| vec![unknown()]))
        }
        examined => examined,
    }
}

fn unknown() -> Loss {
    Loss {
        kind: PdfDefect::Unknown,
        count: 1,
        example: String::new(),
    }
}

/// Content of a document that is not drawn, each kind once.
#[derive(Default)]
struct UndrawnContent(Vec<Defect>);

impl UndrawnContent {
    fn add(&mut self, page: Option<u32>, losses: Vec<Loss>) {
        for loss in losses {
            let known = self.0.iter_mut().find_map(|defect| match defect {
                Defect::NotSeen {
                    kind, pages, count, ..
                } if *kind == loss.kind => Some((pages, count)),
                _ => None,
            });
            if let Some((pages, count)) = known {
                pages.extend(page);
                *count = count.saturating_add(loss.count);
                continue;
            }
            self.0.push(Defect::NotSeen {
                kind: loss.kind,
                pages: page.into_iter().collect(),
                count: loss.count,
                example: loss.example,
            });
        }
    }

    fn and(self, defect: Defect) -> Vec<Defect> {
        let mut defects = self.into_defects();
        defects.push(defect);
        defects
    }

    /// First what is about the whole document.
    fn into_defects(mut self) -> Vec<Defect> {
        self.0.sort_by_key(|defect| match defect {
            Defect::NotSeen { kind, .. } => Some(*kind),
            _ => None,
        });
        self.0
    }
}
