//! Which module is due for whom (CLI 2.26, SCREENS 10.7).

use jiff::civil::Date;

use crate::operations::station::{Changed, change};
use crate::operations::subject;
use crate::pack::ModuleRef;
use crate::station::held::check_planned_day;
use crate::station::{Assignment, DataFolder, SettingError};
use crate::words::{Code, Failure};

/// Assigns a module. One for the same module, shifts, squads and ranks takes the place of the one that
/// there was: it is the same assignment with another date.
///
/// # Errors
/// If it is due on a day that cannot be, names a shift that this station does not have, or the settings
/// cannot be saved.
pub fn assign(
    folder: &DataFolder,
    assignment: &Assignment,
    today: Date,
) -> Result<Changed<()>, Failure> {
    if let Some(due) = assignment.due {
        let checked = check_planned_day(due, today);
        checked.map_err(|e| Failure::of(subject::assignment(), &e))?;
    }
    change(folder, |station| {
        let mut shifts = assignment.shifts.iter();
        if let Some(unknown) = shifts.find(|id| station.shift(id.as_str()).is_none()) {
            let id = unknown.to_string();
            return Err(Failure::of(
                subject::assignment(),
                &SettingError::NoSuchShift { id },
            ));
        }
        station.assign(assignment.clone());
        Ok(())
    })
}

/// Which assignments are taken back.
#[derive(Clone, Copy, Debug)]
pub enum Unassign<'a> {
    /// All of a module; it is refused where there is none.
    Module(&'a ModuleRef),
    /// This one, if it is still there.
    Exactly(&'a Assignment),
}

/// Takes assignments back.
///
/// # Errors
/// `NotFound` where a module has none; if the settings cannot be saved.
pub fn unassign(folder: &DataFolder, which: Unassign<'_>) -> Result<Changed<()>, Failure> {
    change(folder, |station| {
        let before = station.assignments.len();
        station.assignments.retain(|assignment| match which {
            Unassign::Module(module) => assignment.module != *module,
            Unassign::Exactly(other) => assignment != other,
        });
        match which {
            Unassign::Module(module) if station.assignments.len() == before => {
                Err(Failure::of_message(
                    Code::NotFound,
                    "station-not-assigned",
                    &[("module", module.to_string().into())],
                ))
            }
            _ => Ok(()),
        }
    })
}
