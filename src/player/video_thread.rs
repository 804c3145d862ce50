//! The thread that decodes pictures and makes them ready for the screen (PLAYER 7.1).

use std::time::Duration;

use crate::player::color::to_rgba_in;
use crate::player::frame::VideoFrame;
use crate::player::pictures::{Next, Pictures};
use crate::player::shared::Shared;
use crate::player::{MediaTime, Notice, Picture, PlayerError, clock};

/// A picture that comes later than this is not converted, unless none was for [`MAX_PICTURE_GAP`]
/// (PLAYER 6.3).
const TOO_LATE_NANOS: i64 = 100_000_000;
/// However slow the machine, a new picture is shown at least this often.
const MAX_PICTURE_GAP: Duration = Duration::from_millis(250);
/// Decoding that is behind by more than this skips to the last key frame that is past
/// (PLAYER 6.3).
const SKIP_BEHIND_NANOS: i64 = 500_000_000;
/// A seek that takes longer than this shows a picture on the way to the one sought (PLAYER 6.7).
const GLIMPSE_AFTER: Duration = Duration::from_millis(40);
/// How often it does.
const GLIMPSE_EVERY: Duration = Duration::from_millis(80);

/// Decodes until the player is dropped.
///
/// # Errors
/// Whatever keeps the pictures from being decoded on.
pub(crate) fn run(shared: &Shared, pictures: Pictures) -> Result<(), PlayerError> {
    let mut thread = VideoThread {
        pictures,
        current_seek: None,
        ended: false,
        made_at: Duration::ZERO,
        sought_at: Duration::ZERO,
        glimpse: None,
    };
    while thread.step(shared)? {}
    Ok(())
}

struct VideoThread {
    pictures: Pictures,
    /// The seek that is being decoded for.
    current_seek: Option<u64>,
    ended: bool,
    /// When a picture was converted last.
    made_at: Duration,
    /// When the seek was begun with.
    sought_at: Duration,
    /// A picture on the way to the one sought.
    glimpse: Option<VideoFrame>,
}

impl VideoThread {
    /// Does one thing that is to be done, or waits for one; `false` when the player was dropped.
    fn step(&mut self, shared: &Shared) -> Result<bool, PlayerError> {
        let mut state = shared.lock_state();
        if state.closed {
            return Ok(false);
        }
        let now = clock::now();
        state.pictures_worked = now;
        if self.current_seek != Some(state.picture_seeks) {
            self.current_seek = Some(state.picture_seeks);
            let target = state.target;
            drop(state);
            // While the slider is dragged one seek follows the other: something is to be seen.
            if now.saturating_sub(self.made_at) >= GLIMPSE_EVERY {
                self.show_glimpse(shared, now);
            }
            self.ended = false;
            self.sought_at = now;
            self.glimpse = None;
            self.pictures.seek(target)?;
            // The next seek may come before the decoder has as many pictures as it takes at once.
            self.pictures.glimpse(true);
            return Ok(true);
        }
        if self.ended {
            drop(shared.wait(state, Duration::from_secs(1)));
            return Ok(true);
        }
        if let Some(wait) = state.room(now) {
            drop(shared.wait(state, wait));
            return Ok(true);
        }
        let at = state.position(now);
        drop(state);
        match self.next(shared)? {
            None => {
                if self.glimpse.is_some() && self.glimpse_due() <= clock::now() {
                    self.show_glimpse(shared, clock::now());
                    self.pictures.glimpse(false);
                }
            }
            Some(Next::Frame(frame)) if frame.at < self.pictures.sought() => {
                self.glimpse = Some(frame);
            }
            Some(Next::Frame(frame)) => {
                self.glimpse = None;
                let late = at.0.saturating_sub(frame.at.0);
                if late > SKIP_BEHIND_NANOS && self.pictures.can_skip_to(at)? {
                    shared.lock_state().count_dropped();
                    self.pictures.seek(at)?;
                } else if late > TOO_LATE_NANOS
                    && now.saturating_sub(self.made_at) < MAX_PICTURE_GAP
                {
                    shared.lock_state().count_dropped();
                } else {
                    self.made_at = now;
                    self.show(shared, &frame);
                }
            }
            Some(Next::Damaged { at, .. }) => {
                shared.lock_state().notice(Notice::PictureDamaged { at });
                shared.wake();
            }
            Some(Next::End) => {
                self.ended = true;
                let mut state = shared.lock_state();
                if self.current_seek == Some(state.picture_seeks) {
                    state.pictures_complete(clock::now());
                }
                drop(state);
                shared.notify();
                shared.wake();
            }
        }
        Ok(true)
    }

    /// The next picture; nothing if another seek came meanwhile or a glimpse is due.
    fn next(&mut self, shared: &Shared) -> Result<Option<Next>, PlayerError> {
        let current_seek = self.current_seek;
        let glimpse_due = self.glimpse.as_ref().map(|_| self.glimpse_due());
        // However quickly seeks follow one another, each decodes a picture that can be shown.
        let mut decoded = self.glimpse.is_some();
        let mut stop = || {
            let mut state = shared.lock_state();
            let now = clock::now();
            let at = state.position(now);
            state.decodes(Some((now, at)));
            state.pictures_worked = now;
            let superseded = current_seek != Some(state.picture_seeks);
            let stop = state.closed
                || (superseded && decoded)
                || glimpse_due.is_some_and(|due| due <= now);
            decoded = true;
            stop
        };
        let next = self.pictures.next(&mut stop);
        shared.lock_state().decodes(None);
        next
    }

    fn glimpse_due(&self) -> Duration {
        (self.sought_at + GLIMPSE_AFTER).max(self.made_at + GLIMPSE_EVERY)
    }

    /// Shows what was decoded on the way, if anything was.
    fn show_glimpse(&mut self, shared: &Shared, now: Duration) {
        if let Some(frame) = self.glimpse.take() {
            self.made_at = now;
            let picture = to_picture(shared, &frame);
            shared.lock_state().glimpse(picture);
            shared.wake();
        }
    }

    /// Makes a picture and hands it in. One that another seek overtook meanwhile still shows more
    /// than the one before: where the slider is dragged on a slow machine each is overtaken.
    fn show(&self, shared: &Shared, frame: &VideoFrame) {
        let picture = to_picture(shared, frame);
        let mut state = shared.lock_state();
        let now = clock::now();
        state.pictures_worked = now;
        let is_first = if self.current_seek == Some(state.picture_seeks) {
            state.push(picture, now)
        } else {
            state.glimpse(picture);
            true
        };
        drop(state);
        if is_first {
            shared.notify();
            shared.wake();
        }
    }
}

fn to_picture(shared: &Shared, frame: &VideoFrame) -> Picture {
    let mut state = shared.lock_state();
    let (width, height) = state.picture_size();
    let spare = state.spare();
    drop(state);
    Picture {
        at: frame.at.max(MediaTime::ZERO),
        number: 0,
        width,
        height,
        rgba: to_rgba_in(spare, frame, width, height),
    }
}
