//! Keys during a briefing, those of presenter remotes among them (SCREENS section 12).

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Id, Key, Modifiers, Popup};

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

/// What a group of keys means, and how the help names it. The keys that act and the list behind F1 are
/// both made of it.
struct Keys {
    /// Each key with what is held, and what it means.
    acts: &'static [(Modifiers, Key, Act)],
    /// The keys for people.
    shown: &'static str,
    /// What they do; nothing where the help does not list them.
    help: &'static str,
}

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers::COMMAND;

/// SCREENS 12.1 to 12.25, in the order of the help (SCREENS 12.24).
const KEYS: [Keys; 20] = [
    Keys {
        acts: &[
            (NONE, Key::PageDown, Act::Next),
            (NONE, Key::Enter, Act::NextStep),
            (NONE, Key::ArrowRight, Act::NextStep),
        ],
        shown: "PageDown, Enter, →",
        help: "next; in a video PageDown plays or pauses first",
    },
    Keys {
        acts: &[
            (NONE, Key::PageUp, Act::Back),
            (NONE, Key::ArrowLeft, Act::Back),
        ],
        shown: "PageUp, ←",
        help: "back",
    },
    Keys {
        acts: &[(NONE, Key::Space, Act::Space)],
        shown: "Space",
        help: "play or pause; next key point; more of a long text",
    },
    Keys {
        acts: &[
            (NONE, Key::ArrowUp, Act::Louder),
            (NONE, Key::ArrowDown, Act::Quieter),
        ],
        shown: "↑ ↓",
        help: "volume",
    },
    Keys {
        acts: &[
            (SHIFT, Key::ArrowLeft, Act::Player(PlayerKey::Back)),
            (SHIFT, Key::ArrowRight, Act::Player(PlayerKey::On)),
        ],
        shown: "Shift with ← →",
        help: "ten seconds back or on",
    },
    Keys {
        acts: &[
            (CTRL, Key::ArrowLeft, Act::Player(PlayerKey::ChapterBack)),
            (CTRL, Key::ArrowRight, Act::Player(PlayerKey::ChapterOn)),
        ],
        shown: "Ctrl with ← →",
        help: "chapter before, next chapter",
    },
    Keys {
        acts: &[
            (NONE, Key::Minus, Act::Player(PlayerKey::Slower)),
            (NONE, Key::Plus, Act::Player(PlayerKey::Faster)),
            // The same key without Shift where + is above =.
            (NONE, Key::Equals, Act::Player(PlayerKey::Faster)),
        ],
        shown: "− +",
        help: "slower, faster",
    },
    Keys {
        acts: &[(NONE, Key::C, Act::Captions)],
        shown: "C",
        help: "captions on or off",
    },
    Keys {
        acts: &[(NONE, Key::T, Act::Transcript)],
        shown: "T",
        help: "transcript of what plays",
    },
    Keys {
        acts: &[(NONE, Key::B, Act::Blank), (NONE, Key::Period, Act::Blank)],
        shown: "B or .",
        help: "blank the picture; a video waits",
    },
    Keys {
        acts: &[(NONE, Key::W, Act::Wall)],
        shown: "W",
        help: "wall screen on or off",
    },
    Keys {
        acts: &[(NONE, Key::F, Act::Freeze)],
        shown: "F",
        help: "freeze the wall: the room keeps its picture while you look elsewhere",
    },
    Keys {
        acts: &[(NONE, Key::S, Act::Swap)],
        shown: "S",
        help: "wall and your window change screens",
    },
    Keys {
        acts: &[(NONE, Key::N, Act::Notes)],
        shown: "N",
        help: "notes and controls",
    },
    Keys {
        acts: &[(NONE, Key::R, Act::References)],
        shown: "R",
        help: "references",
    },
    Keys {
        acts: &[(NONE, Key::Delete, Act::PutAway)],
        shown: "Del",
        help: "put a notice away",
    },
    Keys {
        acts: &[(NONE, Key::F11, Act::FullScreen)],
        shown: "F11",
        help: "full screen",
    },
    Keys {
        acts: &[(NONE, Key::Escape, Act::Escape)],
        shown: "Esc",
        help: "leave full screen, then the list of steps",
    },
    Keys {
        acts: &[(NONE, Key::F1, Act::Help)],
        shown: "F1",
        help: "this list",
    },
    // A presenter's remote sends it; nobody looks for it.
    Keys {
        acts: &[(NONE, Key::F5, Act::Start)],
        shown: "F5",
        help: "",
    },
];

/// Every key with what is held, and what it means.
fn acts() -> impl Iterator<Item = &'static (Modifiers, Key, Act)> {
    KEYS.iter().flat_map(|keys| keys.acts)
}

/// The keys for people and what they do, in the order of the help (SCREENS 12.24), but for those
/// that a screen has taken for itself.
pub fn help(is_taken: impl Fn(Key) -> bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let takes = move |(held, key, _): &(Modifiers, Key, Act)| held.is_none() && is_taken(*key);
    let listed = KEYS
        .iter()
        .filter(move |keys| !keys.help.is_empty() && !keys.acts.iter().any(&takes));
    listed.map(|keys| (keys.shown, keys.help))
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
        acts()
            .filter(|(wanted, _, _)| !(on_slider && wanted.is_none() && is_sideways(key)))
            .filter(|(wanted, of, _)| *of == key && held.matches_logically(*wanted))
            // A pattern without Shift fits with it, too: the one with more to hold is meant.
            .max_by_key(|(wanted, _, _)| !wanted.is_none())
            .map(|(_, _, act)| (*act, again))
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
