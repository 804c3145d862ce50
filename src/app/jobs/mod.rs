//! Work in the background: the lanes on which jobs run, the workers of single screens, what comes
//! back, how far a job is, and how it waits while media play.
//!
//! Not here: what the jobs do (`shelf`, `screens`).

pub(in crate::app) mod follower;
pub(in crate::app) mod lane;
pub(in crate::app) mod meter;
pub(in crate::app) mod result;
pub mod screen_worker;
pub(in crate::app) mod throttle;
