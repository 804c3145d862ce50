//! `muster take-in`: what the window asks an administrator for, so that one yes is enough for all
//! of it (CLI 2.30). Not listed: people have `trust install`, `install` and `visit`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::install::Results;
use crate::cli::progress::Follower;
use crate::cli::trust::install::Applied;
use crate::cli::{Context, Failure, Reply};
use crate::visit;

/// What `take-in` takes.
#[derive(Debug, Args)]
pub struct TakeInArgs {
    /// Give the station its id, if it has none
    #[arg(long)]
    identify: bool,
    /// A trust list; several in the order of their versions
    #[arg(long = "list", value_name = "FILE.mtrust")]
    lists: Vec<PathBuf>,
    /// A pack
    #[arg(long = "pack", value_name = "FILE.muster")]
    packs: Vec<PathBuf>,
}

pub fn run(context: &Context, args: &TakeInArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    let here = context.here()?;
    let mut follower = Follower::new(context);
    let (mut lists, mut packs) = (Applied::default(), Results::default());
    let mut failures = Vec::new();
    if args.identify {
        failures.extend(visit::identify(&here, &mut follower).err());
    }
    for file in &args.lists {
        lists.add(visit::install_list(&here, &library, file.clone(), false));
    }
    for file in &args.packs {
        let file = file.clone();
        let (tried, cancelled) = visit::install(&here, &library, file, None, &mut follower);
        packs.add(tried);
        if cancelled {
            break;
        }
    }
    drop(follower);
    visit::prune(&here, &library);
    let text = [lists.text, packs.text].concat();
    let mut reply = Reply::new(text, "lists", lists.results).field("packs", packs.files);
    reply.failures = failures;
    reply.failures.extend(lists.failures);
    reply.failures.extend(packs.failures);
    Ok(reply)
}
