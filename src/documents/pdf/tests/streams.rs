//! Streams that are cut off or damaged, and names that lead nowhere.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;

/// A page of text, as long as pages are.
fn text() -> String {
    let mut text = "BT /F 9 Tf 9 90 Td ".to_owned();
    for line in 0..200 {
        let _ = write!(text, "({}) Tj 0 -1 Td ", line * 7_919 % 1_000);
    }
    text + "ET"
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("deflated")
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text + ">"
}

/// What is lost of a page whose content is these bytes behind this filter.
fn lost_of(filter: &str, bytes: &[u8]) -> String {
    let filters = format!("/Filter [/ASCIIHexDecode {filter}]");
    let content = stream(&filters, &hex(bytes));
    let page = "/Contents 5 0 R /Resources << /Font << /F 6 0 R >> >>";
    let file = one_page_pdf("", "", "", &[&content, HELVETICA]);
    let file = String::from_utf8(file).expect("text");
    lost(file.replace("/Contents 4 0 R ", page).into_bytes())
}

#[test]
fn content_that_ends_too_early_is_lost_and_a_sum_that_does_is_not() {
    let text = text();
    let whole = deflated(text.as_bytes());
    let length = whole.len();
    let mut runs = Vec::new();
    for part in text.as_bytes().chunks(100) {
        runs.push(u8::try_from(part.len() - 1).expect("short"));
        runs.extend_from_slice(part);
    }
    let mut flushed = flate2::Compress::new(Compression::best(), true);
    let mut without_end = Vec::with_capacity(2 * text.len());
    let flush = flate2::FlushCompress::Sync;
    flushed
        .compress_vec(text.as_bytes(), &mut without_end, flush)
        .expect("deflated");
    let zeros = vec![0; 500];
    for (filter, bytes, expected) in [
        ("/FlateDecode", whole.clone(), ""),
        ("/FlateDecode", whole[..length - 4].to_vec(), ""),
        ("/FlateDecode", whole[2..length - 4].to_vec(), ""),
        ("/FlateDecode", [&whole[..], b"\r\n"].concat(), ""),
        ("/FlateDecode", without_end, ""),
        ("/FlateDecode", Vec::new(), ""),
        ("/FlateDecode", whole[..length - 9].to_vec(), "2 Parts"),
        ("/FlateDecode", whole[..length / 2].to_vec(), "2 Parts"),
        (
            "/FlateDecode",
            [&whole[..length - 4], b"none"].concat(),
            "1 Parts",
        ),
        ("/RunLengthDecode", [&runs[..], &[128]].concat(), ""),
        (
            "/RunLengthDecode",
            runs[..runs.len() - 9].to_vec(),
            "2 Parts",
        ),
        ("/NoSuchDecode", text.clone().into_bytes(), "1 Parts"),
        ("", text.clone().into_bytes(), ""),
        ("", text.as_bytes()[..text.len() / 2].to_vec(), "1 Parts"),
        ("", zeros, "1 Parts"),
        ("", b"\x01\x92 \xe3\x07\x88 \x1f\x04".to_vec(), "1 Parts"),
        ("", b"0 0 9 9 re f 1 2 new".to_vec(), ""),
    ] {
        let shown = String::from_utf8_lossy(&bytes);
        assert_eq!(lost_of(filter, &bytes), expected, "{filter} {shown:.60}");
    }
}

/// Bytes as the letters `!` to `u`, with their end.
fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut letters = Vec::new();
    for part in bytes.chunks(4) {
        let mut word = [0; 4];
        word[..part.len()].copy_from_slice(part);
        let mut number = u32::from_be_bytes(word);
        let mut group = [0; 5];
        for letter in group.iter_mut().rev() {
            *letter = b'!' + u8::try_from(number % 85).expect("a digit");
            number /= 85;
        }
        letters.extend_from_slice(&group[..=part.len()]);
    }
    letters.extend_from_slice(b"~>");
    letters
}

#[test]
fn content_in_letters_is_decoded_to_its_end() {
    const BOTH: &str = "/ASCII85Decode /FlateDecode";
    let deflated = deflated(text().as_bytes());
    for cut in 0..4 {
        let whole = ascii_85(&[&deflated[..], &vec![0; cut]].concat());
        assert_eq!(lost_of(BOTH, &whole), "", "{cut}");
    }
    let whole = ascii_85(&deflated);
    assert_eq!(lost_of(BOTH, &whole[..whole.len() / 2]), "2 Parts");
    let alone = ascii_85(text().as_bytes());
    assert_eq!(lost_of("/ASCII85Decode", &alone), "");
}

