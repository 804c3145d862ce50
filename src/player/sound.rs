//! The sound of a medium, as stereo blocks with their times, from any place on.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rodio::Source;
use rusty_aac::AacDecoder;

use crate::player::decoder::Refusal;
use crate::player::decoder_panic::catch_decoder_panic;
use crate::player::demux::{self, Codec, Track};
use crate::player::downmix::to_stereo;
use crate::player::length::Length;
use crate::player::tags::Untagged;
use crate::player::{MediaTime, PlayerError, ReadSeek};

/// After so many damaged frames without a good one between them, decoding is given up (PLAYER 4.3):
/// a second of sound or so.
const MAX_DAMAGE: u32 = 50;
/// How many stereo frames a block of an audio file has at most.
const FILE_BLOCK: usize = 1024;
/// Bytes of an audio file that are read at once.
const BUFFER: usize = 64 << 10;

/// A stretch of sound.
#[derive(Clone, Debug)]
pub struct Block {
    /// When its first frame is due.
    pub at: MediaTime,
    /// Frames a second.
    pub rate: u32,
    /// Left and right by turns.
    pub samples: Vec<f32>,
}

/// Reads and decodes sound.
pub enum Sound {
    /// AAC from an MP4 file.
    Aac(Box<Aac>),
    /// A file that holds sound alone.
    File(Box<SoundFile>),
}

impl Sound {
    /// The next stretch; `None` at the end.
    ///
    /// # Errors
    /// If the file cannot be read or too much of it is damaged.
    pub fn next_block(&mut self) -> Result<Option<Block>, PlayerError> {
        match self {
            Self::Aac(aac) => aac.next(),
            Self::File(file) => file.next(),
        }
    }

    /// Goes to `to`: the next block begins there, or a little before it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn seek(&mut self, to: MediaTime) -> Result<(), PlayerError> {
        match self {
            Self::Aac(aac) => aac.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}

/// The sound track of an MP4 file.
pub struct Aac {
    source: Box<dyn ReadSeek>,
    track: Arc<Track>,
    decoder: AacDecoder,
    next: usize,
    /// Frames before this are decoded for those that overlap with them, and not handed out.
    wanted_from: MediaTime,
    damage: u32,
    buffer: Vec<u8>,
}

impl Aac {
    /// Makes ready to decode a track from its beginning.
    ///
    /// # Errors
    /// If its configuration is damaged or not one that Muster plays.
    pub fn new(source: Box<dyn ReadSeek>, track: Arc<Track>) -> Result<Self, PlayerError> {
        Ok(Self {
            decoder: decoder(&track)?,
            source,
            next: 0,
            wanted_from: MediaTime(i64::MIN),
            damage: 0,
            buffer: Vec::new(),
            track,
        })
    }

    fn next(&mut self) -> Result<Option<Block>, PlayerError> {
        loop {
            let Some(sample) = self.track.samples.get(self.next).copied() else {
                return Ok(None);
            };
            self.next += 1;
            demux::read_sample(self.source.as_mut(), &sample, &mut self.buffer)?;
            let (decoder, buffer) = (&mut self.decoder, &self.buffer);
            let result = catch_decoder_panic(|| {
                decoder
                    .decode(buffer, None)
                    .map_err(|error| Refusal::Damaged(error.to_string()))
            });
            let frame = match result {
                Ok(frame) => frame,
                Err(Refusal::Damaged(reason) | Refusal::Unsupported(reason)) => {
                    // What is missing is heard as silence; a panic left the decoder unusable.
                    self.damage += 1;
                    if self.damage > MAX_DAMAGE {
                        return Err(undecodable(sample.at, reason));
                    }
                    self.decoder = self::decoder(&self.track)?;
                    continue;
                }
            };
            self.damage = 0;
            let from = sample.from.max(self.wanted_from);
            let block = Block {
                at: sample.at,
                rate: frame.sample_rate.max(1),
                samples: to_stereo(frame.samples, frame.channels),
            };
            if let Some(block) = cut(block, from, sample.until) {
                return Ok(Some(block));
            }
        }
    }

