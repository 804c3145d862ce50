//! What comes back from the background: a change of the window's state, made on the window's thread.
//!
//! Whoever asks for a job says at once what becomes of its result. So the jobs know neither the window
//! nor each other, and what belongs together stands together. What watches sticks, monitors and other
//! programs, and what draws pages, comes back the same way.

use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};

/// Results wait here for the next frame; a thread with one more waits itself.
const MAX_WAITING: usize = 64;

/// Called from any thread: there is something new to paint.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Who wanted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Origin {
    /// Somebody at this window, who waits to see it.
    Asked,
    /// Nobody here: another program changed something (SCREENS 1.7).
    ByItself,
}

/// Something that was done: what it changes of `A`, the window's state.
pub(in crate::app) struct JobResult<A> {
    /// Who wanted it.
    pub(in crate::app) origin: Origin,
    apply: Box<dyn FnOnce(&mut A) + Send>,
}

impl<A> JobResult<A> {
    /// Makes the change.
    pub(in crate::app) fn apply(self, state: &mut A) {
        (self.apply)(state);
    }
}

/// Sends results to the window, and has it painted.
pub(in crate::app) struct JobResults<A> {
    send: Arc<dyn Fn(JobResult<A>) -> bool + Send + Sync>,
}

impl<A> Clone for JobResults<A> {
    fn clone(&self) -> Self {
        let send = Arc::clone(&self.send);
        Self { send }
    }
}

impl<A: 'static> JobResults<A> {
    /// The sending end for jobs, and the receiving end for the window, which `wake` has painted.
    pub(in crate::app) fn new(wake: Wake) -> (Self, Receiver<JobResult<A>>) {
        let (results, received) = bounded(MAX_WAITING);
        let send = move |result| {
            let is_sent = results.send(result).is_ok();
            wake();
            is_sent
        };
        let send = Arc::new(send);
        (Self { send }, received)
    }

    /// Sends results that change a part of the window's state; where that is gone they change nothing.
    pub(in crate::app) fn of_part<B: 'static>(
        &self,
        part: fn(&mut A) -> Option<&mut B>,
    ) -> JobResults<B> {
        let whole = self.clone();
        let send = move |result: JobResult<B>| {
            whole.send(result.origin, move |state| {
                if let Some(part) = part(state) {
                    result.apply(part);
                }
            })
        };
        let send = Arc::new(send);
        JobResults { send }
    }

    /// Sends a result. Returns whether the window is still there.
    pub(in crate::app) fn send(
        &self,
        origin: Origin,
        apply: impl FnOnce(&mut A) + Send + 'static,
    ) -> bool {
        let apply = Box::new(apply);
        (self.send)(JobResult { origin, apply })
    }
}
