//! Why a briefing is not entered by hand, in words.

use crate::records::ByHandError;
use crate::words::{Code, InWords, Words};

impl InWords for ByHandError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::NoLeader => Words::new(
                Code::Usage,
                "Nobody is named who led it.",
                "Name who led it, or who vouches for a self-study.",
            ),
            Self::WhichLeader { typed, among } => {
                let names = among.iter().map(|(id, name, active)| {
                    let state = if *active {
                        ""
                    } else {
                        " (not active on that day)"
                    };
                    format!("{id} {name}{state}")
                });
                let names: Vec<String> = names.collect();
                Words::new(
                    Code::Usage,
                    format!("Who is {typed}? On the roster: {}.", names.join("; ")),
                    "Give the number of the one who led it (--facilitator-id), or an empty one for somebody who is not on the roster.",
                )
            }
            Self::BothMarks { id } => Words::new(
                Code::Usage,
                format!("Officer {id} cannot be both present and absent."),
                "Name each officer once.",
            ),
            Self::NotOnRoster { id } => Words::new(
                Code::NotFound,
                format!("No officer {id} is on the roster."),
                "muster roster list shows who is; name somebody from elsewhere with --visitor.",
            ),
            Self::Nobody => Words::new(
                Code::Usage,
                "Nobody is named who was there.",
                "A make-up or self-study is for single officers: name them (--present).",
            ),
            Self::Held(error) => error.in_words(file),
            Self::Records(error) => error.in_words(file),
        }
    }
}
