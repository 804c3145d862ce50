//! `muster records missed`: who missed which briefing, since when, and why (RECORDS 6.11, 8.14).

use serde_json::{Value, json};

use crate::common;
use crate::world::World;

/// Three officers of the day shift; of the briefing on paper 1042 was there, 1057 excused, 1061 nowhere.
fn three_officers() -> World {
    let world = World::new();
    world.station();
    world.write(
        "roster.csv",
        "officer_id,name,rank,shift\r\n1042,Officer 1042,Officer,day\r\n\
         1057,\"O'Brien, Zoë\",Senior Officer,day\r\n1061,Officer 1061,Officer,day\r\n"
            .as_bytes(),
    );
    world.ok(&["roster", "import", "@roster.csv"]);
    world.ok(&["approve", "example.journey/detainer", "--by", "Coordinator"]);
    world.on_paper(&["--absent", "1057"]);
    world
}

fn of(list: &Value, field: &str) -> Vec<Value> {
    let rows = list["missed"].as_array().expect("rows");
    rows.iter().map(|row| row[field].clone()).collect()
}

#[test]
fn who_missed_a_briefing_is_listed_with_reasons_and_goes_from_the_list_after_a_make_up() {
    let world = three_officers();
    let session = &world.ok(&["records", "list"])["sessions"][0].clone();
    let to = [
        "--field",
        "mark",
        "--to",
        "excused",
        "--by",
        "Sergeant 0417",
    ];
    let id = session["session_id"].as_str().expect("an id");
    let amend = [
        "records",
        "amend",
        id,
        "--officer",
        "1057",
        "--why",
        "In court",
    ];
    world.ok(&[&amend[..], &to].concat());

    let list = world.ok(&["records", "missed"]);
    assert_eq!(of(&list, "reason"), ["excused", "unmarked"], "{list}");
    assert_eq!(of(&list, "since"), ["2026-11-20", "2026-11-20"]);
    let first = &list["missed"][0];
    assert_eq!(
        first["officer"],
        json!({"id": "1057", "name": "O'Brien, Zoë", "rank": "Senior Officer", "squad": ""})
    );
    assert_eq!(first["session_id"], session["session_id"]);
    assert_eq!(first["module_id"], "detainer");
    assert_eq!(first["attended"], Value::Null);

    let one = world.ok(&[
        "records",
        "missed",
        "--officer",
        "1061",
        "--module",
        "detainer",
    ]);
    assert_eq!(of(&one, "reason"), ["unmarked"]);
    let none = world.ok(&["records", "missed", "--shift", "swing"]);
    assert_eq!(none["missed"], json!([]));

    let make_up = [
        "records",
        "add",
        "--module",
        "detainer",
        "--shift",
        "day",
        "--date",
        "2026-11-21",
        "--facilitator",
        "Sergeant 0417",
        "--delivery",
        "make_up",
        "--present",
        "1057",
    ];
    world.ok(&make_up);
    let list = world.ok(&["records", "missed"]);
    assert_eq!(of(&list, "reason"), ["unmarked"], "1057 made it up");
}

#[test]
fn the_list_is_a_table_for_spreadsheets_in_a_file_and_on_standard_output() {
    let world = three_officers();
    let csv = ["records", "missed", "--format", "csv"];
    world.ok(&[&csv[..], &["--out", "@missed.csv"]].concat());
    let bytes = std::fs::read(world.path("missed.csv")).expect("a table");
    assert_eq!(&bytes[..3], b"\xEF\xBB\xBF");
    let text = String::from_utf8(bytes[3..].to_vec()).expect("UTF-8");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("officer_id,officer_name,"), "{text}");
    assert_eq!(lines.len(), 4, "{text}");
    assert!(text.contains("\"O'Brien, Zoë\""), "{text}");
    world.fails(2, "Exists", &[&csv[..], &["--out", "@missed.csv"]].concat());
    let again = ["--out", "@missed.csv", "--force", "--no-bom"];
    world.ok(&[&csv[..], &again].concat());
    assert_eq!(world.read("missed.csv"), text);

    let mut command = common::muster();
    command.args(csv).arg("--data-dir");
    let output = command.arg(common::path(&world.path("data"))).output();
    let printed = String::from_utf8(output.expect("muster runs").stdout).expect("UTF-8");
    assert_eq!(printed, text);
}

#[test]
fn a_station_without_records_has_nothing_open() {
    let world = World::new();
    assert_eq!(world.ok(&["records", "missed"])["missed"], json!([]));
    world.station();
    assert_eq!(world.ok(&["records", "missed"])["missed"], json!([]));
    world.fails(2, "Usage", &["records", "missed", "--module", "nonsense"]);
}
