//! Taking in what is on a stick: trust lists first, then packs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::account::who;
use crate::app::jobs::meter::Meter;
use crate::app::jobs::screen_worker::ScreenState;
use crate::app::screens::packs::elevated::{self, Shown, Wanted};
use crate::app::screens::packs::inspect::is_pulled;
use crate::app::screens::packs::taken_in::{done_words, list_words, result_of, settle, titles};
use crate::app::screens::packs::{name_of, shelf};
use crate::library::{Library, LibraryError};
use crate::operations::{ListTaken, Tried};
use crate::pack::PackError;
use crate::platform::files::SourceFile;
use crate::ui::screens::packs::{Ending, PacksModel, Stick, Summary, Summed, Verdict};
use crate::words::{Failure, Words};

/// Takes these in, and leaves a summary that says what came of each.
pub(super) fn install(
    screen: &ScreenState<PacksModel>,
    library: &Library,
    lists: &[PathBuf],
    packs: &[PathBuf],
) -> Result<(), Words> {
    let (stick, removable) = {
        let model = screen.lock();
        let stick = model.stick.as_deref().cloned().unwrap_or_default();
        let within = |place: &crate::platform::places::Place| {
            place.removable && stick.path.starts_with(&place.path)
        };
        let removable = model.places.iter().any(within);
        (stick, removable)
    };
    let titles = titles(&stick);
    let hashes = hashes(&stick);
    let folder = stick.folder.as_deref();
    let sizes = packs.iter().map(|file| SourceFile::of(folder, file).size());
    let mut meter = Meter::begin(screen, sizes.sum());
    let mut work = Work {
        library,
        root: &stick.path,
        folder,
        titles: &titles,
        hashes: &hashes,
        taken: Vec::new(),
        summary: Summary {
            lists: Vec::new(),
            packs: Vec::new(),
            left: packs.len(),
            ending: Ending::Done,
            removable,
        },
    };
    if library.is_read_only() {
        meter.set_task("Waiting for an administrator; the system asks for one".to_owned());
        work.elevated(&stick, lists, packs)?;
    } else {
        work.directly(screen, &mut meter, lists, packs);
    }
    let Work { summary, taken, .. } = work;
    screen.note_change();
    screen.set(|model| {
        let pulled = summary.ending == Ending::Pulled;
        model.visited = None;
        model.summary = Some(Arc::new(summary));
        if let Some(stick) = &mut model.stick {
            let stick = Arc::make_mut(stick);
            stick.gone |= pulled;
            settle(stick, &taken);
        }
        model.room = library.room().ok();
    });
    shelf::reread(screen, library)
}

/// What each file on the stick was when it was shown.
fn hashes(stick: &Stick) -> HashMap<PathBuf, String> {
    let lists = stick.lists.iter().map(|row| (&row.file, &row.sha256));
    let packs = stick.packs.iter().map(|row| (&row.file, &row.sha256));
    lists
        .chain(packs)
        .filter(|(_, sha256)| !sha256.is_empty())
        .map(|(file, sha256)| (file.clone(), sha256.clone()))
        .collect()
}

struct Work<'a> {
    library: &'a Library,
    root: &'a Path,
    /// Beneath which what was found is opened.
    folder: Option<&'a Path>,
    titles: &'a HashMap<PathBuf, String>,
    /// The SHA-256 of each file as it was shown.
    hashes: &'a HashMap<PathBuf, String>,
    /// The files that are in now.
    taken: Vec<PathBuf>,
    summary: Summary,
}

