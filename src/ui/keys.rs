//! Keys during a briefing (SCREENS.md, "Keys"; PLAYER.md on presenter remotes).

use eframe::egui::{Context, Key, Modifiers};

/// One press of a volume key.
pub const VOLUME_STEP: f32 = 0.1;

/// What a key means, wherever it is pressed in a briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// One step on; in a video play or pause first.
    Next,
    /// One step on by Enter or →, whatever plays.
    NextStep,
    /// One step back.
    Back,
    /// Play or pause, or the next key point.
    Space,
    /// Louder.
    Louder,
    /// Less loud.
    Quieter,
    /// Captions on or off.
    Captions,
    /// The wall goes black, or comes back.
    Blank,
    /// Fill the screen, or not.
    FullScreen,
    /// References.
    References,
    /// Notes.
    Notes,
    /// Which keys there are.
    Help,
    /// Out of full screen, then to the list of steps.
    Escape,
}

const KEYS: [(Key, Act); 16] = [
    (Key::PageDown, Act::Next),
    (Key::Enter, Act::NextStep),
    (Key::ArrowRight, Act::NextStep),
    (Key::PageUp, Act::Back),
    (Key::ArrowLeft, Act::Back),
    (Key::Space, Act::Space),
    (Key::ArrowUp, Act::Louder),
    (Key::ArrowDown, Act::Quieter),
    (Key::C, Act::Captions),
    (Key::B, Act::Blank),
    (Key::Period, Act::Blank),
    (Key::F11, Act::FullScreen),
    (Key::R, Act::References),
    (Key::N, Act::Notes),
    (Key::F1, Act::Help),
    (Key::Escape, Act::Escape),
];

/// The keys for people, in the order of the help.
pub const HELP: [(&str, &str); 11] = [
    (
        "PageDown, Enter, →",
        "next; in a video PageDown plays or pauses first",
    ),
    ("PageUp, ←", "back"),
    (
        "Space",
        "play or pause; next key point; more of a long text",
    ),
    ("↑ ↓", "volume"),
    ("C", "captions on or off"),
    ("B or .", "blank the picture"),
    ("N", "notes and controls"),
    ("R", "references"),
    ("F11", "full screen"),
    ("Esc", "leave full screen, then the list of steps"),
    ("F1", "this list"),
];

/// Takes the keys that were pressed, so that no widget acts on them too. While a text field has
/// the focus, letters and arrows are its own.
#[must_use]
pub fn take(ctx: &Context) -> Vec<Act> {
    let typing = ctx.text_edit_focused();
    // A button that was reached with Tab keeps Enter and Space.
    let on_widget = ctx.memory(|memory| memory.focused().is_some());
    ctx.input_mut(|input| {
        KEYS.iter()
            .filter(|(key, _)| !typing || is_global(*key))
            .filter(|(key, _)| !on_widget || !matches!(key, Key::Enter | Key::Space))
            .filter(|(key, _)| input.consume_key(Modifiers::NONE, *key))
            .map(|(_, act)| *act)
            .collect()
    })
}

fn is_global(key: Key) -> bool {
    matches!(
        key,
        Key::PageDown | Key::PageUp | Key::F1 | Key::F11 | Key::Escape
    )
}
