//! A stick is put in, looked at, taken in and pulled out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use jiff::civil::date;
use muster::library::{InstalledPack, Library, Who};
use muster::pack::PublicKey;
use muster::ui::screens::packs::{self, PacksModel, PacksState, Stick, StickRow, Verdict};

use crate::bench::{
    bench, keep_picture, labels, pack, press, publisher, type_into, wait_for, wait_until,
};
use crate::packs::{inspect, packs_bench, take_in};

/// A library, and a stick that is not in yet.
pub struct World {
    pub folder: tempfile::TempDir,
    pub library: Library,
}

impl World {
    /// A station that trusts the publisher of the stick.
    pub fn new() -> Self {
        let world = Self::unpinned();
        let key = world.publisher();
        let added = world.library.trust_add(&key, "Training Unit", &[], &who());
        added.expect("trusted");
        world
    }

    pub fn unpinned() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("drawer")).expect("a folder");
        let library = Library::open(&folder.path().join("data/library")).expect("a library");
        publisher(&folder.path().join("drawer"));
        Self { folder, library }
    }

    /// Where the stick lies while it is not in.
    pub fn drawer(&self) -> PathBuf {
        self.folder.path().join("drawer")
    }

    /// Where it is when it is in.
    pub fn stick(&self) -> PathBuf {
        self.folder.path().join("MUSTER")
    }

    pub fn put_in(&self) {
        std::fs::rename(self.drawer(), self.stick()).expect("in");
    }

    pub fn pull_out(&self) {
        std::fs::rename(self.stick(), self.drawer()).expect("out");
    }

    pub fn publisher(&self) -> PublicKey {
        let text = std::fs::read_to_string(self.drawer().join("unit.pub")).expect("a key");
        PublicKey::parse(&text).expect("a key")
    }

    pub fn versions(&self) -> Vec<(String, u64)> {
        let packs = self.library.installed().expect("packs");
        let manifests = packs.iter().map(InstalledPack::outline);
        manifests
            .map(|m| (m.title.clone(), m.version.get()))
            .collect()
    }

    pub fn install(&self, file: &Path) {
        let installed = self.library.install(file, &who(), &mut |_, _| true);
        installed.expect("installed");
    }
}

pub fn who() -> Who {
    Who {
        account: "it".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().expect("a time"),
        today: date(2026, 11, 24),
    }
}

// SCREENS 5.5, 10.3.
#[test]
fn a_stick_is_noticed_looked_at_taken_in_with_one_button_and_may_be_pulled_then() {
    let world = World::new();
    for (name, title) in [
        ("detainer", "Detainers"),
        ("notify", "Consular notification"),
    ] {
        pack(&world.drawer(), name, title, 3);
    }
    world.install(&world.drawer().join("detainer-3.muster"));
    pack(&world.drawer(), "detainer", "Detainers", 4);
    std::fs::write(world.drawer().join("notes.muster"), "not a pack").expect("written");
    let mut bench = packs_bench(world.library.folder(), vec![world.stick()]);
    wait_for(&mut bench, "No stick is in");
    keep_picture(&mut bench, "stick-out");

    world.put_in();
    wait_for(&mut bench, "Update: version 3 → 4");
    wait_for(&mut bench, "New: version 3");
    wait_for(&mut bench, "Signed by Training Unit");
    wait_for(&mut bench, "Not a pack");
    wait_for(&mut bench, "room for");
    keep_picture(&mut bench, "stick-in");
    assert_eq!(
        world.versions(),
        [("Detainers".to_owned(), 3)],
        "only looked at"
    );

    take_in(&mut bench, "Install 2 packs");
    wait_for(&mut bench, "2 packs installed");
    wait_for(&mut bench, "You may pull the stick now.");
    keep_picture(&mut bench, "stick-done");
    let both = [
        ("Consular notification".to_owned(), 3),
        ("Detainers".to_owned(), 4),
    ];
    assert_eq!(world.versions(), both);

    world.pull_out();
    wait_for(&mut bench, "The stick was pulled out.");
    assert!(
        bench
            .query_by_label("You may pull the stick now.")
            .is_some(),
        "the summary stays: {:?}",
        labels(&bench)
    );
    press(&mut bench, "Close summary");

    // The same stick again: nothing on it is newer.
    world.put_in();
    wait_for(&mut bench, "Nothing here is newer than on this PC.");
    wait_for(&mut bench, "Same: version 4 is installed already");
}

