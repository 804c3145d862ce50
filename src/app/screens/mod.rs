//! The screens with work in the background: what each paints, the lane of its jobs, and what its
//! commands do. A screen is entered here and in `crate::ui::screens`.
//!
//! Not here: how jobs run (`jobs`), and what an act does that the command line has too (`operations`).

pub mod copies;
pub mod packs;
pub mod ready;
pub mod records;
pub mod sound;
pub mod station;

use std::sync::Arc;

use crossbeam_channel::Receiver;

use crate::app::App;
use crate::app::briefing::documents::{OpenDocument, keep_spare};
use crate::app::jobs::queue::JobQueue;
use crate::app::jobs::result::{JobResult, JobResults, Wake};
use crate::app::jobs::screen_state::ScreenState;
use crate::app::shelf::pack_file::PackFile;
use crate::app::shelf::recheck::mark_damaged;
use crate::app::shelf::store_follower::StoreFollower;
use crate::documents::PageWanted;
use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::pack::manifest::{AidKind, JobAid};
use crate::platform::places::Sticks;
use crate::platform::sticks::Watch;
use crate::session::OutlineStep;
use crate::station::DataFolder;
use crate::ui::screens::packs::PacksModel;
use crate::ui::screens::records::RecordsModel;
use crate::ui::screens::station::ready::ReadyModel;
use crate::ui::screens::station::{SoundModel, StationModel};
use crate::ui::widgets::copies::CopiesModel;
use crate::ui::widgets::job_aid::AidContent;
use crate::ui::{Screen, ScreenCommand, ScreenModels};
use crate::words::{Code, Words};

/// What the window keeps of each screen with work in the background.
pub(in crate::app) struct Screens {
    folder: DataFolder,
    sticks: Sticks,
    _watch: Watch,
    pub(in crate::app) copies: ScreenState<CopiesModel>,
    pub(in crate::app) packs: ScreenState<PacksModel>,
    pub(in crate::app) records: ScreenState<RecordsModel>,
    pub(in crate::app) station: ScreenState<StationModel>,
    pub(in crate::app) ready: ScreenState<ReadyModel>,
    pub(in crate::app) sound: ScreenState<SoundModel>,
}

/// Opens the lane of a screen: `screen!(queue, results, FIELD, what shows that a job was not done)`.
macro_rules! screen {
    ($queue:expr, $results:expr, $field:ident, $on_failure:path) => {
        ScreenState::new(
            $queue,
            stringify!($field),
            $results.of_part(|screens: &mut Screens| Some(&mut screens.$field)),
            Default::default(),
            $on_failure,
        )
    };
}

impl Screens {
    /// Starts what works behind them for this data folder; `sticks` is where sticks are looked for.
    pub(in crate::app) fn start(
        folder: &DataFolder,
        sticks: Sticks,
        queue: &JobQueue,
        results: &JobResults<Self>,
    ) -> Self {
        let of_packs = results.of_part(|screens: &mut Self| Some(&mut screens.packs));
        let mut screens = Self {
            folder: folder.clone(),
            _watch: packs::watch(sticks.clone(), of_packs),
            sticks,
            copies: screen!(queue, results, copies, copies::on_failure),
            packs: screen!(queue, results, packs, packs::on_failure),
            records: screen!(queue, results, records, records::on_failure),
            station: screen!(queue, results, station, station::on_failure),
            ready: screen!(queue, results, ready, ready::on_failure),
            sound: screen!(queue, results, sound, sound::on_failure),
        };
        packs::refresh(&mut screens.packs, folder);
        station::begin(&mut screens.station, folder);
        screens
    }

    /// Does what was asked for on a screen; returns at once. `pack` is that from which a briefing is held.
    /// What concerns the window itself does nothing here.
    pub(in crate::app) fn execute(&mut self, command: ScreenCommand, pack: Option<&InstalledPack>) {
        let folder = &self.folder;
        match command {
            ScreenCommand::Copies(command) => {
                if let Some(pack) = pack {
                    copies::execute(&mut self.copies, command, pack);
                }
            }
            ScreenCommand::Packs(command) => {
                packs::execute(&mut self.packs, folder, &self.sticks, command);
            }
            ScreenCommand::Records(command) => {
                records::execute(&mut self.records, folder, command);
            }
            ScreenCommand::Station(command) => {
                station::execute(&mut self.station, folder, command);
            }
            ScreenCommand::Ready(command) => ready::execute(&mut self.ready, folder, command),
            ScreenCommand::Sound(_) => {}
        }
    }

    /// Reads the shelf anew: somebody else changed it.
    pub(in crate::app) fn refresh_shelf(&mut self) {
        packs::refresh(&mut self.packs, &self.folder);
    }

    /// Finds again what the Records screen shows: something new was recorded.
    pub(in crate::app) fn refresh_records(&mut self) {
        records::refresh(&mut self.records, &self.folder);
    }

