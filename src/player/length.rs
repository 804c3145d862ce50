//! How long a sound file really is, from the file itself rather than from what its header says: that
//! may be an estimate, that of a file before it was cut, or none, where the file was written as a
//! stream (PLAYER 3.5).

use std::io::{self, Read, Seek, SeekFrom};

use crate::player::MediaTime;

/// How far from the end of a FLAC file its last frame is looked for: a frame is shorter.
const LAST_FRAME_WITHIN: u64 = 256 << 10;
/// WAV files that are written as a stream have sizes from here on, as the real one was not known.
const WAV_STREAM: u32 = 0x7fff_0000;

/// How long a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// What is in it.
    pub real: Option<MediaTime>,
    /// What its header says, where that is a statement and no estimate.
    pub stated: Option<MediaTime>,
}

/// The time of so many frames.
pub fn time_of(frames: u64, rate: u32) -> Option<MediaTime> {
    if rate == 0 {
        return None;
    }
    let nanos = u128::from(frames) * 1_000_000_000 / u128::from(rate);
    Some(MediaTime(i64::try_from(nanos).ok()?))
}

/// What a FLAC file says of itself in its stream info, and what a reader is to be shown instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flac {
    pub length: Length,
    /// The number of samples as it is to be shown, with the byte in which it begins; nothing where
    /// it can stay.
    pub patch: Option<[u8; 5]>,
}

/// Reads the stream info of a FLAC file, which `info` is, and looks for its last frame.
///
/// # Errors
/// If the file cannot be read.
pub fn flac<R: Read + Seek>(file: &mut R, info: [u8; 18]) -> io::Result<Flac> {
    let [_, _, block_high, block_low, _, _, _, _, _, _, packed @ ..] = info;
    let fixed_block = u64::from(u16::from_be_bytes([block_high, block_low]));
    let packed = u64::from_be_bytes(packed);
    let rate = u32::try_from(packed >> 44).unwrap_or(0);
    let total = packed & 0xf_ffff_ffff;
    let end = file.seek(SeekFrom::End(0))?;
    let start = end.saturating_sub(LAST_FRAME_WITHIN);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(LAST_FRAME_WITHIN)
        .read_to_end(&mut tail)?;
    let last = (0..tail.len()).rev().find_map(|at| {
        let header = tail.get(at..)?;
        flac_frame_end(header, fixed_block)
    });
    let real = last.and_then(|samples| time_of(samples, rate));
    let stated = time_of(total, rate).filter(|_| total > 0);
    let patch = last.filter(|_| total == 0).map(|samples| {
        let patched = (packed & !0xf_ffff_ffff) | samples.min(0xf_ffff_ffff);
        let [_, _, _, bytes @ ..] = patched.to_be_bytes();
        bytes
    });
    Ok(Flac {
        length: Length { real, stated },
        patch,
    })
}

/// The number of the sample that follows a FLAC frame, if `bytes` begin with the header of one
/// (RFC 9639, section 9.1).
fn flac_frame_end(bytes: &[u8], fixed_block: u64) -> Option<u64> {
    let &[0xff, second @ (0xf8 | 0xf9), sizes, format, ..] = bytes else {
        return None;
    };
    if format & 1 != 0 || format >> 4 > 10 || sizes & 15 == 15 {
        return None;
    }
    let (number, mut at) = coded_number(bytes, 4)?;
    let mut more = |count: usize| -> Option<u64> {
        let read = bytes.get(at..at + count)?;
        at += count;
        Some(read.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)))
    };
    let block = match sizes >> 4 {
        0 => return None,
        1 => 192,
        code @ 2..=5 => 144 << code,
        6 => more(1)? + 1,
        7 => more(2)? + 1,
        code => 1 << code,
    };
    match sizes & 15 {
        12 => more(1)?,
        13 | 14 => more(2)?,
        _ => 0,
    };
    let checksum = *bytes.get(at)?;
    if crc8(bytes.get(..at)?) != checksum {
        return None;
    }
    let first = if second == 0xf9 {
        number
    } else {
        number.checked_mul(fixed_block)?
    };
    first.checked_add(block)
}

/// A number coded as UTF-8 codes letters, up to 36 bits, and where it ends.
fn coded_number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let first = *bytes.get(at)?;
    let following = match first.leading_ones() {
        0 => return Some((u64::from(first), at + 1)),
        ones @ 2..=7 => usize::try_from(ones).ok()? - 1,
        _ => return None,
    };
    let bits = u64::from(first) & (0x7f_u64 >> (following + 1));
    let rest = bytes.get(at + 1..at + 1 + following)?;
    let number = rest.iter().try_fold(bits, |number, byte| {
        (byte & 0xc0 == 0x80).then(|| number << 6 | u64::from(byte & 0x3f))
    })?;
    Some((number, at + 1 + following))
}

fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0_u8, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc, _| {
            if crc & 0x80 == 0 {
                crc << 1
            } else {
                crc << 1 ^ 7
            }
        })
    })
}

/// What a WAV file holds, and the size of its sound as a reader is to be shown it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wav {
    pub length: Length,
    /// Nothing where it can stay.
    pub patch: Option<u32>,
}

