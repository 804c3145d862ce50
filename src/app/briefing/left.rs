//! The briefing that was left in the middle: gone on with, recorded as partial, or thrown away.

use std::sync::Arc;

use uuid::Uuid;

use crate::app::App;
use crate::app::briefing::steps::not_installed;
use crate::app::briefing_start::BriefingStart;
use crate::app::shelf::load::Stores;
use crate::app::shelf::recheck::AfterCheck;
use crate::library::InstalledPack;
use crate::operations::records::{EndLeft, end_left};
use crate::session::{Moment, Session};
use crate::ui::Screen;
use crate::ui::shown::ShownBriefing;
use crate::words::{InWords, Words};

impl App {
    /// Goes on with the briefing that was left in the middle.
    pub(in crate::app) fn resume(&mut self, id: Uuid) {
        self.model.in_the_way = None;
        let draft = self.model.draft.clone().filter(|draft| draft.id() == id);
        let Some(draft) = draft else {
            return;
        };
        let sha256 = draft.plan().pack.sha256.clone();
        let pack = self.model.packs.iter().find(|p| p.sha256() == sha256);
        if let Some(pack) = pack.cloned() {
            return self.go_on_with(pack);
        }
        // It was updated since: the version that was begun with is kept.
        self.run(
            move |stores| {
                let found = stores.library().and_then(|library| {
                    let result = library.by_sha256(&sha256);
                    result.map_err(|error| error.in_words("the shelf"))
                });
                found.and_then(|pack| pack.ok_or_else(not_installed))
            },
            |app, found| match found {
                Ok(pack) => app.go_on_with(pack),
                Err(words) => app.say(words),
            },
        );
    }

    /// Goes on with the draft, whose pack is found, once that is known to be whole.
    pub(in crate::app) fn go_on_with(&mut self, pack: InstalledPack) {
        if let Some(words) = self.why_not(&pack) {
            return self.say(words);
        }
        if self.use_or_check_first(&pack, AfterCheck::GoOn) {
            self.go_on(pack);
        }
    }

    /// Goes on with the draft, whose pack is whole.
    pub(in crate::app) fn go_on(&mut self, pack: InstalledPack) {
        let Some(draft) = self.model.draft.take() else {
            return;
        };
        if draft.plan().pack.sha256 != pack.sha256() {
            self.model.draft = Some(draft);
            return;
        }
        self.pack = Some(pack);
        let mut session = Session::clone(&draft);
        session.reopen(self.model.now);
        self.session = Some(session);
        self.model.recorded_at = None;
        self.model.screen = Screen::Briefing;
        self.changed();
    }

    /// Begins what waited until the briefing in its way was out of it, if it is still as it was
    /// shown.
    pub(in crate::app) fn start_then(&mut self, then: Option<ShownBriefing>) {
        if let Some(then) = then.filter(|then| self.model.shown(&then.module) == *then) {
            self.begin(&then.module, BriefingStart::FirstStep);
        }
    }

    /// Records a briefing that was left in the middle as partial, signed by whoever found it.
    pub(in crate::app) fn record_draft(&mut self, id: Uuid, by: &str, then: Option<ShownBriefing>) {
        self.model.in_the_way = None;
        let draft = self.model.draft.take_if(|draft| draft.id() == id);
        let Some(draft) = draft else { return };
        let (shown, by, now) = (Arc::clone(&draft), by.to_owned(), self.model.now);
        self.run(
            move |stores| {
                let ended = end(stores, &shown, EndLeft::Partial { by: &by }, now);
                ended.map(|()| now)
            },
            |app, result| app.draft_recorded(draft, result, then),
        );
    }

    fn draft_recorded(
        &mut self,
        draft: Arc<Session>,
        result: Result<Moment, Words>,
        then: Option<ShownBriefing>,
    ) {
        match result {
            Ok(at) => {
                self.last_recorded = Some(at);
                self.read_completed();
                self.start_then(then);
            }
            Err(words) => {
                if self.session.is_none() && self.model.draft.is_none() {
                    self.model.draft = Some(draft);
                }
                self.say(words);
            }
        }
    }

    /// Throws the draft away.
    pub(in crate::app) fn discard_draft(&mut self, id: Uuid, then: Option<ShownBriefing>) {
        self.model.in_the_way = None;
        let draft = self.model.draft.take_if(|draft| draft.id() == id);
        let Some(draft) = draft else { return };
        let now = self.model.now;
        self.run(
            move |stores| end(stores, &draft, EndLeft::Discard, now),
            |app, discarded| match discarded {
                Ok(()) => app.start_then(then),
                Err(words) => {
                    app.say(words);
                    // What is kept in its place.
                    app.reload();
                }
            },
        );
    }
}

/// On the lane of the stores: ends the briefing that was left in the middle, if it is still as it was
/// shown.
fn end(stores: &mut Stores, shown: &Session, end: EndLeft<'_>, now: Moment) -> Result<(), Words> {
    let ended = end_left(stores.records()?, Some(shown), end, now);
    ended.map(|_| ()).map_err(|failure| *failure.words)
}
