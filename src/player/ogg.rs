//! An Ogg Vorbis file, looked at before its decoder takes memory for a comment by the length that it
//! claims, or for a codebook: pages (RFC 3533), packets, and where the comments are counted (Vorbis I
//! specification, section 5.2).

use std::array;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::LazyLock;

use crate::player::vorbis;

/// What the three headers may take, pictures in comments included (PLAYER 3.4).
const MAX_HEADERS: usize = 16 << 20;
/// Length of a page's header, without its table of segments.
const PAGE: usize = 27;
const FIRST: u8 = 2;
const CONTINUED: u8 = 1;

/// Looks at the file from `start` on. Returns the bytes to be shown in the place of others, by their
/// place, for a file without comments.
///
/// # Errors
/// `InvalidData` for what no decoder should see (PLAYER 3.3, 3.4); what reading says.
pub fn without_comments(file: &mut (impl Read + Seek), start: u64) -> io::Result<Vec<(u64, u8)>> {
    file.seek(SeekFrom::Start(start))?;
    let mut headers = Headers::default();
    let mut at = start;
    loop {
        match Page::read(file) {
            Ok(bytes) => {
                let length = bytes.len() as u64;
                headers.take(Page { at, bytes })?;
                at += length;
            }
            Err(error) if !is_no_page(&error) || headers.ended < 3 => return Err(error),
            // Whoever finds a page damaged looks for the next by its first letters alone.
            Err(error) if is_found(file, at + 1)? => return Err(error),
            Err(_) => break,
        }
    }
    let [says, comments, setup] = headers.packets;
    let kinds = [
        (&says, b"\x01vorbis"),
        (&comments, b"\x03vorbis"),
        (&setup, b"\x05vorbis"),
    ];
    if kinds
        .iter()
        .any(|(packet, kind)| !packet.bytes.starts_with(*kind))
    {
        return Err(wrong("an Ogg file with something else than Vorbis"));
    }
    vorbis::codebooks(&setup.bytes).ok_or_else(|| wrong("a setup header that is damaged"))?;
    let count = comments
        .count()
        .ok_or_else(|| wrong("a comment header that is damaged"))?;
    Ok(headers
        .pages
        .into_iter()
        .flat_map(|page| page.with_nothing_at(&count))
        .collect())
}

fn is_no_page(error: &io::Error) -> bool {
    let no_page = [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof];
    no_page.contains(&error.kind())
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// A number of a page's or a packet's.
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

/// Which stream a page belongs to.
fn stream_of(page: &[u8]) -> Option<u32> {
    number(page, 14)
}

/// Whether a page is marked so.
fn is(page: &[u8], flag: u8) -> bool {
    page.get(5).is_some_and(|flags| flags & flag != 0)
}

/// One page, and where it lies in the file.
struct Page {
    at: u64,
    bytes: Vec<u8>,
}

impl Page {
    /// The bytes of a whole page whose checksum is right.
    fn read(file: &mut impl Read) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; PAGE];
        file.read_exact(&mut bytes)?;
        let segments = usize::from(bytes.last().copied().unwrap_or(0));
        bytes.resize(PAGE + segments, 0);
        file.read_exact(bytes.get_mut(PAGE..).unwrap_or_default())?;
        let table = bytes.get(PAGE..).unwrap_or_default();
        let body = table.iter().map(|n| usize::from(*n)).sum::<usize>();
        bytes.resize(PAGE + segments + body, 0);
        file.read_exact(bytes.get_mut(PAGE + segments..).unwrap_or_default())?;
        let stored = bytes.get(22..26).unwrap_or_default();
        if bytes.starts_with(b"OggS\0") && stored == checksum(&bytes).to_le_bytes() {
            return Ok(bytes);
        }
        Err(wrong("an Ogg page that is damaged"))
    }

    /// Whether its body holds what a reader that seeks into it would take for a page of the stream.
    fn has_page_within(&self, stream: Option<u32>) -> bool {
        let inside = self.bytes.get(PAGE..).unwrap_or_default();
        let begins = inside.windows(5).enumerate();
        begins.filter(|(_, five)| five == b"OggS\0").any(|(at, _)| {
            match inside.get(at..at + PAGE) {
                None => true,
                Some(header) => is(header, FIRST) || stream_of(header) == stream,
            }
        })
    }

    /// The patches with which these bytes of the file are zero and its checksum is still right.
    fn with_nothing_at(mut self, places: &[u64]) -> Vec<(u64, u8)> {
        let mut patches = Vec::new();
        for place in places {
            let index = place
                .checked_sub(self.at)
                .and_then(|n| usize::try_from(n).ok());
            if let Some(byte) = index.and_then(|index| self.bytes.get_mut(index)) {
                *byte = 0;
                patches.push((*place, 0));
            }
        }
        if !patches.is_empty() {
            let sum = checksum(&self.bytes).to_le_bytes();
            patches.extend((self.at + 22..).zip(sum));
        }
        patches
    }
}

/// A packet, and where in the file its parts begin: each with the bytes before it.
#[derive(Default)]
struct Packet {
    bytes: Vec<u8>,
    parts: Vec<(usize, u64)>,
}

impl Packet {
    /// Where the comment header says how many comments it holds.
    fn count(&self) -> Option<Vec<u64>> {
        let vendor = usize::try_from(number(&self.bytes, 7)?).ok()?;
        let at = vendor.checked_add(11)?;
        self.bytes.get(at..at.checked_add(4)?)?;
        (at..at + 4).map(|at| self.place(at)).collect()
    }

