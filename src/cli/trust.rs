//! `muster trust`: whose packs this station accepts.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use crate::cli::{Context, Failure, Reply, key};
use crate::library::Publisher;
use crate::pack::KeyId;

/// `muster trust …`.
#[derive(Debug, Subcommand)]
pub enum TrustCommand {
    /// Accept packs signed with this publisher's key
    Add {
        /// The publisher's public key
        #[arg(value_name = "FILE.pub")]
        file: PathBuf,
        /// What this station calls the publisher
        #[arg(long)]
        name: String,
        /// A pack id, or a beginning of ids such as example.sheriff.*, that it may publish; may
        /// be repeated. Without: all
        #[arg(long, value_name = "PATTERN")]
        ids: Vec<String>,
    },
    /// Who is trusted
    List,
    /// Accept no more packs signed with this key
    Remove {
        /// The key's id, 16 hexadecimal digits
        #[arg(value_name = "KEYID")]
        key_id: KeyId,
        /// For ever, and block the packs that are installed: the key was lost or misused
        #[arg(long)]
        revoke: bool,
    },
}

pub fn run(context: &Context, command: TrustCommand) -> Result<Reply, Failure> {
    let library = context.library()?;
    match command {
        TrustCommand::Add { file, name, ids } => {
            let key = key::open_public(&file)?;
            library
                .trust_add(&key, &name, &ids, &context.who())
                .map_err(|e| Failure::about(&file, &e))?;
            let text = format!(
                "Packs signed with key {} are accepted from now on, as by {name}.",
                key.id()
            );
            Ok(Reply::new(text, "key_id", key.id().to_string())
                .field("name", name)
                .field("ids", ids))
        }
        TrustCommand::List => {
            let publishers = library
                .trust_list()
                .map_err(|e| Failure::of("the list of publishers", &e))?;
            Ok(listed(&publishers))
        }
        TrustCommand::Remove { key_id, revoke } => {
            library
                .trust_remove(key_id, revoke, &context.who())
                .map_err(|e| Failure::of("the list of publishers", &e))?;
            let text = if revoke {
                format!("Key {key_id} is revoked; packs signed with it are blocked.")
            } else {
                format!("Key {key_id} is trusted no longer; packs that are installed stay in use.")
            };
            Ok(Reply::new(text, "key_id", key_id.to_string()).field("revoked", revoke))
        }
    }
}

fn listed(publishers: &[Publisher]) -> Reply {
    let mut text = String::new();
    for publisher in publishers {
        let ids = match publisher.ids.as_slice() {
            [] => "all ids".to_owned(),
            ids => ids.join(", "),
        };
        let state = if publisher.revoked { "  REVOKED" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}  {}  {ids}{state}",
            publisher.key_id, publisher.name
        );
    }
    if publishers.is_empty() {
        text.push_str(
            "Nobody is trusted yet. Add a publisher: muster trust add FILE.pub --name NAME",
        );
    }
    let publishers: Vec<_> = publishers
        .iter()
        .map(|p| {
            json!({
                "key_id": p.key_id,
                "key": p.key,
                "name": p.name,
                "ids": p.ids,
                "revoked": p.revoked,
                "added_at": p.added_at,
                "added_by": p.added_by,
            })
        })
        .collect();
    Reply::new(text, "publishers", publishers)
}
