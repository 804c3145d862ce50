//! Keys that go under another key's id, and one key that goes under several: what counts is the key
//! (FORMAT 5.9, FORMAT 5.10, EXCHANGE 2.29 to 2.32).

use std::path::{Path, PathBuf};

use muster::pack::trust_list::ListedPublisher;
use muster::pack::{PublicKey, SecretKey, TrustList};
use serde_json::{Value, json};

use crate::forge::{twin_of, with_id};
use crate::lists::{Station, signed};
use crate::program::{refused, run};
use crate::world::{World, wav, who};

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

/// The file of a key.
fn file(world: &World, name: &str, key: &SecretKey) -> PathBuf {
    let path = world.path(name);
    let public = key.public().expect("a key").to_file_text();
    std::fs::write(&path, public).expect("a file");
    path
}

/// The publisher's key under another id.
fn renamed(world: &World) -> SecretKey {
    let key = with_id(&world.secret_text, [7; 8]);
    assert!(key.public().expect("a key").same_signer(&world.public));
    key
}

#[track_caller]
fn done(data: &Path, words: &[&str]) -> Value {
    let (status, document) = run(data, words);
    assert_eq!(status, 0, "{words:?}: {document}");
    document
}

fn state(data: &Path) -> Value {
    run(data, &["list"]).1["packs"][0]["state"].clone()
}

/// FORMAT 5.9.
#[test]
fn a_key_that_was_revoked_by_hand_is_revoked_under_every_id() {
    for by_file in [true, false] {
        let world = World::new();
        world.library();
        let data = world.path("data");
        let pack = world.pack("one.muster", 1, 400);
        done(&data, &["install", text(&pack)]);
        let own = file(&world, "own.pub", &world.secret);
        let id = world.public.id().to_string();
        let named = if by_file { text(&own) } else { &id };
        done(&data, &["trust", "remove", named, "--revoke"]);
        assert_eq!(state(&data), "blocked");
        let renamed = renamed(&world);
        let other = file(&world, "renamed.pub", &renamed);
        for key in [&own, &other] {
            refused(
                &data,
                2,
                "Exists",
                &["trust", "add", text(key), "--name", "X"],
            );
        }
        let pack = world.pack_by(&renamed, "renamed.muster", 2, &wav(400));
        refused(&data, 3, "UntrustedPublisher", &["install", text(&pack)]);
        refused(
            &data,
            2,
            "Usage",
            &["trust", "init", "--root", text(&other)],
        );
    }
}

/// FORMAT 5.10.
#[test]
fn a_key_that_was_never_seen_is_revoked_by_its_file() {
    let world = World::new();
    let data = world.path("data");
    let own = file(&world, "own.pub", &world.secret);
    let other = file(&world, "renamed.pub", &renamed(&world));
    done(&data, &["trust", "remove", text(&own), "--revoke"]);
    refused(
        &data,
        2,
        "Exists",
        &["trust", "add", text(&other), "--name", "X"],
    );
    let list = done(&data, &["trust", "list"]);
    assert_eq!(
        list["publishers"][0]["key"],
        world.public.to_base64(),
        "{list}"
    );
}

/// FORMAT 5.10.
#[test]
fn a_key_with_the_id_of_another_takes_nothing_from_it() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let pack = world.pack("one.muster", 1, 400);
    done(&data, &["install", text(&pack)]);
    let twin = twin_of(&world.public);
    let imitation = file(&world, "twin.pub", &twin);
    let words = ["trust", "add", text(&imitation), "--name", "Imitation"];
    let printed = refused(&data, 2, "Exists", &words);
    let message = printed["error"]["message"].as_str().expect("a message");
    assert!(message.contains("Another key"), "{printed}");
    // Its owner may as well have it revoked: that of the publisher stays.
    let revoke = ["trust", "remove", text(&imitation), "--revoke"];
    refused(&data, 2, "Exists", &revoke);
    refused(&data, 2, "Exists", &["trust", "remove", text(&imitation)]);
    assert_eq!(state(&data), "active");
    refused(
        &data,
        2,
        "Exists",
        &["trust", "init", "--root", text(&imitation)],
    );
    let forged = world.pack_by(&twin, "forged.muster", 2, &wav(400));
    refused(&data, 4, "BadSignature", &["install", text(&forged)]);
    // Where the publisher was let go and the imitation let in, what the publisher signed is still
    // the publisher's: whole, and not under the other name.
    let id = world.public.id().to_string();
    done(&data, &["trust", "remove", &id]);
    done(&data, &words);
    let (_, doctor) = run(&data, &["doctor"]);
    let lines = doctor["lines"].as_array().expect("lines");
    let line = lines
        .iter()
        .find(|line| line["check"] == "pack:example.attack");
    assert_eq!(line.expect("a line")["state"], "ok", "{doctor}");
    let list = run(&data, &["list"]).1;
    assert_eq!(list["packs"][0]["publisher"], "Example publisher", "{list}");
    done(&data, &["trust", "remove", text(&imitation), "--revoke"]);
    assert_eq!(state(&data), "active", "the imitation alone is revoked");
}

