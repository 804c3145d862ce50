//! Pictures as phones and programs really write them: what they are by their bytes, and where they
//! were taken. Rules: JPEG (ITU-T T.81, annex B), PNG (chunks), Exif 2.32 (4.5, 4.6), XMP part 3.

/// What a picture is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    Png,
    Jpeg,
    /// One that a pack does not hold, by its name.
    Other(&'static str),
    Unknown,
}

impl PictureKind {
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::Other("WebP"),
            [b'G', b'I', b'F', b'8', ..] => Self::Other("GIF"),
            [b'B', b'M', ..] => Self::Other("BMP"),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Other("TIFF"),
            [b'8', b'B', b'P', b'S', ..] => Self::Other("Photoshop"),
            [0xff, 0x4f, 0xff, 0x51, ..] | [0, 0, 0, 12, b'j', b'P', ..] => {
                Self::Other("JPEG 2000")
            }
            [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', ..] => Self::Other("JPEG XL"),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
                Some(b"avif" | b"avis") => Self::Other("AVIF"),
                Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1") => {
                    Self::Other("HEIC")
                }
                _ => Self::Unknown,
            },
            _ if is_svg(bytes) => Self::Other("SVG"),
            _ => Self::Unknown,
        }
    }

    /// The ending of its name; nothing for what a pack does not hold.
    pub fn ending(self) -> Option<&'static str> {
        match self {
            Self::Png => Some("png"),
            Self::Jpeg => Some("jpg"),
            Self::Other(_) | Self::Unknown => None,
        }
    }
}

/// Whether it begins as SVG does: with its element, maybe after a declaration and remarks.
fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.trim_ascii_start().starts_with(b"<") && head.windows(4).any(|it| it == b"<svg")
}

/// Whether a name ends as that of such a picture does.
pub fn is_named(name: &str, kind: PictureKind) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    match kind {
        PictureKind::Png => ending.as_deref() == Some("png"),
        PictureKind::Jpeg => matches!(ending.as_deref(), Some("jpg" | "jpeg")),
        PictureKind::Other(_) | PictureKind::Unknown => true,
    }
}

/// The picture without the place where it was taken; nothing where it says none. How it is to be
/// turned stays.
pub fn without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    match PictureKind::of(bytes) {
        PictureKind::Jpeg => jpeg_without_place(bytes),
        PictureKind::Png => png_without_place(bytes),
        PictureKind::Other(_) | PictureKind::Unknown => None,
    }
}

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

fn jpeg_without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    const APP1: u8 = 0xe1;
    let mut out = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    let mut has_place = false;
    loop {
        let &[0xff, marker, ref after @ ..] = rest else {
            // Damaged, or a byte that fills: whoever draws it says so.
            return None;
        };
        if marker == END {
            out.extend([0xff, END]);
            break;
        }
        if marker == 0xff {
            rest = rest.get(1..)?;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(after.get(..2)?.try_into().ok()?));
        let (segment, following) = after.split_at_checked(length)?;
        let content = segment.get(2..)?;
        rest = following;
        match marker {
            APP1 if content.starts_with(EXIF) => {
                let exif = Exif::read(content.get(EXIF.len()..)?);
                if exif.has_place {
                    has_place = true;
                    let kept = [EXIF, &exif.turned_alone()].concat();
                    let length = u16::try_from(kept.len() + 2).ok()?.to_be_bytes();
                    out.extend([0xff, APP1]);
                    out.extend(length);
                    out.extend(kept);
                    continue;
                }
            }
            APP1 if content.starts_with(XMP) && says_place(content) => {
                has_place = true;
                continue;
            }
            _ => {}
        }
        out.extend([0xff, marker]);
        out.extend(segment);
        if marker == SCAN {
            // Up to the next marker that is no restart.
            let end = rest.windows(2).position(|two| {
                matches!(two, [0xff, marker] if *marker != 0 && !(0xd0..=0xd7).contains(marker))
            })?;
            let (scan, following) = rest.split_at(end);
            out.extend(scan);
            rest = following;
        }
    }
    // What stands behind the end, such as a second picture, is nothing that is shown.
    has_place.then_some(out)
}

