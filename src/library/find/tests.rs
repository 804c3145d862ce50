//! Searching sticks for packs. Defects that a real folder cannot show on every system are simulated
//! by a listing function of the test.

use std::cell::RefCell;
use std::fs::File;
use std::path::{Path, PathBuf};

use super::{MAX_FOLDERS, MAX_NAMES, SearchFinding, find_packs, grouped, search, walk};
use crate::library::LibraryError;
use crate::pack::PackError;
use crate::platform::files::{Entries, Entry, EntryKind, Folder, SourceFile};

/// Searches and tells which folders were read.
fn read(folder: &Path) -> (SearchFinding, Vec<PathBuf>) {
    let folders = RefCell::new(Vec::new());
    let opened = Folder::open(folder).unwrap();
    let mut list = |beneath: &Path| {
        folders.borrow_mut().push(beneath.to_owned());
        opened.folder(beneath)?.entries()
    };
    let found = walk(folder, &mut list, &mut |_| true).unwrap();
    (found, folders.into_inner())
}

/// A listing of names that all stand for this.
fn names(kind: EntryKind, names: impl Iterator<Item = String> + 'static) -> Entries {
    Box::new(names.map(move |name| {
        let name = name.into();
        Ok(Entry { name, kind })
    }))
}

fn paths(files: &[SourceFile]) -> Vec<&Path> {
    files.iter().map(SourceFile::path).collect()
}

#[test]
fn packs_are_found_below_and_sorted_and_other_files_are_not() {
    let stick = tempfile::tempdir().unwrap();
    let deep = stick.path().join("training").join("2012");
    std::fs::create_dir_all(&deep).unwrap();
    for name in [
        "b.muster",
        "A.MUSTER",
        "._b.muster",
        "b.muster.txt",
        "notes.txt",
        "7.mtrust",
    ] {
        File::create(deep.join(name)).unwrap();
    }
    File::create(stick.path().join("z.muster")).unwrap();
    let packs = [
        deep.join("A.MUSTER"),
        deep.join("b.muster"),
        stick.path().join("z.muster"),
    ];
    assert_eq!(paths(&find_packs(stick.path()).unwrap()), packs);
    let found = search(stick.path(), &mut |_| true).unwrap();
    assert_eq!(paths(&found.packs), packs);
    assert_eq!(paths(&found.lists), [deep.join("7.mtrust")]);
    assert!(found.unreadable.is_empty() && !found.cut_short);
}

#[test]
fn a_missing_folder_is_an_error_of_its_own() {
    let stick = tempfile::tempdir().unwrap();
    let missing = stick.path().join("gone");
    assert!(matches!(
        find_packs(&missing),
        Err(LibraryError::NoSuchFile { file }) if file == missing
    ));
}

#[test]
fn of_a_stick_with_4000_other_files_every_folder_is_read_once() {
    let stick = tempfile::tempdir().unwrap();
    for folder in 0..40 {
        let folder = stick.path().join(format!("photos {folder}"));
        std::fs::create_dir(&folder).unwrap();
        for file in 0..100 {
            File::create(folder.join(format!("{file}.jpg"))).unwrap();
        }
    }
    let pack = stick.path().join("photos 17").join("a.muster");
    File::create(&pack).unwrap();
    let (found, mut folders) = read(stick.path());
    assert_eq!(paths(&found.packs), [pack]);
    assert!(!found.cut_short);
    assert_eq!(folders.len(), 41);
    folders.dedup();
    assert_eq!(folders.len(), 41);
}

#[test]
fn links_that_lead_round_in_a_circle_are_not_followed() {
    let stick = tempfile::tempdir().unwrap();
    let inner = stick.path().join("a").join("b");
    std::fs::create_dir_all(&inner).unwrap();
    File::create(inner.join("x.muster")).unwrap();
    #[cfg(unix)]
    let linked = std::os::unix::fs::symlink(stick.path(), inner.join("up"));
    #[cfg(windows)]
    let linked = std::os::windows::fs::symlink_dir(stick.path(), inner.join("up"));
    if linked.is_err() {
        // Windows lets not everybody make links; a stick's FAT has none at all.
        return;
    }
    let (found, folders) = read(stick.path());
    assert_eq!(paths(&found.packs), [inner.join("x.muster")]);
    assert_eq!(folders.len(), 3);
    assert!(!found.cut_short);
}

