//! The real program: codes, exit codes, an unchanged shelf.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::common;
use crate::regions::Regions;
use crate::world::World;

/// Samples of a pack that takes long enough to be caught at work.
const BIG: usize = 32 << 20;

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = common::muster();
    command
        .args(["--json", "--data-dir"])
        .arg(common::path(data))
        .args(&arguments[..1]);
    for argument in &arguments[1..] {
        command.arg(common::path(Path::new(argument)));
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the program on the data folder; returns its exit code and its document.
pub fn run(data: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = command(data, arguments).output().expect("muster runs");
    let document = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        let printed = String::from_utf8_lossy(&output.stderr);
        panic!("{arguments:?} printed no JSON ({error}): {printed}")
    });
    (output.status.code().expect("an exit code"), document)
}

/// It is refused with this exit code and error code, in words.
#[track_caller]
pub fn refused(data: &Path, exit: i32, code: &str, arguments: &[&str]) -> Value {
    let (status, document) = run(data, arguments);
    assert_eq!(document["error"]["code"], code, "{document}");
    assert_eq!(status, exit, "{document}");
    assert_eq!(document["ok"], false);
    for part in ["message", "advice"] {
        let text = document["error"][part].as_str().unwrap_or_default();
        assert!(!text.is_empty(), "{part} in {document}");
    }
    document
}

fn packs(data: &Path) -> Value {
    run(data, &["list"]).1["packs"].clone()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

#[test]
fn an_altered_pack_is_refused_in_every_region() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let whole = world.pack("whole.muster", 1, 400);
    let pack = std::fs::read(&whole).expect("a pack");
    let altered = world.path("altered.muster");
    let regions = Regions::of(&pack);
    for (part, range) in &regions.parts {
        for at in [range.start, range.start.midpoint(range.end), range.end - 1] {
            let mut bytes = pack.clone();
            bytes[at] ^= 1;
            std::fs::write(&altered, bytes).expect("a file");
            let (status, document) = run(&data, &["install", text(&altered)]);
            let code = document["error"]["code"].as_str().unwrap_or_default();
            let right = regions.when_changed(at);
            assert!(right.contains(&code), "{part}, byte {at}: {document}");
            let exit = if code == "UntrustedPublisher" { 3 } else { 4 };
            assert_eq!(status, exit, "{part}, byte {at}");
        }
    }
    std::fs::write(&altered, &pack[..pack.len() / 2]).expect("a file");
    refused(&data, 4, "Truncated", &["install", text(&altered)]);
    assert_eq!(packs(&data), Value::Array(Vec::new()));
    assert_eq!(run(&data, &["install", text(&whole)]).0, 0);
}

#[test]
fn what_is_no_pack_is_refused() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let zip = world.path("plain.muster");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&zip).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    writer
        .start_file("manifest.json", options)
        .expect("an entry");
    writer.finish().expect("a ZIP");
    for command in ["install", "verify"] {
        refused(&data, 4, "NotAPack", &[command, text(&zip)]);
        refused(
            &data,
            2,
            "NotFound",
            &[command, text(&world.path("gone.muster"))],
        );
    }
    let empty = world.path("an empty stick");
    std::fs::create_dir(&empty).expect("a folder");
    std::fs::write(empty.join("readme.txt"), "hello").expect("a file");
    refused(&data, 2, "NotFound", &["install", text(&empty)]);
}

#[test]
fn unknown_and_revoked_keys_are_refused() {
    let world = World::new();
    let data = world.path("data");
    let pack = world.pack("a.muster", 1, 400);
    let document = refused(&data, 3, "UntrustedPublisher", &["install", text(&pack)]);
    let message = document["error"]["message"].as_str().expect("a message");
    let key_id = world.public.id().to_string();
    assert!(message.contains(&key_id), "{message}");
    let (status, _) = run(&data, &["trust", "remove", &key_id, "--revoke"]);
    assert_eq!(status, 0);
    refused(&data, 3, "RevokedPublisher", &["install", text(&pack)]);
    assert_eq!(packs(&data), Value::Array(Vec::new()));
}

/// FORMAT 2.20.
#[test]
fn media_that_do_not_play_are_refused() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let mut cut = crate::world::wav(400);
    cut.truncate(30);
    for (name, sound) in [("noise.muster", vec![7; 5000]), ("cut.muster", cut)] {
        let pack = world.pack_of(name, 1, &sound);
        for command in ["verify", "install"] {
            let document = refused(&data, 4, "BadMedia", &[command, text(&pack)]);
            let message = document["error"]["message"].as_str().expect("a message");
            assert!(message.contains("media/listen.wav"), "{message}");
        }
    }
    assert_eq!(packs(&data), Value::Array(Vec::new()));
}

