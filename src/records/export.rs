//! Records as files for others: CSV (RFC 4180) and JSON, field by field as RECORDS section 8 names
//! them.

use std::io::{self, Write};

use serde::Serialize;

use crate::pack::table::Table;
use crate::records::chain::Head;
use crate::records::content::BroughtIn;
use crate::records::project::text_of;
use crate::records::query::{Filter, SessionView};
use crate::records::{Records, RecordsError};
use crate::session::{Acknowledgement, Moment, Officer};

/// Which view of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One row a session, with counts for its lists.
    Sessions,
    /// One row an officer of a session.
    Attendance,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8, with a header.
    Csv,
    /// One document.
    Json,
}

/// What was exported: for the file beside the export that carries the chain's head away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Rows written, the header apart.
    pub rows: u64,
    /// The chain's head when it was written.
    pub head: Head,
}

impl Records {
    /// Writes the sessions that fit, newest first, one after the other: memory does not grow
    /// with their number. All is as it was at one moment.
    ///
    /// # Errors
    /// `Damaged`, `ChainBroken`, `Busy`; `Io` or `NoSpace` if `out` fails.
    pub fn export(
        &self,
        what: What,
        format: Format,
        filter: &Filter,
        out: &mut dyn Write,
    ) -> Result<Exported, RecordsError> {
        let transaction = self
            .connection
            .unchecked_transaction()
            .map_err(|e| self.db(e))?;
        let head = self.head()?;
        let seqs = self.rows(filter)?;
        let amended = self.amended_sessions()?;
        let failed = |e: io::Error| RecordsError::io(&self.path, e);
        let mut writer = match format {
            Format::Csv => Writer::csv(what, out),
            Format::Json => Writer::json(what, out),
        }
        .map_err(failed)?;
        for seq in seqs {
            let view = self.view(seq, &amended)?;
            writer.session(&view, filter).map_err(failed)?;
        }
        let rows = writer.finish().map_err(failed)?;
        transaction.rollback().map_err(|e| self.db(e))?;
        Ok(Exported { rows, head })
    }
}

enum Sink<'a> {
    Csv(Box<Table<&'a mut dyn Write>>),
    Json(&'a mut dyn Write),
}

struct Writer<'a> {
    what: What,
    sink: Sink<'a>,
    rows: u64,
}

impl<'a> Writer<'a> {
    fn csv(what: What, out: &'a mut dyn Write) -> io::Result<Self> {
        let mut table = Table::new(out);
        let lists: &[&str] = match what {
            What::Sessions => &["officers"],
            What::Attendance => &OFFICER_COLUMNS,
        };
        let last: &[&str] = match what {
            What::Sessions => &[],
            What::Attendance => &LAST_OF_OFFICER,
        };
        let columns = BEFORE_OFFICERS.iter().chain(lists);
        let columns = columns.chain(&AFTER_OFFICERS).chain(last);
        table.row(columns)?;
        Ok(Self {
            what,
            sink: Sink::Csv(Box::new(table)),
            rows: 0,
        })
    }

    fn json(what: What, out: &'a mut dyn Write) -> io::Result<Self> {
        let name = match what {
            What::Sessions => "sessions",
            What::Attendance => "attendance",
        };
        write!(out, "{{\"{name}\":[")?;
        Ok(Self {
            what,
            sink: Sink::Json(out),
            rows: 0,
        })
    }

    /// Of an export for some officers the attendance has their rows alone (RECORDS 8.5).
    fn session(&mut self, view: &SessionView, filter: &Filter) -> io::Result<()> {
        match self.what {
            What::Sessions => self.row(view, None),
            What::Attendance => {
                let officers = view.session.officers.iter();
                let mut officers = officers.filter(|officer| filter.has_officer(&officer.id));
                officers.try_for_each(|officer| self.row(view, Some(officer)))
            }
        }
    }

