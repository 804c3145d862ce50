//! `muster trust list-build` and `list-sign` (CLI 2.13, CLI 2.14): what the agency does, away from any
//! station.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::cli::trust::list_file::{read_small, write};
use crate::cli::trust::{NamedKey, named, roots_json};
use crate::cli::{Context, Failure, Reply, key};
use crate::pack::trust_list::{ListedPublisher, RevokedPack};
use crate::pack::{
    AgencyId, KeyId, PackError, PackId, PublicKey, RevokedKey, Root, Roots, TrustFile, TrustList,
};
use crate::words::messages::{fixed, message};
use crate::words::{Code, shown_path};

/// What `trust list-build` takes.
#[derive(Debug, Args)]
pub struct BuildArgs {
    #[arg(long, value_name = "FILE.mtrust")]
    out: PathBuf,
    #[arg(long, value_name = "FILE", required_unless_present = "agency")]
    from: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    #[arg(long, value_name = "N")]
    version: Option<u64>,
    #[arg(long = "root", value_name = "FILE.pub[=NAME]")]
    roots: Vec<NamedKey>,
    #[arg(long = "remove-root", value_name = "KEYID")]
    remove_roots: Vec<KeyId>,
    #[arg(long, value_name = "N")]
    threshold: Option<usize>,
    #[arg(long = "publisher", value_name = "FILE.pub=NAME=IDS[=UNTIL]")]
    publishers: Vec<String>,
    #[arg(long = "remove-publisher", value_name = "KEYID")]
    remove_publishers: Vec<KeyId>,
    #[arg(long = "revoke-key", value_name = "FILE.pub|KEYID")]
    revoke_keys: Vec<PathBuf>,
    #[arg(long = "revoke-pack", value_name = "ID@VERSION[@SHA256]")]
    revoke_packs: Vec<String>,
    #[arg(long = "epoch", value_name = "ID=N")]
    epochs: Vec<String>,
    #[arg(long, value_name = "DATE")]
    review_by: Option<Date>,
}

/// What `trust list-sign` takes.
#[derive(Debug, Args)]
pub struct SignArgs {
    #[arg(value_name = "FILE.mtrust")]
    file: PathBuf,
    #[arg(long, value_name = "NAME.sec", required_unless_present = "signature")]
    key: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "key")]
    password_file: Option<PathBuf>,
    #[arg(
        long,
        value_name = "FILE.minisig",
        conflicts_with = "key",
        requires = "signer"
    )]
    signature: Option<PathBuf>,
    #[arg(long, value_name = "FILE.pub", requires = "signature")]
    signer: Option<PathBuf>,
    #[arg(long, value_name = "FILE.mtrust")]
    out: Option<PathBuf>,
}

pub fn build(context: &Context, args: &BuildArgs) -> Result<Reply, Failure> {
    let mut list = start(context, args)?;
    let before = named_keys(&list);
    change_roots(&mut list, args)?;
    for text in &args.publishers {
        let publisher = publisher(text)?;
        list.publishers.retain(|p| p.key != publisher.key);
        list.publishers.push(publisher);
    }
    drop_keys(
        &mut list.publishers,
        |p| p.key.id(),
        &args.remove_publishers,
        "cli-trust-build-no-such-publisher",
    )?;
    for key in &args.revoke_keys {
        let key = named(key)?;
        let known = list.revoked_keys.iter().position(|r| r.id() == key.id());
        match known.and_then(|at| list.revoked_keys.get_mut(at)) {
            None => list.revoked_keys.push(key),
            // The key itself says more than its id.
            Some(known) if known.key().is_none() => *known = key,
            Some(known) if *known == key || key.key().is_none() => {}
            Some(_) => {
                let id = key.id();
                return Err(wrong(
                    "--revoke-key",
                    &id.to_string(),
                    fixed("cli-trust-build-id-taken"),
                ));
            }
        }
    }
    list.review_by = args.review_by.or(list.review_by);
    for text in &args.revoke_packs {
        let pack = revoked_pack(text)?;
        if !list.revoked_packs.contains(&pack) {
            list.revoked_packs.push(pack);
        }
    }
    for text in &args.epochs {
        let (id, epoch) = epoch(text)?;
        let before = list.epochs.insert(id, epoch).unwrap_or(0);
        if epoch <= before {
            return Err(wrong(
                "--epoch",
                text,
                message("cli-trust-build-epoch-falls", &[("before", before.into())]),
            ));
        }
    }
    let file = TrustFile::unsigned(&list).map_err(|e| Failure::about(&args.out, &e))?;
    write(&args.out, &file, false)?;
    let warnings = warnings(&list, &before, context.now.date());
    let mut text = message(
        "cli-trust-build-written",
        &[
            ("out", shown_path(&args.out).into()),
            ("agency", list.agency.to_string().into()),
            ("version", list.version.into()),
            ("threshold", list.threshold.into()),
            ("roots", list.roots.len().into()),
        ],
    );
    for warning in &warnings {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n{}",
            message("cli-trust-build-note", &[("warning", warning.into())])
        );
    }
    Ok(Reply::new(text, "file", args.out.display().to_string())
        .field("agency", list.agency.as_str())
        .field("version", list.version)
        .field("roots", roots_json(&list.roots()))
        .field("threshold", list.threshold)
        .field("format", list.format())
        .field("review_by", json!(list.review_by))
        .field("warnings", warnings))
}

