//! A briefing that was held on paper, entered by hand (RECORDS 8.8).

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use jiff::civil::{Date, Time};
use serde_json::json;

use crate::cli::{Context, Failure, Reply, due, say};
use crate::operations;
use crate::pack::PackVersion;
use crate::records::by_hand::Typed;
use crate::session::Delivery;
use crate::station::held::{parse_end, parse_start};
use crate::station::{HeldError, Repeated};
use crate::words::messages::fixed;
use crate::words::{Code, InWords, held_remark};

/// What `records add` takes.
#[derive(Debug, Args)]
pub struct AddArgs {
    #[arg(long, value_name = "ID")]
    module: String,
    #[arg(long, value_name = "ID")]
    shift: String,
    #[arg(long, value_name = "DATE")]
    date: Date,
    #[arg(long, value_name = "NAME")]
    facilitator: String,
    #[arg(long, value_name = "ID")]
    facilitator_id: Option<String>,
    #[arg(long, value_name = "HOW", value_enum, default_value_t = How::RollCall)]
    delivery: How,
    #[arg(long, visible_alias = "time", value_name = "HH:MM", value_parser = start_time)]
    start: Option<Time>,
    #[arg(long, value_name = "WHICH", value_enum)]
    repeated_hour: Option<Which>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,
    #[arg(long, value_name = "HH:MM", value_parser = end_time, conflicts_with = "minutes")]
    end: Option<Time>,
    #[arg(long, value_name = "N")]
    pack_version: Option<u64>,
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    present: Vec<String>,
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    absent: Vec<String>,
    #[arg(long = "visitor", value_name = "NAME")]
    visitors: Vec<String>,
    #[arg(long)]
    on_duty: Option<Duty>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    #[arg(long)]
    confirm_date: bool,
}

/// How a briefing was held, as records name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum How {
    RollCall,
    MakeUp,
    Class,
    SelfStudy,
}

impl From<How> for Delivery {
    fn from(how: How) -> Self {
        match how {
            How::RollCall => Self::RollCall,
            How::MakeUp => Self::MakeUp,
            How::Class => Self::Class,
            How::SelfStudy => Self::SelfStudy,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Duty {
    Yes,
    No,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    First,
    Second,
}

impl From<Which> for Repeated {
    fn from(which: Which) -> Self {
        match which {
            Which::First => Self::First,
            Which::Second => Self::Second,
        }
    }
}

fn start_time(text: &str) -> Result<Time, String> {
    parse_start(text).map_err(|error| in_a_line(&error))
}

fn end_time(text: &str) -> Result<Time, String> {
    parse_end(text).map_err(|error| in_a_line(&error))
}

fn in_a_line(error: &HeldError) -> String {
    let words = error.in_words("");
    format!("{} {}", words.headline, words.advice)
}

pub fn run(context: &Context, args: &AddArgs) -> Result<Reply, Failure> {
    let (module, ..) = due::find_module(context, &args.module)?;
    let version = args.pack_version.map(PackVersion::try_from).transpose();
    let version = version.map_err(|_| {
        let advice = fixed("cli-add-versions-from-one");
        Failure::new(Code::Usage, fixed("cli-add-no-version-zero"), advice)
    })?;
    let typed = Typed {
        date: args.date,
        start: args.start,
        which: args.repeated_hour.map(Repeated::from),
        end: args.end,
        minutes: args.minutes,
        delivery: args.delivery.into(),
        version,
        leader: args.facilitator.clone(),
        leader_id: args.facilitator_id.clone(),
        present: args.present.clone(),
        absent: args.absent.clone(),
        visitors: args.visitors.clone(),
        note: args.note.clone(),
        on_duty: args.on_duty.map(|duty| duty == Duty::Yes),
        confirmed: args.confirm_date,
    };
    let written = operations::records::enter(&context.here()?, &module, &args.shift, &typed)?;
    if let Some(notice) = &written.notice {
        say(notice);
    }
    let entered = written.value;
    let completion = &entered.completion;
    let mut text = entered.describe();
    let remarks: Vec<String> = entered.remarks.iter().map(held_remark).collect();
    for remark in &remarks {
        // Writing to a String cannot fail.
        let _ = write!(text, " {remark}");
    }
    Ok(Reply::new(text, "session_id", json!(completion.session_id))
        .field("seq", entered.recorded.seq)
        .field("hash", entered.recorded.hash.to_string())
        .field("clock_doubt", completion.clock_doubt)
        .field("started_at", json!(completion.started_at))
        .field("ended_at", json!(completion.ended_at))
        .field("remarks", remarks)
        .field(
            "kept_aside",
            written.kept_aside.map(|p| p.display().to_string()),
        ))
}
