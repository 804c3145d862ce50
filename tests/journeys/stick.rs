//! `muster verify` of a stick: what would come in, before anything does (CLI 2.16, 3.20).

use serde_json::{Value, json};

use crate::world::World;

/// A field of each of these results, in their order.
fn each(results: &Value, field: &str) -> Vec<Value> {
    let results = results.as_array().expect("results");
    results.iter().map(|result| result[field].clone()).collect()
}

#[test]
fn a_stick_is_weighed_under_the_trust_list_that_it_brings_and_changes_nothing() {
    let world = World::new();
    world.agency();
    world.sources("pack", 2);
    world.build("pack", "stick/two.muster");
    world.ok(&["install", "@stick/two.muster"]);
    world.sources("pack", 3);
    world.build("pack", "stick/three.muster");
    // The next list revokes what is installed.
    let revoke = ["--revoke-pack", "example.journey@2"];
    world.next("1.mtrust", "stick/2.mtrust", &revoke, &["a", "b"]);
    std::fs::copy(world.path("1.mtrust"), world.path("stick/1.mtrust")).expect("copied");
    let before = (world.ok(&["list"]), world.ok(&["trust", "list"]));

    let seen = world.ok(&["verify", "@stick"]);
    let actions = json!(["already_installed", "would_install"]);
    assert_eq!(json!(each(&seen["lists"], "action")), actions, "{seen}");
    assert_eq!(json!(each(&seen["lists"], "version")), json!([1, 2]));
    assert_eq!(seen["blocks"].as_array().map(Vec::len), Some(1), "{seen}");
    let pack = &seen["results"][0];
    assert_eq!(seen["results"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&pack["version"], &pack["replaces"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(pack["action"], "would_update");
    assert_eq!(json!(each(&pack["modules"], "change")), json!(["same"]));
    assert_eq!((world.ok(&["list"]), world.ok(&["trust", "list"])), before);

    // One list alone, and a pack under it that the station would not take.
    let list = world.ok(&["verify", "@stick/2.mtrust"]);
    assert_eq!(list["lists"][0]["action"], "would_install");
    assert_eq!(list["results"], json!([]));
}

#[test]
fn what_a_stick_cannot_bring_is_a_result_and_nothing_of_it_a_crash() {
    let world = World::new();
    world.publisher();
    world.sources("pack", 1);
    world.build("pack", "stick/one.muster");
    world.write("stick/notes.muster", b"not a pack");
    world.write(
        "stick/unit.pub",
        &std::fs::read(world.path("publisher.pub")).expect("a key"),
    );
    let (exit, seen) = world.document(&["verify", "@stick"]);
    assert_ne!(exit, 0);
    assert_eq!(
        json!(each(&seen["results"], "ok")),
        json!([false, true]),
        "{seen}"
    );
    assert_eq!(seen["keys"].as_array().map(Vec::len), Some(1));

    std::fs::create_dir(world.path("empty")).expect("a folder");
    world.fails(2, "NotFound", &["verify", "@empty"]);
    world.fails(2, "NotFound", &["verify", "@gone"]);
    world.fails(2, "NotFound", &["verify", "@gone.muster"]);
    world.fails(2, "NotFound", &["verify", "@gone.mtrust"]);
    // One that is refused keeps nobody from the next.
    let both = ["verify", "@gone.muster", "@stick/one.muster"];
    let (_, seen) = world.document(&both);
    assert_eq!(
        json!(each(&seen["results"], "ok")),
        json!([false, true]),
        "{seen}"
    );
}
