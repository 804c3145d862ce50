//! What can be done at sign-off (SCREENS 9.4, 9.6).

use eframe::egui::{Key, Modifiers};

use crate::session::{Event, Outcome};
use crate::ui::action::{Action, Shortcut};
use crate::ui::icons;

/// The sergeant's act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOffAction {
    /// Signs off as complete; where something is lacking, names that first.
    Complete,
    /// Signs off as complete after what is lacking was named.
    CompleteAllTheSame,
    /// Signs off as partial.
    Partial,
}

impl SignOffAction {
    /// What happens to the briefing.
    #[must_use]
    pub fn event(self) -> Event {
        Event::SignOff(match self {
            Self::Complete | Self::CompleteAllTheSame => Outcome::Complete,
            Self::Partial => Outcome::Partial,
        })
    }
}

impl Action for SignOffAction {
    const ALL: &'static [Self] = &[Self::Complete, Self::CompleteAllTheSame, Self::Partial];

    fn text(self) -> &'static str {
        match self {
            Self::Complete => "Sign off as complete",
            Self::CompleteAllTheSame => "Record as complete",
            Self::Partial => "Sign off as partial",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Complete => "sign off as complete; what is lacking is named first",
            Self::CompleteAllTheSame => "record as complete with what was named as lacking",
            Self::Partial => "sign off as partial: it was broken off and stays due",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        const CTRL: Modifiers = Modifiers::COMMAND;
        match self {
            Self::Complete => const { &[Shortcut::with(CTRL, Key::Enter, "Ctrl+Enter")] },
            Self::CompleteAllTheSame => {
                const {
                    &[Shortcut::with(
                        CTRL.plus(Modifiers::SHIFT),
                        Key::Enter,
                        "Ctrl+Shift+Enter",
                    )]
                }
            }
            Self::Partial => &[],
        }
    }

    fn icon(self) -> Option<&'static str> {
        (self == Self::Complete).then_some(icons::CHECK)
    }
}
