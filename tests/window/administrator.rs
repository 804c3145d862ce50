//! Where the user may not install, the window asks for an administrator.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::screen::{Screen, colors, differing};
use crate::sticks::{FILES_OF_A_VISIT, add_list, left, make_stick, muster};
use crate::{ALL, BELOW_THE_BAR, common, key, settled, start};

/// A folder on which nothing can be written but by the administrator of this test.
struct Locked(PathBuf);

impl Locked {
    /// Nothing where that cannot be done: it needs root.
    fn folder(folder: PathBuf) -> Option<Self> {
        let path = folder.to_str().expect("a path").to_owned();
        let bound = mount(&["--bind", &path, &path]);
        let locked = Self(folder);
        (bound && mount(&["-o", "remount,bind,ro", &path])).then_some(locked)
    }

    /// What asks for an administrator: one who says yes at once.
    fn administrator(&self, folder: &Path) {
        use std::os::unix::fs::PermissionsExt;
        let (program, asked) = (folder.join("pkexec"), folder.join("asked"));
        let (asked, library) = (asked.display(), self.0.display());
        let script = format!(
            "#!/bin/sh\necho \"$*\" >> {asked}\nmount -o remount,bind,rw {library}\n\"$@\"\n\
             code=$?\nmount -o remount,bind,ro {library}\nexit $code\n"
        );
        std::fs::create_dir_all(folder).expect("a folder");
        std::fs::write(&program, script).expect("written");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, mode).expect("a program");
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

fn mount(arguments: &[&str]) -> bool {
    let mounted = Command::new("mount").args(arguments).output();
    mounted.is_ok_and(|output| output.status.success())
}

/// The Packs screen with a stick that brings a list and a pack, for a user who may not install; the
/// stick, and where the administrator's commands are written down.
fn where_the_user_may_not_install(screen: &mut Screen) -> Option<(Locked, PathBuf, PathBuf)> {
    let folder = screen.folder.path().to_owned();
    let stick = folder.join("MUSTER");
    make_stick(screen, &stick);
    add_list(screen, &stick);
    muster(screen, &["station", "set", "name", "Central"]);
    let Some(library) = Locked::folder(folder.join("data/library")) else {
        common::skip("locking a folder needs root");
        return None;
    };
    let programs = folder.join("programs");
    library.administrator(&programs);
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", programs.display());
    let named = stick.to_str().expect("a path").to_owned();
    screen.open_in(&[("MUSTER_STICKS", &named), ("PATH", &path)], &[]);
    let board = screen.wait("the board", |picture| colors(picture, ALL) > 50);
    key(screen, "Return");
    screen.wait("the packs", |now| {
        differing(&board, now, BELOW_THE_BAR) > 20_000
    });
    settled(screen);
    Some((library, stick, programs.join("asked")))
}

/// Asked once, for both files.
#[track_caller]
fn assert_asked_once(asked: &Path, stick: &Path) {
    let asked = std::fs::read_to_string(asked).expect("asked");
    assert_eq!(asked.lines().count(), 1, "{asked}");
    let (list, pack) = (stick.join("trust.mtrust"), stick.join("detainer.muster"));
    // CLI 2.30: each is the file that was shown.
    let named = |file: &Path| {
        let bytes = std::fs::read(file).expect("there");
        let sha256 = muster::pack::signature::hex(&Sha256::digest(bytes));
        format!("{sha256} {}", file.display())
    };
    let files = format!("--list {} --pack {}\n", named(&list), named(&pack));
    assert!(asked.ends_with(&files), "{asked}");
}

#[test]
fn a_visit_where_the_user_may_not_install_asks_once_for_an_administrator_and_goes_on_as_the_user() {
    let mut screen = start();
    let Some((_library, stick, asked)) = where_the_user_may_not_install(&mut screen) else {
        return;
    };
    key(&screen, "v");
    screen.wait("what the visit leaves", |_| {
        left(&stick).len() == FILES_OF_A_VISIT
    });
    assert_asked_once(&asked, &stick);
    let log = left(&stick)
        .into_iter()
        .find(|file| file.extension().is_some_and(|e| e == "csv"));
    let log = std::fs::read_to_string(log.expect("the log")).expect("read");
    for entry in [",trust_list,", ",install,example.sheriff.detainer,1,"] {
        assert!(log.contains(entry), "{entry}: {log}");
    }
}

#[test]
fn an_installation_where_the_user_may_not_install_asks_once_for_an_administrator() {
    let mut screen = start();
    let Some((_library, stick, asked)) = where_the_user_may_not_install(&mut screen) else {
        return;
    };
    key(&screen, "Return");
    screen.wait("the pack on the shelf", |_| {
        muster(&screen, &["list"]).contains("example.sheriff.detainer")
    });
    assert_asked_once(&asked, &stick);
}
