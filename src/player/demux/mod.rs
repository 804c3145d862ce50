//! MP4 files: which samples of which tracks lie where and are due when.
//!
//! The index is read by a bounded walk of our own, so that a hostile file can neither make the
//! program panic nor make it allocate more than its own size warrants. Times come out on the
//! presentation line: composition offsets and edit lists are applied here, once.
//!
//! PLAYER section 2 has the bounds. Rules: ISO/IEC 14496-12 (boxes, sample tables, edit lists), -14
//! and -15 (AAC and H.264 in it); the AV1 binding of the Alliance for Open Media.

mod bytes;
mod edits;
mod entry;
mod sounds;
mod subtitles;
mod tables;

use std::collections::BTreeSet;
use std::io::{Read, SeekFrom};
use std::sync::Arc;

use bytes::{Bytes, bad, boxes, find, name, need};
use sounds::language;

pub use entry::{Codec, PictureFormat};
pub use sounds::SoundTrackInfo;
pub use subtitles::{SubtitleFormat, SubtitleText, SubtitleTrack, subtitles};

use crate::player::rotation::Rotation;
use crate::player::{MediaTime, PlayerError, ReadSeek};

/// The largest index (`moov`) that is read, in bytes (PLAYER 2.1).
pub const MAX_INDEX_BYTES: u64 = 64 << 20;
/// The most samples that a track may have (PLAYER 2.2): 18 hours at 30 pictures a second.
pub const MAX_SAMPLES: usize = 2_000_000;
/// The largest sample (one coded picture or sound frame), in bytes (PLAYER 2.2).
pub const MAX_SAMPLE_BYTES: u32 = 16 << 20;
/// The most tracks that are looked at (PLAYER 2.2).
const MAX_TRACKS: usize = 64;

/// What an MP4 file holds.
#[derive(Clone, Debug)]
pub struct Movie {
    /// The track of pictures.
    pub video: Option<Arc<Track>>,
    /// The track of sound.
    pub sound: Option<Arc<Track>>,
    /// Why a track of pictures cannot be played, if there is one and none that can.
    pub video_refused: Option<String>,
    /// The same of sound.
    pub sound_refused: Option<String>,
    /// Each track of sound, in the order in which they stand in the file.
    pub sounds: Vec<SoundTrackInfo>,
    /// Which of those tracks is `sound`, counted from 0.
    pub sound_number: Option<usize>,
}

impl Movie {
    /// From the beginning to the end of whichever track ends last (PLAYER 2.12).
    #[must_use]
    pub fn duration(&self) -> MediaTime {
        let end = |track: &Option<Arc<Track>>| track.as_ref().map(|track| track.end);
        end(&self.video)
            .max(end(&self.sound))
            .unwrap_or(MediaTime::ZERO)
    }
}

/// One track, its edit list applied.
#[derive(Clone, Debug)]
pub struct Track {
    /// How its samples are coded.
    pub codec: Codec,
    /// In decoding order. Never empty.
    pub samples: Vec<Sample>,
    /// Ticks a second of the track's own clock.
    pub timescale: u32,
    /// When its last sample is over.
    pub end: MediaTime,
    /// Width and height of the presentation as the track header has it, before it is turned; 0
    /// for sound.
    pub presented: (u32, u32),
    /// How the pictures are to be turned.
    pub rotation: Rotation,
    /// Whether the track header says that pictures are to be turned, mirrored or slanted.
    pub turned: bool,
    /// Whether the track is switched on.
    pub enabled: bool,
    /// The file does not list key frames, so that each sample counts as one.
    pub all_keys: bool,
}

impl Track {
    /// The longest way from one key frame to the next, or to the end.
    #[must_use]
    pub fn key_frames_apart(&self) -> MediaTime {
        let keys = self.samples.iter().filter(|sample| sample.key);
        let ends = keys
            .clone()
            .skip(1)
            .map(|sample| sample.at)
            .chain([self.end]);
        keys.zip(ends)
            .map(|(key, end)| MediaTime(end.0.saturating_sub(key.at.0)))
            .max()
            .unwrap_or(MediaTime::ZERO)
    }
}

/// One coded picture or sound frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where its bytes lie in the file.
    pub offset: u64,
    /// How many there are.
    pub size: u32,
    /// When it is due.
    pub at: MediaTime,
    /// It is shown or heard from here on (the edit that it belongs to begins here).
    pub from: MediaTime,
    /// It is shown or heard until here.
    pub until: MediaTime,
    /// The earliest time of a shown sample among this and all that follow: what was decoded and
    /// is due before this may be shown.
    pub floor: MediaTime,
    /// Whether decoding can begin here.
    pub key: bool,
}

impl Sample {
    /// Whether a picture is shown at all: some are only there because others build on them.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.from <= self.at && self.at < self.until
    }
}

