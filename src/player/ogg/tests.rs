use std::io::{Cursor, Error};

use super::{PAGE, checksum, without_comments};
use crate::player::vorbis::tests::setup;

const SAYS: &[u8] = b"\x01vorbis and so on";

/// A page that ends with a whole packet each.
fn page(number: u8, flags: u8, packets: &[&[u8]]) -> Vec<u8> {
    let lengths = packets.iter().flat_map(|packet| {
        let mut lengths = vec![255; packet.len() / 255];
        lengths.push(u8::try_from(packet.len() % 255).unwrap());
        lengths
    });
    let lengths: Vec<u8> = lengths.collect();
    let mut page = vec![0; PAGE - 1];
    page[..4].copy_from_slice(b"OggS");
    page[5] = flags;
    page[18] = number;
    page.push(u8::try_from(lengths.len()).unwrap());
    page.extend(lengths);
    page.extend(packets.concat());
    signed(page)
}

fn signed(mut page: Vec<u8>) -> Vec<u8> {
    let sum = checksum(&page).to_le_bytes();
    page[22..26].copy_from_slice(&sum);
    page
}

/// One comment, which claims to have this length.
fn comments(claimed: u32) -> Vec<u8> {
    let lengths = [3_u32, 1, claimed].map(u32::to_le_bytes);
    [
        b"\x03vorbis",
        &lengths[0][..],
        b"Who",
        &lengths[1],
        &lengths[2],
        b"A=b\x01",
    ]
    .concat()
}

fn file(comments: &[u8], setup: &[u8]) -> Vec<u8> {
    let headers = page(1, 0, &[comments, setup]);
    [page(0, 2, &[SAYS]), headers, page(2, 4, &[b"\0sound"])].concat()
}

fn patched(file: &[u8]) -> Result<Vec<u8>, Error> {
    let patches = without_comments(&mut Cursor::new(file), 0)?;
    let mut bytes = file.to_vec();
    for (place, byte) in patches {
        bytes[usize::try_from(place).unwrap()] = byte;
    }
    Ok(bytes)
}

// PLAYER 3.2.
#[test]
fn comments_are_said_to_be_none_whatever_they_claim_and_the_page_is_still_right() {
    for claimed in [4, u32::MAX] {
        let file = file(&comments(claimed), &setup(8, 4));
        let mut none = comments(claimed);
        none[14] = 0;
        let expected = self::file(&none, &setup(8, 4));
        assert_eq!(patched(&file).unwrap(), expected);
    }
}

#[test]
fn a_comment_header_over_several_pages_is_found_too() {
    let long = [comments(4), vec![7; 70_000]].concat();
    let (begins, ends) = long.split_at(255 * 200);
    let mut first = page(1, 0, &[begins]);
    // It goes on: without its last length, which is nothing.
    first.remove(PAGE + 200);
    first[PAGE - 1] -= 1;
    let second = page(2, 1, &[ends, &setup(8, 4)]);
    let file = [page(0, 2, &[SAYS]), signed(first), second].concat();
    let differ = patched(&file)
        .unwrap()
        .iter()
        .zip(&file)
        .filter(|(a, b)| a != b)
        .count();
    assert!(
        (2..=5).contains(&differ),
        "the count and its page's checksum: {differ}"
    );
}

// PLAYER 3.4.
#[test]
fn a_codebook_larger_than_any_encoder_makes_is_refused() {
    assert!(patched(&file(&comments(4), &setup(6_561, 8))).is_ok());
    let refused = patched(&file(&comments(4), &setup(0x00ff_ffff, 0xffff)));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "a setup header that is damaged"
    );
}

// PLAYER 3.3.
#[test]
fn what_a_decoder_would_find_further_on_is_refused() {
    let whole = file(&comments(4), &setup(8, 4));
    let twice = [&whole[..], &whole].concat();
    let refused = patched(&twice).unwrap_err().to_string();
    assert_eq!(refused, "an Ogg file that is more than one stream in order");
    let again = page(2, 0, &[b"\0sound", &comments(u32::MAX)]);
    let refused = patched(&[&whole[..], &again].concat()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "an Ogg file with headers amid its sound"
    );
    let within = page(2, 0, &[&[b"\0 sound ", &again[..]].concat()]);
    let refused = patched(&[&whole[..], &within].concat()).unwrap_err();
    assert_eq!(refused.to_string(), "an Ogg file with a page within a page");
    let mut damaged = whole.clone();
    damaged[40] ^= 1;
    assert_eq!(
        patched(&damaged).unwrap_err().to_string(),
        "an Ogg page that is damaged"
    );
    let other = [page(0, 2, &[b"OpusHead"]), page(1, 0, &[b"OpusTags", b""])].concat();
    let other = [other, page(2, 4, &[b"\0sound"])].concat();
    let refused = patched(&other).unwrap_err().to_string();
    assert_eq!(refused, "an Ogg file with something else than Vorbis");
    let unordered = [
        page(0, 2, &[SAYS]),
        page(2, 0, &[&comments(4), &setup(8, 4)]),
    ]
    .concat();
    assert!(patched(&unordered).is_err());
}

// PLAYER 3.3.
#[test]
fn times_that_leap_or_go_back_are_refused_and_a_stream_may_begin_anywhere() {
    let file = |times: [i64; 3]| {
        let mut identification = vec![0; 30];
        identification[..7].copy_from_slice(b"\x01vorbis");
        // Blocks of 256 and of 2048.
        identification[28] = 0xb8;
        let headers = page(1, 0, &[&comments(4), &setup(8, 4)]);
        let mut file = [page(0, 2, &[&identification]), headers].concat();
        for (number, time) in (2..).zip(times) {
            let mut sound = page(number, 0, &[b"\0one", b"\0two"]);
            sound[6..14].copy_from_slice(&time.to_le_bytes());
            file.extend(signed(sound));
        }
        patched(&file).map(drop).map_err(|error| error.to_string())
    };
    for right in [
        [1_024, 3_072, 4_000],
        [900_000, 902_048, 902_049],
        [0, 0, 0],
    ] {
        assert_eq!(file(right), Ok(()), "{right:?}");
    }
    let order = "an Ogg file whose pages are not in the order of their times";
    for wrong in [[1_024, 3_072, 2_000], [1_024, 3_072, 30_720]] {
        assert_eq!(file(wrong), Err(order.to_owned()), "{wrong:?}");
    }
    let without = file([1_024, 3_072, -1]);
    assert_eq!(
        without,
        Err("an Ogg file with a page without a time".to_owned())
    );
}
