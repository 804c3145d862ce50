//! The briefing under way: begun, left, resumed; its events applied, their effects done.

use std::sync::Arc;

use eframe::egui::Context;
use uuid::Uuid;

use crate::app::App;
use crate::app::briefing::plan::plan;
use crate::app::briefing::playback::{Medium, PLAYED_REPORT_INTERVAL};
use crate::app::briefing_start::BriefingStart;
use crate::app::shelf::recheck::AfterCheck;
use crate::library::Contents;
use crate::pack::ModuleRef;
use crate::pack::manifest::Media;
use crate::player::MediaTime;
use crate::session::{Effect, Event, OutlineStep, Session, Stage};
use crate::station::check_clock;
use crate::ui::Screen;
use crate::words::{Code, Words};

/// The longest time between two frames of an open window, in seconds; a longer gap means sleep.
const MAX_GAP_SECS: i64 = 180;

impl App {
    /// Opens a briefing.
    pub(in crate::app) fn begin(&mut self, name: &ModuleRef, at: BriefingStart) {
        let found = self.model.module(name);
        let Some(pack) = found.map(|(pack, _)| pack.clone()) else {
            return self.say(not_installed());
        };
        self.leave();
        if at != BriefingStart::Overview && self.model.draft.is_some() {
            self.model.in_the_way = Some(name.clone());
            return;
        }
        if let Some(words) = self.why_not(&pack) {
            return self.say(words);
        }
        if !self.use_or_check_first(&pack, AfterCheck::Begin(name.clone(), at)) {
            return;
        }
        let manifest = pack.opened().map(Contents::manifest);
        let module = manifest.and_then(|m| m.modules.iter().find(|m| m.id == name.module));
        let (Some(manifest), Some(module)) = (manifest, module) else {
            return self.say(not_installed());
        };
        let mut plan = plan(
            &pack,
            manifest,
            module,
            &self.model.station,
            self.model.shift.as_ref(),
            self.model.now,
            self.last_recorded,
        );
        plan.clock_doubt = self.clock_is_in_doubt();
        self.pack = Some(pack);
        self.model.recorded_at = None;
        self.model.screen = Screen::Briefing;
        let session = self.session.insert(Session::new(plan, Uuid::new_v4()));
        let mut steps = session.outline().steps().iter();
        let medium = steps.position(|step| matches!(step, OutlineStep::Play(_)));
        match (at, medium) {
            (BriefingStart::Overview, _) => self.changed(),
            (BriefingStart::At(stage), _) => {
                self.changed();
                self.apply_event(Event::GoTo(stage));
            }
            (BriefingStart::FirstMedium, Some(n)) => self.apply_event(Event::GoTo(Stage::Step(n))),
            _ => self.apply_event(Event::Next),
        }
    }

    fn clock_is_in_doubt(&self) -> bool {
        check_clock(&self.clock.now(), self.built, None, &[]).is_in_doubt()
    }

    /// A briefing that has not begun is for the shift, the officers and the version of now: what the
    /// overview says follows what changes (SCREENS 6.13).
    pub(in crate::app) fn update_plan(&mut self) {
        let Some(session) = &self.session else {
            return;
        };
        if session.started_at().is_some() || self.preview.is_some() {
            return;
        }
        let before = session.plan();
        let name = ModuleRef {
            pack: before.pack.id.clone(),
            module: before.module.id.clone(),
        };
        let found = self.model.module(&name).map(|(pack, _)| pack.clone());
        let Some(pack) = found.filter(|pack| self.why_not(pack).is_none()) else {
            self.show(Screen::Board);
            return self.say(not_installed());
        };
        if pack.sha256() != before.pack.sha256 {
            self.show(Screen::Board);
            return self.begin(&name, BriefingStart::Overview);
        }
        let manifest = pack.opened().map(Contents::manifest);
        let Some(manifest) = manifest else { return };
        let mut plan = plan(
            &pack,
            manifest,
            &before.module,
            &self.model.station,
            self.model.shift.as_ref(),
            self.model.now,
            self.last_recorded,
        );
        plan.clock_doubt = self.clock_is_in_doubt();
        plan.delivery = before.delivery;
        if plan != *before {
            self.session = Some(Session::new(plan, session.id()));
            self.changed();
        }
    }

    /// Leaves the briefing; it can be resumed.
    pub(in crate::app) fn leave(&mut self) {
        self.report_played(true);
        self.on_screen = None;
        let Some(session) = self.session.take() else {
            return;
        };
        self.pack = None;
        self.model.session = None;
        let begun = session.started_at().is_some() && session.stage() != Stage::Recorded;
        if begun && self.preview.is_none() {
            self.model.draft = Some(Arc::new(session));
            // With the time in which it was open.
            self.save();
        }
    }

    /// Counts the time in which the briefing is open. The window is painted every minute at least:
    /// a longer gap means that the PC slept, or that the clock was set.
    pub(in crate::app) fn count_open_time(&mut self) {
        let now = self.model.now;
        let Some(session) = self.session.as_mut().filter(|s| s.started_at().is_some()) else {
            return;
        };
        let (Some(last), false) = (session.left_at(), session.is_signing()) else {
            return;
        };
        let minutes = session.open_secs() / 60;
        let mut jumped = false;
        match now.seconds_since(last) {
            0 => return,
            1..=MAX_GAP_SECS => session.pass_time(now),
            _ => {
                session.reopen(now);
                jumped = true;
            }
        }
        if session.open_secs() / 60 != minutes {
            self.model.session = Some(Arc::new(session.clone()));
            self.save();
        }
        if jumped {
            self.note_jump();
        }
    }

