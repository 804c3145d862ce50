//! The workers of the administrator's screens, and how the window takes over what they show.

pub mod copies;
pub mod packs;
pub mod ready;
pub mod records;
pub mod sound;
pub mod station;

use std::sync::Arc;

use eframe::egui::ViewportId;

use crate::app::App;
use crate::app::briefing::documents::{OpenDocument, keep_spare};
use crate::app::screens::copies::CopiesWorker;
use crate::app::screens::packs::PacksWorker;
use crate::app::screens::ready::ReadyWorker;
use crate::app::screens::records::RecordsWorker;
use crate::app::screens::sound::SoundWorker;
use crate::app::screens::station::StationWorker;
use crate::app::shelf::pack_file::PackFile;
use crate::app::shelf::recheck::mark_damaged;
use crate::app::shelf::store_follower::StoreFollower;
use crate::documents::PageWanted;
use crate::pack::PackPath;
use crate::pack::manifest::{AidKind, JobAid};
use crate::platform::places::Sticks;
use crate::session::OutlineStep;
use crate::station::DataFolder;
use crate::ui::Screen;
use crate::ui::widgets::copies::CopiesCommand;
use crate::ui::widgets::job_aid::AidContent;
use crate::words::{Code, Words};

/// One worker a screen.
pub(in crate::app) struct Screens {
    pub(in crate::app) copies: CopiesWorker,
    pub(in crate::app) packs: PacksWorker,
    pub(in crate::app) records: RecordsWorker,
    pub(in crate::app) station: StationWorker,
    pub(in crate::app) ready: ReadyWorker,
    pub(in crate::app) sound: SoundWorker,
}

impl App {
    /// Starts the workers once the data folder is known. A pack that was named when Muster was
    /// started is looked at.
    pub(in crate::app) fn start_screens(&mut self, folder: &DataFolder) {
        if self.screens.is_none() {
            let ctx = self.ctx.clone();
            let wake = Arc::new(move || ctx.request_repaint_of(ViewportId::ROOT));
            self.screens = Some(Screens {
                copies: CopiesWorker::start(wake.clone()),
                packs: PacksWorker::start(folder, Sticks::of_this_pc(), wake.clone()),
                records: RecordsWorker::start(folder, wake.clone()),
                station: StationWorker::start(folder, wake.clone()),
                ready: ReadyWorker::start(folder, wake.clone()),
                sound: SoundWorker::start(wake),
            });
        }
        self.inspect_given_file();
        if self.follower.is_none() && self.preview.is_none() {
            let results = self.results.clone();
            let then = Self::reload_changed_stores;
            self.follower = Some(StoreFollower::start(folder, results, then));
        }
    }

    /// Does something with the workers; before the data folder is known it says so.
    pub(in crate::app) fn with_screens(&mut self, act: impl FnOnce(&Screens)) {
        match &self.screens {
            Some(screens) => act(screens),
            None => self.say(Words::new(
                Code::Busy,
                "Muster is still opening its data.",
                "Wait a moment, then try again.",
            )),
        }
    }

    /// The job aid of this step is open, and no other.
    pub(in crate::app) fn update_job_aid(&mut self) {
        let wanted = self.session.as_ref().and_then(|session| {
            let Some(OutlineStep::JobAid(n)) = session.step() else {
                return None;
            };
            session.module().job_aids.get(n).cloned()
        });
        let is_drawn = |aid: &JobAid| aid.kind != AidKind::Markdown;
        if let Some(session) = &self.session
            && session.module().job_aids.iter().any(is_drawn)
        {
            keep_spare();
        }
        let open = self.aid.as_ref().map(|(path, _)| path);
        if open != wanted.as_ref().map(|aid| &aid.path) {
            // What was said of the one before is over.
            let failure = self.model.aid.as_ref().and_then(AidContent::failure);
            if failure.is_some_and(|words| self.model.message.as_ref() == Some(&**words)) {
                self.model.message = None;
            }
            self.aid = wanted.and_then(|aid| self.open_aid(&aid));
            self.model.aid = None;
        }
        let content = self.aid.as_ref().map(|(_, document)| document.content());
        let failure = |content: Option<&AidContent>| content.and_then(AidContent::failure).cloned();
        match failure(content.as_ref()) {
            // The wall shows no error; the sergeant is told, once.
            Some(words) if failure(self.model.aid.as_ref()).as_ref() != Some(&words) => {
                self.model.message = Some(Words::clone(&words));
            }
            _ => {}
        }
        self.model.aid = content;
    }

    fn open_aid(&self, aid: &JobAid) -> Option<(PackPath, OpenDocument)> {
        let source = PackFile {
            pack: self.pack.clone()?,
            path: aid.path.clone(),
        };
        let ctx = self.ctx.clone();
        let wake = Arc::new(move || ctx.request_repaint_of(ViewportId::ROOT));
        let document = OpenDocument::open(Arc::new(source), aid.kind, &aid.title, wake);
        Some((aid.path.clone(), document))
    }

    pub(in crate::app) fn want_page(&self, wanted: PageWanted) {
        if let Some((_, document)) = &self.aid {
            document.want(wanted);
        }
    }

    /// Copies are of the pack from which the briefing is held.
    pub(in crate::app) fn copy(&mut self, command: CopiesCommand) {
        if let Some(pack) = self.pack.clone() {
            self.with_screens(|screens| screens.copies.execute(command, &pack));
        }
    }

    /// Takes over what the workers have to show; reads the stores anew where they changed them.
    pub(in crate::app) fn update_screens(&mut self) {
        let Some(screens) = &self.screens else {
            return;
        };
        match self.model.screen {
            // The board says that a stick came in.
            Screen::Packs | Screen::Board => {
                self.model.packs_screen = screens.packs.model();
                mark_damaged(&mut self.model);
            }
            Screen::Records => self.model.records_screen = screens.records.model(),
            Screen::Station => {
                self.model.station_screen = screens.station.model();
                self.model.ready = screens.ready.model();
                self.model.sound = screens.sound.model();
            }
            Screen::Briefing => self.model.copies = screens.copies.model(),
            Screen::Play => {}
        }
        self.model.sound_works = screens.sound.works();
        let entered = screens.records.take_change();
        if entered {
            screens.records.refresh();
        }
        let packs = screens.packs.take_change();
        let aside = screens.ready.take_change();
        if aside {
            screens.packs.refresh();
        }
        if screens.station.take_change() || entered || packs || aside {
            self.reload();
        }
    }
}
