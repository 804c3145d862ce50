//! What the Packs screen asks for, done in the background: watching for sticks, looking at them,
//! installing, going back, removing, trusting.

mod elevated;
mod inspect;
mod install;
mod log;
mod shelf;
mod taken_in;
mod trust;
mod visit;

use std::path::{Path, PathBuf};

use crate::app::account::{here, who};
use crate::app::jobs::meter::Meter;
use crate::app::jobs::screen_worker::{JobFailure, ScreenState, ScreenWorker, Wake};
use crate::app::jobs::throttle::Throttle;
use crate::library::{InstalledPack, Library, LibraryError};
use crate::operations::prune;
use crate::operations::visit::Answer;
use crate::pack::{PackId, PackVersion};
use crate::platform::places::{Sticks, places};
use crate::platform::sticks::Watch;
use crate::station::{Consent, DataFolder};
use crate::ui::screens::packs::{PacksCommand, PacksModel};
use crate::ui::widgets::progress::Job;
use crate::words::{BackgroundWork, Code, InWords, Words, shown_path};

/// The worker behind the Packs screen.
pub struct PacksWorker {
    _watch: Watch,
    worker: ScreenWorker<PacksModel>,
    folder: DataFolder,
    sticks: Sticks,
    /// How the visit under way is to go on.
    throttle: Throttle,
}

impl PacksWorker {
    /// Starts it for this data folder; `sticks` is where sticks are looked for. `wake` is called
    /// when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, sticks: Sticks, wake: Wake) -> Self {
        let worker = ScreenWorker::start("packs", PacksModel::default(), wake, |model, failure| {
            if failure == JobFailure::Panicked {
                model.job = None;
                model.visiting = false;
            }
            model.failed = Some(failure.words(BackgroundWork::Packs));
        });
        let screen = worker.share();
        let came = move |places| inspect::update_sticks(&screen, places);
        let work = Self {
            _watch: Watch::start(sticks.clone(), came),
            worker,
            folder: folder.clone(),
            sticks,
            throttle: Throttle::new(),
        };
        work.run(shelf::reread);
        work
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> PacksModel {
        self.worker.model()
    }

