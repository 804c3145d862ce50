//! Circles between files, and between folders: of which each needs, in the end, every other. None of
//! them can be read, tested or moved without the rest. A name counts for the file that defines it,
//! not for those that re-export it. What a `mod.rs` names of its own files without `crate` does not
//! count: it opens the folder that it is part of. Neither does what only tests have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::source::Source;

/// Re-exports of re-exports are followed this far; two that name each other end there.
const MAX_REEXPORTS: usize = 8;

/// The circles among these files, each a list of modules.
pub fn of_files<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<Vec<String>> {
    let files: BTreeMap<Vec<String>, &Source> = sources
        .map(|source| (source.module.clone(), source))
        .collect();
    let needs: BTreeMap<String, BTreeSet<String>> = files
        .iter()
        .map(|(module, source)| {
            let needed = needed_by(source, &files);
            let needed = needed.iter().map(|module| module.join("::"));
            (module.join("::"), needed.collect())
        })
        .collect();
    circles(&needs)
}

/// The circles among the folders that lie in one folder, each with all that is in it, as lists of
/// paths under `src`.
pub fn of_folders(sources: &[(PathBuf, Source)]) -> Vec<Vec<String>> {
    let files: BTreeMap<Vec<String>, &Source> = sources
        .iter()
        .filter(|(place, _)| place != Path::new("main.rs"))
        .map(|(_, source)| (source.module.clone(), source))
        .collect();
    let places: BTreeMap<&[String], &Path> = sources
        .iter()
        .map(|(place, source)| (source.module.as_slice(), place.as_path()))
        .collect();
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, source) in &files {
        for needed in needed_by(source, &files) {
            let pair = side_by_side(places[module.as_slice()], places[needed]);
            if let Some((from, to)) = pair {
                needs.entry(to.clone()).or_default();
                needs.entry(from).or_default().insert(to);
            }
        }
    }
    circles(&needs)
}

/// The folders in which two files lie, at the place where their ways part; nothing where one of
/// them lies in no folder there.
fn side_by_side(one: &Path, other: &Path) -> Option<(String, String)> {
    let folders = [one.parent()?, other.parent()?];
    let mut steps = folders.map(Path::iter);
    let mut above = PathBuf::new();
    loop {
        let (from, to) = (steps[0].next()?, steps[1].next()?);
        if from != to {
            let shown = |step| above.join(step).display().to_string();
            return Some((shown(from), shown(to)));
        }
        above.push(from);
    }
}

/// The circles among things of which each needs these others.
fn circles<T: Clone + Ord>(needs: &BTreeMap<T, BTreeSet<T>>) -> Vec<Vec<T>> {
    let reach: BTreeMap<&T, BTreeSet<&T>> = needs
        .keys()
        .map(|from| (from, reached_from(from, needs)))
        .collect();
    let mut circles = BTreeSet::new();
    for (from, reached) in &reach {
        let circle: Vec<T> = reached
            .iter()
            .filter(|to| reach[**to].contains(*from))
            .map(|to| (*to).clone())
            .collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn needed_by<'a>(
    source: &Source,
    files: &'a BTreeMap<Vec<String>, &Source>,
) -> BTreeSet<&'a [String]> {
    source
        .mentions
        .iter()
        .filter(|mention| !mention.in_test && !mention.in_visibility)
        .filter(|mention| mention.path[0] == "crate")
        .filter_map(|mention| defined_in(&mention.path[1..], files))
        .filter(|module| *module != source.module.as_slice())
        .collect()
}

/// The file in which a path ends, re-exports followed.
fn defined_in<'a>(
    path: &[String],
    files: &'a BTreeMap<Vec<String>, &Source>,
) -> Option<&'a [String]> {
    let mut path = path.to_vec();
    for _ in 0..MAX_REEXPORTS {
        let (module, source) = (0..=path.len())
            .rev()
            .find_map(|len| files.get_key_value(&path[..len]))?;
        let rest = &path[module.len()..];
        let Some(meant) = rest.first().and_then(|name| source.names.get(name)) else {
            return Some(module);
        };
        // `pub use a::A` means a module of this one.
        let meant = match meant[0].as_str() {
            "crate" => meant[1..].to_vec(),
            _ => [module.as_slice(), meant].concat(),
        };
        if meant == path[..=module.len()] {
            return Some(module);
        }
        path = [meant.as_slice(), &rest[1..]].concat();
    }
    None
}

