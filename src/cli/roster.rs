//! The station's roster: taken in from a file, listed (CLI 2.24, CLI 2.25).

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::station::{change, load};
use crate::cli::{Context, Failure, Reply, check_names};
use crate::station::{Station, diff, roster};
use crate::visit::{describe_changes, read_named};
use crate::words::Code;

/// `muster roster …`.
#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    /// Take in a roster file (CSV); officers who are not in it become inactive
    #[command(after_help = "\
Columns: officer_id and name; optionally rank, squad, shift, certification, active_from and
active_to (dates such as 2026-11-24), and former_id (the number that an officer had before; several
with | between them). Other columns are reported and ignored.")]
    Import(ImportArgs),
    /// The officers of this station
    List,
    /// Gives an officer another number; what is recorded under the old one stays theirs
    Renumber(RenumberArgs),
}

/// What `roster renumber` takes.
#[derive(Debug, Args)]
pub struct RenumberArgs {
    /// The officer's number so far
    old: String,
    /// The number from now on
    new: String,
    /// Both numbers are on the roster, under different names of the same officer
    #[arg(long)]
    same_officer: bool,
}

/// What `roster import` takes.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file: a CSV table with a header
    file: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

pub fn run(context: &Context, command: RosterCommand) -> Result<Reply, Failure> {
    match command {
        RosterCommand::Import(args) => import(context, &args),
        RosterCommand::List => list(context),
        RosterCommand::Renumber(args) => renumber(context, &args),
    }
}

fn import(context: &Context, args: &ImportArgs) -> Result<Reply, Failure> {
    let bytes = read_named(&args.file, roster::MAX_BYTES)?;
    let station = load(context).or_else(|failure| {
        // A damaged file is dealt with when the roster is saved.
        let damaged = failure.words.code == Code::StoreDamaged && !args.dry_run;
        if damaged {
            Ok(Station::default())
        } else {
            Err(failure)
        }
    })?;
    let file =
        roster::parse(&bytes, &station.shifts).map_err(|e| Failure::about(&args.file, &e))?;
    let today = context.now.date();
    let outcome = if args.dry_run {
        diff(&station.roster, &file.officers, today)
    } else {
        let taken = change(context, |station| {
            Ok(station.take_roster(&file.officers, today))
        })?;
        taken.0
    };
    let mut text = describe_changes(&outcome, args.dry_run);
    if !file.ignored_columns.is_empty() {
        let columns = file.ignored_columns.join(", ");
        let _ = writeln!(text, "Columns that Muster has no use for: {columns}.");
    }
    let pairs = outcome.changed.iter();
    let pairs: Vec<Value> = pairs
        .map(|(from, to)| json!({"from": from, "to": to}))
        .collect();
    Ok(Reply::new(text, "dry_run", args.dry_run)
        .field("new", json!(outcome.new))
        .field("changed", pairs)
        .field("gone", json!(outcome.gone))
        .field("unchanged", outcome.unchanged)
        .field("ignored_columns", file.ignored_columns))
}

fn list(context: &Context) -> Result<Reply, Failure> {
    let station = load(context)?;
    let today = context.now.date();
    let mut text = String::new();
    let mut officers = Vec::new();
    for officer in &station.roster {
        let active = officer.is_active(today);
        let shift = officer.shift.as_ref().map_or("", |id| &id.0);
        let _ = writeln!(
            text,
            "{:<12} {} {}  {shift}{}",
            officer.id,
            officer.rank,
            officer.name,
            if active { "" } else { "  inactive" }
        );
        let mut value = json!(officer);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("active".to_owned(), active.into());
        }
        officers.push(value);
    }
    if officers.is_empty() {
        text.push_str("Nobody is on the roster yet. Import one: muster roster import FILE.csv");
    }
    Ok(Reply::new(text, "officers", officers))
}

/// RECORDS 7.12.
fn renumber(context: &Context, args: &RenumberArgs) -> Result<Reply, Failure> {
    let (old, new) = (args.old.trim(), args.new.trim());
    check_names("The number", [&args.new])?;
    if new.is_empty() || new.contains('|') || new.chars().count() > roster::MAX_FIELD {
        return Err(Failure::new(
            Code::Usage,
            "That is no number of an officer.",
            "Give the number as the roster has it.",
        ));
    }
    let today = context.now.date();
    let (_, station) = change(context, |station| {
        let renumbered = station.renumber(old, new, args.same_officer, today);
        renumbered.map_err(|e| Failure::of("the roster", &e))
    })?;
    let officer = station.officer(new);
    let name = officer.map_or("", |officer| &officer.name);
    let text = format!("{old} is {new} now: {name}. What was recorded under {old} stays theirs.");
    Ok(Reply::new(text, "officer", json!(officer)))
}
