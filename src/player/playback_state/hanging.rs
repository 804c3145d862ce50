//! What is being opened and decoded, and since when: where that hangs the watch sees it (PLAYER 4.4,
//! 4.10).

use std::time::Duration;

use super::{PlaybackState, Readiness};
use crate::player::{MediaTime, Notice, PlayerError};

impl PlaybackState {
    /// Whether the medium is still being opened, and wanted.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.info.is_none() && self.failed.is_none() && !self.closed
    }

    /// Whether it cannot be played, or not on.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Whether there is sound alone.
    #[must_use]
    pub fn has_no_pictures(&self) -> bool {
        self.pictures == Readiness::Absent
    }

    /// A sample is taken up at `now`, on the way to a picture near `at`; `None`: none is.
    pub fn decodes(&mut self, since: Option<(Duration, MediaTime)>) {
        self.decoding = since;
    }

    /// The same of a stretch of sound.
    pub fn decodes_sound(&mut self, since: Option<(Duration, MediaTime)>) {
        self.decoding_sound = since;
    }

    /// Where decoding of pictures hangs, if one sample takes longer than `limit`.
    #[must_use]
    pub fn hanging(&self, now: Duration, limit: Duration) -> Option<MediaTime> {
        longer_than(self.decoding, now, limit)
    }

    /// The same of sound.
    #[must_use]
    pub fn sound_hanging(&self, now: Duration, limit: Duration) -> Option<MediaTime> {
        longer_than(self.decoding_sound, now, limit)
    }

    /// Goes on without its sound, which hangs.
    pub fn give_up_sound(&mut self, why: &PlayerError, now: Duration) {
        self.sound_given_up = true;
        self.decoding_sound = None;
        self.notice(Notice::SoundUndecodable(why.to_string()));
        self.sound_absent(now);
    }
}

fn longer_than(
    decoding: Option<(Duration, MediaTime)>,
    now: Duration,
    limit: Duration,
) -> Option<MediaTime> {
    let (since, at) = decoding?;
    (now.saturating_sub(since) >= limit).then_some(at)
}
