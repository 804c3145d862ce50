//! The plan of a briefing, and its state so far.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pack::{CreditRule, KeyId, Manifest, Module, PackId, PackVersion};
use crate::session::outline::{Outline, OutlineStep, Stage};
use crate::session::played::Stretches;
use crate::session::{Delivery, Facilitator, Mark, Method, Moment, Outcome};

/// What a briefing needs to know of its pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackFacts {
    /// The pack.
    pub id: PackId,
    /// Its version.
    pub version: PackVersion,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// The name that the station gave the publisher's key.
    pub publisher: String,
    /// The publisher's key.
    pub key_id: KeyId,
    /// The manifest's title, language, dates, status and disclaimer; its modules apart.
    pub manifest: Manifest,
}

/// Where the briefing is held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The agency's name.
    pub agency: String,
    /// Its ORI; may be empty.
    pub ori: String,
    /// The station's id, if it has one; a briefing that an older Muster saved has none.
    #[serde(default)]
    pub station_id: Option<Uuid>,
    /// The station's name.
    pub station: String,
    /// The room; may be empty.
    pub room: String,
}

/// An officer as the roster has them on that day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerFacts {
    /// Unique in the agency; may be empty for a visitor.
    pub id: String,
    /// Name.
    pub name: String,
    /// May be empty.
    pub rank: String,
    /// May be empty.
    pub squad: String,
    /// Instructor certificate number; may be empty.
    pub certification: String,
}

/// The shift that is briefed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftFacts {
    /// Short name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The day on which the shift started.
    pub date: Date,
    /// Its officers on that day, in the order of the list.
    pub officers: Vec<OfficerFacts>,
}

/// Everything that is settled before a briefing begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The pack.
    pub pack: PackFacts,
    /// The module of that pack.
    pub module: Module,
    /// Where.
    pub place: Place,
    /// For whom.
    pub shift: ShiftFacts,
    /// Who approved the module for use; empty for nobody.
    pub approval: String,
    /// The content is past its review date.
    pub review_overdue: bool,
    /// How it is held.
    pub delivery: Delivery,
    /// Of the program.
    pub app_version: String,
    /// The PC's name.
    pub machine: String,
    /// Operating-system account.
    pub account: String,
    /// When the last record of the station was made: a start before it puts the clock in doubt.
    pub last_recorded: Option<Moment>,
    /// The clock was in doubt before it began; a briefing that an older Muster saved does not say.
    #[serde(default)]
    pub clock_doubt: bool,
    /// By which rule officers are credited.
    #[serde(default)]
    pub credit_rule: CreditRule,
    /// Whether those of a make-up or a self-study are on duty, where somebody stated it.
    #[serde(default)]
    pub on_duty: Option<bool>,
}

/// An officer's mark, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The officer.
    pub officer: OfficerFacts,
    /// From elsewhere.
    pub visiting: bool,
    /// Where the officer was.
    pub mark: Mark,
    /// How it was marked.
    pub method: Option<Method>,
    /// When it was marked.
    pub at: Option<Moment>,
    /// When a late officer came.
    pub arrived_at: Option<Moment>,
    /// When an officer left who did not stay to the end.
    #[serde(default)]
    pub left_at: Option<Moment>,
    /// How many minutes an officer was there who came late or left early, where somebody stated it.
    #[serde(default)]
    pub minutes: Option<u32>,
}

/// What is known of one medium.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::session) struct MediumState {
    pub(in crate::session) played: Stretches,
    pub(in crate::session) to_end: bool,
    pub(in crate::session) captions: bool,
    /// Where to go on, in milliseconds.
    pub(in crate::session) place_ms: u64,
}

/// One briefing under way. Saved as JSON at every step, so that it can go on after a power cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub(in crate::session) id: Uuid,
    pub(in crate::session) plan: Plan,
    pub(in crate::session) outline: Outline,
    pub(in crate::session) stage: Stage,
    pub(in crate::session) furthest: usize,
    pub(in crate::session) started_at: Option<Moment>,
    pub(in crate::session) last_at: Option<Moment>,
    pub(in crate::session) ran_backwards: bool,
    /// Seconds from its beginning to `last_at` in which it was open; nothing where an older Muster
    /// saved it, which did not count them.
    #[serde(default)]
    pub(in crate::session) open_secs: Option<u64>,
    /// Seconds in which each prompt was on the wall; one that an older Muster showed is missing.
    #[serde(default)]
    pub(in crate::session) prompt_secs: BTreeMap<String, u64>,
    /// Steps that were on the wall, from 0; empty where an older Muster saved it.
    #[serde(default)]
    pub(in crate::session) steps_shown: BTreeSet<usize>,
    pub(in crate::session) points: BTreeMap<String, usize>,
    pub(in crate::session) media: BTreeMap<String, MediumState>,
    pub(in crate::session) prompts_shown: BTreeSet<String>,
    pub(in crate::session) aids_shown: BTreeSet<String>,
    pub(in crate::session) roll: Vec<Marked>,
    /// Rolls before the last marks, the latest last, for undo.
    #[serde(skip)]
    pub(in crate::session) undo: Vec<Vec<Marked>>,
    pub(in crate::session) headcount: u32,
    pub(in crate::session) facilitator: Facilitator,
    pub(in crate::session) notes: String,
    /// Chosen at sign-off; what is being written.
    #[serde(skip)]
    pub(in crate::session) signing: Option<Outcome>,
}

