//! Keys during a briefing, those of presenter remotes among them (SCREENS section 12).

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Id, Key, Modifiers, Popup};

use crate::ui::action::{Action, HelpLine, Shortcut};

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
    /// The first notice goes.
    PutAway,
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

const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers::COMMAND;

impl Action for Act {
    const ALL: &'static [Self] = &[
        Self::Next,
        Self::NextStep,
        Self::Back,
        Self::Space,
        Self::Louder,
        Self::Quieter,
        Self::Player(PlayerKey::Back),
        Self::Player(PlayerKey::On),
        Self::Player(PlayerKey::ChapterBack),
        Self::Player(PlayerKey::ChapterOn),
        Self::Player(PlayerKey::Slower),
        Self::Player(PlayerKey::Faster),
        Self::Captions,
        Self::Transcript,
        Self::Blank,
        Self::Wall,
        Self::Freeze,
        Self::Swap,
        Self::Notes,
        Self::References,
        Self::PutAway,
        Self::FullScreen,
        Self::Escape,
        Self::Help,
        Self::Start,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Next | Self::NextStep => "Next",
            Self::Back => "Back",
            Self::Space => "Play",
            Self::Louder => "Louder",
            Self::Quieter => "Quieter",
            Self::Player(PlayerKey::Back) => "Back 10 seconds",
            Self::Player(PlayerKey::On) => "On 10 seconds",
            Self::Player(PlayerKey::ChapterBack) => "Chapter before",
            Self::Player(PlayerKey::ChapterOn) => "Next chapter",
            Self::Player(PlayerKey::Slower) => "Slower",
            Self::Player(PlayerKey::Faster) => "Faster",
            Self::Captions => "Captions",
            Self::Transcript => "Transcript",
            Self::Blank => "Blank",
            Self::Wall => "Wall",
            Self::Freeze => "Freeze",
            Self::Swap => "Swap",
            Self::Notes => "Notes",
            Self::References => "References",
            Self::PutAway => "Put away",
            Self::FullScreen => "Full screen",
            Self::Escape => "Steps",
            Self::Help => "Keys",
            Self::Start => "Begin",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Next => "next; in a video play or pause first",
            Self::NextStep => "next, whatever plays",
            Self::Back => "back",
            Self::Space => "play or pause; next key point; more of a long text",
            Self::Louder => "louder by a tenth",
            Self::Quieter => "quieter by a tenth",
            Self::Player(PlayerKey::Back) => "ten seconds back",
            Self::Player(PlayerKey::On) => "ten seconds on",
            Self::Player(PlayerKey::ChapterBack) => {
                "beginning of the chapter, or the chapter before"
            }
            Self::Player(PlayerKey::ChapterOn) => "next chapter",
            Self::Player(PlayerKey::Slower) => "a step slower",
            Self::Player(PlayerKey::Faster) => "a step faster",
            Self::Captions => "captions on or off",
            Self::Transcript => "transcript of what plays",
            Self::Blank => "blank the picture, or bring it back; a video waits",
            Self::Wall => "wall screen on or off",
            Self::Freeze => "freeze the wall: the room keeps its picture while you look elsewhere",
            Self::Swap => "wall and your window change screens",
            Self::Notes => "notes and controls",
            Self::References => "references",
            Self::PutAway => "put the first notice away",
            Self::FullScreen => "full screen",
            Self::Escape => "close what lies beside, leave full screen, then the list of steps",
            Self::Help => "this list",
            Self::Start => "begin; take back what Esc did; bring a blank picture back",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::Next => const { &[Shortcut::new(Key::PageDown, "PageDown")] },
            Self::NextStep => {
                const {
                    &[
                        Shortcut::new(Key::Enter, "Enter"),
                        Shortcut::new(Key::ArrowRight, "→"),
                    ]
                }
            }
            Self::Back => {
                const {
                    &[
                        Shortcut::new(Key::PageUp, "PageUp"),
                        Shortcut::new(Key::ArrowLeft, "←"),
                    ]
                }
            }
            Self::Space => const { &[Shortcut::new(Key::Space, "Space")] },
            Self::Louder => const { &[Shortcut::new(Key::ArrowUp, "↑")] },
            Self::Quieter => const { &[Shortcut::new(Key::ArrowDown, "↓")] },
            Self::Player(PlayerKey::Back) => {
                const { &[Shortcut::with(SHIFT, Key::ArrowLeft, "Shift+←")] }
            }
            Self::Player(PlayerKey::On) => {
                const { &[Shortcut::with(SHIFT, Key::ArrowRight, "Shift+→")] }
            }
            Self::Player(PlayerKey::ChapterBack) => {
                const { &[Shortcut::with(CTRL, Key::ArrowLeft, "Ctrl+←")] }
            }
            Self::Player(PlayerKey::ChapterOn) => {
                const { &[Shortcut::with(CTRL, Key::ArrowRight, "Ctrl+→")] }
            }
            Self::Player(PlayerKey::Slower) => const { &[Shortcut::new(Key::Minus, "−")] },
            Self::Player(PlayerKey::Faster) => {
                const {
                    &[
                        Shortcut::new(Key::Plus, "+"),
                        // The same key without Shift where + is above =.
                        Shortcut::new(Key::Equals, "="),
                    ]
                }
            }
            Self::Captions => const { &[Shortcut::new(Key::C, "C")] },
            Self::Transcript => const { &[Shortcut::new(Key::T, "T")] },
            Self::Blank => const { &[Shortcut::new(Key::B, "B"), Shortcut::new(Key::Period, ".")] },
            Self::Wall => const { &[Shortcut::new(Key::W, "W")] },
            Self::Freeze => const { &[Shortcut::new(Key::F, "F")] },
            Self::Swap => const { &[Shortcut::new(Key::S, "S")] },
            Self::Notes => const { &[Shortcut::new(Key::N, "N")] },
            Self::References => const { &[Shortcut::new(Key::R, "R")] },
            Self::PutAway => const { &[Shortcut::new(Key::Delete, "Del")] },
            Self::FullScreen => const { &[Shortcut::new(Key::F11, "F11")] },
            Self::Escape => const { &[Shortcut::new(Key::Escape, "Esc")] },
            Self::Help => const { &[Shortcut::new(Key::F1, "F1")] },
            Self::Start => const { &[Shortcut::new(Key::F5, "F5")] },
        }
    }
}

