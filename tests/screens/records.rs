//! Somebody asks which officers were briefed, by whom, on which version, and when.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use jiff::civil::date;
use muster::app::screens::ScreensAlone;
use muster::records::Records;
use muster::session::{
    AidShown, Completion, Course, Delivery, Entered, Facilitator, Mark, MediaPlayed, Method,
    Moment, Officer, Outcome, PromptShown,
};
use muster::station::{DataFolder, Shift, ShiftId, Station, StationStore};
use muster::ui::ScreenCommand;
use muster::ui::screens::records::{self, RecordsState};

use crate::bench::{Bench, behind, bench, keep_picture, labels, press, type_into, wait_for};
use crate::station::installed;

pub struct Desk {
    work: ScreensAlone,
    state: RecordsState,
    station: Station,
}

pub fn records_bench(folder: &DataFolder) -> Bench<'static, Desk> {
    let desk = Desk {
        work: behind(folder, Vec::new()),
        state: RecordsState::default(),
        station: Station {
            shifts: vec![Shift {
                id: ShiftId::as_recorded("day"),
                name: "Day shift".to_owned(),
                start: jiff::civil::time(7, 0, 0, 0),
                end: jiff::civil::time(15, 0, 0, 0),
            }],
            ..Station::default()
        },
    };
    bench(desk, |ui, desk: &mut Desk| {
        let mut commands = Vec::new();
        let model = desk.work.models().records;
        let today = date(2026, 11, 24);
        let (station, state) = (&desk.station, &mut desk.state);
        records::show(ui, &model, (station, &[]), today, state, &mut commands);
        for command in commands {
            desk.work.execute(ScreenCommand::Records(command));
        }
    })
}

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn officer(id: &str, name: &str, mark: Mark) -> Officer {
    Officer {
        id: id.to_owned(),
        name: name.to_owned(),
        rank: "Officer".to_owned(),
        squad: "B".to_owned(),
        mark,
        marked_by: "Sergeant Example".to_owned(),
        marked_at: Some(moment("2026-11-24T07:08:00-05:00")),
        method: Some(Method::AllHere),
        arrived_at: None,
        visiting: false,
        acknowledgement: muster::session::Acknowledgement::None,
        left_at: None,
        minutes: None,
    }
}

pub fn completion(module: &str, title: &str, day: i8) -> Completion {
    let at = |time: &str| moment(&format!("2026-11-{day:02}T{time}:00-05:00"));
    Completion {
        session_id: uuid::Uuid::new_v4(),
        agency: "Example Sheriff".to_owned(),
        ori: "EX0000000".to_owned(),
        station_id: None,
        station: "Central Station".to_owned(),
        room: "Muster room".to_owned(),
        shift: "day".to_owned(),
        shift_name: "Day shift".to_owned(),
        shift_date: date(2026, 11, day),
        started_at: at("06:55"),
        ended_at: at("07:09"),
        clock_doubt: false,
        planned_minutes: 12,
        actual_minutes: 14,
        credit_minutes: None,
        delivery: Delivery::RollCall,
        outcome: Outcome::Complete,
        step_reached: Some(7),
        entered: Entered::Live,
        app_version: "0.1.0".to_owned(),
        machine: "muster-pc".to_owned(),
        pack_id: format!("example.sheriff.{module}").parse().unwrap(),
        pack_version: Some(3.try_into().unwrap()),
        pack_sha256: "ab".repeat(32),
        publisher: "Training Unit".to_owned(),
        key_id: Some("13DB25CA1A0FCB30".parse().unwrap()),
        module_id: module.parse().unwrap(),
        module_title: title.to_owned(),
        variant: String::new(),
        language: "en-US".to_owned(),
        status: "current".to_owned(),
        review_overdue: false,
        approval: "Captain Example".to_owned(),
        course: Course::default(),
        media: vec![MediaPlayed {
            id: "briefing".to_owned(),
            played: vec![(0, 220_000)],
            to_end: true,
            captions: true,
        }],
        prompts: vec![PromptShown {
            id: "who-decides".to_owned(),
            shown: true,
        }],
        job_aids: vec![AidShown {
            id: "card".to_owned(),
            shown: false,
        }],
        facilitator: Facilitator {
            id: "0417".to_owned(),
            name: "Sergeant Example".to_owned(),
            ..Facilitator::default()
        },
        officers: vec![
            officer("1042", "A. Example", Mark::Present),
            officer("1057", "B. Example", Mark::Absent),
        ],
        headcount: 0,
        signed_by: "Sergeant Example".to_owned(),
        signed_at: at("07:09"),
        notes: String::new(),
        roll_call_id: None,
        credit_rule: None,
        on_duty: None,
    }
}

