//! Closed captions within the pictures themselves: CEA-608 and CEA-708 as user data of H.264 (ATSC
//! A/53 part 4, 6.2.3). The player does not show them (PLAYER 8.10); whoever makes packs finds out here
//! that there are some.

use std::time::Duration;

use crate::player::demux::{self, Codec, Movie};
use crate::player::h264::Units;
use crate::player::{MediaTime, PlayerError, ReadSeek};

const SEI: u8 = 6;
/// `user_data_registered_itu_t_t35` (ITU-T H.264, annex D).
const REGISTERED: usize = 4;
/// The United States, ATSC, its identifier, and the type for captions.
const CAPTIONS: [u8; 8] = [0xb5, 0x00, 0x31, b'G', b'A', b'9', b'4', 0x03];

/// Whether the pictures of an MP4 file, as far as to `until`, bring captions with letters in them.
/// Of pictures that are no H.264 nothing is known.
///
/// # Errors
/// If it cannot be read.
pub fn has_closed_captions(
    reader: &mut dyn ReadSeek,
    movie: &Movie,
    until: Duration,
) -> Result<bool, PlayerError> {
    let Some(track) = &movie.video else {
        return Ok(false);
    };
    let Codec::H264 { config, .. } = &track.codec else {
        return Ok(false);
    };
    let length_size = config.get(4).map_or(4, |byte| usize::from(byte & 3) + 1);
    let until = MediaTime(i64::try_from(until.as_nanos()).unwrap_or(i64::MAX));
    let mut buffer = Vec::new();
    for sample in track.samples.iter().take_while(|it| it.at <= until) {
        demux::read_sample(reader, sample, &mut buffer)?;
        if is_captioned(&buffer, length_size) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a sample brings a letter of a caption.
fn is_captioned(sample: &[u8], length_size: usize) -> bool {
    let units = Units {
        sample,
        length_size,
    };
    let mut messages = units.flatten().filter(|(header, _)| header & 0x1f == SEI);
    messages.any(|(_, body)| {
        // What comes after the messages is slices, which are longer and not looked at.
        let body = unescaped(body);
        user_data(&body).any(has_letters)
    })
}

/// A NAL unit without the bytes that keep start codes out of it.
fn unescaped(body: &[u8]) -> Vec<u8> {
    let mut zeros = 0;
    let mut out = Vec::with_capacity(body.len());
    for byte in body {
        if zeros >= 2 && *byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        out.push(*byte);
    }
    out
}

/// The captions among the messages of a unit: what follows their type.
fn user_data(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let (kind, after) = number(rest)?;
        let (size, after) = number(after)?;
        let (payload, after) = after.split_at_checked(size)?;
        rest = after;
        Some((kind, payload))
    })
    .filter(|(kind, _)| *kind == REGISTERED)
    .filter_map(|(_, payload)| payload.strip_prefix(&CAPTIONS))
}

/// A number of a message: 255 goes on.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let more = bytes.iter().take_while(|byte| **byte == 0xff).count();
    let (last, rest) = bytes.get(more..)?.split_first()?;
    Some((more * 255 + usize::from(*last), rest))
}

/// Whether there is a letter in `cc_data`: encoders without captions send empty ones all the time.
fn has_letters(data: &[u8]) -> bool {
    let [flags, _, triples @ ..] = data else {
        return false;
    };
    let count = usize::from(flags & 0x1f);
    let (triples, _) = triples.as_chunks::<3>();
    let is_letter = |byte: u8| (0x20..0x7f).contains(&byte);
    triples.iter().take(count).any(|[head, first, second]| {
        let is_valid = head & 4 != 0;
        // Two bits: field 1, field 2, a packet of CEA-708 that goes on, one that begins.
        match head & 3 {
            0 => is_valid && is_letter(first & 0x7f),
            2 => is_valid && is_letter(*first) && is_letter(*second),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(triples: &[[u8; 3]]) -> Vec<u8> {
        let count = u8::try_from(triples.len()).expect("few");
        let mut payload = CAPTIONS.to_vec();
        payload.extend([0x40 | count, 0xff]);
        payload.extend(triples.iter().flatten());
        payload.push(0xff);
        let mut unit = vec![
            SEI,
            0x01,
            0x01,
            0x00,
            4,
            u8::try_from(payload.len()).expect("short"),
        ];
        unit.extend(payload);
        unit.push(0x80);
        let mut sample = u32::try_from(unit.len())
            .expect("short")
            .to_be_bytes()
            .to_vec();
        sample.extend(unit);
        // A slice behind it.
        sample.extend([0, 0, 0, 2, 0x65, 0x88]);
        sample
    }

    #[test]
    fn letters_in_the_user_data_of_pictures_are_closed_captions() {
        for (triples, expected) in [
            // "Hi" with odd parity, in field 1.
            (vec![[0xfc, 0xc8, 0xe9]], true),
            // Padding, and a command that clears the screen.
            (
                vec![[0xfc, 0x80, 0x80], [0xfc, 0x94, 0x2c], [0xfa, 0, 0]],
                false,
            ),
            // What is said not to be valid.
            (vec![[0xf8, 0xc8, 0xe9]], false),
            // A packet of CEA-708.
            (vec![[0xff, 0x42, 0x22], [0xfe, b'H', b'i']], true),
            (Vec::new(), false),
        ] {
            assert_eq!(is_captioned(&sample(&triples), 4), expected, "{triples:x?}");
        }
    }

    #[test]
    fn samples_that_end_too_early_are_no_panic() {
        let whole = sample(&[[0xfc, 0xc8, 0xe9]]);
        for length in 0..whole.len() {
            let _ = is_captioned(&whole[..length], 4);
        }
        let _ = is_captioned(&[0, 0, 0, 4, 6, 0xff, 0xff, 0xff], 4);
    }
}
