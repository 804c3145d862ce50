//! Seeks, and remakes pictures for another display size.

use std::sync::Arc;
use std::time::Duration;

use super::{PlaybackState, Readiness};
use crate::player::clock::Clock;
use crate::player::{MediaTime, Picture};

impl PlaybackState {
    /// Goes to a place; what was decoded for another is forgotten (PLAYER 6.6).
    pub fn seek(&mut self, to: MediaTime, now: Duration) {
        self.scrubbing = false;
        self.go(to, now);
    }

    /// Goes to a place while the slider is held: the picture follows, nothing runs or is heard
    /// until the seek that ends it (PLAYER 6.8).
    pub fn scrub(&mut self, to: MediaTime, now: Duration) {
        self.scrubbing = true;
        self.go(to, now);
    }

    fn go(&mut self, to: MediaTime, now: Duration) {
        self.stop(now);
        let end = self.info.map_or(MediaTime(i64::MAX), |info| info.duration);
        let to = to.clamp(MediaTime::ZERO, end);
        // Where the slider is let go its last picture may be under way.
        let under_way = self.pictures == Readiness::Preparing && self.target == to;
        self.target = to;
        self.at_end = false;
        self.seeks += 1;
        if self.sound != Readiness::Absent {
            self.sound = Readiness::Preparing;
        }
        if !under_way && !self.is_decoded(to) {
            self.prepare_pictures();
        }
        let mut speaker = self.speaker();
        speaker.clock = Clock::new(to, self.speed);
        speaker.begin(to, 48_000, self.speed);
        drop(speaker);
        self.follow(now);
    }

    /// Whether the picture that is due at `to` stands or waits. One that waits is shown
    /// (PLAYER 6.9).
    fn is_decoded(&mut self, to: MediaTime) -> bool {
        if !matches!(self.pictures, Readiness::Ready | Readiness::Complete) {
            return false;
        }
        let Some(current) = self.current.as_ref().filter(|current| current.at <= to) else {
            return false;
        };
        // Of the last one it is not known yet when the next is due.
        let last = self.waiting.back().map_or(current.at, |last| last.at);
        if to > last && self.pictures != Readiness::Complete {
            return false;
        }
        while let Some(next) = self.waiting.front()
            && next.at <= to
        {
            self.current = self.waiting.pop_front();
        }
        true
    }

    fn prepare_pictures(&mut self) {
        self.waiting.clear();
        if self.pictures != Readiness::Absent {
            self.pictures = Readiness::Preparing;
            self.picture_seeks += 1;
        }
    }

    /// A picture near the one that the last seek goes to, which is not decoded yet.
    pub fn glimpse(&mut self, mut picture: Picture) {
        if self.pictures == Readiness::Preparing {
            self.numbered += 1;
            picture.number = self.numbered;
            self.current = Some(Arc::new(picture));
        }
    }

    /// Pictures are made no larger than twice this. One that stands is made again if it would gain
    /// (PLAYER 6.4).
    pub fn set_display(&mut self, width: u32, height: u32) {
        let before = self.picture_size();
        self.display = (width.max(1), height.max(1));
        let grew = self.picture_size() > before;
        if grew && !self.running && self.current.is_some() && self.pictures != Readiness::Absent {
            let stands = self.speaker().clock.at(Duration::ZERO);
            self.target = stands;
            self.prepare_pictures();
        }
    }

    /// How large pictures are to be made (PLAYER 6.4).
    #[must_use]
    pub fn picture_size(&self) -> (usize, usize) {
        let Some(video) = self.info.and_then(|info| info.video) else {
            return (1, 1);
        };
        let (width, height) = (u64::from(video.width), u64::from(video.height));
        let (most_wide, most_high) = (u64::from(self.display.0), u64::from(self.display.1));
        // Up to twice the size the screen's own filter does it better, and for less work.
        let fit = if width <= most_wide.saturating_mul(2) && height <= most_high.saturating_mul(2) {
            (width, height)
        } else if width * most_high > height * most_wide {
            (most_wide, (height * most_wide / width.max(1)).max(1))
        } else {
            ((width * most_high / height.max(1)).max(1), most_high)
        };
        let size = |pixels| usize::try_from(pixels).unwrap_or(1);
        (size(fit.0), size(fit.1))
    }
}
