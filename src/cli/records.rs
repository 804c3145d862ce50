//! Reading and writing the records.

mod add;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cli::{Context, Failure, Reply, due, say};
use crate::pack::ModuleRef;
use crate::records::{Change, Filter, Format, Head, Records, RecordsError, SessionView, Sha, What};
use crate::session::Moment;
use crate::words::{Code, Words};

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
    Export(ExportArgs),
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

/// What `records export` takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// One row a session, or one row an officer
    #[arg(long)]
    what: WhatArg,
    /// Comma-separated for spreadsheets, or JSON
    #[arg(long)]
    format: FormatArg,
    /// The file to write; the chain's head goes beside it, into FILE.chain.json
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Overwrite files that are there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    store: Store,
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

/// Views of the records.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum WhatArg {
    /// One row a session, with counts for its lists
    Sessions,
    /// One row an officer of a session
    Attendance,
}

/// File formats.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FormatArg {
    /// RFC 4180, UTF-8
    Csv,
    /// One document
    Json,
}

pub fn run(context: &Context, command: RecordsCommand) -> Result<Reply, Failure> {
    match command {
        RecordsCommand::List { which, store } => list(context, &which, &store),
        RecordsCommand::Export(args) => export(context, &args),
        RecordsCommand::Verify { against, store } => verify(context, against.as_deref(), &store),
        RecordsCommand::Rebuild => rebuild(context),
        RecordsCommand::Add(args) => add::run(context, &args),
        RecordsCommand::Amend(args) => amend(context, &args),
    }
}

fn failed(error: &RecordsError) -> Failure {
    Failure::of("the records", error)
}

/// The records, to read. A station that has recorded nothing yet has none, and that is no error.
fn open_to_read(context: &Context, store: &Store) -> Result<Records, Failure> {
    if let Some(file) = &store.store {
        return Records::open_read_only(file).map_err(|e| Failure::about(file, &e));
    }
    let file = context.data_folder()?.records_file();
    match Records::open_read_only(&file) {
        Err(RecordsError::NoStore { .. }) => Records::none(&file),
        opened => opened,
    }
    .map_err(|e| Failure::about(&file, &e))
}

