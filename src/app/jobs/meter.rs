//! How far a job is, told to the screen on which it was asked for.

use std::time::{Duration, Instant};

use crate::app::jobs::screen_worker::Desk;
use crate::ui::screens::packs::PacksModel;
use crate::ui::screens::station::ready::ReadyModel;
use crate::ui::widgets::progress::Job;
use crate::words::ready::Line;

/// Progress is painted no more often.
const TICK: Duration = Duration::from_millis(100);

/// What a screen paints where work can be under way.
pub(in crate::app) trait HasJob {
    /// The work.
    fn job(&mut self) -> &mut Option<Job>;

    /// A line of the check stands.
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

/// Tells a job's progress, at most every tenth of a second; the library asks it whether to go on.
pub(in crate::app) struct Meter<'a, M> {
    desk: &'a Desk<M>,
    begun: Instant,
    told: Option<Instant>,
    /// Bytes of the packs before the one in work, and of all.
    before: u64,
    total: u64,
}

#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
fn instant() -> Instant {
    Instant::now()
}

impl<'a, M: HasJob> Meter<'a, M> {
    pub(in crate::app) fn begin(desk: &'a Desk<M>, total: u64) -> Self {
        Self {
            desk,
            begun: instant(),
            told: None,
            before: 0,
            total,
        }
    }

    /// Says what is done next.
    pub(in crate::app) fn what(&mut self, what: String) {
        self.told = None;
        let (done, total) = (self.before, self.total);
        let seconds = self.begun.elapsed().as_secs();
        let cancelling = self.desk.is_stopped();
        self.desk.set(|model| {
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
        if self.told.is_none_or(|told| now - told >= TICK) {
            self.told = Some(now);
            let part = u128::from(bytes) * u128::from(done.min(all)) / u128::from(all.max(1));
            let done = self.before + u64::try_from(part).unwrap_or(bytes);
            let seconds = self.begun.elapsed().as_secs();
            self.desk.set(|model| {
                if let Some(job) = model.job() {
                    (job.done, job.seconds) = (done, seconds);
                }
            });
        }
        !self.desk.is_stopped()
    }

    /// A pack of so many bytes is done with.
    pub(in crate::app) fn past(&mut self, bytes: u64) {
        self.before += bytes;
    }
}
