//! Stopped, failing or out of power at every file operation in turn.

use std::collections::HashSet;

use crate::layer::{Layer, Run};
use crate::lost::{Dice, Disk, Loss, write_tree};
use crate::scenes::{self, Scene};

/// How many ways to lose a part of what was not flushed are tried at each operation.
const WAYS: u64 = 4;
/// The same in the long run.
const MORE_WAYS: u64 = 100;

/// The command undisturbed, watched.
fn record(scene: &Scene, layer: &Layer) -> Run {
    scene.reset();
    let run = layer.run(&scene.station, "record", 0, &scene.arguments);
    assert_eq!(run.exit, Some(0), "{}", run.document);
    run
}

/// The program is killed before each operation in turn (so after each, too), and in the middle of
/// each write.
fn killed_everywhere(scene: &Scene) {
    let layer = Layer::new();
    let whole = record(scene, &layer);
    let stop = |mode: &str, at: usize| {
        let what = format!("{mode} {at} of {}", whole.count);
        scene.reset();
        let run = layer.run(&scene.station, mode, at, &scene.arguments);
        assert_eq!(run.exit, None, "{what}: {}", run.document);
        scene.start_program(&what);
        if scene.is_old_or_new(&what) == *scene.old() {
            scene.act();
            let seen = scene.start();
            assert_eq!(seen, *scene.new_state(), "{what}, then again");
        }
    };
    for at in 1..=whole.count {
        stop("before", at);
    }
    let writes = whole
        .trace
        .iter()
        .filter(|operation| operation.bytes.len() > 1);
    for write in writes {
        stop("torn", write.number);
    }
}

/// The power goes after each operation in turn: nothing that was not flushed is left, or some of it.
fn out_of_power_everywhere(scene: &Scene, ways: u64) {
    let layer = Layer::new();
    let whole = record(scene, &layer);
    let mut disk = Disk::of(&scene.station, &scene.before);
    let mut seen = HashSet::new();
    for done in 0..=whole.trace.len() {
        let last = done.checked_sub(1).map(|last| &whole.trace[last]);
        if let Some(operation) = last {
            disk.follow(operation);
        }
        for way in 0..=ways {
            let mut loss = match way {
                0 => Loss::All,
                way => Loss::Some(Dice(way << 32 | done as u64)),
            };
            let tree = disk.after(&mut loss);
            let over = done == whole.trace.len();
            if !over && !seen.insert(tree.clone()) {
                continue;
            }
            write_tree(&scene.station, &tree);
            let what = format!("power lost after {done}, way {way}: {last:?}");
            let found = scene.is_old_or_new(&what);
            // What was reported as done is done.
            assert!(!over || found == *scene.new_state(), "{what}: {found:#?}");
        }
    }
    assert!(seen.len() > 5, "only {} states", seen.len());
}

/// Each operation in turn fails.
fn failing_everywhere(scene: &Scene, mode: &str, codes: &[&str]) {
    let layer = Layer::new();
    let mut at = 0;
    loop {
        at += 1;
        scene.reset();
        let run = layer.run(&scene.station, mode, at, &scene.arguments);
        if at > run.count {
            assert_eq!(run.exit, Some(0));
            break;
        }
        let what = format!("{mode} {at} of {}: {}", run.count, run.document);
        let code = run.document["error"]["code"].as_str().unwrap_or_default();
        match run.exit {
            // It was not needed, or tried in another way.
            Some(0) => {}
            Some(1) => assert!(codes.contains(&code), "{what}"),
            other => panic!("{what}: {other:?}"),
        }
        let seen = scene.is_old_or_new(&what);
        assert!(
            run.exit != Some(0) || seen != *scene.old(),
            "{what}: {seen:#?}"
        );
    }
    assert!(at > 5, "only {at} operations");
}

macro_rules! everywhere {
    ($($scene:ident)*) => { $(
        mod $scene {
            use super::*;

            #[test]
            fn killed_at_every_operation_it_is_old_or_new() {
                killed_everywhere(&scenes::$scene());
            }

            #[test]
            fn out_of_power_at_every_operation_it_is_old_or_new() {
                out_of_power_everywhere(&scenes::$scene(), WAYS);
            }

            #[test]
            fn any_failing_operation_is_reported_and_the_state_is_old_or_new() {
                failing_everywhere(&scenes::$scene(), "eio", &["Io"]);
            }

            #[test]
            fn a_disk_full_from_any_operation_on_is_reported_and_the_state_is_old_or_new() {
                failing_everywhere(&scenes::$scene(), "full", &["NoSpace"]);
            }

            #[test]
            #[ignore = "takes minutes; see the head of power.rs"]
            fn any_failing_read_or_lock_is_reported_and_the_state_is_old_or_new() {
                // Locks that fail look as if another held them.
                let codes = ["Io", "Busy"];
                failing_everywhere(&scenes::$scene(), "eio-all", &codes);
            }

            #[test]
            #[ignore = "takes minutes; see the head of power.rs"]
            fn out_of_power_in_many_more_ways_it_is_old_or_new() {
                out_of_power_everywhere(&scenes::$scene(), MORE_WAYS);
            }
        }
    )* };
}

everywhere! { first_start first_install update update_and_prune remove rollback trust_list }
