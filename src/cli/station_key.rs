//! `muster station key …`: the key with which the heads of this station's records are signed (CLI
//! 2.33, EXCHANGE section 6).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::{Context, Failure, Reply};
use crate::library::Unsigned;
use crate::operations;
use crate::station::key;
use crate::words::messages::{fixed, message};

/// `muster station key …`.
#[derive(Debug, Subcommand)]
pub enum StationKeyCommand {
    New(NewArgs),
    Show(ShowArgs),
}

/// What `station key new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    #[arg(long)]
    replace: bool,
}

/// What `station key show` takes.
#[derive(Debug, Args)]
pub struct ShowArgs {
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(context: &Context, command: StationKeyCommand) -> Result<Reply, Failure> {
    match command {
        StationKeyCommand::New(args) => new(context, &args),
        StationKeyCommand::Show(args) => show(context, &args),
    }
}

fn new(context: &Context, args: &NewArgs) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    let here = context.here()?;
    let failed = |e| Failure::of(fixed("cli-station-key-name"), &e);
    if !args.replace
        && let Ok(there) = key::public(&folder)
    {
        let path = key::public_file(&folder);
        let mut failure = Failure::of(
            fixed("cli-station-key-name"),
            &key::KeyError::Exists { path },
        );
        failure.words.details = message(
            "cli-station-key-there",
            &[("id", there.id().to_string().into())],
        );
        return Err(failure);
    }
    let library = here.library()?;
    let (public, is_bound) = key::make(&folder, args.replace).map_err(failed)?;
    let station = operations::load(&folder)?.id;
    let subject = station.map(|id| id.to_string()).unwrap_or_default();
    library
        .enter_unsigned(
            Unsigned::StationKey,
            &subject,
            &public.id().to_string(),
            &here.who,
        )
        .map_err(|e| Failure::of(fixed("cli-station-key-audit-name"), &e))?;
    let file = key::public_file(&folder);
    let mut text = message(
        "cli-station-key-made",
        &[
            ("id", public.id().to_string().into()),
            ("file", file.display().to_string().into()),
        ],
    );
    if !is_bound {
        text.push('\n');
        text.push_str(fixed("cli-station-key-not-bound"));
    }
    Ok(Reply::new(text, "key_id", public.id().to_string())
        .field("key", public.to_base64().to_owned())
        .field("public_key", file.display().to_string())
        .field("bound", is_bound))
}

fn show(context: &Context, args: &ShowArgs) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    let public =
        key::public(&folder).map_err(|e| Failure::of(fixed("cli-station-key-name"), &e))?;
    if let Some(out) = &args.out {
        crate::cli::key::write_new(out, &public.to_file_text(), false)?;
    }
    let file = match &args.out {
        Some(out) => out.clone(),
        None => key::public_file(&folder),
    };
    let text = message(
        "cli-station-key-shown",
        &[
            ("id", public.id().to_string().into()),
            ("key", public.to_base64().into()),
        ],
    );
    Ok(Reply::new(text, "key_id", public.id().to_string())
        .field("key", public.to_base64().to_owned())
        .field("public_key", file.display().to_string()))
}
