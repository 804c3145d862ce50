//! A worker for one screen: does one thing after the other on a thread of its own and keeps what
//! that screen paints.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Sender, bounded};

use crate::platform::log;
use crate::words::{self, BackgroundWork, Words};

/// The most jobs that wait; nobody presses faster.
const MAX_WAITING: usize = 64;

/// Why something that was asked for was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum JobFailure {
    /// A defect stopped it, or there is no thread for it: nothing is under way any more.
    Panicked,
    /// It was not begun, as too many jobs wait; what is under way goes on.
    NotQueued,
}

impl JobFailure {
    /// What is shown of it.
    pub(in crate::app) fn words(self, work: BackgroundWork) -> Words {
        match self {
            Self::Panicked => words::work_panicked(work, log::path().as_deref()),
            Self::NotQueued => words::queue_full(),
        }
    }
}

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
    name: &'static str,
    screen: Arc<ScreenState<M>>,
    jobs: Option<Sender<Job<M>>>,
    on_failure: fn(&mut M, JobFailure),
}

impl<M: Send + 'static> ScreenWorker<M> {
    /// Starts a worker. `on_failure` shows that a job was not done.
    pub(in crate::app) fn start(
        name: &'static str,
        model: M,
        wake: Wake,
        on_failure: fn(&mut M, JobFailure),
    ) -> Self {
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
                        log::error!("a job of a screen panicked", screen = name);
                        worker_screen.set(|model| on_failure(model, JobFailure::Panicked));
                    }
                }
            });
        if thread.is_err() {
            log::error!("no thread could be started", screen = name);
            on_failure(&mut screen.lock(), JobFailure::Panicked);
        }
        Self {
            name,
            screen,
            jobs: thread.is_ok().then_some(jobs),
            on_failure,
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

    /// Queues a job. That the queue is full, which nobody reaches by hand, is logged and shown.
    pub(in crate::app) fn run(&self, job: impl FnOnce(&ScreenState<M>) + Send + 'static) {
        let failure = match &self.jobs {
            Some(jobs) if jobs.try_send(Box::new(job)).is_ok() => return,
            Some(_) => JobFailure::NotQueued,
            None => JobFailure::Panicked,
        };
        log::warning!("a command of a screen was lost", screen = self.name);
        self.screen.set(|model| (self.on_failure)(model, failure));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use super::{JobFailure, MAX_WAITING, ScreenWorker};
    use crate::words::{BackgroundWork, Code};

    type Failures = Vec<JobFailure>;

    fn worker() -> ScreenWorker<Failures> {
        ScreenWorker::start("test", Vec::new(), Arc::new(|| ()), |failures, failure| {
            failures.push(failure);
        })
    }

    #[test]
    fn a_job_for_which_the_queue_has_no_room_is_shown_and_the_others_are_done() {
        let worker = worker();
        let (release, released) = sync_channel::<()>(1);
        let (begun, begins) = sync_channel(1);
        worker.run(move |_| {
            begun.send(()).expect("sent");
            released.recv().expect("released");
        });
        begins.recv().expect("it is under way");
        for _ in 0..MAX_WAITING {
            worker.run(|_| ());
        }
        assert_eq!(worker.model(), []);
        worker.run(|_| ());
        assert_eq!(worker.model(), [JobFailure::NotQueued]);
        let words = JobFailure::NotQueued.words(BackgroundWork::Packs);
        assert_eq!(words.code, Code::Busy);
        assert!(words.headline.contains("this was not done"), "{words:?}");
        release.send(()).expect("released");
    }

    #[test]
    fn a_job_that_panics_is_shown_and_the_next_one_is_done() {
        let worker = worker();
        worker.run(|_| std::panic::resume_unwind(Box::new("as a defect does")));
        let (done, is_done) = sync_channel(1);
        worker.run(move |_| done.send(()).expect("sent"));
        is_done.recv().expect("the next one is done");
        assert_eq!(worker.model(), [JobFailure::Panicked]);
        let words = JobFailure::Panicked.words(BackgroundWork::Packs);
        assert!(
            words.advice.contains("tell the makers of Muster"),
            "{words:?}"
        );
    }
}
