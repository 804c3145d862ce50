//! A pack's errors in words.

use std::io;

use crate::pack::PackError;
use crate::words::messages::words;
use crate::words::{Code, InWords, Words, bytes};

impl InWords for PackError {
    #[expect(clippy::too_many_lines, reason = "one sentence an error")]
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::SourceRead(error) => words(
                Code::SourceRead,
                "pack-source-read",
                &[("file", file.into())],
            )
            .caused_by(error),
            Self::NotAPack { reason } => {
                words(Code::NotAPack, "pack-not-apack", &[("file", file.into())])
                    .details(reason.clone())
            }
            Self::Truncated => words(Code::Truncated, "pack-truncated", &[("file", file.into())]),
            Self::TooLarge {
                what,
                bytes: size,
                limit,
            } => words(
                Code::TooLarge,
                "pack-too-large",
                &[
                    ("file", file.into()),
                    ("what", what.into()),
                    ("size", bytes(*size).into()),
                    ("limit", bytes(*limit).into()),
                ],
            ),
            Self::UntrustedPublisher { key_id } => words(
                Code::UntrustedPublisher,
                "pack-untrusted-publisher",
                &[("file", file.into()), ("keyId", key_id.to_string().into())],
            ),
            Self::RevokedPublisher { key_id } => words(
                Code::RevokedPublisher,
                "pack-revoked-publisher",
                &[("file", file.into()), ("keyId", key_id.to_string().into())],
            ),
            Self::PublisherEnded { key_id, until } => words(
                Code::UntrustedPublisher,
                "pack-publisher-ended",
                &[
                    ("file", file.into()),
                    ("keyId", key_id.to_string().into()),
                    ("until", until.to_string().into()),
                ],
            ),
            Self::RevokedPack { id, version } => words(
                Code::RevokedPack,
                "pack-revoked-pack",
                &[
                    ("id", id.to_string().into()),
                    ("version", version.to_string().into()),
                ],
            ),
            Self::BadTrustList { entry, reason } => words(
                Code::BadTrustList,
                "pack-bad-trust-list",
                &[
                    ("file", file.into()),
                    ("entry", entry.into()),
                    ("reason", reason.into()),
                ],
            ),
            Self::ThresholdNotMet { signed, threshold } => words(
                Code::ThresholdNotMet,
                "pack-threshold-not-met",
                &[
                    ("file", file.into()),
                    ("signed", signed.into()),
                    ("threshold", threshold.into()),
                ],
            ),
            Self::NewRootsDidNotSign { signed, threshold } => words(
                Code::ThresholdNotMet,
                "pack-new-roots-did-not-sign",
                &[
                    ("file", file.into()),
                    ("signed", signed.into()),
                    ("threshold", threshold.into()),
                ],
            ),
            Self::OutsideScope { key_id, id } => words(
                Code::OutsideScope,
                "pack-outside-scope",
                &[
                    ("file", file.into()),
                    ("id", id.into()),
                    ("keyId", key_id.to_string().into()),
                ],
            ),
            Self::OlderThanInstalled {
                id,
                version,
                highest,
            } => words(
                Code::OlderThanInstalled,
                "pack-older-than-installed",
                &[
                    ("file", file.into()),
                    ("id", id.to_string().into()),
                    ("version", version.to_string().into()),
                    ("highest", highest.to_string().into()),
                ],
            ),
            Self::BadSignature { reason } => words(
                Code::BadSignature,
                "pack-bad-signature",
                &[("file", file.into())],
            )
            .details(reason.clone()),
            Self::BadArchive { entry, rule } => words(
                Code::BadArchive,
                "pack-bad-archive",
                &[
                    ("file", file.into()),
                    ("entry", entry.into()),
                    ("rule", rule.into()),
                ],
            ),
            Self::BadManifest {
                line,
                field,
                reason,
            } => {
                let id = match line {
                    0 => "pack-bad-manifest",
                    _ => "pack-bad-manifest-line",
                };
                words(
                    Code::BadManifest,
                    id,
                    &[
                        ("file", file.into()),
                        ("line", line.into()),
                        ("field", field.into()),
                        ("reason", reason.into()),
                    ],
                )
            }
            Self::AppTooOld { needed } => words(
                Code::AppTooOld,
                "pack-app-too-old",
                &[("file", file.into()), ("needed", needed.into())],
            ),
            Self::UnlistedFile { path } => words(
                Code::UnlistedFile,
                "pack-unlisted-file",
                &[("file", file.into()), ("path", path.into())],
            ),
            Self::MissingFile { path } => words(
                Code::MissingFile,
                "pack-missing-file",
                &[("file", file.into()), ("path", path.into())],
            ),
            Self::BadKey { reason } => words(
                Code::BadKey,
                "pack-bad-key",
                &[("file", file.into()), ("reason", reason.into())],
            ),
            Self::Cancelled => words(Code::Cancelled, "pack-cancelled", &[]),
            Self::Io(error) => writing_failed(file, error),
        }
    }
}

#[track_caller]
pub(super) fn writing_failed(file: &str, error: &io::Error) -> Words {
    let words = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            words(Code::NoSpace, "pack-no-space", &[("file", file.into())])
        }
        _ => words(Code::Io, "pack-writing-failed", &[("file", file.into())]),
    };
    words.caused_by(error)
}