    fn place(&self, at: usize) -> Option<u64> {
        let (before, place) = self.parts.iter().rfind(|(before, _)| *before <= at)?;
        Some(place + (at - before) as u64)
    }
}

/// The times that pages of sound say, in frames from the beginning: the last is how long the file is.
#[derive(Default)]
struct Granules {
    /// The position in the last page on which a packet ended.
    last: Option<u64>,
}

impl Granules {
    /// A page of sound, on which so many packets end, each with at most so many frames.
    fn take(&mut self, page: &[u8], ended: u64, most: u64) -> io::Result<()> {
        if ended == 0 {
            return Ok(());
        }
        let stated = page.get(6..).and_then(|bytes| bytes.first_chunk());
        let now = stated.map_or(-1, |bytes| i64::from_le_bytes(*bytes));
        let now =
            u64::try_from(now).map_err(|_| wrong("an Ogg file with a page without a time"))?;
        // A stream that was cut out of another begins anywhere.
        if let Some(last) = self.last.replace(now)
            && !(last..=last.saturating_add((ended + 1) * most)).contains(&now)
        {
            return Err(wrong(
                "an Ogg file whose pages are not in the order of their times",
            ));
        }
        Ok(())
    }
}

/// The three packets before the sound; behind them only sound is let pass.
#[derive(Default)]
struct Headers {
    packets: [Packet; 3],
    /// How many of them are whole.
    ended: usize,
    /// The pages they lie in.
    pages: Vec<Page>,
    /// How much that is.
    bytes: usize,
    /// Whether the last packet goes on on the next page.
    goes_on: bool,
    granules: Granules,
}

impl Headers {
    /// How many frames a packet of sound has at most: half of the longer of two blocks (Vorbis I
    /// specification, section 4.2.2).
    fn frames_a_packet(&self) -> u64 {
        let [identification, ..] = &self.packets;
        let sizes = identification.bytes.get(28).copied().unwrap_or(0);
        1 << (sizes >> 4) >> 1
    }

    fn take(&mut self, page: Page) -> io::Result<()> {
        let ours = self.ended < 3;
        let bytes = &page.bytes;
        let stream = stream_of(self.pages.first().map_or(bytes, |first| &first.bytes));
        let in_order = !ours || number(bytes, 18) == u32::try_from(self.pages.len()).ok();
        let marked =
            is(bytes, FIRST) == self.pages.is_empty() && is(bytes, CONTINUED) == self.goes_on;
        if !in_order || !marked || stream_of(bytes) != stream {
            return Err(wrong("an Ogg file that is more than one stream in order"));
        }
        if page.has_page_within(stream) {
            return Err(wrong("an Ogg file with a page within a page"));
        }
        let segments = usize::from(page.bytes.get(PAGE - 1).copied().unwrap_or(0));
        let mut at = PAGE + segments;
        let mut sounds_ended = 0;
        for length in page.bytes.get(PAGE..at).unwrap_or_default() {
            let end = at + usize::from(*length);
            let part = page.bytes.get(at..end).unwrap_or_default();
            match self.packets.get_mut(self.ended) {
                Some(packet) => {
                    packet.parts.push((packet.bytes.len(), page.at + at as u64));
                    packet.bytes.extend(part);
                }
                // Another header would be read as one.
                None if !self.goes_on && part.first().is_some_and(|kind| kind & 1 == 1) => {
                    return Err(wrong("an Ogg file with headers amid its sound"));
                }
                None => {}
            }
            at = end;
            self.goes_on = *length == 255;
            if !self.goes_on && self.ended < 3 {
                self.ended += 1;
            } else if !self.goes_on {
                sounds_ended += 1;
            }
        }
        let most = self.frames_a_packet();
        self.granules.take(&page.bytes, sounds_ended, most)?;
        if ours {
            self.bytes += page.bytes.len();
            self.pages.push(page);
        }
        if self.bytes > MAX_HEADERS {
            return Err(wrong("an Ogg file with more headers than any real one"));
        }
        Ok(())
    }
}

/// Whether a page begins from there on; the reader is then anywhere.
fn is_found(file: &mut (impl Read + Seek), from: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(from))?;
    let mut window = [0; 4];
    for byte in BufReader::with_capacity(64 << 10, file).bytes() {
        window.rotate_left(1);
        let [.., last] = &mut window;
        *last = byte?;
        if window == *b"OggS" {
            return Ok(true);
        }
    }
    Ok(false)
}

/// RFC 3533, section 6: polynomial 0x04c11db7, its own field taken as zero.
#[must_use]
pub fn checksum(page: &[u8]) -> u32 {
    static BYTES: LazyLock<[u32; 256]> = LazyLock::new(|| {
        array::from_fn(|byte| {
            let byte = u32::try_from(byte).unwrap_or(0) << 24;
            (0..8).fold(byte, |sum, _| {
                let more = if sum >> 31 == 1 { 0x04c1_1db7 } else { 0 };
                sum << 1 ^ more
            })
        })
    });
    let (table, bytes) = (&*BYTES, page.iter().enumerate());
    bytes.fold(0, |sum: u32, (at, byte)| {
        let byte = if (22..26).contains(&at) { 0 } else { *byte };
        let [high, ..] = sum.to_be_bytes();
        sum << 8 ^ table.get(usize::from(high ^ byte)).copied().unwrap_or(0)
    })
}

#[cfg(test)]
mod tests;
