//! Times, days and lengths as people read them.

use jiff::civil::{Date, DateTime};

/// `Tue 24 Nov`.
#[must_use]
pub fn day(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// `24 Nov 2026`.
#[must_use]
pub fn full_day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `24 Nov`, or with the year where it is not this one's.
#[must_use]
pub fn short_day(date: Date, today: Date) -> String {
    if date.year() == today.year() {
        date.strftime("%-d %b").to_string()
    } else {
        full_day(date)
    }
}

/// `06:52`.
#[must_use]
pub fn clock(time: DateTime) -> String {
    time.strftime("%H:%M").to_string()
}

/// `3:40`, `1:02:05`.
#[must_use]
pub fn length(millis: i64) -> String {
    let seconds = millis.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// `1 prompt`, `4 prompts`.
#[must_use]
pub fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// `Since 2012`.
#[must_use]
pub fn since(as_of: Date) -> String {
    format!("Since {}", as_of.year())
}

#[cfg(test)]
mod tests {
    use super::{clock, count, day, length, short_day};
    use jiff::civil::date;

    #[test]
    fn lengths_read_as_on_a_player() {
        assert_eq!(length(0), "0:00");
        assert_eq!(length(220_999), "3:40");
        assert_eq!(length(3_725_000), "1:02:05");
    }

    #[test]
    fn days_and_times_read_as_on_a_board() {
        let at = date(2026, 11, 24).at(6, 52, 0, 0);
        assert_eq!(day(at.date()), "Tue 24 Nov");
        assert_eq!(clock(at), "06:52");
        assert_eq!(short_day(at.date(), date(2026, 1, 1)), "24 Nov");
        assert_eq!(short_day(at.date(), date(2027, 1, 1)), "24 Nov 2026");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(count(1, "prompt"), "1 prompt");
        assert_eq!(count(0, "job aid"), "0 job aids");
    }
}
