//! Work in the background: two lanes, one for what this station keeps (in order, so that a draft
//! is never saved after its record), one for the shelf, where an install may take minutes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use eframe::egui::{Context, ViewportId};

use crate::app::jobs::result::Done;

/// Jobs wait here; people press no faster.
const WAITING: usize = 64;

/// Something to do in the background, with what the lane keeps open from job to job.
pub(in crate::app) type Job<S> = Box<dyn FnOnce(&mut S) -> Done + Send>;

/// A thread that does one job after the other. When it is dropped, what waits is done first:
/// closing the window loses no record.
pub(in crate::app) struct Lane<S> {
    jobs: Option<Sender<Job<S>>>,
    thread: Option<JoinHandle<()>>,
}

impl<S: 'static> Lane<S> {
    /// Starts a lane. `begin` makes what it keeps, on its own thread.
    #[expect(
        clippy::disallowed_methods,
        reason = "the app is a room that may start threads"
    )]
    pub(in crate::app) fn start(
        name: &str,
        done: Sender<Done>,
        ctx: Context,
        begin: impl FnOnce() -> S + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, waiting) = bounded::<Job<S>>(WAITING);
        let thread = Builder::new().name(name.to_owned()).spawn(move || {
            let mut kept = begin();
            for job in waiting {
                // A decoder that panics on a hostile file ends that job, not the program.
                let result = catch_unwind(AssertUnwindSafe(|| job(&mut kept)));
                if done.send(result.unwrap_or(Done::Broken)).is_err() {
                    break;
                }
                ctx.request_repaint_of(ViewportId::ROOT);
            }
        })?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    /// Hands a job over. Returns whether there was room for it.
    #[must_use]
    pub(in crate::app) fn hand(&self, job: impl FnOnce(&mut S) -> Done + Send + 'static) -> bool {
        let jobs = self.jobs.as_ref();
        jobs.is_some_and(|jobs| jobs.try_send(Box::new(job)).is_ok())
    }
}

impl<S> Drop for Lane<S> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // It ends when its queue is empty; its panics are caught.
            let _ = thread.join();
        }
    }
}

/// What comes back from the background, in the order in which it was done.
pub(in crate::app) fn results() -> (Sender<Done>, Receiver<Done>) {
    bounded(WAITING)
}