/// Whom a list names.
fn named_keys(list: &TrustList) -> Vec<PublicKey> {
    let roots = list.roots.iter().map(|root| &root.key);
    let publishers = list.publishers.iter().map(|publisher| &publisher.key);
    roots.chain(publishers).cloned().collect()
}

/// What whoever signs this list should know. `before` are the keys that the list before named: of a
/// key that is revoked by its id, readers know the key only where a list names it.
fn warnings(list: &TrustList, before: &[PublicKey], today: Date) -> Vec<String> {
    let mut warnings = Vec::new();
    let ids = list.revoked_keys.iter().filter(|key| key.key().is_none());
    let ids: HashSet<KeyId> = ids.map(RevokedKey::id).collect();
    for id in &ids {
        warnings.push(message(
            "cli-trust-build-revoked-by-id",
            &[("id", id.to_string().into())],
        ));
    }
    for key in named_keys(list) {
        let mut before = before.iter().filter(|known| ids.contains(&known.id()));
        if let Some(revoked) =
            before.find(|known| known.same_signer(&key) && known.id() != key.id())
        {
            warnings.push(message(
                "cli-trust-build-revoked-under-other-id",
                &[
                    ("id", key.id().to_string().into()),
                    ("revoked", revoked.id().to_string().into()),
                ],
            ));
        }
    }
    if let Some(day) = list.review_by.filter(|day| *day <= today) {
        warnings.push(message(
            "cli-trust-build-review-past",
            &[("day", day.to_string().into())],
        ));
    }
    if list.format() > 1 {
        warnings.push(message(
            "cli-trust-build-format",
            &[("format", list.format().into())],
        ));
    }
    warnings
}

/// The list to begin with, with its version.
fn start(context: &Context, args: &BuildArgs) -> Result<TrustList, Failure> {
    let now = context.now.timestamp();
    let mut list = match (&args.from, &args.agency) {
        (None, Some(agency)) => TrustList::new(agency.clone(), now),
        (None, None) => {
            return Err(Failure::of_message(
                Code::Usage,
                "cli-trust-build-no-agency",
                &[],
            ));
        }
        (Some(file), agency) => {
            let mut list = begin_with(file)?;
            if let Some(agency) = agency {
                list.agency = agency.clone();
            }
            list
        }
    };
    list.created = now;
    if let Some(version) = args.version {
        list.version = version;
    }
    Ok(list)
}

fn begin_with(file: &Path) -> Result<TrustList, Failure> {
    if !file.exists() {
        return Err(Failure::not_found(file));
    }
    let is_json = file
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("json"));
    if is_json {
        let json = read_small(file, crate::pack::trust_list::MAX_JSON)?;
        return TrustList::parse(&json).map_err(|e| Failure::about(file, &e));
    }
    let list = TrustFile::read(file).and_then(|file| file.unproven());
    let mut list = list.map_err(|e| Failure::about(file, &e))?;
    list.version = list.version.saturating_add(1);
    Ok(list)
}

fn change_roots(list: &mut TrustList, args: &BuildArgs) -> Result<(), Failure> {
    let before = list.roots();
    drop_keys(
        &mut list.roots,
        |root| root.key.id(),
        &args.remove_roots,
        "cli-trust-build-no-such-root",
    )?;
    for root in &args.roots {
        let root: Root = root.open()?;
        list.roots.retain(|r| r.key != root.key);
        list.roots.push(root);
    }
    if let Some(threshold) = args.threshold {
        list.threshold = threshold;
    } else if !list.roots().same_as(&before) {
        list.threshold = Roots::usual_threshold(list.roots.len());
    }
    Ok(())
}

fn drop_keys<T>(
    from: &mut Vec<T>,
    id: impl Fn(&T) -> KeyId,
    keys: &[KeyId],
    not_there: &'static str,
) -> Result<(), Failure> {
    for key in keys {
        let before = from.len();
        from.retain(|item| id(item) != *key);
        if from.len() == before {
            return Err(Failure::of_message(
                Code::NotFound,
                not_there,
                &[("key", key.to_string().into())],
            ));
        }
    }
    Ok(())
}

