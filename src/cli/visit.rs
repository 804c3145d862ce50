//! `muster visit`: one IT visit, everything in and everything out (CLI 2.29, EXCHANGE section 4).

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::install::{Results, misplaced_to_json};
use crate::cli::progress::Follower;
use crate::cli::roster::changes_to_json;
use crate::cli::trust::install::Applied;
use crate::cli::{Context, Failure, Reply};
use crate::operations::visit::{AssignmentsShown, RosterShown, Stick, Visit};
use crate::operations::{self, Tried};
use crate::station::Consent;
use crate::words::messages::{fixed, message};
use crate::words::shown_path;

/// What `visit` takes.
#[derive(Debug, Args)]
pub struct VisitArgs {
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    #[arg(long)]
    yes: bool,
    #[arg(long, requires = "yes")]
    mass_changes: bool,
}

impl VisitArgs {
    fn consent(&self) -> Consent {
        match (self.yes, self.mass_changes) {
            (false, _) => Consent::Nothing,
            (true, false) => Consent::Usual,
            (true, true) => Consent::MassChanges,
        }
    }
}

/// What `--help` adds after the options.
pub fn help() -> String {
    message("cli-visit-help", &[])
}

pub fn run(context: &Context, args: &VisitArgs) -> Result<Reply, Failure> {
    let stick = Stick::find(&args.folder)?;
    let here = context.here()?;
    let mut follower = Follower::new(context);
    let visit = operations::visit::visit(&here, &stick, args.consent(), &mut follower);
    drop(follower);
    Ok(reply(visit))
}

fn reply(visit: Visit) -> Reply {
    let failures = visit.failures();
    let (mut lists, mut packs) = (Applied::default(), Results::default());
    for list in visit.lists {
        lists.add(list);
    }
    for pack in visit.packs {
        packs.add(pack);
    }
    let mut text = [lists.text, packs.text].concat();
    text.extend(visit.settings.blocks());
    if visit.settings.wait_for_yes() {
        let mass = visit.settings.wait_for_mass_changes();
        // RECORDS 7.17.
        text.push_str(if mass {
            fixed("cli-visit-ask-for-mass-changes")
        } else {
            fixed("cli-visit-ask")
        });
        text.push('\n');
    }
    for misplaced in &visit.misplaced {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {}", misplaced.message, misplaced.advice);
    }
    for file in &visit.written {
        let _ = writeln!(
            text,
            "{}",
            message("cli-visit-written", &[("file", shown_path(file).into())])
        );
    }
    if let Some(head) = &visit.head {
        let _ = writeln!(
            text,
            "{}",
            message(
                "cli-visit-head",
                &[
                    ("count", head.count.into()),
                    ("hash", head.hash.to_string().into())
                ]
            )
        );
    }
    let (signed_by, unsigned) = match &visit.signed {
        None => (None, None),
        Some(signed) => {
            let said = operations::describe_signature(signed);
            let _ = writeln!(text, "{said}");
            match signed {
                Ok(signed) => (Some(signed.key_id.to_string()), None),
                Err(_) => (None, Some(said)),
            }
        }
    };
    if !visit.check.is_empty() {
        let _ = writeln!(text, "{}", operations::result(&visit.check));
    }
    let files = visit.written.iter();
    let files: Vec<Value> = files
        .map(|file| file.display().to_string().into())
        .collect();
    let misplaced: Vec<Value> = visit.misplaced.iter().map(misplaced_to_json).collect();
    let id = visit.station.ok().and_then(|station| station.id);
    let (roster, assignments) = (visit.settings.roster, visit.settings.assignments);
    let mut reply = Reply::new(text, "lists", lists.results)
        .field("packs", packs.files)
        .field("roster", told(roster, roster_json))
        .field("assignments", told(assignments, assignments_json))
        .field("misplaced", misplaced)
        .field("doctor", operations::to_json(&visit.check))
        .field("files", files)
        .field("count", visit.head.map(|head| head.count))
        .field("head", visit.head.map(|head| head.hash.to_string()))
        .field("signed_by", signed_by)
        .field("unsigned", unsigned)
        .field("station_id", json!(id));
    reply.failures = failures;
    reply
}

/// CLI 3.37: null where the stick has none.
fn told<T>(tried: Option<Tried<T>>, shown: fn(&T) -> Value) -> Value {
    let Some(Tried { file, result }) = tried else {
        return Value::Null;
    };
    let mut value = match &result {
        Ok(taken) => shown(taken),
        Err(failure) => json!({"error": failure.to_json()}),
    };
    if let Some(fields) = value.as_object_mut() {
        fields.insert("file".to_owned(), file.display().to_string().into());
        let ok = !fields.contains_key("error");
        fields.insert("ok".to_owned(), ok.into());
    }
    value
}

fn roster_json(shown: &RosterShown) -> Value {
    let mut value = changes_to_json(&shown.diff, &shown.missing_columns, &shown.ignored_columns);
    value.insert("applied".to_owned(), shown.applied.into());
    if let Some(failure) = &shown.left_out {
        value.insert("error".to_owned(), failure.to_json());
    }
    Value::Object(value)
}

fn assignments_json(shown: &AssignmentsShown) -> Value {
    json!({
        "applied": shown.applied,
        "new": shown.diff.new,
        "gone": shown.diff.gone,
        "unchanged": shown.diff.unchanged,
    })
}

#[cfg(test)]
mod tests {
    use super::{VisitArgs, run};
    use crate::cli::Context;
    use crate::words::Code;

    #[test]
    fn ctrl_c_ends_the_visit_and_nothing_is_written_to_the_stick() {
        let folder = tempfile::tempdir().expect("a folder");
        let stick = folder.path().join("stick");
        std::fs::create_dir(&stick).expect("a stick");
        let context = Context::for_test(&folder.path().join("data"));
        let args = VisitArgs {
            folder: stick.clone(),
            yes: true,
            mass_changes: false,
        };
        context.cancel();
        let reply = run(&context, &args).expect("a reply");
        let codes: Vec<Code> = reply.failures.iter().map(|f| f.words.code).collect();
        assert_eq!(codes, [Code::Cancelled]);
        assert_eq!(std::fs::read_dir(&stick).expect("the stick").count(), 0);
    }
}
