//! `muster records left`: the briefing that was left in the middle (RECORDS 8.13).

use clap::Args;
use serde_json::{Value, json};

use crate::cli::records::{failed, open_to_read, open_to_write};
use crate::cli::{Context, Failure, Reply};
use crate::operations::records::{EndLeft, end_left};
use crate::session::{Moment, Session};
use crate::words::messages::message;
use crate::words::{Code, shown};

/// What it takes.
#[derive(Debug, Args)]
pub struct LeftArgs {
    #[arg(long, requires = "by", conflicts_with = "discard")]
    partial: bool,
    #[arg(long, value_name = "NAME", requires = "partial")]
    by: Option<String>,
    #[arg(long)]
    discard: bool,
    #[command(flatten)]
    store: super::Store,
}

pub fn run(context: &Context, args: &LeftArgs) -> Result<Reply, Failure> {
    if !args.partial && !args.discard {
        let records = open_to_read(context, &args.store)?;
        let left = records.draft().map_err(|e| failed(&e))?;
        let text = left.as_ref().map_or_else(nothing, describe);
        return Ok(Reply::new(text, "left", left.as_ref().map(to_json)));
    }
    if !args.store.is_this_stations() {
        return Err(Failure::of_message(
            Code::Usage,
            "cli-left-other-store",
            &[],
        ));
    }
    let records = open_to_write(context)?;
    let end = if args.discard {
        EndLeft::Discard
    } else {
        EndLeft::Partial {
            by: args.by.as_deref().unwrap_or_default(),
        }
    };
    let ended = end_left(&records, None, end, Moment::from(&context.now))?;
    let left = to_json(&ended.left);
    let briefing = ("briefing", describe(&ended.left).into());
    Ok(match ended.recorded {
        None => {
            let text = message("cli-left-discarded", &[briefing]);
            Reply::new(text, "left", left).field("discarded", true)
        }
        Some(recorded) => {
            let text = message(
                "cli-left-recorded",
                &[briefing, ("seq", recorded.seq.into())],
            );
            Reply::new(text, "left", left)
                .field("seq", recorded.seq)
                .field("hash", recorded.hash.to_string())
        }
    })
}

fn nothing() -> String {
    message("cli-left-nothing-open", &[])
}

fn describe(left: &Session) -> String {
    let at = |moment: Option<Moment>| {
        moment.map_or_else(String::new, |at| {
            at.local().strftime("%Y-%m-%d %H:%M").to_string()
        })
    };
    message(
        "cli-left-briefing",
        &[
            ("title", shown(&left.module().title).into()),
            ("shift", shown(&left.plan().shift.name).into()),
            ("date", left.plan().shift.date.to_string().into()),
            ("begunAt", at(left.started_at()).into()),
            ("leftAt", at(left.left_at()).into()),
            ("minutes", (left.open_secs() / 60).into()),
            (
                "by",
                shown(match left.facilitator().name.trim() {
                    "" => &left.plan().account,
                    name => name,
                })
                .into(),
            ),
        ],
    )
}

fn to_json(left: &Session) -> Value {
    let plan = left.plan();
    json!({
        "session_id": left.id(),
        "pack_id": plan.pack.id,
        "pack_version": plan.pack.version,
        "module_id": plan.module.id,
        "module_title": plan.module.title,
        "shift": plan.shift.id,
        "shift_name": plan.shift.name,
        "shift_date": plan.shift.date,
        "started_at": left.started_at(),
        "left_at": left.left_at(),
        "minutes": left.open_secs() / 60,
        "facilitator": left.facilitator().name,
        "account": plan.account,
    })
}