fn reached_from<'a, T: Ord>(from: &'a T, needs: &'a BTreeMap<T, BTreeSet<T>>) -> BTreeSet<&'a T> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(one) = waiting.pop() {
        for next in &needs[one] {
            if reached.insert(next) {
                waiting.push(next);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{of_files, of_folders};
    use crate::source::{Source, module_of};

    #[track_caller]
    fn expect(files: &[(&str, &str)], wanted: &[&[&str]]) {
        let sources: Vec<Source> = files
            .iter()
            .map(|(module, text)| {
                let module = module.split("::").filter(|part| !part.is_empty());
                Source::read(module.map(str::to_owned).collect(), text).unwrap()
            })
            .collect();
        let found = of_files(sources.iter());
        assert_eq!(found, wanted, "{files:?}");
    }

    #[test]
    fn two_files_that_name_each_other_are_a_circle() {
        expect(
            &[
                ("", "mod a; mod b;"),
                ("a", "use crate::b::B;"),
                ("b", "fn f() { super::a::f() }"),
            ],
            &[&["a", "b"]],
        );
    }

    #[test]
    fn a_circle_through_a_third_file_is_one() {
        expect(
            &[
                ("", ""),
                ("a", "use crate::b::B;"),
                ("b", "use crate::c::C;"),
                ("c", "use crate::a::A;"),
                ("d", "use crate::a::A;"),
            ],
            &[&["a", "b", "c"]],
        );
    }

    #[test]
    fn a_name_counts_for_the_file_that_defines_it() {
        let files = [
            ("", ""),
            ("room", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("room::a", "use crate::room::B;"),
            ("room::b", "pub struct B;"),
        ];
        expect(&files, &[]);
        let circle = ("room::b", "use crate::room::A;");
        expect(
            &[files[0], files[1], files[2], circle],
            &[&["room::a", "room::b"]],
        );
    }

    #[test]
    fn code_that_only_tests_have_makes_no_circle() {
        expect(
            &[
                ("", ""),
                ("a", "#[cfg(test)] mod tests { use crate::b::B; }"),
                ("b", "use crate::a::A;"),
            ],
            &[],
        );
    }

    #[test]
    fn who_may_see_something_is_not_needed_for_it() {
        expect(
            &[
                ("", ""),
                ("room", "mod a; use crate::room::a::f;"),
                ("room::a", "pub(in crate::room) fn f() {}"),
            ],
            &[],
        );
    }

    #[track_caller]
    fn expect_folders(files: &[(&str, &str)], wanted: &[&[&str]]) {
        let sources: Vec<(PathBuf, Source)> = files
            .iter()
            .map(|(place, text)| {
                let place = PathBuf::from(place);
                let source = Source::read(module_of(&place), text).unwrap();
                (place, source)
            })
            .collect();
        assert_eq!(of_folders(&sources), wanted, "{files:?}");
    }

    #[test]
    fn two_folders_of_which_different_files_need_the_other_are_a_circle() {
        let files = [
            ("lib.rs", ""),
            ("room/a/one.rs", "use crate::room::b::one::B;"),
            ("room/a/two.rs", ""),
            ("room/b/one.rs", ""),
            ("room/b/deep/two.rs", "use crate::room::a::two::A;"),
        ];
        expect_folders(&files, &[&["room/a", "room/b"]]);
        expect_folders(&files[..4], &[]);
    }

    #[test]
    fn three_folders_in_a_ring_are_a_circle() {
        expect_folders(
            &[
                ("lib.rs", ""),
                ("a/mod.rs", "use crate::b::B;"),
                ("b/mod.rs", "use crate::c::one::C;"),
                ("c/one.rs", "use crate::a::A;"),
            ],
            &[&["a", "b", "c"]],
        );
    }

    #[test]
    fn a_folder_and_a_file_beside_it_are_no_circle_of_folders() {
        expect_folders(
            &[
                ("lib.rs", ""),
                ("room/shared.rs", "use crate::room::a::A;"),
                ("room/a/mod.rs", "use crate::room::shared::S;"),
            ],
            &[],
        );
    }
}
