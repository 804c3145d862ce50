//! Inspects sticks: which are in, what is on them, and what an install would do with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::clock::now;
use crate::app::jobs::meter::Meter;
use crate::app::jobs::screen_worker::ScreenState;
use crate::app::screens::packs::{about_shelf, name_of};
use crate::library::{
    self, Action, Library, LibraryError, PackState, Plan, Planned, TrustError, Warning,
    lowest_first, newest_first,
};
use crate::operations::visit::Settings;
use crate::operations::{self};
use crate::pack::{PackError, TrustFile};
use crate::platform::files::{EntryKind, Folder, SourceFile};
use crate::platform::places::Place;
use crate::station::DataFolder;
use crate::ui::screens::packs::{
    ListRow, ListVerdict, Noticed, PacksModel, Stick, StickRow, Verdict,
};
use crate::words::{self, InWords, Words, shown_path};

/// How often, at most, the growing list is shown while a stick is inspected.
const MAX_INTERIM_UPDATES: usize = 200;
/// Key files that are offered; a stick has one.
const MAX_KEYS: usize = 8;

/// These sticks are in now. Of those that came the last one that holds something is noticed; what was
/// shown of one that went is taken back.
pub(super) fn update_sticks(screen: &ScreenState<PacksModel>, places: Vec<Place>) {
    let before = screen.lock().places.clone();
    let came = places.iter().filter(|place| !before.contains(place));
    let came: Vec<Noticed> = came.map(count).collect();
    screen.set(|model| {
        let is_in = |path: &Path| places.iter().any(|place| path.starts_with(&place.path));
        let was_in = |path: &Path| before.iter().any(|place| path.starts_with(&place.path));
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
        if let Some(noticed) = came.into_iter().max_by_key(|n| n.packs + n.lists > 0) {
            model.noticed = Some(noticed);
        }
        model.places = places;
    });
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
pub(super) fn begin(model: &mut PacksModel, path: &Path) {
    if model.noticed.as_ref().is_some_and(|n| n.place.path == path) {
        model.noticed = None;
    }
    let known = model.places.iter().find(|place| place.path == path);
    model.stick = Some(Arc::new(Stick {
        path: path.to_owned(),
        name: known.map_or_else(|| name_of(path), |place| words::shown(&place.name)),
        ..Stick::default()
    }));
}

/// Inspects again what is shown, if anything is.
pub(super) fn inspect_again(
    screen: &ScreenState<PacksModel>,
    library: &Library,
    data: &DataFolder,
) -> Result<(), Words> {
    let stick = screen.lock().stick.clone();
    match stick {
        Some(stick) if !is_gone(&stick.path) => inspect(screen, library, data, &stick.path),
        _ => Ok(()),
    }
}

/// Whether what was there cannot be reached any more.
pub(super) fn is_gone(path: &Path) -> bool {
    !path.is_file() && std::fs::read_dir(path).is_err()
}

/// Whether a file fails because the stick was pulled out. The folder at which it was may be left,
/// empty.
pub(super) fn is_pulled(root: &Path, file: &Path) -> bool {
    let empty = || std::fs::read_dir(root).is_ok_and(|mut names| names.next().is_none());
    is_gone(root) || !file.exists() && empty()
}

/// Finds what is in a folder (or takes the one file) and says what would happen with each.
pub(super) fn inspect(
    screen: &ScreenState<PacksModel>,
    library: &Library,
    data: &DataFolder,
    path: &Path,
) -> Result<(), Words> {
    screen.set(|model| begin(model, path));
    let mut stick = screen.lock().stick.as_deref().cloned().unwrap_or_default();
    stick.folder = path.is_dir().then(|| path.to_owned());
    let (lists, groups) = match find(screen, data, path, &mut stick) {
        Ok(found) => found,
        Err(_) if screen.is_stopped() => {
            stick.stopped = true;
            show(screen, &stick);
            return Ok(());
        }
        Err(error) => {
            screen.set(|model| model.stick = None);
            return Err(error.in_words(&shown_path(path)));
        }
    };
    let unread: Vec<StickRow> = groups.iter().filter_map(|group| unread(group)).collect();
    stick.packs.clone_from(&unread);
    let show = |stick: &Stick| show(screen, stick);
    let room = library.room().ok();
    screen.set(|model| model.room = room);
    show(&stick);
    let mut plan = library.plan(now().date()).map_err(about_shelf(library))?;
    stick.lists = lists.iter().map(|file| list_row(&mut plan, file)).collect();
    let applies = |row: &ListRow| matches!(row.verdict, ListVerdict::Applies(_));
    if stick.lists.iter().any(applies) {
        stick.blocks = blocked(&plan, library).map_err(about_shelf(library))?;
    }
    show(&stick);
    let mut looking = Looking {
        screen,
        plan,
        root: path,
        meter: Meter::begin(screen, stick.packs.iter().map(|row| row.bytes).sum()),
        of: groups.len(),
    };
    let mut done = Vec::new();
    // What is shown is copied: of a stick with tens of thousands not after each of them.
    let stride = groups.len() / MAX_INTERIM_UPDATES + 1;
    for (number, group) in groups.iter().enumerate() {
        match looking.group(number, group) {
            Looked::Rows(rows) => done.extend(rows),
            ended @ (Looked::Stopped | Looked::Pulled) => {
                stick.stopped = matches!(ended, Looked::Stopped);
                stick.gone = !stick.stopped;
                show(&stick);
                return Ok(());
            }
        }
        if (number + 1) % stride == 0 {
            stick.packs.clone_from(&done);
            stick.packs.extend(unread.iter().skip(number + 1).cloned());
            show(&stick);
        }
    }
    stick.packs = done;
    stick.packs.sort_by_key(|row| match row.verdict {
        Verdict::New(_) | Verdict::Update { .. } | Verdict::Repair(_) => 0,
        Verdict::Refused(_) | Verdict::Unread => 1,
        Verdict::Same(_) => 2,
    });
    stick.whole = true;
    show(&stick);
    Ok(())
}

/// Shows what is known of a stick so far. Whoever looks elsewhere meanwhile is not
/// called back, and one that was pulled out stays so.
fn show(screen: &ScreenState<PacksModel>, stick: &Stick) {
    screen.set(|model| match &mut model.stick {
        Some(shown) if shown.path == stick.path => {
            let gone = shown.gone || stick.gone;
            *shown = Arc::new(Stick {
                gone,
                ..stick.clone()
            });
        }
        _ => {}
    });
}

/// Trust lists in the order in which they are applied, and packs, each group with the newest file
/// first.
type Found = (Vec<SourceFile>, Vec<Vec<SourceFile>>);

fn find(
    screen: &ScreenState<PacksModel>,
    data: &DataFolder,
    path: &Path,
    stick: &mut Stick,
) -> Result<Found, LibraryError> {
    if path.is_file() {
        let file = SourceFile::named(path);
        let is_list = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("mtrust"));
        return Ok(if is_list {
            (vec![file], Vec::new())
        } else {
            (Vec::new(), vec![vec![file]])
        });
    }
    let mut meter = Meter::begin(screen, 0);
    meter.set_task(format!("Looking for packs on {}", stick.name));
    let found = library::search(path, &mut |_| meter.step(0, 0, 0))?;
    stick.passed_over = words::not_searched(&found);
    // Where the settings cannot be read, other screens say so.
    if let (Ok(station), Ok(there)) = (operations::load(data), operations::visit::Stick::find(path))
    {
        let settings = Settings::look_for(&there, &station);
        stick.misplaced = operations::visit::misplaced(path, &found.others, &station, &settings);
    }
    stick.keys = keys_in(path);
    Ok((lowest_first(found.lists), newest_first(found.packs)))
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
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("pub"))
        })
        .take(MAX_KEYS)
        .collect();
    keys.sort();
    keys
}

