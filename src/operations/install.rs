//! Everything in: trust lists, then of each pack the newest version that is accepted.

use std::collections::HashSet;
use std::path::Path;

use crate::library::{
    self, Action, Library, LibraryError, ListOutcome, Outcome, SearchFinding, TrustError,
    newest_first,
};
use crate::operations::stick::{Ending, is_pulled};
use crate::operations::{Doing, Follow, Here, Tried};
use crate::pack::{PackError, TrustList};
use crate::platform::files::SourceFile;
use crate::records::Records;
use crate::words::messages::message;
use crate::words::{self, Failure};

/// What came of a trust list.
#[derive(Clone, Debug)]
pub enum ListTaken {
    /// It is in force now, and what that changed.
    Installed(TrustList, Vec<String>),
    /// It was in force already.
    InForce(TrustList),
    /// A newer one than this version is in force.
    Older(u64),
    /// It would be in force, if it were taken in, and what that would change.
    WouldInstall(TrustList, Vec<String>),
}

impl From<ListOutcome> for ListTaken {
    fn from(ListOutcome { list, changes, .. }: ListOutcome) -> Self {
        match changes {
            None => Self::InForce(list),
            Some(changes) => Self::Installed(list, changes),
        }
    }
}

/// Looks for packs and trust lists in a folder; remarks where it could not look.
///
/// # Errors
/// What [`library::search`] says.
pub fn search(folder: &Path, follow: &mut dyn Follow) -> Result<SearchFinding, LibraryError> {
    follow.begin(Doing::Searching(folder));
    let found = library::search(folder, &mut |names| {
        follow.step(u64::try_from(names).unwrap_or(u64::MAX), 0)
    })?;
    for sentence in words::not_searched(&found) {
        follow.remark(&sentence);
    }
    Ok(found)
}

/// Applies a trust list. Of a folder that holds all lists there ever were, those before the one in
/// force are nothing to complain of (`pass_older`; EXCHANGE 4.2).
#[must_use]
pub fn install_list(
    here: &Here,
    library: &Library,
    file: &SourceFile,
    pass_older: bool,
) -> Tried<ListTaken> {
    let taken = list_taken(library.install_list(file, &here.who), pass_older);
    tried(
        file,
        taken.map_err(|error| Failure::about(file.path(), &error)),
    )
}

/// What taking in a trust list of a folder would come to; the same of those before the one in force.
#[must_use]
pub fn expected_of_list(
    file: &SourceFile,
    outcome: Result<ListOutcome, LibraryError>,
) -> Tried<ListTaken> {
    let taken = list_taken(outcome, true).map(|taken| match taken {
        ListTaken::Installed(list, changes) => ListTaken::WouldInstall(list, changes),
        other => other,
    });
    tried(
        file,
        taken.map_err(|error| Failure::about(file.path(), &error)),
    )
}

fn list_taken(
    outcome: Result<ListOutcome, LibraryError>,
    pass_older: bool,
) -> Result<ListTaken, LibraryError> {
    match outcome {
        Err(LibraryError::Trust(TrustError::TrustListOlder { version, .. })) if pass_older => {
            Ok(ListTaken::Older(version))
        }
        outcome => outcome.map(ListTaken::from),
    }
}

fn tried<T>(file: &SourceFile, result: Result<T, Failure>) -> Tried<T> {
    Tried {
        file: file.path().to_owned(),
        result,
    }
}

/// Of each pack the newest version that is accepted (EXCHANGE 4.3), and what was refused on the way.
/// `root` is the folder that was searched. Results come in the order of the files' paths, with how it
/// ended.
pub fn install_newest(
    here: &Here,
    library: &Library,
    (root, files): (&Path, Vec<SourceFile>),
    reason: Option<&str>,
    follow: &mut dyn Follow,
) -> (Vec<Tried<Outcome>>, Ending) {
    let packs = newest_first(files);
    let packs: Vec<Vec<Wanted>> = packs
        .into_iter()
        .map(|versions| versions.into_iter().map(Wanted::from).collect())
        .collect();
    let PacksTried {
        mut tried,
        interrupted,
        ending,
        ..
    } = try_packs(here, library, Some(root), (&packs, reason), follow);
    tried.extend(interrupted);
    tried.sort_by(|a, b| a.file.cmp(&b.file));
    (tried, ending)
}

