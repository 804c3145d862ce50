//! What is recorded of one briefing (RECORDS section 1): session, content, people, sign-off. Field
//! names and order are those of `muster records list` (RECORDS 8.2).

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::pack::{CreditRule, KeyId, ModuleId, PackId, PackVersion};
use crate::session::Moment;

/// One briefing, as it is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    /// Made when the briefing begins; the same briefing is recorded once.
    pub session_id: Uuid,
    /// The agency's name.
    pub agency: String,
    /// Its ORI; may be empty.
    pub ori: String,
    /// The station's id, which stays when the name changes; nothing where the station had none, and
    /// in records of format 1 (RECORDS 4.3).
    #[serde(deserialize_with = "required_option")]
    pub station_id: Option<Uuid>,
    /// The station's name.
    pub station: String,
    /// The room; may be empty.
    pub room: String,
    /// The shift's short name.
    pub shift: String,
    /// The shift's name as of that day.
    pub shift_name: String,
    /// The day on which the shift started.
    pub shift_date: Date,
    /// When the briefing began.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Moment,
    /// The clock ran backwards during the briefing or stands before the last record.
    pub clock_doubt: bool,
    /// As the manifest plans.
    pub planned_minutes: u32,
    /// From beginning to end, breaks included, in whole minutes.
    pub actual_minutes: u32,
    /// Awarded training time, if the agency grants any.
    pub credit_minutes: Option<u32>,
    /// How it was held.
    pub delivery: Delivery,
    /// Complete or partial.
    pub outcome: Outcome,
    /// The furthest step reached, from 1; nothing for one entered by hand.
    pub step_reached: Option<u32>,
    /// Live or by hand afterwards.
    pub entered: Entered,
    /// Of the program.
    pub app_version: String,
    /// The PC's name.
    pub machine: String,
    /// Of the pack.
    pub pack_id: PackId,
    /// Of the pack; nothing where a briefing on paper named none.
    pub pack_version: Option<PackVersion>,
    /// SHA-256 of the pack file, lower-case hex; empty where no file was shown.
    pub pack_sha256: String,
    /// The name that the station gave the publisher's key.
    pub publisher: String,
    /// The publisher's key; nothing where no file was shown.
    pub key_id: Option<KeyId>,
    /// In the pack.
    pub module_id: ModuleId,
    /// Its title then.
    pub module_title: String,
    /// The variant's label; empty for none.
    pub variant: String,
    /// BCP 47.
    pub language: String,
    /// `current` or `historical`.
    pub status: String,
    /// The content was past its review date.
    pub review_overdue: bool,
    /// Who approved it for use in the agency; empty for nobody.
    pub approval: String,
    /// The course, for training records.
    pub course: Course,
    /// What was played.
    pub media: Vec<MediaPlayed>,
    /// Which prompts were shown.
    pub prompts: Vec<PromptShown>,
    /// Which job aids were shown.
    pub job_aids: Vec<AidShown>,
    /// Who led it.
    pub facilitator: Facilitator,
    /// Who was there, who was not.
    pub officers: Vec<Officer>,
    /// People there who are not on the roster.
    pub headcount: u32,
    /// Who signed off.
    pub signed_by: String,
    /// When.
    pub signed_at: Moment,
    /// The sergeant's notes; may be empty.
    pub notes: String,
    /// The same for every briefing of one shift at its roll call on one day; nothing for others, and in
    /// records before format 5.
    #[serde(default)]
    pub roll_call_id: Option<Uuid>,
    /// By which rule officers are credited; nothing in records before format 5.
    #[serde(default)]
    pub credit_rule: Option<CreditRule>,
    /// Whether those of a make-up or a self-study were on duty; nothing where nobody stated it.
    #[serde(default)]
    pub on_duty: Option<bool>,
}

/// What is known of every briefing, however it comes into the records.
#[derive(Clone, Debug)]
pub struct Essentials {
    /// As [`Completion::session_id`].
    pub session_id: Uuid,
    /// As [`Completion::shift_date`].
    pub shift_date: Date,
    /// As [`Completion::started_at`].
    pub started_at: Moment,
    /// As [`Completion::ended_at`].
    pub ended_at: Moment,
    /// As [`Completion::delivery`].
    pub delivery: Delivery,
    /// As [`Completion::outcome`].
    pub outcome: Outcome,
    /// As [`Completion::entered`].
    pub entered: Entered,
    /// As [`Completion::pack_id`].
    pub pack_id: PackId,
    /// As [`Completion::module_id`].
    pub module_id: ModuleId,
    /// As [`Completion::signed_at`].
    pub signed_at: Moment,
}

impl Completion {
    /// A briefing of which no more than this is known: all else is empty.
    #[must_use]
    pub fn of(known: Essentials) -> Self {
        Self {
            session_id: known.session_id,
            agency: String::new(),
            ori: String::new(),
            station_id: None,
            station: String::new(),
            room: String::new(),
            shift: String::new(),
            shift_name: String::new(),
            shift_date: known.shift_date,
            started_at: known.started_at,
            ended_at: known.ended_at,
            clock_doubt: false,
            planned_minutes: 0,
            actual_minutes: 0,
            credit_minutes: None,
            delivery: known.delivery,
            outcome: known.outcome,
            step_reached: None,
            entered: known.entered,
            app_version: String::new(),
            machine: String::new(),
            pack_id: known.pack_id,
            pack_version: None,
            pack_sha256: String::new(),
            publisher: String::new(),
            key_id: None,
            module_id: known.module_id,
            module_title: String::new(),
            variant: String::new(),
            language: String::new(),
            status: String::new(),
            review_overdue: false,
            approval: String::new(),
            course: Course::default(),
            media: Vec::new(),
            prompts: Vec::new(),
            job_aids: Vec::new(),
            facilitator: Facilitator::default(),
            officers: Vec::new(),
            headcount: 0,
            signed_by: String::new(),
            signed_at: known.signed_at,
            notes: String::new(),
            roll_call_id: None,
            credit_rule: None,
            on_duty: None,
        }
    }

