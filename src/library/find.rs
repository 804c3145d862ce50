//! Searches a stick for packs and trust lists.

use std::collections::{HashMap, VecDeque};
use std::ffi::OsStr;
use std::hash::Hash;
use std::io;
use std::path::{Path, PathBuf};

use crate::library::LibraryError;
use crate::pack::read::read_tail;
use crate::pack::signature::Claim;
use crate::pack::{PackError, TrustFile};
use crate::platform::files::{Entries, Entry, EntryKind, Folder, SourceFile};

/// The depth to which folders below the given one are searched, at most (EXCHANGE 4.1).
const MAX_DEPTH: usize = 16;
/// Names that are read in all, at most: a stick full of other files must not stall the search
/// (EXCHANGE 4.1).
const MAX_NAMES: usize = 100_000;
/// How many names of one folder are read between two checks whether to go on.
const NAMES_PER_CHECK: usize = 256;

/// Folders that are read in all, at most (EXCHANGE 4.1).
const MAX_FOLDERS: usize = 20_000;

/// Files with names similar to Muster's that are reported, at most.
const MAX_OTHERS: usize = 200;

/// What was found in a folder and below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFinding {
    /// Every `*.muster` file, by path.
    pub packs: Vec<SourceFile>,
    /// Every `*.mtrust` file, by path.
    pub lists: Vec<SourceFile>,
    /// Folders that could not be read, or not to their end: sticks have such.
    pub unreadable: Vec<PathBuf>,
    /// The search ended before it was complete: too many names, too many folders, or
    /// folders too deep.
    pub cut_short: bool,
    /// What has a name like that of a pack, a trust list, a roster or assignments, without being a
    /// pack or a trust list; beneath the folder, by path. Whoever knows the station knows what of it
    /// lies in its place.
    pub others: Vec<OtherFile>,
}

/// A name that is like that of a file which Muster reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OtherFile {
    /// Beneath the folder that was searched.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
}

/// Every `*.muster` file in a folder and below it, by path; see [`search`].
///
/// # Errors
/// As [`search`].
pub fn find_packs(folder: &Path) -> Result<Vec<SourceFile>, LibraryError> {
    Ok(search(folder, &mut |_| true)?.packs)
}

/// Every `*.mtrust` file in a folder and below it, those with the lowest claimed version first; see
/// [`search`] and [`lowest_first`].
///
/// # Errors
/// As [`search`].
pub fn find_lists(folder: &Path) -> Result<Vec<SourceFile>, LibraryError> {
    Ok(lowest_first(search(folder, &mut |_| true)?.lists))
}

/// Looks for packs and trust lists in a folder and below it, what lies nearest to the top first.
/// Every folder is opened from the handle of the given one. Links are not followed, so that none leads
/// round in a circle; hidden names (`._x.muster` beside every file that a Mac copied) and the system's
/// own folders, such as the recycle bin, are passed over, and so is a folder that cannot be read, but
/// not the given one. `go_on` gets the number of names read, before every folder and now and
/// then within one, and returns whether to go on.
///
/// # Errors
/// `NoSuchFile`, `Io` for the folder itself; `Pack(Cancelled)`.
pub fn search(
    folder: &Path,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<SearchFinding, LibraryError> {
    let opened = Folder::open(folder).map_err(|error| unreadable(folder.to_owned(), error))?;
    walk(
        folder,
        &mut |beneath| opened.folder(beneath)?.entries(),
        go_on,
    )
}

/// Whether a folder is one of the system's own, in which deleted files and what was left of damaged
/// ones lie. Their names are the same in any case of the letters (EXCHANGE 4.12).
fn is_systems(name: &OsStr) -> bool {
    const NAMES: [&str; 9] = [
        "recycler",
        "recycled",
        "system volume information",
        "lost+found",
        "lost.dir",
        "$extend",
        "network trash folder",
        "temporary items",
        "trash",
    ];
    let name = name.to_string_lossy().to_lowercase();
    let found = name.strip_prefix("found.");
    name.starts_with("$recycle")
        // As a system without long names shows it.
        || name.starts_with("$recyc~")
        || name.starts_with("system~")
        || found.is_some_and(|number| {
            number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit())
        })
        || NAMES.contains(&name.trim_end())
}

/// `list` lists a folder beneath the given one.
fn walk(
    folder: &Path,
    list: &mut dyn FnMut(&Path) -> io::Result<Entries>,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<SearchFinding, LibraryError> {
    let mut found = SearchFinding::default();
    let mut waiting = VecDeque::from([(PathBuf::new(), 0)]);
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
                found.unreadable.push(folder.join(current));
                continue;
            }
            Err(error) => return Err(unreadable(folder.to_owned(), error)),
        };
        for entry in listing {
            names += 1;
            if names > MAX_NAMES {
                found.cut_short = true;
                break;
            }
            if names % NAMES_PER_CHECK == 0 && !go_on(names) {
                return Err(PackError::Cancelled.into());
            }
            let Ok(Entry { name, kind }) = entry else {
                // Entries after a broken one cannot be read: some file systems return the
                // same error for ever.
                found.unreadable.push(folder.join(&current));
                break;
            };
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = current.join(&name);
            if kind == EntryKind::Folder && !is_systems(&name) {
                if depth < MAX_DEPTH {
                    waiting.push_back((path.clone(), depth + 1));
                } else {
                    found.cut_short = true;
                }
            }
            let file = || SourceFile::beneath(folder, &path);
            match kind {
                EntryKind::File if is_one(&path, "muster") => found.packs.push(file()),
                EntryKind::File if is_one(&path, "mtrust") => found.lists.push(file()),
                EntryKind::File | EntryKind::Folder | EntryKind::Link
                    if is_like_musters(&name, kind) && found.others.len() < MAX_OTHERS =>
                {
                    found.others.push(OtherFile { path, kind });
                }
                _ => {}
            }
        }
    }
    found.packs.sort();
    found.lists.sort();
    found.unreadable.sort();
    found.others.sort();
    Ok(found)
}

/// Whether a name is like that of a file that Muster reads: `roster (1).csv`, `a.muster.zip`, a folder
/// `a.muster` (EXCHANGE 4.13).
fn is_like_musters(name: &OsStr, kind: EntryKind) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    // Office keeps such a file beside one that is open.
    if name.starts_with('~') {
        return false;
    }
    if name.contains(".muster") || name.contains(".mtrust") {
        return true;
    }
    let tables = [
        "csv", "txt", "tsv", "tab", "json", "xls", "xlsx", "xlsm", "ods", "numbers", "bak",
    ];
    let (_, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    let is_table = end.is_empty() || tables.contains(&end);
    kind != EntryKind::Folder
        && is_table
        && (name.contains("roster") || name.contains("assignments"))
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
pub fn lowest_first(mut lists: Vec<SourceFile>) -> Vec<SourceFile> {
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
pub fn newest_first(files: Vec<SourceFile>) -> Vec<Vec<SourceFile>> {
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

fn claim_of(file: &SourceFile) -> Option<Claim> {
    let mut file = file.open().ok()?;
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
