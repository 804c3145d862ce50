//! The format is that of FORMAT, not of the program: packs written by Muster pass the stock tools,
//! and packs made with stock tools are installed.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail, write and speak"
)]

mod common;
#[path = "attack/world.rs"]
mod world;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use world::World;

/// Runs a stock tool, which `.ci/run` installs.
fn tool(name: &str, arguments: &[&str], folder: &Path) -> Output {
    Command::new(name)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{name} is needed for this test: {error}"))
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    let printed = String::from_utf8_lossy(&[out.as_slice(), err].concat()).into_owned();
    assert!(output.status.success(), "{printed}");
    printed
}

fn muster(world: &World, arguments: &[&str]) -> Value {
    let mut command = common::muster();
    command.args(["--json", "--data-dir"]);
    command.arg(common::path(&world.path("data")));
    for argument in arguments {
        match argument.strip_prefix('@') {
            Some(name) => command.arg(common::path(&world.path(name))),
            None => command.arg(argument),
        };
    }
    let output = command.output().expect("muster runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn stock_unzip_finds_nothing_wrong_with_a_pack() {
    let world = World::new();
    world.pack("a.muster", 1, 4000);
    let printed = succeeds(&tool("unzip", &["-t", "a.muster"], world.folder.path()));
    assert!(printed.contains("No errors detected"), "{printed}");
    assert!(printed.contains("manifest.json"), "{printed}");
    succeeds(&tool("unzip", &["a.muster"], world.folder.path()));
    let sound = std::fs::read(world.path("media/listen.wav")).expect("unzipped");
    assert_eq!(sound, world::wav(4000));
}

/// FORMAT 1.12, FORMAT 1.8.
#[test]
fn stock_minisign_verifies_the_signed_bytes_of_a_pack() {
    let world = World::new();
    let pack = std::fs::read(world.pack("a.muster", 7, 400)).expect("a pack");
    let comment = pack
        .windows(18)
        .position(|w| w == b"untrusted comment:")
        .expect("a signature");
    std::fs::write(world.path("signed"), &pack[..comment]).expect("a file");
    std::fs::write(world.path("signed.minisig"), &pack[comment..]).expect("a file");
    let arguments = ["-Vm", "signed", "-p", "publisher.pub"];
    let printed = succeeds(&tool("minisign", &arguments, world.folder.path()));
    assert!(
        printed.contains("muster-pack:1 id=example.attack version=7"),
        "{printed}"
    );
    std::fs::write(world.path("signed"), &pack[..comment - 1]).expect("a file");
    let shorter = tool("minisign", &arguments, world.folder.path());
    assert!(!shorter.status.success(), "the test can fail");
}

/// Stock keys, and a pack made by the Python script beside these tests.
fn independent(world: &World, options: &[&str]) {
    let keys = ["-G", "-W", "-p", "stock.pub", "-s", "stock.sec"];
    succeeds(&tool("minisign", &keys, world.folder.path()));
    make(world, "independent.muster", options);
}

fn make(world: &World, out: &str, options: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/independent_pack.py");
    std::fs::write(world.path("sound.wav"), world::wav(8000)).expect("a file");
    let arguments = [
        &[
            script.to_str().expect("a path"),
            "--key",
            "stock.sec",
            "--sound",
            "sound.wav",
            "--out",
            out,
        ],
        options,
    ]
    .concat();
    succeeds(&tool("python3", &arguments, world.folder.path()));
}

/// FORMAT 1.13.
#[test]
fn a_pack_made_with_stock_tools_is_installed() {
    let world = World::new();
    independent(&world, &["--version", "4"]);
    muster(
        &world,
        &["trust", "add", "@stock.pub", "--name", "Independent"],
    );
    let document = muster(&world, &["install", "@independent.muster"]);
    assert_eq!(document["results"][0]["action"], "installed", "{document}");
    assert_eq!(document["results"][0]["publisher"], "Independent");
    let list = muster(&world, &["list"]);
    assert_eq!(list["packs"][0]["id"], "example.independent");
    assert_eq!(list["packs"][0]["version"], 4);
    assert_eq!(list["packs"][0]["state"], "active");
}

/// FORMAT 1.13.
#[test]
fn a_pack_signed_with_a_comment_of_the_authors_own_is_installed() {
    let world = World::new();
    independent(&world, &["--comment", "signed at the kitchen table"]);
    muster(
        &world,
        &["trust", "add", "@stock.pub", "--name", "Independent"],
    );
    let document = muster(&world, &["install", "@independent.muster"]);
    assert_eq!(document["results"][0]["action"], "installed", "{document}");
}

/// FORMAT 1.9.
#[test]
fn a_stock_legacy_signature_is_refused() {
    let world = World::new();
    independent(&world, &["--legacy"]);
    muster(
        &world,
        &["trust", "add", "@stock.pub", "--name", "Independent"],
    );
    let document = muster(&world, &["install", "@independent.muster"]);
    assert_eq!(document["error"]["code"], "BadSignature", "{document}");
}

#[test]
fn a_defect_in_a_pack_of_stock_tools_is_named() {
    let world = World::new();
    independent(&world, &[]);
    muster(
        &world,
        &["trust", "add", "@stock.pub", "--name", "Independent"],
    );
    for (defect, code) in [
        ("deflated-media", "BadArchive"),
        ("manifest-last", "BadArchive"),
        ("folder-entry", "BadArchive"),
        ("stray-file", "UnlistedFile"),
        ("missing-file", "MissingFile"),
        ("other-claim", "BadManifest"),
        ("unknown-field", "BadManifest"),
    ] {
        make(&world, "defect.muster", &["--defect", defect]);
        let document = muster(&world, &["install", "@defect.muster"]);
        assert_eq!(document["error"]["code"], code, "{defect}: {document}");
    }
    assert_eq!(muster(&world, &["list"])["packs"], Value::Array(Vec::new()));
}

/// FORMAT 5.4.
#[test]
fn a_key_of_musters_own_is_one_for_stock_minisign() {
    let world = World::new();
    muster(&world, &["key", "new", "--out", "@own", "--no-password"]);
    std::fs::write(world.path("message"), "hello").expect("a file");
    let folder = world.folder.path();
    succeeds(&tool(
        "minisign",
        &["-Sm", "message", "-s", "own.sec", "-W"],
        folder,
    ));
    succeeds(&tool(
        "minisign",
        &["-Vm", "message", "-p", "own.pub"],
        folder,
    ));
}
