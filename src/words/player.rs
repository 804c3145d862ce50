//! A player's errors in words.

use crate::player::PlayerError;
use crate::words::{Code, InWords, Words};

impl InWords for PlayerError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Read(error) => Words::new(
                Code::SourceRead,
                format!("{file} could not be read."),
                "Check that the file is there and that the stick is in, then try again.",
            )
            .details(error.to_string()),
            Self::Container { reason } => Words::new(
                Code::BadMedia,
                format!("{file} is not a video or audio file that Muster can play."),
                "Use MP4 with AV1 or H.264 and AAC, or MP3, FLAC, Vorbis or WAV for sound.",
            )
            .details(reason.clone()),
            Self::Unsupported { what } => Words::new(
                Code::BadMedia,
                format!("{file} uses something that Muster does not play: {what}."),
                "Convert it to MP4 with AV1 or H.264 (8-bit, at most 1920×1080) and AAC-LC.",
            ),
            Self::Decode {
                track,
                at_ms,
                reason,
            } => Words::new(
                Code::BadMedia,
                format!(
                    "{file}: the {track} cannot be decoded at {}:{:02}.",
                    at_ms / 60_000,
                    at_ms / 1000 % 60
                ),
                "The file is damaged or unusual; make it again from its source.",
            )
            .details(reason.clone()),
            Self::Hangs { at_ms } => Words::new(
                Code::BadMedia,
                format!(
                    "{file}: decoding hangs at {}:{:02}.",
                    at_ms / 60_000,
                    at_ms / 1000 % 60
                ),
                "The file is damaged or unusual; make it again from its source. If other files hang \
                 as well, this PC or what they lie on does not answer.",
            )
            .details(self.to_string()),
            Self::Stopped => Words::new(
                Code::Cancelled,
                format!("{file} was not looked into to its end: it was stopped."),
                "Start again when you are ready.",
            ),
            Self::NoTracks => Words::new(
                Code::BadMedia,
                format!("{file} holds neither video nor sound that Muster can play."),
                "Use MP4 with AV1 or H.264 and AAC, or MP3, FLAC, Vorbis or WAV for sound.",
            ),
        }
    }
}
