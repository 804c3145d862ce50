//! A page at a size, and its pixels.

/// No side of a drawn page is longer, in pixels.
pub const MAX_SIDE: u32 = 4_096;
/// Pictures with more pixels are not decoded.
pub const MAX_PICTURE_PIXELS: u64 = 40_000_000;

/// A page at a size. A picture is one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageWanted {
    /// From 0.
    pub page: u32,
    /// At most so wide, in pixels.
    pub width: u32,
    /// At most so high, in pixels.
    pub height: u32,
}

/// A drawn page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height in pixels, neither above [`MAX_SIDE`].
    pub size: [usize; 2],
    /// Red, green, blue and alpha of each pixel, row by row from the top; the alpha is not
    /// multiplied into the colors.
    pub rgba: Vec<u8>,
}

/// A side in pixels, never above [`MAX_SIDE`], as a number to calculate with.
pub(super) fn points(pixels: u32) -> f32 {
    u16::try_from(pixels).map_or(f32::from(u16::MAX), f32::from)
}
