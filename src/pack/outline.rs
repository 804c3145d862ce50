//! What of a pack is known without opening it: enough for the board, the lists, and what is due.
//! A shelf may hold hundreds of packs, and a manifest is mostly what is shown in the briefing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pack::manifest::{
    Audience, Course, Manifest, Media, MediaKind, Module, Series, Status, Step, Variant,
};
use crate::pack::{ModuleId, PackId, PackVersion};

/// The manifest without what only a briefing shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Reverse-DNS id.
    pub id: PackId,
    /// Only ever grows for one id.
    pub version: PackVersion,
    /// Shown as the pack's name.
    pub title: String,
    /// What the publisher calls itself; a claim.
    pub publisher: String,
    /// BCP 47.
    pub language: String,
    /// Past it: a warning, never a block.
    pub review_by: Option<Date>,
    /// The series that it belongs to.
    pub series: Option<Series>,
    /// Whether the content claims to hold today.
    pub status: Status,
    /// Shown before and after each module.
    pub disclaimer: String,
    /// Shifts that completed an older version are due again.
    pub rebrief: bool,
    /// The briefings.
    pub modules: Vec<ModuleOutline>,
}

/// One briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleOutline {
    /// Unique in the pack.
    pub id: ModuleId,
    /// Set where this module takes the place of another on stations with certain tags.
    pub variant: Option<Variant>,
    /// For whom it is meant.
    pub audience: Vec<Audience>,
    /// Its name on the board.
    pub title: String,
    /// Planned length of the whole briefing, in minutes.
    pub minutes: u32,
    /// Awarded training time in minutes, if the agency grants any.
    pub credit_minutes: Option<u32>,
    /// For training records.
    pub course: Course,
    /// Video and audio.
    pub media: Vec<MediaOutline>,
    /// Which of those are played, in the order in the room.
    pub plays: Vec<usize>,
    /// How many discussion prompts there are.
    pub prompts: usize,
    /// How many job aids there are.
    pub job_aids: usize,
}

/// A video or an audio file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaOutline {
    /// Video or audio.
    pub kind: MediaKind,
    /// Length in milliseconds.
    pub duration_ms: u64,
    /// In which languages there are captions.
    pub captions: Vec<CaptionsOutline>,
}

/// Captions in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptionsOutline {
    /// BCP 47.
    pub language: String,
    /// The language's name for people.
    pub label: String,
}

impl Outline {
    /// The summary of this manifest that is shown before its pack is opened.
    #[must_use]
    pub fn of(manifest: &Manifest) -> Self {
        let changes = manifest.changes.as_ref();
        Self {
            id: manifest.id.clone(),
            version: manifest.version,
            title: manifest.title.clone(),
            publisher: manifest.publisher.clone(),
            language: manifest.language.clone(),
            review_by: manifest.review_by,
            series: manifest.series.clone(),
            status: manifest.status,
            disclaimer: manifest.disclaimer.clone(),
            rebrief: changes.is_some_and(|changes| changes.rebrief),
            modules: manifest.modules.iter().map(ModuleOutline::of).collect(),
        }
    }
}

impl ModuleOutline {
    /// The summary of this briefing that is shown before its pack is opened.
    #[must_use]
    pub fn of(module: &Module) -> Self {
        let plays = module.steps.iter().filter_map(|step| match step {
            Step::Play(id) => module.media.iter().position(|medium| medium.id == *id),
            _ => None,
        });
        Self {
            id: module.id.clone(),
            variant: module.variant.clone(),
            audience: module.audience.clone(),
            title: module.title.clone(),
            minutes: module.minutes,
            credit_minutes: module.credit_minutes,
            course: module.course.clone(),
            media: module.media.iter().map(MediaOutline::of).collect(),
            plays: plays.collect(),
            prompts: module.prompts.len(),
            job_aids: module.job_aids.len(),
        }
    }
}

impl MediaOutline {
    fn of(medium: &Media) -> Self {
        Self {
            kind: medium.kind,
            duration_ms: medium.duration_ms,
            captions: medium
                .captions
                .iter()
                .map(|captions| CaptionsOutline {
                    language: captions.language.clone(),
                    label: captions.label.clone(),
                })
                .collect(),
        }
    }
}
