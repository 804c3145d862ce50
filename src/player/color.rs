//! From the planes of a decoded picture to the pixels of a screen.

use crate::player::frame::{Plane, VideoFrame};

pub use crate::player::matrix::{Color, Matrix};

/// Levels have five bits after the point, so that every sum fits into sixteen bits and a
/// processor's widest registers take many at once.
const POINT: i16 = 5;

/// Factors of the conversion. A product keeps its upper sixteen bits.
#[derive(Clone, Copy)]
struct Factors {
    luma_offset: i16,
    luma: i16,
    red_v: i16,
    green_u: i16,
    green_v: i16,
    blue_u: i16,
}

impl Factors {
    fn of(color: Color) -> Self {
        // Kr and Kb in ten-thousandths (H.273).
        let (kr, kb): (i64, i64) = match color.matrix {
            Matrix::Bt601 => (2990, 1140),
            Matrix::Bt709 => (2126, 722),
        };
        let kg = 10_000 - kr - kb;
        // Spans of luma and chroma levels.
        let (luma, chroma): (i64, i64) = if color.full_range {
            (255, 255)
        } else {
            (219, 224)
        };
        // Samples are 7 and 8 bits up when they are multiplied.
        let fixed = |bits: i16, numerator: i64, denominator: i64| {
            let one = 1_i64 << (16 - bits + POINT);
            i16::try_from((numerator * one + denominator / 2) / denominator).unwrap_or(0)
        };
        Self {
            luma_offset: if color.full_range { 0 } else { 16 },
            luma: fixed(7, 255, luma),
            red_v: fixed(8, 2 * (10_000 - kr) * 255, 10_000 * chroma),
            green_u: fixed(8, 2 * kb * (10_000 - kb) * 255, 10_000 * kg * chroma),
            green_v: fixed(8, 2 * kr * (10_000 - kr) * 255, 10_000 * kg * chroma),
            blue_u: fixed(8, 2 * (10_000 - kb) * 255, 10_000 * chroma),
        }
    }

    /// What chroma adds to red and blue and takes from green.
    #[inline]
    fn chroma(self, u: u8, v: u8) -> [i16; 3] {
        let u = (i16::from(u) - 128) << 8;
        let v = (i16::from(v) - 128) << 8;
        [
            upper(v, self.red_v),
            upper(u, self.green_u) + upper(v, self.green_v),
            upper(u, self.blue_u),
        ]
    }

    #[inline]
    fn pixel(self, y: u8, [red, green, blue]: [i16; 3]) -> [u8; 4] {
        let luma = upper((i16::from(y) - self.luma_offset) << 7, self.luma) + (1 << (POINT - 1));
        let level = |value: i16| u32::from((value >> POINT).clamp(0, 255).unsigned_abs());
        // As one number: a pixel is one store then, and several are one.
        let pixel = level(luma + red) | level(luma - green) << 8 | level(luma + blue) << 16;
        (pixel | 0xff00_0000).to_le_bytes()
    }
}

/// The upper half of a product.
#[inline]
fn upper(a: i16, b: i16) -> i16 {
    ((i32::from(a) * i32::from(b)) >> 16) as i16
}

/// What chroma does to each pixel of a row.
struct Chroma {
    red: Vec<i16>,
    green: Vec<i16>,
    blue: Vec<i16>,
}

impl Chroma {
    fn new(width: usize) -> Self {
        // Samples are two pixels wide: one of them may stand over.
        let terms = vec![0; width + 1];
        Self {
            red: terms.clone(),
            green: terms.clone(),
            blue: terms,
        }
    }

    /// From a row of samples, each for so many pixels.
    fn fill<const PIXELS: usize>(&mut self, factors: Factors, u: &[u8], v: &[u8]) {
        let (reds, _) = self.red.as_chunks_mut::<PIXELS>();
        let (greens, _) = self.green.as_chunks_mut::<PIXELS>();
        let (blues, _) = self.blue.as_chunks_mut::<PIXELS>();
        let places = reds.iter_mut().zip(greens).zip(blues);
        for (((reds, greens), blues), (u, v)) in places.zip(u.iter().zip(v)) {
            let [red, green, blue] = factors.chroma(*u, *v);
            *reds = [red; PIXELS];
            *greens = [green; PIXELS];
            *blues = [blue; PIXELS];
        }
    }

