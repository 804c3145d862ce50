//! The frames of an MP3 file, counted (ISO/IEC 11172-3, 2.4.1.3; the tag of Xing, Info and LAME).
//!
//! A file need not say how many there are, and a decoder then guesses from the first of them, which
//! is wrong wherever the bit rate varies; a file that was cut says how many there were.

use std::io::{self, Read, Seek, SeekFrom};

use crate::player::length::{Length, time_of};

/// Where no frame follows another, the next is looked for within so many bytes.
const NEXT_WITHIN: usize = 1 << 20;
/// How far from where it is expected the first frame is looked for (PLAYER 3.1).
const FIRST_WITHIN: usize = 64 << 10;
/// So many frames in a row are no chance: other sound, such as AAC or plain samples, holds bytes that
/// look like the header of one.
const IN_A_ROW: usize = 3;
/// As much of a tag as says how long it is.
const TAG_HEADER: usize = 24;
/// Bytes that are read at once.
const BUFFER: usize = 64 << 10;
/// The bit rate of the frame that is put in front: long enough for the tag, whatever the rate.
const TAG_BIT_RATE: u8 = 9;
/// In thousand bits a second, from index 1 on.
const BIT_RATES: [[u32; 14]; 2] = [
    [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const SAMPLE_RATES: [u32; 3] = [44_100, 48_000, 32_000];
/// What a decoder of this kind delays sound by, in samples, beyond what the tag says.
const DECODER_DELAY: u64 = 529;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mp3 {
    pub length: Length,
    /// A silent frame that says how many follow, to be shown before the first.
    pub front: Vec<u8>,
    /// Where a tag stands that says less than there is: four bytes that are not to be shown.
    pub wrong_tag: Option<u64>,
    /// Where the last whole frame ends; nothing where none was counted.
    pub end: Option<u64>,
}

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    bytes: [u8; 4],
    /// MPEG 1, not 2 or 2.5.
    is_first: bool,
    rate: u32,
    /// In bytes, the header included.
    length: usize,
}

impl Header {
    fn read(bytes: [u8; 4]) -> Option<Self> {
        let [first, second, third, fourth] = bytes;
        let version = second >> 3 & 3;
        if first != 0xff || second & 0xe6 != 0xe2 || version == 1 {
            return None;
        }
        let is_first = version == 3;
        let bit_rate = usize::from(third >> 4).checked_sub(1)?;
        let bit_rate = *BIT_RATES.get(usize::from(!is_first))?.get(bit_rate)?;
        let halved = match version {
            3 => 0,
            2 => 1,
            _ => 2,
        };
        let rate = *SAMPLE_RATES.get(usize::from(third >> 2 & 3))? >> halved;
        let factor = if is_first { 144_000 } else { 72_000 };
        let padding = u32::from(third >> 1 & 1);
        Some(Self {
            bytes: [first, second, third, fourth],
            is_first,
            rate,
            length: usize::try_from(factor * bit_rate / rate + padding).ok()?,
        })
    }

    fn samples(self) -> u64 {
        if self.is_first { 1152 } else { 576 }
    }

    /// Bytes of side information behind the header.
    fn side(self) -> usize {
        let is_mono = self.bytes[3] >> 6 == 3;
        match (self.is_first, is_mono) {
            (true, false) => 32,
            (true, true) | (false, false) => 17,
            (false, true) => 9,
        }
    }

    /// Whether another frame can follow in the same stream.
    fn fits(self, other: Self) -> bool {
        (self.is_first, self.rate) == (other.is_first, other.rate)
    }
}

/// What the first frame says, if it is a tag and no sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag {
    frames: Option<u32>,
    /// Samples to be left out at both ends together.
    left_out: u64,
    /// Where in the frame the tag begins.
    at: usize,
}

