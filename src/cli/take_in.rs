//! `muster take-in`: what the window asks an administrator for, so that one yes is enough for all
//! of it (CLI 2.30). A file may be changed between the look at it and the yes, so it is named with its
//! hash. Not listed: people have `trust install`, `install` and `visit`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::install::Results;
use crate::cli::progress::Follower;
use crate::cli::trust::install::Applied;
use crate::cli::{Context, Failure, Reply};
use crate::operations::{self, Wanted};
use crate::platform::files::SourceFile;
use crate::words::Code;

/// What `take-in` takes.
#[derive(Debug, Args)]
pub struct TakeInArgs {
    #[arg(long)]
    identify: bool,
    #[arg(long, value_name = "FOLDER")]
    beneath: Option<PathBuf>,
    #[arg(long = "list", num_args = 2, value_names = ["SHA256", "FILE.mtrust"])]
    lists: Vec<OsString>,
    #[arg(long = "pack", num_args = 2, value_names = ["SHA256", "FILE.muster"])]
    packs: Vec<OsString>,
}

/// Hashes and files as they alternate.
fn wanted(words: &[OsString], beneath: Option<&Path>) -> Result<Vec<Wanted>, Failure> {
    let pairs = words.chunks(2);
    pairs
        .map(|pair| match pair {
            [sha256, file] if is_sha256(&sha256.to_string_lossy()) => Ok(Wanted {
                sha256: Some(sha256.to_string_lossy().into_owned()),
                file: SourceFile::of(beneath, Path::new(file)),
            }),
            _ => Err(Failure::of_message(Code::Usage, "cli-take-in-no-hash", &[])),
        })
        .collect()
}

fn is_sha256(text: &str) -> bool {
    let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == 64 && text.bytes().all(digit)
}

pub fn run(context: &Context, args: &TakeInArgs) -> Result<Reply, Failure> {
    let beneath = args.beneath.as_deref();
    let (wanted_lists, wanted_packs) =
        (wanted(&args.lists, beneath)?, wanted(&args.packs, beneath)?);
    let library = context.library()?;
    let here = context.here()?;
    let mut follower = Follower::new(context);
    let mut failures = Vec::new();
    if args.identify {
        failures.extend(operations::identify(&here, &mut follower).err());
    }
    let files = (wanted_lists.as_slice(), wanted_packs.as_slice());
    let taken = operations::take_in(&here, &library, beneath, files, &mut follower);
    drop(follower);
    operations::prune(&here, &library);
    let (mut lists, mut packs) = (Applied::default(), Results::default());
    for list in taken.lists {
        lists.add(list);
    }
    for pack in taken.packs.into_iter().chain(taken.interrupted) {
        packs.add(pack);
    }
    let text = [lists.text, packs.text].concat();
    let mut reply = Reply::new(text, "lists", lists.results).field("packs", packs.files);
    reply.failures = failures;
    reply.failures.extend(lists.failures);
    reply.failures.extend(packs.failures);
    Ok(reply)
}