    /// The minutes that are credited to an officer on its roll (RECORDS 1.13).
    #[must_use]
    pub fn credit_of(&self, officer: &Officer) -> Option<u32> {
        if self.outcome != Outcome::Complete || !officer.mark.was_there() {
            return None;
        }
        match self.credit_rule {
            Some(rule) => rule.credit(self.credit_minutes, self.planned_minutes, officer.minutes),
            None => self.credit_minutes,
        }
    }
}

/// What all briefings of one shift at its roll call on one day have in common: made from the station,
/// the shift and the day, so that two programs make the same.
#[must_use]
pub fn roll_call_id(station: Option<Uuid>, name: &str, shift: &str, date: Date) -> Uuid {
    let station = station.map_or_else(|| name.to_owned(), |id| id.to_string());
    id_of(&["muster roll call", &station, shift, &date.to_string()])
}

/// An id that follows from these texts alone.
#[must_use]
pub fn id_of(parts: &[impl AsRef<str>]) -> Uuid {
    let mut hasher = Sha256::new();
    for part in parts.iter().map(AsRef::as_ref) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let (bytes, _) = digest.as_chunks::<16>();
    uuid::Builder::from_custom_bytes(bytes.first().copied().unwrap_or_default()).into_uuid()
}

impl Officer {
    /// Somebody of this name, of whom nothing else is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            id: String::new(),
            name: name.to_owned(),
            rank: String::new(),
            squad: String::new(),
            mark: Mark::Unmarked,
            marked_by: String::new(),
            marked_at: None,
            method: None,
            arrived_at: None,
            visiting: false,
            acknowledgement: Acknowledgement::None,
            left_at: None,
            minutes: None,
        }
    }
}

/// A field that may be null but not left out.
fn required_option<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// How a briefing was held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// At roll call.
    #[default]
    RollCall,
    /// For officers who missed it.
    MakeUp,
    /// In a class.
    Class,
    /// Alone; then there is no facilitator.
    SelfStudy,
}

impl Delivery {
    /// Whether it is for those who were there, and not for a shift as a whole (RECORDS 6.5).
    #[must_use]
    pub fn is_for_single_officers(self) -> bool {
        matches!(self, Self::MakeUp | Self::SelfStudy)
    }
}

/// Whether the sergeant declared it complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The sergeant's own act, never inferred (RECORDS 1.5).
    Complete,
    /// Broken off; may be continued later.
    Partial,
}

/// When it was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entered {
    /// While it was held.
    #[serde(rename = "live")]
    Live,
    /// Afterwards, from paper.
    #[serde(rename = "by hand")]
    ByHand,
}

/// The course, for training records; each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Course code.
    pub code: String,
    /// Category.
    pub category: String,
    /// Lesson plan.
    pub lesson_plan: String,
}

/// What was played of a medium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaPlayed {
    /// In the module.
    pub id: String,
    /// Stretches in milliseconds, in order, merged.
    pub played: Vec<(u64, u64)>,
    /// It ran to its end.
    pub to_end: bool,
    /// Captions were on while it played.
    pub captions: bool,
}

/// Whether a prompt was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptShown {
    /// In the module.
    pub id: String,
    /// Shown, not skipped.
    pub shown: bool,
}

/// Whether a job aid was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AidShown {
    /// In the module.
    pub id: String,
    /// It was on the screen.
    pub shown: bool,
}

/// Who led the briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facilitator {
    /// May be empty where the facilitator is not on the roster.
    pub id: String,
    /// As it is to stand in the record.
    pub name: String,
    /// May be empty.
    pub rank: String,
    /// Instructor certificate number; may be empty.
    pub certification: String,
    /// Operating-system account.
    pub account: String,
}

/// Where an officer was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It was not stated (RECORDS 1.6).
    #[default]
    Unmarked,
    /// There.
    Present,
    /// Came late.
    Late,
    /// Left before the end.
    LeftEarly,
    /// Excused.
    Excused,
    /// Not there.
    Absent,
}

impl Mark {
    /// Whether the officer was in the room at all (RECORDS 1.8).
    #[must_use]
    pub fn was_there(self) -> bool {
        matches!(self, Self::Present | Self::Late | Self::LeftEarly)
    }
}

/// How a mark was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By name.
    Single,
    /// By "all here".
    AllHere,
    /// Entered afterwards.
    ByHand,
}

/// How an officer acknowledged the briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledgement {
    /// Not at all.
    #[default]
    None,
    /// On paper; the sheet's serial number.
    Paper(String),
}

/// One officer of a briefing, as of that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// Unique in the agency; may be empty for a visitor.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rank then.
    pub rank: String,
    /// Squad then.
    pub squad: String,
    /// Where the officer was.
    pub mark: Mark,
    /// Who marked it; empty while unmarked.
    pub marked_by: String,
    /// When.
    pub marked_at: Option<Moment>,
    /// How.
    pub method: Option<Method>,
    /// When a late officer came.
    pub arrived_at: Option<Moment>,
    /// From elsewhere.
    pub visiting: bool,
    /// Acknowledgement.
    pub acknowledgement: Acknowledgement,
    /// When an officer left who did not stay to the end.
    #[serde(default)]
    pub left_at: Option<Moment>,
    /// How many minutes the officer was there; nothing where that is not known, and in records before
    /// format 5.
    #[serde(default)]
    pub minutes: Option<u32>,
}
