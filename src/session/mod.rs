//! One briefing as a state machine: outline, events, what happened. Pure: no files, no clock, no
//! threads; whoever calls hands it the time.
//!
//! Invariant: [`Session::apply`] is the only way to change a session, and every change returns what
//! is left to do as [`Effect`]s. Nothing is recorded but by [`Effect::Record`], and the session is
//! over only when [`Event::Recorded`] confirms that the record is on the disk.

mod apply;
pub mod completion;
#[cfg(test)]
pub(crate) mod fixture;
mod moment;
mod outline;
mod played;
mod record;
mod shortfall;
mod state;
#[cfg(test)]
mod tests;

pub use apply::{Effect, Event};
pub use completion::{
    Acknowledgement, AidShown, Completion, Course, Delivery, Entered, Essentials, Facilitator,
    Mark, MediaPlayed, Method, Officer, Outcome, PromptShown, id_of, roll_call_id,
};
pub use moment::{BadMoment, Moment};
pub use outline::{Outline, OutlineStep, Stage};
pub use shortfall::Shortfall;
pub use state::{Marked, OfficerFacts, PackFacts, Place, Plan, Session, ShiftFacts};
