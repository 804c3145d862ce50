//! Everything in: trust lists, then of each pack the newest version that is accepted.

use std::collections::HashSet;
use std::path::Path;

use crate::library::{
    self, Action, Library, LibraryError, ListOutcome, Outcome, SearchFinding, TrustError,
    newest_first,
};
use crate::operations::{Doing, Follow, Here, Tried};
use crate::pack::{PackError, TrustList};
use crate::platform::files::SourceFile;
use crate::records::Records;
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
    let result = match library.install_list(file, &here.who) {
        Err(LibraryError::Trust(TrustError::TrustListOlder { version, .. })) if pass_older => {
            Ok(ListTaken::Older(version))
        }
        Err(error) => Err(Failure::about(file.path(), &error)),
        Ok(outcome) => Ok(outcome.into()),
    };
    tried(file, result)
}

/// Applies the trust list that somebody was shown, and no other (CLI 2.30).
#[must_use]
pub fn install_list_shown(
    here: &Here,
    library: &Library,
    file: &SourceFile,
    sha256: &str,
) -> Tried<ListTaken> {
    let outcome = library.install_list_shown(file, sha256, &here.who);
    let result = outcome.map(ListTaken::from);
    tried(
        file,
        result.map_err(|error| Failure::about(file.path(), &error)),
    )
}

fn tried<T>(file: &SourceFile, result: Result<T, Failure>) -> Tried<T> {
    Tried {
        file: file.path().to_owned(),
        result,
    }
}

/// Of each pack the newest version that is accepted (EXCHANGE 4.3); what was refused on the way is
/// told too.
/// Results come in the order of the files' paths, and whether somebody stopped it.
pub fn install_newest(
    here: &Here,
    library: &Library,
    files: Vec<SourceFile>,
    reason: Option<&str>,
    follow: &mut dyn Follow,
) -> (Vec<Tried<Outcome>>, bool) {
    let groups = newest_first(files);
    let all = groups.iter().filter_map(|group| group.first());
    let all = all.map(SourceFile::size).sum();
    let of = groups.len();
    let mut tried = Vec::new();
    let mut cancelled = false;
    for (number, versions) in groups.into_iter().enumerate() {
        for file in versions {
            follow.begin(Doing::Pack {
                file: file.path(),
                number: number + 1,
                of,
                bytes: file.size(),
                all,
            });
            let outcome = install_one(here, library, &file, reason, follow);
            cancelled = is_cancelled(&outcome);
            let accepted = outcome.is_ok();
            tried.push(tried_pack(&file, outcome));
            if accepted || cancelled {
                break;
            }
        }
        if cancelled {
            break;
        }
    }
    tried.sort_by(|a, b| a.file.cmp(&b.file));
    (tried, cancelled)
}

/// One pack; the same, and whether somebody stopped it.
pub fn install(
    here: &Here,
    library: &Library,
    file: &SourceFile,
    reason: Option<&str>,
    follow: &mut dyn Follow,
) -> (Tried<Outcome>, bool) {
    begin_one(file, follow);
    let outcome = install_one(here, library, file, reason, follow);
    let cancelled = is_cancelled(&outcome);
    (tried_pack(file, outcome), cancelled)
}

/// The pack that somebody was shown, and no other (CLI 2.30); whether somebody stopped it.
pub fn install_shown(
    here: &Here,
    library: &Library,
    file: &SourceFile,
    sha256: &str,
    follow: &mut dyn Follow,
) -> (Tried<Outcome>, bool) {
    begin_one(file, follow);
    let mut progress = |done, all| follow.step(done, all);
    let outcome = library.install_shown(file, sha256, &here.who, &mut progress);
    let cancelled = is_cancelled(&outcome);
    (tried_pack(file, outcome), cancelled)
}

fn begin_one(file: &SourceFile, follow: &mut dyn Follow) {
    let bytes = file.size();
    follow.begin(Doing::Pack {
        file: file.path(),
        number: 1,
        of: 1,
        bytes,
        all: bytes,
    });
}

fn install_one(
    here: &Here,
    library: &Library,
    file: &SourceFile,
    reason: Option<&str>,
    follow: &mut dyn Follow,
) -> Result<Outcome, LibraryError> {
    let mut progress = |done, all| follow.step(done, all);
    match reason {
        Some(reason) => library.install_older(file, reason, &here.who, &mut progress),
        None => library.install(file, &here.who, &mut progress),
    }
}

fn tried_pack(file: &SourceFile, outcome: Result<Outcome, LibraryError>) -> Tried<Outcome> {
    tried(
        file,
        outcome.map_err(|error| Failure::about(file.path(), &error)),
    )
}

fn is_cancelled(outcome: &Result<Outcome, LibraryError>) -> bool {
    matches!(outcome, Err(LibraryError::Pack(PackError::Cancelled)))
}

/// What became of a pack, in a line.
#[must_use]
pub fn outcome_sentence(outcome: &Outcome) -> String {
    let action = match outcome.action {
        Action::Installed => "Installed",
        Action::Updated => "Updated to",
        Action::AlreadyInstalled => "Already installed:",
        Action::WouldInstall => "Would be installed:",
        Action::WouldUpdate => "Would be the new version:",
    };
    let manifest = &outcome.manifest;
    format!(
        "{action} {}, {} version {}, from {}",
        manifest.title, manifest.id, manifest.version, outcome.publisher
    )
}

/// What became of a trust list, in lines; of an older one there is nothing to say.
#[must_use]
pub fn lines(taken: &ListTaken) -> Vec<String> {
    let (list, state, changes) = match taken {
        ListTaken::Older(_) => return Vec::new(),
        ListTaken::InForce(list) => (list, "was in force already", [].as_slice()),
        ListTaken::Installed(list, changes) => (list, "is in force now", changes.as_slice()),
    };
    let first = format!(
        "Trust list of {} version {} {state}",
        list.agency, list.version
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
