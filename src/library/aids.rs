//! Tests whether the job aids of a pack can be drawn.

use std::time::Duration;

use crate::documents::{
    DocumentError, DocumentKind, Drawing, MAX_FILE_BYTES, PageWanted, STEP, Spare,
};
use crate::library::LibraryError;
use crate::pack::content::{Use, files_of};
use crate::pack::{Archive, Manifest, PackError, PackPath};

/// How long job aids are drawn before the rest are left for the briefing. Counted while they are
/// waited for, a begun [`STEP`] as a whole one.
#[derive(Debug)]
pub struct DrawingTime {
    steps: u32,
}

impl DrawingTime {
    /// A limit of this length.
    #[must_use]
    pub fn of(time: Duration) -> Self {
        let steps = time.as_millis() / STEP.as_millis();
        Self {
            steps: u32::try_from(steps).unwrap_or(u32::MAX),
        }
    }

    /// What an installation takes at most (FORMAT 2.24); a pack of the series takes less than a
    /// second.
    pub(super) fn of_an_installation() -> Self {
        Self::of(Duration::from_secs(30))
    }

    fn spend_step(&mut self) {
        self.steps = self.steps.saturating_sub(1);
    }
}

/// A page as most walls show it.
const AS_SHOWN: PageWanted = PageWanted {
    page: 0,
    width: 1_920,
    height: 1_080,
};

/// Draws the first page of every PDF, and every picture, so that one that cannot be shown is found
/// before the roll call and not during it. `go_on` is asked often whether to go on.
///
/// # Errors
/// `JobAid`; `Pack(SourceRead)` if what the pack lies on cannot be read; `Pack(Cancelled)`.
pub(super) fn try_first_pages(
    manifest: &Manifest,
    archive: &Archive,
    time: &mut DrawingTime,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(), LibraryError> {
    let drawn = |(path, what)| match what {
        Use::Pdf => Some((path, DocumentKind::Pdf)),
        Use::Picture => Some((path, DocumentKind::Picture)),
        Use::Media | Use::Captions | Use::Markdown => None,
    };
    let mut aids = files_of(manifest).into_iter().filter_map(drawn).peekable();
    let mut spare = aids.peek().and_then(|_| Spare::start().ok());
    while let Some((path, kind)) = aids.next() {
        if time.steps == 0 {
            return Ok(());
        }
        time.spend_step();
        let process = spare.take();
        // The next one starts while this one draws.
        spare = aids.peek().and_then(|_| Spare::start().ok());
        // A drawing that was begun runs to its end, or to the limits of its process.
        let mut step = || {
            time.spend_step();
            go_on()
        };
        try_first_page(archive, &path, kind, process, &mut step)?;
    }
    Ok(())
}

fn try_first_page(
    archive: &Archive,
    path: &PackPath,
    kind: DocumentKind,
    process: Option<Spare>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(), LibraryError> {
    let fail = |error| match error {
        DocumentError::Stopped => PackError::Cancelled.into(),
        error => LibraryError::JobAid {
            path: path.to_string(),
            error,
        },
    };
    let entry = archive
        .entry(path.as_str())
        .ok_or_else(|| PackError::MissingFile {
            path: path.to_string(),
        })?;
    if entry.size > MAX_FILE_BYTES {
        return Err(fail(DocumentError::TooLarge {
            what: "bytes",
            most: MAX_FILE_BYTES,
        }));
    }
    let bytes = archive.read(entry, MAX_FILE_BYTES)?;
    let mut drawing = Drawing::open(process, kind, bytes, go_on).map_err(fail)?;
    match drawing.draw(AS_SHOWN, go_on).map_err(fail)? {
        Some(_) => Ok(()),
        None => Err(fail(DocumentError::NoSize { page: 1 })),
    }
}
