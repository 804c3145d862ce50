//! Copies of job aids and guides, saved in the background.

use std::io::{self, Read};
use std::path::Path;

use crate::app::jobs::screen_worker::{JobFailure, ScreenState, ScreenWorker, Wake};
use crate::app::shelf::pack_file::PackFile;
use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::platform::copies::{FilesError, save_copy};
use crate::platform::places::places;
use crate::player::MediaSource;
use crate::ui::widgets::copies::{CopiesCommand, CopiesModel};
use crate::words::{BackgroundWork, InWords};

/// The worker behind "Save a copy".
pub struct CopiesWorker {
    worker: ScreenWorker<CopiesModel>,
}

impl CopiesWorker {
    /// Starts it. `wake` is called when there is something new.
    #[must_use]
    pub fn start(wake: Wake) -> Self {
        Self {
            worker: ScreenWorker::start(
                "copies",
                CopiesModel::default(),
                wake,
                |model, failure| {
                    if failure == JobFailure::Panicked {
                        model.saving = None;
                    }
                    model.saved = Some(Err(failure.words(BackgroundWork::Copy)));
                },
            ),
        }
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> CopiesModel {
        self.worker.model()
    }

    /// Does what was asked for; returns at once. `pack` holds the file.
    pub fn execute(&self, command: CopiesCommand, pack: &InstalledPack) {
        match command {
            CopiesCommand::FindPlaces => self.worker.run(|screen| {
                let places = places();
                screen.set(|model| model.places = places);
            }),
            CopiesCommand::Save { file, folder } => {
                let pack = pack.clone();
                self.worker.run(move |screen| {
                    let name = name_of(&file);
                    screen.set(|model| {
                        model.saving = Some(name.to_owned());
                        model.saved = None;
                    });
                    let saved = save(screen, &pack, &file, &folder);
                    screen.set(|model| {
                        model.saving = None;
                        model.saved = Some(saved.map_err(|error| error.in_words(name)));
                    });
                });
            }
            CopiesCommand::Cancel => self.worker.screen().stop(),
            CopiesCommand::Close => self.worker.screen().set(|model| model.saved = None),
        }
    }
}

fn name_of(file: &PackPath) -> &str {
    let path = file.as_str();
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn save(
    screen: &ScreenState<CopiesModel>,
    pack: &InstalledPack,
    file: &PackPath,
    folder: &Path,
) -> Result<std::path::PathBuf, FilesError> {
    let source = PackFile {
        pack: pack.clone(),
        path: file.clone(),
    };
    let mut watched = Watched {
        source: source.open().map_err(FilesError::Source)?,
        screen,
    };
    match save_copy(&mut watched, folder, name_of(file)) {
        Err(FilesError::Source(_)) if screen.is_stopped() => Err(FilesError::Cancelled),
        saved => saved,
    }
}

/// Reads until somebody stops it.
struct Watched<'a, R> {
    source: R,
    screen: &'a ScreenState<CopiesModel>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.screen.is_stopped() {
            return Err(io::Error::other("stopped"));
        }
        self.source.read(buffer)
    }
}
