//! `muster visit`: rosters and assignments that nobody signed.

use serde_json::{Value, json};

use crate::world::World;

#[test]
fn a_roster_and_assignments_count_only_after_confirmation() {
    let world = World::new();
    world.station();
    let folder = world.stick("stations");
    world.write(
        &format!("{folder}/roster.csv"),
        b"officer_id,name,rank,shift\r\n1042,Officer 1042,Officer,day\r\n",
    );
    let assignment = json!({"module": "example.journey/detainer", "shifts": ["day"], "squads": [],
        "ranks": [], "due": "2026-12-31", "every_days": null});
    let file = json!({"kind": "muster-assignments", "format": 1, "assignments": [assignment]});
    world.write(
        &format!("{folder}/assignments.json"),
        file.to_string().as_bytes(),
    );

    let shown = world.ok(&["visit", "@stick"]);
    assert_eq!(shown["roster"]["new"][0]["id"], "1042");
    assert_eq!(shown["roster"]["applied"], false);
    assert_eq!(shown["assignments"]["new"][0], assignment);
    assert_eq!(shown["assignments"]["applied"], false);
    assert_eq!(world.ok(&["roster", "list"])["officers"], json!([]));
    assert_eq!(world.ok(&["assign"])["assignments"], json!([]));
    let log = world.actions();
    assert!(!log.iter().any(|action| action == "roster"), "{log:?}");

    let taken = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(taken["roster"]["applied"], true);
    assert_eq!(taken["assignments"]["applied"], true);
    assert_eq!(world.ok(&["roster", "list"])["officers"][0]["id"], "1042");
    assert_eq!(world.ok(&["assign"])["assignments"], json!([assignment]));
    assert_eq!(world.actions()[log.len()..], ["roster", "assignments"]);

    for receipt in world
        .out()
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "pdf"))
    {
        let text = world.receipt(receipt);
        assert!(text.contains("Roster: 1 new"), "{text}");
        assert!(!text.contains("Officer 1042"), "names stay here: {text}");
    }

    let again = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(again["roster"]["applied"], false, "nothing is left to do");
    assert_eq!(again["roster"]["unchanged"], 1);
    assert_eq!(world.actions().len(), log.len() + 2);
}

// RECORDS 7.17.
#[test]
fn a_roster_that_changes_many_officers_is_left_out_until_that_is_confirmed() {
    let world = World::new();
    world.station();
    let rows = |shift: &str| {
        (1..=10).fold("officer_id,name,shift\r\n".to_owned(), |text, id| {
            text + &format!("{id},Officer {id},{shift}\r\n")
        })
    };
    let file = format!("{}/roster.csv", world.stick("stations"));
    world.write(&file, rows("day").as_bytes());
    world.ok(&["visit", "@stick", "--yes"]);
    let before = world.ok(&["roster", "list"]);
    world.write(&file, rows("").as_bytes());

    let shown = world.ok(&["visit", "@stick"]);
    assert_eq!(shown["roster"]["applied"], false);
    assert_eq!(shown["roster"]["warnings"][0]["field"], "shift");
    let log = world.actions().len();
    let left = world.fails(5, "MassChange", &["visit", "@stick", "--yes"]);
    assert_eq!(
        (&left["roster"]["ok"], &left["roster"]["applied"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(left["roster"]["error"]["code"], "MassChange");
    assert_eq!(left["roster"]["fields"][0]["emptied"], 10);
    assert_eq!(world.ok(&["roster", "list"]), before);
    assert_eq!(world.actions().len(), log);
    let text: String = world
        .out()
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "pdf"))
        .map(|file| world.receipt(file))
        .collect();
    assert!(text.contains("left out"), "{text}");

    let taken = world.ok(&["visit", "@stick", "--yes", "--mass-changes"]);
    assert_eq!(taken["roster"]["applied"], true);
    assert_eq!(
        world.ok(&["roster", "list"])["officers"][0]["shift"],
        Value::Null
    );
    world.fails(2, "Usage", &["visit", "@stick", "--mass-changes"]);
}

// EXCHANGE 4.14.
#[test]
fn a_roster_is_read_in_any_case_of_the_letters_and_of_several_none_but_the_exact_one() {
    let world = World::new();
    world.station();
    let row = |name: &str| format!("officer_id,name\r\n1042,{name}\r\n");
    let upper = format!(
        "stick/MUSTER/Stations/{}/Roster.CSV",
        world.id().to_uppercase()
    );
    world.write(&upper, row("Upper").as_bytes());
    let visited = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(visited["roster"]["new"][0]["name"], "Upper", "{visited}");
    assert_eq!(visited["misplaced"], json!([]));
    // The visit made a folder "muster" beside it, where the case of letters makes a difference.
    let visited = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(visited["roster"]["unchanged"], 1, "{visited}");
    if world.path("stick/MUSTER/stations").exists() || world.path("stick/Muster").exists() {
        return;
    }
    let other = format!(
        "stick/MUSTER/Stations/{}/roster.Csv",
        world.id().to_uppercase()
    );
    world.write(&other, row("Other").as_bytes());
    let refused = world.fails(4, "BadRoster", &["visit", "@stick", "--yes"]);
    let text = refused["roster"]["error"]["message"]
        .as_str()
        .expect("a message");
    assert!(
        text.contains("Roster.CSV") && text.contains("roster.Csv"),
        "{text}"
    );
    world.write(
        &format!("{}/roster.csv", world.stick("stations")),
        row("Exact").as_bytes(),
    );
    let visited = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(visited["roster"]["changed"][0]["to"]["name"], "Exact");
    assert_eq!(
        visited["misplaced"].as_array().map(Vec::len),
        Some(2),
        "{visited}"
    );
}

#[test]
fn another_stations_roster_is_left_alone_and_the_missing_one_for_this_station_is_reported() {
    let world = World::new();
    world.station();
    world.write(
        "stick/muster/stations/7f3c0a52-0000-4000-8000-000000000000/roster.csv",
        b"officer_id,name\r\n1,Somebody else\r\n",
    );
    let visited = world.ok(&["visit", "@stick", "--yes"]);
    assert_eq!(visited["roster"], Value::Null);
    let text = visited["misplaced"][0]["message"]
        .as_str()
        .expect("a message");
    assert!(
        text.contains("for another station") && text.contains("none for this one"),
        "{text}"
    );
    // On a stick for several stations others' files are as they should be.
    world.write(
        &format!("{}/roster.csv", world.stick("stations")),
        b"officer_id,name\r\n7,Ours\r\n",
    );
    let visited = world.ok(&["visit", "@stick"]);
    assert_eq!(visited["misplaced"], json!([]));
    assert_eq!(world.ok(&["roster", "list"])["officers"], json!([]));
}
