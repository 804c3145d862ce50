//! A briefing that was held without Muster and is entered afterwards, by command or in the window
//! (RECORDS 8.8). What was typed is checked here; the clock and the packs are the callers'.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use uuid::Uuid;

mod ids;
mod people;

use crate::pack::manifest::Status;
use crate::pack::{KeyId, ModuleOutline, ModuleRef, Outline, PackVersion};
use crate::records::{Recorded, Records, RecordsError};
use crate::session::{
    Completion, Course, Delivery, Entered, Essentials, Facilitator, Moment, Outcome, roll_call_id,
};
use crate::station::held::{check_day, held};
use crate::station::{HeldError, HeldFinding, Named, Repeated, Shift, Station, check_clock};

/// Longer than this no briefing lasts: an end before its start is not on the day after then.
const MAX_BRIEFING_HOURS: i64 = 12;

/// What was typed of a briefing that is entered by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The day on which the shift started.
    pub date: Date,
    /// When it began; otherwise when the shift starts.
    pub start: Option<Time>,
    /// Which of two, where the clock showed the start twice.
    pub which: Option<Repeated>,
    /// When it ended; otherwise by [`Typed::minutes`].
    pub end: Option<Time>,
    /// How long it took; otherwise as the briefing is planned.
    pub minutes: Option<u32>,
    /// How it was held.
    pub delivery: Delivery,
    /// The pack's version that was used, where that is known.
    pub version: Option<PackVersion>,
    /// Who led it, a name or a number; of a self-study who vouches for it.
    pub leader: String,
    /// That officer's number; an empty one for somebody who is not on the roster; nothing where the
    /// name is to say it.
    pub leader_id: Option<String>,
    /// Who was there, by number.
    pub present: Vec<String>,
    /// Who of the shift was not, by number.
    pub absent: Vec<String>,
    /// Who was there from elsewhere, by name.
    pub visitors: Vec<String>,
    /// The note.
    pub note: String,
    /// Whether those of a make-up or a self-study were on duty, where that was stated.
    pub on_duty: Option<bool>,
    /// The date is right, though it lies before 1990 or is still to come.
    pub confirmed: bool,
}

/// Of what the briefing was, and where.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The station.
    pub station: &'a Station,
    /// The shift.
    pub shift: &'a Shift,
    /// The module's whole name.
    pub name: &'a ModuleRef,
    /// The module.
    pub module: &'a ModuleOutline,
    /// The pack that is installed.
    pub outline: &'a Outline,
    /// Its file's SHA-256, lower-case hex.
    pub sha256: &'a str,
    /// The name that the station gave its publisher's key.
    pub publisher: &'a str,
    /// That key.
    pub key_id: KeyId,
}

/// Who enters it, and when.
#[derive(Clone, Copy, Debug)]
pub struct Entering<'a> {
    /// Now.
    pub now: &'a ZonedDateTime,
    /// When this program was built, where that is known.
    pub built: Option<Timestamp>,
    /// The operating-system account.
    pub account: &'a str,
    /// The PC's name.
    pub machine: &'a str,
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct EnteredByHand {
    /// Where it stands.
    pub recorded: Recorded,
    /// What was recorded.
    pub completion: Completion,
    /// How the typed time was interpreted.
    pub remarks: Vec<HeldFinding>,
}

impl EnteredByHand {
    /// What was recorded, for people; what became of the time apart.
    #[must_use]
    pub fn describe(&self) -> String {
        let session = &self.completion;
        let did = match session.delivery {
            Delivery::RollCall | Delivery::Class => "completed",
            Delivery::MakeUp => "made up",
            Delivery::SelfStudy => "studied",
        };
        let doubt = if session.clock_doubt {
            " Its time is in doubt: it is recorded so, and counts on the board only where there is no other."
        } else {
            ""
        };
        format!(
            "Recorded in row {}: {} {did} {} on {}.{doubt}",
            self.recorded.seq, session.shift_name, session.module_title, session.shift_date
        )
    }
}

