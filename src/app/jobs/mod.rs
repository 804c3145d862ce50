//! Work in the background: one queue with named lanes, on which jobs run; the handle of a job, by which
//! it is followed, slowed down and stopped; and what comes back: changes made on the window's thread.
//!
//! Not here: what the jobs do (`shelf`, `screens`).

pub(in crate::app) mod follower;
pub(in crate::app) mod handle;
pub(in crate::app) mod meter;
pub(in crate::app) mod queue;
pub(in crate::app) mod result;
pub mod screen_state;
