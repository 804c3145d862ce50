//! What was taken in from a stick, as the Packs screen says it: what became of each file, and what
//! would happen to the stick's files now.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::library::{Action, Outcome, Warning};
use crate::operations::ListTaken;
use crate::ui::screens::packs::{ListVerdict, Stick, Verdict};
use crate::words::{Failure, Words};

/// What people know each file on the stick by.
pub(super) fn titles(stick: &Stick) -> HashMap<PathBuf, String> {
    let lists = stick.lists.iter().map(|row| (&row.file, &row.title));
    let packs = stick.packs.iter().map(|row| (&row.file, &row.title));
    lists
        .chain(packs)
        .map(|(file, title)| (file.clone(), title.clone()))
        .collect()
}

/// What came of one file.
pub(super) fn result_of<T>(
    result: &Result<T, Failure>,
    words: fn(&T) -> String,
) -> Result<String, Words> {
    match result {
        Ok(taken) => Ok(words(taken)),
        Err(failure) => Err(Words::clone(&failure.words)),
    }
}

/// What became of a trust list.
pub(super) fn list_words(taken: &ListTaken) -> String {
    match taken {
        ListTaken::Installed(..) => "in force now",
        ListTaken::InForce(_) => "was in force already",
        ListTaken::WouldInstall(..) => "would be in force",
        ListTaken::Older(_) => "older than the one in force",
    }
    .to_owned()
}

/// What became of a pack.
pub(super) fn done_words(outcome: &Outcome) -> String {
    let version = outcome.manifest.version;
    match outcome.action {
        Action::Updated | Action::WouldUpdate => format!("updated to version {version}"),
        Action::AlreadyInstalled if outcome.warnings.contains(&Warning::Repaired) => {
            "was damaged here and is whole again".to_owned()
        }
        Action::AlreadyInstalled => "was installed already".to_owned(),
        Action::Installed | Action::WouldInstall => format!("version {version} installed"),
    }
}

/// What would happen now that these files were taken in.
pub(super) fn settle(stick: &mut Stick, taken: &[PathBuf]) {
    let taken: HashSet<&PathBuf> = taken.iter().collect();
    for row in &mut stick.packs {
        if let Verdict::New(version)
        | Verdict::Update { to: version, .. }
        | Verdict::Repair(version) = row.verdict
            && taken.contains(&row.file)
        {
            row.verdict = Verdict::Same(version);
        }
    }
    for row in &mut stick.lists {
        if taken.contains(&row.file) {
            row.verdict = ListVerdict::InForce;
        }
    }
    if !taken.is_empty() {
        stick.blocks.clear();
    }
}
