//! The account that acts in this window.

use crate::app::clock::now;
use crate::library::Who;

/// Who is at the keyboard, and when.
pub(in crate::app) fn who() -> Who {
    let now = now();
    Who {
        account: whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
        at: now.timestamp(),
        today: now.date(),
    }
}
