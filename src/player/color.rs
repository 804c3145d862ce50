//! From the planes of a decoded picture to the pixels of a screen.

use crate::player::frame::{Plane, VideoFrame};

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

impl Color {
    /// What holds for a picture `height` rows high: the coded stream's own word goes first, then
    /// the container's (a code of H.273 and whether the range is full), then the usual guess.
    #[must_use]
    pub fn choose(
        (stream, stream_full): (Option<Matrix>, bool),
        container: Option<(u16, bool)>,
        height: usize,
    ) -> Self {
        let guess = if height >= 720 {
            Matrix::Bt709
        } else {
            Matrix::Bt601
        };
        let said = container.and_then(|(code, _)| Matrix::from_code(code));
        Self {
            matrix: stream.or(said).unwrap_or(guess),
            full_range: stream_full || container.is_some_and(|(_, full)| full),
        }
    }
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
    let [y, u, v] = frame.planes().map(|plane| scaled(plane, width, height));
    let mut rgba = Vec::with_capacity(width * height * 4);
    for ((y, u), v) in y.iter().zip(&u).zip(&v) {
        rgba.extend_from_slice(&factors.pixel(*y, *u, *v));
    }
    rgba
}

fn same_size(frame: &VideoFrame, factors: Factors) -> Vec<u8> {
    let [luma, blue, red] = frame.planes();
    let mut rgba = vec![255; frame.width * frame.height * 4];
    let lines = rgba.chunks_exact_mut(frame.width * 4);
    for (number, (luma, line)) in luma.rows().zip(lines).enumerate() {
        let (u, v) = (blue.row(number / 2), red.row(number / 2));
        let pairs = luma.chunks(2).zip(line.chunks_mut(8));
        for ((luma, pixels), (u, v)) in pairs.zip(u.iter().zip(v)) {
            for (y, pixel) in luma.iter().zip(pixels.chunks_exact_mut(4)) {
                pixel.copy_from_slice(&factors.pixel(*y, *u, *v));
            }
        }
    }
    rgba
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
