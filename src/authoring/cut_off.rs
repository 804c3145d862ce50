//! Whether a file of media ends before its container says that it does: a copy that was broken off, or a
//! recording that the power cut. What is left of it may well play, or be transcoded, so this is asked
//! of the container and not of a decoder. And whether another file begins behind its end, as in those
//! that were joined by copying one after the other: players show the first.

use std::io::{self, Read, Seek, SeekFrom};

use crate::player::{MediaSource, ReadSeek};

/// Boxes at the top of an MP4 that are looked at.
const MAX_BOXES: usize = 10_000;
/// An Ogg page is no longer than this, in bytes.
const MAX_OGG_PAGE_BYTES: u64 = 27 + 255 + 255 * 255;

/// How many bytes are missing at the end, of MP4, Matroska, AVI and Ogg; nothing
/// where the file is whole, another one, or does not say how long it is.
pub(super) fn missing_bytes(source: &impl MediaSource) -> Option<u64> {
    let mut file = source.open().ok()?;
    let length = file.seek(SeekFrom::End(0)).ok()?;
    let end = stated_end(&mut *file, length).ok()??;
    end.checked_sub(length).filter(|missing| *missing > 0)
}

/// Whether a second film or sound of the same kind lies behind the first, in MP4, WAV and AVI.
pub(super) fn has_another_behind(source: &impl MediaSource) -> bool {
    let found = source.open().and_then(|mut file| {
        let length = file.seek(SeekFrom::End(0))?;
        another_begins(&mut *file, length)
    });
    found.unwrap_or(false)
}

fn another_begins(file: &mut dyn ReadSeek, length: u64) -> io::Result<bool> {
    let head: [u8; 12] = read_at(file, 0)?;
    let [b'R', b'I', b'F', b'F', a, b, c, d, kind @ ..] = head else {
        return has_two_indexes(file, length);
    };
    let size = u64::from(u32::from_le_bytes([a, b, c, d]));
    // Chunks have even lengths.
    let end = 8 + size + size % 2;
    if size == 0 || end + 12 > length {
        return Ok(false);
    }
    let next: [u8; 12] = read_at(file, end)?;
    Ok(next.starts_with(b"RIFF") && next.ends_with(&kind))
}

/// Whether two indexes of films stand among the boxes at the top.
fn has_two_indexes(file: &mut dyn ReadSeek, length: u64) -> io::Result<bool> {
    let (mut at, mut indexes) = (0_u64, 0);
    for _ in 0..MAX_BOXES {
        if at + 8 > length {
            break;
        }
        let [a, b, c, d, name @ ..] = read_at::<8>(file, at)?;
        if !name
            .iter()
            .all(|byte| byte.is_ascii_graphic() || *byte == b' ')
        {
            break;
        }
        indexes += u32::from(&name == b"moov");
        let size = match u32::from_be_bytes([a, b, c, d]) {
            1 => u64::from_be_bytes(read_at(file, at + 8)?),
            size => u64::from(size),
        };
        match at.checked_add(size).filter(|_| size >= 8) {
            Some(end) => at = end,
            None => break,
        }
    }
    Ok(indexes > 1)
}

/// Where the file would end.
fn stated_end(file: &mut dyn ReadSeek, length: u64) -> io::Result<Option<u64>> {
    let head: [u8; 12] = read_at(file, 0)?;
    match head {
        [0x1A, 0x45, 0xDF, 0xA3, ..] => end_of_matroska(file),
        [b'O', b'g', b'g', b'S', ..] => end_of_ogg(file, length),
        [b'R', b'I', b'F', b'F', a, b, c, d, b'A', b'V', b'I', b' '] => {
            let size = u32::from_le_bytes([a, b, c, d]);
            Ok((size != 0 && size != u32::MAX).then_some(8 + u64::from(size)))
        }
        [_, _, _, _, name @ ..] => match &name[..4] {
            b"ftyp" | b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot" => {
                end_of_boxes(file, length)
            }
            _ => Ok(None),
        },
    }
}

fn read_at<const N: usize>(file: &mut dyn ReadSeek, at: u64) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The end of the last box at the top. One without a size goes to the end of the file.
fn end_of_boxes(file: &mut dyn ReadSeek, length: u64) -> io::Result<Option<u64>> {
    let mut at = 0_u64;
    for _ in 0..MAX_BOXES {
        if at + 8 > length {
            break;
        }
        let [a, b, c, d, _, _, _, _] = read_at(file, at)?;
        let size = match u32::from_be_bytes([a, b, c, d]) {
            0 => return Ok(None),
            1 => u64::from_be_bytes(read_at(file, at + 8)?),
            size => u64::from(size),
        };
        let end = at.checked_add(size).filter(|_| size >= 8);
        match end {
            Some(end) => at = end,
            // What follows the boxes is none.
            None => return Ok(None),
        }
    }
    Ok(Some(at))
}

/// The end of the segment, where it has a size.
fn end_of_matroska(file: &mut dyn ReadSeek) -> io::Result<Option<u64>> {
    let (header_bytes, at) = size_at(file, 4)?;
    let Some(segment_at) = header_bytes.and_then(|bytes| at.checked_add(bytes)) else {
        return Ok(None);
    };
    let id: [u8; 4] = read_at(file, segment_at)?;
    if id != [0x18, 0x53, 0x80, 0x67] {
        return Ok(None);
    }
    let (bytes, at) = size_at(file, segment_at + 4)?;
    Ok(bytes.and_then(|bytes| at.checked_add(bytes)))
}

