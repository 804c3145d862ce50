//! Audio files without their tags.
//!
//! Nobody hears a tag, and the decoder takes memory for one by the length that the tag claims: a
//! FLAC file of 2 KB had it take 2 GB for a comment. So tags are kept from it. An ID3 tag is
//! passed over; blocks of a FLAC file and chunks of a WAV file that hold tags are shown as
//! padding, so that nothing else moves.

use std::io::{self, Read, Seek, SeekFrom};

/// The most blocks or chunks that are looked at before the sound.
const MAX_BLOCKS: usize = 1_000;
/// FLAC blocks that are needed to play: stream info and seek table.
const FLAC_NEEDED: [u8; 2] = [0, 3];
const FLAC_PADDING: u8 = 1;

/// A reader of an audio file in which tags are padding.
pub struct Untagged<R> {
    inner: R,
    /// Where the file begins for the decoder, behind an ID3 tag.
    start: u64,
    /// Bytes shown in the place of others, by their place in the whole file.
    shown: Vec<(u64, u8)>,
}

impl<R: Read + Seek> Untagged<R> {
    /// Looks for tags; the reader is then at the beginning.
    ///
    /// # Errors
    /// If the file cannot be read or has more blocks before its sound than any real file.
    pub fn new(inner: R) -> io::Result<Self> {
        let mut file = Self {
            inner,
            start: 0,
            shown: Vec::new(),
        };
        file.start = file.after_id3()?;
        match file.bytes_at(file.start)? {
            Some([b'f', b'L', b'a', b'C']) => file.hide_in_flac()?,
            Some([b'R', b'I', b'F', b'F']) => file.hide_in_wav()?,
            _ => {}
        }
        file.rewind()?;
        Ok(file)
    }

    fn after_id3(&mut self) -> io::Result<u64> {
        let Some([b'I', b'D', b'3', _, _, flags, length @ ..]) = self.bytes_at::<10>(0)? else {
            return Ok(0);
        };
        let length = length
            .iter()
            .fold(0, |n, byte| n << 7 | u64::from(byte & 0x7f));
        let footer = if flags & 0x10 == 0 { 0 } else { 10 };
        Ok(10 + length + footer)
    }

    fn hide_in_flac(&mut self) -> io::Result<()> {
        let mut at = self.start + 4;
        for _ in 0..MAX_BLOCKS {
            let Some([kind, length @ ..]) = self.bytes_at::<4>(at)? else {
                return Ok(());
            };
            let last = kind & 0x80;
            if !FLAC_NEEDED.contains(&(kind & 0x7f)) {
                self.shown.push((at, last | FLAC_PADDING));
            }
            if last != 0 {
                return Ok(());
            }
            at += 4 + length.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        }
        Err(too_many_blocks())
    }

    fn hide_in_wav(&mut self) -> io::Result<()> {
        let mut at = self.start + 12;
        for _ in 0..MAX_BLOCKS {
            let Some([a, b, c, d, length @ ..]) = self.bytes_at::<8>(at)? else {
                return Ok(());
            };
            match &[a, b, c, d] {
                b"data" => return Ok(()),
                b"LIST" => self.shown.extend((at..).zip(*b"JUNK")),
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
        let at = self.inner.stream_position()?;
        let read = self.inner.read(buffer)?;
        let bytes = buffer.get_mut(..read).unwrap_or_default();
        for (place, byte) in &self.shown {
            let index = place.checked_sub(at).and_then(|n| usize::try_from(n).ok());
            if let Some(shown) = index.and_then(|index| bytes.get_mut(index)) {
                *shown = *byte;
            }
        }
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Untagged<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(n) => SeekFrom::Start(self.start.saturating_add(n)),
            to => to,
        };
        let at = self.inner.seek(to)?;
        match at.checked_sub(self.start) {
            Some(at) => Ok(at),
            None => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Seek, SeekFrom};

    use super::{MAX_BLOCKS, Untagged};

    fn shown(bytes: &[u8]) -> Vec<u8> {
        let mut shown = Vec::new();
        let mut file = Untagged::new(Cursor::new(bytes)).unwrap();
        file.read_to_end(&mut shown).unwrap();
        shown
    }

    #[test]
    fn a_flac_comment_and_a_picture_are_shown_as_padding() {
        assert_eq!(
            shown(b"fLaC\x00\x00\x00\x02si\x04\x00\x00\x04\xff\xff\xff\x7f\x03\x00\x00\x01s\x86\x00\x00\x01psound"),
            b"fLaC\x00\x00\x00\x02si\x01\x00\x00\x04\xff\xff\xff\x7f\x03\x00\x00\x01s\x81\x00\x00\x01psound"
        );
    }

    #[test]
    fn a_list_in_a_wav_file_is_shown_as_junk_and_its_sound_is_left_alone() {
        assert_eq!(
            shown(b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \0\0\0\0data\x04\0\0\0LIST"),
            b"RIFF\0\0\0\0WAVEJUNK\x03\0\0\0abc\0fmt \0\0\0\0data\x04\0\0\0LIST"
        );
    }

    #[test]
    fn a_file_begins_behind_its_id3_tag() {
        let bytes = b"ID3\x04\x00\x00\x00\x00\x00\x03tagsound";
        assert_eq!(shown(bytes), b"sound");
        let mut file = Untagged::new(Cursor::new(bytes)).unwrap();
        assert_eq!(file.seek(SeekFrom::End(0)).unwrap(), 5);
        assert_eq!(file.seek(SeekFrom::Start(1)).unwrap(), 1);
        let mut rest = String::new();
        file.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "ound");
        assert!(file.seek(SeekFrom::End(-6)).is_err());
    }

    #[test]
    fn anything_else_is_shown_as_it_is() {
        for bytes in [
            &b""[..],
            b"fLaC",
            b"fLaC\x04",
            b"RIFF",
            b"ID3",
            b"OggS and more",
        ] {
            assert_eq!(shown(bytes), bytes);
        }
    }

    #[test]
    fn blocks_without_end_are_refused() {
        let bytes = [&b"fLaC"[..], &[0; 4 * (MAX_BLOCKS + 1)]].concat();
        assert!(Untagged::new(Cursor::new(bytes)).is_err());
    }
}
