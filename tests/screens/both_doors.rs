//! What the command line and the window do is the same: each act is done once by each, on a station of
//! its own, and what came of it is compared.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use muster::station::{DataFolder, NameField, Station, StationNames, StationStore};
use muster::ui::ScreenCommand;
use muster::ui::screens::packs::Verdict;
use muster::ui::screens::station::StationCommand;

use crate::bench::{Bench, TITLE, behind, pack, press, type_into, wait_for};
use crate::packs::{packs_bench, take_in};
use crate::records::{completion, recorded, records_bench};
use crate::station::{Desk, installed, station_bench};
use crate::sticks::World;

const MODULE: &str = "example.sheriff.detainer/detainer";

/// One act by both doors, done after the acts before it.
struct Act {
    what: &'static str,
    commands: &'static [&'static [&'static str]],
    screen: fn(&mut Bench<'static, Desk>),
}

fn save_names(bench: &mut Bench<'static, Desk>, field: &str, text: &str) {
    press(bench, "Names");
    type_into(bench, field, text);
    press(bench, "Save");
    wait_for(bench, "Nothing is changed.");
}

fn save_shift(bench: &mut Bench<'static, Desk>, name: &str, start: &str, end: &str, hours: &str) {
    press(bench, "Shifts");
    press(bench, "Add a shift…");
    type_into(bench, "Name, for example Day shift", name);
    type_into(bench, "Starts at, for example 07:00", start);
    type_into(bench, "Ends at, for example 15:00", end);
    press(bench, "Save this shift");
    wait_for(bench, hours);
}

fn assign(bench: &mut Bench<'static, Desk>, ranks: &str, due: &str, shown: &str) {
    press(bench, "Assignments");
    press(bench, "Assign a briefing…");
    press(bench, TITLE);
    press(bench, "Day shift");
    press(bench, "Late shift");
    type_into(bench, "Ranks only, with commas between (empty: all)", ranks);
    type_into(bench, "Due by, as 2026-11-30 (may be empty)", due);
    press(bench, "Assign it");
    wait_for(bench, shown);
}

const SHIFTS: &[&str] = &[
    "station",
    "set",
    "shifts",
    "day-shift=Day shift,7-1500; late-shift=Late shift,15:00-24:00",
];

const ACTS: &[Act] = &[
    Act {
        what: "tags of several words, each once",
        commands: &[&["station", "set", "tags", " 287g, county jail,,287g"]],
        screen: |bench| {
            let field = "Tags for variants, for example 287g (with commas between)";
            save_names(bench, field, " 287g, county jail,,287g");
        },
    },
    Act {
        what: "a name with spaces around it",
        commands: &[&["station", "set", "name", "  Central Station "]],
        screen: |bench| save_names(bench, "Station", "  Central Station "),
    },
    Act {
        what: "shifts, their hours as people write them",
        commands: &[SHIFTS],
        screen: |bench| {
            save_shift(bench, "Day shift", "7", "1500", "07:00 to 15:00");
            save_shift(bench, "Late shift", "15:00", "24:00", "15:00 to 00:00");
        },
    },
    Act {
        what: "an assignment for a rank of two words",
        commands: &[&[
            "assign",
            MODULE,
            "--shift",
            "day-shift",
            "--shift",
            "late-shift",
            "--rank",
            "Senior Officer",
            "--due",
            "2030-11-30",
        ]],
        screen: |bench| assign(bench, "Senior Officer", "2030-11-30", "30 Nov 2030"),
    },
    Act {
        what: "the same assignment with another date",
        commands: &[&[
            "assign",
            MODULE,
            "--shift",
            "late-shift",
            "--shift",
            "day-shift",
            "--rank",
            "Senior Officer",
            "--due",
            "2031-01-31",
        ]],
        screen: |bench| assign(bench, "Senior Officer", "2031-01-31", "31 Jan 2031"),
    },
    Act {
        what: "a shift that is dropped",
        commands: &[&[
            "station",
            "set",
            "shifts",
            "day-shift=Day shift,07:00-15:00",
        ]],
        screen: |bench| {
            press(bench, "Shifts");
            press(bench, "Remove Late shift");
            press(bench, "Remove this shift");
            wait_for(bench, "Shift removed at");
        },
    },
    Act {
        what: "an approval",
        commands: &[&[
            "approve",
            MODULE,
            "--by",
            " Training Unit ",
            "--note",
            "For all ",
        ]],
        screen: |bench| {
            press(bench, "Approvals");
            press(bench, &format!("Approve {TITLE}"));
            type_into(
                bench,
                "Your name, as it is to stand there",
                " Training Unit ",
            );
            type_into(bench, "Note (may be empty)", "For all ");
            press(bench, &format!("Approve for use: {TITLE}"));
            wait_for(bench, "Approved by Training Unit");
        },
    },
    Act {
        what: "an approval that is withdrawn",
        commands: &[&["approve", MODULE, "--by", "Training Unit", "--withdraw"]],
        screen: |bench| {
            press(bench, &format!("Withdraw {TITLE}"));
            type_into(bench, "Your name, as it is to stand there", "Training Unit");
            press(bench, &format!("Withdraw the approval: {TITLE}"));
            wait_for(bench, "Approval withdrawn at");
        },
    },
    Act {
        what: "an assignment that is taken back",
        commands: &[&["assign", MODULE, "--remove"]],
        screen: |bench| {
            press(bench, "Assignments");
            press(bench, &format!("Take back assignment of {TITLE}"));
            wait_for(bench, "Assignment taken back at");
        },
    },
];

fn run(data: &Path, arguments: &[&str]) -> serde_json::Value {
    let done = Command::new(env!("CARGO_BIN_EXE_muster"))
        .arg("--json")
        .arg("--data-dir")
        .arg(data)
        .args(arguments)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    let printed = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{arguments:?}: {printed}{error}");
    serde_json::from_str(&printed).unwrap()
}

/// What is saved, but for the id and the times, which no two stations share.
fn saved(store: &StationStore) -> Station {
    let mut station = store.load().unwrap();
    station.id = None;
    for approval in &mut station.approvals {
        approval.at = jiff::Timestamp::UNIX_EPOCH;
    }
    for change in &mut station.approval_history {
        change.at = jiff::Timestamp::UNIX_EPOCH;
    }
    station
}

#[test]
fn each_act_changes_the_same_by_command_and_on_the_screen() {
    let (by_command, on_screen) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = |world: &Path| DataFolder::resolve(Some(&world.join("data"))).unwrap();
    let (command_data, screen_data) = (folder(by_command.path()), folder(on_screen.path()));
    installed(by_command.path(), &command_data);
    let packs = installed(on_screen.path(), &screen_data);
    let mut bench = station_bench(&screen_data, packs);
    bench.run_steps(3);
    let stores = [&command_data, &screen_data].map(StationStore::open);
    for act in ACTS {
        let before = stores.each_ref().map(saved);
        for command in act.commands {
            run(command_data.path(), command);
        }
        (act.screen)(&mut bench);
        let [command, screen] = stores.each_ref().map(saved);
        assert_eq!(command, screen, "{}", act.what);
        assert_ne!(command, before[0], "{} changed nothing", act.what);
    }
}

// CLI 1.11.
#[test]
fn damaged_settings_are_kept_aside_by_command_and_on_the_screen() {
    for on_screen in [false, true] {
        let world = tempfile::tempdir().unwrap();
        let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
        let store = StationStore::open(&folder);
        run(folder.path(), &["station", "set", "room", "Hall"]);
        std::fs::write(store.path(), "{").unwrap();
        if on_screen {
            let mut work = behind(&folder, Vec::new());
            let was = StationNames::default();
            let mut wanted = was.clone();
            wanted.set(NameField::Name, "Central").unwrap();
            work.execute(ScreenCommand::Station(StationCommand::SaveNames {
                was,
                wanted,
            }));
            for _ in 0..3_000 {
                let model = work.models().station;
                if model.saved.is_some() || model.failed.is_some() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            let notice = work.models().station.failed.map(|words| words.advice);
            assert!(notice.is_some_and(|advice| advice.contains("damaged-1.json")));
        } else {
            run(folder.path(), &["station", "set", "name", "Central"]);
        }
        assert_eq!(store.load().unwrap().name, "Central");
        assert!(folder.path().join("station.damaged-1.json").exists());
    }
}

/// Files by their names, with what stands in them.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name, std::fs::read_to_string(entry.path()).unwrap())
    });
    files.collect()
}

