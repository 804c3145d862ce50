//! Where the files of a pack come from while it is checked: a folder, or a finished pack.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::authoring::AuthoringError;
use crate::pack::{Archive, Manifest, PackError, PackPath, manifest};
use crate::player::{MediaSource, ReadSeek};

/// The files of a pack.
pub enum Sources {
    /// A folder of sources.
    Folder(PathBuf),
    /// A finished pack.
    Pack(Archive),
}

impl Sources {
    /// Whether the file is there.
    pub fn has(&self, path: &PackPath) -> bool {
        match self {
            Self::Folder(folder) => folder.join(path.as_str()).is_file(),
            Self::Pack(archive) => archive.entry(path.as_str()).is_some(),
        }
    }

    /// A whole file of at most `limit` bytes.
    pub fn read(&self, path: &PackPath, limit: u64) -> Result<Vec<u8>, PackError> {
        match self {
            Self::Folder(folder) => {
                let file = folder.join(path.as_str());
                let bytes = file.metadata().map_err(PackError::SourceRead)?.len();
                if bytes > limit {
                    return Err(PackError::TooLarge {
                        what: path.to_string(),
                        bytes,
                        limit,
                    });
                }
                std::fs::read(file).map_err(PackError::SourceRead)
            }
            Self::Pack(archive) => match archive.entry(path.as_str()) {
                Some(entry) => archive.read(entry, limit),
                None => Err(PackError::MissingFile {
                    path: path.to_string(),
                }),
            },
        }
    }

    /// A file as a medium to play.
    pub fn medium<'a>(&'a self, path: &'a PackPath) -> SourceMedium<'a> {
        SourceMedium {
            sources: self,
            path,
        }
    }
}

/// One video or audio file of a pack that is being checked.
pub struct SourceMedium<'a> {
    sources: &'a Sources,
    path: &'a PackPath,
}

impl MediaSource for SourceMedium<'_> {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self.sources {
            Sources::Folder(folder) => Ok(Box::new(BufReader::new(File::open(
                folder.join(self.path.as_str()),
            )?))),
            Sources::Pack(archive) => {
                let entry = archive
                    .entry(self.path.as_str())
                    .ok_or(io::ErrorKind::NotFound)?;
                // Media are stored in every pack that can be read at all.
                Ok(Box::new(BufReader::new(archive.window(entry))))
            }
        }
    }
}

/// Reads the manifest of a folder; the bytes are what the pack will hold.
///
/// # Errors
/// `NoManifest`, `Read`, or what is wrong with it.
pub fn folder_manifest(folder: &Path) -> Result<(Manifest, Vec<u8>), AuthoringError> {
    let file = folder.join("manifest.json");
    let bytes = match file.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(AuthoringError::NoManifest {
                folder: folder.to_owned(),
            });
        }
        Err(error) => return Err(AuthoringError::Read { file, error }),
        Ok(found) => found.len(),
    };
    if bytes > manifest::MAX_MANIFEST {
        return Err(PackError::TooLarge {
            what: "manifest.json".to_owned(),
            bytes,
            limit: manifest::MAX_MANIFEST,
        }
        .into());
    }
    let bytes = std::fs::read(&file).map_err(|error| AuthoringError::Read { file, error })?;
    Ok((manifest::parse(&bytes)?, bytes))
}