/// FORMAT 5.10: an id by which two keys are known here stands for both.
#[test]
fn an_id_of_several_keys_is_revoked_for_all_of_them() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let pack = world.pack("one.muster", 1, 400);
    done(&data, &["install", text(&pack)]);
    let id = world.public.id().to_string();
    let imitation = file(&world, "twin.pub", &twin_of(&world.public));
    done(&data, &["trust", "remove", &id]);
    done(
        &data,
        &["trust", "add", text(&imitation), "--name", "Imitation"],
    );
    done(&data, &["trust", "remove", &id, "--revoke"]);
    assert_eq!(state(&data), "blocked");
    let renamed = file(&world, "renamed.pub", &renamed(&world));
    refused(
        &data,
        2,
        "Exists",
        &["trust", "add", text(&renamed), "--name", "X"],
    );
}

/// A station whose list trusts the world's publisher, with a pack of it installed.
fn listed(world: &World) -> (Station, PathBuf) {
    let station = Station::new();
    let data = station.folder.path().join("data");
    station
        .library
        .apply_list(
            &signed(&trusting(&station, 2, &world.public), &station.secrets),
            &who(),
        )
        .expect("taken");
    done(&data, &["install", text(&world.pack("one.muster", 1, 400))]);
    (station, data)
}

fn trusting(station: &Station, version: u64, key: &PublicKey) -> TrustList {
    let mut list = station.unsigned(version);
    list.publishers.push(ListedPublisher {
        key: key.clone(),
        name: "Training Unit".to_owned(),
        ids: vec!["*".parse().expect("a pattern")],
        until: None,
    });
    list
}

fn apply(station: &Station, list: &TrustList) {
    let file = signed(list, &station.secrets);
    station.library.apply_list(&file, &who()).expect("taken");
}

/// EXCHANGE 2.29.
#[test]
fn a_key_that_a_list_revokes_is_revoked_under_every_id() {
    let world = World::new();
    let (station, data) = listed(&world);
    let mut list = trusting(&station, 3, &world.public);
    list.revoked_keys.push(world.public.clone().into());
    apply(&station, &list);
    assert_eq!(state(&data), "blocked");
    let pack = world.pack("two.muster", 2, 400);
    refused(&data, 3, "RevokedPublisher", &["install", text(&pack)]);
    // A list that names it under another id, as publisher or root.
    let key = renamed(&world).public().expect("a key");
    let mut as_publisher = trusting(&station, 4, &key);
    as_publisher.revoked_keys.push(world.public.clone().into());
    let error = muster::pack::TrustFile::unsigned(&as_publisher)
        .err()
        .expect("refused");
    assert!(error.to_string().contains("under another id"), "{error}");
    // Of another key with its id nothing is revoked, and what is signed by that is not accepted.
    let twin = twin_of(&world.public);
    let mut other = station.unsigned(4);
    other
        .revoked_keys
        .push(twin.public().expect("a key").into());
    apply(&station, &other);
    assert_eq!(state(&data), "active", "the revoked key is another");
}

/// EXCHANGE 2.17: format 1, as before.
#[test]
fn a_list_of_format_1_revokes_every_key_with_an_id() {
    let world = World::new();
    let (station, data) = listed(&world);
    let mut list = station.unsigned(3);
    list.revoked_keys.push(world.public.id().into());
    assert_eq!(list.format(), 1);
    apply(&station, &list);
    assert_eq!(state(&data), "blocked");
    // And the key that is known by that id here, where the next list trusts it under another.
    let mut next = trusting(&station, 4, &renamed(&world).public().expect("a key"));
    next.revoked_keys.push(world.public.id().into());
    apply(&station, &next);
    assert_eq!(state(&data), "blocked");
    let pack = world.pack_by(&renamed(&world), "renamed.muster", 2, &wav(400));
    refused(&data, 3, "RevokedPublisher", &["install", text(&pack)]);
}

