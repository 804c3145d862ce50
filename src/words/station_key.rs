//! Why there is no station's key to sign with, in words.

use crate::station::KeyError;
use crate::words::{Code, InWords, Words, shown_path};

const MAKE_ANEW: &str = "Make another one (muster station key new --replace) and hand its public key to the coordinator; heads that were signed before still count for the old one.";

impl InWords for KeyError {
    fn in_words(&self, _file: &str) -> Words {
        match self {
            Self::NotMade { path } => Words::new(
                Code::NotFound,
                "This station has no key of its own.",
                "An administrator makes one, once: muster station key new.",
            )
            .details(shown_path(path)),
            Self::NotAllowed { path } => Words::new(
                Code::Io,
                "The station's key is for whoever administers this PC.",
                "Have an administrator do it.",
            )
            .details(shown_path(path)),
            Self::Exists { path } => Words::new(
                Code::Exists,
                format!("This station has a key already ({}).", shown_path(path)),
                "muster station key show says which. A new one takes its place with --replace; the coordinator then needs its public key.",
            ),
            Self::Exposed { path } => Words::new(
                Code::BadKey,
                format!("The station's key is not used: others may read {}.", shown_path(path)),
                MAKE_ANEW,
            ),
            Self::OtherPc { path } => Words::new(
                Code::BadKey,
                "The station's key is not used: it was made on another PC, and this disk looks like a copy.",
                format!("If it is one, or if the PC's board was replaced: {MAKE_ANEW}"),
            )
            .details(shown_path(path)),
            Self::Unusable { path, reason } => Words::new(
                Code::BadKey,
                format!("The station's key cannot be used ({}).", shown_path(path)),
                MAKE_ANEW,
            )
            .details(reason.clone()),
            Self::Io { path, error } => Words::new(
                Code::Io,
                format!("{} could not be read or saved.", shown_path(path)),
                "Try again; if it happens again, tell IT.",
            )
            .details(error.to_string()),
        }
    }
}
