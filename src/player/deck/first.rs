//! The first picture goes before all else: while a window begins, what it waits for must not have
//! to share the processor with what nobody waits for yet.

use std::time::Duration;

use super::{Deck, Side};

/// Who has not taken the first picture after so long is not waited for.
const WAITED_FOR: Duration = Duration::from_millis(250);

impl Deck {
    /// How much longer all else waits for the first picture to be taken, if it still does.
    pub fn first_before_all(&mut self, now: Duration) -> Option<Duration> {
        let until = *self.first_until.get_or_insert(now + WAITED_FOR);
        let taken = self.seen > 0 || self.pictures == Side::Absent;
        let left = until.saturating_sub(now);
        (!taken && !left.is_zero()).then_some(left)
    }

    /// Whether any picture was ever taken.
    #[must_use]
    pub fn was_seen(&self) -> bool {
        self.seen > 0
    }
}