pub fn recorded(folder: &DataFolder, sessions: &[Completion]) {
    let records = Records::open(&folder.records_file()).unwrap();
    for session in sessions {
        records.append(session, &session.signed_at).unwrap();
    }
}

// SCREENS 10.1, 10.2.
#[test]
fn records_are_found_by_typing_opened_checked_and_exported() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let mut sessions = vec![
        completion("detainer", "How to Respond to an Immigration Detainer", 24),
        completion("consular", "Consular Notification", 23),
    ];
    sessions[1].officers[0].mark = Mark::Late;
    recorded(&folder, &sessions);
    let mut bench = records_bench(&folder);
    wait_for(&mut bench, "2 briefings");
    keep_picture(&mut bench, "records");
    type_into(&mut bench, "Find: title, name, id, note, day", "detainer");
    wait_for(&mut bench, "1 briefing");
    assert!(bench.query_by_label_contains("Consular").is_none());

    press(
        &mut bench,
        "24 Nov, Day shift, How to Respond to an Immigration Detainer, 1 of 2, Complete",
    );
    wait_for(
        &mut bench,
        "06:55–07:09, led by Sergeant Example; 1 of 2 present.",
    );
    wait_for(&mut bench, "Absent (1)");
    wait_for(&mut bench, "card (skipped)");
    keep_picture(&mut bench, "records-session");
    press(&mut bench, "Close session");

    press(&mut bench, "Check the records");
    wait_for(&mut bench, "The records are whole: 2 rows");
    let head = Records::open(&folder.records_file())
        .unwrap()
        .head()
        .unwrap();
    wait_for(&mut bench, &head.hash.to_string());

    let stick = world.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    press(&mut bench, "Export attendance…");
    type_into(
        &mut bench,
        "or a folder or file:",
        &stick.display().to_string(),
    );
    keep_picture(&mut bench, "records-export");
    press(&mut bench, "Use it");
    wait_for(&mut bench, "2 rows written to");
    let mut files: Vec<_> = std::fs::read_dir(&stick)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let csv = std::fs::read_to_string(&files[0]).unwrap();
    assert!(csv.contains("1042") && csv.contains("1057"), "{csv}");
    assert!(!csv.contains("consular"), "only what the list showed");
    let chain = std::fs::read_to_string(&files[1]).unwrap();
    assert!(chain.contains(&head.hash.to_string()), "{chain}");
}

// RECORDS 5.8.
#[test]
fn altered_records_are_reported_as_altered() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    recorded(
        &folder,
        &[completion("consular", "Consular Notification", 23)],
    );
    let connection = rusqlite::Connection::open(folder.records_file()).unwrap();
    let sql = "CREATE INDEX entries_by_hash ON entries(hash)";
    connection.execute_batch(sql).unwrap();
    let mut bench = records_bench(&folder);
    wait_for(&mut bench, "were altered outside Muster");
    press(&mut bench, "Check the records");
    wait_for(&mut bench, "extra index entries_by_hash");
    assert!(bench.query_by_label_contains("Consular").is_none());
}

#[test]
fn a_station_without_records_says_so() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let mut bench = records_bench(&folder);
    wait_for(&mut bench, "Nothing is recorded that fits.");
    type_into(&mut bench, "From, 2026-11-01", "yesterday");
    wait_for(&mut bench, "Write days as 2026-11-30.");
}

// SCREENS 10.11.
#[test]
fn a_record_is_changed_by_a_row_of_its_own() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let session = completion("detainer", "Detainer", 24);
    recorded(&folder, std::slice::from_ref(&session));
    let mut bench = records_bench(&folder);
    press(&mut bench, "24 Nov, Day shift, Detainer, 1 of 2, Complete");
    press(&mut bench, "Change something…");
    wait_for(&mut bench, "Choose what is changed.");
    keep_picture(&mut bench, "records-change");
    press(&mut bench, "Leave the change");
    press(&mut bench, "Enter from paper…");
    wait_for(&mut bench, "Choose a briefing.");
    press(&mut bench, "Held: Self-study");
    wait_for(&mut bench, "For single officers; nobody leads it.");
    keep_picture(&mut bench, "records-enter");
}

