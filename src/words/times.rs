//! Days and times that somebody typed, in words.

use jiff::civil::DateTime;

use crate::station::{HeldError, HeldFinding};
use crate::words::messages::{Arg, message, words};
use crate::words::{Code, InWords, Words, shown};

impl InWords for HeldError {
    fn in_words(&self, _file: &str) -> Words {
        let usage = |id: &'static str, args: &[Arg<'_>]| words(Code::Usage, id, args);
        match self {
            Self::Old { day } => usage("times-old", &[("day", day.to_string().into())]),
            Self::Ahead { day, today } => usage(
                "times-ahead",
                &[
                    ("day", day.to_string().into()),
                    ("today", today.to_string().into()),
                ],
            ),
            Self::Lost { time, from, to } => {
                // A whole day was left out where a country changed sides of the date line.
                let to = if from.date() == to.date() {
                    clock(*to)
                } else {
                    on_day(*to)
                };
                usage(
                    "times-lost",
                    &[
                        ("time", on_day(*time).into()),
                        ("from", clock(*from).into()),
                        ("to", to.into()),
                    ],
                )
            }
            Self::Once { time } => usage("times-once", &[("time", on_day(*time).into())]),
            Self::EndsBeforeStart => usage("times-ends-before-start", &[]),
            Self::TwentyFour => usage("times-twenty-four", &[]),
            Self::NotATime { text } => usage("times-not-a-time", &[("text", shown(text).into())]),
            Self::OutOfRange => usage("times-out-of-range", &[]),
        }
    }
}

/// What became of a time, as a sentence.
#[must_use]
pub fn held_remark(remark: &HeldFinding) -> String {
    match remark {
        HeldFinding::OtherDay(time) => message(
            "times-other-day",
            &[
                ("time", clock(*time).into()),
                ("day", time.date().to_string().into()),
            ],
        ),
        HeldFinding::Moved { from, to } => message(
            "times-moved",
            &[("from", clock(*from).into()), ("to", clock(*to).into())],
        ),
        HeldFinding::FirstOfTwo(time) => {
            message("times-first-of-two", &[("time", on_day(*time).into())])
        }
        HeldFinding::SecondOfTwo(time) => {
            message("times-second-of-two", &[("time", on_day(*time).into())])
        }
    }
}

/// `06:55`.
fn clock(time: DateTime) -> String {
    time.strftime("%H:%M").to_string()
}

/// `06:55 on 2026-11-24`.
fn on_day(time: DateTime) -> String {
    let day = time.date().to_string().into();
    message(
        "times-on-day",
        &[("time", clock(time).into()), ("day", day)],
    )
}
