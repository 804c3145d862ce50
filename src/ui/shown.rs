//! What a command acts on, as it was shown when the command was given (SCREENS 1.7).

use jiff::civil::Date;

use crate::pack::ModuleRef;
use crate::station::{ShiftId, ShiftNow};
use crate::ui::Model;

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

impl Model {
    /// This briefing as it is shown now.
    #[must_use]
    pub fn shown(&self, module: &ModuleRef) -> ShownBriefing {
        let found = self.module(module);
        ShownBriefing {
            module: module.clone(),
            sha256: found.map_or_else(String::new, |(pack, _)| pack.sha256().to_owned()),
            shift: self.shift.as_ref().map(key_of),
        }
    }

    /// The briefing that the board offers first: the most pressing one that was not put off and
    /// can be shown.
    #[must_use]
    pub fn offered(&self) -> Option<&ModuleRef> {
        let mut due = self.board.due_now.iter();
        due.find(|name| {
            !self.put_off.contains(name) && !self.is_damaged(name) && self.module(name).is_some()
        })
    }
}

/// Which shift on which day.
#[must_use]
pub fn key_of(now: &ShiftNow) -> (ShiftId, Date) {
    (now.shift.id.clone(), now.date)
}
