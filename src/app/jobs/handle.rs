//! The handle of a job: how far it is, how fast it may run, and the way to stop it. The window and the
//! job share it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// At the reduced rate, work runs for this long and then rests as long: the window needs the processor
/// and the disk.
const WORK_PERIOD: Duration = Duration::from_millis(20);

#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
pub(in crate::app) fn instant() -> Instant {
    Instant::now()
}

/// How fast work in the background runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum WorkRate {
    /// Half of the time.
    Reduced,
    /// Not now: media play.
    Paused,
    /// Somebody waits for it.
    Full,
    /// Not at all: something else comes first.
    Stopped,
}

struct State {
    rate: WorkRate,
    /// Somebody cancelled it, which stays so at every rate.
    cancelled: bool,
    /// So much is done, of so much.
    progress: (u64, u64),
    worked_since: Instant,
}

/// A job, as the window and the job itself know it.
pub(in crate::app) struct JobHandle {
    state: Mutex<State>,
    changed: Condvar,
}

impl JobHandle {
    pub(in crate::app) fn new(rate: WorkRate) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                rate,
                cancelled: false,
                progress: (0, 0),
                worked_since: instant(),
            }),
            changed: Condvar::new(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How fast it may run.
    pub(in crate::app) fn rate(&self) -> WorkRate {
        self.lock().rate
    }

    /// From now on it runs at this rate.
    pub(in crate::app) fn set_rate(&self, rate: WorkRate) {
        let mut state = self.lock();
        if state.rate != rate {
            state.rate = rate;
            self.changed.notify_all();
        }
    }

    /// Ends it as soon as it asks whether to go on.
    pub(in crate::app) fn cancel(&self) {
        self.lock().cancelled = true;
        self.changed.notify_all();
    }

    pub(in crate::app) fn is_cancelled(&self) -> bool {
        let state = self.lock();
        state.cancelled || state.rate == WorkRate::Stopped
    }

    /// So much is done, of so much.
    pub(in crate::app) fn progress(&self) -> (u64, u64) {
        self.lock().progress
    }

    /// Called by the job: notes its progress, and waits while it must not run. Returns whether to go on.
    pub(in crate::app) fn continue_when_allowed(&self, done: u64, all: u64) -> bool {
        let mut state = self.lock();
        state.progress = (done, all);
        loop {
            match state.rate {
                _ if state.cancelled => return false,
                WorkRate::Stopped => return false,
                WorkRate::Full => return true,
                WorkRate::Paused => {
                    state = self
                        .changed
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                    state.worked_since = instant();
                }
                WorkRate::Reduced => {
                    let worked = state.worked_since.elapsed();
                    if worked < WORK_PERIOD {
                        return true;
                    }
                    let rest = self.changed.wait_timeout(state, worked);
                    state = rest.unwrap_or_else(PoisonError::into_inner).0;
                    state.worked_since = instant();
                }
            }
        }
    }
}
