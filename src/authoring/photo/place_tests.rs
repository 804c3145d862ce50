//! Photos lose the place where they were taken, and nothing else.

use std::io::{Cursor, Write};

use super::without_place;
use crate::authoring::photo::exif::{EXIF, Exif, XMP, XMP_REST};

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
                    has_place: false,
                    has_more: false
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

fn png_chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    let sum = crc32fast::hash(&[kind, content].concat()).to_be_bytes();
    [&length[..], kind, content, &sum].concat()
}

/// A PNG with this before its pixels.
fn png_with(chunk: &[u8]) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::new(4, 2)
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("a picture");
    let png = png.into_inner();
    // Behind the header, which has 13 bytes.
    [&png[..33], chunk, &png[33..]].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).expect("written");
    out.finish().expect("written")
}

#[test]
fn a_png_loses_its_place_too_and_stays_as_it_is_turned() {
    for before in [&b""[..], EXIF] {
        let content = [before, &exif(false, 6, true)].concat();
        let photo = png_with(&png_chunk(b"eXIf", &content));
        let clean = without_place(&photo).expect("a place");
        assert!(!holds(&clean, b"N 34 03"));
        let at = clean.windows(4).position(|w| w == b"eXIf").expect("exif") + 4;
        let left = Exif::read(&clean[at..]);
        assert_eq!((left.orientation, left.has_place), (Some(6), false));
        assert!(image::load_from_memory(&clean).is_ok());
        assert_eq!(without_place(&clean), None);
    }
    let turned = png_with(&png_chunk(b"eXIf", &exif(false, 6, false)));
    assert_eq!(without_place(&turned), None);
}

#[test]
fn text_in_a_png_loses_the_place() {
    let xmp = b"<x:xmpmeta exif:GPSLatitude='34,3N'/>";
    let hex = |bytes: &[u8]| {
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.concat()
    };
    let lines: Vec<String> = [EXIF, &exif(true, 6, true)]
        .concat()
        .chunks(36)
        .map(|line| format!("\n{}", hex(line)))
        .collect();
    let digits = lines.concat();
    let profile = format!("\nexif\n      64{digits}\n").into_bytes();
    let xmp_profile = format!("\nxmp\n 40\n{}\n", hex(xmp)).into_bytes();
    let text = |kind: &[u8], head: &[u8], text: &[u8]| png_chunk(kind, &[head, text].concat());
    let places = [
        text(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0", xmp),
        text(
            b"iTXt",
            b"XML:com.adobe.xmp\0\x01\0en\0XMP\0",
            &deflated(xmp),
        ),
        text(b"tEXt", b"XML:com.adobe.xmp\0", xmp),
        text(b"zTXt", b"Raw profile type exif\0\0", &deflated(&profile)),
        text(b"zTXt", b"Raw profile type APP1\0\0", &deflated(&profile)),
        text(b"tEXt", b"Raw profile type exif\0", &profile),
        text(
            b"zTXt",
            b"Raw profile type xmp\0\0",
            &deflated(&xmp_profile),
        ),
    ];
    for (n, place) in places.iter().enumerate() {
        assert_eq!(without_place(&png_with(place)), Some(png_with(b"")), "{n}");
    }
    let others = [
        text(b"tEXt", b"Comment\0", b"GPSLatitude"),
        text(
            b"zTXt",
            b"Raw profile type icc\0\0",
            &deflated(b"\nicc\n 4\n00ff00ff"),
        ),
        text(b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0", b"no zlib"),
        text(b"zTXt", b"Raw profile type exif", b""),
    ];
    for (n, other) in others.iter().enumerate() {
        assert_eq!(without_place(&png_with(other)), None, "{n}");
    }
}

#[test]
fn what_stands_between_segments_hides_no_place() {
    let photo = with_segment(&[EXIF, &exif(true, 6, true)].concat());
    let xmp_rest = with_segment(&[XMP_REST, &[b'0'; 40], b"exif:GPSLatitude=34,3N"].concat());
    let filled = [&photo[..2], b"\xff\xff", &photo[2..]].concat();
    let stray = [&photo[..2], b"\xff\xfe\0\x03x\0\x01\x02", &photo[2..]].concat();
    for photo in [xmp_rest, filled, stray] {
        let clean = without_place(&photo).expect("a place");
        assert!(!holds(&clean, b"N 34 03") && !holds(&clean, b"34,3N"));
        assert_eq!(without_place(&clean), None);
    }
}

#[test]
fn a_photo_with_stray_bytes_behind_its_place_is_still_a_photo() {
    let xmp = [XMP, b"exif:GPSLatitude=34,3N"].concat();
    let photo = with_segment(&xmp);
    let end = photo
        .windows(4)
        .position(|it| it == b"34,3")
        .expect("a place")
        + 5;
    let photo = [&photo[..end], b"\x89\xe0\0\x04JF", &photo[end..]].concat();
    let clean = without_place(&photo).expect("a place");
    assert!(clean.starts_with(b"\xff\xd8\xff"));
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture");
    assert_eq!(pixels(&clean), pixels(&photo));
}

#[test]
fn what_has_no_length_ends_what_is_read() {
    let photo = with_segment(&[XMP, b"exif:GPSLatitude=34,3N"].concat());
    let end = photo
        .windows(4)
        .position(|it| it == b"34,3")
        .expect("a place")
        + 5;
    let rest = [&[0xff, 0xe1, 0, 40][..], XMP, b"exif:GPSLatitude=34,3N"].concat();
    let photo = [&photo[..end], b"\xff\xdb\0\x01\xff\xfe", &rest].concat();
    let clean = without_place(&photo).expect("a place");
    assert_eq!(without_place(&clean), None);
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
