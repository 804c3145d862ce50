//! Job aids and guides, read and drawn off the window's thread: PDF pages (hayro), pictures,
//! Markdown. One thread a document; it draws the page that is wanted last, at the size wanted.
//!
//! Files come from packs and are untrusted: sizes are bounded before anything is allocated, and a
//! decoder that panics ends in a message in the place of that document.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use eframe::egui::ColorImage;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::documents::Markdown;
use crate::pack::manifest::AidKind;
use crate::player::MediaSource;
use crate::ui::theme;
use crate::ui::widgets::job_aid::{AidContent, PagePicture, PageWanted};
use crate::words::{InWords, Words};

/// Larger files are not shown.
const MAX_FILE_BYTES: u64 = 128 * 1_024 * 1_024;
/// Pages beyond are not shown.
const MAX_PAGES: usize = 2_000;
/// No side of a drawn page is longer, in pixels.
const MAX_SIDE: u32 = 4_096;
/// Pictures with more pixels are not decoded.
const MAX_PICTURE_PIXELS: u64 = 40_000_000;
/// Drawn pages are kept up to so many bytes a document.
const MAX_KEPT_BYTES: usize = 96 * 1_024 * 1_024;
/// Threads at work, those of documents that were closed while a page was being drawn included.
const MAX_THREADS: usize = 6;
/// Deeply nested PDFs must not overflow the stack.
const STACK_BYTES: usize = 32 * 1_024 * 1_024;

static THREADS: AtomicUsize = AtomicUsize::new(0);

/// Why a document cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The file is not in the pack or the pack cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// More bytes or pixels than are shown.
    #[error("more than {most} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much is shown.
        most: u64,
    },
    /// The bytes are not what the pack says they are.
    #[error("{0}")]
    Damaged(String),
    /// The decoder of this file broke off.
    #[error("the decoder of this file broke off")]
    Panicked,
    /// Too many documents are being drawn.
    #[error("too many documents at once")]
    Busy,
}

/// A document on its way to the screen. Dropping it ends its thread after the page in work.
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
            let worked = catch_unwind(AssertUnwindSafe(|| work(&theirs, &*source, kind)));
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
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let _counted = counted;
            work();
        })?;
    Ok(())
}

/// Reads the document, then draws pages until it is closed.
fn work(shared: &Shared, source: &dyn MediaSource, kind: AidKind) -> Result<(), DocumentError> {
    let bytes = read(source)?;
    match kind {
        AidKind::Markdown => {
            let text = Arc::new(Markdown::from_bytes(&bytes));
            shared.set(|state| state.content = AidContent::Text(text));
            Ok(())
        }
        AidKind::Png => picture(shared, &bytes, ImageFormat::Png),
        AidKind::Jpeg => picture(shared, &bytes, ImageFormat::Jpeg),
        AidKind::Pdf => pdf(shared, bytes),
    }
}

fn read(source: &dyn MediaSource) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    source
        .open()?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(DocumentError::TooLarge {
            what: "bytes",
            most: MAX_FILE_BYTES,
        });
    }
    Ok(bytes)
}

fn pdf(shared: &Shared, bytes: Vec<u8>) -> Result<(), DocumentError> {
    let pdf = Pdf::new(bytes).map_err(|error| DocumentError::Damaged(format!("{error:?}")))?;
    let pages = pdf.pages();
    let sizes: Arc<[(f32, f32)]> = pages
        .iter()
        .take(MAX_PAGES)
        .map(Page::render_dimensions)
        .collect();
    if sizes.is_empty() {
        return Err(DocumentError::Damaged("a PDF without pages".to_owned()));
    }
    shared.set(|state| state.content = AidContent::pages(sizes));
    draw_pages(shared, |wanted| {
        let page = pages.get(wanted.page as usize)?;
        let scale = scale_to_fit(page.render_dimensions(), wanted)?;
        // A cache for each page: it cannot be emptied, and a long document must not fill memory.
        let pixmap = hayro::render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: scale,
                y_scale: scale,
                bg_color: WHITE,
            },
        );
        let size = [usize::from(pixmap.width()), usize::from(pixmap.height())];
        Some(ColorImage::from_rgba_premultiplied(
            size,
            pixmap.data_as_u8_slice(),
        ))
    });
    Ok(())
}

/// The scale at which a page fills the wanted size, no side above [`MAX_SIDE`] and none below
/// one pixel. Nothing for a page whose size is no size.
fn scale_to_fit((width, height): (f32, f32), wanted: PageWanted) -> Option<f32> {
    if !(width.is_finite() && height.is_finite() && width >= 0.1 && height >= 0.1) {
        return None;
    }
    let side = |pixels: u32| points(pixels.clamp(1, MAX_SIDE));
    let scale = (side(wanted.width) / width).min(side(wanted.height) / height);
    (width * scale >= 1.0 && height * scale >= 1.0).then_some(scale)
}

/// A side in pixels, never above [`MAX_SIDE`], as a number to reckon with.
fn points(pixels: u32) -> f32 {
    u16::try_from(pixels).map_or(f32::from(u16::MAX), f32::from)
}

fn picture(shared: &Shared, bytes: &[u8], format: ImageFormat) -> Result<(), DocumentError> {
    let whole = decode(bytes, format)?;
    let size = (points(whole.width()), points(whole.height()));
    shared.set(|state| state.content = AidContent::pages(Arc::from([size])));
    draw_pages(shared, |wanted| {
        let most = |pixels: u32| pixels.clamp(1, MAX_SIDE);
        let fits = whole.width() <= wanted.width && whole.height() <= wanted.height;
        let fitted = if fits {
            whole.to_rgba8()
        } else {
            whole
                .thumbnail(most(wanted.width), most(wanted.height))
                .into_rgba8()
        };
        let size = [fitted.width() as usize, fitted.height() as usize];
        Some(ColorImage::from_rgba_unmultiplied(size, fitted.as_raw()))
    });
    Ok(())
}

/// Decodes a picture within bounds, upright, no larger than can be shown.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, DocumentError> {
    let damaged = |error: image::ImageError| DocumentError::Damaged(error.to_string());
    let mut reader = ImageReader::with_format(std::io::Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PICTURE_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PICTURE_PIXELS {
        return Err(DocumentError::TooLarge {
            what: "pixels",
            most: MAX_PICTURE_PIXELS,
        });
    }
    let upright = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    if picture.width() > MAX_SIDE || picture.height() > MAX_SIDE {
        picture = picture.thumbnail(MAX_SIDE, MAX_SIDE);
    }
    picture.apply_orientation(upright);
    Ok(picture)
}

/// Draws what is wanted until the document is closed. A page that cannot be drawn is shown as an
/// empty sheet.
fn draw_pages(shared: &Shared, draw: impl Fn(PageWanted) -> Option<ColorImage>) {
    while let Some(wanted) = next_wanted(shared) {
        let image = draw(wanted).unwrap_or_else(|| ColorImage::filled([1, 1], theme::PAPER));
        let picture = PagePicture {
            wanted,
            image: Arc::new(image),
        };
        shared.set(|state| {
            if let AidContent::Pages { pictures, .. } = &mut state.content {
                keep(pictures, picture);
            }
        });
    }
}

/// Waits for a wish that is not fulfilled yet; nothing when the document was closed.
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
    matches!(content, AidContent::Pages { pictures, .. }
        if pictures.iter().any(|picture| picture.wanted == wanted))
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
