//! What can happen in a briefing, and what follows from it.

use crate::session::completion::{Delivery, Facilitator};
use crate::session::outline::{OutlineStep, Stage};
use crate::session::state::{Marked, OfficerFacts, Session};
use crate::session::{Completion, Mark, Method, Moment, Outcome};

/// Corrections by a time server are smaller than this; a larger step back puts the clock in doubt.
const STEP_SECS: i64 = 60;
/// The most marks that undo takes back.
const UNDO_DEPTH: usize = 50;

/// What happened in the room.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// One stage on. From sign-off nothing follows but [`Event::SignOff`].
    Next,
    /// One stage back; free until it is recorded.
    Back,
    /// Straight to a stage.
    GoTo(Stage),
    /// The next key point of the prompt on the wall.
    ShowPoint,
    /// Take the last key point back.
    HidePoint,
    /// All key points of the prompt on the wall.
    ShowAllPoints,
    /// A stretch of a medium was played, in milliseconds.
    Played {
        /// The medium.
        medium: String,
        /// From.
        from_ms: u64,
        /// To.
        to_ms: u64,
        /// Captions were on.
        captions: bool,
    },
    /// Where playback stands now, in milliseconds: where to go on after a break.
    PlaceIn {
        /// The medium.
        medium: String,
        /// The place.
        at_ms: u64,
    },
    /// A medium ran to its end.
    PlayedToEnd {
        /// The medium.
        medium: String,
    },
    /// A job aid was opened outside its step.
    AidShown {
        /// The job aid.
        id: String,
    },
    /// Where one officer was; the index counts in [`Session::roll`].
    Mark {
        /// Whose.
        index: usize,
        /// Where.
        mark: Mark,
    },
    /// All who are unmarked are present.
    AllHere,
    /// Takes the last change of the roll back.
    Undo,
    /// Somebody from elsewhere is here.
    AddVisitor(OfficerFacts),
    /// Takes a visitor off the list again.
    RemoveVisitor {
        /// Index in [`Session::roll`].
        index: usize,
    },
    /// People there who are not on the roster.
    Headcount(u32),
    /// Who leads it. The account stays what it is.
    Facilitator(Facilitator),
    /// How it is held.
    Delivery(Delivery),
    /// Whether those of a make-up or a self-study are on duty.
    OnDuty(Option<bool>),
    /// How many minutes an officer was there who came late or left early.
    Minutes {
        /// Whose; index in [`Session::roll`].
        index: usize,
        /// How many; nothing where that is not known.
        minutes: Option<u32>,
    },
    /// The sergeant's notes.
    Notes(String),
    /// The sergeant's own act.
    SignOff(Outcome),
    /// The record is on the disk.
    Recorded,
    /// The record could not be written; sign-off is open again.
    NotRecorded,
}

/// What the holder of the session has to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Save the session, so that it can go on after a power cut.
    Save,
    /// Append the record in one durable transaction; then say [`Event::Recorded`] or
    /// [`Event::NotRecorded`].
    Record(Box<Completion>),
    /// It is over: the saved draft is not needed any more.
    Discard,
}

impl Session {
    /// What follows from an event at that time. An event that makes no sense at this stage
    /// changes nothing.
    pub fn apply(&mut self, event: Event, at: Moment) -> Vec<Effect> {
        if self.stage == Stage::Recorded {
            return Vec::new();
        }
        self.watch_clock(at);
        match event {
            Event::SignOff(outcome) => return self.sign_off(outcome, at),
            Event::Recorded => {
                if self.signing.is_none() {
                    return Vec::new();
                }
                self.stage = Stage::Recorded;
                return vec![Effect::Discard];
            }
            Event::NotRecorded => {
                self.signing = None;
                return Vec::new();
            }
            // Between sign-off and the confirmation that the record is stored nothing changes.
            _ if self.signing.is_some() => return Vec::new(),
            Event::Next => {
                let next = self.outline.after(self.stage);
                return next.map_or_else(Vec::new, |stage| self.go_to(stage, at));
            }
            Event::Back => {
                let back = self.outline.before(self.stage);
                return back.map_or_else(Vec::new, |stage| self.go_to(stage, at));
            }
            Event::GoTo(stage) => {
                let there = match stage {
                    Stage::Step(n) => self.outline.step(n).is_some(),
                    Stage::Recorded => false,
                    Stage::Overview | Stage::Roll | Stage::SignOff => true,
                };
                return if there {
                    self.go_to(stage, at)
                } else {
                    Vec::new()
                };
            }
            Event::ShowPoint => self.move_points(|shown, of| (shown + 1).min(of)),
            Event::HidePoint => self.move_points(|shown, _| shown.saturating_sub(1)),
            Event::ShowAllPoints => self.move_points(|_, of| of),
            Event::Played {
                medium,
                from_ms,
                to_ms,
                captions,
            } => {
                let state = self.media.entry(medium).or_default();
                state.played.add(from_ms, to_ms);
                state.captions |= captions;
            }
            Event::PlaceIn { medium, at_ms } => {
                self.media.entry(medium).or_default().place_ms = at_ms;
            }
            Event::PlayedToEnd { medium } => self.media.entry(medium).or_default().to_end = true,
            Event::AidShown { id } => {
                self.aids_shown.insert(id);
            }
            Event::Mark { .. }
            | Event::AllHere
            | Event::Minutes { .. }
            | Event::Undo
            | Event::AddVisitor(_)
            | Event::RemoveVisitor { .. } => self.change_roll(event, at),
            Event::Headcount(count) => self.headcount = count,
            Event::Facilitator(facilitator) => {
                self.facilitator = Facilitator {
                    account: self.plan.account.clone(),
                    ..facilitator
                };
            }
            Event::Delivery(delivery) => self.plan.delivery = delivery,
            Event::OnDuty(on_duty) => self.plan.on_duty = on_duty,
            Event::Notes(notes) => self.notes = notes,
        }
        vec![Effect::Save]
    }

