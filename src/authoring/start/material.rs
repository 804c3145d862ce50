//! The folder that is made: files are written and copied into it, never over others, and taken
//! away again if the whole does not succeed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::authoring::AuthoringError;
use crate::authoring::start::find::Found;
use crate::authoring::start::{cancelled, names, read};
use crate::pack::{PackPath, Progress};
use crate::platform::files;

/// So much is copied at a time.
const PIECE: usize = 1 << 20;

/// The folder that is made.
pub struct Place {
    folder: PathBuf,
    /// The material lies here already.
    material_is_here: bool,
    taken: BTreeSet<String>,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Place {
    pub fn new(folder: &Path, in_place: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            material_is_here: in_place,
            taken: BTreeSet::new(),
            files: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// Where a file of the material is in the pack: where it lies, if it lies here under a name
    /// that a pack can hold, else as a copy in `folder`.
    pub fn take(
        &mut self,
        found: &Found,
        folder: &str,
        progress: &mut Progress<'_>,
    ) -> Result<PackPath, AuthoringError> {
        if self.material_is_here
            && let Some(path) = self.here(&found.path)
        {
            self.taken.insert(path.as_str().to_lowercase());
            return Ok(path);
        }
        let ending = found.path.extension().unwrap_or_default();
        let ending = ending.to_string_lossy().to_lowercase();
        let path = self.name(folder, &found.stem, &ending)?;
        self.copy(&found.path, &path, progress)?;
        Ok(path)
    }

    fn here(&self, file: &Path) -> Option<PackPath> {
        let parts = file.strip_prefix(&self.folder).ok()?.components();
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        parts?.join("/").parse().ok()
    }

    /// A new name in `folder` for what is called `stem`.
    pub fn name(
        &mut self,
        folder: &str,
        stem: &str,
        ending: &str,
    ) -> Result<PackPath, AuthoringError> {
        for stem in [names::file(stem, "file"), "file".to_owned()] {
            let mut number = 1_u32;
            loop {
                let tried = match number {
                    1 => format!("{folder}/{stem}.{ending}"),
                    number => format!("{folder}/{stem}-{number}.{ending}"),
                };
                let Ok(path) = tried.parse::<PackPath>() else {
                    break;
                };
                let free = !self.folder.join(path.as_str()).exists();
                if self.taken.insert(tried.to_lowercase()) && free {
                    return Ok(path);
                }
                number += 1;
            }
        }
        let error = io::Error::from(io::ErrorKind::InvalidFilename);
        Err(write(&self.folder.join(folder), error))
    }

    /// Writes a new file.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), AuthoringError> {
        let (file, mut out) = self.create(path)?;
        out.write_all(bytes).map_err(|error| write(&file, error))
    }

    fn copy(
        &mut self,
        from: &Path,
        path: &PackPath,
        progress: &mut Progress<'_>,
    ) -> Result<(), AuthoringError> {
        let mut source = files::open_no_link(from).map_err(|error| read(from, error))?;
        let all = source.metadata().map_or(0, |it| it.len());
        let (file, mut out) = self.create(path.as_str())?;
        let mut piece = vec![0; PIECE];
        let mut done = 0;
        loop {
            if !progress(done, all) {
                return Err(cancelled());
            }
            let count = source.read(&mut piece).map_err(|error| read(from, error))?;
            if count == 0 {
                return Ok(());
            }
            let bytes = piece.get(..count).unwrap_or_default();
            out.write_all(bytes).map_err(|error| write(&file, error))?;
            done += count as u64;
        }
    }

    fn create(&mut self, path: &str) -> Result<(PathBuf, File), AuthoringError> {
        let file = self.folder.join(path);
        if let Some(folder) = file.parent() {
            self.make(folder)?;
        }
        let out = files::create_file(&file, false).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => AuthoringError::Exists { path: file.clone() },
            _ => write(&file, error),
        })?;
        self.files.push(file.clone());
        Ok((file, out))
    }

    /// Makes a folder and those above it, and keeps in mind which were not there.
    pub fn make(&mut self, folder: &Path) -> Result<(), AuthoringError> {
        let mut missing = Vec::new();
        let mut at = Some(folder);
        while let Some(here) = at.filter(|it| !it.as_os_str().is_empty() && !it.exists()) {
            missing.push(here.to_owned());
            at = here.parent();
        }
        for folder in missing.into_iter().rev() {
            files::create_folders(&folder).map_err(|error| write(&folder, error))?;
            self.folders.push(folder);
        }
        Ok(())
    }

    /// Takes everything away again that was made.
    pub fn undo(&mut self) {
        // What does not go now is empty folders or a copy; the error that led here says more.
        for file in self.files.drain(..).rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn write(file: &Path, error: io::Error) -> AuthoringError {
    AuthoringError::Write {
        file: file.to_owned(),
        error,
    }
}
