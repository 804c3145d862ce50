//! What the room sees instead of the step: black, or the picture that it saw before (SCREENS 7.6).
//!
//! A video that runs pauses meanwhile and resumes when the picture comes back: sound without its
//! picture is of no use to the room, and a blank wall turns attention to the speaker. Blank ends
//! with the step, since the next step is to be seen. A frozen picture stays until it is released.

use std::sync::Arc;

use crate::player::State;
use crate::session::{OutlineStep, Session};
use crate::ui::screens::wall::RoomState;
use crate::ui::widgets::job_aid::AidContent;
use crate::ui::{Command, Model, Playback, Playing, Settings};

/// A picture that the room keeps.
pub struct Frozen {
    /// The briefing as it was.
    pub session: Arc<Session>,
    /// The medium as it was.
    pub playing: Option<Playing>,
    /// The captions as they were.
    pub settings: Settings,
    /// The job aid as it was.
    pub aid: Option<AidContent>,
    /// Its textures and places.
    pub state: RoomState,
}

/// Blank and frozen.
#[derive(Default)]
pub struct Hold {
    blank: bool,
    frozen: Option<Box<Frozen>>,
    /// A medium stands still until the picture comes back.
    waits: bool,
}

impl Hold {
    /// Whether the room sees black.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.blank
    }

    /// The picture that the room keeps.
    #[must_use]
    pub fn frozen(&self) -> Option<&Frozen> {
        self.frozen.as_deref()
    }

    /// The same, to paint it.
    pub fn frozen_mut(&mut self) -> Option<&mut Frozen> {
        self.frozen.as_deref_mut()
    }

    /// Black, or not any more.
    pub fn flip_blank(&mut self, playing: Option<&Playing>, commands: &mut Vec<Command>) {
        self.blank = !self.blank;
        self.wait_or_go_on(playing, commands);
    }

    /// The room keeps what it sees, or not any more.
    pub fn flip_frozen(
        &mut self,
        model: &Model,
        room: &mut RoomState,
        now: f64,
        commands: &mut Vec<Command>,
    ) {
        if self.frozen.take().is_none() {
            let Some(session) = model.session.clone() else {
                return;
            };
            let mut playing = model.playing.clone();
            if let Some(playing) = &mut playing {
                playing.next_picture_in = None;
                playing.state = State::Paused;
            }
            self.frozen = Some(Box::new(Frozen {
                session,
                playing,
                settings: model.settings.clone(),
                aid: model.aid.clone(),
                state: room.part(now),
            }));
        }
        self.wait_or_go_on(model.playing.as_ref(), commands);
    }

    /// Another step begins.
    pub fn follow(&mut self, step: Option<OutlineStep>, commands: &mut Vec<Command>) {
        self.blank = false;
        self.waits = self.frozen.is_some() && matches!(step, Some(OutlineStep::Play(_)));
        if self.waits {
            commands.push(Command::Playback(Playback::Pause));
        }
    }

    /// The room has no screen of its own any more: it sees what the sergeant sees.
    pub fn let_go(&mut self, playing: Option<&Playing>, commands: &mut Vec<Command>) {
        if self.frozen.take().is_some() {
            self.wait_or_go_on(playing, commands);
        }
    }

    /// Somebody played or paused by hand: that holds.
    pub fn wait_no_more(&mut self) {
        self.waits = false;
    }

    fn wait_or_go_on(&mut self, playing: Option<&Playing>, commands: &mut Vec<Command>) {
        let held = self.blank || self.frozen.is_some();
        let runs = playing.is_some_and(|p| matches!(p.state, State::Playing | State::Opening));
        if held && runs {
            self.waits = true;
            commands.push(Command::Playback(Playback::Pause));
        } else if !held && std::mem::take(&mut self.waits) {
            commands.push(Command::Playback(Playback::Play));
        }
    }
}
