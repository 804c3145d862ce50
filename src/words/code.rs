//! Error codes and the exit codes that follow from them (CLI.md, "Exit codes").

/// An error code of the command-line contract; its name is what other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the contract in CLI.md names and groups them")]
pub enum Code {
    SourceRead,
    Io,
    NoSpace,
    Busy,
    StoreDamaged,
    Cancelled,
    Usage,
    NotFound,
    Exists,
    UntrustedPublisher,
    RevokedPublisher,
    RevokedPack,
    OutsideScope,
    NotAPack,
    Truncated,
    BadSignature,
    BadArchive,
    BadManifest,
    UnlistedFile,
    MissingFile,
    BadMedia,
    TooLarge,
    BadKey,
    BadTrustList,
    BadRoster,
    ChainBroken,
    OlderThanInstalled,
    SameVersionDifferentContent,
    Expired,
    AppTooOld,
    TrustListOlder,
    ThresholdNotMet,
    AlreadyRecorded,
    StoreTooNew,
}

impl Code {
    /// The exit code: 1 machine, 2 wrong use, 3 not trusted, 4 altered or damaged, 5 policy.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::SourceRead
            | Self::Io
            | Self::NoSpace
            | Self::Busy
            | Self::StoreDamaged
            | Self::Cancelled => 1,
            Self::Usage | Self::NotFound | Self::Exists => 2,
            Self::UntrustedPublisher
            | Self::RevokedPublisher
            | Self::RevokedPack
            | Self::OutsideScope => 3,
            Self::NotAPack
            | Self::Truncated
            | Self::BadSignature
            | Self::BadArchive
            | Self::BadManifest
            | Self::UnlistedFile
            | Self::MissingFile
            | Self::BadMedia
            | Self::TooLarge
            | Self::BadKey
            | Self::BadTrustList
            | Self::BadRoster
            | Self::ChainBroken => 4,
            Self::OlderThanInstalled
            | Self::SameVersionDifferentContent
            | Self::Expired
            | Self::AppTooOld
            | Self::TrustListOlder
            | Self::ThresholdNotMet
            | Self::AlreadyRecorded
            | Self::StoreTooNew => 5,
        }
    }

    /// The code as other programs read it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}