/// The records, to write. A damaged store is kept aside, loudly.
fn open_to_write(context: &Context) -> Result<Records, Failure> {
    let file = context.data_folder()?.records_file();
    let records = Records::open(&file).map_err(|e| Failure::about(&file, &e))?;
    if let Some(kept) = records.kept_aside() {
        say(&Words::new(
            Code::StoreDamaged,
            format!(
                "The records ({}) were damaged. New ones were begun.",
                file.display()
            ),
            format!(
                "The damaged file is kept, untouched, as {}. Tell whoever is responsible for the records.",
                kept.display()
            ),
        ));
    }
    Ok(records)
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
    let amended = match view.amendments.len() {
        0 => String::new(),
        n => format!("; amended {n} times"),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}  {}  {}{}\n    {} of {} there, led by {}, {} to {}{amended}; session {}",
        s.shift_date,
        s.shift_name,
        s.module_title,
        version.unwrap_or_default(),
        there,
        s.officers.len(),
        s.facilitator.name,
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
    let carried = against.map(read_head).transpose()?;
    let checked = open_to_read(context, store).and_then(|records| {
        let head = records.verify().map_err(|e| Failure::about(&file, &e))?;
        if let Some((hash, count)) = carried {
            records
                .compare_head(hash, count)
                .map_err(|e| Failure::about(&file, &e))?;
        }
        Ok(head)
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
    let text = format!("All {} rows are whole. Head: {}", head.count, head.hash);
    Ok(Reply::new(text, "count", head.count).field("head", head.hash.to_string()))
}

/// A head that was carried away, and its row where that is known.
fn read_head(text: &str) -> Result<(Sha, Option<u64>), Failure> {
    if let Ok(hash) = text.to_ascii_lowercase().parse() {
        return Ok((hash, None));
    }
    let file = PathBuf::from(text);
    if !file.exists() {
        return Err(Failure::not_found(&file));
    }
    for candidate in [chain_file(&file), file.clone()] {
        let mut bytes = Vec::new();
        let Ok(open) = File::open(&candidate) else {
            continue;
        };
        if open.take(1 << 20).read_to_end(&mut bytes).is_err() {
            continue;
        }
        if let Ok(head) = serde_json::from_slice::<Head>(&bytes) {
            return Ok((head.hash, Some(head.count)));
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
    let records = open_to_write(context)?;
    records.rebuild().map_err(|e| failed(&e))?;
    let head = records.verify().map_err(|e| failed(&e))?;
    let text = format!("Made anew from {} rows.", head.count);
    Ok(Reply::new(text, "count", head.count))
}

fn chain_file(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".chain.json");
    PathBuf::from(name)
}

fn export(context: &Context, args: &ExportArgs) -> Result<Reply, Failure> {
    let chain = chain_file(&args.out);
    for file in [&args.out, &chain] {
        if !args.force && file.exists() {
            return Err(exists(file));
        }
    }
    let records = open_to_read(context, &args.store)?;
    let filter = filter(context, &args.which, &records)?;
    let what = match args.what {
        WhatArg::Sessions => What::Sessions,
        WhatArg::Attendance => What::Attendance,
    };
    let format = match args.format {
        FormatArg::Csv => Format::Csv,
        FormatArg::Json => Format::Json,
    };
    let mut exported = None;
    write_whole(&args.out, args.force, |out| {
        let done = records.export(what, format, &filter, out);
        exported = Some(done.map_err(|e| match e {
            RecordsError::Io { error, .. } => cannot_write(&args.out, &error),
            RecordsError::NoSpace { .. } => no_space(&args.out),
            error => failed(&error),
        })?);
        Ok(())
    })?;
    let (rows, head) = exported.map_or((0, None), |e| (e.rows, Some(e.head)));
    let document = json!(head);
    write_whole(&chain, args.force, |out| {
        writeln!(out, "{document}").map_err(|e| cannot_write(&chain, &e))
    })?;
    let text = format!(
        "{rows} rows written to {}; the head of the chain beside it, in {}.",
        args.out.display(),
        chain.display()
    );
    let mut reply = Reply::new(text, "rows", rows)
        .field("file", args.out.display().to_string())
        .field("chain_file", chain.display().to_string());
    if let Some(head) = head {
        reply = reply
            .field("count", head.count)
            .field("head", head.hash.to_string());
    }
    Ok(reply)
}

/// Writes a file beside its place and renames it there when it is whole.
fn write_whole(
    file: &Path,
    force: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut temp = tempfile::NamedTempFile::new_in(folder).map_err(|e| cannot_write(file, &e))?;
    {
        let mut out = BufWriter::new(&mut temp);
        write(&mut out)?;
        out.flush().map_err(|e| cannot_write(file, &e))?;
    }
    temp.as_file()
        .sync_all()
        .map_err(|e| cannot_write(file, &e))?;
    let placed = if force {
        temp.persist(file)
    } else {
        temp.persist_noclobber(file)
    };
    placed.map(|_| ()).map_err(|e| match e.error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(file),
        _ => cannot_write(file, &e.error),
    })
}

fn exists(file: &Path) -> Failure {
    let mut failure = Failure::new(
        Code::Exists,
        format!("{} is there already.", file.display()),
        "Give another name, or overwrite it with --force.",
    );
    failure.file = Some(file.to_owned());
    failure
}

fn no_space(file: &Path) -> Failure {
    let mut failure = Failure::new(
        Code::NoSpace,
        format!("The disk is full: {} was not written.", file.display()),
        "Free some space, or write to another disk.",
    );
    failure.file = Some(file.to_owned());
    failure
}

fn cannot_write(file: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return no_space(file);
    }
    let mut failure = Failure::new(
        Code::Io,
        format!("{} could not be written.", file.display()),
        "Check that the folder is there and that you may write in it, then try again.",
    );
    failure.words.details = error.to_string();
    failure.file = Some(file.to_owned());
    failure
}

fn amend(context: &Context, args: &AmendArgs) -> Result<Reply, Failure> {
    if args.by.trim().is_empty() || args.why.trim().is_empty() {
        return Err(Failure::new(
            Code::Usage,
            "A change needs somebody who makes it, and a reason.",
            "Give both: --by NAME --why TEXT.",
        ));
    }
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
        amendment.field, amendment.from, amendment.to
    );
    Ok(Reply::new(text, "amendment", json!(amendment)))
}
