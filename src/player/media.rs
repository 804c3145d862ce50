//! What a player says of its medium and of itself.

use std::sync::Arc;

use crate::player::{MediaTime, PlayerError};

/// What a medium holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaInfo {
    /// From the beginning to the end of whichever track ends last.
    pub duration: MediaTime,
    /// Its pictures, if it has any.
    pub video: Option<VideoInfo>,
    /// Whether it has sound that Muster plays.
    pub has_sound: bool,
}

/// The pictures of a medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VideoInfo {
    /// Display width in pixels: square ones, after the sample aspect ratio.
    pub width: u32,
    /// Display height in pixels.
    pub height: u32,
    /// The longest way from one key frame to the next, or to the end: how far a seek may have to
    /// decode.
    pub key_frames_apart: MediaTime,
}

/// One picture, ready to be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// When it is due.
    pub at: MediaTime,
    /// Another one for every new picture.
    pub number: u64,
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// Opaque sRGB, four bytes a pixel, row by row without padding.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture")
            .field("at", &self.at)
            .field("number", &self.number)
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}

/// How a player begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// From silent (0) to as recorded (1).
    pub volume: f32,
    /// Whether nothing is heard, whatever the volume.
    pub muted: bool,
    /// Where to begin.
    pub start: MediaTime,
    /// Whether to wait for `play`.
    pub paused: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            volume: 1.0,
            muted: false,
            start: MediaTime::ZERO,
            paused: false,
        }
    }
}

/// What a player is doing.
#[derive(Clone, Debug)]
pub enum State {
    /// Reading the container; nothing to show yet.
    Opening,
    /// Running, or about to once what is needed is decoded.
    Playing,
    /// Standing still.
    Paused,
    /// At the end; the last picture stays.
    Ended,
    /// Cannot be played.
    Failed(Arc<PlayerError>),
}

/// Something that did not go as it should, though playing goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The machine has no sound device that can be used; the video runs without sound.
    NoSoundDevice,
    /// The sound device went away; sound comes back when a device does.
    SoundLost,
    /// The sound track cannot be decoded; the video runs without sound.
    SoundUndecodable(String),
    /// A picture was damaged; playing goes on from the next key frame.
    PictureDamaged {
        /// Where.
        at: MediaTime,
    },
}
