//! What is wrong with trust lists and roots, in words.

use crate::library::TrustError;
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, Words};

impl InWords for TrustError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::TrustListOlder { version, in_force } => words(
                Code::TrustListOlder,
                "trust-list-older",
                &[
                    ("file", file.into()),
                    ("version", version.into()),
                    ("inForce", in_force.into()),
                ],
            ),
            Self::TrustListDiffers { version } => words(
                Code::BadTrustList,
                "trust-list-differs",
                &[("file", file.into()), ("version", version.into())],
            ),
            Self::TrustListSkipped { version, next } => words(
                Code::BadTrustList,
                "trust-list-skipped",
                &[
                    ("file", file.into()),
                    ("version", version.into()),
                    ("next", next.into()),
                ],
            ),
            Self::OtherAgency { agency, own } => words(
                Code::BadTrustList,
                "trust-other-agency",
                &[
                    ("file", file.into()),
                    ("agency", agency.to_string().into()),
                    ("own", own.to_string().into()),
                ],
            ),
            Self::NoRoots => words(Code::Usage, "trust-no-roots", &[]),
            Self::RootsPinned => words(Code::Usage, "trust-roots-pinned", &[]),
            Self::RootsExist => words(Code::Exists, "trust-roots-exist", &[]),
            Self::BadRoots { reason } => {
                words(Code::Usage, "trust-bad-roots", &[("reason", reason.into())])
            }
        }
    }
}

/// The same where trust lists say who is trusted: nobody is added by hand there.
#[must_use]
pub fn by_the_list(words: Words) -> Words {
    match words.code {
        Code::UntrustedPublisher | Code::OutsideScope => Words {
            advice: message("trust-not-on-list", &[]),
            ..words
        },
        _ => words,
    }
}

/// That the list in force was to be replaced by this day, which is past (EXCHANGE 2.32): what is
/// the matter, and what to do.
#[must_use]
pub fn list_overdue(agency: &str, day: jiff::civil::Date) -> (String, &'static str) {
    (
        message(
            "trust-list-overdue",
            &[("agency", agency.into()), ("day", day.to_string().into())],
        ),
        fixed("trust-list-overdue.advice"),
    )
}
