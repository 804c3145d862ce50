//! From the planes of a decoded picture to the pixels of a screen.

use crate::player::h264::VideoFrame;

/// Which mixture of red, green and blue luma is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matrix {
    /// Standard definition.
    Bt601,
    /// High definition.
    Bt709,
}

impl Matrix {
    /// From the code of ITU-T H.273, table 4; `None` if it says nothing that Muster knows.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        match code {
            1 => Some(Self::Bt709),
            // BT.470 BG, SMPTE 170M and FCC are the same to within a level.
            4..=6 => Some(Self::Bt601),
            _ => None,
        }
    }
}

/// What the numbers of a picture mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// The mixture.
    pub matrix: Matrix,
    /// Levels use 0 to 255, not 16 to 235.
    pub full_range: bool,
}

/// Fixed point: 16 bits after the point.
const ONE: i64 = 1 << 16;

/// Factors of the conversion, in fixed point.
#[derive(Clone, Copy)]
struct Factors {
    luma_offset: i32,
    luma: i32,
    red_v: i32,
    green_u: i32,
    green_v: i32,
    blue_u: i32,
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
        let fixed = |numerator: i64, denominator: i64| {
            i32::try_from((numerator * ONE + denominator / 2) / denominator).unwrap_or(0)
        };
        Self {
            luma_offset: if color.full_range { 0 } else { 16 },
            luma: fixed(255, luma),
            red_v: fixed(2 * (10_000 - kr) * 255, 10_000 * chroma),
            green_u: fixed(2 * kb * (10_000 - kb) * 255, 10_000 * kg * chroma),
            green_v: fixed(2 * kr * (10_000 - kr) * 255, 10_000 * kg * chroma),
            blue_u: fixed(2 * (10_000 - kb) * 255, 10_000 * chroma),
        }
    }

    #[inline]
    fn pixel(self, y: u8, u: u8, v: u8) -> [u8; 4] {
        let luma = (i32::from(y) - self.luma_offset) * self.luma + (1 << 15);
        let u = i32::from(u) - 128;
        let v = i32::from(v) - 128;
        let level = |value: i32| u8::try_from((value >> 16).clamp(0, 255)).unwrap_or(u8::MAX);
        [
            level(luma + self.red_v * v),
            level(luma - self.green_u * u - self.green_v * v),
            level(luma + self.blue_u * u),
            255,
        ]
    }
}

/// Converts a picture to RGBA, `width` by `height` pixels, scaling it if need be.
///
/// Smaller than the picture, each pixel is the mean of those that fall into it; larger (pixels
/// that are not square), the nearest is taken. Never empty: a size of zero is taken as one.
#[must_use]
pub fn to_rgba(frame: &VideoFrame, width: usize, height: usize) -> Vec<u8> {
    let (width, height) = (width.max(1), height.max(1));
    let factors = Factors::of(frame.color);
    if (width, height) == (frame.width, frame.height) {
        return same_size(frame, factors);
    }
    let y = Plane::new(&frame.y, frame.width, frame.height).scaled(width, height);
    let chroma = (frame.width / 2, frame.height / 2);
    let u = Plane::new(&frame.u, chroma.0, chroma.1).scaled(width, height);
    let v = Plane::new(&frame.v, chroma.0, chroma.1).scaled(width, height);
    let mut rgba = Vec::with_capacity(width * height * 4);
    for ((y, u), v) in y.iter().zip(&u).zip(&v) {
        rgba.extend_from_slice(&factors.pixel(*y, *u, *v));
    }
    rgba
}

fn same_size(frame: &VideoFrame, factors: Factors) -> Vec<u8> {
    let chroma_width = (frame.width / 2).max(1);
    let chroma_rows = frame.height / 2;
    let mut rgba = vec![255; frame.width * frame.height * 4];
    let rows = frame.y.chunks_exact(frame.width);
    let lines = rgba.chunks_exact_mut(frame.width * 4);
    for (number, (luma, line)) in rows.zip(lines).enumerate() {
        let row = (number / 2).min(chroma_rows.saturating_sub(1)) * chroma_width;
        let u = frame.u.get(row..).unwrap_or_default();
        let v = frame.v.get(row..).unwrap_or_default();
        let pairs = luma.chunks(2).zip(line.chunks_mut(8));
        for ((luma, pixels), (u, v)) in pairs.zip(u.iter().zip(v)) {
            for (y, pixel) in luma.iter().zip(pixels.chunks_exact_mut(4)) {
                pixel.copy_from_slice(&factors.pixel(*y, *u, *v));
            }
        }
    }
    rgba
}

/// One plane of samples.
struct Plane<'a> {
    samples: &'a [u8],
    width: usize,
    height: usize,
}

impl<'a> Plane<'a> {
    fn new(samples: &'a [u8], width: usize, height: usize) -> Self {
        Self {
            samples,
            width: width.max(1),
            height: height.max(1),
        }
    }

    fn row(&self, row: usize) -> &'a [u8] {
        let start = row.min(self.height - 1) * self.width;
        self.samples
            .get(start..start + self.width)
            .unwrap_or_default()
    }

    /// The plane in another size.
    fn scaled(&self, width: usize, height: usize) -> Vec<u8> {
        // What each column takes together; the same for every row.
        let columns: Vec<(usize, usize)> = spans(self.width, width).collect();
        let mut scaled = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; self.width];
        for (top, bottom) in spans(self.height, height) {
            sums.fill(0);
            for row in top..bottom {
                for (sum, sample) in sums.iter_mut().zip(self.row(row)) {
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
    use crate::player::h264::VideoFrame;

    fn flat(width: usize, height: usize, [y, u, v]: [u8; 3], color: Color) -> VideoFrame {
        VideoFrame {
            at: MediaTime::ZERO,
            width,
            height,
            y: vec![y; width * height],
            u: vec![u; (width / 2) * (height / 2)],
            v: vec![v; (width / 2) * (height / 2)],
            color,
        }
    }

    const HD: Color = Color {
        matrix: Matrix::Bt709,
        full_range: false,
    };

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

    #[test]
    fn a_picture_is_scaled_by_taking_means() {
        let mut frame = flat(4, 4, [16, 128, 128], HD);
        // The right half is white.
        for row in frame.y.chunks_exact_mut(4) {
            row[2..].fill(235);
        }
        let rgba = to_rgba(&frame, 2, 1);
        assert_eq!(rgba, [0, 0, 0, 255, 255, 255, 255, 255]);
        let rgba = to_rgba(&frame, 1, 1);
        assert_eq!(rgba[0], 128);
        assert_eq!(to_rgba(&frame, 8, 4).len(), 8 * 4 * 4);
        assert_eq!(to_rgba(&frame, 0, 0).len(), 4);
    }
}
