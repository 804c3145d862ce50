//! Why a briefing is not entered by hand, in words.

use crate::records::ByHandError;
use crate::words::messages::{message, words};
use crate::words::{Code, InWords, Words};

impl InWords for ByHandError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::NoLeader => words(Code::Usage, "by-hand-no-leader", &[]),
            Self::WhichLeader { typed, among } => {
                let names = among.iter().map(|(id, name, active)| {
                    let message_id = if *active {
                        "by-hand-officer"
                    } else {
                        "by-hand-inactive-officer"
                    };
                    let args = &[("id", id.as_str().into()), ("name", name.as_str().into())];
                    message(message_id, args)
                });
                let names: Vec<String> = names.collect();
                words(
                    Code::Usage,
                    "by-hand-which-leader",
                    &[("typed", typed.into()), ("names", names.join("; ").into())],
                )
            }
            Self::BothMarks { id } => {
                words(Code::Usage, "by-hand-both-marks", &[("id", id.into())])
            }
            Self::NotOnRoster { id } => words(
                Code::NotFound,
                "by-hand-not-on-roster",
                &[("id", id.into())],
            ),
            Self::Nobody => words(Code::Usage, "by-hand-nobody", &[]),
            Self::Held(error) => error.in_words(file),
            Self::Records(error) => error.in_words(file),
        }
    }
}
