//! The content pack, format 1: container, signature, manifest, paths and limits; writing and
//! reading. Uses no other room.

pub mod error;
pub mod ids;
pub mod manifest;

pub use error::PackError;
pub use ids::{KeyId, ModuleId, ModuleRef, PackId, PackPath, PackVersion};
pub use manifest::Manifest;
