//! Somebody asks, at the screen, whether the PC is ready for roll call.

use std::path::PathBuf;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use muster::library::{InstalledPack, Library, PackState};
use muster::station::DataFolder;

use crate::bench::{keep_picture, labels, press, wait_for};
use crate::station::{installed, station_bench};

struct World {
    base: tempfile::TempDir,
    folder: DataFolder,
}

impl World {
    fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        let folder = DataFolder::resolve(Some(&base.path().join("data"))).unwrap();
        Self { base, folder }
    }

    /// The only pack on the shelf.
    fn shelved(&self) -> PathBuf {
        let packs = self.folder.library().join("packs");
        let mut files = std::fs::read_dir(packs).unwrap();
        files.next().unwrap().unwrap().path()
    }
}

// SCREENS 10.8.
#[test]
fn every_line_of_the_check_has_its_state_as_a_word_and_the_check_can_be_repeated() {
    let world = World::new();
    let packs = installed(world.base.path(), &world.folder);
    let mut bench = station_bench(&world.folder, packs);
    press(&mut bench, "This PC");
    press(&mut bench, "Check this PC");
    wait_for(&mut bench, "Checked at");
    wait_for(&mut bench, "OK: The list of packs is whole: 1 installed.");
    wait_for(
        &mut bench,
        "OK: Detainers (example.sheriff.detainer version 1) is whole",
    );
    wait_for(&mut bench, "Look at it: This station has no shifts yet");
    wait_for(&mut bench, "Look at it: Nobody is on the roster");
    wait_for(&mut bench, "Look at it: No briefing is approved for use");
    wait_for(&mut bench, "Not ready for roll call: ");
    keep_picture(&mut bench, "ready");
    let labels_now = labels(&bench);
    assert!(
        !labels_now
            .iter()
            .any(|label| label.contains("Given over a network")),
        "nobody gave a command: {labels_now:?}"
    );

    // Of what was put right meanwhile nothing is left.
    std::fs::remove_file(world.shelved()).unwrap();
    wait_for(&mut bench, "Check this PC again");
    bench.key_press(Key::Enter);
    wait_for(&mut bench, "Not ready for roll call: 1 to put right.");
    assert!(
        bench
            .query_by_label_contains("version 1) is whole")
            .is_none()
    );
}

// SCREENS 10.8.
#[test]
fn a_damaged_briefing_stands_on_top_with_what_to_do_and_is_set_aside() {
    let world = World::new();
    let packs = installed(world.base.path(), &world.folder);
    let shelved = world.shelved();
    let mut bytes = std::fs::read(&shelved).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let _ = std::fs::remove_file(&shelved);
    std::fs::write(&shelved, bytes).unwrap();
    let mut bench = station_bench(&world.folder, packs);
    press(&mut bench, "This PC");
    press(&mut bench, "Check this PC");
    wait_for(&mut bench, "Not ready for roll call: 1 to put right.");
    keep_picture(&mut bench, "ready-problem");
    let labels_now = labels(&bench);
    let at = |begins: &str| {
        labels_now
            .iter()
            .position(|label| label.starts_with(begins))
    };
    let problem = at("Problem: “Detainers")
        .or_else(|| at("Problem: "))
        .expect("a problem");
    assert!(
        problem < at("Look at it: ").expect("a warning"),
        "{labels_now:?}"
    );
    assert!(problem < at("OK: ").expect("a line"), "{labels_now:?}");
    assert!(
        labels_now[problem + 1].len() > 10,
        "what to do: {labels_now:?}"
    );
    let library = Library::open(world.folder.library()).unwrap();
    let states: Vec<_> = library
        .installed()
        .unwrap()
        .iter()
        .map(InstalledPack::state)
        .collect();
    assert_eq!(states, [PackState::Quarantined]);
    assert!(bench.state_mut().work.take_change(), "the board is told");
}

// SCREENS 10.8.
#[test]
fn the_check_waits_for_what_plays_and_is_stopped_by_a_key_at_any_point() {
    let world = World::new();
    let packs = installed(world.base.path(), &world.folder);
    let mut bench = station_bench(&world.folder, packs);
    bench.state().work.set_media_playing(true);
    press(&mut bench, "This PC");
    press(&mut bench, "Check this PC");
    wait_for(&mut bench, "Looking at this PC");
    bench.run_steps(4);
    assert!(bench.query_by_label_contains("Checked at").is_none());
    bench.key_press(Key::Escape);
    wait_for(&mut bench, "Check this PC again");
    wait_for(&mut bench, "Stopped");
    keep_picture(&mut bench, "ready-stopped");
    assert!(bench.query_by_label_contains("Checked at").is_none());

    bench.state().work.set_media_playing(false);
    press(&mut bench, "Check this PC again");
    wait_for(&mut bench, "Checked at");
}
