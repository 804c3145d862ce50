//! What goes wrong with ffmpeg.

use std::io;

/// What goes wrong with ffmpeg. Sentences for people are in `words`.
#[derive(Debug, thiserror::Error)]
pub enum FfmpegError {
    /// There is no such program.
    #[error("no {program}")]
    NotFound {
        /// What was looked for.
        program: String,
    },
    /// It does not start, or does not say what ffmpeg says.
    #[error("{program} does not run: {reason}")]
    NotRun {
        /// The program.
        program: String,
        /// Why.
        reason: String,
    },
    /// It lacks an encoder without which nothing can be made.
    #[error("ffmpeg {version} has no encoder for {what}")]
    NoEncoder {
        /// Its version.
        version: String,
        /// "video" or "sound".
        what: &'static str,
    },
    /// It ended with an error.
    #[error("ffmpeg failed: {last}")]
    Failed {
        /// The last line that it wrote.
        last: String,
    },
    /// It says that all went well, but what it made does not play.
    #[error("what ffmpeg made does not play: {reason}")]
    Unplayable {
        /// What the player says.
        reason: String,
    },
    /// A track changes its codec midway, and it reads what is coded in the first way alone.
    #[error("a track changes its codec midway")]
    ChangesCodec,
    /// It did not come on any more and was ended.
    #[error("ffmpeg stood still for {seconds} s")]
    Stalled {
        /// For how long, in seconds.
        seconds: u64,
    },
    /// The disk is full.
    #[error("no space left")]
    NoSpace,
    /// What it writes could not be read, or there is no place for it.
    #[error("{0}")]
    Io(#[source] io::Error),
    /// Stopped by the user; ffmpeg is gone.
    #[error("cancelled")]
    Cancelled,
}

impl From<io::Error> for FfmpegError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace,
            _ => Self::Io(error),
        }
    }
}
