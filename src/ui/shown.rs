//! What a command acts on, as it was shown when the command was given (SCREENS 1.7).

use jiff::civil::Date;

use crate::pack::ModuleRef;
use crate::station::{ShiftId, ShiftNow};

/// A briefing for a shift on a day, as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownBriefing {
    /// The module.
    pub module: ModuleRef,
    /// SHA-256 of the pack, lower-case hex: which version it is. Empty where none is installed.
    pub sha256: String,
    /// For which shift, and the day on which that starts; nothing on a station without shifts.
    pub shift: Option<(ShiftId, Date)>,
}

/// Which shift on which day.
#[must_use]
pub fn key_of(now: &ShiftNow) -> (ShiftId, Date) {
    (now.shift.id.clone(), now.date)
}
