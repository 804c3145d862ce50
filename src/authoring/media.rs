//! The check of video, audio and captions.

use std::time::Duration;

use crate::authoring::sources::Sources;
use crate::authoring::{AuthoringError, Defect, Depth, Finding, cut_off, inner_subtitles, profile};
use crate::pack::content::MAX_CAPTIONS;
use crate::pack::manifest::{Media, MediaKind};
use crate::pack::{Module, PackError};
use crate::player::demux::SoundTrackInfo;
use crate::player::{self, Examined, PlayerError, captions};

/// The largest allowed difference between stated and real length, in milliseconds (FORMAT 6.9).
const LENGTH_OFF_MS: u64 = 500;
/// Key frames at most this far apart, in milliseconds (FORMAT 6.8).
const KEY_FRAMES_MS: u64 = 4000;

/// A shorter medium is over before anybody has seen or heard it (FORMAT 6.16).
const SHORT_MS: u64 = 1000;

/// Checks all media of a module, and their captions. `go_on` is asked often whether to.
///
/// # Errors
/// `Pack(Cancelled)`.
pub fn check_media(
    module: &Module,
    sources: &Sources,
    depth: Depth,
    go_on: &mut dyn FnMut() -> bool,
    findings: &mut Vec<Finding>,
) -> Result<(), AuthoringError> {
    for medium in module.media.iter().filter(|m| sources.has(&m.path)) {
        let defects = check_medium(medium, sources, depth, go_on)?;
        findings.extend(
            defects
                .into_iter()
                .map(|d| Finding::new(medium.path.as_str(), d)),
        );
        check_captions(medium, sources, findings);
    }
    Ok(())
}