/// Packs of which each was tried until one of its files was accepted.
struct PacksTried {
    tried: Vec<Tried<Outcome>>,
    /// The file at which it was stopped, or at which the stick was pulled out.
    interrupted: Option<Tried<Outcome>>,
    /// How many packs did not come to an end, that one among them.
    left: usize,
    ending: Ending,
}

/// Tries the files of each pack, in their order, until one is accepted.
fn try_packs(
    here: &Here,
    library: &Library,
    root: Option<&Path>,
    (packs, reason): (&[Vec<Wanted>], Option<&str>),
    follow: &mut dyn Follow,
) -> PacksTried {
    let mut result = PacksTried {
        tried: Vec::new(),
        interrupted: None,
        left: packs.len(),
        ending: Ending::Done,
    };
    // Each file is asked for its size once: what it lies on may not answer.
    let size = |versions: &Vec<Wanted>| versions.first().map_or(0, |pack| pack.file.size());
    let sizes: Vec<u64> = packs.iter().map(size).collect();
    let all = sizes.iter().sum();
    for (number, (versions, newest)) in packs.iter().zip(sizes).enumerate() {
        for (age, pack) in versions.iter().enumerate() {
            follow.begin(Doing::Pack {
                file: pack.file.path(),
                number: number + 1,
                of: packs.len(),
                bytes: if age == 0 { newest } else { pack.file.size() },
                all,
            });
            let outcome = try_pack(here, library, pack, reason, follow);
            result.ending = match &outcome {
                Err(error) if is_cancelled(error) => Ending::Cancelled,
                Err(_) if root.is_some_and(|root| is_pulled(root, pack.file.path())) => {
                    Ending::Pulled
                }
                _ => Ending::Done,
            };
            let is_accepted = outcome.is_ok();
            let outcome = outcome.map_err(|error| Failure::about(pack.file.path(), &error));
            let tried = tried(&pack.file, outcome);
            if result.ending != Ending::Done {
                result.interrupted = Some(tried);
                return result;
            }
            result.tried.push(tried);
            if is_accepted {
                break;
            }
        }
        result.left -= 1;
    }
    result
}

/// One pack, and how it ended.
pub fn install(
    here: &Here,
    library: &Library,
    file: SourceFile,
    reason: Option<&str>,
    follow: &mut dyn Follow,
) -> (Vec<Tried<Outcome>>, Ending) {
    let packs = [vec![Wanted::from(file)]];
    let done = try_packs(here, library, None, (&packs, reason), follow);
    let tried = done.tried.into_iter().chain(done.interrupted);
    (tried.collect(), done.ending)
}

/// A file that is to be taken in.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The file.
    pub file: SourceFile,
    /// Its SHA-256 when it was shown: another file may have its name by now, and nothing comes in of it
    /// (CLI 2.30). Nothing if nobody was shown it.
    pub sha256: Option<String>,
}

impl From<SourceFile> for Wanted {
    fn from(file: SourceFile) -> Self {
        Self { file, sha256: None }
    }
}

/// What was taken in of files that somebody chose.
#[derive(Debug)]
pub struct TakenIn {
    /// Trust lists, in the order in which they were applied.
    pub lists: Vec<Tried<ListTaken>>,
    /// Packs, in the order in which they were tried.
    pub packs: Vec<Tried<Outcome>>,
    /// The pack at which it was stopped, or at which the stick was pulled out.
    pub interrupted: Option<Tried<Outcome>>,
    /// How many packs were not taken in, that one among them.
    pub left: usize,
    /// How it ended.
    pub ending: Ending,
}

