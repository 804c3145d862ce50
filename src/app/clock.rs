//! The time of day: the only place in this room that reads it; others get it as a parameter.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::ZonedDateTime;

/// How long after the minute begins a frame is painted: one too early would show the minute before.
const INTO_THE_MINUTE: Duration = Duration::from_millis(50);

/// The clock that the window shows and acts by.
#[derive(Clone)]
pub struct Clock {
    read: Arc<dyn Fn() -> ZonedDateTime + Send + Sync>,
    is_system: bool,
}

impl Clock {
    /// Another clock than the system's, for tests.
    #[must_use]
    pub fn new(now: impl Fn() -> ZonedDateTime + Send + Sync + 'static) -> Self {
        Self {
            read: Arc::new(now),
            is_system: false,
        }
    }

    /// Whether it is the system's: only that one can stand before this program was built.
    pub(in crate::app) fn is_system(&self) -> bool {
        self.is_system
    }

    pub(in crate::app) fn now(&self) -> ZonedDateTime {
        (self.read)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            is_system: true,
            ..Self::new(now)
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Now, with the station's time zone.
#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
pub(in crate::app) fn now() -> ZonedDateTime {
    ZonedDateTime::now()
}

/// How long the minute that is shown lasts.
pub(in crate::app) fn rest_of_minute(now: &ZonedDateTime) -> Duration {
    let into = Duration::new(
        u64::try_from(now.second()).unwrap_or(0),
        u32::try_from(now.subsec_nanosecond()).unwrap_or(0),
    );
    Duration::from_mins(1).saturating_sub(into) + INTO_THE_MINUTE
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{INTO_THE_MINUTE, rest_of_minute};

    #[test]
    fn the_next_frame_is_due_when_the_next_minute_has_begun() {
        let rest = |text: &str| {
            let rest = rest_of_minute(&text.parse().unwrap());
            rest.checked_sub(INTO_THE_MINUTE).unwrap()
        };
        let seconds = Duration::from_secs;
        assert_eq!(rest("2026-11-24T06:52:00[UTC]"), seconds(60));
        assert_eq!(rest("2026-11-24T06:52:59[UTC]"), seconds(1));
        let half = Duration::from_millis(1_500);
        assert_eq!(rest("2026-11-24T06:52:58.5[UTC]"), half);
    }
}
