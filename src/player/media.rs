//! What a player says of its medium and of itself.

use std::sync::Arc;

use crate::player::{MediaTime, PlayerError};

/// What a medium holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaInfo {
    /// From the beginning to the end of whichever track ends last.
    pub duration: MediaTime,
    /// How long a sound file says that it is, where that is a statement and no estimate.
    pub stated: Option<MediaTime>,
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

/// How fast a medium plays, its pitch kept; 1 is as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u16);

impl Speed {
    /// As recorded.
    pub const NORMAL: Self = Self(100);
    /// What is offered, from slow to fast (PLAYER 5.13).
    pub const STEPS: [Self; 5] = [Self(75), Self(100), Self(125), Self(150), Self(200)];

    /// So many hundredths of the recorded speed, between 75 and 200.
    #[must_use]
    pub fn from_percent(percent: u16) -> Self {
        Self(percent.clamp(75, 200))
    }

    /// In hundredths of the recorded speed.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// The next faster one that is offered; the fastest stays.
    #[must_use]
    pub fn faster(self) -> Self {
        let mut steps = Self::STEPS.into_iter();
        steps.find(|step| *step > self).unwrap_or(self)
    }

    /// The next slower one that is offered; the slowest stays.
    #[must_use]
    pub fn slower(self) -> Self {
        let steps = Self::STEPS.into_iter();
        steps.rev().find(|step| *step < self).unwrap_or(self)
    }

    /// How much of the medium so many nanoseconds hold.
    #[must_use]
    pub(crate) fn media(self, nanos: i64) -> i64 {
        whole(i128::from(nanos) * i128::from(self.0) / 100)
    }

    /// In how many nanoseconds so much of the medium is over.
    #[must_use]
    pub(crate) fn nanos(self, media: i64) -> i64 {
        whole(i128::from(media) * 100 / i128::from(self.0.max(1)))
    }
}

fn whole(nanos: i128) -> i64 {
    i64::try_from(nanos).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX })
}

impl std::fmt::Display for Speed {
    /// `1×`, `1.25×`, `0.8×`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}×"),
            part if part % 10 == 0 => write!(f, "{whole}.{}×", part / 10),
            part => write!(f, "{whole}.{part:02}×"),
        }
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
    /// The device that was chosen is not there; the system's own choice plays until it is.
    ChosenDeviceMissing,
    /// The sound track cannot be decoded; the video runs without sound.
    SoundUndecodable(String),
    /// A picture was damaged; playing goes on from the next key frame.
    PictureDamaged {
        /// Where.
        at: MediaTime,
    },
}

#[cfg(test)]
mod tests {
    use super::Speed;

    #[test]
    fn speeds_go_by_steps_and_say_themselves() {
        let names: Vec<String> = Speed::STEPS.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["0.75×", "1×", "1.25×", "1.5×", "2×"]);
        assert_eq!(Speed::NORMAL.faster().faster().percent(), 150);
        assert_eq!(Speed::from_percent(80).slower().percent(), 75);
        assert_eq!(Speed::from_percent(900).faster().percent(), 200);
        assert_eq!(Speed::from_percent(3).slower().percent(), 75);
        assert_eq!(Speed::from_percent(150).media(2_000), 3_000);
        assert_eq!(Speed::from_percent(150).nanos(3_000), 2_000);
    }
}
