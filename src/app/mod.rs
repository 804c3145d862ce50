//! The running window: holds the model, acts on the ui's commands, does slow work in the
//! background.
//!
//! Invariants: nothing that can block runs on the window's thread; "Recorded" is shown only
//! after [`crate::session::Event::Recorded`], which only the store's success brings.

mod account;
pub mod briefing;
mod briefing_start;
mod clock;
mod files;
pub mod jobs;
pub mod screens;
mod settings;
mod shelf;
pub mod window;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossbeam_channel::Receiver;
use eframe::egui::{Context, RawInput, Ui, ViewportId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::library::InstalledPack;
use crate::operations::log_shown;
use crate::operations::records::offers;
use crate::pack::PackPath;
use crate::platform::keep_awake::KeepAwake;
use crate::player::{FileSource, MediaTime};
use crate::records;
use crate::records::due::{self, Board};
use crate::session::{Moment, Session};
use crate::station::{ShiftId, ShiftNow, Station, check_clock, shift_at};
use crate::ui::room::Wall;
use crate::ui::widgets::problems;
use crate::ui::{Command, Model, Screen, ScreenModels, Settings, Shell, theme};
use crate::words::Words;

use briefing::playback::{Medium, OnScreen};
use clock::rest_of_minute;
use jobs::queue::{AtEnd, JobQueue, Lane};
use jobs::result::{JobResult, JobResults, Origin};
use shelf::load::Stores;
use shelf::recheck::PackChecks;
use shelf::store_follower::StoreFollower;
use window::unseen_changes::UnseenChange;

pub use clock::Clock;
pub use window::arrivals::Arrivals;
pub use window::start::{Options, run};

/// The largest side of the font texture, in pixels. By default it is as wide as the painter allows,
/// which often takes eight megabytes, kept twice. This is enough for all text that is shown at
/// once, and for the largest page of a job aid.
const TEXTURE_SIDE: usize = 4_096;

/// How long after the player's wake-up the window is painted: without a delay it is painted twice.
const WAKE_DELAY: Duration = Duration::from_millis(1);

/// The running window.
pub struct App {
    model: Model,
    shell: Shell,
    commands: Vec<Command>,
    /// The queue of work in the background.
    queue: JobQueue,
    /// What this station keeps, for the jobs of its lane alone.
    stores: Arc<Mutex<Stores>>,
    stores_lane: Lane<Self>,
    /// The checks of the installed packs' files.
    checks: PackChecks<Self>,
    /// What comes back from the background, in the order in which it was done.
    received: Receiver<JobResult<Self>>,
    ctx: Context,
    /// The briefing under way; the model holds a copy for the ui.
    session: Option<Session>,
    /// The pack from which it is held.
    pack: Option<InstalledPack>,
    on_screen: Option<OnScreen>,
    tickets: u64,
    saving: briefing::saving::Saving,
    unsaved_settings: settings::UnsavedSettings,
    /// What each shift completed last.
    completed: Vec<records::LastCompletion>,
    last_recorded: Option<Moment>,
    /// When this program was built, if its file records that.
    built: Option<Timestamp>,
    /// The shift and day of the board's current content.
    board_shift: Option<ShiftNow>,
    board_day: Date,
    played_reported_at: f64,
    clock: Clock,
    /// The shift and day that are on by the clock; the day alone without shifts.
    clock_shift: (Option<ShiftId>, Date),
    /// The time of this frame, and of the one in which the commands were given, in seconds.
    frame_at: f64,
    commands_at: f64,
    /// The last change that the screen made by itself.
    unseen_change: Option<UnseenChange>,
    /// The message about a command that was refused because of it.
    refusal: Option<Words>,
    /// The screens with work in the background, once the data folder is known.
    screens: Option<screens::Screens>,
    /// The window on the room's screen.
    wall: window::wall::WallWindow,
    /// Keeps the PC awake; started with the first briefing.
    awake: Option<KeepAwake>,
    /// The job aid at this step, and where it lies in the pack.
    aid: Option<(PackPath, briefing::documents::OpenDocument)>,
    /// A pack or trust list to inspect as soon as that is so.
    file_to_open: Option<PathBuf>,
    /// Files that further starts of the program hand over to this window.
    arrivals: Option<Arrivals>,
    /// What follows other programs, once the data folder is known.
    follower: Option<StoreFollower>,
    results: JobResults<Self>,
    /// The preview of a pack before it is signed.
    preview: Option<briefing::preview::Preview>,
}

impl App {
    /// Opens nothing yet: the first frame is painted while the stores are read.
    ///
    /// # Errors
    /// If the machine can start no thread.
    pub fn new(ctx: &Context, options: Options) -> std::io::Result<Self> {
        let to_wake = ctx.clone();
        let wake = move || to_wake.request_repaint_of(ViewportId::ROOT);
        let (results, received) = JobResults::new(Arc::new(wake));
        let queue = JobQueue::default();
        let lane = |name| queue.lane(name, AtEnd::Finish, results.clone(), Self::job_panicked);
        let (stores_lane, checks) = (lane("stores"), lane("checks"));
        if !stores_lane.is_running() || !checks.is_running() {
            return Err(std::io::ErrorKind::OutOfMemory.into());
        }
        let stores = Stores::new(options.data_dir.clone(), options.clock.clone());
        let settings = Settings::default();
        let clock = options.clock.clone();
        let mut app = Self {
            shell: Shell::new(ctx, settings.look),
            model: Model {
                now: Moment::from(&clock.now()),
                loaded: false,
                screen: Screen::Board,
                full_screen: options.full_screen,
                settings,
                wall: Wall::default(),
                data: None,
                station: Arc::new(Station::default()),
                shift: None,
                chosen_shift: None,
                packs: Vec::new(),
                damaged: Vec::new(),
                to_check: 0,
                checking: None,
                board: Board::default(),
                put_off: BTreeSet::new(),
                draft: None,
                asks_to_discard: false,
                session: None,
                recorded_at: None,
                playing: None,
                preview: None,
                clock_doubt: false,
                sound_works: None,
                troubles: Vec::new(),
                message: None,
                in_the_way: None,
                aid: None,
                screens: ScreenModels::default(),
            },
            commands: Vec::new(),
            queue,
            stores: Arc::new(Mutex::new(stores)),
            stores_lane,
            checks: PackChecks::new(checks, ctx),
            received,
            ctx: ctx.clone(),
            session: None,
            pack: None,
            on_screen: None,
            tickets: 0,
            saving: briefing::saving::Saving::default(),
            unsaved_settings: settings::UnsavedSettings::default(),
            completed: Vec::new(),
            last_recorded: None,
            built: None,
            board_shift: None,
            board_day: Date::ZERO,
            played_reported_at: 0.0,
            clock,
            clock_shift: (None, Date::ZERO),
            frame_at: 0.0,
            commands_at: 0.0,
            unseen_change: None,
            refusal: None,
            screens: None,
            wall: window::wall::WallWindow::default(),
            awake: None,
            aid: None,
            file_to_open: options.file,
            arrivals: options.arrivals,
            follower: None,
            results,
            preview: None,
        };
        match (options.play, options.preview, options.data_dir) {
            (Some(file), _, _) => app.play_file(file),
            // The preview reads the folder as soon as it is laid out.
            (None, Some(sources), Some(root)) => {
                app.start_preview(sources, root);
            }
            _ => app.reload(),
        }
        Ok(app)
    }

    /// Everything that is seen, for tests.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    fn reload(&mut self) {
        self.run(Stores::load, Self::take_store_contents);
    }

    fn play_file(&mut self, file: PathBuf) {
        let beside = file.clone();
        let name = file
            .file_name()
            .map(|name| crate::words::shown_path(Path::new(name)))
            .unwrap_or_default();
        self.model.screen = Screen::Play;
        self.model.loaded = true;
        self.open_medium(Medium {
            id: name.clone(),
            title: name,
            source: Arc::new(FileSource(file)),
            stated: MediaTime::ZERO,
            chapters: Vec::new(),
            start: MediaTime::ZERO,
            paused: false,
        });
        self.find_captions(beside);
    }

    fn open_medium(&mut self, medium: Medium) {
        self.tickets += 1;
        let ctx = self.ctx.clone();
        let wake = Arc::new(move || Self::repaint_both_windows(&ctx));
        let settings = &self.model.settings;
        self.on_screen = Some(OnScreen::open(self.tickets, medium, settings, wake));
    }

    /// The time, the shift that is on, and what is due then.
    fn update_clock(&mut self) {
        let now = self.clock.now();
        let before = std::mem::replace(&mut self.model.now, Moment::from(&now));
        let minute = |at: Moment| at.instant().as_second().div_euclid(60);
        if minute(before) != minute(self.model.now)
            && let Some(screens) = self.screens.as_mut()
            && self.model.sound_works == Some(false)
        {
            // Somebody may have switched the TV on.
            screens::sound::check(&mut screens.sound);
        }
        let station = Arc::clone(&self.model.station);
        let shifts = &station.shifts;
        let local = self.model.now.local();
        let shift = shift_at(shifts, &now);
        let says = shift.as_ref().map_or((None, local.date()), |on| {
            (Some(on.shift.id.clone()), on.date)
        });
        if self.clock_shift != says {
            self.clock_shift = says;
            // The chosen shift and what was put off belong to the shift before.
            self.model.chosen_shift = None;
            self.model.put_off.clear();
        }
        self.model.shift = match self.model.chosen_shift.as_ref() {
            None => shift,
            // Another shift that was chosen, on the day by its hours.
            Some(id) => {
                let only: Vec<_> = shifts.iter().filter(|s| s.id == *id).cloned().collect();
                shift_at(&only, &now).or(shift)
            }
        };
        let behind = |last: Moment| self.model.now.seconds_since(last) < 0;
        self.model.clock_doubt = self.last_recorded.is_some_and(behind)
            || check_clock(&now, None, None, &[]).is_in_doubt();
        let new_day = self.board_day != local.date();
        if self.board_shift != self.model.shift || new_day {
            self.update_board();
        }
    }

    /// On a new day what depends on the day is read again: lists that are overdue, reviews.
    fn refresh_on_new_day(&mut self, before: Date) {
        if before == Date::ZERO || before == self.board_day || !self.model.loaded {
            return;
        }
        if let Some(screens) = &mut self.screens {
            screens.refresh_shelf();
        }
    }

    /// Recomputes what is due.
    fn update_board(&mut self) {
        let today = self.model.now.local().date();
        self.board_shift.clone_from(&self.model.shift);
        self.board_day = today;
        let offers = offers(&self.model.packs);
        let shift = self.model.shift.as_ref().map(|now| &now.shift.id);
        let board = due::board(&offers, &self.model.station, &self.completed, shift, today);
        self.model.board = board;
        self.update_plan();
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        self.wall.give_keys(input);
        let side = &mut input.max_texture_side;
        *side = side.map(|side| side.min(TEXTURE_SIDE));
    }

    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.note_frame(ctx);
        let day = self.board_day;
        self.apply_unrequested_change(Self::update_clock);
        self.explain_change(ctx);
        self.refresh_on_new_day(day);
        self.count_open_time();
        self.update_preview();
        self.take_wall_commands();
        while let Ok(result) = self.received.try_recv() {
            match result.origin {
                Origin::ByItself => self.apply_unrequested_change(|app| result.apply(app)),
                Origin::Asked => self.apply_requested_change(|app| result.apply(app)),
            }
            self.wall.request_repaint();
        }
        for command in std::mem::take(&mut self.commands) {
            self.act(ctx, command);
            self.wall.request_repaint();
        }
        self.report_playback(ctx);
        self.take_arrivals(ctx);
        self.update_screens();
        self.update_job_aid();
        self.update_wall(ctx, frame);
        self.update_keep_awake();
        self.update_checks();
        self.show_unsaved_settings();
        let on_screen = self.on_screen.as_mut();
        self.model.playing = on_screen.map(|on_screen| on_screen.playing(&self.ctx));
        // Where nothing else happens, the clock goes on (SCREENS 4.6).
        ctx.request_repaint_after(rest_of_minute(&self.clock.now()));
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let commands = self.shell.ui(ui, &self.model);
        problems::take_new(ui.ctx()).iter().for_each(log_shown);
        self.commands_at = self.frame_at;
        self.show_wall(ui);
        self.update_fonts(ui.ctx());
        if !commands.is_empty() {
            self.commands.extend(commands);
            ui.ctx().request_repaint();
        }
    }

    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        let background = visuals.panel_fill;
        theme::cleared(&self.ctx, background);
        background.to_normalized_gamma_f32()
    }
}

impl Drop for App {
    /// What was played last and what waits to be saved goes to the disk before the lanes end.
    fn drop(&mut self) {
        self.checks.stop();
        self.report_played(true);
        self.save_what_waits();
        // Nobody takes results any more, and no lane is to wait for it.
        self.received = crossbeam_channel::never();
    }
}
