//! Journeys through the real program, as IT, an author and a coordinator would go. They run the
//! Windows program under Wine too: see `common`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test makes its world with std, and fails where something is not there"
)]

#[path = "journeys/author.rs"]
mod author;
mod common;
#[path = "journeys/credit.rs"]
mod credit;
#[path = "journeys/doctor.rs"]
mod doctor;
#[path = "journeys/log.rs"]
mod log;
#[path = "journeys/missed.rs"]
mod missed;
#[path = "journeys/roots.rs"]
mod roots;
#[path = "common/rot.rs"]
mod rot;
#[path = "journeys/rotten.rs"]
mod rotten;
#[path = "journeys/stick.rs"]
mod stick;
#[path = "journeys/trust.rs"]
mod trust;
#[path = "journeys/visit.rs"]
mod visit;
#[path = "journeys/visit_roster.rs"]
mod visit_roster;
#[path = "journeys/world.rs"]
mod world;

use std::path::Path;

use serde_json::Value;
use world::World;

#[test]
fn a_pack_goes_from_its_sources_over_the_shelf_into_a_record_and_out_of_it() {
    let world = World::new();
    world.sources("pack", 3);
    let key = world.ok(&["key", "new", "--out", "@publisher", "--no-password"]);
    let key_id = key["key_id"].as_str().expect("a key id").to_owned();

    let report = world.ok(&["pack", "check", "@pack"]);
    assert_eq!(report["findings"], Value::Array(Vec::new()));
    let pack = world.ok(&[
        "pack",
        "build",
        "@pack",
        "--key",
        "@publisher.sec",
        "--out",
        "@one.muster",
    ]);
    assert_eq!(pack["key_id"], key_id.as_str());

    let refused = world.fails(3, "UntrustedPublisher", &["install", "@one.muster"]);
    assert!(
        refused["error"]["message"]
            .as_str()
            .expect("text")
            .contains(&key_id)
    );
    world.ok(&[
        "trust",
        "add",
        "@publisher.pub",
        "--name",
        "Example publisher",
    ]);
    let verified = world.ok(&["verify", "@one.muster"]);
    assert_eq!(verified["results"][0]["action"], "would_install");
    let installed = world.ok(&["install", "@one.muster"]);
    assert_eq!(installed["results"][0]["action"], "installed");
    let again = world.ok(&["install", "@one.muster"]);
    assert_eq!(again["results"][0]["action"], "already_installed");

    let list = world.ok(&["list"]);
    let listed = &list["packs"][0];
    assert_eq!(listed["id"], "example.journey");
    assert_eq!(listed["version"], 3);
    assert_eq!(listed["publisher"], "Example publisher");
    assert_eq!(listed["claimed_publisher"], "Example Sheriff");
    assert_eq!(listed["sha256"], pack["sha256"]);
    assert_eq!(listed["modules"][0]["prompts"], 1);

    a_briefing_on_paper_is_recorded(&world);
}

/// From an installed pack to an exported record.
fn a_briefing_on_paper_is_recorded(world: &World) {
    world.ok(&["station", "set", "name", "Central"]);
    world.ok(&["station", "set", "shifts", "day=Day shift,07:00-15:00"]);
    world.write("roster.csv", b"officer_id,name,rank,shift\r\n1042,Officer 1042,Officer,day\r\n1057,Officer 1057,Officer,day\r\n");
    world.ok(&["roster", "import", "@roster.csv"]);
    world.ok(&["approve", "example.journey/detainer", "--by", "Coordinator"]);
    world.on_paper(&["--absent", "1057"]);

    let records = world.ok(&["records", "list"]);
    let session = &records["sessions"][0];
    assert_eq!(session["module_id"], "detainer");
    assert_eq!(session["entered"], "by hand");
    assert_eq!(session["officers"].as_array().expect("officers").len(), 2);
    world.ok(&["records", "verify"]);
    world.ok(&[
        "records",
        "export",
        "--what",
        "attendance",
        "--format",
        "csv",
        "--out",
        "@attendance.csv",
    ]);
    let exported = world.read("attendance.csv");
    let marks: Vec<&str> = exported
        .lines()
        .filter(|l| l.contains("1042") || l.contains("1057"))
        .collect();
    assert_eq!(marks.len(), 2, "one row an officer: {exported}");
    assert!(world.path("attendance.csv.chain.json").exists());
    world.fails(
        2,
        "Exists",
        &[
            "records",
            "export",
            "--what",
            "attendance",
            "--format",
            "csv",
            "--out",
            "@attendance.csv",
        ],
    );
}

#[test]
fn an_update_keeps_the_version_before_and_an_older_one_is_refused() {
    let world = World::new();
    world.publisher();
    for version in [1, 2] {
        world.sources("pack", version);
        world.build("pack", &format!("v{version}.muster"));
    }
    world.ok(&["install", "@v1.muster"]);
    let updated = world.ok(&["install", "@v2.muster"]);
    assert_eq!(updated["results"][0]["action"], "updated");
    world.fails(5, "OlderThanInstalled", &["install", "@v1.muster"]);
    assert_eq!(world.ok(&["list"])["packs"][0]["version"], 2);
    world.ok(&[
        "rollback",
        "example.journey",
        "--reason",
        "the new form is wrong",
    ]);
    assert_eq!(world.ok(&["list"])["packs"][0]["version"], 1);
    world.ok(&["remove", "example.journey"]);
    assert_eq!(world.ok(&["list"])["packs"], Value::Array(Vec::new()));
    world.fails(5, "OlderThanInstalled", &["install", "@v1.muster"]);
}

