//! The time of day, read in one place of this room and handed to those who may not read it.

use jiff::ZonedDateTime;

/// Now, with the station's time zone.
#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
pub(in crate::app) fn now() -> ZonedDateTime {
    ZonedDateTime::now()
}
