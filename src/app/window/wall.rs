//! The window on the room's screen: when it is there, on which monitor, and what goes from it to
//! the app and back.
//!
//! It is painted at its own pace, at the times of the pictures, while the sergeant's window is
//! painted a few times a second. So it keeps a part of the model of its own, and asks the player
//! itself what is due.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use eframe::egui::{
    Context, Event, RawInput, Ui, ViewportBuilder, ViewportCommand, ViewportId, pos2,
};

use crate::app::App;
use crate::app::briefing::playback::OnScreen;
use crate::app::jobs::result::Origin;
use crate::platform::keep_awake::KeepAwake;
use crate::platform::monitors::Monitor;
use crate::platform::monitors::{Listed, Monitors, Seen};
use crate::player::{Player, State};
use crate::session::{OutlineStep, Session, Stage};
use crate::ui::room::{Place, WallChoice, WallCommand, WallNotice};
use crate::ui::screens::briefing::BriefingState;
use crate::ui::screens::briefing::wall_window::{self, WallModel};
use crate::ui::{Command, Screen};

/// What the wall's window and the app share. Held for moments, on one thread.
#[derive(Default)]
struct Shared {
    model: WallModel,
    player: Option<Arc<Player>>,
    /// Keys pressed there: they mean the same as in the sergeant's window.
    typed: Vec<Event>,
    commands: Vec<Command>,
    /// Somebody closed the window.
    closed: bool,
    /// Where the window belongs, in pixels of the desktop.
    wanted_position: (i32, i32),
    /// Since when it is elsewhere.
    elsewhere_since: Option<f64>,
    /// It was elsewhere for long: the window system put it there.
    displaced: bool,
}

/// The window on the room's screen.
#[derive(Default)]
pub(in crate::app) struct WallWindow {
    shared: Arc<Mutex<Shared>>,
    monitors: Option<Monitors>,
    /// As they were seen last.
    known_monitors: Seen,
    /// What somebody asked for by key in this briefing.
    by_hand: Option<bool>,
    /// It was there and its monitor is gone.
    lost: bool,
    /// The place of the notice that there is no wall.
    noticed_place: Option<Place>,
    /// For which monitor of the wall the sergeant's window was sent to another one.
    moved_for: Option<Monitor>,
    /// Something changed that the wall shows too.
    needs_repaint: bool,
    /// The window as it was opened. It stays as it is; elsewhere another one is opened, since not
    /// every window manager moves a window that fills a monitor.
    open: Option<(Monitor, ViewportBuilder)>,
    /// How often it was opened again where it belongs.
    returned: u8,
}

/// A window that is elsewhere for so many seconds was moved by the window system.
const DISPLACED_AFTER_SECS: f64 = 0.5;
/// How often the window is opened again where it belongs; some window managers move it each time.
const MAX_RETURNS: u8 = 3;

/// Which window it is, for the window system.
fn id() -> ViewportId {
    ViewportId::from_hash_of("wall")
}

impl WallWindow {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the wall painted again: something changed beside its video.
    pub(in crate::app) fn request_repaint(&mut self) {
        self.needs_repaint = true;
    }

    /// Gives keys that were pressed in the wall's window to the sergeant's.
    pub(in crate::app) fn give_keys(&self, input: &mut RawInput) {
        if input.viewport_id == ViewportId::ROOT {
            input.events.append(&mut self.lock().typed);
        }
    }
}

impl App {
    /// Called from any thread: the sergeant's window has something new, and so has the wall.
    pub(in crate::app) fn repaint_both_windows(ctx: &Context) {
        ctx.request_repaint_after_for(crate::app::WAKE_DELAY, ViewportId::ROOT);
        ctx.request_repaint_after_for(crate::app::WAKE_DELAY, id());
    }

