//! The tables of SCREENS section 12 are what the actions say of themselves.

use std::collections::BTreeSet;

use eframe::egui::{Key, Modifiers};

use super::{Action, CommonAction, HelpLine, Shortcut, help};
use crate::ui::keys::Act;
use crate::ui::screens::board::BoardAction;
use crate::ui::screens::briefing::preview::PreviewAction;
use crate::ui::screens::briefing::{RollAction, SignOffAction, TranscriptAction};
use crate::ui::screens::packs::PacksAction;
use crate::ui::screens::records::RecordsAction;
use crate::ui::screens::station::ready::ReadyAction;
use crate::ui::widgets::aid_action::AidAction;
use crate::ui::window_action::WindowAction;

/// Keys, action, meaning, as a row of the tables has them.
type Row = (Vec<String>, String, String);

/// The rows of an enum's actions that have keys; in the table of briefings without its name.
fn rows_of<A: Action>(name: &str) -> Vec<Row> {
    let with_keys = A::ALL
        .iter()
        .filter(|action| !action.shortcuts().is_empty());
    with_keys
        .map(|action| {
            let keys = action.shortcuts().iter().map(|keys| keys.name.to_owned());
            let written = if name.is_empty() {
                format!("{action:?}")
            } else {
                format!("{name}::{action:?}")
            };
            (keys.collect(), written, action.tooltip().to_owned())
        })
        .collect()
}

fn all_rows() -> Vec<Row> {
    [
        rows_of::<Act>(""),
        rows_of::<RollAction>("Roll"),
        rows_of::<SignOffAction>("SignOff"),
        rows_of::<TranscriptAction>("Transcript"),
        rows_of::<AidAction>("Aid"),
        rows_of::<PreviewAction>("Preview"),
        rows_of::<BoardAction>("Board"),
        rows_of::<PacksAction>("Packs"),
        rows_of::<RecordsAction>("Records"),
        rows_of::<ReadyAction>("Ready"),
        rows_of::<CommonAction>("Common"),
        rows_of::<WindowAction>("Window"),
    ]
    .concat()
}

// SCREENS 12.31.
#[test]
fn screens_lists_every_action_that_has_keys_with_its_meaning_and_no_other() {
    let (_, section) = include_str!("../SCREENS.md")
        .split_once("\n## 12. ")
        .expect("the section on keys");
    let rows = section.lines().filter(|line| line.starts_with("| **12."));
    let mut listed = BTreeSet::new();
    for row in rows {
        // What stands in backticks: the keys, and the action last; then the meaning.
        let names: Vec<String> = row
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        let (action, keys) = names.split_last().expect("an action");
        let meaning = row.trim_end_matches(" |").rsplit(" | ").next();
        let meaning = meaning.expect("a meaning").to_owned();
        assert!(
            listed.insert((keys.to_vec(), action.clone(), meaning)),
            "{row}"
        );
    }
    assert_eq!(listed, all_rows().into_iter().collect());
}

/// A key as it is written for people.
fn written(Shortcut { held, key, .. }: Shortcut) -> String {
    let ctrl = if held.contains(Modifiers::COMMAND) {
        "Ctrl+"
    } else {
        ""
    };
    let shift = if held.shift { "Shift+" } else { "" };
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
    format!("{ctrl}{shift}{name}")
}

fn check_names<A: Action>() {
    for action in A::ALL {
        for keys in action.shortcuts() {
            assert_eq!(keys.name, written(*keys), "{action:?}");
        }
    }
}

#[test]
fn a_key_is_named_as_what_is_pressed() {
    check_names::<Act>();
    check_names::<RollAction>();
    check_names::<SignOffAction>();
    check_names::<TranscriptAction>();
    check_names::<AidAction>();
    check_names::<PreviewAction>();
    check_names::<BoardAction>();
    check_names::<PacksAction>();
    check_names::<ReadyAction>();
    check_names::<CommonAction>();
    check_names::<WindowAction>();
}

fn check_each_is_listed<A: Action>() {
    for (n, action) in A::ALL.iter().enumerate() {
        assert!(!A::ALL[..n].contains(action), "{action:?} twice");
        assert!(!action.text().is_empty() && !action.tooltip().is_empty());
    }
}

#[test]
fn each_action_is_listed_once_and_has_words() {
    check_each_is_listed::<Act>();
    check_each_is_listed::<RollAction>();
    check_each_is_listed::<SignOffAction>();
    check_each_is_listed::<AidAction>();
    check_each_is_listed::<PreviewAction>();
    check_each_is_listed::<BoardAction>();
    check_each_is_listed::<PacksAction>();
    check_each_is_listed::<RecordsAction>();
    check_each_is_listed::<ReadyAction>();
    check_each_is_listed::<WindowAction>();
}

#[test]
fn what_has_no_key_is_not_in_the_help() {
    assert_eq!(help::<RecordsAction>().count(), 0);
    assert_eq!(HelpLine::of(SignOffAction::Partial), None);
    let line = HelpLine::of(AidAction::Larger).expect("a line");
    assert_eq!((&*line.keys, line.does), ("+, =", "the job aid larger"));
}
