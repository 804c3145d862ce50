//! Days and times that somebody typed: on which day a time of a shift falls, and how clock changes
//! affect it (RECORDS section 10).

use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan, ZonedDateTime};

use crate::station::shifts::{MUSTER_MINUTES, end_of};
use crate::station::{HeldError, Shift};

/// Earlier days are taken for typing errors, although there are older paper records.
pub const OLDEST: Date = date(1990, 1, 1);
/// What is planned lies no further ahead.
const PLANS_YEARS: i16 = 10;

/// Which of two, where the clock was put back and showed a time twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// Before the clock was put back.
    First,
    /// Afterwards.
    Second,
}

/// How a typed time was interpreted, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldFinding {
    /// It is not on the day that was named, but on the eve or the day after.
    OtherDay(DateTime),
    /// The shift starts at a time that the clock of that day never showed.
    Moved {
        /// When the shift starts.
        from: DateTime,
        /// What was taken.
        to: DateTime,
    },
    /// The clock showed it twice; the first was taken.
    FirstOfTwo(DateTime),
    /// The clock showed it twice; the second was taken.
    SecondOfTwo(DateTime),
}

/// When a briefing was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it began.
    pub started: ZonedDateTime,
    /// How the typed time was interpreted.
    pub remarks: Vec<HeldFinding>,
}

/// A time of day such as `07:00`, `7:00`, `0700` or `7`; `24:00` is the end of a day and no start.
///
/// # Errors
/// `TwentyFour`, `NotATime`.
pub fn parse_start(text: &str) -> Result<Time, HeldError> {
    match parse_hours(text) {
        Some((24, 0)) => Err(HeldError::TwentyFour),
        hours => to_time(hours, text),
    }
}

/// The same for an end, where `24:00` is midnight.
///
/// # Errors
/// `NotATime`.
pub fn parse_end(text: &str) -> Result<Time, HeldError> {
    match parse_hours(text) {
        Some((24, 0)) => Ok(Time::midnight()),
        hours => to_time(hours, text),
    }
}

fn to_time(hours: Option<(i8, i8)>, text: &str) -> Result<Time, HeldError> {
    let time = hours.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    time.ok_or_else(|| HeldError::NotATime {
        text: text.trim().chars().take(40).collect(),
    })
}

/// Hours and minutes, with a colon or four digits; hours alone are full hours.
fn parse_hours(text: &str) -> Option<(i8, i8)> {
    let text = text.trim();
    let (hour, minute) = match text.split_once(':') {
        Some(parts) => parts,
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => (text, "00"),
    };
    let number = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    if minute.len() != 2 {
        return None;
    }
    Some((number(hour)?, number(minute)?))
}

/// Whether a day can be that of something that happened: from 1990 to tomorrow (RECORDS 10.4).
///
/// # Errors
/// `Old`, `Ahead`.
pub fn check_day(day: Date, today: Date) -> Result<(), HeldError> {
    if day < OLDEST {
        return Err(HeldError::Old { day });
    }
    if today.tomorrow().is_ok_and(|tomorrow| day > tomorrow) {
        return Err(HeldError::Ahead { day, today });
    }
    Ok(())
}

/// Whether a day can be that of something that is planned: from 1990 to ten years ahead.
///
/// # Errors
/// `Old`, `Ahead`.
pub fn check_planned_day(day: Date, today: Date) -> Result<(), HeldError> {
    if day < OLDEST {
        return Err(HeldError::Old { day });
    }
    if day.year() > today.year().saturating_add(PLANS_YEARS) {
        return Err(HeldError::Ahead { day, today });
    }
    Ok(())
}

/// When a shift of that date was briefed that began at this time, or at the shift's own start: the
/// date is the shift's, and the line-up may be on its eve (RECORDS 10.2 and 10.3).
///
/// # Errors
/// `Lost`, `Once`, `OutOfRange`.
pub fn held(
    shift: &Shift,
    date: Date,
    start: Option<Time>,
    which: Option<Repeated>,
    zone: &TimeZone,
) -> Result<Held, HeldError> {
    let time = start.map_or_else(
        || Ok(date.to_datetime(shift.start)),
        |start| at_shift(shift, date, start).ok_or(HeldError::OutOfRange),
    )?;
    let mut remarks = Vec::new();
    if time.date() != date {
        remarks.push(HeldFinding::OtherDay(time));
    }
    let ambiguous = zone.to_ambiguous_zoned_datetime(time);
    let offset = ambiguous.offset();
    let range = |_| HeldError::OutOfRange;
    let started = match (offset, which) {
        (AmbiguousOffset::Gap { before, after }, _) => {
            let offsets = (before, after);
            let after = ambiguous.clone().later().map_err(range)?;
            if start.is_some() {
                let (from, to) = put_forward(zone, after.timestamp(), offsets);
                return Err(HeldError::Lost { time, from, to });
            }
            remarks.push(HeldFinding::Moved {
                from: time,
                to: after.datetime(),
            });
            after
        }
        (AmbiguousOffset::Unambiguous { .. }, Some(_)) => return Err(HeldError::Once { time }),
        (AmbiguousOffset::Unambiguous { .. }, None) => ambiguous.compatible().map_err(range)?,
        (AmbiguousOffset::Fold { .. }, Some(Repeated::Second)) => {
            remarks.push(HeldFinding::SecondOfTwo(time));
            ambiguous.later().map_err(range)?
        }
        (AmbiguousOffset::Fold { .. }, _) => {
            remarks.push(HeldFinding::FirstOfTwo(time));
            ambiguous.earlier().map_err(range)?
        }
    };
    Ok(Held { started, remarks })
}

