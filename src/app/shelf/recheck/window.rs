//! What the window does with what was found.

use std::time::Duration;

use super::{AfterCheck, CheckResults, Found, SHOW_CHECK_AFTER_SECS, Wanted, damaged_pack};
use crate::app::App;
use crate::library::{InstalledPack, LibraryError, PackState, Stamp};
use crate::pack::{PackError, PackId};
use crate::player::State;
use crate::ui::Screen;
use crate::words::{InWords, Words};

impl App {
    /// Returns true if a pack is known to be whole and can be used now. Otherwise queues its check, shows
    /// the board, and does `then` after the check.
    pub(in crate::app) fn use_or_check_first(
        &mut self,
        pack: &InstalledPack,
        then: AfterCheck,
    ) -> bool {
        if self.checks.is_ready(pack) {
            return true;
        }
        let now = self.time();
        self.checks.want(Wanted::Pack(pack.clone(), then), now);
        // Where there is nothing to look at meanwhile.
        self.model.screen = Screen::Board;
        false
    }

    /// Cancels the wait for a check; the pack is read later.
    pub(in crate::app) fn cancel_wanted_check(&mut self) {
        self.checks.wanted = None;
    }

    /// Goes back from a damaged version to the one that is kept.
    pub(in crate::app) fn go_back(&mut self, id: PackId) {
        let mut damaged = self.model.damaged.iter();
        let Some(title) = damaged.find(|d| d.id == id).map(|d| d.title.clone()) else {
            return;
        };
        let now = self.time();
        self.checks.want(Wanted::GoBack { id, title }, now);
    }

    /// Looks again at what may be right by now.
    pub(in crate::app) fn check_again(&mut self, id: &PackId) {
        let mut packs = self.model.packs.iter();
        if let Some(pack) = packs.find(|pack| pack.outline().id == *id) {
            self.checks.damaged.remove(pack.sha256());
        }
        self.reload();
    }

    /// Everything that is installed and not known to be whole is read, what is due first.
    pub(in crate::app) fn check_shelf(&mut self) {
        let due = |pack: &&InstalledPack| {
            let mut due = self.model.board.due_now.iter();
            due.any(|module| module.pack == pack.outline().id)
        };
        let packs = self.model.packs.iter();
        let ordered = packs.clone().filter(due);
        let ordered: Vec<_> = ordered.chain(packs.filter(|p| !due(p))).cloned().collect();
        self.checks.queue(ordered.iter());
    }

    /// Each frame: continues, pauses or begins checks, and shows the one that somebody waits for.
    pub(in crate::app) fn update_checks(&mut self) {
        let media_playing = self
            .model
            .playing
            .as_ref()
            .is_some_and(|playing| matches!(playing.state, State::Opening | State::Playing));
        self.checks.update(media_playing);
        self.queue.set_media_playing(media_playing);
        let now = self.time();
        self.model.checking = self.checks.checking(now);
        self.model.to_check = self.checks.packs_to_check();
        if self.checks.wanted.is_some() && self.model.checking.is_none() {
            let soon = Duration::from_secs_f64(SHOW_CHECK_AFTER_SECS);
            self.ctx.request_repaint_after(soon);
        }
    }

    /// Nothing of this pack is shown any more.
    fn set_damaged_aside(&mut self, pack: &InstalledPack, found: Found, wanted: bool) {
        let aside = pack.set_aside(found.damage.clone());
        let mut packs = self.model.packs.iter_mut();
        match packs.find(|p| p.sha256() == pack.sha256()) {
            Some(open) => {
                *open = aside;
                self.model.damaged.push(found.notice.clone());
            }
            // The version of a draft, which is not on the board.
            None if wanted => self.say(found.notice.words.clone()),
            None => {}
        }
        self.checks.damaged.insert(pack.sha256().to_owned(), found);
        self.update_board();
        if let Some(screens) = &mut self.screens {
            screens.refresh_shelf();
        }
    }

    /// A job in the background panicked; it may have been a check.
    pub(in crate::app) fn clear_failed_check(&mut self) {
        self.checks.under_way = None;
        self.checks.wanted = None;
    }

    /// Why a pack that is not active is not used.
    pub(in crate::app) fn why_not(&self, pack: &InstalledPack) -> Option<Words> {
        let id = &pack.outline().id;
        if pack.state() == PackState::Blocked {
            let title = format!("“{}”", pack.outline().title);
            return Some(pack.refusal(pack.revocation()).in_words(&title));
        }
        let mut damaged = self.model.damaged.iter();
        let damaged = damaged.find(|damaged| damaged.id == *id);
        (pack.state() != PackState::Active)
            .then(|| damaged.map(|damaged| damaged.words.clone()))
            .flatten()
    }

    fn time(&self) -> f64 {
        self.ctx.input(|input| input.time)
    }
}

impl CheckResults for App {
    fn take_check(
        &mut self,
        pack: InstalledPack,
        stamp: Option<Stamp>,
        result: Result<(), LibraryError>,
    ) {
        self.checks.under_way = None;
        let then = match &self.checks.wanted {
            Some(Wanted::Pack(wanted, then)) if wanted.sha256() == pack.sha256() => {
                Some(then.clone())
            }
            _ => None,
        };
        if let Err(LibraryError::Pack(PackError::Cancelled)) = result {
            // Something else was wanted first.
            return self.checks.waiting.push_front(pack);
        }
        if then.is_some() {
            self.checks.wanted = None;
        }
        let title = pack.outline().title.clone();
        let may_change = self.checks.may_change;
        match (result, then) {
            (Ok(()), then) => {
                self.checks.mark_whole(&pack, stamp);
                match then {
                    Some(AfterCheck::Begin(module, at)) => self.begin(&module, at),
                    Some(AfterCheck::GoOn) => self.go_on(pack),
                    None => {}
                }
            }
            (Err(LibraryError::ShelfDamaged { id, damage, kept }), then) => {
                let found = Found {
                    stamp,
                    notice: damaged_pack(&title, id, damage.clone(), kept, may_change),
                    damage,
                };
                self.set_damaged_aside(&pack, found, then.is_some());
            }
            // Its publisher was revoked meanwhile, by somebody else.
            (Err(LibraryError::Pack(error)), then) => {
                if then.is_some() {
                    self.say(error.in_words(&title));
                }
                self.reload();
            }
            (Err(error), Some(_)) => self.say(error.in_words(&title)),
            (Err(_), None) => {}
        }
    }

    fn take_rollback(&mut self, stamp: Option<Stamp>, result: Result<InstalledPack, LibraryError>) {
        self.checks.under_way = None;
        let called_off = !matches!(self.checks.wanted, Some(Wanted::GoBack { .. }));
        let title = match self.checks.wanted.take() {
            Some(Wanted::GoBack { title, .. }) => title,
            other => {
                self.checks.wanted = other;
                "the version before".to_owned()
            }
        };
        match result {
            Ok(pack) => {
                self.checks.mark_whole(&pack, stamp);
            }
            Err(LibraryError::Pack(PackError::Cancelled)) if called_off => return,
            Err(error) => self.say(error.in_words(&title)),
        }
        self.reload();
        if let Some(screens) = &mut self.screens {
            screens.refresh_shelf();
        }
    }
}
