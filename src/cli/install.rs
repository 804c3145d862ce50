//! `muster install` and `muster verify` (CLI 2.16, CLI 2.17; what they print: CLI 3.20).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::progress::Follower;
use crate::cli::trust::install::Applied;
use crate::cli::{Context, Failure, Reply};
use crate::library::{Action, Change, Library, LibraryError, Outcome, Planned};
use crate::operations::{self, Ending, Follow as _, Here, Tried, Weighed};
use crate::pack::PackError;
use crate::platform::files::SourceFile;
use crate::words::messages::message;
use crate::words::{self, Code, Misplaced};

/// What `verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
}

/// What `install` takes.
#[derive(Debug, Args)]
pub struct InstallArgs {
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    #[arg(long, requires = "reason")]
    allow_older: bool,
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
    let here = context.here()?;
    let library = context.library()?;
    let mut follower = Follower::new(context);
    let mut seen = Seen::default();
    for path in &args.paths {
        if seen.look_through(&here, &library, path, &mut follower) == Ending::Cancelled {
            break;
        }
    }
    drop(follower);
    Ok(seen.reply())
}

/// What files and sticks would bring.
#[derive(Default)]
struct Seen {
    lists: Applied,
    packs: Results,
    /// Titles of installed packs that could not be used any more.
    blocks: Vec<String>,
    misplaced: Vec<Misplaced>,
    keys: Vec<PathBuf>,
}

impl Seen {
    /// Weighs what lies at this path and remembers it. Returns how that ended.
    fn look_through(
        &mut self,
        here: &Here,
        library: &Library,
        path: &Path,
        follower: &mut Follower<'_>,
    ) -> Ending {
        let found = match operations::find_on_stick(here, path, follower) {
            Ok(found) => found,
            Err(error) => {
                self.packs.fail(path, Failure::about(path, &error));
                return Ending::Done;
            }
        };
        for sentence in &found.passed_over {
            follower.remark(sentence);
        }
        if found.packs.is_empty() && found.lists.is_empty() {
            self.packs.fail(path, nothing_to_take_in(path));
        }
        let mut see = |weighed| match weighed {
            Weighed::Lists { lists, blocks, .. } => {
                for (file, outcome) in lists {
                    self.lists.add(operations::expected_of_list(&file, outcome));
                }
                self.blocks.extend(blocks);
            }
            Weighed::Pack { files, .. } => {
                for (file, planned) in files {
                    match planned {
                        Ok(planned) => self.packs.add_planned(file.path(), planned),
                        Err(error) => self
                            .packs
                            .fail(file.path(), Failure::about(file.path(), &error)),
                    }
                }
            }
        };
        let stick = (path, &found);
        let ending = operations::weigh_stick(here, library, stick, &mut see, follower);
        self.misplaced.extend(found.misplaced);
        self.keys.extend(found.keys);
        match ending {
            Err(error) => {
                self.packs.fail(path, Failure::about(path, &error));
                Ending::Done
            }
            Ok(Ending::Cancelled) => {
                let error = LibraryError::Pack(PackError::Cancelled);
                self.packs.fail(path, Failure::about(path, &error));
                Ending::Cancelled
            }
            Ok(Ending::Pulled) => {
                self.packs.fail(path, stick_pulled(path));
                Ending::Pulled
            }
            Ok(Ending::Done) => Ending::Done,
        }
    }

    /// CLI 3.20.
    fn reply(self) -> Reply {
        let mut text = [self.lists.text, self.packs.text].concat();
        for title in &self.blocks {
            let title = [("title", title.as_str().into())];
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", message("cli-verify-would-block", &title));
        }
        for misplaced in &self.misplaced {
            let _ = writeln!(text, "{} {}", misplaced.message, misplaced.advice);
        }
        for key in &self.keys {
            let file = [("file", words::shown_path(key).into())];
            let _ = writeln!(text, "{}", message("cli-verify-key", &file));
        }
        let keys: Vec<String> = self
            .keys
            .iter()
            .map(|key| key.display().to_string())
            .collect();
        let misplaced: Vec<Value> = self.misplaced.iter().map(misplaced_to_json).collect();
        let mut reply = Reply::new(text, "results", self.packs.files)
            .field("lists", self.lists.results)
            .field("blocks", self.blocks)
            .field("misplaced", misplaced)
            .field("keys", keys);
        reply.failures = self.lists.failures;
        reply.failures.extend(self.packs.failures);
        reply
    }
}

/// CLI 3.37.
pub(super) fn misplaced_to_json(misplaced: &Misplaced) -> Value {
    json!({
        "file": misplaced.file.display().to_string(),
        "message": misplaced.message,
        "advice": misplaced.advice,
    })
}

pub fn install(context: &Context, args: &InstallArgs) -> Result<Reply, Failure> {
    let library = context.library()?;
    let here = context.here()?;
    let reason = args.reason.as_deref();
    let mut follower = Follower::new(context);
    let mut results = Results::default();
    for path in &args.paths {
        let (tried, ending) = if path.is_dir() {
            match operations::search(path, &mut follower) {
                Err(error) => {
                    results.fail(path, Failure::about(path, &error));
                    continue;
                }
                Ok(found) if found.packs.is_empty() => {
                    results.fail(path, no_packs(path));
                    continue;
                }
                Ok(found) => {
                    let files = (path.as_path(), found.packs);
                    operations::install_newest(&here, &library, files, reason, &mut follower)
                }
            }
        } else {
            let file = SourceFile::named(path);
            operations::install(&here, &library, file, reason, &mut follower)
        };
        for pack in tried {
            results.add(pack);
        }
        if ending == Ending::Cancelled {
            break;
        }
    }
    drop(follower);
    operations::prune(&here, &library);
    Ok(results.reply())
}

/// CLI 3.20: a folder without packs is a result too.
fn no_packs(folder: &Path) -> Failure {
    about(folder, "cli-install-no-packs")
}

/// The same, of a stick that was searched for trust lists too.
fn nothing_to_take_in(folder: &Path) -> Failure {
    about(folder, "cli-verify-nothing")
}

fn stick_pulled(folder: &Path) -> Failure {
    about(folder, "cli-verify-pulled")
}

fn about(folder: &Path, id: &'static str) -> Failure {
    let shown = words::shown_path(folder);
    let mut failure = Failure::of_message(Code::NotFound, id, &[("folder", shown.into())]);
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

    /// What a pack would bring: besides, the version that it would replace, and each briefing.
    fn add_planned(&mut self, file: &Path, planned: Planned) {
        let is_update = planned.outcome.action == Action::WouldUpdate;
        self.add(Tried {
            file: file.to_owned(),
            result: Ok(planned.outcome),
        });
        let modules = planned.modules.iter();
        let modules: Vec<Value> = modules
            .map(|module| json!({"title": module.title, "change": module.change.name()}))
            .collect();
        if let Some(Value::Object(result)) = self.files.last_mut() {
            let replaces = json!(planned.replaces);
            result.insert("replaces".to_owned(), replaces);
            result.insert("modules".to_owned(), modules.into());
        }
        let changed = planned.modules.iter().filter(|_| is_update);
        for module in changed {
            let id = match module.change {
                Change::New => "cli-verify-module-new",
                Change::Changed => "cli-verify-module-changed",
                Change::Gone => "cli-verify-module-gone",
                Change::Same => continue,
            };
            let title = [("title", module.title.as_str().into())];
            let _ = writeln!(self.text, "  {}", message(id, &title));
        }
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
