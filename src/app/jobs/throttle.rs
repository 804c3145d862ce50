//! Throttles work in the background: it waits while media play, and runs at full rate when somebody
//! waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
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
    /// Not at all.
    Stopped,
}

/// The rate and the progress of one job, shared by the window and the job.
pub(in crate::app) struct JobThrottle {
    state: Mutex<(WorkRate, u64, u64)>,
    changed: Condvar,
}

impl JobThrottle {
    pub(in crate::app) fn new(rate: WorkRate) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new((rate, 0, 0)),
            changed: Condvar::new(),
        })
    }

    pub(in crate::app) fn lock(&self) -> MutexGuard<'_, (WorkRate, u64, u64)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::app) fn set(&self, rate: WorkRate) {
        let mut state = self.lock();
        if state.0 != rate {
            state.0 = rate;
            self.changed.notify_all();
        }
    }

    pub(in crate::app) fn is_stopped(&self) -> bool {
        self.lock().0 == WorkRate::Stopped
    }

    /// Bytes done, and in all.
    pub(in crate::app) fn progress(&self) -> (u64, u64) {
        let state = self.lock();
        (state.1, state.2)
    }

    /// Called by the job: notes its progress, and waits while it must not run. Returns whether to go on.
    pub(in crate::app) fn continue_when_allowed(
        &self,
        done: u64,
        all: u64,
        worked_since: &mut Instant,
    ) -> bool {
        let mut state = self.lock();
        (state.1, state.2) = (done, all);
        loop {
            match state.0 {
                WorkRate::Stopped => return false,
                WorkRate::Full => return true,
                WorkRate::Paused => {
                    state = self
                        .changed
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                    *worked_since = instant();
                }
                WorkRate::Reduced => {
                    let worked = worked_since.elapsed();
                    if worked < WORK_PERIOD {
                        return true;
                    }
                    let rest = self.changed.wait_timeout(state, worked);
                    state = rest.unwrap_or_else(PoisonError::into_inner).0;
                    *worked_since = instant();
                }
            }
        }
    }
}

/// Pauses the jobs of one worker, the present one and those after it, while media play.
pub(in crate::app) struct Throttle {
    current: Mutex<Arc<JobThrottle>>,
    /// Media play.
    media_playing: AtomicBool,
}

impl Throttle {
    pub(in crate::app) fn new() -> Self {
        Self {
            current: Mutex::new(JobThrottle::new(WorkRate::Full)),
            media_playing: AtomicBool::new(false),
        }
    }

    /// A job begins; a stop of the job before does not concern it.
    pub(in crate::app) fn begin(&self) -> Arc<JobThrottle> {
        let throttle = JobThrottle::new(self.rate());
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&throttle);
        throttle
    }

    /// Ends the present job at once.
    pub(in crate::app) fn stop(&self) {
        self.current().set(WorkRate::Stopped);
    }

    /// Pauses or resumes the present job, and those after it.
    pub(in crate::app) fn set_media_playing(&self, media_playing: bool) {
        self.media_playing.store(media_playing, Ordering::Relaxed);
        let throttle = self.current();
        if !throttle.is_stopped() {
            throttle.set(self.rate());
        }
    }

    fn rate(&self) -> WorkRate {
        if self.media_playing.load(Ordering::Relaxed) {
            WorkRate::Paused
        } else {
            WorkRate::Full
        }
    }

    fn current(&self) -> Arc<JobThrottle> {
        Arc::clone(&self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Throttle {
    fn drop(&mut self) {
        self.stop();
    }
}