/// From the format chunk of a WAV file, the size that its data chunk has by its header, and the
/// bytes that there really are behind it.
pub fn wav(format: Option<[u8; 16]>, stated: u32, available: u64) -> Wav {
    // The header has bytes a second too, which may be wrong: the decoder goes by frames.
    let Some([_, _, _, _, r0, r1, r2, r3, _, _, _, _, b0, b1, _, _]) = format else {
        return Wav::default();
    };
    let rate = u32::from_le_bytes([r0, r1, r2, r3]);
    let block = u64::from(u16::from_le_bytes([b0, b1])).max(1);
    let is_stream = stated >= WAV_STREAM || stated == 0;
    let real = if is_stream {
        available
    } else {
        available.min(u64::from(stated))
    };
    let real = u32::try_from(real / block * block).unwrap_or(u32::MAX / 2);
    Wav {
        length: Length {
            real: time_of(u64::from(real) / block, rate),
            stated: time_of(u64::from(stated) / block, rate).filter(|_| !is_stream),
        },
        patch: (real != stated).then_some(real),
    }
}

#[cfg(test)]
mod tests {
    use super::{Flac, MediaTime, coded_number, crc8, flac, flac_frame_end, wav};
    use std::io::Cursor;

    fn format(rate: u32, block: u16) -> [u8; 16] {
        let mut format = [0; 16];
        format[4..8].copy_from_slice(&rate.to_le_bytes());
        format[12..14].copy_from_slice(&block.to_le_bytes());
        format
    }

    #[test]
    fn a_wav_file_is_as_long_as_it_is_whatever_its_header_says() {
        let seconds = |seconds: i64| Some(MediaTime::from_millis(seconds * 1_000));
        for (stated, available, real, stated_length, patch) in [
            (16_000, 16_000, 1, Some(1), None),
            (16_000, 99_000, 1, Some(1), None),
            (320_000, 128_000, 8, Some(20), Some(128_000)),
            (u32::MAX, 80_000, 5, None, Some(80_000)),
            (0x7fff_f000, 80_001, 5, None, Some(80_000)),
            (0, 80_000, 5, None, Some(80_000)),
        ] {
            let found = wav(Some(format(8_000, 2)), stated, available);
            assert_eq!(found.length.real, seconds(real), "{stated} {available}");
            assert_eq!(
                found.length.stated,
                stated_length.and_then(seconds),
                "{stated}"
            );
            assert_eq!(found.patch, patch, "{stated} {available}");
        }
        assert_eq!(wav(None, 5, 5).length.real, None);
        assert_eq!(wav(Some(format(0, 2)), 5, 5).length.real, None);
    }

    /// The header of a frame of 4096 samples.
    fn frame(number: u8) -> Vec<u8> {
        let mut header = vec![0xff, 0xf8, 0xc9, 0x18, number];
        header.push(crc8(&header));
        header
    }

    #[test]
    fn the_last_frame_of_a_flac_file_says_how_long_it_is() {
        // Blocks of 4096, 44,100 Hz, two channels of 16 bits, no number of samples.
        let packed = (44_100_u64 << 44) | (1 << 41) | (15 << 36);
        let mut info = [0; 18];
        info[2..4].copy_from_slice(&4096_u16.to_be_bytes());
        info[10..].copy_from_slice(&packed.to_be_bytes());
        let mut file = vec![7; 1_000];
        file.extend(
            [
                frame(0),
                vec![1; 900],
                frame(9),
                vec![0xff, 0xf8, 3, 3, 3, 3, 3],
            ]
            .concat(),
        );
        let found = flac(&mut Cursor::new(file), info).expect("read");
        let samples = 10 * 4096;
        let real = found.length.real.expect("a length").as_millis();
        assert_eq!(real, samples * 1_000 / 44_100);
        assert_eq!(found.length.stated, None);
        let shown = u32::try_from(samples).expect("small").to_be_bytes();
        assert_eq!(
            found.patch,
            Some([0xf0, shown[0], shown[1], shown[2], shown[3]])
        );
        let nothing = flac(&mut Cursor::new(vec![0; 10]), info).expect("read");
        assert_eq!(nothing, Flac::default());
    }

    #[test]
    fn damaged_headers_are_no_frames() {
        let good = frame(9);
        assert_eq!(flac_frame_end(&good, 4096), Some(10 * 4096));
        for end in 0..good.len() {
            assert_eq!(flac_frame_end(&good[..end], 4096), None);
        }
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(flac_frame_end(&bad, 4096), Some(10 * 4096), "bit {bit}");
        }
    }

    #[test]
    fn numbers_are_coded_as_letters_are() {
        for letter in ['a', 'ä', '€', '𝄞'] {
            let text = letter.to_string();
            let number = coded_number(text.as_bytes(), 0);
            assert_eq!(number, Some((u64::from(u32::from(letter)), text.len())));
        }
        let longest = [0xfe, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf];
        assert_eq!(coded_number(&longest, 0), Some(((1 << 36) - 1, 7)));
        for bad in [&[0xff, 0x80][..], &[0xc3], &[0xc3, 0x41], &[0x80], &[]] {
            assert_eq!(coded_number(bad, 0), None);
        }
    }
}
