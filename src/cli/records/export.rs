//! Records written to files for others, with the head of the chain beside them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::progress::Follower;
use crate::cli::records::{Store, Which, filter, open_to_read};
use crate::cli::{Context, Failure, Reply, files, say};
use crate::operations::records::Export;
use crate::operations::{self, ExportTo};
use crate::records::{Format, What};
use crate::words::messages::{fixed, message};
use crate::words::{overwrite_advice, shown_path};

/// What `records export` takes.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[arg(long)]
    what: WhatArg,
    #[arg(long)]
    format: FormatArg,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long)]
    force: bool,
    #[arg(long)]
    no_bom: bool,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    store: Store,
}

/// Views of the records.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum WhatArg {
    #[value(help = fixed("help-records-export-what-sessions"))]
    Sessions,
    #[value(help = fixed("help-records-export-what-attendance"))]
    Attendance,
}

/// File formats.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FormatArg {
    #[value(help = fixed("help-records-export-format-csv"))]
    Csv,
    #[value(help = fixed("help-records-export-format-json"))]
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
        with_mark: !args.no_bom,
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
        None => Some(message("cli-export-other-store", &[])),
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
    let signature = match (&unsigned, &done.signed) {
        (None, Some(signed)) => operations::describe_signature(signed),
        _ => unsigned.clone().unwrap_or_default(),
    };
    let mut text = message(
        "cli-export-done",
        &[
            ("rows", done.rows.into()),
            ("out", shown_path(&done.file).into()),
            ("chain", shown_path(&done.chain_file).into()),
        ],
    );
    text.push(' ');
    text.push_str(&signature);
    let signed = done.signed.and_then(Result::ok);
    let path = |file: &Path| file.display().to_string();
    Ok(Reply::new(text, "rows", done.rows)
        .field("file", path(&done.file))
        .field("chain_file", path(&done.chain_file))
        .field("signed_by", signed.map(|signed| signed.key_id.to_string()))
        .field("unsigned", unsigned)
        .field("signature_file", done.signature_file.as_deref().map(path))
        .field("count", done.head.count)
        .field("head", done.head.hash.to_string()))
}
