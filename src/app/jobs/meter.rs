//! Shows the progress of a job on the screen that requested it.

use std::time::{Duration, Instant};

use crate::app::jobs::screen_worker::ScreenState;
use crate::ui::screens::packs::PacksModel;
use crate::ui::screens::station::ready::ReadyModel;
use crate::ui::widgets::progress::Job;
use crate::words::ready::Line;

/// Progress is painted no more often.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// What a screen paints where work can be under way.
pub(in crate::app) trait HasJob {
    /// The work.
    fn job(&mut self) -> &mut Option<Job>;

    /// Called when a line of the check is finished.
    fn found(&mut self, _line: &Line) {}
}

impl HasJob for PacksModel {
    fn job(&mut self) -> &mut Option<Job> {
        &mut self.job
    }
}

impl HasJob for ReadyModel {
    fn job(&mut self) -> &mut Option<Job> {
        &mut self.job
    }

    fn found(&mut self, line: &Line) {
        self.lines.push(line.clone());
    }
}

impl<M: HasJob> ScreenState<M> {
    /// Shows that the job under way was asked to stop.
    pub(in crate::app) fn show_cancelling(&self) {
        self.set(|model| {
            if let Some(job) = model.job() {
                job.cancelling = true;
            }
        });
    }
}

/// Shows a job's progress, at most every tenth of a second; the library asks it whether to go on.
pub(in crate::app) struct Meter<'a, M> {
    screen: &'a ScreenState<M>,
    begun: Instant,
    last_shown: Option<Instant>,
    /// Bytes of the packs before the one in work, and of all.
    before: u64,
    total: u64,
}

#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
fn instant() -> Instant {
    Instant::now()
}

impl<'a, M: HasJob> Meter<'a, M> {
    pub(in crate::app) fn begin(screen: &'a ScreenState<M>, total: u64) -> Self {
        Self {
            screen,
            begun: instant(),
            last_shown: None,
            before: 0,
            total,
        }
    }

    /// Sets the text of what is done now.
    pub(in crate::app) fn set_task(&mut self, what: String) {
        self.last_shown = None;
        let (done, total) = (self.before, self.total);
        let seconds = self.begun.elapsed().as_secs();
        let cancelling = self.screen.is_stopped();
        self.screen.set(|model| {
            *model.job() = Some(Job {
                what,
                done,
                total,
                seconds,
                cancelling,
            });
        });
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
            self.screen.set(|model| {
                if let Some(job) = model.job() {
                    (job.done, job.seconds) = (done, seconds);
                }
            });
        }
        !self.screen.is_stopped()
    }

    /// Counts a pack of so many bytes as done.
    pub(in crate::app) fn finish_pack(&mut self, bytes: u64) {
        self.before += bytes;
    }
}
