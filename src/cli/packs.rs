//! What is installed, going back, removing, and the audit log (CLI 2.18 to CLI 2.21).

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply};
use crate::library::{InstalledPack, Library, PackState, Revocation};
use crate::operations::{self, ExportTo};
use crate::pack::{ModuleRef, PackId};
use crate::platform::whole_file::IfThere;
use crate::station::{Station, StationStore};
use crate::words::messages::{fixed, message};
use crate::words::{InWords, shown_path};

/// What `rollback` takes.
#[derive(Debug, Args)]
pub struct RollbackArgs {
    id: PackId,
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// What `remove` takes.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    id: PackId,
}

/// `muster audit …`.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    Export {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

pub fn list(context: &Context) -> Result<Reply, Failure> {
    let library = context.library()?;
    let packs = library
        .installed()
        .map_err(|e| Failure::of(fixed("cli-packs-library-name"), &e))?;
    // CLI 3.21: packs do not depend on the station's settings: if these cannot be read, nothing is
    // approved.
    let station = StationStore::open(&context.data_folder()?)
        .load()
        .unwrap_or_default();
    if context.json {
        let packs: Vec<Value> = packs.iter().map(|p| to_json(p, &station)).collect();
        return Ok(Reply::new("", "packs", packs));
    }
    let mut text = String::new();
    for pack in &packs {
        say(&mut text, &library, pack);
    }
    if packs.is_empty() {
        text.push_str(fixed("cli-packs-nothing-installed"));
    }
    Ok(Reply::new(text, "packs", Vec::<Value>::new()))
}

fn say(text: &mut String, library: &Library, pack: &InstalledPack) {
    let outline = pack.outline();
    let state = match pack.state() {
        PackState::Active => "",
        PackState::Quarantined => &format!("  {}", fixed("cli-packs-quarantined")),
        PackState::Blocked => match pack.revocation() {
            Some(Revocation::Pack) => &format!("  {}", fixed("cli-packs-revoked")),
            _ => &format!("  {}", fixed("cli-packs-key-revoked")),
        },
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}",
        message(
            "cli-packs-pack",
            &[
                ("title", outline.title.as_str().into()),
                ("id", outline.id.to_string().into()),
                ("version", outline.version.to_string().into()),
                ("publisher", pack.publisher().into()),
                ("state", state.into())
            ]
        )
    );
    if let (PackState::Quarantined, Some(damage)) = (pack.state(), pack.damage()) {
        let error = library.damaged_pack(pack, damage.clone());
        let words = error.in_words(outline.id.as_str());
        let _ = writeln!(text, "    {} {}", words.headline, words.advice);
    }
    for module in &outline.modules {
        let variant = module.variant.as_ref();
        let label = variant.map_or_else(String::new, |v| format!(" ({})", v.label));
        let _ = writeln!(
            text,
            "    {}",
            message(
                "cli-packs-module",
                &[
                    ("id", outline.id.to_string().into()),
                    ("module", module.id.to_string().into()),
                    ("title", module.title.as_str().into()),
                    ("label", label.into()),
                    ("minutes", module.minutes.into())
                ]
            )
        );
    }
}

fn to_json(pack: &InstalledPack, station: &Station) -> Value {
    let outline = pack.outline();
    let modules: Vec<Value> = outline
        .modules
        .iter()
        .map(|module| {
            json!({
                "id": module.id,
                "title": module.title,
                "variant": module.variant,
                "audience": module.audience,
                "minutes": module.minutes,
                "approved": station.approval(&ModuleRef {
                    pack: outline.id.clone(),
                    module: module.id.clone(),
                }).is_some(),
                "media": module.media.len(),
                "prompts": module.prompts,
                "job_aids": module.job_aids,
            })
        })
        .collect();
    json!({
        "id": outline.id,
        "version": outline.version,
        "title": outline.title,
        "publisher": pack.publisher(),
        "claimed_publisher": outline.publisher,
        "key_id": pack.key_id(),
        "sha256": pack.sha256(),
        "installed_at": pack.installed_at(),
        "bytes": pack.bytes(),
        "state": pack.state().name(),
        "status": outline.status,
        "review_by": outline.review_by,
        "series": outline.series,
        "modules": modules,
    })
}

pub fn rollback(context: &Context, args: &RollbackArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    let mut meter = Meter::new(context, &args.id.to_string());
    let mut progress = |done, all| meter.step(done, all);
    let back = library
        .rollback(&args.id, &args.reason, &context.who(), &mut progress)
        .map_err(|e| Failure::of(args.id.as_str(), &e))?;
    let version = back.outline().version;
    let text = message(
        "cli-packs-rolled-back",
        &[
            ("id", args.id.to_string().into()),
            ("version", version.to_string().into()),
        ],
    );
    Ok(Reply::new(text, "id", args.id.as_str()).field("version", version.get()))
}

pub fn remove(context: &Context, args: &RemoveArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    library
        .remove(&args.id, &context.who())
        .map_err(|e| Failure::of(args.id.as_str(), &e))?;
    operations::prune(&context.here()?, &library);
    let text = message("cli-packs-removed", &[("id", args.id.to_string().into())]);
    Ok(Reply::new(text, "id", args.id.as_str()))
}

pub fn audit(context: &Context, command: AuditCommand) -> Result<Reply, Failure> {
    let AuditCommand::Export { out } = command;
    let to = ExportTo::File {
        file: &out,
        if_there: IfThere::Refuse,
        advice: fixed("cli-packs-in-the-way"),
    };
    let today = context.now.date();
    let (file, count) = operations::export_audit(&context.library()?, to, today)?;
    let text = message(
        "cli-packs-audit-exported",
        &[("count", count.into()), ("out", shown_path(&file).into())],
    );
    Ok(Reply::new(text, "count", count).field("file", file.display().to_string()))
}
