//! Detects that playback waits for a file that delivers nothing (PLAYER 4.5).

use std::time::Duration;

use super::{PlaybackState, Readiness};

/// A thread that has not come on for so long while what it makes is missing waits for the file.
const STALLED: Duration = Duration::from_secs(1);

impl PlaybackState {
    /// Whether it would play if the file could be read: nothing has come from it for a while.
    pub fn is_waiting(&mut self, now: Duration) -> bool {
        self.follow(now);
        self.is_about_to() && self.is_stalled(now)
    }

    /// Whether playing is wanted and has yet to begin, or to go on.
    pub(super) fn is_about_to(&self) -> bool {
        self.failed.is_none()
            && self.info.is_some()
            && self.wanted
            && !self.running
            && !self.scrubbing
            && !self.at_end
    }

    /// Whether what is needed next is missing, and its thread hangs in the file.
    pub(super) fn is_stalled(&self, now: Duration) -> bool {
        let hangs = |worked| now.saturating_sub(worked) > STALLED;
        let dry = self.speaker().frames() == 0;
        let pictures = self.waiting.is_empty() && hangs(self.pictures_worked);
        let sound = dry && hangs(self.sound_worked);
        match (self.pictures, self.sound) {
            (Readiness::Preparing | Readiness::Ready, _) if pictures => true,
            (_, Readiness::Ready) => sound,
            _ => false,
        }
    }
}
