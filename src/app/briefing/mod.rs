//! A briefing under way: what it begins with, what plays, its captions and job aids, its draft,
//! its record, and the look at a pack before it is signed.
//!
//! Not here: the rules of a briefing (`crate::session`), and how it is painted
//! (`crate::ui::screens::briefing`).

pub(in crate::app) mod captions;
pub mod documents;
mod left;
mod plan;
pub(in crate::app) mod playback;
pub(in crate::app) mod preview;
pub(in crate::app) mod saving;
pub(in crate::app) mod steps;
