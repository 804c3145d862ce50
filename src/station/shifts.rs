//! Which shift it is: chosen by the station's clock, over midnight, and on the days on which the
//! clock is put forward or back.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use crate::station::{Shift, Station};

/// A shift on a certain day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftNow {
    /// The shift.
    pub shift: Shift,
    /// The day on which it started or will start.
    pub date: Date,
}

/// People stand in the muster room before their shift begins: from so many minutes before its
/// start a shift counts as on.
pub(super) const MUSTER_MINUTES: i64 = 30;

/// The shift that is on at this time, else the next to start; nothing without shifts.
///
/// A shift is on from half an hour before its start (at 06:52 the room is full of the shift that
/// starts at 07:00; at 23:45 of the one that starts at midnight, whose date is the next day's) to
/// just before its end; an end not after its start is on the next day. Where shifts overlap, the one
/// that starts last is on: roll call stands at the start of a shift. Its hours are the wall clock's:
/// on the day on which the clock is put forward a shift is an hour shorter, and never missed; the
/// half hour before it is half an hour in any case.
#[must_use]
pub fn shift_at(shifts: &[Shift], now: &ZonedDateTime) -> Option<ShiftNow> {
    let soon = SignedDuration::from_mins(MUSTER_MINUTES);
    let (at, zone) = (now.timestamp(), now.time_zone());
    let soon = at.saturating_add(soon).unwrap_or(at);
    let today = now.date();
    let days = [today.yesterday(), Ok(today), today.tomorrow()];
    let starts: Vec<(&Shift, Date, Timestamp)> = days
        .into_iter()
        .flatten()
        .flat_map(|date| shifts.iter().map(move |shift| (shift, date)))
        .filter_map(|(shift, date)| {
            Some((shift, date, instant(date.to_datetime(shift.start), zone)?))
        })
        .collect();
    let on = starts
        .iter()
        .filter(|(shift, date, start)| {
            let end = instant(end_of(shift, *date), zone);
            *start <= soon && end.is_none_or(|end| at < end)
        })
        .max_by_key(|(_, _, start)| *start);
    let next = || {
        starts
            .iter()
            .filter(|(_, _, start)| *start > at)
            .min_by_key(|(_, _, start)| *start)
    };
    on.or_else(next).map(|(shift, date, _)| ShiftNow {
        shift: (*shift).clone(),
        date: *date,
    })
}

/// A local time as an instant: of two the first, and where the clock was put forward over it, as much
/// later.
fn instant(time: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let zoned = zone.to_zoned_datetime(time).ok()?;
    Some(zoned.timestamp())
}

/// When a shift of that date ends, by the wall clock.
pub(super) fn end_of(shift: &Shift, date: Date) -> DateTime {
    let day = if shift.end > shift.start {
        date
    } else {
        date.tomorrow().unwrap_or(Date::MAX)
    };
    day.to_datetime(shift.end)
}

impl Station {
    /// The shift with this short name.
    #[must_use]
    pub fn shift(&self, id: &str) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.id.0 == id)
    }
}

#[cfg(test)]
mod tests {
    use super::shift_at;
    use crate::station::{Shift, ShiftId};
    use jiff::civil::{Date, DateTime, Time};
    use jiff::tz::TimeZone;

    fn shift(id: &str, start: &str, end: &str) -> Shift {
        Shift {
            id: ShiftId::as_recorded(id),
            name: id.to_owned(),
            start: start.parse::<Time>().expect("a time"),
            end: end.parse::<Time>().expect("a time"),
        }
    }

    fn at_in(zone: &str, shifts: &[Shift], now: &str) -> Option<(String, Date)> {
        let zone = TimeZone::get(zone).expect("a zone");
        let now = now.parse::<DateTime>().expect("a date and time");
        let now = zone.to_zoned_datetime(now).expect("a time of that zone");
        shift_at(shifts, &now).map(|on| (on.shift.id.0, on.date))
    }

    fn at(shifts: &[Shift], now: &str) -> Option<(String, Date)> {
        at_in("America/New_York", shifts, now)
    }

    fn is(id: &str, date: &str) -> Option<(String, Date)> {
        let date = date.parse().ok()?;
        Some((id.to_owned(), date))
    }

    fn three() -> [Shift; 3] {
        [
            shift("day", "07:00", "15:00"),
            shift("swing", "15:00", "23:00"),
            shift("midnight", "23:00", "07:00"),
        ]
    }

    #[test]
    fn a_shift_is_on_from_its_start_until_the_next_begins() {
        assert_eq!(at(&three(), "2026-11-24T07:00"), is("day", "2026-11-24"));
        assert_eq!(at(&three(), "2026-11-24T14:29:59"), is("day", "2026-11-24"));
        assert_eq!(at(&three(), "2026-11-24T15:00"), is("swing", "2026-11-24"));
    }

    #[test]
    fn after_midnight_the_shift_still_has_the_day_on_which_it_started() {
        assert_eq!(
            at(&three(), "2026-11-24T23:30"),
            is("midnight", "2026-11-24")
        );
        assert_eq!(
            at(&three(), "2026-11-25T06:29"),
            is("midnight", "2026-11-24")
        );
    }

    #[test]
    fn before_roll_call_the_shift_that_is_about_to_start_is_on() {
        assert_eq!(at(&three(), "2026-11-24T06:52"), is("day", "2026-11-24"));
        assert_eq!(
            at(&three(), "2026-11-24T22:30"),
            is("midnight", "2026-11-24")
        );
        let early = [shift("early", "00:10", "08:00")];
        assert_eq!(at(&early, "2026-11-24T23:50"), is("early", "2026-11-25"));
    }

