//! Reading and writing the records (CLI 2.28, RECORDS).

mod add;
mod backup;
mod bring_in;
mod export;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply, check_names, due, say};
use crate::pack::ModuleRef;
use crate::platform::files;
use crate::records::{Carried, Change, Filter, Head, Records, RecordsError, SessionView};
use crate::session::Moment;
use crate::words::{Code, Words, shown, shown_path};

/// `muster records …`.
#[derive(Debug, Subcommand)]
pub enum RecordsCommand {
    /// Recorded briefings, newest first
    List {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        store: Store,
    },
    /// Write records to a file for others
    Export(export::ExportArgs),
    /// Copy the records into one file, verified, while others write
    Backup(backup::BackupArgs),
    /// Are the records whole? Checks every row
    Verify {
        /// Compare with a head that was carried away: 64 hexadecimal digits, or a file of an
        /// export or its .chain.json
        #[arg(long, value_name = "HEAD|FILE")]
        against: Option<String>,
        #[command(flatten)]
        store: Store,
    },
    /// Make anew what screens read, from the records themselves
    Rebuild,
    /// Bring in what was recorded in another store by mistake, each row marked as such
    BringIn(bring_in::BringInArgs),
    /// Record a briefing that was held on paper
    Add(add::AddArgs),
    /// Change one field of a record by a row of its own; the record itself stays
    Amend(AmendArgs),
}

/// Which records file.
#[derive(Debug, Args)]
pub struct Store {
    /// Another records.db than this station's
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

/// Which sessions.
#[derive(Debug, Args)]
pub struct Which {
    /// Only this module
    #[arg(long, value_name = "ID")]
    module: Option<String>,
    /// Only this shift
    #[arg(long, value_name = "ID")]
    shift: Option<String>,
    /// Only sessions with this officer on the roll
    #[arg(long, value_name = "ID")]
    officer: Option<String>,
    /// From this shift date on
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Up to this shift date
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only sessions in which these words stand
    #[arg(long, value_name = "WORDS", default_value = "")]
    text: String,
}

/// What `records amend` takes.
#[derive(Debug, Args)]
pub struct AmendArgs {
    /// The session, as records list --json names it
    session: Uuid,
    /// The officer whose field it is; without one it is a field of the session
    #[arg(long, value_name = "ID")]
    officer: Option<String>,
    /// The field, as records list --json names it, for example mark, notes, facilitator.name
    #[arg(long, value_name = "F")]
    field: String,
    /// The new value
    #[arg(long, value_name = "VALUE")]
    to: String,
    /// Who changes it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
}

pub fn run(context: &Context, command: RecordsCommand) -> Result<Reply, Failure> {
    match command {
        RecordsCommand::List { which, store } => list(context, &which, &store),
        RecordsCommand::Backup(args) => backup::run(context, &args),
        RecordsCommand::Export(args) => export::run(context, &args),
        RecordsCommand::Verify { against, store } => verify(context, against.as_deref(), &store),
        RecordsCommand::Rebuild => rebuild(context),
        RecordsCommand::BringIn(args) => bring_in::run(context, &args),
        RecordsCommand::Add(args) => add::run(context, &args),
        RecordsCommand::Amend(args) => amend(context, &args),
    }
}

fn failed(error: &RecordsError) -> Failure {
    Failure::of("the records", error)
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
    let Some(kept) = records.kept_aside() else {
        return;
    };
    say(&Words::new(
        Code::StoreDamaged,
        format!(
            "The records ({}) were damaged. New ones were begun.",
            shown_path(records.path())
        ),
        format!(
            "The damaged file is kept, untouched, as {}. Tell whoever is responsible for the records.",
            shown_path(kept)
        ),
    ));
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
        officer: which.officer.clone(),
        from: which.from,
        to: which.to,
        text: which.text.clone(),
        limit: None,
    })
}

fn list(context: &Context, which: &Which, store: &Store) -> Result<Reply, Failure> {
    let records = open_to_read(context, store)?;
    let filter = filter(context, which, &records)?;
    let views = records.sessions(&filter).map_err(|e| failed(&e))?;
    let mut text = String::new();
    for view in &views {
        describe(&mut text, view);
    }
    if views.is_empty() {
        text.push_str("No briefing is recorded that fits.");
    }
    let sessions: Vec<Value> = views.iter().map(|view| json!(view)).collect();
    Ok(Reply::new(text, "sessions", sessions))
}

