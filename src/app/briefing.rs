//! The briefing under way: begun, left, resumed; its events applied, their effects done.

use std::sync::Arc;

use eframe::egui::Context;
use uuid::Uuid;

use crate::app::App;
use crate::app::done::Done;
use crate::app::plan::plan;
use crate::app::playback::{Medium, TELL_EVERY};
use crate::library::InstalledPack;
use crate::pack::content::MAX_CAPTIONS;
use crate::pack::manifest::Media;
use crate::pack::{Module, ModuleRef};
use crate::player::{MediaTime, captions};
use crate::session::{Effect, Event, OutlineStep, Session, Stage};
use crate::ui::Screen;
use crate::words::{Code, InWords, Words};

/// What is known of the saving of the draft: at most one save is under way, and only the latest
/// state waits.
#[derive(Default)]
pub(in crate::app) struct Saving {
    pub(in crate::app) under_way: bool,
    pub(in crate::app) again: bool,
}

impl App {
    /// Opens a briefing; `start` goes to its first step at once.
    pub(in crate::app) fn begin(&mut self, name: &ModuleRef, start: bool) {
        let Some((pack, module)) = self.find(name) else {
            return self.say(gone());
        };
        self.leave();
        let plan = plan(
            &pack,
            &module,
            &self.model.station,
            self.model.shift.as_ref(),
            self.model.now,
            None,
        );
        self.session = Some(Session::new(plan, Uuid::new_v4()));
        self.pack = Some(pack);
        self.model.recorded_at = None;
        self.model.screen = Screen::Briefing;
        if start {
            self.happen(Event::Next);
        } else {
            self.changed();
        }
    }

    fn find(&self, name: &ModuleRef) -> Option<(InstalledPack, Module)> {
        let mut packs = self.model.packs.iter();
        let pack = packs.find(|pack| pack.manifest().id == name.pack)?;
        let mut modules = pack.manifest().modules.iter();
        let module = modules.find(|module| module.id == name.module)?;
        Some((pack.clone(), module.clone()))
    }

    /// Goes on with the briefing that was left in the middle.
    pub(in crate::app) fn resume(&mut self) {
        let Some(draft) = self.model.draft.clone() else {
            return;
        };
        let sha256 = &draft.plan().pack.sha256;
        let pack = self.model.packs.iter().find(|p| p.sha256() == sha256);
        let Some(pack) = pack.cloned() else {
            return self.say(gone());
        };
        self.pack = Some(pack);
        self.session = Some(Session::clone(&draft));
        self.model.recorded_at = None;
        self.model.screen = Screen::Briefing;
        self.changed();
    }

    /// Leaves the briefing; it can be resumed.
    pub(in crate::app) fn leave(&mut self) {
        self.tell_session(true);
        self.on_screen = None;
        let Some(session) = self.session.take() else {
            return;
        };
        self.pack = None;
        self.model.session = None;
        let begun = session.started_at().is_some() && session.stage() != Stage::Recorded;
        if begun {
            self.model.draft = Some(Arc::new(session));
        }
    }

    /// Throws the draft away.
    pub(in crate::app) fn discard_draft(&mut self) {
        self.model.draft = None;
    }

    /// Applies an event, does its effects, and lets screen and player follow.
    pub(in crate::app) fn happen(&mut self, event: Event) {
        let now = self.model.now;
        let Some(session) = &mut self.session else {
            return;
        };
        let effects = session.apply(event, now);
        for effect in effects {
            match effect {
                Effect::Save => {}
                Effect::Record(_) => {}
                Effect::Discard => {}
            }
        }
        self.changed();
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
            return self.say(gone());
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
        let Some(file) = medium.captions.first().map(|c| c.path.clone()) else {
            return;
        };
        let (ticket, title) = (self.tickets, medium.title.clone());
        self.hand(move |_| Done::Captions {
            ticket,
            cues: pack
                .read(&file, MAX_CAPTIONS)
                .map_err(|error| error.in_words(&title))
                .and_then(|bytes| {
                    captions::parse_webvtt(&bytes).map_err(|error| error.in_words(file.as_str()))
                })
                .map(Arc::new),
        });
    }

    /// Each frame: tells the session every few seconds how far the medium is, and at its end.
    pub(in crate::app) fn follow_medium(&mut self, ctx: &Context) {
        let time = ctx.input(|input| input.time);
        let Some(on_screen) = &self.on_screen else {
            return;
        };
        let known = |session: &Session| session.played_to_end(&on_screen.id);
        let ended = on_screen.reached_end() && !self.session.as_ref().is_some_and(known);
        if ended || (time - self.told_at).abs() >= TELL_EVERY.as_secs_f64() {
            self.told_at = time;
            self.tell_session(false);
        }
    }

    /// Tells the session what was played of the medium on the screen, and where it stands.
    pub(in crate::app) fn tell_session(&mut self, leaving: bool) {
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
        }
    }
}

fn media_time(millis: u64) -> MediaTime {
    MediaTime::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}

fn gone() -> Words {
    Words::new(
        Code::NotFound,
        "This briefing is not installed any more.",
        "Choose another one on the board, or ask IT to install it again.",
    )
}