    fn seek(&mut self, to: MediaTime) -> Result<(), PlayerError> {
        let samples = &self.track.samples;
        let at = samples
            .iter()
            .rposition(|sample| sample.at <= to && to < sample.until && sample.from <= to)
            .or_else(|| samples.iter().position(|sample| sample.at > to))
            .unwrap_or(samples.len());
        // A frame overlaps with the one before it, HE-AAC reaches back one further.
        self.next = at.saturating_sub(2);
        self.wanted_from = to;
        self.decoder = decoder(&self.track)?;
        Ok(())
    }
}

fn decoder(track: &Track) -> Result<AacDecoder, PlayerError> {
    let Codec::Aac { config } = &track.codec else {
        return Err(PlayerError::NoTracks);
    };
    catch_decoder_panic(|| {
        AacDecoder::with_config_bytes(config)
            .map_err(|error| Refusal::Unsupported(error.to_string()))
    })
    .map_err(|refusal| {
        let (Refusal::Unsupported(reason) | Refusal::Damaged(reason)) = refusal;
        PlayerError::Unsupported {
            what: format!("AAC: {reason}"),
        }
    })
}

fn undecodable(at: MediaTime, reason: String) -> PlayerError {
    PlayerError::Decode {
        track: "sound",
        at_ms: at.as_millis(),
        reason,
    }
}

/// What of a block lies between two times; `None` if nothing does.
fn cut(mut block: Block, from: MediaTime, until: MediaTime) -> Option<Block> {
    let frames = block.samples.len() / 2;
    let frames_until = |time: MediaTime| frames_between(block.at, time, block.rate).min(frames);
    let (first, after) = (frames_until(from), frames_until(until));
    if first >= after {
        return None;
    }
    block.samples.truncate(after * 2);
    block.samples.drain(..first * 2);
    block.at = after_frames(block.at, first, block.rate);
    Some(block)
}

/// How many frames lie between two times, to the nearest; none if the second comes first.
pub(crate) fn frames_between(from: MediaTime, to: MediaTime, rate: u32) -> usize {
    let nanos = i128::from(to.0) - i128::from(from.0);
    let frames = (nanos.max(0) * i128::from(rate) + 500_000_000) / 1_000_000_000;
    usize::try_from(frames).unwrap_or(usize::MAX)
}

/// The time so many frames later.
pub(crate) fn after_frames(from: MediaTime, frames: usize, rate: u32) -> MediaTime {
    let nanos = i128::try_from(frames).unwrap_or(i128::MAX / 1_000_000_000) * 1_000_000_000
        / i128::from(rate.max(1));
    MediaTime(
        from.0
            .saturating_add(i64::try_from(nanos).unwrap_or(i64::MAX)),
    )
}

/// An MP3, FLAC, Vorbis or WAV file.
pub struct SoundFile {
    decoder: rodio::Decoder<Shared>,
    at: MediaTime,
    /// How long it is.
    pub duration: MediaTime,
    /// How long it says that it is, where that is a statement and no estimate.
    pub stated: Option<MediaTime>,
}

impl SoundFile {
    /// Opens an audio file.
    ///
    /// # Errors
    /// If it cannot be read or is of no kind that Muster plays.
    pub fn open(source: Box<dyn ReadSeek>) -> Result<Self, PlayerError> {
        let (decoder, length) = decoder_of(source)?;
        let by_decoder = || {
            let duration = decoder.total_duration()?;
            Some(MediaTime(
                i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX),
            ))
        };
        // PLAYER 3.5.
        let Some(duration) = length.real.or_else(by_decoder) else {
            return Err(bad("it does not say how long it is"));
        };
        Ok(Self {
            decoder,
            at: MediaTime::ZERO,
            duration,
            stated: length.stated,
        })
    }