impl Work<'_> {
    fn source(&self, file: &Path) -> SourceFile {
        SourceFile::of(self.folder, file)
    }

    fn title(&self, file: &Path) -> String {
        let title = self.titles.get(file);
        title.map_or_else(|| name_of(file), Clone::clone)
    }

    fn directly(
        &mut self,
        screen: &ScreenState<PacksModel>,
        meter: &mut Meter<'_, PacksModel>,
        lists: &[PathBuf],
        packs: &[PathBuf],
    ) {
        for file in lists {
            meter.set_task(format!("Applying {}", self.title(file)));
            self.list(file);
        }
        for (number, file) in packs.iter().enumerate() {
            if screen.is_stopped() {
                self.summary.ending = Ending::Cancelled;
            }
            if self.summary.ending != Ending::Done {
                break;
            }
            let bytes = self.source(file).size();
            let title = self.title(file);
            let (number, of) = (number + 1, packs.len());
            meter.set_task(format!("Installing {number} of {of}: {title}"));
            self.pack(file, &mut |done, all| meter.step(bytes, done, all));
            meter.finish_pack(bytes);
        }
    }

    /// By an administrator's hand; what came of it is read off the shelf.
    fn elevated(
        &mut self,
        stick: &Stick,
        lists: &[PathBuf],
        packs: &[PathBuf],
    ) -> Result<(), Words> {
        let hashes = self.hashes;
        // What was not looked at has no hash, and is refused as another file is.
        let shown = |file: &PathBuf| Shown {
            file: file.clone(),
            sha256: hashes
                .get(file)
                .map_or(String::new(), |hash| (*hash).clone()),
        };
        let wanted = Wanted {
            beneath: stick.folder.clone(),
            lists: lists.iter().map(shown).collect(),
            packs: packs.iter().map(shown).collect(),
            ..Wanted::default()
        };
        elevated::take_in(self.library, &wanted)?;
        self.summary.left = 0;
        let rows = stick.packs.iter().map(|row| (&row.file, &row.verdict));
        let verdicts: HashMap<&PathBuf, &Verdict> = rows.collect();
        for Shown { file, .. } in wanted.lists {
            let tried = elevated::list(self.library, &self.source(&file));
            let summed = self.result_words(&tried, list_words);
            self.summary.lists.push(summed);
        }
        for file in packs {
            let source = self.source(file);
            let tried = elevated::pack(self.library, &source, verdicts.get(file).copied());
            let summed = self.result_words(&tried, done_words);
            self.summary.packs.push(summed);
        }
        Ok(())
    }

    fn result_words<T>(&mut self, tried: &Tried<T>, words: fn(&T) -> String) -> Summed {
        let Tried { file, result } = tried;
        if result.is_ok() {
            self.taken.push(file.clone());
        }
        Summed {
            title: self.title(file),
            result: result_of(result, words),
        }
    }

    fn list(&mut self, file: &Path) {
        let source = self.source(file);
        let outcome = match self.hashes.get(file) {
            Some(shown) => self.library.install_list_shown(source, shown, &who()),
            None => self.library.install_list(source, &who()),
        };
        let tried = tried(file, outcome.map(ListTaken::from));
        let summed = self.result_words(&tried, list_words);
        self.summary.lists.push(summed);
    }

    fn pack(&mut self, file: &Path, progress: &mut dyn FnMut(u64, u64) -> bool) {
        let source = self.source(file);
        let outcome = match self.hashes.get(file) {
            // Another file may have that name by now, on another stick.
            Some(shown) => self.library.install_shown(source, shown, &who(), progress),
            None => self.library.install(source, &who(), progress),
        };
        match &outcome {
            Err(LibraryError::Pack(PackError::Cancelled)) => {
                self.summary.ending = Ending::Cancelled;
                return;
            }
            // That it was pulled is said once, not of every pack that was on it.
            Err(_) if is_pulled(self.root, file) => {
                self.summary.ending = Ending::Pulled;
                return;
            }
            _ => {}
        }
        self.summary.left = self.summary.left.saturating_sub(1);
        let summed = self.result_words(&tried(file, outcome), done_words);
        self.summary.packs.push(summed);
    }
}

fn tried<T>(file: &Path, outcome: Result<T, LibraryError>) -> Tried<T> {
    Tried {
        file: file.to_owned(),
        result: outcome.map_err(|error| Failure::of(&name_of(file), &error)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Ending, Summary, Work};
    use crate::app::account::who;
    use crate::app::fixture::pack;
    use crate::library::Library;
    use crate::pack::signature::new_key_pair;
    use crate::pack::{PublicKey, SecretKey};

    fn work<'a>(library: &'a Library, root: &'a Path, left: usize) -> Work<'a> {
        Work {
            library,
            root,
            folder: Some(root),
            // Lives as long as the test.
            titles: Box::leak(Box::default()),
            hashes: Box::leak(Box::default()),
            taken: Vec::new(),
            summary: Summary {
                lists: Vec::new(),
                packs: Vec::new(),
                left,
                ending: Ending::Done,
                removable: true,
            },
        }
    }

    #[test]
    fn what_is_cancelled_leaves_nothing_and_is_no_failure_of_the_pack() {
        let world = tempfile::tempdir().unwrap();
        let (public, secret) = new_key_pair(None).unwrap();
        let secret = SecretKey::parse(&secret, None).unwrap();
        let file = pack(world.path(), "example.one", &secret);
        let library = Library::open(&world.path().join("library")).unwrap();
        let public = PublicKey::parse(&public).unwrap();
        library.trust_add(&public, "Unit", &[], &who()).unwrap();
        let mut work = work(&library, world.path(), 1);
        work.pack(&file, &mut |_, _| false);
        assert_eq!(work.summary.ending, Ending::Cancelled);
        assert_eq!((work.summary.packs.len(), work.summary.left), (0, 1));
        assert!(library.installed().unwrap().is_empty());
        let files = std::fs::read_dir(library.folder().join("packs")).unwrap();
        assert_eq!(files.count(), 0);
    }

    #[test]
    fn what_was_installed_before_the_stick_was_pulled_stays_and_the_rest_is_left() {
        let world = tempfile::tempdir().unwrap();
        let stick = world.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        let (public, secret) = new_key_pair(None).unwrap();
        let secret = SecretKey::parse(&secret, None).unwrap();
        let packs = ["example.one", "example.two"].map(|id| pack(&stick, id, &secret));
        let library = Library::open(&world.path().join("library")).unwrap();
        let public = PublicKey::parse(&public).unwrap();
        library.trust_add(&public, "Unit", &[], &who()).unwrap();
        let mut work = work(&library, &stick, packs.len());
        work.pack(&packs[0], &mut |_, _| true);
        assert_eq!(work.summary.ending, Ending::Done);
        std::fs::remove_dir_all(&stick).unwrap();
        work.pack(&packs[1], &mut |_, _| true);
        assert_eq!(work.summary.ending, Ending::Pulled);
        assert_eq!((work.summary.packs.len(), work.summary.left), (1, 1));
        assert_eq!(work.taken, packs[..1]);
        let installed = library.installed().unwrap();
        assert_eq!(installed.len(), 1);
        let files = std::fs::read_dir(library.folder().join("packs")).unwrap();
        assert_eq!(files.count(), 1, "nothing but the pack");
    }
}
