//! What pictures of other kinds say of themselves, and pictures that say nothing of themselves.

use super::PictureKind;
use super::exif::{EXIF, Exif, XMP, XMP_REST, says_place};

/// Whether Exif or XMP data anywhere in a file say where it was taken. Containers of pictures are
/// many; how they hold these is the same in all.
pub fn says_place_anywhere(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 2] = [b"II\x2a\0", b"MM\0\x2a"];
    let is_exif = |window: &[u8]| MARKS.contains(&window);
    let mut exif = bytes.windows(4).enumerate();
    says_place(bytes)
        || exif.any(|(at, window)| {
            is_exif(window) && Exif::read(bytes.get(at..).unwrap_or_default()).has_place
        })
}

/// How a picture of another kind than PNG and JPEG is to be turned, from 1 to 8, as far as Exif data
/// tell it: what their container tells, as that of HEIC does, programs follow by themselves.
pub fn orientation(bytes: &[u8]) -> u16 {
    let exif = match PictureKind::of(bytes) {
        PictureKind::Other("TIFF") => Exif::read(bytes),
        PictureKind::Other("WebP") => webp_exif(bytes).map(Exif::read).unwrap_or_default(),
        _ => Exif::default(),
    };
    exif.orientation
        .filter(|turned| (1..=8).contains(turned))
        .unwrap_or(1)
}

/// The Exif data of a WebP file, which some programs begin as in a JPEG.
fn webp_exif(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 12_usize;
    loop {
        let name = bytes.get(at..at.checked_add(4)?)?;
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let start = at + 8;
        if name == b"EXIF" {
            let content = bytes.get(start..start.checked_add(length)?)?;
            return Some(content.strip_prefix(EXIF).unwrap_or(content));
        }
        at = start.checked_add(length)?.checked_add(length % 2)?;
    }
}

/// Whether a TIFF file has more pages than the first.
pub fn tiff_has_more(bytes: &[u8]) -> bool {
    Exif::read(bytes).has_more
}

/// A picture without what it says of itself, how it is to be turned included; nothing where it cannot
/// be read, or is neither PNG nor JPEG.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    match PictureKind::of(bytes) {
        PictureKind::Jpeg => jpeg_without_metadata(bytes),
        PictureKind::Png => png_without_metadata(bytes),
        PictureKind::Other(_) | PictureKind::Unknown => None,
    }
}

fn jpeg_without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    const SCAN: u8 = 0xda;
    const APP1: u8 = 0xe1;
    const COMMENT: u8 = 0xfe;
    let mut out = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    // Behind the first scan stands no more metadata.
    loop {
        let &[0xff, marker, ref after @ ..] = rest else {
            return None;
        };
        if marker == SCAN {
            out.extend(rest);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes(after.get(..2)?.try_into().ok()?));
        let (segment, following) = after.split_at_checked(length)?;
        let content = segment.get(2..)?;
        let tells = marker == COMMENT
            || marker == APP1
                && ([EXIF, XMP, XMP_REST]
                    .iter()
                    .any(|mark| content.starts_with(mark)));
        if !tells {
            out.extend([0xff, marker]);
            out.extend(segment);
        }
        rest = following;
    }
}

fn png_without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    for (kind, chunk) in png_chunks(bytes) {
        if !matches!(kind, b"eXIf" | b"iTXt" | b"tEXt" | b"zTXt" | b"tIME") {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
    }
    None
}

/// The chunks of a PNG file, each with its kind.
fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?.checked_add(12)?;
        let (chunk, following) = rest.split_at_checked(length)?;
        rest = following;
        Some((chunk.get(4..8)?, chunk))
    })
}

/// Whether a PNG has a channel or a color for what is transparent; one that cannot be read may.
pub fn png_may_be_transparent(bytes: &[u8]) -> bool {
    let mut chunks = png_chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT");
    let color = chunks.next().and_then(|(_, header)| header.get(17));
    !matches!(color, Some(0 | 2 | 3)) || chunks.any(|(kind, _)| kind == b"tRNS")
}

/// Whether a PNG holds more pictures than the first, as an animation does.
pub fn is_animated_png(bytes: &[u8]) -> bool {
    let is_png = PictureKind::of(bytes) == PictureKind::Png;
    let mut chunks = png_chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT");
    let count = chunks.find_map(|(kind, chunk)| chunk.get(8..12).filter(|_| kind == b"acTL"));
    is_png && count.is_some_and(|count| count != [0, 0, 0, 1])
}

/// Whether a JPEG has four channels, as those for print do (SOF of ITU-T T.81, B.2.2).
pub fn is_in_print_colors(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let &[0xff, marker, ref after @ ..] = rest {
        let is_frame = (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            // Length, precision, height, width, channels.
            return after.get(7) == Some(&4);
        }
        let Some(&[high, low]) = after.get(..2) else {
            return false;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        rest = after.get(length..).unwrap_or_default();
    }
    false
}