#[test]
fn a_stick_pulled_before_its_packs_are_read_is_reported_once_and_leaves_nothing() {
    let world = World::new();
    pack(&world.drawer(), "detainer", "Detainers", 1);
    pack(&world.drawer(), "notify", "Consular notification", 1);
    // Not watched: only reading says that it is gone.
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "Install 2 packs");
    world.put_in();
    take_in(&mut bench, "Install 2 packs");
    wait_for(
        &mut bench,
        "The stick was pulled out: 0 packs installed, 2 not",
    );
    wait_for(&mut bench, "What is installed stays.");
    keep_picture(&mut bench, "stick-pulled");
    assert!(bench.query_by_label_contains("is not there").is_none());
    let shelf = std::fs::read_dir(world.library.folder().join("packs")).expect("a folder");
    assert_eq!(shelf.count(), 0, "nothing is left");
}

// SCREENS 10.6.
#[test]
fn the_log_is_written_to_a_file_as_the_command_line_writes_it() {
    let world = World::new();
    world.install(&pack(&world.drawer(), "detainer", "Detainers", 1));
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    press(&mut bench, "What was done");
    wait_for(&mut bench, "Installed, example.sheriff.detainer version 1");
    press(&mut bench, "Save as a file…");
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "Saved as");
    let names = std::fs::read_dir(world.drawer()).expect("a folder");
    let mut names = names.map(|name| name.expect("a name").path());
    let file = names.find(|path| path.extension().is_some_and(|e| e == "csv"));
    let text = std::fs::read_to_string(file.expect("a file")).expect("a log");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "seq,at,account,action,subject,version,sha256,detail"
    );
    assert!(lines[1].contains("it,trust_add,"), "{text}");
    assert!(
        lines[2].contains("it,install,example.sheriff.detainer,1,"),
        "{text}"
    );
}

// SCREENS 10.3.
#[test]
fn one_of_many_packs_is_found_by_typing() {
    let world = World::new();
    for number in 0..12 {
        let title = format!("Briefing {number}");
        let name = format!("many{number}");
        world.install(&pack(&world.drawer(), &name, &title, 1));
    }
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    wait_for(&mut bench, "12 packs");
    keep_picture(&mut bench, "packs-many");
    type_into(&mut bench, "Find an installed pack", "briefing 11");
    wait_until(&mut bench, "one pack", |bench| {
        bench.query_by_label("Remove Briefing 11").is_some()
            && bench.query_by_label("Remove Briefing 1").is_none()
    });
}

#[test]
fn packs_that_do_not_fit_are_reported_with_the_missing_space_and_cannot_be_installed() {
    let row = StickRow {
        file: PathBuf::from("/stick/detainer.muster"),
        sha256: "0".repeat(64),
        title: "Detainers".to_owned(),
        bytes: 412_000_000,
        signer: "Training Unit".to_owned(),
        modules: Vec::new(),
        warnings: Vec::new(),
        verdict: Verdict::New(1_u64.try_into().expect("a version")),
    };
    let stick = Stick {
        name: "MUSTER".to_owned(),
        packs: vec![row],
        whole: true,
        ..Stick::default()
    };
    let model = PacksModel {
        stick: Some(Arc::new(stick)),
        room: Some(300_000_000),
        ..PacksModel::default()
    };
    let asked = (PacksState::default(), Vec::new());
    let mut bench = bench(asked, move |ui, (state, commands)| {
        packs::show(ui, &model, date(2026, 11, 24), state, commands);
    });
    wait_for(
        &mut bench,
        "This PC is too full: 412 MB are needed, there is room for 300 MB.",
    );
    keep_picture(&mut bench, "stick-full");
    press(&mut bench, "Install 1 pack (412 MB)");
    bench.key_press(Key::Enter);
    bench.run_steps(4);
    assert_eq!(bench.state().1, []);
}
