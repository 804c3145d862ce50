//! Somebody from IT does the whole visit by one button.

use std::path::{Path, PathBuf};

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use muster::station::{DataFolder, StationStore};

use crate::bench::{Bench, keep_picture, labels, pack, press, wait_for};
use crate::packs::{Packs, inspect, packs_bench};
use crate::sticks::World;

impl World {
    fn data(&self) -> DataFolder {
        DataFolder::resolve(Some(&self.folder.path().join("data"))).expect("a folder")
    }

    /// The files of all visits on the stick, by name.
    fn out(&self) -> Vec<String> {
        let station = StationStore::open(&self.data()).load().expect("a station");
        let id = station.id.expect("an id").to_string();
        let folder = self.stick().join("muster/out").join(id);
        let Ok(files) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut names: Vec<String> = files
            .map(|file| {
                file.expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn written(&self, end: &str) -> String {
        let name = self.out().into_iter().find(|name| name.ends_with(end));
        let station = StationStore::open(&self.data()).load().expect("a station");
        let id = station.id.expect("an id").to_string();
        let file = self
            .stick()
            .join("muster/out")
            .join(id)
            .join(name.expect(end));
        std::fs::read_to_string(file).expect("read")
    }

    /// The station has an id, and the stick a roster for it with this officer. Where it lies on the
    /// stick.
    fn with_roster(&self, officer: &str) -> (StationStore, PathBuf) {
        let store = StationStore::open(&self.data());
        let id = store.update(|station| Ok::<_, muster::station::StationError>(station.identify()));
        let (id, _) = id.expect("an id");
        let folder = Path::new("muster/stations").join(id.to_string());
        std::fs::create_dir_all(self.drawer().join(&folder)).expect("a folder");
        let roster = folder.join("roster.csv");
        let text = format!("officer_id,name\r\n{officer}\r\n");
        std::fs::write(self.drawer().join(&roster), text).expect("written");
        (store, roster)
    }

    /// The stick is in and was looked at.
    fn bench(&self) -> Bench<'static, Packs> {
        let mut bench = packs_bench(self.library.folder(), vec![self.stick()]);
        wait_for(&mut bench, "No stick is in");
        self.put_in();
        wait_for(&mut bench, "Do the whole visit");
        bench
    }
}

// SCREENS 10.4.
#[test]
fn one_button_takes_everything_in_and_leaves_everything_on_the_stick() {
    let world = World::new();
    world.install(&pack(&world.drawer(), "detainer", "Detainers", 3));
    pack(&world.drawer(), "detainer", "Detainers", 4);
    pack(&world.drawer(), "notify", "Consular notification", 1);
    let mut bench = world.bench();
    keep_picture(&mut bench, "visit-button");
    press(&mut bench, "Do the whole visit");
    // Whoever presses twice does one visit.
    bench.key_press(Key::V);
    wait_for(&mut bench, "The visit is done");
    wait_for(&mut bench, "You may pull the stick now.");
    wait_for(&mut bench, "Consular notification: version 1 installed");
    wait_for(&mut bench, "Detainers: updated to version 4");
    for printed in ["Audit log: ", "Result of the check: ", "Receipt: "] {
        wait_for(&mut bench, &format!("{printed}muster/out/"));
    }
    wait_for(&mut bench, "Head of the chain of 0 records: 0000");
    wait_for(&mut bench, "Look at it: This station has no shifts yet");
    keep_picture(&mut bench, "visit-done");
    let both = [
        ("Consular notification".to_owned(), 1),
        ("Detainers".to_owned(), 4),
    ];
    assert_eq!(world.versions(), both);
    let files = world.out();
    assert_eq!(files.len(), 3, "{files:?}");
    let log = world.written("audit.csv");
    assert!(log.contains(",update,example.sheriff.detainer,4,"), "{log}");
    let check = world.written("doctor.json");
    assert!(check.contains("\"pack:example.sheriff.notify\""), "{check}");
    assert!(bench.query_by_label_contains("Install 2 packs").is_none());

    world.pull_out();
    wait_for(&mut bench, "The stick was pulled out.");
    wait_for(&mut bench, "The visit is done");
    press(&mut bench, "Close summary");
    bench.run_steps(4);
    assert!(bench.query_by_label("The visit is done").is_none());
}

#[test]
fn a_visit_that_is_stopped_leaves_nothing_on_the_stick_and_can_be_done_again() {
    let world = World::new();
    pack(&world.drawer(), "detainer", "Detainers", 1);
    let mut bench = world.bench();
    // It is held where it is.
    bench.state().work.set_media_playing(true);
    bench.key_press(Key::V);
    wait_for(&mut bench, "Cancel");
    keep_picture(&mut bench, "visit-under-way");
    bench.key_press(Key::Escape);
    wait_for(&mut bench, "The visit was stopped");
    wait_for(&mut bench, "Nothing was written to the stick.");
    keep_picture(&mut bench, "visit-stopped");
    assert_eq!(world.out(), Vec::<String>::new());
    assert_eq!(world.versions(), []);

    bench.state().work.set_media_playing(false);
    press(&mut bench, "Do the whole visit");
    wait_for(&mut bench, "The visit is done");
    assert_eq!(world.out().len(), 3);
    assert_eq!(world.versions(), [("Detainers".to_owned(), 1)]);
}

#[test]
fn a_stick_that_cannot_be_written_says_so_and_what_came_in_stays() {
    let world = World::new();
    pack(&world.drawer(), "detainer", "Detainers", 1);
    // In the place of the folder stands a file.
    std::fs::write(world.drawer().join("muster"), "").expect("written");
    let mut bench = world.bench();
    press(&mut bench, "Do the whole visit");
    wait_for(&mut bench, "The visit is not whole: see below");
    wait_for(&mut bench, "could not be written.");
    wait_for(&mut bench, "Nothing was written to the stick.");
    wait_for(&mut bench, "Detainers: version 1 installed");
    keep_picture(&mut bench, "visit-not-written");
    assert_eq!(world.versions(), [("Detainers".to_owned(), 1)]);
}

// SCREENS 10.4.
#[test]
fn a_roster_that_nobody_signed_is_shown_first_and_taken_in_by_a_button_of_its_own() {
    let world = World::new();
    let (store, _) = world.with_roster("1042,Officer 1042");
    let mut bench = world.bench();
    press(&mut bench, "Do the whole visit");
    wait_for(&mut bench, "new:     1042 Officer 1042");
    wait_for(
        &mut bench,
        "Nobody signed this, so nothing of it was taken in.",
    );
    keep_picture(&mut bench, "visit-roster");
    assert!(store.load().expect("a station").roster.is_empty());

    press(&mut bench, "It is right: visit again and take it in");
    wait_for(&mut bench, "(inactive from today on), 0 unchanged.");
    wait_for(&mut bench, "The visit is done");
    let roster = store.load().expect("a station").roster;
    assert_eq!(roster.len(), 1, "{:?}", labels(&bench));
    assert!(
        bench
            .query_by_label_contains("Nobody signed this")
            .is_none()
    );
    let log = world.library.audit().expect("the log");
    assert!(log.iter().any(|line| line.action == "roster"));
    assert_eq!(world.out().len(), 6, "a second receipt says it");
}

// SCREENS 10.4.
#[test]
fn a_roster_that_changed_since_it_was_shown_is_left_out_and_shown_anew() {
    let world = World::new();
    let (store, roster) = world.with_roster("1042,Officer 1042");
    let mut bench = world.bench();
    press(&mut bench, "Do the whole visit");
    wait_for(&mut bench, "new:     1042 Officer 1042");

    std::fs::write(
        world.stick().join(roster),
        "officer_id,name\r\n7,Somebody else\r\n",
    )
    .expect("written");
    press(&mut bench, "It is right: visit again and take it in");
    wait_for(&mut bench, "changed since they were shown");
    wait_for(&mut bench, "new:     7 Somebody else");
    assert!(store.load().expect("a station").roster.is_empty());

    // What is shown now is what a second yes is to.
    press(&mut bench, "It is right: visit again and take it in");
    wait_for(&mut bench, "(inactive from today on), 0 unchanged.");
    let roster = store.load().expect("a station").roster;
    assert_eq!(roster.len(), 1, "{:?}", labels(&bench));
}

#[test]
fn one_file_is_no_stick_to_visit() {
    let world = World::new();
    let file = pack(&world.drawer(), "detainer", "Detainers", 1);
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    inspect(&mut bench, &file);
    wait_for(&mut bench, "Install 1 pack");
    assert!(
        bench
            .query_by_label_contains("Do the whole visit")
            .is_none()
    );
}
