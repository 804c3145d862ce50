//! The types of `manifest.json`, field by field as FORMAT section 4 has them.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::pack::{
    ModuleId, ModuleRef, PackId, PackPath, PackVersion, dates, required::required_option,
};

/// The longest medium, in milliseconds: a day (FORMAT 4.23).
pub const MAX_DURATION_MS: u64 = 24 * 3_600_000;

/// The manifest of one pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Format of the pack; 1.
    pub format: u64,
    /// Reverse-DNS id; the same for all versions of this pack.
    pub id: PackId,
    /// Only ever grows for one id.
    pub version: PackVersion,
    /// Shown as the pack's name.
    pub title: String,
    /// What the publisher calls itself; a claim.
    pub publisher: String,
    /// BCP 47.
    pub language: String,
    /// When it was built.
    #[serde(deserialize_with = "dates::moment")]
    pub created: Timestamp,
    /// The day on which the content was right.
    #[serde(deserialize_with = "dates::day")]
    pub as_of: Date,
    /// Past it: a warning on screen and in the record, never a block (FORMAT 4.30).
    #[serde(deserialize_with = "dates::day_or_null")]
    pub review_by: Option<Date>,
    /// Past it: not installed any more; installed packs keep playing with a warning (FORMAT 2.19).
    #[serde(deserialize_with = "dates::day_or_null")]
    pub not_after: Option<Date>,
    /// The oldest Muster that can show it.
    pub min_app: String,
    /// The series that it belongs to.
    #[serde(deserialize_with = "required_option")]
    pub series: Option<Series>,
    /// Historical packs show a banner on every screen.
    #[serde(default)]
    pub status: Status,
    /// Shown before and after each module.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub disclaimer: String,
    /// Voices, pictures, licenses.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credits: String,
    /// Against the version before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    /// The briefings.
    pub modules: Vec<Module>,
}

/// A series of packs, and this pack's place in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Reverse-DNS id of the series.
    pub id: PackId,
    /// Its name.
    pub title: String,
    /// From 1.
    pub position: u32,
}

/// Whether the content claims to hold today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Holds as of its date.
    #[default]
    Current,
    /// Kept as it was; a banner says so on every screen.
    Historical,
}

/// What changed against the version before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// One sentence.
    pub summary: String,
    /// Shifts that completed an older version are due again.
    pub rebrief: bool,
}

/// For whom a module is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Officers of the shifts.
    FrontLine,
    /// Supervisors and command.
    Leadership,
    /// Everybody.
    All,
}

/// One briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Unique in the pack.
    pub id: ModuleId,
    /// Set where this module takes the place of another on stations with certain tags.
    #[serde(deserialize_with = "required_option")]
    pub variant: Option<Variant>,
    /// For whom it is meant.
    pub audience: Vec<Audience>,
    /// Its name on the board.
    pub title: String,
    /// A sentence or two.
    pub summary: String,
    /// What officers know or can do afterwards.
    pub objectives: Vec<String>,
    /// Modules that should come first; a hint, never a block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<ModuleRef>,
    /// Planned length of the whole briefing, in minutes.
    pub minutes: u32,
    /// Awarded training time in minutes, if the agency grants any.
    #[serde(deserialize_with = "required_option")]
    pub credit_minutes: Option<u32>,
    /// For training records.
    #[serde(default)]
    pub course: Course,
    /// Video and audio.
    pub media: Vec<Media>,
    /// The order in the room.
    pub steps: Vec<Step>,
    /// Screens of Markdown for the wall.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Text>,
    /// Discussion prompts.
    pub prompts: Vec<Prompt>,
    /// Job aids.
    pub job_aids: Vec<JobAid>,
    /// The whole discussion guide as a Markdown document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<PackPath>,
    /// What changed since `as_of`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
    /// Web resources and documents.
    pub references: Vec<Reference>,
}

/// This module stands in for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The module of this pack whose place it takes.
    pub of: ModuleId,
    /// What sets it apart, for people.
    pub label: String,
    /// Station tags for which it is meant.
    pub for_tags: Vec<String>,
}

/// The course, for training records; each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Course code.
    pub code: String,
    /// Lesson plan.
    pub lesson_plan: String,
    /// Category.
    pub category: String,
}

/// Video or audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// With pictures.
    Video,
    /// Sound only.
    Audio,
}

/// A video or an audio file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// Unique in the module.
    pub id: String,
    /// Video or audio.
    pub kind: MediaKind,
    /// The file.
    pub path: PackPath,
    /// Its name.
    pub title: String,
    /// Length in milliseconds, right within 500 (FORMAT 6.9).
    pub duration_ms: u64,
    /// Captions by language.
    pub captions: Vec<Captions>,
    /// The spoken text, as Markdown.
    #[serde(deserialize_with = "required_option")]
    pub transcript: Option<PackPath>,
    /// Chapters in order of time.
    pub chapters: Vec<Chapter>,
}

/// A captions file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Captions {
    /// The WebVTT file.
    pub path: PackPath,
    /// BCP 47.
    pub language: String,
    /// The language's name for people.
    pub label: String,
}

/// A chapter of a video or audio file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Where it begins, in milliseconds.
    pub at_ms: u64,
    /// Its name.
    pub title: String,
}

/// One step of a briefing; names an id of the same module (FORMAT 4.21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// A screen of text.
    Text(String),
    /// A video or audio file.
    Play(String),
    /// A discussion prompt.
    Prompt(String),
    /// A job aid.
    JobAid(String),
}

/// A screen of Markdown for the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Unique in the module.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// For the facilitator only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

/// A discussion prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Unique in the module.
    pub id: String,
    /// What the room is asked.
    pub question: String,
    /// For the facilitator only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Key points, revealed one by one.
    pub points: Vec<String>,
    /// Planned minutes.
    pub minutes: u32,
    /// Ids of references.
    pub references: Vec<String>,
}

/// What kind of file a job aid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AidKind {
    /// PDF pages.
    Pdf,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A text.
    Markdown,
}

/// Something to show, print or hand round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobAid {
    /// Unique in the module.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What kind of file it is.
    pub kind: AidKind,
    /// The file.
    pub path: PackPath,
    /// BCP 47.
    pub language: String,
    /// Labels that lead to pages of a PDF.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
}

/// One tap on its label fills the wall with that page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// BCP 47.
    pub language: String,
    /// The language's name, for people.
    pub label: String,
    /// Page of the PDF, from 1.
    pub page: u32,
}

/// What changed since the content's date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// When it changed.
    #[serde(deserialize_with = "dates::day")]
    pub date: Date,
    /// What changed.
    pub text: String,
    /// Ids of references.
    pub references: Vec<String>,
    /// The room sees it too.
    pub wall: bool,
}

/// A web resource or a document, useful offline as text and QR code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Unique in the module.
    pub id: String,
    /// Its name.
    pub title: String,
    /// https address.
    pub url: String,
    /// What it is good for.
    pub note: String,
    /// The day of the last review.
    #[serde(
        default,
        deserialize_with = "dates::day_or_null",
        skip_serializing_if = "Option::is_none"
    )]
    pub checked: Option<Date>,
}