    #[test]
    fn between_shifts_the_next_to_start_is_chosen() {
        let day = [shift("day", "07:00", "15:00")];
        assert_eq!(at(&day, "2026-11-24T06:52"), is("day", "2026-11-24"));
        assert_eq!(at(&day, "2026-11-24T15:00"), is("day", "2026-11-25"));
    }

    #[test]
    fn where_shifts_overlap_the_one_that_started_last_is_on() {
        let two = [
            shift("day", "06:00", "18:00"),
            shift("power", "17:00", "03:00"),
        ];
        assert_eq!(at(&two, "2026-11-24T17:15"), is("power", "2026-11-24"));
        assert_eq!(at(&two, "2026-11-25T02:59"), is("power", "2026-11-24"));
    }

    #[test]
    fn a_shift_that_ends_when_it_starts_lasts_a_whole_day() {
        let one = [shift("watch", "07:00", "07:00")];
        assert_eq!(at(&one, "2026-11-24T06:29"), is("watch", "2026-11-23"));
        assert_eq!(at(&one, "2026-11-24T07:00"), is("watch", "2026-11-24"));
    }

    #[test]
    fn on_the_days_of_the_clock_change_every_local_time_has_its_shift() {
        // Clocks forward on 8 March 2026 in the United States, back on 1 November.
        for (day, before) in [("2026-03-08", "2026-03-07"), ("2026-11-01", "2026-10-31")] {
            for time in ["01:59", "03:00", "06:29"] {
                let now = format!("{day}T{time}");
                assert_eq!(at(&three(), &now), is("midnight", before), "{now}");
            }
            assert_eq!(at(&three(), &format!("{day}T07:00")), is("day", day));
        }
    }

    #[test]
    fn without_shifts_none_is_on() {
        assert_eq!(at(&[], "2026-11-24T07:00"), None);
    }

    const ZONES: [&str; 8] = [
        "America/New_York",
        "America/Phoenix",
        "Australia/Lord_Howe",
        "Europe/London",
        "Asia/Kolkata",
        "Pacific/Apia",
        "America/Santiago",
        "UTC",
    ];

    // RECORDS 10.1.
    #[test]
    fn the_line_up_of_a_shift_from_midnight_is_of_the_next_days_date_in_every_zone() {
        let shifts = [
            shift("first", "00:00", "08:00"),
            shift("second", "08:00", "16:00"),
            shift("third", "16:00", "00:00"),
        ];
        for zone in ZONES {
            for day in ["2026-03-07", "2026-06-30", "2026-10-31", "2026-12-31"] {
                let day: Date = day.parse().expect("a date");
                let now = |time: &str| at_in(zone, &shifts, &format!("{day}T{time}"));
                let next = day.tomorrow().expect("a day");
                assert_eq!(
                    now("23:29"),
                    Some(("third".to_owned(), day)),
                    "{zone} {day}"
                );
                assert_eq!(
                    now("23:30"),
                    Some(("first".to_owned(), next)),
                    "{zone} {day}"
                );
                assert_eq!(
                    now("23:45"),
                    Some(("first".to_owned(), next)),
                    "{zone} {day}"
                );
            }
        }
        let odd = [
            shift("early", "00:15", "12:15"),
            shift("late", "12:15", "00:15"),
        ];
        assert_eq!(at(&odd, "2026-11-23T23:44"), is("late", "2026-11-23"));
        assert_eq!(at(&odd, "2026-11-23T23:45"), is("early", "2026-11-24"));
        let eve = [shift("a", "11:30", "23:30"), shift("b", "23:30", "11:30")];
        assert_eq!(at(&eve, "2026-11-23T23:00"), is("b", "2026-11-23"));
        assert_eq!(at(&eve, "2026-11-24T00:10"), is("b", "2026-11-23"));
    }

    /// Half an hour before the start, by a clock that is put forward or back meanwhile.
    #[test]
    fn through_both_clock_changes_a_shift_is_on_half_an_hour_before_its_start() {
        for (zone, start, at) in [
            // Forward at 02:00, 01:00 and 02:00: what is shown is an hour or a half before.
            ("America/New_York", "03:00", "2026-03-08T06:30:00Z"),
            ("Europe/London", "02:00", "2026-03-29T00:30:00Z"),
            ("Australia/Lord_Howe", "02:30", "2026-10-03T15:00:00Z"),
            // Back at 02:00: 01:45 is shown twice, and only the second is before 02:00.
            ("America/New_York", "02:00", "2026-11-01T06:30:00Z"),
        ] {
            let end = if start == "03:00" { "11:00" } else { "10:00" };
            let shifts = [shift("night", "18:00", start), shift("early", start, end)];
            let zone = TimeZone::get(zone).expect("a zone");
            let at: jiff::Timestamp = at.parse().expect("a time");
            let on = |seconds: i64| {
                let at = at + jiff::SignedDuration::from_secs(seconds);
                let now = at.to_zoned_datetime(zone.clone());
                shift_at(&shifts, &now).map(|on| on.shift.id.0)
            };
            assert_eq!(on(-1).as_deref(), Some("night"), "{zone:?}");
            assert_eq!(on(0).as_deref(), Some("early"), "{zone:?}");
        }
    }
}