#[test]
fn a_damaged_stick_whose_folders_hold_themselves_ends_the_search() {
    let mut folders = 0;
    let mut list = |_: &Path| {
        folders += 1;
        let twice = ["again".to_owned(), "and again".to_owned()];
        Ok(names(EntryKind::Folder, twice.into_iter()))
    };
    let found = walk(Path::new("stick"), &mut list, &mut |_| true).unwrap();
    assert!(found.cut_short);
    assert!(folders <= MAX_FOLDERS, "{folders}");
}

#[test]
fn what_lies_near_the_top_is_found_even_if_the_search_ends_early() {
    let mut list = |folder: &Path| {
        Ok(if folder.ends_with("photos") {
            names(EntryKind::File, (0..).map(|i| format!("{i}.jpg")))
        } else if folder.ends_with("packs") {
            names(EntryKind::File, ["a.muster".to_owned()].into_iter())
        } else {
            names(
                EntryKind::Folder,
                ["packs", "photos", "zebra"].map(str::to_owned).into_iter(),
            )
        })
    };
    let mut most = 0;
    let mut go_on = |names| {
        most = names;
        true
    };
    let found = walk(Path::new("stick"), &mut list, &mut go_on).unwrap();
    assert_eq!(paths(&found.packs), [Path::new("stick/packs/a.muster")]);
    assert!(found.cut_short);
    assert!(most <= MAX_NAMES + 1, "{most}");
}

#[test]
fn folders_too_deep_are_reported_as_left_out() {
    let stick = tempfile::tempdir().unwrap();
    let deepest = (0..40).fold(stick.path().to_owned(), |folder, _| folder.join("d"));
    std::fs::create_dir_all(&deepest).unwrap();
    File::create(deepest.join("far.muster")).unwrap();
    let near = stick.path().join("d").join("near.muster");
    File::create(&near).unwrap();
    let (found, folders) = read(stick.path());
    assert_eq!(paths(&found.packs), [near]);
    assert!(found.cut_short);
    assert_eq!(folders.len(), super::MAX_DEPTH + 1);
}

#[test]
fn folders_that_cannot_be_read_are_passed_over_and_named() {
    let stick = Path::new("stick");
    let mut list = |folder: &Path| {
        let denied = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        if folder.ends_with("locked") {
            return Err(denied());
        }
        if folder.ends_with("torn") {
            // It fails in the middle, and would fail for ever.
            let start = names(EntryKind::File, ["a.muster".to_owned()].into_iter());
            return Ok(
                Box::new(start.chain(std::iter::repeat_with(move || Err(denied())))) as Entries,
            );
        }
        let below = ["locked".to_owned(), "torn".to_owned()];
        Ok(names(EntryKind::Folder, below.into_iter()))
    };
    let found = walk(stick, &mut list, &mut |_| true).unwrap();
    assert_eq!(paths(&found.packs), [stick.join("torn").join("a.muster")]);
    assert_eq!(found.unreadable, [stick.join("locked"), stick.join("torn")]);
}

#[test]
fn a_search_can_be_stopped_in_the_middle_of_a_folder() {
    let mut list = |_: &Path| Ok(names(EntryKind::File, (0..).map(|i| format!("{i}.jpg"))));
    let stopped = walk(Path::new("stick"), &mut list, &mut |names| names < 1000);
    assert!(matches!(
        stopped,
        Err(LibraryError::Pack(PackError::Cancelled))
    ));
}

// EXCHANGE 4.12.
#[test]
fn deleted_files_and_what_the_system_keeps_are_not_found() {
    let stick = tempfile::tempdir().unwrap();
    for folder in [
        "$RECYCLE.BIN/S-1-5-21",
        "$Recycle.bin",
        "RECYCLER/S-1",
        "recycled",
        "System Volume Information",
        "SYSTEM VOLUME INFORMATION/x",
        "lost+found",
        "LOST.DIR",
        "FOUND.000",
        "found.017",
        ".Trash-1000/files",
        ".Trashes/501",
        ".Spotlight-V100",
        ".fseventsd",
        "training/$RECYCLE.BIN",
    ] {
        let folder = stick.path().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        File::create(folder.join("a.muster")).unwrap();
        File::create(folder.join("1.mtrust")).unwrap();
        File::create(folder.join("roster.csv")).unwrap();
    }
    let kept: Vec<PathBuf> = ["found.1000", "founder", "recycle", "training"]
        .iter()
        .map(|folder| stick.path().join(folder).join("b.muster"))
        .collect();
    for file in &kept {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        File::create(file).unwrap();
    }
    let found = search(stick.path(), &mut |_| true).unwrap();
    assert_eq!(paths(&found.packs), kept);
    assert_eq!((found.lists, found.others), (Vec::new(), Vec::new()));
    // One that is named is looked into.
    let named = stick.path().join("lost+found");
    assert_eq!(find_packs(&named).unwrap().len(), 1);
}

