//! From a briefing under way to what is recorded of it.

use uuid::Uuid;

use crate::pack::manifest::Status;
use crate::session::completion::{
    Acknowledgement, AidShown, Completion, Course, Delivery, Entered, Facilitator, MediaPlayed,
    Officer, PromptShown, roll_call_id,
};
use crate::session::state::{Marked, Plan, Session};
use crate::session::{Mark, Moment, Outcome};

impl Session {
    /// What would be recorded if it were signed off now.
    #[must_use]
    pub fn completion(&self, outcome: Outcome, at: Moment) -> Completion {
        let plan = &self.plan;
        let (module, manifest) = (&plan.module, &plan.pack.manifest);
        let started_at = self.started_at.unwrap_or(at);
        let seconds = at.seconds_since(started_at);
        let mut until = self.clone();
        until.pass_time(at);
        let open_secs = until.open_secs();
        let before_last = plan
            .last_recorded
            .is_some_and(|last| started_at.seconds_since(last) < 0);
        let course = &module.course;
        let actual_minutes = u32::try_from(open_secs.saturating_add(30) / 60).unwrap_or(u32::MAX);
        Completion {
            session_id: self.id,
            agency: plan.place.agency.clone(),
            ori: plan.place.ori.clone(),
            station_id: plan.place.station_id,
            station: plan.place.station.clone(),
            room: plan.place.room.clone(),
            shift: plan.shift.id.clone(),
            shift_name: plan.shift.name.clone(),
            shift_date: plan.shift.date,
            started_at,
            ended_at: at,
            clock_doubt: plan.clock_doubt || self.ran_backwards || seconds < 0 || before_last,
            planned_minutes: module.minutes,
            actual_minutes,
            credit_minutes: module.credit_minutes,
            delivery: plan.delivery,
            outcome,
            step_reached: Some(u32::try_from(self.furthest).unwrap_or(u32::MAX)),
            entered: Entered::Live,
            app_version: plan.app_version.clone(),
            machine: plan.machine.clone(),
            pack_id: plan.pack.id.clone(),
            pack_version: Some(plan.pack.version),
            pack_sha256: plan.pack.sha256.clone(),
            publisher: plan.pack.publisher.clone(),
            key_id: Some(plan.pack.key_id),
            module_id: module.id.clone(),
            module_title: module.title.clone(),
            variant: module
                .variant
                .as_ref()
                .map_or_else(String::new, |v| v.label.clone()),
            language: manifest.language.clone(),
            status: match manifest.status {
                Status::Current => "current".to_owned(),
                Status::Historical => "historical".to_owned(),
            },
            review_overdue: plan.review_overdue,
            approval: plan.approval.clone(),
            course: Course {
                code: course.code.clone(),
                category: course.category.clone(),
                lesson_plan: course.lesson_plan.clone(),
            },
            media: self.media_played(),
            prompts: module
                .prompts
                .iter()
                .map(|p| PromptShown {
                    id: p.id.clone(),
                    shown: self.prompts_shown.contains(&p.id),
                })
                .collect(),
            job_aids: module
                .job_aids
                .iter()
                .map(|a| AidShown {
                    id: a.id.clone(),
                    shown: self.aids_shown.contains(&a.id),
                })
                .collect(),
            // A self-study has no leader; the person who vouches for it signs (RECORDS 1.3).
            facilitator: match plan.delivery {
                Delivery::SelfStudy => Facilitator {
                    account: self.facilitator.account.clone(),
                    ..Facilitator::default()
                },
                _ => self.facilitator.clone(),
            },
            officers: self
                .recorded_roll()
                .map(|marked| self.officer(marked, actual_minutes))
                .collect(),
            headcount: self.headcount,
            signed_by: self.facilitator.name.clone(),
            signed_at: at,
            notes: self.notes.clone(),
            roll_call_id: self.roll_call_id(),
            credit_rule: Some(plan.credit_rule),
            on_duty: plan
                .on_duty
                .filter(|_| plan.delivery.is_for_single_officers()),
        }
    }

    /// Nothing where it is held in another way than at roll call.
    #[must_use]
    pub fn roll_call_id(&self) -> Option<Uuid> {
        let Plan {
            place,
            shift,
            delivery,
            ..
        } = &self.plan;
        let id = || roll_call_id(place.station_id, &place.station, &shift.id, shift.date);
        (*delivery == Delivery::RollCall && !shift.id.is_empty()).then(id)
    }

    /// What is recorded of a briefing that was left in the middle and that nobody goes on with:
    /// partial, until it was left, signed by whoever found it (RECORDS 1.12).
    #[must_use]
    pub fn abandoned(&self, by: &str, at: Moment) -> Completion {
        let left_at = self.last_at.unwrap_or(at);
        let mut completion = self.completion(Outcome::Partial, left_at);
        completion.clock_doubt |= at.seconds_since(left_at) < 0;
        by.clone_into(&mut completion.signed_by);
        completion.signed_at = at;
        let account = &self.plan.account;
        for officer in &mut completion.officers {
            if officer.marked_at.is_some() && officer.marked_by.is_empty() {
                officer.marked_by.clone_from(account);
            }
        }
        completion
    }

    /// Of a make-up or self-study only those who were marked (RECORDS 6.10).
    fn recorded_roll(&self) -> impl Iterator<Item = &Marked> {
        let single = self.plan.delivery.is_for_single_officers();
        let roll = self.roll.iter();
        roll.filter(move |marked| !single || marked.mark != Mark::Unmarked)
    }

    fn media_played(&self) -> Vec<MediaPlayed> {
        let media = self.plan.module.media.iter();
        media
            .map(|medium| {
                let state = self.media.get(&medium.id).cloned().unwrap_or_default();
                MediaPlayed {
                    id: medium.id.clone(),
                    played: state.played.all().to_vec(),
                    to_end: state.to_end,
                    captions: state.captions,
                }
            })
            .collect()
    }

    /// `minutes`: how long the briefing took. How long somebody was there who came late or left early
    /// is not known unless somebody states it.
    fn officer(&self, marked: &Marked, minutes: u32) -> Officer {
        Officer {
            id: marked.officer.id.clone(),
            name: marked.officer.name.clone(),
            rank: marked.officer.rank.clone(),
            squad: marked.officer.squad.clone(),
            mark: marked.mark,
            marked_by: if marked.mark == Mark::Unmarked {
                String::new()
            } else {
                self.facilitator.name.clone()
            },
            marked_at: marked.at,
            method: marked.method,
            arrived_at: marked.arrived_at,
            visiting: marked.visiting,
            acknowledgement: Acknowledgement::None,
            left_at: marked.left_at,
            minutes: match marked.mark {
                Mark::Present => Some(minutes),
                Mark::Late | Mark::LeftEarly => marked.minutes.map(|stated| stated.min(minutes)),
                Mark::Unmarked | Mark::Excused | Mark::Absent => None,
            },
        }
    }
}
