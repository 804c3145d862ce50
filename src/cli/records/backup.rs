//! A copy of the records in one file, made while others write, and verified (RECORDS 8.12).

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::progress::Meter;
use crate::cli::records::{Store, open_to_read};
use crate::cli::{Context, Failure, Reply, files};
use crate::platform::files::with_suffix;
use crate::platform::whole_file::WholeFile;
use crate::records::RecordsError;
use crate::words::messages::{fixed, message};
use crate::words::{Code, overwrite_advice, shown_path};

/// What SQLite keeps beside a database. Beside another one they would be taken for its own.
const JOURNALS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What `records backup` takes.
#[derive(Debug, Args)]
pub struct BackupArgs {
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    store: Store,
}

pub fn run(context: &Context, args: &BackupArgs) -> Result<Reply, Failure> {
    let out = &args.out;
    if !args.force && out.symlink_metadata().is_ok() {
        return Err(Failure::in_the_way(out, &overwrite_advice()));
    }
    for suffix in JOURNALS {
        let mut journal = out.as_os_str().to_owned();
        journal.push(suffix);
        let journal = PathBuf::from(journal);
        if journal.symlink_metadata().is_ok() {
            return Err(Failure::in_the_way(&journal, fixed("cli-backup-journal")));
        }
    }
    let records = open_to_read(context, &args.store)?;
    if belongs_to(records.path(), out) {
        return Err(Failure::of_message(
            Code::Usage,
            "cli-backup-own-file",
            &[("out", shown_path(out).into())],
        ));
    }
    let failed = |error: io::Error| Failure::not_written(out, &error, &overwrite_advice());
    // Its owner's alone: it holds what the records hold.
    let copy = WholeFile::begin(out, files::if_there(args.force)).map_err(failed)?;
    let mut meter = Meter::new(context, &shown_path(out));
    let head = records
        .back_up(copy.path(), &mut |done, all| meter.step(done, all))
        .map_err(|e| match e {
            RecordsError::Io { error, .. } => failed(error),
            RecordsError::NoSpace { .. } => failed(io::ErrorKind::StorageFull.into()),
            error => Failure::about(records.path(), &error),
        })?;
    drop(meter);
    copy.finish().map_err(failed)?;
    let text = message(
        "cli-backup-done",
        &[
            ("count", head.count.into()),
            ("out", shown_path(out).into()),
            ("hash", head.hash.to_string().into()),
        ],
    );
    Ok(Reply::new(text, "count", head.count)
        .field("file", out.display().to_string())
        .field("head", head.hash.to_string()))
}

/// Whether a file is these records, or what lies beside them for their sake.
fn belongs_to(records: &Path, file: &Path) -> bool {
    let beside = JOURNALS.map(|suffix| with_suffix(records, suffix));
    let lock = records.with_extension("lock");
    std::iter::once(records.to_owned())
        .chain(beside)
        .chain([lock])
        .any(|own| same_file(file, &own) || same_place(file, &own))
}

/// Whether two names are one in the same folder, be there such a file or not.
fn same_place(a: &Path, b: &Path) -> bool {
    let folder = |file: &Path| {
        let parent = file
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        parent.unwrap_or(Path::new(".")).canonicalize()
    };
    a.file_name() == b.file_name() && matches!((folder(a), folder(b)), (Ok(a), Ok(b)) if a == b)
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
