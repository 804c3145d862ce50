//! A process-wide stop flag, for work that has no other way to be cancelled: a query of a database,
//! the wait for a pipe.

use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Asks all work of this process to end: Ctrl-C was pressed.
pub fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
}

/// Whether it was asked to end.
#[must_use]
pub fn is_requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}
