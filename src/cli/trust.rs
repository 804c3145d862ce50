//! `muster trust`: whose packs this station accepts (CLI 2.9 to CLI 2.15; what it prints: CLI 3.13
//! to CLI 3.19).

mod build;
pub(super) mod install;
mod list_file;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::cli::{Context, Failure, Reply, key};
use crate::library::{InForce, LibraryError, Pinned, Publisher};
use crate::pack::{RevokedKey, Root, Roots};
use crate::words::messages::{fixed, message};
use crate::words::{self, shown};

/// `muster trust …`.
#[derive(Debug, Subcommand)]
pub enum TrustCommand {
    Add {
        #[arg(value_name = "FILE.pub")]
        file: PathBuf,
        #[arg(long)]
        name: String,
        #[arg(long, value_name = "PATTERN")]
        ids: Vec<String>,
    },
    List,
    Remove {
        #[arg(value_name = "KEYID|FILE.pub")]
        key: PathBuf,
        #[arg(long)]
        revoke: bool,
    },
    Init {
        #[arg(long = "root", required = true, value_name = "FILE.pub[=NAME]")]
        roots: Vec<NamedKey>,
        #[arg(long, value_name = "N")]
        threshold: Option<usize>,
        #[arg(long, requires = "reason")]
        replace: bool,
        #[arg(long, value_name = "TEXT", requires = "replace")]
        reason: Option<String>,
    },
    ListBuild(build::BuildArgs),
    ListSign(build::SignArgs),
    Install {
        #[arg(required = true, value_name = "FILE.mtrust|FOLDER")]
        paths: Vec<PathBuf>,
    },
}

/// A key file, and a name for it after an equals sign.
#[derive(Clone, Debug)]
pub struct NamedKey {
    file: PathBuf,
    name: String,
}

impl From<&str> for NamedKey {
    fn from(text: &str) -> Self {
        let (file, name) = text.split_once('=').unwrap_or((text, ""));
        let file = PathBuf::from(file);
        let stem = || {
            file.file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        Self {
            name: Some(name.trim())
                .filter(|n| !n.is_empty())
                .map_or_else(stem, str::to_owned),
            file,
        }
    }
}

impl NamedKey {
    fn open(&self) -> Result<Root, Failure> {
        Ok(Root {
            key: key::open_public(&self.file)?,
            name: self.name.clone(),
        })
    }
}

pub fn run(context: &Context, command: TrustCommand) -> Result<Reply, Failure> {
    match command {
        TrustCommand::Add { file, name, ids } => add(context, &file, &name, ids),
        TrustCommand::List => list(context),
        TrustCommand::Remove { key, revoke } => remove(context, &key, revoke),
        TrustCommand::Init {
            roots,
            threshold,
            reason,
            ..
        } => init(context, &roots, threshold, reason.as_deref()),
        TrustCommand::ListBuild(args) => build::build(context, &args),
        TrustCommand::ListSign(args) => build::sign(&args),
        TrustCommand::Install { paths } => install::install(context, &paths),
    }
}

fn add(context: &Context, file: &Path, name: &str, ids: Vec<String>) -> Result<Reply, Failure> {
    let key = key::open_public(file)?;
    context
        .library()?
        .trust_add(&key, name, &ids, &context.who())
        .map_err(|e| Failure::about(file, &e))?;
    let text = message(
        "cli-trust-added",
        &[
            ("id", key.id().to_string().into()),
            ("name", shown(name).into()),
        ],
    );
    Ok(Reply::new(text, "key_id", key.id().to_string())
        .field("name", name)
        .field("ids", ids))
}

/// A key by its id, or by its file, which says which key it is whatever id it has.
fn named(key: &Path) -> Result<RevokedKey, Failure> {
    match key.to_str().map(str::parse) {
        Some(Ok(id)) => Ok(RevokedKey::Id(id)),
        _ => key::open_public(key).map(RevokedKey::Key),
    }
}

fn remove(context: &Context, key: &Path, revoke: bool) -> Result<Reply, Failure> {
    let key = named(key)?;
    let key_id = key.id();
    let (library, who) = (context.library()?, context.who());
    let done = match key.key() {
        Some(key) if revoke => library.trust_revoke_key(key, &who),
        Some(key) => library.trust_remove_key(key, &who),
        None => library.trust_remove(key_id, revoke, &who),
    };
    done.map_err(|e| Failure::of(fixed("cli-trust-publishers-name"), &e))?;
    let text = if revoke {
        message("cli-trust-revoked", &[("keyId", key_id.to_string().into())])
    } else {
        message("cli-trust-removed", &[("keyId", key_id.to_string().into())])
    };
    Ok(Reply::new(text, "key_id", key_id.to_string()).field("revoked", revoke))
}

fn init(
    context: &Context,
    roots: &[NamedKey],
    threshold: Option<usize>,
    replacing: Option<&str>,
) -> Result<Reply, Failure> {
    let roots = Roots {
        keys: roots.iter().map(NamedKey::open).collect::<Result<_, _>>()?,
        threshold: threshold.unwrap_or_else(|| Roots::usual_threshold(roots.len())),
    };
    let (library, who) = (context.library()?, context.who());
    let pinned = match replacing {
        None => library.pin(&roots, &who),
        Some(reason) => library.pin_anew(&roots, reason, &who),
    };
    pinned.map_err(|e| Failure::of(fixed("cli-trust-roots-name"), &e))?;
    let pinned = match replacing {
        None => fixed("cli-trust-pinned"),
        Some(_) => fixed("cli-trust-pinned-anew"),
    };
    let mut text = format!("{pinned}\n");
    say_roots(&mut text, &roots);
    text.push_str(fixed("cli-trust-next"));
    Ok(Reply::new(text, "roots", roots_json(&roots)).field("threshold", roots.threshold))
}

fn say_roots(text: &mut String, roots: &Roots) {
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}",
        message(
            "cli-trust-threshold",
            &[("threshold", roots.threshold.into())]
        )
    );
    for root in &roots.keys {
        let _ = writeln!(text, "  {}  {}", root.key.id(), shown(&root.name));
    }
}

