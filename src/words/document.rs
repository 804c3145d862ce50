//! Errors of job aids and guides in words.

use crate::documents::DocumentError;
use crate::words::messages::{message, words};
use crate::words::{Code, InWords, Words};

impl InWords for DocumentError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Unreadable(error) => {
                words(Code::Io, "document-unreadable", &[("file", file.into())]).caused_by(error)
            }
            Self::TooLarge { what, most } => words(
                Code::TooLarge,
                "document-too-large",
                &[("file", file.into())],
            )
            .details(message(
                "document-limit",
                &[("most", most.into()), ("what", what.to_string().into())],
            )),
            Self::Damaged(reason) => {
                words(Code::BadMedia, "document-damaged", &[("file", file.into())])
                    .details(reason.clone())
            }
            Self::NoSize { .. } | Self::Panicked | Self::WrongAnswer => {
                words(Code::BadMedia, "document-no-size", &[("file", file.into())])
                    .details(self.to_string())
            }
            Self::Ended { .. } | Self::NoAnswer => {
                words(Code::BadMedia, "document-ended", &[("file", file.into())])
                    .details(self.to_string())
            }
            Self::NotStarted(error) => {
                words(Code::Io, "document-not-started", &[("file", file.into())]).caused_by(error)
            }
            Self::Stopped => words(
                Code::Cancelled,
                "document-stopped",
                &[("file", file.into())],
            ),
            Self::Busy => words(Code::Busy, "document-busy", &[]),
        }
    }
}
