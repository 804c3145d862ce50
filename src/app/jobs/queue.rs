//! The queue of work in the background. It has lanes, each with a name and a thread that does one job
//! after the other: what this station keeps is written in order, so that a draft is never saved after
//! its record, while installed packs are read and a stick is looked at beside it.
//!
//! No job is lost unseen: one that finds its lane full, or that panics, is logged, and whoever asked for it
//! is given a [`JobFailure`] to show.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::{Sender, bounded};

use crate::app::jobs::handle::{JobHandle, WorkRate};
use crate::app::jobs::result::{JobResults, Origin};
use crate::platform::log;
use crate::words::{self, BackgroundWork, Words};

/// Jobs wait in a lane; people press no faster.
const MAX_WAITING: usize = 64;

/// What waits in a lane. It sends its result by itself.
type Waiting = Box<dyn FnOnce() + Send>;

/// What becomes of what waits in a lane when the window is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum AtEnd {
    /// It is done first: closing the window loses no record.
    Finish,
    /// It ends with the program.
    Leave,
}

/// When a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Pace {
    /// Whatever plays: somebody waits for it.
    Always,
    /// It waits while media play.
    WhileNothingPlays,
    /// At the rate that its handle gives.
    Reduced,
}

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

/// The queue. Its last copy that is dropped waits for the lanes that are to be finished.
#[derive(Clone, Default)]
pub(in crate::app) struct JobQueue {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    lanes: Mutex<Vec<Arc<LaneThread>>>,
    media_playing: AtomicBool,
}

struct LaneThread {
    name: &'static str,
    at_end: AtEnd,
    jobs: Mutex<Option<Sender<Waiting>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// The job before was refused: of several in a row one is logged.
    refuses: AtomicBool,
    /// The jobs that were not done when that was looked at last.
    unfinished: Mutex<Vec<(Pace, Weak<JobHandle>)>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl JobQueue {
    /// Opens a lane, whose results change `A`; `on_panic` is what the window does where a job of it
    /// panicked.
    pub(in crate::app) fn lane<A: 'static>(
        &self,
        name: &'static str,
        at_end: AtEnd,
        results: JobResults<A>,
        on_panic: impl Fn(&mut A) + Send + Sync + 'static,
    ) -> Lane<A> {
        let (jobs, waiting) = bounded::<Waiting>(MAX_WAITING);
        #[expect(
            clippy::disallowed_methods,
            reason = "the app is a room that may start threads"
        )]
        let thread = Builder::new().name(name.to_owned()).spawn(move || {
            for job in waiting {
                job();
            }
        });
        if thread.is_err() {
            log::error!("no thread could be started", lane = name);
        }
        let lane = Arc::new(LaneThread {
            name,
            at_end,
            jobs: Mutex::new(thread.is_ok().then_some(jobs)),
            thread: Mutex::new(thread.ok()),
            refuses: AtomicBool::new(false),
            unfinished: Mutex::default(),
        });
        lock(&self.shared.lanes).push(Arc::clone(&lane));
        Lane {
            thread: lane,
            queue: self.clone(),
            results,
            on_panic: Arc::new(on_panic),
        }
    }

    /// Pauses the jobs that wait while media play, or lets them go on.
    pub(in crate::app) fn set_media_playing(&self, media_playing: bool) {
        let before = self
            .shared
            .media_playing
            .swap(media_playing, Ordering::Relaxed);
        if before == media_playing {
            return;
        }
        for lane in &*lock(&self.shared.lanes) {
            for (pace, handle) in &*lock(&lane.unfinished) {
                if let (Pace::WhileNothingPlays, Some(handle)) = (pace, handle.upgrade()) {
                    handle.set_rate(self.rate(*pace));
                }
            }
        }
    }

    fn rate(&self, pace: Pace) -> WorkRate {
        match pace {
            Pace::WhileNothingPlays if self.shared.media_playing.load(Ordering::Relaxed) => {
                WorkRate::Paused
            }
            Pace::Always | Pace::WhileNothingPlays => WorkRate::Full,
            Pace::Reduced => WorkRate::Reduced,
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let lanes = std::mem::take(&mut *lock(&self.lanes));
        for lane in &lanes {
            *lock(&lane.jobs) = None;
            if lane.at_end == AtEnd::Leave {
                lane.cancel();
            }
        }
        for lane in lanes.iter().filter(|lane| lane.at_end == AtEnd::Finish) {
            if let Some(thread) = lock(&lane.thread).take() {
                // It ends when its queue is empty; panics of jobs are caught.
                let _ = thread.join();
            }
        }
    }
}

