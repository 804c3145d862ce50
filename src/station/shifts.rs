//! Which shift it is: chosen by the station's clock, over midnight, and on the days on which the
//! clock is put forward or back.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

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
const MUSTER_MINUTES: i64 = 30;

/// The shift that is on at this local time, else the next to start; nothing without shifts.
///
/// A shift is on from half an hour before its start (at 06:52 the room is full of the shift that
/// starts at 07:00) to just before its end; an end not after its start is on the next day. Where
/// shifts overlap, the one that starts last is on: roll call stands at the start of a shift.
/// Hours are the wall clock's: on the day on which the clock is put forward a shift is an hour
/// shorter, and never missed.
#[must_use]
pub fn shift_at(shifts: &[Shift], now: DateTime) -> Option<ShiftNow> {
    let soon = now.saturating_add(MUSTER_MINUTES.minutes());
    let today = now.date();
    let days = [today.yesterday(), Ok(today), today.tomorrow()];
    let starts: Vec<(&Shift, Date, DateTime)> = days
        .into_iter()
        .flatten()
        .flat_map(|date| {
            shifts
                .iter()
                .map(move |shift| (shift, date, date.to_datetime(shift.start)))
        })
        .collect();
    let on = starts
        .iter()
        .filter(|(shift, date, start)| *start <= soon && now < end_of(shift, *date))
        .max_by_key(|(_, _, start)| *start);
    let next = || {
        starts
            .iter()
            .filter(|(_, _, start)| *start > now)
            .min_by_key(|(_, _, start)| *start)
    };
    on.or_else(next).map(|(shift, date, _)| ShiftNow {
        shift: (*shift).clone(),
        date: *date,
    })
}

fn end_of(shift: &Shift, date: Date) -> DateTime {
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

    fn shift(id: &str, start: &str, end: &str) -> Shift {
        Shift {
            id: ShiftId(id.to_owned()),
            name: id.to_owned(),
            start: start.parse::<Time>().expect("a time"),
            end: end.parse::<Time>().expect("a time"),
        }
    }

    fn at(shifts: &[Shift], now: &str) -> Option<(String, Date)> {
        let now = now.parse::<DateTime>().expect("a date and time");
        shift_at(shifts, now).map(|on| (on.shift.id.0, on.date))
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
}
