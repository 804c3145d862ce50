//! Findings before transcoding, and how it fails: nothing is left behind,
//! and no ffmpeg goes on.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::{BUILD, World, film};

fn wmv(world: &mut World, name: &str) {
    world.source(
        "video",
        name,
        &(film("320x180", "25", 2) + " -c:v wmv2 -c:a wmav2"),
    );
}

/// FORMAT 7.5.
#[test]
fn the_check_of_the_folder_says_what_will_be_transcoded() {
    let mut world = World::new();
    wmv(&mut world, "a.wmv");
    world.write_manifest();
    let (document, code) = world.run(&["pack", "check", "@pack"], &[]);
    assert_eq!(code, 0, "{document}");
    let findings = document["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{document}");
    let finding = &findings[0];
    assert_eq!(finding["file"], "media/a.wmv");
    assert_eq!(
        (&finding["severity"], &finding["code"]),
        (&"advice".into(), &"BadMedia".into())
    );
    let advice = finding["advice"].as_str().expect("advice");
    assert!(
        advice.contains("pack build makes AV1 and AAC of it"),
        "{advice}"
    );
}

/// FORMAT 7.5.
#[test]
fn without_ffmpeg_the_message_names_what_to_install_and_nothing_is_built() {
    let mut world = World::new();
    wmv(&mut world, "a.wmv");
    let none = [("MUSTER_FFMPEG", "no-such-ffmpeg")];
    for arguments in [&["pack", "check", "@pack"][..], &BUILD] {
        world.write_manifest();
        let (document, code) = world.run(arguments, &none);
        assert_eq!(
            (code, &document["error"]["code"]),
            (4, &"BadMedia".into()),
            "{document}"
        );
        let finding = &document["findings"][0];
        assert_eq!(finding["severity"], "error");
        let advice = finding["advice"].as_str().expect("advice");
        assert!(
            advice.contains("no-such-ffmpeg") && advice.contains("apt install"),
            "{advice}"
        );
    }
    assert!(!world.path("out.muster").exists());
    assert_eq!(world.left_over(), Vec::<String>::new());
}

/// FORMAT 7.5.
#[test]
fn without_ffmpeg_what_plays_nevertheless_goes_out_as_it_is_with_a_warning() {
    let mut world = World::new();
    let arguments = film("320x180", "10", 6)
        + " -pix_fmt yuv420p -c:v libx264 -g 60 -keyint_min 60 -sc_threshold 0 -c:a aac";
    world.source("video", "seek.mp4", &arguments);
    world.medium(0)["duration_ms"] = 6000.into();
    let built = world.built(&[("MUSTER_FFMPEG", "no-such-ffmpeg")]);
    let read = |path| std::fs::read(path).expect("a file");
    assert_eq!(read(built.file(0)), read(world.path("pack/media/seek.mp4")));
    let finding = &built.document["findings"][0];
    assert_eq!(finding["severity"], "warning", "{finding}");
}

#[test]
fn a_source_that_ffmpeg_cannot_read_is_named_with_what_it_says() {
    let mut world = World::new();
    let garbage: Vec<u8> = (0..20_000_u32)
        .flat_map(|n| (n * 7919).to_be_bytes())
        .collect();
    std::fs::write(world.path("pack/media/broken.wmv"), garbage).expect("a file");
    world.name("video", "broken.wmv");
    let (document, code) = world.build(&[]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (4, &"BadMedia".into()),
        "{document}"
    );
    let finding = &document["findings"][0];
    assert_eq!(finding["severity"], "error");
    let advice = finding["advice"].as_str().expect("advice");
    assert!(
        advice.contains("broken.wmv") && advice.contains("Invalid"),
        "{advice}"
    );
    assert!(!world.path("out.muster").exists());
}

#[test]
fn what_ffmpeg_made_wrong_does_not_go_into_a_pack() {
    if cfg!(windows) {
        crate::common::skip("the ffmpeg that spoils its work is a script for a Unix shell");
        return;
    }
    let mut world = World::new();
    let spoils = "#!/bin/sh\nffmpeg \"$@\" || exit\nfor last; do :; done\ncase $last in\n\
        file:*/0.mp4) f=${last#file:}; n=$(($(wc -c < \"$f\") / 3)); \
        head -c 20000 /dev/zero | dd of=\"$f\" bs=1 seek=$n conv=notrunc 2> /dev/null ;;\nesac\n";
    let spoiling = world.path("spoiling ffmpeg");
    std::fs::write(&spoiling, spoils).expect("a script");
    let runnable = Command::new("chmod").arg("+x").arg(&spoiling).status();
    assert!(runnable.expect("chmod is there").success());
    wmv(&mut world, "a.wmv");
    let ffmpeg = spoiling.to_str().expect("Unicode");
    let (document, code) = world.build(&[("MUSTER_FFMPEG", ffmpeg)]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (4, &"BadMedia".into()),
        "{document}"
    );
    let message = document["error"]["message"].as_str().expect("a message");
    assert_eq!(message, "What ffmpeg made of media/a.wmv does not play.");
    assert!(!world.path("out.muster").exists());
    assert_eq!(world.left_over(), Vec::<String>::new());
}