fn list_row(plan: &mut Plan<'_>, file: &SourceFile) -> ListRow {
    let name = name_of(file.path());
    let mut sha256 = String::new();
    let (title, verdict) = match plan.list(file) {
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
            let claim = TrustFile::read(file).ok().and_then(|list| list.claim());
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

/// Titles of the packs on this PC that could not be used any more after the lists of this plan.
fn blocked(plan: &Plan<'_>, library: &Library) -> Result<Vec<String>, LibraryError> {
    let installed = library.installed()?;
    let blocked = installed
        .iter()
        .filter(|pack| pack.state() != PackState::Blocked && plan.revocation(pack).is_some());
    Ok(blocked.map(|pack| pack.outline().title.clone()).collect())
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

/// One look at a stick.
struct Looking<'a> {
    screen: &'a ScreenState<PacksModel>,
    plan: Plan<'a>,
    root: &'a Path,
    meter: Meter<'a, PacksModel>,
    of: usize,
}

enum Looked {
    Rows(Vec<StickRow>),
    Stopped,
    Pulled,
}

impl Looking<'_> {
    /// Of one pack the newest file that is accepted, and those before it that were refused.
    fn group(&mut self, number: usize, files: &[SourceFile]) -> Looked {
        let mut rows = Vec::new();
        for file in files {
            let bytes = file.size();
            let (name, of) = (name_of(file.path()), self.of);
            self.meter
                .set_task(format!("Looking at {name} ({} of {of})", number + 1));
            let meter = &mut self.meter;
            let mut progress = |done, all| meter.step(bytes, done, all);
            let planned = self.plan.pack(file, &mut progress);
            if self.screen.is_stopped() {
                return Looked::Stopped;
            }
            if planned.is_err() && is_pulled(self.root, file.path()) {
                return Looked::Pulled;
            }
            // Those that follow are older still.
            let last = match &planned {
                Ok(_) | Err(LibraryError::Pack(PackError::OlderThanInstalled { .. })) => true,
                Err(_) => false,
            };
            if rows.is_empty() || planned.is_ok() {
                rows.push(planned_row(file, planned, self.plan.is_pinned()));
            }
            if last {
                break;
            }
        }
        self.meter
            .finish_pack(files.first().map_or(0, SourceFile::size));
        Looked::Rows(rows)
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
    // What is repaired is said already.
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