    /// One row of pixels.
    fn paint(&self, factors: Factors, luma: &[u8], line: &mut [u8]) {
        let chroma = self.red.iter().zip(&self.green).zip(&self.blue);
        let (pixels, _) = line.as_chunks_mut();
        for ((pixel, y), ((red, green), blue)) in pixels.iter_mut().zip(luma).zip(chroma) {
            *pixel = factors.pixel(*y, [*red, *green, *blue]);
        }
    }
}

/// Converts a picture to RGBA, `width` by `height` pixels, turning and scaling it if need be.
///
/// It is turned here and not by what paints it: whoever shows, copies or compares a picture then
/// has it upright, and pictures that need no turning cost nothing more.
///
/// Smaller than the picture, each pixel is the mean of those that fall into it; larger (pixels
/// that are not square), the nearest is taken. Never empty: a size of zero is taken as one.
#[must_use]
pub fn to_rgba(frame: &VideoFrame, width: usize, height: usize) -> Vec<u8> {
    to_rgba_in(Vec::new(), frame, width, height)
}

/// The same in memory that served before: a system takes its time to hand out new.
#[must_use]
pub fn to_rgba_in(mut rgba: Vec<u8>, frame: &VideoFrame, width: usize, height: usize) -> Vec<u8> {
    let (width, height) = frame.rotation.size((width.max(1), height.max(1)));
    let factors = Factors::of(frame.color);
    rgba.resize(width * height * 4, 0);
    let lines = rgba.chunks_exact_mut(width * 4);
    let mut chroma = Chroma::new(width);
    if (width, height) == (frame.width, frame.height) {
        let [luma, blue, red] = frame.planes();
        for (number, (luma, line)) in luma.rows().zip(lines).enumerate() {
            if number % 2 == 0 {
                let row = number / 2;
                chroma.fill::<2>(factors, blue.row(row), red.row(row));
            }
            chroma.paint(factors, luma, line);
        }
    } else {
        let [y, u, v] = frame.planes().map(|plane| scaled(plane, width, height));
        let rows = y.chunks(width).zip(u.chunks(width).zip(v.chunks(width)));
        for ((y, (u, v)), line) in rows.zip(lines) {
            chroma.fill::<1>(factors, u, v);
            chroma.paint(factors, y, line);
        }
    }
    frame.rotation.pixels(rgba, width)
}

/// A plane in another size, rows without padding.
fn scaled(plane: Plane<'_>, width: usize, height: usize) -> Vec<u8> {
    // What each column takes together; the same for every row.
    let columns: Vec<(usize, usize)> = spans(plane.width, width).collect();
    let mut scaled = Vec::with_capacity(width * height);
    let mut sums = vec![0_u32; plane.width];
    for (top, bottom) in spans(plane.height, height) {
        sums.fill(0);
        for row in top..bottom {
            for (sum, sample) in sums.iter_mut().zip(plane.row(row)) {
                *sum += u32::from(*sample);
            }
        }
        let rows = bottom - top;
        for (left, right) in &columns {
            let span = sums.get(*left..*right).unwrap_or_default();
            let count = u32::try_from(span.len() * rows).unwrap_or(1).max(1);
            let mean = (span.iter().sum::<u32>() + count / 2) / count;
            scaled.push(u8::try_from(mean).unwrap_or(u8::MAX));
        }
    }
    scaled
}

/// For each of `to` places, the stretch of `from` that falls into it; at least one long.
fn spans(from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..to).map(move |place| {
        let begin = (place * from / to).min(from.saturating_sub(1));
        let end = ((place + 1) * from / to).clamp(begin + 1, from.max(1));
        (begin, end)
    })
}

#[cfg(test)]
mod tests {
    use super::{Color, Matrix, to_rgba};
    use crate::player::MediaTime;
    use crate::player::frame::VideoFrame;

    fn flat(width: usize, height: usize, [y, u, v]: [u8; 3], color: Color) -> VideoFrame {
        let chroma = width.div_ceil(2) * height.div_ceil(2);
        let planes = [vec![y; width * height], vec![u; chroma], vec![v; chroma]];
        VideoFrame::packed(MediaTime::ZERO, (width, height), color, planes).unwrap()
    }

    const HD: Color = Color {
        matrix: Matrix::Bt709,
        full_range: false,
    };

