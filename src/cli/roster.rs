//! The station's roster: taken in from a file, written to one, listed (CLI 2.24, CLI 2.25,
//! CLI 2.37, CLI 2.38).

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::cli::output::lines_to_json;
use crate::cli::station::{load, saved};
use crate::cli::{Context, Failure, Reply, files};
use crate::operations::station::{export_roster, import_roster, read_roster};
use crate::operations::{self, describe_roster};
use crate::station::roster::RosterColumn;
use crate::station::{Diff, ShiftId, field_changes};
use crate::words::messages::{fixed, message};
use crate::words::{LineWords, roster_warning, shown_path};

/// `muster roster …`.
#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    #[command(after_help = import_help())]
    Import(ImportArgs),
    Export(ExportArgs),
    List,
    Renumber(RenumberArgs),
}

/// What `roster renumber` takes.
#[derive(Debug, Args)]
pub struct RenumberArgs {
    old: String,
    new: String,
    #[arg(long)]
    same_officer: bool,
}

/// What `roster import` takes.
#[derive(Debug, Args)]
pub struct ImportArgs {
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
}

/// What `roster export` takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long)]
    force: bool,
}

/// What `--help` adds after the options.
pub fn import_help() -> String {
    message("cli-roster-import-help", &[])
}

pub fn run(context: &Context, command: RosterCommand) -> Result<Reply, Failure> {
    match command {
        RosterCommand::Import(args) => import(context, &args),
        RosterCommand::Export(args) => export(context, &args),
        RosterCommand::List => list(context),
        RosterCommand::Renumber(args) => renumber(context, &args),
    }
}

fn import(context: &Context, args: &ImportArgs) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    let today = context.now.date();
    let read = read_roster(&folder, &args.file, !args.dry_run, today)?;
    let file = &read.roster;
    let outcome = if args.dry_run {
        read.diff
    } else {
        saved(import_roster(&folder, file, today)?).0
    };
    let (missing, ignored) = (&file.missing_columns, &file.ignored_columns);
    let text = describe_roster(&outcome, missing, ignored, args.dry_run);
    let mut reply = Reply::new(text, "dry_run", args.dry_run);
    reply
        .fields
        .extend(changes_to_json(&outcome, missing, ignored));
    Ok(reply)
}

/// What a roster changes, and what looks wrong in it (CLI 3.27).
pub(super) fn changes_to_json(
    changes: &Diff,
    missing: &[RosterColumn],
    ignored: &[String],
) -> Map<String, Value> {
    let pairs = changes.changed.iter().map(|(from, to)| {
        let fields = field_changes(from, to).into_iter().map(
            |change| json!({"field": change.column.name(), "from": change.from, "to": change.to}),
        );
        json!({"from": from, "to": to, "fields": fields.collect::<Vec<_>>()})
    });
    let sums = changes.field_sums().into_iter().map(|sum| {
        let name = sum.column.name();
        json!({"field": name, "changed": sum.changed, "emptied": sum.emptied})
    });
    let warnings: Vec<LineWords> = changes.warnings.iter().map(roster_warning).collect();
    let missing: Vec<&str> = missing.iter().map(|column| column.name()).collect();
    [
        ("new", json!(changes.new)),
        ("changed", pairs.collect::<Vec<_>>().into()),
        ("gone", json!(changes.gone)),
        ("unchanged", changes.unchanged.into()),
        ("fields", sums.collect::<Vec<_>>().into()),
        ("missing_columns", json!(missing)),
        ("ignored_columns", json!(ignored)),
        ("warnings", lines_to_json(&warnings).into()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// A file that is read back without any change (RECORDS 7.20).
fn export(context: &Context, args: &ExportArgs) -> Result<Reply, Failure> {
    let out = &args.out;
    let station = load(context)?;
    let if_there = files::if_there(args.force);
    let (out, count) = export_roster(&station, out, if_there, context.now.date())?;
    let text = message(
        "cli-roster-exported",
        &[("count", count.into()), ("out", shown_path(&out).into())],
    );
    Ok(Reply::new(text, "count", count).field("file", out.display().to_string()))
}

fn list(context: &Context) -> Result<Reply, Failure> {
    let station = load(context)?;
    let today = context.now.date();
    let mut text = String::new();
    let mut officers = Vec::new();
    for officer in &station.roster {
        let active = officer.is_active(today);
        let shift = officer.shift.as_ref().map_or("", ShiftId::as_str);
        let _ = writeln!(
            text,
            "{:<12} {} {}  {shift}{}",
            officer.id,
            officer.rank,
            officer.name,
            if active {
                String::new()
            } else {
                format!("  {}", fixed("cli-roster-inactive"))
            }
        );
        let mut value = json!(officer);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("active".to_owned(), active.into());
        }
        officers.push(value);
    }
    if officers.is_empty() {
        text.push_str(fixed("cli-roster-empty"));
    }
    Ok(Reply::new(text, "officers", officers))
}

/// RECORDS 7.12.
fn renumber(context: &Context, args: &RenumberArgs) -> Result<Reply, Failure> {
    let (old, new) = (args.old.trim(), args.new.trim());
    let folder = context.data_folder()?;
    let today = context.now.date();
    let renumbered = operations::station::renumber(&folder, (old, new), args.same_officer, today)?;
    let ((), station) = saved(renumbered);
    let officer = station.officer(new);
    let name = officer.map_or("", |officer| &officer.name);
    let text = message(
        "cli-roster-renumbered",
        &[
            ("old", old.into()),
            ("new", new.into()),
            ("name", name.into()),
        ],
    );
    Ok(Reply::new(text, "officer", json!(officer)))
}
