//! Looking for packs and trust lists on a stick.

use std::collections::{HashMap, VecDeque};
use std::ffi::OsString;
use std::hash::Hash;
use std::io;
use std::path::{Path, PathBuf};

use crate::library::LibraryError;
use crate::pack::read::read_tail;
use crate::pack::signature::Claim;
use crate::pack::{PackError, TrustFile};
use crate::platform::files;

/// Folders below the given one that are looked into, at most (EXCHANGE 4.1).
const MAX_DEPTH: usize = 16;
/// Names that are looked at in all, at most: a stick full of other things must not stall
/// (EXCHANGE 4.1).
const MAX_NAMES: usize = 100_000;
/// How many names of one folder are looked at between two questions whether to go on.
const STRIDE: usize = 256;

/// Folders that are read in all, at most (EXCHANGE 4.1).
const MAX_FOLDERS: usize = 20_000;

/// What was found in a folder and below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFinding {
    /// Every `*.muster` file, by path.
    pub packs: Vec<PathBuf>,
    /// Every `*.mtrust` file, by path.
    pub lists: Vec<PathBuf>,
    /// Folders that could not be read, or not to their end: sticks have such.
    pub unreadable: Vec<PathBuf>,
    /// The search ended before it had looked everywhere: too many names, too many folders, or
    /// folders too deep.
    pub cut_short: bool,
}

/// Every `*.muster` file in a folder and below it, by path; see [`search`].
///
/// # Errors
/// As [`search`].
pub fn find_packs(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    Ok(search(folder, &mut |_| true)?.packs)
}

/// Every `*.mtrust` file in a folder and below it, those with the lowest claimed version first; see
/// [`search`] and [`lowest_first`].
///
/// # Errors
/// As [`search`].
pub fn find_lists(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    Ok(lowest_first(search(folder, &mut |_| true)?.lists))
}

/// Looks for packs and trust lists in a folder and below it, what lies nearest to the top first.
/// Links are not followed, so that none leads round in a circle; hidden names (`._x.muster` beside
/// every file that a Mac copied) are passed over, and so is a folder that cannot be read, but not
/// the given one. `go_on` is told how many names were looked at, before every folder and now and
/// then within one, and says whether to go on.
///
/// # Errors
/// `NoSuchFile`, `Io` for the folder itself; `Pack(Cancelled)`.
pub fn search(
    folder: &Path,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<SearchFinding, LibraryError> {
    walk(folder, &mut read_folder, go_on)
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A link, a device, or what could not be told.
    Other,
}

/// The names in a folder, each read when it is asked for.
type Listing = Box<dyn Iterator<Item = io::Result<(OsString, Kind)>>>;

fn read_folder(folder: &Path) -> io::Result<Listing> {
    let listing = std::fs::read_dir(folder)?;
    Ok(Box::new(listing.map(|entry| {
        let entry = entry?;
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_dir() => Kind::Folder,
            Ok(kind) if kind.is_file() => Kind::File,
            _ => Kind::Other,
        };
        Ok((entry.file_name(), kind))
    })))
}

fn walk(
    folder: &Path,
    list: &mut dyn FnMut(&Path) -> io::Result<Listing>,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<SearchFinding, LibraryError> {
    let mut found = SearchFinding::default();
    let mut waiting = VecDeque::from([(folder.to_owned(), 0)]);
    let (mut names, mut folders) = (0, 0);
    while let Some((current, depth)) = waiting.pop_front() {
        if !go_on(names) {
            return Err(PackError::Cancelled.into());
        }
        if names >= MAX_NAMES || folders >= MAX_FOLDERS {
            found.cut_short = true;
            break;
        }
        folders += 1;
        let listing = match list(&current) {
            Ok(listing) => listing,
            Err(_) if depth > 0 => {
                found.unreadable.push(current);
                continue;
            }
            Err(error) => return Err(unreadable(current, error)),
        };
        for entry in listing {
            names += 1;
            if names > MAX_NAMES {
                found.cut_short = true;
                break;
            }
            if names % STRIDE == 0 && !go_on(names) {
                return Err(PackError::Cancelled.into());
            }
            let Ok((name, kind)) = entry else {
                // What comes after a broken entry is not to be had: asked again, some file
                // systems say the same for ever.
                found.unreadable.push(current.clone());
                break;
            };
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = current.join(name);
            match kind {
                Kind::Folder if depth < MAX_DEPTH => waiting.push_back((path, depth + 1)),
                Kind::Folder => found.cut_short = true,
                Kind::File if is_one(&path, "muster") => found.packs.push(path),
                Kind::File if is_one(&path, "mtrust") => found.lists.push(path),
                Kind::File | Kind::Other => {}
            }
        }
    }
    found.packs.sort();
    found.lists.sort();
    found.unreadable.sort();
    Ok(found)
}

fn unreadable(folder: PathBuf, error: io::Error) -> LibraryError {
    match error.kind() {
        io::ErrorKind::NotFound => LibraryError::NoSuchFile { file: folder },
        _ => LibraryError::Io {
            path: folder,
            error,
        },
    }
}

/// Trust lists with the lowest claimed version first: a list that changes the roots has to come
/// right after the one before (EXCHANGE 4.2). A claim is unproven; it only decides what is tried
/// first.
#[must_use]
pub fn lowest_first(mut lists: Vec<PathBuf>) -> Vec<PathBuf> {
    lists.sort_by_cached_key(|file| {
        let claim = TrustFile::read(file).ok().and_then(|list| list.claim());
        claim.map(|claim| claim.version)
    });
    lists
}

/// Groups files by the pack that they claim to be, each group with the highest claimed version
/// first (EXCHANGE 4.3). A claim is unproven; it only decides what is tried first. Files without a
/// claim make groups of their own.
#[must_use]
pub fn newest_first(files: Vec<PathBuf>) -> Vec<Vec<PathBuf>> {
    let claims = files.into_iter().map(|file| {
        let claim = claim_of(&file).map(|claim| (claim.id, claim.version));
        (claim, file)
    });
    grouped(claims)
}

/// Groups by id, in the order in which the first of each comes, each with the highest version first.
/// A stick may hold tens of thousands, so no two of them are compared but within a group.
fn grouped<I: Eq + Hash, V: Ord, F>(
    files: impl IntoIterator<Item = (Option<(I, V)>, F)>,
) -> Vec<Vec<F>> {
    let mut groups: Vec<Vec<(Option<V>, F)>> = Vec::new();
    let mut known: HashMap<I, usize> = HashMap::new();
    for (claim, file) in files {
        let new = groups.len();
        let (version, at) = match claim {
            None => (None, new),
            Some((id, version)) => (Some(version), *known.entry(id).or_insert(new)),
        };
        match groups.get_mut(at) {
            Some(group) => group.push((version, file)),
            None => groups.push(vec![(version, file)]),
        }
    }
    groups
        .into_iter()
        .map(|mut group| {
            group.sort_by(|(one, _), (other, _)| other.cmp(one));
            group.into_iter().map(|(_, file)| file).collect()
        })
        .collect()
}

fn claim_of(file: &Path) -> Option<Claim> {
    let mut file = files::open_no_link(file).ok()?;
    let tail = read_tail(&mut file).ok()?;
    Claim::parse(tail.signature.trusted_comment())
}

/// By its extension, in whichever case the stick's file system shows it.
fn is_one(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests;
