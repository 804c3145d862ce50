//! What the Station screen asks for, done in the background: reading a roster file, saving
//! settings.

mod protect;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::ZonedDateTime;

use crate::app::jobs::screen_worker::{Desk, Wake, Worker};
use crate::app::window::clock::now;
use crate::operations;
use crate::pack::ModuleRef;
use crate::platform::files;
use crate::platform::places::places;
use crate::station::{
    Approval, DataFolder, ProtectionFinding, Station, StationError, StationStore, diff, roster,
};
use crate::ui::screens::station::{RosterPreview, StationCommand, StationModel};
use crate::words::{Code, InWords, Words, exposed_folder, shown_path};

/// The worker behind the Station screen.
pub struct StationWork {
    worker: Worker<StationModel>,
    store: StationStore,
    folder: DataFolder,
}

impl StationWork {
    /// Starts it for this data folder. `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, wake: Wake) -> Self {
        let work = Self {
            worker: Worker::start("station", StationModel::default(), wake, |model| {
                model.protecting = false;
                model.failed = Some(Words::new(
                    Code::Io,
                    "That did not work.",
                    "Nothing was changed. Try again, and tell the makers of Muster.",
                ));
            }),
            store: StationStore::open(folder),
            folder: folder.clone(),
        };
        let folder = folder.clone();
        work.worker.hand(move |desk| {
            let exposed = exposed(&folder);
            desk.set(|model| model.exposed = exposed);
        });
        work
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> StationModel {
        self.worker.desk().lock().clone()
    }

    /// Whether settings were saved since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.desk().take_change()
    }

    /// Does what was asked for; returns at once. The look of the window is the window's own
    /// matter and does nothing here.
    pub fn execute(&self, command: StationCommand) {
        match command {
            StationCommand::SaveNames { was, wanted } => {
                self.change("Saved", move |station, _| station.edit_names(&was, &wanted));
            }
            StationCommand::SaveShift { was, wanted } => {
                self.change("Shift saved", move |station, _| {
                    station.edit_shift(was.as_ref(), wanted)
                });
            }
            StationCommand::RemoveShift(shift) => {
                self.change("Shift removed", move |station, _| {
                    station.remove_shift(&shift)
                });
            }
            StationCommand::Approve {
                module,
                shown,
                by,
                note,
                ..
            } => self.change("Approved", move |station, now| {
                station.check_approval(&module, shown.as_ref())?;
                approve(station, module, by, note, now);
                Ok(())
            }),
            StationCommand::Withdraw {
                module,
                shown,
                by,
                note,
            } => self.change("Approval withdrawn", move |station, now| {
                station.check_approval(&module, shown.as_ref())?;
                let at = now.timestamp();
                station.withdraw_approval(&module, &by, &note, at, &account());
                Ok(())
            }),
            StationCommand::Assign(assignment) => self.change("Assigned", move |station, _| {
                if !station.assignments.contains(&assignment) {
                    station.assignments.push(assignment);
                }
                Ok(())
            }),
            StationCommand::Unassign(assignment) => {
                self.change("Assignment taken back", move |station, _| {
                    station.assignments.retain(|other| *other != assignment);
                    Ok(())
                });
            }
            StationCommand::FindPlaces => self.worker.hand(|desk| {
                let places = places();
                desk.set(|model| model.places = places);
            }),
            StationCommand::ReadRoster(path) => self.read_roster(path),
            StationCommand::TakeRoster => self.take_roster(),
            StationCommand::DropRoster => self.worker.desk().set(|model| model.preview = None),
            StationCommand::ExportRoster(path) => self.export_roster(path),
            StationCommand::CloseExport => self.worker.desk().set(|model| model.exported = None),
            StationCommand::CloseFailure => self.worker.desk().set(|model| model.failed = None),
            StationCommand::ListInventory => {
                let folder = self.folder.clone();
                self.worker.hand(move |desk| protect::list(desk, &folder));
            }
            StationCommand::DropInventory => {
                self.worker.desk().set(|model| model.inventory = None);
            }
            StationCommand::Protect => {
                self.worker.desk().set(|model| model.protecting = true);
                let folder = self.folder.clone();
                self.worker
                    .hand(move |desk| protect::protect(desk, &folder));
            }
            StationCommand::Window(_) => {}
        }
    }

    /// Changes the settings and saves them; `done` is what is then said.
    fn change(
        &self,
        done: &'static str,
        change: impl FnOnce(&mut Station, &ZonedDateTime) -> Result<(), StationError> + Send + 'static,
    ) {
        let store = self.store.clone();
        self.worker.hand(move |desk| {
            let now = now();
            let saved = store.update(|station| change(station, &now));
            told(desk, done, &now, saved.map(|_| ()));
        });
    }

    fn read_roster(&self, path: PathBuf) {
        let store = self.store.clone();
        self.worker.hand(move |desk| {
            let read = preview(&store, &path);
            desk.set(|model| match read {
                Ok(preview) => {
                    model.preview = Some(Arc::new(preview));
                    model.failed = None;
                }
                Err(words) => model.failed = Some(words),
            });
        });
    }

    fn take_roster(&self) {
        let store = self.store.clone();
        self.worker.hand(move |desk| {
            let Some(preview) = desk.lock().preview.clone() else {
                return;
            };
            let now = now();
            let mut other = None;
            let saved = store.update(|station| {
                // Only what was shown is done: the roster, or the day, may be another by now.
                let changes = diff(&station.roster, &preview.roster, now.date());
                if changes == preview.diff {
                    station.take_roster(&preview.roster, now.date());
                } else {
                    other = Some(changes);
                }
                Ok::<(), StationError>(())
            });
            match (other, saved) {
                (Some(changes), Ok(_)) => desk.set(|model| {
                    model.preview = Some(Arc::new(RosterPreview {
                        diff: changes,
                        ..RosterPreview::clone(&preview)
                    }));
                    model.failed = Some(changed_meanwhile());
                }),
                (_, saved) => {
                    if saved.is_ok() {
                        desk.lock().preview = None;
                    }
                    told(desk, "Roster taken in", &now, saved.map(|_| ()));
                }
            }
        });
    }

    fn export_roster(&self, path: PathBuf) {
        let store = self.store.clone();
        self.worker.hand(move |desk| {
            let file = if path.is_dir() {
                path.join(format!("roster-{}.csv", now().date()))
            } else {
                path
            };
            let exported = match store.load() {
                Err(error) => Err(error.in_words(&shown_path(store.path()))),
                Ok(station) => match operations::export_roster(&station, &file, false) {
                    Ok(_) => Ok(file),
                    Err(failure) => Err(*failure.words),
                },
            };
            desk.set(|model| model.exported = Some(exported));
        });
    }
}