fn roots_json(roots: &Roots) -> Vec<Value> {
    let keys = roots.keys.iter();
    keys.map(|r| json!({"key_id": r.key.id(), "key": r.key, "name": r.name}))
        .collect()
}

fn list(context: &Context) -> Result<Reply, Failure> {
    let library = context.library()?;
    let failed = |e: LibraryError| Failure::of(fixed("cli-trust-publishers-name"), &e);
    let publishers = library.trust_list().map_err(failed)?;
    let pinned = library.pinned().map_err(failed)?;
    let mut text = String::new();
    if let Some(pinned) = &pinned {
        say_pinned(&mut text, pinned, context.now.date());
    }
    for publisher in &publishers {
        say_publisher(&mut text, publisher);
    }
    if publishers.is_empty() {
        text.push_str(match &pinned {
            None => fixed("cli-trust-nobody-add"),
            Some(_) => fixed("cli-trust-nobody-install"),
        });
    }
    let publishers: Vec<_> = publishers.iter().map(publisher_json).collect();
    let reply = Reply::new(text, "publishers", publishers);
    let Some(Pinned { roots, list, .. }) = pinned else {
        return Ok(reply.field("roots", Vec::<Value>::new()));
    };
    let reply = reply
        .field("roots", roots_json(&roots))
        .field("threshold", roots.threshold);
    let list = list.map(|in_force| {
        let mut list = json!({
            "agency": in_force.list.agency,
            "version": in_force.list.version,
            "created": in_force.list.created,
            "installed_at": in_force.at,
            "installed_by": in_force.by,
            "revoked_packs": in_force.list.revoked_packs,
            "epochs": in_force.list.epochs,
        });
        // Lists of the first format have no such day.
        if let (Some(day), Some(fields)) = (in_force.list.review_by, list.as_object_mut()) {
            let overdue = in_force.overdue_since(context.now.date()).is_some();
            fields.insert("review_by".to_owned(), json!(day));
            fields.insert("overdue".to_owned(), overdue.into());
        }
        list
    });
    Ok(reply.field("list", list))
}

fn say_pinned(text: &mut String, pinned: &Pinned, today: Date) {
    say_roots(text, &pinned.roots);
    // Writing to a String cannot fail.
    let _ = match &pinned.list {
        None => writeln!(text, "{}", message("cli-trust-no-list", &[])),
        Some(InForce { list, at, .. }) => writeln!(
            text,
            "{}",
            message(
                "cli-trust-in-force",
                &[
                    ("agency", list.agency.to_string().into()),
                    ("version", list.version.into()),
                    ("at", at.into())
                ]
            )
        ),
    };
    if let Some(list) = &pinned.list
        && let Some(day) = list.overdue_since(today)
    {
        let (message, advice) = words::list_overdue(list.list.agency.as_str(), day);
        let _ = writeln!(text, "{message} {advice}");
    }
    for pack in pinned.list.iter().flat_map(|l| &l.list.revoked_packs) {
        let hash = pack
            .sha256
            .as_deref()
            .unwrap_or(fixed("cli-trust-every-file"));
        let _ = writeln!(
            text,
            "  {}",
            message(
                "cli-trust-revoked-pack",
                &[
                    ("id", pack.id.to_string().into()),
                    ("version", pack.version.to_string().into()),
                    ("hash", hash.into())
                ]
            )
        );
    }
}

fn say_publisher(text: &mut String, publisher: &Publisher) {
    let ids = match (publisher.revoked, publisher.ids.as_slice()) {
        (true, _) => message("cli-trust-publisher-revoked", &[]),
        (false, []) => message("cli-trust-all-ids", &[]),
        (false, ids) => ids.join(", "),
    };
    let until = publisher.until.map_or_else(String::new, |day| {
        format!(
            "  {}",
            message("cli-trust-until", &[("day", day.to_string().into())])
        )
    });
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}  {}  {ids}{until}",
        publisher.key_id,
        shown(&publisher.name)
    );
}

pub(super) fn publisher_json(publisher: &Publisher) -> Value {
    json!({
        "key_id": publisher.key_id,
        "key": publisher.key,
        "name": publisher.name,
        "ids": publisher.ids,
        "revoked": publisher.revoked,
        "until": publisher.until,
        "listed": publisher.listed,
        "added_at": publisher.added_at,
        "added_by": publisher.added_by,
    })
}