/// EXCHANGE 2.17: by which key an id was known before the list is not forgotten with it.
#[test]
fn a_key_that_was_added_by_hand_does_not_come_back_with_the_list_that_revokes_its_id() {
    let world = World::new();
    let (library, data) = (world.library(), world.path("data"));
    let station = Station::new();
    library.pin(&station.roots, &who()).expect("pinned");
    let renamed = renamed(&world);
    let mut list = trusting(&station, 1, &renamed.public().expect("a key"));
    list.revoked_keys.push(world.public.id().into());
    let file = signed(&list, &station.secrets);
    library.apply_list(&file, &who()).expect("taken");
    let pack = world.pack_by(&renamed, "renamed.muster", 2, &wav(400));
    refused(&data, 3, "RevokedPublisher", &["install", text(&pack)]);
}

/// CLI 2.13.
#[test]
fn whoever_builds_a_list_is_warned_and_two_keys_with_one_id_are_refused() {
    let world = World::new();
    let data = world.path("data");
    let own = text(&file(&world, "own.pub", &world.secret)).to_owned();
    let other = text(&file(&world, "renamed.pub", &renamed(&world))).to_owned();
    let twin = text(&file(&world, "twin.pub", &twin_of(&world.public))).to_owned();
    let root = World::new();
    let root = text(&file(&world, "root.pub", &root.secret)).to_owned();
    let build = |out: &str, more: &[&str]| {
        let out = world.path(out);
        let words = ["trust", "list-build", "--out", text(&out), "--root", &root];
        run(&data, &[&words[..], more].concat())
    };
    let publisher = |key: &str| format!("{key}=Unit=*");
    let id = world.public.id().to_string();
    let (status, first) = build(
        "1.mtrust",
        &["--agency", "a.b", "--publisher", &publisher(&own)],
    );
    assert_eq!(
        (status, &first["format"], &first["warnings"]),
        (0, &json!(1), &json!([]))
    );
    let from = world.path("1.mtrust");
    let from = ["--from", text(&from)];
    let (status, by_id) = build("2.mtrust", &[&from[..], &["--revoke-key", &id]].concat());
    assert_eq!((status, &by_id["format"]), (0, &json!(1)));
    assert!(
        by_id["warnings"][0]
            .as_str()
            .is_some_and(|w| w.contains("by its id alone"))
    );
    let (status, by_key) = build(
        "3.mtrust",
        &[
            &from[..],
            &["--revoke-key", &own, "--review-by", "2099-12-31"],
        ]
        .concat(),
    );
    assert_eq!((status, &by_key["format"]), (0, &json!(2)), "{by_key}");
    assert_eq!(by_key["review_by"], "2099-12-31");
    // The revoked key under another id: a warning where the list does not show it, else refused.
    let moved = ["--remove-publisher", &id, "--publisher", &publisher(&other)];
    let (status, warned) = build(
        "4.mtrust",
        &[&from[..], &["--revoke-key", &id], &moved].concat(),
    );
    assert_eq!(status, 0, "{warned}");
    let warnings = warned["warnings"].to_string();
    assert!(warnings.contains("under another id"), "{warned}");
    for more in [
        &["--revoke-key", &own, "--publisher", &publisher(&other)][..],
        &["--publisher", &publisher(&twin)],
        &["--root", &twin],
        &["--revoke-key", &twin],
    ] {
        let (status, document) = build("5.mtrust", &[&from[..], more].concat());
        assert_eq!(status, 4, "{more:?}: {document}");
        assert_eq!(document["error"]["code"], "BadTrustList", "{document}");
    }
}

/// EXCHANGE 2.32.
#[test]
fn an_overdue_list_is_reported_and_blocks_nothing() {
    let world = World::new();
    let (station, data) = listed(&world);
    let overdue = |list: &Value| list["list"]["overdue"].clone();
    let list = done(&data, &["trust", "list"]);
    assert_eq!(
        (overdue(&list), &list["list"]["review_by"]),
        (Value::Null, &Value::Null)
    );
    for (version, day, late) in [(3, "2099-12-31", false), (4, "2020-01-01", true)] {
        let mut list = trusting(&station, version, &world.public);
        list.review_by = Some(day.parse().expect("a day"));
        apply(&station, &list);
        let list = done(&data, &["trust", "list"]);
        assert_eq!(
            (overdue(&list), &list["list"]["review_by"]),
            (json!(late), &json!(day))
        );
        let (_, doctor) = run(&data, &["doctor"]);
        let lines = doctor["lines"].as_array().expect("lines");
        let reported = lines.iter().any(|line| {
            let message = line["message"].as_str().unwrap_or_default();
            line["check"] == "library" && line["state"] == "warning" && message.contains(day)
        });
        assert_eq!(reported, late, "{doctor}");
        let pack = world.pack("next.muster", version, 400);
        done(&data, &["install", text(&pack)]);
    }
}
