//! The steps of one briefing in the pack's order, and its current stage.

use serde::{Deserialize, Serialize};

use crate::pack::Module;
use crate::pack::manifest::Step;

/// One step on the wall. The numbers are indexes into the module's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlineStep {
    /// `texts[n]`.
    Text(usize),
    /// `media[n]`.
    Play(usize),
    /// `prompts[n]`.
    Prompt(usize),
    /// `job_aids[n]`.
    JobAid(usize),
    /// What changed since the content's date: the updates that the room is to see.
    Updates,
}

/// Where a briefing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Objectives, minutes, steps; not begun.
    Overview,
    /// Step of the outline, from 0.
    Step(usize),
    /// Who was there.
    Roll,
    /// What will be recorded.
    SignOff,
    /// The record is stored.
    Recorded,
}

/// The steps of a module, the updates among them: they stand before the last step where that is
/// a text (a closing screen), else at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    steps: Vec<OutlineStep>,
}

impl Outline {
    /// The outline of a module whose manifest was checked: every step names an id that is there.
    #[must_use]
    pub fn new(module: &Module) -> Self {
        let mut steps: Vec<OutlineStep> = module
            .steps
            .iter()
            .filter_map(|step| outline_step(module, step))
            .collect();
        if module.updates.iter().any(|u| u.wall) {
            let closing = matches!(steps.last(), Some(OutlineStep::Text(_))) && steps.len() > 1;
            let at = steps.len() - usize::from(closing);
            steps.insert(at, OutlineStep::Updates);
        }
        Self { steps }
    }

    /// All steps in order.
    #[must_use]
    pub fn steps(&self) -> &[OutlineStep] {
        &self.steps
    }

    /// The step with this number, from 0.
    #[must_use]
    pub fn step(&self, number: usize) -> Option<OutlineStep> {
        self.steps.get(number).copied()
    }

    /// What follows a stage; nothing follows sign-off but the record.
    #[must_use]
    pub fn after(&self, stage: Stage) -> Option<Stage> {
        match stage {
            Stage::Overview if self.steps.is_empty() => Some(Stage::Roll),
            Stage::Overview => Some(Stage::Step(0)),
            Stage::Step(n) if n + 1 < self.steps.len() => Some(Stage::Step(n + 1)),
            Stage::Step(_) => Some(Stage::Roll),
            Stage::Roll => Some(Stage::SignOff),
            Stage::SignOff | Stage::Recorded => None,
        }
    }

    /// What comes before a stage.
    #[must_use]
    pub fn before(&self, stage: Stage) -> Option<Stage> {
        match stage {
            Stage::Overview | Stage::Recorded => None,
            Stage::Step(0) => Some(Stage::Overview),
            Stage::Step(n) => Some(Stage::Step(n - 1)),
            Stage::Roll => Some(match self.steps.len() {
                0 => Stage::Overview,
                n => Stage::Step(n - 1),
            }),
            Stage::SignOff => Some(Stage::Roll),
        }
    }
}

fn outline_step(module: &Module, step: &Step) -> Option<OutlineStep> {
    match step {
        Step::Text(id) => position(module.texts.iter().map(|t| &t.id), id).map(OutlineStep::Text),
        Step::Play(id) => position(module.media.iter().map(|m| &m.id), id).map(OutlineStep::Play),
        Step::Prompt(id) => {
            position(module.prompts.iter().map(|p| &p.id), id).map(OutlineStep::Prompt)
        }
        Step::JobAid(id) => {
            position(module.job_aids.iter().map(|a| &a.id), id).map(OutlineStep::JobAid)
        }
    }
}

fn position<'a>(mut ids: impl Iterator<Item = &'a String>, id: &String) -> Option<usize> {
    ids.position(|have| have == id)
}
