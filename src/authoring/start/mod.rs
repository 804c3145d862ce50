//! A folder of sources to start from (`pack new`): empty, or drafted from a film, a Word guide and
//! PDFs. Everything that was guessed is said; nothing is ever overwritten.

mod deck;
mod draft;
mod find;
mod kinds;
mod material;
mod names;
mod notice;
mod office;
mod outline;
mod pdf;
pub(super) mod subtitles;
mod text;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, civil::Date};

use crate::authoring::AuthoringError;
use crate::pack::{Manifest, PackError, PackId, Progress};

pub use notice::{
    InnerLeftNotice, LeftOutNotice, MendNotice, PdfMendNotice, StartNotice, TitleNotice,
};

use find::Material;
use material::Place;

/// What stands where an author has to write something. `pack check` finds it.
pub const FILL_IN: &str = "FILL IN";
/// The beginning of an id that is still to be chosen.
pub const FILL_IN_ID: &str = "fill-in.";

/// What an author wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The folder to make. One with files in it and without a manifest is drafted from those.
    pub folder: PathBuf,
    /// The folder with the material.
    pub from: Option<PathBuf>,
    /// The pack's id.
    pub id: Option<PackId>,
    /// Its name.
    pub title: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Today.
    pub today: Date,
    /// Now.
    pub now: Timestamp,
}

/// A folder that was begun.
#[derive(Debug)]
pub struct Started {
    /// Its manifest.
    pub manifest: Manifest,
    /// What was guessed and left out.
    pub said: Vec<StartNotice>,
}

/// Begins a pack.
///
/// # Errors
/// `Exists`, if that would overwrite anything; `Read` and `Write`; `Pack` where a wish is not what
/// a manifest may hold; `Cancelled`. Nothing that was made is left behind.
pub fn start(wish: &Wish, progress: &mut Progress<'_>) -> Result<Started, AuthoringError> {
    let exists = || AuthoringError::Exists {
        path: wish.folder.clone(),
    };
    let empty = match fs::read_dir(&wish.folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(exists()),
        Err(error) => return Err(read(&wish.folder, error)),
    };
    if wish.folder.join("manifest.json").exists() || (!empty && wish.from.is_some()) {
        return Err(exists());
    }
    let in_place = !empty;
    let source = wish
        .from
        .as_deref()
        .or(in_place.then_some(wish.folder.as_path()));
    let mut material = match source {
        Some(folder) => find::look(folder).map_err(|error| read(folder, error))?,
        None => Material::default(),
    };
    kinds::set_apart(&mut material, &mut || progress(0, 0))?;
    let mut place = Place::new(&wish.folder, in_place);
    let started = draft::draft(wish, &material, &mut place, progress);
    if started.is_err() {
        place.undo();
    }
    started
}

fn read(file: &Path, error: io::Error) -> AuthoringError {
    AuthoringError::Read {
        file: file.to_owned(),
        error,
    }
}

/// The name of a file, as it was found.
fn shown(file: &Path) -> String {
    file.file_name().map_or_else(
        || file.display().to_string(),
        |it| it.to_string_lossy().into_owned(),
    )
}

fn cancelled() -> AuthoringError {
    PackError::Cancelled.into()
}

#[cfg(test)]
mod tests;