/// What the clock showed before and after it was put forward, last before this instant.
fn put_forward(
    zone: &TimeZone,
    instant: Timestamp,
    (before, after): (Offset, Offset),
) -> (DateTime, DateTime) {
    let transition = zone.preceding(instant).next();
    let at = transition.map_or(instant, |transition| transition.timestamp());
    (before.to_datetime(at), after.to_datetime(at))
}

/// The day and time at which a shift of that date stands at this time of day: from half an hour
/// before its start to its end, else as near to it as can be.
fn at_shift(shift: &Shift, date: Date, time: Time) -> Option<DateTime> {
    let (start, end) = (date.to_datetime(shift.start), end_of(shift, date));
    let line_up = start.checked_sub(MUSTER_MINUTES.minutes()).ok()?;
    let days = [date.yesterday(), Ok(date), date.tomorrow()];
    let days: Vec<DateTime> = days
        .into_iter()
        .flatten()
        .map(|day| day.to_datetime(time))
        .collect();
    let during = days.iter().find(|at| line_up <= **at && **at < end);
    let distance = |at: &DateTime| {
        let off = if *at < start {
            start.duration_since(*at)
        } else {
            at.duration_since(end)
        };
        (off.max(SignedDuration::ZERO), at.date() != date)
    };
    during
        .or_else(|| days.iter().min_by_key(|at| distance(at)))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::{Held, HeldError, HeldFinding, Repeated, check_day, check_planned_day, held};
    use super::{parse_end, parse_start};
    use crate::station::{Shift, ShiftId};
    use jiff::civil::{Date, date};
    use jiff::tz::TimeZone;

    fn shift(start: &str, end: &str) -> Shift {
        Shift {
            id: ShiftId::as_recorded("s"),
            name: "S".to_owned(),
            start: start.parse().expect("a time"),
            end: end.parse().expect("a time"),
        }
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("a zone")
    }

    fn at(hours: (&str, &str), day: &str, start: &str, name: &str) -> Result<String, HeldError> {
        let day: Date = day.parse().expect("a date");
        let start = parse_start(start)?;
        let held = held(
            &shift(hours.0, hours.1),
            day,
            Some(start),
            None,
            &zone(name),
        );
        held.map(|held| held.started.strftime("%Y-%m-%dT%H:%M%:z").to_string())
    }

    // RECORDS 10.2.
    #[test]
    fn the_line_up_before_midnight_is_on_the_eve_and_a_time_after_midnight_on_the_day_after() {
        for (hours, start, expected) in [
            (("00:00", "08:00"), "23:45", "2026-11-23T23:45"),
            (("00:00", "08:00"), "23:30", "2026-11-23T23:30"),
            (("00:00", "08:00"), "00:00", "2026-11-24T00:00"),
            (("00:00", "08:00"), "09:00", "2026-11-24T09:00"),
            (("00:15", "08:15"), "23:50", "2026-11-23T23:50"),
            (("00:15", "08:15"), "00:05", "2026-11-24T00:05"),
            (("23:30", "07:30"), "23:10", "2026-11-24T23:10"),
            (("23:30", "07:30"), "00:10", "2026-11-25T00:10"),
            (("23:30", "07:30"), "07:29", "2026-11-25T07:29"),
            (("07:00", "15:00"), "06:52", "2026-11-24T06:52"),
            (("07:00", "15:00"), "06:00", "2026-11-24T06:00"),
            (("07:00", "15:00"), "15:30", "2026-11-24T15:30"),
            (("15:00", "00:00"), "00:10", "2026-11-25T00:10"),
            (("07:00", "07:00"), "06:45", "2026-11-24T06:45"),
            (("07:00", "07:00"), "05:00", "2026-11-25T05:00"),
            (("00:00", "00:00"), "23:45", "2026-11-23T23:45"),
        ] {
            let found = at(hours, "2026-11-24", start, "UTC").expect("a time");
            assert_eq!(found, format!("{expected}+00:00"), "{hours:?} {start}");
        }
    }

    // RECORDS 10.3.
    #[test]
    fn a_time_that_no_clock_showed_is_refused_with_what_it_may_have_been() {
        for (name, day, start, back) in [
            (
                "America/New_York",
                "2026-03-08",
                "02:30",
                "2026-03-08T03:00:00",
            ),
            (
                "Europe/London",
                "2026-03-29",
                "01:59",
                "2026-03-29T02:00:00",
            ),
            (
                "Australia/Lord_Howe",
                "2026-10-04",
                "02:15",
                "2026-10-04T02:30:00",
            ),
            (
                "America/Santiago",
                "2026-09-06",
                "00:30",
                "2026-09-06T01:00:00",
            ),
            ("Pacific/Apia", "2011-12-30", "07:00", "2011-12-31T00:00:00"),
        ] {
            match at(("00:00", "08:00"), day, start, name) {
                Err(HeldError::Lost { to, .. }) => {
                    assert_eq!(to.to_string(), back, "{name}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        for name in ["America/Phoenix", "Asia/Kolkata", "UTC", "Pacific/Apia"] {
            at(("00:00", "08:00"), "2026-03-08", "02:30", name).expect(name);
        }
        let whole = shift("02:30", "10:30");
        let held = held(
            &whole,
            date(2026, 3, 8),
            None,
            None,
            &zone("America/New_York"),
        );
        let Ok(Held { remarks, .. }) = held else {
            panic!("{held:?}");
        };
        assert!(matches!(remarks.as_slice(), [HeldFinding::Moved { .. }]));
    }

    // RECORDS 10.3.
    #[test]
    fn of_a_time_that_the_clock_showed_twice_the_first_is_taken_with_a_remark() {
        let night = shift("23:00", "07:00");
        let start = parse_start("01:30").ok();
        let taken = |which| {
            let zone = zone("America/New_York");
            held(&night, date(2026, 10, 31), start, which, &zone).expect("a time")
        };
        let first = taken(None);
        assert_eq!(
            first.started.timestamp().to_string(),
            "2026-11-01T05:30:00Z"
        );
        assert!(matches!(
            first.remarks.as_slice(),
            [HeldFinding::OtherDay(_), HeldFinding::FirstOfTwo(_)]
        ));
        let second = taken(Some(Repeated::Second));
        assert_eq!(
            second.started.timestamp().to_string(),
            "2026-11-01T06:30:00Z"
        );
        let once = held(
            &night,
            date(2026, 11, 7),
            start,
            Some(Repeated::First),
            &TimeZone::UTC,
        );
        assert!(matches!(once, Err(HeldError::Once { .. })));
    }

    // RECORDS 10.4.
    #[test]
    fn years_that_are_typing_errors_are_refused() {
        let today = date(2026, 11, 30);
        for day in [date(1990, 1, 1), date(2026, 11, 30), date(2026, 12, 1)] {
            assert_eq!(check_day(day, today), Ok(()));
        }
        for day in [date(26, 11, 24), date(1989, 12, 31)] {
            assert_eq!(check_day(day, today), Err(HeldError::Old { day }));
        }
        for day in [date(2026, 12, 2), date(2062, 11, 24), date(9999, 12, 31)] {
            assert_eq!(check_day(day, today), Err(HeldError::Ahead { day, today }));
        }
        assert_eq!(check_planned_day(date(2030, 1, 1), today), Ok(()));
        assert!(check_planned_day(date(2062, 1, 1), today).is_err());
        assert!(check_planned_day(date(26, 1, 1), today).is_err());
    }

    #[test]
    fn hours_are_accepted_as_people_write_them_and_24_00_ends_a_day() {
        for text in ["24", "24:00", "2400"] {
            assert_eq!(parse_start(text), Err(HeldError::TwentyFour), "{text}");
            assert_eq!(parse_end(text), Ok(jiff::civil::Time::midnight()), "{text}");
        }
        for text in ["7", "7:00", "0700", "07:00", " 07:00 "] {
            assert_eq!(
                parse_start(text),
                Ok(jiff::civil::time(7, 0, 0, 0)),
                "{text}"
            );
        }
        for wrong in [
            "24:01", "25:00", "07:60", "+7:00", "", "7:0", "07:00:00", "7:60", "seven", "07000",
            "é7a", "700",
        ] {
            assert!(parse_start(wrong).is_err(), "{wrong}");
            assert!(parse_end(wrong).is_err(), "{wrong}");
        }
    }
}
