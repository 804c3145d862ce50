//! Two at once: one waits or says `Busy`, and no damage is done.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Child;

use muster::app::screens::ScreensAlone;
use muster::library::Library;
use muster::platform::places::Sticks;
use muster::station::DataFolder;
use muster::ui::ScreenCommand;
use muster::ui::screens::packs::PacksCommand;
use serde_json::Value;

use crate::layer::{Layer, arguments};
use crate::scenes::{self, Scene, is_whole};
use crate::world::{World, install, shelf, who};

/// Waits until the layer holds the program, or until it ends without having been held.
pub fn is_held(child: &mut Child) -> bool {
    let error = child.stderr.take().expect("standard error");
    let mut line = String::new();
    let mut lines = BufReader::new(error);
    lines.read_line(&mut line).expect("a line");
    let held = line == "held\n";
    if !held {
        let mut rest = String::new();
        lines.read_to_string(&mut rest).expect("the rest");
    }
    held
}

fn other(scene: &Scene, words: &[&str]) -> (Option<i32>, Value) {
    let mut command = crate::common::muster();
    let arguments = arguments(&scene.station.join("data"), words);
    let output = command.args(arguments).output().expect("it runs");
    let document = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.code(), document)
}

/// While one command stands still before each of its operations in turn, another one is given. It
/// is done or says `Busy`; then the first goes on, and all that was said to be done is done.
fn with_another(scene: &Scene, every: usize, words: &[&str], is_done: fn(&Library) -> bool) {
    let layer = Layer::new();
    let (mut busy, mut done) = (0, 0);
    for at in (1..).step_by(every) {
        scene.reset();
        let mut command = layer.command(&scene.station, "hold", at, &scene.arguments);
        let mut first = command.spawn().expect("it runs");
        if !is_held(&mut first) {
            assert_eq!(layer.end(first).exit, Some(0));
            break;
        }
        let (exit, document) = other(scene, words);
        let what = format!("{words:?} while held at {at}: {document}");
        match exit {
            Some(0) => done += 1,
            Some(1) => {
                assert_eq!(document["error"]["code"], "Busy", "{what}");
                busy += 1;
            }
            other => panic!("{what}: {other:?}"),
        }
        let mut input = first.stdin.take().expect("its input");
        input.write_all(b"go on\n").expect("written");
        drop(input);
        let run = layer.end(first);
        let what = format!("{what}; then the first: {}", run.document);
        let code = run.document["error"]["code"].as_str().unwrap_or_default();
        // What the other did may make the first one pointless; it may not break anything.
        let right = ["", "Busy", "OlderThanInstalled", "UntrustedPublisher"].contains(&code);
        assert!(right, "{what}");
        assert!(
            run.exit == Some(0) || exit == Some(0),
            "none of them: {what}"
        );
        let library = Library::open(&scene.station.join("data").join("library"));
        let library = library.expect("a library");
        for pack in library.installed().expect("packs") {
            is_whole(&library, &pack);
        }
        let files = library.archived().expect("read").len()
            + library.installed().expect("packs").len()
            + usize::from(
                library
                    .kept(&"example.attack".parse().expect("an id"))
                    .expect("read")
                    .is_some(),
            );
        assert_eq!(
            shelf(&library).1.len(),
            files,
            "no more files than versions: {what}"
        );
        assert!(exit != Some(0) || is_done(&library), "{what}");
        let entries = library.audit().expect("a log");
        let numbers = entries.iter().map(|line| line.seq);
        assert!(
            numbers.eq(1..=i64::try_from(entries.len()).expect("few")),
            "{what}"
        );
    }
    assert!(busy > 0 && done > 0, "{busy} busy, {done} done");
}

fn entered(library: &Library, action: &str, version: Option<u64>) -> bool {
    let log = library.audit().expect("a log");
    log.iter()
        .any(|line| line.action == action && (version.is_none() || line.version == version))
}

/// The ordinary tests hold the first command before every so many of its operations: where it holds
/// the database too, the other one waits ten seconds each time.
const FEW: usize = 9;

fn install_beside(every: usize) {
    let scene = scenes::update();
    let third = scene.world.pack("3.muster", 3, 400);
    let words = ["install", third.to_str().expect("Unicode")];
    with_another(&scene, every, &words, |library| {
        entered(library, "update", Some(3))
    });
}

fn remove_beside(every: usize) {
    let words = ["remove", "example.attack"];
    with_another(&scenes::update(), every, &words, |library| {
        entered(library, "remove", None)
    });
}

fn distrust_beside(every: usize) {
    let scene = scenes::update();
    let key = scene.world.public.id().to_string();
    with_another(&scene, every, &["trust", "remove", &key], |library| {
        entered(library, "trust_remove", None)
    });
}

