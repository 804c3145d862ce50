//! Installed packs are read again before their first use after start: one after the other in the
//! background, what is due first, in the pauses that playing leaves; at once where somebody begins
//! a briefing of one that is still to come.

mod window;

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Context, ViewportId};

use crate::app::account::who;
use crate::app::briefing_start::BriefingStart;
use crate::app::jobs::handle::{JobHandle, WorkRate, instant};
use crate::app::jobs::queue::{self as lane, Lane, Pace};
use crate::app::jobs::result::Origin;
use crate::library::{FileDefect, InstalledPack, Library, LibraryError, PackState, Stamp};
use crate::pack::{ModuleRef, PackId, PackVersion};
use crate::ui::Model;
use crate::ui::screens::board::model::{Checking, DamagedPack};
use crate::ui::screens::packs::InstalledRow;
use crate::words::InWords;

/// Progress is painted no more often.
const REPAINT_INTERVAL: Duration = Duration::from_millis(100);
/// So many packs stay open once they are read, what is due first among them; the others are opened
/// when somebody begins a briefing of theirs.
const MAX_OPEN_PACKS: usize = 50;
/// A check is shown on the screen only once somebody waited this long: most take less.
const SHOW_CHECK_AFTER_SECS: f64 = 0.2;

/// What somebody waits for.
#[derive(Clone)]
enum Wanted {
    /// This pack, and then that.
    Pack(InstalledPack, AfterCheck),
    /// Going back from a damaged version.
    GoBack { id: PackId, title: String },
}

/// What is done with a pack as soon as it is known to be whole.
#[derive(Clone)]
pub(in crate::app) enum AfterCheck {
    /// A briefing begins.
    Begin(ModuleRef, BriefingStart),
    /// The draft goes on.
    GoOn,
}

/// What is under way in the background.
struct Job {
    handle: Arc<JobHandle>,
    /// The pack that is read; nothing while one goes back.
    pack: Option<InstalledPack>,
}

/// What was found in this run, with the state of the file that it was found of.
struct Found {
    stamp: Option<Stamp>,
    damage: FileDefect,
    notice: DamagedPack,
}

/// Takes the results of checks in the background.
pub(in crate::app) trait CheckResults {
    /// A pack was read again: the state of the file that was read, and that it is whole, or why it is
    /// not used.
    fn take_check(
        &mut self,
        pack: InstalledPack,
        stamp: Option<Stamp>,
        result: Result<(), LibraryError>,
    );

    /// The version that was kept took the place of a damaged one, or why not; with the state of its
    /// file.
    fn take_rollback(&mut self, stamp: Option<Stamp>, result: Result<InstalledPack, LibraryError>);
}

/// What is known of the files of the installed packs since the start. Files are known by their
/// SHA-256.
pub(in crate::app) struct PackChecks<A> {
    lane: Lane<A>,
    ctx: Context,
    library: PathBuf,
    may_change: bool,
    /// What is open now.
    open: HashMap<String, Stamp>,
    whole: HashMap<String, Stamp>,
    damaged: HashMap<String, Found>,
    waiting: VecDeque<InstalledPack>,
    under_way: Option<Job>,
    wanted: Option<Wanted>,
    /// Since when somebody waits.
    wanted_since: f64,
}

