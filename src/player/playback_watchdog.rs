//! The thread that watches those that open a medium and decode its pictures and its sound
//! (PLAYER 4.4, 4.10, 7.1): where a decoder, or a stick, hangs, playback fails with a message, or goes
//! on without its sound.
//!
//! Meanwhile the window responds. A thread that hangs cannot be ended from outside: it is left behind
//! with its files closed, and ends with the program.

use std::time::Duration;

use crate::player::shared::Shared;
use crate::player::watchdog::{HANGS_AFTER, POLL_INTERVAL, Patience, WatchedSource};
use crate::player::{MediaTime, PlayerError, clock};

/// How often progress is checked.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

/// Watches until the player is dropped, or its pictures hang.
pub(crate) fn run(shared: &Shared, source: &WatchedSource) {
    if let Err(error) = watch_opening(shared, source).and_then(|()| watch_decoding(shared, source))
    {
        shared.fail(error);
    }
    source.give_up();
}

/// An index is read from a slow stick as long as it takes, if only something comes.
fn watch_opening(shared: &Shared, source: &WatchedSource) -> Result<(), PlayerError> {
    let mut patience = Patience::default();
    let mut last_poll = clock::now();
    let mut state = shared.lock_state();
    while state.is_opening() {
        state = shared.wait(state, POLL_INTERVAL);
        // It is woken for other reasons, too.
        let now = clock::now();
        if now.saturating_sub(last_poll) < POLL_INTERVAL {
            continue;
        }
        last_poll = now;
        if patience.is_over(source.counts()) && state.is_opening() {
            return Err(PlayerError::Hangs { at_ms: 0 });
        }
    }
    Ok(())
}

fn watch_decoding(shared: &Shared, source: &WatchedSource) -> Result<(), PlayerError> {
    let hangs = |at: MediaTime| PlayerError::Hangs {
        at_ms: at.as_millis(),
    };
    let mut last_read = (source.counts(), clock::now());
    let mut state = shared.lock_state();
    while !state.closed && !state.has_failed() {
        let now = clock::now();
        if source.counts() != last_read.0 {
            last_read = (source.counts(), now);
        }
        if let Some(at) = state.hanging(now, HANGS_AFTER) {
            return Err(hangs(at));
        }
        if let Some(at) = state.sound_hanging(now, HANGS_AFTER) {
            if !state.has_no_pictures() {
                // PLAYER 4.6.
                state.give_up_sound(&hangs(at), now);
                drop(state);
                shared.notify();
                shared.wake();
                state = shared.lock_state();
            } else if now.saturating_sub(last_read.1) >= HANGS_AFTER {
                // To seek in a sound file much of it may have to be read.
                return Err(hangs(at));
            }
        }
        state = shared.wait(state, CHECK_INTERVAL);
    }
    Ok(())
}
