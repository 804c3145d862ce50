//! Audio files without their tags (PLAYER 3.1, 3.2).
//!
//! Nobody hears a tag, and the decoder takes memory for one by the length that the tag claims: a
//! FLAC file of 2 KB had it take 2 GB for a comment. So tags are kept from it. An ID3 tag is
//! passed over; blocks of a FLAC file and chunks of a WAV file that hold tags are shown as
//! padding, so that nothing else moves, and an Ogg file is shown without comments. A decoder that
//! finds nothing it knows at the beginning looks on for something that it does, tags and all: so a
//! file begins for it where its sound does.

use std::io::{self, Read, Seek, SeekFrom};

use crate::player::length::{self, Length};
use crate::player::{mp3, ogg};

/// The most blocks or chunks that are looked at before the sound (PLAYER 3.2).
const MAX_BLOCKS: usize = 1_000;
const FLAC_STREAM_INFO: u8 = 0;
/// FLAC blocks that are needed to play: stream info and seek table.
const FLAC_NEEDED: [u8; 2] = [FLAC_STREAM_INFO, 3];
const FLAC_PADDING: u8 = 1;

/// A reader of an audio file in which tags are padding.
pub struct Untagged<R> {
    inner: R,
    /// Where the file begins for the decoder, behind an ID3 tag.
    start: u64,
    /// (offset, byte) that override the file.
    patches: Vec<(u64, u8)>,
    /// Bytes that are put before the first.
    front: Vec<u8>,
    /// Where it ends for the decoder.
    end: u64,
    /// Where the reader is, for the decoder.
    at: u64,
    /// Where the file itself is, as far as that is known.
    inner_at: Option<u64>,
    length: Length,
}

impl<R: Read + Seek> Untagged<R> {
    /// Looks for tags; the reader is then at the beginning.
    ///
    /// # Errors
    /// If the file cannot be read; `InvalidData` if it is none of the kinds that are played, has more
    /// blocks before its sound than any real file, or says what no decoder should see.
    pub fn new(mut inner: R) -> io::Result<Self> {
        let end = inner.seek(SeekFrom::End(0))?;
        let mut file = Self {
            inner,
            start: 0,
            end,
            patches: Vec::new(),
            front: Vec::new(),
            at: 0,
            inner_at: None,
            length: Length::default(),
        };
        file.start = file.after_id3()?;
        match file.bytes_at(file.start)? {
            Some([b'f', b'L', b'a', b'C']) => file.hide_in_flac()?,
            Some([b'R', b'I', b'F', b'F']) => file.hide_in_wav()?,
            Some([b'O', b'g', b'g', b'S']) => {
                file.patches = ogg::without_comments(&mut file.inner, file.start)?;
            }
            _ => {
                file.start = file.first_mp3_frame()?;
                let found = mp3::read(&mut file.inner, file.start)?;
                (file.length, file.front) = (found.length, found.front);
                // A tag behind the sound may hold what looks like more of it.
                file.end = found.end.unwrap_or(file.end);
                let wrong_tag = found.wrong_tag.into_iter();
                file.patches
                    .extend(wrong_tag.flat_map(|at| (at..at + 4).map(|at| (at, 0))));
            }
        }
        file.rewind()?;
        Ok(file)
    }

    /// How long the file really is, as far as it can be seen without decoding it.
    pub fn length(&self) -> Length {
        self.length
    }

    fn after_id3(&mut self) -> io::Result<u64> {
        let mut at = 0;
        for _ in 0..MAX_BLOCKS {
            let Some([b'I', b'D', b'3', _, _, flags, length @ ..]) = self.bytes_at::<10>(at)?
            else {
                return Ok(at);
            };
            let length = length
                .iter()
                .fold(0, |n, byte| n << 7 | u64::from(byte & 0x7f));
            let footer = if flags & 0x10 == 0 { 0 } else { 10 };
            at += 10 + length + footer;
        }
        Err(too_many_blocks())
    }

