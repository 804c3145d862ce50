//! Pictures as phones and programs really write them: what they are by their bytes, and where they
//! were taken.

mod exif;
mod facts;
mod jpeg;
mod png;

pub use facts::{
    is_animated_png, is_in_print_colors, orientation, png_may_be_transparent, says_place_anywhere,
    tiff_has_more, without_metadata,
};

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
        PictureKind::Jpeg => jpeg::without_place(bytes),
        PictureKind::Png => png::without_place(bytes),
        PictureKind::Other(_) | PictureKind::Unknown => None,
    }
}

#[cfg(test)]
mod place_tests;

#[cfg(test)]
mod tests {
    use super::{PictureKind, is_named};

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        assert_eq!(PictureKind::of(b"\xff\xd8\xff\xe0"), PictureKind::Jpeg);
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
