//! PDF files, drawn by hayro.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::documents::page::points;
use crate::documents::{DocumentError, MAX_SIDE, PageWanted, Pixels};

/// Pages beyond are not shown.
pub(super) const MAX_PAGES: usize = 2_000;

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
            .map_err(|error| DocumentError::Damaged(format!("{error:?}")))?;
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
        let page = self.file.pages().get(wanted.page as usize)?;
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
        Some(Pixels {
            size: [usize::from(pixmap.width()), usize::from(pixmap.height())],
            // On white every pixel is opaque: nothing is multiplied into its colors.
            rgba: pixmap.data_as_u8_slice().to_vec(),
        })
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
mod tests {
    use super::*;
    use crate::documents::fixture::small_pdf;

    #[test]
    fn a_pdf_page_is_drawn_as_large_as_it_fits() {
        let pdf = Pdf::open(small_pdf()).unwrap();
        assert_eq!(&pdf.sizes()[..], [(100.0, 100.0)]);
        let wanted = PageWanted {
            page: 0,
            width: 200,
            height: 400,
        };
        let drawn = pdf.draw(wanted).unwrap();
        assert_eq!(drawn.size, [200, 200]);
        let pixel = |x: usize, y: usize| &drawn.rgba[(y * 200 + x) * 4..][..4];
        assert_eq!(pixel(50, 150), [0, 0, 0, 255]);
        assert_eq!(pixel(150, 50), [255, 255, 255, 255]);
        assert!(drawn.rgba.chunks(4).all(|pixel| pixel[3] == 255));
    }

    #[test]
    fn a_file_that_is_no_pdf_is_damaged() {
        let opened = Pdf::open(b"MZ".to_vec());
        assert!(matches!(opened, Err(DocumentError::Damaged(_))));
    }

    #[test]
    fn a_page_without_a_size_is_no_reason_to_allocate() {
        let wanted = PageWanted {
            page: 0,
            width: u32::MAX,
            height: u32::MAX,
        };
        assert_eq!(scale_to_fit((f32::NAN, 10.0), wanted), None);
        assert_eq!(scale_to_fit((0.0, 10.0), wanted), None);
        assert_eq!(scale_to_fit((1.0, 100_000.0), wanted), None);
        let scale = scale_to_fit((612.0, 792.0), wanted).unwrap();
        assert!(792.0 * scale <= points(MAX_SIDE));
    }
}
