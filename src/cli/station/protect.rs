//! `muster station protect` (CLI 2.35, RECORDS 7.10).

use clap::Args;
use serde_json::json;

use crate::cli::trust::publisher_json;
use crate::cli::{Context, Failure, Reply};
use crate::library::{InventoryFinding, Library};
use crate::platform::rights;
use crate::words::messages::{fixed, message};
use crate::words::{self, Code};

/// What `station protect` takes.
#[derive(Debug, Args)]
pub struct ProtectArgs {
    #[arg(long)]
    yes: bool,
    #[arg(long, value_name = "SHA256", requires = "yes")]
    confirmed: Option<String>,
}

pub fn run(context: &Context, args: &ProtectArgs) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    // One that is not there yet is made, so that nobody else makes it first.
    let library = context.library()?;
    let seen = inventory(&library)?;
    let mut text = words::inventory(&seen).join("\n");
    if !args.yes {
        text.push('\n');
        text.push_str(fixed("cli-protect-ask"));
        return Ok(reply(text, &seen, false));
    }
    if !rights::is_administrator() {
        return Err(Failure::of_message(
            Code::Io,
            "cli-protect-no-administrator",
            &[],
        ));
    }
    drop(library);
    let records = folder
        .protect()
        .map_err(|e| Failure::about(folder.path(), &e))?;
    // What was confirmed may have been changed before nobody could change it any more.
    let now = inventory(&Library::open(folder.library()).map_err(|e| failed(&e))?)?;
    let confirmed = args.confirmed.clone().unwrap_or_else(|| seen.sha256());
    if now.sha256() != confirmed {
        return Err(Failure::of_message(
            Code::Exists,
            "cli-protect-not-as-confirmed",
            &[],
        ));
    }
    let done = format!(
        "\n{}",
        message(
            "cli-protect-done",
            &[("records", words::shown_path(&records).into())]
        )
    );
    text.push_str(&done);
    Ok(reply(text, &now, true))
}

fn failed(error: &crate::library::LibraryError) -> Failure {
    Failure::of(fixed("cli-protect-library-name"), error)
}

fn inventory(library: &Library) -> Result<InventoryFinding, Failure> {
    library.inventory().map_err(|e| failed(&e))
}

fn reply(text: String, found: &InventoryFinding, protected: bool) -> Reply {
    let roots = found.roots.iter();
    let roots: Vec<_> = roots
        .map(|root| json!({"key_id": root.key_id, "key": root.key, "name": root.name}))
        .collect();
    let publishers: Vec<_> = found.publishers.iter().map(publisher_json).collect();
    let packs = found.packs.iter();
    let packs: Vec<_> = packs
        .map(|pack| {
            json!({
                "id": pack.id,
                "version": pack.version,
                "title": pack.title,
                "publisher": pack.publisher,
                "sha256": pack.sha256,
            })
        })
        .collect();
    Reply::new(text, "protected", protected)
        .field("roots", roots)
        .field("publishers", publishers)
        .field("packs", packs)
        .field("inventory", found.sha256())
}