// RECORDS 8.6, SCREENS 10.2.
#[test]
fn an_export_is_the_same_by_command_and_on_the_screen() {
    let world = tempfile::tempdir().unwrap();
    let folder = DataFolder::resolve(Some(&world.path().join("data"))).unwrap();
    let sessions = [
        completion("detainer", "Detainer, \"read\"", 24),
        completion("consular", "=Consular", 23),
    ];
    recorded(&folder, &sessions);
    for (what, button) in [
        ("attendance", "Export attendance…"),
        ("sessions", "Export sessions…"),
    ] {
        let [by_command, on_screen] = ["command", "screen"].map(|door| {
            let folder = world.path().join(format!("{what}-{door}"));
            std::fs::create_dir(&folder).unwrap();
            folder
        });
        let mut bench = records_bench(&folder);
        wait_for(&mut bench, "2 briefings");
        press(&mut bench, button);
        let place = on_screen.display().to_string();
        type_into(&mut bench, "or a folder or file:", &place);
        press(&mut bench, "Use it");
        wait_for(&mut bench, "rows written to");
        let screen = contents(&on_screen);
        let name = screen.keys().find(|name| name.contains(".csv")).unwrap();
        let out = by_command.join(name);
        let out = out.to_str().unwrap();
        run(
            folder.path(),
            &[
                "records", "export", "--what", what, "--format", "csv", "--out", out,
            ],
        );
        assert_eq!(contents(&by_command), screen);
        assert!(screen.len() > 1, "the head lies beside it: {screen:?}");
    }
}

