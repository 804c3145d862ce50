//! A briefing that was held on paper, entered by hand.

use clap::Args;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ZonedDateTime};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::cli::records::{failed, open_to_write};
use crate::cli::{Context, Failure, Reply, check_names, due, station};
use crate::library::InstalledPack;
use crate::pack::manifest::Status;
use crate::pack::{ModuleOutline, ModuleRef, PackVersion};
use crate::session::{
    Acknowledgement, Completion, Course, Delivery, Entered, Facilitator, Mark, Method, Moment,
    Officer, Outcome,
};
use crate::station::{self as settings, Shift, Station};
use crate::words::Code;

/// What `records add` takes.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The module, PACK-ID/MODULE-ID
    #[arg(long, value_name = "ID")]
    module: String,
    /// The shift's short name
    #[arg(long, value_name = "ID")]
    shift: String,
    /// The day on which the shift started
    #[arg(long, value_name = "DATE")]
    date: Date,
    /// Who led it, as it is to stand in the record
    #[arg(long, value_name = "NAME")]
    facilitator: String,
    /// The facilitator's officer id
    #[arg(long, value_name = "ID", default_value = "")]
    facilitator_id: String,
    /// When it began, local time; otherwise when the shift starts
    #[arg(long, value_name = "HH:MM", value_parser = hours)]
    start: Option<Time>,
    /// How long it took; otherwise as the briefing is planned
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,
    /// Which version of the pack was used, if that is known
    #[arg(long, value_name = "N")]
    pack_version: Option<u64>,
    /// Officers who were there, by id
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    present: Vec<String>,
    /// Officers of the shift who were not there, by id; whoever is named nowhere stays unmarked
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    absent: Vec<String>,
    /// Somebody from elsewhere who was there; may be repeated
    #[arg(long = "visitor", value_name = "NAME")]
    visitors: Vec<String>,
    /// A note for the record
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

fn hours(text: &str) -> Result<Time, String> {
    station::parse_hours(text).ok_or_else(|| "not a time such as 07:00".to_owned())
}

pub fn run(context: &Context, args: &AddArgs) -> Result<Reply, Failure> {
    if args.facilitator.trim().is_empty() {
        return Err(usage(
            "Nobody is named who led it.",
            "Give --facilitator NAME.",
        ));
    }
    check_names("--facilitator", [&args.facilitator])?;
    check_names("--facilitator-id", [&args.facilitator_id])?;
    check_names("--visitor", &args.visitors)?;
    let station = station::load_identified(context)?;
    let (name, pack, module) = due::find_module(context, &args.module)?;
    let shift = station
        .shift(&args.shift)
        .ok_or_else(|| due::no_such_shift(&args.shift))?;
    let officers = officers(args, &station, shift, Moment::from(&context.now))?;
    let records = open_to_write(context)?;
    let last = records.last_recorded().map_err(|e| failed(&e))?;
    let briefing = Briefing {
        context,
        args,
        station: &station,
        shift,
        name: &name,
        pack: &pack,
        module: &module,
        last,
    };
    let completion = briefing.completion(officers)?;
    let recorded = records
        .append(&completion, &Moment::from(&context.now))
        .map_err(|e| failed(&e))?;
    let text = format!(
        "Recorded in row {}: {} completed {} on {}.",
        recorded.seq, completion.shift_name, completion.module_title, completion.shift_date
    );
    Ok(Reply::new(text, "session_id", json!(completion.session_id))
        .field("seq", recorded.seq)
        .field("hash", recorded.hash.to_string())
        .field("clock_doubt", completion.clock_doubt)
        .field(
            "kept_aside",
            records.kept_aside().map(|p| p.display().to_string()),
        ))
}

fn usage(headline: impl Into<String>, advice: &str) -> Failure {
    Failure::new(Code::Usage, headline, advice)
}

struct Briefing<'a> {
    context: &'a Context,
    args: &'a AddArgs,
    station: &'a Station,
    shift: &'a Shift,
    name: &'a ModuleRef,
    pack: &'a InstalledPack,
    module: &'a ModuleOutline,
    last: Option<Moment>,
}

