//! Inspects sticks: which are in, what is on them, and what an install would do with it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::app::jobs::follower::Follower;
use crate::app::jobs::screen_state::ScreenJob;
use crate::app::screens::packs::{about_shelf, name_of};
use crate::library::{
    self, Action, Library, LibraryError, ListOutcome, Planned, TrustError, Warning,
};
use crate::operations::{self, Ending, Here, Weighed, is_gone};
use crate::pack::TrustFile;
use crate::platform::files::SourceFile;
use crate::platform::places::Place;
use crate::ui::screens::packs::{
    ListRow, ListVerdict, Noticed, PacksModel, Stick, StickRow, Verdict,
};
use crate::words::{self, InWords, Words, shown_path};

/// How often, at most, the growing list is shown while a stick is inspected.
const MAX_INTERIM_UPDATES: usize = 200;

/// Of the sticks that came since these were in, the last one that holds something.
pub(super) fn noticed(before: &[Place], places: &[Place]) -> Option<Noticed> {
    let came = places.iter().filter(|place| !before.contains(place));
    came.map(count).max_by_key(|n| n.packs + n.lists > 0)
}

/// These sticks are in now, and of those that came this one is noticed; what was shown of one that went
/// is taken back.
pub(super) fn update_sticks(model: &mut PacksModel, places: Vec<Place>, came: Option<Noticed>) {
    let is_in = |path: &Path| places.iter().any(|place| path.starts_with(&place.path));
    let was_in = |path: &Path| {
        model
            .places
            .iter()
            .any(|place| path.starts_with(&place.path))
    };
    if let Some(stick) = &mut model.stick
        && !stick.gone
        && was_in(&stick.path)
        && !is_in(&stick.path)
    {
        Arc::make_mut(stick).gone = true;
    }
    if model
        .noticed
        .as_ref()
        .is_some_and(|n| !is_in(&n.place.path))
    {
        model.noticed = None;
    }
    // Two may have looked at the same moment.
    if let Some(noticed) = came.filter(|came| !model.places.contains(&came.place)) {
        model.noticed = Some(noticed);
    }
    model.places = places;
}

/// How much lies on a stick, by the names of its files.
fn count(place: &Place) -> Noticed {
    let found = library::search(&place.path, &mut |_| true).unwrap_or_default();
    Noticed {
        place: place.clone(),
        packs: found.packs.len(),
        lists: found.lists.len(),
    }
}

/// From now on this stick, folder or file is the one that is shown.
pub(super) fn begin(model: &mut PacksModel, path: &Path) -> Stick {
    if model.noticed.as_ref().is_some_and(|n| n.place.path == path) {
        model.noticed = None;
    }
    let known = model.places.iter().find(|place| place.path == path);
    let name = known.map_or_else(|| name_of(path), |place| words::shown(&place.name));
    let stick = not_looked_at(path, name);
    model.stick = Some(Arc::new(stick.clone()));
    stick
}

fn not_looked_at(path: &Path, name: String) -> Stick {
    Stick {
        path: path.to_owned(),
        name,
        ..Stick::default()
    }
}

/// Inspects again what was shown, if anything was, and shows it unless somebody looks elsewhere by now.
pub(super) fn inspect_again(
    job: &ScreenJob<PacksModel>,
    library: &Library,
    here: &Here,
    stick: Option<&Stick>,
) -> Result<(), Words> {
    match stick {
        Some(stick) if !is_gone(&stick.path) => {
            let stick = not_looked_at(&stick.path, stick.name.clone());
            let begun = stick.clone();
            job.set(|model| {
                let shown = model.stick.as_mut();
                if let Some(shown) = shown.filter(|shown| shown.path == begun.path) {
                    *shown = Arc::new(begun);
                }
            });
            inspect(job, library, here, stick)
        }
        _ => Ok(()),
    }
}