/// A library with its stick: one pack is installed, one would be new, one an update.
fn stick_world() -> World {
    let world = World::new();
    world.install(&pack(&world.drawer(), "detainer", "Detainers", 3));
    pack(&world.drawer(), "detainer", "Detainers", 4);
    pack(&world.drawer(), "notify", "Consular notification", 1);
    world.put_in();
    world
}

/// What is installed, and what the audit log names, but for the keys, which no two worlds share.
fn installed_and_logged(data: &Path) -> (Vec<String>, Vec<String>) {
    let packs = run(data, &["list"])["packs"].clone();
    let packs = packs.as_array().unwrap().iter();
    let packs = packs.map(|pack| format!("{} {} {}", pack["id"], pack["version"], pack["state"]));
    let out = data.join("audit.csv");
    run(data, &["audit", "export", "--out", out.to_str().unwrap()]);
    let log = std::fs::read_to_string(&out).unwrap();
    let acts = log.lines().map(|line| {
        let fields: Vec<_> = line.split(',').collect();
        fields[3..6].join(" ")
    });
    let acts = acts.filter(|act| !act.starts_with("trust"));
    (packs.collect(), acts.collect())
}

// CLI 2.16, EXCHANGE 4.3, SCREENS 10.3.
#[test]
fn what_a_stick_would_bring_and_what_comes_in_are_the_same_by_command_and_on_the_screen() {
    let (by_command, on_screen) = (stick_world(), stick_world());
    let data = |world: &World| world.library.folder().parent().unwrap().to_owned();
    let stick = by_command.stick();
    let stick = stick.to_str().unwrap();
    let expected = run(&data(&by_command), &["verify", stick]);
    let results = expected["results"].as_array().unwrap().iter();
    let mut seen: Vec<String> = results
        .map(|pack| format!("{} {}", pack["title"], pack["action"]))
        .collect();
    seen.sort();
    assert_eq!(expected["keys"].as_array().unwrap().len(), 1);
    assert_eq!(
        by_command.versions(),
        on_screen.versions(),
        "nothing is changed"
    );

    let mut bench = packs_bench(on_screen.library.folder(), vec![on_screen.stick()]);
    wait_for(&mut bench, "Update: version 3 → 4");
    wait_for(&mut bench, "New: version 1");
    let model = bench.state_mut().work.models().packs;
    let rows = &model.stick.as_ref().unwrap().packs;
    let mut shown: Vec<String> = rows
        .iter()
        .map(|row| {
            let action = match row.verdict {
                Verdict::New(_) => "would_install",
                Verdict::Update { .. } => "would_update",
                _ => "something else",
            };
            format!("{:?} {action:?}", row.title)
        })
        .collect();
    shown.sort();
    assert_eq!(seen, shown);

    run(&data(&by_command), &["install", stick]);
    take_in(&mut bench, "Install 2 packs");
    wait_for(&mut bench, "2 packs installed");
    assert_eq!(
        installed_and_logged(&data(&by_command)),
        installed_and_logged(&data(&on_screen))
    );
}
