//! Where the files of a pack come from while it is checked: a folder, or a finished pack.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::authoring::AuthoringError;
use crate::pack::{Archive, Manifest, PackError, PackPath, manifest};
use crate::player::{MediaSource, ReadSeek};

/// The files of a pack.
pub enum Sources {
    /// A folder of sources.
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Files that are not in it, since they were made from others.
        made: BTreeMap<PackPath, PathBuf>,
    },
    /// A finished pack.
    Pack(Archive),
}

impl Sources {
    /// A folder of sources as it is.
    pub fn folder(folder: &Path) -> Self {
        Self::Folder {
            folder: folder.to_owned(),
            made: BTreeMap::new(),
        }
    }

    /// Whether the file is there.
    pub fn has(&self, path: &PackPath) -> bool {
        match self {
            Self::Folder { folder, made } => place(folder, made, path).is_file(),
            Self::Pack(archive) => archive.entry(path.as_str()).is_some(),
        }
    }

    /// A whole file of at most `limit` bytes.
    pub fn read(&self, path: &PackPath, limit: u64) -> Result<Vec<u8>, PackError> {
        match self {
            Self::Folder { folder, made } => {
                let file = place(folder, made, path);
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

/// Where a file of a folder of sources lies.
pub fn place(folder: &Path, made: &BTreeMap<PackPath, PathBuf>, path: &PackPath) -> PathBuf {
    made.get(path)
        .cloned()
        .unwrap_or_else(|| folder.join(path.as_str()))
}

/// One video or audio file of a pack that is being checked.
pub struct SourceMedium<'a> {
    sources: &'a Sources,
    path: &'a PackPath,
}

impl MediaSource for SourceMedium<'_> {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self.sources {
            Sources::Folder { folder, made } => {
                let file = File::open(place(folder, made, self.path))?;
                Ok(Box::new(BufReader::new(file)))
            }
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
