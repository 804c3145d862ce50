//! Records written to files for others, with the head of the chain beside them.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::records::{Store, Which, failed, filter, open_to_read};
use crate::cli::{Context, Failure, Reply, files};
use crate::records::{Format, RecordsError, What};
use crate::words::{Code, shown_path};

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

/// Where the head of the chain goes, beside an export.
pub(super) fn chain_file(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".chain.json");
    PathBuf::from(name)
}

pub fn run(context: &Context, args: &ExportArgs) -> Result<Reply, Failure> {
    let chain = chain_file(&args.out);
    for file in [&args.out, &chain] {
        if !args.force && file.exists() {
            return Err(exists(file));
        }
    }
    files::check_place(&args.out)?;
    files::check_place(&chain)?;
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
        shown_path(&args.out),
        shown_path(&chain)
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

pub(super) fn exists(file: &Path) -> Failure {
    let mut failure = Failure::new(
        Code::Exists,
        format!("{} is there already.", shown_path(file)),
        "Give another name, or overwrite it with --force.",
    );
    failure.file = Some(file.to_owned());
    failure
}

fn no_space(file: &Path) -> Failure {
    let mut failure = Failure::new(
        Code::NoSpace,
        format!("The disk is full: {} was not written.", shown_path(file)),
        "Free some space, or write to another disk.",
    );
    failure.file = Some(file.to_owned());
    failure
}

pub(super) fn cannot_write(file: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return no_space(file);
    }
    let mut failure = Failure::new(
        Code::Io,
        format!("{} could not be written.", shown_path(file)),
        "Check that the folder is there and that you may write in it, then try again.",
    );
    failure.words.details = error.to_string();
    failure.file = Some(file.to_owned());
    failure
}