    /// Time passed while it was open.
    pub fn pass_time(&mut self, at: Moment) {
        if self.stage != Stage::Recorded {
            self.watch_clock(at);
        }
    }

    /// It is open again: what passed since [`Self::left_at`] does not count.
    pub fn reopen(&mut self, at: Moment) {
        let open_secs = self.open_secs();
        let prompts = self.prompt_secs.clone();
        self.watch_clock(at);
        self.prompt_secs = prompts;
        self.open_secs = self.started_at.map(|_| open_secs);
    }

    fn watch_clock(&mut self, at: Moment) {
        let open_secs = self.open_secs();
        let passed = self.last_at.map_or(0, |last| at.seconds_since(last));
        self.ran_backwards |= passed < -STEP_SECS;
        if self.started_at.is_some() {
            let passed = u64::try_from(passed).unwrap_or(0);
            self.open_secs = Some(open_secs.saturating_add(passed));
            if let Some(OutlineStep::Prompt(i)) = self.step()
                && let Some(prompt) = self.plan.module.prompts.get(i)
                && let Some(secs) = self.prompt_secs.get_mut(&prompt.id)
            {
                *secs = secs.saturating_add(passed);
            }
        }
        self.last_at = Some(at);
    }

    fn go_to(&mut self, stage: Stage, at: Moment) -> Vec<Effect> {
        self.stage = stage;
        if stage != Stage::Overview && self.started_at.is_none() {
            self.started_at = Some(at);
        }
        if let Stage::Step(n) = stage {
            if self.steps_shown.is_empty() {
                // Of what an older Muster saved only the furthest is known.
                self.steps_shown.extend(0..self.furthest);
            }
            self.steps_shown.insert(n);
            self.furthest = self.furthest.max(n + 1);
            match self.outline.step(n) {
                Some(OutlineStep::Prompt(i)) => {
                    let prompt = self.plan.module.prompts.get(i);
                    let id = prompt.map(|p| p.id.clone());
                    let is_new = id
                        .as_ref()
                        .is_some_and(|id| !self.prompts_shown.contains(id));
                    if is_new {
                        self.prompt_secs.extend(id.clone().map(|id| (id, 0)));
                    }
                    self.prompts_shown.extend(id);
                }
                Some(OutlineStep::JobAid(i)) => {
                    let aid = self.plan.module.job_aids.get(i);
                    self.aids_shown.extend(aid.map(|a| a.id.clone()));
                }
                _ => {}
            }
        }
        vec![Effect::Save]
    }

    fn move_points(&mut self, change: impl Fn(usize, usize) -> usize) {
        if let Some(OutlineStep::Prompt(i)) = self.step()
            && let Some(prompt) = self.plan.module.prompts.get(i)
        {
            let shown = self.points.entry(prompt.id.clone()).or_default();
            *shown = change(*shown, prompt.points.len());
        }
    }

    fn change_roll(&mut self, event: Event, at: Moment) {
        let before = self.roll.clone();
        match event {
            Event::Undo => {
                if let Some(roll) = self.undo.pop() {
                    self.roll = roll;
                }
                return;
            }
            Event::Mark { index, mark } => {
                if let Some(marked) = self.roll.get_mut(index) {
                    set_mark(marked, mark, Method::Single, at);
                }
            }
            Event::AllHere => {
                for marked in &mut self.roll {
                    if marked.mark == Mark::Unmarked {
                        set_mark(marked, Mark::Present, Method::AllHere, at);
                    }
                }
            }
            Event::Minutes { index, minutes } => {
                let marked = self.roll.get_mut(index);
                let partly = |m: &&mut Marked| matches!(m.mark, Mark::Late | Mark::LeftEarly);
                if let Some(marked) = marked.filter(partly) {
                    marked.minutes = minutes;
                }
            }
            // Nobody is on the list twice: who is there already is marked there (RECORDS 1.10).
            Event::AddVisitor(officer) if self.on_the_roll(&officer.id).is_some() => {}
            Event::AddVisitor(officer) => {
                let mut marked = Marked {
                    officer,
                    visiting: true,
                    mark: Mark::Unmarked,
                    method: None,
                    at: None,
                    arrived_at: None,
                    left_at: None,
                    minutes: None,
                };
                set_mark(&mut marked, Mark::Present, Method::Single, at);
                self.roll.push(marked);
            }
            Event::RemoveVisitor { index } if self.roll.get(index).is_some_and(|m| m.visiting) => {
                self.roll.remove(index);
            }
            _ => {}
        }
        if self.roll != before {
            self.undo.push(before);
            if self.undo.len() > UNDO_DEPTH {
                self.undo.remove(0);
            }
        }
    }

    fn sign_off(&mut self, outcome: Outcome, at: Moment) -> Vec<Effect> {
        if self.stage != Stage::SignOff
            || self.signing.is_some()
            || self.facilitator.name.trim().is_empty()
        {
            return Vec::new();
        }
        self.signing = Some(outcome);
        vec![Effect::Record(Box::new(self.completion(outcome, at)))]
    }
}

fn set_mark(marked: &mut Marked, mark: Mark, method: Method, at: Moment) {
    if marked.mark == mark {
        return;
    }
    marked.mark = mark;
    let unmarked = mark == Mark::Unmarked;
    marked.method = (!unmarked).then_some(method);
    marked.at = (!unmarked).then_some(at);
    marked.arrived_at = (mark == Mark::Late).then_some(at);
    marked.left_at = (mark == Mark::LeftEarly).then_some(at);
    marked.minutes = None;
}
