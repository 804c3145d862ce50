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
            Self::NoSize { .. } | Self::Panicked | Self::WrongAnswer => Words::new(
                Code::BadMedia,
                format!("“{file}” cannot be shown."),
                "Go on with the next step, and tell the publisher.",
            )
            .details(self.to_string()),
            Self::Ended { .. } | Self::NoAnswer => Words::new(
                Code::BadMedia,
                format!("“{file}” cannot be shown: drawing it takes too much memory or time."),
                "Go on with the next step, and tell the publisher.",
            )
            .details(self.to_string()),
            Self::NotStarted(error) => Words::new(
                Code::Io,
                format!("“{file}” cannot be drawn: this PC does not start the program for it."),
                "Close other programs, then open it again. If it stays so, start Muster anew.",
            )
            .details(error.to_string()),
            Self::Stopped => Words::new(
                Code::Cancelled,
                format!("“{file}” was not drawn: it was stopped."),
                "Open it again.",
            ),
            Self::Busy => Words::new(
                Code::Busy,
                "Other job aids are still being drawn.",
                "Wait a few seconds, then open it again.",
            ),
        }
    }
}
