//! What a briefing lacks when it is to be signed off as complete. The sergeant declares it complete
//! (RECORDS 1.5); reasons against that are shown first (SCREENS 9.3).

use crate::pack::manifest::Step;
use crate::session::{Mark, Session};

/// A prompt that was on the wall for fewer seconds counts as paged through.
const PAGED_SECS: u64 = 5;
/// A medium counts as played from this share on, in percent: the last pictures are often left out.
const PLAYED_PERCENT: u64 = 90;

/// One thing that is lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// A medium was not played, or not all of it.
    Unplayed {
        /// Its title.
        title: String,
        /// How much of it was played, in milliseconds; no stretch counts twice.
        played_ms: u64,
        /// Its length.
        of_ms: u64,
    },
    /// Steps that nobody saw.
    StepsLeft(usize),
    /// Prompts that were not on the wall.
    PromptsSkipped(usize),
    /// Prompts that were on the wall for a few seconds only.
    PromptsPaged(usize),
    /// There are officers, and nobody is marked.
    NobodyMarked(usize),
    /// Everybody who is marked was away, and nobody else was there.
    NobodyThere,
    /// Some officers are not marked.
    SomeUnmarked(usize),
}

impl Shortfall {
    /// Whether complete needs an act of its own in spite of it (SCREENS 9.6).
    #[must_use]
    pub fn needs_confirmation(&self) -> bool {
        !matches!(self, Self::SomeUnmarked(_))
    }
}

impl Session {
    /// Everything that is lacking, in the order of the briefing.
    #[must_use]
    pub fn shortfalls(&self) -> Vec<Shortfall> {
        let mut found = self.unplayed();
        let module = self.module();
        let left = self
            .outline()
            .steps()
            .len()
            .saturating_sub(self.steps_shown());
        found.extend((left > 0).then_some(Shortfall::StepsLeft(left)));
        let shown = |id: &str| self.prompt_was_shown(id);
        let skipped = module.prompts.iter().filter(|p| !shown(&p.id)).count();
        found.extend((skipped > 0).then_some(Shortfall::PromptsSkipped(skipped)));
        let paged = |id: &str| self.prompt_secs(id).is_some_and(|secs| secs < PAGED_SECS);
        let paged = module
            .prompts
            .iter()
            .filter(|p| shown(&p.id) && paged(&p.id));
        let paged = paged.count();
        found.extend((paged > 0).then_some(Shortfall::PromptsPaged(paged)));
        found.extend(self.people_missing());
        found
    }

    fn unplayed(&self) -> Vec<Shortfall> {
        let module = self.module();
        let steps = module.steps.iter().filter_map(|step| match step {
            Step::Play(id) => module.media.iter().find(|medium| medium.id == *id),
            _ => None,
        });
        let mut found: Vec<Shortfall> = Vec::new();
        for medium in steps {
            let stretches = self.stretches(&medium.id).iter();
            let played_ms = stretches.fold(0_u64, |sum, (from, to)| {
                sum.saturating_add(to.saturating_sub(*from))
            });
            let of_ms = medium.duration_ms;
            let wanted = of_ms / 100 * PLAYED_PERCENT;
            let lacks = Shortfall::Unplayed {
                title: medium.title.clone(),
                played_ms: played_ms.min(of_ms),
                of_ms,
            };
            if played_ms < wanted && !found.contains(&lacks) {
                found.push(lacks);
            }
        }
        found
    }

    fn people_missing(&self) -> Option<Shortfall> {
        let unmarked = self.count(Mark::Unmarked);
        let there = self.roll().iter().filter(|m| m.mark.was_there()).count();
        let somebody = there > 0 || self.headcount() > 0;
        match (somebody, self.marked()) {
            (false, 0) if unmarked > 0 => Some(Shortfall::NobodyMarked(unmarked)),
            (false, _) => Some(Shortfall::NobodyThere),
            // Officers who were not marked are briefed at another time.
            (true, _) if self.plan().delivery.is_for_single_officers() => None,
            (true, _) => (unmarked > 0).then_some(Shortfall::SomeUnmarked(unmarked)),
        }
    }
}
