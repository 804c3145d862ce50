//! What tests of this room share.

use std::path::Path;

use crate::library::Who;
use crate::operations::{Doing, Follow, Here};
use crate::station::DataFolder;

/// A PC whose data lies in this folder.
pub fn here(folder: &Path) -> Here {
    let now: jiff::ZonedDateTime = "2026-11-25T09:00:00[UTC]".parse().expect("a time");
    Here {
        folder: DataFolder::resolve(Some(folder)).expect("a folder"),
        who: Who {
            account: "it".to_owned(),
            at: now.timestamp(),
            today: now.date(),
        },
        now,
        in_window: false,
    }
}

/// Goes on until it is told not to.
pub struct Follower(pub bool);

impl Follow for Follower {
    fn begin(&mut self, _: Doing<'_>) {}

    fn step(&mut self, _: u64, _: u64) -> bool {
        self.0
    }

    fn goes_on(&mut self) -> bool {
        self.0
    }

    fn remark(&mut self, _: &str) {}
}
