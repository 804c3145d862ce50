//! Job aids and guides, read and drawn off the window's thread. One thread a document; it asks for
//! the page that is wanted last, at the size wanted, and a process of its own draws it.
//!
//! Files come from packs and are untrusted: whatever becomes of that process ends in a message in
//! the place of that document. Starting one takes longer than many pages do, so that a spare one
//! waits for the next document.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use eframe::egui::ColorImage;

use crate::app::jobs::result::{JobResults, Origin};
use crate::documents::{
    self, DocumentError, DocumentKind, Drawing, Markdown, PageWanted, Pixels, Spare,
};
use crate::pack::manifest::AidKind;
use crate::player::MediaSource;
use crate::ui::theme;
use crate::ui::widgets::job_aid::{AidContent, PagePicture};
use crate::words::InWords;

/// Drawn pages are kept up to so many bytes a document.
const MAX_KEPT_BYTES: usize = 96 * 1_024 * 1_024;
/// Threads at work, those of documents that were closed while a page was being drawn included.
const MAX_THREADS: usize = 6;

static THREADS: AtomicUsize = AtomicUsize::new(0);

/// The process that waits for the next document, and whether one was started.
static SPARE: Mutex<Option<Spare>> = Mutex::new(None);
static HAS_SPARE: AtomicBool = AtomicBool::new(false);

/// Has a process wait for the next document. Returns at once.
pub fn keep_spare() {
    if HAS_SPARE.swap(true, Ordering::AcqRel) {
        return;
    }
    // Without one the next document starts its own, and says why that fails.
    let _ = start_thread(|| {
        let spare = Spare::start_with_practice().ok();
        *SPARE.lock().unwrap_or_else(PoisonError::into_inner) = spare;
    });
}

fn take_spare() -> Option<Spare> {
    let spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if spare.is_some() {
        HAS_SPARE.store(false, Ordering::Release);
    }
    spare
}

/// A document on its way to the screen. Dropping it ends its thread and the process that draws.
pub(in crate::app) struct OpenDocument {
    content: AidContent,
    shared: Arc<Shared>,
}

/// What the window wants of the thread.
struct Shared {
    wishes: Mutex<Wishes>,
    changed: Condvar,
}

#[derive(Default)]
struct Wishes {
    wanted: Option<PageWanted>,
    closed: bool,
}

impl Shared {
    fn is_open(&self) -> bool {
        !self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the thread has of the document, and the way back to the window.
struct Reader {
    content: AidContent,
    shared: Arc<Shared>,
    results: JobResults<OpenDocument>,
}

impl Reader {
    /// Changes what there is to show, if that document is still the one that is open.
    fn set(&mut self, change: impl FnOnce(&mut AidContent)) {
        change(&mut self.content);
        let (content, shared) = (self.content.clone(), Arc::clone(&self.shared));
        let _window_is_there = self.results.send(Origin::Asked, move |open| {
            if Arc::ptr_eq(&open.shared, &shared) {
                open.content = content;
            }
        });
    }
}

impl OpenDocument {
    /// Begins to read a document. `name` is what messages call it; `results` lead to the document that
    /// is open.
    pub(in crate::app) fn open(
        source: Arc<dyn MediaSource>,
        kind: AidKind,
        name: &str,
        results: JobResults<Self>,
    ) -> Self {
        let shared = Arc::new(Shared {
            wishes: Mutex::default(),
            changed: Condvar::new(),
        });
        let mut reader = Reader {
            content: AidContent::Opening,
            shared: Arc::clone(&shared),
            results,
        };
        let called = name.to_owned();
        let started = start_thread(move || {
            let read = || read(&mut reader, &*source, kind, &called);
            let failed = match catch_unwind(AssertUnwindSafe(read)) {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.in_words(&called),
                Err(_) => DocumentError::Panicked.in_words(&called),
            };
            reader.set(|content| *content = AidContent::Failed(Arc::new(failed)));
        });
        let content = match started {
            Ok(()) => AidContent::Opening,
            Err(error) => AidContent::Failed(Arc::new(error.in_words(name))),
        };
        Self { content, shared }
    }

    /// What there is to show now.
    #[must_use]
    pub(in crate::app) fn content(&self) -> AidContent {
        self.content.clone()
    }

    /// Asks for a page at a size; the last wish counts.
    pub(in crate::app) fn want(&self, wanted: PageWanted) {
        self.shared.lock().wanted = Some(wanted);
        self.shared.changed.notify_one();
    }
}

impl Drop for OpenDocument {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_one();
    }
}

/// Counts a thread for as long as it lives.
struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        THREADS.fetch_sub(1, Ordering::AcqRel);
    }
}

