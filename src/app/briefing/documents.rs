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

use crate::documents::{
    self, DocumentError, DocumentKind, Drawing, Markdown, PageWanted, Pixels, Spare,
};
use crate::pack::manifest::AidKind;
use crate::player::MediaSource;
use crate::ui::theme;
use crate::ui::widgets::job_aid::{AidContent, PagePicture};
use crate::words::{InWords, Words};

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
pub struct OpenDocument {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    wake: Arc<dyn Fn() + Send + Sync>,
}

struct State {
    content: AidContent,
    wanted: Option<PageWanted>,
    closed: bool,
}

impl Shared {
    fn is_open(&self) -> bool {
        !self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        (self.wake)();
    }
}

impl OpenDocument {
    /// Begins to read a document. `name` is what messages call it; `wake` is called when there
    /// is something new to show.
    pub fn open(
        source: Arc<dyn MediaSource>,
        kind: AidKind,
        name: &str,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                content: AidContent::Opening,
                wanted: None,
                closed: false,
            }),
            changed: Condvar::new(),
            wake,
        });
        let theirs = Arc::clone(&shared);
        let called = name.to_owned();
        let started = start_thread(move || {
            let worked = catch_unwind(AssertUnwindSafe(|| work(&theirs, &*source, kind, &called)));
            let failed = match worked {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error.in_words(&called),
                Err(_) => DocumentError::Panicked.in_words(&called),
            };
            theirs.set(|state| state.content = AidContent::Failed(Arc::new(failed)));
        });
        if let Err(error) = started {
            let failed: Words = error.in_words(name);
            shared.lock().content = AidContent::Failed(Arc::new(failed));
        }
        Self { shared }
    }

    /// What there is to show now.
    #[must_use]
    pub fn content(&self) -> AidContent {
        self.shared.lock().content.clone()
    }

    /// Asks for a page at a size; the last wish counts.
    pub fn want(&self, wanted: PageWanted) {
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
fn work(
    shared: &Shared,
    source: &dyn MediaSource,
    kind: AidKind,
    name: &str,
) -> Result<(), DocumentError> {
    let bytes = documents::read(source.open()?)?;
    match kind {
        AidKind::Markdown => {
            let text = Arc::new(Markdown::from_bytes(&bytes));
            shared.set(|state| state.content = AidContent::Text(text));
        }
        AidKind::Png | AidKind::Jpeg => show(shared, DocumentKind::Picture, bytes, name)?,
        AidKind::Pdf => show(shared, DocumentKind::Pdf, bytes, name)?,
    }
    Ok(())
}

/// Says what pages there are, then has drawn what is wanted until the document is closed. A page
/// that has no size is shown as an empty sheet; where one cannot be drawn, others still may.
fn show(
    shared: &Shared,
    kind: DocumentKind,
    bytes: Vec<u8>,
    name: &str,
) -> Result<(), DocumentError> {
    let mut go_on = || shared.is_open();
    let mut drawing = Drawing::open(take_spare(), kind, bytes, &mut go_on)?;
    let sizes = drawing.sizes();
    shared.set(|state| state.content = AidContent::pages(Arc::clone(&sizes)));
    while let Some(wanted) = next_wanted(shared) {
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
        shared.set(|state| {
            if let AidContent::Pages {
                pictures, undrawn, ..
            } = &mut state.content
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
fn next_wanted(shared: &Shared) -> Option<PageWanted> {
    let mut state = shared.lock();
    loop {
        if state.closed {
            return None;
        }
        if let Some(wanted) = state.wanted.take()
            && !has(&state.content, wanted)
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
