//! The window itself: how it starts, what it does with each command of the ui, the window on the room's screen, and what changes on the screen by itself.
//!
//! Not here: what a briefing does (`briefing`), what the screens of an administrator do
//! (`screens`), and the threads that do it (`jobs`).

mod act;
pub(in crate::app) mod arrivals;
pub mod faces;
pub(in crate::app) mod start;
pub(in crate::app) mod unseen_changes;
pub(in crate::app) mod wall;
