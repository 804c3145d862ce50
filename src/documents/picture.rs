//! PNG and JPEG pictures.

use crate::documents::jpeg;
use crate::documents::page::points;
use crate::documents::{DocumentError, MAX_PICTURE_PIXELS, MAX_SIDE, PageWanted, Pixels};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// A decoded picture, upright, no side above [`MAX_SIDE`].
pub struct Picture {
    whole: DynamicImage,
}

impl Picture {
    /// Decodes a picture within bounds, a PNG or a JPEG by its first bytes.
    ///
    /// # Errors
    /// `Damaged`; `TooLarge` for more than [`MAX_PICTURE_PIXELS`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DocumentError> {
        let damaged = |error: image::ImageError| DocumentError::Damaged(error.to_string());
        let format = image::guess_format(bytes).map_err(damaged)?;
        if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
            return Err(DocumentError::Damaged("neither PNG nor JPEG".to_owned()));
        }
        if format == ImageFormat::Jpeg && !jpeg_has_end(bytes) {
            return Err(DocumentError::Damaged("the file is cut off".to_owned()));
        }
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
        let mut whole = DynamicImage::from_decoder(decoder).map_err(damaged)?;
        if format == ImageFormat::Jpeg
            && let Some(damage) = jpeg::damage(bytes)
        {
            // FORMAT 6.15.
            return Err(DocumentError::Damaged(damage.to_string()));
        }
        if whole.width() > MAX_SIDE || whole.height() > MAX_SIDE {
            whole = whole.thumbnail(MAX_SIDE, MAX_SIDE);
        }
        whole.apply_orientation(upright);
        if whole.color().has_alpha() {
            whole = on_white(&whole);
        }
        Ok(Self { whole })
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (f32, f32) {
        (points(self.whole.width()), points(self.whole.height()))
    }

    /// The picture, made smaller where it does not fit. There is one page: which is wanted does
    /// not matter.
    #[must_use]
    pub fn draw(&self, wanted: PageWanted) -> Pixels {
        let most = |pixels: u32| pixels.clamp(1, MAX_SIDE);
        let fits = self.whole.width() <= wanted.width && self.whole.height() <= wanted.height;
        let fitted = if fits {
            self.whole.to_rgba8()
        } else {
            self.whole
                .thumbnail(most(wanted.width), most(wanted.height))
                .into_rgba8()
        };
        Pixels {
            size: [fitted.width() as usize, fitted.height() as usize],
            rgba: fitted.into_raw(),
        }
    }
}