/// A size of EBML, nothing where it is unknown, and what follows it.
fn size_at(file: &mut dyn ReadSeek, at: u64) -> io::Result<(Option<u64>, u64)> {
    let [first] = read_at(file, at)?;
    let count = first.leading_zeros() + 1;
    if count > 8 {
        return Ok((None, at));
    }
    let mut size = u64::from(first) & (0xFF >> count);
    for n in 1..u64::from(count) {
        let [next] = read_at(file, at + n)?;
        size = size << 8 | u64::from(next);
    }
    let is_unknown = size == (1 << (7 * count)) - 1;
    Ok(((!is_unknown).then_some(size), at + u64::from(count)))
}

/// The end of the last page.
fn end_of_ogg(file: &mut dyn ReadSeek, length: u64) -> io::Result<Option<u64>> {
    let from = length.saturating_sub(MAX_OGG_PAGE_BYTES);
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(MAX_OGG_PAGE_BYTES).read_to_end(&mut end)?;
    let Some(at) = end.windows(5).rposition(|window| window == b"OggS\0") else {
        return Ok(None);
    };
    let page = end.get(at..).unwrap_or_default();
    let lengths = page
        .get(26)
        .and_then(|count| page.get(27..27 + usize::from(*count)));
    let page_bytes = match lengths {
        Some(lengths) => {
            27 + lengths.len() as u64 + lengths.iter().copied().map(u64::from).sum::<u64>()
        }
        // Its own head is cut.
        None => page.len() as u64 + 1,
    };
    Ok(Some(from + at as u64 + page_bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{has_another_behind, missing_bytes};
    use crate::player::{MediaSource, ReadSeek};

    struct Bytes(Vec<u8>);

    impl MediaSource for Bytes {
        fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
            Ok(Box::new(Cursor::new(self.0.clone())))
        }
    }

    fn boxed(name: [u8; 4], contents: usize) -> Vec<u8> {
        let size = u32::try_from(contents + 8).unwrap();
        [&size.to_be_bytes(), &name[..], &vec![7; contents]].concat()
    }

    fn samples() -> Vec<(&'static str, Vec<u8>)> {
        let long = [&[0, 0, 0, 1][..], b"mdat", &80_u64.to_be_bytes(), &[7; 64]].concat();
        let segment = [&[0x18, 0x53, 0x80, 0x67, 0x40, 200][..], &[7; 200]].concat();
        let page = [b"OggS\0", &[0; 21][..], &[2, 255, 45], &[7; 300]].concat();
        vec![
            (
                "MP4",
                [
                    boxed(*b"ftyp", 16),
                    boxed(*b"moov", 40),
                    boxed(*b"mdat", 500),
                ]
                .concat(),
            ),
            ("long box", [boxed(*b"ftyp", 16), long].concat()),
            (
                "Matroska",
                [&[0x1A, 0x45, 0xDF, 0xA3, 0x84, 1, 2, 3, 4][..], &segment].concat(),
            ),
            (
                "AVI",
                [b"RIFF", &104_u32.to_le_bytes()[..], b"AVI ", &[7; 100]].concat(),
            ),
            ("Ogg", [page.clone(), page].concat()),
        ]
    }

    #[test]
    fn a_file_that_is_cut_off_lacks_what_its_container_says() {
        for (name, bytes) in samples() {
            assert_eq!(missing_bytes(&Bytes(bytes.clone())), None, "{name}");
            let cut = bytes.len() - 30;
            let missing = missing_bytes(&Bytes(bytes[..cut].to_vec()));
            assert_eq!(missing, Some(30), "{name}");
        }
    }

    #[test]
    fn a_second_file_behind_the_first_is_seen() {
        let wav = [b"RIFF", &24_u32.to_le_bytes()[..], b"WAVE", &[7; 20]].concat();
        let mut files: Vec<_> = samples().into_iter().map(|(_, bytes)| bytes).collect();
        let [mp4, .., avi, _] = files.as_slice() else {
            panic!("the samples above");
        };
        for file in [mp4, avi, &wav] {
            let twice = [&file[..], file].concat();
            assert!(has_another_behind(&Bytes(twice)));
            let tail = [&file[..], b"what a camera writes"].concat();
            assert!(!has_another_behind(&Bytes(tail)));
        }
        // An AVI of more than a gigabyte goes on like this.
        let more = [&avi[..], b"RIFF\x04\0\0\0AVIX"].concat();
        files.extend([wav, more, Vec::new()]);
        for file in files {
            assert!(!has_another_behind(&Bytes(file)));
        }
    }

    #[test]
    fn a_file_that_does_not_say_how_long_it_is_lacks_nothing() {
        let to_the_end = [boxed(*b"ftyp", 16), b"\0\0\0\0mdat".to_vec(), vec![7; 9]].concat();
        let live = [
            &[0x1A, 0x45, 0xDF, 0xA3, 0x84, 1, 2, 3, 4][..],
            &[0x18, 0x53, 0x80, 0x67, 0xFF, 7, 7],
        ];
        for bytes in [
            to_the_end,
            live.concat(),
            b"ID3 and sound, no box".to_vec(),
            Vec::new(),
        ] {
            assert_eq!(missing_bytes(&Bytes(bytes)), None);
        }
    }
}