    /// Each frame, first: takes the commands that were given in the wall's window.
    pub(in crate::app) fn take_wall_commands(&mut self) {
        let (closed, displaced, asked) = {
            let mut shared = self.wall.lock();
            let closed = std::mem::take(&mut shared.closed);
            let displaced = std::mem::take(&mut shared.displaced);
            (closed, displaced, std::mem::take(&mut shared.commands))
        };
        self.commands.extend(asked);
        if displaced && self.wall.returned < MAX_RETURNS {
            // A monitor that was off for a moment: the window manager saved the window from it.
            self.wall.returned += 1;
            self.wall.open = None;
        }
        if closed {
            // Whoever closes the window wants no wall; the briefing goes on.
            self.wall.by_hand = Some(false);
        }
    }

    /// Each frame: which monitors there are, and whether one of them is the wall now.
    pub(in crate::app) fn update_wall(&mut self, ctx: &Context, frame: &eframe::Frame) {
        self.update_monitors(frame);
        let begun = self.session.as_ref().is_some_and(|session| {
            session.started_at().is_some() && session.stage() != Stage::Overview
        });
        let briefing = self.model.screen == Screen::Briefing && self.session.is_some();
        if !briefing {
            self.wall.by_hand = None;
            self.wall.lost = false;
            self.wall.noticed_place = None;
            self.model.wall.notice = None;
        }
        let asked_for = self.wall.by_hand.unwrap_or(begun);
        let place = self.wanted_place();
        let before = self.model.wall.on;
        let wanted = briefing && asked_for;
        self.model.wall.on = match place {
            Place::On(n) if wanted => Some(n),
            _ => None,
        };
        if let Some(on) = self.model.wall.on {
            let monitor = self.model.wall.monitors.get(on);
            self.model.wall.last = monitor.map(|monitor| monitor.id.clone());
        }
        if wanted {
            self.update_wall_notice(place, before.is_some());
        }
        self.move_off_wall_monitor(ctx, frame);
    }

    /// Says why there is no wall where one is wanted, once; takes it back when there is one.
    fn update_wall_notice(&mut self, place: Place, was_on: bool) {
        let wall = &mut self.model.wall;
        if wall.on.is_some() {
            if self.wall.lost || self.wall.noticed_place.take().is_some() {
                self.wall.lost = false;
                wall.notice = None;
            }
            return;
        }
        let notice = wall.notice_of(&place);
        if was_on && !matches!(place, Place::Mirrored(_)) {
            self.wall.lost = true;
            wall.notice = Some(WallNotice {
                text: "The wall screen is not connected any more. The briefing goes on in this \
                       window; the wall comes back by itself when its screen does."
                    .to_owned(),
                offers: notice.map(|notice| notice.offers).unwrap_or_default(),
            });
            self.wall.noticed_place = Some(place);
        } else if notice.is_some() && self.wall.noticed_place.as_ref() != Some(&place) {
            wall.notice = notice;
            self.wall.noticed_place = Some(place);
        }
    }

    /// Where the wall is to be.
    fn wanted_place(&self) -> Place {
        let wall = &self.model.wall;
        let chosen = wall.place(&self.model.settings.wall);
        match chosen {
            // Who asks for the wall gets one, also where the usual one is missing.
            Place::Missing(_) | Place::OneScreen if self.wall.by_hand == Some(true) => {
                match wall.any() {
                    Place::OneScreen => chosen,
                    any => any,
                }
            }
            chosen => chosen,
        }
    }

    fn update_monitors(&mut self, frame: &eframe::Frame) {
        let Some(window) = frame.winit_window() else {
            return;
        };
        let needed = matches!(self.model.screen, Screen::Briefing | Screen::Station);
        if !needed && self.wall.monitors.is_none() {
            return;
        }
        let monitors = self.wall.monitors.get_or_insert_with(|| {
            // The window must be free to go before the thread does.
            let window = Arc::downgrade(window);
            let results = self.results.clone();
            let list = move || {
                let window = window.upgrade()?;
                let all = window.available_monitors();
                let listed = all.map(|monitor| Listed {
                    socket: monitor.name().unwrap_or_default(),
                    size: monitor.size().into(),
                    at: monitor.position().into(),
                });
                Some((listed.collect(), u64::from(window.id())))
            };
            Monitors::watch(list, move |seen| {
                let _window_is_there = results.send(Origin::ByItself, |app: &mut Self| {
                    app.model.wall.monitors.clone_from(&seen.monitors);
                    app.wall.known_monitors = seen;
                    app.wall.returned = 0;
                    app.wall.request_repaint();
                });
            })
        });
        monitors.need(needed);
        self.model.wall.here = window.current_monitor().and_then(|here| {
            let at: (i32, i32) = here.position().into();
            let size: (u32, u32) = here.size().into();
            let all = &self.model.wall.monitors;
            let same = |monitor: &Monitor| monitor.at == at && monitor.id.size == size;
            let by_place = || all.iter().position(|monitor| monitor.at == at);
            all.iter().position(same).or_else(by_place)
        });
    }

