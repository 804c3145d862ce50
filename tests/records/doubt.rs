//! Times and names that may mean several things, or nothing.

use serde_json::{Value, json};

use super::week::Week;

// RECORDS 10.6.
#[test]
fn a_zone_that_nobody_knows_is_a_problem_and_its_times_are_in_doubt() {
    let week = Week::new("Foo/Bar", "2025-03-03");
    let (_, doctor) = week.run(&["doctor"]);
    let lines = doctor["lines"].as_array().expect("lines");
    let clock = lines.iter().filter(|line| line["check"] == "clock");
    let states: Vec<&Value> = clock.map(|line| &line["state"]).collect();
    assert_eq!(states, [&json!("problem")]);
    week.ok(&["station", "set", "shifts", "day=Day,08:00-16:00"]);
    let entered = week.ok(&[
        "records",
        "add",
        "--module",
        "detainer",
        "--shift",
        "day",
        "--date",
        "2025-03-03",
        "--facilitator",
        "Somebody",
    ]);
    assert_eq!(entered["clock_doubt"], json!(true));
}

// RECORDS 7.13 and 10.4.
#[test]
fn what_cannot_be_or_may_be_several_is_asked_about_and_not_recorded() {
    let week = Week::new("America/New_York", "2025-03-03");
    week.ok(&["station", "set", "shifts", "day=Day,08:00-16:00"]);
    week.import(
        "officer_id,name,shift,active_to\n1,Sam Example,day,\n2,sam example,day,\n\
         3,Gone Example,day,2024-01-01\n",
    );
    let add = |more: &[&str]| {
        let add = ["records", "add", "--module", "detainer", "--shift", "day"];
        week.run(&[&add[..], more].concat())
    };
    let on = "2025-03-03";
    for refused in [
        &["--date", on, "--facilitator", "Sam Example"][..],
        &["--date", on, "--facilitator", "Gone Example"],
        &["--date", "0025-03-03", "--facilitator", "1"],
        &["--date", "1989-12-31", "--facilitator", "1"],
        &["--date", "2062-03-03", "--facilitator", "1"],
        &[
            "--date",
            on,
            "--facilitator",
            "1",
            "--start",
            "09:00",
            "--end",
            "08:00",
        ],
        &["--date", on, "--facilitator", "1", "--start", "24:00"],
        &["--date", on, "--facilitator", "1", "--delivery", "make_up"],
        &[
            "--date",
            on,
            "--facilitator",
            "1",
            "--present",
            "1",
            "--absent",
            "1",
        ],
    ] {
        let (code, document) = add(refused);
        assert_eq!(
            (code, &document["error"]["code"]),
            (2, &json!("Usage")),
            "{refused:?}"
        );
    }
    let (_, asked) = add(&["--date", on, "--facilitator", "Sam Example"]);
    let message = asked["error"]["message"].as_str().expect("a message");
    assert!(
        message.contains("1 Sam Example") && message.contains("2 sam example"),
        "{message}"
    );
    assert_eq!(week.ok(&["records", "verify"])["count"], json!(0));
    let arguments_with_choice = [
        "--date",
        on,
        "--facilitator",
        "Sam Example",
        "--facilitator-id",
        "2",
    ];
    assert_eq!(add(&arguments_with_choice).0, 0);
    assert_eq!(
        add(&[
            "--date",
            "1989-12-31",
            "--facilitator",
            "1",
            "--confirm-date"
        ])
        .0,
        0
    );
    let nobody = [
        "--date",
        "2025-03-04",
        "--facilitator",
        "Gone Example",
        "--facilitator-id",
        "",
    ];
    assert_eq!(add(&nobody).0, 0);
    let list = week.ok(&["records", "list"]);
    let ids: Vec<&Value> = list["sessions"]
        .as_array()
        .expect("sessions")
        .iter()
        .map(|s| &s["facilitator"]["id"])
        .collect();
    assert_eq!(ids, [&json!(""), &json!("2"), &json!("1")]);
}
