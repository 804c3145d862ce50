//! Looking into a medium without playing it.

use std::time::Duration;

use crate::player::decoder::Threads;
use crate::player::frame::VideoFrame;
use crate::player::medium::{self, Medium};
use crate::player::pictures::{Next, Pictures};
use crate::player::sound::{Block, Sound};
use crate::player::{MediaInfo, MediaSource, MediaTime, PlayerError};

/// Decodes the first stretch of every track (all of it with `Duration::MAX`) and says what the
/// medium holds. Nothing damaged is passed over (PLAYER 4.8).
///
/// # Errors
/// Whatever keeps any of it from being played, sound included.
pub fn probe(source: &dyn MediaSource, first: Duration) -> Result<MediaInfo, PlayerError> {
    let until = MediaTime(i64::try_from(first.as_nanos()).unwrap_or(i64::MAX));
    // Several pictures at once would reach beyond what is asked for, and meet damage there.
    let threads = if first == Duration::MAX {
        Threads::default()
    } else {
        Threads::new(1)
    };
    let medium = open_whole(source, threads)?;
    if let Some(pictures) = medium.pictures {
        each_picture(pictures, &mut |frame| frame.at < until)?;
    }
    if let Some(sound) = medium.sound {
        each_block(sound, &mut |block| block.at < until)?;
    }
    Ok(medium.info)
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
        Some(pictures) => each_picture(pictures, each),
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
        Some(sound) => each_block(sound, each),
        None => Err(PlayerError::NoTracks),
    }
}

fn open_whole(source: &dyn MediaSource, threads: Threads) -> Result<Medium, PlayerError> {
    let mut medium = medium::open(source, threads)?;
    match medium.sound_refused.take() {
        Some(error) => Err(error),
        None => Ok(medium),
    }
}

fn each_picture(
    mut pictures: Pictures,
    each: &mut dyn FnMut(&VideoFrame) -> bool,
) -> Result<(), PlayerError> {
    let mut seen = false;
    loop {
        match pictures.next(&mut || false)? {
            Some(Next::Frame(frame)) => {
                seen = true;
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
            Some(Next::End) | None if seen => return Ok(()),
            Some(Next::End) | None => return Err(PlayerError::NoTracks),
        }
    }
}

fn each_block(mut sound: Sound, each: &mut dyn FnMut(&Block) -> bool) -> Result<(), PlayerError> {
    let mut seen = false;
    while let Some(block) = sound.next_block()? {
        seen = true;
        if !each(&block) {
            return Ok(());
        }
    }
    if seen {
        Ok(())
    } else {
        Err(PlayerError::NoTracks)
    }
}
