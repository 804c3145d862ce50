//! A decoded picture, whoever decoded it.

use re_rav1d::Plane as Av1Plane;

use crate::player::MediaTime;
use crate::player::matrix::Color;
use crate::player::rotation::Rotation;

/// A decoded picture as it came out: three planes of 8-bit samples, 4:2:0, cropped to what is to
/// be seen.
#[derive(Clone)]
pub struct VideoFrame {
    /// When it is due.
    pub at: MediaTime,
    /// Of the luma plane; the chroma planes have half as many columns, rounded up.
    pub width: usize,
    /// Of the luma plane; the chroma planes have half as many rows, rounded up.
    pub height: usize,
    /// What its numbers mean.
    pub color: Color,
    /// How it is to be turned to stand upright.
    pub rotation: Rotation,
    samples: Samples,
}

/// Where the samples lie. A decoder's own memory is kept rather than copied.
#[derive(Clone)]
enum Samples {
    /// Luma, blue difference and red difference, rows without padding.
    Packed([Vec<u8>; 3]),
    /// The AV1 decoder's, rows padded to this many samples.
    Av1 {
        planes: [Av1Plane; 3],
        strides: [usize; 3],
    },
}

impl VideoFrame {
    /// A picture of planes without padding: luma, blue difference, red difference. `None` if one
    /// of them is too small for the size, or if that is zero.
    #[must_use]
    pub fn packed(
        at: MediaTime,
        (width, height): (usize, usize),
        color: Color,
        planes: [Vec<u8>; 3],
    ) -> Option<Self> {
        let made = Self {
            at,
            width,
            height,
            color,
            rotation: Rotation::None,
            samples: Samples::Packed(planes),
        };
        made.is_whole().then_some(made)
    }

    /// A picture in the AV1 decoder's memory. `None` as in [`packed`](Self::packed).
    pub(crate) fn av1(
        at: MediaTime,
        (width, height): (usize, usize),
        color: Color,
        planes: [Av1Plane; 3],
        strides: [usize; 3],
    ) -> Option<Self> {
        let made = Self {
            at,
            width,
            height,
            color,
            rotation: Rotation::None,
            samples: Samples::Av1 { planes, strides },
        };
        made.is_whole().then_some(made)
    }

    /// Luma, blue difference, red difference.
    #[must_use]
    pub fn planes(&self) -> [Plane<'_>; 3] {
        let luma = (self.width, self.height);
        let chroma = (self.width.div_ceil(2), self.height.div_ceil(2));
        let sizes = [luma, chroma, chroma];
        let plane = |samples, (width, height), stride| Plane {
            samples,
            width,
            height,
            stride,
        };
        match &self.samples {
            Samples::Packed([y, u, v]) => {
                let [luma, blue, red] = sizes;
                [
                    plane(y.as_slice(), luma, luma.0),
                    plane(u.as_slice(), blue, blue.0),
                    plane(v.as_slice(), red, red.0),
                ]
            }
            Samples::Av1 {
                planes: [y, u, v],
                strides: [of_y, of_u, of_v],
            } => {
                let [luma, blue, red] = sizes;
                [
                    plane(y.as_ref(), luma, *of_y),
                    plane(u.as_ref(), blue, *of_u),
                    plane(v.as_ref(), red, *of_v),
                ]
            }
        }
    }

    fn is_whole(&self) -> bool {
        self.planes().iter().all(Plane::is_whole)
    }
}

impl std::fmt::Debug for VideoFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VideoFrame")
            .field("at", &self.at)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("color", &self.color)
            .finish_non_exhaustive()
    }
}

/// One plane of 8-bit samples.
#[derive(Clone, Copy)]
pub struct Plane<'a> {
    samples: &'a [u8],
    /// Samples a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// From the beginning of one row to that of the next.
    stride: usize,
}

impl<'a> Plane<'a> {
    /// A plane without padding.
    #[must_use]
    pub fn packed(samples: &'a [u8], width: usize, height: usize) -> Self {
        Self {
            samples,
            width,
            height,
            stride: width,
        }
    }

    /// The rows from top to bottom, each `width` long.
    pub fn rows(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let width = self.width;
        self.samples
            .chunks(self.stride.max(1))
            .take(self.height)
            .filter_map(move |row| row.get(..width))
    }

    /// One row, counted from the top; the last one if there are not so many.
    #[must_use]
    pub fn row(&self, row: usize) -> &'a [u8] {
        let start = row.min(self.height.saturating_sub(1)) * self.stride;
        self.samples
            .get(start..start + self.width)
            .unwrap_or_default()
    }

    fn is_whole(&self) -> bool {
        self.width > 0
            && self.height > 0
            && self.stride >= self.width
            && (self.height - 1)
                .checked_mul(self.stride)
                .and_then(|last| last.checked_add(self.width))
                .is_some_and(|needed| needed <= self.samples.len())
    }
}