    fn row(&mut self, view: &SessionView, officer: Option<&Officer>) -> io::Result<()> {
        match &mut self.sink {
            Sink::Csv(table) => table.row(fields(view, officer))?,
            Sink::Json(out) => {
                out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
                match officer {
                    None => serde_json::to_writer(out, view)?,
                    Some(officer) => serde_json::to_writer(out, &Attendance::of(view, officer))?,
                }
            }
        }
        self.rows += 1;
        Ok(())
    }

    fn finish(self) -> io::Result<u64> {
        match self.sink {
            Sink::Csv(table) => table.finish()?,
            Sink::Json(out) => out.write_all(b"\n]}\n")?,
        }
        Ok(self.rows)
    }
}

/// One officer of one session, with what is needed to know the session.
#[derive(Serialize)]
struct Attendance<'a> {
    session_id: uuid::Uuid,
    seq: u64,
    station: &'a str,
    shift: &'a str,
    shift_date: jiff::civil::Date,
    started_at: Moment,
    ended_at: Moment,
    actual_minutes: u32,
    credit_minutes: Option<u32>,
    delivery: crate::session::Delivery,
    outcome: crate::session::Outcome,
    pack_id: &'a crate::pack::PackId,
    pack_version: Option<crate::pack::PackVersion>,
    module_id: &'a crate::pack::ModuleId,
    module_title: &'a str,
    facilitator: &'a crate::session::Facilitator,
    officer: &'a Officer,
    hash: String,
    station_id: Option<uuid::Uuid>,
    brought_in: Option<&'a BroughtIn>,
    course: &'a crate::session::Course,
    roll_call_id: Option<uuid::Uuid>,
    credit_rule: Option<crate::pack::CreditRule>,
    on_duty: Option<bool>,
    officer_credit_minutes: Option<u32>,
}

impl<'a> Attendance<'a> {
    fn of(view: &'a SessionView, officer: &'a Officer) -> Self {
        let s = &view.session;
        Self {
            session_id: s.session_id,
            seq: view.seq,
            station: &s.station,
            shift: &s.shift,
            shift_date: s.shift_date,
            started_at: s.started_at,
            ended_at: s.ended_at,
            actual_minutes: s.actual_minutes,
            credit_minutes: s.credit_minutes,
            delivery: s.delivery,
            outcome: s.outcome,
            pack_id: &s.pack_id,
            pack_version: s.pack_version,
            module_id: &s.module_id,
            module_title: &s.module_title,
            facilitator: &s.facilitator,
            officer,
            hash: view.hash.to_string(),
            station_id: s.station_id,
            brought_in: view.brought_in.as_ref(),
            course: &s.course,
            roll_call_id: s.roll_call_id,
            credit_rule: s.credit_rule,
            on_duty: s.on_duty,
            officer_credit_minutes: s.credit_of(officer),
        }
    }
}

/// Columns before the officers, in the order of RECORDS 8.2.
const BEFORE_OFFICERS: [&str; 44] = [
    "session_id",
    "seq",
    "agency",
    "ori",
    "station",
    "room",
    "shift",
    "shift_name",
    "shift_date",
    "started_at",
    "ended_at",
    "recorded_at",
    "clock_doubt",
    "planned_minutes",
    "actual_minutes",
    "credit_minutes",
    "delivery",
    "outcome",
    "entered",
    "app_version",
    "machine",
    "pack_id",
    "pack_version",
    "pack_sha256",
    "publisher",
    "key_id",
    "module_id",
    "module_title",
    "variant",
    "language",
    "status",
    "review_overdue",
    "approval",
    "course_code",
    "course_category",
    "course_lesson_plan",
    "media",
    "prompts",
    "job_aids",
    "facilitator_id",
    "facilitator_name",
    "facilitator_rank",
    "facilitator_certification",
    "facilitator_account",
];
/// Columns of one officer.
const OFFICER_COLUMNS: [&str; 11] = [
    "officer_id",
    "officer_name",
    "officer_rank",
    "officer_squad",
    "mark",
    "marked_by",
    "marked_at",
    "method",
    "arrived_at",
    "visiting",
    "acknowledgement",
];
/// Columns after the officers; new ones are added here, at the end (RECORDS 8.5).
const AFTER_OFFICERS: [&str; 11] = [
    "headcount",
    "signed_by",
    "signed_at",
    "notes",
    "amendments",
    "hash",
    "station_id",
    "brought_in",
    "roll_call_id",
    "credit_rule",
    "on_duty",
];
/// Columns of one officer that came later, after all others.
const LAST_OF_OFFICER: [&str; 3] = ["left_at", "minutes", "officer_credit_minutes"];

