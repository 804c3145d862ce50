//! One place that acts on what the ui asks for.

use std::sync::{Arc, PoisonError};

use eframe::egui::{Context, ViewportCommand};

use crate::app::App;
use crate::app::briefing_start::BriefingStart;
use crate::app::jobs::queue::{Job, JobFailure, Pace};
use crate::app::jobs::result::Origin;
use crate::app::screens::Screens;
use crate::app::shelf::load::{StoreContents, Stores};
use crate::app::shelf::store_follower::StoresChanged;
use crate::ui::{Command, Screen, theme};
use crate::words::{BackgroundWork, Words};

impl App {
    pub(in crate::app) fn act(&mut self, ctx: &Context, command: Command) {
        if self.refuse_unseen(&command) {
            return;
        }
        match command {
            Command::Show(screen) => self.show(screen),
            Command::ShowStation(_) => self.show(Screen::Station),
            Command::ChooseShift(shift) => {
                self.model.chosen_shift = shift;
                self.update_clock();
            }
            Command::Start(shown) => self.begin(&shown.module, BriefingStart::FirstStep),
            Command::StartPlaying(shown) => self.begin(&shown.module, BriefingStart::FirstMedium),
            Command::Open(shown) => self.begin(&shown.module, BriefingStart::Overview),
            Command::PutOff(shown) => {
                self.model.put_off.insert(shown.module);
            }
            Command::TakeBack => self.model.put_off.clear(),
            Command::Resume(id) => self.resume(id),
            Command::AskToDiscard(asks) => self.model.asks_to_discard = asks,
            Command::DiscardDraft { id, then } => self.discard_draft(id, then),
            Command::RecordDraft { id, by, then } => self.record_draft(id, &by, then),
            Command::Session(event) => self.apply_event(event),
            Command::Playback(playback) => {
                if let Some(on_screen) = &self.on_screen {
                    on_screen.act(playback);
                }
            }
            Command::DisplaySize(width, height) => {
                if let Some(on_screen) = &self.on_screen {
                    on_screen.set_display_size(width, height);
                }
            }
            Command::Volume(volume) => self.set(|settings| {
                settings.volume = volume.clamp(0.0, 1.0);
                settings.muted = false;
            }),
            Command::Mute(muted) => self.set(|settings| settings.muted = muted),
            Command::Captions(captions) => self.set(|settings| settings.captions = captions),
            Command::CaptionStyle(style) => {
                let before = self.model.settings.caption_style.language.clone();
                let other = style.language != before;
                self.set(|settings| settings.caption_style = style);
                if other {
                    self.read_captions();
                }
            }
            Command::Look(look) => {
                theme::apply(ctx, look);
                self.set(|settings| settings.look = look);
            }
            Command::FullScreen(full_screen) => {
                self.model.full_screen = full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(full_screen));
            }
            Command::Wall(command) => self.act_on_wall(command),
            Command::Dismiss => {
                self.model.message = None;
                self.model.in_the_way = None;
            }
            Command::AidPage(wanted) => self.want_page(wanted),
            Command::Screen(command) => self.act_on_screen(command),
            Command::CallOff => self.cancel_wanted_check(),
            Command::GoBack(id) => self.go_back(id),
            Command::CheckAgain(id) => self.check_again(&id),
            Command::Reload => self.reload(),
            Command::BringIn => self.bring_in(),
            Command::Preview(command) => self.preview(command),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    /// A job in the background panicked.
    pub(in crate::app) fn job_panicked(&mut self) {
        self.clear_failed_check();
        self.say(JobFailure::Panicked.words(BackgroundWork::Window));
    }

    /// Reads again what another program changed. What this window recorded itself it knows.
    pub(in crate::app) fn reload_changed_stores(&mut self, changed: StoresChanged) {
        if changed.shelf {
            self.with_screens(Screens::refresh_shelf);
        }
        // Nobody here asked for that.
        self.run_as(
            Origin::ByItself,
            move |stores| {
                let by_others = changed.settings || changed.shelf || stores.records_were_changed();
                by_others.then(|| stores.load())
            },
            |app, loaded| {
                if let Some(loaded) = loaded {
                    app.take_store_contents(loaded);
                    app.refresh_records_screen();
                }
            },
        );
    }

    fn bring_in(&mut self) {
        self.run(Stores::bring_in, |app, brought_in| {
            if let Err(words) = brought_in {
                app.say(words);
            }
            app.reload();
        });
    }

    /// The stores were opened and read.
    pub(in crate::app) fn take_store_contents(&mut self, mut loaded: StoreContents) {
        self.model.loaded = true;
        self.model.station = Arc::new(loaded.station);
        let checks = &mut self.checks;
        if let Some(data) = &loaded.data {
            let (packs, stamps) = (&mut loaded.packs, loaded.stamps);
            let still = checks.take_shelf(data.library(), loaded.read_only, packs, stamps);
            loaded.damaged.extend(still);
        }
        let open = self.model.packs.iter().filter(|p| p.opened().is_some());
        for before in open {
            let same = loaded
                .packs
                .iter()
                .filter(|p| p.sha256() == before.sha256());
            same.for_each(|pack| pack.stays_open(before));
        }
        self.model.packs = loaded.packs;
        self.model.damaged = loaded.damaged;
        self.model.troubles = loaded.troubles;
        self.completed = loaded.completed;
        self.last_recorded = loaded.last_recorded;
        self.built = loaded.built;
        // What waits to be saved is newer than what was read.
        if self.session.is_none() && !self.saving.under_way {
            self.model.draft = loaded.draft.map(Arc::new);
        }
        if let Some(settings) = loaded.settings {
            theme::apply(&self.ctx, settings.look);
            self.model.settings = settings;
        }
        if let Some(folder) = loaded.data {
            self.start_screens(&folder);
            self.model.data = Some(folder);
        }
        self.update_clock();
        self.update_board();
        self.check_shelf();
        self.go_on_previewing();
    }

    pub(in crate::app) fn show(&mut self, screen: Screen) {
        if screen != Screen::Briefing {
            self.leave();
        }
        self.model.screen = screen;
    }

    /// Runs a job with the stores in the background, and `then` with its result. Returns whether it
    /// will be done; if not, that is shown.
    pub(in crate::app) fn run<R: Send + 'static>(
        &mut self,
        job: impl FnOnce(&mut Stores) -> R + Send + 'static,
        then: impl FnOnce(&mut Self, R) + Send + 'static,
    ) -> bool {
        self.run_as(Origin::Asked, job, then)
    }

    fn run_as<R: Send + 'static>(
        &mut self,
        origin: Origin,
        job: impl FnOnce(&mut Stores) -> R + Send + 'static,
        then: impl FnOnce(&mut Self, R) + Send + 'static,
    ) -> bool {
        let stores = Arc::clone(&self.stores);
        let job = move |_: &Job<Self>| {
            // Only this lane locks it.
            let mut stores = stores.lock().unwrap_or_else(PoisonError::into_inner);
            job(&mut stores)
        };
        let queued = self.stores_lane.run((origin, Pace::Always), job, then);
        if let Err(failure) = &queued {
            self.say(failure.words(BackgroundWork::Window));
        }
        queued.is_ok()
    }

    /// Says something to the sergeant; stays until it is dismissed.
    pub(in crate::app) fn say(&mut self, words: Words) {
        self.model.message = Some(words);
    }
}
