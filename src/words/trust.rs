//! What is wrong with trust lists and roots, in words.

use crate::library::TrustError;
use crate::words::{Code, InWords, Words};

impl InWords for TrustError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::TrustListOlder { version, in_force } => Words::new(
                Code::TrustListOlder,
                format!(
                    "{file} is trust list version {version}; version {in_force} is in force here."
                ),
                "Nothing to do: trust stays as the newer list says. If the older one was offered as new, tell the agency.",
            ),
            Self::TrustListDiffers { version } => Words::new(
                Code::BadTrustList,
                format!(
                    "{file} is trust list version {version}, but another list of version {version} is in force here."
                ),
                "Do not use it. Ask the agency for a list with a higher version.",
            ),
            Self::TrustListSkipped { version, next } => Words::new(
                Code::BadTrustList,
                format!(
                    "{file} is trust list version {version} and changes the roots; version {next} has to be installed first."
                ),
                "Put all lists on the stick and install the folder: muster trust install FOLDER.",
            ),
            Self::OtherAgency { agency, own } => Words::new(
                Code::BadTrustList,
                format!("{file} is a trust list of {agency}; this station belongs to {own}."),
                "Ask your own agency for its list.",
            ),
            Self::NoRoots => Words::new(
                Code::Usage,
                "This station has no roots, so it cannot tell whose trust lists are genuine.",
                "Pin the agency's root keys first: muster trust init --root FILE.pub. Compare the key ids with the agency by telephone.",
            ),
            Self::RootsPinned => Words::new(
                Code::Usage,
                "This station takes its publishers from trust lists; nobody is added or removed by hand.",
                "Ask the agency for a new list, then: muster trust install FILE.mtrust. A stolen key can be revoked here at once: muster trust remove KEYID --revoke.",
            ),
            Self::RootsExist => Words::new(
                Code::Exists,
                "This station has its roots already.",
                "Roots change by a trust list that enough of them signed: muster trust install FILE.mtrust. Only where too few are left to sign one: muster trust init --replace --reason TEXT with the new roots. muster trust list shows them.",
            ),
            Self::BadRoots { reason } => Words::new(
                Code::Usage,
                format!("These keys cannot be the roots: {reason}."),
                "Give each root's key once, and a threshold of at most their number.",
            ),
        }
    }
}

/// The same where trust lists say who is trusted: nobody is added by hand there.
#[must_use]
pub fn by_the_list(words: Words) -> Words {
    match words.code {
        Code::UntrustedPublisher | Code::OutsideScope => Words {
            advice: "The agency’s trust list says whose packs are accepted here, and does not \
                     accept this one. If it should, ask the agency for its next list."
                .to_owned(),
            ..words
        },
        _ => words,
    }
}

/// A pack of a publisher whose last day is past.
pub(super) fn ended(headline: &str) -> Words {
    Words::new(
        Code::UntrustedPublisher,
        headline,
        "Ask the agency for a trust list that says more, or the publisher for a pack signed with its new key. If the date of this PC is wrong, set it right.",
    )
}

/// A pack that the list in force revokes.
pub(super) fn revoked_pack(pack: &str) -> Words {
    Words::new(
        Code::RevokedPack,
        format!("{pack} was revoked by the agency and must not be used."),
        "Do not use this pack. Install the version that takes its place.",
    )
}

/// A list that is not built as one.
pub(super) fn bad_list(file: &str, entry: &str, reason: &str) -> Words {
    Words::new(
        Code::BadTrustList,
        format!("{file} is not a trust list that can be used: {entry}: {reason}."),
        "Nothing was changed. Ask the agency for a new copy, and send it this message if that is refused too.",
    )
}

/// A list that too few of the roots signed.
pub(super) fn too_few(headline: &str) -> Words {
    Words::new(
        Code::ThresholdNotMet,
        headline,
        "Let more of the roots sign it: muster trust list-sign. If the roots have changed since the list in force here, install the lists between first; a folder with all of them will do.",
    )
}

/// That the list in force was to be replaced by this day, which is past (EXCHANGE 2.32): what is
/// the matter, and what to do.
#[must_use]
pub fn list_overdue(agency: &str, day: jiff::civil::Date) -> (String, &'static str) {
    (
        format!(
            "The trust list of {agency} was to be followed by the next one by {day}: revocations may be missing here."
        ),
        "Ask the agency for its newest list. What is installed stays in use meanwhile.",
    )
}