/// Takes these files in, and no others: trust lists first, then packs. `root` is the stick that they lie
/// on: that it was pulled out is reported once, not for every file that was on it.
#[must_use]
pub fn take_in(
    here: &Here,
    library: &Library,
    root: Option<&Path>,
    (lists, packs): (&[Wanted], &[Wanted]),
    follow: &mut dyn Follow,
) -> TakenIn {
    let lists = lists.iter().map(|list| {
        follow.begin(Doing::List(list.file.path()));
        take_list(here, library, list)
    });
    let lists = lists.collect();
    let packs: Vec<Vec<Wanted>> = packs.iter().map(|pack| vec![pack.clone()]).collect();
    let done = try_packs(here, library, root, (&packs, None), follow);
    TakenIn {
        lists,
        packs: done.tried,
        interrupted: done.interrupted,
        left: done.left,
        ending: done.ending,
    }
}

fn take_list(here: &Here, library: &Library, list: &Wanted) -> Tried<ListTaken> {
    let Some(sha256) = &list.sha256 else {
        return install_list(here, library, &list.file, false);
    };
    let outcome = library.install_list_shown(&list.file, sha256, &here.who);
    let result = outcome.map(ListTaken::from);
    tried(
        &list.file,
        result.map_err(|error| Failure::about(list.file.path(), &error)),
    )
}

fn try_pack(
    here: &Here,
    library: &Library,
    Wanted { file, sha256 }: &Wanted,
    reason: Option<&str>,
    follow: &mut dyn Follow,
) -> Result<Outcome, LibraryError> {
    let mut progress = |done, all| follow.step(done, all);
    match (sha256, reason) {
        (Some(sha256), _) => library.install_shown(file, sha256, &here.who, &mut progress),
        (None, Some(reason)) => library.install_older(file, reason, &here.who, &mut progress),
        (None, None) => library.install(file, &here.who, &mut progress),
    }
}

fn is_cancelled(error: &LibraryError) -> bool {
    matches!(error, LibraryError::Pack(PackError::Cancelled))
}

/// What became of a pack, in a line.
#[must_use]
pub fn outcome_sentence(outcome: &Outcome) -> String {
    let id = match outcome.action {
        Action::Installed => "install-installed",
        Action::Updated => "install-updated",
        Action::AlreadyInstalled => "install-already-installed",
        Action::WouldInstall => "install-would-install",
        Action::WouldUpdate => "install-would-update",
    };
    let manifest = &outcome.manifest;
    message(
        id,
        &[
            ("title", manifest.title.as_str().into()),
            ("id", manifest.id.to_string().into()),
            ("version", manifest.version.to_string().into()),
            ("publisher", outcome.publisher.as_str().into()),
        ],
    )
}

/// What became of a trust list, in lines; of an older one there is nothing to say.
#[must_use]
pub fn lines(taken: &ListTaken) -> Vec<String> {
    let (list, id, changes) = match taken {
        ListTaken::Older(_) => return Vec::new(),
        ListTaken::WouldInstall(list, changes) => {
            (list, "install-list-would-be", changes.as_slice())
        }
        ListTaken::InForce(list) => (list, "install-list-was", [].as_slice()),
        ListTaken::Installed(list, changes) => (list, "install-list-is", changes.as_slice()),
    };
    let first = message(
        id,
        &[
            ("agency", list.agency.to_string().into()),
            ("version", list.version.to_string().into()),
        ],
    );
    let changes = changes.iter().map(|change| format!("  {change}"));
    std::iter::once(first).chain(changes).collect()
}

