//! Reading and writing the records (CLI 2.28, RECORDS).

mod add;
mod amend;
mod backup;
mod bring_in;
mod export;
mod left;
mod missed;
mod verify;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::cli::{Context, Failure, Reply, due, say, station};
use crate::pack::ModuleRef;
use crate::records::{Filter, Records, RecordsError, SessionView};
use crate::session::{Delivery, Mark};
use crate::words::messages::{fixed, message};
use crate::words::{kept_aside, shown};

/// `muster records …`.
#[derive(Debug, Subcommand)]
pub enum RecordsCommand {
    List {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        store: Store,
    },
    Export(export::ExportArgs),
    Backup(backup::BackupArgs),
    Verify {
        #[arg(long, value_name = "HEAD|FILE")]
        against: Option<String>,
        #[arg(long, value_name = "FILE", requires = "against")]
        station_key: Option<PathBuf>,
        #[command(flatten)]
        store: Store,
    },
    Rebuild,
    BringIn(bring_in::BringInArgs),
    Add(add::AddArgs),
    Left(left::LeftArgs),
    Missed(missed::MissedArgs),
    Amend(amend::AmendArgs),
}

/// Which records file.
#[derive(Debug, Args)]
pub struct Store {
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

impl Store {
    /// Not another file.
    fn is_this_stations(&self) -> bool {
        self.store.is_none()
    }
}

/// Which sessions.
#[derive(Debug, Args)]
pub struct Which {
    #[arg(long, value_name = "ID")]
    module: Option<String>,
    #[arg(long, value_name = "ID")]
    shift: Option<String>,
    #[arg(long, value_name = "ID")]
    officer: Option<String>,
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    #[arg(long, value_name = "WORDS", default_value = "")]
    text: String,
}

pub fn run(context: &Context, command: RecordsCommand) -> Result<Reply, Failure> {
    match command {
        RecordsCommand::List { which, store } => list(context, &which, &store),
        RecordsCommand::Backup(args) => backup::run(context, &args),
        RecordsCommand::Export(args) => export::run(context, &args),
        RecordsCommand::Verify {
            against,
            station_key,
            store,
        } => verify::run(context, against.as_deref(), station_key.as_deref(), &store),
        RecordsCommand::Rebuild => rebuild(context),
        RecordsCommand::BringIn(args) => bring_in::run(context, &args),
        RecordsCommand::Add(args) => add::run(context, &args),
        RecordsCommand::Left(args) => left::run(context, &args),
        RecordsCommand::Missed(args) => missed::run(context, &args),
        RecordsCommand::Amend(args) => amend::run(context, &args),
    }
}

fn failed(error: &RecordsError) -> Failure {
    Failure::of(fixed("cli-records-store-name"), error)
}

/// The records, to read. A station that has recorded nothing yet has none, and that is no error.
fn open_to_read(context: &Context, store: &Store) -> Result<Records, Failure> {
    open_by(context, store, Records::open_read_only)
}

/// The same, though they may have been altered: only to verify them.
fn open_to_verify(context: &Context, store: &Store) -> Result<Records, Failure> {
    open_by(context, store, Records::open_to_verify)
}

fn open_by(
    context: &Context,
    store: &Store,
    open: fn(&Path) -> Result<Records, RecordsError>,
) -> Result<Records, Failure> {
    if let Some(file) = &store.store {
        return open(file).map_err(|e| Failure::about(file, &e));
    }
    let file = context.data_folder()?.records_file();
    match open(&file) {
        Err(RecordsError::NoStore { .. }) => Records::none(&file),
        opened => opened,
    }
    .map_err(|e| Failure::about(&file, &e))
}

/// The records, to write. A damaged store is kept aside, loudly (CLI 1.11).
fn open_to_write(context: &Context) -> Result<Records, Failure> {
    let file = context.data_folder()?.records_file();
    let records = Records::open(&file).map_err(|e| Failure::about(&file, &e))?;
    say_kept_aside(&records);
    Ok(records)
}

fn say_kept_aside(records: &Records) {
    if let Some(kept) = records.kept_aside() {
        say(&kept_aside(records.path(), kept));
    }
}

fn filter(context: &Context, which: &Which, records: &Records) -> Result<Filter, Failure> {
    let module = which.module.as_deref();
    let module = module.map(|name| {
        let mut known = Vec::new();
        if let Ok(module) = name.parse() {
            let packs = records.packs_with(&module).map_err(|e| failed(&e))?;
            known.extend(packs.into_iter().map(|pack| ModuleRef {
                pack,
                module: module.clone(),
            }));
        }
        due::known_module(context, name, known)
    });
    Ok(Filter {
        module: module.transpose()?,
        shift: which.shift.clone(),
        officers: officers_of(context, which.officer.as_deref()),
        from: which.from,
        to: which.to,
        text: which.text.clone(),
        limit: None,
    })
}

/// Every id of the officer with this one (RECORDS 7.12). Records are read without the settings too.
fn officers_of(context: &Context, officer: Option<&str>) -> Vec<String> {
    let Some(id) = officer.map(str::trim) else {
        return Vec::new();
    };
    match station::load(context) {
        Ok(station) => station.ids_of(id),
        Err(_) => vec![id.to_owned()],
    }
}

fn list(context: &Context, which: &Which, store: &Store) -> Result<Reply, Failure> {
    let records = open_to_read(context, store)?;
    let filter = filter(context, which, &records)?;
    let views = records.sessions(&filter).map_err(|e| failed(&e))?;
    let mut text = String::new();
    for view in &views {
        describe(&mut text, view, &filter);
    }
    if views.is_empty() {
        text.push_str(fixed("cli-records-none"));
    }
    let sessions: Vec<Value> = views.iter().map(|view| json!(view)).collect();
    Ok(Reply::new(text, "sessions", sessions))
}

fn describe(text: &mut String, view: &SessionView, filter: &Filter) {
    let s = &view.session;
    let there = s.officers.iter().filter(|o| o.mark.was_there()).count();
    let version = s.pack_version.map(|version| {
        let version = version.to_string().into();
        message("cli-records-version", &[("version", version)])
    });
    let mut amended = match view.amendments.len() {
        0 => String::new(),
        count => message("cli-records-amended", &[("count", count.into())]),
    };
    if let Some(from) = &view.brought_in {
        // Writing to a String cannot fail.
        let _ = write!(
            amended,
            "{}",
            message(
                "cli-records-brought-in",
                &[("store", shown(&from.store).into())]
            )
        );
    }
    let how = match s.delivery {
        Delivery::RollCall => "",
        Delivery::MakeUp => fixed("cli-records-make-up"),
        Delivery::Class => fixed("cli-records-in-class"),
        Delivery::SelfStudy => fixed("cli-records-self-study"),
    };
    let mut officers = s.officers.iter();
    let one =
        officers.find(|officer| !filter.officers.is_empty() && filter.has_officer(&officer.id));
    // Of one officer that officer's mark, and not how many were there.
    let there = match one {
        Some(officer) => message(
            "cli-records-mark",
            &[
                ("id", shown(&officer.id).into()),
                ("mark", fixed(mark(officer.mark)).into()),
            ],
        ),
        None => message(
            "cli-records-there",
            &[("there", there.into()), ("all", s.officers.len().into())],
        ),
    };
    let led = match s.facilitator.name.as_str() {
        "" => String::new(),
        name => message("cli-records-led-by", &[("name", shown(name).into())]),
    };
    let parts = [how, &there, &led]
        .into_iter()
        .filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}",
        message(
            "cli-records-session",
            &[
                ("shiftDate", s.shift_date.to_string().into()),
                ("shiftName", shown(&s.shift_name).into()),
                ("moduleTitle", shown(&s.module_title).into()),
                ("version", version.unwrap_or_default().into()),
                ("parts", parts.join(", ").into()),
                (
                    "startedAt",
                    s.started_at.local().strftime("%H:%M").to_string().into()
                ),
                (
                    "endedAt",
                    s.ended_at.local().strftime("%H:%M").to_string().into()
                ),
                ("amended", amended.into()),
                ("sessionId", s.session_id.to_string().into())
            ]
        )
    );
}

fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Unmarked => "cli-mark-unmarked",
        Mark::Present => "cli-mark-present",
        Mark::Late => "cli-mark-late",
        Mark::LeftEarly => "cli-mark-left-early",
        Mark::Excused => "cli-mark-excused",
        Mark::Absent => "cli-mark-absent",
    }
}

fn rebuild(context: &Context) -> Result<Reply, Failure> {
    let file = context.data_folder()?.records_file();
    let opened = match Records::open(&file) {
        Err(RecordsError::Altered { .. }) => Records::open_to_verify(&file),
        opened => opened,
    };
    let mut records = opened.map_err(|e| Failure::about(&file, &e))?;
    say_kept_aside(&records);
    let rebuilt = records.rebuild().map_err(|e| Failure::about(&file, &e))?;
    drop(records);
    // As others will find it.
    let head = Records::open(&file)
        .and_then(|records| records.verify())
        .map_err(|e| Failure::about(&file, &e))?;
    let mut text = message("cli-records-rebuilt", &[("count", head.count.into())]);
    let kept = rebuilt.kept.map(|kept| kept.display().to_string());
    if let Some(kept) = &kept {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            " {}",
            message("cli-records-altered-file-kept", &[("kept", kept.into())])
        );
    }
    Ok(Reply::new(text, "count", head.count)
        .field("head", head.hash.to_string())
        .field("kept", kept))
}
