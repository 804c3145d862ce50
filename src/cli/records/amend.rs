//! Changes of recorded briefings, each by a row of its own (RECORDS 8.9).

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cli::records::officers_of;
use crate::cli::{Context, Failure, Reply, say};
use crate::operations;
use crate::operations::records::{Added, Addition, Correction};
use crate::records::Whose;
use crate::session::Mark;
use crate::words::messages::message;
use crate::words::shown;

/// What `records amend` takes.
#[derive(Debug, Args)]
pub struct AmendArgs {
    session: Uuid,
    #[arg(long, value_name = "ID")]
    officer: Option<String>,
    #[arg(long, value_name = "N", conflicts_with = "officer", value_parser = clap::value_parser!(u32).range(1..))]
    row: Option<u32>,
    #[arg(long, value_name = "F", required_unless_present_any = ["add_officer", "add_visitor"])]
    field: Option<String>,
    #[arg(long, value_name = "VALUE", requires = "field", required_unless_present_any = ["add_officer", "add_visitor"])]
    to: Option<String>,
    #[arg(long, value_name = "ID", conflicts_with_all = ["officer", "row", "field", "to", "add_visitor"])]
    add_officer: Option<String>,
    #[arg(long, value_name = "NAME", conflicts_with_all = ["officer", "row", "field", "to"])]
    add_visitor: Option<String>,
    #[arg(long, value_enum, conflicts_with = "field")]
    mark: Option<MarkArg>,
    #[arg(long, value_name = "N", conflicts_with = "field")]
    minutes: Option<u32>,
    #[arg(long, value_name = "NAME")]
    by: String,
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[arg(long)]
    confirm_date: bool,
}

/// Where an officer was, as records name it.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum MarkArg {
    Present,
    Late,
    LeftEarly,
    Excused,
    Absent,
}

impl From<MarkArg> for Mark {
    fn from(mark: MarkArg) -> Self {
        match mark {
            MarkArg::Present => Self::Present,
            MarkArg::Late => Self::Late,
            MarkArg::LeftEarly => Self::LeftEarly,
            MarkArg::Excused => Self::Excused,
            MarkArg::Absent => Self::Absent,
        }
    }
}

pub fn run(context: &Context, args: &AmendArgs) -> Result<Reply, Failure> {
    let added = match (&args.add_officer, &args.add_visitor) {
        (Some(id), _) => Some(Added::Officer(id)),
        (None, Some(name)) => Some(Added::Visitor(name)),
        (None, None) => None,
    };
    if let Some(who) = added {
        return add_officer(context, args, who);
    }
    let ids = officers_of(context, args.officer.as_deref());
    let officer = match (args.row, ids.is_empty()) {
        (Some(row), _) => Some(Whose::Row(row)),
        (None, false) => Some(Whose::Ids(&ids)),
        (None, true) => None,
    };
    let correction = Correction {
        session: args.session,
        officer,
        field: args.field.as_deref().unwrap_or_default(),
        to: args.to.as_deref().unwrap_or_default(),
        by: &args.by,
        why: &args.why,
        confirmed: args.confirm_date,
    };
    let amended = operations::records::amend(&context.here()?, &correction)?;
    if let Some(notice) = &amended.notice {
        say(notice);
    }
    let amendment = amended.value;
    let text = message(
        "cli-records-was-and-is",
        &[
            ("field", amendment.field.as_str().into()),
            ("from", shown(&amendment.from.to_string()).into()),
            ("to", shown(&amendment.to.to_string()).into()),
        ],
    );
    Ok(Reply::new(text, "amendment", json!(amendment)))
}

/// RECORDS 2.13.
fn add_officer(context: &Context, args: &AmendArgs, who: Added<'_>) -> Result<Reply, Failure> {
    let addition = Addition {
        session: args.session,
        who,
        mark: args.mark.map_or(Mark::Present, Mark::from),
        minutes: args.minutes,
        by: &args.by,
        why: &args.why,
    };
    let added = operations::records::add_officer(&context.here()?, &addition)?;
    if let Some(notice) = &added.notice {
        say(notice);
    }
    let name = added.value.to.get("name").and_then(Value::as_str);
    let name = name.unwrap_or_default();
    let text = message("cli-records-added", &[("name", shown(name).into())]);
    Ok(Reply::new(text, "amendment", json!(added.value)))
}
