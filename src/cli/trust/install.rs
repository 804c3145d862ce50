//! `muster trust install` (CLI 2.15; what it prints: CLI 3.19).

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::progress::Follower;
use crate::cli::{Context, Failure, Reply};
use crate::library::lowest_first;
use crate::operations::{self, ListTaken, Tried};
use crate::platform::files::SourceFile;
use crate::words::{Code, shown_path};

pub fn install(context: &Context, paths: &[PathBuf]) -> Result<Reply, Failure> {
    let library = context.library()?;
    let here = context.here()?;
    let mut lists = Applied::default();
    for path in paths {
        if !path.is_dir() {
            let file = SourceFile::named(path);
            lists.add(operations::install_list(&here, &library, &file, false));
            continue;
        }
        let found = operations::search(path, &mut Follower::new(context));
        match found.map(|found| lowest_first(found.lists)) {
            Err(error) => lists.fail(path, Failure::about(path, &error)),
            Ok(files) if files.is_empty() => {
                let mut failure = Failure::of_message(
                    Code::NotFound,
                    "cli-trust-install-no-lists",
                    &[("path", shown_path(path).into())],
                );
                failure.file = Some(path.clone());
                lists.fail(path, failure);
            }
            Ok(files) => {
                for file in files {
                    lists.add(operations::install_list(&here, &library, &file, true));
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
    /// What came of one.
    pub fn add(&mut self, Tried { file, result }: Tried<ListTaken>) {
        let taken = match result {
            Ok(taken) => taken,
            Err(failure) => return self.fail(&file, failure),
        };
        for line in operations::lines(&taken) {
            // Writing to a String cannot fail.
            let _ = writeln!(self.text, "{line}");
        }
        let file = file.display().to_string();
        let (action, list, changes) = match taken {
            ListTaken::Older(version) => {
                let result =
                    json!({"file": file, "ok": true, "version": version, "action": "older"});
                return self.results.push(result);
            }
            ListTaken::InForce(list) => ("already_installed", list, Vec::new()),
            ListTaken::Installed(list, changes) => ("installed", list, changes),
            ListTaken::WouldInstall(list, changes) => ("would_install", list, changes),
        };
        self.results.push(json!({
            "file": file,
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
