//! A player's errors in words.

use crate::player::PlayerError;
use crate::words::authoring::length;
use crate::words::messages::words;
use crate::words::{Code, InWords, Words};

impl InWords for PlayerError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Read(error) => {
                words(Code::SourceRead, "player-read", &[("file", file.into())]).caused_by(error)
            }
            Self::Container { reason } => {
                words(Code::BadMedia, "player-container", &[("file", file.into())])
                    .details(reason.clone())
            }
            Self::Unsupported { what } => words(
                Code::BadMedia,
                "player-unsupported",
                &[("file", file.into()), ("what", what.into())],
            ),
            Self::Decode {
                track,
                at_ms,
                reason,
            } => words(
                Code::BadMedia,
                "player-decode",
                &[
                    ("file", file.into()),
                    ("track", track.to_string().into()),
                    ("time", length(at_ms.unsigned_abs()).into()),
                ],
            )
            .details(reason.clone()),
            Self::Hangs { at_ms } => words(
                Code::BadMedia,
                "player-hangs",
                &[
                    ("file", file.into()),
                    ("time", length(at_ms.unsigned_abs()).into()),
                ],
            )
            .details(self.to_string()),
            Self::Stopped => words(Code::Cancelled, "player-stopped", &[("file", file.into())]),
            Self::NoTracks => words(Code::BadMedia, "player-no-tracks", &[("file", file.into())]),
        }
    }
}
