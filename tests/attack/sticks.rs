//! Sticks that make work: full of other things, deep, locked, leading round in circles; and packs
//! that are refused before they are read.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::common;
use crate::forge::{CLAIM, Forge, Made, by, entries_for, lay, sound, sound_manifest};
use crate::program::run;
use crate::world::World;

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

fn link(to: &Path, at: &Path) -> bool {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(to, at);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_dir(to, at);
    made.is_ok()
}

#[test]
fn a_pack_is_found_among_4000_other_files_deep_folders_and_a_loop_of_links() {
    let world = World::new();
    world.library();
    let stick = world.path("stick");
    for folder in 0..40 {
        let folder = stick.join(format!("photos {folder}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        for file in 0..100 {
            let name = folder.join(format!("{file}.jpg"));
            std::fs::File::create(name).expect("a file");
        }
        link(&stick, &folder.join("back to the top"));
    }
    let deep = (0..30).fold(stick.clone(), |folder, _| folder.join("deep"));
    std::fs::create_dir_all(deep).expect("folders");
    std::fs::create_dir(stick.join("a folder.muster")).expect("a folder");
    link(&stick.join("gone"), &stick.join("a link.muster"));
    world.pack("stick/photos 39/a.muster", 1, 400);
    let data = world.path("data");
    let (status, document) = run(&data, &["install", text(&stick)]);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["results"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["results"][0]["action"], "installed");
}

#[test]
fn folders_that_were_not_searched_are_named_on_standard_error() {
    let world = World::new();
    world.library();
    let stick = world.path("stick");
    let deep = (0..30).fold(stick.clone(), |folder, _| folder.join("deep"));
    std::fs::create_dir_all(deep).expect("folders");
    world.pack("stick/a.muster", 1, 400);
    let mut command = common::muster();
    command
        .args(["--json", "--data-dir"])
        .arg(common::path(&world.path("data")))
        .arg("install")
        .arg(common::path(&stick));
    let output = command.output().expect("muster runs");
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(document["results"][0]["action"], "installed");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains("too deep folders"), "{printed:?}");
}

/// How many bytes the program reads, from files and all else, when it is asked to install this.
#[cfg(target_os = "linux")]
fn bytes_read(forge: &Forge, made: &Made, code: &str) -> u64 {
    let file = forge.world.path("early.muster");
    lay(made, &file);
    let program = common::muster();
    // The shell counts what its children read once they have ended.
    let output = Command::new("sh")
        .args(["-c", "\"$0\" \"$@\"; grep rchar /proc/$$/io"])
        .arg(program.get_program())
        .args(program.get_args())
        .args(["--json", "--data-dir", text(&forge.data()), "install"])
        .arg(&file)
        .output()
        .expect("sh runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    let (document, counted) = printed.trim().rsplit_once("rchar:").expect("a count");
    let document: Value = serde_json::from_str(document).expect("JSON");
    assert_eq!(document["error"]["code"], code, "{document}");
    counted.trim().parse().expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_pack_refused_by_key_scope_or_version_is_not_read() {
    if common::under_wine() {
        return;
    }
    let forge = Forge::new();
    let older = {
        let mut manifest = sound_manifest();
        manifest["version"] = 1.into();
        let claim = "muster-pack:1 id=example.attack version=1";
        by(&forge.world.secret, claim, &entries_for(&manifest))
    };
    for (pack, code) in [
        (by(&forge.stranger, CLAIM, &sound()), "UntrustedPublisher"),
        (by(&forge.revoked, CLAIM, &sound()), "RevokedPublisher"),
        (by(&forge.narrow, CLAIM, &sound()), "OutsideScope"),
        (older, "OlderThanInstalled"),
    ] {
        // What the program reads besides is the same for a file of any length.
        let nothing = bytes_read(&forge, &Made::Bytes(pack.clone()), code);
        let large = bytes_read(&forge, &Made::After(512 << 20, pack), code);
        let more = large.saturating_sub(nothing);
        assert!(more <= 64 << 10, "{code}: {more} bytes more");
    }
}
