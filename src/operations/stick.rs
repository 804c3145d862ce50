//! What a stick would bring: each trust list, then of each pack the newest file that is accepted, and
//! what would become of it on this PC. Nothing is changed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::library::{
    self, Library, LibraryError, ListOutcome, PackState, Plan, Planned, lowest_first, newest_first,
};
use crate::operations::visit::Settings;
use crate::operations::{self, Doing, Follow, Here};
use crate::pack::PackError;
use crate::platform::files::{EntryKind, Folder, SourceFile};
use crate::words::{self, Misplaced};

/// Key files that are offered; a stick has one.
const MAX_KEYS: usize = 8;

/// How work with the files of a stick ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself.
    Done,
    /// Somebody stopped it.
    Cancelled,
    /// The stick was pulled out.
    Pulled,
}

/// What lies on a stick, in a folder, or in one file, by the names.
#[derive(Clone, Debug, Default)]
pub struct OnStick {
    /// The folder beneath which the files are opened; nothing for a single file.
    pub folder: Option<PathBuf>,
    /// Trust lists, in the order in which they are applied.
    pub lists: Vec<SourceFile>,
    /// The files of each pack, the newest first.
    pub packs: Vec<Vec<SourceFile>>,
    /// Where it could not be looked, a sentence each.
    pub passed_over: Vec<String>,
    /// What lies where Muster would expect something else (EXCHANGE 4.13).
    pub misplaced: Vec<Misplaced>,
    /// Publisher keys that lie directly in the folder.
    pub keys: Vec<PathBuf>,
}

/// What would happen with files of the stick, as it becomes known.
#[derive(Debug)]
pub enum Weighed {
    /// The trust lists were weighed, in their order.
    Lists {
        /// What each would do.
        lists: Vec<(SourceFile, Result<ListOutcome, LibraryError>)>,
        /// Titles of the packs on this PC that could not be used any more after them.
        blocks: Vec<String>,
        /// Whether lists say who is trusted.
        is_pinned: bool,
    },
    /// The pack of this number, from 0: its newest file that is accepted, and before it the newest one,
    /// if that was refused.
    Pack {
        /// Which of [`OnStick::packs`].
        number: usize,
        /// What each of its files would do.
        files: Vec<(SourceFile, Result<Planned, LibraryError>)>,
    },
}

/// Finds what lies on a stick.
///
/// # Errors
/// What [`library::search`] reports, `Cancelled` among it.
pub fn find_on_stick(
    here: &Here,
    path: &Path,
    follow: &mut dyn Follow,
) -> Result<OnStick, LibraryError> {
    // What is there and no folder is one file, which is refused later if it is a pipe or a link, or
    // cannot be read.
    let is_file = match path.symlink_metadata() {
        Ok(_) => !path.is_dir(),
        Err(error) => error.kind() != ErrorKind::NotFound,
    };
    if is_file {
        let file = SourceFile::named(path);
        let mut found = OnStick::default();
        if has_ending(path, "mtrust") {
            found.lists.push(file);
        } else {
            found.packs.push(vec![file]);
        }
        return Ok(found);
    }
    follow.begin(Doing::Searching(path));
    let found = library::search(path, &mut |names| {
        follow.step(u64::try_from(names).unwrap_or(u64::MAX), 0)
    })?;
    // Where the settings cannot be read, other screens and commands report it.
    let stick = operations::visit::Stick::find(path);
    let misplaced = match (operations::load(&here.folder), stick) {
        (Ok(station), Ok(stick)) => {
            let settings = Settings::look_for(&stick, &station);
            operations::visit::misplaced(path, &found.others, &station, &settings)
        }
        _ => Vec::new(),
    };
    Ok(OnStick {
        folder: path.is_dir().then(|| path.to_owned()),
        passed_over: words::not_searched(&found),
        misplaced,
        keys: keys_in(path),
        lists: lowest_first(found.lists),
        packs: newest_first(found.packs),
    })
}

/// Weighs what was found there at `path`; `see` is given what becomes known.
///
/// # Errors
/// If the shelf cannot be read.
pub fn weigh_stick(
    here: &Here,
    library: &Library,
    (path, found): (&Path, &OnStick),
    see: &mut dyn FnMut(Weighed),
    follow: &mut dyn Follow,
) -> Result<Ending, LibraryError> {
    let mut plan = library.plan(here.now.date())?;
    let lists = found
        .lists
        .iter()
        .map(|file| (file.clone(), plan.list(file)));
    let lists: Vec<_> = lists.collect();
    let mut outcomes = lists
        .iter()
        .filter_map(|(_, outcome)| outcome.as_ref().ok());
    let blocks = if outcomes.any(|outcome| outcome.changes.is_some()) {
        blocked(&plan, library)?
    } else {
        Vec::new()
    };
    see(Weighed::Lists {
        lists,
        blocks,
        is_pinned: plan.is_pinned(),
    });
    let newest = found.packs.iter().filter_map(|files| files.first());
    let all = newest.map(SourceFile::size).sum();
    for (number, files) in found.packs.iter().enumerate() {
        let mut weighed = Vec::new();
        for file in files {
            follow.begin(Doing::Looking {
                file: file.path(),
                number: number + 1,
                of: found.packs.len(),
                bytes: file.size(),
                all,
            });
            let planned = plan.pack(file, &mut |done, all| follow.step(done, all));
            if !follow.goes_on() {
                return Ok(Ending::Cancelled);
            }
            // A file alone is no stick: what keeps it from being read is reported.
            let is_on_stick = found.folder.is_some();
            if planned.is_err() && is_on_stick && is_pulled(path, file.path()) {
                return Ok(Ending::Pulled);
            }
            // Those that follow are older still.
            let is_last = matches!(
                &planned,
                Ok(_) | Err(LibraryError::Pack(PackError::OlderThanInstalled { .. }))
            );
            if weighed.is_empty() || planned.is_ok() {
                weighed.push((file.clone(), planned));
            }
            if is_last {
                break;
            }
        }
        see(Weighed::Pack {
            number,
            files: weighed,
        });
    }
    Ok(Ending::Done)
}

/// Whether what was there cannot be reached any more.
#[must_use]
pub fn is_gone(path: &Path) -> bool {
    match path.symlink_metadata() {
        Ok(_) if path.is_dir() => std::fs::read_dir(path).is_err(),
        found => found.is_err(),
    }
}

/// Whether a file fails because the stick was pulled out. The folder at which it was may be left,
/// empty.
#[must_use]
pub fn is_pulled(root: &Path, file: &Path) -> bool {
    let empty = || std::fs::read_dir(root).is_ok_and(|mut names| names.next().is_none());
    is_gone(root) || !file.exists() && empty()
}

/// Titles of the packs on this PC that could not be used any more after the lists of this plan.
fn blocked(plan: &Plan<'_>, library: &Library) -> Result<Vec<String>, LibraryError> {
    let installed = library.installed()?;
    let blocked = installed
        .iter()
        .filter(|pack| pack.state() != PackState::Blocked && plan.revocation(pack).is_some());
    Ok(blocked.map(|pack| pack.outline().title.clone()).collect())
}

/// Key files that lie directly in a folder.
fn keys_in(folder: &Path) -> Vec<PathBuf> {
    let entries = Folder::open(folder).and_then(|folder| folder.entries());
    let mut keys: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.kind == EntryKind::File)
        .map(|entry| folder.join(entry.name))
        .filter(|path| has_ending(path, "pub"))
        .take(MAX_KEYS)
        .collect();
    keys.sort();
    keys
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(ending))
}