impl<A: CheckResults + 'static> PackChecks<A> {
    /// Nothing is known yet; packs are read on this lane.
    pub(in crate::app) fn new(lane: Lane<A>, ctx: &Context) -> Self {
        Self {
            lane,
            ctx: ctx.clone(),
            library: PathBuf::new(),
            may_change: false,
            open: HashMap::new(),
            whole: HashMap::new(),
            damaged: HashMap::new(),
            waiting: VecDeque::new(),
            under_way: None,
            wanted: None,
            wanted_since: 0.0,
        }
    }

    /// The work under way comes to its end at once.
    pub(in crate::app) fn stop(&mut self) {
        self.waiting.clear();
        self.wanted = None;
        if let Some(job) = &self.under_way {
            job.handle.cancel();
        }
    }

    /// Whether this pack can be used at once: it is known to be whole, and open.
    fn is_ready(&self, pack: &InstalledPack) -> bool {
        pack.opened().is_some() && self.is_known_whole(pack)
    }

    /// Whether every byte of this pack was read since the start, and its file is still the same.
    fn is_known_whole(&self, pack: &InstalledPack) -> bool {
        let open = self.open.get(pack.sha256());
        let whole = self.whole.get(pack.sha256());
        whole.is_some() && (open.is_none() || open == whole)
    }

    /// The shelf was read anew. Packs that were found damaged in this run stay so while their
    /// files are the same.
    pub(in crate::app) fn take_shelf(
        &mut self,
        folder: &Path,
        read_only: bool,
        packs: &mut [InstalledPack],
        stamps: HashMap<String, Stamp>,
    ) -> Vec<DamagedPack> {
        folder.clone_into(&mut self.library);
        self.may_change = !read_only;
        self.open = stamps;
        let mut still = Vec::new();
        for pack in packs.iter_mut().filter(|p| p.state() == PackState::Active) {
            let open = self.open.get(pack.sha256()).copied();
            match self.damaged.get(pack.sha256()) {
                Some(found) if found.stamp == open => {
                    *pack = pack.set_aside(found.damage.clone());
                    still.push(found.notice.clone());
                }
                _ => {
                    self.damaged.remove(pack.sha256());
                }
            }
        }
        still
    }

    /// Notes that every byte of this pack was read and is right.
    fn mark_whole(&mut self, pack: &InstalledPack, stamp: Option<Stamp>) {
        let Some(stamp) = stamp else { return };
        for known in [&mut self.open, &mut self.whole] {
            known.insert(pack.sha256().to_owned(), stamp);
        }
    }

    /// Queues packs to be read in the background, in this order.
    fn queue<'a>(&mut self, packs: impl Iterator<Item = &'a InstalledPack>) {
        let unknown = packs.filter(|p| p.state() == PackState::Active && !self.is_known_whole(p));
        self.waiting = unknown.cloned().collect();
    }

    fn want(&mut self, wanted: Wanted, now: f64) {
        self.wanted = Some(wanted);
        self.wanted_since = now;
    }

    /// Begins the next check, or sets the rate of the one under way.
    fn update(&mut self, media_playing: bool) {
        let wanted = match &self.wanted {
            Some(Wanted::Pack(pack, _)) => Some(Some(pack.sha256())),
            Some(Wanted::GoBack { .. }) => Some(None),
            None => None,
        };
        if let Some(job) = &self.under_way {
            let this = job.pack.as_ref().map(InstalledPack::sha256);
            job.handle.set_rate(match wanted {
                Some(wanted) if wanted == this => WorkRate::Full,
                Some(_) => WorkRate::Stopped,
                // Going back was called off.
                None if this.is_none() => WorkRate::Stopped,
                None if media_playing => WorkRate::Paused,
                None => WorkRate::Reduced,
            });
            return;
        }
        match self.wanted.clone() {
            Some(Wanted::Pack(pack, _)) => self.read(pack, Pace::Always),
            Some(Wanted::GoBack { id, .. }) => self.go_back(id),
            None if media_playing => {}
            None => {
                while let Some(pack) = self.waiting.pop_front() {
                    if !self.is_known_whole(&pack) {
                        return self.read(pack, Pace::Reduced);
                    }
                }
            }
        }
    }

    fn read(&mut self, pack: InstalledPack, at_pace: Pace) {
        let (folder, job_pack) = (self.library.clone(), pack.clone());
        let whole = self.whole.get(pack.sha256()).copied();
        let opens = at_pace == Pace::Always || self.whole.len() < MAX_OPEN_PACKS;
        let ctx = self.ctx.clone();
        let job = move |job: &lane::Job<A>| {
            // Opened before it is read: what is read then is what is played.
            let opened = if opens {
                job_pack.contents().map(drop)
            } else {
                Ok(())
            };
            let stamp = job_pack.stamp();
            let known = opened.is_ok() && stamp.is_some() && stamp == whole;
            let mut progress = progress(&ctx, job.handle());
            let mut check = || Library::open(&folder)?.check(&job_pack, &who(), &mut progress);
            let result = if known { Ok(()) } else { check().and(opened) };
            (job_pack, stamp, result)
        };
        let handle = self.lane.run(
            (Origin::Asked, at_pace),
            job,
            |app, (pack, stamp, result)| {
                app.take_check(pack, stamp, result);
            },
        );
        let pack = Some(pack);
        // Refused, it is tried again with the next frame.
        self.under_way = handle.ok().map(|handle| Job { handle, pack });
    }

    fn go_back(&mut self, id: PackId) {
        let (folder, ctx) = (self.library.clone(), self.ctx.clone());
        let job = move |job: &lane::Job<A>| {
            let reason = "the version in use was damaged on this PC";
            let mut progress = progress(&ctx, job.handle());
            let back = Library::open(&folder)
                .and_then(|library| library.rollback(&id, reason, &who(), &mut progress));
            let stamp = back.as_ref().ok().and_then(InstalledPack::stamp);
            (stamp, back)
        };
        let pace = (Origin::Asked, Pace::Always);
        let handle = self.lane.run(pace, job, |app, (stamp, back)| {
            app.take_rollback(stamp, back);
        });
        // Refused, it is tried again with the next frame.
        self.under_way = handle.ok().map(|handle| Job { handle, pack: None });
    }

    /// How many packs are still to be read.
    fn packs_to_check(&self) -> usize {
        let reads = self
            .under_way
            .as_ref()
            .is_some_and(|job| job.pack.is_some());
        self.waiting.len() + usize::from(reads)
    }

    /// What the screen shows of the check that somebody waits for; nothing if nobody does, or not for long.
    fn checking(&self, now: f64) -> Option<Checking> {
        let wanted = self.wanted.as_ref()?;
        if now - self.wanted_since < SHOW_CHECK_AFTER_SECS {
            return None;
        }
        let (done, all) = match &self.under_way {
            Some(job) => job.handle.progress(),
            None => (0, 0),
        };
        Some(Checking {
            title: match wanted {
                Wanted::Pack(pack, _) => pack.outline().title.clone(),
                Wanted::GoBack { title, .. } => title.clone(),
            },
            goes_back: matches!(wanted, Wanted::GoBack { .. }),
            done,
            all,
        })
    }
}

