//! Where the files of a pack come from while it is checked: a folder, or a finished pack.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::authoring::AuthoringError;
use crate::pack::{Archive, Manifest, PackError, PackPath, manifest};
use crate::platform::files::{self, Folder};
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
                let file = open(folder, made, path).map_err(PackError::SourceRead)?;
                read_within(file, path.as_str(), limit)
            }
            Self::Pack(archive) => match archive.entry(path.as_str()) {
                Some(entry) => archive.read(entry, limit),
                None => Err(PackError::MissingFile {
                    path: path.to_string(),
                }),
            },
        }
    }

    /// The beginning of a file, at most `limit` bytes.
    pub fn read_start(&self, path: &PackPath, limit: usize) -> Result<Vec<u8>, PackError> {
        match self {
            Self::Folder { folder, made } => {
                let mut start = Vec::new();
                open(folder, made, path)
                    .and_then(|file| file.take(limit as u64).read_to_end(&mut start))
                    .map_err(PackError::SourceRead)?;
                Ok(start)
            }
            Self::Pack(archive) => match archive.entry(path.as_str()) {
                Some(entry) => archive.read_start(entry, limit),
                None => Err(PackError::MissingFile {
                    path: path.to_string(),
                }),
            },
        }
    }

    /// A file as a medium to play.
    pub fn medium(&self, path: &PackPath) -> SourceMedium {
        match self {
            Self::Folder { folder, made } => match made.get(path) {
                Some(file) => SourceMedium::Made(file.clone()),
                None => SourceMedium::InFolder(folder.clone(), path.clone()),
            },
            Self::Pack(archive) => SourceMedium::InPack(archive.clone(), path.clone()),
        }
    }
}

/// Opens a file of a folder of sources; a link there could lead to what must not be published.
fn open(folder: &Path, made: &BTreeMap<PackPath, PathBuf>, path: &PackPath) -> io::Result<File> {
    match made.get(path) {
        Some(file) => files::open_no_link(file),
        None => open_in(folder, path),
    }
}

fn open_in(folder: &Path, path: &PackPath) -> io::Result<File> {
    Folder::open(folder)?.open_file(Path::new(path.as_str()))
}

/// The whole file, if it has at most `limit` bytes.
fn read_within(file: File, what: &str, limit: u64) -> Result<Vec<u8>, PackError> {
    let len = file.metadata().map_err(PackError::SourceRead)?.len();
    let bytes = files::read_up_to(file, limit).map_err(PackError::SourceRead)?;
    if bytes.len() as u64 > limit {
        return Err(PackError::TooLarge {
            what: what.to_owned(),
            bytes: len,
            limit,
        });
    }
    Ok(bytes)
}

/// Where a file of a folder of sources lies.
pub fn place(folder: &Path, made: &BTreeMap<PackPath, PathBuf>, path: &PackPath) -> PathBuf {
    made.get(path)
        .cloned()
        .unwrap_or_else(|| folder.join(path.as_str()))
}

/// One video or audio file of a pack that is being checked.
#[derive(Clone)]
pub enum SourceMedium {
    /// A file that was made from another.
    Made(PathBuf),
    /// In a folder of sources.
    InFolder(PathBuf, PackPath),
    /// In a finished pack.
    InPack(Archive, PackPath),
}

impl MediaSource for SourceMedium {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::Made(file) => Ok(Box::new(BufReader::new(files::open_no_link(file)?))),
            Self::InFolder(folder, path) => Ok(Box::new(BufReader::new(open_in(folder, path)?))),
            Self::InPack(archive, path) => {
                let entry = archive
                    .entry(path.as_str())
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
    let opened = files::open_no_link(&file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => AuthoringError::NoManifest {
            folder: folder.to_owned(),
        },
        _ => AuthoringError::Read { file, error },
    })?;
    let bytes = read_within(opened, "manifest.json", manifest::MAX_MANIFEST)?;
    Ok((manifest::parse(&bytes)?, bytes))
}
