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
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::account::{here, who};
use crate::app::jobs::meter::{HasJob, Meter};
use crate::app::jobs::queue::JobFailure;
use crate::app::jobs::result::{JobResults, Origin};
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
use crate::library::{InstalledPack, Library, LibraryError};
use crate::operations::prune;
use crate::operations::visit::Answer;
use crate::pack::{PackId, PackVersion};
use crate::platform::places::{Place, Sticks, places};
use crate::platform::sticks::Watch;
use crate::station::{Consent, DataFolder};
use crate::ui::screens::packs::{PacksCommand, PacksModel, Stick};
use crate::ui::widgets::progress::Job;
use crate::words::{BackgroundWork, Code, InWords, Words, shown_path};

impl HasJob for PacksModel {
    fn job(&mut self) -> &mut Option<Job> {
        &mut self.job
    }
}

/// Shows that a job was not done.
pub(super) fn on_failure(model: &mut PacksModel, failure: JobFailure) {
    if failure == JobFailure::Panicked {
        model.job = None;
        model.visiting = false;
    }
    model.failed = Some(failure.words(BackgroundWork::Packs));
}

/// Follows which sticks are in, from now on.
pub(super) fn watch(sticks: Sticks, results: JobResults<ScreenState<PacksModel>>) -> Watch {
    let before = Mutex::new(Vec::new());
    Watch::start(sticks, move |places: Vec<Place>| {
        let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
        let came = inspect::noticed(&before, &places);
        before.clone_from(&places);
        results.send(Origin::ByItself, |screen| {
            inspect::update_sticks(&mut screen.model, places, came);
        });
    })
}

/// Reads the shelf anew: somebody else changed it.
pub(in crate::app) fn refresh(screen: &mut ScreenState<PacksModel>, folder: &DataFolder) {
    run(screen, folder, shelf::reread);
}

/// Does what was asked for; returns at once. `sticks` is where sticks are looked for.
pub(super) fn execute(
    screen: &mut ScreenState<PacksModel>,
    folder: &DataFolder,
    sticks: &Sticks,
    command: PacksCommand,
) {
    let here = here(folder);
    match command {
        PacksCommand::Cancel => screen.cancel_shown(),
        PacksCommand::CloseSummary => {
            screen.model.summary = None;
            screen.model.visited = None;
        }
        PacksCommand::CloseFailure => screen.model.failed = None,
        PacksCommand::CloseExport => screen.model.exported = None,
        PacksCommand::FindSticks => {
            let (sticks, before) = (sticks.clone(), screen.model.places.clone());
            let stick = screen.model.stick.clone();
            run(screen, folder, move |job, library| {
                let places = sticks.find();
                let came = inspect::noticed(&before, &places);
                job.set(|model| inspect::update_sticks(model, places, came));
                inspect::inspect_again(job, library, &here, stick.as_deref())
            });
        }
        PacksCommand::Inspect(path) => {
            // At once, so that a stick that is noticed at this moment is not preferred to it.
            let stick = inspect::begin(&mut screen.model, &path);
            run(screen, folder, move |job, library| {
                inspect::inspect(job, library, &here, stick)
            });
        }
        PacksCommand::Install { lists, packs } => {
            let shown = Shown::of(&screen.model);
            run(screen, folder, move |job, library| {
                let done = install::install(job, library, &here, &shown, (&lists, &packs));
                prune(&here, library);
                done
            });
        }
        PacksCommand::Visit {
            folder: stick,
            consent,
            shown,
        } => visit(screen, folder, stick, consent, shown),
        PacksCommand::RollBack { id, shown, reason } => {
            change(screen, folder, move |job, library| {
                check_shown(library, &id, shown)?;
                go_back(job, library, &id, &reason)
            });
        }
        PacksCommand::Remove { id, shown } => {
            change(screen, folder, move |_, library| {
                check_shown(library, &id, shown)?;
                let removed = library.remove(&id, &who());
                removed.map_err(|e| e.in_words(id.as_str()))?;
                prune(&here, library);
                Ok(())
            });
        }
        PacksCommand::Trust { file, name, ids } => {
            change(screen, folder, move |_, library| {
                trust::add(library, &file, &name, &ids)
            });
        }
        PacksCommand::Distrust { key, revoke } => {
            change(screen, folder, move |_, library| {
                trust::remove(library, key, revoke)
            });
        }
        PacksCommand::Pin {
            roots,
            threshold,
            replacing,
        } => change(screen, folder, move |_, library| {
            trust::pin(library, &roots, threshold, replacing.as_deref())
        }),
        PacksCommand::FindPlaces => {
            screen.run(|job| {
                let places = places();
                job.set(|model| model.export_places = places);
            });
        }
        PacksCommand::ExportLog(into) => {
            run(screen, folder, move |job, library| {
                let exported = log::export(library, &into);
                job.set(|model| model.exported = Some(exported));
                Ok(())
            });
        }
    }
}