impl LaneThread {
    fn cancel(&self) {
        let unfinished = lock(&self.unfinished);
        for handle in unfinished.iter().filter_map(|(_, handle)| handle.upgrade()) {
            handle.cancel();
        }
    }
}

/// A lane of the queue, whose results change `A`.
pub(in crate::app) struct Lane<A> {
    thread: Arc<LaneThread>,
    queue: JobQueue,
    results: JobResults<A>,
    on_panic: Arc<dyn Fn(&mut A) + Send + Sync>,
}

impl<A: 'static> Lane<A> {
    /// Whether the machine could start its thread.
    pub(in crate::app) fn is_running(&self) -> bool {
        lock(&self.thread.jobs).is_some()
    }

    /// Whether a job that nobody asked for finds room; what somebody asked for is run in any case.
    pub(in crate::app) fn has_room(&self) -> bool {
        let jobs = lock(&self.thread.jobs);
        jobs.as_ref().is_some_and(|jobs| !jobs.is_full())
    }

    /// Runs a job in the background, and `then` with its result on the window's thread. Returns its
    /// handle, or why it will not be done, for the caller to show.
    ///
    /// # Errors
    /// `NotQueued` where there is no room; `Panicked` where there is no thread.
    pub(in crate::app) fn run<R: Send + 'static>(
        &self,
        (origin, pace): (Origin, Pace),
        job: impl FnOnce(&Job<A>) -> R + Send + 'static,
        then: impl FnOnce(&mut A, R) + Send + 'static,
    ) -> Result<Arc<JobHandle>, JobFailure> {
        let handle = JobHandle::new(self.queue.rate(pace));
        let given = Job {
            handle: Arc::clone(&handle),
            results: self.results.clone(),
            origin,
        };
        let (on_panic, name) = (Arc::clone(&self.on_panic), self.thread.name);
        let waiting = move || {
            // A decoder that panics on a hostile file ends that job, not the program.
            if let Ok(result) = catch_unwind(AssertUnwindSafe(|| job(&given))) {
                given.update(move |state| then(state, result));
            } else {
                log::error!("a job of a lane panicked", lane = name);
                given.update(move |state| on_panic(state));
            }
        };
        {
            let mut unfinished = lock(&self.thread.unfinished);
            unfinished.retain(|(_, handle)| handle.strong_count() > 0);
            unfinished.push((pace, Arc::downgrade(&handle)));
        }
        let jobs = lock(&self.thread.jobs);
        let queued = match &*jobs {
            Some(jobs) if jobs.try_send(Box::new(waiting)).is_ok() => Ok(handle),
            Some(_) => Err(JobFailure::NotQueued),
            None => Err(JobFailure::Panicked),
        };
        let refuses = queued.is_err();
        if !self.thread.refuses.swap(refuses, Ordering::Relaxed) && refuses {
            log::warning!("a job was lost: too many wait", lane = name);
        }
        queued
    }

    /// Cancels what is under way and what waits.
    pub(in crate::app) fn cancel(&self) {
        self.thread.cancel();
    }
}

/// What a job is given: its handle, and the way back to the window.
pub(in crate::app) struct Job<A> {
    handle: Arc<JobHandle>,
    results: JobResults<A>,
    origin: Origin,
}

impl<A: 'static> Job<A> {
    /// Changes the window's state, on the window's thread. Where that is gone, nothing is left to be
    /// changed.
    pub(in crate::app) fn update(&self, change: impl FnOnce(&mut A) + Send + 'static) {
        let _window_is_there = self.results.send(self.origin, change);
    }

    /// Whether somebody asked to stop it.
    pub(in crate::app) fn is_cancelled(&self) -> bool {
        self.handle.is_cancelled()
    }

    /// Notes its progress, and waits while it must not run. Returns whether to go on.
    pub(in crate::app) fn continue_when_allowed(&self, done: u64, all: u64) -> bool {
        self.handle.continue_when_allowed(done, all)
    }

    /// Its handle.
    pub(in crate::app) fn handle(&self) -> &JobHandle {
        &self.handle
    }
}

#[cfg(test)]
mod tests {
    use std::panic::resume_unwind;
    use std::sync::Arc;
    use std::time::Duration;

    use crossbeam_channel::{Receiver, bounded};

    use super::{AtEnd, JobFailure, JobQueue, Lane, MAX_WAITING, Pace};
    use crate::app::jobs::result::{JobResult, JobResults, Origin};
    use crate::words::{BackgroundWork, Code};

