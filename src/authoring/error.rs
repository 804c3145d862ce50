//! Why a pack was not built.

use std::io;
use std::path::PathBuf;

use crate::authoring::{FfmpegError, Finding};
use crate::documents::DocumentError;
use crate::pack::{PackError, PackPath};

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
    /// Something is there already, and nothing is overwritten.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file of the folder could not be written.
    #[error("cannot write {}: {error}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A rule of the pack format.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A medium could not be transcoded.
    #[error("{file}: {error}")]
    Transcode {
        /// The medium, as the manifest names it.
        file: String,
        /// Why.
        error: FfmpegError,
    },
    /// This PC cannot draw a job aid, which says nothing of the file.
    #[error("{file}: {error}")]
    NotDrawn {
        /// The job aid, as the manifest names it.
        file: String,
        /// Why.
        error: DocumentError,
    },
    /// The check found errors; nothing was built.
    #[error("{} findings", .0.len())]
    Findings(Vec<Finding>),
}

impl AuthoringError {
    /// What ffmpeg has against a file. Being stopped is no fault of the file.
    pub(crate) fn of_ffmpeg(file: &PackPath, error: FfmpegError) -> Self {
        match error {
            FfmpegError::Cancelled => PackError::Cancelled.into(),
            error => Self::Transcode {
                file: file.to_string(),
                error,
            },
        }
    }
}