/// Finds what is in a folder (or takes the one file) and shows what would happen with each. `stick` is
/// what is shown at the beginning.
pub(super) fn inspect(
    job: &ScreenJob<PacksModel>,
    library: &Library,
    here: &Here,
    mut stick: Stick,
) -> Result<(), Words> {
    let path = &stick.path.clone();
    let titles = HashMap::from([(path.clone(), stick.name.clone())]);
    let mut follower = Follower::new(job).with_titles(titles);
    let found = match operations::find_on_stick(here, path, &mut follower) {
        Ok(found) => found,
        Err(_) if job.is_cancelled() => {
            stick.stopped = true;
            show(job, &stick);
            return Ok(());
        }
        Err(error) => {
            let gone = path.clone();
            job.set(move |model| {
                model.stick.take_if(|shown| shown.path == gone);
            });
            return Err(error.in_words(&shown_path(path)));
        }
    };
    stick.folder.clone_from(&found.folder);
    stick.passed_over.clone_from(&found.passed_over);
    stick.misplaced.clone_from(&found.misplaced);
    stick.keys.clone_from(&found.keys);
    let unread: Vec<StickRow> = found
        .packs
        .iter()
        .filter_map(|files| unread(files))
        .collect();
    stick.packs.clone_from(&unread);
    let room = library.room().ok();
    job.set(move |model| model.room = room);
    show(job, &stick);
    let (mut rows, mut pinned) = (Vec::new(), false);
    // What is shown is copied: of a stick with tens of thousands not after each of them.
    let stride = found.packs.len() / MAX_INTERIM_UPDATES + 1;
    let mut see = |weighed| match weighed {
        Weighed::Lists {
            lists,
            blocks,
            is_pinned,
        } => {
            stick.lists = lists.into_iter().map(list_row).collect();
            stick.blocks = blocks;
            pinned = is_pinned;
            show(job, &stick);
        }
        Weighed::Pack { number, files } => {
            let files = files.into_iter();
            rows.extend(files.map(|(file, planned)| planned_row(&file, planned, pinned)));
            if (number + 1) % stride == 0 {
                stick.packs.clone_from(&rows);
                stick.packs.extend(unread.iter().skip(number + 1).cloned());
                show(job, &stick);
            }
        }
    };
    let ending = operations::weigh_stick(here, library, (path, &found), &mut see, &mut follower);
    match ending.map_err(about_shelf(library))? {
        Ending::Done => {
            stick.packs = rows;
            stick.packs.sort_by_key(|row| match row.verdict {
                Verdict::New(_) | Verdict::Update { .. } | Verdict::Repair(_) => 0,
                Verdict::Refused(_) | Verdict::Unread => 1,
                Verdict::Same(_) => 2,
            });
            stick.whole = true;
        }
        Ending::Cancelled => stick.stopped = true,
        Ending::Pulled => stick.gone = true,
    }
    show(job, &stick);
    Ok(())
}

/// Shows what is known of a stick so far. Whoever looks elsewhere meanwhile is not
/// called back, and one that was pulled out stays so.
fn show(job: &ScreenJob<PacksModel>, stick: &Stick) {
    let mut stick = stick.clone();
    job.set(|model| match &mut model.stick {
        Some(shown) if shown.path == stick.path => {
            stick.gone |= shown.gone;
            *shown = Arc::new(stick);
        }
        _ => {}
    });
}

fn list_row((file, outcome): (SourceFile, Result<ListOutcome, LibraryError>)) -> ListRow {
    let name = name_of(file.path());
    let mut sha256 = String::new();
    let (title, verdict) = match outcome {
        Ok(outcome) => {
            sha256 = outcome.sha256;
            let list = outcome.list;
            (
                format!("Trust list of {}, version {}", list.agency, list.version),
                outcome
                    .changes
                    .map_or(ListVerdict::InForce, ListVerdict::Applies),
            )
        }
        Err(LibraryError::Trust(TrustError::TrustListOlder { .. })) => {
            let claim = TrustFile::read(&file).ok().and_then(|list| list.claim());
            let title = claim.map(|c| format!("Trust list of {}, version {}", c.agency, c.version));
            (title.unwrap_or(name), ListVerdict::Older)
        }
        Err(error) => {
            let words = error.in_words(&name);
            (name, ListVerdict::Refused(words))
        }
    };
    ListRow {
        file: file.path().to_owned(),
        sha256,
        title,
        verdict,
    }
}

/// The newest of these files, before it is looked at.
fn unread(files: &[SourceFile]) -> Option<StickRow> {
    files.first().map(|file| row(file, Verdict::Unread))
}

fn row(file: &SourceFile, verdict: Verdict) -> StickRow {
    StickRow {
        file: file.path().to_owned(),
        sha256: String::new(),
        title: name_of(file.path()),
        bytes: file.size(),
        signer: String::new(),
        modules: Vec::new(),
        warnings: Vec::new(),
        verdict,
    }
}

fn planned_row(
    file: &SourceFile,
    planned: Result<Planned, LibraryError>,
    pinned: bool,
) -> StickRow {
    let Planned {
        outcome,
        replaces,
        modules,
    } = match planned {
        Ok(planned) => planned,
        Err(error) => {
            let words = error.in_words(&name_of(file.path()));
            let words = if pinned {
                words::by_the_list(words)
            } else {
                words
            };
            return row(file, Verdict::Refused(words));
        }
    };
    let to = outcome.manifest.version;
    let repairs = outcome.warnings.contains(&Warning::WouldRepair);
    let verdict = match (outcome.action, replaces) {
        _ if repairs => Verdict::Repair(to),
        (Action::AlreadyInstalled, _) => Verdict::Same(to),
        (_, Some(from)) => Verdict::Update { from, to },
        (_, None) => Verdict::New(to),
    };
    // What is repaired is reported already.
    let warnings = outcome.warnings.iter();
    let warnings = warnings.filter(|warning| **warning != Warning::WouldRepair);
    StickRow {
        sha256: outcome.sha256,
        title: outcome.manifest.title,
        signer: outcome.publisher,
        modules,
        warnings: warnings.map(|warning| words::warning(*warning)).collect(),
        ..row(file, verdict)
    }
}
