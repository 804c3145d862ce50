//! What the handle on a medium and the threads behind it share.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::player::playback_state::PlaybackState;
use crate::player::{PlayerError, clock};

/// Called from any thread: something changed, look again.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What the handle and the threads share.
pub(crate) struct Shared {
    state: Mutex<PlaybackState>,
    changed: Condvar,
    wake: Wake,
}

impl Shared {
    /// Nothing was opened yet.
    pub(crate) fn new(state: PlaybackState, wake: Wake) -> Self {
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            wake,
        }
    }

    /// The state. Held for moments only: nothing is read, decoded or waited for meanwhile
    /// (PLAYER 7.3).
    pub(crate) fn lock_state(&self) -> MutexGuard<'_, PlaybackState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the state back until something changes, at most for so long.
    pub(crate) fn wait<'a>(
        &self,
        state: MutexGuard<'a, PlaybackState>,
        at_most: Duration,
    ) -> MutexGuard<'a, PlaybackState> {
        self.changed
            .wait_timeout(state, at_most)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    /// Tells the threads that something changed.
    pub(crate) fn notify(&self) {
        self.changed.notify_all();
    }

    /// Tells the window that there is something new. Never called with the state held.
    pub(crate) fn wake(&self) {
        (self.wake)();
    }

    pub(crate) fn fail(&self, error: PlayerError) {
        self.lock_state().fail(error, clock::now());
        self.wake();
    }
}