impl Tag {
    fn read(frame: &[u8], header: Header) -> Option<Self> {
        // A checksum may lie between; encoders put the tag as if it did not.
        let at = 4 + header.side();
        let tag = frame.get(at..)?;
        if let Some(rest) = frame.get(36..).and_then(|rest| rest.strip_prefix(b"VBRI")) {
            let frames = rest.get(10..14)?.try_into().ok()?;
            return Some(Self {
                frames: Some(u32::from_be_bytes(frames)),
                left_out: 0,
                at: 36,
            });
        }
        let rest = tag
            .strip_prefix(b"Xing")
            .or_else(|| tag.strip_prefix(b"Info"))?;
        let flags = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let has = |bit: u32| flags & bit != 0;
        let frames = match rest.get(4..8) {
            Some(frames) if has(1) => Some(u32::from_be_bytes(frames.try_into().ok()?)),
            _ => None,
        };
        let sizes = [(1, 4), (2, 4), (4, 100), (8, 4)];
        let used: usize = sizes
            .iter()
            .filter(|(bit, _)| has(*bit))
            .map(|(_, size)| size)
            .sum();
        let lame = rest.get(4 + used..).unwrap_or_default();
        let known = [b"LAME", b"Lavf", b"Lavc"]
            .iter()
            .any(|name| lame.starts_with(*name));
        let left_out = match lame.get(21..24) {
            Some(&[a, b, c]) if known => {
                let packed = u64::from(a) << 16 | u64::from(b) << 8 | u64::from(c);
                let (delay, padding) = (packed >> 12, packed & 0xfff);
                delay + DECODER_DELAY + padding.saturating_sub(DECODER_DELAY)
            }
            _ => 0,
        };
        Some(Self {
            frames,
            left_out,
            at,
        })
    }
}

/// Where the first of several frames in a row begins, from `start` on, if there is one.
///
/// # Errors
/// If the file cannot be read.
pub fn first_frame<R: Read + Seek>(file: &mut R, start: u64) -> io::Result<Option<u64>> {
    let mut walk = Walk::new(file, start);
    for _ in 0..FIRST_WITHIN {
        if walk.bytes(4)?.len() < 4 {
            return Ok(None);
        }
        if walk.header()?.is_some() {
            let at = walk.at;
            let begins = walk.begins_row()?;
            walk.at = at;
            if begins {
                return Ok(Some(at));
            }
        }
        walk.at += 1;
    }
    Ok(None)
}

/// Counts the frames from `start` on.
///
/// # Errors
/// If the file cannot be read; `InvalidData` if there is no sound in it.
pub fn read<R: Read + Seek>(file: &mut R, start: u64) -> io::Result<Mp3> {
    let mut walk = Walk::new(file, start);
    let Some(first) = walk.header()? else {
        return Ok(Mp3::default());
    };
    let mut found = Mp3::default();
    let tag = Tag::read(walk.bytes(first.length)?, first);
    if tag.is_some() {
        walk.at += first.length as u64;
    }
    let mut frames = 0_u64;
    while let Some(header) = walk.next_like(first)? {
        // One that is cut off is not heard.
        if walk.bytes(header.length)?.len() < header.length {
            break;
        }
        frames += 1;
        walk.at += header.length as u64;
        found.end = Some(walk.at);
    }
    if frames == 0 && tag.is_none() {
        // Whatever this is, the decoder says so.
        return Ok(found);
    }
    let stated = tag.and_then(|tag| tag.frames).map(u64::from);
    // Without a tag, what encoder and decoder delay the sound by is heard as silence.
    let left_out = tag.map_or(0, |tag| tag.left_out);
    let time = |frames: u64| {
        time_of(
            (frames * first.samples()).checked_sub(left_out)?,
            first.rate,
        )
    };
    found.length = Length {
        real: time(frames),
        stated: stated.and_then(time),
    };
    if found.length.real.is_none_or(|real| real.0 == 0) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "there is no sound in it",
        ));
    }
    if stated.is_none_or(|stated| stated < frames) {
        found.wrong_tag = tag.map(|tag| start + tag.at as u64);
        // The tag that is not shown is a silent frame.
        let silent = u64::from(tag.is_some());
        found.front = front(first, frames + silent);
        found.length.real = time_of((frames + silent) * first.samples(), first.rate);
    }
    Ok(found)
}

/// A silent frame that says how many follow.
fn front(first: Header, frames: u64) -> Vec<u8> {
    let [sync, version, third, mode] = first.bytes;
    // Without a checksum and without padding.
    let bytes = [sync, version | 1, TAG_BIT_RATE << 4 | third & 0x0c, mode];
    let Some(header) = Header::read(bytes) else {
        return Vec::new();
    };
    let frames = u32::try_from(frames).unwrap_or(u32::MAX);
    let mut frame = bytes.to_vec();
    frame.resize(4 + header.side(), 0);
    frame.extend(b"Xing");
    frame.extend(1_u32.to_be_bytes());
    frame.extend(frames.to_be_bytes());
    frame.resize(header.length.max(frame.len()), 0);
    frame
}

