//! A screen as the window keeps it: what it paints, and the lane on which its jobs run.

use crate::app::jobs::queue::{AtEnd, Job, JobFailure, JobQueue, Lane, Pace};
use crate::app::jobs::result::{JobResults, Origin};

pub use crate::app::jobs::result::Wake;

/// What a screen paints, and the lane for its jobs.
pub(in crate::app) struct ScreenState<M> {
    /// What it paints.
    pub(in crate::app) model: M,
    lane: Lane<Self>,
    on_failure: fn(&mut M, JobFailure),
    /// Its jobs changed the stores; whoever else shows them reads them anew.
    stores_changed: bool,
}

/// A job of a screen.
pub(in crate::app) type ScreenJob<M> = Job<ScreenState<M>>;

impl<M: Send + 'static> ScreenState<M> {
    /// Opens its lane. `on_failure` shows that a job was not done.
    pub(in crate::app) fn new(
        queue: &JobQueue,
        name: &'static str,
        results: JobResults<Self>,
        model: M,
        on_failure: fn(&mut M, JobFailure),
    ) -> Self {
        let on_panic = move |state: &mut Self| on_failure(&mut state.model, JobFailure::Panicked);
        Self {
            model,
            lane: queue.lane(name, AtEnd::Leave, results, on_panic),
            on_failure,
            stores_changed: false,
        }
    }

    /// Runs a job, whatever plays meanwhile. Returns whether there was room for it; if not, the screen
    /// shows it.
    pub(in crate::app) fn run(&mut self, job: impl FnOnce(&ScreenJob<M>) + Send + 'static) -> bool {
        self.run_at(Pace::Always, job)
    }

    /// The same for a job that waits while media play.
    pub(in crate::app) fn run_between_media(
        &mut self,
        job: impl FnOnce(&ScreenJob<M>) + Send + 'static,
    ) -> bool {
        self.run_at(Pace::WhileNothingPlays, job)
    }

    fn run_at(&mut self, pace: Pace, job: impl FnOnce(&ScreenJob<M>) + Send + 'static) -> bool {
        let queued = self.lane.run((Origin::Asked, pace), job, |_, ()| ());
        if let Err(failure) = &queued {
            (self.on_failure)(&mut self.model, *failure);
        }
        queued.is_ok()
    }

    /// Stops what is under way and what waits.
    pub(in crate::app) fn cancel(&self) {
        self.lane.cancel();
    }

    /// Notes that the stores were changed.
    pub(in crate::app) fn note_change(&mut self) {
        self.stores_changed = true;
    }

    /// Whether its jobs changed the stores since this was asked last.
    pub(in crate::app) fn take_change(&mut self) -> bool {
        std::mem::take(&mut self.stores_changed)
    }
}

impl<M: Send + 'static> ScreenJob<M> {
    /// Changes what is painted.
    pub(in crate::app) fn set(&self, change: impl FnOnce(&mut M) + Send + 'static) {
        self.update(move |state| change(&mut state.model));
    }

    /// Notes that the stores were changed.
    pub(in crate::app) fn note_change(&self) {
        self.update(ScreenState::note_change);
    }
}