impl Briefing<'_> {
    fn completion(&self, officers: Vec<Officer>) -> Result<Completion, Failure> {
        let (args, station, module) = (self.args, self.station, self.module);
        let outline = self.pack.outline();
        let version = args.pack_version.map(PackVersion::try_from).transpose();
        let version =
            version.map_err(|_| usage("A pack has no version 0.", "Versions count from 1."))?;
        // Of another version than the installed one nothing is known but its number.
        let installed = version == Some(outline.version);
        let minutes = args.minutes.unwrap_or(module.minutes);
        let (started, ended) = self.times(minutes)?;
        let now = Moment::from(&self.context.now);
        let before_last = self.last.is_some_and(|last| now.seconds_since(last) < 0);
        Ok(Completion {
            session_id: self.id(started),
            agency: station.agency.clone(),
            ori: station.ori.clone(),
            station_id: station.id,
            station: station.name.clone(),
            room: station.room.clone(),
            shift: self.shift.id.0.clone(),
            shift_name: self.shift.name.clone(),
            shift_date: args.date,
            started_at: started,
            ended_at: ended,
            clock_doubt: before_last || now.seconds_since(ended) < 0,
            planned_minutes: module.minutes,
            actual_minutes: minutes,
            credit_minutes: module.credit_minutes,
            delivery: Delivery::RollCall,
            outcome: Outcome::Complete,
            step_reached: None,
            entered: Entered::ByHand,
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            machine: whoami::hostname().unwrap_or_default(),
            pack_id: self.name.pack.clone(),
            pack_version: version,
            pack_sha256: if installed {
                self.pack.sha256().to_owned()
            } else {
                String::new()
            },
            publisher: self.pack.publisher().to_owned(),
            key_id: installed.then(|| self.pack.key_id()),
            module_id: self.name.module.clone(),
            module_title: module.title.clone(),
            variant: module.variant.as_ref().map_or("", |v| &v.label).to_owned(),
            language: outline.language.clone(),
            status: match outline.status {
                Status::Current => "current".to_owned(),
                Status::Historical => "historical".to_owned(),
            },
            review_overdue: outline.review_by.is_some_and(|by| args.date > by),
            approval: station
                .approval(self.name)
                .map(|a| a.by.clone())
                .unwrap_or_default(),
            course: Course {
                code: module.course.code.clone(),
                category: module.course.category.clone(),
                lesson_plan: module.course.lesson_plan.clone(),
            },
            // Nothing was shown by this program.
            media: Vec::new(),
            prompts: Vec::new(),
            job_aids: Vec::new(),
            facilitator: self.facilitator(),
            officers,
            headcount: 0,
            signed_by: args.facilitator.clone(),
            signed_at: now,
            notes: args.note.clone(),
        })
    }

    fn facilitator(&self) -> Facilitator {
        let id = &self.args.facilitator_id;
        let known = self.station.officer(id);
        Facilitator {
            id: id.clone(),
            name: self.args.facilitator.clone(),
            rank: known.map(|o| o.rank.clone()).unwrap_or_default(),
            certification: known.map(|o| o.certification.clone()).unwrap_or_default(),
            account: self.context.who().account,
        }
    }

    /// A start before the shift's own start, by more than half a day, is after midnight.
    fn times(&self, minutes: u32) -> Result<(Moment, Moment), Failure> {
        let start = self.args.start.unwrap_or(self.shift.start);
        let over_midnight = self.shift.end <= self.shift.start;
        let next_day = over_midnight && start < self.shift.end;
        let day = if next_day {
            self.args.date.tomorrow().ok()
        } else {
            Some(self.args.date)
        };
        let zone = self.context.now.time_zone().clone();
        let started: Option<ZonedDateTime> =
            day.and_then(|day| day.to_datetime(start).to_zoned_datetime(zone).ok());
        let length = SignedDuration::from_mins(i64::from(minutes));
        let times = started.and_then(|started| {
            let ended = started.checked_add(length).ok()?;
            Some((Moment::from(&started), Moment::from(&ended)))
        });
        times.ok_or_else(|| {
            usage(
                "The date is out of range.",
                "Give a date such as 2026-11-24.",
            )
        })
    }

    /// The same briefing entered twice is one: its id follows from what makes it the same.
    fn id(&self, started: Moment) -> uuid::Uuid {
        let mut hasher = Sha256::new();
        for part in [
            "muster records add",
            &self.station.agency,
            &self.station.name,
            &self.name.to_string(),
            &self.shift.id.0,
            &self.args.date.to_string(),
            &started.local().to_string(),
        ] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let digest: [u8; 32] = hasher.finalize().into();
        let (bytes, _) = digest.as_chunks::<16>();
        uuid::Builder::from_custom_bytes(bytes.first().copied().unwrap_or_default()).into_uuid()
    }
}

/// The shift's officers of that day with their marks, others from the roster who were there,
/// visitors.
fn officers(
    args: &AddArgs,
    station: &Station,
    shift: &Shift,
    now: Moment,
) -> Result<Vec<Officer>, Failure> {
    let trimmed = |ids: &[String]| -> Vec<String> {
        let ids = ids.iter().map(|id| id.trim().to_owned());
        ids.filter(|id| !id.is_empty()).collect()
    };
    let (present, absent) = (trimmed(&args.present), trimmed(&args.absent));
    if let Some(both) = present.iter().find(|id| absent.contains(id)) {
        return Err(usage(
            format!("Officer {both} cannot be both present and absent."),
            "Name each officer once.",
        ));
    }
    let own = station.officers_of(&shift.id, args.date);
    let mut people: Vec<(&settings::Officer, bool)> = own.iter().map(|o| (*o, false)).collect();
    for id in present.iter().chain(&absent) {
        if people.iter().any(|(officer, _)| officer.id == *id) {
            continue;
        }
        let officer = station.officer(id).ok_or_else(|| {
            Failure::new(
                Code::NotFound,
                format!("No officer {id} is on the roster."),
                "muster roster list shows who is; name somebody from elsewhere with --visitor.",
            )
        })?;
        people.push((officer, true));
    }
    let marked = people.into_iter().map(|(officer, visiting)| {
        let mark = if present.contains(&officer.id) {
            Mark::Present
        } else if absent.contains(&officer.id) {
            Mark::Absent
        } else {
            Mark::Unmarked
        };
        let said = mark != Mark::Unmarked;
        Officer {
            id: officer.id.clone(),
            name: officer.name.clone(),
            rank: officer.rank.clone(),
            squad: officer.squad.clone(),
            mark,
            marked_by: if said {
                args.facilitator.clone()
            } else {
                String::new()
            },
            marked_at: said.then_some(now),
            method: said.then_some(Method::ByHand),
            arrived_at: None,
            visiting,
            acknowledgement: Acknowledgement::None,
        }
    });
    let visitors = args.visitors.iter().map(|name| Officer {
        id: String::new(),
        name: name.clone(),
        rank: String::new(),
        squad: String::new(),
        mark: Mark::Present,
        marked_by: args.facilitator.clone(),
        marked_at: Some(now),
        method: Some(Method::ByHand),
        arrived_at: None,
        visiting: true,
        acknowledgement: Acknowledgement::None,
    });
    Ok(marked.chain(visitors).collect())
}
