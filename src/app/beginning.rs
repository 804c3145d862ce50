//! Where a briefing begins.

use crate::session::Stage;

/// Where a briefing is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Beginning {
    /// Nothing begins yet.
    Overview,
    /// At its first step.
    FirstStep,
    /// At its first video or audio.
    FirstMedium,
    /// Where somebody was.
    At(Stage),
}
