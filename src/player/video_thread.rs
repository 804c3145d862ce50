//! The thread that decodes pictures and makes them ready for the screen (PLAYER 7.1).

use std::time::Duration;

use crate::player::color::to_rgba_in;
use crate::player::frame::VideoFrame;
use crate::player::pictures::{Next, Pictures};
use crate::player::playback::Shared;
use crate::player::{MediaTime, Notice, Picture, PlayerError, clock};

/// A picture that comes later than this is not made, unless none was for [`SHOW_EVERY`]
/// (PLAYER 6.3).
const TOO_LATE: i64 = 100_000_000;
/// However slow the machine, so often something new is seen.
const SHOW_EVERY: Duration = Duration::from_millis(250);
/// Decoding that is behind by more than this leaps to the last key frame that is past
/// (PLAYER 6.3).
const LEAP: i64 = 500_000_000;
/// A seek that takes longer than this shows a picture on the way to the one sought (PLAYER 6.7).
const GLIMPSE_AFTER: Duration = Duration::from_millis(40);
/// How often it does.
const GLIMPSE_EVERY: Duration = Duration::from_millis(80);

/// Decodes until the player is dropped.
///
/// # Errors
/// Whatever keeps the pictures from being decoded on.
pub(crate) fn run(shared: &Shared, pictures: Pictures) -> Result<(), PlayerError> {
    let mut screening = Screening {
        pictures,
        served: None,
        ended: false,
        made_at: Duration::ZERO,
        sought_at: Duration::ZERO,
        glimpse: None,
    };
    while screening.turn(shared)? {}
    Ok(())
}

struct Screening {
    pictures: Pictures,
    /// The seek that is being decoded for.
    served: Option<u64>,
    ended: bool,
    /// When a picture was made last.
    made_at: Duration,
    /// When the seek was begun with.
    sought_at: Duration,
    /// A picture on the way to the one sought.
    glimpse: Option<VideoFrame>,
}

impl Screening {
    /// Does one thing that is to be done, or waits for one; `false` when the player was dropped.
    fn turn(&mut self, shared: &Shared) -> Result<bool, PlayerError> {
        let mut deck = shared.deck();
        if deck.closed {
            return Ok(false);
        }
        let now = clock::now();
        deck.pictures_worked = now;
        if self.served != Some(deck.picture_seeks) {
            self.served = Some(deck.picture_seeks);
            let target = deck.target;
            drop(deck);
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
            drop(shared.wait(deck, Duration::from_secs(1)));
            return Ok(true);
        }
        if let Some(wait) = deck.room(now) {
            drop(shared.wait(deck, wait));
            return Ok(true);
        }
        let at = deck.position(now);
        drop(deck);
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
                if late > LEAP && self.pictures.can_skip_to(at)? {
                    shared.deck().count_dropped();
                    self.pictures.seek(at)?;
                } else if late > TOO_LATE && now.saturating_sub(self.made_at) < SHOW_EVERY {
                    shared.deck().count_dropped();
                } else {
                    self.made_at = now;
                    self.show(shared, &frame);
                }
            }
            Some(Next::Damaged { at, .. }) => {
                shared.deck().notice(Notice::PictureDamaged { at });
                shared.wake();
            }
            Some(Next::End) => {
                self.ended = true;
                let mut deck = shared.deck();
                if self.served == Some(deck.picture_seeks) {
                    deck.pictures_complete(clock::now());
                }
                drop(deck);
                shared.notify();
                shared.wake();
            }
        }
        Ok(true)
    }

    /// The next picture; nothing if another seek came meanwhile or a glimpse is due.
    fn next(&mut self, shared: &Shared) -> Result<Option<Next>, PlayerError> {
        let served = self.served;
        let glimpse_due = self.glimpse.as_ref().map(|_| self.glimpse_due());
        // However quickly seeks follow one another, each decodes a picture that can be shown.
        let mut decoded = self.glimpse.is_some();
        let mut stop = || {
            let mut deck = shared.deck();
            let now = clock::now();
            let at = deck.position(now);
            deck.decodes(Some((now, at)));
            deck.pictures_worked = now;
            let superseded = served != Some(deck.picture_seeks);
            let stop =
                deck.closed || (superseded && decoded) || glimpse_due.is_some_and(|due| due <= now);
            decoded = true;
            stop
        };
        let next = self.pictures.next(&mut stop);
        shared.deck().decodes(None);
        next
    }

    fn glimpse_due(&self) -> Duration {
        (self.sought_at + GLIMPSE_AFTER).max(self.made_at + GLIMPSE_EVERY)
    }

    /// Shows what was decoded on the way, if anything was.
    fn show_glimpse(&mut self, shared: &Shared, now: Duration) {
        if let Some(frame) = self.glimpse.take() {
            self.made_at = now;
            let picture = made(shared, &frame);
            shared.deck().glimpse(picture);
            shared.wake();
        }
    }

    /// Makes a picture and hands it in. One that another seek overtook meanwhile still shows more
    /// than the one before: where the slider is dragged on a slow machine each is overtaken.
    fn show(&self, shared: &Shared, frame: &VideoFrame) {
        let picture = made(shared, frame);
        let mut deck = shared.deck();
        let now = clock::now();
        deck.pictures_worked = now;
        let news = if self.served == Some(deck.picture_seeks) {
            deck.push(picture, now)
        } else {
            deck.glimpse(picture);
            true
        };
        drop(deck);
        if news {
            shared.notify();
            shared.wake();
        }
    }
}

fn made(shared: &Shared, frame: &VideoFrame) -> Picture {
    let mut deck = shared.deck();
    let (width, height) = deck.picture_size();
    let spare = deck.spare();
    drop(deck);
    Picture {
        at: frame.at.max(MediaTime::ZERO),
        number: 0,
        width,
        height,
        rgba: to_rgba_in(spare, frame, width, height),
    }
}
