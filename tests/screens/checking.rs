//! Notices about the check of installed packs, and what can be done at once.

use egui_kittest::kittest::Queryable;
use muster::library::{FileDefect, LibraryError};
use muster::pack::PackVersion;
use muster::ui::Command;
use muster::ui::screens::board::checking;
use muster::ui::screens::board::model::{Checking, DamagedPack};
use muster::words::InWords;

use crate::bench::{Bench, bench, keep_picture, labels, press};

/// What was pressed.
type Pressed = Vec<Command>;

fn damaged(damage: FileDefect, kept: Option<u64>, may_change: bool) -> DamagedPack {
    let id: muster::pack::PackId = "example.county.detainer".parse().unwrap();
    let passing = !damage.lasts();
    let error = LibraryError::ShelfDamaged {
        id: id.clone(),
        damage,
        kept: None,
    };
    DamagedPack {
        id,
        title: "Detainers".to_owned(),
        words: error.in_words("Detainers"),
        kept: kept.map(|version| PackVersion::try_from(version).unwrap()),
        passing,
        may_change,
    }
}

fn shown(packs: Vec<DamagedPack>) -> Bench<'static, Pressed> {
    let mut bench = bench(Pressed::new(), move |ui, pressed: &mut Pressed| {
        checking::damaged(ui, &packs, pressed);
    });
    bench.run_steps(3);
    bench
}

#[track_caller]
fn says(bench: &Bench<'_, Pressed>, part: &str) {
    let all = labels(bench);
    assert!(
        all.iter().any(|label| label.contains(part)),
        "{part}: {all:#?}"
    );
}

// SCREENS 4.2.
#[test]
fn a_damaged_pack_offers_the_version_before_by_one_button() {
    let altered = FileDefect::Altered {
        reason: "the signature does not fit".to_owned(),
    };
    let mut bench = shown(vec![damaged(altered, Some(2), true)]);
    says(&bench, "Detainers was damaged or changed on this PC");
    says(&bench, "Install the pack again from the stick");
    assert!(
        bench.query_by_label("Check Detainers again").is_none(),
        "it stays as it is"
    );
    keep_picture(&mut bench, "damaged-pack");
    press(&mut bench, "Go back to version 2 of Detainers");
    let id = "example.county.detainer".parse().unwrap();
    assert_eq!(bench.state(), &[Command::GoBack(id)]);
}

#[test]
fn without_an_earlier_version_none_is_offered_and_the_message_names_who_can_help() {
    let bench = shown(vec![damaged(FileDefect::Cut, None, false)]);
    says(&bench, "cut short on this PC");
    says(&bench, "need an administrator here");
    assert!(bench.query_by_label_contains("Go back").is_none());
}

// SCREENS 4.2.
#[test]
fn what_may_pass_by_itself_can_be_checked_again() {
    let reason = "input/output error".to_owned();
    let each = [
        (FileDefect::Missing, "is missing on this PC"),
        (
            FileDefect::Unreadable {
                reason: reason.clone(),
            },
            "The disk of this PC cannot read",
        ),
        (FileDefect::Locked { reason }, "another program holds it"),
    ];
    for (damage, sentence) in each {
        let mut bench = shown(vec![damaged(damage, None, true)]);
        says(&bench, sentence);
        press(&mut bench, "Check Detainers again");
        let id = "example.county.detainer".parse().unwrap();
        assert_eq!(bench.state(), &[Command::CheckAgain(id)]);
    }
}

// SCREENS 4.3.
#[test]
fn whoever_waits_for_a_pack_sees_how_far_it_is_and_can_call_it_off() {
    let checking = Checking {
        title: "Detainers".to_owned(),
        goes_back: false,
        done: 112_000_000,
        all: 412_000_000,
    };
    let mut bench = bench(Pressed::new(), move |ui, pressed: &mut Pressed| {
        checking::waiting(ui, &checking, pressed);
    });
    bench.run_steps(3);
    says(&bench, "Checking the pack…");
    says(&bench, "112 MB of 412 MB");
    keep_picture(&mut bench, "checking-pack");
    press(&mut bench, "Cancel");
    assert_eq!(bench.state(), &[Command::CallOff]);
    bench.state_mut().clear();
    bench.key_press(eframe::egui::Key::Escape);
    bench.run_steps(2);
    assert!(bench.state().contains(&Command::CallOff), "by key, too");
}
