//! `muster install` and `muster verify`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply, packs};
use crate::library::{self, Action, Library, LibraryError, Outcome, SearchFinding, newest_first};
use crate::words::{self, Code};

/// What `verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Packs
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What `install` takes.
#[derive(Debug, Args)]
pub struct InstallArgs {
    /// Packs, or folders (a stick) with packs in them
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// Accept a version below the highest that was ever installed
    #[arg(long, requires = "reason")]
    allow_older: bool,
    /// Why; goes into the audit log
    #[arg(long, requires = "allow_older", value_name = "TEXT")]
    reason: Option<String>,
}

/// Results in the order of the files, as they come in.
#[derive(Default)]
pub(super) struct Results {
    /// Lines for people.
    pub(super) text: String,
    /// The same for programs.
    pub(super) files: Vec<Value>,
    /// What was refused.
    pub(super) failures: Vec<Failure>,
}

pub fn verify(context: &Context, args: &VerifyArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    let today = context.now.date();
    let mut results = Results::default();
    for file in &args.files {
        let mut meter = Meter::new(context, name_of(file));
        let outcome = library.verify(file, today, &mut |done, all| meter.step(done, all));
        drop(meter);
        let cancelled = is_cancelled(&outcome);
        results.add(file, outcome.map_err(|e| Failure::about(file, &e)));
        if cancelled {
            break;
        }
    }
    Ok(results.reply())
}

pub fn install(context: &Context, args: &InstallArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    let mut results = Results::default();
    for path in &args.paths {
        if !path.is_dir() {
            let outcome = install_one(context, &library, path, args.reason.as_deref());
            let cancelled = is_cancelled(&outcome);
            results.add(path, outcome.map_err(|e| Failure::about(path, &e)));
            if cancelled {
                break;
            }
            continue;
        }
        match search(context, path) {
            Err(error) => results.fail(path, Failure::about(path, &error)),
            Ok(found) if found.packs.is_empty() => results.fail(path, no_packs(path)),
            Ok(found) => {
                let reason = args.reason.as_deref();
                if install_newest(context, &library, found.packs, reason, &mut results) {
                    break;
                }
            }
        }
    }
    packs::prune(context, &library);
    Ok(results.reply())
}

/// Looks for packs and trust lists in a folder, and says on standard error where it could not.
pub fn search(context: &Context, folder: &Path) -> Result<SearchFinding, LibraryError> {
    let mut meter = Meter::new(context, folder.display().to_string());
    let found = library::search(folder, &mut |names| meter.searching(names))?;
    drop(meter);
    for sentence in words::not_searched(&found) {
        // Nobody is left to tell when standard error is gone.
        let _ = writeln!(std::io::stderr(), "{sentence}");
    }
    Ok(found)
}

/// Of each pack the newest version that is accepted; what was refused on the way is reported too.
/// Results come in the order of the files' paths. Returns whether Ctrl-C was pressed.
pub(super) fn install_newest(
    context: &Context,
    library: &Library,
    files: Vec<PathBuf>,
    reason: Option<&str>,
    results: &mut Results,
) -> bool {
    let mut tried = Vec::new();
    let mut cancelled = false;
    for versions in newest_first(files) {
        for file in versions {
            let outcome = install_one(context, library, &file, reason);
            cancelled = is_cancelled(&outcome);
            let accepted = outcome.is_ok();
            tried.push((file, outcome));
            if accepted || cancelled {
                break;
            }
        }
        if cancelled {
            break;
        }
    }
    tried.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (file, outcome) in tried {
        let outcome = outcome.map_err(|e| Failure::about(&file, &e));
        results.add(&file, outcome);
    }
    cancelled
}

fn install_one(
    context: &Context,
    library: &Library,
    file: &Path,
    reason: Option<&str>,
) -> Result<Outcome, LibraryError> {
    let mut meter = Meter::new(context, name_of(file));
    let mut progress = |done, all| meter.step(done, all);
    match reason {
        Some(reason) => library.install_older(file, reason, &context.who(), &mut progress),
        None => library.install(file, &context.who(), &mut progress),
    }
}

fn is_cancelled(outcome: &Result<Outcome, LibraryError>) -> bool {
    matches!(
        outcome,
        Err(LibraryError::Pack(crate::pack::PackError::Cancelled))
    )
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    name.to_string_lossy().into_owned()
}

fn no_packs(folder: &Path) -> Failure {
    let mut failure = Failure::new(
        Code::NotFound,
        format!("There are no packs in {}.", folder.display()),
        "Check that it is the right stick; packs end in .muster.",
    );
    failure.file = Some(folder.to_owned());
    failure
}

impl Results {
    fn add(&mut self, file: &Path, outcome: Result<Outcome, Failure>) {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(failure) => return self.fail(file, failure),
        };
        let manifest = &outcome.manifest;
        let warnings: Vec<String> = outcome
            .warnings
            .iter()
            .map(|w| words::warning(*w))
            .collect();
        let said = match outcome.action {
            Action::Installed => "Installed",
            Action::Updated => "Updated to",
            Action::AlreadyInstalled => "Already installed:",
            Action::WouldInstall => "Would be installed:",
            Action::WouldUpdate => "Would be the new version:",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            self.text,
            "{said} {}, {} version {}, from {}",
            manifest.title, manifest.id, manifest.version, outcome.publisher
        );
        for warning in &warnings {
            let _ = writeln!(self.text, "  {warning}");
        }
        self.files.push(json!({
            "file": file.display().to_string(),
            "ok": true,
            "id": manifest.id,
            "version": manifest.version,
            "title": manifest.title,
            "publisher": outcome.publisher,
            "claimed_publisher": manifest.publisher,
            "key_id": outcome.key_id,
            "action": outcome.action.name(),
            "warnings": warnings,
        }));
    }

    fn fail(&mut self, file: &Path, failure: Failure) {
        self.files.push(json!({
            "file": file.display().to_string(),
            "ok": false,
            "error": failure.to_json(),
        }));
        self.failures.push(failure);
    }

    fn reply(self) -> Reply {
        let mut reply = Reply::new(self.text, "results", self.files);
        reply.failures = self.failures;
        reply
    }
}
