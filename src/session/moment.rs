//! A time as records keep it: the instant and the local offset from UTC.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};

/// An instant with the offset from UTC that the station's clock had then, to the second. As text:
/// RFC 3339, for example `2026-11-24T06:55:00-05:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    instant: Timestamp,
    offset: Offset,
}

/// A text that is no RFC 3339 time with an offset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time such as 2026-11-24T06:55:00-05:00")]
pub struct BadMoment(String);

impl Moment {
    /// The instant.
    #[must_use]
    pub fn instant(self) -> Timestamp {
        self.instant
    }

    /// Date and time as the wall clock showed them.
    #[must_use]
    pub fn local(self) -> DateTime {
        self.offset.to_datetime(self.instant)
    }

    /// Whole seconds from `earlier` to this; negative if the clock ran backwards.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.instant
            .as_second()
            .saturating_sub(earlier.instant.as_second())
    }

    fn new(instant: Timestamp, offset: Offset) -> Self {
        let whole = Timestamp::from_second(instant.as_second()).unwrap_or(instant);
        Self {
            instant: whole,
            offset,
        }
    }
}

impl From<&ZonedDateTime> for Moment {
    fn from(now: &ZonedDateTime) -> Self {
        Self::new(now.timestamp(), now.offset())
    }
}

impl FromStr for Moment {
    type Err = BadMoment;
    fn from_str(text: &str) -> Result<Self, BadMoment> {
        let bad = || BadMoment(text.chars().take(80).collect());
        let pieces = DateTimeParser::new()
            .parse_pieces(text)
            .map_err(|_| bad())?;
        let offset = pieces.to_numeric_offset().ok_or_else(bad)?;
        let time = pieces.time().ok_or_else(bad)?;
        let local = pieces.date().to_datetime(time);
        let instant = offset.to_timestamp(local).map_err(|_| bad())?;
        Ok(Self::new(instant, offset))
    }
}

impl TryFrom<String> for Moment {
    type Error = BadMoment;
    fn try_from(text: String) -> Result<Self, BadMoment> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.instant.display_with_offset(self.offset).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_keeps_its_offset_through_text() {
        for text in ["2026-11-24T06:55:00-05:00", "2026-03-29T02:30:00+01:00"] {
            let moment: Moment = text.parse().expect("a time");
            assert_eq!(moment.to_string(), text);
        }
    }

    #[test]
    fn a_time_without_an_offset_is_no_moment() {
        for text in ["2026-11-24T06:55:00", "2026-11-24", "", "later"] {
            assert!(text.parse::<Moment>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_clock_that_ran_backwards_gives_negative_seconds() {
        let early: Moment = "2026-11-24T06:55:00-05:00".parse().expect("a time");
        let late: Moment = "2026-11-24T06:56:30-05:00".parse().expect("a time");
        assert_eq!(late.seconds_since(early), 90);
        assert_eq!(early.seconds_since(late), -90);
    }
}
