//! Looking for packs and trust lists on a stick.

use std::path::{Path, PathBuf};

use crate::library::LibraryError;
use crate::pack::TrustFile;
use crate::pack::read::read_tail;
use crate::pack::signature::Claim;

/// Folders below the given one that are looked into, at most.
const MAX_DEPTH: usize = 16;
/// Names that are looked at in all, at most: a stick full of other things must not stall.
const MAX_NAMES: usize = 100_000;

/// Every `*.muster` file in a folder and below it, sorted by path. Links are not followed, hidden
/// names (`._x.muster` beside every file that a Mac copied) are passed over, and so is a folder
/// that cannot be read, as sticks have such; but not the given folder itself.
///
/// # Errors
/// `NoSuchFile`, `Io` for the folder itself.
pub fn find_packs(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    find(folder, "muster")
}

/// Every `*.mtrust` file in a folder and below it, found as packs are, those with the lowest
/// claimed version first: a list that changes the roots has to come right after the one before. A
/// claim is unproven; it only decides what is tried first.
///
/// # Errors
/// As [`find_packs`].
pub fn find_lists(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    let mut lists = find(folder, "mtrust")?;
    lists.sort_by_cached_key(|file| {
        let claim = TrustFile::read(file).ok().and_then(|list| list.claim());
        claim.map(|claim| claim.version)
    });
    Ok(lists)
}

fn find(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, LibraryError> {
    let mut found = Vec::new();
    let mut waiting = vec![(folder.to_owned(), 0)];
    let mut names = 0;
    while let Some((current, depth)) = waiting.pop() {
        let listing = match std::fs::read_dir(&current) {
            Ok(listing) => listing,
            Err(_) if depth > 0 => continue,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LibraryError::NoSuchFile { file: current });
            }
            Err(error) => {
                return Err(LibraryError::Io {
                    path: current,
                    error,
                });
            }
        };
        for entry in listing.flatten() {
            names += 1;
            if names > MAX_NAMES {
                break;
            }
            let (name, path) = (entry.file_name(), entry.path());
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < MAX_DEPTH => waiting.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && is_one(&path, extension) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Groups files by the pack that they claim to be, each group with the highest claimed version
/// first. A claim is unproven; it only decides what is tried first. Files without a claim make
/// groups of their own.
#[must_use]
pub fn newest_first(files: Vec<PathBuf>) -> Vec<Vec<PathBuf>> {
    let mut groups: Vec<Vec<(Option<Claim>, PathBuf)>> = Vec::new();
    for file in files {
        let claim = claim_of(&file);
        let same = |group: &&mut Vec<(Option<Claim>, PathBuf)>| match (group.first(), &claim) {
            (Some((Some(first), _)), Some(claim)) => first.id == claim.id,
            _ => false,
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push((claim, file)),
            None => groups.push(vec![(claim, file)]),
        }
    }
    groups
        .into_iter()
        .map(|mut group| {
            group.sort_by_key(|(claim, _)| {
                std::cmp::Reverse(claim.as_ref().map(|claim| claim.version))
            });
            group.into_iter().map(|(_, file)| file).collect()
        })
        .collect()
}

fn claim_of(file: &Path) -> Option<Claim> {
    let mut file = std::fs::File::open(file).ok()?;
    let tail = read_tail(&mut file).ok()?;
    Claim::parse(tail.signature.trusted_comment())
}

/// By its extension, in whichever case the stick's file system shows it.
fn is_one(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            std::fs::File::create(deep.join(name)).unwrap();
        }
        std::fs::File::create(stick.path().join("z.muster")).unwrap();
        let found = find_packs(stick.path()).unwrap();
        let expected = [
            deep.join("A.MUSTER"),
            deep.join("b.muster"),
            stick.path().join("z.muster"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_folder_that_is_not_there_is_said_so() {
        let stick = tempfile::tempdir().unwrap();
        let missing = stick.path().join("gone");
        assert!(matches!(
            find_packs(&missing),
            Err(LibraryError::NoSuchFile { file }) if file == missing
        ));
    }
}