    /// Layer III of MPEG 1, 2 and 2.5.
    fn first_mp3_frame(&mut self) -> io::Result<u64> {
        mp3::first_frame(&mut self.inner, self.start)?.ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "neither an MP4 file nor a sound of a kind that Muster plays",
            )
        })
    }

    fn hide_in_flac(&mut self) -> io::Result<()> {
        let mut at = self.start + 4;
        for _ in 0..MAX_BLOCKS {
            let Some([kind, length @ ..]) = self.bytes_at::<4>(at)? else {
                return Ok(());
            };
            let last = kind & 0x80;
            if kind & 0x7f == FLAC_STREAM_INFO
                && let Some(info) = self.bytes_at::<22>(at)?
            {
                self.measure_flac(at, info)?;
            }
            if !FLAC_NEEDED.contains(&(kind & 0x7f)) {
                self.patches.push((at, last | FLAC_PADDING));
            }
            if last != 0 {
                return Ok(());
            }
            at += 4 + length.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        }
        Err(too_many_blocks())
    }

    fn measure_flac(&mut self, at: u64, info: [u8; 22]) -> io::Result<()> {
        let [_, _, _, _, info @ ..] = info;
        let found = length::flac(&mut self.inner, info)?;
        self.length = found.length;
        let patch = found.patch.into_iter().flatten();
        self.patches.extend((at + 4 + 13..).zip(patch));
        Ok(())
    }

    fn hide_in_wav(&mut self) -> io::Result<()> {
        let end = self.end;
        // What was added later, such as a chunk in front, often does not count in the whole.
        let whole = u32::try_from(end.saturating_sub(self.start + 8)).unwrap_or(u32::MAX);
        self.patches
            .extend((self.start + 4..).zip(whole.to_le_bytes()));
        let mut format = None;
        let mut at = self.start + 12;
        for _ in 0..MAX_BLOCKS {
            let Some([a, b, c, d, length @ ..]) = self.bytes_at::<8>(at)? else {
                return Ok(());
            };
            match &[a, b, c, d] {
                b"fmt " => format = self.bytes_at::<16>(at + 8)?,
                b"data" => {
                    let stated = u32::from_le_bytes(length);
                    let found = length::wav(format, stated, end.saturating_sub(at + 8));
                    self.length = found.length;
                    let patch = found.patch.map(u32::to_le_bytes).into_iter().flatten();
                    self.patches.extend((at + 4..).zip(patch));
                    return Ok(());
                }
                b"LIST" => self.patches.extend((at..).zip(*b"JUNK")),
                _ => {}
            }
            let length = u64::from(u32::from_le_bytes(length));
            at += 8 + length + length % 2;
        }
        Err(too_many_blocks())
    }

    /// The bytes at a place of the whole file, if it reaches so far.
    fn bytes_at<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        self.inner.seek(SeekFrom::Start(at))?;
        match self.inner.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn too_many_blocks() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "more blocks before the sound than any real file has",
    )
}

