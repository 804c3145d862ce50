//! At which point a briefing is opened.

use crate::session::Stage;

/// The point at which a briefing is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum BriefingStart {
    /// The overview, before the first step.
    Overview,
    /// At its first step.
    FirstStep,
    /// At its first video or audio.
    FirstMedium,
    /// At a given stage, where an earlier run was left.
    At(Stage),
}