    const ASKED: (Origin, Pace) = (Origin::Asked, Pace::Always);
    const LONG: Duration = Duration::from_mins(1);

    type Results = Receiver<JobResult<Vec<u32>>>;

    /// A lane that changes a list of numbers; a panic adds 0.
    fn lane(at_end: AtEnd) -> (JobQueue, Lane<Vec<u32>>, Results) {
        let queue = JobQueue::default();
        let (results, received) = JobResults::new(Arc::new(|| ()));
        let lane = queue.lane("numbers", at_end, results, |numbers: &mut Vec<u32>| {
            numbers.push(0);
        });
        (queue, lane, received)
    }

    fn next(received: &Receiver<JobResult<Vec<u32>>>, numbers: &mut Vec<u32>) {
        received
            .recv_timeout(LONG)
            .expect("a result")
            .apply(numbers);
    }

    #[test]
    fn results_come_in_order_and_a_panic_ends_its_job_alone() {
        let (_queue, lane, received) = lane(AtEnd::Leave);
        let mut numbers = Vec::new();
        let then = |numbers: &mut Vec<u32>, n| numbers.push(n);
        assert!(lane.run(ASKED, |_| 1, then).is_ok());
        assert!(
            lane.run(ASKED, |_| resume_unwind(Box::new("as a decoder may")), then)
                .is_ok()
        );
        assert!(lane.run(ASKED, |_| 3, then).is_ok());
        for _ in 0..3 {
            next(&received, &mut numbers);
        }
        assert_eq!(numbers, [1, 0, 3]);
        let words = JobFailure::Panicked.words(BackgroundWork::Packs);
        assert!(words.advice.contains("tell the makers"), "{words:?}");
    }

    #[test]
    fn a_job_that_finds_its_lane_full_is_refused_and_the_others_are_done() {
        let (_queue, lane, _received) = lane(AtEnd::Leave);
        let (go_on, waits) = bounded::<()>(0);
        let (begun, has_begun) = bounded(1);
        let first = lane.run(
            ASKED,
            move |_| {
                let _ = begun.send(());
                let _ = waits.recv();
            },
            |_, ()| (),
        );
        assert!(first.is_ok());
        has_begun.recv_timeout(LONG).expect("begun");
        for _ in 0..MAX_WAITING {
            assert!(lane.run(ASKED, |_| (), |_, ()| ()).is_ok());
        }
        let refused = lane.run(ASKED, |_| (), |_, ()| ()).err();
        assert_eq!(refused, Some(JobFailure::NotQueued));
        let words = JobFailure::NotQueued.words(BackgroundWork::Packs);
        assert_eq!(words.code, Code::Busy);
        assert!(words.headline.contains("this was not done"), "{words:?}");
        drop(go_on);
    }

    #[test]
    fn what_waits_in_a_lane_that_is_to_be_finished_is_done_though_nobody_takes_results() {
        let (queue, lane, received) = lane(AtEnd::Finish);
        drop(received);
        let (done, count) = bounded(MAX_WAITING);
        for _ in 0..MAX_WAITING {
            let done = done.clone();
            let handle = lane.run(ASKED, move |_| done.send(()).is_ok(), |_, _| ());
            assert!(handle.is_ok());
        }
        drop((queue, lane));
        assert_eq!(count.len(), MAX_WAITING);
    }

    #[test]
    fn a_job_waits_while_media_play_and_one_that_is_cancelled_before_it_began_stays_so() {
        let (queue, lane, received) = lane(AtEnd::Leave);
        let mut numbers = Vec::new();
        queue.set_media_playing(true);
        let job = |job: &super::Job<Vec<u32>>| u32::from(job.continue_when_allowed(1, 2));
        let then = |numbers: &mut Vec<u32>, n| numbers.push(n + 1);
        let pace = (Origin::Asked, Pace::WhileNothingPlays);
        let handle = lane.run(pace, job, then).expect("queued");
        assert!(received.recv_timeout(Duration::from_millis(50)).is_err());
        queue.set_media_playing(false);
        next(&received, &mut numbers);
        assert_eq!(
            (numbers.as_slice(), handle.progress()),
            ([2].as_slice(), (1, 2))
        );
        queue.set_media_playing(true);
        lane.run(pace, job, then).expect("queued");
        lane.cancel();
        queue.set_media_playing(false);
        next(&received, &mut numbers);
        assert_eq!(numbers, [2, 1]);
    }
}
