//! Opens media of every supported kind with the decoders of its pictures and its sound.

use std::sync::Arc;

use crate::player::decoder::Threads;
use crate::player::demux::{self, Movie};
use crate::player::pictures::Pictures;
use crate::player::sound::{Aac, Sound, SoundFile};
use crate::player::{MediaInfo, MediaSource, MediaTime, PlayerError};

/// Media that were opened.
pub struct OpenMedia {
    /// What it holds.
    pub info: MediaInfo,
    /// Decodes its pictures.
    pub pictures: Option<Pictures>,
    /// Decodes its sound.
    pub sound: Option<Sound>,
    /// Why its sound cannot be played, if it has any that cannot.
    pub sound_refused: Option<PlayerError>,
    /// Its index, if it is an MP4 file.
    pub movie: Option<Movie>,
}

/// Opens a medium and reads its index.
///
/// # Errors
/// Whatever keeps it from being played. Sound that cannot be played is not such a thing if there
/// are pictures (PLAYER 4.6).
pub fn open(source: &dyn MediaSource, threads: Threads) -> Result<OpenMedia, PlayerError> {
    let mut reader = source.open().map_err(PlayerError::Read)?;
    if !demux::is_mp4(reader.as_mut())? {
        let file = SoundFile::open(reader)?;
        return Ok(OpenMedia {
            info: MediaInfo {
                duration: file.duration,
                stated: file.stated,
                video: None,
                has_sound: true,
            },
            pictures: None,
            sound: Some(Sound::File(Box::new(file))),
            sound_refused: None,
            movie: None,
        });
    }
    let movie = demux::open(reader.as_mut())?;
    let duration = movie.duration();
    let pictures = match (&movie.video, &movie.video_refused) {
        (Some(track), _) => Some(Pictures::new(reader, Arc::clone(track), threads)?),
        (None, Some(what)) => return Err(PlayerError::Unsupported { what: what.clone() }),
        (None, None) => None,
    };
    let sound = match (&movie.sound, &movie.sound_refused) {
        (Some(track), _) => source
            .open()
            .map_err(PlayerError::Read)
            .and_then(|reader| Aac::new(reader, Arc::clone(track)))
            .map(|aac| Some(Sound::Aac(Box::new(aac)))),
        (None, Some(what)) => Err(PlayerError::Unsupported { what: what.clone() }),
        (None, None) => Ok(None),
    };
    let (sound, sound_refused) = match sound {
        Ok(sound) => (sound, None),
        Err(error) if pictures.is_none() => return Err(error),
        Err(error) => (None, Some(error)),
    };
    if pictures.is_none() && sound.is_none() {
        return Err(PlayerError::NoTracks);
    }
    Ok(OpenMedia {
        info: MediaInfo {
            duration: duration.max(MediaTime::ZERO),
            stated: None,
            video: pictures.as_ref().map(Pictures::info),
            has_sound: sound.is_some(),
        },
        pictures,
        sound,
        sound_refused,
        movie: Some(movie),
    })
}
