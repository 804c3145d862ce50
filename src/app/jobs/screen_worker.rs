//! A worker for one screen: does one thing after the other on a thread of its own and keeps what
//! that screen paints.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Sender, bounded};

/// Jobs wait here; people press no faster.
const WAITING: usize = 64;

/// Called from the worker: there is something new to paint.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a screen paints, shared between the window and its worker.
pub(in crate::app) struct Desk<M> {
    model: Mutex<M>,
    /// Somebody asked to stop what is under way.
    stop: AtomicBool,
    /// The stores were changed; whoever else shows them reads them anew.
    changed: AtomicBool,
    wake: Wake,
}

impl<M> Desk<M> {
    pub(in crate::app) fn lock(&self) -> MutexGuard<'_, M> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is painted, and has it painted.
    pub(in crate::app) fn set<R>(&self, change: impl FnOnce(&mut M) -> R) -> R {
        let result = change(&mut self.lock());
        (self.wake)();
        result
    }

    pub(in crate::app) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    pub(in crate::app) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    pub(in crate::app) fn note_change(&self) {
        self.changed.store(true, Ordering::Release);
        (self.wake)();
    }

    pub(in crate::app) fn take_change(&self) -> bool {
        self.changed.swap(false, Ordering::AcqRel)
    }
}

type Job<M> = Box<dyn FnOnce(&Desk<M>) + Send>;

/// A worker and its desk. Dropping it lets the job under way come to its end by itself.
pub(in crate::app) struct Worker<M> {
    desk: Arc<Desk<M>>,
    jobs: Option<Sender<Job<M>>>,
}

impl<M: Send + 'static> Worker<M> {
    /// Starts a worker. `broken` is what a job that panicked leaves on the desk.
    pub(in crate::app) fn start(name: &str, model: M, wake: Wake, broken: fn(&mut M)) -> Self {
        let desk = Arc::new(Desk {
            model: Mutex::new(model),
            stop: AtomicBool::new(false),
            changed: AtomicBool::new(false),
            wake,
        });
        let (jobs, waiting) = bounded::<Job<M>>(WAITING);
        let theirs = Arc::clone(&desk);
        #[expect(
            clippy::disallowed_methods,
            reason = "app is one of the two rooms that start threads"
        )]
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                for job in waiting {
                    theirs.stop.store(false, Ordering::Release);
                    if catch_unwind(AssertUnwindSafe(|| job(&theirs))).is_err() {
                        theirs.set(broken);
                    }
                }
            });
        if thread.is_err() {
            broken(&mut desk.lock());
        }
        Self {
            desk,
            jobs: thread.is_ok().then_some(jobs),
        }
    }

    /// The desk for another thread that has something to lay on it.
    pub(in crate::app) fn share(&self) -> Arc<Desk<M>> {
        Arc::clone(&self.desk)
    }

    /// What there is to paint, and to stop.
    pub(in crate::app) fn desk(&self) -> &Desk<M> {
        &self.desk
    }

    /// Hands a job over; more than anybody presses are dropped.
    pub(in crate::app) fn hand(&self, job: impl FnOnce(&Desk<M>) + Send + 'static) {
        if let Some(jobs) = &self.jobs {
            let _full = jobs.try_send(Box::new(job));
        }
    }
}