/// What is not protected in the folder for everybody, in words.
fn exposed(folder: &DataFolder) -> Option<Words> {
    match folder.protection()? {
        ProtectionFinding::Exposed(exposed) => Some(exposed_folder(&exposed)),
        ProtectionFinding::Protected | ProtectionFinding::Unknown(_) => None,
    }
}

fn told(
    desk: &Desk<StationModel>,
    done: &str,
    now: &ZonedDateTime,
    saved: Result<(), StationError>,
) {
    desk.set(|model| match saved {
        Ok(()) => {
            model.saved = Some(format!("{done} at {}", now.strftime("%H:%M")));
            model.failed = None;
        }
        Err(error) => model.failed = Some(error.in_words("the station's settings")),
    });
    desk.note_change();
}

fn changed_meanwhile() -> Words {
    Words::new(
        Code::Exists,
        "The roster on this PC was changed meanwhile: nothing was taken in.",
        "Look at what the file would change now, then decide anew.",
    )
}

fn account() -> String {
    whoami::username().unwrap_or_else(|_| "unknown".to_owned())
}

fn approve(
    station: &mut Station,
    module: ModuleRef,
    by: String,
    note: String,
    now: &ZonedDateTime,
) {
    let approval = Approval {
        module,
        by,
        note,
        at: now.timestamp(),
    };
    station.approve(approval, &account());
}

fn preview(store: &StationStore, path: &Path) -> Result<RosterPreview, Words> {
    let file = the_file(path)?;
    let shown = shown_path(&file);
    let bytes = read(&file).map_err(|error| error.in_words(&shown))?;
    let station = store.load().map_err(|error| error.in_words(&shown))?;
    let read = roster::parse(&bytes, &station).map_err(|error| error.in_words(&shown))?;
    Ok(RosterPreview {
        diff: diff(&station.roster, &read, now().date()),
        roster: read,
        file,
    })
}

/// A folder with one CSV file means that file.
fn the_file(path: &Path) -> Result<PathBuf, Words> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let listing = std::fs::read_dir(path).map_err(|error| {
        Words::new(
            Code::Io,
            format!("{} could not be read.", shown_path(path)),
            "Check that the stick is in, then try again.",
        )
        .details(error.to_string())
    })?;
    let mut files: Vec<PathBuf> = listing
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| {
            file.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
        })
        .take(20)
        .collect();
    files.sort();
    match files.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Words::new(
            Code::NotFound,
            format!("There is no CSV file in {}.", shown_path(path)),
            "Save the roster as a CSV file there, or type where it is.",
        )),
        [first, ..] => Err(Words::new(
            Code::Usage,
            format!("There are several CSV files in {}.", shown_path(path)),
            format!("Type which one it is, for example {}.", shown_path(first)),
        )),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, StationError> {
    let failed = |error| StationError::Io {
        path: file.to_owned(),
        error,
    };
    files::open_no_link(file)
        .and_then(|file| files::read_up_to(file, roster::MAX_BYTES))
        .map_err(failed)
}