/// FORMAT 2.20.
#[test]
fn a_video_larger_than_1920_by_1080_is_refused_and_that_size_is_not() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    for (version, size, right) in [(1, "1920x1080", true), (2, "1936x1080", false)] {
        let video = world.path("video.mp4");
        let made = Command::new("ffmpeg")
            .args(["-loglevel", "error", "-y", "-f", "lavfi", "-i"])
            .arg(format!("testsrc=size={size}:rate=5:duration=1"))
            .args(["-pix_fmt", "yuv420p", "-c:v", "libx264"])
            .arg(&video)
            .status()
            .expect("this test makes its video with ffmpeg");
        assert!(made.success());
        let video = std::fs::read(video).expect("a video");
        let pack = world.pack_of("video.muster", version, &video);
        if right {
            assert_eq!(run(&data, &["install", text(&pack)]).0, 0);
        } else {
            refused(&data, 4, "BadMedia", &["install", text(&pack)]);
        }
    }
    assert_eq!(packs(&data)[0]["version"], 1);
}

/// EXCHANGE 4.3.
#[test]
fn of_each_pack_on_a_stick_the_newest_that_verifies_is_installed() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    world.pack("stick/old/1.muster", 1, 400);
    world.pack("stick/2.muster", 2, 400);
    let newest = world.pack("stick/new/3.muster", 3, 400);
    let mut bytes = std::fs::read(&newest).expect("a pack");
    bytes[40] ^= 1;
    std::fs::write(&newest, bytes).expect("a file");
    let stick = world.path("stick");
    let document = refused(&data, 4, "BadSignature", &["install", text(&stick)]);
    let results = document["results"].as_array().expect("results");
    assert_eq!(results.len(), 2, "{document}");
    assert_eq!(packs(&data)[0]["version"], 2);
}

#[test]
fn several_files_are_all_processed_and_the_first_failure_counts() {
    let world = World::new();
    world.library();
    let data = world.path("data");
    let pack = world.pack("a.muster", 1, 400);
    let gone = world.path("gone.muster");
    let (status, document) = run(&data, &["install", text(&gone), text(&pack)]);
    assert_eq!(status, 2);
    assert_eq!(document["results"][0]["ok"], false);
    assert_eq!(document["results"][1]["action"], "installed");
    assert_eq!(packs(&data)[0]["id"], "example.attack");
}

/// Starts to install a big pack and waits until its copy is being written.
#[cfg(unix)]
fn caught_at_work(world: &World, file: &Path) -> std::process::Child {
    let data = world.path("data");
    let mut child = command(&data, &["install", text(file)])
        .stdout(Stdio::piped())
        .spawn()
        .expect("muster runs");
    let packs = data.join("library").join("packs");
    let begun = || {
        std::fs::read_dir(&packs).is_ok_and(|mut files| {
            files.any(|f| f.is_ok_and(|f| f.file_name().to_string_lossy().starts_with("incoming-")))
        })
    };
    // Longer than any machine takes; a test that waits for ever tells nothing.
    let copying = (0..60_000).any(|_| {
        std::thread::sleep(Duration::from_millis(1));
        begun()
    });
    if !copying {
        let _ = child.kill();
        let output = child.wait_with_output();
        panic!("the installation never began to copy: {output:?}");
    }
    signal(&child, "STOP");
    child
}

#[cfg(unix)]
fn signal(child: &std::process::Child, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
}

// A Windows process cannot be stopped and continued from outside; there the lock is shown within
// one process, in the library's own tests.
#[cfg(unix)]
#[test]
fn of_two_installs_at_once_the_second_gets_busy() {
    if common::under_wine() {
        return;
    }
    let world = World::new();
    world.library();
    let data = world.path("data");
    let (big, small) = (
        world.pack("big.muster", 1, BIG),
        world.pack("small.muster", 2, 400),
    );
    let first = caught_at_work(&world, &big);
    refused(&data, 1, "Busy", &["install", text(&small)]);
    signal(&first, "CONT");
    let output = first.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert_eq!(packs(&data)[0]["version"], 1);
    assert_eq!(run(&data, &["install", text(&small)]).0, 0);
}

#[cfg(unix)]
/// FORMAT 2.22.
#[test]
fn an_install_that_was_killed_leaves_nothing_that_matters() {
    if common::under_wine() {
        return;
    }
    let world = World::new();
    let library = world.library();
    let data = world.path("data");
    let big = world.pack("big.muster", 1, BIG);
    let mut killed = caught_at_work(&world, &big);
    killed.kill().expect("killed");
    killed.wait().expect("it ends");
    let left = crate::world::shelf(&library).1;
    assert_eq!(left.len(), 1, "the half copy: {left:?}");
    assert_eq!(packs(&data), Value::Array(Vec::new()));
    assert_eq!(run(&data, &["install", text(&big)]).0, 0);
    let whole = crate::world::shelf(&library).1;
    assert_eq!(whole.len(), 1, "{whole:?}");
    assert_ne!(whole[0].0, left[0].0, "the half copy is gone");
    assert_eq!(packs(&data)[0]["state"], "active");
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_an_install_cleanly() {
    if common::under_wine() {
        return;
    }
    let world = World::new();
    let library = world.library();
    let before = crate::world::shelf(&library);
    let big = world.pack("big.muster", 1, BIG);
    let stopped = caught_at_work(&world, &big);
    signal(&stopped, "INT");
    signal(&stopped, "CONT");
    let output = stopped.wait_with_output().expect("it ends");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["error"]["code"], "Cancelled", "{document}");
    assert_eq!(output.status.code(), Some(1));
    assert!(crate::world::shelf(&library) == before, "the shelf changed");
}
