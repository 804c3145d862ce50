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

/// SCREENS 12.1 to 12.25. Those with more to hold come first: a pattern without Shift fits with
/// it, too.
const KEYS: [(Modifiers, Key, Act); 29] = [
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
    (Modifiers::NONE, Key::Delete, Act::PutAway),
    (Modifiers::NONE, Key::Escape, Act::Escape),
];

/// The keys for people, in the order of the help (SCREENS 12.24).
pub const HELP: [(&str, &str); 19] = [
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
    ("Del", "put a notice away"),
    ("F11", "full screen"),
    ("Esc", "leave full screen, then the list of steps"),
    ("F1", "this list"),
];

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
        KEYS.iter()
            .filter(|(wanted, _, _)| !(on_slider && wanted.is_none() && is_sideways(key)))
            .find(|(wanted, of, _)| *of == key && held.matches_logically(*wanted))
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
mod tests {
    use std::collections::BTreeSet;

    use eframe::egui::{Context, Event, Key, Modifiers, RawInput, Ui};

    use super::{Act, KEYS, PlayerKey, Pressed};

    fn press(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers,
        }
    }

    fn plain(key: Key) -> Event {
        press(key, Modifiers::NONE, true)
    }

    fn frame(ctx: &Context, events: Vec<Event>, mut ui: impl FnMut(&mut Ui)) {
        let input = RawInput {
            events,
            ..RawInput::default()
        };
        let mut painted = ctx.run_ui(input, |here| ui(here));
        // Nothing paints it.
        painted.textures_delta.clear();
    }

    /// What is acted on, frame by frame, after these events came in one.
    fn acts(events: Vec<Event>) -> Vec<Act> {
        let ctx = Context::default();
        let mut pressed = Pressed::default();
        let mut acts = Vec::new();
        let mut events = Some(events);
        for _ in 0..6 {
            let events = events.take().unwrap_or_default();
            frame(&ctx, events, |ui| acts.extend(pressed.next(ui.ctx())));
        }
        acts
    }

    /// A key as SCREENS writes it.
    fn written(held: Modifiers, key: Key) -> String {
        let with = match held {
            Modifiers::COMMAND => "Ctrl+",
            Modifiers::SHIFT => "Shift+",
            _ => "",
        };
        let name = match key {
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::Minus => "−",
            Key::Plus => "+",
            Key::Equals => "=",
            Key::Period => ".",
            Key::Delete => "Del",
            Key::Escape => "Esc",
            key => key.name(),
        };
        format!("{with}{name}")
    }

    #[test]
    fn screens_lists_every_key_with_its_act_and_no_other() {
        let (_, section) = include_str!("SCREENS.md")
            .split_once("\n## 12. ")
            .expect("the section on keys");
        let rows = section.lines().filter(|line| line.starts_with("| **12."));
        let mut listed = BTreeSet::new();
        for row in rows {
            // What stands in backticks: the keys, and the act last.
            let names: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
            let (act, keys) = names.split_last().expect("an act");
            for key in keys {
                assert!(
                    listed.insert(((*key).to_owned(), (*act).to_owned())),
                    "{row}"
                );
            }
        }
        let taken = KEYS.map(|(held, key, act)| (written(held, key), format!("{act:?}")));
        assert_eq!(listed, BTreeSet::from(taken));
    }

    // SCREENS section 12.
    #[test]
    fn two_keys_in_one_frame_are_taken_in_the_order_in_which_they_were_pressed() {
        let (notes, escape) = (plain(Key::N), plain(Key::Escape));
        let there = acts(vec![notes.clone(), escape.clone()]);
        assert_eq!(there, [Act::Notes, Act::Escape]);
        assert_eq!(acts(vec![escape, notes]), [Act::Escape, Act::Notes]);
    }

    #[test]
    fn a_key_pressed_twice_in_one_frame_is_two_keys_and_one_held_down_is_one() {
        let key = Key::PageDown;
        let up = press(key, Modifiers::NONE, false);
        let twice = vec![plain(key), up, plain(key)];
        assert_eq!(acts(twice), [Act::Next, Act::Next]);
        let held = vec![plain(key), plain(key), plain(key)];
        assert_eq!(acts(held), [Act::Next]);
    }

    #[test]
    fn what_is_held_with_a_key_tells_which_it_is() {
        let on = press(Key::ArrowRight, Modifiers::SHIFT, true);
        let chapter = press(Key::ArrowRight, Modifiers::COMMAND, true);
        assert_eq!(
            acts(vec![on, plain(Key::ArrowRight), chapter]),
            [
                Act::Player(PlayerKey::On),
                Act::NextStep,
                Act::Player(PlayerKey::ChapterOn)
            ]
        );
    }

    // SCREENS 12.26.
    #[test]
    fn a_text_field_keeps_its_letters_and_gives_up_page_down() {
        let ctx = Context::default();
        let mut pressed = Pressed::default();
        let (mut text, mut acts) = (String::new(), Vec::new());
        for events in [vec![], vec![plain(Key::N), plain(Key::PageDown)], vec![]] {
            frame(&ctx, events, |ui| {
                acts.extend(pressed.next(ui.ctx()));
                ui.text_edit_singleline(&mut text).request_focus();
            });
        }
        assert_eq!(acts, [Act::Next]);
    }

    #[test]
    fn keys_that_wait_are_forgotten_once_another_screen_is_there() {
        let ctx = Context::default();
        let mut pressed = Pressed::default();
        let keys = vec![plain(Key::PageDown), plain(Key::PageUp)];
        frame(&ctx, keys, |ui| {
            assert_eq!(pressed.next(ui.ctx()), Some(Act::Next));
        });
        frame(&ctx, vec![], |_| {});
        frame(&ctx, vec![], |ui| assert_eq!(pressed.next(ui.ctx()), None));
    }
}
