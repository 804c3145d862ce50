//! `muster trust install`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::install::search;
use crate::cli::{Context, Failure, Reply};
use crate::library::{Library, LibraryError, ListOutcome, TrustError, lowest_first};
use crate::words::Code;

pub fn install(context: &Context, paths: &[PathBuf]) -> Result<Reply, Failure> {
    let library = context.library()?;
    let mut lists = Applied::default();
    for path in paths {
        if !path.is_dir() {
            lists.apply(context, &library, path, false);
            continue;
        }
        match search(context, path).map(|found| lowest_first(found.lists)) {
            Err(error) => lists.fail(path, Failure::about(path, &error)),
            Ok(files) if files.is_empty() => {
                let mut failure = Failure::new(
                    Code::NotFound,
                    format!("There are no trust lists in {}.", path.display()),
                    "Check that it is the right stick; trust lists end in .mtrust.",
                );
                failure.file = Some(path.clone());
                lists.fail(path, failure);
            }
            Ok(files) => {
                for file in files {
                    lists.apply(context, &library, &file, true);
                }
            }
        }
    }
    let mut reply = Reply::new(lists.text, "results", lists.results);
    reply.failures = lists.failures;
    Ok(reply)
}

/// Results in the order in which lists were applied.
#[derive(Default)]
pub struct Applied {
    /// Lines for people.
    pub text: String,
    /// The same for programs.
    pub results: Vec<Value>,
    /// What was refused.
    pub failures: Vec<Failure>,
}

impl Applied {
    /// Of a folder that holds all lists there ever were, those before the one in force are
    /// nothing to complain of.
    pub fn apply(&mut self, context: &Context, library: &Library, file: &Path, pass_older: bool) {
        let (action, list, changes) = match library.install_list(file, &context.who()) {
            Err(LibraryError::Trust(TrustError::TrustListOlder { version, .. })) if pass_older => {
                self.results.push(json!({
                    "file": file.display().to_string(),
                    "ok": true,
                    "version": version,
                    "action": "older",
                }));
                return;
            }
            Err(error) => return self.fail(file, Failure::about(file, &error)),
            Ok(ListOutcome { list, changes }) => match changes {
                None => ("already_installed", list, Vec::new()),
                Some(changes) => ("installed", list, changes),
            },
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            self.text,
            "Trust list of {} version {} {}",
            list.agency,
            list.version,
            match action {
                "installed" => "is in force now",
                _ => "was in force already",
            }
        );
        for change in &changes {
            let _ = writeln!(self.text, "  {change}");
        }
        self.results.push(json!({
            "file": file.display().to_string(),
            "ok": true,
            "agency": list.agency,
            "version": list.version,
            "action": action,
            "changes": changes,
        }));
    }

    fn fail(&mut self, file: &Path, failure: Failure) {
        self.results.push(json!({
            "file": file.display().to_string(),
            "ok": false,
            "error": failure.to_json(),
        }));
        self.failures.push(failure);
    }
}
