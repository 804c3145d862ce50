//! Holds the rooms to their doors: reads every source under `src/` and fails on any arrow that
//! the table below does not draw, and on a window, a file written, a thread or a clock outside
//! the rooms that may have one. The table is the map in `src/lib.rs`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the checker fails where a source is not as it expects"
)]

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/snippets.rs"]
mod snippets;
#[path = "architecture/source.rs"]
mod source;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use source::Source;

fn sources() -> Vec<(PathBuf, Source)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    assert!(!files.is_empty(), "no sources under {}", root.display());
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let place = file.strip_prefix(&root).unwrap().to_path_buf();
            let source = Source::read(source::module_of(&place), &text).unwrap();
            (place, source)
        })
        .collect()
}

#[test]
fn the_map_draws_the_arrows_that_this_test_holds() {
    let map_file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(map_file).unwrap();
    let table = text
        .lines()
        .skip_while(|line| *line != "//! ## The map")
        .filter_map(|line| line.strip_prefix("//! | "))
        .take_while(|row| !row.starts_with("only there"))
        .filter(|row| row.contains('`'));
    let mut drawn: Vec<(String, Vec<String>)> = Vec::new();
    for row in table {
        let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").collect();
        let room = cells[0].trim_matches(|letter| "[`]".contains(letter));
        let parse = |list: &str| {
            list.split(", ")
                .map(|name| name.trim().to_owned())
                .collect()
        };
        let may_use = match cells[2].trim() {
            "nothing of ours" => Vec::new(),
            list if list.starts_with("all above") => {
                let but: Vec<String> = list
                    .split_once(" but ")
                    .map_or(Vec::new(), |it| parse(it.1));
                let above = drawn.iter().map(|(room, _)| room.clone());
                above.filter(|room| !but.contains(room)).collect()
            }
            list => parse(list),
        };
        drawn.push((room.to_owned(), may_use));
    }
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(drawn.len(), rules::ARROWS.len(), "{drawn:#?}");
    for (room, may_use) in rules::ARROWS {
        let of_map = drawn.iter().find(|(name, _)| name == room);
        let (_, of_map) = of_map.unwrap_or_else(|| panic!("the map lacks {room}"));
        let of_map: Vec<&str> = of_map.iter().map(String::as_str).collect();
        assert_eq!(sorted(&of_map), sorted(may_use), "{room}");
    }
}

#[test]
fn the_arrows_between_rooms_make_no_circle() {
    for (at, (room, may_use)) in rules::ARROWS.iter().enumerate() {
        for other in *may_use {
            let before = rules::ARROWS[..at].iter().any(|(name, _)| name == other);
            assert!(before, "{other} does not stand above {room} in the table");
        }
    }
}

#[test]
fn no_files_need_each_other() {
    let sources = sources();
    let files = sources
        .iter()
        .filter(|(place, _)| place != Path::new("main.rs"))
        .map(|(_, source)| source);
    let circles = circles::of_files(files);
    assert!(circles.is_empty(), "circles:\n{}", in_lines(&circles));
}

#[test]
fn no_folders_need_each_other() {
    let sources = sources();
    let circles = circles::of_folders(&sources);
    assert!(circles.is_empty(), "circles:\n{}", in_lines(&circles));
}

/// A circle a line.
fn in_lines(circles: &[Vec<String>]) -> String {
    let lines: Vec<String> = circles.iter().map(|circle| circle.join(", ")).collect();
    lines.join("\n")
}

/// No source and no test is longer.
const MAX_LINES: usize = 460;

#[test]
fn a_file_is_about_one_thing_and_not_longer_than_that_takes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    walk(&root.join("tests"), &mut files);
    assert!(files.len() > 400, "only {} files found", files.len());
    let longer: Vec<&Path> = files
        .iter()
        .filter(|file| fs::read_to_string(file).unwrap().lines().count() > MAX_LINES)
        .map(|file| file.strip_prefix(root).unwrap())
        .collect();
    assert!(
        longer.is_empty(),
        "longer than {MAX_LINES} lines: {longer:#?}"
    );
}

#[test]
fn a_file_is_named_after_what_it_holds_and_not_after_work() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let named: Vec<&PathBuf> = files
        .iter()
        .filter(|file| {
            let steps = file.strip_prefix(&root).unwrap().with_extension("");
            steps.iter().any(|step| {
                let step = step.to_string_lossy();
                step == "work" || step.ends_with("_work")
            })
        })
        .collect();
    assert!(named.is_empty(), "{named:#?}");
}

#[test]
fn every_source_uses_only_what_its_room_may() {
    let sources = sources();
    let of_main: HashSet<String> = sources
        .iter()
        .filter(|(place, _)| place == Path::new("main.rs"))
        .flat_map(|(_, main)| main.declared.iter().map(|module| module.concat()))
        .collect();
    let tests: Vec<Vec<String>> = sources
        .iter()
        .flat_map(|(_, source)| source.declared_tests.clone())
        .collect();
    let complaints: Vec<String> = sources
        .iter()
        .flat_map(|(place, source)| {
            let is_test = tests.iter().any(|test| source.module.starts_with(test));
            rules::complaints(&room_of(place, &of_main), source, is_test)
                .into_iter()
                .map(|complaint| format!("src/{}:{complaint}", place.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// The room that a file belongs to, by where it lies; `main` has the modules that it declares.
fn room_of(place: &Path, of_main: &HashSet<String>) -> String {
    let first = place.iter().next().unwrap().to_str().unwrap();
    let name = first.trim_end_matches(".rs");
    if of_main.contains(name) { "main" } else { name }.to_owned()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // What the fuzzers are built in, if they are, holds sources of nobody here.
            if !path.ends_with("tests/fuzz/target") {
                walk(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}