    /// Applies an event, does its effects, and lets screen and player follow.
    pub(in crate::app) fn apply_event(&mut self, event: Event) {
        let now = self.model.now;
        // Report what was played before the step changes.
        if matches!(event, Event::Next | Event::Back | Event::GoTo(_)) {
            self.report_played(true);
        }
        let Some(session) = &mut self.session else {
            return;
        };
        let begins =
            session.started_at().is_none() && matches!(event, Event::Next | Event::GoTo(_));
        if begins && self.model.draft.is_some() {
            let plan = session.plan();
            self.model.in_the_way = Some(ModuleRef {
                pack: plan.pack.id.clone(),
                module: plan.module.id.clone(),
            });
            return;
        }
        let effects = session.apply(event, now);
        self.changed();
        for effect in effects {
            match effect {
                Effect::Save => self.save(),
                Effect::Record(completion) => self.record(completion),
                // The record's own transaction forgets the draft.
                Effect::Discard => self.saving.again = false,
            }
        }
    }

    /// The session changed: the ui sees it, and the medium of its step is on the screen.
    pub(in crate::app) fn changed(&mut self) {
        let Some(session) = &self.session else {
            return;
        };
        let wanted = match session.step() {
            Some(OutlineStep::Play(n)) => session.module().media.get(n).cloned(),
            _ => None,
        };
        let place = wanted.as_ref().map_or(0, |m| session.place_in(&m.id));
        self.model.session = Some(Arc::new(session.clone()));
        let shown = self.on_screen.as_ref().map(|on_screen| &on_screen.id);
        match wanted {
            Some(medium) if shown == Some(&medium.id) => {}
            Some(medium) => {
                self.on_screen = None;
                self.open_step(&medium, place);
            }
            None => self.on_screen = None,
        }
    }

    fn open_step(&mut self, medium: &Media, place_ms: u64) {
        let Some(pack) = self.pack.clone() else {
            return;
        };
        let Some(source) = pack.source(&medium.path) else {
            return self.say(not_installed());
        };
        // At its end the last picture stays on the wall: it is what the discussion is about.
        let at_end = place_ms + 500 >= medium.duration_ms;
        self.open_medium(Medium {
            id: medium.id.clone(),
            title: medium.title.clone(),
            source: Arc::new(source),
            stated: media_time(medium.duration_ms),
            chapters: medium.chapters.clone(),
            start: media_time(place_ms),
            paused: at_end,
        });
        self.offer_captions(&pack, medium);
    }

    /// Each frame: tells the session every few seconds how far the medium is, and at its end.
    pub(in crate::app) fn report_playback(&mut self, ctx: &Context) {
        let time = ctx.input(|input| input.time);
        let Some(on_screen) = &self.on_screen else {
            return;
        };
        let hidden = ctx.input(|input| input.viewport().visible()) == Some(false);
        let watched = !hidden || self.model.wall.is_on();
        on_screen.set_watched(watched);
        if !watched {
            // Nothing else requests the next frame, since nothing is painted.
            ctx.request_repaint_after(PLAYED_REPORT_INTERVAL);
        }
        let known = |session: &Session| session.played_to_end(&on_screen.id);
        let ended = on_screen.reached_end() && !self.session.as_ref().is_some_and(known);
        if ended || (time - self.played_reported_at).abs() >= PLAYED_REPORT_INTERVAL.as_secs_f64() {
            self.played_reported_at = time;
            self.report_played(false);
        }
    }

    /// Tells the session what was played of the medium on the screen, and where it stands.
    pub(in crate::app) fn report_played(&mut self, leaving: bool) {
        let (Some(on_screen), Some(session)) = (&self.on_screen, &mut self.session) else {
            return;
        };
        if !on_screen.is_open() {
            return;
        }
        let medium = on_screen.id.clone();
        let captions = self.model.settings.captions && !on_screen.cues.is_empty();
        let mut events: Vec<Event> = on_screen
            .take_played()
            .into_iter()
            .map(|(from_ms, to_ms)| Event::Played {
                medium: medium.clone(),
                from_ms,
                to_ms,
                captions,
            })
            .collect();
        let at_ms = on_screen.place_ms();
        if leaving || session.place_in(&medium) != at_ms {
            events.push(Event::PlaceIn {
                medium: medium.clone(),
                at_ms,
            });
        }
        if on_screen.reached_end() && !session.played_to_end(&medium) {
            events.push(Event::PlayedToEnd { medium });
        }
        let (now, mut save) = (self.model.now, false);
        for event in events {
            save |= session.apply(event, now).contains(&Effect::Save);
        }
        if save {
            self.model.session = Some(Arc::new(session.clone()));
            self.save();
        }
    }
}

fn media_time(millis: u64) -> MediaTime {
    MediaTime::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}

/// The pack of a briefing is not there any more.
pub(in crate::app) fn not_installed() -> Words {
    Words::new(
        Code::NotFound,
        "This briefing is not installed any more.",
        "Choose another one on the board, or ask IT to install it again.",
    )
}