/// Whether a file begins as an MP4 file does.
///
/// # Errors
/// If it cannot be read.
pub fn is_mp4(source: &mut dyn ReadSeek) -> Result<bool, PlayerError> {
    let mut start = Vec::with_capacity(12);
    source.rewind().map_err(PlayerError::Read)?;
    Read::take(&mut *source, 12)
        .read_to_end(&mut start)
        .map_err(PlayerError::Read)?;
    Ok(matches!(
        start.get(4..8),
        Some(b"ftyp" | b"moov" | b"mdat" | b"free" | b"skip" | b"wide" | b"styp")
    ))
}

/// Reads the index of an MP4 file, wherever in it it lies.
///
/// # Errors
/// If it cannot be read, is not MP4, breaks a rule, or has more of anything than is allowed.
pub fn open(source: &mut dyn ReadSeek) -> Result<Movie, PlayerError> {
    let length = source.seek(SeekFrom::End(0)).map_err(PlayerError::Read)?;
    let index = read_index(source, length)?;
    let index = Bytes(&index);
    let movie_timescale = clock_rate(need(index, *b"mvhd")?)?;
    // PLAYER 2.6.
    if find(index, *b"mvex")?.is_some() {
        return Err(PlayerError::Unsupported {
            what: "MP4 in fragments".to_owned(),
        });
    }
    let mut movie = Movie {
        video: None,
        sound: None,
        video_refused: None,
        sound_refused: None,
        sounds: Vec::new(),
        sound_number: None,
    };
    let mut tracks = 0;
    for found in boxes(index.0) {
        let (kind, body) = found?;
        if kind != *b"trak" {
            continue;
        }
        tracks += 1;
        if tracks > MAX_TRACKS {
            return Err(bad(format!("more than {MAX_TRACKS} tracks")));
        }
        let kind = track_kind(body)?;
        let (slot, refused) = match kind {
            TrackKind::Video => (&mut movie.video, &mut movie.video_refused),
            TrackKind::Sound => {
                movie.sounds.push(SoundTrackInfo::read(body)?);
                (&mut movie.sound, &mut movie.sound_refused)
            }
            TrackKind::Other => continue,
        };
        // The first track of a kind that can be played is the one to play, those that are switched
        // off after the others (PLAYER 2.6).
        let enabled = is_enabled(body)?;
        if slot.as_ref().is_some_and(|track| track.enabled || !enabled) {
            continue;
        }
        match read_track(body, movie_timescale, length) {
            Ok(Some(track)) => {
                *slot = Some(Arc::new(Track { enabled, ..track }));
                if matches!(kind, TrackKind::Sound) {
                    movie.sound_number = movie.sounds.len().checked_sub(1);
                }
            }
            Ok(None) => {}
            Err(PlayerError::Unsupported { what }) => {
                refused.get_or_insert(what);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(movie)
}

/// Reads one sample's bytes into `buffer`, which is cleared first.
///
/// # Errors
/// If they cannot be read. Their place was checked against the file's length on opening.
pub fn read_sample(
    source: &mut dyn ReadSeek,
    sample: &Sample,
    buffer: &mut Vec<u8>,
) -> Result<(), PlayerError> {
    buffer.clear();
    source
        .seek(SeekFrom::Start(sample.offset))
        .map_err(PlayerError::Read)?;
    let read = Read::take(&mut *source, u64::from(sample.size))
        .read_to_end(buffer)
        .map_err(PlayerError::Read)?;
    if u64::try_from(read).ok() != Some(u64::from(sample.size)) {
        return Err(bad("the file ends in the middle of a sample"));
    }
    Ok(())
}

/// Walks the boxes of the file itself, which may be many gigabytes, and loads the index alone.
fn read_index(source: &mut dyn ReadSeek, length: u64) -> Result<Vec<u8>, PlayerError> {
    let mut at = 0_u64;
    // Nothing here holds many boxes; a file that does is made to keep readers busy (PLAYER 2.1).
    for _ in 0..100_000 {
        if length.saturating_sub(at) < 8 {
            break;
        }
        source
            .seek(SeekFrom::Start(at))
            .map_err(PlayerError::Read)?;
        let mut header = [0; 16];
        let wide = length - at >= 16;
        let head = if wide {
            &mut header[..]
        } else {
            &mut header[..8]
        };
        source.read_exact(head).map_err(PlayerError::Read)?;
        let mut fields = Bytes(&header);
        let (short, kind, long) = (fields.u32()?, fields.kind()?, fields.u64()?);
        let (size, header_size) = match short {
            0 => (length - at, 8),
            1 => (long, 16),
            short => (u64::from(short), 8),
        };
        if at == 0
            && !kind
                .iter()
                .all(|byte| byte.is_ascii_graphic() || *byte == b' ')
        {
            return Err(bad("this is not an MP4 file"));
        }
        let end = at
            .checked_add(size)
            .filter(|end| *end <= length && size >= header_size);
        let Some(end) = end else {
            return Err(bad(format!(
                "the {} box at byte {at} does not end within the file",
                name(kind)
            )));
        };
        if kind == *b"moov" {
            let body = size - header_size;
            if body > MAX_INDEX_BYTES {
                return Err(bad(format!("an index of {body} bytes is too large")));
            }
            source
                .seek(SeekFrom::Start(at + header_size))
                .map_err(PlayerError::Read)?;
            let mut index = Vec::new();
            Read::take(&mut *source, body)
                .read_to_end(&mut index)
                .map_err(PlayerError::Read)?;
            return Ok(index);
        }
        at = end;
    }
    Err(bad("there is no index (moov box) in it"))
}

/// Ticks a second, from an `mvhd` or `mdhd` box, which begin alike.
fn clock_rate(mut body: Bytes<'_>) -> Result<u32, PlayerError> {
    let (version, _) = body.version()?;
    body.take(if version == 1 { 16 } else { 8 })?;
    match body.u32()? {
        0 => Err(bad("a clock of zero ticks a second")),
        rate => Ok(rate),
    }
}

/// Whether a track is switched on (`track_enabled` of ISO/IEC 14496-12, 8.3.2).
fn is_enabled(track: Bytes<'_>) -> Result<bool, PlayerError> {
    Ok(match find(track, *b"tkhd")? {
        Some(mut header) => header.version()?.1 & 1 != 0,
        None => true,
    })
}

enum TrackKind {
    Video,
    Sound,
    Other,
}

fn track_kind(track: Bytes<'_>) -> Result<TrackKind, PlayerError> {
    let Some(media) = find(track, *b"mdia")? else {
        return Ok(TrackKind::Other);
    };
    let mut handler = need(media, *b"hdlr")?;
    handler.take(8)?;
    Ok(match &handler.kind()? {
        b"vide" => TrackKind::Video,
        b"soun" => TrackKind::Sound,
        _ => TrackKind::Other,
    })
}

/// Reads one `trak`; `None` if it has no samples.
fn read_track(
    track: Bytes<'_>,
    movie_timescale: u32,
    length: u64,
) -> Result<Option<Track>, PlayerError> {
    let media = need(track, *b"mdia")?;
    let timescale = clock_rate(need(media, *b"mdhd")?)?;
    let table = need(need(media, *b"minf")?, *b"stbl")?;
    // What Muster does not play is refused by name, whatever its tables hold.
    entry::read(need(table, *b"stsd")?, &BTreeSet::from([1]))?;
    let tables::Table {
        samples: raw,
        descriptions,
        all_keys,
    } = tables::read(table, length)?;
    let codec = entry::read(need(table, *b"stsd")?, &descriptions)?;
    if raw.is_empty() {
        return Ok(None);
    }
    let edits = match find(track, *b"edts")? {
        Some(edts) => match find(edts, *b"elst")? {
            Some(list) => edits::read(list)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let preroll = match codec {
        Codec::H264 { .. } | Codec::Av1 { .. } => 0,
        // An AAC frame overlaps with the one before it, HE-AAC reaches back one further
        // (PLAYER 2.5).
        Codec::Aac { .. } => 2,
    };
    let line = edits::Line {
        movie_timescale,
        timescale,
        preroll,
    };
    let (samples, end) = line.apply(&edits, &raw)?;
    if samples.is_empty() {
        return Ok(None);
    }
    let (presented, rotation, turned) = match find(track, *b"tkhd")? {
        Some(header) => presentation(header)?,
        None => ((0, 0), Rotation::None, false),
    };
    Ok(Some(Track {
        codec,
        samples,
        timescale,
        end,
        presented,
        rotation,
        turned,
        enabled: true,
        all_keys,
    }))
}

/// Width and height of the track header (16.16 fixed point), rounded down, how its matrix turns
/// them (PLAYER 2.9), and whether it does more to pictures than move or scale them.
fn presentation(mut body: Bytes<'_>) -> Result<((u32, u32), Rotation, bool), PlayerError> {
    let (version, _) = body.version()?;
    body.take(if version == 1 { 32 } else { 20 })?;
    body.take(16)?;
    let mut row = || {
        let pair = (body.i32()?, body.i32()?);
        body.take(4)?;
        Ok::<_, PlayerError>(pair)
    };
    let ((a, b), (c, d), _) = (row()?, row()?, row()?);
    let size = (body.u32()? >> 16, body.u32()? >> 16);
    let turned = b != 0 || c != 0 || a < 0 || d < 0;
    Ok((size, Rotation::from_matrix([a, b, c, d]), turned))
}