impl<R: Read + Seek> Read for Untagged<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let front = usize::try_from(self.at)
            .ok()
            .and_then(|at| self.front.get(at..));
        if let Some(mut rest) = front.filter(|rest| !rest.is_empty()) {
            let read = rest.read(buffer)?;
            self.at += read as u64;
            return Ok(read);
        }
        let at = self.start + self.at - self.front.len() as u64;
        let left = usize::try_from(self.end.saturating_sub(at)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let buffer = buffer.get_mut(..wanted).unwrap_or_default();
        if self.inner_at != Some(at) {
            self.inner.seek(SeekFrom::Start(at))?;
        }
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        self.inner_at = Some(at + read as u64);
        let bytes = buffer.get_mut(..read).unwrap_or_default();
        for (place, byte) in &self.patches {
            let index = place.checked_sub(at).and_then(|n| usize::try_from(n).ok());
            if let Some(patched) = index.and_then(|index| bytes.get_mut(index)) {
                *patched = *byte;
            }
        }
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Untagged<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => {
                let length = self.end.saturating_sub(self.start) + self.front.len() as u64;
                length.checked_add_signed(by)
            }
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, ErrorKind, Read, Seek, SeekFrom};

    use super::{MAX_BLOCKS, Untagged};

    fn patched(bytes: &[u8]) -> Vec<u8> {
        let mut bytes_read = Vec::new();
        let mut file = Untagged::new(Cursor::new(bytes)).unwrap();
        file.read_to_end(&mut bytes_read).unwrap();
        bytes_read
    }

    // PLAYER 3.2.
    #[test]
    fn a_flac_comment_and_a_picture_are_shown_as_padding() {
        assert_eq!(
            patched(b"fLaC\x00\x00\x00\x02si\x04\x00\x00\x04\xff\xff\xff\x7f\x03\x00\x00\x01s\x86\x00\x00\x01psound"),
            b"fLaC\x00\x00\x00\x02si\x01\x00\x00\x04\xff\xff\xff\x7f\x03\x00\x00\x01s\x81\x00\x00\x01psound"
        );
    }

    // PLAYER 3.2.
    #[test]
    fn a_list_in_a_wav_file_is_shown_as_junk_and_its_sound_is_left_alone() {
        assert_eq!(
            patched(b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \0\0\0\0data\x04\0\0\0LIST"),
            b"RIFF\x24\0\0\0WAVEJUNK\x03\0\0\0abc\0fmt \0\0\0\0data\x04\0\0\0LIST"
        );
    }

    #[test]
    fn a_file_begins_behind_its_id3_tag() {
        let bytes = b"ID3\x04\x00\x00\x00\x00\x00\x03tag\xff\xfbsound";
        assert_eq!(patched(bytes), b"\xff\xfbsound");
        let mut file = Untagged::new(Cursor::new(bytes)).unwrap();
        assert_eq!(file.seek(SeekFrom::End(0)).unwrap(), 7);
        assert_eq!(file.seek(SeekFrom::Start(3)).unwrap(), 3);
        let mut rest = String::new();
        file.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "ound");
        assert!(file.seek(SeekFrom::End(-8)).is_err());
    }

    #[test]
    fn what_is_cut_off_within_its_tags_is_shown_as_it_is() {
        for bytes in [&b"fLaC"[..], b"fLaC\x04", b"RIFF"] {
            assert_eq!(patched(bytes), bytes);
        }
    }

    /// Found by fuzzing: a decoder that is shown such a file finds what stands further on, and takes
    /// gigabytes for its comment.
    #[test]
    fn a_file_that_begins_with_no_sound_is_refused_and_one_in_front_of_mp3_frames_passed_over() {
        let comment = b"no fLaC\x84\x00\x00\x04\xff\xff\xff\x7f";
        for bytes in [&b""[..], b"ID3", comment, b"OggS and more"] {
            let refused = Untagged::new(Cursor::new(bytes)).err().expect("refused");
            assert!(
                [ErrorKind::InvalidData, ErrorKind::UnexpectedEof].contains(&refused.kind()),
                "{refused}"
            );
        }
        let frame = b"\xff\xfb\x90\x64sound";
        assert_eq!(patched(&[&comment[..], frame].concat()), frame);
    }

    #[test]
    fn a_file_begins_behind_its_second_id3_tag_too() {
        let bytes =
            b"ID3\x04\x00\x00\x00\x00\x00\x03tagID3\x04\x00\x00\x00\x00\x00\x01t\xff\xfbsound";
        assert_eq!(patched(bytes), b"\xff\xfbsound");
    }

    // PLAYER 3.2.
    #[test]
    fn blocks_without_end_are_refused() {
        let bytes = [&b"fLaC"[..], &[0; 4 * (MAX_BLOCKS + 1)]].concat();
        assert!(Untagged::new(Cursor::new(bytes)).is_err());
    }
}
