//! Shows the progress of a job on the screen that requested it.

use std::time::{Duration, Instant};

use crate::app::jobs::handle::instant;
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
use crate::ui::widgets::progress::Job;
use crate::words::ready::Line;

/// Progress is painted no more often.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// What a screen paints where work can be under way.
pub(in crate::app) trait HasJob: Send + 'static {
    /// The work.
    fn job(&mut self) -> &mut Option<Job>;

    /// Called when a line of the check is finished.
    fn found(&mut self, _line: &Line) {}
}

impl<M: HasJob> ScreenState<M> {
    /// Stops what is under way, and shows that it was asked to stop.
    pub(in crate::app) fn cancel_shown(&mut self) {
        self.cancel();
        if let Some(job) = self.model.job() {
            job.cancelling = true;
        }
    }
}

/// Shows a job's progress, at most every tenth of a second; the library asks it whether to go on.
pub(in crate::app) struct Meter<'a, M> {
    job: &'a ScreenJob<M>,
    begun: Instant,
    last_shown: Option<Instant>,
    /// Bytes of the packs before the one in work, and of all.
    before: u64,
    total: u64,
}

impl<'a, M: HasJob> Meter<'a, M> {
    pub(in crate::app) fn begin(job: &'a ScreenJob<M>, total: u64) -> Self {
        Self {
            job,
            begun: instant(),
            last_shown: None,
            before: 0,
            total,
        }
    }

    /// Sets the text of what is done now.
    pub(in crate::app) fn set_task(&mut self, what: String) {
        self.last_shown = None;
        let shown = Job {
            what,
            done: self.before,
            total: self.total,
            seconds: self.begun.elapsed().as_secs(),
            cancelling: self.job.is_cancelled(),
        };
        self.job.set(|model| *model.job() = Some(shown));
    }

    /// So much of a pack's own work is done; `bytes` is its size. Returns whether to go on.
    pub(in crate::app) fn step(&mut self, bytes: u64, done: u64, all: u64) -> bool {
        let now = instant();
        if self
            .last_shown
            .is_none_or(|last_shown| now - last_shown >= MIN_INTERVAL)
        {
            self.last_shown = Some(now);
            let part = u128::from(bytes) * u128::from(done.min(all)) / u128::from(all.max(1));
            let done = self.before + u64::try_from(part).unwrap_or(bytes);
            let seconds = self.begun.elapsed().as_secs();
            self.job.set(move |model| {
                if let Some(job) = model.job() {
                    (job.done, job.seconds) = (done, seconds);
                }
            });
        }
        self.job.continue_when_allowed(done, all)
    }

    /// Counts a pack of so many bytes as done.
    pub(in crate::app) fn finish_pack(&mut self, bytes: u64) {
        self.before += bytes;
    }
}