fn look_beside(every: usize) {
    let scene = scenes::update();
    let layer = Layer::new();
    for at in (1..).step_by(every) {
        scene.reset();
        let mut command = layer.command(&scene.station, "hold", at, &scene.arguments);
        let mut first = command.spawn().expect("it runs");
        let held = is_held(&mut first);
        if held {
            let (exit, document) = other(&scene, &["list"]);
            let what = format!("held at {at}: {document}");
            if exit == Some(0) {
                let pack = &document["packs"][0];
                assert!(pack["version"] == 1 || pack["version"] == 2, "{what}");
                assert_eq!(pack["state"], "active", "{what}");
            } else {
                // For the moment of the commit.
                assert_eq!(document["error"]["code"], "Busy", "{what}");
                assert_eq!(exit, Some(1));
            }
            let mut input = first.stdin.take().expect("its input");
            input.write_all(b"go on\n").expect("written");
        }
        let run = layer.end(first);
        assert_eq!(run.exit, Some(0), "nobody was in its way: {}", run.document);
        assert_eq!(scene.start(), *scene.new_state());
        if !held {
            break;
        }
    }
}

#[test]
fn another_install_during_an_install_is_done_or_gets_busy() {
    install_beside(FEW);
}

#[test]
fn a_removal_during_an_install_is_done_or_gets_busy() {
    remove_beside(FEW);
}

#[test]
fn distrust_during_an_install_is_done_or_gets_busy() {
    distrust_beside(FEW);
}

#[test]
fn listing_packs_during_an_install_shows_the_old_version_or_the_new_one() {
    look_beside(FEW);
}

#[test]
#[ignore = "takes minutes; see the head of power.rs"]
fn another_install_at_every_operation_of_an_install_does_no_harm() {
    install_beside(1);
}

#[test]
#[ignore = "takes minutes; see the head of power.rs"]
fn a_removal_at_every_operation_of_an_install_does_no_harm() {
    remove_beside(1);
}

#[test]
#[ignore = "takes minutes; see the head of power.rs"]
fn distrust_at_every_operation_of_an_install_does_no_harm() {
    distrust_beside(1);
}

#[test]
#[ignore = "takes minutes; see the head of power.rs"]
fn listing_packs_at_every_operation_of_an_install_does_no_harm() {
    look_beside(1);
}

#[test]
fn the_window_says_busy_while_a_command_installs_and_installs_after_it() {
    let scene = scenes::update();
    scene.reset();
    let data = scene.station.join("data");
    let third = scene.world.pack("stick/3.muster", 3, 400);
    let layer = Layer::new();
    // Held within the copy, under the lock.
    let whole = layer.run(&scene.station, "record", 0, &scene.arguments);
    let copy = whole.trace.iter().find(|operation| {
        let path = operation.path.to_string_lossy();
        operation.bytes.len() > 4_096 && path.contains("incoming-")
    });
    let at = copy.expect("a copy").number;
    scene.reset();
    let mut command = layer.command(&scene.station, "hold", at, &scene.arguments);
    let mut first = command.spawn().expect("it runs");
    assert!(is_held(&mut first));

    let (sender, news) = std::sync::mpsc::sync_channel(1);
    let wake = std::sync::Arc::new(move || {
        let _full = sender.try_send(());
    });
    let folder = DataFolder::resolve(Some(&data)).expect("a folder");
    let mut window = ScreensAlone::start(&folder, Sticks::only(Vec::new()), wake);
    let install = |window: &mut ScreensAlone| -> Vec<String> {
        window.execute(ScreenCommand::Packs(PacksCommand::Install {
            lists: Vec::new(),
            packs: vec![third.clone()],
        }));
        loop {
            news.recv_timeout(std::time::Duration::from_mins(1))
                .expect("news");
            let model = window.models().packs;
            if let (Some(summary), None) = (&model.summary, &model.job) {
                let said = summary.packs.iter().map(|row| match &row.result {
                    Ok(done) => done.clone(),
                    Err(words) => words.code.name(),
                });
                let said = said.collect();
                window.execute(ScreenCommand::Packs(PacksCommand::CloseSummary));
                return said;
            }
        }
    };
    let inspect = PacksCommand::Inspect(scene.world.path("stick"));
    window.execute(ScreenCommand::Packs(inspect));
    assert_eq!(install(&mut window), ["Busy"]);
    let mut input = first.stdin.take().expect("its input");
    input.write_all(b"go on\n").expect("written");
    drop(input);
    assert_eq!(layer.end(first).exit, Some(0));
    assert_eq!(install(&mut window), ["updated to version 3"]);
}

#[test]
fn a_command_says_busy_while_the_window_installs() {
    let world = World::new();
    let library = world.library();
    install(&library, &world.pack("1.muster", 1, 400)).expect("installed");
    let (second, third) = (
        world.pack("2.muster", 2, 200_000),
        world.pack("3.muster", 3, 400),
    );
    let words = arguments(
        &world.path("data"),
        &["install", third.to_str().expect("Unicode")],
    );
    let mut asked = 0;
    // The window's work is this call; at every step of it somebody gives the command.
    let outcome = library.install(&second, &who(), &mut |_, _| {
        let output = crate::common::muster()
            .args(&words)
            .output()
            .expect("it runs");
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(document["error"]["code"], "Busy", "{document}");
        assert_eq!(output.status.code(), Some(1));
        asked += 1;
        true
    });
    assert_eq!(outcome.expect("installed").manifest.version.get(), 2);
    assert!(asked > 5, "asked {asked} times");
    let output = crate::common::muster()
        .args(&words)
        .output()
        .expect("it runs");
    assert!(output.status.success());
}
