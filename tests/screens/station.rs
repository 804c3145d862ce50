//! An administrator sets the station up.

use egui_kittest::kittest::Queryable;
use jiff::civil::date;
use muster::app::screens::ScreensAlone;
use muster::library::{InstalledPack, Library, Who};
use muster::pack::PublicKey;
use muster::station::{DataFolder, StationStore};
use muster::ui::room::Wall;
use muster::ui::screens::station::{self, StationFacts, StationState};
use muster::ui::{Command, Settings};

use crate::bench::{Bench, behind, bench, keep_picture, press, stick, type_into, wait_for};

pub struct Desk {
    pub work: ScreensAlone,
    state: StationState,
    folder: DataFolder,
    packs: Vec<InstalledPack>,
}

pub fn station_bench(folder: &DataFolder, packs: Vec<InstalledPack>) -> Bench<'static, Desk> {
    let desk = Desk {
        work: behind(folder, Vec::new()),
        state: StationState::default(),
        folder: folder.clone(),
        packs,
    };
    bench(desk, |ui, desk: &mut Desk| {
        let mut commands = Vec::new();
        let models = desk.work.models();
        let station = StationStore::open(&desk.folder).load().unwrap();
        let facts = StationFacts {
            station: &station,
            packs: &desk.packs,
            // The roster is taken in by the real day.
            today: jiff::ZonedDateTime::now().date(),
            data: Some(&desk.folder),
            settings: &Settings::default(),
            ready: &models.ready,
            sound: &models.sound,
            wall: &Wall::default(),
        };
        station::show(ui, &models.station, facts, &mut desk.state, &mut commands);
        for command in commands {
            if let Command::Screen(command) = command {
                desk.work.execute(command);
            }
        }
    })
}

pub fn installed(world: &std::path::Path, folder: &DataFolder) -> Vec<InstalledPack> {
    let file = stick(world, 1);
    let library = Library::open(folder.library()).unwrap();
    let who = Who {
        account: "it".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().unwrap(),
        today: date(2026, 11, 24),
    };
    let key = std::fs::read_to_string(world.join("unit.pub")).unwrap();
    let key = PublicKey::parse(&key).unwrap();
    library.trust_add(&key, "Training Unit", &[], &who).unwrap();
    library.install(&file, &who, &mut |_, _| true).unwrap();
    library.installed().unwrap()
}

// SCREENS 10.7.
#[test]
fn names_shifts_and_a_roster_are_set_and_the_difference_is_shown_first() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let store = StationStore::open(&folder);
    let mut bench = station_bench(&folder, Vec::new());
    bench.run_steps(3);
    type_into(&mut bench, "Station", "Central Station");
    type_into(&mut bench, "Agency", "Example Sheriff");
    keep_picture(&mut bench, "station-names");
    press(&mut bench, "Save");
    wait_for(&mut bench, "Saved at");
    assert_eq!(store.load().unwrap().name, "Central Station");

    press(&mut bench, "Shifts");
    press(&mut bench, "Add a shift…");
    type_into(&mut bench, "Name, for example Day shift", "Day shift");
    type_into(&mut bench, "Starts at, for example 07:00", "7");
    type_into(&mut bench, "Ends at, for example 15:00", "15:00");
    keep_picture(&mut bench, "station-shifts");
    press(&mut bench, "Save this shift");
    wait_for(&mut bench, "07:00 to 15:00");

    let roster = world.path().join("roster.csv");
    std::fs::write(
        &roster,
        "officer_id,name,rank,shift\n1042,A. Example,Officer,day-shift\n1057,B. Example,Officer,day-shift\n",
    )
    .unwrap();
    press(&mut bench, "Roster");
    press(&mut bench, "Take in a roster file…");
    wait_for(&mut bench, "Use it");
    type_into(
        &mut bench,
        "or a folder or file:",
        &roster.display().to_string(),
    );
    press(&mut bench, "Use it");
    wait_for(&mut bench, "2 new, 0 changed, 0 gone");
    assert!(store.load().unwrap().roster.is_empty(), "not taken in yet");
    press(&mut bench, "Take this roster in");
    wait_for(&mut bench, "Roster taken in at");

    std::fs::write(
        &roster,
        "officer_id,name,rank,shift\n1042,A. Example,Sergeant,day-shift\n1060,C. Example,Officer,day-shift\n",
    )
    .unwrap();
    press(&mut bench, "Take in a roster file…");
    wait_for(&mut bench, "Use it");
    type_into(
        &mut bench,
        "or a folder or file:",
        &roster.display().to_string(),
    );
    press(&mut bench, "Use it");
    wait_for(&mut bench, "1 new, 1 changed, 1 gone");
    wait_for(&mut bench, "rank Officer → Sergeant");
    keep_picture(&mut bench, "station-roster-difference");
    press(&mut bench, "Take this roster in");
    wait_for(&mut bench, "2 officers on the roster today, 1 inactive");
    keep_picture(&mut bench, "station-roster");
    type_into(
        &mut bench,
        "Find by name, id, rank, squad or shift",
        "sergeant",
    );
    wait_for(&mut bench, "1 officer on the roster today");
    assert!(bench.query_by_label_contains("C. Example").is_none());
    assert_eq!(store.load().unwrap().roster.len(), 3, "nobody is deleted");
}

