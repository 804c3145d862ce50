//! Looking into a medium without playing it.

use std::time::Duration;

use crate::player::decoder::Threads;
use crate::player::demux::Movie;
use crate::player::frame::{Plane, VideoFrame};
use crate::player::open_media::{self, OpenMedia};
use crate::player::pictures::{Next, Pictures};
use crate::player::sound::{Block, Sound, after_frames};
use crate::player::watchdog::{self, Progress};
use crate::player::{MediaInfo, MediaSource, MediaTime, PlayerError};

/// Where a whole probe goes back to, in tenths of the length.
const TRIED_TENTHS: [i64; 3] = [2, 5, 8];

/// What was found in a medium.
#[derive(Debug)]
pub struct Examined {
    /// What it holds.
    pub info: MediaInfo,
    /// Its index, if it is an MP4 file.
    pub movie: Option<Movie>,
}

/// Decodes the first stretch of every track and says what the medium holds; with `Duration::MAX` all
/// of it, and then tries whether seeking shows the same pictures. Nothing damaged is passed over
/// (PLAYER 4.8), and what hangs is given up (PLAYER 4.9).
///
/// # Errors
/// Whatever keeps any of it from being played, sound included.
pub fn probe(
    source: &(impl MediaSource + Clone + 'static),
    first: Duration,
) -> Result<MediaInfo, PlayerError> {
    examine(source, first, &mut || true).map(|examined| examined.info)
}

/// The same, with more of what was found. `go_on` is asked often whether to.
///
/// # Errors
/// As [`probe`]; `Stopped`.
pub fn examine(
    source: &(impl MediaSource + Clone + 'static),
    first: Duration,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Examined, PlayerError> {
    watchdog::watch(Box::new(source.clone()), go_on, move |source, progress| {
        decode_first(source, first, progress)
    })
}

fn decode_first(
    source: &dyn MediaSource,
    first: Duration,
    progress: &Progress,
) -> Result<Examined, PlayerError> {
    let until = MediaTime(i64::try_from(first.as_nanos()).unwrap_or(i64::MAX));
    let is_whole = first == Duration::MAX;
    // Several pictures at once would reach beyond what is asked for, and meet damage there.
    let threads = if is_whole {
        Threads::default()
    } else {
        Threads::new(1)
    };
    let mut medium = open_whole(source, threads)?;
    if let Some(pictures) = &mut medium.pictures {
        let length = medium.info.duration.0;
        let places = TRIED_TENTHS.map(|tenths| pictures.due_at(MediaTime(length / 10 * tenths)));
        let mut decoded = Vec::new();
        each_picture(pictures, progress, &mut |frame| {
            if is_whole && places.contains(&frame.at) {
                decoded.push(Seen::of(frame));
            }
            frame.at < until
        })?;
        if is_whole {
            // Mostly back, as people go.
            for picture in decoded.into_iter().rev() {
                check_seek(pictures, progress, picture)?;
            }
            if let Some(video) = &mut medium.info.video {
                video.key_frames_apart =
                    pictures.entries_apart(&mut |at| progress.sample_done(at))?;
            }
        }
    }
    if let Some(sound) = medium.sound {
        let mut end = MediaTime::ZERO;
        each_block(sound, progress, &mut |block| {
            end = after_frames(block.at, block.samples.len() / 2, block.rate);
            block.at < until
        })?;
        // What was heard counts, whatever the file says.
        if is_whole && medium.info.video.is_none() {
            medium.info.duration = end;
        }
    }
    Ok(Examined {
        info: medium.info,
        movie: medium.movie,
    })
}

/// A picture that was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    at: MediaTime,
    checksum: u32,
}

impl Seen {
    fn of(frame: &VideoFrame) -> Self {
        let mut checksum = crc32fast::Hasher::new();
        let planes = frame.planes();
        planes
            .iter()
            .flat_map(Plane::rows)
            .for_each(|row| checksum.update(row));
        Self {
            at: frame.at,
            checksum: checksum.finalize(),
        }
    }
}

/// Goes to a picture and compares it with the one that was seen on the way there.
fn check_seek(
    pictures: &mut Pictures,
    progress: &Progress,
    decoded: Seen,
) -> Result<(), PlayerError> {
    pictures.seek(decoded.at)?;
    let mut found = None;
    each_picture(pictures, progress, &mut |frame| {
        found = Some(Seen::of(frame));
        false
    })?;
    if found == Some(decoded) {
        return Ok(());
    }
    Err(PlayerError::Decode {
        track: "video",
        at_ms: decoded.at.as_millis(),
        reason: "going there shows another picture than playing to there".to_owned(),
    })
}

/// Decodes all pictures in the order in which they are shown and hands each to `each`, until
/// that answers `false`. Nothing is passed over: a damaged sample is an error.
///
/// # Errors
/// Whatever keeps a picture from being decoded.
pub fn decode_pictures(
    source: &dyn MediaSource,
    each: &mut dyn FnMut(&VideoFrame) -> bool,
) -> Result<(), PlayerError> {
    decode_pictures_on(Threads::default(), source, each)
}

/// The same as [`decode_pictures`] on so many threads, for the benches: pictures stay as they
/// come out of the decoder, not copied and not converted.
///
/// # Errors
/// As [`decode_pictures`].
pub fn decode_pictures_on(
    threads: Threads,
    source: &dyn MediaSource,
    each: &mut dyn FnMut(&VideoFrame) -> bool,
) -> Result<(), PlayerError> {
    match open_whole(source, threads)?.pictures {
        Some(mut pictures) => each_picture(&mut pictures, &Progress::default(), each),
        None => Err(PlayerError::NoTracks),
    }
}

/// Decodes all sound, mixed down to stereo, and hands each block to `each`, until that answers
/// `false`.
///
/// # Errors
/// Whatever keeps the sound from being decoded.
pub fn decode_sound(
    source: &dyn MediaSource,
    each: &mut dyn FnMut(&Block) -> bool,
) -> Result<(), PlayerError> {
    match open_whole(source, Threads::default())?.sound {
        Some(sound) => each_block(sound, &Progress::default(), each),
        None => Err(PlayerError::NoTracks),
    }
}

fn open_whole(source: &dyn MediaSource, threads: Threads) -> Result<OpenMedia, PlayerError> {
    let mut medium = open_media::open(source, threads)?;
    match medium.sound_refused.take() {
        Some(error) => Err(error),
        None => Ok(medium),
    }
}

fn each_picture(
    pictures: &mut Pictures,
    progress: &Progress,
    each: &mut dyn FnMut(&VideoFrame) -> bool,
) -> Result<(), PlayerError> {
    let mut decoded = false;
    let mut at = MediaTime::ZERO;
    loop {
        match pictures.next(&mut || !progress.sample_done(at))? {
            Some(Next::Frame(frame)) => {
                decoded = true;
                at = frame.at;
                if !each(&frame) {
                    return Ok(());
                }
            }
            Some(Next::Damaged { at, reason }) => {
                return Err(PlayerError::Decode {
                    track: "video",
                    at_ms: at.as_millis(),
                    reason,
                });
            }
            Some(Next::End) if decoded => return Ok(()),
            Some(Next::End) => return Err(PlayerError::NoTracks),
            None => return Err(PlayerError::Stopped),
        }
    }
}

fn each_block(
    mut sound: Sound,
    progress: &Progress,
    each: &mut dyn FnMut(&Block) -> bool,
) -> Result<(), PlayerError> {
    let mut decoded = false;
    while let Some(block) = sound.next_block()? {
        decoded = true;
        if !progress.sample_done(block.at) {
            return Err(PlayerError::Stopped);
        }
        if !each(&block) {
            return Ok(());
        }
    }
    if decoded {
        Ok(())
    } else {
        Err(PlayerError::NoTracks)
    }
}
