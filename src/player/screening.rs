//! The thread that decodes pictures and makes them ready for the screen.

use std::time::Duration;

use crate::player::color::to_rgba;
use crate::player::h264::VideoFrame;
use crate::player::pictures::{Next, Pictures};
use crate::player::playback::Shared;
use crate::player::{MediaTime, Notice, Picture, PlayerError, clock};

/// A picture that comes later than this is not made, unless none was for [`SHOW_EVERY`].
const TOO_LATE: i64 = 100_000_000;
/// However slow the machine, so often something new is seen.
const SHOW_EVERY: Duration = Duration::from_millis(250);
/// Decoding that is behind by more than this leaps to the next key frame that is past.
const LEAP: i64 = 500_000_000;

/// Decodes until the player is dropped.
///
/// # Errors
/// Whatever keeps the pictures from being decoded on.
pub(crate) fn run(shared: &Shared, mut pictures: Pictures) -> Result<(), PlayerError> {
    // The seek that is being decoded for.
    let mut served = None;
    let mut ended = false;
    let mut made_at = Duration::ZERO;
    loop {
        let mut deck = shared.deck();
        if deck.closed {
            return Ok(());
        }
        if served != Some(deck.seeks) {
            served = Some(deck.seeks);
            ended = false;
            let target = deck.target;
            drop(deck);
            pictures.seek(target)?;
            continue;
        }
        let now = clock::now();
        if ended {
            drop(shared.wait(deck, Duration::from_secs(1)));
            continue;
        }
        if let Some(wait) = deck.room(now) {
            drop(shared.wait(deck, wait));
            continue;
        }
        let at = deck.position(now);
        drop(deck);
        let mut superseded = || {
            let deck = shared.deck();
            deck.closed || served != Some(deck.seeks)
        };
        match pictures.next(&mut superseded)? {
            None => {}
            Some(Next::Frame(frame)) => {
                let late = at.0.saturating_sub(frame.at.0);
                if late > LEAP && pictures.can_skip_to(at) {
                    shared.deck().count_dropped();
                    pictures.seek(at)?;
                } else if late > TOO_LATE && now.saturating_sub(made_at) < SHOW_EVERY {
                    shared.deck().count_dropped();
                } else {
                    made_at = now;
                    show(shared, served, &frame);
                }
            }
            Some(Next::Damaged { at, .. }) => {
                shared.deck().notice(Notice::PictureDamaged { at });
                shared.wake();
            }
            Some(Next::End) => {
                ended = true;
                let mut deck = shared.deck();
                if served == Some(deck.seeks) {
                    deck.pictures_complete(clock::now());
                }
                drop(deck);
                shared.notify();
                shared.wake();
            }
        }
    }
}

/// Makes a picture and hands it in, if it is still wanted.
fn show(shared: &Shared, served: Option<u64>, frame: &VideoFrame) {
    let (width, height) = shared.deck().picture_size();
    let picture = Picture {
        at: frame.at.max(MediaTime::ZERO),
        number: 0,
        width,
        height,
        rgba: to_rgba(frame, width, height),
    };
    let mut deck = shared.deck();
    if served != Some(deck.seeks) {
        return;
    }
    let news = deck.push(picture, clock::now());
    drop(deck);
    if news {
        shared.notify();
        shared.wake();
    }
}