// SCREENS 10.12, RECORDS 6.11, 8.14.
#[test]
fn who_missed_a_briefing_is_listed_with_reasons_found_by_typing_and_exported() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    missed_station(world.path(), &folder);
    let mut bench = records_bench(&folder);
    wait_for(&mut bench, "1 briefing");
    press(&mut bench, "Who missed it");
    wait_for(&mut bench, "2 open briefings");
    keep_picture(&mut bench, "records-missed");
    let absent =
        "B. Example, 1057, Day shift, How to Respond to an Immigration Detainer, 24 Nov, absent";
    let since = "C. Example, 1061, Day shift, How to Respond to an Immigration Detainer, 24 Nov, not yet on the shift";
    for row in [absent, since] {
        assert!(
            bench.query_by_label(row).is_some(),
            "{row}: {:?}",
            labels(&bench)
        );
    }
    type_into(&mut bench, "Find: name or number", "1061");
    wait_for(&mut bench, "1 open briefing");
    assert!(bench.query_by_label(absent).is_none());
    press(&mut bench, "Export the list…");
    let stick = world.path().join("out");
    std::fs::create_dir(&stick).unwrap();
    type_into(
        &mut bench,
        "or a folder or file:",
        &stick.display().to_string(),
    );
    press(&mut bench, "Use it");
    wait_for(&mut bench, "The list is in");
    let files = std::fs::read_dir(&stick)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let file = files
        .into_iter()
        .find(|file| file.extension().is_some_and(|e| e == "csv"));
    let text = std::fs::read_to_string(file.expect("a table")).unwrap();
    assert_eq!(text.lines().count(), 3, "the whole list: {text}");
    press(&mut bench, "Back to the briefings");
    wait_for(&mut bench, "1 briefing");
    // SCREENS 10.13.
    type_into(&mut bench, "Officer’s id", "1057");
    wait_for(
        &mut bench,
        "24 Nov, Day shift, How to Respond to an Immigration Detainer, absent, Complete",
    );
}

// SCREENS 10.11, RECORDS 2.13.
#[test]
fn somebody_who_is_not_on_the_roll_is_put_on_it_on_the_screen_and_the_list_follows() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    missed_station(world.path(), &folder);
    let mut bench = records_bench(&folder);
    wait_for(&mut bench, "1 briefing");
    press(
        &mut bench,
        "24 Nov, Day shift, How to Respond to an Immigration Detainer, 1 of 2, Complete",
    );
    press(&mut bench, "Change something…");
    choose(&mut bench, "Of", "Somebody who is not on the roll");
    type_into(&mut bench, "Number, of an officer on the roster", "1061");
    choose(&mut bench, "Was", "present");
    type_into(&mut bench, "Changed by", "Lieutenant 7");
    type_into(&mut bench, "Why", "Came after sign-off");
    keep_picture(&mut bench, "records-add-officer");
    press(&mut bench, "Record the change");
    wait_for(&mut bench, "Recorded: C. Example is on the roll now.");
    let records = Records::open_read_only(&folder.records_file()).unwrap();
    let session = &records
        .sessions(&muster::records::Filter::default())
        .unwrap()[0];
    assert_eq!(session.session.officers.len(), 3);
    assert_eq!(session.session.officers[2].minutes, Some(14));
    assert_eq!(session.amendments[0].why, "Came after sign-off");
    // The window finds again what it shows when something is recorded; here typing does.
    type_into(
        &mut bench,
        "Find: title, name, id, note, day",
        "Immigration",
    );
    wait_for(
        &mut bench,
        "C. Example put on the roll, by Lieutenant 7, because: Came after sign-off",
    );
    press(&mut bench, "Who missed it");
    wait_for(&mut bench, "1 open briefing");
}

/// Chooses an entry of a list.
fn choose(bench: &mut Bench<'static, Desk>, list: &str, entry: &str) {
    bench.get_by_role_and_label(Role::ComboBox, list).click();
    bench.run_steps(3);
    press(bench, entry);
}

/// A station with one briefing recorded: 1042 was there, 1057 was not, 1061 came to the shift since.
fn missed_station(world: &std::path::Path, folder: &DataFolder) {
    installed(world, folder);
    let title = "How to Respond to an Immigration Detainer";
    let mut session = completion("detainer", title, 24);
    session.pack_id = "example.sheriff.detainer".parse().unwrap();
    let store = StationStore::open(folder);
    let station = store.update(|station| {
        let officer = |(id, name): (&str, &str)| muster::station::Officer {
            id: id.to_owned(),
            name: name.to_owned(),
            shift: Some(ShiftId::as_recorded("day")),
            ..muster::station::Officer::default()
        };
        let roster = [
            ("1042", "A. Example"),
            ("1057", "B. Example"),
            ("1061", "C. Example"),
        ];
        station.roster = roster.map(officer).to_vec();
        "Central Station".clone_into(&mut station.name);
        station.shifts = vec![Shift {
            id: ShiftId::as_recorded("day"),
            name: "Day shift".to_owned(),
            start: jiff::civil::time(7, 0, 0, 0),
            end: jiff::civil::time(15, 0, 0, 0),
        }];
        station.approvals = vec![muster::station::Approval {
            module: "example.sheriff.detainer/detainer".parse().unwrap(),
            by: "Captain Example".to_owned(),
            note: String::new(),
            at: jiff::Timestamp::UNIX_EPOCH,
        }];
        Ok::<(), muster::station::StationError>(())
    });
    station.unwrap();
    recorded(folder, &[session]);
}
