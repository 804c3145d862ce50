//! A whole visit, asked for in the window: the same as `muster visit`. Where this user may not
//! write to the shelf an administrator takes in what is on the stick; the check and the files are
//! this user's.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::jobs::follower::Follower;
use crate::app::jobs::screen_state::ScreenJob;
use crate::app::screens::packs::elevated::{self, Wanted};
use crate::app::screens::packs::taken_in::{done_words, list_words, result_of, settle, titles};
use crate::app::screens::packs::{Shown, name_of, shelf};
use crate::library::Library;
use crate::operations::visit::{Answer, Stick, Visit};
use crate::operations::{self, Here, Tried};
use crate::platform::files::SourceFile;
use crate::ui::screens::packs::{
    Ending, ListVerdict, PacksModel, Stick as StickShown, Summed, Verdict, Visited,
};
use crate::words::{Code, Failure, Words};

/// Does it, and leaves a summary that says what came of it.
pub(super) fn visit(
    job: &ScreenJob<PacksModel>,
    library: &Library,
    here: &Here,
    folder: &Path,
    shown: &Shown,
    answer: Answer<'_>,
) -> Result<(), Words> {
    let stick = Stick::find(folder).map_err(|failure| *failure.words)?;
    let removable = shown.is_removable(folder);
    let nothing = StickShown::default();
    let shown = Some(&*shown.stick).filter(|stick| stick.path == folder);
    let shown = shown.unwrap_or(&nothing);
    let titles = titles(shown);
    let mut follower = Follower::new(job).with_titles(titles.clone());
    let visit = if library.is_read_only() {
        let mut asking = Asking {
            library,
            here,
            shown,
        };
        asking.visit(&stick, answer, &mut follower)?
    } else {
        operations::visit::visit(here, &stick, answer, &mut follower)
    };
    let remarks = follower.remarks;
    let ending = if !stick.is_in() {
        Ending::Pulled
    } else if job.is_cancelled() {
        Ending::Cancelled
    } else {
        Ending::Done
    };
    let lists = visit.lists.iter().filter(|list| list.result.is_ok());
    let packs = visit.packs.iter().filter(|pack| pack.result.is_ok());
    let taken = lists
        .map(|list| &list.file)
        .chain(packs.map(|pack| &pack.file));
    let taken: Vec<PathBuf> = taken.cloned().collect();
    let visited = Visited {
        remarks,
        removable,
        ..summed(&visit, folder, &titles, ending)
    };
    let (folder, room) = (folder.to_owned(), library.room().ok());
    job.note_change();
    job.set(move |model| {
        model.summary = None;
        model.visited = Some(Arc::new(visited));
        if let Some(stick) = &mut model.stick {
            let stick = Arc::make_mut(stick);
            stick.gone |= ending == Ending::Pulled && stick.path == folder;
            settle(stick, &taken);
        }
        model.room = room;
    });
    shelf::reread(job, library)
}

fn summed(
    visit: &Visit,
    folder: &Path,
    titles: &HashMap<PathBuf, String>,
    ending: Ending,
) -> Visited {
    let title = |file: &Path| titles.get(file).map_or_else(|| name_of(file), Clone::clone);
    // That it was pulled or stopped is reported once, not for every file that was on it.
    let is_reported = |failure: &Failure| match ending {
        Ending::Done => true,
        Ending::Cancelled => failure.words.code != Code::Cancelled,
        Ending::Pulled => !matches!(failure.words.code, Code::NotFound | Code::SourceRead),
    };
    let lists = visit.lists.iter().map(|list| Summed {
        title: title(&list.file),
        result: result_of(&list.result, list_words),
    });
    let packs = visit
        .packs
        .iter()
        .filter(|pack| pack.result.as_ref().err().is_none_or(is_reported));
    let packs = packs.map(|pack| Summed {
        title: title(&pack.file),
        result: result_of(&pack.result, done_words),
    });
    let failed = visit.settings.failures().chain(&visit.failures);
    let failed = failed.filter(|failure| is_reported(failure));
    Visited {
        stick: folder.to_owned(),
        lists: lists.collect(),
        packs: packs.collect(),
        settings: visit.settings.blocks(),
        asks: visit.settings.asked(),
        failed: failed.map(|failure| Words::clone(&failure.words)).collect(),
        misplaced: visit.misplaced.clone(),
        remarks: Vec::new(),
        check: visit.check.clone(),
        ready: operations::result(&visit.check),
        files: visit.written.clone(),
        head: visit.head.map(|head| (head.count, head.hash.to_string())),
        signature: visit
            .signed
            .as_ref()
            .map(operations::describe_signature)
            .unwrap_or_default(),
        ending,
        removable: false,
    }
}