    fn next(&mut self) -> Result<Option<Block>, PlayerError> {
        let decoder = &mut self.decoder;
        let (samples, channels, rate) = catch_decoder_panic(|| {
            let (channels, rate) = (decoder.channels().get(), decoder.sample_rate().get());
            // Never across a place where the number of channels may change.
            let wanted = FILE_BLOCK * usize::from(channels);
            let samples: Vec<f32> = decoder.by_ref().take(wanted).collect();
            Ok((samples, channels, rate))
        })
        .map_err(|refusal| {
            let (Refusal::Unsupported(reason) | Refusal::Damaged(reason)) = refusal;
            undecodable(self.at, reason)
        })?;
        if samples.is_empty() {
            return Ok(None);
        }
        let samples = to_stereo(samples, channels);
        let at = self.at;
        self.at = after_frames(at, samples.len() / 2, rate);
        Ok(Some(Block { at, rate, samples }))
    }

    fn seek(&mut self, to: MediaTime) -> Result<(), PlayerError> {
        let to = to.clamp(MediaTime::ZERO, self.duration);
        let duration = Duration::from_nanos(u64::try_from(to.0).unwrap_or(0));
        let decoder = &mut self.decoder;
        catch_decoder_panic(|| {
            decoder
                .try_seek(duration)
                .map_err(|error| Refusal::Damaged(error.to_string()))
        })
        .map_err(|refusal| {
            let (Refusal::Unsupported(reason) | Refusal::Damaged(reason)) = refusal;
            undecodable(to, reason)
        })?;
        self.at = to;
        Ok(())
    }
}

fn decoder_of(source: Box<dyn ReadSeek>) -> Result<(rodio::Decoder<Shared>, Length), PlayerError> {
    let untagged = Untagged::new(source).map_err(unreadable)?;
    let length_of_sound = untagged.length();
    // A WAV file is read a sample at a time.
    let mut source: Box<dyn ReadSeek> = Box::new(BufReader::with_capacity(BUFFER, untagged));
    let length = source.seek(SeekFrom::End(0)).map_err(PlayerError::Read)?;
    source.rewind().map_err(PlayerError::Read)?;
    let decoder = catch_decoder_panic(|| {
        rodio::Decoder::builder()
            .with_data(Shared(Mutex::new(source)))
            .with_byte_len(length)
            .with_seekable(true)
            .build()
            .map_err(|error| Refusal::Damaged(error.to_string()))
    });
    let decoder = decoder.map_err(|refusal| {
        let (Refusal::Unsupported(reason) | Refusal::Damaged(reason)) = refusal;
        bad(&reason)
    })?;
    Ok((decoder, length_of_sound))
}

/// What cannot be read, or is not what can be played.
fn unreadable(error: io::Error) -> PlayerError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => bad(&error.to_string()),
        _ => PlayerError::Read(error),
    }
}

fn bad(reason: &str) -> PlayerError {
    PlayerError::Container {
        reason: reason.to_owned(),
    }
}

/// A reader that may be shared between threads, as rodio demands; only ever used by one.
struct Shared(Mutex<Box<dyn ReadSeek>>);

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let reader = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        reader.read(buffer)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let reader = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        reader.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, MediaTime, cut, frames_between};

    #[test]
    fn a_block_is_cut_to_the_frame() {
        let block = Block {
            at: MediaTime::from_millis(1_000),
            rate: 1_000,
            samples: (0..20_u8).map(f32::from).collect(),
        };
        let inside = cut(
            block.clone(),
            MediaTime::from_millis(1_002),
            MediaTime::from_millis(1_005),
        )
        .unwrap();
        assert_eq!(inside.at, MediaTime::from_millis(1_002));
        assert_eq!(inside.samples, [4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
        let millis = MediaTime::from_millis;
        assert!(cut(block.clone(), millis(0), millis(1_000)).is_none());
        assert!(cut(block, millis(1_010), millis(2_000)).is_none());
    }

    #[test]
    fn frames_are_counted_without_losing_any_over_hours() {
        let hours = MediaTime::from_millis(4 * 3_600_000);
        assert_eq!(frames_between(MediaTime::ZERO, hours, 44_100), 635_040_000);
        assert_eq!(frames_between(hours, MediaTime::ZERO, 44_100), 0);
    }
}
