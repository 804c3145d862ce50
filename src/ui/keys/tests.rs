//! Keys as SCREENS lists them, and in which order they act.

use eframe::egui::{Context, Event, Key, Modifiers, RawInput, Ui};

use super::{Act, PlayerKey, Pressed, help};
use crate::ui::action::Action as _;

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

// SCREENS 12.24: F finds an officer at the roll, and does not freeze the wall there.
#[test]
fn the_help_leaves_out_keys_that_a_screen_has_taken() {
    let left: Vec<String> = help(Act::Freeze.shortcuts())
        .map(|line| line.keys)
        .collect();
    assert!(!left.iter().any(|keys| keys == "F"), "{left:?}");
    assert!(left.iter().any(|keys| keys == "F1"), "{left:?}");
    assert_eq!(left.len() + 1, help(&[]).count());
}