#[test]
fn the_same_version_with_other_content_is_refused() {
    let world = World::new();
    world.publisher();
    world.sources("pack", 1);
    world.build("pack", "first.muster");
    world.write("pack/text/card.md", b"# Another card\n");
    world.build("pack", "second.muster");
    world.ok(&["install", "@first.muster"]);
    world.fails(
        5,
        "SameVersionDifferentContent",
        &["install", "@second.muster"],
    );
}

#[test]
fn of_a_stick_the_newest_version_that_verifies_is_installed() {
    let world = World::new();
    world.publisher();
    for version in [1, 2, 3] {
        world.sources("pack", version);
        world.build(
            "pack",
            &format!("stick/Grüße von der Wache/v{version}.muster"),
        );
    }
    let newest = world.path("stick/Grüße von der Wache/v3.muster");
    let mut bytes = std::fs::read(&newest).expect("the pack");
    bytes[200] ^= 1;
    std::fs::write(&newest, bytes).expect("a damaged pack");
    world.run(&["install", "@stick"]);
    assert_eq!(world.ok(&["list"])["packs"][0]["version"], 2);
}

#[test]
fn check_and_build_report_a_video_that_does_not_decode() {
    let world = World::new();
    world.publisher();
    world.sources("pack", 1);
    world.write(
        "pack/media/listen.wav",
        b"RIFF\x24\0\0\0WAVEjunk that is no sound at all",
    );
    let checked = world.fails(4, "BadMedia", &["pack", "check", "@pack"]);
    assert_eq!(checked["findings"][0]["file"], "media/listen.wav");
    world.fails(
        4,
        "BadMedia",
        &[
            "pack",
            "build",
            "@pack",
            "--key",
            "@publisher.sec",
            "--out",
            "@bad.muster",
        ],
    );
    assert!(
        !world.path("bad.muster").exists(),
        "nothing half-built stays"
    );
}

#[test]
fn wrong_usage_is_refused_with_exit_code_2() {
    let world = World::new();
    world.fails(2, "NotFound", &["nonsense"]);
    world.fails(2, "NotFound", &["install", "@nowhere.muster"]);
    world.write("empty/readme.txt", b"no packs here");
    world.fails(2, "NotFound", &["install", "@empty"]);
    world.fails(2, "NotFound", &["pack", "check", "@nowhere"]);
    world.fails(2, "NotFound", &["pack", "check", "@empty"]);
    world.fails(2, "Usage", &["trust", "add"]);
}

#[test]
fn a_password_protects_the_secret_key() {
    let world = World::new();
    world.write("password.txt", b"correct horse\r\n");
    world.write("wrong.txt", b"battery staple\n");
    world.ok(&[
        "key",
        "new",
        "--out",
        "@publisher",
        "--password-file",
        "@password.txt",
    ]);
    world.sources("pack", 1);
    let build = |password: &'static str| {
        [
            "pack",
            "build",
            "@pack",
            "--key",
            "@publisher.sec",
            "--out",
            "@a.muster",
            "--password-file",
            password,
        ]
    };
    world.fails(4, "BadKey", &build("@wrong.txt"));
    world.ok(&build("@password.txt"));
}

#[test]
fn the_demo_is_one_command_and_a_second_start_changes_nothing() {
    let world = World::new();
    world.sources("content/one", 1);
    let demo = ["demo", "--no-window", "--content", "@content"];
    let first = world.ok(&demo);
    assert_eq!(first["packs"][0]["action"], "installed");
    let station = world.ok(&["station", "show"]);
    assert_eq!(
        station["station"]["shifts"]
            .as_array()
            .expect("shifts")
            .len(),
        3
    );
    assert_eq!(
        world.ok(&["records", "list"])["sessions"],
        Value::Array(Vec::new()),
        "no sessions are made up"
    );
    let second = world.ok(&demo);
    assert_eq!(second["packs"][0]["action"], "already_installed");
    assert_eq!(world.ok(&["station", "show"]), station);

    world.write("content/one/text/card.md", b"# A better card\n");
    let changed = world.ok(&demo);
    assert_eq!(changed["packs"][0]["action"], "updated");
    assert_eq!(changed["packs"][0]["version"], 2);
    assert_eq!(world.ok(&demo)["packs"][0]["action"], "already_installed");
}

#[test]
fn the_demo_leaves_a_real_station_alone() {
    let world = World::new();
    world.sources("content/one", 1);
    world.ok(&["station", "set", "name", "Central"]);
    world.fails(
        2,
        "Exists",
        &["demo", "--no-window", "--content", "@content"],
    );
    assert_eq!(world.ok(&["list"])["packs"], Value::Array(Vec::new()));
}

/// The one with two modules; tests/series.rs checks them all.
#[test]
fn a_shipped_pack_passes_its_own_check() {
    let world = World::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs/introduction");
    let folder = common::path(&folder);
    let found = world.ok(&["pack", "check", folder.to_str().expect("Unicode")]);
    assert_eq!(found["findings"], Value::Array(Vec::new()));
}

#[test]
fn a_window_that_cannot_be_opened_is_a_json_document_too() {
    if common::under_wine() {
        common::skip("under Wine there is a screen");
        return;
    }
    let world = World::new();
    world.write("sound.wav", b"RIFF");
    for arguments in [&[][..], &["play", "@sound.wav"]] {
        let (code, document) = world.document(arguments);
        assert_eq!(code, 1, "{arguments:?}: {document}");
        assert_eq!(document["ok"], false, "{document}");
        assert_eq!(document["error"]["code"], "Io", "{document}");
    }
}
