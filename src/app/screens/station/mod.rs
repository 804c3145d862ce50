//! What the Station screen asks for, done in the background: reading a roster file, saving
//! settings.

mod protect;

use std::path::Path;
use std::sync::Arc;

use jiff::ZonedDateTime;

use crate::app::account::who;
use crate::app::clock::now;
use crate::app::jobs::queue::JobFailure;
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
use crate::operations::load;
use crate::operations::station::{self as operations, Changed, Decision, TakenRoster, Unassign};
use crate::pack::ModuleRef;
use crate::platform::places::places;
use crate::platform::whole_file::IfThere;
use crate::station::{Approval, DataFolder, ProtectionFinding, RosterRead};
use crate::ui::screens::station::{StationCommand, StationModel};
use crate::words::{BackgroundWork, Code, Failure, Words, exposed_folder, officers_without_shift};

/// Shows that a job was not done.
pub(super) fn on_failure(model: &mut StationModel, failure: JobFailure) {
    if failure == JobFailure::Panicked {
        model.protecting = false;
    }
    model.failed = Some(failure.words(BackgroundWork::Station));
}

/// Looks whether the folder is protected.
pub(super) fn begin(screen: &mut ScreenState<StationModel>, folder: &DataFolder) {
    let folder = folder.clone();
    screen.run(move |job| {
        let exposed = exposed(&folder);
        job.set(|model| model.exposed = exposed);
    });
}

/// Does what was asked for; returns at once.
pub(super) fn execute(
    screen: &mut ScreenState<StationModel>,
    folder: &DataFolder,
    command: StationCommand,
) {
    let folder = folder.clone();
    match command {
        StationCommand::SaveNames { was, wanted } => {
            change(screen, folder, "Saved", move |folder, _| {
                operations::edit_names(folder, &was, &wanted)
            });
        }
        StationCommand::SaveShift { was, wanted } => {
            change(screen, folder, "Shift saved", move |folder, _| {
                operations::save_shift(folder, was.as_ref(), &wanted)
            });
        }
        StationCommand::RemoveShift(shift) => {
            change(screen, folder, "Shift removed", move |folder, _| {
                operations::remove_shift(folder, &shift)
            });
        }
        StationCommand::Approve {
            module,
            shown,
            by,
            note,
            ..
        } => change(screen, folder, "Approved", move |folder, now| {
            decide(
                operations::approve,
                folder,
                now,
                (&module, shown.as_ref()),
                (&by, &note),
            )
        }),
        StationCommand::Withdraw {
            module,
            shown,
            by,
            note,
        } => change(screen, folder, "Approval withdrawn", move |folder, now| {
            decide(
                operations::withdraw,
                folder,
                now,
                (&module, shown.as_ref()),
                (&by, &note),
            )
        }),
        StationCommand::Assign(assignment) => {
            change(screen, folder, "Assigned", move |folder, now| {
                operations::assign(folder, &assignment, now.date())
            });
        }
        StationCommand::Unassign(assignment) => {
            change(screen, folder, "Assignment taken back", move |folder, _| {
                operations::unassign(folder, Unassign::Exactly(&assignment))
            });
        }
        StationCommand::FindPlaces => {
            screen.run(|job| {
                let places = places();
                job.set(|model| model.places = places);
            });
        }
        StationCommand::ReadRoster(path) => {
            screen.run(move |job| read_roster(job, &folder, &path));
        }
        StationCommand::TakeRoster => {
            if let Some(read) = screen.model.preview.clone() {
                screen.run(move |job| take_roster(job, &folder, &read));
            }
        }
        StationCommand::DropRoster => screen.model.preview = None,
        StationCommand::ExportRoster(path) => {
            screen.run(move |job| export_roster(job, &folder, &path));
        }
        StationCommand::CloseExport => screen.model.exported = None,
        StationCommand::CloseFailure => screen.model.failed = None,
        StationCommand::ListInventory => {
            screen.run(move |job| protect::list(job, &folder));
        }
        StationCommand::DropInventory => screen.model.inventory = None,
        StationCommand::Protect => {
            let confirmed = screen.model.inventory.as_ref().map(|found| found.sha256());
            if let Some(confirmed) = confirmed {
                screen.model.protecting =
                    screen.run(move |job| protect::protect(job, &folder, &confirmed));
            }
        }
    }
}

/// Changes the settings and saves them; `done` is what is shown then.
fn change(
    screen: &mut ScreenState<StationModel>,
    folder: DataFolder,
    done: &'static str,
    change: impl FnOnce(&DataFolder, &ZonedDateTime) -> Result<Changed<()>, Failure> + Send + 'static,
) {
    screen.run(move |job| {
        let now = now();
        let changed = change(&folder, &now);
        show_saved(job, done, &now, changed);
    });
}

fn decide(
    act: fn(&DataFolder, &Decision<'_>) -> Result<Changed<()>, Failure>,
    folder: &DataFolder,
    now: &ZonedDateTime,
    (module, shown): (&ModuleRef, Option<&Approval>),
    (by, note): (&str, &str),
) -> Result<Changed<()>, Failure> {
    let decision = Decision {
        module,
        by,
        note,
        at: now.timestamp(),
        account: &who().account,
        shown: Some(shown),
    };
    act(folder, &decision)
}

fn read_roster(job: &ScreenJob<StationModel>, folder: &DataFolder, path: &Path) {
    let read = operations::read_roster(folder, path, true, now().date());
    job.set(|model| match read {
        Ok(read) => {
            model.preview = Some(Arc::new(read));
            model.failed = None;
        }
        Err(failure) => model.failed = Some(*failure.words),
    });
}

fn take_roster(job: &ScreenJob<StationModel>, folder: &DataFolder, read: &RosterRead) {
    let now = now();
    let taken = operations::take_roster_as_shown(folder, read, now.date());
    match taken {
        Ok(Changed {
            value: TakenRoster::ChangesOther(diff),
            ..
        }) => {
            let read = RosterRead {
                diff,
                ..read.clone()
            };
            job.set(|model| {
                model.preview = Some(Arc::new(read));
                model.failed = Some(changed_meanwhile());
            });
        }
        taken => {
            if taken.is_ok() {
                job.set(|model| model.preview = None);
            }
            show_saved(job, "Roster taken in", &now, taken);
        }
    }
}

fn export_roster(job: &ScreenJob<StationModel>, folder: &DataFolder, path: &Path) {
    let exported = load(folder).and_then(|station| {
        operations::export_roster(&station, path, IfThere::Refuse, now().date())
    });
    let exported = exported.map(|(file, _)| file);
    let exported = exported.map_err(|failure| *failure.words);
    job.set(|model| model.exported = Some(exported));
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
    job: &ScreenJob<StationModel>,
    done: &str,
    now: &ZonedDateTime,
    changed: Result<Changed<T>, Failure>,
) {
    match changed {
        Ok(changed) => {
            let mut saved = format!("{done} at {}", now.strftime("%H:%M"));
            if let homeless @ 1.. = changed.station.officers_without_shift() {
                saved.push_str(". ");
                saved.push_str(&officers_without_shift(homeless));
            }
            job.set(|model| {
                model.saved = Some(saved);
                model.failed = changed.set_aside;
            });
        }
        Err(failure) => job.set(|model| model.failed = Some(*failure.words)),
    }
    job.note_change();
}

fn changed_meanwhile() -> Words {
    Words::new(
        Code::Exists,
        "The roster on this PC was changed meanwhile: nothing was taken in.",
        "Look at what the file would change now, then decide anew.",
    )
}
