//! Whose briefing was left in the middle, and what is being typed about it (SCREENS 5.3).

use crate::session::Session;
use crate::ui::Model;
use crate::ui::shown::key_of;

/// State between frames.
#[derive(Debug, Default)]
pub struct DraftState {
    /// It is to be recorded as partial.
    pub(super) records: bool,
    /// Who found it, as typed.
    pub(super) by: String,
}

impl DraftState {
    /// Asks who records it as partial.
    pub(super) fn ask_who_records(&mut self) {
        *self = Self {
            records: true,
            ..Self::default()
        };
    }
}

/// Whether what was left in the middle is this shift's of this day: only then it is what Enter goes
/// on with.
#[must_use]
pub fn is_this_shifts(model: &Model, draft: &Session) -> bool {
    let shift = &draft.plan().shift;
    match model.shift.as_ref().map(key_of) {
        Some((id, date)) => id.as_str() == shift.id && date == shift.date,
        None => shift.id.is_empty() && shift.date == model.now.local().date(),
    }
}