    /// Whether packs or trust were changed since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.screen().take_change()
    }

    /// While something plays a visit waits.
    pub fn set_media_playing(&self, media_playing: bool) {
        self.throttle.set_media_playing(media_playing);
    }

    /// Reads the shelf anew: somebody else changed it.
    pub fn refresh(&self) {
        self.run(shelf::reread);
    }

    /// Does what was asked for; returns at once.
    pub fn execute(&self, command: PacksCommand) {
        let screen = self.worker.screen();
        match command {
            PacksCommand::Cancel => {
                screen.stop();
                self.throttle.stop();
                screen.show_cancelling();
            }
            PacksCommand::CloseSummary => screen.set(|model| {
                model.summary = None;
                model.visited = None;
            }),
            PacksCommand::CloseFailure => screen.set(|model| model.failed = None),
            PacksCommand::CloseExport => screen.set(|model| model.exported = None),
            PacksCommand::FindSticks => {
                let (sticks, data) = (self.sticks.clone(), self.folder.clone());
                self.run(move |screen, library| {
                    inspect::update_sticks(screen, sticks.find());
                    inspect::inspect_again(screen, library, &data)
                });
            }
            PacksCommand::Look(path) => {
                // At once, so that a stick that is noticed at this moment is not preferred to it.
                screen.set(|model| inspect::begin(model, &path));
                let data = self.folder.clone();
                self.run(move |screen, library| inspect::inspect(screen, library, &data, &path));
            }
            PacksCommand::Install { lists, packs } => {
                let here = here(&self.folder);
                self.run(move |screen, library| {
                    let done = install::install(screen, library, &lists, &packs);
                    prune(&here, library);
                    done
                });
            }
            PacksCommand::Visit {
                folder,
                consent,
                shown,
            } => self.visit(folder, consent, shown),
            PacksCommand::RollBack { id, shown, reason } => {
                self.change(move |screen, library| {
                    check_shown(library, &id, shown)?;
                    go_back(screen, library, &id, &reason)
                });
            }
            PacksCommand::Remove { id, shown } => {
                let here = here(&self.folder);
                self.change(move |_, library| {
                    check_shown(library, &id, shown)?;
                    let removed = library.remove(&id, &who());
                    removed.map_err(|e| e.in_words(id.as_str()))?;
                    prune(&here, library);
                    Ok(())
                });
            }
            PacksCommand::Trust { file, name, ids } => {
                self.change(move |_, library| trust::add(library, &file, &name, &ids));
            }
            PacksCommand::Distrust { key, revoke } => {
                self.change(move |_, library| trust::remove(library, key, revoke));
            }
            PacksCommand::Pin {
                roots,
                threshold,
                replacing,
            } => self.change(move |_, library| {
                trust::pin(library, &roots, threshold, replacing.as_deref())
            }),
            PacksCommand::FindPlaces => self.worker.run(|screen| {
                let places = places();
                screen.set(|model| model.export_places = places);
            }),
            PacksCommand::ExportLog(folder) => self.run(move |screen, library| {
                let exported = log::export(library, &folder);
                screen.set(|model| model.exported = Some(exported));
                Ok(())
            }),
        }
    }

    /// Pressed twice, it is done once.
    fn visit(&self, folder: PathBuf, consent: Consent, shown: Vec<String>) {
        let begun = self.worker.screen().set(|model| {
            if model.visiting {
                return false;
            }
            model.visiting = true;
            model.visited = None;
            model.job.get_or_insert(Job::begun("The visit begins"));
            true
        });
        if begun {
            let here = here(&self.folder);
            let throttle = self.throttle.begin();
            let job = move |screen: &ScreenState<PacksModel>, library: &Library| {
                let shown = (consent > Consent::Nothing).then_some(shown.as_slice());
                let answer = Answer { consent, shown };
                visit::visit(screen, library, &here, &folder, answer, &throttle)
            };
            self.run_then(job, |model| model.visiting = false);
        }
    }

    fn run(
        &self,
        job: impl FnOnce(&ScreenState<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
    ) {
        self.run_then(job, |_| ());
    }

    /// However it ends, `on_end` is done to what is painted.
    fn run_then(
        &self,
        job: impl FnOnce(&ScreenState<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
        on_end: fn(&mut PacksModel),
    ) {
        let folder = self.folder.library().to_owned();
        self.worker.run(move |screen| {
            let done = Library::open(&folder)
                .map_err(|e| e.in_words(&shown_path(&folder)))
                .and_then(|library| job(screen, &library));
            screen.set(|model| {
                model.job = None;
                on_end(model);
                if let Err(words) = done {
                    model.failed = Some(words);
                }
            });
        });
    }

    /// Something short that changes the library; what would happen with the stick changes too.
    fn change(
        &self,
        act: impl FnOnce(&ScreenState<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
    ) {
        let data = self.folder.clone();
        self.run(move |screen, library| {
            act(screen, library)?;
            screen.note_change();
            shelf::reread(screen, library)?;
            inspect::inspect_again(screen, library, &data)
        });
    }
}

/// Whether the version is installed that somebody saw when they asked for something (SCREENS 1.7).
fn check_shown(library: &Library, id: &PackId, shown: PackVersion) -> Result<(), Words> {
    let packs = library.installed().map_err(|e| e.in_words(id.as_str()))?;
    let outlines = packs.iter().map(InstalledPack::outline);
    let installed = outlines.filter(|outline| outline.id == *id);
    let installed = installed.map(|outline| outline.version).next();
    if installed == Some(shown) {
        return Ok(());
    }
    let headline = match installed {
        Some(version) => format!("Version {version} of {id} was installed meanwhile."),
        None => format!("{id} was taken off this PC meanwhile."),
    };
    let advice = "Nothing was done. Look at what is installed now, then try again.";
    Err(Words::new(Code::Exists, headline, advice))
}

/// Goes back to the version before, which is read whole first.
fn go_back(
    screen: &ScreenState<PacksModel>,
    library: &Library,
    id: &PackId,
    reason: &str,
) -> Result<(), Words> {
    let words = |error: LibraryError| error.in_words(id.as_str());
    let kept = library.kept(id).map_err(words)?;
    let bytes = kept.map_or(0, |kept| kept.bytes());
    let mut meter = Meter::begin(screen, bytes);
    meter.set_task("Checking the version before".to_owned());
    let mut progress = |done, all| meter.step(bytes, done, all);
    let back = library.rollback(id, reason, &who(), &mut progress);
    back.map(|_| ()).map_err(words)
}

/// What went wrong with the shelf as a whole.
fn about_shelf(library: &Library) -> impl Fn(LibraryError) -> Words + use<> {
    let folder = shown_path(library.folder());
    move |error| error.in_words(&folder)
}

/// The name under which a file is shown.
fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    shown_path(Path::new(name))
}
