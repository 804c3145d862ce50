//! IT takes packs in from a stick.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui_kittest::kittest::Queryable;
use jiff::civil::date;
use muster::app::screens::ScreensAlone;
use muster::library::{Library, LibraryError, Who};
use muster::pack::PublicKey;
use muster::station::DataFolder;
use muster::ui::ScreenCommand;
use muster::ui::screens::packs::{self, PacksCommand, PacksState};
use muster::words::InWords;

use crate::bench::{
    Bench, TITLE, behind, bench, keep_picture, labels, press, stick, type_into, wait_for,
};

pub struct Packs {
    pub work: ScreensAlone,
    state: PacksState,
}

/// The data folder in which this library lies.
fn data(library: &Path) -> DataFolder {
    DataFolder::resolve(library.parent()).expect("a folder")
}

/// The screen over this library, with these folders as sticks while they are there.
pub fn packs_bench(library: &Path, sticks: Vec<PathBuf>) -> Bench<'static, Packs> {
    let folder = data(library);
    let packs = Packs {
        work: behind(&folder, sticks),
        state: PacksState::default(),
    };
    bench(packs, |ui, packs: &mut Packs| {
        let mut commands = Vec::new();
        let model = packs.work.models().packs;
        let today = date(2026, 11, 24);
        packs::show(ui, &model, today, &mut packs.state, &mut commands);
        for command in commands {
            packs.work.execute(ScreenCommand::Packs(command));
        }
    })
}

/// Looks at a folder or file by its path.
pub fn inspect(bench: &mut Bench<'_, Packs>, path: &Path) {
    type_into(bench, "or a folder or file:", &path.display().to_string());
    press(bench, "Use it");
}

/// Presses the button that begins so: what is to be taken in, and how much, follows.
pub fn take_in(bench: &mut Bench<'_, Packs>, begins: &str) {
    wait_for(bench, begins);
    let mut labels = labels(bench).into_iter();
    let button = labels.find(|label| label.starts_with(begins));
    press(bench, &button.expect("something to take in"));
}

// SCREENS 10.3, 10.6.
#[test]
fn a_publisher_is_trusted_and_its_pack_installed_updated_taken_back_and_removed() {
    let world = tempfile::tempdir().unwrap();
    let library = world.path().join("library");
    let first = world.path().join("stick");
    std::fs::create_dir(&first).unwrap();
    stick(&first, 1);
    let mut bench = packs_bench(&library, Vec::new());
    wait_for(&mut bench, "Nothing is installed yet");
    inspect(&mut bench, &first);
    wait_for(&mut bench, "Not trusted");
    wait_for(&mut bench, "Trust a publisher…");
    assert!(
        bench.query_by_label_contains("Install 1 pack").is_none(),
        "an unknown publisher's pack is not offered: {:?}",
        labels(&bench)
    );
    keep_picture(&mut bench, "packs-untrusted");

    press(&mut bench, "Trust a publisher…");
    press(&mut bench, "Use unit.pub from the stick");
    type_into(
        &mut bench,
        "Name, for example Training Unit",
        "Training Unit",
    );
    press(&mut bench, "Trust this publisher");
    wait_for(&mut bench, "Remove publisher Training Unit");
    keep_picture(&mut bench, "packs-publishers");
    press(&mut bench, "Packs and stick");
    wait_for(&mut bench, "New: version 1");
    keep_picture(&mut bench, "packs-stick");
    take_in(&mut bench, "Install 1 pack");
    wait_for(&mut bench, "1 pack installed");
    wait_for(&mut bench, "Same: version 1 is installed already");
    keep_picture(&mut bench, "packs-installed");
    let shelf = Library::open(&library).unwrap();
    assert_eq!(shelf.installed().unwrap()[0].outline().version.get(), 1);

    stick(&first, 2);
    inspect(&mut bench, &first);
    wait_for(&mut bench, "Update: version 1 → 2");
    wait_for(&mut bench, &format!("Unchanged: {TITLE}"));
    take_in(&mut bench, "Install 1 pack");
    wait_for(&mut bench, "updated to version 2");
    press(&mut bench, "Close summary");
    wait_for(&mut bench, "Go back to version 1");
    press(&mut bench, "Go back to version 1 of Detainers");
    type_into(&mut bench, "Why? It goes into the log.", "wrong form");
    press(&mut bench, "Go back");
    wait_for(&mut bench, "Version 1 · Training Unit");
    let log = shelf.audit().unwrap();
    let rollback = log.iter().find(|line| line.action == "rollback").unwrap();
    assert_eq!(rollback.detail, "wrong form");

    press(&mut bench, "Remove Detainers");
    press(&mut bench, "Remove it");
    wait_for(&mut bench, "Nothing is installed yet");
    assert!(shelf.installed().unwrap().is_empty());
}

#[test]
fn a_missing_folder_is_reported_and_the_message_can_be_closed() {
    let world = tempfile::tempdir().unwrap();
    let mut bench = packs_bench(&world.path().join("library"), Vec::new());
    wait_for(&mut bench, "Nothing is installed yet");
    inspect(&mut bench, &world.path().join("gone"));
    wait_for(&mut bench, "is not there");
    press(&mut bench, "Understood");
    bench.run_steps(4);
    assert!(bench.query_by_label_contains("is not there").is_none());
}

// SCREENS 10.5.
#[test]
fn where_the_user_may_not_write_the_same_button_asks_for_an_administrator() {
    let world = tempfile::tempdir().unwrap();
    let (library, first) = (world.path().join("library"), world.path().join("stick"));
    std::fs::create_dir(&first).unwrap();
    stick(&first, 1);
    let key = std::fs::read_to_string(first.join("unit.pub")).unwrap();
    let key = PublicKey::parse(&key).unwrap();
    let shelf = Library::open(&library).unwrap();
    let who = Who {
        account: "it".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().unwrap(),
        today: date(2026, 11, 24),
    };
    shelf.trust_add(&key, "Training Unit", &[], &who).unwrap();

    let asked = Rc::new(RefCell::new(Vec::new()));
    let pushed = Rc::clone(&asked);
    let packs = Packs {
        work: behind(&data(&library), Vec::new()),
        state: PacksState::default(),
    };
    let refused = LibraryError::ReadOnly { folder: library };
    let mut bench = bench(packs, move |ui, packs: &mut Packs| {
        let mut commands = Vec::new();
        let mut model = packs.work.models().packs;
        model.read_only = Some(refused.in_words("the shelf"));
        let today = date(2026, 11, 24);
        packs::show(ui, &model, today, &mut packs.state, &mut commands);
        for command in commands {
            match command {
                PacksCommand::Install { packs, .. } => pushed.borrow_mut().extend(packs),
                other => packs.work.execute(ScreenCommand::Packs(other)),
            }
        }
    });
    inspect(&mut bench, &first);
    wait_for(&mut bench, "cannot be written to");
    take_in(&mut bench, "Install 1 pack");
    assert!(
        labels(&bench)
            .iter()
            .any(|label| label.ends_with("as administrator…"))
    );
    keep_picture(&mut bench, "packs-administrator");
    assert_eq!(asked.borrow().len(), 1);
}