fn start_thread(work: impl FnOnce() + Send + 'static) -> Result<(), DocumentError> {
    let before = THREADS.fetch_add(1, Ordering::AcqRel);
    let counted = Counted;
    if before >= MAX_THREADS {
        return Err(DocumentError::Busy);
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "app is one of the two rooms that start threads"
    )]
    std::thread::Builder::new()
        .name("document".to_owned())
        .spawn(move || {
            let _counted = counted;
            work();
        })?;
    Ok(())
}

/// Reads the document, then draws pages until it is closed.
fn read(
    reader: &mut Reader,
    source: &dyn MediaSource,
    kind: AidKind,
    name: &str,
) -> Result<(), DocumentError> {
    let bytes = documents::read(source.open()?)?;
    match kind {
        AidKind::Markdown => {
            let text = Arc::new(Markdown::from_bytes(&bytes));
            reader.set(|content| *content = AidContent::Text(text));
        }
        AidKind::Png | AidKind::Jpeg => show(reader, DocumentKind::Picture, bytes, name)?,
        AidKind::Pdf => show(reader, DocumentKind::Pdf, bytes, name)?,
    }
    Ok(())
}

/// Says what pages there are, then has drawn what is wanted until the document is closed. A page
/// that has no size is shown as an empty sheet; where one cannot be drawn, others still may.
fn show(
    reader: &mut Reader,
    kind: DocumentKind,
    bytes: Vec<u8>,
    name: &str,
) -> Result<(), DocumentError> {
    let shared = Arc::clone(&reader.shared);
    let mut go_on = || shared.is_open();
    let mut drawing = Drawing::open(take_spare(), kind, bytes, &mut go_on)?;
    let sizes = drawing.sizes();
    reader.set(|content| *content = AidContent::pages(Arc::clone(&sizes)));
    while let Some(wanted) = next_wanted(&shared, &reader.content) {
        let image = match drawing.draw(wanted, &mut go_on) {
            Ok(Some(Pixels { size, rgba })) => Ok(ColorImage::from_rgba_unmultiplied(size, &rgba)),
            Ok(None) => Ok(ColorImage::filled([1, 1], theme::PAPER)),
            Err(error) if error.is_of_the_document() => {
                let name = match sizes.len() {
                    1 => name.to_owned(),
                    _ => format!("{name}, page {}", wanted.page.saturating_add(1)),
                };
                Err(Arc::new(error.in_words(&name)))
            }
            Err(error) => return Err(error),
        };
        reader.set(|content| {
            if let AidContent::Pages {
                pictures, undrawn, ..
            } = content
            {
                match image {
                    Ok(image) => keep(
                        pictures,
                        PagePicture {
                            wanted,
                            image: Arc::new(image),
                        },
                    ),
                    Err(words) => undrawn.push((wanted.page, words)),
                }
            }
        });
        // Now that nobody waits.
        keep_spare();
    }
    Ok(())
}

/// Waits for a wish that is not fulfilled yet and can be; nothing when the document was closed.
fn next_wanted(shared: &Shared, content: &AidContent) -> Option<PageWanted> {
    let mut state = shared.lock();
    loop {
        if state.closed {
            return None;
        }
        if let Some(wanted) = state.wanted.take()
            && !has(content, wanted)
        {
            return Some(wanted);
        }
        state = shared
            .changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

fn has(content: &AidContent, wanted: PageWanted) -> bool {
    matches!(content, AidContent::Pages { pictures, undrawn, .. }
        if pictures.iter().any(|picture| picture.wanted == wanted)
            || undrawn.iter().any(|(page, _)| *page == wanted.page))
}

/// Keeps the newest pictures, one a page, within bounds.
fn keep(pictures: &mut Vec<PagePicture>, new: PagePicture) {
    let bytes = |pictures: &[PagePicture]| -> usize {
        pictures.iter().map(|p| p.image.pixels.len() * 4).sum()
    };
    pictures.retain(|old| old.wanted.page != new.wanted.page);
    pictures.push(new);
    while pictures.len() > 1 && bytes(pictures) > MAX_KEPT_BYTES {
        pictures.remove(0);
    }
}

#[cfg(test)]
mod tests;
