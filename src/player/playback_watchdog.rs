//! The thread that looks after the one that decodes pictures (PLAYER 4.4, 7.1): a sample on which a
//! decoder, or a stick, hangs must not leave the room before a picture that stands for no reason.
//!
//! Meanwhile the window lives and sound goes on, for both have threads of their own. What hangs
//! cannot be ended from outside: its thread is left behind and ends with the program.

use std::time::Duration;

use crate::player::playback::Shared;
use crate::player::watchdog::HANGS_AFTER;
use crate::player::{PlayerError, clock};

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Watches until the player is dropped, or its pictures hang.
pub(crate) fn run(shared: &Shared) {
    let mut deck = shared.deck();
    while !deck.closed {
        if let Some(at) = deck.hanging(clock::now(), HANGS_AFTER) {
            drop(deck);
            let at_ms = at.as_millis();
            return shared.fail(PlayerError::Hangs { at_ms });
        }
        deck = shared.wait(deck, LOOK_EVERY);
    }
}
