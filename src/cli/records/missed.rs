//! Who missed which briefing, since when, and why (RECORDS 8.14).

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::cli::records::{Store, open_to_read};
use crate::cli::{Context, Failure, Reply, due, files};
use crate::operations::{self, ExportTo};
use crate::records::missed::{Missed, Open, Which};
use crate::station::ShiftId;
use crate::words::messages::{fixed, message};
use crate::words::{missed_reason, overwrite_advice, shown, shown_path};

/// What `records missed` takes.
#[derive(Debug, Args)]
pub struct MissedArgs {
    #[arg(long, value_name = "ID")]
    module: Option<String>,
    #[arg(long, value_name = "ID")]
    shift: Option<String>,
    #[arg(long, value_name = "ID")]
    officer: Option<String>,
    #[arg(long)]
    format: Option<MissedFormat>,
    #[arg(long, value_name = "FILE", requires = "format")]
    out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    force: bool,
    #[arg(long, requires = "out")]
    no_bom: bool,
    #[command(flatten)]
    store: Store,
}

/// File formats.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum MissedFormat {
    #[value(help = fixed("help-records-missed-format-csv"))]
    Csv,
}

pub fn run(context: &Context, args: &MissedArgs) -> Result<Reply, Failure> {
    let module = args.module.as_deref();
    let module = module.map(|name| due::known_module(context, name, Vec::new()));
    let which = Which {
        module: module.transpose()?,
        shift: args.shift.as_deref().map(ShiftId::as_recorded),
        officer: args.officer.clone(),
    };
    let here = context.here()?;
    let records = open_to_read(context, &args.store)?;
    let missed = operations::records::missed(&here, &records, &which)?;
    let rows: Vec<Value> = missed.iter().flat_map(to_json).collect();
    let count = rows.len();
    let mut reply = Reply::new(String::new(), "missed", rows).field("date", json!(here.now.date()));
    match (&args.out, args.format) {
        (Some(file), _) => {
            let to = ExportTo::File {
                file,
                if_there: files::if_there(args.force),
                advice: &overwrite_advice(),
            };
            let written = operations::records::export_missed(&here, &missed, to, !args.no_bom)?;
            let file = ("file", shown_path(&written).into());
            reply.text = message("cli-missed-written", &[("count", count.into()), file]);
        }
        (None, Some(MissedFormat::Csv)) => {
            let mut table = Vec::new();
            // Writing to memory cannot fail.
            let _ = operations::records::write_missed(&missed, &mut table);
            reply.text = String::from_utf8(table).unwrap_or_default();
            reply.is_table = true;
        }
        (None, None) if missed.is_empty() => fixed("cli-missed-none").clone_into(&mut reply.text),
        (None, None) => reply.text = missed.iter().map(describe).collect(),
    }
    Ok(reply)
}

fn to_json(missed: &Missed) -> impl Iterator<Item = Value> {
    let officer = &missed.officer;
    missed.open.iter().map(move |open| {
        json!({
            "officer": {
                "id": officer.id,
                "name": officer.name,
                "rank": officer.rank,
                "squad": officer.squad,
            },
            "shift": missed.shift.id,
            "shift_name": missed.shift.name,
            "pack_id": open.module.pack,
            "module_id": open.module.module,
            "module_title": open.title,
            "since": open.since,
            "reason": open.reason,
            "attended": open.attended,
            "session_id": open.session,
        })
    })
}

fn describe(missed: &Missed) -> String {
    let mut text = message(
        "cli-missed-officer",
        &[
            ("id", shown(&missed.officer.id).into()),
            ("name", shown(&missed.officer.name).into()),
            ("shift", shown(&missed.shift.name).into()),
        ],
    );
    for open in &missed.open {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {}", describe_open(open));
    }
    text.push('\n');
    text
}

fn describe_open(open: &Open) -> String {
    message(
        "cli-missed-open",
        &[
            ("title", shown(&open.title).into()),
            ("since", open.since.to_string().into()),
            ("reason", missed_reason(open.reason).into()),
        ],
    )
}
