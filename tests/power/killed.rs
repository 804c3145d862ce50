//! Installs that are killed at moments which nobody chose.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::lost::Dice;
use crate::scenes::{self, Scene};

/// The same command is killed so often, at random between its start and its usual end; a report of
/// where it was caught goes to standard error.
fn killed(scene: &Scene, times: usize, seed: u64) {
    let mut dice = Dice(seed);
    let begun = Instant::now();
    scene.reset();
    scene.act();
    let mut usual = begun.elapsed();
    let (mut old, mut new, mut caught, mut half) = (0, 0, 0, 0);
    for time in 0..times {
        scene.reset();
        let begun = Instant::now();
        let mut child = program(scene).spawn().expect("it runs");
        // How long it takes differs with what else the machine does; the moment need not be right.
        let moment =
            usual.mul_f64(f64::from(u32::try_from(dice.below(1_000)).unwrap_or(0)) / 900.0);
        while begun.elapsed() < moment && child.try_wait().expect("asked").is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        let ended = child.try_wait().expect("asked").is_some();
        child.kill().expect("killed");
        let status = child.wait().expect("it ends");
        if ended {
            usual = begun.elapsed();
        } else if moment > usual {
            usual = usual.mul_f64(1.2);
        }
        caught += usize::from(!ended);
        let packs = scene.station.join("data").join("library").join("packs");
        let names = std::fs::read_dir(packs).expect("a folder").flatten();
        let copying = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("incoming-");
        half += usize::from(
            names
                .map(|entry| entry.file_name())
                .any(|name| copying(&name)),
        );
        let what = format!("kill {time} of {times}, seed {seed}, after {moment:?}: {status}");
        scene.start_program(&what);
        let found = scene.is_old_or_new(&what);
        if found == *scene.old() {
            assert!(!status.success(), "{what}");
            old += 1;
        } else {
            new += 1;
        }
    }
    eprintln!(
        "{times} installs: {caught} killed at work, {half} in the middle of the copy; {old} left \
         the old version, {new} the new one"
    );
    assert!(caught > times / 3 && old > 0 && half > 0);
}

fn program(scene: &Scene) -> Command {
    let mut command = crate::common::muster();
    command
        .args(&scene.arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn sixty_installs_killed_at_random_leave_the_old_version_or_the_new_one() {
    killed(&scenes::big_update(), 60, 1);
}

#[test]
#[ignore = "takes minutes; see the head of power.rs"]
fn a_thousand_installs_killed_at_random_leave_the_old_version_or_the_new_one() {
    killed(&scenes::big_update(), 1_000, 2);
}
