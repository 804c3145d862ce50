//! Copies of job aids and guides, saved in the background.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::app::jobs::queue::JobFailure;
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
use crate::app::shelf::pack_file::PackFile;
use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::platform::copies::{FilesError, save_copy};
use crate::platform::places::places;
use crate::player::MediaSource;
use crate::ui::widgets::copies::{CopiesCommand, CopiesModel};
use crate::words::{BackgroundWork, InWords};

/// Shows that a job was not done.
pub(super) fn on_failure(model: &mut CopiesModel, failure: JobFailure) {
    if failure == JobFailure::Panicked {
        model.saving = None;
    }
    model.saved = Some(Err(failure.words(BackgroundWork::Copy)));
}

/// Does what was asked for; returns at once. `pack` holds the file.
pub(super) fn execute(
    screen: &mut ScreenState<CopiesModel>,
    command: CopiesCommand,
    pack: &InstalledPack,
) {
    match command {
        CopiesCommand::FindPlaces => {
            screen.run(|job| {
                let places = places();
                job.set(|model| model.places = places);
            });
        }
        CopiesCommand::Save { file, folder } => {
            let pack = pack.clone();
            screen.run(move |job| {
                let name = name_of(&file).to_owned();
                let saving = name.clone();
                job.set(|model| {
                    model.saving = Some(saving);
                    model.saved = None;
                });
                let saved = save(job, &pack, &file, &folder);
                let saved = saved.map_err(|error| error.in_words(&name));
                job.set(|model| {
                    model.saving = None;
                    model.saved = Some(saved);
                });
            });
        }
        CopiesCommand::Cancel => screen.cancel(),
        CopiesCommand::Close => screen.model.saved = None,
    }
}

fn name_of(file: &PackPath) -> &str {
    let path = file.as_str();
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn save(
    job: &ScreenJob<CopiesModel>,
    pack: &InstalledPack,
    file: &PackPath,
    folder: &Path,
) -> Result<PathBuf, FilesError> {
    let source = PackFile {
        pack: pack.clone(),
        path: file.clone(),
    };
    let mut watched = Watched {
        source: source.open().map_err(FilesError::Source)?,
        job,
    };
    match save_copy(&mut watched, folder, name_of(file)) {
        Err(FilesError::Source(_)) if job.is_cancelled() => Err(FilesError::Cancelled),
        saved => saved,
    }
}

/// Reads until somebody stops it.
struct Watched<'a, R> {
    source: R,
    job: &'a ScreenJob<CopiesModel>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.job.is_cancelled() {
            return Err(io::Error::other("stopped"));
        }
        self.source.read(buffer)
    }
}
