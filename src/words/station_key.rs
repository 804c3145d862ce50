//! Why there is no station's key to sign with, in words.

use crate::station::KeyError;
use crate::words::messages::words;
use crate::words::{Code, InWords, Words, shown_path};

impl InWords for KeyError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::NotMade { path } => {
                words(Code::NotFound, "station-key-not-made", &[]).details(shown_path(path))
            }
            Self::NotAllowed { path } => {
                words(Code::Io, "station-key-not-allowed", &[]).details(shown_path(path))
            }
            Self::Exists { path } => words(
                Code::Exists,
                "station-key-exists",
                &[("path", shown_path(path).into())],
            ),
            Self::Exposed { path } => words(
                Code::BadKey,
                "station-key-exposed",
                &[("path", shown_path(path).into())],
            ),
            Self::OtherPc { path } => {
                words(Code::BadKey, "station-key-other-pc", &[]).details(shown_path(path))
            }
            Self::Unusable { path, reason } => words(
                Code::BadKey,
                "station-key-unusable",
                &[("path", shown_path(path).into())],
            )
            .details(reason.clone()),
            Self::Io { path, error } => words(
                Code::Io,
                "station-key-io",
                &[("path", shown_path(path).into())],
            )
            .caused_by(error),
        }
    }
}