fn fields(view: &SessionView, officer: Option<&Officer>) -> Vec<String> {
    let s = &view.session;
    let mut row = vec![
        s.session_id.to_string(),
        view.seq.to_string(),
        s.agency.clone(),
        s.ori.clone(),
        s.station.clone(),
        s.room.clone(),
        s.shift.clone(),
        s.shift_name.clone(),
        s.shift_date.to_string(),
        s.started_at.to_string(),
        s.ended_at.to_string(),
        view.recorded_at.to_string(),
        s.clock_doubt.to_string(),
        s.planned_minutes.to_string(),
        s.actual_minutes.to_string(),
        optional(s.credit_minutes.as_ref()),
        text_of(&s.delivery),
        text_of(&s.outcome),
        text_of(&s.entered),
        s.app_version.clone(),
        s.machine.clone(),
        s.pack_id.to_string(),
        optional(s.pack_version.as_ref()),
        s.pack_sha256.clone(),
        s.publisher.clone(),
        optional(s.key_id.as_ref()),
        s.module_id.to_string(),
        s.module_title.clone(),
        s.variant.clone(),
        s.language.clone(),
        s.status.clone(),
        s.review_overdue.to_string(),
        s.approval.clone(),
        s.course.code.clone(),
        s.course.category.clone(),
        s.course.lesson_plan.clone(),
        s.media.len().to_string(),
        s.prompts.len().to_string(),
        s.job_aids.len().to_string(),
        s.facilitator.id.clone(),
        s.facilitator.name.clone(),
        s.facilitator.rank.clone(),
        s.facilitator.certification.clone(),
        s.facilitator.account.clone(),
    ];
    match officer {
        None => row.push(s.officers.len().to_string()),
        Some(officer) => row.extend([
            officer.id.clone(),
            officer.name.clone(),
            officer.rank.clone(),
            officer.squad.clone(),
            text_of(&officer.mark),
            officer.marked_by.clone(),
            optional(officer.marked_at.as_ref()),
            officer.method.as_ref().map(text_of).unwrap_or_default(),
            optional(officer.arrived_at.as_ref()),
            officer.visiting.to_string(),
            acknowledgement(&officer.acknowledgement),
        ]),
    }
    row.extend([
        s.headcount.to_string(),
        s.signed_by.clone(),
        s.signed_at.to_string(),
        s.notes.clone(),
        view.amendments.len().to_string(),
        view.hash.to_string(),
        optional(s.station_id.as_ref()),
        view.brought_in
            .as_ref()
            .map_or_else(String::new, |from| from.store.clone()),
        optional(s.roll_call_id.as_ref()),
        optional(s.credit_rule.as_ref()),
        optional(s.on_duty.as_ref()),
    ]);
    row.extend(officer.into_iter().flat_map(|officer| {
        [
            optional(officer.left_at.as_ref()),
            optional(officer.minutes.as_ref()),
            optional(s.credit_of(officer).as_ref()),
        ]
    }));
    row
}

fn optional(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn acknowledgement(value: &Acknowledgement) -> String {
    match value {
        Acknowledgement::None => "none".to_owned(),
        Acknowledgement::Paper(serial) => format!("paper {serial}"),
    }
}