fn png_without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    const XMP_TEXT: &[u8] = b"XML:com.adobe.xmp\0";
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut out = head.to_vec();
    let mut has_place = false;
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let (chunk, following) =
            rest.split_at_checked(usize::try_from(length).ok()?.checked_add(12)?)?;
        rest = following;
        let content = chunk.get(8..chunk.len() - 4)?;
        let gone = match chunk.get(4..8)? {
            b"eXIf" => Exif::read(content).has_place,
            b"iTXt" => content.starts_with(XMP_TEXT) && says_place(content),
            _ => false,
        };
        has_place |= gone;
        if !gone {
            out.extend(chunk);
        }
        if chunk.get(4..8)? == b"IEND" {
            break;
        }
    }
    has_place.then_some(out)
}

fn says_place(xmp: &[u8]) -> bool {
    let word = b"GPSLatitude";
    xmp.windows(word.len()).any(|window| window == word)
}

/// What of Exif data matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Exif {
    /// How the picture is to be turned, from 1 to 8.
    orientation: Option<u16>,
    has_place: bool,
}

impl Exif {
    /// Reads the first directory of a TIFF structure; what cannot be read says nothing.
    fn read(tiff: &[u8]) -> Self {
        Self::try_read(tiff).unwrap_or_default()
    }

    fn try_read(tiff: &[u8]) -> Option<Self> {
        const ORIENTATION: u16 = 0x0112;
        const GPS: u16 = 0x8825;
        let is_little = match tiff.get(..4)? {
            b"II\x2a\0" => true,
            b"MM\0\x2a" => false,
            _ => return None,
        };
        let u16_at = |at: usize| -> Option<u16> {
            let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
            Some(if is_little {
                u16::from_le_bytes(bytes)
            } else {
                u16::from_be_bytes(bytes)
            })
        };
        let u32_at = |at: usize| -> Option<u32> {
            let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
            Some(if is_little {
                u32::from_le_bytes(bytes)
            } else {
                u32::from_be_bytes(bytes)
            })
        };
        let directory = usize::try_from(u32_at(4)?).ok()?;
        let mut found = Self::default();
        for entry in 0..usize::from(u16_at(directory)?) {
            let at = directory.checked_add(2 + entry * 12)?;
            let Some(tag) = u16_at(at) else { break };
            match tag {
                ORIENTATION => found.orientation = u16_at(at + 8),
                GPS => found.has_place = true,
                _ => {}
            }
        }
        Some(found)
    }

    /// Exif data that say nothing but how the picture is to be turned.
    fn turned_alone(self) -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        tiff.extend(self.orientation.unwrap_or(1).to_be_bytes());
        // The rest of the value, and no directory that follows.
        tiff.extend([0; 6]);
        tiff
    }
}

#[cfg(test)]
mod tests {
    use super::{EXIF, Exif, PictureKind, XMP, is_named, without_place};
    use std::io::Cursor;

    fn jpeg() -> Vec<u8> {
        let mut jpeg = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_fn(40, 20, |x, y| {
            let [red, green] = [x, y].map(|n| u8::try_from(n * 6).unwrap_or(0));
            image::Rgb([red, green, 90])
        });
        picture
            .write_to(&mut jpeg, image::ImageFormat::Jpeg)
            .expect("a picture");
        jpeg.into_inner()
    }

    /// Exif data with an orientation and, if wanted, a directory of a place.
    fn exif(is_little: bool, orientation: u16, place: bool) -> Vec<u8> {
        let u16 = |n: u16| {
            if is_little {
                n.to_le_bytes()
            } else {
                n.to_be_bytes()
            }
        };
        let u32 = |n: u32| {
            if is_little {
                n.to_le_bytes()
            } else {
                n.to_be_bytes()
            }
        };
        let mut tiff = if is_little {
            b"II".to_vec()
        } else {
            b"MM".to_vec()
        };
        tiff.extend(u16(42));
        tiff.extend(u32(8));
        tiff.extend(u16(1 + u16::from(place)));
        tiff.extend([u16(0x0112), u16(3)].concat());
        tiff.extend(
            [
                u32(1),
                [u16(orientation), u16(0)]
                    .concat()
                    .try_into()
                    .expect("four"),
            ]
            .concat(),
        );
        if place {
            tiff.extend([u16(0x8825), u16(4)].concat());
            tiff.extend([u32(1), u32(38)].concat());
        }
        tiff.extend(u32(0));
        tiff.extend(b"N 34 03 W 118 14");
        tiff
    }

