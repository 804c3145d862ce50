//! The account that acts in this window, and on which data.

use crate::app::clock::now;
use crate::library::Who;
use crate::operations::Here;
use crate::station::DataFolder;

/// Who is at the keyboard, and when.
pub(in crate::app) fn who() -> Who {
    let now = now();
    Who {
        account: whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
        at: now.timestamp(),
        today: now.date(),
    }
}

/// This PC, as an act asked for in this window finds it.
pub(in crate::app) fn here(folder: &DataFolder) -> Here {
    Here {
        folder: folder.clone(),
        who: who(),
        now: now(),
        in_window: true,
    }
}