    // PLAYER 2.11.
    #[test]
    fn the_stream_says_which_matrix_then_the_container_then_the_size() {
        let matrix = |stream, container, size| Color::choose((stream, false), container, size);
        for (stream, container, size, expected) in [
            (
                Some(Matrix::Bt601),
                Some((1, false)),
                (1920, 1080),
                Matrix::Bt601,
            ),
            (None, Some((1, false)), (640, 480), Matrix::Bt709),
            (None, Some((6, false)), (1920, 1080), Matrix::Bt601),
            (None, Some((2, false)), (1280, 720), Matrix::Bt709),
            (None, None, (720, 576), Matrix::Bt601),
            (None, None, (720, 578), Matrix::Bt709),
            (None, None, (1280, 536), Matrix::Bt709),
        ] {
            assert_eq!(matrix(stream, container, size).matrix, expected);
        }
        assert!(Color::choose((None, true), None, (8, 8)).full_range);
        assert!(Color::choose((None, false), Some((1, true)), (8, 8)).full_range);
        assert!(!Color::choose((None, false), None, (8, 8)).full_range);
    }

    #[test]
    fn black_white_and_grey_are_neutral_in_either_range() {
        let full = Color {
            full_range: true,
            ..HD
        };
        for (yuv, color, expected) in [
            ([16, 128, 128], HD, 0),
            ([235, 128, 128], HD, 255),
            ([0, 128, 128], full, 0),
            ([255, 128, 128], full, 255),
            ([126, 128, 128], full, 126),
        ] {
            let rgba = to_rgba(&flat(2, 2, yuv, color), 2, 2);
            assert_eq!(rgba, [expected, expected, expected, 255].repeat(4));
        }
    }

    #[test]
    fn levels_out_of_range_are_clipped() {
        let rgba = to_rgba(&flat(2, 2, [255, 255, 255], HD), 2, 2);
        // Green: 1.164 · 239 − (0.213 + 0.533) · 127.
        assert_eq!(rgba[..4], [255, 184, 255, 255]);
    }

    // PLAYER 2.11.
    #[test]
    fn every_color_is_within_a_level_of_the_formula() {
        for (matrix, kr, kb) in [
            (Matrix::Bt601, 0.299, 0.114),
            (Matrix::Bt709, 0.2126, 0.0722),
        ] {
            for full_range in [false, true] {
                let color = Color { matrix, full_range };
                let (black, luma, chroma) = if full_range {
                    (0.0, 255.0, 255.0)
                } else {
                    (16.0, 219.0, 224.0)
                };
                for n in 0..17_u32.pow(3) {
                    let yuv = [n % 17, n / 17 % 17, n / 289].map(|step| (step * 16).min(255));
                    let [y, u, v] = yuv.map(f64::from);
                    let y = (y - black) / luma * 255.0;
                    let [u, v] = [u, v].map(|level| (level - 128.0) / chroma * 255.0);
                    let red = y + 2.0 * (1.0 - kr) * v;
                    let blue = y + 2.0 * (1.0 - kb) * u;
                    let green = (y - kr * red - kb * blue) / (1.0 - kr - kb);
                    let yuv = yuv.map(|level| u8::try_from(level).unwrap());
                    let rgba = to_rgba(&flat(2, 2, yuv, color), 2, 2);
                    for (made, right) in rgba.iter().zip([red, green, blue, 255.0]) {
                        let off = f64::from(*made) - right.clamp(0.0, 255.0);
                        assert!(off.abs() <= 1.0, "{yuv:?} as {color:?}: {off} off");
                    }
                }
            }
        }
    }

    #[test]
    fn a_picture_is_scaled_by_taking_means() {
        // The right half is white.
        let luma = [16, 16, 235, 235].repeat(4);
        let planes = [luma, vec![128; 4], vec![128; 4]];
        let frame = VideoFrame::packed(MediaTime::ZERO, (4, 4), HD, planes).unwrap();
        let rgba = to_rgba(&frame, 2, 1);
        assert_eq!(rgba, [0, 0, 0, 255, 255, 255, 255, 255]);
        let rgba = to_rgba(&frame, 1, 1);
        assert_eq!(rgba[0], 128);
        assert_eq!(to_rgba(&frame, 8, 4).len(), 8 * 4 * 4);
        assert_eq!(to_rgba(&frame, 0, 0).len(), 4);
    }
}
