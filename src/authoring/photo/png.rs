//! Where a PNG says that it was taken (PNG, third edition: 11.3; and what `ImageMagick` writes).

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::authoring::photo::exif::{Exif, says_place};

/// Text beyond so much is not looked through, in bytes.
const MAX_TEXT: u64 = 4 << 20;
const XMP_KEYWORD: &[u8] = b"XML:com.adobe.xmp";
/// Before the kind of data that follows in hexadecimal digits.
const RAW_PROFILE: &[u8] = b"Raw profile type ";

/// The picture without its place; nothing where it says none.
pub fn without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut out = head.to_vec();
    let mut has_place = false;
    while !rest.is_empty() {
        let length = u32::from_be_bytes(*rest.first_chunk()?);
        let length = usize::try_from(length).ok()?.checked_add(12)?;
        let (chunk, following) = rest.split_at_checked(length)?;
        rest = following;
        let kind: [u8; 4] = *chunk.get(4..)?.first_chunk()?;
        let content = chunk.get(8..chunk.len() - 4)?;
        match &kind {
            b"eXIf" if Exif::read(content).has_place => {
                has_place = true;
                out.extend(new_chunk(kind, &Exif::read(content).turned_alone())?);
            }
            b"tEXt" | b"zTXt" | b"iTXt" if text_says_place(kind, content) => has_place = true,
            _ => out.extend(chunk),
        }
        if &kind == b"IEND" {
            break;
        }
    }
    has_place.then_some(out)
}

fn new_chunk(kind: [u8; 4], content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(content.len()).ok()?.to_be_bytes();
    let checked = [&kind[..], content].concat();
    let sum = crc32fast::hash(&checked).to_be_bytes();
    Some([&length[..], &checked, &sum].concat())
}

/// Whether text says where the picture was taken: XMP, or Exif data or XMP in hexadecimal digits.
fn text_says_place(kind: [u8; 4], content: &[u8]) -> bool {
    let split = |bytes: &[u8]| bytes.iter().position(|byte| *byte == 0);
    let Some((keyword, rest)) = split(content).and_then(|end| content.split_at_checked(end)) else {
        return false;
    };
    let is_raw = keyword.starts_with(RAW_PROFILE);
    if !is_raw && keyword != XMP_KEYWORD {
        return false;
    }
    let rest = rest.get(1..).unwrap_or_default();
    let (is_compressed, text) = match &kind {
        b"zTXt" => (true, rest.get(1..)),
        // Language and translated keyword come before the text.
        b"iTXt" => (
            rest.first() == Some(&1),
            rest.get(2..)
                .and_then(|rest| rest.splitn(3, |byte| *byte == 0).nth(2)),
        ),
        _ => (false, Some(rest)),
    };
    let text = text.unwrap_or_default();
    let mut inflated = Vec::new();
    let text = if is_compressed {
        // What is damaged is read as far as it goes.
        let _ = ZlibDecoder::new(text)
            .take(MAX_TEXT)
            .read_to_end(&mut inflated);
        &inflated
    } else {
        text
    };
    if !is_raw {
        return says_place(text);
    }
    let profile = raw_profile(text);
    Exif::read(&profile).has_place || says_place(&profile)
}

/// The bytes of a profile: its name and its length in lines of their own, then digits.
fn raw_profile(text: &[u8]) -> Vec<u8> {
    let text = text.trim_ascii_start();
    let mut lines = text.split(|byte| *byte == b'\n').skip(2);
    let digits = lines
        .by_ref()
        .flatten()
        .filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let (pairs, _) = digits.as_chunks::<2>();
    pairs.iter().map(|[high, low]| high << 4 | low).collect()
}
