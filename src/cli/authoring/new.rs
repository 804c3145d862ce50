//! `muster pack new`: a folder of sources to start from (CLI 2.5).

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::authoring::{self, AuthoringError, Depth, Wish};
use crate::cli::authoring::{said, to_json};
use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply};
use crate::pack::PackId;
use crate::words;
use crate::words::messages::message;
use crate::words::shown_path;

/// What `--help` adds after the options.
pub fn help() -> String {
    message("cli-new-help", &[])
}

/// What `pack new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<PackId>,
    #[arg(long)]
    title: Option<String>,
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    #[arg(long, value_name = "TAG", default_value = "en-US")]
    language: String,
}

fn id(text: &str) -> Result<PackId, String> {
    text.parse().map_err(|error| format!("{error}"))
}

pub fn run(context: &Context, args: &NewArgs) -> Result<Reply, Failure> {
    if let Some(from) = args.from.as_ref().filter(|from| !from.is_dir()) {
        return Err(Failure::not_found(from));
    }
    let wish = Wish {
        folder: args.folder.clone(),
        from: args.from.clone(),
        id: args.id.clone(),
        title: args.title.clone(),
        publisher: args.publisher.clone(),
        language: args.language.clone(),
        today: context.now.date(),
        now: context.now.timestamp(),
    };
    let mut meter = Meter::new(context, &shown_path(&args.folder));
    let mut step = |done, all| meter.step(done, all);
    let started = authoring::start(&wish, &mut step).map_err(|error| failure(args, &error))?;
    let findings = authoring::check_folder(&args.folder, Depth::FirstSecond, &mut step)
        .map_err(|error| failure(args, &error))?;
    drop(meter);
    let folder = shown_path(&args.folder);
    // As it is typed: a name with spaces is one argument only between marks.
    let typed = if folder.contains(' ') {
        format!("\"{folder}\"")
    } else {
        folder.clone()
    };
    let lines: Vec<String> = started.said.iter().map(words::said).collect();
    let mut text = String::new();
    for line in &lines {
        let _ = writeln!(text, "- {line}");
    }
    if !findings.is_empty() {
        let _ = writeln!(
            text,
            "\n{}",
            message(
                "cli-new-still-to-do",
                &[("findings", said(&findings).trim_end().into())]
            )
        );
    }
    let _ = write!(
        text,
        "\n{}",
        message(
            "cli-new-begun",
            &[("folder", folder.into()), ("typed", typed.into())]
        )
    );
    Ok(
        Reply::new(text, "folder", args.folder.display().to_string())
            .field("id", started.manifest.id.as_str())
            .field("title", started.manifest.title.as_str())
            .field(
                "said",
                lines.into_iter().map(Value::from).collect::<Vec<_>>(),
            )
            .field("findings", to_json(&findings)),
    )
}

fn failure(args: &NewArgs, error: &AuthoringError) -> Failure {
    match error {
        AuthoringError::Exists { path } | AuthoringError::Write { file: path, .. } => {
            Failure::about(path, error)
        }
        AuthoringError::Read { file, .. } => Failure::about(file, error),
        error => Failure::about(&args.folder, error),
    }
}
