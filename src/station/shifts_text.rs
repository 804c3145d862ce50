//! Shifts in a line of text, as a command takes them (CLI 2.23).

use crate::station::held::{parse_end, parse_start};
use crate::station::{SettingError, Shift, ShiftId, needed, one_line};

impl Shift {
    /// A shift of what was typed: its name and its hours.
    ///
    /// # Errors
    /// If what was typed is not taken.
    pub fn of_typed(id: ShiftId, name: &str, start: &str, end: &str) -> Result<Self, SettingError> {
        Ok(Self {
            id,
            name: needed("The shift’s name", name)?,
            start: parse_start(start)?,
            end: parse_end(end)?,
        })
    }
}

/// Shifts with semicolons between them, each `ID=NAME,START-END`.
///
/// # Errors
/// If what was typed is not taken.
pub fn parse_shifts(text: &str) -> Result<Vec<Shift>, SettingError> {
    let text = one_line("The value", text)?;
    let mut shifts: Vec<Shift> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let shift = parse_shift(part)?;
        if shifts.iter().any(|known| known.id == shift.id) {
            let id = shift.id.to_string();
            return Err(SettingError::SameShift { id });
        }
        shifts.push(shift);
    }
    Ok(shifts)
}

fn parse_shift(text: &str) -> Result<Shift, SettingError> {
    let parts = text.split_once('=').and_then(|(id, rest)| {
        let (name, hours) = rest.rsplit_once(',')?;
        let (start, end) = hours.split_once('-')?;
        Some((ShiftId::new(id.trim())?, name, start, end))
    });
    let Some((id, name, start, end)) = parts else {
        let text = text.to_owned();
        return Err(SettingError::NotAShift { text });
    };
    Shift::of_typed(id, name, start, end)
}

#[cfg(test)]
mod tests {
    use super::parse_shifts;

    #[test]
    fn shifts_are_read_from_one_line() {
        let text = "day=Day shift, early,7:00-15:00; midnight=Midnight,23:00-0700;";
        let shifts = parse_shifts(text).unwrap();
        let read: Vec<_> = shifts.iter().map(|s| (s.id.as_str(), &*s.name)).collect();
        assert_eq!(
            read,
            [("day", "Day shift, early"), ("midnight", "Midnight")]
        );
        assert_eq!(shifts[1].end, jiff::civil::time(7, 0, 0, 0));
    }

    #[test]
    fn the_last_shift_of_a_day_may_end_with_it() {
        let shifts = parse_shifts("swing=Swing,16:00-24:00").unwrap();
        let ends: Vec<_> = shifts.iter().map(|shift| shift.end).collect();
        assert_eq!(ends, [jiff::civil::Time::midnight()]);
    }

    #[test]
    fn what_is_no_shift_is_refused() {
        for text in [
            "day",
            "day=07:00-15:00",
            "Day=Day,07:00-15:00",
            "day=Day,07:00",
            "day=Day,07:00-24:01",
            "day=Day,07:0-15:00",
            "=Day,07:00-15:00",
            "day=,07:00-15:00",
            "a=A,07:00-15:00;a=B,15:00-23:00",
            "day=Day,24:00-08:00",
            "day=Day,+7:00-15:00",
            "day=Day\u{202E},07:00-15:00",
        ] {
            assert!(parse_shifts(text).is_err(), "{text}");
        }
    }
}
