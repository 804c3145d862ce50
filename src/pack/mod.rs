//! The content pack, format 1: container, signature, manifest, paths and limits; writing and
//! reading; and the trust list, its sibling. Uses no other room.
//!
//! Invariant: no byte of a pack's ZIP or manifest is parsed before the signature over it holds
//! (`read_untrusted`, for authors, apart). A [`VerifiedPack`] can only come out of verification.

pub mod bytes;
pub mod container;
pub mod content;
mod dates;
mod directory;
pub mod error;
pub mod ids;
pub mod manifest;
mod manifest_check;
pub mod outline;
pub mod read;
pub mod signature;
mod strings;
pub mod trust_file;
pub mod trust_list;
pub mod write;

#[cfg(test)]
mod tests;

pub use container::{Archive, Entry, Window};
pub use error::PackError;
pub use ids::{AgencyId, IdPattern, KeyId, ModuleId, ModuleRef, PackId, PackPath, PackVersion};
pub use manifest::{Manifest, Module};
pub use outline::{ModuleOutline, Outline};
pub use read::{KeyStatus, Policy, Progress, UntrustedPack, VerifiedPack};
pub use signature::{Claim, PublicKey, SecretKey};
pub use trust_file::{ListClaim, TrustFile};
pub use trust_list::{Root, Roots, TrustList};