/// Whether the picture itself comes to its end (EOI). The decoder shows gray where a file is cut off,
/// and a preview that a camera puts before the picture has an end of its own
/// (FORMAT 6.15).
pub(super) fn jpeg_has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut in_scan = false;
    loop {
        let marker = match bytes.get(at..at + 2) {
            Some([0xFF, 0xFF]) => {
                at += 1;
                continue;
            }
            Some([0xFF, marker]) => *marker,
            Some(_) if in_scan => {
                at += 1;
                continue;
            }
            // Not a marker where one belongs: whether it can be shown the decoder says.
            Some(_) => return true,
            None => return false,
        };
        at += 2;
        match marker {
            0xD9 => return true,
            // A byte of the scan, and marks within it.
            0x00 | 0x01 | 0xD0..=0xD7 => {}
            _ => {
                let Some([high, low]) = bytes.get(at..at + 2) else {
                    return false;
                };
                in_scan = marker == 0xDA;
                at += usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
    }
}

/// What is transparent shows a white sheet, as that of a PDF does: black letters on nothing are black
/// on black otherwise.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    let rgba = picture.to_rgba8();
    let mut rgb = image::RgbImage::new(rgba.width(), rgba.height());
    for (to, image::Rgba([r, g, b, alpha])) in rgb.pixels_mut().zip(rgba.pixels()) {
        let over = |level: &u8| {
            let (level, alpha) = (u32::from(*level), u32::from(*alpha));
            u8::try_from((level * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
        };
        *to = image::Rgb([over(r), over(g), over(b)]);
    }
    rgb.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::new(width, height)
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        png.into_inner()
    }

    #[test]
    fn a_jpeg_that_is_cut_off_is_damaged_wherever_it_is_cut() {
        let mut whole = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_fn(64, 64, |x, y| {
            image::Rgb([u8::try_from(x * y % 251).unwrap(), 7, 200])
        });
        picture.write_to(&mut whole, ImageFormat::Jpeg).unwrap();
        let whole = whole.into_inner();
        assert!(Picture::decode(&whole).is_ok());
        // What a camera puts behind the picture is none of it.
        assert!(Picture::decode(&[&whole[..], b"motion photo"].concat()).is_ok());
        for cut in [whole.len() / 4, whole.len() / 2, whole.len() - 2] {
            let refused = Picture::decode(&whole[..cut]);
            assert!(matches!(refused, Err(DocumentError::Damaged(_))), "{cut}");
        }
        // A preview in the head has an end of its own.
        let head = [&[0xFF, 0xE1, 0, 8][..], &[0xFF, 0xD8, 0xFF, 0xD9, 0, 0]].concat();
        let with_preview = [&whole[..2], &head, &whole[2..]].concat();
        assert!(Picture::decode(&with_preview).is_ok());
        assert!(Picture::decode(&with_preview[..with_preview.len() / 2]).is_err());
    }

    #[test]
    fn a_jpeg_with_a_part_that_cannot_be_read_is_damaged() {
        let mut whole = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_fn(64, 64, |x, y| {
            image::Rgb([u8::try_from(x * y % 251).unwrap(), 7, 200])
        });
        picture.write_to(&mut whole, ImageFormat::Jpeg).unwrap();
        let mut bytes = whole.into_inner();
        // No code begins with so many ones.
        let middle = bytes.len() * 2 / 3;
        bytes.splice(middle..middle + 8, [0xFF, 0].repeat(4));
        assert!(image::load_from_memory(&bytes).is_ok());
        let refused = Picture::decode(&bytes);
        assert!(matches!(refused, Err(DocumentError::Damaged(_))));
    }

    #[test]
    fn a_picture_larger_than_the_screen_is_made_smaller() {
        let picture = Picture::decode(&png(1_000, 500)).unwrap();
        assert_eq!(picture.size(), (1_000.0, 500.0));
        let drawn = picture.draw(PageWanted {
            page: 0,
            width: 200,
            height: 400,
        });
        assert_eq!(drawn.size, [200, 100]);
        assert_eq!(drawn.rgba.len(), 200 * 100 * 4);
    }

    #[test]
    fn the_format_of_a_picture_is_known_by_its_first_bytes() {
        let mut jpeg = Cursor::new(Vec::new());
        image::RgbImage::new(3, 2)
            .write_to(&mut jpeg, ImageFormat::Jpeg)
            .unwrap();
        assert_eq!(Picture::decode(&png(1, 1)).unwrap().size(), (1.0, 1.0));
        let jpeg = Picture::decode(jpeg.get_ref()).unwrap();
        assert_eq!(jpeg.size(), (3.0, 2.0));
        for other in [&b"GIF89a\x01\0\x01\0"[..], b"MZ", b""] {
            let opened = Picture::decode(other);
            assert!(matches!(opened, Err(DocumentError::Damaged(_))));
        }
    }

    #[test]
    fn what_is_transparent_lies_on_a_white_sheet() {
        let mut png = Cursor::new(Vec::new());
        let levels = [
            [0, 0, 0, 0],
            [0, 0, 0, 255],
            [0, 0, 0, 128],
            [200, 10, 0, 255],
        ];
        image::RgbaImage::from_fn(4, 1, |x, _| image::Rgba(levels[x as usize]))
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        let picture = Picture::decode(png.get_ref()).unwrap();
        let drawn = picture.draw(PageWanted {
            page: 0,
            width: 4,
            height: 1,
        });
        let expected = [
            [255, 255, 255, 255],
            [0, 0, 0, 255],
            [127, 127, 127, 255],
            [200, 10, 0, 255],
        ];
        assert_eq!(drawn.rgba, expected.concat());
    }

    #[test]
    fn inks_of_a_print_shop_come_out_in_their_colors() {
        // Cyan, magenta, yellow and black, one above the other; with Adobe's mark and without.
        let marked = include_bytes!("../../tests/fixtures/pictures/inks.jpg");
        let mark = marked.windows(5).position(|it| it == b"Adobe").unwrap() - 4;
        let plain = [&marked[..mark], &marked[mark + 16..]].concat();
        for (name, bytes) in [("marked", marked.to_vec()), ("plain", plain)] {
            let picture = Picture::decode(&bytes).unwrap();
            let drawn = picture.draw(PageWanted {
                page: 0,
                width: 64,
                height: 64,
            });
            assert_eq!(drawn.size, [16, 64], "{name}");
            let inks = [[0, 255, 255], [255, 0, 255], [255, 255, 0], [0, 0, 0]];
            for (stripe, ink) in inks.iter().enumerate() {
                let at = ((stripe * 16 + 8) * 16 + 8) * 4;
                let pixel = &drawn.rgba[at..at + 3];
                let is_near = pixel.iter().zip(ink).all(|(is, to)| is.abs_diff(*to) < 12);
                assert!(is_near, "{name}, {stripe}: {pixel:?}");
            }
        }
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
        // The header alone claims 100,000 x 100,000 pixels.
        let mut bytes = png(1, 1);
        bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
        let header = crc32fast::hash(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&header.to_be_bytes());
        assert!(Picture::decode(&bytes).is_err());
    }
}