    /// The sergeant's window does not stay on the monitor of the wall.
    fn move_off_wall_monitor(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let wall = &self.model.wall;
        let Some(on) = wall.on else {
            self.wall.moved_for = None;
            return;
        };
        if !wall.covers_window(on) {
            return;
        }
        let at = wall.monitors.get(on).cloned();
        if self.wall.moved_for == at {
            return;
        }
        let Some(other) = wall.beside(on) else {
            return;
        };
        let Some(monitor) = wall.monitors.get(other) else {
            return;
        };
        self.wall.moved_for = at;
        // Where windows cannot be put anywhere (Wayland) they can still fill a monitor.
        let fixed = frame
            .winit_window()
            .is_some_and(|window| window.outer_position().is_err());
        if self.model.full_screen || fixed {
            self.model.full_screen = true;
            // The window's own list; a new window is placed by the true one.
            let number = self
                .wall
                .known_monitors
                .numbers
                .get(other)
                .copied()
                .unwrap_or(other);
            return ctx.send_viewport_cmd(ViewportCommand::SetMonitor(number));
        }
        let maximized = ctx.input(|input| input.viewport().maximized) == Some(true);
        if maximized {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(false));
        }
        let place = points(ctx, monitor.at);
        ctx.send_viewport_cmd(ViewportCommand::OuterPosition(place));
        if maximized {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        }
    }

    /// After the sergeant's window was painted: the wall's window is there, or not.
    pub(in crate::app) fn show_wall(&mut self, ui: &Ui) {
        let ctx = ui.ctx();
        let wall = &self.model.wall;
        let Some((at, monitor)) = wall.on.and_then(|at| Some((at, wall.monitors.get(at)?))) else {
            self.wall.lock().player = None;
            self.wall.open = None;
            return;
        };
        let player = self.on_screen.as_ref().map(OnScreen::player);
        {
            let mut shared = self.wall.lock();
            shared.model = WallModel::of(&self.model);
            shared.player = player;
            shared.wanted_position = monitor.at;
        }
        let open = self.wall.open.as_ref();
        let builder = open
            .filter(|(on, _)| on == monitor)
            .map(|(_, builder)| builder.clone());
        let Some(builder) = builder else {
            // A frame without it closes the window that there was.
            let builder = ViewportBuilder::default()
                .with_title("Muster wall")
                .with_app_id("muster")
                .with_decorations(false)
                .with_active(false)
                .with_position(points(ctx, monitor.at))
                .with_monitor(at);
            self.wall.open = Some((monitor.clone(), builder));
            self.wall.lock().closed = false;
            ctx.request_repaint();
            return;
        };
        let pages = matches!(
            self.session.as_ref().and_then(Session::step),
            Some(OutlineStep::JobAid(_))
        );
        let acted = ui.input(|input| {
            let moves =
                |event: &Event| matches!(event, Event::PointerMoved(_) | Event::MouseMoved(_));
            input.events.iter().any(|event| !moves(event)) || input.pointer.any_down()
        });
        if std::mem::take(&mut self.wall.needs_repaint) || acted || pages {
            ctx.request_repaint_of(id());
        }
        let (shared, state) = (Arc::clone(&self.wall.shared), self.shell.briefing());
        ctx.show_viewport_deferred(id(), builder, move |ui, _| paint(ui, &shared, &state));
    }

    /// The screen stays on while a briefing runs, or a video by itself.
    pub(in crate::app) fn update_keep_awake(&mut self) {
        let runs = match self.model.screen {
            Screen::Briefing => self.session.as_ref().is_some_and(|session| {
                session.started_at().is_some() && session.stage() != Stage::Recorded
            }),
            Screen::Play => matches!(
                self.model.playing.as_ref().map(|playing| &playing.state),
                Some(State::Playing | State::Opening)
            ),
            _ => false,
        };
        if runs || self.awake.is_some() {
            let awake = self.awake.get_or_insert_with(KeepAwake::start);
            awake.want(runs);
            self.model.wall.sleepy = awake.refusal();
        }
    }

    /// Does what is asked of the room's screen.
    pub(in crate::app) fn act_on_wall(&mut self, command: WallCommand) {
        let wall = &mut self.model.wall;
        match command {
            WallCommand::Flip if wall.is_on() => self.wall.by_hand = Some(false),
            WallCommand::Flip if wall.monitors.len() < 2 => {
                let one = "Only one screen is connected, or all show the same: the room sees the \
                           briefing in this window. Connect the wall screen, and set it to extend: \
                           then it is used by itself.";
                wall.notice = Some(one.to_owned().into());
                self.wall.by_hand = Some(true);
            }
            WallCommand::Flip => {
                self.wall.noticed_place = None;
                self.wall.by_hand = Some(true);
            }
            WallCommand::Swap => {
                let here = wall.here.and_then(|here| wall.monitors.get(here));
                if let (Some(monitor), true) = (here, wall.is_on()) {
                    let choice = WallChoice::Monitor(monitor.id.clone());
                    self.set(|settings| settings.wall = choice);
                }
            }
            WallCommand::Choose(choice) => {
                wall.last = None;
                wall.notice = None;
                self.wall.noticed_place = None;
                self.set(|settings| settings.wall = choice);
            }
            WallCommand::Understood => wall.notice = None,
        }
    }
}