/// Deletes the files of versions that are neither active nor kept and that no record names: what
/// was shown must stay producible (RECORDS 2.8). Where no records are kept in the data folder,
/// somebody else's may name them, so nothing is deleted. What fails is tried again next time.
pub fn prune(here: &Here, library: &Library) {
    let needed = || -> Option<HashSet<String>> {
        let archived = library.archived().ok().filter(|a| !a.is_empty())?;
        let records = Records::open_read_only(&here.folder.records_file()).ok()?;
        records.still_needed(archived).ok()
    };
    if let Some(needed) = needed() {
        let _ = library.prune(&needed, &here.who);
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Wanted, take_in};
    use crate::library::Library;
    use crate::operations::fixture::{Follower, Pulls, here, signed_pack};
    use crate::operations::{Doing, Ending, Here};
    use crate::pack::signature::new_key_pair;
    use crate::pack::{PublicKey, SecretKey};
    use crate::platform::files::SourceFile;

    /// A PC that trusts who signed two packs on a stick.
    struct World {
        _folder: tempfile::TempDir,
        here: Here,
        library: Library,
        stick: PathBuf,
        packs: Vec<Wanted>,
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let stick = folder.path().join("stick");
            std::fs::create_dir(&stick).unwrap();
            let (public, secret) = new_key_pair(None).unwrap();
            let secret = SecretKey::parse(&secret, None).unwrap();
            let packs = ["example.one", "example.two"].map(|id| Wanted {
                file: SourceFile::named(&signed_pack(&stick, id, &secret)),
                sha256: None,
            });
            let here = here(&folder.path().join("data"));
            let library = Library::open(here.folder.library()).unwrap();
            let public = PublicKey::parse(&public).unwrap();
            library.trust_add(&public, "Unit", &[], &here.who).unwrap();
            Self {
                _folder: folder,
                here,
                library,
                stick,
                packs: packs.to_vec(),
            }
        }

        fn files(&self) -> usize {
            let packs = self.library.folder().join("packs");
            std::fs::read_dir(packs).unwrap().count()
        }
    }

    #[test]
    fn what_is_cancelled_leaves_nothing_and_is_no_failure_of_the_pack() {
        let world = World::new();
        let (root, files) = (Some(&*world.stick), ([].as_slice(), &*world.packs));
        let taken = take_in(
            &world.here,
            &world.library,
            root,
            files,
            &mut Follower(false),
        );
        assert_eq!(taken.ending, Ending::Cancelled);
        assert_eq!((taken.packs.len(), taken.left), (0, 2));
        assert!(taken.interrupted.is_some());
        assert!(world.library.installed().unwrap().is_empty());
        assert_eq!(world.files(), 0);
    }

    #[test]
    fn what_was_installed_before_the_stick_was_pulled_stays_and_the_rest_is_left() {
        let world = World::new();
        let (root, files) = (Some(&*world.stick), ([].as_slice(), &*world.packs));
        let second = |doing: &Doing<'_>| matches!(doing, Doing::Pack { number: 2, .. });
        let mut pulls = Pulls(&world.stick, second);
        let taken = take_in(&world.here, &world.library, root, files, &mut pulls);
        assert_eq!(taken.ending, Ending::Pulled);
        assert_eq!((taken.packs.len(), taken.left), (1, 1));
        assert_eq!(taken.packs[0].file, world.packs[0].file.path());
        assert_eq!(world.library.installed().unwrap().len(), 1);
        assert_eq!(world.files(), 1, "nothing but the pack");
    }

    // CLI 2.30.
    #[test]
    fn another_file_than_was_shown_does_not_come_in_and_the_next_one_does() {
        let mut world = World::new();
        world.packs[0].sha256 = Some("0".repeat(64));
        let (root, files) = (Some(&*world.stick), ([].as_slice(), &*world.packs));
        let taken = take_in(
            &world.here,
            &world.library,
            root,
            files,
            &mut Follower(true),
        );
        assert_eq!((taken.ending, taken.left), (Ending::Done, 0));
        let came_in: Vec<bool> = taken.packs.iter().map(|pack| pack.result.is_ok()).collect();
        assert_eq!(came_in, [false, true]);
    }
}
