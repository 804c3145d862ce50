//! The thread that watches the one that decodes pictures (PLAYER 4.4, 7.1): where a decoder, or a
//! stick, hangs on a sample, playback fails with a message.
//!
//! Meanwhile the window responds and sound continues, on threads of their own. A thread that hangs
//! cannot be ended from outside: it is left behind and ends with the program.

use std::time::Duration;

use crate::player::shared::Shared;
use crate::player::watchdog::HANGS_AFTER;
use crate::player::{PlayerError, clock};

/// How often progress is checked.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

/// Watches until the player is dropped, or its pictures hang.
pub(crate) fn run(shared: &Shared) {
    let mut state = shared.lock_state();
    while !state.closed {
        if let Some(at) = state.hanging(clock::now(), HANGS_AFTER) {
            drop(state);
            let at_ms = at.as_millis();
            return shared.fail(PlayerError::Hangs { at_ms });
        }
        state = shared.wait(state, CHECK_INTERVAL);
    }
}
