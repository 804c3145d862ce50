//! A lane: a thread that does one job after the other. There is one for what this station keeps (in
//! order, so that a draft is never saved after its record) and one for reading installed packs, where a
//! job may take minutes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::{Sender, bounded};

use crate::app::jobs::result::{JobResults, Origin};
use crate::platform::log;

/// Jobs wait here; people press no faster.
const MAX_WAITING: usize = 64;

/// Something to do in the background, with what the lane keeps open from job to job. It sends its
/// result by itself.
type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// A lane with what it keeps open, `S`; results change `A`. When it is dropped, what waits is done
/// first: closing the window loses no record.
pub(in crate::app) struct Lane<S, A> {
    jobs: Option<Sender<Job<S>>>,
    thread: Option<JoinHandle<()>>,
    results: JobResults<A>,
    name: &'static str,
    /// The job before was refused: of several in a row one is logged.
    refuses: AtomicBool,
}

impl<S: 'static, A: 'static> Lane<S, A> {
    /// Starts a lane. `begin` makes what it keeps, on its own thread; `on_panic` is what the window
    /// does where a job panicked.
    ///
    /// # Errors
    /// If the machine can start no thread.
    #[expect(
        clippy::disallowed_methods,
        reason = "the app is a room that may start threads"
    )]
    pub(in crate::app) fn start(
        name: &'static str,
        results: JobResults<A>,
        begin: impl FnOnce() -> S + Send + 'static,
        on_panic: fn(&mut A),
    ) -> std::io::Result<Self> {
        let (jobs, waiting) = bounded::<Job<S>>(MAX_WAITING);
        let to_window = results.clone();
        let thread = Builder::new().name(name.to_owned()).spawn(move || {
            let mut kept = begin();
            for job in waiting {
                // A decoder that panics on a hostile file ends that job, not the program.
                if catch_unwind(AssertUnwindSafe(|| job(&mut kept))).is_err() {
                    log::error!("a job of a lane panicked", lane = name);
                    to_window.send(Origin::Asked, on_panic);
                }
            }
        })?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
            results,
            name,
            refuses: AtomicBool::new(false),
        })
    }

    /// Runs a job in the background, and `then` with its result on the window's thread. Returns whether
    /// there was room for it.
    #[must_use]
    pub(in crate::app) fn run<R: Send + 'static>(
        &self,
        origin: Origin,
        job: impl FnOnce(&mut S) -> R + Send + 'static,
        then: impl FnOnce(&mut A, R) + Send + 'static,
    ) -> bool {
        let results = self.results.clone();
        let job = move |kept: &mut S| {
            let result = job(kept);
            results.send(origin, move |state| then(state, result));
        };
        let jobs = self.jobs.as_ref();
        let is_queued = jobs.is_some_and(|jobs| jobs.try_send(Box::new(job)).is_ok());
        if !self.refuses.swap(!is_queued, Ordering::Relaxed) && !is_queued {
            log::warning!("a job was lost: too many wait", lane = self.name);
        }
        is_queued
    }
}

impl<S, A> Drop for Lane<S, A> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // It ends when its queue is empty; its panics are caught.
            let _ = thread.join();
        }
    }
}
