//! PDF files, drawn by hayro.

mod annotations;
mod content;
mod font_files;
mod letters;
mod operators;
mod streams;
mod whole;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::object::{Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{self, DecryptionError, LoadPdfError};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::documents::loss::{Loss, Losses, PdfDefect};
use crate::documents::page::points;
use crate::documents::{DocumentError, MAX_SIDE, PageWanted, Pixels};

use content::{Drawn, Reader};

/// Pages beyond are not shown.
pub(super) const MAX_PAGES: usize = 2_000;
/// On a page with a longer side, in points, nobody can read anything, nor on one that is so many
/// times as long as wide.
const MAX_SIDE_POINTS: f32 = 14_400.0;
const MAX_RATIO: f32 = 12.0;
/// Levels from here on are white to who looks at them.
const WHITE_LEVEL: u8 = 250;

/// A PDF that was opened.
pub struct Pdf {
    file: hayro_syntax::Pdf,
}

impl Pdf {
    /// Opens a PDF and finds its pages.
    ///
    /// # Errors
    /// `Damaged`, also for a PDF without pages.
    pub fn open(bytes: Vec<u8>) -> Result<Self, DocumentError> {
        let file = hayro_syntax::Pdf::new(bytes)
            .map_err(|error| DocumentError::Damaged(reason(error).to_owned()))?;
        if file.pages().is_empty() {
            return Err(DocumentError::Damaged("it has no pages".to_owned()));
        }
        Ok(Self { file })
    }

    /// How many pages the file has, those included that are not shown because there are too many.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.file.pages().len()
    }

    /// Width and height of each page that is shown, in points.
    #[must_use]
    pub fn sizes(&self) -> Arc<[(f32, f32)]> {
        let pages = self.file.pages().iter().take(MAX_PAGES);
        pages.map(Page::render_dimensions).collect()
    }

    /// Draws a page on white, as large as it fits. Nothing for a page that is not there or whose
    /// size is no size.
    #[must_use]
    pub fn draw(&self, wanted: PageWanted) -> Option<Pixels> {
        self.draw_with(wanted, &InterpreterSettings::default())
    }

    /// What is missing of the document as a whole (FORMAT 6.13).
    #[must_use]
    pub fn examine(&self) -> Vec<Loss> {
        whole::losses(&self.file)
    }

    /// Draws a page and returns what of it is not seen (FORMAT 6.13). Nothing as for [`Self::draw`].
    #[must_use]
    pub fn examine_page(&self, wanted: PageWanted) -> Option<Vec<Loss>> {
        let page = self.file.pages().get(wanted.page as usize)?;
        let pictures = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&pictures);
        let settings = InterpreterSettings {
            warning_sink: Arc::new(move |warning| {
                if matches!(warning, InterpreterWarning::ImageDecodeFailure) {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            }),
            ..InterpreterSettings::default()
        };
        let pixels = self.draw_with(wanted, &settings)?;
        let is_white = pixels.rgba.iter().all(|level| *level >= WHITE_LEVEL);
        drop(pixels);

        let mut losses = Losses::default();
        losses.add(PdfDefect::Pictures, pictures.load(Ordering::Relaxed), "");
        let catalog = whole::catalog(&self.file);
        let mut reader = Reader::new(&catalog);
        let mut drawn = Drawn {
            lost_parts: lost_content(page),
            ..Drawn::default()
        };
        let content = page.page_stream().unwrap_or_default();
        reader.read(content, page.resources(), &mut drawn);
        let needs_appearances = whole::needs_appearances(&catalog);
        annotations::read(
            page,
            needs_appearances,
            &mut reader,
            &mut drawn,
            &mut losses,
        );
        losses.add(
            PdfDefect::Letters,
            drawn.lost_letters,
            &drawn.lost_fonts.join(", "),
        );
        losses.add(PdfDefect::Parts, drawn.lost_parts, "");
        losses.add(PdfDefect::Empty, u32::from(is_white && drawn.marks > 0), "");
        let (width, height) = page.render_dimensions();
        let (long, short) = (width.max(height), width.min(height));
        let is_unreadable = long > MAX_SIDE_POINTS || long > short * MAX_RATIO;
        losses.add(PdfDefect::Size, u32::from(is_unreadable), "");
        Some(losses.into_vec())
    }

    fn draw_with(&self, wanted: PageWanted, settings: &InterpreterSettings) -> Option<Pixels> {
        let page = self.file.pages().get(wanted.page as usize)?;
        let scale = scale_to_fit(page.render_dimensions(), wanted)?;
        // A cache for each page: it cannot be emptied, and a long document must not fill memory.
        let pixmap = hayro::render(
            page,
            &RenderCache::new(),
            settings,
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: scale,
                y_scale: scale,
                bg_color: WHITE,
            },
        );
        Some(Pixels {
            size: [usize::from(pixmap.width()), usize::from(pixmap.height())],
            // On white every pixel is opaque: nothing is multiplied into its colors.
            rgba: pixmap.data_as_u8_slice().to_vec(),
        })
    }
}

/// Why a PDF cannot be opened.
fn reason(error: LoadPdfError) -> &'static str {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "it is protected by a password"
        }
        LoadPdfError::Decryption(_) => "it is encrypted in a way that is not known here",
        LoadPdfError::Invalid => "it is no PDF, or too much of it is missing or damaged",
    }
}

/// How many parts of what a page draws are named, but not in the file or not to be read.
fn lost_content(page: &Page<'_>) -> u32 {
    let is_lost =
        |part: Option<Stream<'_>>| u32::from(part.is_none_or(|it| !streams::is_whole(&it)));
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Array(parts)) => {
            let count = parts.raw_iter().count();
            let there = parts.iter::<Stream<'_>>().filter(streams::is_whole);
            u32::try_from(count.saturating_sub(there.count())).unwrap_or(u32::MAX)
        }
        Some(Object::Stream(part)) => is_lost(Some(part)),
        // A reference that leads nowhere.
        None => u32::from(page.raw().get_ref("Contents").is_some()),
        Some(_) => 0,
    }
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

#[cfg(test)]
mod tests;