    /// Each frame: takes over into the model what the screen that fills the window paints.
    fn paint(&self, screen: Screen, model: &mut ScreenModels) {
        match screen {
            // The board says that a stick came in.
            Screen::Packs | Screen::Board => model.packs = self.packs.model.clone(),
            Screen::Records => model.records = self.records.model.clone(),
            Screen::Station => {
                model.station = self.station.model.clone();
                model.ready = self.ready.model.clone();
                model.sound = self.sound.model.clone();
            }
            Screen::Briefing => model.copies = self.copies.model.clone(),
            Screen::Play => {}
        }
    }

    /// Whether the stores were changed here since this was asked last; screens that show them are read
    /// anew.
    pub(in crate::app) fn take_change(&mut self) -> bool {
        let entered = self.records.take_change();
        if entered {
            self.refresh_records();
        }
        let is_set_aside = self.ready.take_change();
        if is_set_aside {
            self.refresh_shelf();
        }
        let others = [self.packs.take_change(), self.station.take_change()];
        entered || is_set_aside || others.contains(&true)
    }
}

/// The screens with work in the background without the window around them: as a test uses them.
pub struct ScreensAlone {
    screens: Screens,
    queue: JobQueue,
    received: Receiver<JobResult<Screens>>,
}

impl ScreensAlone {
    /// Starts what works behind them for this data folder; `sticks` is where sticks are looked for, and
    /// `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, sticks: Sticks, wake: Wake) -> Self {
        let (results, received) = JobResults::new(wake);
        let queue = JobQueue::default();
        Self {
            screens: Screens::start(folder, sticks, &queue, &results),
            queue,
            received,
        }
    }

    /// Does what was asked for; returns at once.
    pub fn execute(&mut self, command: ScreenCommand) {
        self.screens.execute(command, None);
    }

    /// What there is to paint, now that what was done is taken over.
    pub fn models(&mut self) -> ScreenModels {
        while let Ok(result) = self.received.try_recv() {
            result.apply(&mut self.screens);
        }
        let mut models = ScreenModels::default();
        for screen in [Screen::Packs, Screen::Records, Screen::Station] {
            self.screens.paint(screen, &mut models);
        }
        models
    }

    /// Whether the stores were changed since this was asked last.
    pub fn take_change(&mut self) -> bool {
        self.screens.take_change()
    }

    /// While something plays, what can wait does.
    pub fn set_media_playing(&self, media_playing: bool) {
        self.queue.set_media_playing(media_playing);
    }
}

impl App {
    /// Starts the screens' work once the data folder is known. A pack that was named when Muster was
    /// started is looked at.
    pub(in crate::app) fn start_screens(&mut self, folder: &DataFolder) {
        if self.screens.is_none() {
            let results = self.results.of_part(|app: &mut Self| app.screens.as_mut());
            let sticks = Sticks::of_this_pc();
            let mut screens = Screens::start(folder, sticks, &self.queue, &results);
            sound::check(&mut screens.sound);
            self.screens = Some(screens);
        }
        self.inspect_given_file();
        if self.follower.is_none() && self.preview.is_none() {
            let results = self.results.clone();
            let then = Self::reload_changed_stores;
            self.follower = Some(StoreFollower::start(folder, results, then));
        }
    }

    /// Does something with the screens; before the data folder is known it says so.
    pub(in crate::app) fn with_screens(&mut self, act: impl FnOnce(&mut Screens)) {
        match &mut self.screens {
            Some(screens) => act(screens),
            None => self.say(Words::new(
                Code::Busy,
                "Muster is still opening its data.",
                "Wait a moment, then try again.",
            )),
        }
    }

    /// Something was recorded: the Records screen finds anew what it shows.
    pub(in crate::app) fn refresh_records_screen(&mut self) {
        self.with_screens(Screens::refresh_records);
    }

    /// Does what was asked for on a screen with work in the background.
    pub(in crate::app) fn act_on_screen(&mut self, command: ScreenCommand) {
        if let ScreenCommand::Sound(command) = command {
            return self.sound(command);
        }
        let pack = self.pack.clone();
        self.with_screens(|screens| screens.execute(command, pack.as_ref()));
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
            // Messages about the one before are removed.
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
            // The wall shows no error; the sergeant sees it, once.
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
        let results = self
            .results
            .of_part(|app: &mut Self| app.aid.as_mut().map(|(_, document)| document));
        let document = OpenDocument::open(Arc::new(source), aid.kind, &aid.title, results);
        Some((aid.path.clone(), document))
    }

    pub(in crate::app) fn want_page(&self, wanted: PageWanted) {
        if let Some((_, document)) = &self.aid {
            document.want(wanted);
        }
    }

    /// Takes over what the screens paint; reads the stores anew where they changed them.
    pub(in crate::app) fn update_screens(&mut self) {
        let Some(screens) = &mut self.screens else {
            return;
        };
        screens.paint(self.model.screen, &mut self.model.screens);
        self.model.sound_works = screens.sound.model.works;
        let is_changed = screens.take_change();
        if matches!(self.model.screen, Screen::Packs | Screen::Board) {
            mark_damaged(&mut self.model);
        }
        if is_changed {
            self.reload();
        }
    }
}
