//! How work in the background makes way: for what plays, and for whoever waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After so much work in the background it rests as long: the processor and the disk are the
/// window's.
const SPELL: Duration = Duration::from_millis(20);
#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
pub(in crate::app) fn instant() -> Instant {
    Instant::now()
}

/// How work in the background is to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Pace {
    /// Half of the time.
    Calm,
    /// Not now: something plays.
    Still,
    /// Somebody waits for it.
    Quick,
    /// Not at all.
    Stop,
}

/// Between the window and one piece of work: how it is to go on, and how far it is.
pub(in crate::app) struct Gate {
    state: Mutex<(Pace, u64, u64)>,
    changed: Condvar,
}

impl Gate {
    pub(in crate::app) fn new(pace: Pace) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new((pace, 0, 0)),
            changed: Condvar::new(),
        })
    }

    pub(in crate::app) fn lock(&self) -> MutexGuard<'_, (Pace, u64, u64)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::app) fn set(&self, pace: Pace) {
        let mut state = self.lock();
        if state.0 != pace {
            state.0 = pace;
            self.changed.notify_all();
        }
    }

    pub(in crate::app) fn is_stopped(&self) -> bool {
        self.lock().0 == Pace::Stop
    }

    /// Bytes done, and in all.
    pub(in crate::app) fn progress(&self) -> (u64, u64) {
        let state = self.lock();
        (state.1, state.2)
    }

    /// Told from the background. Returns whether to go on, once it may.
    pub(in crate::app) fn pass(&self, done: u64, all: u64, spell: &mut Instant) -> bool {
        let mut state = self.lock();
        (state.1, state.2) = (done, all);
        loop {
            match state.0 {
                Pace::Stop => return false,
                Pace::Quick => return true,
                Pace::Still => {
                    state = self
                        .changed
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                    *spell = instant();
                }
                Pace::Calm => {
                    let worked = spell.elapsed();
                    if worked < SPELL {
                        return true;
                    }
                    let rest = self.changed.wait_timeout(state, worked);
                    state = rest.unwrap_or_else(PoisonError::into_inner).0;
                    *spell = instant();
                }
            }
        }
    }
}

/// The gate of what a worker does now, and of what it does next.
pub(in crate::app) struct Way {
    gate: Mutex<Arc<Gate>>,
    /// Something plays.
    plays: AtomicBool,
}

impl Way {
    pub(in crate::app) fn new() -> Self {
        Self {
            gate: Mutex::new(Gate::new(Pace::Quick)),
            plays: AtomicBool::new(false),
        }
    }

    /// Something begins; what was stopped before does not stop it.
    pub(in crate::app) fn begin(&self) -> Arc<Gate> {
        let gate = Gate::new(self.pace());
        *self.gate.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&gate);
        gate
    }

    /// It comes to its end at once.
    pub(in crate::app) fn stop(&self) {
        self.gate().set(Pace::Stop);
    }

    /// It waits while something plays.
    pub(in crate::app) fn make(&self, plays: bool) {
        self.plays.store(plays, Ordering::Relaxed);
        let gate = self.gate();
        if !gate.is_stopped() {
            gate.set(self.pace());
        }
    }

    fn pace(&self) -> Pace {
        if self.plays.load(Ordering::Relaxed) {
            Pace::Still
        } else {
            Pace::Quick
        }
    }

    fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.stop();
    }
}