/// Every key with what is held, and what it means.
fn shortcuts() -> impl Iterator<Item = (Shortcut, Act)> {
    let all = Act::ALL.iter();
    all.flat_map(|act| act.shortcuts().iter().map(|keys| (*keys, *act)))
}

/// The lines of the help, but for keys that a screen has taken for itself (SCREENS 12.24).
pub fn help(taken: &[Shortcut]) -> impl Iterator<Item = HelpLine> {
    let is_free = |act: &&Act| !act.shortcuts().iter().any(|keys| taken.contains(keys));
    let listed = Act::ALL.iter().filter(is_free);
    listed.copied().filter_map(HelpLine::of)
}

/// Keys that were pressed and have not been acted on yet.
#[derive(Debug, Default)]
pub struct Pressed {
    waiting: VecDeque<Act>,
    /// The last pass in which they were asked for.
    pass: u64,
}

impl Pressed {
    /// What the next key means: one a frame, so that each acts on what the one before led to.
    pub fn next(&mut self, ctx: &Context) -> Option<Act> {
        let pass = ctx.cumulative_pass_nr();
        if pass > self.pass.saturating_add(1) {
            // Another screen was there meanwhile.
            self.waiting.clear();
        }
        self.pass = pass;
        for (act, again) in take(ctx) {
            // A key that is held down never gets ahead of the screen.
            if !(again && self.waiting.contains(&act)) {
                self.waiting.push_back(act);
            }
        }
        let act = self.waiting.pop_front();
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
        act
    }
}

/// Takes the keys that were pressed, in their order, so that no widget acts on them too; with
/// each whether it is held down. What has the focus keeps its own (SCREENS 12.26).
fn take(ctx: &Context) -> Vec<(Act, bool)> {
    let typing = ctx.text_edit_focused();
    // A button that was reached with Tab keeps Enter and Space.
    let on_widget = ctx.memory(|memory| memory.focused().is_some());
    let on_slider = ctx.memory(|memory| memory.has_focus(seek_bar()));
    // An open menu closes with Esc, and nothing else does.
    let on_menu = Popup::is_any_open(ctx);
    take_in_order(ctx, |held, key, again| {
        if on_menu && key == Key::Escape {
            return None;
        }
        if typing && !is_global(key) || on_widget && matches!(key, Key::Enter | Key::Space) {
            return None;
        }
        shortcuts()
            .filter(|(keys, _)| !(on_slider && keys.held.is_none() && is_sideways(key)))
            .filter(|(keys, _)| keys.key == key && held.matches_logically(keys.held))
            // A pattern without Shift fits with it, too: the one with more to hold is meant.
            .max_by_key(|(keys, _)| !keys.held.is_none())
            .map(|(_, act)| (act, again))
    })
}

/// Goes through the keys that were pressed in this frame, in their order, and takes those that
/// mean something. `meaning` is given what else is held, the key, and whether it is held down
/// since an earlier frame.
pub fn take_in_order<T>(
    ctx: &Context,
    meaning: impl Fn(Modifiers, Key, bool) -> Option<T>,
) -> Vec<T> {
    let mut taken = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key {
                key,
                modifiers,
                pressed: true,
                repeat,
                ..
            } = event
            else {
                return true;
            };
            let found = meaning(*modifiers, *key, *repeat);
            let nobodys = found.is_none();
            taken.extend(found);
            nobodys
        });
    });
    taken
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

#[cfg(test)]
mod tests;
