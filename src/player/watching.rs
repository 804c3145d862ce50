//! The thread that looks after the one that decodes pictures (PLAYER 4.4, 7.1): a sample on which a
//! decoder, or a stick, hangs must not leave the room before a picture that stands for no reason.
//!
//! Meanwhile the window lives and sound goes on, for both have threads of their own. What hangs
//! cannot be ended from outside: its thread is left behind and ends with the program.

use std::time::Duration;

use crate::player::playback::Shared;
use crate::player::{MediaTime, PlayerError, clock};

/// A single sample takes no machine longer than this.
const HANGS_AFTER: Duration = Duration::from_secs(10);
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Watches until the player is dropped, or its pictures hang.
pub(crate) fn run(shared: &Shared) {
    let mut deck = shared.deck();
    while !deck.closed {
        if let Some(at) = deck.hanging(clock::now(), HANGS_AFTER) {
            drop(deck);
            return shared.fail(hangs(at));
        }
        deck = shared.wait(deck, LOOK_EVERY);
    }
}

fn hangs(at: MediaTime) -> PlayerError {
    PlayerError::Decode {
        track: "video",
        at_ms: at.as_millis(),
        reason: format!("nothing came for {} seconds", HANGS_AFTER.as_secs()),
    }
}
