//! What can be done at the roll (SCREENS 8.4 to 8.8).

use eframe::egui::Key;

use crate::session::Mark;
use crate::ui::action::{Action, Shortcut};
use crate::ui::icons;

/// An act at the roll. The marks have a button in each officer's row, but for *left early*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollAction {
    /// Marks all who are not marked yet as present.
    AllHere,
    /// Marks who is selected.
    Mark(Mark),
    /// Selects the officer before.
    OfficerBefore,
    /// Selects the officer after.
    NextOfficer,
    /// Takes back the last change.
    Undo,
    /// To the field where a name is typed.
    Find,
    /// Adds somebody who is not of this shift.
    Visitor,
}

impl RollAction {
    /// The marks that have a button, in its order.
    pub const MARKS: [Mark; 4] = [Mark::Present, Mark::Late, Mark::Absent, Mark::Excused];

    /// What a key does at the roll.
    #[must_use]
    pub fn of_key(key: Key) -> Option<Self> {
        let is_meant = |action: &&Self| action.shortcuts().iter().any(|keys| keys.key == key);
        Self::ALL.iter().find(is_meant).copied()
    }
}

impl Action for RollAction {
    const ALL: &'static [Self] = &[
        Self::AllHere,
        Self::Mark(Mark::Present),
        Self::Mark(Mark::Late),
        Self::Mark(Mark::Absent),
        Self::Mark(Mark::Excused),
        Self::Mark(Mark::LeftEarly),
        Self::OfficerBefore,
        Self::NextOfficer,
        Self::Undo,
        Self::Find,
        Self::Visitor,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::AllHere => "All here",
            Self::Mark(Mark::Present) => "Present",
            Self::Mark(Mark::Late) => "Late",
            Self::Mark(Mark::Absent) => "Absent",
            Self::Mark(Mark::Excused) => "Excused",
            Self::Mark(Mark::LeftEarly) => "Left early",
            Self::Mark(Mark::Unmarked) => "Not marked",
            Self::OfficerBefore => "Officer before",
            Self::NextOfficer => "Next officer",
            Self::Undo => "Undo",
            Self::Find => "Find an officer",
            Self::Visitor => "Visiting officer",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::AllHere => "all who are not marked yet are here",
            Self::Mark(Mark::Present) => "present; on to the next officer",
            Self::Mark(Mark::Late) => "late; on to the next officer",
            Self::Mark(Mark::Absent) => "absent; on to the next officer",
            Self::Mark(Mark::Excused) => "excused; on to the next officer",
            Self::Mark(Mark::LeftEarly) => "left early",
            Self::Mark(Mark::Unmarked) => "not marked",
            Self::OfficerBefore => "officer before",
            Self::NextOfficer => "next officer",
            Self::Undo => "undo the last change of the list",
            Self::Find => "find an officer by name or number",
            Self::Visitor => "add a visiting officer",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::AllHere => const { &[Shortcut::new(Key::A, "A")] },
            Self::Mark(Mark::Present) => const { &[Shortcut::new(Key::P, "P")] },
            Self::Mark(Mark::Late) => const { &[Shortcut::new(Key::L, "L")] },
            Self::Mark(Mark::Absent) => const { &[Shortcut::new(Key::X, "X")] },
            Self::Mark(Mark::Excused) => const { &[Shortcut::new(Key::E, "E")] },
            Self::Mark(Mark::LeftEarly) => const { &[Shortcut::new(Key::G, "G")] },
            Self::Mark(Mark::Unmarked) => &[],
            Self::OfficerBefore => const { &[Shortcut::new(Key::ArrowUp, "↑")] },
            Self::NextOfficer => const { &[Shortcut::new(Key::ArrowDown, "↓")] },
            Self::Undo => const { &[Shortcut::new(Key::U, "U")] },
            Self::Find => const { &[Shortcut::new(Key::F, "F")] },
            Self::Visitor => const { &[Shortcut::new(Key::V, "V")] },
        }
    }

    fn icon(self) -> Option<&'static str> {
        match self {
            Self::AllHere => Some(icons::USERS),
            Self::Undo => Some(icons::UNDO),
            Self::Visitor => Some(icons::PLUS),
            _ => None,
        }
    }
}
