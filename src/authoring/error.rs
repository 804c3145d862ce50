//! Why a pack was not built.

use std::io;
use std::path::PathBuf;

use crate::authoring::Finding;
use crate::pack::PackError;

/// Why a pack was not built.
#[derive(Debug, thiserror::Error)]
pub enum AuthoringError {
    /// The folder holds no `manifest.json`.
    #[error("no manifest.json in {}", folder.display())]
    NoManifest {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest could not be read.
    #[error("cannot read {}: {error}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A rule of the pack format.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The check found errors; nothing was built.
    #[error("{} findings", .0.len())]
    Findings(Vec<Finding>),
}
