//! Taking in what is on a stick: trust lists first, then packs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::jobs::follower::Follower;
use crate::app::jobs::screen_state::ScreenJob;
use crate::app::screens::packs::elevated;
use crate::app::screens::packs::taken_in::{done_words, list_words, result_of, settle, titles};
use crate::app::screens::packs::{Shown, name_of, shelf};
use crate::library::Library;
use crate::operations::{self, Ending, Here, TakenIn, Tried, Wanted};
use crate::platform::files::SourceFile;
use crate::ui::screens::packs::{self, PacksModel, Stick, Summary, Summed, Verdict};
use crate::words::Words;

/// Takes these in, and leaves a summary that says what came of each.
pub(super) fn install(
    job: &ScreenJob<PacksModel>,
    library: &Library,
    here: &Here,
    shown: &Shown,
    (lists, packs): (&[PathBuf], &[PathBuf]),
) -> Result<(), Words> {
    let stick = &*shown.stick;
    let titles = titles(stick);
    let (lists, packs) = (wanted(stick, lists), wanted(stick, packs));
    let mut follower = Follower::new(job).with_titles(titles.clone());
    let taken = if library.is_read_only() {
        follower.set_task("Waiting for an administrator; the system asks for one".to_owned());
        by_administrator(library, stick, lists, packs)?
    } else {
        let files = (lists.as_slice(), packs.as_slice());
        operations::take_in(here, library, Some(&stick.path), files, &mut follower)
    };
    let lists_in = taken.lists.iter().filter(|list| list.result.is_ok());
    let packs_in = taken.packs.iter().filter(|pack| pack.result.is_ok());
    let files = lists_in
        .map(|list| &list.file)
        .chain(packs_in.map(|pack| &pack.file));
    let files: Vec<PathBuf> = files.cloned().collect();
    let is_pulled = taken.ending == Ending::Pulled;
    let summary = summed(&taken, &titles, shown.is_removable(&stick.path));
    let room = library.room().ok();
    job.note_change();
    job.set(move |model| {
        model.visited = None;
        model.summary = Some(Arc::new(summary));
        if let Some(stick) = &mut model.stick {
            let stick = Arc::make_mut(stick);
            stick.gone |= is_pulled;
            settle(stick, &files);
        }
        model.room = room;
    });
    shelf::reread(job, library)
}

/// These files of the stick, as they were shown.
fn wanted(stick: &Stick, files: &[PathBuf]) -> Vec<Wanted> {
    let lists = stick.lists.iter().map(|row| (&row.file, &row.sha256));
    let packs = stick.packs.iter().map(|row| (&row.file, &row.sha256));
    let shown: HashMap<&PathBuf, &String> = lists
        .chain(packs)
        .filter(|(_, sha256)| !sha256.is_empty())
        .collect();
    let wanted = files.iter().map(|file| Wanted {
        file: SourceFile::of(stick.folder.as_deref(), file),
        sha256: shown.get(file).map(|sha256| (*sha256).clone()),
    });
    wanted.collect()
}

/// By an administrator's hand; what came of it is read off the shelf.
fn by_administrator(
    library: &Library,
    stick: &Stick,
    lists: Vec<Wanted>,
    packs: Vec<Wanted>,
) -> Result<TakenIn, Words> {
    let asked = elevated::Wanted {
        identify: false,
        beneath: stick.folder.clone(),
        lists,
        packs,
    };
    elevated::take_in(library, &asked)?;
    let rows = stick.packs.iter().map(|row| (&row.file, &row.verdict));
    let verdicts: HashMap<&PathBuf, &Verdict> = rows.collect();
    let lists = asked.lists.iter();
    let packs = asked.packs.iter().map(|pack| {
        let verdict = verdicts.get(&pack.file.path().to_owned()).copied();
        elevated::pack(library, &pack.file, verdict)
    });
    Ok(TakenIn {
        lists: lists
            .map(|list| elevated::list(library, &list.file))
            .collect(),
        packs: packs.collect(),
        interrupted: None,
        left: 0,
        ending: Ending::Done,
    })
}

/// What came of each file, as people know it. That the stick was pulled out or that it was stopped is no
/// failure of the pack that was in work.
fn summed(taken: &TakenIn, titles: &HashMap<PathBuf, String>, removable: bool) -> Summary {
    Summary {
        lists: taken
            .lists
            .iter()
            .map(|list| result_words(list, titles, list_words))
            .collect(),
        packs: taken
            .packs
            .iter()
            .map(|pack| result_words(pack, titles, done_words))
            .collect(),
        left: taken.left,
        ending: match taken.ending {
            Ending::Done => packs::Ending::Done,
            Ending::Cancelled => packs::Ending::Cancelled,
            Ending::Pulled => packs::Ending::Pulled,
        },
        removable,
    }
}

fn result_words<T>(
    tried: &Tried<T>,
    titles: &HashMap<PathBuf, String>,
    words: fn(&T) -> String,
) -> Summed {
    let Tried { file, result } = tried;
    let name = |file: &Path| name_of(file);
    Summed {
        title: titles.get(file).map_or_else(|| name(file), Clone::clone),
        result: result_of(result, words),
    }
}