fn check_medium(
    medium: &Media,
    sources: &Sources,
    depth: Depth,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Vec<Defect>, AuthoringError> {
    let much = match depth {
        Depth::Whole => Duration::MAX,
        Depth::FirstSecond => Duration::from_secs(1),
    };
    let Examined { info, movie } = match player::examine(&sources.medium(&medium.path), much, go_on)
    {
        Ok(examined) => examined,
        Err(PlayerError::Stopped) => return Err(PackError::Cancelled.into()),
        Err(error) => {
            let mut defects = vec![Defect::Media(error)];
            defects.extend(missing_bytes(medium, sources));
            defects.extend(another_behind(medium, sources));
            return Ok(defects);
        }
    };
    let mut defects = Vec::new();
    if let Some(movie) = movie {
        defects.extend(profile::outside(&movie).into_iter().map(Defect::Profile));
        defects.extend(several_sounds(&movie.sounds, movie.sound_number));
        let inner = inner_subtitles::of_movie(&sources.medium(&medium.path), &movie, much);
        defects.extend(inner_subtitles::without_captions(&inner, &medium.captions));
    }
    let real_ms = u64::try_from(info.duration.as_millis()).unwrap_or(0);
    // What is over at once is a finding of its own, whatever the manifest says of it.
    if real_ms > 0 && real_ms.abs_diff(medium.duration_ms) > LENGTH_OFF_MS {
        defects.push(Defect::Duration {
            stated_ms: medium.duration_ms,
            real_ms,
        });
    }
    let stated_ms = info
        .stated
        .and_then(|it| u64::try_from(it.as_millis()).ok());
    if let Some(stated_ms) = stated_ms.filter(|stated| *stated > real_ms + LENGTH_OFF_MS) {
        defects.push(Defect::CutOff { stated_ms, real_ms });
    } else {
        defects.extend(missing_bytes(medium, sources));
    }
    defects.extend(another_behind(medium, sources));
    // FORMAT 6.16.
    if real_ms < SHORT_MS {
        defects.push(Defect::TooShort { real_ms });
    }
    if medium.kind == MediaKind::Video {
        match &info.video {
            None => defects.push(Defect::NoPictures),
            Some(video) => {
                let apart_ms = u64::try_from(video.key_frames_apart.as_millis()).unwrap_or(0);
                if apart_ms > KEY_FRAMES_MS {
                    defects.push(Defect::KeyFrames { apart_ms });
                }
            }
        }
        if !info.has_sound {
            defects.push(Defect::Silent);
        }
        if medium.captions.is_empty() {
            defects.push(Defect::NoCaptions);
        }
    }
    Ok(defects)
}

/// FORMAT 6.15.
fn missing_bytes(medium: &Media, sources: &Sources) -> Option<Defect> {
    let bytes = cut_off::missing_bytes(&sources.medium(&medium.path))?;
    Some(Defect::MissingBytes { bytes })
}

/// FORMAT 6.17.
fn another_behind(medium: &Media, sources: &Sources) -> Option<Defect> {
    cut_off::has_another_behind(&sources.medium(&medium.path)).then_some(Defect::AnotherBehind)
}

/// Tracks of sound of which only one is heard. `played`: which one, counted from 0.
pub fn several_sounds(sounds: &[SoundTrackInfo], played: Option<usize>) -> Option<Defect> {
    let played = played?;
    (sounds.len() > 1).then(|| Defect::SeveralSounds {
        sounds: sounds.iter().map(Into::into).collect(),
        played,
    })
}

/// FORMAT 6.10.
fn check_captions(medium: &Media, sources: &Sources, findings: &mut Vec<Finding>) {
    for track in &medium.captions {
        if !sources.has(&track.path) {
            continue;
        }
        let defects = match sources.read(&track.path, MAX_CAPTIONS) {
            Err(error) => vec![Defect::Pack(error)],
            Ok(bytes) => defects_of_captions(&bytes, medium.duration_ms),
        };
        findings.extend(
            defects
                .into_iter()
                .map(|d| Finding::new(track.path.as_str(), d)),
        );
    }
}

fn defects_of_captions(bytes: &[u8], duration_ms: u64) -> Vec<Defect> {
    let (cues, not_shown) = match captions::parse_webvtt_strictly(bytes) {
        Err(error) => return vec![Defect::Captions(error)],
        Ok(read) => read,
    };
    let mut defects: Vec<Defect> = not_shown.into_iter().map(Defect::Cue).collect();
    match cues.iter().map(|c| c.end.as_millis()).max() {
        None => defects.push(Defect::NoCues),
        Some(end) => {
            let at_ms = u64::try_from(end).unwrap_or(0);
            if at_ms > duration_ms + LENGTH_OFF_MS {
                defects.push(Defect::CuePastEnd { at_ms });
            }
        }
    }
    defects
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "a test makes its world with std, and fails where something is not there"
    )]

    use super::*;

    /// A WAV file of so many frames, 8,000 a second, and what is found in it.
    fn defects_of_wav(frames: u32) -> Vec<Defect> {
        let folder = tempfile::tempdir().expect("a folder");
        let length = frames * 2;
        let wav = [
            &b"RIFF"[..],
            &(36 + length).to_le_bytes(),
            b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data",
            &length.to_le_bytes(),
            &vec![0; usize::try_from(length).expect("short")],
        ];
        std::fs::write(folder.path().join("a.wav"), wav.concat()).expect("written");
        let medium = Media {
            id: "a".to_owned(),
            kind: MediaKind::Audio,
            path: "a.wav".parse().expect("a path"),
            title: "A".to_owned(),
            duration_ms: u64::from(frames) / 8,
            captions: Vec::new(),
            transcript: None,
            chapters: Vec::new(),
        };
        let sources = Sources::folder(folder.path());
        check_medium(&medium, &sources, Depth::Whole, &mut || true).expect("not stopped")
    }

    // FORMAT 6.16.
    #[test]
    fn sound_that_is_over_at_once_is_found_and_an_ordinary_one_is_not() {
        assert!(defects_of_wav(8_000).is_empty());
        for (frames, real) in [(160, 20), (7_992, 999)] {
            let defects = defects_of_wav(frames);
            assert!(
                matches!(defects.as_slice(), [Defect::TooShort { real_ms }] if *real_ms == real),
                "{frames}: {defects:?}"
            );
        }
        assert!(defects_of_wav(0).iter().any(Defect::is_error));
    }
}