fn describe(text: &mut String, view: &SessionView) {
    let s = &view.session;
    let there = s.officers.iter().filter(|o| o.mark.was_there()).count();
    let version = s.pack_version.map(|v| format!(" (version {v})"));
    let mut amended = match view.amendments.len() {
        0 => String::new(),
        n => format!("; amended {n} times"),
    };
    if let Some(from) = &view.brought_in {
        // Writing to a String cannot fail.
        let _ = write!(amended, "; brought in from {}", shown(&from.store));
    }
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}  {}  {}{}\n    {} of {} there, led by {}, {} to {}{amended}; session {}",
        s.shift_date,
        shown(&s.shift_name),
        shown(&s.module_title),
        version.unwrap_or_default(),
        there,
        s.officers.len(),
        shown(&s.facilitator.name),
        s.started_at.local().strftime("%H:%M"),
        s.ended_at.local().strftime("%H:%M"),
        s.session_id,
    );
}

fn verify(context: &Context, against: Option<&str>, store: &Store) -> Result<Reply, Failure> {
    let file = match &store.store {
        Some(file) => file.clone(),
        None => context.data_folder()?.records_file(),
    };
    let carried = Vec::from_iter(against.map(read_head).transpose()?);
    let checked = open_to_verify(context, store).and_then(|records| {
        let mut meter = Meter::new(context, shown_path(&file));
        records
            .verify_against(&carried, &mut |done, all| meter.step(done, all))
            .map_err(|e| Failure::about(&file, &e))
    });
    let head = checked.map_err(|mut failure| {
        // For this command a file that cannot be read at all is a chain that does not hold.
        if failure.words.code == Code::StoreDamaged {
            let details = std::mem::take(&mut failure.words.details);
            let broken = RecordsError::ChainBroken {
                seq: 1,
                reason: details,
            };
            return Failure::about(&file, &broken);
        }
        failure
    })?;
    let rows = match head.count {
        1 => "The only row is whole.".to_owned(),
        count => format!("All {count} rows are whole."),
    };
    let text = format!("{rows} Head: {}", head.hash);
    Ok(Reply::new(text, "count", head.count).field("head", head.hash.to_string()))
}

/// Longer than any head with its export's facts.
const MAX_HEAD_FILE: u64 = 1 << 20;

/// A head that was carried away, and its row where that is known.
fn read_head(text: &str) -> Result<Carried, Failure> {
    if let Ok(hash) = text.to_ascii_lowercase().parse() {
        return Ok(Carried { hash, count: None });
    }
    let file = PathBuf::from(text);
    if !file.exists() {
        return Err(Failure::not_found(&file));
    }
    for candidate in [export::chain_file(&file), file.clone()] {
        let read = files::open(&candidate).and_then(|file| files::read_up_to(file, MAX_HEAD_FILE));
        let Ok(bytes) = read else {
            continue;
        };
        if let Ok(head) = serde_json::from_slice::<Head>(&bytes) {
            return Ok(head.into());
        }
    }
    let mut failure = Failure::new(
        Code::Usage,
        format!("{text} carries no head of a chain."),
        "Give 64 hexadecimal digits, an export, or its .chain.json.",
    );
    failure.file = Some(file);
    Err(failure)
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
    let mut text = format!("Made anew from {} rows.", head.count);
    let kept = rebuilt.kept.map(|kept| kept.display().to_string());
    if let Some(kept) = &kept {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            " The file was altered outside Muster; as it was it is kept as {kept}. Compare the records with a head that was carried away: muster records verify --against."
        );
    }
    Ok(Reply::new(text, "count", head.count)
        .field("head", head.hash.to_string())
        .field("kept", kept))
}

fn amend(context: &Context, args: &AmendArgs) -> Result<Reply, Failure> {
    if args.by.trim().is_empty() || args.why.trim().is_empty() {
        return Err(Failure::new(
            Code::Usage,
            "A change needs somebody who makes it, and a reason.",
            "Give both: --by NAME --why TEXT.",
        ));
    }
    check_names("--by", [&args.by])?;
    let records = open_to_write(context)?;
    let account = context.who().account;
    let change = Change {
        session: args.session,
        officer: args.officer.as_deref(),
        field: &args.field,
        to: &args.to,
        by: &args.by,
        why: &args.why,
        at: Moment::from(&context.now),
        account: &account,
    };
    let amendment = records.amend(&change).map_err(|e| failed(&e))?;
    let text = format!(
        "{} was {}, is {}.",
        amendment.field,
        shown(&amendment.from.to_string()),
        shown(&amendment.to.to_string())
    );
    Ok(Reply::new(text, "amendment", json!(amendment)))
}
