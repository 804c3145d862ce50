//! `muster station key …`: the key with which the heads of this station's records are signed (CLI
//! 2.33, EXCHANGE section 6).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::{Context, Failure, Reply};
use crate::library::Unsigned;
use crate::operations;
use crate::station::key;

/// `muster station key …`.
#[derive(Debug, Subcommand)]
pub enum StationKeyCommand {
    /// Make the station's own key, as an administrator
    New(NewArgs),
    /// The public key, for the coordinator
    Show(ShowArgs),
}

/// What `station key new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Take the place of the key that is there: on a copied disk, or after it was seen by others
    #[arg(long)]
    replace: bool,
}

/// What `station key show` takes.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Write it to this file
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
    let failed = |e| Failure::of("the station's key", &e);
    if !args.replace
        && let Ok(there) = key::public(&folder)
    {
        let path = key::public_file(&folder);
        let mut failure = Failure::of("the station's key", &key::KeyError::Exists { path });
        failure.words.details = format!("key {}", there.id());
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
        .map_err(|e| Failure::of("the audit log", &e))?;
    let file = key::public_file(&folder);
    let mut text = format!(
        "Key {}\n  {}  hand this one to the coordinator now, by a stick (muster station key show --out FILE): taken later from a PC that was altered it proves nothing",
        public.id(),
        file.display()
    );
    if !is_bound {
        text.push_str(
            "\nThis PC tells no number of its own: a copy of its disk will not be noticed.",
        );
    }
    Ok(Reply::new(text, "key_id", public.id().to_string())
        .field("key", public.to_base64().to_owned())
        .field("public_key", file.display().to_string())
        .field("bound", is_bound))
}

fn show(context: &Context, args: &ShowArgs) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    let public = key::public(&folder).map_err(|e| Failure::of("the station's key", &e))?;
    if let Some(out) = &args.out {
        crate::cli::key::write_new(out, &public.to_file_text(), false)?;
    }
    let file = match &args.out {
        Some(out) => out.clone(),
        None => key::public_file(&folder),
    };
    let text = format!("Key {}\n{}", public.id(), public.to_base64());
    Ok(Reply::new(text, "key_id", public.id().to_string())
        .field("key", public.to_base64().to_owned())
        .field("public_key", file.display().to_string()))
}
