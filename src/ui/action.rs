//! What a person can do on a screen. Each screen has an enum of it, in which text, tooltip, icon and
//! keys stand together; buttons, menus, the list behind F1 and the tables of SCREENS section 12 are
//! made from it.

use std::fmt::Debug;

use eframe::egui::{Context, Key, Modifiers};

/// A key, what is held with it, and how both are written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// What is held.
    pub held: Modifiers,
    /// The key.
    pub key: Key,
    /// As on a button: `Ctrl+Enter`.
    pub name: &'static str,
}

impl Shortcut {
    /// A key alone.
    #[must_use]
    pub const fn new(key: Key, name: &'static str) -> Self {
        Self::with(Modifiers::NONE, key, name)
    }

    /// A key with something held.
    #[must_use]
    pub const fn with(held: Modifiers, key: Key, name: &'static str) -> Self {
        Self { held, key, name }
    }

    /// Takes the key if it was pressed in this frame, and returns whether it was. With Ctrl held,
    /// Shift distinguishes; without, it does not: some layouts need it for `+`.
    #[must_use]
    pub fn take(self, ctx: &Context) -> bool {
        ctx.input_mut(|input| {
            let shifted = input.modifiers.shift && !self.held.shift && !self.held.is_none();
            !shifted && input.consume_key(self.held, self.key)
        })
    }
}

/// Something that a person can do by a button, a menu or a key.
pub trait Action: Copy + Debug + PartialEq + 'static {
    /// All of them, in the order of the help.
    const ALL: &'static [Self];

    /// On the button and in the menu.
    fn text(self) -> &'static str;

    /// What it does, in a few words: while the pointer rests on the button, in the help, and in
    /// SCREENS.
    fn tooltip(self) -> &'static str;

    /// The keys that do it, the one for buttons first.
    fn shortcuts(self) -> &'static [Shortcut] {
        &[]
    }

    /// Beside the text.
    fn icon(self) -> Option<&'static str> {
        None
    }

    /// The key that the button shows.
    fn key(self) -> Option<&'static str> {
        self.shortcuts().first().map(|shortcut| shortcut.name)
    }
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The keys for people: `PageDown, Enter, →`.
    pub keys: String,
    /// What they do.
    pub does: &'static str,
}

impl HelpLine {
    /// The line of an action; none where no key does it.
    pub fn of(action: impl Action) -> Option<Self> {
        Self::with(action, action.tooltip())
    }

    /// The line of an action that does something else here.
    pub fn with(action: impl Action, does: &'static str) -> Option<Self> {
        let names: Vec<_> = action.shortcuts().iter().map(|keys| keys.name).collect();
        let keys = names.join(", ");
        (!keys.is_empty()).then_some(Self { keys, does })
    }
}

/// The lines of all actions of a screen that have keys.
pub fn help<A: Action>() -> impl Iterator<Item = HelpLine> {
    A::ALL.iter().copied().filter_map(HelpLine::of)
}

/// What is the same on every screen but the briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommonAction {
    /// The focus goes on to the next control: egui does it.
    NextControl,
    /// Presses the control that has the focus: egui does it.
    Press,
    /// Stops what runs, or closes a question.
    Cancel,
}

impl Action for CommonAction {
    const ALL: &'static [Self] = &[Self::NextControl, Self::Press, Self::Cancel];

    fn text(self) -> &'static str {
        match self {
            Self::NextControl => "Next control",
            Self::Press => "Press",
            Self::Cancel => "Cancel",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::NextControl => "next button or field; with Shift the one before",
            Self::Press => "press the button that has the focus",
            Self::Cancel => "stop what runs, or close a question",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::NextControl => const { &[Shortcut::new(Key::Tab, "Tab")] },
            Self::Press => const { &[Shortcut::new(Key::Space, "Space")] },
            Self::Cancel => const { &[Shortcut::new(Key::Escape, "Esc")] },
        }
    }
}

#[cfg(test)]
mod tests;