/// Why a briefing is not entered.
#[derive(Debug, thiserror::Error)]
pub enum ByHandError {
    /// Nobody is named who led it.
    #[error("nobody is named who led it")]
    NoLeader,
    /// Several officers have the name of who led it, or one who is not active.
    #[error("{typed} may be one of several")]
    WhichLeader {
        /// What was typed.
        typed: String,
        /// Number, name, and whether active on that day.
        among: Vec<(String, String, bool)>,
    },
    /// The same officer is named as there and as not there.
    #[error("{id} is both present and absent")]
    BothMarks {
        /// The officer's number.
        id: String,
    },
    /// Nobody on the roster has this number.
    #[error("nobody has the number {id}")]
    NotOnRoster {
        /// The number.
        id: String,
    },
    /// A make-up or self-study names nobody who was there.
    #[error("nobody was there")]
    Nobody,
    /// The day or a time.
    #[error(transparent)]
    Held(#[from] HeldError),
    /// The records.
    #[error(transparent)]
    Records(#[from] RecordsError),
}

impl Records {
    /// Records a briefing that was held without Muster.
    ///
    /// # Errors
    /// What cannot be as it was typed; those of [`Records::append`].
    pub fn enter(
        &self,
        typed: &Typed,
        subject: &Subject<'_>,
        entering: &Entering<'_>,
    ) -> Result<EnteredByHand, ByHandError> {
        let at = Moment::from(entering.now);
        let last = self.last_credible(at)?;
        let (completion, remarks) = completion(typed, subject, entering, last)?;
        // What a Muster recorded that knew stations by their names only is the same briefing.
        for id in ids::ids_by_name(typed, subject, completion.started_at) {
            match self.session(id) {
                Err(RecordsError::NoSuchSession { .. }) => {}
                Err(error) => return Err(error.into()),
                Ok(view) => {
                    let (session, seq) = (view.session.session_id, view.seq);
                    return Err(RecordsError::AlreadyRecorded { session, seq }.into());
                }
            }
        }
        let recorded = self.append(&completion, &at)?;
        Ok(EnteredByHand {
            recorded,
            completion,
            remarks,
        })
    }
}

/// What would be recorded. `last` is [`Records::last_credible`].
///
/// # Errors
/// What cannot be as it was typed.
pub fn completion(
    typed: &Typed,
    subject: &Subject<'_>,
    entering: &Entering<'_>,
    last: Option<Moment>,
) -> Result<(Completion, Vec<HeldFinding>), ByHandError> {
    let Subject {
        station,
        shift,
        module,
        outline,
        ..
    } = *subject;
    let now = Moment::from(entering.now);
    let today = entering.now.date();
    if !typed.confirmed {
        check_day(typed.date, today)?;
    }
    let zone = entering.now.time_zone();
    let held = held(shift, typed.date, typed.start, typed.which, zone)?;
    let ahead = held.started.duration_since(entering.now);
    if !typed.confirmed && ahead > SignedDuration::from_hours(24) {
        let day = held.started.date();
        return Err(HeldError::Ahead { day, today }.into());
    }
    let minutes = minutes(typed, module, &held.started)?;
    let length = SignedDuration::from_mins(i64::from(minutes));
    let ended = held.started.checked_add(length);
    let ended = Moment::from(&ended.map_err(|_| HeldError::OutOfRange)?);
    let started = Moment::from(&held.started);
    let led = leader(typed, station, entering)?;
    let by = led.name.clone();
    let alone = typed.delivery == Delivery::SelfStudy;
    let last = last.map(Moment::instant);
    let entries: Vec<Timestamp> = last.into_iter().collect();
    let clock = check_clock(entering.now, entering.built, None, &entries);
    // Of another version than the installed one nothing is known but its number.
    let installed = typed.version == Some(outline.version);
    let completion = Completion {
        agency: station.agency.clone(),
        ori: station.ori.clone(),
        station_id: station.id,
        station: station.name.clone(),
        room: station.room.clone(),
        shift: shift.id.to_string(),
        shift_name: shift.name.clone(),
        clock_doubt: clock.is_in_doubt() || now.seconds_since(ended) < 0,
        planned_minutes: module.minutes,
        actual_minutes: minutes,
        credit_minutes: module.credit_minutes,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        machine: entering.machine.to_owned(),
        pack_version: typed.version,
        pack_sha256: if installed {
            subject.sha256.to_owned()
        } else {
            String::new()
        },
        publisher: subject.publisher.to_owned(),
        key_id: installed.then_some(subject.key_id),
        module_title: module.title.clone(),
        variant: module.variant.as_ref().map_or("", |v| &v.label).to_owned(),
        language: outline.language.clone(),
        status: match outline.status {
            Status::Current => "current".to_owned(),
            Status::Historical => "historical".to_owned(),
        },
        review_overdue: outline.review_by.is_some_and(|by| typed.date > by),
        approval: station
            .approval(subject.name)
            .map(|a| a.by.clone())
            .unwrap_or_default(),
        course: Course {
            code: module.course.code.clone(),
            category: module.course.category.clone(),
            lesson_plan: module.course.lesson_plan.clone(),
        },
        officers: people::officers(typed, station, shift, (&by, minutes), now)?,
        facilitator: if alone {
            Facilitator {
                account: led.account,
                ..Facilitator::default()
            }
        } else {
            led
        },
        signed_by: by,
        notes: typed.note.clone(),
        roll_call_id: roll_call(typed, subject),
        credit_rule: Some(station.credit),
        on_duty: typed
            .on_duty
            .filter(|_| typed.delivery.is_for_single_officers()),
        // Nothing was shown by this program.
        ..Completion::of(Essentials {
            session_id: ids::id(typed, subject, started),
            shift_date: typed.date,
            started_at: started,
            ended_at: ended,
            delivery: typed.delivery,
            outcome: Outcome::Complete,
            entered: Entered::ByHand,
            pack_id: subject.name.pack.clone(),
            module_id: subject.name.module.clone(),
            signed_at: now,
        })
    };
    Ok((completion, held.remarks))
}

/// RECORDS 1.14.
fn roll_call(typed: &Typed, subject: &Subject<'_>) -> Option<Uuid> {
    let (station, shift) = (subject.station, subject.shift.id.as_str());
    let id = || roll_call_id(station.id, &station.name, shift, typed.date);
    (typed.delivery == Delivery::RollCall).then(id)
}

fn minutes(
    typed: &Typed,
    module: &ModuleOutline,
    started: &ZonedDateTime,
) -> Result<u32, ByHandError> {
    let Some(end) = typed.end else {
        return Ok(typed.minutes.unwrap_or(module.minutes));
    };
    let zone = started.time_zone();
    let on = |day: Date| zone.to_zoned_datetime(day.to_datetime(end)).ok();
    let days = [Some(started.date()), started.date().tomorrow().ok()];
    let ends = days.into_iter().flatten().filter_map(on);
    let mut lengths = ends.map(|end| end.duration_since(started));
    let longest = SignedDuration::from_hours(MAX_BRIEFING_HOURS);
    let length = lengths.find(|length| length.is_positive() && *length <= longest);
    let minutes = length.ok_or(HeldError::EndsBeforeStart)?.as_mins();
    Ok(u32::try_from(minutes).unwrap_or(u32::MAX))
}

/// RECORDS 7.13.
fn leader(
    typed: &Typed,
    station: &Station,
    entering: &Entering<'_>,
) -> Result<Facilitator, ByHandError> {
    let name = typed.leader.trim();
    if name.is_empty() {
        return Err(ByHandError::NoLeader);
    }
    let known = match &typed.leader_id {
        Some(id) => station.officer(id.trim()).filter(|_| !id.trim().is_empty()),
        None => match station.named(name, typed.date) {
            Named::Nobody => None,
            Named::One(officer) => Some(officer),
            Named::Several(officers) => {
                let among = officers.into_iter();
                let among = among.map(|o| {
                    let active = o.is_active(typed.date);
                    (o.id.clone(), o.name.clone(), active)
                });
                return Err(ByHandError::WhichLeader {
                    typed: name.to_owned(),
                    among: among.collect(),
                });
            }
        },
    };
    let id = typed.leader_id.as_deref().map_or("", str::trim);
    // If only a number was typed, the officer's name is recorded.
    let is_number = known.is_some_and(|officer| officer.has_id(name));
    Ok(Facilitator {
        id: known.map_or_else(|| id.to_owned(), |o| o.id.clone()),
        name: match known {
            Some(officer) if is_number => officer.name.clone(),
            _ => name.to_owned(),
        },
        rank: known.map(|o| o.rank.clone()).unwrap_or_default(),
        certification: known.map(|o| o.certification.clone()).unwrap_or_default(),
        account: entering.account.to_owned(),
    })
}
