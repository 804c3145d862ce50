//! The content pack, format 1: container, signature, manifest, paths and limits; writing and
//! reading. Uses no other room.
//!
//! Invariant: no byte of a pack's ZIP or manifest is parsed before the signature over it holds
//! (`read_untrusted`, for authors, apart). A [`VerifiedPack`] can only come out of verification.

pub mod container;
pub mod content;
mod directory;
pub mod error;
pub mod ids;
pub mod manifest;
mod manifest_check;
pub mod read;
pub mod signature;
mod strings;
pub mod write;

#[cfg(test)]
mod tests;

pub use container::{Archive, Entry, Window};
pub use error::PackError;
pub use ids::{KeyId, ModuleId, ModuleRef, PackId, PackPath, PackVersion};
pub use manifest::{Manifest, Module};
pub use read::{KeyStatus, Policy, Progress, UntrustedPack, VerifiedPack};
pub use signature::{Claim, PublicKey, SecretKey};
