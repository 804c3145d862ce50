use std::process::Command;

use image::GenericImageView as _;

use super::*;

/// ffmpeg's picture of this graph in a file of this name.
fn made(graph: &str, name: &str, options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-f", "lavfi", "-i", graph])
        .args(options)
        .arg(&file)
        .output()
        .expect("ffmpeg is needed for this test: install it");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
    std::fs::read(file).expect("made")
}

fn by_ffmpeg(bytes: &[u8], format: &'static str) -> ConvertedPicture {
    let ffmpeg = Ffmpeg::find(&mut || true).expect("ffmpeg is needed for this test: install it");
    let programs = [Program::Ffmpeg(Box::new(ffmpeg))];
    convert_with(&programs, bytes, format, &mut || true).expect("converted")
}

/// Red at the upper left, wider than high.
const RED_CORNER: &str = "color=white:s=64x32:d=0.04,format=rgb24,drawbox=w=16:h=16:c=red:t=fill";

/// Exif data with an orientation and a place.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0]);
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0\0\0\0\0\0\0");
    tiff
}

/// A WebP with Exif data behind the picture.
fn webp_with(exif: &[u8]) -> Vec<u8> {
    let simple = made(RED_CORNER, "a.webp", &["-frames:v", "1", "-lossless", "1"]);
    let chunks = simple.get(12..).expect("chunks");
    // Whether there is transparency or animation: none; 64 × 32.
    let head = b"VP8X\x0a\0\0\0\x08\0\0\0\x3f\0\0\x1f\0\0";
    let length = u32::try_from(exif.len()).expect("short").to_le_bytes();
    let chunks = match chunks.get(..4) {
        Some(b"VP8X") => chunks.get(18..).expect("more"),
        _ => chunks,
    };
    let body = [b"WEBP", &head[..], chunks, b"EXIF", &length, exif].concat();
    let whole = u32::try_from(body.len()).expect("short").to_le_bytes();
    [b"RIFF", &whole[..], &body].concat()
}

// FORMAT 7.6.
#[test]
fn pictures_of_the_web_and_of_scanners_are_converted() {
    for (name, format, options) in [
        ("a.webp", "WebP", &["-frames:v", "1", "-lossless", "1"][..]),
        ("a.gif", "GIF", &["-frames:v", "1"]),
        ("a.bmp", "BMP", &["-frames:v", "1"]),
        ("a.tiff", "TIFF", &["-frames:v", "1"]),
    ] {
        let bytes = made(RED_CORNER, name, options);
        assert_eq!(PictureKind::of(&bytes), PictureKind::Other(format));
        let converted = by_ffmpeg(&bytes, format);
        let picture = image::load_from_memory(&converted.bytes).expect("a picture");
        assert_eq!(picture.dimensions(), (64, 32), "{name}");
        let [red, green, ..] = picture.get_pixel(4, 4).0;
        assert!(red > 200 && green < 60, "{name}: {red} {green}");
        assert!(!converted.is_first && !converted.had_place, "{name}");
        assert_eq!(converted.program, "ffmpeg");
    }
}

// FORMAT 7.6.
#[test]
fn what_is_transparent_stays_so_and_an_animation_shows_its_first_picture() {
    let transparent = "color=red@0.0:s=32x32:d=0.04,format=rgba";
    let bytes = made(transparent, "a.tiff", &["-frames:v", "1"]);
    let converted = by_ffmpeg(&bytes, "TIFF");
    assert_eq!(converted.kind, PictureKind::Png);
    let picture = image::load_from_memory(&converted.bytes).expect("a picture");
    assert_eq!(picture.get_pixel(9, 9).0.last(), Some(&0));

    let moving = "color=red:s=32x32:d=0.2:r=10[a];color=blue:s=32x32:d=0.4:r=10[b];[a][b]concat";
    let converted = by_ffmpeg(&made(moving, "a.gif", &[]), "GIF");
    assert!(converted.is_first);
    let picture = image::load_from_memory(&converted.bytes).expect("a picture");
    let [red, ..] = picture.get_pixel(9, 9).0;
    assert!(red > 200);
}

// FORMAT 7.6.
#[test]
fn a_photo_comes_out_upright_and_without_its_place() {
    for (orientation, size, corner) in [
        (1, (64, 32), (4, 4)),
        (2, (64, 32), (60, 4)),
        (3, (64, 32), (60, 28)),
        (4, (64, 32), (4, 28)),
        (5, (32, 64), (4, 4)),
        (6, (32, 64), (28, 4)),
        (7, (32, 64), (28, 60)),
        (8, (32, 64), (4, 60)),
    ] {
        let converted = by_ffmpeg(&webp_with(&exif(orientation)), "WebP");
        assert!(converted.had_place, "{orientation}");
        assert!(!photo::says_place_anywhere(&converted.bytes));
        let picture = image::load_from_memory(&converted.bytes).expect("a picture");
        assert_eq!(picture.dimensions(), size, "{orientation}");
        let [red, green, ..] = picture.get_pixel(corner.0, corner.1).0;
        assert!(red > 200 && green < 60, "{orientation}: {red} {green}");
    }
}

#[test]
fn a_photo_of_which_nothing_is_transparent_becomes_a_jpeg_where_that_is_smaller() {
    let noise = "color=gray:s=256x256:d=0.04,noise=c0s=60:c0f=u,format=yuv420p";
    let converted = by_ffmpeg(&made(noise, "a.webp", &["-frames:v", "1"]), "WebP");
    assert_eq!(converted.kind, PictureKind::Jpeg);
}

#[test]
fn what_no_program_can_read_says_why_and_what_names_other_files_is_given_to_none() {
    let ffmpeg = Ffmpeg::find(&mut || true).expect("ffmpeg is needed for this test: install it");
    let programs = [Program::Ffmpeg(Box::new(ffmpeg))];
    let damaged = b"RIFF\x10\0\0\0WEBPVP8 \x04\0\0\0abcd";
    let refused = convert_with(&programs, damaged, "WebP", &mut || true);
    assert!(
        matches!(&refused, Err(NotConverted::Failed(why)) if !why.is_empty()),
        "{refused:?}"
    );
    let none = convert_with(&[], damaged, "WebP", &mut || true);
    assert!(matches!(none, Err(NotConverted::NoProgram)), "{none:?}");
    let svg = convert(b"<svg/>", "SVG", &mut || true);
    assert!(matches!(svg, Err(NotConverted::NoProgram)), "{svg:?}");
}

#[test]
fn several_pictures_are_told_from_one() {
    for cut in 0..24 {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0\x21\xf9\x04\0\0".get(..cut);
        assert!(!is_first_of_several(head.unwrap_or_default()));
    }
    assert!(is_first_of_several(
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"
    ));
    assert!(!is_first_of_several(
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0"
    ));
    assert!(is_first_of_several(b"\0\0\0\x18ftypavis\0\0\0\0"));
    assert!(!is_first_of_several(b"\0\0\0\x18ftypheic\0\0\0\0"));
    // One directory without entries, and another that follows.
    assert!(is_first_of_several(b"II\x2a\0\x08\0\0\0\0\0\x10\0\0\0"));
    assert!(!is_first_of_several(b"II\x2a\0\x08\0\0\0\0\0\0\0\0\0"));
}
