//! Minutes, credit and duty of officers, and officers who are put on the roll afterwards (RECORDS 1.13,
//! 1.14, 2.13).

use serde_json::{Value, json};

use crate::world::World;

/// The only export of the attendance, by officer's id or name.
fn attendance(world: &World) -> Vec<Value> {
    let out = ["--format", "json", "--out", "@attendance.json", "--force"];
    world.ok(&[&["records", "export", "--what", "attendance"][..], &out].concat());
    let document: Value = serde_json::from_str(&world.read("attendance.json")).expect("JSON");
    document["attendance"].as_array().expect("rows").clone()
}

fn of<'a>(rows: &'a [Value], who: &str) -> &'a Value {
    let mut rows = rows.iter();
    let found = rows.find(|row| row["officer"]["id"] == who || row["officer"]["name"] == who);
    found.expect("a row")
}

#[test]
fn officers_are_credited_by_the_agencys_rule_that_held_then() {
    let world = World::new();
    world.station();
    world.recorded();
    let first = of(&attendance(&world), "1042").clone();
    assert_eq!(first["credit_rule"], "planned");
    assert!(first["roll_call_id"].is_string());
    assert!(first["officer"]["minutes"].is_number(), "{first}");

    world.fails(2, "Usage", &["station", "set", "credit", "generous"]);
    let station = world.ok(&["station", "set", "credit", "capped"])["station"].clone();
    assert_eq!(station["credit"], "capped");
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
        "1042",
        "--minutes",
        "300",
        "--on-duty",
        "no",
    ];
    world.ok(&make_up);
    let rows = attendance(&world);
    let later = &rows[0];
    assert_eq!(
        (&later["credit_rule"], &later["on_duty"]),
        (&json!("capped"), &json!(false))
    );
    assert_eq!(later["roll_call_id"], Value::Null);
    assert_eq!(later["officer"]["minutes"], 300);
    let planned = world.ok(&["records", "list"])["sessions"][0]["planned_minutes"].clone();
    assert_eq!(later["officer_credit_minutes"], planned);
    assert_eq!(
        of(&rows[1..], "1042"),
        &first,
        "what was recorded before stays"
    );
}

/// A change of a briefing, with who made it and why.
fn amend<'a>(id: &'a str, change: &[&'a str]) -> Vec<&'a str> {
    let made = ["--by", "Lieutenant 7", "--why", "Came after sign-off"];
    [&["records", "amend", id][..], change, &made].concat()
}

// RECORDS 8.5.
#[test]
fn one_officers_attendance_is_exported_alone_with_a_mark_for_spreadsheets_unless_told_otherwise() {
    let world = World::new();
    world.station();
    world.write(
        "roster.csv",
        b"officer_id,name,rank,shift\r\n1042,Officer 1042,Officer,day\r\n1057,Officer 1057,Officer,day\r\n",
    );
    world.ok(&["roster", "import", "@roster.csv"]);
    world.ok(&["approve", "example.journey/detainer", "--by", "Coordinator"]);
    world.on_paper(&["--absent", "1057"]);
    let export = |more: &[&str]| {
        let what = [
            "records",
            "export",
            "--what",
            "attendance",
            "--format",
            "csv",
        ];
        world.ok(&[&what[..], &["--out", "@a.csv", "--force"], more].concat());
        world.read("a.csv")
    };
    let all = export(&[]);
    assert!(all.starts_with("\u{feff}session_id,"), "{all}");
    assert_eq!(all.lines().count(), 3);
    let one = export(&["--officer", "1057", "--no-bom"]);
    assert!(one.starts_with("session_id,"), "{one}");
    assert_eq!(one.lines().count(), 2, "{one}");
    assert!(
        one.contains("Officer 1057") && one.contains(",absent,"),
        "{one}"
    );
    world.ok(&["records", "verify", "--against", "@a.csv"]);
}

#[test]
fn who_came_after_sign_off_is_put_on_the_roll_with_a_reason() {
    let world = World::new();
    world.station();
    world.recorded();
    world.write(
        "roster.csv",
        b"officer_id,name,rank,shift\r\n1042,Officer 1042,Officer,day\r\n1057,Officer 1057,Corporal,\r\n",
    );
    world.ok(&["roster", "import", "@roster.csv"]);
    let session = world.ok(&["records", "list"])["sessions"][0].clone();
    let id = session["session_id"].as_str().expect("an id");
    world.ok(&amend(id, &["--add-officer", "1057"]));
    world.ok(&amend(
        id,
        &[
            "--add-visitor",
            "Deputy Example",
            "--mark",
            "late",
            "--minutes",
            "4",
        ],
    ));
    world.fails(2, "Usage", &amend(id, &["--add-officer", "1042"]));
    world.fails(
        2,
        "Usage",
        &amend(
            id,
            &["--add-officer", "1057", "--field", "notes", "--to", "x"],
        ),
    );
    world.fails(2, "Usage", &amend(id, &[]));
    let (exit, _) = world.document(&amend(id, &["--add-officer", "4711"]));
    assert_eq!(exit, 2);

    let now = world.ok(&["records", "list"])["sessions"][0].clone();
    let officers = now["officers"].as_array().expect("officers");
    let added = &officers[officers.len() - 2];
    assert_eq!(
        (&added["id"], &added["rank"]),
        (&json!("1057"), &json!("Corporal"))
    );
    assert_eq!(
        (&added["visiting"], &added["mark"]),
        (&json!(true), &json!("present"))
    );
    assert_eq!(added["minutes"], session["actual_minutes"]);
    assert_eq!(officers[officers.len() - 1]["minutes"], 4);
    let history = now["amendments"].as_array().expect("a history");
    assert_eq!(history.len(), 2);
    assert_eq!(
        (&history[0]["field"], &history[0]["from"]),
        (&json!("officers"), &Value::Null)
    );
    assert_eq!(history[0]["why"], "Came after sign-off");
    world.ok(&["records", "verify"]);
}