#[test]
fn pictures_that_end_too_early_or_have_too_few_rows_are_lost() {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let noise =
        |x: u32, y: u32| image::Rgb([(x * y % 251) as u8, (x * 7 % 255) as u8, (y % 255) as u8]);
    image::RgbImage::from_fn(64, 64, noise)
        .write_to(&mut jpeg, image::ImageFormat::Jpeg)
        .expect("a picture");
    let jpeg = jpeg.into_inner();
    let raw: Vec<u8> = (0..64 * 64 * 3_u32)
        .map(|at| (at * 31 % 253) as u8)
        .collect();
    let whole = deflated(&raw);
    let middle = jpeg.len() / 2;
    let mut hole = jpeg.clone();
    hole[middle..middle + 60].fill(0);
    // Two white rows of a fax, its end, and one that is cut.
    let fax = "/DecodeParms [null << /K -1 /Columns 64 /Rows 64 >>]";
    let rows = [0xFF; 8];
    for (filter, more, bytes, expected) in [
        ("/DCTDecode", "", jpeg.clone(), ""),
        ("/DCTDecode", "", jpeg[..middle].to_vec(), "1 Parts"),
        ("/DCTDecode", "", hole, "1 Parts"),
        ("/FlateDecode", "", whole.clone(), ""),
        (
            "/FlateDecode",
            "",
            whole[..whole.len() / 2].to_vec(),
            "1 Parts",
        ),
        ("/FlateDecode", "", deflated(&raw[..raw.len() - 64 * 3]), ""),
        (
            "/FlateDecode",
            "",
            deflated(&raw[..raw.len() / 2]),
            "1 Parts",
        ),
        ("", "", raw.clone(), ""),
        ("", "", raw[..raw.len() / 2].to_vec(), "1 Parts"),
        ("/CCITTFaxDecode", fax, rows.to_vec(), ""),
        ("/CCITTFaxDecode", fax, rows[..4].to_vec(), "1 Parts"),
    ] {
        let bits = if more.is_empty() {
            "/ColorSpace /DeviceRGB /BitsPerComponent 8"
        } else {
            "/ColorSpace /DeviceGray /BitsPerComponent 1"
        };
        let head = format!(
            "/Type /XObject /Subtype /Image /Width 64 /Height 64 {bits} \
             /Filter [/ASCIIHexDecode {filter}] {more}"
        );
        let picture = stream(&head, &hex(&bytes));
        let page = "/Resources << /XObject << /X 5 0 R >> >>";
        let content = "0 0 5 5 re f q 50 0 0 50 9 9 cm /X Do Q";
        let file = one_page_pdf("", page, content, &[&picture]);
        assert_eq!(lost(file), expected, "{filter} {}", bytes.len());
    }
}

#[test]
fn names_that_a_page_does_not_have_are_lost() {
    const RESOURCES: &str = "/Resources << /Font << /F 5 0 R >> /ColorSpace << /C /DeviceRGB >> >>";
    for (content, expected) in [
        ("BT /F 9 Tf (call 911) Tj ET", ""),
        ("BT /G 9 Tf (call 911) Tj ET", "7 Letters (G)"),
        ("BT /G 9 Tf ( ) Tj ET", ""),
        ("/X Do", "1 Parts"),
        ("/S sh", "1 Parts"),
        ("/C cs 1 0 0 sc", ""),
        ("/DeviceRGB cs 1 0 0 sc", ""),
        ("/D cs 1 0 0 sc", "1 Parts"),
        ("/Pattern cs /P scn", "1 Parts"),
        ("/NoState gs", ""),
    ] {
        let content = format!("0 0 5 5 re f {content}");
        let file = one_page_pdf("", RESOURCES, &content, &[HELVETICA]);
        assert_eq!(lost(file), expected, "{content}");
    }
}

#[test]
fn letters_of_a_font_that_is_damaged_in_the_file_are_lost() {
    let face = epaint_default_fonts::UBUNTU_LIGHT;
    for (bytes, expected) in [
        (face.to_vec(), ""),
        (face[..face.len() / 2].to_vec(), "3 Letters (Ubuntu)"),
        (vec![0; 3_000], "3 Letters (Ubuntu)"),
        (Vec::new(), "3 Letters (Ubuntu)"),
    ] {
        let font = "<< /Type /Font /Subtype /TrueType /BaseFont /Ubuntu \
            /Encoding /WinAnsiEncoding /FontDescriptor << /Type /FontDescriptor \
            /FontName /Ubuntu /Flags 32 /FontFile2 6 0 R >> >>";
        let program = stream("/Filter /ASCIIHexDecode", &hex(&bytes));
        let page = "/Resources << /Font << /F 5 0 R >> >>";
        let content = "0 0 5 5 re f BT /F 9 Tf (9 11) Tj ET";
        let file = one_page_pdf("", page, content, &[font, &program]);
        assert_eq!(lost(file), expected, "{}", bytes.len());
    }
}
