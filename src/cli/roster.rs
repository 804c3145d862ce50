//! The station's roster: taken in from a file, listed.

use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::station::{change, load};
use crate::cli::{Context, Failure, Reply};
use crate::station::{Diff, Officer, Station, diff, roster};
use crate::words::Code;

/// `muster roster …`.
#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    /// Take in a roster file (CSV); officers who are not in it become inactive
    #[command(after_help = "\
Columns: officer_id and name; optionally rank, squad, shift, certification, active_from and
active_to (dates such as 2026-11-24). Other columns are reported and ignored.")]
    Import(ImportArgs),
    /// The officers of this station
    List,
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
    }
}

fn import(context: &Context, args: &ImportArgs) -> Result<Reply, Failure> {
    let bytes = read_bounded(&args.file)?;
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

fn read_bounded(file: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: &io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            return Failure::not_found(file);
        }
        let mut failure = Failure::new(
            Code::SourceRead,
            format!("{} could not be read.", file.display()),
            "Check that it is a file, and that the stick is in, then try again.",
        );
        failure.words.details = error.to_string();
        failure.file = Some(file.to_owned());
        failure
    };
    let mut bytes = Vec::new();
    let open = File::open(file).map_err(|e| unreadable(&e))?;
    open.take(roster::MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(&e))?;
    Ok(bytes)
}

pub(super) fn describe_changes(changes: &Diff, dry_run: bool) -> String {
    let mut text = String::new();
    let mut list = |title: &str, officers: &[&Officer]| {
        for officer in officers {
            let _ = writeln!(text, "{title} {} {}", officer.id, officer.name);
        }
    };
    list("new:    ", &changes.new.iter().collect::<Vec<_>>());
    let after = changes.changed.iter().map(|(_, to)| to);
    list("changed:", &after.collect::<Vec<_>>());
    list("gone:   ", &changes.gone.iter().collect::<Vec<_>>());
    let _ = writeln!(
        text,
        "{} new, {} changed, {} gone (inactive from today on), {} unchanged.{}",
        changes.new.len(),
        changes.changed.len(),
        changes.gone.len(),
        changes.unchanged,
        if dry_run { " Nothing was changed." } else { "" }
    );
    text
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