// EXCHANGE 4.13.
#[test]
fn names_similar_to_those_of_musters_files_are_found_too() {
    let stick = tempfile::tempdir().unwrap();
    let like = [
        "Roster (1).csv",
        "Roster.CSV",
        "a.muster.zip",
        "assignments.json.txt",
        "b.mtrust.txt",
        "copy of roster.xlsx",
        "roster",
        "roster.csv.csv",
    ];
    for name in like
        .iter()
        .chain(&["~$roster.xlsx", "._roster.csv", "roster.pdf", "rota.csv"])
    {
        File::create(stick.path().join(name)).unwrap();
    }
    std::fs::create_dir(stick.path().join("c.muster")).unwrap();
    std::fs::create_dir(stick.path().join("rosters")).unwrap();
    let found = search(stick.path(), &mut |_| true).unwrap();
    let mut others: Vec<String> = found
        .others
        .iter()
        .map(|other| other.path.display().to_string())
        .collect();
    others.sort();
    let mut expected: Vec<String> = like.iter().map(|name| (*name).to_owned()).collect();
    expected.push("c.muster".to_owned());
    expected.sort();
    assert_eq!(others, expected);
}

// EXCHANGE 4.15.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "a test makes its world with std")]
fn a_link_in_the_place_of_what_was_found_is_not_followed() {
    use std::os::unix::fs::symlink;
    let world = tempfile::tempdir().unwrap();
    let (stick, elsewhere) = (world.path().join("stick"), world.path().join("elsewhere"));
    for folder in [&stick.join("packs").join("new"), &elsewhere] {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("a.muster"), "bytes").unwrap();
        std::fs::write(folder.join("1.mtrust"), "bytes").unwrap();
    }
    let found = search(&stick, &mut |_| true).unwrap();
    let files = || found.packs.iter().chain(&found.lists);
    assert!(files().all(|file| file.open().is_ok() && file.size() == 5));
    let refused = || {
        files().all(|file| {
            let error = file.open().expect_err("refused");
            crate::platform::files::refusal(&error) == Some(crate::platform::files::Refusal::Link)
                && file.size() == 0
        })
    };
    // The folder of the files is a link, then one above it, then the files themselves.
    let (folder, above) = (stick.join("packs").join("new"), stick.join("packs"));
    std::fs::rename(&folder, world.path().join("kept")).unwrap();
    symlink(&elsewhere, &folder).unwrap();
    assert!(refused());
    std::fs::remove_dir_all(&above).unwrap();
    std::fs::rename(world.path().join("kept"), elsewhere.join("new")).unwrap();
    symlink(&elsewhere, &above).unwrap();
    assert!(refused());
    std::fs::remove_file(&above).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    for file in files() {
        symlink(
            elsewhere.join(file.path().file_name().unwrap()),
            file.path(),
        )
        .unwrap();
    }
    assert!(refused());
}

/// An id that counts how often one is compared with another.
#[derive(Clone)]
struct Counted<'a>(usize, &'a std::cell::Cell<usize>);

impl PartialEq for Counted<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.1.set(self.1.get() + 1);
        self.0 == other.0
    }
}

impl Eq for Counted<'_> {}

impl std::hash::Hash for Counted<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

#[test]
fn tens_of_thousands_of_packs_are_grouped_without_comparing_each_with_each() {
    let count = std::cell::Cell::new(0);
    let packs = 60_000;
    let files = (0..packs).map(|number| (Some((Counted(number % 50_000, &count), number)), number));
    let groups = grouped(files);
    assert_eq!(groups.len(), 50_000);
    assert_eq!(groups[0], [50_000, 0], "the newest first");
    assert_eq!(groups[10_000], [10_000]);
    assert!(count.get() < 3 * packs, "{} comparisons", count.get());
}
