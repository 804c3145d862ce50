//! Records written to files for others, with the head of the chain beside them.

use std::path::{Path, PathBuf};

use crate::cli::progress::Meter;
use crate::cli::records::{Store, Which, failed, filter, open_to_read};
use crate::cli::{Context, Failure, Reply, files, say};
use crate::operations::{self, SignedHead, Unsigned};
use crate::records::{Format, Head, Records, RecordsError, What};
use crate::words::messages::message;
use crate::words::{Code, shown_path};
use clap::{Args, ValueEnum};

use crate::cli::progress::Follower;
use crate::cli::records::{Store, Which, filter, open_to_read};
use crate::cli::{Context, Failure, Reply, files, say};
use crate::operations::records::Export;
use crate::operations::{self, ExportTo};
use crate::records::{Format, What};
use crate::words::{overwrite_advice, shown_path};

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

pub fn run(context: &Context, args: &ExportArgs) -> Result<Reply, Failure> {
    let records = open_to_read(context, &args.store)?;
    let filter = filter(context, &args.which, &records)?;
    let export = Export {
        records: &records,
        is_this_stations: args.store.is_this_stations(),
        what: match args.what {
            WhatArg::Sessions => What::Sessions,
            WhatArg::Attendance => What::Attendance,
        },
        format: match args.format {
            FormatArg::Csv => Format::Csv,
            FormatArg::Json => Format::Json,
        },
        filter: &filter,
    };
    let to = ExportTo::File {
        file: &args.out,
        if_there: files::if_there(args.force),
        advice: &overwrite_advice(),
    };
    let mut follower = Follower::new(context);
    let done = operations::records::export(&context.here()?, &export, to, &mut follower)?;
    drop(follower);
    let unsigned = match &done.signed {
        None => Some("The head is not signed: it is that of another store.".to_owned()),
        Some(signed) => {
            if let Err(unsigned) = signed
                && !unsigned.is_usual
            {
                say(&unsigned.words);
            }
            signed
                .is_err()
                .then(|| operations::describe_signature(signed))
        }
    };
    if let Some(Ok(signed)) = &signed {
        write_whole(&minisig, args.force, |out| {
            write!(out, "{}", signed.signature).map_err(|e| cannot_write(&minisig, &e))
        })?;
    }
    let mut text = message(
        "cli-export-done",
        &[
            ("rows", rows.into()),
            ("out", shown_path(&args.out).into()),
            ("chain", shown_path(&chain).into()),
        ],
    );
    let said = match &signed {
        Some(signed) => operations::describe_signature(signed),
        None => message("cli-export-other-store", &[]),
    };
    text.push(' ');
    text.push_str(&said);
    let signed = signed.and_then(Result::ok);
    let mut reply = Reply::new(text, "rows", rows)
        .field("file", args.out.display().to_string())
        .field("chain_file", chain.display().to_string())
        .field("signed_by", signed.as_ref().map(|s| s.key_id.to_string()))
        .field("unsigned", signed.is_none().then_some(said))
        .field(
            "signature_file",
            signed.is_some().then(|| minisig.display().to_string()),
        );
    if let Some(head) = head {
        reply = reply
            .field("count", head.count)
            .field("head", head.hash.to_string());
    }
    Ok(reply)
}

/// Signs the head that an export carries away, if an administrator exports; what is wrong with the
/// station's key is said, and the export is there nevertheless.
fn sign(
    context: &Context,
    records: &Records,
    head: Head,
) -> Result<Result<SignedHead, Unsigned>, Failure> {
    let folder = context.data_folder()?;
    let mut meter = Meter::new(context, &shown_path(records.path()));
    let signed = operations::sign_head(&folder, records, head, &[], &mut |done, all| {
        meter.step(done, all)
    });
    drop(meter);
    if let Err(unsigned) = &signed
        && !unsigned.is_usual
    {
        say(&unsigned.words);
    }
    Ok(signed)
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
    let mut failure = Failure::of_message(
        Code::Exists,
        "cli-export-exists",
        &[("file", shown_path(file).into())],
    );
    failure.file = Some(file.to_owned());
    failure
}

fn no_space(file: &Path) -> Failure {
    let mut failure = Failure::of_message(
        Code::NoSpace,
        "cli-export-no-space",
        &[("file", shown_path(file).into())],
    );
    failure.file = Some(file.to_owned());
    failure
}

pub(super) fn cannot_write(file: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return no_space(file);
    }
    let mut failure = Failure::of_message(
        Code::Io,
        "cli-export-cannot-write",
        &[("file", shown_path(file).into())],
    );
    failure.words.details = error.to_string();
    failure.file = Some(file.to_owned());
    failure
}
