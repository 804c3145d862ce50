//! What comes back from the background: a change of the window's state, made on the window's thread.
//!
//! Whoever asks for a job says at once what becomes of its result. So the jobs know neither the window
//! nor each other, and what belongs together stands together.

use crossbeam_channel::{Receiver, Sender, bounded};
use eframe::egui::{Context, ViewportId};

/// Results wait here for the next frame; a thread with one more waits itself.
const MAX_WAITING: usize = 64;

/// Who wanted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Origin {
    /// Somebody at this window, who waits to see it.
    Asked,
    /// Nobody here: another program changed something (SCREENS 1.7).
    ByItself,
}

/// A finished job: what it changes of `A`, the window's state.
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
    results: Sender<JobResult<A>>,
    ctx: Context,
}

impl<A> Clone for JobResults<A> {
    fn clone(&self) -> Self {
        Self {
            results: self.results.clone(),
            ctx: self.ctx.clone(),
        }
    }
}

impl<A> JobResults<A> {
    /// The sending end for jobs, and the receiving end for the window.
    pub(in crate::app) fn new(ctx: &Context) -> (Self, Receiver<JobResult<A>>) {
        let (results, received) = bounded(MAX_WAITING);
        let ctx = ctx.clone();
        (Self { results, ctx }, received)
    }

    /// Sends a result. Returns whether the window is still there.
    pub(in crate::app) fn send(
        &self,
        origin: Origin,
        apply: impl FnOnce(&mut A) + Send + 'static,
    ) -> bool {
        let apply = Box::new(apply);
        let sent = self.results.send(JobResult { origin, apply }).is_ok();
        self.ctx.request_repaint_of(ViewportId::ROOT);
        sent
    }
}
