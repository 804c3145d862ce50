//! Errors of job aids and guides in words.

use crate::documents::DocumentError;
use crate::words::{Code, InWords, Words};

impl InWords for DocumentError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Unreadable(error) => Words::new(
                Code::Io,
                format!("“{file}” could not be read."),
                "Go on with the next step. If it happens again, have the pack installed anew.",
            )
            .details(error.to_string()),
            Self::TooLarge { what, most } => Words::new(
                Code::TooLarge,
                format!("“{file}” is too large to show."),
                "Save a copy and open it on another PC; tell the publisher.",
            )
            .details(format!("more than {most} {what}")),
            Self::Damaged(reason) => Words::new(
                Code::BadMedia,
                format!("“{file}” cannot be shown: the file is not as it should be."),
                "Go on with the next step, and tell the publisher.",
            )
            .details(reason.clone()),
            Self::Panicked => Words::new(
                Code::BadMedia,
                format!("“{file}” cannot be shown."),
                "Go on with the next step, and tell the publisher.",
            )
            .details(self.to_string()),
            Self::Busy => Words::new(
                Code::Busy,
                "Other job aids are still being drawn.",
                "Wait a few seconds, then open it again.",
            ),
        }
    }
}