/// Goes through a file, a buffer at a time.
struct Walk<'a, R> {
    file: &'a mut R,
    at: u64,
    buffer: Vec<u8>,
    /// Where the buffer lies in the file.
    buffer_at: u64,
}

impl<'a, R: Read + Seek> Walk<'a, R> {
    fn new(file: &'a mut R, at: u64) -> Self {
        Self {
            file,
            at,
            buffer: Vec::new(),
            buffer_at: at,
        }
    }

    /// So many bytes from here on, or fewer at the end of the file.
    fn bytes(&mut self, count: usize) -> io::Result<&[u8]> {
        let within = |walk: &Self| usize::try_from(walk.at.checked_sub(walk.buffer_at)?).ok();
        let is_there = within(self).is_some_and(|from| from + count <= self.buffer.len());
        if !is_there {
            self.file.seek(SeekFrom::Start(self.at))?;
            self.buffer_at = self.at;
            self.buffer.clear();
            let wanted = count.max(BUFFER) as u64;
            self.file
                .by_ref()
                .take(wanted)
                .read_to_end(&mut self.buffer)?;
        }
        let from = within(self).unwrap_or(0);
        let rest = self.buffer.get(from..).unwrap_or_default();
        Ok(rest.get(..count).unwrap_or(rest))
    }

    fn header(&mut self) -> io::Result<Option<Header>> {
        let bytes = self.bytes(4)?;
        Ok(bytes.try_into().ok().and_then(Header::read))
    }

    /// Whether several frames in a row begin here, or as many as there are up to the end of the file
    /// or a tag. The walk is then anywhere.
    fn begins_row(&mut self) -> io::Result<bool> {
        let Some(first) = self.header()? else {
            return Ok(false);
        };
        let mut header = first;
        for _ in 1..IN_A_ROW {
            self.at += header.length as u64;
            let next = self.bytes(4)?;
            if next.len() < 4 || next.starts_with(b"TAG") || self.tag_length()?.is_some() {
                return Ok(true);
            }
            match self.header()? {
                Some(next) if next.fits(first) => header = next,
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// The next frame of the same stream: here, behind tags, or a little further on.
    fn next_like(&mut self, first: Header) -> io::Result<Option<Header>> {
        let mut is_behind_gap = false;
        for _ in 0..NEXT_WITHIN {
            if let Some(length) = self.tag_length()? {
                self.at += length;
                continue;
            }
            if self.bytes(4)?.len() < 4 {
                return Ok(None);
            }
            if let Some(header) = self.header()?.filter(|header| header.fits(first)) {
                let at = self.at;
                let is_next = !is_behind_gap || self.begins_row()?;
                self.at = at;
                if is_next {
                    return Ok(Some(header));
                }
            }
            self.at += 1;
            is_behind_gap = true;
        }
        Ok(None)
    }

    /// How long the tag is that begins here, if one does: what is in it can look like a frame.
    fn tag_length(&mut self) -> io::Result<Option<u64>> {
        Ok(match *self.bytes(TAG_HEADER)? {
            // ID3v2: seven bits a byte.
            [
                b'I',
                b'D',
                b'3',
                version,
                _,
                flags,
                a @ ..=0x7f,
                b @ ..=0x7f,
                c @ ..=0x7f,
                d @ ..=0x7f,
                ..,
            ] if version < 0xff => {
                let length = [a, b, c, d]
                    .iter()
                    .fold(0, |n, byte| n << 7 | u64::from(*byte));
                let footer = if flags & 0x10 == 0 { 0 } else { 10 };
                Some(10 + length + footer)
            }
            [
                b'A',
                b'P',
                b'E',
                b'T',
                b'A',
                b'G',
                b'E',
                b'X',
                _,
                _,
                _,
                _,
                a,
                b,
                c,
                d,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                flags,
                ..,
            ] => {
                // The length counts the footer, not the header; before a footer all was passed over.
                let is_header = flags & 0x20 != 0;
                let items = u64::from(u32::from_le_bytes([a, b, c, d]));
                Some(if is_header { 32 + items } else { 32 })
            }
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
