//! Why a medium does not play.

use std::io;

/// Why a medium does not play (PLAYER 4.7). Sentences for people are in `words`.
#[derive(Debug, thiserror::Error)]
pub enum PlayerError {
    /// The bytes could not be read.
    #[error("cannot read the medium: {0}")]
    Read(#[source] io::Error),
    /// The container is not one that Muster plays, or breaks a rule.
    #[error("bad container: {reason}")]
    Container {
        /// What is wrong.
        reason: String,
    },
    /// A codec, size or profile that Muster does not play.
    #[error("unsupported: {what}")]
    Unsupported {
        /// What it is, for example "video codec hev1".
        what: String,
    },
    /// The decoder gave up.
    #[error("cannot decode {track} at {at_ms} ms: {reason}")]
    Decode {
        /// "video" or "sound".
        track: &'static str,
        /// Where on the medium, in milliseconds.
        at_ms: i64,
        /// The message of the decoder.
        reason: String,
    },
    /// Nothing more comes of it, or so little that it would never end.
    #[error("decoding goes on no further at {at_ms} ms")]
    Hangs {
        /// Where on the medium, in milliseconds.
        at_ms: i64,
    },
    /// Whoever waited for it did not want to any more.
    #[error("looking into it was stopped")]
    Stopped,
    /// Nothing in it can be played.
    #[error("no video and no sound in it")]
    NoTracks,
}
