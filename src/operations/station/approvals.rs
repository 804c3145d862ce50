//! The agency's approval of modules for use (CLI 2.27, SCREENS 10.7).

use jiff::Timestamp;

use crate::operations::station::{Changed, change, refused};
use crate::operations::subject;
use crate::pack::ModuleRef;
use crate::station::{Approval, DataFolder, SettingError, lines, needed};
use crate::words::messages::fixed;
use crate::words::{Code, Failure};

/// A decision on the approval of a module, by somebody who may decide.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// The module.
    pub module: &'a ModuleRef,
    /// Who decides; it is needed.
    pub by: &'a str,
    /// Why, or on which conditions; may be empty.
    pub note: &'a str,
    /// When.
    pub at: Timestamp,
    /// The operating-system account that enters it.
    pub account: &'a str,
    /// The approval that was shown to whoever decides, where one was shown: another one by now is not
    /// decided on (RECORDS 7.21).
    pub shown: Option<Option<&'a Approval>>,
}

/// What was typed, as it is kept.
fn typed(decision: &Decision<'_>) -> Result<(String, String), SettingError> {
    let by = needed(fixed("station-decided-by"), decision.by)?;
    Ok((by, lines(fixed("station-note"), decision.note)?))
}

fn checked(decision: &Decision<'_>) -> Result<(String, String), Failure> {
    typed(decision).map_err(|e| Failure::of(subject::approval(), &e))
}

/// Approves a module for use.
///
/// # Errors
/// If nobody is named, the approval is another than was shown, or the settings cannot be saved.
pub fn approve(folder: &DataFolder, decision: &Decision<'_>) -> Result<Changed<()>, Failure> {
    let (by, note) = checked(decision)?;
    change(folder, |station| {
        if let Some(shown) = decision.shown {
            let checked = station.check_approval(decision.module, shown);
            checked.map_err(|e| refused(&e))?;
        }
        let approval = Approval {
            module: decision.module.clone(),
            by: by.clone(),
            note: note.clone(),
            at: decision.at,
        };
        station.approve(approval, decision.account);
        Ok(())
    })
}

/// Withdraws the approval of a module.
///
/// # Errors
/// As [`approve`]; `NotFound` where it is not approved.
pub fn withdraw(folder: &DataFolder, decision: &Decision<'_>) -> Result<Changed<()>, Failure> {
    let (by, note) = checked(decision)?;
    change(folder, |station| {
        let module = decision.module;
        if let Some(shown) = decision.shown {
            let checked = station.check_approval(module, shown);
            checked.map_err(|e| refused(&e))?;
        }
        if station.withdraw_approval(module, &by, &note, decision.at, decision.account) {
            return Ok(());
        }
        Err(Failure::of_message(
            Code::NotFound,
            "station-not-approved",
            &[("module", module.to_string().into())],
        ))
    })
}
