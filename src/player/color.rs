//! From the planes of a decoded picture to the pixels of a screen.

use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix, yuv420_to_rgba, yuv444_to_rgba};

use crate::player::frame::{Plane, VideoFrame};

pub use crate::player::matrix::{Color, Matrix};

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
    let size = frame.rotation.size((width.max(1), height.max(1)));
    rgba.resize(size.0 * size.1 * 4, 0);
    let planes = frame.planes();
    if size == (frame.width, frame.height) {
        convert(yuv420_to_rgba, planes, frame.color, &mut rgba);
    } else {
        let scaled = planes.map(|plane| scaled(plane, size.0, size.1));
        let planes = scaled
            .each_ref()
            .map(|plane| Plane::packed(plane, size.0, size.1));
        convert(yuv444_to_rgba, planes, frame.color, &mut rgba);
    }
    frame.rotation.pixels(rgba, size.0)
}

type Conversion = fn(
    &YuvPlanarImage<'_, u8>,
    &mut [u8],
    u32,
    YuvRange,
    YuvStandardMatrix,
) -> Result<(), yuv::YuvError>;

/// Pixels that cannot be made stay as they are; [`VideoFrame`] holds that its planes are whole.
fn convert(conversion: Conversion, [y, u, v]: [Plane<'_>; 3], color: Color, rgba: &mut [u8]) {
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let picture = YuvPlanarImage {
        y_plane: y.samples(),
        y_stride: number(y.stride()),
        u_plane: u.samples(),
        u_stride: number(u.stride()),
        v_plane: v.samples(),
        v_stride: number(v.stride()),
        width: number(y.width),
        height: number(y.height),
    };
    let range = if color.full_range {
        YuvRange::Full
    } else {
        YuvRange::Limited
    };
    let matrix = match color.matrix {
        Matrix::Bt601 => YuvStandardMatrix::Bt601,
        Matrix::Bt709 => YuvStandardMatrix::Bt709,
    };
    let line_bytes = picture.width.saturating_mul(4);
    let made = conversion(&picture, rgba, line_bytes, range, matrix);
    debug_assert!(made.is_ok(), "planes of a whole picture: {made:?}");
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
        // Green: 1.164 · 239 − (0.213 + 0.533) · 127, which is 183.5.
        assert!(matches!(rgba[..4], [255, 183 | 184, 255, 255]));
    }

    // PLAYER 2.11.
    #[test]
    fn every_color_is_within_a_level_and_a_half_of_the_formula() {
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
                    // Luma below black is black.
                    let y = (y - black).max(0.0) / luma * 255.0;
                    let [u, v] = [u, v].map(|level| (level - 128.0) / chroma * 255.0);
                    let red = y + 2.0 * (1.0 - kr) * v;
                    let blue = y + 2.0 * (1.0 - kb) * u;
                    let green = (y - kr * red - kb * blue) / (1.0 - kr - kb);
                    let yuv = yuv.map(|level| u8::try_from(level).unwrap());
                    let rgba = to_rgba(&flat(2, 2, yuv, color), 2, 2);
                    for (made, right) in rgba.iter().zip([red, green, blue, 255.0]) {
                        let off = f64::from(*made) - right.clamp(0.0, 255.0);
                        assert!(off.abs() <= 1.5, "{yuv:?} as {color:?}: {off} off");
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
