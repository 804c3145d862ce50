//! `muster pack …`: from a folder of sources to a signed pack (CLI 2.5 to CLI 2.8).

mod new;
mod preview;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::authoring::{self, AuthoringError, Converted, Depth, Finding, Severity};
use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply, WindowOptions, files, key};
use crate::pack::PackVersion;
use crate::words::messages::message;
use crate::words::{self, InWords, shown_path};

pub use preview::Vanishing;

/// `muster pack …`.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    #[command(after_help = new::help())]
    New(new::NewArgs),
    #[command(after_help = preview::help())]
    Preview(preview::PreviewArgs),
    Build(BuildArgs),
    Check {
        #[arg(value_name = "FILE|DIR")]
        path: PathBuf,
    },
}

/// What `pack build` takes.
#[derive(Debug, Args)]
pub struct BuildArgs {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[arg(long, value_name = "NAME.sec")]
    key: PathBuf,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long, value_name = "N", value_parser = version)]
    version: Option<PackVersion>,
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

fn version(text: &str) -> Result<PackVersion, String> {
    let number: u64 = text
        .parse()
        .map_err(|_| message("cli-authoring-not-a-number", &[]))?;
    number.try_into().map_err(|e| format!("{e}"))
}

/// Nothing is left to print where the window is to open.
pub fn run(
    context: &Context,
    command: PackCommand,
    window: &mut WindowOptions,
) -> Option<Result<Reply, Failure>> {
    Some(match command {
        PackCommand::Preview(args) => match preview::begin(&args, window) {
            Ok(()) => return None,
            Err(failure) => Err(failure),
        },
        PackCommand::New(args) => new::run(context, &args),
        PackCommand::Build(args) => build(context, &args),
        PackCommand::Check { path } => check(context, &path),
    })
}

fn build(context: &Context, args: &BuildArgs) -> Result<Reply, Failure> {
    if !args.folder.is_dir() {
        return Err(Failure::not_found(&args.folder));
    }
    files::check_place(&args.out)?;
    let key = key::open_secret(&args.key, args.password_file.as_deref())?;
    let mut meter = Meter::new(context, &shown_path(&args.out));
    let built = authoring::build(
        &args.folder,
        &key,
        &args.out,
        args.version,
        Depth::Whole,
        &mut |stage| meter.stage(stage),
    );
    drop(meter);
    match built {
        Ok(built) => {
            let manifest = &built.manifest;
            let mut text = said(&built.findings);
            for made in &built.converted {
                let mut args = vec![
                    ("from", made.from.to_string().into()),
                    ("to", made.to.to_string().into()),
                    ("codec", made.codec.into()),
                    ("bytes", words::bytes(made.bytes).into()),
                ];
                // A picture has no length.
                let id = if made.duration_ms == 0 {
                    "cli-authoring-converted"
                } else {
                    args.push(("length", words::length(made.duration_ms).into()));
                    "cli-authoring-transcoded"
                };
                let _ = writeln!(text, "{}", message(id, &args));
            }
            let _ = write!(
                text,
                "{}",
                message(
                    "cli-authoring-built",
                    &[
                        ("id", manifest.id.to_string().into()),
                        ("version", manifest.version.to_string().into()),
                        ("bytes", words::bytes(built.bytes).into()),
                        ("keyId", key.id().to_string().into()),
                        ("out", shown_path(&args.out).into())
                    ]
                )
            );
            Ok(Reply::new(text, "file", args.out.display().to_string())
                .field("id", manifest.id.as_str())
                .field("version", manifest.version.get())
                .field("bytes", built.bytes)
                .field("sha256", built.sha256)
                .field("key_id", key.id().to_string())
                .field("transcoded", transcoded(&built.converted))
                .field("findings", to_json(&built.findings)))
        }
        Err(AuthoringError::Findings(findings)) => {
            let text = said(&findings);
            let reply = Reply::new(text, "findings", to_json(&findings));
            let error = AuthoringError::Findings(findings);
            Ok(Reply {
                failures: vec![Failure::about(&args.folder, &error)],
                ..reply
            })
        }
        Err(error @ (AuthoringError::NoManifest { .. } | AuthoringError::Read { .. })) => {
            Err(Failure::about(&args.folder, &error))
        }
        Err(AuthoringError::Transcode { file, error }) => {
            let source = args.folder.join(&file);
            let error = AuthoringError::Transcode { file, error };
            Err(Failure::about(&source, &error))
        }
        Err(error) => Err(Failure::about(&args.out, &error)),
    }
}

/// CLI 3.11
fn transcoded(converted: &[Converted]) -> Vec<Value> {
    let made = converted.iter().map(|made| {
        json!({
            "from": made.from.as_str(),
            "to": made.to.as_str(),
            "codec": made.codec,
            "duration_ms": made.duration_ms,
            "bytes": made.bytes,
        })
    });
    made.collect()
}

fn check(context: &Context, path: &Path) -> Result<Reply, Failure> {
    let mut meter = Meter::new(context, &shown_path(path));
    let mut step = |done, all| meter.step(done, all);
    let findings = if path.is_dir() {
        authoring::check_folder(path, Depth::Whole, &mut step)
    } else if path.exists() {
        authoring::check_file(path, Depth::Whole, &mut step)
    } else {
        return Err(Failure::not_found(path));
    };
    drop(meter);
    let findings = findings.map_err(|e| Failure::about(path, &e))?;
    // CLI 3.12: warnings and advice leave the command a success.
    let errors = findings.iter().filter(|f| f.defect.is_error());
    let first = errors.clone().next().map(|finding| Failure {
        words: Box::new(finding.in_words("")),
        file: Some(path.to_owned()),
    });
    let advice = findings
        .iter()
        .filter(|f| f.defect.severity() == Severity::Advice)
        .count();
    let errors = errors.count();
    let warnings = findings.len() - errors - advice;
    let mut text = said(&findings);
    let _ = match (errors, warnings) {
        (0, 0) => write!(
            text,
            "{}",
            message(
                "cli-authoring-nothing-found",
                &[("path", shown_path(path).into())]
            )
        ),
        _ => write!(
            text,
            "{}",
            message(
                "cli-authoring-found",
                &[
                    ("path", shown_path(path).into()),
                    ("errors", errors.into()),
                    ("warnings", warnings.into())
                ]
            )
        ),
    };
    Ok(Reply {
        failures: first.into_iter().collect(),
        ..Reply::new(text, "findings", to_json(&findings))
    })
}

/// The findings as lines for people.
fn said(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut text, finding| {
        let words = finding.in_words("");
        let severity = severity(finding);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{severity}: {}\n  {}", words.headline, words.advice);
        if !words.details.is_empty() {
            let _ = writeln!(text, "  ({})", words.details);
        }
        text
    })
}

/// CLI 3.12
fn to_json(findings: &[Finding]) -> Vec<Value> {
    findings
        .iter()
        .map(|finding| {
            let words = finding.in_words("");
            json!({
                "file": finding.file,
                "severity": severity(finding),
                "code": words.code.name(),
                "message": words.headline,
                "advice": words.advice,
            })
        })
        .collect()
}

fn severity(finding: &Finding) -> &'static str {
    match finding.defect.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_a_number_from_1() {
        assert!(version("3").is_ok());
        for wrong in ["0", "-1", "x", "9007199254740992"] {
            assert!(version(wrong).is_err(), "{wrong}");
        }
    }
}
