//! What the Station screen asks for, done in the background: reading a roster file, saving
//! settings.

mod protect;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::ZonedDateTime;

use crate::app::clock::now;
use crate::app::jobs::screen_worker::{JobFailure, ScreenState, ScreenWorker, Wake};
use crate::operations::load;
use crate::operations::station::{self as operations, Changed, Decision, TakenRoster, Unassign};
use crate::pack::ModuleRef;
use crate::platform::places::places;
use crate::station::{Approval, DataFolder, ProtectionFinding, RosterRead};
use crate::ui::screens::station::{StationCommand, StationModel};
use crate::words::{BackgroundWork, Code, Failure, Words, exposed_folder, officers_without_shift};

/// The worker behind the Station screen.
pub struct StationWorker {
    worker: ScreenWorker<StationModel>,
    folder: DataFolder,
}

impl StationWorker {
    /// Starts it for this data folder. `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, wake: Wake) -> Self {
        let work = Self {
            worker: ScreenWorker::start(
                "station",
                StationModel::default(),
                wake,
                |model, failure| {
                    if failure == JobFailure::Panicked {
                        model.protecting = false;
                    }
                    model.failed = Some(failure.words(BackgroundWork::Station));
                },
            ),
            folder: folder.clone(),
        };
        let folder = folder.clone();
        work.worker.run(move |screen| {
            let exposed = exposed(&folder);
            screen.set(|model| model.exposed = exposed);
        });
        work
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> StationModel {
        self.worker.model()
    }

    /// Whether settings were saved since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.screen().take_change()
    }

    /// Does what was asked for; returns at once. The look of the window is the window's own
    /// matter and does nothing here.
    pub fn execute(&self, command: StationCommand) {
        match command {
            StationCommand::SaveNames { was, wanted } => {
                self.change("Saved", move |folder, _| {
                    operations::edit_names(folder, &was, &wanted)
                });
            }
            StationCommand::SaveShift { was, wanted } => {
                self.change("Shift saved", move |folder, _| {
                    operations::save_shift(folder, was.as_ref(), &wanted)
                });
            }
            StationCommand::RemoveShift(shift) => {
                self.change("Shift removed", move |folder, _| {
                    operations::remove_shift(folder, &shift)
                });
            }
            StationCommand::Approve {
                module,
                shown,
                by,
                note,
                ..
            } => self.decide("Approved", operations::approve, module, shown, by, note),
            StationCommand::Withdraw {
                module,
                shown,
                by,
                note,
            } => self.decide(
                "Approval withdrawn",
                operations::withdraw,
                module,
                shown,
                by,
                note,
            ),
            StationCommand::Assign(assignment) => {
                self.change("Assigned", move |folder, now| {
                    operations::assign(folder, &assignment, now.date())
                });
            }
            StationCommand::Unassign(assignment) => {
                self.change("Assignment taken back", move |folder, _| {
                    operations::unassign(folder, Unassign::Exactly(&assignment))
                });
            }
            StationCommand::FindPlaces => self.worker.run(|screen| {
                let places = places();
                screen.set(|model| model.places = places);
            }),
            StationCommand::ReadRoster(path) => self.read_roster(path),
            StationCommand::TakeRoster => self.take_roster(),
            StationCommand::DropRoster => self.worker.screen().set(|model| model.preview = None),
            StationCommand::ExportRoster(path) => self.export_roster(path),
            StationCommand::CloseExport => self.worker.screen().set(|model| model.exported = None),
            StationCommand::CloseFailure => self.worker.screen().set(|model| model.failed = None),
            StationCommand::ListInventory => {
                let folder = self.folder.clone();
                self.worker
                    .run(move |screen| protect::list(screen, &folder));
            }
            StationCommand::DropInventory => {
                self.worker.screen().set(|model| model.inventory = None);
            }
            StationCommand::Protect => {
                self.worker.screen().set(|model| model.protecting = true);
                let folder = self.folder.clone();
                self.worker
                    .run(move |screen| protect::protect(screen, &folder));
            }
        }
    }

    /// Changes the settings and saves them; `done` is what is shown then.
    fn change(
        &self,
        done: &'static str,
        change: impl FnOnce(&DataFolder, &ZonedDateTime) -> Result<Changed<()>, Failure>
        + Send
        + 'static,
    ) {
        let folder = self.folder.clone();
        self.worker.run(move |screen| {
            let now = now();
            let changed = change(&folder, &now);
            show_saved(screen, done, &now, changed);
        });
    }

    fn decide(
        &self,
        done: &'static str,
        act: fn(&DataFolder, &Decision<'_>) -> Result<Changed<()>, Failure>,
        module: ModuleRef,
        shown: Option<Approval>,
        by: String,
        note: String,
    ) {
        self.change(done, move |folder, now| {
            let decision = Decision {
                module: &module,
                by: &by,
                note: &note,
                at: now.timestamp(),
                account: &whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
                shown: Some(shown.as_ref()),
            };
            act(folder, &decision)
        });
    }

    fn read_roster(&self, path: PathBuf) {
        let folder = self.folder.clone();
        self.worker.run(move |screen| {
            let read = operations::read_roster(&folder, &path, true, now().date());
            screen.set(|model| match read {
                Ok(read) => {
                    model.preview = Some(Arc::new(read));
                    model.failed = None;
                }
                Err(failure) => model.failed = Some(*failure.words),
            });
        });
    }

    fn take_roster(&self) {
        let folder = self.folder.clone();
        self.worker.run(move |screen| {
            let Some(read) = screen.lock().preview.clone() else {
                return;
            };
            let now = now();
            let taken = operations::take_roster_as_shown(&folder, &read, now.date());
            match taken {
                Ok(Changed {
                    value: TakenRoster::ChangesOther(diff),
                    ..
                }) => screen.set(|model| {
                    model.preview = Some(Arc::new(RosterRead {
                        diff,
                        ..RosterRead::clone(&read)
                    }));
                    model.failed = Some(changed_meanwhile());
                }),
                taken => {
                    if taken.is_ok() {
                        screen.lock().preview = None;
                    }
                    show_saved(screen, "Roster taken in", &now, taken);
                }
            }
        });
    }

    fn export_roster(&self, path: PathBuf) {
        let folder = self.folder.clone();
        self.worker.run(move |screen| {
            let exported = load(&folder).and_then(|station| {
                operations::export_roster(&station, &path, false, now().date())
            });
            screen.set(|model| {
                let exported = exported.map(|(file, _)| file);
                model.exported = Some(exported.map_err(|failure| *failure.words));
            });
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

/// What was saved, and what people should know of it; or why not.
fn show_saved<T>(
    screen: &ScreenState<StationModel>,
    done: &str,
    now: &ZonedDateTime,
    changed: Result<Changed<T>, Failure>,
) {
    screen.set(|model| match changed {
        Ok(changed) => {
            let mut saved = format!("{done} at {}", now.strftime("%H:%M"));
            if let homeless @ 1.. = changed.station.officers_without_shift() {
                saved.push_str(". ");
                saved.push_str(&officers_without_shift(homeless));
            }
            model.saved = Some(saved);
            model.failed = changed.set_aside;
        }
        Err(failure) => model.failed = Some(*failure.words),
    });
    screen.note_change();
}

fn changed_meanwhile() -> Words {
    Words::new(
        Code::Exists,
        "The roster on this PC was changed meanwhile: nothing was taken in.",
        "Look at what the file would change now, then decide anew.",
    )
}
