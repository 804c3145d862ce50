//! Reports on playback: the stretches that were played, and what went wrong meanwhile.

use std::time::Duration;

use super::PlaybackState;
use crate::player::{MediaTime, Notice};

impl PlaybackState {
    /// Something went wrong without ending the playback. Reported once, however often it happens.
    pub fn notice(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) && self.notices.len() < 100 {
            self.notices.push(notice);
        }
    }

    /// Sound is heard, from the chosen device or not: earlier notices about devices are over
    /// (PLAYER 5.9, 5.11).
    pub fn output_found(&mut self, is_wanted: bool) {
        let of_devices = [
            Notice::NoSoundDevice,
            Notice::SoundLost,
            Notice::ChosenDeviceMissing,
        ];
        self.notices.retain(|notice| !of_devices.contains(notice));
        if !is_wanted {
            self.notice(Notice::ChosenDeviceMissing);
        }
    }

    /// The stretches that were played since this was last asked (PLAYER 6.12).
    pub fn take_played(&mut self, now: Duration) -> Vec<(MediaTime, MediaTime)> {
        self.follow(now);
        if self.running {
            self.note_played(now);
        }
        std::mem::take(&mut self.played)
    }

    pub(super) fn note_played(&mut self, now: Duration) {
        let at = self.clock(now);
        if at > self.played_from {
            match self.played.last_mut() {
                Some((_, until)) if *until == self.played_from => *until = at,
                _ => self.played.push((self.played_from, at)),
            }
        }
        self.played_from = at;
    }
}