/// `FILE.pub=NAME=IDS[=UNTIL]`.
fn publisher(text: &str) -> Result<ListedPublisher, Failure> {
    let mut parts = text.split('=');
    let (Some(file), Some(name), Some(ids)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(wrong(
            "--publisher",
            text,
            fixed("cli-trust-build-write-publisher"),
        ));
    };
    let (until, more) = (parts.next(), parts.next());
    if more.is_some() {
        return Err(wrong(
            "--publisher",
            text,
            fixed("cli-trust-build-too-many-parts"),
        ));
    }
    let ids = ids.split_whitespace().map(str::parse);
    let until = until.map(str::parse).transpose();
    Ok(ListedPublisher {
        key: key::open_public(Path::new(file))?,
        name: name.trim().to_owned(),
        ids: ids
            .collect::<Result<_, _>>()
            .map_err(|e| wrong("--publisher", text, e))?,
        until: until.map_err(|e| wrong("--publisher", text, e))?,
    })
}

/// `ID@VERSION[@SHA256]`.
fn revoked_pack(text: &str) -> Result<RevokedPack, Failure> {
    let mut parts = text.splitn(3, '@');
    let id = parts.next().unwrap_or_default();
    let version = parts.next().unwrap_or_default();
    let version = version.parse::<u64>().ok().and_then(|n| n.try_into().ok());
    Ok(RevokedPack {
        id: id.parse().map_err(|e| wrong("--revoke-pack", text, e))?,
        version: version
            .ok_or_else(|| wrong("--revoke-pack", text, fixed("cli-trust-build-write-pack")))?,
        sha256: parts.next().map(str::to_ascii_lowercase),
    })
}

/// `ID=N`.
fn epoch(text: &str) -> Result<(PackId, u64), Failure> {
    let (id, epoch) = text.split_once('=').unwrap_or((text, ""));
    let id = id.parse().map_err(|e| wrong("--epoch", text, e))?;
    let epoch = epoch
        .parse()
        .map_err(|_| wrong("--epoch", text, fixed("cli-trust-build-write-epoch")))?;
    Ok((id, epoch))
}

fn wrong(option: &str, text: &str, reason: impl std::fmt::Display) -> Failure {
    Failure::of_message(
        Code::Usage,
        "cli-trust-build-bad-option",
        &[
            ("option", option.into()),
            ("text", format!("{text:?}").into()),
            ("reason", reason.to_string().into()),
        ],
    )
}

pub fn sign(args: &SignArgs) -> Result<Reply, Failure> {
    let about = |e: PackError| Failure::about(&args.file, &e);
    if !args.file.exists() {
        return Err(Failure::not_found(&args.file));
    }
    let mut file = TrustFile::read(&args.file).map_err(about)?;
    let signer = match (&args.key, &args.signature, &args.signer) {
        (Some(key), _, _) => {
            let key = key::open_secret(key, args.password_file.as_deref())?;
            file.sign(&key).map_err(about)?;
            key.id()
        }
        (None, Some(signature), Some(signer)) => {
            let key = key::open_public(signer)?;
            let text = read_small(signature, 4 << 10)?;
            let text = String::from_utf8_lossy(&text);
            file.add(&text, &key)
                .map_err(|e| Failure::about(signature, &e))?;
            key.id()
        }
        _ => {
            return Err(Failure::of_message(
                Code::Usage,
                "cli-trust-build-no-signer",
                &[],
            ));
        }
    };
    let list = file.unproven().map_err(about)?;
    let out = args.out.as_ref().unwrap_or(&args.file);
    write(out, &file, args.out.is_none())?;
    let signers: Vec<KeyId> = file.signers().collect();
    let is_root = |key: &KeyId| list.roots.iter().any(|root| root.key.id() == *key);
    let count = signers.iter().filter(|key| is_root(key)).count();
    let mut text = message(
        "cli-trust-build-signed",
        &[
            ("out", shown_path(out).into()),
            ("signer", signer.to_string().into()),
            ("count", count.into()),
            ("threshold", list.threshold.into()),
        ],
    );
    if !is_root(&signer) {
        text.push('\n');
        text.push_str(fixed("cli-trust-build-no-root"));
    }
    Ok(Reply::new(text, "file", out.display().to_string())
        .field("key_id", signer.to_string())
        .field("agency", list.agency.as_str())
        .field("version", list.version)
        .field("signatures", json!(signers))
        .field("signed", count)
        .field("threshold", Value::from(list.threshold)))
}