#[test]
fn a_play_list_is_not_followed() {
    let mut world = World::new();
    wmv(&mut world, "a.wmv");
    let list = format!(
        "ffconcat version 1.0\nfile '{}'\n",
        world.path("pack/media/a.wmv").display()
    );
    let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.wmv\n#EXT-X-ENDLIST\n";
    for (name, text) in [("list.wmv", list.as_str()), ("hls.avi", playlist)] {
        std::fs::write(world.path("pack/media").join(name), text).expect("a file");
        world.name("video", name);
    }
    let (document, code) = world.build(&[]);
    assert_eq!(code, 4, "{document}");
    let errors = document["findings"].as_array().expect("findings").iter();
    let files: Vec<&Value> = errors
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| &finding["file"])
        .collect();
    assert_eq!(files, ["media/hls.avi", "media/list.wmv"]);
}

#[test]
fn a_name_is_only_a_name() {
    let mut world = World::new();
    for name in ["-i.wmv", "briefing %03d für's Büro.wmv", "no ending"] {
        let made = world.path("made.wmv");
        crate::world::ffmpeg(&(film("320x180", "25", 1) + " -c:v wmv2 -c:a wmav2"), &made);
        std::fs::copy(&made, world.path("pack/media").join(name)).expect("a file");
        world.name("video", name);
    }
    let built = world.built(&[]);
    assert_eq!(world.findings(), json!([]));
    let paths: Vec<&Value> = (0..3).map(|index| &built.medium(index)["path"]).collect();
    assert_eq!(
        paths,
        [
            "media/-i.mp4",
            "media/briefing %03d für's Büro.mp4",
            "media/no ending.mp4"
        ]
    );
}

/// Starts to build a pack of a film that takes a while, and waits until ffmpeg is at work.
fn long_build(world: &mut World) -> Child {
    let arguments = "-f lavfi -i testsrc2=s=1280x720:r=30:d=40 -c:v mpeg4 -q:v 5 -an";
    world.source("video", "long.avi", arguments);
    world.write_manifest();
    let child = world
        .command(&BUILD, &[])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("muster runs");
    let start = Instant::now();
    while !world
        .left_over()
        .iter()
        .any(|name| world.path(name).join("0.mp4").exists())
    {
        assert!(start.elapsed() < Duration::from_mins(1), "ffmpeg began");
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

/// Programs that have the world's folder on their command line, as Linux lists them.
fn programs(world: &World) -> Vec<PathBuf> {
    let folder = world.path("pack").display().to_string();
    let processes = std::fs::read_dir("/proc").expect("Linux").flatten();
    processes
        .map(|process| process.path())
        .filter(|process| {
            let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(&folder)
        })
        .collect()
}

fn signal(child: &Child, name: &str) {
    let done = Command::new("kill")
        .args(["-s", name, &child.id().to_string()])
        .status();
    assert!(done.expect("kill is there").success());
}

/// Signals and the list of programs are Linux's here.
fn not_on_linux() -> bool {
    if !cfg!(target_os = "linux") {
        crate::common::skip("how it is stopped, and what runs then, is asked of Linux");
    }
    !cfg!(target_os = "linux")
}

#[test]
fn ctrl_c_ends_ffmpeg_and_leaves_nothing() {
    if not_on_linux() {
        return;
    }
    let mut world = World::new();
    let child = long_build(&mut world);
    assert!(programs(&world).len() >= 2, "Muster and ffmpeg");
    signal(&child, "INT");
    let start = Instant::now();
    let output = child.wait_with_output().expect("muster ends");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["error"]["code"], "Cancelled", "{document}");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(
        printed.contains("transcoding media/long.avi (1 of 1)"),
        "{printed}"
    );
    assert_eq!(programs(&world), Vec::<PathBuf>::new());
    assert_eq!(world.left_over(), Vec::<String>::new());
    assert!(!world.path("out.muster").exists());
}

#[test]
fn when_muster_is_killed_ffmpeg_ends_too() {
    if not_on_linux() {
        return;
    }
    let mut world = World::new();
    let mut child = long_build(&mut world);
    signal(&child, "KILL");
    child.wait().expect("muster ends");
    let start = Instant::now();
    while !programs(&world).is_empty() {
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{:?}",
            programs(&world)
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!world.path("out.muster").exists());
}

/// A file system in memory with little room, unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(world: &World, size: &str) -> Option<Self> {
        let path = world.path("small disk");
        std::fs::create_dir(&path).expect("a folder");
        let mounted = cfg!(target_os = "linux")
            && Command::new("mount")
                .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
                .arg(&path)
                .output()
                .is_ok_and(|output| output.status.success());
        if !mounted {
            crate::common::skip("mounting a small disk needs root on Linux");
            return None;
        }
        Some(Self(path))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_disk_that_fills_up_is_reported_and_nothing_stays_on_it() {
    let mut world = World::new();
    let Some(disk) = SmallDisk::new(&world, "128k") else {
        return;
    };
    world.source(
        "video",
        "a.wmv",
        &(film("640x360", "25", 6) + " -c:v wmv2 -q:v 2 -c:a wmav2"),
    );
    world.write_manifest();
    let mut arguments = BUILD;
    arguments[6] = "@small disk/out.muster";
    let (document, code) = world.run(&arguments, &[]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (1, &"NoSpace".into()),
        "{document}"
    );
    assert_eq!(std::fs::read_dir(&disk.0).expect("a folder").count(), 0);
}
