//! Keys during a briefing (SCREENS.md, "Keys"; PLAYER.md on presenter remotes).

use eframe::egui::{Context, Id, Key, Modifiers};

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
    /// The transcript beside what plays, or not.
    Transcript,
    /// The wall goes black, or comes back.
    Blank,
    /// The wall keeps its picture, or goes on.
    Freeze,
    /// The room's screen on or off.
    Wall,
    /// The wall and the sergeant's window change places.
    Swap,
    /// Begin, or go on: F5 of a presenter's remote.
    Start,
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
    /// To the medium that plays.
    Player(PlayerKey),
}

/// What a key does to the medium that plays. No presenter remote sends these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerKey {
    /// Ten seconds back.
    Back,
    /// Ten seconds on.
    On,
    /// To the beginning of this chapter, or to the one before.
    ChapterBack,
    /// To the next chapter.
    ChapterOn,
    /// One step slower.
    Slower,
    /// One step faster.
    Faster,
}

/// Those with more to hold come first: a pattern without Shift fits with it, too.
const KEYS: [(Modifiers, Key, Act); 28] = [
    (
        Modifiers::COMMAND,
        Key::ArrowLeft,
        Act::Player(PlayerKey::ChapterBack),
    ),
    (
        Modifiers::COMMAND,
        Key::ArrowRight,
        Act::Player(PlayerKey::ChapterOn),
    ),
    (
        Modifiers::SHIFT,
        Key::ArrowLeft,
        Act::Player(PlayerKey::Back),
    ),
    (
        Modifiers::SHIFT,
        Key::ArrowRight,
        Act::Player(PlayerKey::On),
    ),
    (Modifiers::NONE, Key::Minus, Act::Player(PlayerKey::Slower)),
    (Modifiers::NONE, Key::Plus, Act::Player(PlayerKey::Faster)),
    // The same key without Shift where + is above =.
    (Modifiers::NONE, Key::Equals, Act::Player(PlayerKey::Faster)),
    (Modifiers::NONE, Key::PageDown, Act::Next),
    (Modifiers::NONE, Key::Enter, Act::NextStep),
    (Modifiers::NONE, Key::ArrowRight, Act::NextStep),
    (Modifiers::NONE, Key::PageUp, Act::Back),
    (Modifiers::NONE, Key::ArrowLeft, Act::Back),
    (Modifiers::NONE, Key::Space, Act::Space),
    (Modifiers::NONE, Key::ArrowUp, Act::Louder),
    (Modifiers::NONE, Key::ArrowDown, Act::Quieter),
    (Modifiers::NONE, Key::C, Act::Captions),
    (Modifiers::NONE, Key::T, Act::Transcript),
    (Modifiers::NONE, Key::B, Act::Blank),
    (Modifiers::NONE, Key::Period, Act::Blank),
    (Modifiers::NONE, Key::F, Act::Freeze),
    (Modifiers::NONE, Key::W, Act::Wall),
    (Modifiers::NONE, Key::S, Act::Swap),
    (Modifiers::NONE, Key::F5, Act::Start),
    (Modifiers::NONE, Key::F11, Act::FullScreen),
    (Modifiers::NONE, Key::R, Act::References),
    (Modifiers::NONE, Key::N, Act::Notes),
    (Modifiers::NONE, Key::F1, Act::Help),
    (Modifiers::NONE, Key::Escape, Act::Escape),
];

/// The keys for people, in the order of the help.
pub const HELP: [(&str, &str); 18] = [
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
    ("Shift with ← →", "ten seconds back or on"),
    ("Ctrl with ← →", "chapter before, next chapter"),
    ("− +", "slower, faster"),
    ("C", "captions on or off"),
    ("T", "transcript of what plays"),
    ("B or .", "blank the picture; a video waits"),
    ("W", "wall screen on or off"),
    (
        "F",
        "freeze the wall: the room keeps its picture while you look elsewhere",
    ),
    ("S", "wall and your window change screens"),
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
    let on_slider = ctx.memory(|memory| memory.has_focus(seek_bar()));
    ctx.input_mut(|input| {
        KEYS.iter()
            .filter(|(_, key, _)| !typing || is_global(*key))
            .filter(|(_, key, _)| !on_widget || !matches!(key, Key::Enter | Key::Space))
            .filter(|(held, key, _)| !(on_slider && held.is_none() && is_sideways(*key)))
            .filter(|(held, key, _)| input.consume_key(*held, *key))
            .map(|(_, _, act)| *act)
            .collect()
    })
}

/// The seek bar, wherever it is: with the focus on it ← and → are its own.
#[must_use]
pub fn seek_bar() -> Id {
    Id::unique("seek bar")
}

fn is_sideways(key: Key) -> bool {
    matches!(key, Key::ArrowLeft | Key::ArrowRight)
}

fn is_global(key: Key) -> bool {
    matches!(
        key,
        Key::PageDown | Key::PageUp | Key::F1 | Key::F5 | Key::F11 | Key::Escape
    )
}
