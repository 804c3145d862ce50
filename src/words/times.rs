//! Days and times that somebody typed, in words.

use jiff::civil::DateTime;

use crate::station::{HeldError, HeldFinding};
use crate::words::{Code, InWords, Words, shown};

impl InWords for HeldError {
    fn in_words(&self, _file: &str) -> Words {
        let (headline, advice) = match self {
            Self::Old { day } => (
                format!("{day} is before 1990: is the year right?"),
                "Write the year with four digits. If it is right, confirm it (--confirm-date)."
                    .to_owned(),
            ),
            Self::Ahead { day, today } => (
                format!("{day} is still to come: this PC shows {today}."),
                "Check the year, and the clock of this PC. If it is right, confirm it (--confirm-date)."
                    .to_owned(),
            ),
            Self::Lost { time, from, to } => (
                format!(
                    "No clock showed {}: at {} it was put forward to {}.",
                    time.strftime("%H:%M on %Y-%m-%d"),
                    from.strftime("%H:%M"),
                    // A whole day was left out where a country changed sides of the date line.
                    if from.date() == to.date() {
                        to.strftime("%H:%M").to_string()
                    } else {
                        to.strftime("%H:%M on %Y-%m-%d").to_string()
                    }
                ),
                "Give the time that the clock showed.".to_owned(),
            ),
            Self::Once { time } => (
                format!(
                    "The clock showed {} only once.",
                    time.strftime("%H:%M on %Y-%m-%d")
                ),
                "Leave out which of two it was.".to_owned(),
            ),
            Self::EndsBeforeStart => (
                "It would end before it began.".to_owned(),
                "Check both times and their days.".to_owned(),
            ),
            Self::TwentyFour => (
                "24:00 is the end of a day; nothing begins then.".to_owned(),
                "Write 00:00. The date is the one of the shift.".to_owned(),
            ),
            Self::NotATime { text } => (
                format!("\"{}\" is no time of day.", shown(text)),
                "Write hours and minutes, such as 06:55.".to_owned(),
            ),
            Self::OutOfRange => (
                "The date is out of range.".to_owned(),
                "Give a date such as 2026-11-24.".to_owned(),
            ),
        };
        Words::new(Code::Usage, headline, advice)
    }
}

/// What became of a time, as a sentence.
#[must_use]
pub fn held_remark(remark: &HeldFinding) -> String {
    match remark {
        HeldFinding::OtherDay(time) => format!(
            "{} is on {}: the date is that of the shift.",
            time.strftime("%H:%M"),
            time.date()
        ),
        HeldFinding::Moved { from, to } => format!(
            "The clock was put forward over {}; {} was taken.",
            from.strftime("%H:%M"),
            to.strftime("%H:%M")
        ),
        HeldFinding::FirstOfTwo(time) => twice(*time, "first"),
        HeldFinding::SecondOfTwo(time) => twice(*time, "second"),
    }
}

fn twice(time: DateTime, which: &str) -> String {
    let time = time.strftime("%H:%M on %Y-%m-%d");
    format!("The clock showed {time} twice; the {which} was taken.")
}
