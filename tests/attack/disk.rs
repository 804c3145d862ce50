//! A full disk and a read-only one. A small file system of its own is mounted for each, which
//! only root may do on Linux; elsewhere, and for other accounts, these tests say so and pass.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use muster::library::{Library, LibraryError};

use crate::common;
use crate::program::{refused, run};
use crate::world::{World, code, install, shelf, who};

/// A file system in memory, unmounted when dropped.
struct Mount {
    path: PathBuf,
}

impl Mount {
    fn new(world: &World, size: &str) -> Option<Self> {
        let path = world.path("small disk");
        std::fs::create_dir(&path).expect("a folder");
        let mounted = !common::under_wine()
            && cfg!(target_os = "linux")
            && mount(
                &[
                    "-t",
                    "tmpfs",
                    "-o",
                    &format!("mode=755,size={size}"),
                    "tmpfs",
                ],
                &path,
            );
        if !mounted {
            common::skip("mounting a small disk needs root on Linux");
            return None;
        }
        Some(Self { path })
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.path).status();
    }
}

fn mount(options: &[&str], path: &Path) -> bool {
    let done = Command::new("mount").args(options).arg(path).output();
    done.is_ok_and(|output| output.status.success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

#[test]
fn a_pack_for_which_there_is_no_room_is_refused_before_it_is_copied() {
    let world = World::new();
    let Some(disk) = Mount::new(&world, "4m") else {
        return;
    };
    let library = world.library_in(&disk.path.join("library"));
    let pack = world.pack("big.muster", 1, 6 << 20);
    let before = shelf(&library);
    let document = refused(&disk.path, 1, "NoSpace", &["install", text(&pack)]);
    let message = document["error"]["message"].as_str().expect("a message");
    assert!(
        message.contains("MB"),
        "it says how much is missing: {message}"
    );
    assert!(shelf(&library) == before);
    match install(&library, &pack) {
        // 12 MiB and some headers do not fit into what 4 MiB have left.
        Err(LibraryError::NoSpace { missing }) => assert!(missing > 8 << 20, "{missing}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_disk_that_fills_up_while_a_pack_is_copied_is_reported_and_the_shelf_is_unchanged() {
    let world = World::new();
    let Some(disk) = Mount::new(&world, "16m") else {
        return;
    };
    let library = world.library_in(&disk.path.join("library"));
    let pack = world.pack("big.muster", 1, 2 << 20);
    let before = shelf(&library);
    let filler = disk.path.join("filler");
    let result = library.install(&pack, &who(), &mut |done, _| {
        if done > 0 && !filler.exists() {
            let mut file = std::fs::File::create(&filler).expect("a file");
            while file.write_all(&[0; 4096]).is_ok() {}
        }
        true
    });
    let error = result.expect_err("the disk is full");
    assert_eq!(code(&error), "NoSpace", "{error}");
    assert!(shelf(&library) == before);
    std::fs::remove_file(&filler).expect("room again");
    install(&library, &pack).expect("installed");
}

#[test]
fn a_read_only_data_folder_is_reported_and_installed_packs_stay_usable() {
    let world = World::new();
    let Some(disk) = Mount::new(&world, "16m") else {
        return;
    };
    let library = world.library_in(&disk.path.join("library"));
    install(&library, &world.pack("one.muster", 1, 400)).expect("installed");
    let two = world.pack("two.muster", 2, 400);
    assert!(mount(&["-o", "remount,ro"], &disk.path), "remounted");
    for arguments in [
        &["install", text(&two)][..],
        &["remove", "example.attack"],
        &[
            "trust",
            "remove",
            &world.public.id().to_string(),
            "--revoke",
        ],
    ] {
        refused(&disk.path, 1, "Io", arguments);
    }
    let (status, document) = run(&disk.path, &["list"]);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["packs"][0]["version"], 1);
    assert_eq!(document["packs"][0]["state"], "active");
    let (status, document) = run(&disk.path, &["verify", text(&two)]);
    assert_eq!(status, 0, "{document}");
    assert_eq!(document["results"][0]["action"], "would_update");
    let reopened = Library::open(library.folder()).expect("opened");
    assert!(reopened.is_read_only());
}

#[test]
fn a_library_cannot_be_made_on_a_read_only_disk() {
    let world = World::new();
    let Some(disk) = Mount::new(&world, "1m") else {
        return;
    };
    assert!(mount(&["-o", "remount,ro"], &disk.path), "remounted");
    refused(&disk.path, 1, "Io", &["list"]);
}