/// A visit where the system has to be asked for an administrator.
struct Asking<'a> {
    library: &'a Library,
    here: &'a Here,
    /// What was shown of the stick before.
    shown: &'a StickShown,
}

impl Asking<'_> {
    fn visit(
        &mut self,
        stick: &Stick,
        answer: Answer<'_>,
        follower: &mut Follower<'_, PacksModel>,
    ) -> Result<Visit, Words> {
        if !self.shown.whole {
            return Err(Words::new(
                Code::Usage,
                "The stick was not looked at wholly.",
                "Look at it again: it has to be known for what an administrator is asked.",
            ));
        }
        follower.set_task("Waiting for an administrator; the system asks for one".to_owned());
        let mut visit = Visit::begin(self.here, follower);
        if let Err(words) = self.take_in(&mut visit) {
            let words = Box::new(words);
            visit.failures.push(Failure { words, file: None });
        }
        visit.take_settings(self.here, self.library, stick, answer, follower);
        visit.misplaced.clone_from(&self.shown.misplaced);
        visit.give_out(self.here, stick, follower);
        Ok(visit)
    }

    /// What came of it is read off the shelf.
    fn take_in(&self, visit: &mut Visit) -> Result<(), Words> {
        for row in &self.shown.lists {
            if let ListVerdict::Refused(words) = &row.verdict {
                visit.lists.push(refused(&row.file, words));
            }
        }
        for row in &self.shown.packs {
            if let Verdict::Refused(words) = &row.verdict {
                visit.packs.push(refused(&row.file, words));
            }
        }
        let lists = self.shown.lists.iter();
        let lists = lists.filter(|row| matches!(row.verdict, ListVerdict::Applies(_)));
        let packs = self.shown.packs.iter();
        let packs = packs.filter(|row| row.verdict.is_wanted());
        let folder = self.shown.folder.as_deref();
        let named = |file: &Path, sha256: &String| operations::Wanted {
            file: SourceFile::of(folder, file),
            sha256: Some(sha256.clone()),
        };
        let wanted = Wanted {
            identify: self.lacks_id(visit),
            beneath: self.shown.folder.clone(),
            lists: lists.map(|row| named(&row.file, &row.sha256)).collect(),
            packs: packs
                .clone()
                .map(|row| named(&row.file, &row.sha256))
                .collect(),
        };
        elevated::take_in(self.library, &wanted)?;
        if wanted.identify {
            visit.station = operations::load(&self.here.folder);
        }
        let lists = wanted.lists.iter();
        visit
            .lists
            .extend(lists.map(|list| elevated::list(self.library, &list.file)));
        let packs = packs.map(|row| (SourceFile::of(folder, &row.file), &row.verdict));
        visit.packs.extend(
            packs.map(|(file, verdict)| elevated::pack(self.library, &file, Some(verdict))),
        );
        Ok(())
    }

    /// Whether the station has no id, and only an administrator may write one.
    fn lacks_id(&self, visit: &Visit) -> bool {
        visit.station.is_err()
            && operations::load(&self.here.folder).is_ok_and(|station| station.id.is_none())
    }
}

/// What was refused already when the stick was looked at.
fn refused<T>(file: &Path, words: &Words) -> Tried<T> {
    Tried {
        file: file.to_owned(),
        result: Err(Failure {
            words: Box::new(words.clone()),
            file: Some(file.to_owned()),
        }),
    }
}
