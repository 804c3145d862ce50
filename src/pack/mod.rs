//! The content pack: container, signature, manifest, names and limits, reading and writing, and
//! the trust list, which is signed and packed alike. Not in here is who is trusted, what is
//! installed, and whether media play: callers pass the station's rules as a [`read::Policy`]. No
//! byte of a pack's ZIP or manifest is parsed before the signature over it
//! holds (`read_untrusted`, for authors, apart), and a [`VerifiedPack`] can only come out of
//! verification.
#![doc = include_str!("FORMAT.md")]

pub mod bytes;
pub mod container;
pub mod content;
pub mod credit;
mod dates;
mod directory;
mod entry;
pub mod error;
pub mod ids;
pub mod manifest;
pub mod outline;
pub mod read;
mod required;
mod revoked_key;
pub mod signature;
mod strings;
pub mod table;
mod tail;
pub mod text;
pub mod trust_file;
pub mod trust_list;
pub mod write;

#[cfg(test)]
mod tests;

pub use container::{Archive, Entry, Window};
pub use credit::CreditRule;
pub use error::PackError;
pub use ids::{AgencyId, IdPattern, KeyId, ModuleId, ModuleRef, PackId, PackPath, PackVersion};
pub use manifest::{Manifest, Module};
pub use outline::{ModuleOutline, Outline};
pub use read::{KeyStatus, Policy, Progress, UntrustedPack, VerifiedPack};
pub use revoked_key::RevokedKey;
pub use signature::{Claim, PublicKey, SecretKey};
pub use text::TextDefect;
pub use trust_file::{ListClaim, TrustFile};
pub use trust_list::{Root, Roots, TrustList};
