//! Circles between files: files of which each needs, in the end, every other. None of them can be
//! read, tested or moved without the rest.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Source;

/// Re-exports of re-exports are followed this far; two that name each other end there.
const MAX_REEXPORTS: usize = 8;

/// The circles among these files, each a list of modules. A name counts for the file that defines
/// it, not for those that re-export it; code that only tests have does not count.
pub fn circles<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<Vec<String>> {
    let files: BTreeMap<Vec<String>, &Source> = sources
        .map(|source| (source.module.clone(), source))
        .collect();
    let needs: BTreeMap<&[String], BTreeSet<&[String]>> = files
        .iter()
        .map(|(module, source)| (module.as_slice(), needed_by(source, &files)))
        .collect();
    let reach: BTreeMap<&[String], BTreeSet<&[String]>> = needs
        .keys()
        .map(|from| (*from, reached_from(from, &needs)))
        .collect();
    let mut circles = BTreeSet::new();
    for (from, reached) in &reach {
        let circle: Vec<String> = reached
            .iter()
            .filter(|to| reach[**to].contains(from))
            .map(|module| module.join("::"))
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
        .filter(|mention| !mention.in_test && mention.path[0] == "crate")
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

fn reached_from<'a>(
    from: &'a [String],
    needs: &BTreeMap<&'a [String], BTreeSet<&'a [String]>>,
) -> BTreeSet<&'a [String]> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(module) = waiting.pop() {
        for next in &needs[module] {
            if reached.insert(*next) {
                waiting.push(next);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::circles;
    use crate::source::Source;

    #[track_caller]
    fn expect(files: &[(&str, &str)], wanted: &[&[&str]]) {
        let sources: Vec<Source> = files
            .iter()
            .map(|(module, text)| {
                let module = module.split("::").filter(|part| !part.is_empty());
                Source::read(module.map(str::to_owned).collect(), text).unwrap()
            })
            .collect();
        let found = circles(sources.iter());
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
}