/// A place on the desktop in the points of the window under way.
#[expect(
    clippy::cast_precision_loss,
    reason = "desktops have some thousand pixels"
)]
fn points(ctx: &Context, (x, y): (i32, i32)) -> eframe::egui::Pos2 {
    let scale = ctx.pixels_per_point();
    pos2(x as f32 / scale, y as f32 / scale)
}

/// Notices that the window system put the wall's window elsewhere.
fn detect_displacement(ui: &Ui, shared: &mut Shared) {
    let (at, now) = ui.input(|input| (input.viewport().inner_rect, input.time));
    let wanted_position = points(ui.ctx(), shared.wanted_position);
    let there = at.is_none_or(|at| at.min.distance(wanted_position) < 2.0);
    if there {
        shared.elsewhere_since = None;
        return;
    }
    let since = *shared.elsewhere_since.get_or_insert(now);
    if now - since >= DISPLACED_AFTER_SECS {
        shared.elsewhere_since = None;
        shared.displaced = true;
    } else {
        let wait = std::time::Duration::from_secs_f64(DISPLACED_AFTER_SECS);
        ui.ctx().request_repaint_after(wait);
    }
}

/// Paints the wall. Called at its own pace.
fn paint(ui: &mut Ui, shared: &Mutex<Shared>, state: &Mutex<BriefingState>) {
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let shared = &mut *shared;
    if let (Some(player), Some(playing)) = (&shared.player, &mut shared.model.playing) {
        playing.state = player.state();
        playing.position = player.position();
        playing.picture = player.picture();
        playing.next_picture_in = player.next_picture_in();
    }
    let touched = ui.input_mut(|input| {
        let keys = |event: &Event| matches!(event, Event::Key { .. } | Event::Text(_));
        let typed = input.events.iter().filter(|event| keys(event)).cloned();
        shared.typed.extend(typed);
        input.events.retain(|event| !keys(event));
        shared.closed |= input.viewport().close_requested();
        input.pointer.any_down() || input.pointer.any_released() || input.is_scrolling()
    });
    detect_displacement(ui, shared);
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    wall_window::show(ui, &shared.model, &mut state, &mut shared.commands);
    let has_news = !shared.typed.is_empty()
        || !shared.commands.is_empty()
        || shared.closed
        || shared.displaced;
    if has_news || touched {
        ui.ctx().request_repaint_of(ViewportId::ROOT);
    }
}
