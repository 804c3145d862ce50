//! What can be wrong with a pack, by the codes of the command-line contract.

use std::io;

use jiff::civil::Date;

use crate::pack::{KeyId, PackId, PackVersion};

/// Why a pack was refused or could not be read. The variant's name is the error code that the
/// command line prints.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The file (or stick) could not be read.
    #[error("cannot read the file: {0}")]
    SourceRead(#[source] io::Error),
    /// Neither a signed ZIP nor the beginning of one.
    #[error("not a Muster pack: {reason}")]
    NotAPack {
        /// Which rule it broke.
        reason: String,
    },
    /// Begins like a pack, but its end is missing.
    #[error("the file is cut short")]
    Truncated,
    /// Larger than a pack may be.
    #[error("{what} is too large: {bytes} bytes, at most {limit}")]
    TooLarge {
        /// The thing that is too large.
        what: String,
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Signed by a key that this station does not know.
    #[error("signed by unknown key {key_id}")]
    UntrustedPublisher {
        /// The key that the signature names.
        key_id: KeyId,
    },
    /// Signed by a key that was revoked.
    #[error("signed by revoked key {key_id}")]
    RevokedPublisher {
        /// The key that the signature names.
        key_id: KeyId,
    },
    /// The publisher was trusted until a day that is past.
    #[error("key {key_id} was trusted until {until}")]
    PublisherEnded {
        /// The key that the signature names.
        key_id: KeyId,
        /// The last day.
        until: Date,
    },
    /// This pack was revoked by the trust list.
    #[error("{id} version {version} was revoked")]
    RevokedPack {
        /// The pack.
        id: PackId,
        /// Its version.
        version: PackVersion,
    },
    /// A trust list that is not built as one, or whose parts do not belong together.
    #[error("bad trust list, {entry}: {reason}")]
    BadTrustList {
        /// The entry or the field, or "the list".
        entry: String,
        /// What is wrong.
        reason: String,
    },
    /// Too few of the roots that the station holds to signed a trust list.
    #[error("{signed} of {threshold} signatures")]
    ThresholdNotMet {
        /// Roots that signed, each counted once.
        signed: usize,
        /// How many are needed.
        threshold: usize,
    },
    /// Too few of the roots that a trust list brings signed it.
    #[error("{signed} of {threshold} signatures by the new roots")]
    NewRootsDidNotSign {
        /// Roots that signed, each counted once.
        signed: usize,
        /// How many are needed.
        threshold: usize,
    },
    /// The publisher may not publish this id.
    #[error("key {key_id} may not publish {id}")]
    OutsideScope {
        /// The key that the signature names.
        key_id: KeyId,
        /// The id that the pack claims.
        id: String,
    },
    /// The claimed version is below the highest ever installed.
    #[error("{id} version {version} is older than {highest}")]
    OlderThanInstalled {
        /// The pack.
        id: PackId,
        /// The version that was offered.
        version: PackVersion,
        /// The highest version ever installed here.
        highest: PackVersion,
    },
    /// The signature does not fit the bytes.
    #[error("the signature does not fit: {reason}")]
    BadSignature {
        /// Which check failed.
        reason: String,
    },
    /// The ZIP breaks the profile.
    #[error("bad archive, {entry}: {rule}")]
    BadArchive {
        /// The entry, or "archive".
        entry: String,
        /// The rule that it breaks.
        rule: String,
    },
    /// The manifest is wrong.
    #[error("bad manifest, line {line}, {field}: {reason}")]
    BadManifest {
        /// Line in manifest.json, from 1; 0 where unknown.
        line: usize,
        /// The field, as a path such as `modules[0].media[1].path`.
        field: String,
        /// What is wrong.
        reason: String,
    },
    /// The pack needs a newer Muster.
    #[error("needs Muster {needed}")]
    AppTooOld {
        /// The version or format that it asks for.
        needed: String,
    },
    /// A file that the manifest does not name.
    #[error("{path} is in the archive but not in the manifest")]
    UnlistedFile {
        /// The entry.
        path: String,
    },
    /// A file that the manifest names, but that is not there.
    #[error("{path} is in the manifest but not in the archive")]
    MissingFile {
        /// The entry.
        path: String,
    },
    /// A key file that cannot be used.
    #[error("bad key: {reason}")]
    BadKey {
        /// What is wrong with it.
        reason: String,
    },
    /// The work was stopped.
    #[error("cancelled")]
    Cancelled,
    /// Writing failed.
    #[error("cannot write: {0}")]
    Io(#[source] io::Error),
}