    fn with_segment(content: &[u8]) -> Vec<u8> {
        let jpeg = jpeg();
        let length = u16::try_from(content.len() + 2)
            .expect("short")
            .to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, content, &jpeg[2..]].concat()
    }

    fn holds(bytes: &[u8], word: &[u8]) -> bool {
        bytes.windows(word.len()).any(|window| window == word)
    }

    #[test]
    fn a_photo_loses_its_place_and_stays_as_it_is_turned() {
        for is_little in [true, false] {
            let tiff = exif(is_little, 6, true);
            let photo = with_segment(&[EXIF, &tiff].concat());
            let trailer = [&photo[..], b"N 34 03 behind the end"].concat();
            for photo in [&photo, &trailer] {
                let clean = without_place(photo).expect("a place");
                assert!(!holds(&clean, b"N 34 03"));
                let at = clean.windows(6).position(|w| w == EXIF).expect("exif") + 6;
                let left = Exif::read(&clean[at..]);
                assert_eq!(
                    left,
                    Exif {
                        orientation: Some(6),
                        has_place: false
                    }
                );
                let (before, after) = (
                    image::load_from_memory(photo).expect("drawn"),
                    image::load_from_memory(&clean).expect("drawn"),
                );
                assert_eq!(before, after);
            }
        }
        let xmp = with_segment(&[XMP, b"<exif:GPSLatitude>34,3N"].concat());
        assert!(!holds(&without_place(&xmp).expect("a place"), b"34,3N"));
    }

    #[test]
    fn a_picture_that_says_no_place_stays_as_it_is() {
        let photo = with_segment(&[EXIF, &exif(true, 6, false)].concat());
        for picture in [
            photo,
            jpeg(),
            with_segment(XMP),
            Vec::new(),
            b"GIF89a".to_vec(),
        ] {
            assert_eq!(without_place(&picture), None);
        }
    }

    #[test]
    fn a_png_loses_its_place_too() {
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::new(4, 4)
            .write_to(&mut png, image::ImageFormat::Png)
            .expect("a picture");
        let png = png.into_inner();
        let content = exif(false, 1, true);
        let chunk = [
            &u32::try_from(content.len()).expect("short").to_be_bytes()[..],
            b"eXIf",
            &content,
            &crc32fast::hash(&[b"eXIf", &content[..]].concat()).to_be_bytes(),
        ]
        .concat();
        // Behind the header, which has 13 bytes.
        let photo = [&png[..33], &chunk, &png[33..]].concat();
        assert_eq!(without_place(&photo), Some(png.clone()));
        assert_eq!(without_place(&png), None);
    }

    #[test]
    fn what_is_cut_off_anywhere_does_no_harm() {
        let photo = with_segment(&[EXIF, &exif(true, 6, true)].concat());
        for end in 0..photo.len() {
            let _ = without_place(&photo[..end]);
        }
        for end in 0..60 {
            let _ = Exif::read(&exif(true, 6, true)[..end.min(53)]);
        }
    }

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        assert_eq!(PictureKind::of(&jpeg()), PictureKind::Jpeg);
        assert!(!is_named("photo.png", PictureKind::Jpeg));
        assert!(is_named("photo.JPEG", PictureKind::Jpeg));
        assert!(is_named("a.b.png", PictureKind::Png));
        for (bytes, name) in [
            (&b"RIFF\0\0\0\0WEBPVP8 "[..], "WebP"),
            (b"\0\0\0\x18ftypheic\0\0", "HEIC"),
            (b"\0\0\0\x18ftypmif1\0\0", "HEIC"),
            (b"\0\0\0\x18ftypavif\0\0", "AVIF"),
            (b"GIF89a", "GIF"),
            (b"II\x2a\0", "TIFF"),
            (b"MM\0\x2a", "TIFF"),
            (b"BM\x36\0", "BMP"),
            (b"8BPS\0\x01", "Photoshop"),
            (b"\xff\x4f\xff\x51", "JPEG 2000"),
            (b"\0\0\0\x0cjP  \r\n", "JPEG 2000"),
            (b"\xff\x0a\xfa", "JPEG XL"),
            (b"\0\0\0\x0cJXL \r\n", "JPEG XL"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
            (
                b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<svg/>",
                "SVG",
            ),
        ] {
            assert_eq!(PictureKind::of(bytes), PictureKind::Other(name));
        }
        assert_eq!(PictureKind::of(b"\0\0\0\x18ftypisom"), PictureKind::Unknown);
        assert_eq!(PictureKind::of(b"<html>"), PictureKind::Unknown);
        assert_eq!(PictureKind::of(b""), PictureKind::Unknown);
    }
}