impl Session {
    /// A briefing that has not begun. `id` is a new random UUID: what makes the record unique.
    #[must_use]
    pub fn new(plan: Plan, id: Uuid) -> Self {
        let outline = Outline::new(&plan.module);
        let roll = plan.shift.officers.iter().map(|officer| Marked {
            officer: officer.clone(),
            visiting: false,
            mark: Mark::Unmarked,
            method: None,
            at: None,
            arrived_at: None,
            left_at: None,
            minutes: None,
        });
        Self {
            id,
            roll: roll.collect(),
            outline,
            stage: Stage::Overview,
            furthest: 0,
            started_at: None,
            last_at: None,
            ran_backwards: false,
            open_secs: None,
            prompt_secs: BTreeMap::new(),
            steps_shown: BTreeSet::new(),
            points: BTreeMap::new(),
            media: BTreeMap::new(),
            prompts_shown: BTreeSet::new(),
            aids_shown: BTreeSet::new(),
            undo: Vec::new(),
            headcount: 0,
            facilitator: Facilitator {
                account: plan.account.clone(),
                ..Facilitator::default()
            },
            notes: String::new(),
            signing: None,
            plan,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What was settled before it began.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The module.
    #[must_use]
    pub fn module(&self) -> &Module {
        &self.plan.module
    }

    /// Its steps.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The step that is on the wall, if it stands at one.
    #[must_use]
    pub fn step(&self) -> Option<OutlineStep> {
        match self.stage {
            Stage::Step(n) => self.outline.step(n),
            _ => None,
        }
    }

    /// Steps reached so far, from 1; 0 before it began.
    #[must_use]
    pub fn furthest(&self) -> usize {
        self.furthest
    }

    /// How many steps were on the wall. Those that were skipped are not.
    #[must_use]
    pub fn steps_shown(&self) -> usize {
        match self.steps_shown.len() {
            0 => self.furthest,
            shown => shown,
        }
    }

    /// When it began.
    #[must_use]
    pub fn started_at(&self) -> Option<Moment> {
        self.started_at
    }

    /// When something happened in it last: when it was left, if it is not open.
    #[must_use]
    pub fn left_at(&self) -> Option<Moment> {
        self.last_at
    }

    /// How many seconds it was open since it began: not while it was left in the middle, nor while
    /// the PC slept.
    #[must_use]
    pub fn open_secs(&self) -> u64 {
        self.open_secs.unwrap_or_else(|| {
            let begun = self.started_at.zip(self.last_at);
            let secs = begun.map_or(0, |(from, to)| to.seconds_since(from));
            u64::try_from(secs).unwrap_or(0)
        })
    }

    /// How many seconds this prompt was on the wall; nothing where that is not known.
    #[must_use]
    pub fn prompt_secs(&self, prompt: &str) -> Option<u64> {
        self.prompt_secs.get(prompt).copied()
    }

    /// How many key points of this prompt are on the wall.
    #[must_use]
    pub fn points_shown(&self, prompt: &str) -> usize {
        self.points.get(prompt).copied().unwrap_or(0)
    }

    /// Whether this prompt was on the wall.
    #[must_use]
    pub fn prompt_was_shown(&self, prompt: &str) -> bool {
        self.prompts_shown.contains(prompt)
    }

    /// Where to go on with this medium, in milliseconds.
    #[must_use]
    pub fn place_in(&self, medium: &str) -> u64 {
        self.media.get(medium).map_or(0, |m| m.place_ms)
    }

    /// Whether this medium ran to its end.
    #[must_use]
    pub fn played_to_end(&self, medium: &str) -> bool {
        self.media.get(medium).is_some_and(|m| m.to_end)
    }

    /// Which stretches of this medium were played, in milliseconds.
    #[must_use]
    pub fn stretches(&self, medium: &str) -> &[(u64, u64)] {
        self.media.get(medium).map_or(&[], |m| m.played.all())
    }

    /// The shift's officers and the visitors, with their marks.
    #[must_use]
    pub fn roll(&self) -> &[Marked] {
        &self.roll
    }

    /// Who on the list has this id, and where; nobody for an empty one.
    #[must_use]
    pub fn on_the_roll(&self, id: &str) -> Option<(usize, &Marked)> {
        let id = id.trim();
        let mut rows = self.roll.iter().enumerate();
        rows.find(|(_, marked)| !id.is_empty() && marked.officer.id == id)
    }

    /// How many officers are marked.
    #[must_use]
    pub fn marked(&self) -> usize {
        self.roll
            .iter()
            .filter(|m| m.mark != Mark::Unmarked)
            .count()
    }

    /// How many have this mark.
    #[must_use]
    pub fn count(&self, mark: Mark) -> usize {
        self.roll.iter().filter(|m| m.mark == mark).count()
    }

    /// Whether a mark can be taken back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// People there who are not on the roster.
    #[must_use]
    pub fn headcount(&self) -> u32 {
        self.headcount
    }

    /// Who leads it.
    #[must_use]
    pub fn facilitator(&self) -> &Facilitator {
        &self.facilitator
    }

    /// The sergeant's notes.
    #[must_use]
    pub fn notes(&self) -> &str {
        &self.notes
    }

    /// As what it was signed off, once it was.
    #[must_use]
    pub fn signed_as(&self) -> Option<Outcome> {
        self.signing
    }

    /// Whether the record is being written.
    #[must_use]
    pub fn is_signing(&self) -> bool {
        self.signing.is_some()
    }
}
