//! Elsewhere nobody is asked: monitors are known again by socket and size.

use crate::app::monitors::{Listed, Said};

/// Nobody.
pub(in crate::app) struct Asked;

impl Asked {
    pub(in crate::app) fn new() -> Self {
        Self
    }

    /// Hears what changed: elsewhere the window's list is true.
    #[expect(clippy::unused_self, reason = "on Linux it is a connection")]
    pub(in crate::app) fn look(&mut self) {}

    /// Whether a monitor of the window's list is connected.
    #[expect(clippy::unused_self, reason = "on Linux it is a connection")]
    pub(in crate::app) fn is_there(&self, _: &Listed) -> bool {
        true
    }

    /// Whether the window's list is as things are.
    #[expect(clippy::unused_self, reason = "elsewhere it takes a connection")]
    pub(in crate::app) fn agrees(&self, _: &[Listed]) -> bool {
        true
    }

    /// Makes the window look anew: there is no need.
    #[expect(clippy::unused_self, reason = "elsewhere it takes a connection")]
    pub(in crate::app) fn make_look(&self, _: u64) {}

    /// What the monitors say of themselves: nothing.
    #[expect(clippy::unused_self, reason = "elsewhere it takes a connection")]
    pub(in crate::app) fn ask(&self, listed: &[Listed]) -> Vec<Option<Said>> {
        vec![None; listed.len()]
    }
}