/// The stick as it was shown when something was asked for.
struct Shown {
    stick: Arc<Stick>,
    /// Where sticks are that can be pulled out.
    removable: Vec<PathBuf>,
}

impl Shown {
    fn of(model: &PacksModel) -> Self {
        let removable = model.places.iter().filter(|place| place.removable);
        Self {
            stick: model.stick.clone().unwrap_or_default(),
            removable: removable.map(|place| place.path.clone()).collect(),
        }
    }

    fn is_removable(&self, path: &Path) -> bool {
        self.removable.iter().any(|place| path.starts_with(place))
    }
}

/// Pressed twice, it is done once. It waits while media play.
fn visit(
    screen: &mut ScreenState<PacksModel>,
    folder: &DataFolder,
    stick: PathBuf,
    consent: Consent,
    settings_shown: Vec<String>,
) {
    if screen.model.visiting {
        return;
    }
    let here = here(folder);
    let shown = Shown::of(&screen.model);
    let job = move |job: &ScreenJob<PacksModel>, library: &Library| {
        let answer = Answer {
            consent,
            shown: (consent > Consent::Nothing).then_some(settings_shown.as_slice()),
        };
        visit::visit(job, library, &here, &stick, &shown, answer)
    };
    let job = with_library(folder, job, |model| model.visiting = false);
    if screen.run_between_media(job) {
        let model = &mut screen.model;
        model.visiting = true;
        model.visited = None;
        model.job.get_or_insert(Job::begun("The visit begins"));
    }
}

fn run(
    screen: &mut ScreenState<PacksModel>,
    folder: &DataFolder,
    job: impl FnOnce(&ScreenJob<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
) {
    screen.run(with_library(folder, job, |_| ()));
}

/// A job that is given the shelf. However it ends, `on_end` is done to what is painted.
fn with_library(
    folder: &DataFolder,
    job: impl FnOnce(&ScreenJob<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
    on_end: fn(&mut PacksModel),
) -> impl FnOnce(&ScreenJob<PacksModel>) + Send + 'static {
    let folder = folder.library().to_owned();
    move |screen| {
        let done = Library::open(&folder)
            .map_err(|e| e.in_words(&shown_path(&folder)))
            .and_then(|library| job(screen, &library));
        screen.set(move |model| {
            model.job = None;
            on_end(model);
            if let Err(words) = done {
                model.failed = Some(words);
            }
        });
    }
}

/// Something short that changes the library; what would happen with the stick changes too.
fn change(
    screen: &mut ScreenState<PacksModel>,
    folder: &DataFolder,
    act: impl FnOnce(&ScreenJob<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
) {
    let (here, stick) = (here(folder), screen.model.stick.clone());
    run(screen, folder, move |job, library| {
        act(job, library)?;
        job.note_change();
        shelf::reread(job, library)?;
        inspect::inspect_again(job, library, &here, stick.as_deref())
    });
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
    job: &ScreenJob<PacksModel>,
    library: &Library,
    id: &PackId,
    reason: &str,
) -> Result<(), Words> {
    let words = |error: LibraryError| error.in_words(id.as_str());
    let kept = library.kept(id).map_err(words)?;
    let bytes = kept.map_or(0, |kept| kept.bytes());
    let mut meter = Meter::begin(job, bytes);
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
