//! A pack's errors in words.

use std::io;

use crate::pack::PackError;
use crate::words::{Code, InWords, Words, bytes, trust};

const COPY_AGAIN: &str =
    "Copy it to the stick again from where you got it, or ask the publisher for a new copy.";

impl InWords for PackError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::SourceRead(error) => Words::new(
                Code::SourceRead,
                format!("{file} could not be read."),
                "Push the stick in again and retry; if it happens again, copy the pack to another stick.",
            )
            .details(error.to_string()),
            Self::NotAPack { reason } => Words::new(
                Code::NotAPack,
                format!("{file} is not a Muster pack."),
                "Choose a file that ends in .muster and came from a publisher, unchanged.",
            )
            .details(reason.clone()),
            Self::Truncated => Words::new(
                Code::Truncated,
                format!("{file} is cut short: its end is missing."),
                COPY_AGAIN,
            ),
            Self::TooLarge { what, bytes: size, limit } => Words::new(
                Code::TooLarge,
                format!("{file} is too large: {what} has {}, the limit is {}.", bytes(*size), bytes(*limit)),
                "Ask the publisher for a smaller pack.",
            ),
            Self::UntrustedPublisher { key_id } => Words::new(
                Code::UntrustedPublisher,
                format!("{file} is signed by a publisher that this station does not trust (key {key_id})."),
                "If you know the publisher, add its public key first: on the Packs screen, or with muster trust add FILE.pub --name NAME. Compare the key id with the publisher by telephone.",
            ),
            Self::RevokedPublisher { key_id } => Words::new(
                Code::RevokedPublisher,
                format!("{file} is signed with key {key_id}, which was revoked."),
                "Do not use this pack. Ask the publisher for one signed with its new key.",
            ),
            Self::PublisherEnded { key_id, until } => trust::ended(&format!(
                "{file} is signed with key {key_id}, which was trusted until {until} only."
            )),
            Self::RevokedPack { id, version } => trust::revoked_pack(&format!("{id} version {version}")),
            Self::BadTrustList { entry, reason } => trust::bad_list(file, entry, reason),
            Self::ThresholdNotMet { signed, threshold } => trust::too_few(&format!(
                "{file} carries {signed} of the {threshold} signatures that this station asks for."
            )),
            Self::NewRootsDidNotSign { signed, threshold } => trust::too_few(&format!(
                "{file} brings new roots and carries {signed} of the {threshold} signatures that these ask for."
            )),
            Self::OutsideScope { key_id, id } => Words::new(
                Code::OutsideScope,
                format!("{file} claims to be {id}, which the publisher with key {key_id} may not publish here."),
                "Ask IT which packs this publisher may publish; muster trust list shows it.",
            ),
            Self::OlderThanInstalled { id, version, highest } => Words::new(
                Code::OlderThanInstalled,
                format!("{file} holds {id} version {version}; version {highest} was installed here before."),
                "Nothing to do if the newer version is wanted. To go back to the version that was kept, use muster rollback.",
            ),
            Self::BadSignature { reason } => Words::new(
                Code::BadSignature,
                format!("{file} was altered or damaged: its signature does not fit."),
                COPY_AGAIN,
            )
            .details(reason.clone()),
            Self::BadArchive { entry, rule } => Words::new(
                Code::BadArchive,
                format!("{file} is not built as a pack must be: {entry}: {rule}."),
                "Send this message to the publisher; the pack must be built again.",
            ),
            Self::BadManifest { line, field, reason } => Words::new(
                Code::BadManifest,
                match line {
                    0 => format!("{file}: the manifest is wrong at {field}: {reason}."),
                    line => format!("{file}: the manifest is wrong in line {line}, {field}: {reason}."),
                },
                "Send this message to the publisher; the manifest must be corrected and the pack built again.",
            ),
            Self::AppTooOld { needed } => Words::new(
                Code::AppTooOld,
                format!("{file} needs a newer Muster ({needed})."),
                "Update Muster on this PC, then install the pack again.",
            ),
            Self::UnlistedFile { path } => Words::new(
                Code::UnlistedFile,
                format!("{file} holds {path}, which its manifest does not name."),
                "Send this message to the publisher; the pack must be built again.",
            ),
            Self::MissingFile { path } => Words::new(
                Code::MissingFile,
                format!("{file} lacks {path}, which its manifest names."),
                "Send this message to the publisher; the pack must be built again.",
            ),
            Self::BadKey { reason } => Words::new(
                Code::BadKey,
                format!("{file} is not a key that Muster can use: {reason}."),
                "Choose the .pub or .sec file that muster key new or minisign wrote.",
            ),
            Self::Cancelled => Words::new(
                Code::Cancelled,
                "Stopped; nothing was changed.",
                "Start again when you are ready.",
            ),
            Self::Io(error) => writing_failed(file, error),
        }
    }
}

pub(super) fn writing_failed(file: &str, error: &io::Error) -> Words {
    let words = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Words::new(
            Code::NoSpace,
            format!("There is no room to write {file}."),
            "Free some room there, or choose another place.",
        ),
        _ => Words::new(
            Code::Io,
            format!("{file}: writing failed."),
            "Check that the disk is not full and that you may write there, then try again.",
        ),
    };
    words.details(error.to_string())
}
