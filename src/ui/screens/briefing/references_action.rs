//! What the keys of a briefing do while references are on the wall (SCREENS 12.27).

use crate::ui::action::HelpLine;
use crate::ui::keys::Act;

/// An act on the references that are on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferencesAction {
    /// The next one.
    Next,
    /// The one before.
    Back,
    /// Takes them off the wall.
    TakeOff,
}

impl ReferencesAction {
    /// What is meant by an act of the briefing; none where it means the same as elsewhere.
    #[must_use]
    pub fn of(act: Act) -> Option<Self> {
        match act {
            Act::Next | Act::NextStep | Act::Space => Some(Self::Next),
            Act::Back => Some(Self::Back),
            Act::References | Act::Escape => Some(Self::TakeOff),
            _ => None,
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Next => "next reference; after the last, off the wall",
            Self::Back => "reference before; before the first, off the wall",
            Self::TakeOff => "take the references off the wall",
        }
    }

    /// The line of the help for an act of the briefing.
    #[must_use]
    pub fn help(act: Act) -> Option<HelpLine> {
        HelpLine::with(act, Self::of(act)?.tooltip())
    }
}
