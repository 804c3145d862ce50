//! State of a briefing's screens between frames.

use uuid::Uuid;

use crate::session::Session;
use crate::ui::Command;
use crate::ui::keys::Pressed;
use crate::ui::screens::briefing::hold::Hold;
use crate::ui::screens::briefing::notices::PutAway;
use crate::ui::screens::briefing::roll::RollState;
use crate::ui::screens::briefing::sign_off::SignOffState;
use crate::ui::screens::briefing::transcript::TranscriptState;
use crate::ui::screens::wall::RoomState;
use crate::ui::screens::wall::awake::Awake;
use crate::ui::widgets::copies::CopiesState;

/// What lies beside the wall picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The sergeant's notes and the key points.
    Notes,
    /// All steps.
    Steps,
    /// The keys.
    Help,
    /// The transcript of the medium.
    Transcript,
}

/// State of a briefing's screens between frames.
#[derive(Default)]
pub struct BriefingState {
    pub(in crate::ui) room: RoomState,
    pub(in crate::ui) hold: Hold,
    pub(in crate::ui) side: Option<Side>,
    pub(in crate::ui) copies: CopiesState,
    pub(in crate::ui) transcript: TranscriptState,
    /// It was paused by hand here: the next PageDown goes on.
    pub(in crate::ui) paused_here: bool,
    /// Dismissed notices, and the height of the rest.
    pub(in crate::ui) away: PutAway,
    pub(in crate::ui::screens::briefing) notices_height: f32,
    /// The time of this frame.
    pub(in crate::ui) now: f64,
    pub(in crate::ui::screens::briefing) awake: Awake,
    pub(in crate::ui::screens::briefing) pressed: Pressed,
    pub(in crate::ui::screens::briefing) session: Option<Uuid>,
    pub(in crate::ui::screens::briefing) roll: RollState,
    pub(in crate::ui) sign_off: SignOffState,
}

impl BriefingState {
    /// Another briefing, step or stage: what belonged to the one before is forgotten.
    pub(in crate::ui::screens::briefing) fn follow(
        &mut self,
        session: &Session,
        commands: &mut Vec<Command>,
    ) {
        if self.session != Some(session.id()) {
            *self = Self {
                session: Some(session.id()),
                now: self.now,
                ..Self::default()
            };
        }
        if self.room.follow(session.stage(), self.now) {
            self.paused_here = false;
            self.hold.follow(session.step(), commands);
            if matches!(self.side, Some(Side::Steps | Side::Transcript)) {
                self.side = None;
            }
        }
    }

    /// Opens what lies beside the wall picture, or closes it.
    pub(in crate::ui) fn flip(&mut self, side: Side) {
        self.side = (self.side != Some(side)).then_some(side);
    }
}
