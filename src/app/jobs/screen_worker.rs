//! A worker for one screen: does one thing after the other on a thread of its own and keeps what
//! that screen paints.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Sender, bounded};

/// The most jobs that wait; nobody presses faster.
const MAX_WAITING: usize = 64;

/// Called from the worker: there is something new to paint.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a screen paints, shared between the window and its worker.
pub(in crate::app) struct ScreenState<M> {
    model: Mutex<M>,
    /// Somebody asked to stop what is under way.
    stop: AtomicBool,
    /// The stores were changed; whoever else shows them reads them anew.
    changed: AtomicBool,
    wake: Wake,
}

impl<M> ScreenState<M> {
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

type Job<M> = Box<dyn FnOnce(&ScreenState<M>) + Send>;

/// A worker and the state of its screen. Dropping it lets the job under way finish by itself.
pub(in crate::app) struct ScreenWorker<M> {
    screen: Arc<ScreenState<M>>,
    jobs: Option<Sender<Job<M>>>,
}

impl<M: Send + 'static> ScreenWorker<M> {
    /// Starts a worker. `on_panic` changes the model after a job panicked.
    pub(in crate::app) fn start(name: &str, model: M, wake: Wake, on_panic: fn(&mut M)) -> Self {
        let screen = Arc::new(ScreenState {
            model: Mutex::new(model),
            stop: AtomicBool::new(false),
            changed: AtomicBool::new(false),
            wake,
        });
        let (jobs, waiting) = bounded::<Job<M>>(MAX_WAITING);
        let worker_screen = Arc::clone(&screen);
        #[expect(
            clippy::disallowed_methods,
            reason = "app is one of the two rooms that start threads"
        )]
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                for job in waiting {
                    worker_screen.stop.store(false, Ordering::Release);
                    if catch_unwind(AssertUnwindSafe(|| job(&worker_screen))).is_err() {
                        worker_screen.set(on_panic);
                    }
                }
            });
        if thread.is_err() {
            on_panic(&mut screen.lock());
        }
        Self {
            screen,
            jobs: thread.is_ok().then_some(jobs),
        }
    }

    /// What there is to paint.
    pub(in crate::app) fn model(&self) -> M
    where
        M: Clone,
    {
        self.screen.lock().clone()
    }

    /// The state of the screen, for another thread that changes it.
    pub(in crate::app) fn share(&self) -> Arc<ScreenState<M>> {
        Arc::clone(&self.screen)
    }

    /// The state of the screen.
    pub(in crate::app) fn screen(&self) -> &ScreenState<M> {
        &self.screen
    }

    /// Queues a job; with a full queue, which nobody reaches by hand, it is dropped.
    pub(in crate::app) fn run(&self, job: impl FnOnce(&ScreenState<M>) + Send + 'static) {
        if let Some(jobs) = &self.jobs {
            let _full = jobs.try_send(Box::new(job));
        }
    }
}
