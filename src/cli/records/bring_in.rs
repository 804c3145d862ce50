//! `muster records bring-in` (CLI 2.28, RECORDS 2.11).

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::progress::Meter;
use crate::cli::records::open_to_write;
use crate::cli::{Context, Failure, Reply};
use crate::records::Records;
use crate::session::Moment;
use crate::words::messages::{fixed, message};
use crate::words::shown_path;

/// What `records bring-in` takes.
#[derive(Debug, Args)]
pub struct BringInArgs {
    file: Option<PathBuf>,
}

pub fn run(context: &Context, args: &BringInArgs) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    let found = folder.astray_records();
    // A file that somebody names may be a copy that is to be kept; it stays where it is.
    let (files, set_aside) = match &args.file {
        Some(file) => (std::slice::from_ref(file), false),
        None => (found, true),
    };
    let mut text = String::new();
    let mut stores = Vec::new();
    if files.is_empty() {
        text.push_str(fixed("cli-bring-in-none"));
        return Ok(Reply::new(text, "stores", stores));
    }
    let account = context.who().account;
    let records = open_to_write(context)?;
    for file in files {
        let mut meter = Meter::new(context, &shown_path(file));
        let mut progress = |done, all| meter.step(done, all);
        let at = Moment::from(&context.now);
        let brought = if set_aside {
            records.bring_in_and_set_aside(file, &account, &at, &mut progress)
        } else {
            Records::open_read_only(file)
                .and_then(|other| records.bring_in(&other, &account, &at, &mut progress))
                .map(|done| (done, None))
        };
        let (done, aside) = brought.map_err(|error| Failure::about(file, &error))?;
        drop(meter);
        let (sessions, amendments) = (done.sessions, done.amendments);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}",
            message(
                "cli-bring-in-done",
                &[
                    ("file", shown_path(file).into()),
                    ("sessions", sessions.into()),
                    ("amendments", amendments.into()),
                    ("alreadyHere", done.already_here.into())
                ]
            )
        );
        if done.left > 0 {
            let _ = writeln!(
                text,
                "{}",
                message("cli-bring-in-left", &[("left", done.left.into())])
            );
        }
        if let Some(aside) = &aside {
            let _ = writeln!(
                text,
                "{}",
                message(
                    "cli-bring-in-file-kept",
                    &[("aside", shown_path(aside).into())]
                )
            );
        }
        stores.push(json!({
            "store": file.display().to_string(),
            "sessions": sessions,
            "amendments": amendments,
            "already_here": done.already_here,
            "left": done.left,
            "kept_as": aside.map(|aside| aside.display().to_string()),
        }));
    }
    Ok(Reply::new(text, "stores", Value::Array(stores)))
}
