//! `muster key new` (CLI 2.4), and how commands come to an author's secret key and its password
//! (CLI 1.6, CLI 1.7).

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::{Failure, Reply};
use crate::operations;
use crate::pack::{PublicKey, SecretKey, signature};
use crate::platform::files::{LineSource, create_file, first_line};
use crate::words::messages::{fixed, message};
use crate::words::{Code, shown_path};

/// A key file at most, in bytes.
const MAX_KEY_FILE: u64 = 16 << 10;
/// A password at most, in bytes (CLI 1.7).
const MAX_PASSWORD: u64 = 4 << 10;

/// `muster key …`.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    New(NewArgs),
}

/// What `key new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    #[arg(long, value_name = "NAME")]
    out: PathBuf,
    #[arg(long, conflicts_with = "password_file")]
    no_password: bool,
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub fn run(command: KeyCommand) -> Result<Reply, Failure> {
    let KeyCommand::New(args) = command;
    let (public, secret) = (with(&args.out, ".pub"), with(&args.out, ".sec"));
    for file in [&public, &secret] {
        if file.exists() {
            return Err(Failure::in_the_way(file, fixed("cli-key-in-the-way")));
        }
    }
    let password = match (&args.password_file, args.no_password) {
        (_, true) => None,
        (Some(file), _) => Some(password_of(file)?),
        (None, _) => Some(new_password()?),
    };
    let (public_text, secret_text) = signature::new_key_pair(password.as_deref())
        .map_err(|e| Failure::of(fixed("cli-key-new-key-name"), &e))?;
    let id = PublicKey::parse(&public_text)
        .map_err(|e| Failure::of(fixed("cli-key-new-key-name"), &e))?
        .id();
    write_new(&secret, &secret_text, true)?;
    write_new(&public, &public_text, false).inspect_err(|_| {
        // Half a pair is of no use; what stays is said by the error.
        let _ = std::fs::remove_file(&secret);
    })?;
    let text = message(
        "cli-key-made",
        &[
            ("id", id.to_string().into()),
            ("public", shown_path(&public).into()),
            ("secret", shown_path(&secret).into()),
        ],
    );
    Ok(Reply::new(text, "key_id", id.to_string())
        .field("public_key", public.display().to_string())
        .field("secret_key", secret.display().to_string()))
}

/// Reads an author's secret key. Asks for its password if it has one, none is given and somebody
/// sits at the terminal (CLI 1.6).
pub fn open_secret(file: &Path, password_file: Option<&Path>) -> Result<SecretKey, Failure> {
    let text = read_small(file, MAX_KEY_FILE)?;
    let password = match password_file {
        Some(password_file) => Some(password_of(password_file)?),
        None if SecretKey::needs_password(&text) && io::stdin().is_terminal() => {
            Some(ask(&format!(
                "{} ",
                message("cli-key-ask-password", &[("file", shown_path(file).into())])
            ))?)
        }
        None => None,
    };
    SecretKey::parse(&text, password.as_deref()).map_err(|e| Failure::about(file, &e))
}

/// Reads a publisher's public key.
pub fn open_public(file: &Path) -> Result<PublicKey, Failure> {
    let text = read_small(file, MAX_KEY_FILE)?;
    PublicKey::parse(&text).map_err(|e| Failure::about(file, &e))
}

fn read_small(file: &Path, limit: u64) -> Result<String, Failure> {
    let text = String::from_utf8(operations::read_named(file, limit)?).ok();
    text.filter(|t| t.len() as u64 <= limit).ok_or_else(|| {
        let reason = crate::pack::PackError::BadKey {
            reason: message("cli-key-not-minisign", &[]),
        };
        Failure::about(file, &reason)
    })
}

/// CLI 1.7: the first line of a file, or of standard input.
fn password_of(file: &Path) -> Result<String, Failure> {
    let source = if file == Path::new("-") {
        LineSource::StandardInput
    } else {
        LineSource::Named(file.to_owned())
    };
    let line = first_line(source, MAX_PASSWORD).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::not_found(file),
        io::ErrorKind::Interrupted => Failure::of_message(Code::Cancelled, "cli-key-stopped", &[]),
        _ => Failure::unreadable(file, &error),
    })?;
    // A part of it would be another password.
    if line.len() as u64 > MAX_PASSWORD {
        return Err(Failure::of_message(
            Code::Usage,
            "cli-key-password-too-long",
            &[("file", shown_path(file).into())],
        ));
    }
    let password = String::from_utf8(line).map_err(|error| {
        Failure::unreadable(file, &io::Error::new(io::ErrorKind::InvalidData, error))
    })?;
    if password.is_empty() {
        return Err(Failure::of_message(
            Code::Usage,
            "cli-key-no-password-in-file",
            &[("file", shown_path(file).into())],
        ));
    }
    Ok(password)
}

fn new_password() -> Result<String, Failure> {
    // CLI 1.6
    if !io::stdin().is_terminal() {
        return Err(Failure::of_message(Code::Usage, "cli-key-no-terminal", &[]));
    }
    let password = ask(&format!("{} ", fixed("cli-key-ask-new-password")))?;
    if password.is_empty() {
        return Err(Failure::of_message(
            Code::Usage,
            "cli-key-password-empty",
            &[],
        ));
    }
    if ask(&format!("{} ", fixed("cli-key-ask-again")))? != password {
        return Err(Failure::of_message(
            Code::Usage,
            "cli-key-passwords-differ",
            &[],
        ));
    }
    Ok(password)
}

fn ask(prompt: &str) -> Result<String, Failure> {
    rpassword::prompt_password(prompt).map_err(|error| Failure::unreadable(Path::new("-"), &error))
}

/// Writes a file that must not be there yet, durably; a secret one only for its owner to read
/// (CLI 1.9, CLI 2.4).
pub fn write_new(file: &Path, text: &str, secret: bool) -> Result<(), Failure> {
    let written = create_file(file, secret).and_then(|mut open| {
        open.write_all(text.as_bytes())?;
        open.sync_all()
    });
    written.map_err(|error| Failure::not_written(file, &error, fixed("cli-key-in-the-way")))
}

fn with(name: &Path, extension: &str) -> PathBuf {
    let mut name = OsString::from(name);
    name.push(extension);
    PathBuf::from(name)
}
