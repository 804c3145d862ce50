//! `muster install` and `muster verify` (CLI 2.16, CLI 2.17; what they print: CLI 3.20).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::progress::{Follower, Meter};
use crate::cli::{Context, Failure, Reply};
use crate::library::{LibraryError, Outcome};
use crate::operations::{self, Tried};
use crate::platform::files::SourceFile;
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
        let mut meter = Meter::new(context, &name_of(file));
        let outcome = library.verify(file, today, &mut |done, all| meter.step(done, all));
        drop(meter);
        let cancelled = is_cancelled(&outcome);
        results.add(Tried {
            file: file.clone(),
            result: outcome.map_err(|e| Failure::about(file, &e)),
        });
        if cancelled {
            break;
        }
    }
    Ok(results.reply())
}

pub fn install(context: &Context, args: &InstallArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    let here = context.here()?;
    let reason = args.reason.as_deref();
    let mut follower = Follower::new(context);
    let mut results = Results::default();
    for path in &args.paths {
        let cancelled = if path.is_dir() {
            match operations::search(path, &mut follower) {
                Err(error) => {
                    results.fail(path, Failure::about(path, &error));
                    false
                }
                Ok(found) if found.packs.is_empty() => {
                    results.fail(path, no_packs(path));
                    false
                }
                Ok(found) => {
                    let packs = found.packs;
                    let (tried, cancelled) =
                        operations::install_newest(&here, &library, packs, reason, &mut follower);
                    for pack in tried {
                        results.add(pack);
                    }
                    cancelled
                }
            }
        } else {
            let file = SourceFile::named(path);
            let (tried, cancelled) =
                operations::install(&here, &library, &file, reason, &mut follower);
            results.add(tried);
            cancelled
        };
        if cancelled {
            break;
        }
    }
    drop(follower);
    operations::prune(&here, &library);
    Ok(results.reply())
}

fn is_cancelled(outcome: &Result<Outcome, LibraryError>) -> bool {
    matches!(
        outcome,
        Err(LibraryError::Pack(crate::pack::PackError::Cancelled))
    )
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    words::shown_path(Path::new(name))
}

/// CLI 3.20: a folder without packs is a result too.
fn no_packs(folder: &Path) -> Failure {
    let mut failure = Failure::of_message(
        Code::NotFound,
        "cli-install-no-packs",
        &[("folder", words::shown_path(folder).into())],
    );
    failure.file = Some(folder.to_owned());
    failure
}

impl Results {
    pub(super) fn add(&mut self, Tried { file, result }: Tried<Outcome>) {
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(failure) => return self.fail(&file, failure),
        };
        let manifest = &outcome.manifest;
        let warnings: Vec<String> = outcome
            .warnings
            .iter()
            .map(|w| words::warning(*w))
            .collect();
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{}", operations::outcome_sentence(&outcome));
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