/// The progress callback for the library, which asks it whether to go on.
fn progress<'a>(ctx: &'a Context, handle: &'a JobHandle) -> impl FnMut(u64, u64) -> bool + 'a {
    let mut last_repaint = instant();
    move |done, all| {
        if last_repaint.elapsed() >= REPAINT_INTERVAL {
            last_repaint = instant();
            if handle.rate() == WorkRate::Full {
                ctx.request_repaint_of(ViewportId::ROOT);
            }
        }
        handle.continue_when_allowed(done, all)
    }
}

/// What the Packs screen shows of damaged packs where that could not be noted on the shelf.
pub(in crate::app) fn mark_damaged(model: &mut Model) {
    for damaged in &model.damaged {
        let rows = &mut model.screens.packs.installed;
        let same = |row: &InstalledRow| row.id == damaged.id && row.trouble.is_none();
        let row = rows.iter().position(same);
        if let Some(row) = row.and_then(|n| Arc::make_mut(rows).get_mut(n)) {
            row.trouble = Some(damaged.words.headline.clone());
        }
    }
}

/// The notice of a pack that the shelf reports as damaged.
pub(in crate::app) fn damaged_notice(
    pack: &InstalledPack,
    error: LibraryError,
    may_change: bool,
) -> Option<DamagedPack> {
    let title = &pack.outline().title;
    match error {
        LibraryError::ShelfDamaged { id, damage, kept } => {
            Some(damaged_pack(title, id, damage, kept, may_change))
        }
        _ => None,
    }
}

/// The notice of a damaged pack. Going back is a button there, not a command.
fn damaged_pack(
    title: &str,
    id: PackId,
    damage: FileDefect,
    kept: Option<PackVersion>,
    may_change: bool,
) -> DamagedPack {
    let passing = !damage.lasts();
    let error = LibraryError::ShelfDamaged {
        id: id.clone(),
        damage,
        kept: None,
    };
    DamagedPack {
        id,
        title: title.to_owned(),
        words: error.in_words(title),
        kept: kept.filter(|_| may_change),
        passing,
        may_change,
    }
}

#[cfg(test)]
mod tests;