// RECORDS 7.17, SCREENS 10.7.
#[test]
fn a_roster_that_changes_many_officers_has_a_warning_and_a_button_that_names_it() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let store = StationStore::open(&folder);
    let table = |rank: &str| {
        (1001..1013).fold("officer_id,name,rank\n".to_owned(), |text, id| {
            text + &format!("{id},Officer {id},{rank}\n")
        })
    };
    let roster = world.path().join("roster.csv");
    let mut bench = station_bench(&folder, Vec::new());
    bench.run_steps(3);
    press(&mut bench, "Roster");
    let take = |bench: &mut Bench<'_, Desk>, rank: &str| {
        std::fs::write(&roster, table(rank)).unwrap();
        press(bench, "Take in a roster file…");
        wait_for(bench, "Use it");
        let file = roster.display().to_string();
        type_into(bench, "or a folder or file:", &file);
        press(bench, "Use it");
    };
    take(&mut bench, "Officer");
    press(&mut bench, "Take this roster in");
    wait_for(&mut bench, "Roster taken in at");
    take(&mut bench, "");
    wait_for(&mut bench, "Fields that change: rank: 12 emptied");
    wait_for(&mut bench, "rank would be emptied for 12 officers");
    keep_picture(&mut bench, "station-roster-mass-change");
    assert!(bench.query_by_label("Take this roster in").is_none());

    // Somebody else changes the roster: what was shown is not what would be done.
    let changed = store.update(|station| {
        station.roster[0].rank = "Sergeant".to_owned();
        Ok::<(), muster::station::StationError>(())
    });
    changed.unwrap();
    let button = "All these changes are right: take this roster in";
    press(&mut bench, button);
    wait_for(&mut bench, "was changed meanwhile");
    assert_eq!(store.load().unwrap().roster[1].rank, "Officer");
    wait_for(&mut bench, "rank Sergeant → none");
    press(&mut bench, button);
    wait_for(&mut bench, "12 officers on the roster today");
    assert!(
        store
            .load()
            .unwrap()
            .roster
            .iter()
            .all(|o| o.rank.is_empty())
    );

    press(&mut bench, "Write the roster to a file…");
    let out = world.path().join("out.csv");
    type_into(
        &mut bench,
        "or a folder or file:",
        &out.display().to_string(),
    );
    press(&mut bench, "Use it");
    wait_for(&mut bench, "The roster is in");
    keep_picture(&mut bench, "station-roster-written");
    assert!(out.is_file());
}

#[test]
fn a_roster_without_names_changes_nothing_and_says_why() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let roster = world.path().join("roster.csv");
    std::fs::write(&roster, "officer_id,rank\n1042,Officer\n").unwrap();
    let mut bench = station_bench(&folder, Vec::new());
    bench.run_steps(3);
    press(&mut bench, "Roster");
    press(&mut bench, "Take in a roster file…");
    type_into(
        &mut bench,
        "or a folder or file:",
        &roster.display().to_string(),
    );
    press(&mut bench, "Use it");
    wait_for(&mut bench, "name");
    wait_for(&mut bench, "Understood");
    assert!(bench.query_by_label("Take this roster in").is_none());
}

// SCREENS 10.7.
#[test]
fn a_briefing_is_approved_by_name_withdrawn_and_assigned() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let packs = installed(world.path(), &folder);
    let store = StationStore::open(&folder);
    let title = "How to Respond to an Immigration Detainer";
    let mut bench = station_bench(&folder, packs);
    bench.run_steps(3);
    press(&mut bench, "Approvals");
    wait_for(&mut bench, "Not approved");
    press(&mut bench, &format!("Approve {title}"));
    let refused = format!("Approve for use: {title}");
    press(&mut bench, &refused);
    wait_for(&mut bench, "A name is needed.");
    assert!(store.load().unwrap().approvals.is_empty());
    type_into(
        &mut bench,
        "Your name, as it is to stand there",
        "Captain Example",
    );
    keep_picture(&mut bench, "station-approvals");
    press(&mut bench, &refused);
    wait_for(&mut bench, "Approved by Captain Example");
    let approvals = store.load().unwrap().approvals;
    assert_eq!(approvals[0].by, "Captain Example");

    press(&mut bench, &format!("Withdraw {title}"));
    press(&mut bench, &format!("Withdraw the approval: {title}"));
    wait_for(&mut bench, "Not approved");
    assert_eq!(store.load().unwrap().approval_history.len(), 2);

    press(&mut bench, "Assignments");
    press(&mut bench, "Assign a briefing…");
    press(&mut bench, title);
    type_into(
        &mut bench,
        "Due by, as 2026-11-30 (may be empty)",
        "2026-11-30",
    );
    keep_picture(&mut bench, "station-assignments");
    press(&mut bench, "Assign it");
    wait_for(&mut bench, "for every shift, by 30 Nov 2026");
    let assignments = store.load().unwrap().assignments;
    assert_eq!(assignments[0].due, Some(date(2026, 11, 30)));
    press(&mut bench, "This PC");
    keep_picture(&mut bench, "station-pc");
}
